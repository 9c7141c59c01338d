//! Plays a rehearsal: time passes until everything has ended or waits for a person.

use std::rc::Rc;

use rehearsal_engine::{Action, ApprovalId, DecidedHow, Fact, OnApproval, PersonId};
use rehearsal_kernel::{Progress, SimTime};
use rehearsal_pipeline::ApprovalStatus;

use super::wishes::{Answer, AnswerWhen, somebody};
use super::{LONGEST, Rehearsal};
use crate::session::Session;

/// A rehearsal that was played.
#[derive(Debug)]
pub struct Played {
    /// The run, at its last moment.
    pub session: Session,
    /// Wishes that came to nothing.
    pub not_done: Vec<NotDone>,
    /// True when the run has reached its limit of facts: something repeats without end.
    pub is_cut: bool,
}

/// A wish that came to nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotDone {
    /// An answer to an approval was refused.
    Refused {
        /// The wish as it was written.
        wish: String,
        /// Why.
        refusal: String,
    },
    /// The approval timed out before this answer.
    TooLate {
        /// The wish as it was written.
        wish: String,
    },
    /// Nobody was asked for this answer.
    NotAsked {
        /// The wish as it was written.
        wish: String,
    },
}

/// An answer that is to come.
struct Due {
    at: SimTime,
    approval: ApprovalId,
    answer: usize,
    by: PersonId,
}

impl Rehearsal {
    /// Plays it to its end.
    pub fn play(&self) -> Played {
        let session = Session::new(Rc::clone(&self.scenario));
        let end = self.until.unwrap_or(self.scenario.start + LONGEST);
        let mut player = Player {
            rehearsal: self,
            session,
            seen: 0,
            due: Vec::new(),
            uses: vec![0; self.answers.len()],
            not_done: Vec::new(),
        };
        let is_cut = player.play(end);
        player.not_done.extend(
            self.answers
                .iter()
                .zip(&player.uses)
                .filter(|(_, uses)| **uses == 0)
                .map(|(answer, _)| NotDone::NotAsked { wish: answer.text.clone() }),
        );
        Played { session: player.session, not_done: player.not_done, is_cut }
    }
}

struct Player<'a> {
    rehearsal: &'a Rehearsal,
    session: Session,
    /// Facts that were looked at.
    seen: usize,
    due: Vec<Due>,
    /// How often each answer was wanted.
    uses: Vec<usize>,
    not_done: Vec<NotDone>,
}

impl Player<'_> {
    /// True when the run has reached its limit of facts.
    fn play(&mut self, end: SimTime) -> bool {
        loop {
            self.notice();
            let next = self.due.iter().map(|due| due.at).min();
            match next {
                Some(at) if at <= end && self.session.next_due().is_none_or(|due| at <= due) => {
                    if self.session.advance(at, usize::MAX) == Progress::FactLimit {
                        return true;
                    }
                    self.answer(at);
                }
                _ if next.is_none() && !self.session.carries_on() && self.rehearsal.until.is_none() => return false,
                _ if self.session.next_due().is_none_or(|due| due > end) => {
                    return self.rehearsal.until.is_some()
                        && self.session.advance(end, usize::MAX) == Progress::FactLimit;
                }
                // One firing at a time: a step would go on to the next fact, which may be the end of somebody's patience.
                _ => {
                    let due = self.session.next_due().unwrap_or(end);
                    if self.session.advance(due, 1) == Progress::FactLimit {
                        return true;
                    }
                }
            }
        }
    }

    /// Looks at approvals that were asked for since.
    fn notice(&mut self) {
        let rehearsal = self.rehearsal;
        let world = &rehearsal.scenario.engine.world;
        for index in self.seen..self.session.log().len() {
            let entry = &self.session.log()[index];
            let Fact::ApprovalRequested { approval, deployment, side, approver, .. } = entry.fact else { continue };
            let state = self.session.state();
            let deployment = state.deployment(deployment);
            let plan = &state.release(deployment.release).plan;
            let stage = plan.stage(deployment.stage);
            let rows = &plan.stages[deployment.stage.index()];
            for (number, answer) in rehearsal.answers.iter().enumerate() {
                let is_meant =
                    answer.stage.eq_ignore_ascii_case(&stage.name) && answer.side.is_none_or(|one| one == side);
                if !is_meant {
                    continue;
                }
                // Who is asked elsewhere on the stage speaks for those rows only; a stranger tries the first there is.
                let asked =
                    |who: PersonId| rows.pre.rows.iter().chain(&rows.post.rows).any(|row| world.includes(row.1, who));
                let by = match answer.who {
                    None => somebody(world, approver),
                    Some(who) if world.includes(approver, who) => Some(who),
                    Some(who) => (!asked(who) && self.uses[number] == 0).then_some(who),
                };
                let Some(by) = by else { continue };
                let at = match answer.when {
                    AnswerWhen::After(delay) => entry.at + delay,
                    AnswerWhen::At(at) => at.max(entry.at),
                };
                self.uses[number] += 1;
                self.due.push(Due { at, approval, answer: number, by });
            }
        }
        self.seen = self.session.log().len();
    }

    /// Gives the answers of this moment, in the order of the command line.
    fn answer(&mut self, at: SimTime) {
        let (mut now, later): (Vec<Due>, Vec<Due>) =
            std::mem::take(&mut self.due).into_iter().partition(|due| due.at <= at);
        self.due = later;
        now.sort_by_key(|due| (due.answer, due.approval));
        for due in now {
            let state = self.session.state();
            let row = state.approval(due.approval);
            if row.status != ApprovalStatus::Pending {
                // Another answer, or the end of the deployment, came first; or the answer is too late.
                if row.decided_how == Some(DecidedHow::TimedOut) {
                    let wish = self.rehearsal.answers[due.answer].text.clone();
                    self.not_done.push(NotDone::TooLate { wish });
                }
                continue;
            }
            let deployment = state.deployment(row.deployment);
            let release = state.release(deployment.release);
            let on = OnApproval {
                release: release.content.name.clone(),
                stage: release.plan.stage(deployment.stage).name.clone(),
                approval_type: Some(row.side),
                approver: self.session.world().subject_name(row.approver).to_owned(),
                fresh_sign_in: true,
                ..OnApproval::default()
            };
            let Answer { approves, text, .. } = &self.rehearsal.answers[due.answer];
            let action = if *approves { Action::Approve(on) } else { Action::Reject(on) };
            if let Err(refusal) = self.session.play(due.by, action) {
                self.not_done.push(NotDone::Refused { wish: text.clone(), refusal: refusal.to_string() });
            }
        }
    }
}
