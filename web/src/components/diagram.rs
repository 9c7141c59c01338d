//! The picture of stages: a card at each place and lines between them, to zoom, to fit and to pan.

use gloo::events::EventListener;
use gloo::utils::window;
use rehearsal_view::diagram::{CARD_WIDTH, Diagram, GAP, ROW_HEIGHT};
use rehearsal_view::strings;
use web_sys::HtmlElement;
use yew::prelude::*;

use crate::components::{Act, Glyph};
use crate::effects::use_style;

/// How large the picture is drawn.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Zoom {
    /// As large as fits into its frame, never larger than it is.
    #[default]
    Fit,
    /// Per cent of its size.
    Percent(u32),
}

/// Per cent of a picture that is made to fit: below that cards cannot be read.
const FIT_MIN: usize = 40;
const STEP: u32 = 25;
const PERCENT_MIN: u32 = 50;
const PERCENT_MAX: u32 = 200;

/// Properties of [`DiagramView`].
#[derive(PartialEq, Properties)]
pub(crate) struct DiagramProps {
    /// Places and lines.
    pub(crate) diagram: Diagram,
    /// A card for each place.
    pub(crate) cards: Vec<Html>,
    /// How large.
    pub(crate) zoom: Zoom,
}

/// The picture. The list of stages says the same in words.
#[component]
pub(crate) fn DiagramView(props: &DiagramProps) -> Html {
    let frame = use_node_ref();
    let picture = use_node_ref();
    let (width, height) = props.diagram.pixels();
    let room = use_frame_width(&frame);
    let percent = match props.zoom {
        Zoom::Percent(percent) => percent as usize,
        Zoom::Fit => match room {
            0 => 100,
            room => (room * 100 / width).clamp(FIT_MIN, 100),
        },
    };
    use_style(
        &picture,
        vec![
            ("inline-size", [&width.to_string(), "px"].concat()),
            ("block-size", [&height.to_string(), "px"].concat()),
            ("zoom", [&percent.to_string(), "%"].concat()),
        ],
    );
    let (onpointerdown, onpointermove, onpointerup) = use_pan(&frame);
    html! {
        <div class="diagram__frame" ref={frame} {onpointerdown} {onpointermove} {onpointerup}>
            <div class="diagram" ref={picture}>
                <svg class="lines" width={width.to_string()} height={height.to_string()} aria-hidden="true" focusable="false">
                    { for props.diagram.lines.iter().map(|line| html! { <path class="lines__line" d={line.path.clone()} /> }) }
                </svg>
                <ol class="diagram__stages diagram__ground">
                    { for props.diagram.places.iter().zip(&props.cards).enumerate().map(|(index, (place, card))| html! {
                        <Placed key={index} column={place.0} row={place.1} card={card.clone()} />
                    }) }
                </ol>
            </div>
        </div>
    }
}

#[derive(PartialEq, Properties)]
struct PlacedProps {
    column: usize,
    row: usize,
    card: Html,
}

/// A card at its place.
#[component]
fn Placed(props: &PlacedProps) -> Html {
    let element = use_node_ref();
    let pixels = |value: usize| [&value.to_string(), "px"].concat();
    use_style(
        &element,
        vec![
            ("inset-inline-start", pixels(GAP + props.column * (CARD_WIDTH + GAP))),
            ("inset-block-start", pixels(props.row * ROW_HEIGHT)),
        ],
    );
    html! { <li class="diagram__place" ref={element}>{ props.card.clone() }</li> }
}

/// Width of the frame in pixels, 0 before it is known.
#[hook]
fn use_frame_width(frame: &NodeRef) -> usize {
    let width = use_state(|| 0);
    let measure = {
        let (frame, width) = (frame.clone(), width.clone());
        move || {
            let found =
                frame.cast::<HtmlElement>().map_or(0, |frame| usize::try_from(frame.client_width()).unwrap_or(0));
            if found != *width {
                width.set(found);
            }
        }
    };
    {
        let measure = measure.clone();
        // After every drawing: panels beside it come and go.
        use_effect(measure);
    }
    use_effect_with(*width, move |_| {
        let listener = EventListener::new(&window(), "resize", move |_| measure());
        || drop(listener)
    });
    *width
}

type OnPointer = Callback<PointerEvent>;

/// Dragging the ground moves the picture.
#[hook]
fn use_pan(frame: &NodeRef) -> (OnPointer, OnPointer, OnPointer) {
    let start = use_mut_ref(|| None::<(i32, i32)>);
    let down = {
        let (start, frame) = (start.clone(), frame.clone());
        Callback::from(move |event: PointerEvent| {
            let target = event.target_dyn_into::<web_sys::Element>();
            let is_ground =
                target.is_some_and(|it| it.class_list().contains("diagram__ground") || it.tag_name() == "svg");
            if let Some(frame) = frame.cast::<HtmlElement>().filter(|_| is_ground) {
                *start.borrow_mut() =
                    Some((event.client_x() + frame.scroll_left(), event.client_y() + frame.scroll_top()));
            }
        })
    };
    let moved = {
        let (start, frame) = (start.clone(), frame.clone());
        Callback::from(move |event: PointerEvent| {
            if let (Some((x, y)), Some(frame)) = (*start.borrow(), frame.cast::<HtmlElement>()) {
                frame.set_scroll_left(x - event.client_x());
                frame.set_scroll_top(y - event.client_y());
            }
        })
    };
    let up = Callback::from(move |_: PointerEvent| *start.borrow_mut() = None);
    (down, moved, up)
}

/// Properties of [`ZoomBar`].
#[derive(PartialEq, Properties)]
pub(crate) struct ZoomBarProps {
    /// How large now.
    pub(crate) zoom: Zoom,
    /// Chooses another size.
    pub(crate) on_zoom: Callback<Zoom>,
}

/// Smaller, larger, fit.
#[component]
pub(crate) fn ZoomBar(props: &ZoomBarProps) -> Html {
    let now = match props.zoom {
        Zoom::Fit => 100,
        Zoom::Percent(percent) => percent,
    };
    let to = |zoom: Zoom| props.on_zoom.reform(move |()| zoom);
    let smaller = Zoom::Percent(now.saturating_sub(STEP).max(PERCENT_MIN));
    let larger = Zoom::Percent((now + STEP).min(PERCENT_MAX));
    html! {
        <span class="zoom" role="group" aria-label={strings::ZOOM}>
            <Act class="button--quiet button--square" glyph={Glyph::Minus} label={strings::ZOOM_OUT} spoken={strings::ZOOM_OUT} onclick={to(smaller)} />
            <Act class="button--quiet button--square" glyph={Glyph::Plus} label={strings::ZOOM_IN} spoken={strings::ZOOM_IN} onclick={to(larger)} />
            <Act class="button--quiet" label={strings::ZOOM_FIT} onclick={to(Zoom::Fit)} />
        </span>
    }
}
