//! The pipeline as a whole: names that must be unique, and stages that must not wait in a circle.

use std::collections::{BTreeMap, BTreeSet};

use rehearsal_pipeline::{StageGraph, Variable, Variables};
use rehearsal_source::{Diagnostic, Span, Spanned};

use super::artifact::{aliases, artifacts};
use super::filter::triggers;
use super::reading::{Bounds, Path, Reading};
use super::stage::{Edge, StagePlace, by_rank, rank_of, stage};
use crate::wire::{self, Int, Text};
use crate::{ReleaseDefinition, Stage, codes};

/// More stages than any page shows; some checks look at each pair.
pub(crate) const STAGES_MAX: usize = 500;
/// More artifacts than any page shows.
pub(crate) const ARTIFACTS_MAX: usize = 200;

/// The names that parts of a definition refer to.
pub(crate) struct Outline<'a> {
    /// Names of the stages in the order of their ranks.
    pub(crate) stages: &'a [Text],
    /// Aliases of the artifacts in the order of the file.
    pub(crate) aliases: &'a [Text],
    /// Secrecy of the pipeline's variables.
    pub(crate) secrecy: &'a Secrecy,
}

impl Outline<'_> {
    /// The number of the stage of this name, without regard to case.
    pub(crate) fn stage(&self, name: &str) -> Option<usize> {
        self.stages.iter().position(|stage| stage.eq_ignore_ascii_case(name))
    }
}

/// Which variables of one scope are secret, by name without case.
pub(crate) struct Secrecy(BTreeMap<String, bool>);

impl Secrecy {
    pub(crate) fn of(variables: &Variables) -> Self {
        Self(variables.iter().map(|(name, variable)| (name.to_lowercase(), variable.is_secret)).collect())
    }

    /// Whether the variable is secret; none when the scope does not have it.
    pub(crate) fn find(&self, name: &str) -> Option<bool> {
        self.0.get(&name.to_lowercase()).copied()
    }
}

const ID: Bounds = Bounds::any("the id of a pipeline");
const REVISION: Bounds = Bounds::any("the revision of a pipeline");
const GROUP: Bounds = Bounds::any("the number of a variable group");

/// The definition that the file describes.
pub(crate) fn definition(reading: &mut Reading<'_>, mut given: wire::Definition) -> ReleaseDefinition {
    let path = Path::Root;
    reading.keep(&path, &mut given);
    let variables = variables(reading, &path.field("variables"), given.variables);
    let given_artifacts = no_more_than(reading, ARTIFACTS_MAX, "artifacts", given.artifacts);
    let given_stages = no_more_than(reading, STAGES_MAX, "environments", given.environments);
    let aliases = aliases(reading, &given_artifacts);
    ReleaseDefinition {
        id: reading.number((&path, "id"), given.id, 0, &ID),
        name: pipeline_name(reading, given.name),
        path: given.path.filter(|path| !path.is_empty()).unwrap_or_else(|| "\\".to_owned()),
        revision: reading.number((&path, "revision"), given.revision, 1, &REVISION).max(1),
        description: given.description.unwrap_or_default(),
        release_name_format: given.release_name_format.unwrap_or_default(),
        variable_groups: group_numbers(reading, &path, given.variable_groups),
        artifacts: artifacts(reading, &path.field("artifacts"), given_artifacts, &aliases),
        triggers: triggers(reading, &path.field("triggers"), given.triggers.unwrap_or_default(), &aliases),
        stages: stages(reading, &path.field("environments"), given_stages, &aliases, &variables),
        variables,
        tags: given.tags.unwrap_or_default(),
        is_disabled: given.is_disabled.unwrap_or(false),
        extra: reading.take_kept(0, &path),
    }
}

/// The list without what goes beyond the limit.
fn no_more_than<T>(
    reading: &mut Reading<'_>,
    most: usize,
    field: &str,
    given: Option<Vec<Spanned<T>>>,
) -> Vec<Spanned<T>> {
    let mut given = given.unwrap_or_default();
    if let Some(beyond) = given.get(most) {
        let message = format!("a pipeline has at most {most} {field}, not {}", given.len());
        reading.push(Diagnostic::error(codes::TOO_MANY, beyond.span, message).help("split the pipeline into several"));
        given.truncate(most);
    }
    given
}

fn pipeline_name(reading: &mut Reading<'_>, name: Option<Text>) -> String {
    let span = name.as_ref().map_or(reading.root.head(), |name| name.span);
    name.map(|name| name.value)
        .filter(|name| !name.trim().is_empty())
        .unwrap_or_else(|| reading.nameless(span, "the pipeline has no name", "give it a `name`", "Release pipeline"))
}

fn stages(
    reading: &mut Reading<'_>,
    path: &Path<'_>,
    given: Vec<Spanned<wire::Environment>>,
    aliases: &[Text],
    variables: &Variables,
) -> Vec<Stage> {
    if given.is_empty() {
        let span = reading.root.entry("environments").map_or(reading.root.head(), |(key, _)| key.span);
        reading.push(
            Diagnostic::error(codes::NO_STAGES, span, "the pipeline has no stages")
                .help("list at least one stage in `environments`"),
        );
    }
    let given = by_rank(given);
    let names = stage_names(reading, &given);
    let ids = stage_ids(&given);
    let ranks = ranks(&given);
    let outline = Outline { stages: &names, aliases, secrecy: &Secrecy::of(variables) };
    let mut edges = Vec::new();
    let stages = given
        .into_iter()
        .enumerate()
        .map(|(index, (index_in_file, environment))| {
            let place = StagePlace { index, index_in_file, id: ids[index], rank: ranks[index] };
            stage(reading, &path.index(index), &place, environment, &outline, &mut edges)
        })
        .collect();
    refuse_circles(reading, &names, &edges);
    stages
}

/// Ranks as given; the others get one that keeps them where they are, if possible their number.
fn ranks(given: &[(usize, Spanned<wire::Environment>)]) -> Vec<u32> {
    let given: Vec<Option<u32>> = given.iter().map(|(_, environment)| rank_of(environment)).collect();
    let mut ranks = Vec::with_capacity(given.len());
    for (index, rank) in given.into_iter().enumerate() {
        let before = ranks.last().copied().unwrap_or_default();
        ranks.push(rank.unwrap_or_else(|| number_from_one(index).max(before)));
    }
    let mut after = u32::MAX;
    for rank in ranks.iter_mut().rev() {
        *rank = after.min(*rank);
        after = *rank;
    }
    ranks
}

fn number_from_one(index: usize) -> u32 {
    u32::try_from(index + 1).expect("a file is too short for so many stages")
}

/// The name of each stage; complains about missing names and those that differ in case only.
fn stage_names(reading: &mut Reading<'_>, given: &[(usize, Spanned<wire::Environment>)]) -> Vec<Text> {
    let mut first: BTreeMap<String, Span> = BTreeMap::new();
    let mut names: Vec<Text> = Vec::with_capacity(given.len());
    for (index, (_, environment)) in given.iter().enumerate() {
        let mut name = environment.name.clone().unwrap_or_else(|| Text::new(String::new(), environment.span));
        if name.trim().is_empty() {
            let stand_in = format!("Stage {}", number_from_one(index));
            name.value = reading.nameless(name.span, "a stage has no name", "give it a `name`", stand_in);
        } else if let Some(&other) = first.get(&name.to_lowercase()) {
            reading.push(
                Diagnostic::error(codes::DUPLICATE_STAGE, name.span, format!("two stages are named `{}`", name.value))
                    .note(other, "the first one")
                    .help("give each stage a name of its own; upper and lower case make no difference"),
            );
        } else {
            first.insert(name.to_lowercase(), name.span);
        }
        names.push(name);
    }
    names
}

/// Ids as given, as long as they are positive and unique; the others get the next free number.
fn stage_ids(given: &[(usize, Spanned<wire::Environment>)]) -> Vec<u32> {
    let mut taken = BTreeSet::new();
    let ids: Vec<Option<u32>> = given
        .iter()
        .map(|(_, environment)| {
            let id = u32::try_from(environment.id.as_ref()?.value).ok()?;
            (id > 0 && taken.insert(id)).then_some(id)
        })
        .collect();
    ids.into_iter()
        .enumerate()
        .map(|(index, id)| {
            id.unwrap_or_else(|| {
                let free = (number_from_one(index)..=u32::MAX).find(|id| taken.insert(*id));
                free.expect("there are more numbers than stages")
            })
        })
        .collect()
}

fn refuse_circles(reading: &mut Reading<'_>, names: &[Text], edges: &[Edge]) {
    let pairs: Vec<(usize, usize)> = edges.iter().map(|edge| (edge.upstream, edge.downstream)).collect();
    let Err(circle) = StageGraph::new(names.len(), &pairs) else { return };
    let inside: Vec<&Edge> =
        edges.iter().filter(|edge| circle.0.contains(&edge.upstream) && circle.0.contains(&edge.downstream)).collect();
    let name = |stage: usize| format!("`{}`", names[stage].value);
    let message = match circle.0.as_slice() {
        [stage] => format!("the stage {} waits for itself", name(*stage)),
        stages => {
            let names: Vec<String> = stages.iter().map(|&stage| name(stage)).collect();
            format!("the stages {} wait for each other in a circle", names.join(", "))
        }
    };
    let (first, others) = inside.split_first().expect("a circle has at least one edge");
    let says = |edge: &Edge| format!("{} waits for {}", name(edge.downstream), name(edge.upstream));
    let mut diagnostic = Diagnostic::error(codes::STAGE_CYCLE, first.span, message).label(says(first));
    for edge in others {
        diagnostic = diagnostic.note(edge.span, says(edge));
    }
    reading.push(diagnostic.help("remove one of these conditions, so that one stage can start first"));
}

/// Variables of one scope; complains about names that differ in case only.
pub(crate) fn variables(
    reading: &mut Reading<'_>,
    path: &Path<'_>,
    given: Option<BTreeMap<Text, Option<wire::Variable>>>,
) -> Variables {
    let mut seen: BTreeMap<String, Text> = BTreeMap::new();
    let mut variables = Variables::new();
    for (name, variable) in given.unwrap_or_default() {
        let mut variable = variable.unwrap_or_default();
        if variable.is_secret == Some(true) {
            // What could not be read as its value is as secret as its value.
            variable.misfits.retain(|misfit| misfit.name.value != "value");
        }
        reading.keep(&path.field(&name), &mut variable);
        if let Some(other) = seen.insert(name.to_lowercase(), name.clone()) {
            let (first, second) = if other.span < name.span { (&other, &name) } else { (&name, &other) };
            reading.push(
                Diagnostic::warning(
                    codes::DUPLICATE_VARIABLE,
                    second.span,
                    format!(
                        "`{}` and `{}` are one variable, since case makes no difference",
                        first.value, second.value
                    ),
                )
                .note(first.span, "the first one")
                .help("keep one of them"),
            );
        }
        variables.insert(
            name.value,
            Variable {
                value: variable.value,
                is_secret: variable.is_secret.unwrap_or(false),
                allow_override: variable.allow_override.unwrap_or(false),
            },
        );
    }
    variables
}

/// Numbers of the variable groups that are linked to an object.
pub(crate) fn group_numbers(reading: &mut Reading<'_>, object: &Path<'_>, given: Option<Vec<Int>>) -> Vec<u32> {
    reading.numbers((object, "variableGroups"), given, &GROUP)
}
