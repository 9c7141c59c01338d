//! The way into the application: loading, hosting, offline.

use std::fs;

use rehearsal_tests::{Journey, Role, copy_of_packed_site};

#[test]
fn the_application_opens_and_its_button_counts() {
    Journey::new().run(|page| {
        page.click(Role::Button, "Count");
        page.wait_for_text("Counted 1");
        assert_eq!(page.title(), "Rehearsal");
        assert!(!page.text().contains("Fetching"), "the loading screen is still there");
    });
}

#[test]
fn the_site_works_below_any_path_of_its_host() {
    Journey::new().mounted_at("/some/sub/path/").run(|page| {
        page.click_text("Count");
        page.wait_for_text("Counted 1");
    });
}

#[test]
fn once_opened_the_application_works_without_the_network() {
    Journey::new().mounted_at("/some/sub/path/").run(|page| {
        page.wait_for(Role::Button, "Count");
        page.wait_until("the page to be kept for offline use", || {
            page.evaluate("return navigator.serviceWorker.controller !== null") == true
        });
        page.lose_the_network();
        page.reload();
        page.click(Role::Button, "Count");
        page.wait_for_text("Counted 1");
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
