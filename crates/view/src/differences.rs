//! Two revisions of a pipeline beside each other: which fields of what changed, and the JSON line by line.

use std::collections::BTreeSet;

use rehearsal_classic::{ReleaseDefinition, export, export_text, revision};
use rehearsal_yaml::json::{Map, Value};

use crate::strings;
use crate::variables::HIDDEN;

/// A field that is not the same in two revisions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// Where it is, in the words of the pages: `Stage QA › Agent job › Smoke test`.
    pub place: String,
    /// The field, in the words of the pages; empty when the whole thing came or went.
    pub field: String,
    /// What it was; none when it was not there.
    pub before: Option<String>,
    /// What it is; none when it is not there any more.
    pub after: Option<String>,
}

/// Every field that is not the same, in the order of the product's JSON.
pub fn differences(before: &ReleaseDefinition, after: &ReleaseDefinition) -> Vec<Difference> {
    let mut found = Vec::new();
    let mut now = revision(before, after);
    hide_secrets(&mut now);
    compare(&mut found, &mut Vec::new(), "", &export(before), &now);
    // Every save counts up; that is no change of the pipeline.
    found.retain(|difference| !(difference.place.is_empty() && difference.field == strings::REVISION));
    found
}

/// That a secret is another is told, not what it is.
fn hide_secrets(definition: &mut Value) {
    hide_variables(definition);
    let stages = definition.get_mut("environments").and_then(Value::as_array_mut);
    stages.into_iter().flatten().for_each(hide_variables);
}

fn hide_variables(owner: &mut Value) {
    let variables = owner.get_mut("variables").and_then(Value::as_object_mut);
    for variable in variables.into_iter().flat_map(Map::values_mut) {
        if variable["isSecret"] == true && variable["value"].as_str().is_some() {
            variable["value"] = HIDDEN.into();
        }
    }
}

/// Longer values are cut: a page shows what changed, the JSON shows all of it.
const VALUE_MAX: usize = 300;

fn compare(found: &mut Vec<Difference>, place: &mut Vec<String>, field: &str, before: &Value, after: &Value) {
    if before == after {
        return;
    }
    match (before, after) {
        (Value::Object(before), Value::Object(after)) => objects(found, place, field, before, after),
        (Value::Array(before), Value::Array(after)) if are_named(before) && are_named(after) => {
            lists(found, place, field, before, after);
        }
        _ => found.push(Difference {
            place: place.join(strings::PLACE_ARROW),
            field: strings::field_name(field),
            before: shown(before),
            after: shown(after),
        }),
    }
}

fn objects(found: &mut Vec<Difference>, place: &mut Vec<String>, field: &str, before: &Map, after: &Map) {
    let depth = place.len();
    if !field.is_empty() {
        place.push(strings::field_name(field));
    }
    let gone = before.keys().filter(|name| !after.contains_key(name));
    for name in after.keys().chain(gone) {
        let (before, after) = (before.get(name), after.get(name));
        compare(found, place, name, before.unwrap_or(&Value::Null), after.unwrap_or(&Value::Null));
    }
    place.truncate(depth);
}

/// Things with names are found again by them, wherever they stand; what was renamed, by its number.
fn lists(found: &mut Vec<Difference>, place: &mut Vec<String>, field: &str, before: &[Value], after: &[Value]) {
    let mut left: BTreeSet<usize> = (0..before.len()).collect();
    for thing in after {
        let same = partner(before, &left, thing);
        place.push(strings::named_thing(field, name(thing)));
        match same {
            Some(index) => {
                left.remove(&index);
                compare(found, place, "", &before[index], thing);
            }
            None => found.push(whole(place, None, Some(strings::ADDED))),
        }
        place.pop();
    }
    for index in left {
        place.push(strings::named_thing(field, name(&before[index])));
        found.push(whole(place, Some(strings::THERE), None));
        place.pop();
    }
}

fn partner(before: &[Value], left: &BTreeSet<usize>, thing: &Value) -> Option<usize> {
    let id = |value: &Value| value["id"].as_u64().filter(|id| *id != 0);
    let by_id = || left.iter().copied().find(|&index| id(thing).is_some() && id(&before[index]) == id(thing));
    let by_name = || left.iter().copied().find(|&index| name(&before[index]).eq_ignore_ascii_case(name(thing)));
    by_id().or_else(by_name)
}

fn whole(place: &[String], before: Option<&str>, after: Option<&str>) -> Difference {
    Difference {
        place: place.join(strings::PLACE_ARROW),
        field: String::new(),
        before: before.map(str::to_owned),
        after: after.map(str::to_owned),
    }
}

fn name(thing: &Value) -> &str {
    ["alias", "name"].iter().find_map(|key| thing[*key].as_str()).unwrap_or_default()
}

/// Whether each thing of a list has a name of its own.
fn are_named(list: &[Value]) -> bool {
    let names: BTreeSet<&str> = list.iter().map(name).collect();
    names.len() == list.len() && !names.contains("")
}

/// A value in words: fields of an object by their names on the pages, things of a list one after the other.
fn words(value: &Value) -> Option<String> {
    Some(match value {
        Value::Null => return None,
        Value::Bool(true) => strings::ON.to_owned(),
        Value::Bool(false) => strings::OFF.to_owned(),
        Value::String(text) => text.clone(),
        Value::Number(_) => value.to_string(),
        Value::Array(list) => list.iter().filter_map(words).collect::<Vec<_>>().join("; "),
        Value::Object(fields) => {
            let said = fields.iter().filter_map(|(name, value)| Some((strings::field_name(name), words(value)?)));
            let said = said.filter(|field| !field.1.is_empty()).map(|(name, value)| [&name, ": ", &value].concat());
            said.collect::<Vec<_>>().join(", ")
        }
    })
}

fn shown(value: &Value) -> Option<String> {
    let text = words(value)?;
    let short: String = text.chars().take(VALUE_MAX).collect();
    Some(if short.len() < text.len() { short + "…" } else { text })
}

/// A line of two texts that were laid over each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DiffLine {
    /// Which of them has it.
    pub side: Side,
    /// Its number in the text before, and after, from 1.
    pub numbers: (Option<usize>, Option<usize>),
    /// The line.
    pub text: String,
}

/// Which of two texts has a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// Both.
    Both,
    /// Only the text before.
    Before,
    /// Only the text after.
    After,
    /// Lines that both have were left out here.
    Gap,
}

/// Equal lines shown before and after a change.
const CONTEXT: usize = 3;

/// The JSON of two revisions laid over each other; long runs of equal lines are left out.
pub fn json_difference(before: &ReleaseDefinition, after: &ReleaseDefinition) -> Vec<DiffLine> {
    let (before, after) = (export_text(before), export_text(after));
    shortened(lines(&before, &after))
}

fn shortened(lines: Vec<DiffLine>) -> Vec<DiffLine> {
    let changed: Vec<usize> = (0..lines.len()).filter(|&index| lines[index].side != Side::Both).collect();
    let mut next = changed.iter().copied().peekable();
    let mut last = None::<usize>;
    let mut short = Vec::new();
    for (index, line) in lines.into_iter().enumerate() {
        if next.peek() == Some(&index) {
            last = next.next();
        }
        let is_near = last.is_some_and(|last| index - last <= CONTEXT)
            || next.peek().is_some_and(|&next| next - index <= CONTEXT);
        if is_near {
            short.push(line);
        } else if short.last().is_none_or(|line: &DiffLine| line.side != Side::Gap) {
            short.push(DiffLine { side: Side::Gap, numbers: (None, None), text: String::new() });
        }
    }
    short
}

/// More edits than this are not told apart: the texts are shown one after the other.
const EDITS_MAX: usize = 1_500;

/// Every line of both texts, by the shortest list of edits (Myers).
fn lines(before: &str, after: &str) -> Vec<DiffLine> {
    let (before, after): (Vec<&str>, Vec<&str>) = (before.lines().collect(), after.lines().collect());
    let same = before.iter().zip(&after).take_while(|(one, other)| one == other).count();
    let end =
        before[same..].iter().rev().zip(after[same..].iter().rev()).take_while(|(one, other)| one == other).count();
    let (middle_before, middle_after) = (&before[same..before.len() - end], &after[same..after.len() - end]);
    let mut found = Vec::new();
    let both = |index: usize, other: usize| DiffLine {
        side: Side::Both,
        numbers: (Some(index + 1), Some(other + 1)),
        text: before[index].to_owned(),
    };
    found.extend((0..same).map(|index| both(index, index)));
    let (mut x, mut y) = (same, same);
    for step in steps(middle_before, middle_after) {
        match step {
            Side::Before => {
                found.push(DiffLine { side: step, numbers: (Some(x + 1), None), text: before[x].to_owned() });
                x += 1;
            }
            Side::After => {
                found.push(DiffLine { side: step, numbers: (None, Some(y + 1)), text: after[y].to_owned() });
                y += 1;
            }
            Side::Both | Side::Gap => {
                found.push(both(x, y));
                (x, y) = (x + 1, y + 1);
            }
        }
    }
    found.extend((0..end).map(|index| both(x + index, y + index)));
    found
}

/// For each line of the result which text it comes from.
fn steps(before: &[&str], after: &[&str]) -> Vec<Side> {
    let (rows, columns) = (before.len(), after.len());
    // How far the first text is read on each diagonal; one copy is kept for each number of edits.
    let limit = (rows + columns).min(EDITS_MAX);
    let centre = limit + 1;
    let mut furthest = vec![0_usize; 2 * limit + 3];
    let mut trace = Vec::new();
    for edits in 0..=limit {
        trace.push(furthest[centre - edits..=centre + edits].to_vec());
        let mut diagonal = centre - edits;
        while diagonal <= centre + edits {
            let down = diagonal == centre - edits
                || (diagonal != centre + edits && furthest[diagonal - 1] < furthest[diagonal + 1]);
            let mut x = if down { furthest[diagonal + 1] } else { furthest[diagonal - 1] + 1 };
            while x < rows && (x + centre).checked_sub(diagonal).is_some_and(|y| y < columns && before[x] == after[y]) {
                x += 1;
            }
            furthest[diagonal] = x;
            if x >= rows && x + centre >= diagonal + columns {
                return walked(&trace, edits, centre, (rows, columns));
            }
            diagonal += 2;
        }
    }
    let one_after_the_other = std::iter::repeat_n(Side::Before, rows).chain(std::iter::repeat_n(Side::After, columns));
    one_after_the_other.collect()
}

/// The way back from the end to the beginning, turned round.
fn walked(trace: &[Vec<usize>], edits: usize, centre: usize, (mut x, mut y): (usize, usize)) -> Vec<Side> {
    let mut way = Vec::new();
    for edits in (1..=edits).rev() {
        let row = &trace[edits];
        let at = |diagonal: usize| row[diagonal + edits - centre];
        let diagonal = centre + x - y;
        // Rows of the trace are one wider on each side than the edits before reached; what lies outside is 0.
        let down = diagonal == centre - edits || (diagonal != centre + edits && at(diagonal - 1) < at(diagonal + 1));
        let from = if down { diagonal + 1 } else { diagonal - 1 };
        let from_x = at(from);
        let from_y = from_x + centre - from;
        let start = if down { (from_x, from_y + 1) } else { (from_x + 1, from_y) };
        while x > start.0 && y > start.1 {
            way.push(Side::Both);
            (x, y) = (x - 1, y - 1);
        }
        way.push(if down { Side::After } else { Side::Before });
        (x, y) = (from_x, from_y);
    }
    way.extend(std::iter::repeat_n(Side::Both, x));
    way.reverse();
    way
}

#[cfg(test)]
mod tests {
    use rehearsal_classic::edit;
    use rehearsal_pipeline::{Task, Variable};

    use super::*;

    fn pipeline() -> ReleaseDefinition {
        let mut definition = ReleaseDefinition { name: "Web".into(), revision: 1, ..ReleaseDefinition::default() };
        for (name, id) in [("Dev", 1), ("QA", 2)] {
            let index = edit::add_stage(&mut definition, None, 1);
            edit::rename_stage(&mut definition, index, name);
            definition.stages[index].id = id;
            definition.stages[index].jobs[0].tasks.push(Task::named("Smoke test"));
        }
        definition
    }

    fn told(before: &ReleaseDefinition, after: &ReleaseDefinition) -> Vec<String> {
        differences(before, after)
            .into_iter()
            .map(|one| {
                let value = |value: Option<String>| value.unwrap_or_else(|| "-".to_owned());
                format!("{} | {} | {} | {}", one.place, one.field, value(one.before), value(one.after))
            })
            .collect()
    }

    #[test]
    fn a_change_is_told_with_its_place_its_field_and_both_values() {
        let before = pipeline();
        let mut after = before.clone();
        after.revision = 2;
        after.description = "For players".into();
        after.stages[1].jobs[0].tasks[0].enabled = false;
        after.variables.insert("region".into(), Variable { value: Some("west".into()), ..Variable::default() });
        assert_eq!(
            told(&before, &after),
            [
                " | Description |  | For players",
                "Variables | region | - | Value: west, Secret: off, Settable at release time: off",
                "Stage QA › Agent job › Smoke test | Enabled | on | off",
            ]
        );
    }

    #[test]
    fn another_secret_is_told_and_not_shown() {
        let secret = |value: &str| Variable { value: Some(value.into()), is_secret: true, ..Variable::default() };
        let mut before = pipeline();
        before.variables.insert("token".into(), secret("one"));
        let mut after = before.clone();
        after.variables.insert("token".into(), secret("two"));
        assert_eq!(told(&before, &after), ["Variables › token | Value | - | ********"]);
        assert_eq!(told(&before, &before), [""; 0]);
    }

    #[test]
    fn a_renamed_stage_is_the_same_stage_and_a_clone_is_a_new_one() {
        let before = pipeline();
        let mut after = before.clone();
        edit::rename_stage(&mut after, 1, "Test");
        edit::clone_stage(&mut after, 0);
        let told = told(&before, &after);
        assert!(told.contains(&"Stage Test | Name | QA | Test".to_owned()), "{told:#?}");
        assert!(told.contains(&"Stage Copy of Dev |  | - | added".to_owned()), "{told:#?}");
    }

    #[test]
    fn the_integrations_of_a_stage_are_told_by_their_labels() {
        let before = pipeline();
        let mut after = before.clone();
        for option in ["publishDeploymentStatus", "autoLinkWorkItems", "badgeEnabled"] {
            edit::set_stage_option(&mut after.stages[1], option, true);
        }
        assert_eq!(
            told(&before, &after),
            [
                "Stage QA › Stage options | Report deployment status to Work | - | on",
                "Stage QA › Stage options | Enable the deployment status badge | - | on",
                "Stage QA › Stage options | Report deployment status to the repository host | - | on",
            ]
        );
    }

    #[test]
    fn a_stage_that_went_is_told_as_a_whole() {
        let before = pipeline();
        let mut after = before.clone();
        edit::remove_stage(&mut after, 1);
        assert_eq!(told(&before, &after), ["Stage QA |  | there | -"]);
    }

    fn laid(before: &str, after: &str) -> String {
        let sign = |side: Side| match side {
            Side::Both => ' ',
            Side::Before => '-',
            Side::After => '+',
            Side::Gap => '…',
        };
        let lines: Vec<String> =
            lines(before, after).into_iter().map(|line| format!("{}{} ", sign(line.side), line.text)).collect();
        lines.concat()
    }

    #[test]
    fn lines_are_laid_over_each_other_with_the_fewest_edits() {
        assert_eq!(laid("a\nb\nc\n", "a\nx\nc\n"), " a -b +x  c ");
        assert_eq!(laid("a\nb\nc\na\nb\nb\na", "c\nb\na\nb\na\nc"), "-a -b  c +b  a  b -b  a +c ");
        assert_eq!(laid("", "a"), "+a ");
        assert_eq!(laid("a\nb", ""), "-a -b ");
        assert_eq!(laid("a\nb", "a\nb"), " a  b ");
    }

    #[test]
    fn whatever_the_texts_each_can_be_read_out_of_the_result() {
        let mut seed = 3_usize;
        let mut draw = |below: usize| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (seed >> 33) % below
        };
        for _ in 0..300 {
            let mut text = || (0..draw(12)).map(|_| ["a\n", "b\n", "c\n"][draw(3)]).collect::<String>();
            let (before, after) = (text(), text());
            let found = lines(&before, &after);
            let of = |side: Side| -> String {
                let own = found.iter().filter(|line| line.side == Side::Both || line.side == side);
                own.map(|line| line.text.clone() + "\n").collect()
            };
            assert_eq!((of(Side::Before), of(Side::After)), (before, after));
        }
    }

    #[test]
    fn texts_that_have_nothing_in_common_are_shown_one_after_the_other() {
        let text = |letter: &str| {
            let lines: Vec<String> = (0..2_000).map(|number| format!("{letter}{number}")).collect();
            lines.join("\n")
        };
        let found = lines(&text("a"), &text("b"));
        assert_eq!(found.len(), 4_000);
        assert!(found[..2_000].iter().all(|line| line.side == Side::Before));
    }

    #[test]
    fn equal_lines_far_from_a_change_are_left_out() {
        let text = |changed: &str| {
            (0..40)
                .map(|number| if number == 20 { changed.to_owned() } else { number.to_string() } + "\n")
                .collect::<String>()
        };
        let short = shortened(lines(&text("x"), &text("y")));
        assert_eq!(short.len(), 1 + CONTEXT + 2 + CONTEXT + 1);
        assert_eq!((short[0].side, short[short.len() - 1].side), (Side::Gap, Side::Gap));
    }
}
