//! The form of a task: its inputs as the catalogue knows them, and whatever else it was given.

use rehearsal_classic::ReleaseDefinition;
use rehearsal_pipeline::{CatalogueInput, CatalogueTask, InputKind, Task, catalogue_task};
use rehearsal_view::strings;
use yew::prelude::*;

use crate::components::form::{OnText, Row, YES, select_row, text_row};

/// A change of a task by what was entered.
pub(crate) type TaskChange = Box<dyn Fn(&mut Task, &str)>;

/// Makes the callback of a field out of a change.
pub(crate) type OnTask<'a> = &'a dyn Fn(TaskChange) -> OnText;

/// The fields of a task's inputs. `id` tells forms of one page apart.
pub(crate) fn task_fields(draft: &ReleaseDefinition, task: &Task, id: &str, on: OnTask<'_>) -> Html {
    let Some(known) = catalogue_task(&task.task_id) else { return others(task, None, on) };
    let shown = known.inputs.iter().filter(|input| known.shows(input, &task.inputs));
    html! {
        <>
            <>{ for shown.map(|input| field(draft, known, input, task, id, on)) }</>
            { others(task, Some(known), on) }
        </>
    }
}

fn field(
    draft: &ReleaseDefinition,
    known: &'static CatalogueTask,
    input: &'static CatalogueInput,
    task: &Task,
    id: &str,
    on: OnTask<'_>,
) -> Html {
    let value = input.value(&task.inputs);
    let change = on(Box::new(move |task, text| set(task, input.name, text)));
    // A task that was given without inputs is played as it is; nothing is asked of it.
    let is_missing = input.required && value.trim().is_empty() && !task.inputs.is_empty();
    let is_missing = is_missing && known.missing(&task.inputs).contains(&input);
    let mistake = if is_missing { strings::SETTING_REQUIRED } else { "" };
    let row = Row { label: input.label, required: input.required, mistake };
    match input.kind {
        InputKind::Tick => row.tick(value == "true", &change.reform(|text: String| (text == YES).to_string())),
        InputKind::Lines => row.area(value, &change),
        InputKind::Text | InputKind::Path => row.text(value, None, &change),
        InputKind::Choice | InputKind::Connection => match known.choices(input) {
            Some(choices) => {
                let mut options: Vec<(String, String)> =
                    choices.map(|(value, words)| (value.to_owned(), words.to_owned())).collect();
                // What a file says otherwise stays, and can be seen.
                if options.iter().all(|option| option.0 != value) {
                    options.insert(0, (value.to_owned(), value.to_owned()));
                }
                row.select(&options, value, &change)
            }
            None => row.text(value, Some((&format!("{id}-{}", input.name), &used(draft, input))), &change),
        },
    }
}

/// What other tasks of the pipeline have in such an input.
fn used(draft: &ReleaseDefinition, input: &CatalogueInput) -> Vec<String> {
    let is_alike = |task: &Task, name: &str| {
        let known = catalogue_task(&task.task_id).and_then(|task| task.inputs.iter().find(|one| one.name == name));
        name == input.name
            || (input.kind == InputKind::Connection && known.is_some_and(|one| one.kind == InputKind::Connection))
    };
    let tasks = draft.stages.iter().flat_map(|stage| &stage.jobs).flat_map(|job| &job.tasks);
    let mut values: Vec<String> = tasks
        .flat_map(|task| task.inputs.iter().filter(move |(name, _)| is_alike(task, name)))
        .map(|(_, value)| value.clone())
        .filter(|value| !value.is_empty())
        .collect();
    values.sort();
    values.dedup();
    values
}

/// Inputs that the catalogue does not know, as they are.
fn others(task: &Task, known: Option<&CatalogueTask>, on: OnTask<'_>) -> Html {
    let is_known =
        |name: &str| known.is_some_and(|known| known.inputs.iter().any(|input| input.name.eq_ignore_ascii_case(name)));
    let rows: Vec<Html> = task
        .inputs
        .iter()
        .filter(|(name, _)| !is_known(name))
        .map(|(name, value)| {
            let key = name.clone();
            text_row(name, value, &on(Box::new(move |task, text| set(task, &key, text))))
        })
        .collect();
    if rows.is_empty() || known.is_none() {
        return rows.into_iter().collect();
    }
    html! { <details class="fold"><summary class="section-title">{ strings::OTHER_INPUTS }</summary>{ for rows }</details> }
}

fn set(task: &mut Task, name: &str, value: &str) {
    let written = task.inputs.keys().find(|key| key.eq_ignore_ascii_case(name)).cloned();
    task.inputs.insert(written.unwrap_or_else(|| name.to_owned()), value.to_owned());
}

/// Keys of the choices of "Run this job" and "Run this task": the conditions they stand for.
const CONDITIONS: [&str; 4] = ["succeeded()", "succeededOrFailed()", "always()", "failed()"];
const CUSTOM: &str = "custom";

/// "Run this task" or "Run this job", with the field of a custom condition.
pub(super) fn condition_rows(title: &str, words: [&str; 5], now: &str, choose: &OnText) -> Html {
    let keys = CONDITIONS.into_iter().chain([CUSTOM]);
    let options: Vec<(String, String)> =
        keys.zip(words).map(|(key, words)| (key.to_owned(), words.to_owned())).collect();
    let key = if now.is_empty() {
        CONDITIONS[0]
    } else {
        CONDITIONS.into_iter().find(|known| *known == now).unwrap_or(CUSTOM)
    };
    html! {
        <>
            { select_row(title, &options, key, choose) }
            if key == CUSTOM {
                { text_row(strings::CUSTOM_CONDITION, now, choose) }
            }
        </>
    }
}

/// A chosen condition; "custom" begins with what is meant most often.
pub(super) fn condition(text: &str) -> String {
    if text == CUSTOM { "and(succeeded(), eq(variables['name'], 'value'))".to_owned() } else { text.trim().to_owned() }
}
