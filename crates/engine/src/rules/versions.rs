//! Which versions an artifact can take, and which it takes by itself (`classic.md` §1.4).

use rehearsal_classic::{Artifact, DefaultVersion};

use crate::BuildId;
use crate::sources::{VersionKind, kind_of};
use crate::state::State;
use crate::world::{Build, World};

/// Whether a version is one of an artifact: same source, same kind. A build pipeline and the repository it builds
/// often have one name.
pub(crate) fn is_of(artifact: &Artifact, build: &Build) -> bool {
    build.kind == kind_of(artifact) && build.definition.eq_ignore_ascii_case(&artifact.source)
}

/// Versions that can be chosen for an artifact, newest first: builds must have succeeded, maybe with issues.
pub fn versions(state: &State, artifact: &Artifact) -> Vec<BuildId> {
    newest_first(state, artifact).collect()
}

fn newest_first<'a>(state: &'a State, artifact: &'a Artifact) -> impl Iterator<Item = BuildId> + 'a {
    (0..state.builds.len()).rev().map(BuildId::at).filter(move |&id| {
        let build = state.build(id);
        is_of(artifact, build) && build.is_good()
    })
}

/// The version an artifact takes when a trigger creates the release; "specify at creation" takes the
/// latest then (§1.4). Of a Git or TFVC repository without a branch the default branch is meant.
pub(crate) fn automatic_version(world: &World, state: &State, artifact: &Artifact) -> Option<BuildId> {
    let mut versions = newest_first(state, artifact);
    let tagged = |id: BuildId, tags: &[String]| tags.iter().all(|tag| state.build(id).tags.contains(tag));
    let default_branch = || state.default_branch(world, &artifact.source);
    match &artifact.default_version {
        DefaultVersion::Latest => match kind_of(artifact) {
            VersionKind::Commit | VersionKind::Changeset => {
                versions.find(|&id| state.build(id).branch == default_branch())
            }
            VersionKind::Build | VersionKind::Package | VersionKind::Image => versions.next(),
        },
        DefaultVersion::SelectDuringReleaseCreation => versions.next(),
        DefaultVersion::LatestFromBranch { branch, tags } => {
            let branch = match kind_of(artifact) {
                VersionKind::Commit | VersionKind::Changeset if branch.is_empty() => default_branch(),
                VersionKind::Commit
                | VersionKind::Changeset
                | VersionKind::Build
                | VersionKind::Package
                | VersionKind::Image => branch,
            };
            versions.find(|&id| (branch.is_empty() || state.build(id).branch == *branch) && tagged(id, tags))
        }
        DefaultVersion::LatestFromDefaultBranch { tags } => {
            versions.find(|&id| state.build(id).branch == default_branch() && tagged(id, tags))
        }
        DefaultVersion::Specific { version } => versions.find(|&id| state.build(id).number == *version),
    }
}

/// The version offered when a person creates a release; none when the pipeline wants it chosen.
pub fn offered_version(world: &World, state: &State, artifact: &Artifact) -> Option<BuildId> {
    match artifact.default_version {
        DefaultVersion::SelectDuringReleaseCreation => None,
        DefaultVersion::Latest
        | DefaultVersion::LatestFromBranch { .. }
        | DefaultVersion::LatestFromDefaultBranch { .. }
        | DefaultVersion::Specific { .. } => automatic_version(world, state, artifact),
    }
}
