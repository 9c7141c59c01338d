//! House rules that no compiler checks, as sentences that say how to mend what they find.

mod arrows;
mod paths;

use std::fs;
use std::path::Path;

use anyhow::{Result, bail};
use cargo_metadata::{DependencyKind, Package};

use crate::project::Project;
use arrows::Arrow;

/// Prints every broken rule.
///
/// # Errors
/// When there is one.
pub fn check(project: &Project) -> Result<()> {
    let problems = problems(project)?;
    for problem in &problems {
        eprintln!("tidy: {problem}");
    }
    if problems.is_empty() {
        eprintln!("{} crates checked, every rule holds", project.packages().len());
        return Ok(());
    }
    bail!("{} of the house rules are broken", problems.len())
}

/// Every broken rule of the checkout, one sentence each.
///
/// # Errors
/// When the checkout cannot be read.
pub fn problems(project: &Project) -> Result<Vec<String>> {
    let packages = project.packages();
    let mut problems = arrows::problems(&arrows_between(&packages));
    for package in &packages {
        problems.extend(manifest_problems(package)?);
    }
    problems.extend(map_problems(&project.root)?);
    problems.extend(paths::problems(&project.root)?);
    Ok(problems)
}

/// What each crate of the workspace uses of the others when it is built; dependencies of tests are free.
fn arrows_between(packages: &[&Package]) -> Vec<Arrow> {
    let mut arrows = Vec::new();
    for package in packages {
        let to = package.dependencies.iter().filter(|dependency| {
            dependency.kind != DependencyKind::Development && dependency.name.starts_with(arrows::PREFIX)
        });
        arrows.push(Arrow { from: package.name.to_string(), to: to.map(|used| used.name.clone()).collect() });
    }
    arrows
}

fn manifest_problems(package: &Package) -> Result<Vec<String>> {
    let mut problems = Vec::new();
    let manifest = &package.manifest_path;
    let name = &package.name;
    if !name.starts_with(arrows::PREFIX) {
        problems.push(format!("{manifest}: name the package `{}{name}`, like its siblings", arrows::PREFIX));
    }
    if package.description.as_deref().is_none_or(|text| text.trim().is_empty()) {
        problems.push(format!("{manifest}: add a one-line `description` that says the crate's one job"));
    }
    let text = fs::read_to_string(manifest)?;
    if !has_workspace_lints(&text) {
        problems.push(format!("{manifest}: add a `[lints]` section with `workspace = true`"));
    }
    Ok(problems)
}

fn has_workspace_lints(manifest: &str) -> bool {
    let mut lines = manifest.lines().map(str::trim).skip_while(|line| *line != "[lints]").skip(1);
    lines.find(|line| !line.is_empty() && !line.starts_with('#')) == Some("workspace = true")
}

/// The map of the code, once there is one, names every crate.
fn map_problems(root: &Path) -> Result<Vec<String>> {
    let map = root.join("crates/README.md");
    if !map.is_file() {
        return Ok(Vec::new());
    }
    let text = fs::read_to_string(&map)?;
    let mut folders = Vec::new();
    for entry in fs::read_dir(root.join("crates"))? {
        let entry = entry?;
        if entry.path().is_dir() {
            folders.push(entry.file_name().to_string_lossy().into_owned());
        }
    }
    folders.sort();
    let unlisted = folders.into_iter().filter(|folder| !lists(&text, folder));
    Ok(unlisted.map(|folder| format!("crates/README.md: add `{folder}` and its one job to the map")).collect())
}

/// A folder counts as listed when its name stands in code quotes or is linked to.
fn lists(map: &str, folder: &str) -> bool {
    [format!("`{folder}`"), format!("[{folder}]"), format!("`{folder}/`"), format!("`crates/{folder}`")]
        .iter()
        .any(|form| map.contains(form))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lints_count_only_when_they_come_from_the_workspace() {
        assert!(has_workspace_lints("[package]\n\n[lints]\nworkspace = true\n"));
        assert!(!has_workspace_lints("[package]\nversion.workspace = true\n"));
        assert!(!has_workspace_lints("[lints]\n[dependencies]\nworkspace = true\n"));
    }

    #[test]
    fn a_crate_is_listed_by_its_name_in_code_quotes_or_a_link() {
        assert!(lists("| `engine` | the rules |", "engine"));
        assert!(lists("- [view](view): what a screen shows", "view"));
        assert!(!lists("the engineers of the engine", "engine"));
    }
}
