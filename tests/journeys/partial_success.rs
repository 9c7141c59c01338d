//! The scenario "Partial success", played to its end by clicking: once right, once wrong.

use rehearsal_tests::{Journey, Page, Role};

use crate::playing::{
    expect_the_native_fingerprint, open, run_until, run_until_button, run_until_link, run_until_somebody_has_to_act,
};

/// Lets time run until Performance of a release has ended with issues, and opens the release.
fn until_performance_is_amber(page: &Page, release: &str) {
    page.go("#/play/partial-success/releases");
    run_until_link(page, release);
    page.wait_for(Role::Heading, "Performance");
    run_until_button(page, "Redeploy Performance");
}

/// Reads the log of one task of Performance of a release.
fn read_log(page: &Page, release: &str, task: &str, line: &str) {
    page.go(&format!("#/play/partial-success/release/{release}"));
    page.click(Role::Button, "Logs of Performance");
    page.click_text(task);
    page.wait_for_text(line);
}

#[test]
fn both_logs_are_read_the_harmless_release_goes_on_and_the_other_is_stopped() {
    Journey::new().run(|page| {
        open(page, "partial-success", "Partial success");
        until_performance_is_amber(page, "Release-1");
        read_log(page, "Release-1", "Publish load report", "There is not enough space on the disk");
        page.go("#/play/partial-success/release/Release-1");
        page.click(Role::Button, "Deploy Production");
        page.fill("Comment", "The load test passed; only the upload of its report failed.");
        page.click(Role::Button, "Deploy");
        page.choose("Act as", "Omar Haddad");
        page.click(Role::Button, "Approve Production");
        page.fill("Comment", "I have read the log as well.");
        page.click(Role::Button, "Approve");
        page.wait_for_no_text("unless you act");
        page.click(Role::Button, "Close");
        page.choose("Act as", "Priya Nair");
        until_performance_is_amber(page, "Release-2");
        read_log(page, "Release-2", "Run load test", "40 %");
        page.go("#/play/partial-success/release/Release-2");
        page.click(Role::Button, "More actions");
        page.click(Role::MenuItem, "Abandon");
        page.fill("Comment", "40 % of the requests fail under load.");
        page.screenshot("partial-success-abandon");
        page.click(Role::Button, "Abandon");
        run_until(page, "Solved!");
        page.screenshot("partial-success-solved");
        expect_the_native_fingerprint(page, "partial-success");
    });
}

#[test]
fn the_second_release_in_production_breaks_a_goal() {
    Journey::new().run(|page| {
        open(page, "partial-success", "Partial success");
        run_until_link(page, "Release-2");
        run_until_somebody_has_to_act(page);
        page.click(Role::Button, "Approve Production");
        page.click(Role::Button, "Approve");
        page.wait_for_text("Approved on");
        page.click(Role::Button, "Close");
        run_until(page, "answers 40 % of all requests with an error");
        page.screenshot("partial-success-broken");
    });
}
