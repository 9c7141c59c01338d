//! Classic release definitions: the model, the product's JSON, and what makes a definition invalid.
//!
//! Time and chance are unknown here: a definition says what should happen, never when it did.

mod model;

pub use model::*;
