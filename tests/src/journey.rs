//! A journey's setting: which site, at which path, in which window.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use rehearsal_xtask::project::Project;
use rehearsal_xtask::server::{Server, Serving, bind};

use crate::driver::Driver;
use crate::page::{Page, Size, Theme};

/// Set to skip every journey, for machines without a browser.
const SKIP: &str = "REHEARSAL_SKIP_JOURNEYS";

/// Names the folder of the packed site; `cargo xtask test` sets it.
const DIST: &str = "REHEARSAL_DIST";

/// What a journey starts from; [`Journey::run`] starts it.
#[derive(Debug, Clone)]
pub struct Journey {
    folder: Option<PathBuf>,
    mount: String,
    size: (u32, u32),
    theme: Theme,
}

impl Default for Journey {
    fn default() -> Self {
        Self::new()
    }
}

impl Journey {
    /// The packed site at the root of its host, in a light window of 1280 by 800 pixels.
    pub fn new() -> Self {
        Self { folder: None, mount: "/".to_owned(), size: (1280, 800), theme: Theme::Light }
    }

    /// The site below a path of its host, given with its slashes: `/some/sub/path/`.
    #[must_use]
    pub fn mounted_at(self, mount: &str) -> Self {
        Self { mount: mount.to_owned(), ..self }
    }

    /// The size of the page's window, in CSS pixels.
    #[must_use]
    pub fn size(self, width: u32, height: u32) -> Self {
        Self { size: (width, height), ..self }
    }

    /// What the browser says people prefer.
    #[must_use]
    pub fn theme(self, theme: Theme) -> Self {
        Self { theme, ..self }
    }

    /// Another folder than the packed site.
    #[must_use]
    pub fn site(self, folder: &Path) -> Self {
        Self { folder: Some(folder.to_path_buf()), ..self }
    }

    /// Opens the page and travels.
    ///
    /// # Panics
    /// When the journey fails, the console has an error at its end, or the site or the browser is missing.
    pub fn run(self, journey: impl FnOnce(&Page)) {
        if env::var_os(SKIP).is_some() {
            println!("skipped, because {SKIP} is set");
            return;
        }
        let project = Project::find().expect("the journeys run inside the checkout");
        let folder = self.folder.unwrap_or_else(|| packed_site(&project));
        let listener = bind(0).expect("a port is free on this machine");
        let server = Server::start(listener, &Serving::folder(&folder).at(&self.mount)).expect("the server starts");
        let page = Page::open(Driver::start(), server, project.target.join("screenshots"));
        page.resize(Size::new(self.size.0, self.size.1));
        page.prefer(self.theme);
        page.go("");
        journey(&page);
        page.expect_clean_console();
    }
}

/// A copy of the packed site that a journey may change.
///
/// # Panics
/// When there is no packed site.
pub fn copy_of_packed_site() -> tempfile::TempDir {
    let project = Project::find().expect("the journeys run inside the checkout");
    let copy = tempfile::tempdir().expect("a temporary folder can be made");
    copy_folder(&packed_site(&project), copy.path());
    copy
}

fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("the copy is writable");
    for entry in fs::read_dir(from).expect("the packed site is readable") {
        let entry = entry.expect("the packed site is readable");
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy_folder(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).expect("the copy is writable");
        }
    }
}

fn packed_site(project: &Project) -> PathBuf {
    let folder = env::var_os(DIST).map_or_else(|| project.dist(), PathBuf::from);
    assert!(
        folder.join("index.html").is_file(),
        "there is no packed site in {}: run `cargo xtask dist` first, or `cargo xtask test browser`, which does both",
        folder.display()
    );
    folder
}
