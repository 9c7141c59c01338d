//! YAML texts, and what is said about them.

use rehearsal_source::Source;
use rehearsal_yaml::{Node, Value, parse_yaml, parse_yaml_where};

/// The report on a text, and the tree as JSON below it.
fn told(text: &str) -> String {
    let source = Source::new("f", text);
    let parse = parse_yaml(&source);
    let notes = parse.report.iter().flat_map(|diagnostic| &diagnostic.notes);
    let notes: Vec<String> =
        notes.map(|note| format!("  {}: {}\n", source.position(note.span.start), note.text)).collect();
    let tree = parse.root.map(|root| serde_json::to_string(&root).expect("trees can be written"));
    parse.report.to_lines(&source) + &notes.concat() + &tree.unwrap_or_else(|| "nothing".to_owned())
}

#[track_caller]
fn check(text: &str, expected: &[&str]) {
    assert_eq!(told(text), expected.join("\n"), "\n{text}");
}

#[test]
fn scalars_follow_the_core_schema_and_quotes_make_text() {
    check(
        "a: 1\nb: -0x1\nc: 1.5\nd: yes\ne: 'true'\nf: True\ng: ~\nh:\ni: \"1\"\nj: |\n  x\n  y\nk: 2026-11-21\n",
        &[
            r#"{"a":1,"b":"-0x1","c":1.5,"d":"yes","e":"true","f":true,"g":null,"h":null,"i":"1","j":"x\ny\n","k":"2026-11-21"}"#,
        ],
    );
    check("seed: 18446744073709551615\n", &[r#"{"seed":18446744073709551615}"#]);
}

#[test]
fn the_text_of_a_number_is_kept() {
    let source = Source::new("f", "version: 1.10\nbuild: 20260302.4\n");
    let root = parse_yaml(&source).root.expect("it is valid");
    assert_eq!(root.get("version").and_then(Node::scalar_text).as_deref(), Some("1.10"));
    assert_eq!(root.get("build").and_then(Node::raw), Some("20260302.4"));
}

#[test]
fn spans_are_bytes_of_the_text_whatever_its_letters_and_line_ends() {
    let text = "naïve: \"größe\"\r\nlist:\r\n  - ü x  \r\n  - 2 # ü\r\nmap:\r\n  ö: |\r\n    a\r\n    é\r\n\r\nempty:\r\nflow: [ä, {b: ß}]\r\n";
    for text in [text.to_owned(), format!("\u{feff}{text}")] {
        let source = Source::new("f", text);
        let root = parse_yaml(&source).root.expect("it is valid");
        let written = |path: &str| source.slice(root.at(path).expect(path).span);
        assert_eq!(written("naïve"), "\"größe\"");
        assert_eq!(written("list"), "- ü x  \r\n  - 2");
        assert_eq!(written("list/0"), "ü x");
        assert_eq!(written("map"), "ö: |\r\n    a\r\n    é");
        assert_eq!(written("map/ö"), "a\r\n    é");
        assert_eq!(written("flow"), "[ä, {b: ß}]");
        assert_eq!(written("flow/1"), "{b: ß}");
        assert_eq!(source.position(root.at("empty").expect("empty").span.start).to_string(), "10:7");
        assert_eq!(source.slice(root.entry("list").expect("list").0.span), "list");
    }
}

#[test]
fn nodes_are_found_by_path_and_named_for_messages() {
    let source = Source::new("f", "stages:\n- name: Dev\n- name: QA\n");
    let root = parse_yaml(&source).root.expect("it is valid");
    assert_eq!(root.at("stages/1/name").and_then(Node::as_str), Some("QA"));
    assert_eq!(root.at("stages/2"), None);
    assert_eq!(root.at("stages/x"), None);
    assert_eq!(root.at(""), Some(&root));
    assert_eq!(root.kind(), "a mapping");
    assert_eq!(root.get("stages").map(Node::kind), Some("a list"));
    assert_eq!(root.at("stages/0/name").map(Node::describe).as_deref(), Some("the text `Dev`"));
    assert_eq!(source.slice(root.head()), "stages");
    assert_eq!(source.slice(root.at("stages").expect("it is there").head()), "- name");
}

#[test]
fn colons_dashes_and_columns() {
    check(
        "a: 1\nc:d\ne: f\n",
        &[
            "f:2:1: error[yaml-syntax]: this line is neither a `key: value` pair nor a list item",
            "  help: put a space after the colon: `key: value`",
            r#"{"a":1}"#,
        ],
    );
    check(
        "a:\n- b\n-c\n",
        &[
            "f:3:1: error[yaml-syntax]: this line is neither a `key: value` pair nor a list item",
            "  help: put a space after the dash: `- item`",
            r#"{"a":["b"]}"#,
        ],
    );
    // The parser notices text without a key only at the key of the next line, and a time of day has a colon, too.
    let help = "  help: write `key: value`, or `- item` for an item of a list; text that goes on over several lines \
                begins with `|` after its key, and each line is indented more than the key";
    check(
        "a: 1\nselect the trigger\nb: 2\n",
        &["f:2:1: error[yaml-syntax]: this line is neither a `key: value` pair nor a list item", help, r#"{"a":1}"#],
    );
    check(
        "a: 1\nfrom 08:00 to 18:00\n- b\n",
        &["f:2:1: error[yaml-syntax]: this line is neither a `key: value` pair nor a list item", help, r#"{"a":1}"#],
    );
    check(
        "- script: echo a: b\n",
        &[
            "f:1:17: error[yaml-syntax]: a second `: ` on one line",
            "  help: put quotes around the text, or begin the nested `key: value` on a line of its own",
            r#"[{"script":"echo a"}]"#,
        ],
    );
    check(
        "a:\n  b: 1\n c: 2\n",
        &[
            "f:3:2: error[yaml-syntax]: this line is not a key of the mapping above it",
            "  help: begin it in the same column as the other keys of its mapping",
            r#"{"a":{"b":1}}"#,
        ],
    );
    check(
        "a: 1\n- b\n",
        &[
            "f:2:1: error[yaml-syntax]: a list item stands where a key was expected",
            "  help: begin the list on the line after `key:`, or remove the dash",
            r#"{"a":1}"#,
        ],
    );
    check(
        "- a\nb: c\n",
        &[
            "f:2:1: error[yaml-syntax]: this line is not an item of the list above it",
            "  help: begin it with `- `, in the same column as the other items, or indent it below the item it belongs to",
            r#"["a"]"#,
        ],
    );
    check(
        "a: 1\n  b: 2\n",
        &[
            "f:2:3: error[yaml-syntax]: a key stands where the text of the line above goes on",
            "  help: begin it in the same column as the key above, or remove the value above to nest it",
            r#"{"a":"1 b"}"#,
        ],
    );
    check(
        "a: - b\n",
        &[
            "f:1:4: error[yaml-syntax]: a list cannot begin on the line of its key",
            "  help: begin the list on the next line, or put quotes around text that begins with `- `",
            "{}",
        ],
    );
    check(
        "[a]\nb: c\n",
        &[
            "f:2:1: error[yaml-syntax]: something stands after the end of the only value of the file",
            "  help: write all of the file as `key: value` lines, or all of it as `- item` lines",
            r#"["a"]"#,
        ],
    );
}

#[test]
fn tabs_are_found_where_they_stand() {
    for text in ["a:\n\tb: 1\n", "- a: 1\n\tb: [\n"] {
        assert!(told(text).contains("error[yaml-syntax]: a tab is used for indentation"), "{text}");
    }
    check(
        "a:\n  b: 1\n\tc: 2\n",
        &[
            "f:3:1: error[yaml-syntax]: a tab is used for indentation",
            "  help: indent with spaces; YAML does not allow tabs there",
            r#"{"a":{}}"#,
        ],
    );
}

#[test]
fn quotes_and_brackets_that_are_not_closed_are_shown_where_they_open() {
    for text in ["a: 'x\nb: c\n", "a: \"x", "a: 'b''\n"] {
        check(
            text,
            &[
                "f:1:4: error[yaml-syntax]: the quote that opens here is not closed",
                "  help: close it at the end of the text",
                "{}",
            ],
        );
    }
    check(
        "a: {x: [1\n",
        &[
            "f:1:8: error[yaml-syntax]: the list that begins here is not closed",
            "  help: close it with `]`, or put quotes around text with brackets",
            r#"{"a":{"x":[1]}}"#,
        ],
    );
    check(
        "a: [1, 2\nb: c\n",
        &[
            "f:2:2: error[yaml-syntax]: expected `,` or `]`",
            "  help: close the list with `]`, or put quotes around text with brackets",
            "  1:4: the list that begins here is not closed",
            r#"{"a":[1]}"#,
        ],
    );
    check(
        "a: [\n1,\n2\n]\n",
        &[
            "f:2:1: error[yaml-syntax]: the lines of a list in brackets must be indented",
            "  help: indent them further than the key, or close the list with `]`",
            "  1:4: the list begins here",
            r#"{"a":[]}"#,
        ],
    );
    check(
        "a: [b]]\n",
        &[
            "f:1:7: error[yaml-syntax]: a closing bracket without an opening one",
            "  help: remove it, or put quotes around the text",
            r#"{"a":["b"]}"#,
        ],
    );
    check(
        "name: 'it's'\n",
        &[
            "f:1:11: error[yaml-syntax]: something stands after the closing quote",
            "  help: put all of the text between the quotes; inside single quotes a quote is written twice: `'it''s'`",
            "{}",
        ],
    );
    check(
        "a: \"C:\\new\\dé\"\n",
        &[
            "f:1:11: error[yaml-syntax]: a backslash in double quotes begins an escape that does not exist",
            "  help: write `\\\\` for a backslash, or use single quotes",
            "{}",
        ],
    );
}

#[test]
fn text_that_needs_quotes_is_told_so() {
    for (text, first) in [("@a", "`@`"), ("%x", "`%`"), ("`a`", "a backtick")] {
        check(
            &format!("x: {text}\n"),
            &[
                &format!("f:1:4: error[yaml-syntax]: plain text cannot begin with {first}"),
                "  help: put quotes around the text",
                "{}",
            ],
        );
    }
    check(
        "x: *.cs\n",
        &[
            "f:1:4: error[yaml-anchor]: no anchor is named `.cs`",
            "  help: put quotes around text that begins with `*`",
            "{}",
        ],
    );
    check(
        "x: {{ y }}\n",
        &[
            "f:1:5: error[yaml-key]: a mapping cannot be a key",
            "  help: put quotes around text that begins with `{`",
            r#"{"x":{}}"#,
        ],
    );
    check(
        ": v\n",
        &[
            "f:1:1: error[yaml-key]: a value without a key",
            "  help: write the key in front of the colon: `name: value`",
            "{}",
        ],
    );
}

#[test]
fn a_repeated_key_points_at_both_and_the_first_counts() {
    check(
        "a: 1\nb: 2\na: 3\n",
        &[
            "f:3:1: error[duplicate-key]: the key `a` stands twice in this mapping",
            "  help: remove or rename one of them",
            "  1:1: here it stands first",
            r#"{"a":1,"b":2}"#,
        ],
    );
}

#[test]
fn a_language_may_allow_some_keys_to_be_repeated() {
    let source = Source::new("f", "${{ if x }}: 1\na: 2\n${{ if x }}: 3\n");
    let parse = parse_yaml_where(&source, |key| key.starts_with("${{"));
    assert!(parse.report.is_empty());
    assert_eq!(parse.root.expect("it is valid").entries().len(), 3);
}

#[test]
fn aliases_stand_for_what_they_name_and_merge_keys_for_nothing() {
    check(
        "b: &x {c: 1}\nd: *x\n? &k e\n: *k\n*k : 2\n",
        &[
            "f:5:1: error[duplicate-key]: the key `e` stands twice in this mapping",
            "  help: remove or rename one of them",
            "  3:3: here it stands first",
            r#"{"b":{"c":1},"d":{"c":1},"e":"e"}"#,
        ],
    );
    check(
        "b: &x {c: 1}\ne:\n  <<: *x\n  f: 1\n  '<<': 2\n",
        &[
            "f:3:3: error[yaml-merge-key]: merge keys are not read here",
            "  help: write the keys out, or name the whole mapping with `*alias`",
            r#"{"b":{"c":1},"e":{"f":1,"<<":2}}"#,
        ],
    );
    check(
        "a: &x [*x]\n",
        &["f:1:8: error[yaml-anchor]: the alias `*x` stands inside what it names", r#"{"a":[null]}"#],
    );
}

#[test]
fn core_tags_are_obeyed_and_others_reported() {
    check(
        "a: !!str 1\nb: !!float 1\nc: ! 1\nd: !!str\ne: !!map {}\nf: !<tag:yaml.org,2002:int> '5'\n",
        &[r#"{"a":"1","b":1.0,"c":"1","d":"","e":{},"f":5}"#],
    );
    check(
        "a: !foo b\nb: !!int c\nc: !!seq {}\n",
        &[
            "f:1:4: error[yaml-tag]: the tag `!foo` has no meaning here",
            "  help: remove the tag; text that begins with `!` needs quotes",
            "f:2:4: error[yaml-tag]: `c` does not fit the tag `!!int`",
            "  help: remove the tag",
            "f:3:4: error[yaml-tag]: the tag `!!seq` does not fit a mapping",
            "  help: remove the tag",
            r#"{"a":"b","b":"c","c":{}}"#,
        ],
    );
}

#[test]
fn one_document_is_read() {
    check("---\na: 1\n...\n", &[r#"{"a":1}"#]);
    check(
        "a: 1\n---\nb: 2\n",
        &[
            "f:2:1: error[multiple-documents]: a second document begins here",
            "  help: remove the `---`, or move what follows into a file of its own",
            r#"{"a":1}"#,
        ],
    );
    check("%YAML 1.2\n---\na: 1\n", &[r#"{"a":1}"#]);
    check(
        "%FOO é\n---\na: 1\n",
        &[
            "f:1:1: error[yaml-syntax]: a directive has letters that YAML does not allow there",
            "  help: remove the line",
            "nothing",
        ],
    );
    for text in ["", "# only a comment\n", "---\n", "\u{feff}"] {
        check(text, &["f:1:1: error[empty-document]: the file says nothing", "nothing"]);
    }
}

#[test]
fn a_file_that_says_null_says_something() {
    let parse = parse_yaml(&Source::new("f", "~\n"));
    assert!(parse.report.is_empty());
    assert_eq!(parse.root.map(|root| root.value), Some(Value::Null));
}
