//! The lines between stages.

use rehearsal_view::diagram::Diagram;
use yew::prelude::*;

/// Properties of [`Lines`].
#[derive(PartialEq, Properties)]
pub(crate) struct LinesProps {
    /// The picture.
    pub(crate) diagram: Diagram,
}

/// The lines, drawn under the cards. The list of stages says the same in words.
#[component]
pub(crate) fn Lines(props: &LinesProps) -> Html {
    let (width, height) = props.diagram.pixels();
    html! {
        <svg
            class="lines"
            width={width.to_string()}
            height={height.to_string()}
            viewBox={format!("0 0 {width} {height}")}
            aria-hidden="true"
            focusable="false"
        >
            { for props.diagram.lines.iter().map(|line| html! { <path class="lines__line" d={line.path.clone()} /> }) }
        </svg>
    }
}
