//! How a job is multiplied (`classic.md` §9.5, §9.6): into slices with variables of their own, or over the targets of
//! a deployment group.

use std::rc::Rc;

use rehearsal_pipeline::{Job, JobKind, Parallelism};
use serde::Serialize;

use crate::TargetId;
use crate::world::World;

/// More slices than this are refused; what multiplies further is a slip of the pen.
pub(crate) const SLICES_MAX: usize = 256;

/// How a job is multiplied.
#[derive(Debug)]
pub enum Spread {
    /// It runs once.
    Once,
    /// "Multi-configuration": once for each combination of the values of the named variables.
    Configurations {
        /// The variables, each a list with commas.
        multipliers: Vec<String>,
        /// How many slices run at once.
        at_once: u32,
        /// A failed slice lets the others run.
        continue_on_error: bool,
    },
    /// "Multi-agent": so many times, all at once.
    Agents {
        /// How many.
        count: u32,
        /// A failed slice lets the others run.
        continue_on_error: bool,
    },
    /// A deployment group job: once on each target that has all the tags.
    Targets {
        /// Position of the group in the world.
        group: usize,
        /// Tags that a target needs.
        tags: Vec<String>,
        /// Percentage of targets that must stay healthy; none is one target at a time.
        health_percent: Option<u32>,
    },
}

/// Names and values of variables.
pub type SliceValues = Vec<(Box<str>, Box<str>)>;

/// One slice of a job.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Slice {
    /// `System.JobPositionInPhase`, from 1.
    pub position: u32,
    /// `System.TotalJobsInPhase`.
    pub total: u32,
    /// Variables that only this slice has: the multipliers, each with one of its values.
    pub values: SliceValues,
    /// The target it runs on; none runs on an agent or on the service.
    pub target: Option<TargetId>,
}

/// The slices of a job, and how they follow each other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Slices {
    /// In the order in which they begin.
    pub slices: Vec<Rc<Slice>>,
    /// How many run at once.
    pub at_once: u32,
    /// True when the next ones begin only after all that run at once have ended.
    pub in_batches: bool,
}

impl Slices {
    /// The slice at a position, from 1.
    ///
    /// # Panics
    /// When there is none; positions come from these slices.
    pub fn slice(&self, position: u32) -> Rc<Slice> {
        Rc::clone(&self.slices[position as usize - 1])
    }
}

impl Spread {
    /// Reads how a job of a definition is multiplied, and tells what cannot be played.
    pub(crate) fn of(job: &Job, world: &World, problem: &mut dyn FnMut(String, String)) -> Self {
        let parallelism = match &job.kind {
            JobKind::Agent { parallelism, .. } | JobKind::Server { parallelism } => parallelism,
            JobKind::DeploymentGroup { queue_id, tags, health_percent, health_option, .. } => {
                let one_at_a_time = health_option.eq_ignore_ascii_case("OneTargetAtATime");
                return Self::Targets {
                    group: group(*queue_id, world, problem),
                    tags: tags.clone(),
                    health_percent: (!one_at_a_time).then_some((*health_percent).min(100)),
                };
            }
        };
        match parallelism {
            Parallelism::None => Self::Once,
            Parallelism::MultiConfiguration { multipliers, agents_max, continue_on_error } => Self::Configurations {
                multipliers: multipliers.clone(),
                at_once: (*agents_max).max(1),
                continue_on_error: *continue_on_error,
            },
            Parallelism::MultiAgent { agents, continue_on_error } => {
                Self::Agents { count: (*agents).max(1), continue_on_error: *continue_on_error }
            }
        }
    }

    /// How many of so many slices may fail before no further one begins; none is any number.
    pub fn failures_max(&self, total: u32) -> Option<u32> {
        match self {
            Self::Configurations { continue_on_error, .. } | Self::Agents { continue_on_error, .. } => {
                (!continue_on_error).then_some(0)
            }
            // One at a time, the first failure ends the roll-out: the next target would be down as well.
            Self::Once | Self::Targets { health_percent: None, .. } => Some(0),
            Self::Targets { health_percent: Some(percent), .. } => Some(share(total, *percent)),
        }
    }
}

/// How many of so many targets may be unhealthy.
fn share(total: u32, healthy_percent: u32) -> u32 {
    let unhealthy = u64::from(total) * u64::from(100 - healthy_percent.min(100)) / 100;
    u32::try_from(unhealthy).expect("a share is at most the whole")
}

/// How many targets of a group are deployed to at once (§9.6).
pub(crate) fn batch(total: u32, health_percent: Option<u32>) -> u32 {
    health_percent.map_or(1, |percent| share(total, percent).max(1))
}

fn group(queue_id: u32, world: &World, problem: &mut dyn FnMut(String, String)) -> usize {
    let groups = &world.deployment_groups;
    let found = groups
        .iter()
        .position(|group| group.number == queue_id)
        // A number of 0 is a file that names no group; the only one there is must be meant.
        .or((queue_id == 0 && groups.len() == 1).then_some(0));
    found.unwrap_or_else(|| {
        let known: Vec<String> = groups.iter().map(|group| format!("{} ({})", group.number, group.name)).collect();
        problem(
            format!("no deployment group has the number {queue_id}"),
            if known.is_empty() {
                "add a group under `deploymentGroups`".to_owned()
            } else {
                format!("the deployment groups are: {}", known.join(", "))
            },
        );
        0
    })
}

/// Every combination of the values of the multipliers; always at least one, even when nothing is set (§9.5). None when
/// there are too many.
pub(crate) fn combinations(multipliers: &[String], value: impl Fn(&str) -> String) -> Option<Vec<SliceValues>> {
    let mut found: Vec<SliceValues> = vec![Vec::new()];
    for name in multipliers {
        let list = value(name);
        let values: Vec<&str> = list.split(',').map(str::trim).filter(|value| !value.is_empty()).collect();
        if values.is_empty() {
            continue;
        }
        if found.len() * values.len() > SLICES_MAX {
            return None;
        }
        found = found
            .iter()
            .flat_map(|before| {
                values.iter().map(|&value| {
                    let mut one = before.clone();
                    one.push((name.as_str().into(), value.into()));
                    one
                })
            })
            .collect();
    }
    Some(found)
}
