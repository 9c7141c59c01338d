//! The scenario "Your first multi-stage pipeline": the tutorial from its first click to its last.

use rehearsal_tests::{Journey, Page, Role};

use crate::playing::{expect_the_native_fingerprint, run_until, run_until_button};

/// Opens the conditions of a stage; the link stands on its card.
fn conditions(page: &Page, side: &str, stage: &str) {
    page.click(Role::Link, &format!("{side}-deployment conditions of {stage}"));
    page.wait_for(Role::Heading, &format!("{side}-deployment conditions"));
}

fn rename(page: &Page, from: &str, to: &str) {
    page.click(Role::Link, from);
    page.fill("Stage name", to);
    page.press("Tab");
    page.wait_for(Role::Link, &format!("Pre-deployment conditions of {to}"));
}

#[test]
fn one_stage_becomes_two_with_approvals_and_a_release_goes_through_them() {
    Journey::new().size(1440, 900).run(|page| {
        page.wait_for(Role::Heading, "Scenarios");
        page.go("#/play/first-multistage-pipeline/releases");
        page.click(Role::Link, "Edit");
        page.click(Role::Link, "Continuous deployment trigger of _Tailspin.SpaceGame.Web-CI");
        page.click(Role::Checkbox, "Continuous deployment trigger");
        conditions(page, "Pre", "Stage 1");
        page.click(Role::Radio, "After release");
        rename(page, "Stage 1", "Production");
        page.click(Role::Button, "Add");
        page.click(Role::MenuItem, "Clone stage");
        rename(page, "Copy of Production", "QA");
        conditions(page, "Pre", "QA");
        page.click(Role::Radio, "After release");
        page.screenshot("editor-parallel");
        conditions(page, "Pre", "Production");
        page.click(Role::Radio, "After stage");
        page.click(Role::Checkbox, "QA");
        page.click(Role::Checkbox, "Trigger even when the selected stages partially succeed");
        page.click(Role::Button, "Tasks");
        page.click(Role::MenuItem, "QA");
        page.click(Role::Button, "Deploy the web site");
        page.fill("App Service name", "tailspin-qa");
        page.press("Tab");
        page.screenshot("editor-tasks");
        page.click(Role::Link, "Pipeline");
        conditions(page, "Pre", "Production");
        page.click(Role::Checkbox, "Pre-deployment approvals");
        page.wait_for_text("Choose at least one user or group.");
        page.screenshot("editor-nobody");
        page.fill("Search users and groups for approvers", "Priya");
        page.press("Enter");
        page.wait_for(Role::Button, "Remove Priya Nair");
        page.click(Role::Checkbox, "The user requesting a release or deployment should not approve it");
        page.screenshot("editor-conditions");
        conditions(page, "Post", "QA");
        page.click(Role::Checkbox, "Post-deployment approvals");
        page.fill("Search users and groups for approvers", "QA Team");
        page.press("Enter");
        page.wait_for(Role::Button, "Remove QA Team");
        page.click(Role::Button, "Close");
        page.click(Role::Button, "Save");
        page.fill("Comment", "Two stages with approvals");
        page.click(Role::Button, "OK");
        page.wait_for_text("saved Tailspin.SpaceGame.Web-CD as revision 2");
        page.screenshot("editor-saved");
        page.click(Role::Button, "Release");
        page.click(Role::MenuItem, "Create release");
        page.fill("Release description", "The first with two stages");
        page.click(Role::Button, "Create");
        page.wait_for_text("Release-1 has been created");
        page.screenshot("editor-created");
        page.click(Role::Link, "Release-1");
        page.wait_for_no_text("Release-1 has been created");
        run_until_button(page, "Approve QA");
        page.choose("Act as", "Omar Haddad");
        page.click(Role::Button, "Approve QA");
        page.fill("Comment", "Played it. Good.");
        page.click(Role::Button, "Approve");
        page.wait_for_text("Approved on");
        page.click(Role::Button, "Close");
        page.choose("Act as", "Priya Nair");
        run_until_button(page, "Approve Production");
        page.click(Role::Button, "Approve Production");
        page.click(Role::Button, "Approve");
        page.wait_for_text("Approved on");
        page.click(Role::Button, "Close");
        run_until(page, "Solved!");
        page.screenshot("first-multistage-solved");
        expect_the_native_fingerprint(page, "first-multistage-pipeline");
    });
}

#[test]
fn a_draft_survives_other_pages_and_its_changes_are_undone_one_by_one() {
    Journey::new().run(|page| {
        page.wait_for(Role::Heading, "Scenarios");
        page.go("#/play/failed-qa/edit/0/pipeline");
        page.click(Role::Button, "Clone QA");
        page.wait_for(Role::Link, "Copy of QA");
        page.wait_for_text("Unsaved changes");
        page.click(Role::Link, "Sites");
        page.go("#/play/failed-qa/edit/0/pipeline");
        page.wait_for(Role::Link, "Copy of QA");
        page.click(Role::Button, "Undo change");
        page.wait_for_no_text("Unsaved changes");
        page.click(Role::Button, "Redo change");
        page.wait_for(Role::Link, "Copy of QA");
        page.click(Role::Button, "More");
        page.click(Role::MenuItem, "Discard changes");
        page.click(Role::Button, "Discard");
        page.wait_for_no_text("Copy of QA");
    });
}
