//! The scenario "Approve by day, deploy by night", played to its end by clicking: once right, once wrong.

use rehearsal_tests::{Journey, Page, Role};

use crate::playing::{expect_the_native_fingerprint, open, run_until, run_until_button, run_until_link};

/// Lets time run until Production of a release asks, and opens its approval.
fn until_production_asks(page: &Page, release: &str) {
    page.go("#/play/scheduled-deployment/releases");
    run_until_link(page, release);
    run_until_button(page, "Approve Production");
    page.click(Role::Button, "Approve Production");
}

fn approve_for(page: &Page, moment: &str) {
    page.click(Role::Checkbox, "Defer deployment for later");
    page.choose_moment("Defer until", moment);
    page.click(Role::Button, "Approve");
    page.wait_for_text("Approved on");
    page.click(Role::Button, "Close");
}

#[test]
fn both_releases_are_approved_by_day_and_deployed_by_night() {
    Journey::new().run(|page| {
        open(page, "scheduled-deployment", "Approve by day, deploy by night");
        until_production_asks(page, "Release-1");
        approve_for(page, "2026-03-28T22:00");
        page.screenshot("scheduled-deployment-deferred");
        page.go("#/play/scheduled-deployment/releases");
        run_until(page, "Nothing more happens before 3/30/2026, 9:30 AM");
        page.click(Role::Button, "Next event");
        // Sunday passes: more than a day is asked about.
        page.click(Role::Button, "Jump 1 day");
        until_production_asks(page, "Release-2");
        approve_for(page, "2026-03-30T23:00");
        run_until(page, "Solved!");
        page.screenshot("scheduled-deployment-solved");
        expect_the_native_fingerprint(page, "scheduled-deployment");
    });
}

#[test]
fn an_approval_without_deferral_changes_production_in_the_afternoon() {
    Journey::new().run(|page| {
        open(page, "scheduled-deployment", "Approve by day, deploy by night");
        until_production_asks(page, "Release-1");
        page.click(Role::Button, "Approve");
        page.wait_for_text("Approved on");
        page.click(Role::Button, "Close");
        run_until(page, "outside the change window");
    });
}
