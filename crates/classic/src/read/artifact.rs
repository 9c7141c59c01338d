//! Artifacts and their default versions.

use std::collections::BTreeMap;

use rehearsal_source::{Diagnostic, Span, Spanned, quoted};

use super::reading::{Path, Reading};
use crate::wire::{self, Text};
use crate::{Artifact, DefaultVersion, Reference, codes};

type References = BTreeMap<String, Reference>;

/// The artifacts in the order of the file; exactly one is primary when there is any.
pub(crate) fn artifacts(
    reading: &mut Reading<'_>,
    path: &Path<'_>,
    given: Vec<Spanned<wire::Artifact>>,
    aliases: &[Text],
) -> Vec<Artifact> {
    let primaries: Vec<(usize, Span)> = given
        .iter()
        .enumerate()
        .filter(|(_, artifact)| artifact.is_primary == Some(true))
        .map(|(index, artifact)| (index, artifact.alias.as_ref().map_or(artifact.span, |alias| alias.span)))
        .collect();
    say_which_is_primary(reading, &primaries, aliases);
    let primary = primaries.first().map_or(0, |&(index, _)| index);
    given
        .into_iter()
        .enumerate()
        .map(|(index, artifact)| Artifact {
            is_primary: index == primary,
            ..one(reading, &path.index(index), artifact, aliases[index].value.clone())
        })
        .collect()
}

/// The alias of each artifact: as given, or an underscore and the name of its source (§1.4).
pub(crate) fn aliases(reading: &mut Reading<'_>, given: &[Spanned<wire::Artifact>]) -> Vec<Text> {
    let mut aliases: Vec<Text> = Vec::with_capacity(given.len());
    for artifact in given {
        let alias = alias_of(reading, aliases.len(), artifact);
        if let Some(first) = aliases.iter().find(|other| !alias.is_empty() && other.value == alias.value) {
            reading.push(
                Diagnostic::error(
                    codes::DUPLICATE_ALIAS,
                    alias.span,
                    format!("two artifacts have the alias `{}`", alias.value),
                )
                .note(first.span, "the first one")
                .help("give each artifact an alias of its own; it is the name of its download folder"),
            );
        }
        aliases.push(alias);
    }
    aliases
}

fn alias_of(reading: &mut Reading<'_>, position: usize, artifact: &Spanned<wire::Artifact>) -> Text {
    match &artifact.alias {
        Some(alias) if !alias.is_empty() => alias.clone(),
        _ => {
            let source = artifact
                .definition_reference
                .iter()
                .flatten()
                .find(|(key, _)| key.value == "definition")
                .and_then(|(_, reference)| reference.as_ref()?.name.clone())
                .filter(|name| !name.is_empty());
            if let Some(source) = source {
                return source.map(|name| format!("_{name}"));
            }
            let help = "give it an `alias`; it is the name of its download folder";
            let stand_in = format!("Artifact {}", position + 1);
            Text::new(reading.nameless(artifact.span, "an artifact has no alias", help, stand_in), artifact.span)
        }
    }
}

fn say_which_is_primary(reading: &mut Reading<'_>, primaries: &[(usize, Span)], aliases: &[Text]) {
    match primaries {
        [] if aliases.len() > 1 => reading.push(
            Diagnostic::notice(
                codes::PRIMARY_ARTIFACT,
                aliases[0].span,
                format!("no artifact is primary, so `{}` is", aliases[0].value),
            )
            .help("set `isPrimary: true` at the artifact that names releases"),
        ),
        [] | [_] => {}
        [(kept, first), (_, second), ..] => reading.push(
            Diagnostic::notice(
                codes::PRIMARY_ARTIFACT,
                *second,
                format!("several artifacts are primary; only `{}` stays so", aliases[*kept].value),
            )
            .note(*first, "this one stays primary")
            .help("remove `isPrimary` from all other artifacts"),
        ),
    }
}

fn one(reading: &mut Reading<'_>, path: &Path<'_>, mut given: Spanned<wire::Artifact>, alias: String) -> Artifact {
    let mark = reading.kept_so_far();
    reading.keep(path, &mut given.value);
    let references_path = path.field("definitionReference");
    let mut default_version_span = given.span;
    let references: References = given
        .value
        .definition_reference
        .unwrap_or_default()
        .into_iter()
        .map(|(key, reference)| {
            let mut reference = reference.unwrap_or_default();
            reading.keep(&references_path.field(&key), &mut reference);
            if let (TYPE, Some(id)) = (key.as_str(), &reference.id) {
                default_version_span = id.span;
            }
            let text = |text: Option<Text>| text.map(|text| text.value).unwrap_or_default();
            (key.value, Reference { id: text(reference.id), name: text(reference.name) })
        })
        .collect();
    if let Some(unknown) = references.get(TYPE).filter(|kind| !kind.id.is_empty() && !TYPES.contains(&&*kind.id)) {
        reading.push(
            Diagnostic::notice(
                codes::DEFAULT_VERSION,
                default_version_span,
                format!("the default version `{}` is not known; the latest is taken", unknown.id),
            )
            .suggest(&unknown.id, TYPES),
        );
    }
    check_type(reading, given.value.r#type.as_ref());
    let artifact = Artifact {
        alias,
        kind: given.value.r#type.filter(|kind| !kind.is_empty()).map_or_else(|| "Build".to_owned(), |kind| kind.value),
        is_primary: false,
        source: source(&references),
        default_version: default_version(&references).unwrap_or_default(),
        references: references.clone(),
        extra: reading.take_kept(mark, path),
    };
    // What the model says by itself need not be said twice.
    let without_default: References =
        references.iter().filter(|(key, _)| !DEFAULT_VERSION_KEYS.contains(&&***key)).map(own).collect();
    let shorter = Artifact { references: without_default, ..artifact.clone() };
    if written_references(&shorter) == references { shorter } else { artifact }
}

/// The types of the product and of its own extensions; others come from the marketplace.
const ARTIFACT_TYPES: [&str; 16] = [
    "Build",
    "Jenkins",
    "Git",
    "GitHub",
    "GitHubRelease",
    "Bitbucket",
    "TFVC",
    "Nuget",
    "Npm",
    "Maven",
    "PackageManagement",
    "AzureContainerRepository",
    "DockerHub",
    "TeamCity",
    "ExternalTFSBuild",
    "ExternalTfsXamlBuild",
];

/// An author may mean a type of the marketplace, but probably mistyped one of the product's.
fn check_type(reading: &mut Reading<'_>, given: Option<&Text>) {
    let Some(given) = given.filter(|given| !given.is_empty() && !reading.is_tolerant()) else { return };
    if !ARTIFACT_TYPES.iter().any(|known| known.eq_ignore_ascii_case(given)) {
        let message = format!("no artifact type {} is known; its versions are played as builds", quoted(given));
        reading.push(Diagnostic::warning(codes::ARTIFACT_TYPE, given.span, message).suggest(given, ARTIFACT_TYPES));
    }
}

fn own((key, reference): (&String, &Reference)) -> (String, Reference) {
    (key.clone(), reference.clone())
}

const TYPE: &str = "defaultVersionType";
const BRANCH: &str = "defaultVersionBranch";
const TAGS: &str = "defaultVersionTags";
const SPECIFIC: &str = "defaultVersionSpecific";
const DEFAULT_VERSION_KEYS: [&str; 4] = [TYPE, BRANCH, TAGS, SPECIFIC];

const TYPES: [&str; 6] = [
    "latestType",
    "latestFromBranchType",
    "latestWithBranchAndTagsType",
    "latestWithBuildDefinitionBranchAndTagsType",
    "specificVersionType",
    "selectDuringReleaseCreationType",
];

/// The references as the product writes them: those of the model, and what its other fields add.
pub(crate) fn written_references(artifact: &Artifact) -> References {
    let mut references = artifact.references.clone();
    if source(&references) != artifact.source {
        references.entry("definition".to_owned()).or_default().name.clone_from(&artifact.source);
    }
    // What says nothing that anybody knows is read as the latest, and comes back as it was.
    let says_something = || DEFAULT_VERSION_KEYS.iter().any(|key| references.contains_key(*key));
    let found = default_version(&references).or_else(|| says_something().then_some(DefaultVersion::Latest));
    if found.as_ref() != Some(&artifact.default_version) {
        references.retain(|key, _| !DEFAULT_VERSION_KEYS.contains(&key.as_str()));
        references.extend(default_version_references(artifact));
    }
    references
}

/// The name of what is behind an artifact: its build pipeline, repository or package.
fn source(references: &References) -> String {
    ["definition", "repository"]
        .into_iter()
        .filter_map(|key| references.get(key))
        .map(named)
        .find(|name| !name.is_empty())
        .unwrap_or_default()
}

fn named(reference: &Reference) -> String {
    if reference.name.is_empty() { reference.id.clone() } else { reference.name.clone() }
}

/// The default version that references express; none when they do not say, or say something unknown.
fn default_version(references: &References) -> Option<DefaultVersion> {
    let text = |key: &str| references.get(key).map(named).unwrap_or_default();
    let branch = || {
        let branch = text(BRANCH);
        super::filter::plain_branch(if branch.is_empty() { text("branch") } else { branch })
    };
    let tags = || super::filter::tag_list(&text(TAGS));
    match references.get(TYPE)?.id.as_str() {
        "latestType" => Some(DefaultVersion::Latest),
        "latestFromBranchType" | "latestWithBranchAndTagsType" => {
            Some(DefaultVersion::LatestFromBranch { branch: branch(), tags: tags() })
        }
        "latestWithBuildDefinitionBranchAndTagsType" => Some(DefaultVersion::LatestFromDefaultBranch { tags: tags() }),
        "specificVersionType" => Some(DefaultVersion::Specific { version: text(SPECIFIC) }),
        "selectDuringReleaseCreationType" => Some(DefaultVersion::SelectDuringReleaseCreation),
        _ => None,
    }
}

fn default_version_references(artifact: &Artifact) -> Vec<(String, Reference)> {
    let reference =
        |key: &str, id: &str, name: &str| (key.to_owned(), Reference { id: id.to_owned(), name: name.to_owned() });
    let plain = |key: &str, text: &str| reference(key, text, text);
    match &artifact.default_version {
        DefaultVersion::Latest => vec![reference(TYPE, "latestType", "Latest")],
        DefaultVersion::LatestFromBranch { branch, tags } if artifact.kind.eq_ignore_ascii_case("Build") => vec![
            reference(TYPE, "latestWithBranchAndTagsType", "Latest from a specific branch with tags"),
            plain(BRANCH, branch),
            plain(TAGS, &tags.join(",")),
        ],
        DefaultVersion::LatestFromBranch { branch, tags } => vec![
            reference(TYPE, "latestFromBranchType", "Latest from the default branch"),
            plain(BRANCH, branch),
            plain(TAGS, &tags.join(",")),
        ],
        DefaultVersion::LatestFromDefaultBranch { tags } => vec![
            reference(
                TYPE,
                "latestWithBuildDefinitionBranchAndTagsType",
                "Latest from the build pipeline default branch with tags",
            ),
            plain(TAGS, &tags.join(",")),
        ],
        DefaultVersion::Specific { version } => {
            vec![reference(TYPE, "specificVersionType", "Specific version"), plain(SPECIFIC, version)]
        }
        DefaultVersion::SelectDuringReleaseCreation => {
            vec![reference(TYPE, "selectDuringReleaseCreationType", "Specify at the time of release creation")]
        }
    }
}
