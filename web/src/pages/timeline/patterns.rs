//! The patterns of waits: each reason has its own, so that nobody needs to tell colours apart.

use rehearsal_view::WaitReason;
use yew::prelude::*;

/// A pattern.
pub(super) struct Pattern {
    /// Width and height of the tile.
    pub(super) size: u8,
    /// Lines.
    pub(super) path: &'static str,
    /// Ground and ink on white, for pictures.
    pub(super) colours: (&'static str, &'static str),
}

/// The pattern of a reason.
pub(super) const fn pattern(reason: WaitReason) -> Pattern {
    let (size, path, colours) = match reason {
        WaitReason::Dependency => (6, "M1.5 1.5h.01M4.5 4.5h.01", ("#f0f0f0", "#8a8a8a")),
        WaitReason::Schedule => (6, "M1 0v6M4 0v6", ("#efe6f7", "#7a4fa3")),
        WaitReason::Queue => (6, "M0 1.5h6M0 4.5h6", ("#e0f1f1", "#1f7a7a")),
        WaitReason::Approval => (8, "M-2 2 2-2M-2 10 10-2M6 10 10 6", ("#fff1d6", "#b06a00")),
        WaitReason::Gate => (7, "M0 3.5h7M3.5 0v7", ("#e8f0da", "#55751f")),
        WaitReason::Agent => (8, "M-2 6 2 10M-2-2 10 10M6-2 10 2", ("#f4e6df", "#96492b")),
        WaitReason::Intervention => (8, "M0 6l4-4 4 4", ("#fbe3ef", "#a8316f")),
    };
    Pattern { size, path, colours }
}

/// Name of a pattern inside a picture.
pub(super) fn id(reason: WaitReason) -> String {
    ["wait-", reason.name()].concat()
}

/// The patterns, once for a page. Colours come from the style sheet.
pub(super) fn definitions() -> Html {
    html! {
        <svg class="patterns" width="0" height="0" aria-hidden="true" focusable="false">
            <defs>
                { for WaitReason::ALL.into_iter().map(|reason| {
                    let Pattern { size, path, .. } = pattern(reason);
                    html! {
                        <pattern id={id(reason)} width={size.to_string()} height={size.to_string()} patternUnits="userSpaceOnUse">
                            <path class={format!("pattern pattern--{}", reason.name())} d={path} />
                        </pattern>
                    }
                }) }
            </defs>
        </svg>
    }
}
