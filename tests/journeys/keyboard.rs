//! Without a mouse and without the picture: from the start page to the last goal.

use rehearsal_tests::{Journey, Page, Role};

/// Goes to an element with Tab and presses a key there.
fn press_on(page: &Page, role: Role, name: &str, key: &str) {
    page.tab_to(role, name);
    page.press(key);
}

/// Lets time run with the keyboard until this can be read; the focus is on "Next event".
fn enter_until(page: &Page, text: &str) {
    page.tab_to(Role::Button, "Next event");
    for _ in 0..60 {
        if page.text().contains(text) {
            return;
        }
        page.press("Enter");
    }
    panic!("`{text}` has to appear within 60 events; the page says:\n{}", page.text());
}

/// Past everything before the page itself.
fn skip_to_content(page: &Page) {
    press_on(page, Role::Link, "Skip to the page", "Enter");
}

#[test]
fn failed_qa_is_solved_by_keyboard_alone_and_through_the_list_instead_of_the_picture() {
    Journey::new().run(|page| {
        page.wait_for(Role::Heading, "Failed QA");
        press_on(page, Role::Link, "Start: Failed QA", "Enter");
        page.wait_for(Role::Button, "Next event");
        enter_until(page, "unless you act");
        skip_to_content(page);
        press_on(page, Role::Link, "Release-1", "Enter");
        page.wait_for(Role::Link, "Production");
        skip_to_content(page);
        press_on(page, Role::Radio, "Diagram", "ArrowRight");
        page.wait_for(Role::Button, "Logs of QA");
        page.wait_for_text("Starts after");
        press_on(page, Role::Button, "Logs of QA", "Enter");
        page.wait_for_text("Run functional tests");
        press_on(page, Role::Anything, "Run functional tests", "Enter");
        page.wait_for_text("The leaderboard opens within 2 seconds");
        page.wait_for_text("2 of 3 met");
        skip_to_content(page);
        press_on(page, Role::Link, "Tailspin.SpaceGame.Web-CD", "Enter");
        page.wait_for(Role::Link, "Release-1");
        enter_until(page, "unless you act");
        skip_to_content(page);
        press_on(page, Role::Link, "Release-2", "Enter");
        page.wait_for(Role::Radio, "Diagram");
        skip_to_content(page);
        press_on(page, Role::Radio, "Diagram", "ArrowRight");
        press_on(page, Role::Button, "Approve Production", "Enter");
        page.tab_to(Role::Textbox, "Comment");
        page.press("O");
        page.press("K");
        press_on(page, Role::Button, "Approve", "Enter");
        page.wait_for_text("Approved on");
        page.press("Escape");
        page.wait_for(Role::Radio, "List");
        let focus = page.evaluate("return document.activeElement.closest('main') !== null");
        assert_eq!(focus, true, "the focus returns to the page when its panel closes");
        enter_until(page, "Solved!");
        page.wait_for_text("3 of 3 met");
    });
}

#[test]
fn the_editor_has_a_list_that_does_what_its_picture_does() {
    Journey::new().run(|page| {
        page.wait_for(Role::Heading, "Failed QA");
        page.go("#/play/failed-qa/edit/0/pipeline");
        page.click(Role::Radio, "List");
        page.click(Role::Button, "Clone QA");
        page.click(Role::Link, "Copy of QA");
        page.fill("Stage name", "Load test");
        page.press("Tab");
        page.click(Role::Button, "Close");
        page.click(Role::Link, "Pre-deployment conditions of Load test");
        page.wait_for(Role::Heading, "Pre-deployment conditions");
        page.click(Role::Button, "Close");
        page.click(Role::Radio, "Diagram");
        page.wait_for(Role::Link, "Load test");
    });
}
