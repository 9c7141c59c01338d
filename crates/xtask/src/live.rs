//! `cargo xtask serve`: the site in a developer's browser, rebuilt on change when asked.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver};
use std::time::Duration;

use anyhow::{Context as _, Result};
use notify::{EventKind, RecursiveMode, Watcher as _};
use tokio::sync::watch;

pub use crate::program::Effort;
use crate::program::Program;
use crate::progress;
use crate::project::Project;
use crate::server::{Server, Serving, bind};
use crate::site::{Purpose, Site};
use crate::wasm_std::Search;

/// The port that is tried when none was asked for.
const PORT_USUAL: u16 = 8080;

/// Editors write a file in several steps and formatters follow; a build starts when it has been this quiet.
const QUIET_TIME: Duration = Duration::from_millis(200);

/// What `serve` was asked to do.
#[derive(Debug, Clone, Copy)]
pub struct Wish {
    /// The port, when one was asked for.
    pub port: Option<u16>,
    /// Whether to rebuild on change.
    pub watch: bool,
    /// How much the compiler should care.
    pub effort: Effort,
    /// Where to look for the standard library.
    pub search: Search,
}

/// Builds, serves and does not come back.
///
/// # Errors
/// When no port can be had, or the first build fails and nothing is watched. While watching, a failed build is
/// reported and the last good one stays.
pub fn serve(project: &Project, wish: Wish) -> Result<()> {
    let folder = project.target.join("serve");
    // Before the build: whoever opens the page early waits for a connection instead of being refused.
    let listener = bind(wish.port.unwrap_or(PORT_USUAL)).context("no port is free on 127.0.0.1")?;
    let port = listener.local_addr()?.port();
    if !wish.watch {
        let (_publish, version) = watch::channel(build(project, wish, &folder)?);
        let server = Server::start(listener, &Serving::folder(&folder).reloading_with(version))?;
        say_address(&server, port, wish);
        server.wait();
        return Ok(());
    }
    // Before the build, too, so that what is saved while it runs is not missed.
    let changes = watch_sources(&project.root)?;
    let first = first_version(&changes, || build(project, wish, &folder))?;
    let (publish, version) = watch::channel(first);
    let server = Server::start(listener, &Serving::folder(&folder).reloading_with(version))?;
    say_address(&server, port, wish);
    for changed in changes.batches() {
        println!("\n{} changed", shown_below(&project.root, &changed));
        match build(project, wish, &folder) {
            // The server holds a receiver as long as it lives, and it lives as long as this loop.
            Ok(version) => drop(publish.send(version)),
            Err(error) => eprintln!("error: {error:#}\nThe page stays at the last version that could be built."),
        }
    }
    Ok(())
}

/// Builds until it succeeds, once for each change.
fn first_version(changes: &Changes, build: impl Fn() -> Result<String>) -> Result<String> {
    let mut outcome = build();
    let mut batches = changes.batches();
    while let Err(error) = &outcome {
        eprintln!("error: {error:#}\nThe next change is tried again.");
        if batches.next().is_none() {
            break;
        }
        outcome = build();
    }
    outcome
}

fn shown_below(root: &Path, path: &Path) -> String {
    path.strip_prefix(root).unwrap_or(path).display().to_string()
}

fn build(project: &Project, wish: Wish, folder: &Path) -> Result<String> {
    let program = Program::build(project, wish.search, wish.effort)?;
    progress::quietly("put the site together", || {
        let site = Site::assemble(&project.root, &program, Purpose::Serve)?;
        site.write_to(folder)?;
        Ok(site.version())
    })
}

fn say_address(server: &Server, port: u16, wish: Wish) {
    match wish.port {
        Some(asked) if asked != port && asked != 0 => println!("Port {asked} is taken, so a free one was chosen."),
        None if port != PORT_USUAL => println!("Port {PORT_USUAL} is taken, so a free one was chosen."),
        Some(_) | None => {}
    }
    println!("\nRehearsal is at {}", server.url());
    println!("{}Press Ctrl+C to stop.", if wish.watch { "It is rebuilt when a file changes. " } else { "" });
}

/// Files being watched; watching ends when this is dropped.
struct Changes {
    paths: Receiver<PathBuf>,
    _watcher: notify::RecommendedWatcher,
}

impl Changes {
    /// One path for each burst of changes.
    fn batches(&self) -> impl Iterator<Item = PathBuf> {
        std::iter::from_fn(|| {
            let first = self.paths.recv().ok()?;
            while self.paths.recv_timeout(QUIET_TIME).is_ok() {}
            Some(first)
        })
    }
}

/// Whether a change there can change the site. Editors' own files cannot, and neither can this tool.
fn is_source(path: &Path) -> bool {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let is_editors_own = name.starts_with('.') || name.starts_with('#') || name.ends_with('~') || name == "4913";
    let is_this_tool = path.components().any(|part| part.as_os_str() == "xtask");
    !is_editors_own && !is_this_tool
}

fn watch_sources(root: &Path) -> Result<Changes> {
    let (found, paths) = mpsc::channel();
    let mut watcher = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
        let Ok(event) = event else { return };
        if !matches!(event.kind, EventKind::Access(_)) {
            for path in event.paths.into_iter().filter(|path| is_source(path)) {
                // The receiver is gone only when serving has ended.
                let _ = found.send(path);
            }
        }
    })?;
    for part in ["web", "crates", "scenarios", "Cargo.toml"] {
        let path = root.join(part);
        if path.exists() {
            watcher.watch(&path, RecursiveMode::Recursive).with_context(|| format!("{part} cannot be watched"))?;
        }
    }
    Ok(Changes { paths, _watcher: watcher })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn saving_a_source_file_counts_and_an_editors_own_files_do_not() {
        assert!(is_source(Path::new("web/styles/gate.css")));
        assert!(is_source(Path::new("scenarios/01-first/scenario.yaml")));
        for own in ["web/src/.main.rs.swp", "web/src/main.rs~", "web/src/#main.rs#", "crates/xtask/src/live.rs"] {
            assert!(!is_source(Path::new(own)), "{own}");
        }
    }

    #[test]
    fn changes_close_together_are_one_batch() {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        std::fs::create_dir(folder.path().join("web")).expect("the folder is writable");
        let changes = watch_sources(folder.path()).expect("the folder can be watched");
        for name in ["a.rs", "b.rs"] {
            std::fs::write(folder.path().join("web").join(name), "x").expect("the folder is writable");
        }
        let first = changes.batches().next().expect("a change was made");
        assert!(first.ends_with("web/a.rs"), "{}", first.display());
        assert!(changes.paths.try_recv().is_err(), "the second change belongs to the first batch");
    }
}
