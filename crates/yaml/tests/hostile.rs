//! Whatever the text: an answer, soon, and with places that exist.

use std::collections::BTreeMap;

use proptest::{collection::vec, prelude::*, sample::select};
use rehearsal_source::{Report, Severity, Source, Span};
use rehearsal_yaml::{MAX_BYTES, MAX_DEPTH, Node, Parse, Value, parse_json, parse_yaml, read};

/// A type with one of everything, so that every path of the reader is walked.
#[derive(Debug, serde::Deserialize)]
#[expect(dead_code, reason = "only reading is tested")]
struct Probe {
    a: Option<rehearsal_source::Spanned<String>>,
    #[serde(default)]
    b: Vec<Choice>,
    #[serde(default)]
    c: BTreeMap<String, (u8, f64)>,
    key: Box<Option<Probe>>,
    #[serde(rename = "$extra", default)]
    extra: BTreeMap<String, Node>,
}

#[derive(Debug, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
#[expect(dead_code, reason = "only reading is tested")]
enum Choice {
    A,
    B(bool),
    C { a: char, x: i32, key: u64 },
    Key(u8, Strict),
}

#[derive(Debug, serde::Deserialize)]
#[expect(dead_code, reason = "only reading is tested")]
struct Strict {
    a: String,
    b: String,
    c: Vec<u32>,
}

fn check_span(span: Span, text: &str) {
    let range = span.start as usize..span.end as usize;
    assert!(text.get(range.clone()).is_some(), "{range:?} is no part of {text:?}");
}

fn check_places(node: &Node, text: &str, depth: usize) {
    assert!(depth <= MAX_DEPTH, "the tree is not deeper than promised");
    check_span(node.span, text);
    check_span(node.head(), text);
    for item in node.items() {
        check_places(item, text, depth + 1);
    }
    for (key, value) in node.entries() {
        check_span(key.span, text);
        check_places(value, text, depth + 1);
    }
}

fn check_report(report: &Report, source: &Source) {
    for diagnostic in report {
        check_span(diagnostic.span, source.text());
        for note in &diagnostic.notes {
            check_span(note.span, source.text());
        }
    }
    report.to_lines(source);
}

fn check(source: &Source, parse: Parse) {
    let Parse { root, mut report } = parse;
    assert!(root.is_some() || report.has_errors(), "nothing read and nothing said");
    if let Some(root) = root {
        check_places(&root, source.text(), 0);
        let before = report.iter().count();
        let value: Option<Probe> = read(&root, &mut report);
        let has_news = report.iter().count() > before || before >= Report::LIMIT;
        assert!(value.is_some() != has_news || before >= Report::LIMIT, "read gives a value or says why not");
        assert!(read::<Node>(&root, &mut Report::new()).is_some_and(|copy| same(&copy, &root)));
    }
    check_report(&report, source);
}

/// Equal down to places, and `.nan` equal to itself.
fn same(a: &Node, b: &Node) -> bool {
    format!("{a:?}") == format!("{b:?}")
}

fn pieces(words: &'static [&'static str]) -> impl Strategy<Value = String> {
    vec(select(words), 0..40).prop_map(|pieces| pieces.concat())
}

const YAML: &[&str] = &[
    "a",
    "b",
    "c",
    "key",
    "é",
    "😀",
    "1",
    "1.10",
    "0x1F",
    "true",
    "null",
    "~",
    ":",
    ": ",
    "- ",
    "-",
    "\n",
    "\r\n",
    "\n  ",
    "\n    ",
    "\t",
    " ",
    "[",
    "]",
    "{",
    "}",
    ", ",
    "'",
    "\"",
    "\\",
    "&a ",
    "*a",
    "<<",
    "!",
    "!!str ",
    "!!int ",
    "|\n",
    ">-\n",
    "#",
    " # x",
    "? ",
    "---\n",
    "...\n",
    "%YAML 1.2\n",
    "@",
    "`",
    "\u{feff}",
    "\0",
    "\u{85}",
    "\u{2028}",
    "a: ",
    "b: ",
    "c: ",
    "key: ",
    "\na: ",
    "\nb:\n- ",
    "\nc:\n  ",
    "\nkey:\n  ",
    "$extra: ",
];
const JSON: &[&str] = &[
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "\"a\"",
    "\"b\"",
    "\"c\"",
    "\"key\"",
    "\"é\\n\"",
    "\"",
    "'",
    "1",
    "-0.5e3",
    "true",
    "null",
    "//x\n",
    "/*",
    "*/",
    " ",
    "\n",
    "é",
    "\\",
    "\u{feff}",
    "\"a\":",
    "\"key\":{",
    "\"\\ud800\"",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_answered(text: String) {
        let source = Source::new("any", text.as_str());
        check(&source, parse_yaml(&source));
        check(&source, parse_json(&source));
    }

    #[test]
    fn anything_like_yaml_is_answered(text in pieces(YAML)) {
        let source = Source::new("any", text.as_str());
        check(&source, parse_yaml(&source));
    }

    #[test]
    fn anything_like_json_is_answered(text in pieces(JSON)) {
        let source = Source::new("any", text.as_str());
        check(&source, parse_json(&source));
        check(&source, parse_yaml(&source));
    }

    #[test]
    fn a_tree_written_as_json_is_read_back_the_same(tree in tree()) {
        let text = serde_json::to_string_pretty(&tree).expect("every tree can be written");
        let source = Source::new("tree", text.as_str());
        for parse in [parse_json(&source), parse_yaml(&source)] {
            prop_assert!(parse.report.is_empty(), "{}", parse.report.to_lines(&source));
            prop_assert_eq!(parse.root.as_ref(), Some(&tree));
        }
        let elsewhere: Node = serde_json::from_str(&text).expect("it is JSON");
        prop_assert_eq!(&elsewhere, &tree);
    }

    #[test]
    fn plain_text_lies_where_its_span_says(words in vec("[a-zé😀]{1,8}", 1..8), line_break in select(&["\n", "\r\n"])) {
        let lines: Vec<String> = words.iter().map(|word| format!("- {word}{line_break}")).collect();
        let source = Source::new("list", lines.concat());
        let root = parse_yaml(&source).root.expect("it is a list");
        for (item, word) in root.items().iter().zip(&words) {
            prop_assert_eq!(source.slice(item.span), word);
        }
    }
}

fn tree() -> impl Strategy<Value = Node> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::Bool),
        any::<i64>().prop_map(Value::Int),
        (-1_000_000..1_000_000_i32)
            .prop_map(|eighths| Value::Float(f64::from(eighths) / 8.0))
            .prop_filter("whole floats are written as `1.0`", |value| {
                matches!(value, Value::Float(float) if float.fract() != 0.0)
            }),
        "[ -~é😀\\n]{0,12}".prop_map(Value::String),
    ];
    let node = |value: Value| Node::new(value, Span::default());
    leaf.prop_map(node).prop_recursive(4, 40, 6, move |inner| {
        prop_oneof![
            vec(inner.clone(), 0..6).prop_map(Value::Sequence),
            proptest::collection::btree_map("[ -~é]{1,8}", inner, 0..6).prop_map(|map| {
                let key = |key| rehearsal_source::Spanned::new(key, Span::default());
                Value::Mapping(
                    map.into_iter().filter(|(name, _)| name != "<<").map(|(name, value)| (key(name), value)).collect(),
                )
            }),
        ]
        .prop_map(node)
    })
}

/// The only line of the report, and a value of a size that took no time to make.
fn only_line(name: &str, text: String, parse: fn(&Source) -> Parse) -> String {
    let source = Source::new(name, text);
    let Parse { root, report } = parse(&source);
    if let Some(root) = &root {
        check_places(root, source.text(), 0);
    }
    assert_eq!(report.iter().count(), 1, "one clear diagnostic");
    report.to_lines(&source).lines().next().unwrap_or_default().to_owned()
}

#[test]
fn a_file_of_ten_megabytes_is_refused_unread() {
    for parse in [parse_yaml, parse_json] {
        assert_eq!(
            only_line("a", "[".repeat(10_000_000), parse),
            "a:1:1: error[too-large]: the file is 9765 KiB long, more than the 4096 KiB that are read"
        );
    }
}

#[test]
fn nesting_ends_at_its_limit() {
    for opening in ["[", "{\"a\":", "[{\"a\":"] {
        let text = opening.repeat(MAX_BYTES / opening.len());
        assert!(only_line("a", text.clone(), parse_yaml).contains("error[too-deep]"), "{opening}");
        assert!(only_line("a", text, parse_json).contains("error[too-deep]"), "{opening}");
    }
    for opening in ["- ", "? "] {
        assert!(only_line("a", opening.repeat(MAX_BYTES / 2), parse_yaml).contains("error[too-deep]"), "{opening}");
    }
    let stairs: Vec<String> = (0..1_000).map(|depth| format!("{}a:\n", " ".repeat(depth))).collect();
    assert!(only_line("a", stairs.concat(), parse_yaml).contains("error[too-deep]"));
}

#[test]
fn as_deep_as_allowed_is_read() {
    let text = format!("{}{}", "[".repeat(MAX_DEPTH), "]".repeat(MAX_DEPTH));
    let source = Source::new("deep", text);
    for parse in [parse_yaml(&source), parse_json(&source)] {
        assert_eq!(parse.report.to_lines(&source), "");
        check(&source, parse);
    }
}

#[test]
fn aliases_are_paid_for() {
    let mut laughs = vec!["a0: &a0 [x, x, x, x, x, x, x, x, x]\n".to_owned()];
    for level in 1..12 {
        let below = format!("*a{}", level - 1);
        laughs.push(format!("a{level}: &a{level} [{}]\n", [below.as_str(); 9].join(", ")));
    }
    assert!(only_line("a", laughs.concat(), parse_yaml).contains("error[too-large]"));

    let long = format!("a: &a {}\nb: [{}]\n", "x".repeat(MAX_BYTES / 2), "*a, ".repeat(1_000));
    assert!(only_line("a", long, parse_yaml).contains("error[too-large]"));

    let deeper: Vec<String> = (1..300).map(|level| format!("- &a{level} [*a{}]\n", level - 1)).collect();
    assert!(only_line("a", format!("- &a0 [x]\n{}", deeper.concat()), parse_yaml).contains("error[too-deep]"));
}

#[test]
fn many_values_are_too_many() {
    assert!(only_line("a", format!("[{}1]", "1,".repeat(1_000_000)), parse_json).contains("error[too-large]"));
    assert!(only_line("a", "- 1\n".repeat(1_000_000), parse_yaml).contains("error[too-large]"));
}

#[test]
fn long_texts_of_one_kind_take_no_longer_than_others() {
    let shapes = [
        "'",
        "\"",
        "\\",
        "#",
        "# x\n",
        "&a ",
        "*a ",
        "!a ",
        "!!",
        "%",
        "%a\n",
        "---\n",
        "? ",
        ": ",
        "a: ",
        "a:\n",
        "- ",
        "-",
        "|\n",
        ">\n",
        "\n",
        "\r",
        " ",
        " \n",
        "\t",
        "a",
        "a ",
        "a\n",
        "a\n ",
        "é",
        "{}",
        "[]",
        "[],",
        "{},",
        "<<: ",
        "'\n",
        "\"\\",
        "a: 'b\n",
        "a: [\n",
        "- a: b\n",
        "a: b\n",
        "- {a: b, c: [d]}\n",
        "?\n",
        "~\n",
        "a: |\n b\n",
        "- |\n  b\n",
        ", ",
        "\u{feff}",
        "\0",
    ];
    for shape in shapes {
        let text = shape.repeat((64 << 10) / shape.len());
        for prefix in ["", "a: ", "[", "- '", "a: |\n "] {
            let source = Source::new("long", format!("{prefix}{text}"));
            let parse = parse_yaml(&source);
            check_report(&parse.report, &source);
            let parse = parse_json(&source);
            check_report(&parse.report, &source);
        }
    }
}

#[test]
fn ten_thousand_mistakes_are_answered_with_as_many_as_a_report_holds() {
    let source = Source::new("wrong", "- {a: 1, x: 2}\n".repeat(10_000));
    let Parse { root, mut report } = parse_yaml(&source);
    let value: Option<Vec<Strict>> = read(&root.expect("it is a list"), &mut report);
    assert!(value.is_none());
    assert_eq!(report.iter().count(), Report::LIMIT);
    assert!(report.count(Severity::Error) >= 10_000, "those that it does not hold are counted");
}

#[test]
fn a_file_without_aliases_is_not_told_about_them() {
    let help = |text: String| parse_yaml(&Source::new("long", text)).report.iter().next().map(|one| one.help.clone());
    let plain = "- {a: 1}\n".repeat(300_000);
    let told = help(plain.clone()).expect("it is too long");
    assert_eq!(told, ["leave out what is not needed; reading ends here"]);
    let told = help(format!("- &a b\n{plain}")).expect("it is too long");
    assert_eq!(told, ["an alias counts as often as the values it stands for"]);
}
