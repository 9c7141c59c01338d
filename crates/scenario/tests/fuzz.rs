//! The bodies of the fuzz targets, tried on damaged samples and on noise for a bounded number of cases.
//!
//! CONTRIBUTING.md says how to search for longer.

#[path = "../fuzz/bodies.rs"]
mod bodies;

use std::time::{Duration, Instant};

use proptest::prelude::*;

const DEFINITIONS: &[&str] = &[
    include_str!("../../../tests/imports/tailspin-web-ui-export.json"),
    include_str!("../../../tests/imports/tailspin-web-rest.json"),
    include_str!("../../../tests/imports/tailspin-web-api-3.json"),
    include_str!("../../../tests/imports/tailspin-web-gates.json"),
    include_str!("../../../tests/imports/tailspin-web-targets.json"),
    include_str!("../../../tests/imports/tailspin-web-template.json"),
    include_str!("../../../tests/imports/tailspin-web-exchange.json"),
];

const SCENARIOS: &[&str] = &[
    include_str!("../../../scenarios/failed-qa/scenario.yaml"),
    include_str!("../../cli/tests/scenarios/ask-first/scenario.yaml"),
];

const EXPRESSIONS: &[&str] = &[
    "and(succeeded(), eq(variables['Build.SourceBranch'], 'refs/heads/main'))",
    "or(failed(), in(variables.x, '1', 2, 1.2.3), not(startsWith(variables['a b'], 'r/')))",
    "format('{0:yyyy}-{1}{{}}', pipeline.startTime, coalesce(variables.none, '', 'x'))",
    "join(',', split(replace(upper(' a,b '), 'A', '$(x)'), ','))",
    "convertToJson(parameters.list.*.id)[0]",
    "${{ if eq(parameters.a, true) }} $[ counter('v', 1) ] $(name)",
];

/// What texts are damaged with: the marks of the languages, extremes, and attacks by depth and size.
const TOKENS: &[&str] = &[
    "{",
    "}",
    "[",
    "]",
    ":",
    ",",
    "\"",
    "'",
    "\\",
    "\n",
    "  ",
    "\t",
    "- ",
    "#",
    "//",
    "/*",
    "null",
    "true",
    "-1",
    "0",
    "1e999",
    "18446744073709551616",
    "99999999999",
    "\"\"",
    "\u{feff}",
    "\u{0}",
    "é😀",
    "\\ud800",
    "&a ",
    "*a",
    "<<: ",
    "!!binary ",
    "$(",
    "${{",
    "}}",
    "$[",
    "(",
    ")",
    ".*",
    "not(",
    "variables",
    "environments",
    "name",
    "@{a=1}",
    "2026-03-02 09:00",
    "/Date(0)/",
    "+999999d",
    "-5m",
    "W. Europe Standard Time",
    "Nowhere/City",
];

/// One damage: where in the text (a part of 65,536), how many bytes go, and what comes instead, how often.
type Damage = (u16, u8, usize, u16);

fn damages() -> impl Strategy<Value = Vec<Damage>> {
    let often = prop_oneof![9 => 0..2_u16, 1 => 0..3_000_u16];
    prop::collection::vec((any::<u16>(), any::<u8>(), 0..TOKENS.len(), often), 0..6)
}

fn damaged(sample: &str, damages: &[Damage]) -> String {
    let mut text = sample.to_owned();
    for &(at, gone, token, times) in damages {
        let mut from = text.len() * usize::from(at) / 65_536;
        let mut to = (from + usize::from(gone) / 8).min(text.len());
        while !text.is_char_boundary(from) {
            from -= 1;
        }
        while !text.is_char_boundary(to) {
            to += 1;
        }
        text.replace_range(from..to, &TOKENS[token].repeat(usize::from(times)));
    }
    text
}

/// What happens to a line: most samples have a value on each, so that the whole stays well-formed.
#[derive(Debug, Clone, Copy)]
enum OnLine {
    Gone,
    Twice,
    /// Another line stands there as well.
    Joined(u16),
    /// Another value follows its first colon.
    Value(usize),
}

fn on_lines() -> impl Strategy<Value = Vec<(u16, OnLine)>> {
    let change = prop_oneof![
        1 => Just(OnLine::Gone),
        1 => Just(OnLine::Twice),
        1 => any::<u16>().prop_map(OnLine::Joined),
        4 => (0..VALUES.len()).prop_map(OnLine::Value),
    ];
    prop::collection::vec((any::<u16>(), change), 1..8)
}

/// Values that read as JSON and as YAML.
const VALUES: &[&str] = &[
    "null",
    "true",
    "0",
    "-1",
    "3",
    "1.5",
    "4294967296",
    "1e300",
    "\"\"",
    "\"text\"",
    "\"4\"",
    "\"$(a)\"",
    "[]",
    "{}",
    "[null]",
    "[1, \"a\"]",
    "{ \"name\": \"QA\" }",
    "[{ \"name\": \"QA\" }]",
    "\"always()\"",
    "\"eq(1\"",
    "\"metaTask\"",
    "\"Production\"",
    "\"succeeded\"",
    "\"+1h\"",
    "\"environmentState\"",
    "\"MultiConfiguration\"",
    "127",
];

fn changed(sample: &str, changes: &[(u16, OnLine)]) -> String {
    let mut lines: Vec<String> = sample.lines().map(str::to_owned).collect();
    for &(at, change) in changes {
        let place = |at: u16| lines.len() * usize::from(at) / 65_536;
        let line = place(at);
        let Some(own) = lines.get(line).cloned() else { continue };
        match change {
            OnLine::Gone => drop(lines.remove(line)),
            OnLine::Twice => lines.insert(line, own),
            OnLine::Joined(other) => {
                let other = lines[place(other)].clone();
                lines.insert(line, other);
            }
            OnLine::Value(value) => {
                if let Some((key, rest)) = own.split_once(": ") {
                    let comma = if rest.trim_end().ends_with(',') { "," } else { "" };
                    lines[line] = format!("{key}: {}{comma}", VALUES[value]);
                }
            }
        }
    }
    lines.join("\n")
}

fn of(samples: &'static [&'static str]) -> impl Strategy<Value = String> {
    let sample = prop::sample::select(samples);
    let lines = (sample.clone(), on_lines()).prop_map(|(sample, changes)| changed(sample, &changes));
    let damaged = (sample, damages()).prop_map(|(sample, damages)| damaged(sample, &damages));
    let tokens = prop::collection::vec(prop::sample::select(TOKENS), 0..40).prop_map(|tokens| tokens.concat());
    prop_oneof![8 => lines, 8 => damaged, 1 => tokens, 1 => any::<String>()]
}

/// No answer may take longer, in a build without optimisation and on a busy machine.
const LIMIT: Duration = Duration::from_secs(20);

#[expect(clippy::disallowed_methods, reason = "the promise is about the time that people wait")]
fn in_time(body: fn(&str), text: &str) -> Result<(), TestCaseError> {
    let begun = Instant::now();
    body(text);
    let took = begun.elapsed();
    prop_assert!(took < LIMIT, "the answer took {took:?}");
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_imported_or_refused_and_what_is_written_reads_the_same(text in of(DEFINITIONS)) {
        in_time(bodies::json_import, &text)?;
    }

    #[test]
    fn any_expression_is_read_or_refused_and_comes_to_one_value(text in of(EXPRESSIONS)) {
        in_time(bodies::expression, &text)?;
    }

    #[test]
    fn any_scenario_is_played_or_refused(text in of(SCENARIOS)) {
        in_time(bodies::scenario, &text)?;
    }
}

/// Found by longer searches: a number too large for any reader, the pool of a stage where a job's own cannot
/// be read, ranks that cannot be one, an artifact without alias and definition.
#[test]
fn what_longer_searches_found_stays_mended() {
    let targets = include_str!("../../../tests/imports/tailspin-web-targets.json");
    let number = "\"retryCountOnTaskFailure\": ";
    for endless in ["1e999", "-1e999", "18446744073709551616e999"] {
        bodies::json_import(&targets.replace(&format!("{number}15"), &format!("{number}{endless}")));
    }
    let pool = "\"queueId\": ";
    let pools = format!("{pool}6, \"deployPhases\": [");
    bodies::json_import(
        &targets.replace("\"deployPhases\": [", &pools).replace(&format!("{pool}4"), &format!("{pool}1.5")),
    );
    for rank in ["4294967296", "\"x\"", "null"] {
        bodies::json_import(
            &targets.replace("\"rank\": 2,\n      \"cond", &format!("\"rank\": {rank},\n      \"cond")),
        );
        bodies::json_import(
            &targets.replace("\"rank\": 1,\n      \"cond", &format!("\"rank\": {rank},\n      \"cond")),
        );
        let rank_of_first = targets.replace("\"rank\": 1,\n      \"cond", "\"rank\": 127,\n      \"cond");
        bodies::json_import(
            &rank_of_first.replace("\"rank\": 2,\n      \"cond", &format!("\"rank\": {rank},\n      \"cond")),
        );
    }
    for rest in ["", ", \"definitionReference\": { \"definition\": null }"] {
        let artifact = format!("{{ \"type\": \"Jenkins\", \"alias\": []{rest} }}");
        let stage = "{ \"name\": \"Test\", \"rank\": 1, \"deployStep\": { \"tasks\": [] } }";
        bodies::json_import(&format!(
            "{{ \"name\": \"CD\", \"artifacts\": [{artifact}], \"environments\": [{stage}] }}"
        ));
    }
}

#[test]
fn attacks_by_depth_and_size_are_answered() {
    let deep = |open: &str, close: &str| format!("{}{}", open.repeat(200_000), close.repeat(200_000));
    let attacks = [
        deep("[", "]"),
        deep("{\"environments\":[", "]}"),
        deep("not(", ")"),
        deep("variables[", "]"),
        deep("{a: ", "}"),
        deep("- ", ""),
        "a: &a [*a, *a]\n".repeat(10_000),
        "x".repeat(3_000_000),
        "\n".repeat(1_000_000),
        "\"a\": ".repeat(300_000),
    ];
    for attack in &attacks {
        for body in [bodies::json_import, bodies::expression, bodies::scenario] {
            assert!(in_time(body, attack).is_ok(), "`{}…` took too long", &attack[..20]);
        }
    }
}
