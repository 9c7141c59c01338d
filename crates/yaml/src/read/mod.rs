//! A tree to a value of any type that derives `Deserialize`.
//!
//! serde stops at the first mistake; people want them all. So this deserializer puts each mistake into
//! the report where it happens and goes on: a bad element or entry is left out, and a bad field, or one
//! that is missing, gets a stand-in (an empty value of the right kind), so that the derived code asks for
//! the next one. Where a type accepts no empty value, its struct is read once more without that field. What was read with gaps is never handed out, and the rules a type adds of its own are
//! not held against it once one of its parts failed.
//!
//! What this cannot do: untagged, internally tagged and flattened types buffer their content, which
//! loses the places inside; their mistakes point at the whole value. And a struct with an unreadable field
//! that has no stand-in names its missing keys only once that field is mended.

mod collections;
mod desk;
mod keys;
mod stand_in;
mod stop;
mod values;

use rehearsal_source::Report;
use serde::de::{Deserialize, DeserializeOwned};

use self::{desk::Desk, stand_in::StandIn, stop::Stop, values::NodeReader};
use crate::Node;

/// Reads a value out of a tree. Everything wrong goes into `report`; `None` if and only if something is.
///
/// Keys that a struct does not know are errors, unless one of its fields is named `$extra`: that one
/// gets a mapping of all of them.
///
/// ```
/// use rehearsal_source::{Report, Source, Spanned};
///
/// #[derive(serde::Deserialize)]
/// struct Stage {
///     name: Spanned<String>,
///     retries: u8,
/// }
///
/// let source = Source::new("demo.yaml", "nmae: Dev\nretries: 300\n");
/// let parse = rehearsal_yaml::parse_yaml(&source);
/// let mut report = parse.report;
/// let stage: Option<Stage> = parse.root.and_then(|root| rehearsal_yaml::read(&root, &mut report));
/// assert!(stage.is_none());
/// assert_eq!(
///     report.to_lines(&source),
///     "demo.yaml:1:1: error[unknown-key]: unknown key `nmae`\n  help: did you mean `name`?\n\
///      demo.yaml:2:10: error[out-of-range]: expected a whole number from 0 to 255, found `300`\n"
/// );
/// ```
pub fn read<T: DeserializeOwned>(node: &Node, report: &mut Report) -> Option<T> {
    let desk = Desk::new(report);
    let value = read_node(node, &desk).ok();
    value.filter(|_| desk.failures() == 0)
}

/// Reads one value, and again for as long as a struct in it may have more to tell behind a gap.
fn read_node<'de, T: Deserialize<'de>>(node: &Node, desk: &Desk<'_>) -> Result<T, Stop> {
    if desk.is_full() {
        return Err(Stop::Told);
    }
    let failures = desk.failures();
    let read = || T::deserialize(NodeReader { node, desk }).map_err(|stop| desk.place(stop, node, failures));
    let mut result = read();
    while let Err(Stop::Gap { mapping, gap }) = result {
        match desk.again(mapping, gap, read) {
            Some(next) => result = next,
            None => return Err(Stop::Told),
        }
    }
    result
}

/// Reads one value, or makes one up so that what follows it is read as well.
fn read_or_stand_in<'de, T: Deserialize<'de>>(node: &Node, desk: &Desk<'_>) -> Result<T, Stop> {
    read_node(node, desk).or_else(|_| StandIn::of_any_kind())
}
