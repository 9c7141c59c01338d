//! The order of timers, and runs that never end.

use std::rc::Rc;

use proptest::prelude::*;
use rehearsal_kernel::{
    CommandError, Entry, FactId, Kernel, Model, Progress, Run, Seed, Settings, SimDuration, SimTime, TimerId, Timers,
};
use serde::Serialize;

const START: SimTime = SimTime::from_millis(0);

/// Bells are wound up once and ring at their times; some are stopped before.
struct Bells;

#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
struct Bell {
    after: i64,
    order: u8,
    stopped: bool,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
enum Fact {
    WoundUp(Vec<Bell>),
    Rang(usize),
}

#[derive(Debug)]
struct Never;

impl Model for Bells {
    type State = Vec<usize>;
    type Fact = Fact;
    type Command = Vec<Bell>;
    type Refusal = Never;
    type Timer = usize;
    type Order = u8;

    fn initial(&self) -> Vec<usize> {
        Vec::new()
    }

    fn start(&self, _: &mut Run<'_, Self>) {}

    fn apply(&self, rung: &mut Vec<usize>, timers: &mut Timers<Self>, _: FactId, entry: &Entry<Fact>) {
        match &entry.fact {
            Fact::WoundUp(bells) => {
                let now = timers.now();
                let set: Vec<TimerId> = bells
                    .iter()
                    .enumerate()
                    .map(|(number, bell)| timers.set(now + SimDuration::millis(bell.after), bell.order, number))
                    .collect();
                for (_, timer) in bells.iter().zip(set).filter(|(bell, _)| bell.stopped) {
                    timers.cancel(timer);
                    timers.cancel(timer); // Once more, which is allowed.
                }
            }
            Fact::Rang(number) => rung.push(*number),
        }
    }

    fn handle(&self, run: &mut Run<'_, Self>, bells: &Vec<Bell>) -> Result<(), Never> {
        run.emit(Fact::WoundUp(bells.clone()));
        Ok(())
    }

    fn fire(&self, run: &mut Run<'_, Self>, number: usize) {
        run.emit(Fact::Rang(number));
    }
}

fn bells() -> impl Strategy<Value = Vec<Bell>> {
    let bell = (0..5_i64, 0..3_u8, any::<bool>()).prop_map(|(after, order, stopped)| Bell { after, order, stopped });
    prop::collection::vec(bell, 0..200)
}

proptest! {
    #[test]
    fn timers_fire_by_time_then_order_then_arrival_and_cancelled_ones_never(bells in bells()) {
        let mut kernel = Kernel::new(Rc::new(Bells), Seed(0), START, Settings::DEFAULT);
        kernel.command(bells.clone()).expect("bells are never refused");
        kernel.advance(SimTime::MAX, usize::MAX);

        let mut expected: Vec<usize> = (0..bells.len()).filter(|number| !bells[*number].stopped).collect();
        expected.sort_by_key(|number| (bells[*number].after, bells[*number].order, *number));
        prop_assert_eq!(kernel.state(), &expected);
        prop_assert_eq!(kernel.next_due(), None);
    }
}

/// Each beat sets the next one, some milliseconds later or at once.
struct Heart {
    pause: SimDuration,
}

impl Model for Heart {
    type State = u64;
    type Fact = ();
    type Command = ();
    type Refusal = Never;
    type Timer = ();
    type Order = ();

    fn initial(&self) -> u64 {
        0
    }

    fn start(&self, run: &mut Run<'_, Self>) {
        run.emit(());
    }

    fn apply(&self, beats: &mut u64, timers: &mut Timers<Self>, _: FactId, _: &Entry<()>) {
        *beats += 1;
        timers.set(timers.now() + self.pause, (), ());
    }

    fn handle(&self, run: &mut Run<'_, Self>, (): &()) -> Result<(), Never> {
        run.emit(());
        Ok(())
    }

    fn fire(&self, run: &mut Run<'_, Self>, (): ()) {
        run.emit(());
    }
}

fn heart(pause: SimDuration, facts_max: usize) -> Kernel<Heart> {
    Kernel::new(Rc::new(Heart { pause }), Seed(0), START, Settings { facts_max, ..Settings::DEFAULT })
}

#[test]
fn a_cascade_without_end_stops_at_the_fact_limit() {
    let mut kernel = heart(SimDuration::ZERO, 50);
    assert!(matches!(kernel.command(()), Err(CommandError::FactLimit)));
    assert_eq!(kernel.log().len(), 50);
    assert_eq!(kernel.advance(SimTime::MAX, usize::MAX), Progress::FactLimit);
    assert_eq!(kernel.step(), None);
    assert!(kernel.at_fact_limit());
    assert_eq!(kernel.now(), START);

    kernel.rewind(10);
    assert!(kernel.step().is_some(), "going back makes room again");
}

#[test]
fn a_budget_divides_the_work_but_does_not_change_it() {
    let mut at_once = heart(SimDuration::millis(5), 10_000);
    assert_eq!(at_once.advance(SimTime::from_millis(5_002), usize::MAX), Progress::Reached);

    let mut sliced = heart(SimDuration::millis(5), 10_000);
    let mut rounds = 1;
    while sliced.advance(SimTime::from_millis(5_002), 7) == Progress::BudgetSpent {
        rounds += 1;
    }
    assert_eq!(rounds, 143);
    assert_eq!(sliced.log(), at_once.log());
    assert_eq!(sliced.now(), SimTime::from_millis(5_002));
}

#[test]
fn a_long_run_goes_back_anywhere_with_few_copies_of_its_state() {
    let mut kernel = heart(SimDuration::millis(5), 200_000);
    kernel.advance(SimTime::MAX, usize::MAX);
    for facts in [200_000, 199_999, 100_001, 4_097, 1, 0] {
        assert_eq!(kernel.state_at(facts), facts as u64);
    }
    kernel.rewind(150_000);
    assert_eq!((*kernel.state(), kernel.now()), (150_000, kernel.log()[149_999].at));
    kernel.advance(SimTime::MAX, usize::MAX);
    assert_eq!(*kernel.state(), 200_000);
}
