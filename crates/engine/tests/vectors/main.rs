//! The test vectors of `classic.md` §17, played; and the operations of its §12, row by row.
//!
//! Each file of `tests/vectors/classic` and `tests/vectors/operations` is one vector in a notation near that of the specification: what is
//! given, what happens, and what must come of it. Modules [`given`], [`events`] and [`expected`] each begin with
//! their part of the notation, and [`gates`] with all about gates.

#![expect(clippy::disallowed_methods, reason = "the vectors lie in files")]

mod coverage;
mod events;
mod expected;
mod gates;
mod given;
mod times;

use std::path::{Path, PathBuf};
use std::rc::Rc;

use rehearsal_engine::Engine;
use rehearsal_kernel::{Kernel, Seed, Settings};
use rehearsal_source::{Report, Source};
use serde::Deserialize;

/// A file.
#[derive(Debug, Deserialize)]
struct Vector {
    /// Number in the specification.
    id: String,
    /// What it shows, as a sentence.
    shows: String,
    /// How sure the specification is: D documented, R reported, A assumed.
    mark: String,
    /// Where the specification has it from.
    source: String,
    /// Its cases; most vectors have one.
    cases: Vec<Case>,
}

/// One run.
#[derive(Debug, Deserialize)]
struct Case {
    #[serde(default)]
    name: String,
    /// Empty when reading a file decides; crate `classic` checks those.
    #[serde(default)]
    given: Vec<String>,
    #[serde(default)]
    import: Option<String>,
    #[serde(default)]
    definition: Option<rehearsal_yaml::Node>,
    #[serde(default)]
    events: Vec<String>,
    expected: Vec<String>,
}

#[test]
fn every_vector_comes_out_as_specified() {
    let mut failures = Vec::new();
    for file in files("classic").into_iter().chain(files("operations")) {
        let vector = read(&file);
        for case in vector.cases.iter().filter(|case| case.import.is_none() && case.definition.is_none()) {
            failures.extend(play(case).into_iter().map(|failure| format!("{} {}: {failure}", vector.id, case.name)));
        }
    }
    assert!(failures.is_empty(), "{} expectations are not met:\n{}", failures.len(), failures.join("\n"));
}

/// The files of the vectors in a folder, in order.
fn files(folder: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/vectors").join(folder);
    let entries = std::fs::read_dir(folder).expect("the vectors are part of the checkout");
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.expect("a readable folder").path()).collect();
    files.sort();
    files
}

fn read(file: &Path) -> Vector {
    let name = file.file_name().expect("a file has a name").to_string_lossy().into_owned();
    let source = Source::new(name.clone(), std::fs::read_to_string(file).expect("a readable file"));
    let parse = rehearsal_yaml::parse_yaml(&source);
    let mut report = Report::new();
    let vector = parse.root.as_ref().and_then(|root| rehearsal_yaml::read::<Vector>(root, &mut report));
    assert!(
        parse.report.is_empty() && report.is_empty(),
        "{}{}",
        parse.report.to_lines(&source),
        report.to_lines(&source)
    );
    let vector = vector.expect("a report without errors comes with a vector");
    assert_eq!(name, format!("{}.yaml", vector.id), "a file is named after its vector");
    assert!(!vector.shows.is_empty() && !vector.source.is_empty(), "{name} says what it shows and where it comes from");
    assert!(["D", "R", "A", "A+"].iter().any(|mark| vector.mark.starts_with(mark)), "{name} has a mark");
    vector
}

/// What does not come out as expected.
fn play(case: &Case) -> Vec<String> {
    let given = given::read(&case.given);
    let mut world = given.world;
    world.script = events::read(&case.events, &given.clock, &world);
    let engine = match Engine::new(world) {
        Ok(engine) => engine,
        Err(problems) => {
            let said: Vec<&str> = problems.iter().map(|problem| problem.message.as_str()).collect();
            return expected::compare_unplayable(&case.expected, &said);
        }
    };
    let kernel = Kernel::new(Rc::new(engine), Seed(1), given.clock.start, Settings::DEFAULT);
    expected::compare(&case.expected, kernel, &given.clock)
}
