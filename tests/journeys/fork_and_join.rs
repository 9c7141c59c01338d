//! The scenario "Fork and join": three more sites, two branches, one commit that reaches all of them.

use rehearsal_tests::{Journey, Page, Role};

use crate::playing::{expect_the_native_fingerprint, open, run_until_link};

/// Clones a stage by the button under it, and gives the copy a name.
fn clone(page: &Page, original: &str, name: &str) {
    page.click(Role::Button, &format!("Clone {original}"));
    page.click(Role::Link, &format!("Copy of {original}"));
    page.fill("Stage name", name);
    page.press("Tab");
    page.wait_for(Role::Link, &format!("Pre-deployment conditions of {name}"));
    page.click(Role::Button, "Close");
}

/// Lets time run, as fast as it can, until this can be clicked.
fn let_time_run_until(page: &Page, role: Role, name: &str) {
    page.click(Role::Button, "Play");
    page.wait_for(role, name);
    page.click(Role::Button, "Pause");
}

#[test]
fn three_sites_are_added_and_a_commit_flows_through_fork_and_join() {
    Journey::new().run(|page| {
        open(page, "fork-and-join", "Fork and join");
        page.click(Role::Link, "Edit");
        clone(page, "Dev", "Test");
        clone(page, "Dev", "QA");
        clone(page, "QA", "Production");
        page.click(Role::Link, "Pre-deployment conditions of Production");
        page.click(Role::Checkbox, "Test");
        page.click(Role::Checkbox, "Pre-deployment approvals");
        page.fill("Search users and groups for approvers", "Priya");
        page.press("Enter");
        page.wait_for(Role::Button, "Remove Priya Nair");
        page.screenshot("fork-and-join-editor");
        page.click(Role::Button, "Close");
        page.click(Role::Button, "Save");
        page.fill("Comment", "Four sites");
        page.click(Role::Button, "OK");
        page.wait_for_text("saved Tailspin.SpaceGame.Web-CD as revision 2");
        page.go("#/play/fork-and-join/edit/0/history");
        page.wait_for_text("Stage Production");
        page.screenshot("fork-and-join-revisions");
        page.choose("Act as", "Mia Lindqvist");
        page.click(Role::Link, "Builds");
        page.click(Role::Button, "Commit a change (Tailspin.SpaceGame.Web-CI)");
        page.fill("Message", "Twelve new levels");
        page.click(Role::Button, "Commit");
        page.wait_for_text("Twelve new levels");
        page.click(Role::Link, "Releases");
        run_until_link(page, "Release-1");
        page.wait_for(Role::Heading, "Production");
        page.click(Role::Radio, "×3600");
        let_time_run_until(page, Role::Button, "Logs of QA");
        page.screenshot("fork-and-join-fork");
        page.click(Role::Link, "Releases");
        let_time_run_until(page, Role::Link, "Production – Pending approval");
        page.choose("Act as", "Priya Nair");
        page.click(Role::Link, "Production – Pending approval");
        page.fill("Comment", "Both are green.");
        page.click(Role::Button, "Approve");
        page.wait_for_text("Approved on");
        page.click(Role::Button, "Close");
        // All goals are met then, and the clock stops by itself.
        page.click(Role::Button, "Play");
        page.wait_for(Role::Button, "Redeploy Production");
        page.click(Role::Button, "Logs of Production");
        page.click_text("Smoke test");
        page.wait_for_text("Solved!");
        page.screenshot("fork-and-join-solved");
        expect_the_native_fingerprint(page, "fork-and-join");
    });
}
