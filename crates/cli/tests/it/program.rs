//! The program itself, as a shell starts it.

use std::process::{Command, Stdio};

use crate::{ASK_FIRST, Folder, text};

fn program() -> Command {
    let mut program = Command::new(env!("CARGO_BIN_EXE_rehearsal"));
    program.env_remove("RUST_BACKTRACE").stdin(Stdio::null());
    program
}

#[test]
fn results_go_to_the_output_and_the_exit_code_says_how_it_went() {
    let code = |arguments: &[&str]| program().args(arguments).output().expect("the program starts").status.code();
    assert_eq!(code(&["check", ASK_FIRST]), Some(0));
    assert_eq!(code(&["run", ASK_FIRST]), Some(1));
    assert_eq!(code(&["run", "nothing"]), Some(2));
    assert_eq!(code(&["nonsense"]), Some(2));
    assert_eq!(code(&["--help"]), Some(0));
    assert_eq!(code(&["--version"]), Some(0));
}

#[test]
fn scenarios_are_found_by_their_ids_below_the_folder_scenarios() {
    let folder = Folder::new();
    folder.write("scenarios/ask-first/scenario.yaml", crate::altered("minutes: 3", "minutes: 4"));
    let run =
        |arguments: &[&str]| program().current_dir(folder.path()).args(arguments).output().expect("the program starts");
    assert_eq!(run(&["run", "ask-first", "--solution"]).status.code(), Some(0));
    assert_eq!(run(&["check"]).status.code(), Some(0));
    let near = String::from_utf8(run(&["run", "ask-frist"]).stderr).expect("UTF-8");
    assert!(near.ends_with("did you mean `ask-first`?\n"), "{near}");
}

#[test]
fn nothing_is_coloured_in_a_pipe() {
    for arguments in [&["run", ASK_FIRST, "--solution"][..], &["check", ASK_FIRST], &["--help"], &["run"]] {
        let output = program().args(arguments).output().expect("the program starts");
        assert!(!output.stdout.contains(&0x1b) && !output.stderr.contains(&0x1b), "{arguments:?}");
    }
}

#[test]
fn a_reader_that_leaves_early_is_no_panic() {
    for arguments in [&["schema"][..], &["run", ASK_FIRST, "--solution", "--format", "jsonl"], &["completions", "bash"]]
    {
        let mut child = program()
            .args(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        drop(child.stdout.take());
        let output = child.wait_with_output().expect("the program ends");
        assert_eq!(String::from_utf8_lossy(&output.stderr), "", "{arguments:?}");
        assert!(output.status.code().is_some_and(|code| code <= 1), "{arguments:?}: {:?}", output.status);
    }
}

#[test]
fn every_shell_gets_its_completions() {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let output = program().args(["completions", shell]).output().expect("the program starts");
        assert!(output.status.success() && String::from_utf8_lossy(&output.stdout).contains("solution"), "{shell}");
    }
}

#[test]
fn names_that_are_no_text_are_answered_too() {
    #[cfg(unix)]
    {
        use std::os::unix::ffi::OsStrExt;
        let name = std::ffi::OsStr::from_bytes(b"\xff\xfe.yaml");
        for command in ["check", "run", "import", "list"] {
            let output = program().arg(command).arg(name).output().expect("the program starts");
            assert!(output.status.code().is_some_and(|code| code == 1 || code == 2), "{command}: {output:?}");
        }
    }
}

#[test]
fn devices_and_folders_are_no_files() {
    let folder = Folder::new();
    let link = folder.path().join("scenario.yaml");
    #[cfg(unix)]
    std::os::unix::fs::symlink("/dev/zero", &link).expect("a link");
    for arguments in [["check", text(folder.path())], ["import", text(folder.path())], ["run", text(&link)]] {
        let output = program().args(arguments).output().expect("the program starts");
        assert_eq!(output.status.code(), Some(1), "{arguments:?}: {output:?}");
    }
}
