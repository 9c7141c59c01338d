//! A log as white text on black. Only the rows in view are drawn, so its length does not matter.

use std::collections::BTreeSet;
use std::ops::Range;
use std::rc::Rc;

use rehearsal_engine::LogLevel;
use rehearsal_view::{Console, ConsoleLine, ShownLines, span_of, strings};
use yew::prelude::*;

use crate::components::{Glyph, icon};
use crate::effects::{RowsInView, use_rows, use_scroll_to_end, use_scroll_to_row, use_style};
use crate::route::{LogPlace, Page, Place};

/// Rows that are drawn above and below those in view, so that scrolling does not show their edge.
const MARGIN: usize = 30;

/// Properties of [`ConsoleView`].
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct ConsoleProps {
    /// What was written.
    pub(crate) log: Rc<Console>,
    /// Read out for the whole.
    pub(crate) name: AttrValue,
    /// True while it grows: its end stays in view.
    pub(crate) is_live: bool,
    /// What is looked for; empty for nothing.
    pub(crate) wanted: AttrValue,
    /// The line in question, from 1, which is brought into view.
    pub(crate) line: Option<usize>,
    /// Whether lines begin with their times.
    pub(crate) has_times: bool,
    /// The page, for links to lines.
    pub(crate) page: Place,
    /// The log on that page.
    pub(crate) place: LogPlace,
}

/// The lines, with groups to fold.
#[component]
pub(crate) fn ConsoleView(props: &ConsoleProps) -> Html {
    let root = use_node_ref();
    let all = use_node_ref();
    let window = use_node_ref();
    let folded = use_state(BTreeSet::<usize>::new);
    let groups = props.log.groups();
    {
        // A line in question is never folded away.
        let (folded, groups) = (folded.clone(), groups.clone());
        use_effect_with(props.line, move |line| {
            let around = line.and_then(|line| groups.iter().find(|group| group.contains(&line)));
            if let Some(group) = around.filter(|group| folded.contains(&group.start)) {
                let mut open = (*folded).clone();
                open.remove(&group.start);
                folded.set(open);
            }
        });
    }
    let shown = ShownLines::of(&props.log, &folded);
    let rows = shown.len();
    let RowsInView { first, count, onscroll } = use_rows(&root, &all, rows);
    let drawn = first.saturating_sub(MARGIN)..(first + count + MARGIN).min(rows);
    use_style(&all, vec![("--rows", rows.to_string())]);
    use_style(&window, vec![("--first", drawn.start.to_string())]);
    use_scroll_to_end(&root, (props.is_live && props.line.is_none()).then_some(rows));
    use_scroll_to_row(&root, &all, props.line.map(|line| (shown.row(line), rows)));
    let fold_all = (!groups.is_empty()).then(|| fold_all(&folded, &groups));
    html! {
        <div class="console">
            <>{ for fold_all }</>
            <div
                class="console__frame"
                ref={root}
                tabindex="0"
                role="log"
                aria-live="off"
                aria-label={&props.name}
                {onscroll}
            >
                if rows == 0 {
                    <p class="console__line">{ strings::WAITING_FOR_OUTPUT }</p>
                }
                <div class="console__all" ref={all}>
                    <div class="console__window" ref={window}>
                        { for shown.numbers(drawn).into_iter().filter_map(|number| props.log.line(number)).map(|line| {
                            let group = groups.iter().find(|group| group.start == line.number);
                            row(props, &line, group.map(|_| &folded))
                        }) }
                    </div>
                </div>
            </div>
        </div>
    }
}

type Folded = UseStateHandle<BTreeSet<usize>>;

/// Folds all groups, or unfolds them when all are folded.
fn fold_all(folded: &Folded, groups: &[Range<usize>]) -> Html {
    let is_open = folded.len() < groups.len();
    let wanted: BTreeSet<usize> = groups.iter().filter(|_| is_open).map(|group| group.start).collect();
    let onclick = {
        let folded = folded.clone();
        Callback::from(move |_: MouseEvent| folded.set(wanted.clone()))
    };
    html! {
        <p class="console__tools">
            <button type="button" class="button button--dark" {onclick}>
                { if is_open { strings::FOLD_GROUPS } else { strings::UNFOLD_GROUPS } }
            </button>
        </p>
    }
}

fn row(props: &ConsoleProps, line: &ConsoleLine, folded: Option<&Folded>) -> Html {
    let (class, word) = match line.level {
        LogLevel::Plain | LogLevel::Debug | LogLevel::EndGroup => ("", None),
        LogLevel::Section => ("console__line--section", None),
        LogLevel::Command => ("console__line--command", None),
        LogLevel::Group => ("console__line--group", None),
        LogLevel::Warning => ("console__line--warning", Some(strings::WARNING)),
        LogLevel::Error => ("console__line--error", Some(strings::ERROR)),
    };
    let is_marked = (props.line == Some(line.number)).then_some("console__line--marked");
    let place = LogPlace { line: Some(line.number), ..props.place.clone() };
    let text = |text: &str| -> Html {
        let pieces = span_of(text, &props.wanted).into_iter().map(|(piece, is_wanted)| {
            if is_wanted {
                html! { <mark>{ piece }</mark> }
            } else {
                html! { { piece } }
            }
        });
        html! { <span class="console__text">{ for pieces }</span> }
    };
    html! {
        <p key={line.number} class={classes!("console__line", class, is_marked)}>
            <a
                class="console__number"
                href={props.page.on(Page::Logs(place)).href()}
                aria-label={strings::line(line.number)}
                tabindex="-1"
            >
                { line.number }
            </a>
            if props.has_times { <span class="console__time">{ &line.time }</span> }
            if let Some(word) = word { <span class="visually-hidden">{ word }{ ": " }</span> }
            if let Some(folded) = folded {
                { heading(folded, line.number, text(line.text.trim_start_matches("##[group]"))) }
            } else {
                { text(&line.text) }
            }
        </p>
    }
}

/// The first line of a group, which folds it.
fn heading(folded: &Folded, number: usize, text: Html) -> Html {
    let is_open = !folded.contains(&number);
    let onclick = {
        let folded = folded.clone();
        Callback::from(move |_: MouseEvent| {
            let mut next = (*folded).clone();
            if is_open {
                next.insert(number)
            } else {
                next.remove(&number)
            };
            folded.set(next);
        })
    };
    html! {
        <button type="button" class="console__fold" aria-expanded={is_open.to_string()} {onclick}>
            { icon(Glyph::Right) }{ text }
        </button>
    }
}
