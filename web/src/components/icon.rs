//! Small drawings of our own, 16 by 16, in the colour of the text around them.

use yew::prelude::*;

/// A drawing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Glyph {
    /// A triangle.
    Play,
    /// Two bars.
    Pause,
    /// A triangle against a bar.
    Step,
    /// An arrow into the future.
    Jump,
    /// An arrow back.
    Undo,
    /// A full turn.
    Reset,
    /// A rocket.
    Rocket,
    /// A house with a chimney, for builds.
    Factory,
    /// A fork, for branches.
    Branch,
    /// A flash, for triggers.
    Flash,
    /// A person.
    Person,
    /// A person with a tick.
    PersonTick,
    /// A door, for gates.
    Door,
    /// A letter.
    Letter,
    /// A machine with lights, for agents.
    Machine,
    /// A clock.
    Clock,
    /// A tick.
    Tick,
    /// A cross.
    Cross,
    /// A plus.
    Plus,
    /// A minus.
    Minus,
    /// An arrow forth.
    Redo,
    /// A disk, for saving.
    Disk,
    /// Two sheets, for copies.
    Sheets,
    /// A flash with a tick, for what starts by itself.
    FlashTick,
    /// A flash with a person, for what a person starts.
    FlashPerson,
    /// A pencil.
    Pencil,
    /// A slashed circle.
    Slash,
    /// Three lines.
    Lines,
    /// An arrow to the left.
    Back,
    /// An angle pointing right.
    Right,
    /// An angle pointing up.
    Up,
    /// An angle pointing down.
    Down,
    /// A closed padlock, for secrets.
    Lock,
    /// A screen, for sites.
    Screen,
    /// A clock with an arrow, for the history.
    Past,
    /// A lamp, for hints.
    Lamp,
    /// A flag, for goals.
    Flag,
    /// A book, for the tutorial.
    Book,
    /// An arrow down into a tray.
    Download,
    /// A glass, for searching.
    Glass,
    /// A bin.
    Bin,
    /// Bars one below the other, for the timeline.
    Bars,
    /// An angle pointing left.
    Left,
    /// A cap with wings, the mark of Rehearsal.
    Mark,
}

impl Glyph {
    const fn path(self) -> &'static str {
        match self {
            Self::Play => "M4.5 2.5v11l9-5.5z",
            Self::Pause => "M4.5 3v10M11.5 3v10",
            Self::Step => "M3 3v10l7.5-5zM13 3v10",
            Self::Jump => "M2 11c2-6 8-7 11-3M13.5 3.5V8H9",
            Self::Undo => "M6 3 2.5 6.5 6 10M3 6.5h6.5a4 4 0 0 1 0 7H6",
            Self::Reset => "M13 8a5 5 0 1 1-1.6-3.7M13.5 1.5v3.5H10",
            Self::Rocket => {
                "M6 10C6 6 9 2.5 13.5 2.5 13.5 7 10 10 6 10zM6.5 6.5 3.5 7.5 2.5 9.5 6 10 6.5 13.5 8.5 12.5 9.5 9.5M10.5 5.5h.01"
            }
            Self::Factory => "M2 13.5V6l4 2.5V6l4 2.5V2.5h3.5v11zM4.5 11h1M7.5 11h1M10.5 11h1",
            Self::Branch => {
                "M4.5 5.5v5M4.5 8c5 0 7 0 7-2.5M4.5 5.5a1.5 1.5 0 1 0 0-3 1.5 1.5 0 0 0 0 3zM4.5 13.5a1.5 1.5 0 1 0 0-3 1.5 1.5 0 0 0 0 3zM11.5 5.5a1.5 1.5 0 1 0 0-3 1.5 1.5 0 0 0 0 3z"
            }
            Self::Flash => "M9 1.5 3.5 9H8l-1 5.5L12.5 7H8z",
            Self::Person => "M8 8a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM2.5 14c0-3 2.5-4.5 5.5-4.5s5.5 1.5 5.5 4.5",
            Self::PersonTick => {
                "M6.5 7.5a2.7 2.7 0 1 0 0-5.4 2.7 2.7 0 0 0 0 5.4zM1.5 14c0-3 2-4.5 5-4.5 1 0 1.8.2 2.5.5M9 12.5l2 2 4-4.5"
            }
            Self::Letter => "M2 3.5h12v9H2zM2 4l6 5 6-5",
            Self::Machine => "M2.5 2.5h11V7h-11zM2.5 9h11v4.5h-11zM5 4.75h.01M5 11.25h.01M8 4.75h3M8 11.25h3",
            Self::Door => "M4 14V2h8v12M2 14h12M9.5 8h.01",
            Self::Clock => "M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM8 4.5V8l2.5 1.5",
            Self::Tick => "M3 8.5 6.5 12 13 4.5",
            Self::Cross => "M3.5 3.5l9 9M12.5 3.5l-9 9",
            Self::Plus => "M8 3v10M3 8h10",
            Self::Minus => "M3 8h10",
            Self::Redo => "M10 3l3.5 3.5L10 10M13 6.5H6.5a4 4 0 0 0 0 7H10",
            Self::Disk => "M2.5 2.5h9l2 2v9h-11zM5 2.5v4h5v-4M5 13.5v-4h6v4",
            Self::Sheets => "M5.5 2.5h8v8h-8zM10.5 10.5v3h-8v-8h3",
            Self::FlashTick => "M7 1.5 2.5 8h4l-1 5L10 7H6.5zM9.5 12.5l1.7 1.7 3.3-3.7",
            Self::FlashPerson => {
                "M6 1.5 2 7.5h3.5l-1 5L8.5 6H5.5zM12 10a1.6 1.6 0 1 0 0-3.2 1.6 1.6 0 0 0 0 3.2zM9 14.5c0-2 1.2-3 3-3s3 1 3 3"
            }
            Self::Pencil => "M2.5 13.5l.8-3.3 7.7-7.7 2.5 2.5-7.7 7.7zM9.5 4l2.5 2.5",
            Self::Slash => "M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM4 12l8-8",
            Self::Lines => "M2.5 4h11M2.5 8h11M2.5 12h7",
            Self::Back => "M13.5 8h-11M7 3.5 2.5 8 7 12.5",
            Self::Right => "M6 3l5 5-5 5",
            Self::Up => "M3 10.5l5-5 5 5",
            Self::Down => "M3 5.5l5 5 5-5",
            Self::Lock => "M3.5 7.5h9v6h-9zM5.5 7.5V5a2.5 2.5 0 0 1 5 0v2.5",
            Self::Screen => "M2 3h12v8H2zM5.5 13.5h5M8 11v2.5",
            Self::Past => "M3 8a5.5 5.5 0 1 1 1.5 3.7M2.5 12.5 4.5 11.7 5 14M8.5 5v3.5l2.5 1.5",
            Self::Lamp => "M6 11.5C6 9.5 4 9 4 6.2a4 4 0 0 1 8 0C12 9 10 9.5 10 11.5zM6.5 14h3",
            Self::Flag => "M3.5 14.5V2.5h9L10 5.7l2.5 3.3h-9",
            Self::Book => {
                "M8 4C6.5 2.8 4.5 2.5 2 2.5V12c2.5 0 4.5.3 6 1.5 1.5-1.2 3.5-1.5 6-1.5V2.5c-2.5 0-4.5.3-6 1.5zM8 4v9.5"
            }
            Self::Download => "M8 2v8M4.5 6.5 8 10l3.5-3.5M2.5 13.5h11",
            Self::Glass => "M7 11.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9zM10.3 10.3 14 14",
            Self::Bin => "M2.5 4h11M6 4V2h4v2M4 4l.7 10h6.6L12 4M6.8 6.5v5M9.2 6.5v5",
            Self::Bars => "M2 2v12M4.5 4h5M6.5 8h6.5M9.5 12h4.5",
            Self::Left => "M10 3 5 8l5 5",
            Self::Mark => "M1.5 5.5 8 8l6.5-2.5L11 12 8 10.5 5 12zM8 3.5h.01",
        }
    }

    const fn is_filled(self) -> bool {
        matches!(self, Self::Play | Self::Step)
    }
}

/// A drawing that says nothing by itself: words stand beside it.
pub(crate) fn icon(glyph: Glyph) -> Html {
    // How it is drawn is said once, in the style sheet: a busy page has hundreds.
    let class = if glyph.is_filled() { "icon icon--filled" } else { "icon" };
    html! { <svg {class} viewBox="0 0 16 16" aria-hidden="true"><path d={glyph.path()} /></svg> }
}
