//! Laws of the language, tried on texts and expressions nobody thought of.

mod world;

use proptest::prelude::*;
use rehearsal_expression::{
    Expr, Function, Slot, Template, Value, Vocabulary, evaluate, expand_balanced_macros, expand_macros, explain,
};
use world::World;

const SLOTS: [Slot; 8] = [
    Slot::Template,
    Slot::RootVariable,
    Slot::NodeVariable,
    Slot::NodeCondition,
    Slot::StepCondition,
    Slot::AgentCondition,
    Slot::ClassicCondition,
    Slot::SuccessCriteria,
];

/// Text made of what expressions are made of, so that much of it almost reads.
fn pieces() -> impl Strategy<Value = String> {
    let names = Function::ALL.map(Function::name);
    let piece = prop_oneof![
        prop::sample::select(names.to_vec()).prop_map(str::to_owned),
        prop::sample::select(vec!["(", ")", "[", "]", ",", ".", "*", "'", " ", "${{", "}}", "{0}", "$(", "-", "ß😀"])
            .prop_map(str::to_owned),
        prop::sample::select(vec!["variables", "parameters", "list", "records", "true", "1.5", "1.2.3", "'a'"])
            .prop_map(str::to_owned),
        "\\PC{0,4}",
    ];
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

/// Text made of what JSON paths are made of.
fn json_paths() -> impl Strategy<Value = String> {
    let pieces = vec![
        "$",
        "@",
        ".",
        "..",
        "*",
        "[",
        "]",
        "[?(",
        ")]",
        "(",
        ")",
        "'",
        "\"",
        ",",
        ":",
        "-1",
        "0",
        "99999999999999999999",
        "9223372036854775807",
        "-9223372036854775808",
        "==",
        "!=",
        "<=",
        ">",
        "=~",
        "&&",
        "||",
        " ",
        "\\",
        "Items",
        "name",
        "price",
        "true",
        "null",
        "1.5",
        "ß😀",
    ];
    prop::collection::vec(prop::sample::select(pieces), 0..16).prop_map(|pieces| pieces.concat())
}

fn literals() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("true".to_owned()),
        Just("False".to_owned()),
        (any::<i32>(), 0_u32..1_000_000_000).prop_map(|(whole, fraction)| format!("{whole}.{fraction}")),
        (0_u32..9, 0_u32..20, 0_u32..20).prop_map(|(a, b, c)| format!("{a}.{b}.{c}")),
        "[a-zA-Z0-9 '{}äß😀]{0,6}".prop_map(|text| format!("'{}'", text.replace('\'', "''"))),
        prop::sample::select(vec!["''", "'1'", "'1,000'", "'1.2'", "'1.2.3'", "'True'"]).prop_map(str::to_owned),
    ]
}

fn accesses() -> impl Strategy<Value = String> {
    let step = prop_oneof![
        Just(".*".to_owned()),
        Just("[*]".to_owned()),
        "\\.[a-z_]{1,4}",
        "\\['[a-z .]{1,4}'\\]",
        "\\[[0-3]\\]",
    ];
    let root = prop::sample::select(vec!["variables", "parameters.list", "parameters.records", "Parameters.o"]);
    (root, prop::collection::vec(step, 0..4)).prop_map(|(root, steps)| root.to_owned() + &steps.concat())
}

/// Expressions that read in a template.
fn expressions() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![literals(), accesses()];
    leaf.prop_recursive(4, 40, 4, |inner| {
        let vocabulary = Vocabulary::of(Slot::Template);
        let functions: Vec<Function> = vocabulary.functions().collect();
        (prop::sample::select(functions), prop::collection::vec(inner, 4)).prop_map(move |(function, arguments)| {
            let arity = vocabulary.arity(function).expect("it is offered");
            let count = usize::from(arity.min).max(usize::from(arity.max).min(3));
            format!("{function}({})", arguments[..count.min(4)].join(","))
        })
    })
}

fn parse(text: &str) -> Expr {
    Expr::parse(text, 0, &Vocabulary::of(Slot::Template)).unwrap_or_else(|mistake| panic!("{text}: {mistake}"))
}

fn value(text: &str) -> Result<Value, String> {
    evaluate(&parse(text), &World::default()).map_err(|error| error.to_string())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, ..ProptestConfig::default() })]

    #[test]
    fn no_text_makes_the_language_panic(text in prop_oneof![any::<String>(), pieces()], slot in 0..8_usize) {
        let vocabulary = Vocabulary::of(SLOTS[slot]).with_name("item");
        match Expr::parse(&text, u32::MAX - 3, &vocabulary) {
            Ok(expr) => { let _ = explain(&expr, &World::default()).explained.to_string(); }
            Err(mistakes) => prop_assert!(!mistakes.diagnostics().is_empty()),
        }
        let _ = Template::parse(&text, 0, &vocabulary);
        let _ = expand_balanced_macros(&text, |name| Some(name.to_owned()));
        prop_assert_eq!(expand_macros(&text, |_| None), text);
    }

    #[test]
    fn no_json_path_makes_the_language_panic(path in prop_oneof![any::<String>(), json_paths()]) {
        let text = format!("count(jsonpath('{}'))", path.replace('\'', "''"));
        if let Ok(expr) = Expr::parse(&text, 0, &Vocabulary::of(Slot::SuccessCriteria)) {
            let first = evaluate(&expr, &World::default());
            prop_assert_eq!(first, evaluate(&expr, &World::default()));
        }
    }

    #[test]
    fn a_mistake_points_into_its_text(text in pieces()) {
        if let Err(mistakes) = Expr::parse(&text, 7, &Vocabulary::of(Slot::Template)) {
            for mistake in mistakes.iter() {
                let (start, end) = (mistake.span.start as usize - 7, mistake.span.end as usize - 7);
                prop_assert_eq!(text.get(start..end), Some(mistake.token.as_str()));
            }
        }
    }

    #[test]
    fn an_expression_written_out_reads_back_as_itself(text in expressions()) {
        let expr = parse(&text);
        let written = expr.to_string();
        prop_assert_eq!(&parse(&written), &expr, "{}", written);
        prop_assert_eq!(value(&written), value(&text));
    }

    #[test]
    fn an_evaluation_depends_on_nothing_but_its_inputs(text in expressions()) {
        prop_assert_eq!(value(&text), value(&text));
        let expr = parse(&text);
        let explained = explain(&expr, &World::default());
        prop_assert_eq!(explained.result, evaluate(&expr, &World::default()));
    }

    #[test]
    fn comparisons_agree_with_each_other(left in literals(), right in literals()) {
        let compare = |function: &str| value(&format!("{function}({left}, {right})"));
        let negated = |function: &str| value(&format!("not({function}({left}, {right}))"));
        prop_assert_eq!(compare("ne"), negated("eq"));
        prop_assert_eq!(compare("in"), compare("eq"));
        prop_assert_eq!(compare("notIn"), compare("ne"));
        prop_assert_eq!(compare("ge"), negated("lt"));
        prop_assert_eq!(compare("le"), negated("gt"));
        if let Ok(smaller) = compare("lt") {
            let equal = compare("eq") == Ok(true.into());
            prop_assert_eq!(compare("le"), Ok((smaller.to_boolean() || equal).into()));
        }
    }

    #[test]
    fn letters_of_any_case_are_equal(text in "\\PC{0,12}") {
        let quoted = format!("'{}'", text.replace('\'', "''"));
        let expression = format!("and(eq(upper({quoted}), {quoted}), contains({quoted}, upper({quoted})))");
        prop_assert_eq!(value(&expression), Ok(true.into()));
    }
}
