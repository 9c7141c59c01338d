//! Lines of a log that stand for many.

use rehearsal_scenario::{NoFiles, Session, load};
use rehearsal_source::Source;

/// The log of the one outcome, or what is wrong with it.
fn log(lines: &str) -> Result<Vec<(String, u32)>, String> {
    let text = include_str!("../../../tests/journeys/worlds/long-log.yaml");
    let begin = text.find("    log:").expect("it has a log");
    let end = text.find("goals:").expect("it has goals");
    let source = Source::new("scenario.yaml", format!("{}    log: {lines}\n{}", &text[..begin], &text[end..]));
    let loaded = load(&source, &NoFiles);
    match loaded.scenario {
        Some(scenario) => Ok(Session::new(std::rc::Rc::new(scenario)).world().outcomes[0]
            .log
            .iter()
            .map(|line| (line.text.clone(), line.repeat))
            .collect()),
        None => Err(loaded.report.to_lines(&source)),
    }
}

#[test]
fn a_line_is_repeated_as_often_as_its_mark_says() {
    let lines = log(r###"["begin", "##[repeat 1000]##[warning]Test {n} was slow", "##[section]end"]"###);
    let expected = [("begin", 1), ("##[warning]Test {n} was slow", 1_000), ("##[section]end", 1)];
    assert_eq!(lines, Ok(expected.map(|(text, repeat)| (text.to_owned(), repeat)).to_vec()));
}

#[test]
fn a_number_that_makes_no_sense_is_told_with_its_place() {
    for number in ["many", "0", "200001"] {
        let said = log(&format!("[\"##[repeat {number}]x\"]")).expect_err("it cannot be repeated so");
        assert!(said.starts_with("scenario.yaml:44:11: error[too-many]: a line of a log cannot be repeated"), "{said}");
        assert!(said.contains("write a number from 1 to 200000"), "{said}");
    }
}
