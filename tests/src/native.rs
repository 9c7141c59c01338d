//! The same run outside the browser, to hold the page against.

use std::fs;
use std::process::Command;

use crate::page::Page;

/// Names the command line application; `cargo xtask test` sets it.
const PROGRAM: &str = "REHEARSAL_PROGRAM";

/// The hash that the terminal prints for the run that the page has kept of a scenario.
///
/// # Panics
/// When nothing is kept yet, or the program is missing or fails.
#[track_caller]
pub fn native_fingerprint(page: &Page, id: &str) -> String {
    let progress = page.evaluate(&format!("return localStorage.getItem('rehearsal.progress.{id}')"));
    let progress: serde_json::Value =
        serde_json::from_str(progress.as_str().expect("the page keeps its progress")).expect("progress is JSON");
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let moves = folder.path().join("moves.json");
    fs::write(&moves, progress["save"].to_string()).expect("the folder is writable");
    let program = std::env::var_os(PROGRAM).expect("`cargo xtask test browser` names the program");
    let output = Command::new(program)
        .args(["run", id, "--format", "jsonl", "--commands"])
        .arg(&moves)
        .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
        .output()
        .expect("the program runs");
    let text = String::from_utf8(output.stdout).expect("the program writes UTF-8");
    let last = text.lines().last().unwrap_or_else(|| panic!("{}", String::from_utf8_lossy(&output.stderr)));
    let last: serde_json::Value = serde_json::from_str(last).expect("a line of JSON");
    last["hash"].as_str().expect("the hash comes last").to_owned()
}
