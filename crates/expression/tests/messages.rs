//! What the author of a text reads when it is no expression.

use insta::assert_snapshot;
use rehearsal_expression::{Expr, Slot, Vocabulary};
use rehearsal_source::{Report, Source};

fn told(slot: Slot, texts: &[&str]) -> String {
    let mut told = String::new();
    for &text in texts {
        let mut report = Report::new();
        if let Err(mistakes) = Expr::parse(text, 0, &Vocabulary::of(slot)) {
            mistakes.diagnostics().into_iter().for_each(|diagnostic| report.push(diagnostic));
        }
        told += &["> ", text, "\n", &report.to_lines(&Source::new("it", text))].concat();
    }
    told
}

#[test]
fn habits_of_other_languages_are_met_with_the_words_of_this_one() {
    let texts = ["1 == 1", "variables.a && true", "!succeeded()", "eq(variables.a, \"x\")", "(true)", "eq(null, 1)"];
    assert_snapshot!(told(Slot::NodeCondition, &texts), @r#"
    > 1 == 1
    it:1:3: error[expression-odd-word]: `==` means nothing in an expression
      help: there are no operators: write `eq(a, b)`
    > variables.a && true
    it:1:13: error[expression-odd-word]: `&&` means nothing in an expression
      help: there are no operators: write `and(a, b)`
    > !succeeded()
    it:1:1: error[expression-odd-word]: `!succeeded` means nothing in an expression
      help: write `not(…)`
    > eq(variables.a, "x")
    it:1:17: error[expression-odd-word]: `"x"` means nothing in an expression
      help: strings stand in single quotes
    > (true)
    it:1:1: error[expression-unexpected]: `(` cannot stand here
      help: parentheses stand only after a function's name
    > eq(null, 1)
    it:1:4: error[expression-unknown-name]: nothing is named `null` here
      help: a value that is not there equals `''`
    "#);
}

#[test]
fn slips_are_answered_with_the_nearest_name() {
    let texts = ["suceeded()", "eq(variable.a, 1)", "eq(main, variables.a)", "stratsWith('a', 'b')"];
    assert_snapshot!(told(Slot::NodeCondition, &texts), @r#"
    > suceeded()
    it:1:1: error[expression-unknown-function]: no function is named `suceeded` here
      help: did you mean `succeeded`?
    > eq(variable.a, 1)
    it:1:4: error[expression-unknown-name]: nothing is named `variable` here
      help: did you mean `variables`?
    > eq(main, variables.a)
    it:1:4: error[expression-unknown-name]: nothing is named `main` here
      help: put text in single quotes: 'main'
    > stratsWith('a', 'b')
    it:1:1: error[expression-unknown-function]: no function is named `stratsWith` here
      help: did you mean `startsWith`?
    "#);
}

#[test]
fn what_exists_elsewhere_is_said_to_belong_there() {
    let texts = ["counter('a')", "eq(parameters.a, split('a', ','))", "hashFiles('a')"];
    assert_snapshot!(told(Slot::NodeCondition, &texts), @r#"
    > counter('a')
    it:1:1: error[expression-unknown-function]: no function is named `counter` here
      help: `counter` may be used only in a variable `$[ ]` at the root of the pipeline
    > eq(parameters.a, split('a', ','))
    it:1:4: error[expression-unknown-name]: nothing is named `parameters` here
      help: `parameters` may be used only in `${{ }}`
    it:1:18: error[expression-unknown-function]: no function is named `split` here
      help: `split` may be used only in `${{ }}`
    > hashFiles('a')
    it:1:1: error[expression-unknown-function]: no function is named `hashFiles` here
    "#);
    assert_snapshot!(told(Slot::Template, &["and(succeeded(), dependencies.a.result)"]), @r#"
    > and(succeeded(), dependencies.a.result)
    it:1:5: error[expression-unknown-function]: no function is named `succeeded` here
      help: `succeeded` may be used only in conditions
    it:1:18: error[expression-unknown-name]: nothing is named `dependencies` here
      help: `dependencies` may be used in conditions and `$[ ]` variables of stages and jobs
    "#);
}

#[test]
fn the_grammar_is_explained_where_it_breaks() {
    let texts = [
        "",
        "eq(1)",
        "eq(1, 2, 3)",
        "eq",
        "eq(1,",
        "variables['a'",
        "variables.",
        "parameters.a-b",
        "1.2.3.4.5",
        "'open",
    ];
    assert_snapshot!(told(Slot::Template, &texts), @r#"
    > 
    it:1:1: error[expression-missing]: there is no expression here
    > eq(1)
    it:1:5: error[expression-too-few-arguments]: `eq` takes 2 arguments, but is given 1
    > eq(1, 2, 3)
    it:1:8: error[expression-too-many-arguments]: `eq` takes 2 arguments, but is given more
    > eq
    it:1:1: error[expression-no-arguments]: `eq` is a function and needs its parentheses
      help: write `eq(…)`
    > eq(1,
    it:1:1: error[expression-unclosed-call]: the parenthesis of `eq` is never closed
      help: add `)`
    > variables['a'
    it:1:10: error[expression-unclosed-bracket]: this bracket is never closed
      help: add `]`
    > variables.
    it:1:10: error[expression-no-property]: a name is missing after the dot
    > parameters.a-b
    it:1:12: error[expression-bad-property]: `a-b` cannot follow a dot
      help: write `['a-b']` instead of `.a-b`
    > 1.2.3.4.5
    it:1:1: error[expression-bad-number]: `1.2.3.4.5` is not a number
      help: numbers are digits with at most one point; put text in single quotes
    > 'open
    it:1:1: error[expression-unclosed-string]: this quote is never closed
      help: close it with `'`; a quote inside a string is written twice
    "#);
}

#[test]
fn references_and_calls_can_be_listed() {
    let text = "and(succeeded('Build', variables.x), eq(dependencies.Build.outputs['a.b'][variables.y].z, always()))";
    let expr = Expr::parse(text, 0, &Vocabulary::of(Slot::NodeCondition)).expect("it reads");
    let references: Vec<String> = expr
        .references()
        .iter()
        .map(|reference| {
            let path: Vec<&str> = reference.path.iter().map(|key| key.as_str()).collect();
            format!("{}: {}", *reference.name, path.join(" / "))
        })
        .collect();
    assert_eq!(references, ["variables: x", "dependencies: Build / outputs / a.b", "variables: y"]);
    let calls: Vec<&str> = expr.calls().iter().map(|call| call.function.name()).collect();
    assert_eq!(calls, ["and", "succeeded", "eq", "always"]);
}
