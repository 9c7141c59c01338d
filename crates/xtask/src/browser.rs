//! Programs that look at the packed site through a real browser: the journeys, the pictures and the stopwatch.

use anyhow::{Result, bail};

use crate::commands::{cargo, on_path, run};
use crate::dist::dist;
use crate::install::{apt_install, is_debian_root};
use crate::project::Project;
use crate::wasm_std::Search;

/// Packs the site, then runs a program of `rehearsal-tests` on it.
///
/// # Errors
/// When the site cannot be packed, there is no browser, or the program fails.
pub fn look(project: &Project, search: Search, program: &str, words: &[String]) -> Result<()> {
    let folder = dist(project, None, search)?;
    ensure_browser()?;
    let mut command = cargo(&project.root);
    command.arg("run").args(crate::suite::TOOL_PROFILE);
    command.args(["--quiet", "--package", "rehearsal-tests", "--bin", program, "--"]).args(words);
    run(command.env("REHEARSAL_DIST", folder))
}

/// Finds Chromium and its driver, or installs them where that is welcome.
pub(crate) fn ensure_browser() -> Result<()> {
    let is_there =
        || on_path(&["chromedriver"]).is_some() && on_path(&["chromium", "google-chrome", "chrome"]).is_some();
    if is_there() {
        return Ok(());
    }
    if is_debian_root() {
        apt_install(&["chromium", "chromium-driver"])?;
    }
    if !is_there() {
        bail!(
            "the journeys need Chromium and ChromeDriver on the path; install them \
             (as root on Debian: `apt-get install chromium chromium-driver`) or leave them out with `--no-browser`"
        );
    }
    Ok(())
}
