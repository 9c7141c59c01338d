//! What the person at the terminal sees of a long build: each step by name, with its time.
//!
//! Quiet steps show a spinner while they run; loud ones leave the terminal to the program they start. Both end in one
//! line with the time, which is all that remains when the output goes to a file.

use std::time::{Duration, Instant};

use anyhow::Result;
use indicatif::{ProgressBar, ProgressStyle};

/// Runs work that prints nothing itself.
pub(crate) fn quietly<T>(name: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    let spinner = ProgressBar::new_spinner().with_message(name.to_owned());
    let style = ProgressStyle::with_template("{spinner} {msg} {elapsed}").expect("the template is constant and valid");
    spinner.set_style(style);
    spinner.enable_steady_tick(Duration::from_millis(100));
    let started = Instant::now();
    let result = work();
    spinner.finish_and_clear();
    close(name, started.elapsed(), result.is_ok());
    result
}

/// Runs work whose own output belongs on the terminal.
pub(crate) fn loudly<T>(name: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    eprintln!("· {name}");
    let started = Instant::now();
    let result = work();
    close(name, started.elapsed(), result.is_ok());
    result
}

/// Something worth knowing that is neither a step nor a failure.
pub(crate) fn note(text: &str) {
    eprintln!("  {text}");
}

/// Seconds as a person says them: two decimals below ten, minutes above sixty.
pub(crate) fn seconds(time: Duration) -> String {
    let whole = time.as_secs();
    match whole {
        0..10 => format!("{:.2} s", time.as_secs_f64()),
        10..60 => format!("{:.1} s", time.as_secs_f64()),
        _ => format!("{} min {:02} s", whole / 60, whole % 60),
    }
}

fn close(name: &str, time: Duration, passed: bool) {
    eprintln!("{} {name}  {}", if passed { "✓" } else { "✗" }, seconds(time));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_precise_when_short_and_readable_when_long() {
        assert_eq!(seconds(Duration::from_millis(254)), "0.25 s");
        assert_eq!(seconds(Duration::from_millis(12_340)), "12.3 s");
        assert_eq!(seconds(Duration::from_secs(125)), "2 min 05 s");
    }
}
