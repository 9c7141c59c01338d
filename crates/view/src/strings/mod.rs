//! Every word that a page shows, in one place, so that they can be translated together.
//!
//! Labels of the product are quoted as the product writes them; sentences are ours. Texts with gaps are functions,
//! since other languages put the gaps elsewhere.

mod catalogue;
mod editor;
mod facts;
mod pages;
mod people;
mod reading;
pub mod rehearsal;
mod release_pages;
mod timeline;
pub mod why;

pub use catalogue::*;
pub use editor::*;
pub use facts::*;
pub use pages::*;
pub use people::*;
pub use reading::*;
pub use release_pages::*;
pub use timeline::*;
