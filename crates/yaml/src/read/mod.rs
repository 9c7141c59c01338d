//! A tree to a value of any type that derives `Deserialize`.
//!
//! serde stops at the first mistake; people want them all. So this deserializer puts each mistake into
//! the report where it happens and goes on: a bad element or entry is left out, and a bad field, or one
//! that is missing, gets a stand-in (an empty value of the right kind), so that the derived code asks for
//! the next one. Where a type accepts no empty value, its struct is read once more without that field.
//! What was read with gaps is never handed out, and the rules a type adds of its own are not held against
//! it once one of its parts failed.
//!
//! What this cannot do: untagged, internally tagged and flattened types buffer their content, which
//! loses the places inside; their mistakes point at the whole value. And a struct with an unreadable field
//! that has no stand-in names its missing keys only once that field is mended.
//!
//! serde compiles its derived code once for each deserializer and each way into a collection, and whatever
//! is generic here once for each type. So there is one [`Reader`] for nodes, keys and stand-ins alike, one
//! list, one mapping and one variant, and only a thin generic shell around what they do: a type costs the
//! web page its own derived code and little more.

mod desk;
mod parts;
mod reader;
mod stand_in;
mod stop;

use rehearsal_source::{Report, Source};
use serde::de::{Deserialize, DeserializeOwned};

use self::{
    desk::Desk,
    reader::{Origin, Reader},
    stop::Stop,
};
use crate::{Node, Parse, parse_json};

/// Reads a value out of a tree. Everything wrong goes into `report`; `None` if and only if something is.
///
/// Keys that a struct does not know are errors.
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
    let mut value = None;
    // What went wrong is in the report, and counted.
    let _ = read_node(node, &desk, &mut into(&mut value));
    value.filter(|_| desk.failures() == 0)
}

/// Reads a value from JSON that a program wrote and nobody is told about; `None` for anything else.
///
/// ```
/// assert_eq!(rehearsal_yaml::from_json::<Vec<String>>(r#"["Dev", "QA"]"#).map(|names| names.len()), Some(2));
/// assert_eq!(rehearsal_yaml::from_json::<Vec<String>>("[1,"), None);
/// ```
pub fn from_json<T: DeserializeOwned>(text: &str) -> Option<T> {
    let Parse { root, mut report } = parse_json(&Source::new("", text));
    let value = read(&root?, &mut report);
    value.filter(|_| !report.has_errors())
}

/// Reads one value of a type that the caller knows and this module need not.
type Read<'f, 'n, 'r> = dyn FnMut(Reader<'n, 'r>) -> Result<(), Stop> + 'f;

/// Reading a value of a type into a place for it: all that is compiled for each type.
fn into<'f, 'n: 'f, 'r: 'n, 'de, T: Deserialize<'de>>(
    place: &'f mut Option<T>,
) -> impl FnMut(Reader<'n, 'r>) -> Result<(), Stop> + use<'f, 'n, 'r, 'de, T> {
    |reader| {
        *place = Some(T::deserialize(reader)?);
        Ok(())
    }
}

/// Reads one value, and again for as long as a struct in it may have more to tell behind a gap.
fn read_node<'n, 'r>(node: &'n Node, desk: &'n Desk<'r>, read: &mut Read<'_, 'n, 'r>) -> Result<(), Stop> {
    let failures = desk.failures();
    let mut once =
        || read(Reader { origin: Origin::Node(node), desk }).map_err(|stop| desk.place(stop, node, failures));
    let mut result = once();
    while let Err(stop) = &result {
        let Some((mapping, gap)) = stop.gap() else { break };
        match desk.again(mapping, gap, &mut once) {
            Some(next) => result = next,
            None => return Err(Stop::TOLD),
        }
    }
    result
}

/// Reads one value, or makes one up so that what follows it is read as well.
fn read_or_stand_in<'n, 'r>(node: &'n Node, desk: &'n Desk<'r>, read: &mut Read<'_, 'n, 'r>) -> Result<(), Stop> {
    read_node(node, desk, read).or_else(|_| stand_in::make(desk, read))
}
