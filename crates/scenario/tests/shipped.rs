//! Every scenario that ships can be played, and teaches what it says.

#![expect(clippy::disallowed_methods, reason = "tests read the shipped files")]

use std::path::{Path, PathBuf};
use std::rc::Rc;

use rehearsal_scenario::{NoFiles, Scenario, check, load};
use rehearsal_source::Source;

fn shipped() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scenarios");
    let entries = std::fs::read_dir(folder).expect("the scenarios ship with the crate");
    let mut files: Vec<PathBuf> = entries
        .map(|entry| entry.expect("a readable folder").path().join("scenario.yaml"))
        .filter(|file| file.is_file())
        .collect();
    files.sort();
    files
}

fn scenario(path: &Path) -> (Source, Rc<Scenario>) {
    let text = std::fs::read_to_string(path).expect("a readable file");
    let source = Source::new(path.display().to_string(), text);
    let loaded = load(&source, &NoFiles);
    assert!(loaded.report.is_empty(), "{}", loaded.report.to_lines(&source));
    (source, Rc::new(loaded.scenario.expect("a report without errors comes with a scenario")))
}

#[test]
fn each_shipped_scenario_is_solved_by_its_solution_only() {
    let files = shipped();
    assert!(!files.is_empty(), "there are scenarios");
    for file in files {
        let (source, scenario) = scenario(&file);
        let report = check(&scenario);
        assert!(report.is_empty(), "{}", report.to_lines(&source));
    }
}

#[test]
fn each_folder_is_named_after_its_scenario() {
    for file in shipped() {
        let folder = file.parent().and_then(Path::file_name).expect("a folder").to_string_lossy().into_owned();
        assert_eq!(scenario(&file).1.id, folder);
    }
}
