//! Files and folders: the only place that reads them.
//!
//! What is read is bounded, and whatever is wrong with a file is a diagnostic like any other.

use std::fs::{self, File};
use std::io::Read;
use std::path::{Component, Path, PathBuf};

use rehearsal_scenario::Files;
use rehearsal_source::{Code, Diagnostic, Source, Span};

use crate::terminal::Stop;

/// The name by which folders are searched.
pub(crate) const SCENARIO_FILE: &str = "scenario.yaml";

/// The file cannot be read from the disk. Look at its name and its permissions.
pub(crate) const CANNOT_READ: Code = Code("cannot-read");
/// The file is no text in UTF-8, nor in UTF-16 with its mark. Save it as UTF-8 in an editor.
pub(crate) const NOT_UTF8: Code = Code("not-utf-8");
/// The folder has no `scenario.yaml` at any depth.
pub(crate) const NO_SCENARIO: Code = Code("no-scenario");

/// How deep folders are searched; links that lead in circles end here.
const DEPTH_MAX: usize = 16;

/// A file that was to be read: its text, or why there is none.
#[derive(Debug)]
pub(crate) struct Reading {
    pub(crate) source: Source,
    pub(crate) problem: Option<Diagnostic>,
}

/// Reads a text file.
pub(crate) fn read(path: &Path) -> Reading {
    let name = shown(path);
    match text(path) {
        Ok(text) => Reading { source: Source::new(name, text), problem: None },
        Err(problem) => Reading { source: Source::new(name, ""), problem: Some(*problem) },
    }
}

/// Refuses a path that leads nowhere: then the command line is wrong, not a file.
pub(crate) fn require(path: &Path) -> Result<(), Stop> {
    match path.try_exists() {
        Ok(false) => Err(Stop::Usage(format!("`{}`: there is no such file", shown(path)))),
        // What cannot be looked at is told when it is read.
        Ok(true) | Err(_) => Ok(()),
    }
}

/// A path as messages write it, with slashes on every system.
pub(crate) fn shown(path: &Path) -> String {
    let text = path.to_string_lossy();
    if std::path::MAIN_SEPARATOR == '/' { text.into_owned() } else { text.replace(std::path::MAIN_SEPARATOR, "/") }
}

/// Text with the mark of UTF-16, as some shells write what they are told to redirect.
fn utf16(bytes: &[u8]) -> Option<String> {
    let pairs = |unit: fn([u8; 2]) -> u16| {
        let units: Vec<u16> = bytes[2..].chunks_exact(2).map(|pair| unit([pair[0], pair[1]])).collect();
        String::from_utf16(&units).ok()
    };
    match bytes {
        [0xFF, 0xFE, ..] if bytes.len().is_multiple_of(2) => pairs(u16::from_le_bytes),
        [0xFE, 0xFF, ..] if bytes.len().is_multiple_of(2) => pairs(u16::from_be_bytes),
        _ => None,
    }
}

fn text(path: &Path) -> Result<String, Box<Diagnostic>> {
    let refuse =
        |message: String, help: &str| Box::new(Diagnostic::error(CANNOT_READ, Span::default(), message).help(help));
    let cannot = |error: std::io::Error| {
        refuse(format!("the file cannot be read: {error}"), "check its name and your permissions")
    };
    if path.is_dir() {
        return Err(refuse("this is a folder, not a file".to_owned(), "name a file in it"));
    }
    let limit = u64::try_from(rehearsal_yaml::MAX_BYTES).unwrap_or(u64::MAX);
    let mut bytes = Vec::new();
    // One byte more than may be read tells a file at the limit from one beyond it, however long it is.
    File::open(path).and_then(|file| file.take(limit.saturating_add(1)).read_to_end(&mut bytes)).map_err(cannot)?;
    if bytes.len() > rehearsal_yaml::MAX_BYTES {
        return Err(Box::new(
            Diagnostic::error(
                rehearsal_yaml::codes::TOO_LARGE,
                Span::default(),
                format!("the file is longer than {} MiB", rehearsal_yaml::MAX_BYTES >> 20),
            )
            .help("a scenario or an exported pipeline is far shorter; is this the right file?"),
        ));
    }
    if let Some(text) = utf16(&bytes) {
        return Ok(text);
    }
    String::from_utf8(bytes).map_err(|error| {
        let valid = error.utf8_error().valid_up_to();
        let line = error.as_bytes()[..valid].split(|&byte| byte == b'\n').count();
        Box::new(
            Diagnostic::error(
                NOT_UTF8,
                Span::default(),
                format!("the file is not UTF-8 text: byte {} (in line {line}) belongs to no character", valid + 1),
            )
            .help("save it with the encoding UTF-8"),
        )
    })
}

/// Something to look at: a file, or a path that leads to none.
#[derive(Debug)]
pub(crate) enum Found {
    Scenario(PathBuf),
    Definition(PathBuf),
    Nothing(PathBuf, Diagnostic),
}

/// The files that paths name; folders are searched for scenarios, in the order of their names.
///
/// # Errors
/// A path leads nowhere.
pub(crate) fn find(paths: &[PathBuf]) -> Result<Vec<Found>, Stop> {
    paths.iter().try_for_each(|path| require(path))?;
    Ok(paths.iter().flat_map(|path| find_below(path)).collect())
}

fn find_below(path: &Path) -> Vec<Found> {
    if !path.is_dir() {
        let is_json = path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("json"));
        let path = path.to_owned();
        return vec![if is_json { Found::Definition(path) } else { Found::Scenario(path) }];
    }
    let mut scenarios = Vec::new();
    let mut problems = Vec::new();
    search(path, 0, &mut scenarios, &mut problems);
    if scenarios.is_empty() && problems.is_empty() {
        let problem = Diagnostic::error(
            NO_SCENARIO,
            Span::default(),
            format!("there is no `{SCENARIO_FILE}` in this folder or below it"),
        )
        .help("name a folder with scenarios, or a file");
        problems.push(Found::Nothing(path.to_owned(), problem));
    }
    scenarios.into_iter().map(Found::Scenario).chain(problems).collect()
}

fn search(folder: &Path, depth: usize, scenarios: &mut Vec<PathBuf>, problems: &mut Vec<Found>) {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) => {
            let problem =
                Diagnostic::error(CANNOT_READ, Span::default(), format!("the folder cannot be read: {error}"))
                    .help("check your permissions");
            problems.push(Found::Nothing(folder.to_owned(), problem));
            return;
        }
    };
    let mut paths: Vec<PathBuf> = entries.filter_map(Result::ok).map(|entry| entry.path()).collect();
    paths.sort();
    for path in paths {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if name == SCENARIO_FILE && !path.is_dir() {
            scenarios.push(path);
        } else if depth < DEPTH_MAX && !name.starts_with('.') && is_own_folder(&path) {
            search(&path, depth + 1, scenarios, problems);
        }
    }
}

/// Names of the folders in a folder, in order; empty when it cannot be read.
pub(crate) fn folders(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
    let mut names: Vec<String> = entries
        .filter(|entry| entry.path().join(SCENARIO_FILE).is_file())
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

/// A folder that is not a link: links could lead anywhere, even up.
fn is_own_folder(path: &Path) -> bool {
    path.symlink_metadata().is_ok_and(|metadata| metadata.is_dir())
}

/// The files beside a scenario; nothing outside its folder is ever read.
pub(crate) struct Beside(PathBuf);

impl Beside {
    pub(crate) fn scenario(path: &Path) -> Self {
        Self(path.parent().map(Path::to_owned).unwrap_or_default())
    }
}

impl Files for Beside {
    fn read(&self, name: &str) -> Option<String> {
        let mut components = Path::new(name).components();
        let (Some(Component::Normal(_)), None) = (components.next(), components.next()) else { return None };
        let path = self.0.join(name);
        let is_own_file = path.symlink_metadata().is_ok_and(|metadata| metadata.is_file());
        if is_own_file { text(&path).ok() } else { None }
    }
}
