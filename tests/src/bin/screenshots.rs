//! `cargo xtask screenshots`: a picture of every page, in both themes and two sizes, for people to look at.

#![expect(clippy::disallowed_methods, reason = "a tool reads its command line")]

use rehearsal_tests::{Journey, Page, SETTINGS, Setting, Size, Stop, Theme, tour_site};

/// A laptop, and a projector.
const SIZES: [(&str, Size); 2] = [("1280x720", Size::new(1280, 720)), ("1920x1080", Size::new(1920, 1080))];

/// The laptop with everything twice as large: half as many CSS pixels.
const ZOOMED: (&str, Size) = ("1280x720-zoom200", Size::new(640, 360).times(2));

/// Places that are also pictured at 200 per cent.
const ALSO_ZOOMED: [&str; 8] =
    ["start", "releases", "release", "release-list", "stage", "logs", "editor", "editor-conditions-before"];

fn main() {
    let filter = std::env::args().nth(1).unwrap_or_default();
    let wanted = |stop: &&Stop| stop.name.contains(&filter);
    let count: usize = SETTINGS.iter().map(|setting| setting.stops.iter().filter(wanted).count()).sum();
    if count == 0 {
        let names: Vec<&str> = SETTINGS.iter().flat_map(|setting| setting.stops.iter().map(|stop| stop.name)).collect();
        eprintln!("error: no page is named like `{filter}`; there are: {}", names.join(", "));
        std::process::exit(1);
    }
    let site = tour_site();
    let mut done = 0;
    Journey::new().site(site.path()).run(|page| {
        page.forgive_console();
        for setting in SETTINGS {
            let stops: Vec<&Stop> = setting.stops.iter().filter(wanted).collect();
            if stops.is_empty() {
                continue;
            }
            setting.enter(page);
            for stop in stops {
                done += 1;
                println!("{done}/{count}  {}", stop.name);
                picture(page, setting, stop);
            }
        }
    });
    println!("the pictures are in target/screenshots/pages");
}

fn picture(page: &Page, setting: &Setting, stop: &Stop) {
    let zoomed = ALSO_ZOOMED.contains(&stop.name).then_some(ZOOMED);
    for (words, size) in SIZES.into_iter().chain(zoomed) {
        page.resize(size);
        stop.visit(page, setting);
        for theme in [Theme::Light, Theme::Dark] {
            page.prefer(theme);
            page.wait_for_paint();
            page.screenshot(&format!("pages/{}-{words}-{}", stop.name, theme.word()));
        }
    }
}
