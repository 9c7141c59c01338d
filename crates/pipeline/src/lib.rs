//! The vocabulary that Classic releases and YAML runs share.
//!
//! Enumerations carry the product's names and numbers; approvals, gates, jobs and tasks are plain data;
//! [`StageGraph`] is the order of stages. Nothing here knows where a plan came from, and nothing moves.

mod approval;
mod catalogue;
mod enums;
mod gate;
mod graph;
mod identity;
mod job;
mod variable;
mod wire;

pub use approval::{ApprovalOptions, ApprovalOrder, Approvals, Approver};
pub use catalogue::{CatalogueInput, CatalogueTask, InputKind, TaskCategory, catalogue, catalogue_task};
pub use enums::*;
pub use gate::{Gate, Gates};
pub use graph::{Cycle, StageGraph};
pub use identity::Identity;
pub use job::{Demand, Job, JobKind, Parallelism, Task, TaskResult};
pub use variable::{Variable, Variables};
