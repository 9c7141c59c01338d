//! The conditions of one side of a stage, before or after its jobs: approvals and gates in the configured order
//! (`classic.md` §7.3), a deferral between them (§6.6), and what comes when all have passed.

use rehearsal_kernel::FactId;
use rehearsal_pipeline::{
    ApprovalExecutionOrder, ApprovalType, DeploymentOperationStatus, DeploymentStatus, EnvironmentStatus, GateStatus,
};

use crate::DeploymentId;
use crate::engine::{Engine, Run};
use crate::fact::{Ended, Fact};
use crate::plan::SidePlan;
use crate::rules::{approvals, gates, jobs};
use crate::state::State;

/// The plan of one side of a deployment's stage.
pub(crate) fn plan(state: &State, deployment: DeploymentId, side: ApprovalType) -> &SidePlan {
    state.stage_plan(deployment).side(side)
}

/// Begins a side with what comes first on it.
pub(crate) fn open(engine: &Engine, run: &mut Run<'_>, deployment: DeploymentId, side: ApprovalType, because: FactId) {
    let plan = plan(run.state(), deployment, side);
    let gates_first = match plan.order {
        ApprovalExecutionOrder::BeforeGates => false,
        ApprovalExecutionOrder::AfterSuccessfulGates | ApprovalExecutionOrder::AfterGatesAlways => true,
    };
    if gates_first && plan.gates.is_some() {
        gates::open(engine, run, deployment, side, because);
    } else {
        approvals::open(engine, run, deployment, side, because);
    }
}

/// All who have to approve did. A deferral comes before gates that follow (§6.6).
pub(crate) fn approvals_passed(
    engine: &Engine,
    run: &mut Run<'_>,
    deployment: DeploymentId,
    side: ApprovalType,
    passed: FactId,
) {
    let until = run.state().deployment(deployment).defer_until.filter(|&until| until > run.now());
    match until.filter(|_| side != ApprovalType::PostDeploy) {
        Some(until) => {
            run.emit_because(passed, Fact::DeploymentDeferred { deployment, until });
        }
        None => after_approvals(engine, run, deployment, side, passed),
    }
}

/// The time that approvers chose has come.
pub(crate) fn deferral_over(engine: &Engine, run: &mut Run<'_>, deployment: DeploymentId, because: FactId) {
    after_approvals(engine, run, deployment, ApprovalType::PreDeploy, because);
}

fn after_approvals(engine: &Engine, run: &mut Run<'_>, deployment: DeploymentId, side: ApprovalType, because: FactId) {
    let plan = plan(run.state(), deployment, side);
    if plan.order == ApprovalExecutionOrder::BeforeGates && plan.gates.is_some() {
        gates::open(engine, run, deployment, side, because);
    } else {
        passed(engine, run, deployment, side, because);
    }
}

/// The gates passed or ran out of time. Failed gates end the attempt, unless approvals are asked whatever the gates
/// said; then an approval lets the deployment go on (§7.3, §7.4.9).
pub(crate) fn gates_ended(
    engine: &Engine,
    run: &mut Run<'_>,
    deployment: DeploymentId,
    side: ApprovalType,
    status: GateStatus,
    because: FactId,
) {
    let has_succeeded = status == GateStatus::Succeeded;
    match plan(run.state(), deployment, side).order {
        ApprovalExecutionOrder::AfterGatesAlways => approvals::open(engine, run, deployment, side, because),
        ApprovalExecutionOrder::AfterSuccessfulGates if has_succeeded => {
            approvals::open(engine, run, deployment, side, because);
        }
        ApprovalExecutionOrder::BeforeGates if has_succeeded => passed(engine, run, deployment, side, because),
        ApprovalExecutionOrder::BeforeGates | ApprovalExecutionOrder::AfterSuccessfulGates => {
            let fact = Fact::DeploymentFinished {
                deployment,
                status: EnvironmentStatus::Rejected,
                deployment_status: outcome(side),
                operation: DeploymentOperationStatus::GateFailed,
                why: Ended::GatesFailed,
            };
            run.emit_because(because, fact);
        }
    }
}

/// What a deployment amounts to that ends at the conditions of a side: after the jobs it is Failed (§3).
pub(crate) const fn outcome(side: ApprovalType) -> DeploymentStatus {
    match side {
        ApprovalType::PostDeploy => DeploymentStatus::Failed,
        ApprovalType::PreDeploy | ApprovalType::Undefined => DeploymentStatus::NotDeployed,
    }
}

fn passed(engine: &Engine, run: &mut Run<'_>, deployment: DeploymentId, side: ApprovalType, because: FactId) {
    match side {
        ApprovalType::PostDeploy => jobs::conclude(run, deployment, because),
        ApprovalType::PreDeploy | ApprovalType::Undefined => jobs::start_next(engine, run, deployment, because),
    }
}
