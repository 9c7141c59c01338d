//! The standard library for WebAssembly: which compiler has it, and how to get it.
//!
//! Three ways, tried in order: the active toolchain has it; rustup adds it; Debian's own compiler builds it from its
//! source package. The last needs no host but a Debian mirror, and its compiler differs, so it gets its own folder.
//!
//! What ships is smaller by a sixth when the library is compiled along with the application, for size and without the
//! words of its panics. That takes its source, which rustup has as a component. Where it cannot be had, the library
//! serves as it was delivered, and the page works the same.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};
use clap::ValueEnum;

use crate::commands::{answer, cargo, on_path};
use crate::install::{apt_install, is_debian_root};
use crate::program::Effort;
use crate::progress;
use crate::project::Project;

/// The triple of the browser's machine.
pub(crate) const TARGET: &str = "wasm32-unknown-unknown";

/// Rustup retries for a long time when its host is out of reach; the next way is quicker than its patience.
const RUSTUP_TIME_MAX: Duration = Duration::from_secs(90);

/// Where the standard library is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Search {
    /// Every way, in order.
    Auto,
    /// Only the active toolchain, adding the target through rustup when it is missing.
    Rustup,
    /// Only Debian's compiler, which builds the standard library from source.
    Debian,
}

/// A compiler that can build for the browser.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum WasmStd {
    /// The active toolchain, with the target installed.
    Active,
    /// The active toolchain, which builds the standard library anew from the source that came with it.
    Source {
        /// Where that source is; only to keep its path out of the module.
        folder: PathBuf,
    },
    /// Debian's `rustc-web`, with a linker for WebAssembly.
    Debian {
        /// Called by rustc to link.
        linker: PathBuf,
    },
}

impl WasmStd {
    /// Finds or installs one and says which.
    pub(crate) fn ensure(project: &Project, search: Search, effort: Effort) -> Result<Self> {
        let (std, said) = match search {
            Search::Auto => Self::by_any_way(project)?,
            Search::Rustup => Self::by_rustup(project)?,
            Search::Debian => Self::by_debian()?,
        };
        progress::note(&format!("wasm std: {said}"));
        if std == Self::Active && effort == Effort::Shipped {
            return Ok(Self::from_source(project).unwrap_or_else(|reason| {
                progress::note(&format!("wasm std: as delivered, so the page is larger than it could be: {reason:#}"));
                std
            }));
        }
        Ok(std)
    }

    /// The standard library's source, and all it takes to build it.
    fn from_source(project: &Project) -> Result<Self> {
        if !knows_immediate_abort(project) {
            bail!("this compiler cannot leave out panic messages in the way known here");
        }
        let folder = sysroot(project)?.join("lib/rustlib/src/rust");
        let manifest = folder.join("library/Cargo.toml");
        if !manifest.is_file() {
            let rustup = on_path(&["rustup"]).context("the toolchain has no source beside it")?;
            progress::loudly("rustup component add rust-src", || {
                call_rustup(&rustup, &["component", "add", "rust-src"], &project.root)
            })?;
        }
        // Its own few dependencies come from the registry; better to know now than in the middle of a build.
        let mut fetch = cargo(&project.root);
        fetch.args(["fetch", "--quiet", "--locked", "--target", TARGET, "--manifest-path"]).arg(&manifest);
        answer(fetch.env("RUSTC_BOOTSTRAP", "1")).context("what it depends on cannot be fetched")?;
        progress::note("wasm std: built for size from its source (rust-src)");
        Ok(Self::Source { folder })
    }

    fn by_any_way(project: &Project) -> Result<(Self, String)> {
        let rustup = match Self::by_rustup(project) {
            Ok(found) => return Ok(found),
            Err(reason) => reason,
        };
        Self::by_debian().map_err(|debian| {
            anyhow::anyhow!(
                "no compiler here can build for {TARGET}.\n  \
                 with rustup: {rustup:#}\n  \
                 with Debian packages: {debian:#}\n\
                 Install one of them: `rustup target add {TARGET}`, \
                 or as root on Debian `apt-get install {}`.",
                DEBIAN_PACKAGES.join(" ")
            )
        })
    }

    fn by_rustup(project: &Project) -> Result<(Self, String)> {
        if is_installed(project)? {
            return Ok((Self::Active, format!("{TARGET} of the active toolchain")));
        }
        let rustup =
            on_path(&["rustup"]).context("the active toolchain lacks the target and rustup is not installed")?;
        progress::loudly(&format!("rustup target add {TARGET}"), || {
            call_rustup(&rustup, &["target", "add", TARGET], &project.root)
        })?;
        if !is_installed(project)? {
            bail!("rustup added {TARGET}, but not to the toolchain that is active here");
        }
        Ok((Self::Active, format!("{TARGET}, just added by rustup")))
    }

    fn by_debian() -> Result<(Self, String)> {
        if !debian_is_installed() {
            if !is_debian_root() {
                bail!("this is not Debian with root rights, so packages cannot be installed here");
            }
            progress::loudly(&format!("apt-get install {}", DEBIAN_PACKAGES.join(" ")), || {
                apt_install(DEBIAN_PACKAGES)
            })?;
        }
        let linker = wasm_linker().context("the packages are installed, but there is no wasm-ld on the path")?;
        let said = format!("built from source by Debian's rustc-web, linked by {}", linker.display());
        Ok((Self::Debian { linker }, said))
    }

    /// The start of a build command and the folder its results go to.
    ///
    /// Builds of the library have a folder of their own: what they need of the compiler differs.
    pub(crate) fn cargo_build(&self, project: &Project) -> (Command, PathBuf) {
        match self {
            Self::Active => {
                let mut command = cargo(&project.root);
                command.args(["build", "--target", TARGET]);
                (command, project.target.clone())
            }
            Self::Source { .. } => {
                let target = project.target.join("small-std");
                let mut command = cargo(&project.root);
                command.args(["build", "--target", TARGET, "--target-dir"]).arg(&target);
                build_std(&mut command);
                (command, target)
            }
            Self::Debian { linker } => {
                let target = project.target.join("debian-rustc");
                let mut command = Command::new(DEBIAN_CARGO);
                command
                    .current_dir(&project.root)
                    .args(["build", "--target", TARGET, "--target-dir"])
                    .arg(&target)
                    .env("RUSTC", DEBIAN_RUSTC)
                    .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", linker)
                    .env_remove("RUSTUP_TOOLCHAIN")
                    .env_remove("RUSTC_WRAPPER");
                build_std(&mut command);
                (command, target)
            }
        }
    }

    /// What the compiler is told for the sake of size, when it builds the library as well.
    pub(crate) fn flags_for_size(&self) -> &'static [&'static str] {
        match self {
            Self::Active => &[],
            Self::Source { .. } | Self::Debian { .. } => IMMEDIATE_ABORT,
        }
    }

    /// A folder whose path would otherwise be in the module.
    pub(crate) fn source_folder(&self) -> Option<&Path> {
        match self {
            Self::Source { folder } => Some(folder),
            Self::Active | Self::Debian { .. } => None,
        }
    }
}

/// A panic ends the program on the spot, without putting its message together first. The message would reach nobody
/// but the browser's console, and every `expect` and index pays for it.
const IMMEDIATE_ABORT: &[&str] = &["-Zunstable-options", "-Cpanic=immediate-abort"];

/// Has Cargo build the standard library, with algorithms chosen for size: its sorting alone would be 20 kB.
fn build_std(command: &mut Command) {
    command
        .env("RUSTC_BOOTSTRAP", "1")
        .env("CARGO_UNSTABLE_BUILD_STD", "std,panic_abort")
        .env("CARGO_UNSTABLE_BUILD_STD_FEATURES", "optimize_for_size");
}

fn knows_immediate_abort(project: &Project) -> bool {
    let asked = ["--target", TARGET, "--print", "cfg"];
    answer(rustc(project).args(IMMEDIATE_ABORT).args(asked).env("RUSTC_BOOTSTRAP", "1")).is_ok()
}

const DEBIAN_PACKAGES: &[&str] = &["rustc-web", "cargo-web", "rust-web-src", "lld-19"];
const DEBIAN_CARGO: &str = "/usr/bin/cargo";
const DEBIAN_RUSTC: &str = "/usr/bin/rustc";

fn rustc(project: &Project) -> Command {
    let mut command = Command::new(std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into()));
    // From the checkout, so that a toolchain chosen for it counts.
    command.current_dir(&project.root);
    command
}

fn sysroot(project: &Project) -> Result<PathBuf> {
    answer(rustc(project).args(["--print", "sysroot"])).map(PathBuf::from)
}

fn is_installed(project: &Project) -> Result<bool> {
    Ok(sysroot(project)?.join("lib/rustlib").join(TARGET).join("lib").is_dir())
}

fn call_rustup(rustup: &Path, words: &[&str], root: &Path) -> Result<()> {
    let called = format!("rustup {}", words.join(" "));
    let mut child = Command::new(rustup)
        .current_dir(root)
        .args(words)
        .stdin(Stdio::null())
        .spawn()
        .context("rustup could not be started")?;
    let deadline = Instant::now() + RUSTUP_TIME_MAX;
    loop {
        if let Some(status) = child.try_wait()? {
            if !status.success() {
                bail!("`{called}` ended with {status}");
            }
            return Ok(());
        }
        if Instant::now() > deadline {
            // Both fail only when the process has just ended by itself, which is as good.
            let _ = child.kill();
            let _ = child.wait();
            bail!("`{called}` was given up after {}", progress::seconds(RUSTUP_TIME_MAX));
        }
        thread::sleep(Duration::from_millis(50));
    }
}

fn debian_is_installed() -> bool {
    let source = Command::new("dpkg").args(["-s", "rust-web-src"]).output();
    source.is_ok_and(|output| output.status.success())
        && Path::new(DEBIAN_RUSTC).exists()
        && Path::new(DEBIAN_CARGO).exists()
        && wasm_linker().is_some()
}

fn wasm_linker() -> Option<PathBuf> {
    on_path(&["wasm-ld", "wasm-ld-19", "wasm-ld-20", "wasm-ld-18", "rust-lld"])
}
