//! Approvals and gates of a stage, and the people they name.

use rehearsal_pipeline::{ApprovalOptions, Approvals, Approver, Gate, Gates, Identity};
use rehearsal_source::{Diagnostic, Span, Spanned};

use super::job::{self, Place};
use super::reading::{Bounds, Path, Reading};
use crate::codes;
use crate::wire::{self, Text};

const RANK: Bounds = Bounds::any("the rank of an approver");
const REQUIRED: Bounds = Bounds::any("the number of required approvers");
const TIMEOUT: Bounds = Bounds::minutes("the timeout of an approval").within(
    codes::APPROVAL_TIMEOUT,
    0,
    ApprovalOptions::TIMEOUT_MINUTES_MAX as i64,
);

/// The approvals of one side. Automated rows are not approvers: they stand for "nobody".
pub(crate) fn approvals(reading: &mut Reading<'_>, path: &Path<'_>, given: Option<wire::Approvals>) -> Approvals {
    let mut given = given.unwrap_or_default();
    reading.keep(path, &mut given);
    let rows = given.approvals.unwrap_or_default();
    let nobody: Vec<Diagnostic> =
        rows.iter().filter(|row| asks_nobody(row)).map(|row| approver_missing(row.span)).collect();
    if !nobody.is_empty() {
        let written = reading.raw_list(&rows);
        reading.leave_out(path, "approvals", written, nobody);
    }
    let (automated, people): (Vec<_>, Vec<_>) =
        rows.into_iter().filter(|row| !asks_nobody(row)).partition(|row| row.is_automated == Some(true));
    let rows_path = path.field("approvals");
    if people.is_empty()
        && let Some(mut row) = automated.into_iter().next()
    {
        reading.keep(&rows_path.index(0), &mut row.value);
    }
    let approvers: Vec<Approver> =
        people.into_iter().enumerate().map(|(index, row)| approver(reading, &rows_path.index(index), row)).collect();
    let options = given.approval_options.unwrap_or_default();
    let required = options.required_approver_count;
    let options = approval_options(reading, &path.field("approvalOptions"), options);
    if let Some(required) = required
        && approvers.len() < options.required_count as usize
    {
        reading.push(too_few_approvers(approvers.len(), options.required_count, required.span));
    }
    Approvals { approvers, options }
}

fn too_few_approvers(approvers: usize, required: u32, span: Span) -> Diagnostic {
    let wanted = if required == 1 { "1 approval is".to_owned() } else { format!("{required} approvals are") };
    let (asked, help) = match approvers {
        0 => ("nobody is asked".to_owned(), "list approvers in `approvals`, or remove `requiredApproverCount`"),
        1 => ("there is 1 approver".to_owned(), "write 0 to ask for all"),
        count => (format!("there are {count} approvers"), "write 0 to ask for all"),
    };
    Diagnostic::warning(codes::REQUIRED_APPROVERS, span, format!("{wanted} required, but {asked}")).help(help)
}

/// True for a row that waits for somebody without saying for whom.
fn asks_nobody(row: &wire::ApprovalRow) -> bool {
    let is_said = |text: &Option<String>| text.as_ref().is_some_and(|text| !text.is_empty());
    let is_somebody =
        |person: &wire::Identity| [&person.id, &person.display_name, &person.unique_name].into_iter().any(is_said);
    row.is_automated != Some(true) && !row.approver.as_ref().is_some_and(is_somebody)
}

fn approver_missing(span: Span) -> Diagnostic {
    Diagnostic::error(codes::APPROVER_MISSING, span, "an approver is neither a person nor a group")
        .help("write `approver: { displayName: … }`, or `isAutomated: true` to ask nobody")
}

fn approver(reading: &mut Reading<'_>, path: &Path<'_>, mut row: Spanned<wire::ApprovalRow>) -> Approver {
    reading.keep(path, &mut row.value);
    let row = row.value;
    let identity = row.approver.map(|person| identity(reading, &path.field("approver"), person)).unwrap_or_default();
    Approver {
        rank: reading.number((path, "rank"), row.rank, 1, &RANK),
        identity,
        // Who is asked is told, unless the file says otherwise.
        notify: row.is_notification_on.unwrap_or(row.is_automated != Some(true)),
    }
}

/// A person or group.
pub(crate) fn identity(reading: &mut Reading<'_>, path: &Path<'_>, mut given: wire::Identity) -> Identity {
    reading.keep(path, &mut given);
    Identity {
        id: given.id.unwrap_or_default(),
        display_name: given.display_name.unwrap_or_default(),
        unique_name: given.unique_name.unwrap_or_default(),
        is_container: given.is_container.unwrap_or(false),
    }
}

fn approval_options(reading: &mut Reading<'_>, path: &Path<'_>, mut given: wire::ApprovalOptions) -> ApprovalOptions {
    reading.keep(path, &mut given);
    let timeout = given.timeout_in_minutes.map(|minutes| ("timeoutInMinutes", minutes));
    let (timeout_name, timeout) = timeout
        .or(given.timeout_misspelt.map(|minutes| ("timeoutInMintues", minutes)))
        .map_or(("timeoutInMinutes", None), |(name, minutes)| (name, Some(minutes)));
    ApprovalOptions {
        required_count: reading.number((path, "requiredApproverCount"), given.required_approver_count, 0, &REQUIRED),
        // A file that does not say lets the requester approve, although the page starts with "may not" (§15).
        requester_may_approve: given.release_creator_can_be_approver.unwrap_or(true),
        skip_if_approved_previous: given
            .auto_triggered_and_previous_environment_approved_can_be_skipped
            .unwrap_or(false),
        revalidate_identity: given.enforce_identity_revalidation.unwrap_or(false),
        timeout_minutes: reading.number((path, timeout_name), timeout, 0, &TIMEOUT),
        execution_order: given
            .execution_order
            .filter(|order| !matches!(&***order, "" | "0"))
            .and_then(|order: Text| reading.member((path, "executionOrder"), &order)),
    }
}

const DELAY: Bounds = Bounds::minutes("the delay before gates are evaluated").within(codes::GATE_TIMES, 0, 2880);
const INTERVAL: Bounds =
    Bounds::minutes("the time between evaluations of gates").within(codes::GATE_TIMES, 5, Bounds::MOST);
const STEADY: Bounds =
    Bounds::minutes("the minimum duration of steady results").within(codes::GATE_TIMES, 0, Bounds::MOST);
const GATE_TIMEOUT: Bounds = Bounds::minutes("the timeout of gates").within(codes::GATE_TIMES, 6, Bounds::MOST);

/// The gates of one side; none when the file has neither options nor gates.
pub(crate) fn gates(reading: &mut Reading<'_>, path: &Path<'_>, given: Option<wire::GatesStep>) -> Option<Gates> {
    let mut given = given?;
    reading.keep(path, &mut given);
    let gates_path = path.field("gates");
    let gates = given.gates.unwrap_or_default();
    let first_task = gates.iter().find_map(|gate| gate.tasks.as_ref()?.first()).map(|task| task.span);
    let gates: Vec<Gate> =
        gates.into_iter().enumerate().map(|(index, gate)| one_gate(reading, &gates_path.index(index), gate)).collect();
    if given.gates_options.is_none() && gates.is_empty() {
        return None;
    }
    let options = given.gates_options.unwrap_or_default();
    if let (None, Some(span)) = (options.is_enabled, first_task) {
        reading.push(
            Diagnostic::notice(codes::GATES_OFF, span, "these gates are switched off")
                .help("write `gatesOptions: { isEnabled: true }` beside `gates`"),
        );
    }
    Some(timed(reading, &path.field("gatesOptions"), options, gates))
}

fn one_gate(reading: &mut Reading<'_>, path: &Path<'_>, mut gate: wire::Gate) -> Gate {
    reading.keep(path, &mut gate);
    Gate { tasks: job::tasks(reading, &path.field("tasks"), gate.tasks, Place::Gate) }
}

fn timed(reading: &mut Reading<'_>, path: &Path<'_>, mut options: wire::GatesOptions, gates: Vec<Gate>) -> Gates {
    reading.keep(path, &mut options);
    let is_enabled = options.is_enabled.unwrap_or(false);
    // Times of gates that are switched off are never looked at, and old files carry zeros there.
    let bounds = |bounds: Bounds| if is_enabled { bounds } else { bounds.within(codes::GATE_TIMES, 0, Bounds::MOST) };
    let timeout_span = options.timeout.as_ref().map(|timeout| timeout.span);
    let span = timeout_span
        .or_else(|| options.sampling_interval.as_ref().map(|interval| interval.span))
        .or_else(|| options.stabilization_time.as_ref().map(|delay| delay.span));
    let gates = Gates {
        is_enabled,
        stabilization_time: reading.number((path, "stabilizationTime"), options.stabilization_time, 5, &bounds(DELAY)),
        sampling_interval: reading.number((path, "samplingInterval"), options.sampling_interval, 15, &bounds(INTERVAL)),
        minimum_success_duration: reading.number(
            (path, "minimumSuccessDuration"),
            options.minimum_success_duration,
            0,
            &bounds(STEADY),
        ),
        timeout: reading.number((path, "timeout"), options.timeout, 1440, &bounds(GATE_TIMEOUT)),
        gates,
    };
    if let (true, Some(span)) = (is_enabled, span) {
        check_timeout(reading, &gates, span);
    }
    gates
}

/// Gates must be able to be evaluated twice before they time out (§7.2).
fn check_timeout(reading: &mut Reading<'_>, gates: &Gates, span: Span) {
    let longest = [("time between evaluations", gates.sampling_interval), ("delay", gates.stabilization_time)];
    for (what, minutes) in longest {
        if gates.timeout <= minutes {
            reading.push(
                Diagnostic::error(
                    codes::GATE_TIMES,
                    span,
                    format!(
                        "gates time out after {} minutes, which is not longer than their {what} of {minutes}",
                        gates.timeout
                    ),
                )
                .help(format!("write a timeout of at least {}", minutes.saturating_add(1).max(6))),
            );
            return;
        }
    }
}
