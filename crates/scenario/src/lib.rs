//! Scenarios: a world, a script, tutorial steps and goals in one text file, and sessions that play them.
//!
//! [`load`] reads a file and reports every mistake with its place. A [`Session`] plays it: moves go in,
//! facts come out, goals are judged. A run is fully described by scenario, seed and moves, so saving,
//! undoing and grading are the same small thing. Browsers and terminals are unknown here.

mod check;
mod clock;
pub mod codes;
pub mod format;
mod goal;
mod load;
mod names;
mod pipeline_is;
mod places;
mod reader;
pub mod rehearse;
mod scenario;
mod session;

pub use check::check;
pub use goal::{GoalState, Verdict};
pub use load::{Files, Loaded, NoFiles, load, load_moves};
pub use scenario::{Goal, Level, MoveWhen, PlannedMove, Scenario, Step, WrongMove};
pub use session::{Moment, Move, RestoreError, Save, SavedMove, Session};

/// The JSON Schema of scenario files, for editors.
#[cfg(feature = "schema")]
pub fn json_schema() -> serde_json::Value {
    schemars::schema_for!(format::ScenarioFile).into()
}
