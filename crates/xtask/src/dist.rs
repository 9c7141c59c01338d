//! `cargo xtask dist`: the static folder any web server can host.

use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::program::{Effort, Program};
use crate::progress;
use crate::project::Project;
use crate::site::{Purpose, Site};
use crate::wasm_std::Search;
use crate::weight;

/// Builds, packs, weighs and writes the site; gives the folder.
///
/// # Errors
/// When a step fails, `out` holds files of someone else, or the site is heavier than its budget. In the last case the
/// folder has been written all the same, so that it can be looked at.
pub fn dist(project: &Project, out: Option<&Path>, search: Search) -> Result<PathBuf> {
    let folder = out.map_or_else(|| project.dist(), Path::to_path_buf);
    let program = Program::build(project, search, Effort::Shipped)?;
    let (site, weights) = progress::quietly("pack and compress", || {
        let mut site = Site::assemble(&project.root, &program, Purpose::Dist)?;
        let weights = weight::compress(&mut site)?;
        site.write_to(&folder)?;
        Ok((site, weights))
    })?;
    print!("{}", weights.table());
    println!("{} files (version {}) in {}", site.files().count(), site.version(), folder.display());
    weights.check_budget()?;
    Ok(folder)
}
