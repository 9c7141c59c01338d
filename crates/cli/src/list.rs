//! `rehearsal list`: the scenarios there are.

use rehearsal_scenario::Level;
use serde::Serialize;

use crate::arguments::{Format, ListArguments};
use crate::check::load;
use crate::disk::{self, Found};
use crate::terminal::{Stop, Terminal};

#[derive(Debug, Serialize)]
struct Listed {
    id: String,
    title: String,
    level: Level,
    minutes: u32,
}

/// Lists scenarios; true when all of them could be read.
pub(crate) fn list(arguments: &ListArguments, terminal: &mut Terminal<'_>) -> Result<bool, Stop> {
    let mut scenarios = Vec::new();
    let mut is_complete = true;
    for found in disk::find(&arguments.paths)? {
        let (source, report) = match found {
            Found::Scenario(path) => {
                let (source, loaded) = load(&path);
                scenarios.extend(loaded.scenario.map(|one| Listed {
                    id: one.id,
                    title: one.title,
                    level: one.level,
                    minutes: one.minutes,
                }));
                (source, loaded.report)
            }
            Found::Definition(path) => {
                return Err(Stop::Usage(format!("`{}` is no scenario; try `rehearsal import`", disk::shown(&path))));
            }
            Found::Nothing(path, problem) => {
                return Err(Stop::Usage(format!("{}: {}", disk::shown(&path), problem.message)));
            }
        };
        if report.has_errors() {
            is_complete = false;
            terminal.complain(&format!("`{}` has errors; see `rehearsal check`", source.name()));
        }
    }
    match arguments.format {
        Format::Text => print_table(terminal, &scenarios)?,
        Format::Json => terminal.print_json(&scenarios)?,
    }
    Ok(is_complete)
}

fn print_table(terminal: &mut Terminal<'_>, scenarios: &[Listed]) -> Result<(), Stop> {
    let width = |text: fn(&Listed) -> &str| scenarios.iter().map(|one| text(one).chars().count()).max().unwrap_or(0);
    let (ids, titles) = (width(|one| &one.id), width(|one| &one.title));
    for Listed { id, title, level, minutes } in scenarios {
        let level = rehearsal_view::level_word(*level);
        terminal.line(&format!("{id:ids$}  {title:titles$}  {level:12}  {minutes} min"))?;
    }
    Ok(())
}
