//! Classic release definitions: the model, the product's JSON, and what makes a definition invalid.
//!
//! [`import`] reads what the product exports, [`from_node`] what an author writes in the same words inside
//! a scenario, [`export`] writes either back. Time and chance are unknown here: a definition says what
//! should happen, never when it did.

pub mod codes;
mod export;
mod fields;
mod model;
mod read;
pub mod wire;

pub use export::{export, export_text};
pub use model::*;
pub use read::{Ignored, Imported, Why, from_node, import};
