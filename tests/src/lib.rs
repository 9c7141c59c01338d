//! Journeys through the packed site in a real browser.
//!
//! A journey is a plain test: it opens the site, does what a person does, and waits for what a person sees. It fails
//! when something does not appear in time, or when the browser's console has an error at the end.
//!
//! ```no_run
//! use rehearsal_tests::{Journey, Role, Theme};
//!
//! Journey::new().theme(Theme::Dark).size(390, 844).run(|page| {
//!     page.click(Role::Button, "Count");
//!     page.wait_for_text("Counted 1");
//!     page.screenshot("counted-once");
//! });
//! ```
//!
//! Journeys need Chromium and ChromeDriver on the path and a packed site: `cargo xtask test browser` sees to both.
//! With `REHEARSAL_SKIP_JOURNEYS=1` in the environment each says that it is skipped, and does nothing.

#![expect(clippy::disallowed_methods, reason = "journeys are tests of the edges: they run programs and write pictures")]

mod axe;
mod driver;
mod journey;
mod keys;
mod native;
mod page;
mod tour;

pub use axe::{Axe, Rules};
pub use journey::{Journey, copy_of_packed_site};
pub use native::native_fingerprint;
pub use page::{ConsoleLine, Page, Role, Size, Theme};
pub use tour::{SETTINGS, Setting, Step, Stop, add_scenario, resume, site as tour_site};
