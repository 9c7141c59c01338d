//! The commands as a person meets them: what they print, and with which exit code they end.

#![expect(clippy::disallowed_methods, reason = "tests read and write files")]

mod check;
mod damaged;
mod hostile;
mod import;
mod program;
mod rehearse;
mod run;
mod schema;
mod why;

use std::path::{Path, PathBuf};

use rehearsal_cli::{Terminal, play};

/// The folder of the scenario that these tests play.
const ASK_FIRST: &str = "tests/scenarios/ask-first";

/// What a command left behind.
struct Outcome {
    code: u8,
    out: String,
    err: String,
}

/// Runs a command as in a pipe.
fn rehearsal(arguments: &[&str]) -> Outcome {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let code = play([&["rehearsal"], arguments].concat(), &mut Terminal::plain(&mut out, &mut err));
    let text = |bytes| String::from_utf8(bytes).expect("the program writes UTF-8");
    Outcome { code, out: text(out), err: text(err) }
}

/// A folder for one test, gone afterwards.
struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().expect("a place for temporary files"))
    }

    /// Writes a file, with its folders, and gives its path.
    fn write(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path().join(name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(&path, content).expect("a file");
        path
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    /// Text of a command without the place of this folder.
    fn without_place(&self, text: &str) -> String {
        text.replace(&format!("{}/", self.path().display()), "").replace(&self.path().display().to_string(), "folder")
    }
}

fn text(path: &Path) -> &str {
    path.to_str().expect("paths of tests are UTF-8")
}

/// The scenario of these tests with one text replaced by another.
fn altered(from: &str, to: &str) -> String {
    let whole =
        std::fs::read_to_string(Path::new(ASK_FIRST).join("scenario.yaml")).expect("the scenario of these tests");
    assert!(whole.contains(from), "the scenario has no `{from}`");
    whole.replacen(from, to, 1)
}
