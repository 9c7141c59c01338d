//! What every page is made from: a world, its state and log at one moment, and who is looking.

use rehearsal_engine::{
    Action, DefinitionId, DeploymentId, Fact, OnStage, PersonId, Refusal, Release, ReleaseId, StageId, State, World,
};
use rehearsal_kernel::{Entry, FactId, Rows, SimTime};

/// One moment of a run, and a viewer.
///
/// Pages ask it and never change it. Who may do what is asked through [`Scene::refusal`]; no page decides that.
#[derive(Clone, Copy)]
pub struct Scene<'a> {
    /// The world of the run.
    pub world: &'a World,
    /// What has become of it.
    pub state: &'a State,
    /// Every fact so far.
    pub log: &'a Rows<Entry<Fact>>,
    /// The present.
    pub now: SimTime,
    /// Who looks at the pages.
    pub viewer: Option<PersonId>,
    judge: Option<&'a Judge<'a>>,
    is_past: bool,
}

/// Says why an action would be refused now.
pub type Judge<'a> = dyn Fn(&Action) -> Option<Refusal> + 'a;

impl<'a> Scene<'a> {
    /// A moment without a viewer: every action is offered.
    pub fn new(world: &'a World, state: &'a State, log: &'a Rows<Entry<Fact>>, now: SimTime) -> Self {
        Self { world, state, log, now, viewer: None, judge: None, is_past: false }
    }

    /// The same moment as a person sees it, with what decides about their buttons.
    #[must_use]
    pub fn seen_by(self, viewer: PersonId, judge: &'a Judge<'a>) -> Self {
        Self { viewer: Some(viewer), judge: Some(judge), ..self }
    }

    /// The same moment when it is looked back at: nothing can be done in the past.
    #[must_use]
    pub fn looked_back_at(self) -> Self {
        Self { is_past: true, ..self }
    }

    /// Why the viewer cannot do this now, as a sentence; none when they can.
    pub fn refusal(&self, action: &Action) -> Option<String> {
        if self.is_past {
            return Some(crate::strings::NOTHING_IN_THE_PAST.to_owned());
        }
        self.judge.and_then(|judge| judge(action)).map(|refusal| sentence_case(&refusal.to_string()))
    }

    /// The zone in which times are shown.
    pub fn zone(&self) -> &'a str {
        &self.world.zone
    }

    /// The release with this name, in any case.
    pub fn release_named(&self, name: &str) -> Option<ReleaseId> {
        self.state
            .releases
            .iter()
            .position(|release| release.deleted.is_none() && release.content.name.eq_ignore_ascii_case(name))
            .map(ReleaseId::at)
    }

    /// The stage of a release with this name, in any case.
    pub fn stage_named(&self, release: ReleaseId, name: &str) -> Option<StageId> {
        self.state.release(release).plan.definition.stage(name).map(|(index, _)| StageId::at(index))
    }

    pub(crate) fn release_name(&self, id: ReleaseId) -> &'a str {
        &self.state.release(id).content.name
    }

    pub(crate) fn stage_of(&self, release: ReleaseId, stage: StageId) -> &'a str {
        &self.state.release(release).plan.stage(stage).name
    }

    pub(crate) fn entry(&self, id: FactId) -> &'a Entry<Fact> {
        &self.log[id.index()]
    }

    pub(crate) fn releases_of(&self, definition: DefinitionId) -> impl Iterator<Item = (ReleaseId, &'a Release)> {
        self.state
            .releases
            .iter()
            .enumerate()
            .filter(move |(_, release)| release.content.definition == definition && release.deleted.is_none())
            .map(|(index, release)| (ReleaseId::at(index), release))
    }

    /// What commands call the stage of a release.
    pub(crate) fn on_stage(&self, release: ReleaseId, stage: StageId) -> OnStage {
        OnStage {
            release: self.release_name(release).to_owned(),
            stage: self.stage_of(release, stage).to_owned(),
            ..OnStage::default()
        }
    }

    /// Name of a person, or of the world itself.
    pub(crate) fn who(&self, person: Option<PersonId>) -> &'a str {
        person.map_or(crate::strings::THE_WORLD, |id| self.world.person_name(id))
    }

    pub(crate) fn latest(&self, release: ReleaseId, stage: StageId) -> Option<DeploymentId> {
        self.state.release(release).stages[stage.index()].latest
    }
}

/// The text with a capital letter and a full stop, as a sentence stands on a page.
pub(crate) fn sentence_case(text: &str) -> String {
    let mut letters = text.chars();
    let mut sentence: String = letters.next().map(|first| first.to_uppercase().collect()).unwrap_or_default();
    sentence.push_str(letters.as_str());
    if !sentence.ends_with(['.', '!', '?']) {
        sentence.push('.');
    }
    sentence
}
