//! Installing what is missing, where that is plainly welcome: on Debian and its children, as root.
//!
//! Everywhere else the caller prints what to install; nobody's machine is changed behind their back.

use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, Result};

use crate::commands::{answer, on_path, run};

/// Whether `apt_install` may be used: a throw-away machine or container, in practice.
pub(crate) fn is_debian_root() -> bool {
    let is_root = answer(Command::new("id").arg("-u")).is_ok_and(|id| id == "0");
    is_root && Path::new("/etc/debian_version").exists() && on_path(&["apt-get"]).is_some()
}

/// Installs Debian packages without questions. Fetches the package lists first, since fresh images have none.
pub(crate) fn apt_install(packages: &[&str]) -> Result<()> {
    run(apt().args(["update", "-qq"])).context("the package lists could not be fetched")?;
    run(apt().args(["install", "-qq", "--yes", "--no-install-recommends"]).args(packages))
}

fn apt() -> Command {
    let mut command = Command::new("apt-get");
    command.env("DEBIAN_FRONTEND", "noninteractive");
    command
}
