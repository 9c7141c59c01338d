//! A discrete-event kernel that keeps its whole past.
//!
//! A [`Model`] says what facts there are, how a fact changes the state, and which facts follow from a command or
//! from a timer that falls due. The [`Kernel`] owns the virtual clock, the agenda of timers, the log of facts with
//! their causes, and the random streams. It promises:
//!
//! - **The log is the truth.** State and agenda change only while a fact is applied, so both are a fold of the log.
//! - **A run is its seed and its commands with their times.** The same two give the same facts and the same
//!   [`LogHash`], on every machine.
//! - **Any past can be entered again.** [`Kernel::rewind`] and [`Kernel::branch`] go to any fact, even into the middle
//!   of a cascade; playing on from there with the same commands gives the same facts.
//! - **It always comes back.** Work is done in slices, and a run without end stops at [`Settings::facts_max`].
//!
//! It knows nothing of pipelines, calendars or screens.

mod agenda;
mod checkpoints;
mod kernel;
mod log;
mod model;
mod present;
mod rows;
mod stream;
mod time;

pub use agenda::{TimerId, Timers};
pub use kernel::{CommandError, Kernel, Progress, Settings};
pub use log::{Cause, CommandId, Entry, FactId, FactRange, LogHash};
pub use model::{Model, Run};
pub use rows::{Rows, RowsIter};
pub use stream::{Seed, Stream};
pub use time::{SimDuration, SimTime};
