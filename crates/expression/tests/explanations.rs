//! What a person reads when asking why a condition came out as it did.

mod world;

use insta::assert_snapshot;
use rehearsal_expression::{Explanation, Expr, Slot, Vocabulary, explain};
use world::World;

fn explained(slot: Slot, text: &str, world: World) -> Explanation {
    explain(&Expr::parse(text, 0, &Vocabulary::of(slot)).expect("it reads"), &world)
}

fn condition(text: &str, world: World) -> Explanation {
    explained(Slot::NodeCondition, text, world)
}

#[test]
fn a_condition_is_explained_part_by_part() {
    let text = "and(succeeded(), eq(dependencies.Build.outputs['setup.Color'], 'blue'), not(canceled()))";
    assert_snapshot!(condition(text, World::default()).explained, @r#"
    and(succeeded(), eq(dependencies.Build.outputs['setup.Color'], 'blue'), not(canceled())) = False
      succeeded() = True
      eq(dependencies.Build.outputs['setup.Color'], 'blue') = False
        dependencies.Build.outputs['setup.Color'] = 'green'
      not(canceled()) was not evaluated
    "#);
}

#[test]
fn what_was_not_needed_is_said_to_be_unevaluated() {
    let text = "and(succeeded(),\n    or(eq(variables.x, '1'), always()))";
    assert_snapshot!(condition(text, World { failed: true }).explained, @r#"
    and(succeeded(), or(eq(variables.x, '1'), always())) = False
      succeeded() = False
      or(eq(variables.x, '1'), always()) was not evaluated
    "#);
}

#[test]
fn an_error_is_told_where_it_happened_and_wherever_it_led_to() {
    let text = "or(failed(), lt(1, variables['Build.SourceBranch']), always())";
    assert_snapshot!(condition(text, World::default()).explained, @r#"
    or(failed(), lt(1, variables['Build.SourceBranch']), always()) failed: Unable to convert from String to Number. Value: 'refs/heads/main'
      failed() = False
      lt(1, variables['Build.SourceBranch']) failed: Unable to convert from String to Number. Value: 'refs/heads/main'
        variables['Build.SourceBranch'] = 'refs/heads/main'
      always() was not evaluated
    "#);
}

#[test]
fn collections_are_counted_and_computed_keys_are_shown() {
    let text = "join(',', parameters.records.*[format('{0}d', 'i')])";
    assert_snapshot!(explained(Slot::Template, text, World::default()).explained, @r#"
    join(',', parameters.records.*[format('{0}d', 'i')]) = '7,'
      parameters.records.*[format('{0}d', 'i')] = Array (2 items)
        format('{0}d', 'i') = 'id'
    "#);
}

#[test]
fn the_log_lines_are_those_of_the_product() {
    let text = "and(Succeeded(), or(eq(variables.x, 2), in(variables.none, 'a')), eq(variables.flag, lower('T')))";
    assert_snapshot!(condition(text, World::default()).log.join("\n"), @r#"
    Evaluating: and(succeeded(), or(eq(variables['x'], 2), in(variables['none'], 'a')), eq(variables['flag'], lower('T')))
    Expanded: and(True, or(eq('1', 2), in(Null, 'a')), eq(variables['flag'], lower('T')))
    Result: False
    "#);
}

#[test]
fn an_explanation_is_data_that_reads_back() {
    let explanation = condition("and(failed(), eq(variables.x, 1))", World::default()).explained;
    let json = serde_json::to_string_pretty(&explanation).expect("it is plain data");
    assert_snapshot!(json, @r#"
    {
      "text": "and(failed(), eq(variables.x, 1))",
      "span": {
        "start": 0,
        "end": 33
      },
      "outcome": "value",
      "kind": "Boolean",
      "shown": "False",
      "parts": [
        {
          "text": "failed()",
          "span": {
            "start": 4,
            "end": 12
          },
          "outcome": "value",
          "kind": "Boolean",
          "shown": "False"
        },
        {
          "text": "eq(variables.x, 1)",
          "span": {
            "start": 14,
            "end": 32
          },
          "outcome": "notEvaluated",
          "parts": [
            {
              "text": "variables.x",
              "span": {
                "start": 17,
                "end": 28
              },
              "outcome": "notEvaluated"
            }
          ]
        }
      ]
    }
    "#);
    assert_eq!(serde_json::from_str::<rehearsal_expression::Explained>(&json).ok(), Some(explanation));
}
