//! The picture of stages: a card at each place and lines between them, to zoom, to fit and to pan.

use rehearsal_view::diagram::{CARD_WIDTH, Diagram};
use rehearsal_view::strings;
use wasm_bindgen::JsCast as _;
use wasm_bindgen::closure::Closure;
use web_sys::{HtmlElement, ResizeObserver};
use yew::prelude::*;

use crate::components::{Act, Glyph};
use crate::effects::{use_portions, use_style};

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
const FIT_MIN: usize = 50;
/// With more cards than this, those out of view are left out by the browser.
const LONG: usize = 12;
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
    /// What stands at the left of the picture, and moves with it.
    #[prop_or_default]
    pub(crate) before: Html,
    /// What stands above the picture, and moves with it.
    #[prop_or_default]
    pub(crate) head: Html,
    /// The stage that is brought into view.
    #[prop_or_default]
    pub(crate) chosen: Option<usize>,
}

/// The picture. The list of stages says the same in words.
#[component]
pub(crate) fn DiagramView(props: &DiagramProps) -> Html {
    let frame = use_node_ref();
    let picture = use_node_ref();
    let (width, height) = props.diagram.size;
    let room = use_frame_width(&frame, &picture);
    let percent = match props.zoom {
        Zoom::Percent(percent) => percent as usize,
        Zoom::Fit => match room {
            0 => 100,
            room => (room * 100 / width.max(1)).clamp(FIT_MIN, 100),
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
    use_in_view(
        &frame,
        &picture,
        props.chosen.and_then(|stage| props.diagram.places.get(stage)).copied(),
        (percent, room),
    );
    let (onpointerdown, onpointermove, onpointerup) = use_pan(&frame);
    let drawn = use_portions(props.cards.len());
    let Diagram { places, order, .. } = &props.diagram;
    let in_order = order.iter().filter_map(|&index| Some((index, places.get(index)?, props.cards.get(index)?)));
    let is_long = props.cards.len() > LONG;
    html! {
        <div class="diagram__frame diagram__ground" ref={frame} {onpointerdown} {onpointermove} {onpointerup}>
            { props.before.clone() }
            <div class="diagram__box diagram__ground">
            { props.head.clone() }
            <div class={if is_long { "diagram diagram--long" } else { "diagram" }} ref={picture}>
                <svg class="lines" width={width.to_string()} height={height.to_string()} aria-hidden="true" focusable="false">
                    { for props.diagram.lines.iter().map(|line| html! { <path class="lines__line" d={line.path.clone()} /> }) }
                </svg>
                <ol class="diagram__stages diagram__ground">
                    { for in_order.take(drawn).map(|(index, place, card)| html! {
                        <Placed key={index} left={place.0} top={place.1} card={card.clone()} />
                    }) }
                </ol>
            </div>
            </div>
        </div>
    }
}

#[derive(PartialEq, Properties)]
struct PlacedProps {
    left: usize,
    top: usize,
    card: Html,
}

/// A card at its place.
#[component]
fn Placed(props: &PlacedProps) -> Html {
    let element = use_node_ref();
    let pixels = |value: usize| [&value.to_string(), "px"].concat();
    use_style(&element, vec![("inset-inline-start", pixels(props.left)), ("inset-block-start", pixels(props.top))]);
    html! { <li class="diagram__place" ref={element}>{ props.card.clone() }</li> }
}

/// Distance of an element from the left edge and the top of its frame.
fn offset(element: &NodeRef) -> Option<(i32, i32)> {
    // The element is zoomed, and distances are given in its own pixels; what it stands in is not.
    let around = element.cast::<HtmlElement>()?.parent_element()?.dyn_into::<HtmlElement>().ok()?;
    Some((around.offset_left(), around.offset_top()))
}

/// Keeps a card in its frame when it is chosen and when the picture is drawn anew, at so many per cent, with so much
/// room: what is in view already stays where it is, and the picture moves no further than it has to.
#[hook]
fn use_in_view(frame: &NodeRef, picture: &NodeRef, card: Option<(usize, usize)>, drawn: (usize, usize)) {
    let (frame, picture) = (frame.clone(), picture.clone());
    use_effect_with((card, drawn), move |&(card, (percent, _))| {
        let (Some((left, top)), Some(frame)) = (card, frame.cast::<HtmlElement>()) else { return };
        let Some((from_left, from_top)) = offset(&picture) else { return };
        let pixels = |length: usize| i32::try_from(length * percent / 100).unwrap_or(i32::MAX);
        let width = pixels(CARD_WIDTH);
        let left = from_left + pixels(left);
        let top = from_top + pixels(top);
        let moved = |from: i32, room: i32, start: i32, end: i32| from.max(end - room).min(start).max(0);
        // An eighth of the width beside it holds the circles on its edges.
        let to_left = moved(frame.scroll_left(), frame.client_width(), left - width / 8, left + width * 9 / 8);
        let to_top = moved(frame.scroll_top(), frame.client_height(), top, top + width);
        if to_left != frame.scroll_left() {
            frame.set_scroll_left(to_left);
        }
        if to_top != frame.scroll_top() {
            frame.set_scroll_top(to_top);
        }
    });
}

/// Width of the frame that is there for the picture, in pixels; 0 before it is known.
#[hook]
fn use_frame_width(frame: &NodeRef, picture: &NodeRef) -> usize {
    let width = use_state_eq(|| 0);
    let measure = {
        let (frame, picture, width) = (frame.clone(), picture.clone(), width.setter());
        move || {
            let before = offset(&picture).map_or(0, |offset| offset.0);
            let room = frame.cast::<HtmlElement>().map_or(0, |frame| frame.client_width() - before);
            width.set(usize::try_from(room).unwrap_or(0));
        }
    };
    // What stands before the picture may have another size after any drawing of it.
    use_effect(measure.clone());
    let frame = frame.clone();
    // The frame itself changes with the window and with panels that come and go.
    use_effect_with((), move |()| {
        let changed = Closure::<dyn FnMut()>::new(measure);
        let observer = ResizeObserver::new(changed.as_ref().unchecked_ref()).ok();
        if let (Some(observer), Some(frame)) = (&observer, frame.cast::<HtmlElement>()) {
            observer.observe(&frame);
        }
        move || {
            if let Some(observer) = observer {
                observer.disconnect();
            }
            drop(changed);
        }
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
