//! "Select a template": what a new stage begins with.

use rehearsal_classic::edit;
use rehearsal_view::editor::{Template, templates};
use rehearsal_view::strings;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::components::{Act, Glyph, Panel as Frame, icon};
use crate::pages::PageProps;
use crate::pages::editor::Drafting;
use crate::panels::close;
use crate::route::{EditPanel, Panel};

/// Properties of [`AddStage`].
#[derive(PartialEq, Properties)]
pub(crate) struct AddStageProps {
    /// Those of the page.
    pub(crate) props: PageProps,
    /// The draft.
    pub(crate) drafting: Drafting,
    /// The stage that the new one comes after.
    pub(crate) after: Option<usize>,
}

/// The templates, with a field that narrows them.
#[component]
pub(crate) fn AddStage(of: &AddStageProps) -> Html {
    let wanted = use_state(String::new);
    let AddStageProps { props, drafting, after } = of;
    let after = after.filter(|&after| after < drafting.draft.stages.len());
    let queue_id = props.player.session.world().pools.first().map_or(0, |pool| pool.queue_id);
    let begin = |template: Option<&'static Template>| {
        let add = drafting.act(move |draft| {
            let index = edit::add_stage(draft, after, queue_id);
            if let Some(template) = template {
                draft.stages[index].jobs[0].tasks = template.tasks();
            }
        });
        let index = after.map_or(drafting.draft.stages.len(), |after| after + 1);
        // The panel of the new stage follows: its name is the next thing to be said.
        let (go, place) = (props.on_go.clone(), props.place.with(Panel::Edit(EditPanel::Stage(index))));
        Callback::from(move |()| {
            add.emit(());
            go.emit(place.clone());
        })
    };
    let words = wanted.to_lowercase();
    let fits =
        |template: &&Template| [template.name, template.about].iter().any(|text| text.to_lowercase().contains(&words));
    let group = |is_featured: bool| {
        let found: Vec<&'static Template> =
            templates().iter().filter(|template| template.is_featured == is_featured).filter(fits).collect();
        if found.is_empty() {
            return Html::default();
        }
        html! {
            <section>
                <h3 class="section-title">{ if is_featured { strings::FEATURED } else { strings::OTHERS } }</h3>
                <ul class="choices">
                    { for found.into_iter().map(|template| html! {
                        <li class="choices__row" key={template.name}>
                            { icon(Glyph::Rocket) }
                            <div><strong>{ template.name }</strong><p class="quiet">{ template.about }</p></div>
                            <Act
                                class="button--primary"
                                label={strings::APPLY}
                                spoken={strings::apply_template(template.name)}
                                onclick={begin(Some(template))}
                            />
                        </li>
                    }) }
                </ul>
            </section>
        }
    };
    let search = {
        let wanted = wanted.clone();
        Callback::from(move |event: InputEvent| {
            wanted.set(event.target_unchecked_into::<HtmlInputElement>().value());
        })
    };
    let subtitle = html! {
        <>
            { strings::OR_START_WITH_AN }
            <Act class="button--link" glyph={Glyph::Machine} label={strings::EMPTY_JOB} onclick={begin(None)} />
        </>
    };
    html! {
        <Frame title={strings::SELECT_A_TEMPLATE} {subtitle} on_close={close(props)}>
            <input class="field" type="search" placeholder={strings::SEARCH} aria-label={strings::SEARCH} oninput={search} />
            { group(true) }
            { group(false) }
            if !templates().iter().any(|template| fits(&template)) {
                <p class="quiet">{ strings::nothing_matches(&wanted) }</p>
            }
        </Frame>
    }
}
