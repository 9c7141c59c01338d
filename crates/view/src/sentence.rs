//! One sentence for each fact, for the history, the timeline of the terminal, and "why?".

use rehearsal_classic::ReleaseTrigger;
use rehearsal_engine::{
    Action, ApprovalId, Blocking, Build, DecidedHow, DeploymentId, Ended, Fact, Grant, InterventionEnd, JobId,
    JobIssue, LeftOut, MailAbout, NewRelease, NoAgent, NoRelease, NotTriggered, PermissionValue, Reading, Release,
    ReleaseId, StageId, State, TaskId, TaskIssue, Verdict, VersionKind, World,
};
use rehearsal_pipeline::{
    ApprovalStatus, ApprovalType, AuditAction, DeploymentReason, EnvironmentStatus, GateStatus,
    ManualInterventionStatus, ReleaseReason, TaskResult,
};

use crate::look::Look;
use crate::scene::sentence_case;
use crate::strings;
use crate::time::date_time;

/// What happened, as a sentence. The state must include the fact.
///
/// ```text
/// QA of Release-2 failed: task Run functional tests failed.
/// ```
pub fn sentence(world: &World, state: &State, fact: &Fact) -> String {
    Teller { world, state }.tell(fact)
}

/// What a person did, in a few words: `Approve QA of Release-2`.
pub fn deed(action: &Action) -> String {
    let of = |stage: &str, release: &str| {
        if release.is_empty() { stage.to_owned() } else { strings::stage_of(stage, release) }
    };
    match action {
        Action::CreateRelease(_) => strings::did_create_release().to_owned(),
        Action::StartRelease(on) => strings::did_start_release(&on.release),
        Action::Deploy(on) => strings::did_deploy(&of(&on.stage, &on.release)),
        Action::DeployStages(on) => strings::did_deploy(&of(&strings::list(&on.stages), &on.release)),
        Action::Cancel(on) => strings::did_cancel(&of(&on.stage, &on.release)),
        Action::Abandon(on) => strings::did_abandon(&on.release),
        Action::RetainRelease(on) => strings::did_retain(&on.release),
        Action::StopRetaining(on) => strings::did_stop_retaining(&on.release),
        Action::DeleteRelease(on) => strings::did_delete(&on.release),
        Action::UndeleteRelease(on) => strings::did_undelete(&on.release),
        Action::Approve(on) => strings::did_approve(&of(&on.stage, &on.release)),
        Action::Reject(on) => strings::did_reject(&of(&on.stage, &on.release)),
        Action::Reassign(on) => strings::did_reassign(&of(&on.stage, &on.release), &on.to),
        Action::SavePipeline(on) => strings::did_save_pipeline(&on.pipeline),
        Action::CreatePipeline(create) => strings::did_create_pipeline(&create.name),
        Action::DeletePipeline(on) => strings::did_delete_pipeline(&on.pipeline),
        Action::UndeletePipeline(on) => strings::did_undelete_pipeline(&on.pipeline),
        Action::CommentRelease(on) => strings::did_comment(&on.release),
        Action::SetPermission(set) => strings::did_set_permission(
            permission_value(set.value),
            set.permission.label(),
            &set.who,
            if set.stage.is_empty() { &set.definition } else { &set.stage },
        ),
        Action::ResumeIntervention(on) => strings::did_resume(&of(&on.stage, &on.release)),
        Action::RejectIntervention(on) => strings::did_reject_intervention(&of(&on.stage, &on.release)),
        Action::EditRelease(on) => strings::did_edit_release(&on.release),
        Action::TagRelease(on) => strings::did_tag_release(&on.release),
        Action::TagPipeline(on) => strings::did_tag_pipeline(&on.pipeline),
        Action::SaveVariableGroup(on) => strings::did_save_group(&on.group),
        Action::OpenLog(on) => strings::did_open_log(&of(&on.stage, &on.release)),
        Action::Commit(commit) => strings::did_commit(&commit.message),
        Action::TagBuild(tag) => strings::did_tag_build(&tag.number, &tag.tag),
        Action::CreatePullRequest(create) => strings::did_open_pull_request(&create.title, &create.source_branch),
        Action::UpdatePullRequest(update) => strings::did_update_pull_request(update.pull_request),
        Action::SetDefaultBranch(set) => strings::did_set_default_branch(&set.branch),
        Action::IgnoreGate(on) => strings::did_ignore_gate(&on.gate, &of(&on.stage, &on.release)),
        Action::CompleteBuild(_)
        | Action::SetAgent(_)
        | Action::SetWorkItems(_)
        | Action::SetEndpoint(_)
        | Action::SetAlert(_)
        | Action::SetPolicy(_)
        | Action::AddTarget(_)
        | Action::SetTarget(_) => strings::did_change_world().to_owned(),
    }
}

/// What something that gates ask says now.
fn signal_changed(name: &str, reading: &Reading) -> String {
    match reading {
        Reading::WorkItems { count } => strings::work_items_now(name, *count),
        Reading::Endpoint(endpoint) if endpoint.answers => strings::endpoint_now(name, endpoint.status),
        Reading::Endpoint(_) => strings::endpoint_silent(name),
        Reading::Alert(alert) if alert.active => strings::alert_active(name),
        Reading::Alert(_) => strings::alert_over(name),
        Reading::Policy { compliant: true } => strings::policy_met(name),
        Reading::Policy { compliant: false } => strings::policy_violated(name),
    }
}

/// Why a stage did not start, as the second half of a sentence.
pub(crate) fn not_triggered(release: &Release, why: &NotTriggered) -> String {
    let name = |stage: StageId| release.plan.stage(stage).name.clone();
    match why {
        NotTriggered::ManualOnly => strings::MANUAL_ONLY.to_owned(),
        NotTriggered::SwitchedToManual => strings::SWITCHED_TO_MANUAL.to_owned(),
        NotTriggered::WaitsForStages { stages } => {
            strings::starts_after(&strings::list(&stages.iter().map(|&stage| name(stage)).collect::<Vec<_>>()))
        }
        NotTriggered::Upstream { blocking } => {
            let reasons: Vec<String> = blocking.iter().map(|&one| blocking_stage(&name(one.stage), one)).collect();
            strings::upstream_in_the_way(&strings::list(&reasons))
        }
        NotTriggered::ArtifactFilter { alias } => strings::artifact_filter(alias),
        NotTriggered::Unfinished => strings::STILL_UNFINISHED.to_owned(),
        NotTriggered::PullRequest => strings::NOT_FOR_PULL_REQUESTS.to_owned(),
        NotTriggered::Abandoned => strings::RELEASE_IS_ABANDONED.to_owned(),
        NotTriggered::PipelineDeleted => strings::PIPELINE_IS_DELETED.to_owned(),
        NotTriggered::AlreadyDeployed => strings::ALREADY_DEPLOYED.to_owned(),
        NotTriggered::AfterRedeployment => strings::AFTER_REDEPLOYMENT.to_owned(),
        NotTriggered::NothingToRedeploy => strings::NOTHING_TO_REDEPLOY.to_owned(),
    }
}

fn blocking_stage(name: &str, blocking: Blocking) -> String {
    let word = Look::of_status(blocking.status).word();
    if blocking.status == EnvironmentStatus::PartiallySucceeded && !blocking.partially_succeeded_accepted {
        strings::upstream_is_partial(name, word)
    } else {
        strings::upstream_is(name, word)
    }
}

/// Before or after deployment, in the words of a sentence.
pub(crate) const fn side(side: ApprovalType) -> &'static str {
    match side {
        ApprovalType::PostDeploy => strings::AFTER_DEPLOYMENT,
        ApprovalType::PreDeploy | ApprovalType::Undefined => strings::BEFORE_DEPLOYMENT,
    }
}

const fn how(result: TaskResult) -> &'static str {
    match result {
        TaskResult::Succeeded => strings::DID_SUCCEED,
        TaskResult::SucceededWithIssues => strings::DID_SUCCEED_WITH_ISSUES,
        TaskResult::Failed => strings::DID_FAIL,
        TaskResult::Canceled => strings::WAS_CANCELED,
        TaskResult::Skipped => strings::WAS_SKIPPED,
    }
}

struct Teller<'a> {
    world: &'a World,
    state: &'a State,
}

impl Teller<'_> {
    fn tell(&self, fact: &Fact) -> String {
        let world = self.world;
        match fact {
            Fact::RunStarted => strings::RUN_STARTED.to_owned(),
            Fact::BuildCompleted { content, .. } => {
                strings::build_completed(&content.number, &content.definition, &content.branch, how(content.result))
            }
            Fact::BuildQueued { .. }
            | Fact::BuildStarted { .. }
            | Fact::VersionPublished { .. }
            | Fact::BuildTagged { .. }
            | Fact::DefaultBranchSet { .. } => self.versions(fact),
            Fact::PullRequestOpened { pull_request, content } => strings::pull_request_opened(
                pull_request.0 + 1,
                &content.source_branch,
                &content.target_branch,
                world.person_name(content.by),
            ),
            Fact::PullRequestUpdated { pull_request, by, .. } => {
                strings::pull_request_updated(pull_request.0 + 1, self.person(*by))
            }
            Fact::PullRequestStatusPosted { pull_request, release, verdict } => strings::pull_request_status(
                pull_request.0 + 1,
                self.release(*release),
                self.status_name(*release),
                verdict_word(*verdict),
            ),
            Fact::ReleaseScheduleDue { definition, .. } => {
                strings::schedule_due(&self.state.definitions[definition.index()].definition.name)
            }
            Fact::ReleaseNotCreated { definition, build, why } => {
                let name = &self.state.definitions[definition.index()].definition.name;
                match build {
                    Some(build) => strings::no_release(name, &version(self.state.build(*build)), &no_release(why)),
                    None => strings::no_release_at_all(name, &no_release(why)),
                }
            }
            Fact::PipelineSaved { change, by, content, .. } => {
                let (name, revision) = (&content.plan.definition.name, content.plan.definition.revision);
                match change {
                    AuditAction::Add => strings::pipeline_added(self.person(*by), name),
                    AuditAction::Update => strings::pipeline_saved(self.person(*by), name, revision),
                    AuditAction::Delete => strings::pipeline_deleted(self.person(*by), name),
                    AuditAction::Undelete => strings::pipeline_undeleted(self.person(*by), name),
                }
            }
            Fact::VariableGroupSaved { .. }
            | Fact::ValuesGiven { .. }
            | Fact::ReleaseEdited { .. }
            | Fact::ReleaseDescribed { .. }
            | Fact::ReleaseRenamed { .. }
            | Fact::ReleaseTagged { .. }
            | Fact::ArtifactDownloadFailed { .. }
            | Fact::VariableSet { .. } => self.edits(fact),
            Fact::ReleaseCreated { release, content } => self.release_created(*release, content),
            Fact::ReleaseStarted { release } => strings::release_started(self.release(*release)),
            Fact::ReleaseAbandoned { release, by, .. } => {
                strings::release_abandoned(self.release(*release), self.person(*by))
            }
            Fact::ReleaseRetained { release, forever, by, .. } => {
                let (release, by) = (self.release(*release), self.person(*by));
                if *forever {
                    strings::release_retained(release, by)
                } else {
                    strings::release_not_retained(release, by)
                }
            }
            Fact::ReleaseDeleted { release, is_expired: true, .. } => strings::release_expired(self.release(*release)),
            Fact::ReleaseDeleted { release, by, .. } => {
                strings::release_deleted(self.release(*release), self.person(*by))
            }
            Fact::ReleaseUndeleted { release, by, .. } => {
                strings::release_undeleted(self.release(*release), self.person(*by))
            }
            Fact::ReleaseDestroyed { release } => strings::release_destroyed(self.release(*release)),
            Fact::RetentionRan { .. } => strings::RETENTION_RAN.to_owned(),
            Fact::StageNotTriggered { release, stage, why } => {
                let found = self.state.release(*release);
                let name = &found.plan.stage(*stage).name;
                // Its trigger fired before: it has started, and only not a second time.
                if matches!(**why, NotTriggered::Unfinished) {
                    return strings::not_triggered_again(name, &found.content.name);
                }
                strings::not_triggered(name, &found.content.name, &not_triggered(found, why))
            }
            Fact::DeploymentCreated(new) => {
                let stage = self.stage(new.deployment);
                match new.by {
                    Some(_) => strings::deployment_asked_for(&stage, self.person(new.by), new.attempt),
                    None if new.reason == DeploymentReason::RedeployTrigger => strings::deployment_redeployed(&stage),
                    None => strings::deployment_triggered(&stage, new.attempt),
                }
            }
            Fact::DeploymentScheduled { deployment, until }
                if self.state.deployment(*deployment).reason == DeploymentReason::Manual =>
            {
                strings::deployment_waits_until(&self.stage(*deployment), &date_time(&world.zone, *until))
            }
            Fact::DeploymentScheduled { deployment, until } => {
                strings::deployment_scheduled(&self.stage(*deployment), &date_time(&world.zone, *until))
            }
            Fact::StageScheduleDue { release, stage, .. } => {
                let found = self.state.release(*release);
                strings::stage_schedule_due(&found.plan.stage(*stage).name)
            }
            Fact::DeploymentQueued { deployment } => strings::deployment_queued(&self.stage(*deployment)),
            Fact::DeploymentStarted { deployment } => strings::deployment_started(&self.stage(*deployment)),
            Fact::ApprovalAutomated { deployment, side: of } => {
                strings::approval_automated(&self.stage(*deployment), side(*of))
            }
            Fact::ApprovalRequested { deployment, side: of, approver, .. } => {
                strings::approval_requested(world.subject_name(*approver), &self.stage(*deployment), side(*of))
            }
            Fact::ApprovalDecided { .. } => self.approval_decided(fact),
            Fact::ApprovalSkipped { deployment, approver, earlier, .. } => {
                let before = self.state.stage_name(self.state.approval(*earlier).deployment);
                strings::approval_skipped(world.subject_name(*approver), &self.stage(*deployment), before)
            }
            Fact::GatesStarted { .. }
            | Fact::GatesAsked { .. }
            | Fact::GatesSampled { .. }
            | Fact::GateIgnored { .. }
            | Fact::GatesFinished { .. } => self.gates(fact),
            Fact::SignalChanged { signal, reading } => {
                signal_changed(&self.state.signals[signal.index()].name, reading)
            }
            Fact::ApprovalReassigned { approval, to, by, .. } => strings::approval_reassigned(
                world.person_name(*by),
                &self.stage(self.state.approval(*approval).deployment),
                world.subject_name(*to),
            ),
            Fact::DeploymentDeferred { deployment, until } => {
                strings::deployment_deferred(&self.stage(*deployment), &date_time(&world.zone, *until))
            }
            Fact::JobMultiplied { .. }
            | Fact::SliceLeftOut { .. }
            | Fact::SlicesFinished { .. }
            | Fact::ParallelJobGranted { .. }
            | Fact::NoAgentFits { .. } => self.sharing(fact),
            Fact::JobQueued { .. }
            | Fact::JobSkipped { .. }
            | Fact::JobStarted { .. }
            | Fact::JobFinished { .. }
            | Fact::TaskStarted { .. }
            | Fact::TaskSkipped { .. }
            | Fact::TaskRetryScheduled { .. }
            | Fact::TaskRetried { .. }
            | Fact::TaskFinished { .. } => self.work(fact),
            Fact::InterventionRequested { .. } | Fact::InterventionDecided { .. } => self.intervention(fact),
            Fact::SiteUpdated { site, build, healthy, .. } => {
                let (site, build) = (&world.sites[site.index()].name, &self.state.build(*build).number);
                if *healthy { strings::site_updated(site, build) } else { strings::site_updated_unhealthy(site, build) }
            }
            Fact::CancelRequested { deployment, by, .. } => {
                strings::cancel_requested(self.person(*by), &self.stage(*deployment))
            }
            Fact::DeploymentFinished { deployment, status, why, .. } => self.finished(*deployment, *status, *why),
            Fact::LogOpened { deployment, by, task } => {
                let (by, stage) = (self.person(*by), self.stage(*deployment));
                match task {
                    Some(task) => strings::task_log_opened(by, self.state.task_name(*task), &stage),
                    None => strings::log_opened(by, &stage),
                }
            }
            Fact::AgentChanged { agent, online } => {
                let name = &world.agent(*agent).1.name;
                if *online { strings::agent_online(name) } else { strings::agent_offline(name) }
            }
            Fact::ReleaseCommented { release, by, comment } => {
                strings::release_commented(self.person(*by), self.release(*release), comment)
            }
            Fact::MailSent { to, about } => {
                let names: Vec<String> = to.iter().map(|&id| world.person_name(id).to_owned()).collect();
                let stage = self.stage(about.deployment(self.state));
                let about = match about {
                    MailAbout::ApprovalPending { .. } => strings::mail_of_approval(&stage),
                    MailAbout::InterventionPending { .. } => strings::mail_of_intervention(&stage),
                    MailAbout::DeploymentCompleted { .. } => strings::mail_of_end(&stage),
                };
                strings::mail_sent(&strings::list(&names), &about)
            }
            Fact::PermissionChanged { grant, by } => strings::permission_changed(
                self.person(*by),
                permission_value(grant.value),
                grant.permission.label(),
                world.subject_name(grant.who),
                &self.place(grant),
            ),
            Fact::TargetJoined { group, content, .. } => {
                strings::target_joined(&content.name, &world.deployment_groups[*group as usize].name)
            }
            Fact::TargetChanged { target, online } => {
                let name = &self.state.target(*target).target.name;
                if *online { strings::target_online(name) } else { strings::target_offline(name) }
            }
            Fact::ScriptRefused { refusal, .. } => strings::script_refused(refusal),
        }
    }

    /// The name under which a release reports to its pull request: that of the trigger, else of the pipeline (§4.3).
    fn status_name(&self, release: ReleaseId) -> &str {
        let definition = &self.state.release(release).plan.definition;
        let mut names = definition.triggers.iter().filter_map(|trigger| match trigger {
            ReleaseTrigger::PullRequest { status_policy_name, .. } => Some(status_policy_name.as_str()),
            ReleaseTrigger::ContinuousDeployment { .. } | ReleaseTrigger::Schedule(_) | ReleaseTrigger::Other(_) => {
                None
            }
        });
        names.find(|name| !name.is_empty()).unwrap_or(&definition.name)
    }

    /// Builds under way and other versions.
    fn versions(&self, fact: &Fact) -> String {
        match fact {
            Fact::BuildQueued { content, .. } => {
                strings::build_queued(&content.number, &content.definition, &content.branch)
            }
            Fact::BuildStarted { run } => {
                let content = &self.state.build_runs[run.index()].content;
                strings::build_started(&content.number, &content.definition)
            }
            Fact::VersionPublished { content, by, .. } => {
                let (number, source) = (&content.number, &content.definition);
                let by = self.person(by.or(Some(content.requested_for)));
                match content.kind {
                    VersionKind::Commit => strings::commit_pushed(number, source, &content.branch, by),
                    VersionKind::Changeset => strings::changeset_checked_in(number, source, by),
                    VersionKind::Package => strings::package_published(number, source),
                    VersionKind::Image => strings::image_pushed(number, source),
                    VersionKind::Build => strings::build_started(number, source),
                }
            }
            Fact::BuildTagged { build, tag, by } => {
                strings::build_tagged(&self.state.build(*build).number, tag, self.person(*by))
            }
            Fact::DefaultBranchSet { pipeline, branch, by } => {
                strings::default_branch_set(pipeline, branch, self.person(*by))
            }
            _ => unreachable!("called for facts about versions only"),
        }
    }

    /// Jobs and tasks.
    fn work(&self, fact: &Fact) -> String {
        let state = self.state;
        let job = |id| (job_name(state, id), self.stage(state.job(id).deployment));
        let task = |id| (state.task_name(id), self.stage(state.job(state.task(id).job).deployment));
        match fact {
            Fact::JobQueued { job: id, .. } => {
                let (name, stage) = job(*id);
                let has_target = state.job(*id).slice.as_ref().is_some_and(|slice| slice.target.is_some());
                match state.job_plan(*id).pool {
                    Some(_) if self.world.parallel_jobs.is_some() => strings::job_waits_for_parallel_job(&name, &stage),
                    Some(_) => strings::job_queued(&name, &stage),
                    None if has_target => strings::job_waits_for_target(&name, &stage),
                    None => strings::job_sent_to_server(&name, &stage),
                }
            }
            Fact::JobSkipped { job: id, condition, .. } => {
                let (name, stage) = job(*id);
                strings::job_skipped(&name, &stage, condition)
            }
            Fact::JobStarted { job: id, agent } => {
                let (name, stage) = job(*id);
                match agent {
                    Some(agent) => strings::job_started_on(&name, &stage, &self.world.agent(*agent).1.name),
                    None => strings::job_started(&name, &stage),
                }
            }
            Fact::JobFinished { job: id, result, issue } => {
                let (name, stage) = job(*id);
                match issue {
                    Some(JobIssue::TimedOut) => strings::job_timed_out(&name, &stage),
                    Some(JobIssue::NoTargets) => strings::job_without_targets(&name, &stage),
                    Some(JobIssue::TooManySlices) => strings::job_with_too_many_slices(&name, &stage),
                    Some(JobIssue::ConditionError) => strings::job_condition_error(&name, &stage),
                    None => strings::job_ended(&name, &stage, how(*result)),
                }
            }
            Fact::TaskStarted { task: id, .. } => {
                let (name, stage) = task(*id);
                strings::task_started(name, &stage)
            }
            Fact::TaskSkipped { task: id, condition, .. } => {
                let (name, stage) = task(*id);
                strings::task_skipped(name, &stage, condition)
            }
            Fact::TaskRetryScheduled { task: id, at } => {
                let (name, stage) = task(*id);
                strings::task_will_retry(name, &stage, &crate::time::time_seconds(&self.world.zone, *at))
            }
            Fact::TaskRetried { task: id, .. } => {
                let (name, stage) = task(*id);
                strings::task_retried(name, &stage, state.task(*id).earlier.len() + 1)
            }
            Fact::TaskFinished { task: id, result, issue } => {
                let (name, stage) = task(*id);
                match issue {
                    None | Some(TaskIssue::Canceled) => strings::task_ended(name, &stage, how(*result)),
                    Some(TaskIssue::ContinuedOnError) => strings::task_continued(name, &stage),
                    Some(TaskIssue::TimedOut) => strings::task_timed_out(name, &stage),
                    Some(TaskIssue::TimedOutContinued) => strings::task_timed_out_continued(name, &stage),
                    Some(TaskIssue::ConditionError) => strings::task_condition_error(name, &stage),
                    Some(TaskIssue::UnusableDelay) => strings::task_unusable_delay(name, &stage),
                    Some(TaskIssue::JobTimedOut) => strings::task_ended_by_job_timeout(name, &stage),
                }
            }
            _ => unreachable!("called for facts about jobs and tasks only"),
        }
    }

    /// Gates.
    fn gates(&self, fact: &Fact) -> String {
        let state = self.state;
        let of = |id| {
            let run = state.gates_run(id);
            (self.stage(run.deployment), side(run.side))
        };
        match fact {
            Fact::GatesStarted { gates, first, deadline, .. } => {
                let (stage, side) = of(*gates);
                let at = |time| date_time(&self.world.zone, time);
                strings::gates_started(&stage, side, &at(*first), &at(*deadline))
            }
            Fact::GatesAsked { gates, .. } => strings::gates_asked(&of(*gates).0),
            Fact::GatesSampled { gates, passed, unanswered, ignored } => {
                let names = |mask: u32| -> Vec<String> {
                    let all = 0..state.gates_plan(*gates).gates.len();
                    all.filter(|gate| mask & (1 << gate) != 0)
                        .map(|gate| state.gate_name(*gates, gate).to_owned())
                        .collect()
                };
                let failed = !(passed | unanswered | ignored);
                strings::gates_sampled(&of(*gates).0, &names(failed), &names(*unanswered))
            }
            Fact::GateIgnored { gates, gate, by, .. } => {
                let name = state.gate_name(*gates, *gate as usize);
                strings::gate_ignored(self.person(*by), name, &of(*gates).0)
            }
            Fact::GatesFinished { gates, status } => {
                let (stage, side) = of(*gates);
                match status {
                    GateStatus::Succeeded => strings::gates_passed(&stage, side),
                    GateStatus::Canceled => strings::gates_canceled(&stage, side),
                    GateStatus::None | GateStatus::Pending | GateStatus::InProgress | GateStatus::Failed => {
                        strings::gates_failed(&stage, side)
                    }
                }
            }
            _ => unreachable!("called for facts about gates only"),
        }
    }

    /// Slices of jobs, and what jobs share.
    fn sharing(&self, fact: &Fact) -> String {
        let state = self.state;
        let job = |id| (job_name(state, id), self.stage(state.job(id).deployment));
        let whole = |deployment: DeploymentId, index: u32| {
            let found = state.deployment(deployment);
            (found.plan.job(found.stage, index as usize).name.clone(), self.stage(deployment))
        };
        match fact {
            Fact::JobMultiplied { deployment, index, slices } => {
                let (name, stage) = whole(*deployment, *index);
                let count = slices.slices.len();
                if slices.in_batches {
                    strings::job_multiplied_on_targets(&name, &stage, count, slices.at_once)
                } else {
                    strings::job_multiplied(&name, &stage, count)
                }
            }
            Fact::SliceLeftOut { job: id, why, .. } => {
                let (name, stage) = job(*id);
                let why = match why {
                    LeftOut::OthersFailed => strings::OTHER_SLICES_FAILED,
                    LeftOut::TargetOffline => strings::TARGET_IS_OFFLINE,
                    LeftOut::Canceled => strings::DEPLOYMENT_IS_CANCELED,
                };
                strings::slice_left_out(&name, &stage, why)
            }
            Fact::SlicesFinished { deployment, index, result } => {
                let (name, stage) = whole(*deployment, *index);
                strings::slices_ended(&name, &stage, how(*result))
            }
            Fact::ParallelJobGranted { job: id } => {
                let (name, stage) = job(*id);
                strings::parallel_job_granted(&name, &stage)
            }
            Fact::NoAgentFits { job: id, why } => {
                let (name, stage) = job(*id);
                strings::no_agent_fits(&name, &stage, &no_agent(self.world, state, *id, why))
            }
            _ => unreachable!("called for facts about slices, parallel jobs and agents only"),
        }
    }

    fn intervention(&self, fact: &Fact) -> String {
        let names = |task: TaskId| {
            (self.state.task_name(task), self.stage(self.state.job(self.state.task(task).job).deployment))
        };
        match fact {
            Fact::InterventionRequested { task, .. } => {
                let (task, stage) = names(*task);
                strings::intervention_requested(task, &stage)
            }
            Fact::InterventionDecided { intervention, status, by, how, .. } => {
                let (task, stage) = names(self.state.intervention(*intervention).task);
                let is_resumed = *status == ManualInterventionStatus::Approved;
                match how {
                    InterventionEnd::Decided if is_resumed => {
                        strings::intervention_resumed(self.person(*by), task, &stage)
                    }
                    InterventionEnd::Decided => strings::intervention_rejected(self.person(*by), task, &stage),
                    InterventionEnd::TimedOut => strings::intervention_timed_out(task, &stage, is_resumed),
                    InterventionEnd::TaskCanceled => strings::intervention_canceled(task, &stage),
                }
            }
            _ => unreachable!("called for facts about manual interventions only"),
        }
    }

    /// Edits of releases and of variables.
    fn edits(&self, fact: &Fact) -> String {
        let state = self.state;
        match fact {
            Fact::VariableGroupSaved { by, content, .. } => strings::group_saved(self.person(*by), &content.name),
            Fact::ValuesGiven { release, deployment, content } => {
                let names: Vec<String> = content.values.iter().map(|given| given.name.clone()).collect();
                let whole = deployment.map_or_else(|| self.release(*release).to_owned(), |id| self.stage(id));
                strings::values_given(&whole, &names, content.debug)
            }
            Fact::ReleaseEdited { release, by, .. } => {
                strings::release_edited(self.person(*by), self.release(*release))
            }
            Fact::ReleaseDescribed { release, by, .. } => {
                strings::release_described(self.person(*by), self.release(*release))
            }
            Fact::ReleaseRenamed { by, task, name, .. } => match task {
                Some(task) => strings::release_renamed_by_task(state.task_name(*task), name),
                None => strings::release_renamed(self.person(*by), name),
            },
            Fact::ReleaseTagged { release, by, tags } => {
                let tags: Vec<String> = tags.iter().map(ToString::to_string).collect();
                strings::release_tagged(self.person(*by), self.release(*release), &tags)
            }
            Fact::ArtifactDownloadFailed { job, artifact, .. } => {
                let deployment = state.deployment(state.job(*job).deployment);
                let alias = &deployment.plan.definition.artifacts[*artifact as usize].alias;
                strings::download_failed(alias, &self.stage(state.job(*job).deployment))
            }
            Fact::VariableSet { task, content } => {
                let value = if content.is_secret { rehearsal_engine::MASK } else { content.value.as_str() };
                strings::variable_set(state.task_name(*task), &content.name, value)
            }
            _ => unreachable!("called for facts about edits and variables only"),
        }
    }

    fn release_created(&self, release: ReleaseId, content: &NewRelease) -> String {
        let triggering = || {
            content
                .artifacts
                .iter()
                .flatten()
                .zip(&self.state.release(release).plan.definition.artifacts)
                .find(|(_, artifact)| Some(&artifact.alias) == content.triggering_alias.as_ref())
                .map(|(build, _)| version(self.state.build(*build)))
        };
        match content.reason {
            ReleaseReason::ContinuousIntegration => match triggering() {
                Some(version) => strings::release_created_by_trigger(&content.name, &version),
                None => strings::release_created_otherwise(&content.name),
            },
            ReleaseReason::PullRequest => match triggering() {
                Some(version) => strings::release_created_by_pull_request(&content.name, &version),
                None => strings::release_created_otherwise(&content.name),
            },
            ReleaseReason::Schedule if content.created_by.is_none() => {
                strings::release_created_by_schedule(&content.name)
            }
            ReleaseReason::Manual if content.is_draft => {
                strings::draft_created(&content.name, self.person(content.created_by))
            }
            ReleaseReason::Manual => strings::release_created(&content.name, self.person(content.created_by)),
            ReleaseReason::None | ReleaseReason::Schedule => strings::release_created_otherwise(&content.name),
        }
    }

    fn approval_decided(&self, fact: &Fact) -> String {
        let Fact::ApprovalDecided { approval, status, by, how, defer_until, .. } = fact else {
            unreachable!("called for this fact only")
        };
        let row = self.state.approval(*approval);
        let (stage, side) = (self.stage(row.deployment), side(row.side));
        let approver = self.world.subject_name(row.approver);
        let who = self.decider(*approval, *by, *how);
        match (status, how) {
            (_, DecidedHow::TimedOut) => strings::approval_timed_out(approver, &stage),
            (_, DecidedHow::NoLongerNeeded) => strings::approval_not_needed(approver, &stage),
            (_, DecidedHow::DeploymentCanceled) => strings::approval_canceled(approver, &stage),
            (ApprovalStatus::Rejected, _) => strings::rejected(&who, &stage, side),
            (ApprovalStatus::Skipped, _) | (_, DecidedHow::ApprovedBefore) => {
                strings::approval_not_needed(approver, &stage)
            }
            (ApprovalStatus::Canceled, _) => strings::approval_not_needed(approver, &stage),
            (
                ApprovalStatus::Approved
                | ApprovalStatus::Undefined
                | ApprovalStatus::Pending
                | ApprovalStatus::Reassigned,
                _,
            ) => match defer_until {
                Some(until) => strings::approved_for_later(&who, &stage, &date_time(&self.world.zone, *until)),
                None => strings::approved(&who, &stage, side),
            },
        }
    }

    fn decider(&self, approval: ApprovalId, by: Option<rehearsal_engine::PersonId>, how: DecidedHow) -> String {
        decider(self.world, self.state, approval, by, how)
    }

    fn finished(&self, deployment: DeploymentId, status: EnvironmentStatus, why: Ended) -> String {
        let stage = self.stage(deployment);
        match why {
            Ended::Completed if status == EnvironmentStatus::PartiallySucceeded => {
                strings::deployment_partially_succeeded(&stage)
            }
            Ended::Completed => strings::deployment_succeeded(&stage),
            Ended::JobFailed => match failed_task(self.state, deployment) {
                Some(task) => strings::deployment_failed_by_task(&stage, task),
                None => strings::deployment_failed(&stage),
            },
            Ended::JobTimedOut => strings::deployment_ran_out_of_time(&stage),
            Ended::ApprovalRejected => strings::deployment_rejected(&stage),
            Ended::ApprovalTimedOut => strings::deployment_timed_out(&stage),
            Ended::GatesFailed => strings::deployment_gates_failed(&stage),
            Ended::Canceled => strings::deployment_canceled(&stage),
            Ended::Superseded => strings::deployment_superseded(&stage),
            Ended::Abandoned => strings::deployment_abandoned(&stage),
        }
    }

    /// Where a setting of a security page counts.
    fn place(&self, grant: &Grant) -> String {
        match (grant.definition, &grant.stage) {
            (None, _) => strings::ALL_PIPELINES.to_owned(),
            (Some(_), Some(stage)) => stage.to_string(),
            (Some(id), None) => self.state.definitions[id.index()].definition.name.clone(),
        }
    }

    fn release(&self, id: ReleaseId) -> &str {
        &self.state.release(id).content.name
    }

    fn stage(&self, id: DeploymentId) -> String {
        strings::stage_of(self.state.stage_name(id), self.release(self.state.deployment(id).release))
    }

    fn person(&self, id: Option<rehearsal_engine::PersonId>) -> &str {
        id.map_or(strings::THE_WORLD, |id| self.world.person_name(id))
    }
}

/// A setting of a security page, in the words of the page.
pub(crate) const fn permission_value(value: PermissionValue) -> &'static str {
    match value {
        PermissionValue::Allow => strings::ALLOW,
        PermissionValue::Deny => strings::DENY,
        PermissionValue::NotSet => strings::NOT_SET,
    }
}

/// A job, and which slice of it: `Tests (Europe, Edge)`, `Tests (2 of 3)`, `Deploy (web-1)`.
pub(crate) fn job_name(state: &State, id: JobId) -> String {
    let name = state.job_name(id);
    let Some(slice) = &state.job(id).slice else { return name.to_owned() };
    let of = match slice.target {
        Some(target) => state.target(target).target.name.clone(),
        None if slice.values.is_empty() => strings::position(slice.position, slice.total),
        None => slice.values.iter().map(|(_, value)| &**value).collect::<Vec<_>>().join(", "),
    };
    strings::job_slice(name, &of)
}

/// Why no agent can take a job, as the second half of a sentence.
pub(crate) fn no_agent(world: &World, state: &State, job: JobId, why: &NoAgent) -> String {
    let pool = state.job_plan(job).pool.map_or("", |pool| &world.pools[pool].name);
    match why {
        NoAgent::EmptyPool => strings::pool_is_empty(pool),
        NoAgent::Offline => strings::agents_are_offline(pool),
        NoAgent::Demands { demands } => {
            let demands: Vec<String> = demands.iter().map(ToString::to_string).collect();
            strings::nobody_meets(pool, &strings::list(&demands))
        }
    }
}

/// Who decided an approval, with whom they stood in for.
pub(crate) fn decider(
    world: &World,
    state: &State,
    approval: ApprovalId,
    by: Option<rehearsal_engine::PersonId>,
    how: DecidedHow,
) -> String {
    let row = state.approval(approval);
    let approver = world.subject_name(row.approver);
    let person = by.map_or(strings::THE_WORLD, |id| world.person_name(id));
    match (how, row.approver) {
        (DecidedHow::Override, _) => strings::overriding(person, approver),
        (_, rehearsal_engine::Subject::Group(_)) => strings::on_behalf_of(person, approver),
        (_, rehearsal_engine::Subject::Person(_)) => person.to_owned(),
    }
}

/// A version inside a sentence: `build 20260302.1`.
pub(crate) fn version(build: &Build) -> String {
    match build.kind {
        VersionKind::Build => strings::the_build(&build.number),
        VersionKind::Commit => strings::the_commit(&build.number),
        VersionKind::Changeset => strings::the_changeset(&build.number),
        VersionKind::Package => strings::the_package(&build.number),
        VersionKind::Image => strings::the_image(&build.number),
    }
}

/// Name of the first task that failed in a deployment.
pub(crate) fn failed_task(state: &State, deployment: DeploymentId) -> Option<&str> {
    let jobs = state.deployment(deployment).jobs.iter();
    jobs.flat_map(|&job| &state.job(job).tasks)
        .find(|&&task| Look::of_task(state.task(task).status) == Look::Failed)
        .map(|&task| state.task_name(task))
}

fn no_release(why: &NoRelease) -> String {
    match why {
        NoRelease::TriggerDisabled => strings::TRIGGER_DISABLED.to_owned(),
        NoRelease::BuildNotSucceeded => strings::BUILD_NOT_SUCCEEDED.to_owned(),
        NoRelease::BranchExcluded => strings::BRANCH_EXCLUDED.to_owned(),
        NoRelease::NoFilterMatched => strings::NO_FILTER_MATCHED.to_owned(),
        NoRelease::TagWithoutEffect => strings::TAG_WITHOUT_EFFECT.to_owned(),
        NoRelease::NothingChanged => strings::NOTHING_CHANGED.to_owned(),
        NoRelease::NoVersion { alias } => strings::no_version(alias),
        NoRelease::DefinitionDisabled => strings::DEFINITION_DISABLED.to_owned(),
        NoRelease::NameTaken { name } => strings::name_taken(name),
    }
}

/// A sentence inside another: without its capital letter when it begins with an ordinary word, without full stop.
pub(crate) fn inner(sentence: &str) -> String {
    let bare = sentence.trim_end_matches('.');
    match bare.split_once(' ') {
        Some((first @ ("The" | "All" | "Nobody" | "Somebody" | "Task" | "Build"), rest)) => {
            format!("{} {rest}", first.to_lowercase())
        }
        _ => bare.to_owned(),
    }
}

/// Like [`sentence_case`] for reasons that stand alone.
pub(crate) fn alone(reason: &str) -> String {
    sentence_case(reason)
}

/// What a release says to a pull request.
pub(crate) const fn verdict_word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Pending => strings::VERDICT_PENDING,
        Verdict::Succeeded => strings::VERDICT_SUCCEEDED,
        Verdict::Failed => strings::VERDICT_FAILED,
    }
}
