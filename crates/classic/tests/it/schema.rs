//! The schema of definitions for editors.

#[test]
fn editors_know_the_fields_that_are_read_and_those_that_are_kept_and_no_others() {
    let schema = schemars::schema_for!(rehearsal_classic::wire::Definition).to_value();
    let stage = &schema["$defs"]["Environment"];
    assert_eq!(stage["additionalProperties"], false);
    assert!(stage["properties"]["preDeployApprovals"].is_object());
    assert!(stage["properties"]["badgeUrl"].is_object());
    assert!(stage["properties"].get("$extra").is_none());
    assert_eq!(schema["$defs"]["Schedule"]["properties"]["daysToRelease"]["type"][1], "integer");
}
