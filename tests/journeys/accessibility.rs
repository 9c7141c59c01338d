//! What axe-core finds on every page, in either theme: nothing serious, nothing critical.
//!
//! Two journeys share the tour, so that both cores are at work.

use rehearsal_tests::{Axe, Journey, Page, Rules, SETTINGS, Setting, Theme, tour_site};

#[test]
fn no_page_of_the_first_half_has_a_serious_finding_in_either_theme() {
    tour(&SETTINGS[..SETTINGS.len() / 2]);
}

#[test]
fn no_page_of_the_second_half_has_a_serious_finding_in_either_theme() {
    tour(&SETTINGS[SETTINGS.len() / 2..]);
}

fn tour(settings: &[Setting]) {
    let Some(axe) = Axe::find() else { return println!("skipped, because axe-core is not there") };
    let site = tour_site();
    Journey::new().size(1280, 720).site(site.path()).run(|page| {
        let mut findings = Vec::new();
        for setting in settings {
            setting.enter(page);
            for stop in setting.stops {
                stop.visit(page, setting);
                findings.extend(look(&axe, page, stop.name, Theme::Light, Rules::All));
                findings.extend(look(&axe, page, stop.name, Theme::Dark, Rules::Colours));
                page.prefer(Theme::Light);
            }
        }
        assert!(findings.is_empty(), "axe-core finds:\n{}", findings.join("\n"));
    });
}

fn look(axe: &Axe, page: &Page, name: &str, theme: Theme, rules: Rules) -> Vec<String> {
    page.prefer(theme);
    page.wait_for_paint();
    let findings = axe.findings(page, rules).into_iter();
    findings.map(|finding| format!("  {name}, {}: {finding}", theme.word())).collect()
}
