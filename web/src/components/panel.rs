//! A panel that comes from the right and lies over the page.

use rehearsal_view::strings;
use yew::prelude::*;

use crate::components::{Glyph, first_click, icon, unique_id};
use crate::effects::use_focus_trap;

/// Whether the fields of a panel can be read and not changed. The panel itself can be closed all the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Fixed(pub(crate) bool);

/// Properties of [`Panel`].
#[derive(PartialEq, Properties)]
pub(crate) struct PanelProps {
    /// Its title.
    pub(crate) title: AttrValue,
    /// The line below the title.
    #[prop_or_default]
    pub(crate) subtitle: Html,
    /// Closes it; Escape does the same.
    pub(crate) on_close: Callback<()>,
    /// Buttons that stay at the bottom.
    #[prop_or_default]
    pub(crate) footer: Option<Html>,
    /// Whether the page behind has to wait.
    #[prop_or(true)]
    pub(crate) is_modal: bool,
    /// What it shows.
    pub(crate) children: Html,
}

/// A panel that keeps the focus until it is closed.
#[component]
pub(crate) fn Panel(props: &PanelProps) -> Html {
    let root = use_node_ref();
    let id = use_state(unique_id);
    use_focus_trap(&root, props.is_modal, props.on_close.clone());
    let close = props.on_close.reform(|_: MouseEvent| ());
    let is_fixed = use_context::<Fixed>() == Some(Fixed(true));
    html! {
        <div class={classes!("veil", (!props.is_modal).then_some("veil--side"))}>
            if props.is_modal {
                <div class="veil__cover" onclick={first_click(&props.on_close)}></div>
            }
            <section
                ref={root}
                class="panel"
                role="dialog"
                aria-modal={props.is_modal.then_some("true")}
                aria-labelledby={(*id).clone()}
                tabindex="-1"
            >
                <header class="panel__head">
                    <div>
                        <h2 class="panel__title" id={(*id).clone()}>{ &props.title }</h2>
                        <div class="panel__subtitle">{ props.subtitle.clone() }</div>
                    </div>
                    <button type="button" class="button button--bare" aria-label={strings::CLOSE} onclick={close}>
                        { icon(Glyph::Cross) }
                    </button>
                </header>
                <div class="panel__body">
                    <fieldset class="fields" disabled={is_fixed}>{ props.children.clone() }</fieldset>
                </div>
                if let Some(footer) = &props.footer {
                    <footer class="panel__foot">{ footer.clone() }</footer>
                }
            </section>
        </div>
    }
}
