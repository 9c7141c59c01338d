//! What an inline script prints, as far as it only prints: `echo` and `Write-Host`.
//!
//! This is no shell. A line that does anything else prints nothing here; what it would do is said by an outcome of the
//! scenario. Variables in the environment are replaced in the manner of the task's shell.

use rehearsal_pipeline::Task;

use crate::variables::{Values, environment_name};

/// The tasks with inline scripts, by their guids, and how their shells write a variable.
const SHELLS: [(&str, Shell); 3] = [
    ("d9bafed4-0b18-4f58-968d-86655b4d2ce9", Shell::Cmd),
    ("6c731c3c-3c68-459a-a5c9-bde6e6595b5b", Shell::Bash),
    ("e213ff0f-5d5c-4791-802d-52ea3e7be1f1", Shell::Power),
];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shell {
    Cmd,
    Bash,
    Power,
}

/// The script in a task; none when the task has none, or runs one from a file.
pub(crate) fn inline_script(task: &Task) -> Option<&str> {
    shell(task)?;
    let is_from_file = task.inputs.get("targetType").is_some_and(|kind| kind.eq_ignore_ascii_case("filePath"));
    task.inputs.get("script").map(String::as_str).filter(|script| !is_from_file && !script.trim().is_empty())
}

fn shell(task: &Task) -> Option<Shell> {
    SHELLS.iter().find(|(id, _)| id.eq_ignore_ascii_case(&task.task_id)).map(|(_, shell)| *shell)
}

/// The lines that the script of a task prints, with its variables replaced; secrets are not masked yet.
pub(crate) fn printed(task: &Task, values: &Values) -> Vec<String> {
    let Some((script, shell)) = inline_script(task).zip(shell(task)) else { return Vec::new() };
    let script = values.expand(script);
    let environment = |name: &str| {
        let mapped = task.environment.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
        match mapped {
            Some((_, value)) => Some(values.expand(value)),
            // Secrets are in the environment only when they are mapped (§11).
            None => values
                .list
                .iter()
                .find(|one| !one.is_secret && environment_name(&one.name).eq_ignore_ascii_case(name))
                .map(|one| one.value.clone()),
        }
    };
    script.lines().filter_map(echoed).map(|text| with_environment(&text, shell, &environment)).collect()
}

/// What a line prints; none when it prints nothing that could be told.
fn echoed(line: &str) -> Option<String> {
    let line = line.trim().trim_start_matches('@');
    let (word, rest) = line.split_once(char::is_whitespace)?;
    let is_echo = ["echo", "write-host", "write-output"].iter().any(|known| known.eq_ignore_ascii_case(word));
    let rest = rest.trim();
    let is_switch = rest.eq_ignore_ascii_case("off") || rest.eq_ignore_ascii_case("on");
    (is_echo && !is_switch).then(|| without_quotes(rest).to_owned())
}

fn without_quotes(text: &str) -> &str {
    ['"', '\'']
        .into_iter()
        .find_map(|quote| text.strip_prefix(quote)?.strip_suffix(quote).filter(|inner| !inner.contains(quote)))
        .unwrap_or(text)
}

/// Replaces `%NAME%`, `$NAME` and `${NAME}`, or `$env:NAME`; what is not known is left out as the shells do, except
/// that `cmd` keeps it.
fn with_environment(text: &str, shell: Shell, lookup: &dyn Fn(&str) -> Option<String>) -> String {
    let start = match shell {
        Shell::Cmd => "%",
        Shell::Bash => "$",
        Shell::Power => "$env:",
    };
    let mut result = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(start) {
        result += &rest[..at];
        rest = &rest[at + start.len()..];
        let braced = shell == Shell::Bash && rest.starts_with('{');
        let inside = if braced { &rest[1..] } else { rest };
        let length = inside.find(|letter: char| !(letter.is_alphanumeric() || letter == '_')).unwrap_or(inside.len());
        let name = &inside[..length];
        let closing = match shell {
            Shell::Cmd => Some('%'),
            Shell::Bash if braced => Some('}'),
            Shell::Bash | Shell::Power => None,
        };
        let is_closed = closing.is_none_or(|closing| inside[length..].starts_with(closing));
        if name.is_empty() || !is_closed {
            result += start;
            continue;
        }
        let used = usize::from(braced) + length + closing.map_or(0, char::len_utf8);
        match lookup(name) {
            Some(value) => result += &value,
            None if shell == Shell::Cmd => result.extend(["%", name, "%"]),
            None => {}
        }
        rest = &rest[used..];
    }
    result + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_prints_is_printed() {
        assert_eq!(echoed("echo hello  world"), Some("hello  world".to_owned()));
        assert_eq!(echoed("  Write-Host \"The build\""), Some("The build".to_owned()));
        assert_eq!(echoed("@echo off"), None);
        assert_eq!(echoed("npm test"), None);
    }

    #[test]
    fn each_shell_has_its_way_to_write_a_variable() {
        let lookup = |name: &str| (name == "A_B").then(|| "1".to_owned());
        assert_eq!(with_environment("<%A_B%> 100%", Shell::Cmd, &lookup), "<1> 100%");
        assert_eq!(with_environment("<$A_B> ${A_B}x $C", Shell::Bash, &lookup), "<1> 1x ");
        assert_eq!(with_environment("<$env:A_B> $x", Shell::Power, &lookup), "<1> $x");
    }
}
