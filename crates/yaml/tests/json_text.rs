//! JSON texts, and what is said about them.

use rehearsal_source::Source;
use rehearsal_yaml::parse_json;

#[track_caller]
fn check(text: &str, expected: &[&str]) {
    let source = Source::new("f", text);
    let parse = parse_json(&source);
    let tree = parse.root.map(|root| serde_json::to_string(&root).expect("trees can be written"));
    let told = parse.report.to_lines(&source) + &tree.unwrap_or_else(|| "nothing".to_owned());
    assert_eq!(told, expected.join("\n"), "\n{text}");
}

#[test]
fn strict_json_is_read_as_it_stands() {
    check(
        "\u{feff}{\"a\": [1, -2.50, 1e3, true, null, \"\\u00e9\\n\"], \"b\": {}, \"yes\": \"no\"}",
        &[r#"{"a":[1,-2.5,1000.0,true,null,"é\n"],"b":{},"yes":"no"}"#],
    );
}

#[test]
fn spans_and_the_text_of_numbers_are_kept() {
    let source = Source::new("f", "\u{feff}{\"ä\": [1.10, \"ü\"]}");
    let root = parse_json(&source).root.expect("it is valid");
    let number = root.at("ä/0").expect("it is there");
    assert_eq!(number.raw(), Some("1.10"));
    assert_eq!(source.slice(number.span), "1.10");
    assert_eq!(source.slice(root.at("ä/1").expect("it is there").span), "\"ü\"");
    assert_eq!(source.slice(root.entries()[0].0.span), "\"ä\"");
}

#[test]
fn comments_and_trailing_commas_are_read_with_a_warning_each() {
    check(
        "{\n  // why\n  \"a\": \"//\", /* x */\n  \"b\": [1, 2, ],\n}\n",
        &[
            "f:2:3: warning[json-not-strict]: a comment is not strict JSON",
            "  help: it is read here, but other tools may refuse the file",
            "f:4:13: warning[json-not-strict]: a comma after the last element is not strict JSON",
            "  help: it is read here, but other tools may refuse the file",
            r#"{"a":"//","b":[1,2]}"#,
        ],
    );
}

#[test]
fn of_a_repeated_key_the_last_one_counts() {
    check(
        "{\"a\": 1, \"b\": 2, \"a\": 3}",
        &[
            "f:1:18: warning[duplicate-key]: the key `a` stands twice in this object",
            "  help: remove one of them; the last one counts",
            r#"{"a":3,"b":2}"#,
        ],
    );
}

#[test]
fn mistakes_are_said_in_plain_words() {
    let cases = [
        ("{\"a\": 1 \"b\": 2}", "f:1:8: error[json-syntax]: expected a comma before the next element"),
        ("{\"a\" 1}", "f:1:6: error[json-syntax]: expected `:` after the key"),
        ("{a: 1}", "f:1:2: error[json-syntax]: expected a key in double quotes"),
        ("{\"a\": }", "f:1:7: error[json-syntax]: a `}` stands where a value was expected"),
        (
            "{\"a\": x}",
            "f:1:7: error[json-syntax]: this is neither text in quotes nor a number, `true`, `false` or `null`",
        ),
        ("{'a': 1}", "f:1:2: error[json-syntax]: text stands in single quotes"),
        ("{\"a\": [1, 2}", "f:1:12: error[json-syntax]: a `}` stands where a value was expected"),
        ("{\"a\": {\"b\": 1}", "f:1:1: error[json-syntax]: the object that begins here is not closed"),
        ("[1, [2]", "f:1:1: error[json-syntax]: the list that begins here is not closed"),
        ("[1] [2]", "f:1:5: error[json-syntax]: a second value begins after the end of the first"),
        ("[\"a]", "f:1:2: error[json-syntax]: the text in quotes is not well formed"),
        ("[\"\\q\"]", "f:1:3: error[json-syntax]: the text in quotes is not well formed"),
        ("[+1]", "f:1:2: error[json-syntax]: the number is not well formed"),
        ("[0x1]", "f:1:2: error[json-syntax]: the number is not well formed"),
        ("[1, -1e999]", "f:1:5: error[out-of-range]: the number is too large for JSON readers"),
        ("[1, /* x ]", "f:1:5: error[json-syntax]: the comment that begins here is not closed"),
        (" \n", "f:1:1: error[empty-document]: the file says nothing"),
    ];
    for (text, expected) in cases {
        let source = Source::new("f", text);
        let report = parse_json(&source).report.to_lines(&source);
        assert_eq!(report.lines().next(), Some(expected), "\n{text}");
    }
}
