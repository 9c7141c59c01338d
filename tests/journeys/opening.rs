//! The way into the application: loading, hosting, offline.

use std::fs;

use rehearsal_tests::{Journey, Role, copy_of_packed_site};

/// What the start page shows once the scenarios are there.
const FIRST_SCENARIO: &str = "Failed QA";

#[test]
fn the_application_opens_and_lists_the_scenarios() {
    Journey::new().run(|page| {
        page.wait_for(Role::Heading, FIRST_SCENARIO);
        page.wait_for(Role::Heading, "Partial success");
        assert!(page.title().contains("Rehearsal"));
        assert!(!page.text().contains("Fetching"), "the loading screen is still there");
    });
}

#[test]
fn the_site_works_below_any_path_of_its_host() {
    Journey::new().mounted_at("/some/sub/path/").run(|page| {
        page.wait_for(Role::Heading, FIRST_SCENARIO);
        page.go("#/play/failed-qa/releases");
        page.wait_for(Role::Button, "Next event");
    });
}

#[test]
fn once_opened_the_application_works_without_the_network() {
    Journey::new().mounted_at("/some/sub/path/").run(|page| {
        page.wait_for(Role::Heading, FIRST_SCENARIO);
        page.wait_until("the page to be kept for offline use", || {
            page.evaluate("return navigator.serviceWorker.controller !== null") == true
        });
        page.lose_the_network();
        page.reload();
        page.wait_for(Role::Heading, FIRST_SCENARIO);
        page.go("#/play/failed-qa/releases");
        page.click(Role::Button, "Next event");
        page.forgive_console();
    });
}

#[test]
fn a_host_that_lost_the_module_leads_to_an_explanation_and_not_to_a_blank_page() {
    let site = copy_of_packed_site();
    for entry in fs::read_dir(site.path().join("assets")).expect("the packed site has assets") {
        let path = entry.expect("the assets are readable").path();
        if path.to_string_lossy().contains(".wasm") {
            fs::remove_file(path).expect("the copy is writable");
        }
    }
    Journey::new().site(site.path()).run(|page| {
        page.wait_for(Role::Heading, "Rehearsal could not start");
        page.wait_for(Role::Button, "Try again");
        page.screenshot("loading-failed");
        page.forgive_console();
    });
}
