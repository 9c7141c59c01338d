use rehearsal_engine::LogLevel;
use rehearsal_kernel::SimTime;

use super::ShownLines;
use super::console::{Console, read, span_of};
use crate::tests::{look, session};

fn console(lines: &[&str]) -> Console {
    let session = session();
    look(&session, |scene| {
        let lines = lines.iter().map(|&line| read(line.to_owned()));
        Console::of_lines(scene, SimTime::from_millis(0), lines)
    })
}

#[test]
fn lines_are_found_in_any_case_and_numbered_from_one() {
    let log = console(&["Restoring", "##[warning]Package restored late", "Done"]);
    assert_eq!(log.find("RESTOR"), [1, 2]);
    assert_eq!(log.find("").len(), 0, "nothing is looked for");
    let line = log.line(2).expect("a line");
    assert_eq!((line.level, line.text.as_str()), (LogLevel::Warning, "##[warning]Package restored late"));
    assert_eq!(log.line(0), None);
    assert_eq!(log.line(4), None);
}

#[test]
fn a_group_ends_with_its_mark_with_the_next_group_or_with_the_log() {
    let log = console(&["##[group]a", "1", "##[endgroup]", "2", "##[group]b", "3", "##[group]c", "4"]);
    assert_eq!(log.groups(), [1..4, 5..7, 7..9]);
    let none = console(&["1", "##[endgroup]", "2"]);
    assert_eq!(none.groups(), []);
}

#[test]
fn the_first_errors_and_warnings_stand_in_the_order_of_the_log() {
    let log = console(&["##[warning]w1", "ok", "##[error]e1", "##[warning]w2"]);
    let issues: Vec<(usize, bool, String)> =
        log.issues().into_iter().map(|issue| (issue.line, issue.is_error, issue.text)).collect();
    assert_eq!(issues, [(1, false, "w1".into()), (3, true, "e1".into()), (4, false, "w2".into())]);
}

#[test]
fn what_was_looked_for_is_cut_out_of_its_line() {
    assert_eq!(span_of("Test test", "TEST"), [("Test", true), (" ", false), ("test", true)]);
    assert_eq!(span_of("größe", "SSE"), [("größe", false)]);
    assert_eq!(span_of("plain", ""), [("plain", false)]);
}

#[test]
fn folded_lines_are_no_rows_and_marks_that_end_a_group_never_are() {
    let log = console(&["##[group]a", "2", "3", "##[endgroup]", "5", "##[group]b", "7"]);
    let shown = |folded: &[usize]| ShownLines::of(&log, &folded.iter().copied().collect());
    assert_eq!(shown(&[]).numbers(0..9), [1, 2, 3, 5, 6, 7]);
    assert_eq!(shown(&[1]).numbers(0..9), [1, 5, 6, 7]);
    assert_eq!(shown(&[1, 6]).numbers(1..3), [5, 6]);
    assert_eq!(shown(&[1, 6]).len(), 3);
    assert_eq!((shown(&[]).row(5), shown(&[1]).row(5), shown(&[1]).row(3)), (3, 1, 0));
    assert!([1, 2, 3, 5, 6, 7].iter().enumerate().all(|(row, &number)| shown(&[]).row(number) == row));
}
