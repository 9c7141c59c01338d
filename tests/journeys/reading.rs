//! Reading what happened: a log of a hundred thousand lines, and why a stage did not start.

use rehearsal_tests::{Journey, Page, Role, add_scenario, copy_of_packed_site};

use crate::playing::run_until_button;

/// How many lines of the log are elements of the page, and whether one of them says this.
fn drawn(page: &Page, text: &str) -> (u64, bool) {
    let script = format!(
        "const lines = [...document.querySelectorAll('.task-window .console__line')]; \
         return [lines.length, lines.some((line) => line.textContent.includes({text:?}))]"
    );
    let answer = page.evaluate(&script);
    (answer[0].as_u64().unwrap_or(0), answer[1] == true)
}

#[test]
fn a_hundred_thousand_lines_are_searched_and_the_error_is_one_press_away() {
    let site = copy_of_packed_site();
    add_scenario(site.path(), "long-log", include_str!("worlds/long-log.yaml"));
    Journey::new().site(site.path()).run(|page| {
        page.wait_for(Role::Heading, "long-log");
        page.go("#/play/long-log/releases");
        page.click(Role::Button, "Create release");
        page.click(Role::Button, "Create");
        page.wait_for_text("Release Release-1 has been created.");
        page.go("#/play/long-log/release/Release-1");
        run_until_button(page, "Redeploy Dev");
        page.click(Role::Button, "Logs of Dev");
        page.click(Role::Link, "Run all tests");
        page.wait_for_text("100047 lines");
        page.wait_until("the first lines to be drawn", || drawn(page, "Restored package 1").1);
        assert!(drawn(page, "").0 < 300, "only what is in view is drawn");

        page.evaluate("document.querySelector('.task-window .console__frame').scrollTop = 1e7");
        page.wait_until("the last lines to be drawn", || drawn(page, "Later test 30000 passed").1);
        assert!(drawn(page, "").0 < 300, "only what is in view is drawn");

        page.fill("Search the logs of this attempt", "test 6999");
        page.wait_for_text("12 matches");
        page.press("Enter");
        page.wait_for_text("1 of 12");
        page.wait_until("the match to be drawn", || drawn(page, "Test 6999 passed").1);
        page.press("Shift+Enter");
        page.wait_for_text("12 of 12");
        assert!(page.address().contains("line="), "the line has an address: {}", page.address());

        // From the last match on to the last error, and round to the first.
        page.click(Role::Button, "Next error");
        page.wait_until("the last error to be drawn", || drawn(page, "One test failed").1);
        page.click(Role::Button, "Next error");
        page.wait_until("the first error to be drawn", || drawn(page, "The leaderboard is empty").1);
        page.screenshot("long-log");

        page.go("#/play/long-log/release/Release-1");
        page.click(Role::Link, "Why? Production");
        page.wait_for_text("Production of Release-1 has not started");
        page.wait_for_text("Dev is “Succeeded”");
        page.wait_for_text("What would end it");
        page.screenshot("why-not-started");
    });
}
