//! Time travel: looking back, a second future, and how the two differ.

use rehearsal_tests::{Journey, Page, Role};

use crate::playing::{open, run_until, run_until_somebody_has_to_act};

/// Plays "Failed QA" until Production runs what QA has rejected, which Priya had approved.
fn play_until_it_went_wrong(page: &Page) {
    open(page, "failed-qa", "Failed QA");
    run_until_somebody_has_to_act(page);
    page.click(Role::Link, "Release-1");
    page.click(Role::Button, "Deploy Production");
    page.click(Role::Button, "Deploy");
    page.click(Role::Button, "Approve Production");
    page.click(Role::Button, "Approve");
    page.wait_for_text("Approved on");
    page.click(Role::Button, "Close");
    run_until(page, "although QA had rejected it");
}

/// Goes back, event by event, on the page of the release, until it asks for the approval again.
fn look_back_to_the_approval(page: &Page) {
    page.click(Role::Button, "Look back");
    page.wait_for_text("You are looking at");
    for _ in 0..40 {
        if page.text().contains("Pending approval") {
            return;
        }
        page.click(Role::Button, "Event before");
    }
    panic!("Production has to wait for its approval in the past; the page says:\n{}", page.text());
}

/// Keeps what the page offers as a file, since a journey has no folder for downloads.
fn catch_files(page: &Page) {
    page.evaluate(
        "window.caught = []; const make = URL.createObjectURL; \
         URL.createObjectURL = (file) => { window.caught.push(file); return make.call(URL, file); };",
    );
}

#[test]
fn a_second_future_begins_before_the_mistake_and_is_compared_with_the_first() {
    Journey::new().run(|page| {
        play_until_it_went_wrong(page);
        look_back_to_the_approval(page);
        // The goal was not broken yet, and nothing can be done then.
        page.wait_for_no_text("although QA had rejected it");
        page.click(Role::Button, "Approve Production");
        page.wait_for_text("This is the past. Go back to now, or branch here, to act.");
        page.click(Role::Button, "Close");
        page.click(Role::Button, "Branch here");
        page.fill("Name", "Rejected");
        page.click(Role::Button, "Branch");
        page.wait_for_text("“Future 1” is kept");
        page.click(Role::Button, "Approve Production");
        page.fill("Comment", "QA failed.");
        page.click(Role::Button, "Reject");
        page.wait_for_text("Rejected on");
        page.click(Role::Button, "Close");
        // Both are there after the page was loaded again.
        page.reload();
        page.click(Role::Link, "Timeline");
        page.click(Role::Button, "Future 1");
        page.click(Role::MenuItem, "Compare with “Future 1”");
        page.wait_for_text("They part at");
        page.wait_for_text("in “Rejected” Priya Nair rejected Production of Release-1 before deployment");
        page.wait_for_text("in “Future 1” Priya Nair approved Production of Release-1 before deployment");
        page.wait_for_text("Stages that stand differently");
        page.screenshot("time-travel-compared");
        catch_files(page);
        page.click(Role::Button, "Save picture");
        page.click(Role::MenuItem, "SVG, for slides and documents");
        page.wait_until("the picture", || page.evaluate("return window.caught.length").as_u64() == Some(1));
        let svg = page.evaluate("return window.caught[0].text()");
        let svg = svg.as_str().expect("it is text");
        for part in ["<svg xmlns=", "Timeline of Failed QA", "They part at", "Rejected", "Production"] {
            assert!(svg.contains(part), "{part}");
        }
        page.click(Role::Button, "Future 1");
        page.click(Role::MenuItem, "Go on with “Future 1”");
        page.wait_for_text("although QA had rejected it");
    });
}
