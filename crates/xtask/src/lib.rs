//! The words a developer types: build, serve, pack and test Rehearsal.
//!
//! The command line is `main.rs`; this library holds the work behind it. [`server::Server`] is public on its own
//! because the browser journeys serve the packed site with the very same code.
//!
//! Nothing here is written outside the target folder unless the caller names a place.

#![expect(clippy::disallowed_methods, reason = "a build tool is an edge: it reads files, clocks and the environment")]

pub mod browser;
pub mod dist;
pub mod live;
pub mod project;
pub mod server;
pub mod suite;
pub mod tidy;
pub mod wasm_std;

mod axe;
mod commands;
mod install;
mod listing;
mod order;
mod program;
mod progress;
mod site;
mod weight;
