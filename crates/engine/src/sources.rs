//! Kinds of artifact sources (`classic.md` §1.4): what a version of each is, which default versions the
//! product offers for it, and whether a new version can create a release by itself.

use rehearsal_classic::{Artifact, DefaultVersion};
use serde::{Deserialize, Serialize};

/// What a version of an artifact is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum VersionKind {
    /// A completed build: of a build pipeline, of Jenkins, `TeamCity` or another server.
    #[default]
    Build,
    /// A commit of a Git repository (Azure Repos, GitHub, Bitbucket).
    Commit,
    /// A changeset of a TFVC repository.
    Changeset,
    /// A version of a package.
    Package,
    /// A tag of a container image.
    Image,
}

impl VersionKind {
    /// What the versions of an artifact of this type are; types of unknown extensions give builds.
    pub fn of_type(artifact_type: &str) -> Self {
        let is = |names: &[&str]| names.iter().any(|name| name.eq_ignore_ascii_case(artifact_type));
        if is(&["Git", "GitHub", "Bitbucket", "GitHubRelease"]) {
            Self::Commit
        } else if is(&["TFVC"]) {
            Self::Changeset
        } else if is(&["Nuget", "PackageManagement", "Npm", "Maven"]) {
            Self::Package
        } else if is(&["AzureContainerRepository", "DockerHub"]) {
            Self::Image
        } else {
            Self::Build
        }
    }

    /// True when versions lie on branches.
    pub const fn has_branches(self) -> bool {
        match self {
            Self::Build | Self::Commit | Self::Changeset => true,
            Self::Package | Self::Image => false,
        }
    }
}

/// Artifact types whose choices are known: those of the product itself and of its own extensions.
const KNOWN: [&str; 12] = [
    "Build",
    "Jenkins",
    "GitHub",
    "Git",
    "TFVC",
    "Nuget",
    "PackageManagement",
    "AzureContainerRepository",
    "DockerHub",
    "TeamCity",
    "ExternalTFSBuild",
    "ExternalTfsXamlBuild",
];

/// Artifact types whose versions never create a release by themselves (§1.4).
const WITHOUT_TRIGGER: [&str; 5] =
    ["TeamCity", "Team Build (external)", "ExternalTFSBuild", "ExternalTfsXamlBuild", "TFVC"];

/// Whether a new version of an artifact of this type can create a release by itself (§1.4): builds, Git, GitHub,
/// packages, images and Jenkins can; external TFS, `TeamCity` and TFVC cannot.
pub fn can_trigger(artifact_type: &str) -> bool {
    !WITHOUT_TRIGGER.iter().any(|name| name.eq_ignore_ascii_case(artifact_type))
}

/// The default versions that the product offers for an artifact type, by their ids in the product's JSON (§1.4).
/// The branch and tag choices are for builds of Azure Pipelines and for repositories.
pub fn default_versions(artifact_type: &str) -> &'static [&'static str] {
    if artifact_type.eq_ignore_ascii_case("Build") {
        return &[
            "latestType",
            "latestWithBranchAndTagsType",
            "latestWithBuildDefinitionBranchAndTagsType",
            "specificVersionType",
            "selectDuringReleaseCreationType",
        ];
    }
    match VersionKind::of_type(artifact_type) {
        VersionKind::Commit | VersionKind::Changeset => {
            &["latestFromBranchType", "specificVersionType", "selectDuringReleaseCreationType"]
        }
        VersionKind::Build | VersionKind::Package | VersionKind::Image => {
            &["latestType", "specificVersionType", "selectDuringReleaseCreationType"]
        }
    }
}

/// Whether the product offers an artifact's default version for its type. `Latest` always counts as offered, since
/// it stands for a file that says nothing, and so does all that an unknown extension writes.
pub(crate) fn offers(artifact: &Artifact) -> bool {
    let is_known = KNOWN.iter().any(|name| name.eq_ignore_ascii_case(&artifact.kind));
    if !is_known {
        return true;
    }
    let offered = default_versions(&artifact.kind);
    match artifact.default_version {
        DefaultVersion::Latest | DefaultVersion::Specific { .. } | DefaultVersion::SelectDuringReleaseCreation => true,
        DefaultVersion::LatestFromBranch { .. } => {
            offered.contains(&"latestFromBranchType") || offered.contains(&"latestWithBranchAndTagsType")
        }
        DefaultVersion::LatestFromDefaultBranch { .. } => {
            offered.contains(&"latestWithBuildDefinitionBranchAndTagsType")
        }
    }
}

/// The kind of versions of an artifact.
pub(crate) fn kind_of(artifact: &Artifact) -> VersionKind {
    VersionKind::of_type(&artifact.kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_source_has_its_own_versions_choices_and_triggers() {
        let table: Vec<String> = [
            "Build",
            "Jenkins",
            "GitHub",
            "Nuget",
            "Team Build (external)",
            "ExternalTFSBuild",
            "Git",
            "TFVC",
            "AzureContainerRepository",
            "TeamCity",
        ]
        .into_iter()
        .map(|name| {
            let kind = VersionKind::of_type(name);
            format!("{name}: {kind:?}, {} choices, triggers {}", default_versions(name).len(), can_trigger(name))
        })
        .collect();
        assert_eq!(
            table,
            [
                "Build: Build, 5 choices, triggers true",
                "Jenkins: Build, 3 choices, triggers true",
                "GitHub: Commit, 3 choices, triggers true",
                "Nuget: Package, 3 choices, triggers true",
                "Team Build (external): Build, 3 choices, triggers false",
                "ExternalTFSBuild: Build, 3 choices, triggers false",
                "Git: Commit, 3 choices, triggers true",
                "TFVC: Changeset, 3 choices, triggers false",
                "AzureContainerRepository: Image, 3 choices, triggers true",
                "TeamCity: Build, 3 choices, triggers false",
            ]
        );
    }
}
