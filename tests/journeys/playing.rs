//! What learners do in every scenario.

use rehearsal_tests::{Page, Role, native_fingerprint};

/// Opens the releases of a scenario.
pub(crate) fn open(page: &Page, id: &str, title: &str) {
    page.wait_for(Role::Heading, "Scenarios");
    page.go(&format!("#/play/{id}/releases"));
    page.wait_for(Role::Button, "Next event");
    assert!(page.text().contains(title), "the player names the scenario");
}

/// Presses "Next event" until that would mean to wait for a person.
pub(crate) fn run_until_somebody_has_to_act(page: &Page) {
    run_until(page, "unless you act");
}

/// Presses "Next event" until this can be read.
///
/// # Panics
/// When 150 events do not bring it.
pub(crate) fn run_until(page: &Page, text: &str) {
    run_on(page, text, || page.text().contains(text));
}

/// Presses "Next event" until this link can be followed, and follows it.
///
/// # Panics
/// When 150 events do not bring it.
pub(crate) fn run_until_link(page: &Page, name: &str) {
    run_on(page, name, || page.shows(Role::Link, name));
    page.click(Role::Link, name);
}

/// Presses "Next event" until this button can be pressed.
///
/// # Panics
/// When 150 events do not bring it.
pub(crate) fn run_until_button(page: &Page, name: &str) {
    run_on(page, name, || page.shows(Role::Button, name));
}

fn run_on(page: &Page, what: &str, is_so: impl Fn() -> bool) {
    page.wait_for(Role::Button, "Next event");
    for _ in 0..150 {
        if is_so() {
            return;
        }
        page.click(Role::Button, "Next event");
    }
    panic!("`{what}` has to appear within 150 events; the page says:\n{}", page.text());
}

/// The page's facts are those of the terminal, byte for byte: the same moves have the same fingerprint.
pub(crate) fn expect_the_native_fingerprint(page: &Page, id: &str) {
    page.go(&format!("#/play/{id}/history"));
    page.click(Role::Button, "Show fingerprint");
    page.wait_for_text("Two runs with the same fingerprint");
    // Progress is written a moment after the last move.
    let expected = || native_fingerprint(page, id);
    page.wait_until("the fingerprint that the terminal prints", || page.text().contains(&expected()));
}
