//! What is promised for any text: an answer, in bounded time, and no panic.
//!
//! Each function is the body of a fuzz target (`fuzz_targets/`) and of a property test (`tests/fuzz.rs`).

use rehearsal_classic::{export_text, import};
use rehearsal_expression::{
    Expr, Nothing, Slot, Template, Vocabulary, evaluate, expand_balanced_macros, expand_macros, explain,
};
use rehearsal_scenario::rehearse::{Rehearsal, Wishes};
use rehearsal_scenario::{NoFiles, Session, load};
use rehearsal_source::Source;

/// JSON import: what was read is written, and what was written reads as the same definition.
pub(crate) fn json_import(text: &str) {
    let source = Source::new("fuzz.json", text);
    let imported = import(&source);
    let _ = imported.report.to_lines(&source);
    let Some(definition) = imported.definition else { return };
    let written = export_text(&definition);
    let again = import(&Source::new("again.json", written.as_str()));
    let again = again.definition.unwrap_or_else(|| panic!("what was written is no definition:\n{written}"));
    assert!(export_text(&again) == written, "writing what was read again changes it:\n{written}");
    if imported.report.has_errors() {
        return;
    }
    assert!(again == definition, "reading what was written changes it:\n{written}");
    // Whatever can be imported can be rehearsed, or is refused with a reason.
    let wishes = Wishes { until: Some("+1h".to_owned()), ..Wishes::default() };
    if let Ok(rehearsal) = Rehearsal::new(&definition, &wishes) {
        let _ = rehearsal.play();
    }
}

/// The expression language in every place where it may stand, templates and macros.
pub(crate) fn expression(text: &str) {
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
    for slot in SLOTS {
        let vocabulary = Vocabulary::of(slot).with_name("item");
        match Expr::parse(text, 0, &vocabulary) {
            Ok(expr) => {
                let value = evaluate(&expr, &Nothing);
                let explanation = explain(&expr, &Nothing);
                assert_eq!(explanation.result, value, "an explanation comes to another value");
                let _ = explanation.explained.to_string();
            }
            Err(mistakes) => assert!(!mistakes.diagnostics().is_empty(), "refused without a reason"),
        }
        let _ = Template::parse(text, 0, &vocabulary);
    }
    let _ = expand_macros(text, |name| Some(name.to_owned()));
    let _ = expand_balanced_macros(text, |name| Some(name.to_owned()));
}

/// Scenario files: read, and played for a while when they can be.
pub(crate) fn scenario(text: &str) {
    /// Facts that a scenario may have here.
    const FACTS: usize = 2_000;
    let source = Source::new("scenario.yaml", text);
    let loaded = load(&source, &NoFiles);
    let _ = loaded.report.to_lines(&source);
    let Some(scenario) = loaded.scenario else {
        assert!(loaded.report.has_errors(), "refused without a reason");
        return;
    };
    let until = scenario.until;
    let mut session = Session::new(std::rc::Rc::new(scenario));
    let _ = session.advance(until, FACTS);
    let _ = session.goals();
}
