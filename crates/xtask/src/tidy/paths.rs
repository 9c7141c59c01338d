//! Files name nothing that exists on one machine only.
//!
//! The agents that pipelines describe have well-known folders of their own; those are not machine paths but subject
//! matter, and stay allowed.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::Result;

use crate::commands::answer;

/// Folders of somebody's machine. Those ending in a slash and `*` are followed by a person's name.
const FOLDERS: &[&str] = &["/work/", "/tmp/", "/root/", "/home/*", "/Users/*"];

/// Homes of the hosted agents, which scenarios are about.
const AGENTS: &[&str] = &["vsts", "runner", "AzDevOps"];

/// One sentence for each line of a file under version control, or about to be, that names a machine path.
pub(super) fn problems(root: &Path) -> Result<Vec<String>> {
    let list = answer(Command::new("git").current_dir(root).args(["ls-files", "-co", "--exclude-standard", "-z"]))?;
    let mut problems = Vec::new();
    for file in list.split('\0').filter(|file| !file.is_empty() && *file != this_file()) {
        // What is not text, or was just deleted, holds no path anybody reads.
        let Ok(text) = fs::read_to_string(root.join(file)) else { continue };
        for (index, line) in text.lines().enumerate() {
            if let Some(path) = machine_path(line) {
                let number = index + 1;
                problems.push(format!("{file}:{number}: `{path}` exists on one machine only; use a relative path"));
            }
        }
    }
    Ok(problems)
}

/// The rule has to spell out what it forbids.
fn this_file() -> &'static str {
    "crates/xtask/src/tidy/paths.rs"
}

fn machine_path(line: &str) -> Option<&str> {
    FOLDERS.iter().find_map(|folder| {
        let (prefix, is_persons) = folder.strip_suffix('*').map_or((*folder, false), |prefix| (prefix, true));
        line.match_indices(prefix).find_map(|(start, _)| {
            let rest = &line[start + prefix.len()..];
            let name = rest.split(|c: char| !is_name(c)).next().unwrap_or_default();
            let is_agent = is_persons && (AGENTS.contains(&name) || name.is_empty());
            let is_start = !line[..start].ends_with(|c: char| is_name(c) || "/)}]>*~$%".contains(c));
            (is_start && !is_agent).then(|| &line[start..start + prefix.len() + name.len()])
        })
    })
}

fn is_name(c: char) -> bool {
    c.is_alphanumeric() || "._-".contains(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn homes_and_temporary_folders_are_found() {
        assert_eq!(machine_path("see /home/jane/notes.md"), Some("/home/jane"));
        assert_eq!(machine_path("`/tmp/out.txt`"), Some("/tmp/out.txt"));
        assert_eq!(machine_path("cd /work/project && make"), Some("/work/project"));
    }

    #[test]
    fn folders_of_agents_and_parts_of_other_paths_are_not() {
        for fine in [
            "/home/vsts/work/1/s/app.zip",
            "/Users/runner/work/1/a",
            "$(Agent.WorkFolder)/tmp/x",
            "https://example.com/tmp/x",
            "frame/work/flow",
            "the /home/ folder",
        ] {
            assert_eq!(machine_path(fine), None, "{fine}");
        }
    }
}
