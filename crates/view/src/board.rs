//! The releases of a pipeline by stage, and the list narrowed to what somebody looks for (`classic.md` §13.1).

use rehearsal_engine::DefinitionId;

use crate::look::Look;
use crate::releases::{Chip, ReleaseRow};
use crate::scene::Scene;

/// Releases that a column shows at most; the list has them all.
const CARDS_MAX: usize = 5;

/// What the list is narrowed to; empty texts and no state let everything through.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReleaseFilter {
    /// In the name, the person, the version or a tag, in any case.
    pub text: String,
    /// State of one of its stages.
    pub look: Option<Look>,
    /// Branch of its primary artifact.
    pub branch: String,
}

impl ReleaseFilter {
    /// True when it lets everything through.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Whether a release is among what is looked for.
    pub fn fits(&self, row: &ReleaseRow) -> bool {
        let wanted = self.text.trim().to_lowercase();
        let version = row.artifact.as_ref().map_or("", |artifact| artifact.number.as_str());
        let branch = row.artifact.as_ref().map_or("", |artifact| artifact.branch.as_str());
        let tags = row.tags.iter().map(String::as_str);
        let mut texts = [row.name.as_str(), row.person.as_str(), version].into_iter().chain(tags);
        texts.any(|text| text.to_lowercase().contains(&wanted))
            && self.look.is_none_or(|look| row.chips.iter().any(|chip| chip.look == look))
            && (self.branch.is_empty() || self.branch == branch)
    }
}

/// Branches and states that the releases of a list have, to choose from.
pub fn filter_choices(rows: &[ReleaseRow]) -> (Vec<String>, Vec<Look>) {
    let mut branches: Vec<String> =
        rows.iter().filter_map(|row| row.artifact.as_ref()).map(|artifact| artifact.branch.clone()).collect();
    branches.sort();
    branches.dedup();
    branches.retain(|branch| !branch.is_empty());
    let has = |look: &Look| rows.iter().any(|row| row.chips.iter().any(|chip| chip.look == *look));
    (branches, Look::ALL.into_iter().filter(has).collect())
}

/// A stage with what runs there and what goes on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BoardColumn {
    /// Name of the stage.
    pub stage: String,
    /// The releases in it: what goes on first, then what runs there, then the latest others.
    pub cards: Vec<BoardCard>,
}

/// A release in a stage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BoardCard {
    /// Name of the release.
    pub release: String,
    /// Version of its primary artifact; empty for none.
    pub version: String,
    /// The stage of the release.
    pub chip: Chip,
}

/// The stages of a pipeline as columns, each after those it waits for, with releases of a list.
pub fn board(scene: &Scene<'_>, definition: DefinitionId, rows: &[ReleaseRow]) -> Vec<BoardColumn> {
    let plan = &scene.state.definitions[definition.index()];
    let column = |stage: &str| {
        let in_stage = rows.iter().filter_map(|row| Some((row, row.chips.iter().find(|chip| chip.stage == stage)?)));
        let begun = in_stage.filter(|(_, chip)| chip.look != Look::NotDeployed);
        let mut cards: Vec<BoardCard> = begun
            .map(|(row, chip)| BoardCard {
                release: row.name.clone(),
                version: row.artifact.as_ref().map(|artifact| artifact.number.clone()).unwrap_or_default(),
                chip: chip.clone(),
            })
            .collect();
        cards.sort_by_key(|card| (!card.chip.look.is_open(), !card.chip.is_deployed_now));
        cards.truncate(CARDS_MAX);
        BoardColumn { stage: stage.to_owned(), cards }
    };
    plan.graph.order().iter().map(|&index| column(&plan.definition.stages[index].name)).collect()
}
