//! The scenario "Failed QA", played to its end by clicking: once right, once wrong.

use rehearsal_tests::{Journey, Page, Role, resume};

use crate::playing::{expect_the_native_fingerprint, open, run_until, run_until_button, run_until_somebody_has_to_act};

/// Opens the scenario and lets time run until nothing more happens by itself: QA has failed then.
fn until_qa_has_failed(page: &Page) {
    open(page, "failed-qa", "Failed QA");
    run_until_somebody_has_to_act(page);
    page.click(Role::Link, "Release-1");
    page.wait_for(Role::Button, "Redeploy QA");
}

#[test]
fn the_cause_is_found_the_fix_is_approved_and_every_goal_is_met() {
    Journey::new().run(|page| {
        until_qa_has_failed(page);
        page.wait_until("all three stages to fit into the picture", || {
            page.evaluate(
                "const it = document.querySelector('.diagram__frame'); return it.scrollWidth <= it.clientWidth",
            ) == true
        });
        page.click(Role::Button, "Logs of QA");
        page.wait_for_text("The leaderboard opens within 2 seconds");
        page.wait_for_text("2 of 3 met");
        page.click_text("Run functional tests");
        page.wait_for_text("The test run failed: 1 of 38 tests did not pass.");
        page.go("#/play/failed-qa/releases");
        run_until_somebody_has_to_act(page);
        page.click(Role::Link, "Release-2");
        page.click(Role::Button, "Approve Production");
        page.fill("Comment", "QA passed with the fix.");
        page.click(Role::Button, "Approve");
        page.wait_for_no_text("unless you act");
        page.click(Role::Button, "Close");
        run_until(page, "Solved!");
        page.wait_for_text("3 of 3 met");
        page.screenshot("failed-qa-solved");
        page.reload();
        page.wait_for_text("3 of 3 met");
        expect_the_native_fingerprint(page, "failed-qa");
    });
}

#[test]
fn a_rejected_build_on_production_breaks_a_goal_and_undo_mends_it() {
    Journey::new().run(|page| {
        until_qa_has_failed(page);
        page.click(Role::Button, "Deploy Production");
        page.click(Role::Button, "Deploy");
        page.click(Role::Button, "Approve Production");
        page.click(Role::Button, "Approve");
        page.wait_for_text("Approved on");
        page.click(Role::Button, "Close");
        run_until(page, "although QA had rejected it");
        page.wait_for_text("A goal is broken.");
        page.wait_for_text("put build 20260302.1 on Production although QA had rejected it");
        page.screenshot("failed-qa-broken");
        page.click(Role::Button, "Undo");
        page.wait_for_no_text("although QA had rejected it");
    });
}

#[test]
fn an_edited_release_is_deployed_as_it_was_edited_and_the_pipeline_stays_as_it_was() {
    Journey::new().run(|page| {
        resume(page, "failed-qa", "2026-03-02T09:20:00+01:00");
        page.click(Role::Link, "Release-1");
        page.click(Role::Button, "Edit");
        page.click(Role::MenuItem, "Edit release");
        page.wait_for_text("You can edit approvals, tasks and variables of this release.");
        page.click(Role::Button, "Tasks");
        page.click(Role::MenuItem, "QA");
        page.click_text("Run functional tests");
        page.click(Role::Checkbox, "Enabled");
        page.reload();
        page.wait_for_text("Unsaved changes");
        page.click(Role::Button, "Save");
        page.fill("Comment", "Without the tests.");
        page.click(Role::Button, "OK");
        page.click(Role::Button, "Redeploy QA");
        page.click(Role::Button, "Redeploy");
        run_until_button(page, "Approve Production");
        page.go("#/play/failed-qa/release/Release-1/history");
        page.wait_for_text("Without the tests.");
        page.go("#/play/failed-qa/edit/0/tasks/1");
        page.wait_for_text("Run functional tests");
        assert!(!page.text().contains("Disabled"), "the pipeline keeps its task");
    });
}
