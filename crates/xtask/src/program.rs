//! The application compiled for the browser: from Rust to a module and its JavaScript.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use wasm_bindgen_cli_support::Bindgen;

use crate::commands::run;
use crate::order::by_likeness;
use crate::progress;
use crate::project::Project;
use crate::wasm_std::{Search, TARGET, WasmStd};

/// How much the compiler should care.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effort {
    /// What people download: small and fast, slow to build.
    Shipped,
    /// What a developer waits for: quick to rebuild, with names in backtraces.
    Quick,
}

impl Effort {
    fn profile(self) -> &'static str {
        match self {
            Self::Shipped => "wasm",
            Self::Quick => "dev",
        }
    }

    /// Cargo's folder for the profile; `dev` is the one that differs from its name.
    fn folder(self) -> &'static str {
        match self {
            Self::Shipped => "wasm",
            Self::Quick => "debug",
        }
    }
}

/// A module the browser can run.
#[derive(Debug, Clone)]
pub(crate) struct Program {
    /// The WebAssembly module.
    pub wasm: Vec<u8>,
    /// The JavaScript that loads it; its default export is the `init` function.
    pub glue: Vec<u8>,
    /// JavaScript that crates brought along, by the path the glue imports it from.
    pub snippets: BTreeMap<String, Vec<u8>>,
}

impl Program {
    /// Compiles the `rehearsal-web` package and prepares it for the browser.
    pub(crate) fn build(project: &Project, search: Search, effort: Effort) -> Result<Self> {
        let std = WasmStd::ensure(project, search, effort)?;
        let compiled = progress::loudly(&format!("compile for the browser ({} profile)", effort.profile()), || {
            compile(project, &std, effort)
        })?;
        let folder = project.target.join("bindgen").join(effort.profile());
        progress::quietly("wasm-bindgen", || bind(&compiled, &folder, effort))?;
        let mut program = Self::read(&folder)?;
        if effort == Effort::Shipped {
            program.wasm = progress::quietly("put like functions together", || by_likeness(&program.wasm))?;
        }
        Ok(program)
    }

    fn read(folder: &Path) -> Result<Self> {
        let mut snippets = BTreeMap::new();
        let snippets_folder = folder.join("snippets");
        if snippets_folder.is_dir() {
            for (name, path) in crate::site::files_below(&snippets_folder)? {
                snippets.insert(format!("snippets/{name}"), fs::read(path)?);
            }
        }
        Ok(Self { wasm: fs::read(folder.join("app_bg.wasm"))?, glue: fs::read(folder.join("app.js"))?, snippets })
    }
}

fn compile(project: &Project, std: &WasmStd, effort: Effort) -> Result<PathBuf> {
    let (mut command, target) = std.cargo_build(project);
    command.args(["--package", "rehearsal-web", "--profile", effort.profile()]);
    if effort == Effort::Shipped {
        let flags: Vec<String> =
            std.flags_for_size().iter().map(|flag| (*flag).to_owned()).chain(shortened_paths(project, std)).collect();
        command.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", flags.join(" "));
    }
    run(&mut command)?;
    Ok(target.join(TARGET).join(effort.folder()).join("rehearsal-web.wasm"))
}

/// Panic messages hold source paths: shortened, they are the same on every machine, and so is the file name.
fn shortened_paths(project: &Project, std: &WasmStd) -> Vec<String> {
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| std::env::home_dir().map(|home| home.join(".cargo")));
    let remap = |from: &Path, to: &str| format!("--remap-path-prefix={}={to}", from.display());
    let mut flags = vec![remap(&project.root, "rehearsal")];
    flags.extend(home.map(|home| remap(&home, "cargo")));
    flags.extend(std.source_folder().map(|folder| remap(folder, "rust")));
    // Cargo splits this variable at spaces; a path with one would break the build for a cosmetic gain.
    flags.retain(|flag| !flag.contains(' '));
    flags
}

fn bind(compiled: &Path, folder: &Path, effort: Effort) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder).with_context(|| format!("{} could not be cleared", folder.display()))?;
    }
    let mut bindgen = Bindgen::new();
    bindgen.input_path(compiled).out_name("app").typescript(false);
    bindgen.remove_name_section(effort == Effort::Shipped).remove_producers_section(effort == Effort::Shipped);
    bindgen.web(true)?.generate(folder).context("wasm-bindgen could not make the JavaScript for the module")
}
