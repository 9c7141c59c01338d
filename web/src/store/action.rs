//! What can happen to the application.

use std::rc::Rc;

use rehearsal_engine::{DeploymentId, OpenLog, PersonId};
use rehearsal_kernel::{SimDuration, SimTime};
use rehearsal_scenario::{Moment, Scenario};

use crate::route::{Edited, Route};
use crate::store::{Listing, Progress, Theme};

/// One thing that happens.
#[derive(Debug, Clone)]
pub(crate) enum Action {
    /// The address changed, or should.
    Navigate(Route),
    /// The scenarios are asked for again.
    LoadAgain,
    /// The list of scenarios came, or did not.
    Listed(Result<Vec<Listing>, String>),
    /// A scenario came, or did not.
    Loaded(String, Result<Rc<Scenario>, String>),
    /// Real time passed.
    Tick(SimDuration),
    /// The clock starts or stops.
    SetPlaying(bool),
    /// The clock runs so many times faster than real time.
    SetSpeed(u32),
    /// On to the next event.
    Step,
    /// On to a moment.
    JumpTo(SimTime),
    /// Everything is looked at as it was at a moment.
    LookAt(Moment),
    /// The present is looked at again.
    BackToNow,
    /// The moment that is looked at becomes the present of a new future with this name.
    Branch(String),
    /// Another future is gone on with.
    SwitchTo(String),
    /// Another future is forgotten.
    Forget(String),
    /// A draft is another now.
    Edit(Edited, std::sync::Arc<rehearsal_classic::ReleaseDefinition>),
    /// The latest change of a draft is taken back.
    UndoEdit(Edited),
    /// A change of a draft is made again.
    RedoEdit(Edited),
    /// A draft is thrown away.
    Discard(Edited),
    /// Errors or lines of these logs of an attempt are shown in the list of its tasks.
    ShowLogs(DeploymentId, Vec<OpenLog>),
    /// A person acts.
    Play(rehearsal_engine::Action),
    /// The latest move is taken back.
    Undo,
    /// The move that was taken back last is made again.
    Redo,
    /// The scenario being played begins anew.
    Reset,
    /// A scenario of the start page begins anew.
    StartAgain(String),
    /// The learner acts as somebody else.
    ActAs(PersonId),
    /// The next hint of a step is shown.
    RevealHint(String),
    /// A notice is closed.
    Dismiss(u32),
    /// Something could not be done outside the rules; the sentence says what.
    Complain(String),
    /// Another tab has kept this progress of a scenario.
    KeptElsewhere(String, Box<Progress>),
    /// The progress of the other tab takes the place of this one's.
    TakeRival,
    /// This tab's progress takes the place of the other's.
    KeepMine,
    /// Progress could not be kept.
    StorageFailed,
    /// Light or dark is chosen.
    SetTheme(Theme),
}
