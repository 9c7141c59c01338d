//! "Why?": the recorded decisions that led to the present state of a stage, as sentences.

use rehearsal_engine::{Fact, NotTriggered, ReleaseId, StageId};
use rehearsal_kernel::{Cause, FactId};
use rehearsal_pipeline::{EnvironmentStatus, ReleaseStatus};

use crate::history::{is_detail, telling_cause};
use crate::look::Look;
use crate::scene::Scene;
use crate::sentence::{not_triggered, sentence};
use crate::strings;
use crate::time::date_time;

/// More links of a chain than this are not shown; a chain longer than that explains nothing any more.
const CHAIN_MAX: usize = 6;

/// Why a stage is as it is: its latest decision first, then what led to it, each with its time.
pub fn why(scene: &Scene<'_>, release: ReleaseId, stage: StageId) -> Vec<String> {
    let found = scene.state.release(release);
    let state = found.stages[stage.index()];
    let deployment = state.latest.map(|id| scene.state.deployment(id));
    // While gates are evaluated the latest sample says more than that they have begun.
    let gates = state.latest.and_then(|id| scene.state.running_gates(id)).map(|id| scene.state.gates_run(id));
    let sampled = gates.and_then(|run| run.samples.last()).map(|sample| sample.sampled);
    let since = sampled.or(deployment.map(|it| it.operation_since));
    let latest = match (since, state.not_triggered) {
        // The trigger was looked at again after the attempt had ended: that is the newest decision.
        (Some(since), Some(not)) => Some(since.max(not)),
        (since, not) => since.or(not),
    };
    match latest {
        Some(id) => chain(scene, id),
        None if found.status == ReleaseStatus::Draft => vec![strings::draft_starts_nothing(&found.content.name)],
        None => vec![strings::NOT_LOOKED_AT.to_owned()],
    }
}

/// A fact and its causes, newest first.
fn chain(scene: &Scene<'_>, from: FactId) -> Vec<String> {
    let mut lines = Vec::new();
    let mut next = Some(from);
    while let Some(id) = next.filter(|_| lines.len() < CHAIN_MAX) {
        let entry = scene.entry(id);
        // The steps in between (jobs, tasks that ended well) explain nothing; the latest decision always stands.
        let is_telling = id == from || !is_detail(&entry.fact);
        if is_telling && !matches!(entry.fact, Fact::RunStarted) {
            let text = sentence(scene.world, scene.state, &entry.fact);
            lines.push(strings::at_time(&date_time(scene.zone(), entry.at), &text));
        }
        next = match telling_cause(scene, entry) {
            Cause::Fact(cause) | Cause::Timer(cause) => Some(cause),
            Cause::Start | Cause::Command(_) => None,
        };
    }
    lines
}

/// Why a stage that never ran has not started, in one line that fits on a card.
pub(crate) fn not_started(scene: &Scene<'_>, release: ReleaseId, stage: StageId) -> Option<String> {
    let found = scene.state.release(release);
    if scene.latest(release, stage).is_some() {
        return None;
    }
    match found.status {
        ReleaseStatus::Draft => return Some(strings::WAITS_FOR_START.to_owned()),
        ReleaseStatus::Abandoned => return Some(strings::NOTE_ABANDONED.to_owned()),
        ReleaseStatus::Active | ReleaseStatus::Undefined => {}
    }
    let Fact::StageNotTriggered { why, .. } = &scene.entry(found.stages[stage.index()].not_triggered?).fact else {
        return None;
    };
    Some(match &**why {
        NotTriggered::ManualOnly => strings::NOTE_MANUAL_ONLY.to_owned(),
        NotTriggered::SwitchedToManual => strings::NOTE_SWITCHED_TO_MANUAL.to_owned(),
        NotTriggered::WaitsForStages { .. } | NotTriggered::Upstream { .. } => waits_for(scene, release, stage),
        NotTriggered::ArtifactFilter { alias } => strings::note_artifact_filter(alias),
        NotTriggered::Unfinished
        | NotTriggered::PullRequest
        | NotTriggered::Abandoned
        | NotTriggered::PipelineDeleted
        | NotTriggered::AlreadyDeployed
        | NotTriggered::AfterRedeployment
        | NotTriggered::NothingToRedeploy => crate::sentence::alone(&not_triggered(found, why)),
    })
}

/// The stages before it that stand in the way now.
fn waits_for(scene: &Scene<'_>, release: ReleaseId, stage: StageId) -> String {
    let found = scene.state.release(release);
    let names: Vec<String> = found.plan.stages[stage.index()]
        .upstream
        .iter()
        .filter(|&&(before, partially)| {
            let status = scene.state.stage_status(release, before);
            !(status == EnvironmentStatus::Succeeded || (partially && status == EnvironmentStatus::PartiallySucceeded))
        })
        .map(|&(before, _)| {
            let look = scene
                .latest(release, before)
                .map_or(Look::NotDeployed, |latest| Look::of_deployment(scene.state, latest));
            strings::name_and_word(scene.stage_of(release, before), look.word())
        })
        .collect();
    if names.is_empty() {
        strings::NOTE_UPSTREAM_CHANGED.to_owned()
    } else {
        strings::waits_for(&strings::list(&names))
    }
}
