//! The world outside changes: what gates ask says something else (`classic.md` §7.1). Only scenarios can do this.

use std::rc::Rc;

use crate::command::{Refusal, SetAlert, SetEndpoint, SetPolicy, SetWorkItems};
use crate::engine::Run;
use crate::fact::Fact;
use crate::signal::{Alert, Endpoint, Reading};
use crate::{PersonId, SignalId};

pub(crate) fn set_work_items(run: &mut Run<'_>, by: Option<PersonId>, set: &SetWorkItems) -> Result<(), Refusal> {
    change(run, by, &set.query, |reading| match reading {
        Reading::WorkItems { .. } => Some(Reading::WorkItems { count: set.count }),
        Reading::Endpoint(_) | Reading::Alert(_) | Reading::Policy { .. } => None,
    })
}

pub(crate) fn set_endpoint(run: &mut Run<'_>, by: Option<PersonId>, set: &SetEndpoint) -> Result<(), Refusal> {
    change(run, by, &set.url, |reading| match reading {
        Reading::Endpoint(now) => Some(Reading::Endpoint(Endpoint {
            status: set.status.unwrap_or(now.status),
            body: set.body.clone().unwrap_or_else(|| now.body.clone()),
            takes: now.takes,
            answers: set.answers.unwrap_or(now.answers),
        })),
        Reading::WorkItems { .. } | Reading::Alert(_) | Reading::Policy { .. } => None,
    })
}

pub(crate) fn set_alert(run: &mut Run<'_>, by: Option<PersonId>, set: &SetAlert) -> Result<(), Refusal> {
    change(run, by, &set.rule, |reading| match reading {
        Reading::Alert(now) => Some(Reading::Alert(Alert { active: set.active, ..now.clone() })),
        Reading::WorkItems { .. } | Reading::Endpoint(_) | Reading::Policy { .. } => None,
    })
}

pub(crate) fn set_policy(run: &mut Run<'_>, by: Option<PersonId>, set: &SetPolicy) -> Result<(), Refusal> {
    change(run, by, &set.policy, |reading| match reading {
        Reading::Policy { .. } => Some(Reading::Policy { compliant: set.compliant }),
        Reading::WorkItems { .. } | Reading::Endpoint(_) | Reading::Alert(_) => None,
    })
}

/// Records what the signal of this name and kind says now; `changed` knows signals of the kind only.
fn change(
    run: &mut Run<'_>,
    by: Option<PersonId>,
    name: &str,
    changed: impl Fn(&Reading) -> Option<Reading>,
) -> Result<(), Refusal> {
    if by.is_some() {
        return Err(Refusal::WorldOnly);
    }
    let signals = run.state().signals.iter().enumerate();
    let mut named = signals.filter(|(_, signal)| signal.name.eq_ignore_ascii_case(name));
    let found = named.find_map(|(index, signal)| Some((SignalId::at(index), changed(signal.reading(None))?)));
    let (signal, reading) = found.ok_or_else(|| Refusal::NoSuchSignal { name: name.to_owned() })?;
    run.emit(Fact::SignalChanged { signal, reading: Rc::new(reading) });
    Ok(())
}
