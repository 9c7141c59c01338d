//! Name, owner and place of a stage.

use rehearsal_classic::edit;
use rehearsal_pipeline::Identity;
use rehearsal_view::strings;
use yew::prelude::*;

use super::side;
use crate::components::form::{section, select_row};
use crate::components::{Act, Glyph, NameField};
use crate::pages::PageProps;
use crate::pages::editor::Drafting;
use crate::panels::close;

/// "Stage name".
pub(crate) fn name_field(drafting: &Drafting, index: usize) -> Html {
    let stages = drafting.draft.stages.iter().enumerate();
    let others = stages.filter(|(other, _)| *other != index).map(|(_, other)| other.name.clone());
    html! {
        <NameField
            label={strings::STAGE_NAME}
            is_labelled=true
            name={drafting.draft.stages[index].name.clone()}
            taken={others.collect::<Vec<_>>()}
            taken_words={strings::NAME_TAKEN}
            on={drafting.on(move |draft, name| edit::rename_stage(draft, index, name))}
        />
    }
}

pub(super) fn panel(props: &PageProps, drafting: &Drafting, index: usize) -> Html {
    let stages = &drafting.draft.stages;
    let stage = &stages[index];
    let world = props.player.session.world();
    let mut owners: Vec<(String, String)> = vec![(String::new(), strings::NOBODY.to_owned())];
    owners.extend(world.people.iter().map(|person| (person.unique_name.clone(), person.display_name.clone())));
    let owner = stage.owner.as_ref().map(|owner| owner.unique_name.clone()).unwrap_or_default();
    let people: Vec<(String, String)> =
        world.people.iter().map(|person| (person.unique_name.clone(), person.display_name.clone())).collect();
    let own = drafting.on(move |draft, unique_name| {
        let person = people.iter().find(|(unique, _)| unique == unique_name);
        draft.stages[index].owner =
            person.map(|(unique, display)| Identity { unique_name: unique.clone(), ..Identity::named(display) });
    });
    let all = rehearsal_view::editor::mistakes(world, &drafting.draft);
    let here = rehearsal_view::editor::At::Stage(index);
    let wrong: Vec<&str> = all.iter().filter(|mistake| mistake.at == here).map(|mistake| &*mistake.text).collect();
    let (up, down) = (index == 0, index + 1 == stages.len());
    let remove = {
        let (remove, close) = (drafting.act(move |draft| edit::remove_stage(draft, index)), close(props));
        Callback::from(move |()| {
            close.emit(());
            remove.emit(());
        })
    };
    let off = |is_off: bool| is_off.then_some(AttrValue::Static(strings::NO_FURTHER));
    let buttons = html! {
        <div class="buttons">
            <Act class="button--quiet" glyph={Glyph::Bin} label={strings::DELETE} onclick={remove} />
            <Act
                class="button--quiet"
                label={strings::MOVE_UP}
                refusal={off(up)}
                onclick={drafting.act(move |draft| edit::move_stage(draft, index, false))}
            />
            <Act
                class="button--quiet"
                label={strings::MOVE_DOWN}
                refusal={off(down)}
                onclick={drafting.act(move |draft| edit::move_stage(draft, index, true))}
            />
        </div>
    };
    let fields = html! {
        <>
            { name_field(drafting, index) }
            { select_row(strings::STAGE_OWNER, &owners, &owner, &own) }
        </>
    };
    side(
        props,
        strings::STAGE_TITLE,
        html! { &stage.name },
        html! { <>{ buttons }{ crate::components::mistakes(&wrong) }{ section(strings::PROPERTIES, strings::PROPERTIES_HELP, Html::default(), fields) }</> },
    )
}
