//! Two futures of one run side by side: where they part, and how each stage ended in either.

use rehearsal_engine::{Fact, ReleaseId, StageId};
use rehearsal_kernel::{Entry, SimTime};

use crate::look::Look;
use crate::scene::Scene;
use crate::sentence::{inner, sentence};
use crate::strings;
use crate::time::date_time_seconds;

/// How two futures differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comparison {
    /// Where they part; none while they are the same as far as both have come.
    pub first: Option<Difference>,
    /// That in a sentence, or that there is none.
    pub told: String,
    /// Stages that stand differently, in the order of releases and stages.
    pub outcomes: Vec<OutcomeRow>,
    /// How many stages stand alike.
    pub alike: usize,
}

/// The first fact that only one of two futures has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// When.
    pub at: SimTime,
    /// How many facts both have before it, what is only read left out.
    pub facts: usize,
}

/// A stage in both.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutcomeRow {
    /// Name of the release.
    pub release: String,
    /// Name of the stage.
    pub stage: String,
    /// How it stands in each; none where the release is not there.
    pub looks: [Option<Look>; 2],
}

/// Compares two futures of one scenario with one seed, each with the name it goes by.
pub fn compare(first: (&str, &Scene<'_>), second: (&str, &Scene<'_>)) -> Comparison {
    let scenes = [first.1, second.1];
    let logs = scenes.map(told_facts);
    let same = logs[0].iter().zip(&logs[1]).take_while(|(one, other)| is_same(one, other)).count();
    let next = [logs[0].get(same), logs[1].get(same)];
    // What one has not come to yet may still happen there.
    let ahead = |side: usize| next[side].is_none().then(|| scenes[side].now);
    let at = next.into_iter().flatten().map(|entry| entry.at).min();
    let at = at.filter(|&at| [0, 1].into_iter().filter_map(ahead).all(|now| at <= now));
    let (outcomes, alike) = outcomes(scenes);
    Comparison {
        first: at.map(|at| Difference { at, facts: same }),
        told: tell([(first.0, first.1, next[0].copied()), (second.0, second.1, next[1].copied())]),
        outcomes,
        alike,
    }
}

/// Reading a log changes nothing, so it is no difference.
fn told_facts<'a>(scene: &Scene<'a>) -> Vec<&'a Entry<Fact>> {
    scene.log.iter().filter(|entry| !matches!(entry.fact, Fact::LogOpened { .. })).collect()
}

/// Causes are numbers of facts, which differ when one has read a log more.
fn is_same(one: &Entry<Fact>, other: &Entry<Fact>) -> bool {
    one.at == other.at && one.fact == other.fact
}

/// The sentence: what happens first, and what the other future has instead.
fn tell(mut sides: [(&str, &Scene<'_>, Option<&Entry<Fact>>); 2]) -> String {
    // The one in which something happens first comes first.
    let when = |entry: Option<&Entry<Fact>>| entry.map_or(i64::MAX, |entry| entry.at.as_millis());
    if when(sides[1].2) < when(sides[0].2) {
        sides.swap(0, 1);
    }
    let [(name, scene, here), (other_name, other_scene, there)] = sides;
    let Some(here) = here else { return strings::FUTURES_ARE_SAME.to_owned() };
    let happens = |scene: &Scene<'_>, entry: &Entry<Fact>| inner(&sentence(scene.world, scene.state, &entry.fact));
    let at = date_time_seconds(scene.zone(), here.at);
    let what = happens(scene, here);
    match there {
        Some(there) if there.at == here.at => {
            strings::futures_part_at_once(&at, name, &what, other_name, &happens(other_scene, there))
        }
        Some(there) => {
            let later = date_time_seconds(scene.zone(), there.at);
            strings::futures_part(&at, name, &what, other_name, &later, &happens(other_scene, there))
        }
        None if other_scene.now < here.at => {
            let now = date_time_seconds(scene.zone(), other_scene.now);
            strings::future_has_not_come_so_far(&at, name, &what, other_name, &now)
        }
        None => strings::future_has_nothing(&at, name, &what, other_name),
    }
}

/// Stages of releases that at least one of both has; a release is known by its number.
fn outcomes(scenes: [&Scene<'_>; 2]) -> (Vec<OutcomeRow>, usize) {
    let (mut rows, mut alike) = (Vec::new(), 0);
    let releases = scenes.map(|scene| scene.state.releases.len());
    for release in (0..releases[0].max(releases[1])).map(ReleaseId::at) {
        let has = scenes.map(|scene| release.index() < scene.state.releases.len());
        let stages = |side: usize| if has[side] { scenes[side].state.release(release).stages.len() } else { 0 };
        for stage in (0..stages(0).max(stages(1))).map(StageId::at) {
            let named = scenes[usize::from(stage.index() >= stages(0))];
            let looks = [0, 1].map(|side| (stage.index() < stages(side)).then(|| look(scenes[side], release, stage)));
            if looks[0] == looks[1] {
                alike += 1;
                continue;
            }
            rows.push(OutcomeRow {
                release: named.release_name(release).to_owned(),
                stage: named.stage_of(release, stage).to_owned(),
                looks,
            });
        }
    }
    (rows, alike)
}

fn look(scene: &Scene<'_>, release: ReleaseId, stage: StageId) -> Look {
    scene.latest(release, stage).map_or(Look::NotDeployed, |latest| Look::of_deployment(scene.state, latest))
}
