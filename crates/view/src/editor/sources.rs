//! "Add an artifact": the types of sources, and what there is of each.

use rehearsal_engine::{State, VersionKind, World};

use crate::strings;

/// A type of artifact source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ArtifactType {
    /// As in the product's JSON.
    pub id: &'static str,
    /// The word on its tile.
    pub label: &'static str,
    /// What its source is called.
    pub source: &'static str,
    /// True for those that are in view before "more artifact types" is chosen.
    pub is_common: bool,
}

const fn of(id: &'static str, label: &'static str, source: &'static str, is_common: bool) -> ArtifactType {
    ArtifactType { id, label, source, is_common }
}

/// The types of the page, in its order (`classic-ui.md` §5.4, `classic.md` §1.4).
pub const fn artifact_types() -> &'static [ArtifactType] {
    const TYPES: [ArtifactType; 9] = [
        of("Build", strings::SOURCE_BUILD, strings::SOURCE_BUILD_PIPELINE, true),
        of("Git", "Azure Repos", strings::SOURCE_REPOSITORY, true),
        of("GitHub", "GitHub", strings::SOURCE_REPOSITORY, true),
        of("TFVC", "TFVC", strings::SOURCE_REPOSITORY, true),
        of("PackageManagement", "Azure Artifacts", strings::SOURCE_PACKAGE, false),
        of("AzureContainerRepository", "Azure Container Registry", strings::SOURCE_IMAGE, false),
        of("DockerHub", "Docker Hub", strings::SOURCE_IMAGE, false),
        of("Jenkins", "Jenkins", strings::SOURCE_JOB, false),
        of("TeamCity", "TeamCity", strings::SOURCE_BUILD_CONFIGURATION, false),
    ];
    &TYPES
}

/// Names of the sources of a type that are known: what has versions, or will have some.
pub fn sources(world: &World, state: &State, artifact_type: &str) -> Vec<String> {
    let kind = VersionKind::of_type(artifact_type);
    let coming = world.builds.iter().map(|coming| &coming.build);
    let there = state.builds.iter().map(|completed| &*completed.build);
    let versions = coming.chain(there).filter(|build| build.kind == kind).map(|build| build.definition.clone());
    let pipelines = world.build_pipelines.iter().filter(|_| artifact_type == "Build").map(|one| one.name.clone());
    let mut names: Vec<String> = versions.chain(pipelines).collect();
    names.sort();
    names.dedup();
    names
}
