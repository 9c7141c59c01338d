//! axe-core, the checker of accessibility that journeys put into a page.
//!
//! It is not ours and its licence (MPL-2.0) is another than ours, so it is no part of the sources: npm's own client
//! fetches one pinned version into the target folder, once, and its checksum is compared before it is used. Without
//! npm or a network the journeys that need it are left out, and that is said.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context as _, Result, bail};
use sha2::{Digest as _, Sha256};

use crate::commands::{answer, on_path};
use crate::project::Project;

const VERSION: &str = "4.14.1";

/// SHA-256 of `axe.min.js` of that version.
const CHECKSUM: &str = "29348999450cdf2849a8e70b7912fc2da85a849da39c0d0d5394f51d4a9ed95c";

/// The checker's one file, fetched when it is not there yet.
///
/// # Errors
/// Why it cannot be had. Nothing is left in its place then.
pub(crate) fn axe(project: &Project) -> Result<PathBuf> {
    let file = project.target.join(format!("axe-core/axe-{VERSION}.min.js"));
    if !file.is_file() {
        fetch(&file).context("axe-core cannot be fetched")?;
    }
    check(&fs::read(&file)?)?;
    Ok(file)
}

fn fetch(file: &PathBuf) -> Result<()> {
    if on_path(&["npm"]).is_none() {
        bail!("npm is not on the path");
    }
    let folder = file.with_extension("package");
    fs::create_dir_all(&folder)?;
    let wanted = format!("axe-core@{VERSION}");
    answer(Command::new("npm").args(["pack", "--silent", &wanted]).current_dir(&folder))?;
    let archive = format!("axe-core-{VERSION}.tgz");
    answer(Command::new("tar").args(["-xzf", &archive, "package/axe.min.js"]).current_dir(&folder))?;
    let script = fs::read(folder.join("package/axe.min.js"))?;
    check(&script)?;
    fs::write(file, script)?;
    fs::remove_dir_all(&folder)?;
    Ok(())
}

fn check(script: &[u8]) -> Result<()> {
    use std::fmt::Write as _;
    let found = Sha256::digest(script).iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").expect("writing to a string cannot fail");
        text
    });
    if found != CHECKSUM {
        bail!("axe-core {VERSION} has the checksum {found}, and {CHECKSUM} was expected");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_file_than_the_pinned_one_is_refused() {
        let error = check(b"something else").expect_err("it is another file");
        assert!(error.to_string().contains("was expected"), "{error}");
    }
}
