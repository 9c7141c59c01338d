//! Where the project is and what it consists of, as Cargo sees it.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use cargo_metadata::{Metadata, MetadataCommand, Package};

/// The checkout this tool was built from.
#[derive(Debug, Clone)]
pub struct Project {
    /// The folder of the workspace's `Cargo.toml`.
    pub root: PathBuf,
    /// Where builds go; follows `CARGO_TARGET_DIR` like Cargo itself.
    pub target: PathBuf,
    metadata: Metadata,
}

impl Project {
    /// Asks Cargo. The network is not needed.
    ///
    /// # Errors
    /// When the workspace's manifests cannot be read; the message is Cargo's own.
    pub fn find() -> Result<Self> {
        // `cargo run` says where it runs. What the compiler noted is another checkout's folder when several share one
        // target folder.
        let package = std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
        let metadata = MetadataCommand::new()
            .manifest_path(Path::new(&package).join("Cargo.toml"))
            .no_deps()
            .exec()
            .context("cargo metadata could not read the workspace")?;
        Ok(Self {
            root: metadata.workspace_root.clone().into(),
            target: metadata.target_directory.clone().into(),
            metadata,
        })
    }

    /// The packages of the workspace, by name.
    pub fn packages(&self) -> Vec<&Package> {
        let mut packages = self.metadata.workspace_packages();
        packages.sort_by(|a, b| a.name.cmp(&b.name));
        packages
    }

    /// Where the packed site goes unless the caller says otherwise.
    pub fn dist(&self) -> PathBuf {
        self.target.join("dist")
    }
}
