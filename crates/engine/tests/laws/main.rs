//! What the rules promise, whatever the pipeline and whatever people do.
//!
//! [`worlds`] makes up pipelines and commands; [`ledger`] keeps a second book from the facts alone. What is checked is
//! that facts keep the rules of `classic.md`; that they also are the right ones is for the examples beside the rules.

mod ledger;
mod waits;
mod worlds;

use ledger::{Phase, walk};
use proptest::prelude::*;
use rehearsal_classic::{QueuePolicy, RedeployTrigger, StageTrigger};
use rehearsal_engine::{DeploymentId, Ended, Engine, Fact, GatesId, JobId, StageId, State};
use rehearsal_kernel::{Cause, Kernel, SimTime};
use rehearsal_pipeline::{
    ApprovalExecutionOrder, ApprovalStatus, ApprovalType, DeploymentOperationStatus, DeploymentReason,
    EnvironmentStatus, GateStatus, ReleaseStatus, TaskResult,
};
use worlds::{commands, deferred_without_jobs, stories};

fn cases() -> ProptestConfig {
    // More are a matter of patience (CONTRIBUTING.md, Searching).
    let cases = if std::env::var_os("PROPTEST_CASES").is_some() { ProptestConfig::default().cases } else { 64 };
    ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(cases) }
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn no_job_starts_without_its_required_approvals(story in stories()) {
        walk(&story.ended(|_| {}), |book, entry| {
            if let Fact::JobStarted { job, .. } = entry.fact {
                let deployment = book.job(job).deployment;
                assert!(book.is_approved(deployment, ApprovalType::PreDeploy), "{job:?} of {deployment:?} at {}", entry.at);
            }
        });
    }

    #[test]
    fn nothing_ends_well_without_the_approvals_after_deployment(story in stories()) {
        walk(&story.ended(|_| {}), |book, entry| {
            let Fact::DeploymentFinished { deployment, status, .. } = entry.fact else { return };
            if matches!(status, EnvironmentStatus::Succeeded | EnvironmentStatus::PartiallySucceeded) {
                assert!(book.is_approved(deployment, ApprovalType::PostDeploy), "{deployment:?} at {}", entry.at);
            }
        });
    }

    #[test]
    fn approvers_of_a_later_rank_are_asked_only_when_all_earlier_ones_approved(story in stories()) {
        walk(&story.ended(|_| {}), |book, entry| {
            let Fact::ApprovalRequested { deployment, side, rank, .. } = entry.fact else { return };
            let approvers = &book.approvals(deployment, side).approvers;
            let earlier = approvers.iter().filter(|approver| approver.rank < rank).count();
            let rows = book.rows_of(deployment, side).filter(|row| row.rank < rank);
            assert_eq!(rows.filter(|row| row.status == ApprovalStatus::Approved).count(), earlier);
        });
    }

    #[test]
    fn no_job_starts_and_no_deployment_succeeds_past_gates_that_did_not_pass(story in stories()) {
        walk(&story.ended(|_| {}), |book, entry| {
            let (deployment, side) = match entry.fact {
                Fact::JobQueued { deployment, .. } | Fact::JobSkipped { deployment, .. } => {
                    (deployment, ApprovalType::PreDeploy)
                }
                Fact::DeploymentFinished { deployment, why: Ended::Completed, .. } => {
                    (deployment, ApprovalType::PostDeploy)
                }
                _ => return,
            };
            let stage = book.stage(book.attempt(deployment).stage);
            let gates = if side == ApprovalType::PreDeploy { &stage.pre_gates } else { &stage.post_gates };
            if gates.is_none() {
                return;
            }
            let order = book.approvals(deployment, side).options.execution_order;
            let run = book.gates.iter().find(|gates| gates.0 == deployment && gates.1 == side);
            let status = run.expect("gates that are on are evaluated").2;
            let is_over = status == GateStatus::Succeeded
                || status == GateStatus::Failed && order == Some(ApprovalExecutionOrder::AfterGatesAlways);
            assert!(is_over, "{deployment:?} goes on past gates that are {status}");
        });
    }

    #[test]
    fn gates_pass_only_at_a_good_sample_that_was_steady_and_fail_only_at_their_timeout(story in stories()) {
        let kernel = story.ended(|_| {});
        let state = kernel.state();
        let rules = &kernel.model().world.rules;
        for (index, run) in state.gates.iter().enumerate() {
            let id = GatesId::at(index);
            let plan = state.gates_plan(id);
            let is_good = |sample: usize| run.samples[sample].is_good(plan.gates.len());
            let good = (0..run.samples.len()).rev().take_while(|&one| !run.is_reference(one) && is_good(one)).last();
            match run.status {
                GateStatus::Succeeded if plan.gates.is_empty() => prop_assert_eq!(run.ended_at, Some(run.first_at)),
                GateStatus::Succeeded => {
                    let first = good.expect("the last sample was good");
                    let until = if rules.gates_succeed_between_samples {
                        run.ended_at.expect("it ended")
                    } else {
                        state.sample_time(id, run.samples.len() - 1)
                    };
                    prop_assert!(until - state.sample_time(id, first) >= plan.steady, "{run:?}");
                }
                GateStatus::Failed => prop_assert_eq!(run.ended_at, Some(run.deadline)),
                GateStatus::Canceled => {}
                other => prop_assert!(false, "gates are left {other}: {run:?}"),
            }
            let times = (0..run.samples.len()).map(|sample| state.sample_time(id, sample));
            prop_assert!(times.is_sorted() && run.samples.iter().all(|one| one.asked > run.started), "{run:?}");
        }
    }

    #[test]
    fn only_who_may_decide_decides(story in stories()) {
        let kernel = story.ended(|_| {});
        let administrator = rehearsal_engine::PersonId(0);
        walk(&kernel, |book, entry| {
            let Fact::ApprovalDecided { approval, by: Some(by), .. } = entry.fact else { return };
            let row = book.row(approval);
            let is_asked = book.world.includes(row.approver, by);
            assert!(is_asked || by == administrator, "{by:?} decided {approval:?}, which asks {:?}", row.approver);
            let attempt = kernel.state().deployment(row.deployment);
            let release = kernel.state().release(attempt.release);
            let requested = release.content.requested_for == Some(by) || attempt.by == Some(by);
            let requester_may = book.approvals(row.deployment, row.side).options.requester_may_approve;
            assert!(requester_may || !requested, "{by:?} asked for {:?} and decided it", row.deployment);
        });
    }

    #[test]
    fn a_mail_has_recipients_and_an_end_is_told_once_and_only_when_it_is_bad(story in stories()) {
        let kernel = story.ended(|_| {});
        let mut told = std::collections::BTreeSet::new();
        walk(&kernel, |_, entry| {
            let Fact::MailSent { to, about } = &entry.fact else { return };
            assert!(!to.is_empty() && to.is_sorted() && to.windows(2).all(|pair| pair[0] != pair[1]), "{to:?}");
            if let rehearsal_engine::MailAbout::DeploymentCompleted { deployment } = about {
                assert!(told.insert(*deployment), "{deployment:?} is told twice");
                // The stages of these worlds name no recipients, so only the default subscriptions are left.
                assert_eq!(kernel.state().deployment(*deployment).status, EnvironmentStatus::Rejected);
            }
        });
    }

    #[test]
    fn an_approval_is_decided_at_its_deadline_at_the_latest(story in stories()) {
        let kernel = story.ended(|_| {});
        for row in &kernel.state().approvals {
            prop_assert!(row.decided_at.is_some_and(|at| at <= row.deadline), "{row:?}");
        }
    }

    #[test]
    fn no_queue_limit_is_exceeded_and_slots_are_given_in_the_order_of_request(story in stories()) {
        walk(&story.ended(|_| {}), |book, entry| match entry.fact {
            Fact::DeploymentStarted { deployment } => {
                let attempt = book.attempt(deployment);
                let in_use = book.count(attempt.stage, Phase::Active);
                match book.stage(attempt.stage).queue {
                    QueuePolicy::Unlimited => {}
                    QueuePolicy::Sequence(slots) | QueuePolicy::Latest(slots) => {
                        assert!(in_use < slots as usize, "{deployment:?} at {}: {in_use} of {slots} in use", entry.at);
                    }
                }
                let first = book.queue.iter().find(|&&waiting| book.attempt(waiting).stage == attempt.stage);
                assert!(first.is_none_or(|&first| first == deployment), "{deployment:?} overtakes {first:?}");
            }
            Fact::DeploymentQueued { deployment } => {
                let stage = book.attempt(deployment).stage;
                assert_ne!(book.stage(stage).queue, QueuePolicy::Unlimited, "nothing waits when there is no limit");
            }
            _ => {}
        });
    }

    #[test]
    fn of_deploy_latest_only_one_waits_at_any_moment(story in stories()) {
        story.ended(|kernel| {
            let book = walk(kernel, |_, _| {});
            for (index, stage) in book.definition().stages.iter().enumerate() {
                if matches!(stage.queue, QueuePolicy::Latest(_)) {
                    assert!(book.count(StageId::at(index), Phase::Waiting) <= 1);
                }
            }
        });
    }

    #[test]
    fn no_agent_and_no_target_runs_two_jobs_or_takes_one_while_offline(story in stories()) {
        walk(&story.ended(|_| {}), |book, entry| {
            let Fact::JobStarted { job, agent } = entry.fact else { return };
            let running = book.job(job);
            assert!(!running.has_started && running.ended.is_none(), "{job:?} starts once");
            assert!(
                book.jobs_of(running.deployment).all(|other| other.index == running.index || other.ended.is_some()),
                "jobs of a stage follow each other"
            );
            if let Some(agent) = agent {
                let now = &book.agents[agent.index()];
                assert!(now.online, "{agent:?} is offline and takes {job:?}");
                assert_eq!(now.job, None, "{agent:?} is busy and takes {job:?}");
            }
            if let Some(target) = running.target {
                let now = &book.targets[target.index()];
                assert!(now.online, "{target:?} is offline and takes {job:?}");
                assert_eq!(now.job, None, "{target:?} is busy and takes {job:?}");
            }
        });
    }

    #[test]
    fn no_more_jobs_run_than_the_organisation_has_parallel_jobs(story in stories()) {
        walk(&story.ended(|_| {}), |book, entry| match entry.fact {
            Fact::ParallelJobGranted { .. } => {
                let in_use = book.jobs.iter().filter(|job| job.is_granted && job.ended.is_none()).count();
                let limit = book.world.parallel_jobs.expect("without a limit nothing is granted") as usize;
                assert!(in_use < limit, "{in_use} of {limit} are in use at {}", entry.at);
            }
            Fact::JobStarted { job, agent: Some(_) } => {
                assert!(book.world.parallel_jobs.is_none() || book.job(job).is_granted, "{job:?} has a parallel job");
            }
            _ => {}
        });
    }

    #[test]
    fn what_has_ended_stays_as_it_ended(story in stories()) {
        walk(&story.ended(|_| {}), |book, entry| {
            if let Some(deployment) = deployment_of(book, &entry.fact) {
                let phase = book.attempt(deployment).phase;
                assert!(!matches!(phase, Phase::Ended(_)), "{deployment:?} had ended, then {:?}", entry.fact);
            }
            match entry.fact {
                Fact::ApprovalDecided { approval, .. } | Fact::ApprovalReassigned { approval, .. } => {
                    assert_eq!(book.row(approval).status, ApprovalStatus::Pending, "{approval:?} was decided");
                }
                Fact::JobStarted { job, .. }
                | Fact::JobFinished { job, .. }
                | Fact::TaskStarted { job, .. }
                | Fact::TaskSkipped { job, .. } => assert_eq!(book.job(job).ended, None, "{job:?} had ended"),
                Fact::TaskFinished { task, .. } | Fact::TaskRetryScheduled { task, .. } | Fact::TaskRetried { task, .. } => {
                    assert!(!book.task(task).has_ended, "{task:?} had ended");
                }
                _ => {}
            }
        });
    }

    #[test]
    fn a_deployment_ends_as_its_cancel_its_approvals_and_its_jobs_say(story in stories()) {
        walk(&story.ended(|_| {}), |book, entry| {
            let Fact::DeploymentFinished { deployment, status, .. } = entry.fact else { return };
            let sides = [ApprovalType::PreDeploy, ApprovalType::PostDeploy];
            let mut rows = sides.into_iter().flat_map(|side| book.rows_of(deployment, side));
            let is_rejected = rows.any(|row| row.status == ApprovalStatus::Rejected);
            let ended = book.results(deployment);
            let results = || ended.iter().copied();
            let has_failed = results().any(|(result, issue)| result == TaskResult::Failed || issue.is_some());
            match status {
                EnvironmentStatus::Succeeded | EnvironmentStatus::PartiallySucceeded => {
                    assert!(!is_rejected && !has_failed && !book.attempt(deployment).is_cancelled, "{deployment:?}");
                    let has_issues = results().any(|(result, _)| result == TaskResult::SucceededWithIssues);
                    assert_eq!(status == EnvironmentStatus::PartiallySucceeded, has_issues);
                    let jobs = book.stage(book.attempt(deployment).stage).jobs.len();
                    assert_eq!(results().count(), jobs, "every job ran or was skipped");
                }
                EnvironmentStatus::Rejected => {
                    let gates = || book.gates.iter().filter(|gates| gates.0 == deployment);
                    let gates_failed = gates().any(|gates| gates.2 == GateStatus::Failed);
                    assert!(is_rejected || has_failed || gates_failed, "{deployment:?}");
                    assert!(!book.attempt(deployment).is_cancelled, "a cancelled deployment is cancelled");
                }
                EnvironmentStatus::Canceled => assert!(!is_rejected, "{deployment:?}"),
                other => panic!("no deployment ends as {other}"),
            }
        });
    }

    #[test]
    fn a_stage_never_has_two_unfinished_attempts(story in stories()) {
        walk(&story.ended(|_| {}), |book, entry| {
            let Fact::DeploymentCreated(new) = &entry.fact else { return };
            let (release, stage, attempt) = (new.release, new.stage, new.attempt);
            let latest = book.latest(release, stage);
            assert_eq!(attempt, latest.map_or(1, |latest| latest.number + 1), "attempts are counted");
            assert!(latest.is_none_or(|latest| matches!(latest.phase, Phase::Ended(_))), "{release:?} {stage:?}");
        });
    }

    #[test]
    fn a_stage_starts_by_itself_only_when_all_its_upstream_stages_ended_well_or_the_release_began(story in stories()) {
        walk(&story.ended(|_| {}), |book, entry| {
            let Fact::DeploymentCreated(new) = &entry.fact else { return };
            let (release, stage, reason, by) = (new.release, new.stage, new.reason, new.by);
            if matches!(reason, DeploymentReason::Manual | DeploymentReason::RedeployTrigger) {
                return;
            }
            assert_eq!(by, None);
            match &book.stage(stage).trigger {
                StageTrigger::AfterRelease => {
                    let mut earlier = book.attempts.iter().filter(|other| (other.release, other.stage) == (release, stage));
                    let is_by_trigger =
                        |reason| matches!(reason, DeploymentReason::Automated | DeploymentReason::Scheduled);
                    assert!(earlier.all(|other| !is_by_trigger(other.reason)), "a release begins once");
                }
                StageTrigger::AfterStages(upstream) => {
                    for condition in upstream {
                        let (index, _) = book.definition().stage(&condition.stage).expect("it is named by the definition");
                        let phase = book.latest(release, StageId::at(index)).map(|latest| latest.phase);
                        let partial = Phase::Ended(EnvironmentStatus::PartiallySucceeded);
                        let is_accepted = phase == Some(Phase::Ended(EnvironmentStatus::Succeeded))
                            || condition.partially_succeeded && phase == Some(partial);
                        assert!(is_accepted, "{stage:?} of {release:?} started after {phase:?} of {}", condition.stage);
                    }
                }
                StageTrigger::ManualOnly => panic!("{stage:?} starts by hand only"),
            }
        });
    }

    #[test]
    fn a_redeployment_deploys_what_went_well_last_and_follows_a_failure_or_a_new_target(story in stories()) {
        let kernel = story.ended(|_| {});
        walk(&kernel, |book, entry| {
            let Fact::DeploymentCreated(new) = &entry.fact else { return };
            if new.reason != DeploymentReason::RedeployTrigger {
                return;
            }
            let (release, stage) = (new.release, new.stage);
            let is_good = |attempt: &&ledger::Attempt| {
                let good = [EnvironmentStatus::Succeeded, EnvironmentStatus::PartiallySucceeded].map(Phase::Ended);
                good.contains(&attempt.phase)
            };
            let mut before = book.attempts.iter().filter(|attempt| (attempt.release, attempt.stage) == (release, stage));
            assert!(before.any(|attempt| is_good(&attempt)), "{stage:?} of {release:?} never went well");
            let Cause::Fact(cause) = entry.cause() else { panic!("a redeployment has a fact behind it") };
            match kernel.log()[cause.index()].fact {
                Fact::TargetJoined { .. } => {
                    assert!(book.stage(stage).redeploy.contains(&RedeployTrigger::DeploymentGroup));
                }
                Fact::DeploymentFinished { deployment, status, .. } => {
                    let failed = book.attempt(deployment);
                    assert_eq!((failed.stage, status), (stage, EnvironmentStatus::Rejected));
                    assert_ne!(failed.reason, DeploymentReason::RedeployTrigger, "a redeployment causes no further one");
                    assert_ne!(failed.release, release, "another release is rolled back to");
                    assert!(book.stage(stage).redeploy.contains(&RedeployTrigger::Rollback));
                }
                ref other => panic!("{other:?} redeploys {stage:?}"),
            }
        });
    }

    #[test]
    fn nothing_starts_in_a_release_that_is_a_draft_or_abandoned(story in stories()) {
        let kernel = story.ended(|_| {});
        let mut statuses: Vec<ReleaseStatus> = Vec::new();
        for entry in kernel.log() {
            match entry.fact {
                Fact::ReleaseCreated { .. } => statuses.push(ReleaseStatus::Draft),
                Fact::ReleaseStarted { release } => statuses[release.index()] = ReleaseStatus::Active,
                Fact::ReleaseAbandoned { release, .. } => statuses[release.index()] = ReleaseStatus::Abandoned,
                Fact::DeploymentCreated(ref new) => {
                    prop_assert_eq!(statuses[new.release.index()], ReleaseStatus::Active);
                }
                Fact::DeploymentStarted { deployment } => {
                    let release = kernel.state().deployment(deployment).release;
                    prop_assert_eq!(statuses[release.index()], ReleaseStatus::Active);
                }
                _ => {}
            }
        }
    }

    #[test]
    fn every_unfinished_deployment_waits_for_something_known(story in stories()) {
        story.ended(|kernel| {
            for index in 0..kernel.state().deployments.len() {
                let id = DeploymentId::at(index);
                if let Err(why) = waits_for_something(kernel, id) {
                    panic!("at {} {id:?} {why}: {:?}", kernel.now(), kernel.state().deployment(id));
                }
            }
        });
    }

    #[test]
    fn in_the_end_only_what_needs_an_absent_agent_or_target_is_unfinished(story in stories()) {
        let kernel = story.ended(|_| {});
        let state = kernel.state();
        for index in 0..state.deployments.len() {
            let id = DeploymentId::at(index);
            let found = state.deployment(id);
            let is_stuck =
                state.open_jobs(id).any(|job| waits_for_agent(state, job) || waits_for_target(state, job) || waits_for_parallel_job(state, job));
            let is_behind = found.operation == DeploymentOperationStatus::Queued
                && state.deployments.iter().any(|other| {
                    other.stage == found.stage && other.operation != DeploymentOperationStatus::Queued && !other.status.is_completed()
                });
            prop_assert!(found.status.is_completed() || is_stuck || is_behind, "{id:?} is left: {found:?}");
        }
    }

    #[test]
    fn a_wait_for_the_clock_is_shown_only_while_it_lasts(story in stories()) {
        story.ended(waits_are_shown_while_they_last);
    }

    #[test]
    fn every_fact_has_an_earlier_cause(story in stories()) {
        let kernel = story.ended(|_| {});
        let mut last = SimTime::MIN;
        for (position, entry) in kernel.log().iter().enumerate() {
            prop_assert!(entry.at >= last, "time does not run backwards");
            last = entry.at;
            match entry.cause() {
                Cause::Start => prop_assert_eq!(entry.step, 0),
                Cause::Command(command) => prop_assert_eq!(kernel.commands()[command.index()].0, entry.at),
                Cause::Timer(fact) | Cause::Fact(fact) => {
                    prop_assert!(fact.index() < position);
                    prop_assert!(kernel.log()[fact.index()].at <= entry.at);
                }
            }
        }
    }

    #[test]
    fn the_same_seed_and_commands_give_the_same_run(story in stories()) {
        let first = story.ended(|_| {});
        let mut again = story.opened();
        play_on(&mut again, first.commands().to_vec());
        again.advance(SimTime::MAX, usize::MAX);
        prop_assert_eq!(first.log(), again.log());
        prop_assert_eq!(first.hash(), again.hash());
    }

    #[test]
    fn going_back_to_any_fact_and_giving_the_commands_again_leads_to_the_same_run(
        story in stories(),
        at in any::<prop::sample::Index>(),
    ) {
        let mut kernel = story.played(|_| {});
        let mut again = kernel.clone();
        let dropped = again.rewind(at.index(kernel.log().len() + 1));
        play_on(&mut again, dropped);
        // The last command leaves what it set off at its own moment still to come.
        kernel.advance(kernel.now(), usize::MAX);
        again.advance(kernel.now(), usize::MAX);
        prop_assert_eq!(kernel.log(), again.log());
        prop_assert_eq!(kernel.commands(), again.commands());
        prop_assert_eq!(kernel.hash(), again.hash());
    }

    #[test]
    fn a_branch_leaves_the_original_as_it_is(
        story in stories(),
        at in any::<prop::sample::Index>(),
        other in stories(),
    ) {
        let kernel = story.played(|_| {});
        let (hash, now, due) = (kernel.hash(), kernel.now(), kernel.next_due());
        let mut branch = kernel.branch(at.index(kernel.log().len() + 1));
        for (wait, command) in other.moves() {
            branch.advance(branch.now() + *wait, usize::MAX);
            let _ = branch.command(command.clone());
        }
        branch.advance(SimTime::MAX, usize::MAX);
        prop_assert_eq!((hash, now, due), (kernel.hash(), kernel.now(), kernel.next_due()));
    }

    #[test]
    fn a_refused_command_changes_nothing(story in stories(), attempts in prop::collection::vec(commands(5), 10)) {
        let kernel = story.played(|_| {});
        let mut settled = kernel.clone();
        settled.advance(kernel.now(), usize::MAX);
        let calm = settled.hash();
        for command in attempts {
            let mut tried = settled.clone();
            if tried.command(command).is_err() {
                prop_assert_eq!(tried.hash(), calm);
                prop_assert_eq!(tried.commands(), settled.commands());
                tried.advance(SimTime::MAX, usize::MAX);
                let mut untouched = settled.clone();
                untouched.advance(SimTime::MAX, usize::MAX);
                prop_assert_eq!(tried.hash(), untouched.hash());
            }
        }
    }
}

#[test]
fn a_deferral_that_is_over_is_not_shown_while_the_approval_after_deployment_waits() {
    deferred_without_jobs().ended(waits_are_shown_while_they_last);
}

fn waits_are_shown_while_they_last(kernel: &Kernel<Engine>) {
    for deployment in &kernel.state().deployments {
        let waits =
            matches!(deployment.operation, DeploymentOperationStatus::Scheduled | DeploymentOperationStatus::Deferred);
        assert_eq!(deployment.until.is_some(), waits, "at {}: {deployment:?}", kernel.now());
    }
}

/// Gives recorded commands at their recorded times.
fn play_on(kernel: &mut Kernel<Engine>, commands: Vec<(SimTime, rehearsal_engine::Command)>) {
    for (at, command) in commands {
        kernel.advance(at, usize::MAX);
        kernel.command(command).expect("it was accepted the first time");
    }
}

/// The deployment that a fact changes.
fn deployment_of(book: &ledger::Ledger<'_>, fact: &Fact) -> Option<DeploymentId> {
    match *fact {
        Fact::DeploymentScheduled { deployment, .. }
        | Fact::DeploymentQueued { deployment }
        | Fact::DeploymentStarted { deployment }
        | Fact::ApprovalAutomated { deployment, .. }
        | Fact::ApprovalRequested { deployment, .. }
        | Fact::ApprovalSkipped { deployment, .. }
        | Fact::GatesStarted { deployment, .. }
        | Fact::DeploymentDeferred { deployment, .. }
        | Fact::JobQueued { deployment, .. }
        | Fact::JobSkipped { deployment, .. }
        | Fact::JobMultiplied { deployment, .. }
        | Fact::SliceLeftOut { deployment, .. }
        | Fact::SlicesFinished { deployment, .. }
        | Fact::SiteUpdated { deployment, .. }
        | Fact::CancelRequested { deployment, .. }
        | Fact::DeploymentFinished { deployment, .. } => Some(deployment),
        Fact::GatesAsked { gates, .. }
        | Fact::GatesSampled { gates, .. }
        | Fact::GateIgnored { gates, .. }
        | Fact::GatesFinished { gates, .. } => Some(book.gates[gates.index()].0),
        Fact::ApprovalDecided { approval, .. } | Fact::ApprovalReassigned { approval, .. } => {
            Some(book.row(approval).deployment)
        }
        Fact::JobStarted { job, .. }
        | Fact::ParallelJobGranted { job }
        | Fact::NoAgentFits { job, .. }
        | Fact::JobFinished { job, .. }
        | Fact::TaskStarted { job, .. }
        | Fact::TaskSkipped { job, .. } => Some(book.job(job).deployment),
        Fact::TaskFinished { task, .. } | Fact::TaskRetryScheduled { task, .. } | Fact::TaskRetried { task, .. } => {
            Some(book.job(book.task(task).job).deployment)
        }
        Fact::InterventionRequested { task, .. } => Some(book.job(book.task(task).job).deployment),
        Fact::RunStarted
        | Fact::BuildQueued { .. }
        | Fact::BuildStarted { .. }
        | Fact::VersionPublished { .. }
        | Fact::BuildTagged { .. }
        | Fact::DefaultBranchSet { .. }
        | Fact::PullRequestOpened { .. }
        | Fact::PullRequestUpdated { .. }
        | Fact::PullRequestStatusPosted { .. }
        | Fact::ReleaseScheduleDue { .. }
        | Fact::StageScheduleDue { .. }
        | Fact::InterventionDecided { .. }
        | Fact::TargetJoined { .. }
        | Fact::TargetChanged { .. }
        | Fact::BuildCompleted { .. }
        | Fact::VariableGroupSaved { .. }
        | Fact::ValuesGiven { .. }
        | Fact::ReleaseEdited { .. }
        | Fact::ReleaseDescribed { .. }
        | Fact::ReleaseRenamed { .. }
        | Fact::ReleaseTagged { .. }
        | Fact::ArtifactDownloadFailed { .. }
        | Fact::VariableSet { .. }
        | Fact::PipelineSaved { .. }
        | Fact::ReleaseNotCreated { .. }
        | Fact::ReleaseCreated { .. }
        | Fact::ReleaseStarted { .. }
        | Fact::ReleaseAbandoned { .. }
        | Fact::ReleaseRetained { .. }
        | Fact::ReleaseDeleted { .. }
        | Fact::ReleaseUndeleted { .. }
        | Fact::ReleaseDestroyed { .. }
        | Fact::RetentionRan { .. }
        | Fact::StageNotTriggered { .. }
        | Fact::DeploymentCreated(..)
        | Fact::LogOpened { .. }
        | Fact::ReleaseCommented { .. }
        | Fact::PermissionChanged { .. }
        | Fact::MailSent { .. }
        | Fact::AgentChanged { .. }
        | Fact::SignalChanged { .. }
        | Fact::ScriptRefused { .. } => None,
    }
}

/// What an unfinished deployment waits for once everything due has happened; an error says what is missing.
fn waits_for_something(kernel: &Kernel<Engine>, id: DeploymentId) -> Result<(), &'static str> {
    let state = kernel.state();
    let deployment = state.deployment(id);
    let check = |holds: bool, otherwise: &'static str| if holds { Ok(()) } else { Err(otherwise) };
    let timer_waits = kernel.next_due().is_some_and(|due| due > kernel.now());
    match deployment.operation {
        _ if deployment.status.is_completed() => Ok(()),
        DeploymentOperationStatus::Scheduled | DeploymentOperationStatus::Deferred => {
            check(deployment.until.is_some_and(|until| until > kernel.now()), "waits for a time that has passed")?;
            check(timer_waits, "waits for the clock without a timer")
        }
        DeploymentOperationStatus::Queued => check(is_stage_full(state, id), "waits although there is a slot"),
        DeploymentOperationStatus::Pending => {
            let mut pending = state.pending_approvals(id).map(|row| state.approval(row));
            check(pending.all(|row| row.deadline > kernel.now()), "waits for an approval that is overdue")?;
            check(state.pending_approvals(id).next().is_some(), "waits for nobody's approval")?;
            check(timer_waits, "waits for an approval without a time-out")
        }
        DeploymentOperationStatus::EvaluatingGates => {
            let gates = state.running_gates(id).ok_or("evaluates gates that do not run")?;
            let run = state.gates_run(gates);
            check(run.deadline > kernel.now(), "has gates that are overdue")?;
            check(run.next_at.is_none_or(|next| next > kernel.now()), "has an evaluation that is overdue")?;
            check(timer_waits, "evaluates gates without a timer")
        }
        DeploymentOperationStatus::ManualInterventionPending => {
            let mut pending = state.pending_interventions().filter(|&one| state.intervention_deployment(one) == id);
            let first = pending.next().ok_or("waits for no intervention")?;
            check(state.intervention(first).deadline > kernel.now(), "waits for an intervention that is overdue")?;
            check(timer_waits, "waits for an intervention without a time-out")
        }
        _ => {
            check(state.open_jobs(id).next().is_some(), "has neither a job nor anything else to wait for")?;
            state.open_jobs(id).try_for_each(|job| job_waits(kernel, job))
        }
    }
}

fn job_waits(kernel: &Kernel<Engine>, job: JobId) -> Result<(), &'static str> {
    let state = kernel.state();
    let check = |holds: bool, otherwise: &'static str| if holds { Ok(()) } else { Err(otherwise) };
    let timer_waits = kernel.next_due().is_some_and(|due| due > kernel.now());
    if let Some(task) = state.current_task(job) {
        check(state.job(job).started_at.is_some(), "has a task in a job that has not started")?;
        check(state.task(task).finished_at.is_none() && timer_waits, "has a task that never ends")
    } else {
        let waits = waits_for_agent(state, job) || waits_for_target(state, job) || waits_for_parallel_job(state, job);
        check(waits, "waits for an agent or a target although one is there")
    }
}

/// Whether a job waits since all parallel jobs of the organisation are in use.
fn waits_for_parallel_job(state: &State, job: JobId) -> bool {
    let waiting = &state.parallel_jobs.waiting;
    waiting.contains(&rehearsal_engine::WaitsForParallelJob::Job(job)) && !state.parallel_jobs.has_free()
}

fn is_stage_full(state: &State, id: DeploymentId) -> bool {
    let deployment = state.deployment(id);
    let slots = match state.release(deployment.release).plan.stage(deployment.stage).queue {
        QueuePolicy::Unlimited => return false,
        QueuePolicy::Sequence(slots) | QueuePolicy::Latest(slots) => slots as usize,
    };
    let holds = |other: &&rehearsal_engine::Deployment| {
        other.stage == deployment.stage && other.status == EnvironmentStatus::InProgress
    };
    state.deployments.iter().filter(holds).count() == slots
}

/// Whether a slice waits since its target is offline or busy.
fn waits_for_target(state: &State, job: JobId) -> bool {
    let target = state.job(job).slice.as_ref().and_then(|slice| slice.target);
    target
        .map(|target| state.target(target))
        .is_some_and(|target| target.waiting.contains(&job) && (!target.online || target.job.is_some()))
}

/// Whether a job waits since no agent that fits is online and free. Of the two agents the second has all that jobs ask
/// for.
fn waits_for_agent(state: &State, job: JobId) -> bool {
    let waits = state.pools[0].waiting.contains(&job) && state.job(job).started_at.is_none();
    let has_demands = !state.job_plan(job).demands.is_empty();
    let mut fitting = state.agents.iter().skip(usize::from(has_demands));
    waits && fitting.all(|agent| !agent.online || agent.job.is_some())
}
