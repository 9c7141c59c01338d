//! Trees to typed values, and everything said about the mistakes on the way.

use std::{collections::BTreeMap, num::NonZeroU32};

use rehearsal_source::{Report, Source, Span, Spanned};
use rehearsal_yaml::{Node, parse_yaml, read};
use serde::{Deserialize, de::DeserializeOwned};

/// What is told about a text that should be a `T`: the report, or the value.
fn told<T: DeserializeOwned + std::fmt::Debug>(text: &str) -> String {
    let source = Source::new("f", text);
    let parse = parse_yaml(&source);
    assert!(parse.report.is_empty(), "{}", parse.report.to_lines(&source));
    let mut report = parse.report;
    let value: Option<T> = read(&parse.root.expect("it is valid"), &mut report);
    assert_eq!(value.is_none(), report.has_errors(), "a value, or the reason why there is none");
    value.map_or_else(|| report.to_lines(&source).trim_end().to_owned(), |value| format!("{value:?}"))
}

#[track_caller]
fn check<T: DeserializeOwned + std::fmt::Debug>(text: &str, expected: &[&str]) {
    assert_eq!(told::<T>(text), expected.join("\n"), "\n{text}");
}

fn value<T: DeserializeOwned>(text: &str) -> T {
    let source = Source::new("f", text);
    let mut report = Report::new();
    let value = read(&parse_yaml(&source).root.expect("it is valid"), &mut report);
    value.unwrap_or_else(|| panic!("{}", report.to_lines(&source)))
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Release {
    name: String,
    #[serde(default)]
    build_number: Option<String>,
    stages: Vec<Stage>,
    #[serde(default)]
    variables: BTreeMap<String, String>,
}

#[derive(Debug, PartialEq, Deserialize)]
struct Stage {
    name: Spanned<String>,
    #[serde(default)]
    retries: u8,
    #[serde(default)]
    enabled: Option<bool>,
    #[serde(default)]
    gate: Option<Gate>,
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
enum Gate {
    Never,
    Approve { by: String, within: Option<f64> },
    Sample(Probe),
    Window(u8, u8),
}

#[derive(Debug, PartialEq, Deserialize)]
struct Probe {
    site: String,
    every: u32,
}

#[test]
fn a_file_without_mistakes_becomes_its_value() {
    let release: Release = value(
        "name: Fabrikam\nbuildNumber: 20260302.4\nvariables: {port: 8080, debug: true}\nstages:\n- name: Dev\n- name: QA\n  retries: 2\n  \
         enabled: false\n  gate:\n    approve:\n      by: Ann\n      within: 3\n- {name: Live, gate: {sample: {site: shop, every: 5}}}\n\
         - {name: '4', gate: never}\n- {name: 5, gate: {window: [8, 17]}}\n",
    );
    assert_eq!(release.build_number.as_deref(), Some("20260302.4"));
    assert_eq!(release.variables.get("port").map(String::as_str), Some("8080"));
    assert_eq!(release.variables.get("debug").map(String::as_str), Some("true"));
    assert_eq!(release.stages[1].gate, Some(Gate::Approve { by: "Ann".to_owned(), within: Some(3.0) }));
    assert_eq!(release.stages[2].gate, Some(Gate::Sample(Probe { site: "shop".to_owned(), every: 5 })));
    assert_eq!(release.stages[3].gate, Some(Gate::Never));
    assert_eq!(release.stages[4].gate, Some(Gate::Window(8, 17)));
    assert_eq!(release.stages[4].name.value, "5");
}

#[test]
fn every_mistake_is_reported_at_its_own_place_in_one_go() {
    check::<Release>(
        "nmae: Fabrikam\nbuildNumber: []\nstages:\n- name: Dev\n  retries: 300\n- retries: two\n  color: red\n- name: QA\n  enabled: yes\n  \
         gate: {aprove: {}}\nvariables: {a: [], b: 1, c: {}}\n",
        &[
            "f:1:1: error[unknown-key]: unknown key `nmae`",
            "  help: did you mean `name`?",
            "f:2:14: error[wrong-type]: expected text, found a list",
            "f:5:12: error[out-of-range]: expected a whole number from 0 to 255, found `300`",
            "f:6:12: error[wrong-type]: expected a whole number, found the text `two`",
            "f:7:3: error[unknown-key]: unknown key `color`",
            "  help: expected one of: name, retries, enabled, gate",
            "f:6:3: error[missing-key]: missing key `name`",
            "  help: add `name: …`",
            "f:9:12: error[wrong-type]: expected `true` or `false`, found the text `yes`",
            "  help: write `true` or `false`; `yes` is plain text",
            "f:10:10: error[unknown-value]: `aprove` is not known here",
            "  help: did you mean `approve`?",
            "f:11:16: error[wrong-type]: expected text, found a list",
            "f:11:29: error[wrong-type]: expected text, found a mapping",
        ],
    );
}

#[test]
fn all_missing_keys_are_named() {
    check::<Release>(
        "variables: {}\n",
        &[
            "f:1:1: error[missing-key]: missing key `name`",
            "  help: add `name: …`",
            "f:1:1: error[missing-key]: missing key `stages`",
            "  help: add `stages: …`",
        ],
    );
    check::<Release>(
        "name: a\nstages:\n- gate: {sample: {}}\n- gate: {approve: {}}\n",
        &[
            "f:3:18: error[missing-key]: missing key `site`",
            "  help: add `site: …`",
            "f:3:18: error[missing-key]: missing key `every`",
            "  help: add `every: …`",
            "f:3:3: error[missing-key]: missing key `name`",
            "  help: add `name: …`",
            "f:4:19: error[missing-key]: missing key `by`",
            "  help: add `by: …`",
            "f:4:3: error[missing-key]: missing key `name`",
            "  help: add `name: …`",
        ],
    );
}

#[test]
fn two_misspelt_keys_are_two_mistakes_not_four() {
    check::<Probe>(
        "sight: shop\nevry: 5\nsite2: 1\n",
        &[
            "f:1:1: error[unknown-key]: unknown key `sight`",
            "  help: expected one of: site, every",
            "f:2:1: error[unknown-key]: unknown key `evry`",
            "  help: did you mean `every`?",
            "f:3:1: error[unknown-key]: unknown key `site2`",
            "  help: did you mean `site`?",
        ],
    );
}

#[test]
fn a_key_in_the_wrong_column_is_told_where_it_belongs() {
    check::<Release>(
        "name: a\nstages:\n- name: Dev\n  variables: {a: 1}\n",
        &[
            "f:4:3: error[unknown-key]: unknown key `variables`",
            "  help: `variables` is known further out: indent it less",
        ],
    );
    check::<Release>(
        "name: a\nstages:\n- name: Dev\ngate: never\n",
        &["f:4:1: error[unknown-key]: unknown key `gate`", "  help: `gate` is known further in: indent it more"],
    );
}

#[test]
fn numbers_booleans_and_texts_keep_to_their_kind() {
    check::<u32>(
        "'5'",
        &["f:1:1: error[wrong-type]: expected a whole number, found the text `5`", "  help: remove the quotes"],
    );
    check::<bool>(
        "\"true\"",
        &["f:1:1: error[wrong-type]: expected `true` or `false`, found the text `true`", "  help: remove the quotes"],
    );
    check::<f64>("[]", &["f:1:1: error[wrong-type]: expected a number, found a list"]);
    check::<u32>("1.5", &["f:1:1: error[wrong-type]: expected a whole number, found the number `1.5`"]);
    check::<u32>("-1", &["f:1:1: error[out-of-range]: expected a whole number from 0 to 4294967295, found `-1`"]);
    check::<i8>("0x80", &["f:1:1: error[out-of-range]: expected a whole number from -128 to 127, found `0x80`"]);
    check::<u64>("18446744073709551615", &["18446744073709551615"]);
    check::<u64>(
        "18446744073709551616",
        &[
            "f:1:1: error[out-of-range]: expected a whole number from 0 to 18446744073709551615, found `18446744073709551616`",
        ],
    );
    check::<NonZeroU32>("0", &["f:1:1: error[out-of-range]: expected a nonzero u32, found `0`"]);
    check::<char>("ab", &["f:1:1: error[wrong-type]: expected a single character, found the text `ab`"]);
    check::<char>("5", &["'5'"]);
    check::<f64>("3", &["3.0"]);
    check::<String>("0x1F", &["\"0x1F\""]);
    check::<String>(
        "null",
        &[
            "f:1:1: error[wrong-type]: expected text, found nothing",
            "  help: put quotes around it if you mean the text: `\"null\"`",
        ],
    );
    check::<Option<u8>>("~", &["None"]);
    check::<()>("~", &["()"]);
    check::<()>("1", &["f:1:1: error[wrong-type]: expected nothing, found the number `1`"]);
}

#[test]
fn lists_and_mappings_are_not_made_up() {
    check::<Release>(
        "name: a\nstages:\n",
        &[
            "f:2:8: error[wrong-type]: expected a list, found nothing",
            "  help: add an item that begins with `- `, or remove the key",
        ],
    );
    check::<Vec<u8>>(
        "a: 1\n",
        &["f:1:1: error[wrong-type]: expected a list, found a mapping", "  help: begin each item with `- `"],
    );
    check::<Vec<Probe>>(
        "- shop\n",
        &["f:1:3: error[wrong-type]: expected a mapping, found the text `shop`", "  help: its keys are: site, every"],
    );
    check::<BTreeMap<String, u8>>(
        "[1]",
        &[
            "f:1:1: error[wrong-type]: expected a mapping, found a list",
            "  help: write `key: value` on the lines below, indented",
        ],
    );
    check::<(u8, u8)>("[1]", &["f:1:1: error[wrong-type]: expected a list of 2, found a list of 1"]);
    check::<(u8, bool, u8)>(
        "[a, b, 3]",
        &[
            "f:1:2: error[wrong-type]: expected a whole number, found the text `a`",
            "f:1:5: error[wrong-type]: expected `true` or `false`, found the text `b`",
        ],
    );
}

#[test]
fn variants_are_words_or_mappings_of_one_key() {
    check::<Gate>("nevr", &["f:1:1: error[unknown-value]: `nevr` is not known here", "  help: did you mean `never`?"]);
    check::<Gate>(
        "soon",
        &[
            "f:1:1: error[unknown-value]: `soon` is not known here",
            "  help: expected one of: never, approve, sample, window",
        ],
    );
    check::<Gate>("[]", &["f:1:1: error[wrong-type]: expected one of never, approve, sample, window, found a list"]);
    check::<Gate>("{}", &["f:1:1: error[wrong-type]: expected one of never, approve, sample, window, found a mapping"]);
    check::<Gate>(
        "approve",
        &[
            "f:1:1: error[wrong-type]: `approve` needs a value",
            "  help: write `approve:` and its value behind it, or on the lines below",
        ],
    );
    check::<Gate>(
        "never: 5",
        &[
            "f:1:8: error[wrong-type]: `never` takes no value, found the number `5`",
            "  help: write `never` alone, without a colon",
        ],
    );
    check::<Gate>(
        "approve:\nby: Ann\n",
        &[
            "f:2:1: error[wrong-type]: `by` stands beside `approve`, but only one key may stand here",
            "  help: indent it more if it belongs to `approve`, or begin a new item",
        ],
    );
    check::<Gate>("window: [8, x]", &["f:1:13: error[wrong-type]: expected a whole number, found the text `x`"]);
    check::<Gate>(
        "approve: {by: [], whithin: 1}",
        &[
            "f:1:15: error[wrong-type]: expected text, found a list",
            "f:1:19: error[unknown-key]: unknown key `whithin`",
            "  help: did you mean `within`?",
        ],
    );
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(try_from = "String")]
struct Even(u32);

impl TryFrom<String> for Even {
    type Error = String;
    fn try_from(text: String) -> Result<Self, String> {
        let number = text.parse().map_err(|_| format!("`{text}` is no number"))?;
        if number % 2 == 0 { Ok(Self(number)) } else { Err(format!("{number} is odd")) }
    }
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(try_from = "Bounds")]
struct Range {
    low: u8,
    high: u8,
}

#[derive(Deserialize)]
struct Bounds {
    low: u8,
    high: u8,
}

impl TryFrom<Bounds> for Range {
    type Error = String;
    fn try_from(Bounds { low, high }: Bounds) -> Result<Self, String> {
        if low < high { Ok(Self { low, high }) } else { Err(format!("{low} is not below {high}")) }
    }
}

#[test]
fn the_rules_of_a_type_are_reported_where_it_stands() {
    check::<Vec<Even>>(
        "[2, 3, x]",
        &["f:1:5: error[invalid-value]: 3 is odd", "f:1:8: error[invalid-value]: `x` is no number"],
    );
    check::<Vec<Option<Range>>>("- {low: 3, high: 2}\n", &["f:1:3: error[invalid-value]: 3 is not below 2"]);
    check::<BTreeMap<Even2, Even>>(
        "1: 2\n2: 2\n3: 5\n",
        &[
            "f:1:1: error[invalid-value]: 1 is odd",
            "f:3:1: error[invalid-value]: 3 is odd",
            "f:3:4: error[invalid-value]: 5 is odd",
        ],
    );
}

#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(try_from = "u32")]
struct Even2(u32);

impl TryFrom<u32> for Even2 {
    type Error = String;
    fn try_from(number: u32) -> Result<Self, String> {
        if number.is_multiple_of(2) { Ok(Self(number)) } else { Err(format!("{number} is odd")) }
    }
}

#[test]
fn a_rule_is_not_held_against_a_value_whose_parts_are_wrong() {
    check::<Range>("low: x\nhigh: 0\n", &["f:1:6: error[wrong-type]: expected a whole number, found the text `x`"]);
    check::<Range>("low: 5\n", &["f:1:1: error[missing-key]: missing key `high`", "  help: add `high: …`"]);
}

#[test]
fn places_are_handed_out_to_who_asks_for_them() {
    let text = "ä: {b: [1, x]}\n";
    let source = Source::new("f", text);
    let map: Spanned<BTreeMap<Spanned<String>, Node>> = value(text);
    assert_eq!(source.slice(map.span), "ä: {b: [1, x]}");
    let (key, node) = map.value.first_key_value().expect("there is one");
    assert_eq!(source.slice(key.span), "ä");
    assert_eq!(source.slice(node.span), "{b: [1, x]}");
    assert_eq!(source.slice(node.at("b/1").expect("it is there").span), "x");
    assert_eq!(node.at("b/0").and_then(Node::raw), Some("1"));
}

#[test]
fn other_formats_read_the_value_without_its_place() {
    let stage: Stage = serde_json::from_str(r#"{"name": "Dev"}"#).expect("it is valid");
    assert_eq!((stage.name.value.as_str(), stage.name.span), ("Dev", Span::default()));
    assert_eq!(serde_json::to_string(&stage.name).expect("it can be written"), r#""Dev""#);
    let map: BTreeMap<Spanned<String>, u8> = serde_json::from_str(r#"{"a": 1}"#).expect("it is valid");
    assert_eq!(map.len(), 1);
}

#[derive(Debug, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
#[expect(dead_code, reason = "only reading is tested")]
enum Tagged {
    Site { url: String },
    Queue { length: u32 },
}

#[test]
fn tagged_types_are_read_too_with_mistakes_at_the_whole_value() {
    check::<Vec<Tagged>>(
        "- {kind: site, url: 5}\n- kind: queue\n  length: x\n- {kind: queue, length: 2}\n",
        &[
            "f:1:3: error[wrong-type]: expected a string, found a mapping",
            "f:2:3: error[wrong-type]: expected u32, found a mapping",
        ],
    );
}

#[derive(Debug, Deserialize)]
#[expect(dead_code, reason = "only reading is tested")]
struct Nested {
    rule: Rule,
    name: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
#[expect(dead_code, reason = "only reading is tested")]
enum Rule {
    Not(Box<Rule>),
    Always,
}

#[test]
fn a_type_that_contains_itself_does_not_end_the_reading() {
    check::<Nested>(
        "rule: maybe\nname: []\ncolor: red\n",
        &[
            "f:1:7: error[unknown-value]: `maybe` is not known here",
            "  help: expected one of: not, always",
            "f:2:7: error[wrong-type]: expected text, found a list",
            "f:3:1: error[unknown-key]: unknown key `color`",
            "  help: expected one of: rule, name",
        ],
    );
}

#[derive(Debug, Deserialize)]
#[expect(dead_code, reason = "only reading is tested")]
struct Evens {
    before: u8,
    first: Even,
    between: u8,
    second: Spanned<Even>,
    #[serde(default)]
    third: Option<Even>,
    inner: Option<Box<Evens>>,
    after: u8,
}

#[test]
fn fields_whose_types_accept_nothing_empty_do_not_hide_the_ones_behind_them() {
    check::<Evens>(
        "before: x\nfirst: 1\nbetween: x\nsecond: 3\nthird: 5\ninner:\n  first: 7\n  between: x\n  second: 8\n  colour: x\nafter: x\nlast: 1\n",
        &[
            "f:1:9: error[wrong-type]: expected a whole number, found the text `x`",
            "f:2:8: error[invalid-value]: 1 is odd",
            "f:3:10: error[wrong-type]: expected a whole number, found the text `x`",
            "f:4:9: error[invalid-value]: 3 is odd",
            "f:5:8: error[invalid-value]: 5 is odd",
            "f:7:10: error[invalid-value]: 7 is odd",
            "f:8:12: error[wrong-type]: expected a whole number, found the text `x`",
            "f:10:3: error[unknown-key]: unknown key `colour`",
            "  help: expected one of: before, first, between, second, third, inner, after",
            "f:7:3: error[missing-key]: missing key `before`",
            "  help: add `before: …`",
            "f:11:8: error[wrong-type]: expected a whole number, found the text `x`",
            "f:12:1: error[unknown-key]: unknown key `last`",
            "  help: expected one of: before, first, between, second, third, inner, after",
        ],
    );
}
