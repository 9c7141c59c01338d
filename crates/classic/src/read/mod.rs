//! From the product's JSON, or an author's YAML, to the model.
//!
//! Reading never stops at the first mistake: it answers with a definition, as good as it could be made,
//! and everything there is to say about the text.

mod approval;
mod artifact;
mod definition;
mod filter;
mod job;
mod reading;
mod stage;
mod wrapping;

use rehearsal_source::{Report, Severity, Source};
use rehearsal_yaml::Node;

use crate::from_node::{FromNode, Kinds, Slips};
use crate::wire;
use crate::{ReleaseDefinition, codes};
use reading::{Origin, Reading};

pub(crate) use artifact::written_references;
pub(crate) use filter::{branch_filter, written_branch};
pub(crate) use job::written_demand;
pub use reading::{Ignored, Why};

/// What became of an imported file.
#[derive(Debug, Clone)]
pub struct Imported {
    /// The definition; none when the file holds something else. It may only be played when the report has
    /// no errors.
    pub definition: Option<ReleaseDefinition>,
    /// Mistakes and notices.
    pub report: Report,
    /// Fields that are kept but play no part, in the order of the file. Those without a value are left out.
    pub ignored: Vec<Ignored>,
}

/// Reads a file that the product exported, or an answer of its REST interface.
///
/// Unknown fields are no mistakes: they are listed in [`Imported::ignored`] and written back by
/// [`crate::export`]. Where the file says what cannot be played, or gives a value of the wrong kind, a
/// warning names what stands in for it, and the export writes the file's own value back. Errors are left
/// for what nothing could stand in for.
pub fn import(source: &Source) -> Imported {
    let parse = rehearsal_yaml::parse_json(source);
    let mut report = parse.report;
    let node = parse.root.as_ref().and_then(|root| wrapping::definition_in(root, &mut report));
    let read = node.and_then(|node| tolerant(node, &mut report));
    let (definition, mut ignored) =
        read.map_or((None, Vec::new()), |(definition, ignored)| (Some(definition), ignored));
    ignored.sort_by_key(|field: &Ignored| field.span);
    Imported { definition, report, ignored }
}

fn tolerant(node: &Node, report: &mut Report) -> Option<(ReleaseDefinition, Vec<Ignored>)> {
    let mut kinds = Kinds::Tolerated(Slips::default());
    let given = wire::Definition::from_node(node, &mut kinds)?;
    report.leave_out(Severity::Warning, kinds.slips_beyond());
    let mut reading = Reading::new(node, Origin::Product, report);
    let mut definition = definition::definition(&mut reading, given);
    let ignored = reading.finish(&mut definition);
    Some((definition, ignored))
}

/// Reads a definition that an author wrote inside another file, in the product's words.
///
/// Unknown fields are errors. The answer is none when a value is of the wrong kind; otherwise it may only
/// be played when no error was added to the report.
pub fn from_node(node: &Node, report: &mut Report) -> Option<ReleaseDefinition> {
    let mut kinds = Kinds::Refused(Report::new());
    let given = wire::Definition::from_node(node, &mut kinds);
    let mistakes = kinds.mistakes();
    let is_sound = !mistakes.has_errors();
    report.append(mistakes);
    let mut reading = Reading::new(node, Origin::Author, report);
    let mut definition = definition::definition(&mut reading, given?);
    if !is_sound {
        // A value of the wrong kind was left out; what seems to be missing now is not the author's mistake.
        reading.forget_all_but(codes::UNKNOWN_KEY);
    }
    reading.finish(&mut definition);
    is_sound.then_some(definition)
}

/// Sorts by rank, where one without a rank stays behind the one before it.
///
/// Sorting what is sorted changes nothing, so that an exported pipeline is read in its own order.
fn in_rank_order<T, R: Copy + Ord>(items: Vec<T>, rank: impl Fn(&T) -> Option<R>) -> Vec<T> {
    let mut last = None;
    let mut order: Vec<(Option<R>, usize)> = items
        .iter()
        .enumerate()
        .map(|(index, item)| {
            last = rank(item).or(last);
            (last, index)
        })
        .collect();
    order.sort_unstable();
    let mut items: Vec<Option<T>> = items.into_iter().map(Some).collect();
    order.into_iter().filter_map(|(_, index)| items[index].take()).collect()
}
