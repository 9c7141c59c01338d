//! What people do to break it: double clicks, the back button, a reload, two tabs, a full storage, a damaged one.

use rehearsal_tests::{Journey, Page, Role, resume};

const OPENED: &str = "2026-03-02T09:20:00+01:00";

fn stored(page: &Page) -> String {
    page.evaluate("return localStorage.getItem('rehearsal.progress.failed-qa')").as_str().unwrap_or_default().to_owned()
}

#[test]
fn a_double_click_creates_one_release_back_closes_what_was_opened_and_a_reload_loses_nothing() {
    Journey::new().run(|page| {
        resume(page, "failed-qa", "2026-03-02T09:00:00+01:00");
        page.double_click(Role::Button, "Create release");
        page.double_click(Role::Button, "Create");
        page.wait_for_text("Release-1 has been created");
        assert!(!page.text().contains("Release-2"), "one release, however often it is clicked");
        let focus = page.evaluate("return document.activeElement.closest('.notices') === null");
        assert_eq!(focus, true, "a notice never takes the focus");
        page.go("#/play/failed-qa/release/Release-1");
        page.click(Role::Link, "QA");
        page.wait_for(Role::Heading, "QA");
        page.back();
        page.wait_for_no_text("Parallel deployments");
        page.wait_for(Role::Link, "Dev");
        page.click(Role::Button, "Deploy QA");
        page.reload();
        page.wait_for_text("Deploy Release-1 to QA");
        page.press("Escape");
        page.wait_for(Role::Link, "Dev");
    });
}

#[test]
fn what_one_tab_has_done_is_not_lost_to_another() {
    Journey::new().run(|page| {
        resume(page, "failed-qa", OPENED);
        page.click(Role::Link, "Release-1");
        // What was laid there names no persona; the first tab writes it in its own words a moment later.
        page.wait_until("the first tab to keep its progress", || stored(page).contains("priya"));
        let first = page.window();
        let second = page.open_window();
        page.go("#/play/failed-qa/release/Release-1");
        page.click(Role::Button, "Redeploy QA");
        page.click(Role::Button, "Redeploy");
        page.wait_until("the second tab to keep its progress", || stored(page).contains("\"deploy\""));
        let kept = stored(page);
        page.use_window(&first);
        page.wait_for_text("goes on in another tab");
        page.click(Role::Button, "Deploy Production");
        page.click(Role::Button, "Deploy");
        page.reload();
        assert_eq!(stored(page), kept, "without a choice the other tab's progress stays");
        page.wait_for(Role::Link, "Production");
        page.click(Role::Button, "Deploy Production");
        page.click(Role::Button, "Deploy");
        page.use_window(&second);
        page.click(Role::Button, "Show the other tab's progress");
        page.wait_for_no_text("goes on in another tab");
        page.wait_for(Role::Button, "Approve Production");
    });
}

#[test]
fn a_full_storage_is_said_and_a_damaged_one_is_put_aside() {
    Journey::new().run(|page| {
        resume(page, "failed-qa", OPENED);
        let kept = stored(page);
        page.evaluate(
            "let size = 4 << 20, number = 0;
             while (size > 16) try { localStorage.setItem('filler' + number++, 'x'.repeat(size)); } catch { size >>= 1; }",
        );
        page.go("#/play/failed-qa/release/Release-1");
        page.click(Role::Button, "Redeploy QA");
        page.click(Role::Button, "Redeploy");
        page.wait_for_text("Your progress cannot be kept");
        assert_eq!(stored(page), kept, "what was kept before stays");
        page.reload_after("localStorage.clear(); localStorage.setItem('rehearsal.progress.failed-qa', '{\"save\": 7')");
        page.wait_for_text("put aside");
        page.go("#/play/failed-qa/releases");
        page.click(Role::Button, "Next event");
        page.wait_until("the new progress to be kept", || stored(page).contains("\"moves\""));
        let aside = page.evaluate("return localStorage.getItem('rehearsal.aside.failed-qa')");
        assert_eq!(aside, "{\"save\": 7", "what could not be read is still there");
    });
}

#[test]
fn another_persona_is_one_click_away_and_what_it_may_not_do_says_why_on_focus() {
    Journey::new().size(640, 800).run(|page| {
        page.wait_for(Role::Heading, "Scenarios");
        page.go("#/play/first-multistage-pipeline/edit/0/pipeline");
        page.choose("Act as", "Omar Haddad");
        page.go("#/play/first-multistage-pipeline/releases");
        let fits = page.evaluate("return document.documentElement.scrollWidth <= innerWidth");
        assert_eq!(fits, true, "nothing sticks out of a narrow window");
        page.focus(Role::Button, "Create release");
        page.wait_until("the reason beside the button", || {
            page.evaluate(
                "const it = document.activeElement;
                 const reason = document.getElementById(it.getAttribute('aria-describedby'));
                 return it.getAttribute('aria-disabled') !== 'true' || (reason !== null && reason.checkVisibility())",
            ) == true
        });
    });
}
