//! Pull requests (`classic.md` §4.3, §5.6): each iteration is built, may make a release, and hears how it ends.

use std::rc::Rc;

use rehearsal_classic::{Artifact, ArtifactFilter, ReleaseTrigger, StageTrigger};
use rehearsal_kernel::FactId;
use rehearsal_pipeline::{EnvironmentStatus, ReleaseReason, TaskResult};

use crate::command::{CreatePullRequest, Refusal, UpdatePullRequest};
use crate::engine::{Engine, Run};
use crate::fact::{Fact, NewPullRequest, NoRelease, Verdict};
use crate::filter::{FilterResult, filter_builds};
use crate::plan::Plan;
use crate::rules::{builds, releases};
use crate::sources::VersionKind;
use crate::state::{PullRequest, State};
use crate::world::Build;
use crate::{BuildId, DefinitionId, PersonId, PullRequestId, ReleaseId, StageId};

/// Opens a pull request; its first iteration is built at once.
pub(crate) fn open(
    engine: &Engine,
    run: &mut Run<'_>,
    by: Option<PersonId>,
    create: &CreatePullRequest,
) -> Result<(), Refusal> {
    if create.source_branch.is_empty() {
        return Err(Refusal::Empty { field: "sourceBranch" });
    }
    let repository = builds::repository(engine, run.state(), &create.repository)?;
    let target_branch = if create.target_branch.is_empty() {
        builds::default_branch_of(engine, run.state(), &repository)
    } else {
        plain(&create.target_branch)
    };
    let content = NewPullRequest {
        repository,
        source_branch: plain(&create.source_branch),
        target_branch,
        title: create.title.clone(),
        by: by.unwrap_or(PersonId(0)),
    };
    let pull_request = PullRequestId::at(run.state().pull_requests.len());
    let opened = run.emit(Fact::PullRequestOpened { pull_request, content: Rc::new(content) });
    build_iteration(engine, run, pull_request, &create.title, (create.result, &create.tags), opened);
    Ok(())
}

/// Pushes another iteration to a pull request. It is built like the first; older ones go on (§4.3).
pub(crate) fn update(
    engine: &Engine,
    run: &mut Run<'_>,
    by: Option<PersonId>,
    update: &UpdatePullRequest,
) -> Result<(), Refusal> {
    let count = run.state().pull_requests.len();
    let index = if update.pull_request == 0 { count.checked_sub(1) } else { Some(update.pull_request as usize - 1) };
    let pull_request = index
        .filter(|&index| index < count)
        .map(PullRequestId::at)
        .ok_or(Refusal::NoSuchPullRequest { number: update.pull_request })?;
    let message = update.message.as_str().into();
    let updated = run.emit(Fact::PullRequestUpdated { pull_request, by, message });
    build_iteration(engine, run, pull_request, &update.message, (update.result, &update.tags), updated);
    Ok(())
}

fn plain(branch: &str) -> String {
    branch.strip_prefix("refs/heads/").unwrap_or(branch).to_owned()
}

/// The merge of an iteration with its target is a version of the repository, and is built by every pipeline that
/// builds the repository.
fn build_iteration(
    engine: &Engine,
    run: &mut Run<'_>,
    id: PullRequestId,
    message: &str,
    (result, tags): (Option<TaskResult>, &[String]),
    because: FactId,
) {
    let content = Rc::clone(&run.state().pull_requests[id.index()].content);
    let branch = PullRequest::merge_branch(id);
    let pushed = Build {
        kind: VersionKind::Commit,
        number: builds::commit_id(run.state(), &content.repository, &branch, message),
        commit: if message.is_empty() { content.title.clone() } else { message.to_owned() },
        branch,
        tags: tags.to_vec(),
        result: result.unwrap_or(TaskResult::Succeeded),
        pull_request: Some(id),
        ..Build::new(content.repository.clone(), "", content.by)
    };
    if builds::is_artifact(run.state(), &content.repository) {
        let commit = Build { result: TaskResult::Succeeded, ..pushed.clone() };
        builds::complete(engine, run, &commit, Some(content.by));
    }
    builds::queue_builds(engine, run, &pushed, because);
}

/// The pull request trigger of an artifact looks at a version that was made for one.
pub(crate) fn trigger(
    engine: &Engine,
    run: &mut Run<'_>,
    definition: DefinitionId,
    plan: &Plan,
    artifact: &Artifact,
    (filters, build): (&[ArtifactFilter], BuildId),
) -> Result<(), NoRelease> {
    let content = run.state().build(build);
    let id = content.pull_request.expect("looked at for versions of pull requests only");
    if !content.is_good() {
        return Err(NoRelease::BuildNotSucceeded);
    }
    // The filter is on the branch that the changes are meant for.
    let target =
        Build { branch: run.state().pull_requests[id.index()].content.target_branch.clone(), ..content.clone() };
    match filter_builds(filters, &target, &releases::around(engine, run.state(), plan, content)) {
        FilterResult::Matched => {}
        FilterResult::Excluded => return Err(NoRelease::BranchExcluded),
        FilterResult::NotIncluded => return Err(NoRelease::NoFilterMatched),
    }
    let mut new = releases::automatic(engine, run.state(), definition, plan, Some((artifact, build)))?;
    new.reason = ReleaseReason::PullRequest;
    new.requested_for = Some(content.requested_for);
    let release = ReleaseId::at(run.state().releases.len());
    releases::create_named(engine, run, new, None)?;
    let created = run.state().release(release).created;
    run.emit_because(created, Fact::PullRequestStatusPosted { pull_request: id, release, verdict: Verdict::Pending });
    Ok(())
}

/// The filters of the pull request trigger of an artifact.
pub(crate) fn filters_of<'a>(plan: &'a Plan, artifact: &Artifact) -> Option<&'a [ArtifactFilter]> {
    plan.definition.triggers.iter().find_map(|trigger| match trigger {
        ReleaseTrigger::PullRequest { alias, filters, .. } if *alias == artifact.alias => Some(&filters[..]),
        ReleaseTrigger::PullRequest { .. }
        | ReleaseTrigger::ContinuousDeployment { .. }
        | ReleaseTrigger::Schedule(_)
        | ReleaseTrigger::Other(_) => None,
    })
}

/// The pull request that a release was made for.
pub(crate) fn of_release(state: &State, release: ReleaseId) -> Option<PullRequestId> {
    let content = &state.release(release).content;
    if content.reason != ReleaseReason::PullRequest {
        return None;
    }
    content.artifacts.iter().flatten().find_map(|&build| state.build(build).pull_request)
}

/// A stage of a release ended: when the release was made for a pull request, its state is posted back, under the
/// name that the trigger gives it.
pub(crate) fn post_status(run: &mut Run<'_>, release: ReleaseId, because: FactId) {
    let state = run.state();
    let Some(pull_request) = of_release(state, release) else { return };
    let verdict = verdict(state, release);
    let posted = state.pull_requests[pull_request.index()].posted;
    // A newer iteration has the say.
    let is_news = posted.is_none_or(|(of, last)| of < release || (of == release && last != verdict));
    if is_news {
        run.emit_because(because, Fact::PullRequestStatusPosted { pull_request, release, verdict });
    }
}

fn verdict(state: &State, release: ReleaseId) -> Verdict {
    let found = state.release(release);
    let stages = (0..found.stages.len()).map(StageId::at);
    let mut is_pending = false;
    for stage in stages {
        let definition = found.plan.stage(stage);
        let deploys = definition.pull_request_deployment && definition.trigger != StageTrigger::ManualOnly;
        match state.stage_status(release, stage) {
            EnvironmentStatus::Rejected | EnvironmentStatus::Canceled => return Verdict::Failed,
            EnvironmentStatus::Succeeded | EnvironmentStatus::PartiallySucceeded => {}
            EnvironmentStatus::InProgress | EnvironmentStatus::Queued | EnvironmentStatus::Scheduled => {
                is_pending = true;
            }
            EnvironmentStatus::Undefined | EnvironmentStatus::NotStarted => is_pending |= deploys,
        }
    }
    if is_pending { Verdict::Pending } else { Verdict::Succeeded }
}
