//! Classic release definitions: the model, the product's JSON, and what makes a definition invalid.
//!
//! [`import`] reads what the product exports, [`from_node`] what an author writes in the same words inside
//! a scenario, [`export`] writes either back. Time and chance are unknown here: a definition says what
//! should happen, never when it did.
//!
//! ```
//! use rehearsal_classic::{StageTrigger, export, import};
//! use rehearsal_source::Source;
//!
//! let source = Source::new(
//!     "web.json",
//!     r#"{
//!         "name": "Web",
//!         "environments": [
//!             { "name": "Dev", "deployPhases": [{ "workflowTasks": [{ "name": "Copy", "colour": "red" }] }] },
//!             { "name": "Production", "conditions": [{ "name": "Dve", "conditionType": 2, "value": "4" }] }
//!         ]
//!     }"#,
//! );
//! let imported = import(&source);
//! assert_eq!(
//!     imported.report.to_lines(&source),
//!     "web.json:5:23: warning[stage-without-job]: the stage `Production` has no job, so it deploys nothing\n  \
//!      help: give it `deployPhases`\n\
//!      web.json:5:62: warning[unknown-stage]: no stage is named `Dve`\n  \
//!      help: did you mean `Dev`?\n  \
//!      help: the condition is kept for export but not looked at\n"
//! );
//! assert_eq!(imported.ignored[0].path, "environments[0].deployPhases[0].workflowTasks[0].colour");
//!
//! let definition = imported.definition.expect("it is nearly a definition");
//! assert_eq!(definition.stages[0].trigger, StageTrigger::ManualOnly);
//! assert_eq!(export(&definition)["environments"][0]["deployPhases"][0]["workflowTasks"][0]["colour"], "red");
//! ```

pub mod codes;
pub mod edit;
mod export;
mod from_node;
mod model;
mod originals;
mod patch;
mod read;
mod revise;
mod watch;
pub mod wire;

pub use export::{export, export_text};
pub use model::*;
pub use patch::{PatchError, patch_of, patched};
pub use read::{Ignored, Imported, Why, from_node, import};
pub use revise::{imported, keep_secrets, revised, revision};
pub use watch::Watch;
