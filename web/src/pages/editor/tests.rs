//! The editor drawn natively to HTML.

use std::rc::Rc;
use std::sync::Arc;

use rehearsal_classic::{ReleaseDefinition, StageTrigger, edit};
use rehearsal_engine::{Action as Deed, SavePipeline};
use rehearsal_pipeline::{Task, Variable, catalogue};
use rehearsal_scenario::{NoFiles, load};
use rehearsal_source::Source;
use tokio::task::LocalSet;
use yew::prelude::*;
use yew::{BaseComponent, LocalServerRenderer};

use super::{Drafting, EditorPage, EditorProps, task_fields};
use crate::pages::{PageProps, PlayerRef};
use crate::panels::{SavePanel, SavePanelProps};
use crate::route::{EditTab, Edited, Page, Place};
use crate::store::Player;

const FIRST: &str = include_str!("../../../../scenarios/first-multistage-pipeline/scenario.yaml");

async fn draw<C: BaseComponent>(props: C::Properties) -> String {
    let drawn = async { LocalServerRenderer::<C>::with_props(props).hydratable(false).render().await };
    LocalSet::new().run_until(drawn).await
}

fn player() -> Player {
    let scenario = load(&Source::new("scenario.yaml", FIRST), &NoFiles).scenario.expect("the scenario is good");
    Player::new(&Rc::new(scenario))
}

fn change(player: &mut Player, change: impl FnOnce(&mut ReleaseDefinition)) {
    player.edit(&Edited::Pipeline(0), |editor| {
        let mut next = (*editor.draft).clone();
        change(&mut next);
        editor.change(Arc::new(next));
    });
}

fn props(player: Player, tab: EditTab) -> PageProps {
    PageProps {
        player: PlayerRef(Rc::new(player)),
        place: Place::first("first-multistage-pipeline").on(Page::Edit(Edited::Pipeline(0), tab)),
        on_go: Callback::noop(),
        on_act: Callback::noop(),
    }
}

async fn tab(player: Player, tab: EditTab) -> String {
    let props = props(player, tab);
    draw::<EditorPage>(EditorProps { props, edited: Edited::Pipeline(0), tab, on_action: Callback::noop() }).await
}

fn bash(name: &str) -> Task {
    catalogue().iter().find(|task| task.name == "Bash").expect("there is Bash").task(name)
}

#[tokio::test]
async fn the_picture_has_artifacts_stages_and_what_can_be_added() {
    let html = tab(player(), EditTab::Pipeline).await;
    for words in ["_Tailspin.SpaceGame.Web-CI", "Schedule not set", "Stage 1", "1 job, 2 tasks", "Manual only"] {
        assert!(html.contains(words), "{words}: {html}");
    }
    assert!(html.contains("Nothing has changed since the last save."), "{html}");
    assert!(!html.contains("alarm"), "nothing is wrong: {html}");
}

#[tokio::test]
async fn a_mistake_is_marked_at_the_stage_and_stops_the_save_with_its_reason() {
    let mut player = player();
    change(&mut player, |draft| draft.stages[0].trigger = StageTrigger::AfterStages(Vec::new()));
    let html = tab(player, EditTab::Pipeline).await;
    assert!(html.contains("draft--wrong") && html.contains("alarm"), "{html}");
    assert!(html.contains("Correct this first: Stage 1 starts after a stage, but none is chosen"), "{html}");
}

#[tokio::test]
async fn a_save_that_would_be_refused_says_so_in_one_sentence() {
    let props = props(player(), EditTab::Pipeline);
    let drafting = Drafting::of(&props, &Edited::Pipeline(0), &Callback::noop()).expect("a pipeline");
    let html = draw::<SavePanel>(SavePanelProps { props, drafting }).await;
    assert!(html.contains("mistake") && !html.contains(".."), "{html}");
}

#[tokio::test]
async fn a_task_without_its_settings_is_marked_on_the_tab_and_in_the_list() {
    let mut player = player();
    change(&mut player, |draft| draft.stages[0].jobs[0].tasks.push(bash("Warm up")));
    let html = tab(player, EditTab::Tasks(0)).await;
    assert!(html.matches("Some settings need attention").count() >= 2, "{html}");
    assert!(html.contains("Correct this first: Warm up needs a value for Script Path."), "{html}");
    assert!(html.contains("Add a task to Agent job") && html.contains("Add job"), "{html}");
}

#[tokio::test]
async fn the_history_compares_the_latest_save_with_the_one_before() {
    let mut player = player();
    let mut next = (*player.editor(&Edited::Pipeline(0)).expect("a pipeline").draft).clone();
    edit::rename_stage(&mut next, 0, "Production");
    let save = SavePipeline {
        comment: "A better name".into(),
        content: Some(rehearsal_classic::export(&next)),
        ..SavePipeline::default()
    };
    player.session.play(player.persona, Deed::SavePipeline(save)).expect("it is saved");
    let html = tab(player, EditTab::History).await;
    for words in ["Priya Nair", "Update", "A better name", "Before the rehearsal", "Revert pipeline to revision 1"] {
        assert!(html.contains(words), "{words}: {html}");
    }
    assert!(html.contains("Stage Production") && html.contains("diff__after"), "{html}");
}

#[test]
fn a_secret_that_is_made_plain_loses_its_value() {
    let mut variable = Variable { value: Some("x".into()), ..Variable::default() };
    super::variables::keep_secret(&mut variable, true);
    assert_eq!(variable.value.as_deref(), Some("x"));
    super::variables::keep_secret(&mut variable, false);
    assert_eq!(variable.value.as_deref(), Some(""));
}

#[tokio::test]
async fn variables_of_all_scopes_are_listed_and_secrets_are_hidden() {
    let mut player = player();
    let variable = |is_secret: bool| Variable { value: Some("x".into()), is_secret, ..Variable::default() };
    change(&mut player, |draft| {
        draft.variables.insert("region".into(), variable(false));
        draft.stages[0].variables.insert("password".into(), variable(true));
    });
    let html = tab(player, EditTab::Variables).await;
    assert!(html.contains("Value of region") && html.contains("Scope of password"), "{html}");
    assert!(html.contains("type=\"password\""), "{html}");
}

#[tokio::test]
async fn every_tab_can_be_drawn_for_a_pipeline_without_anything() {
    for which in [
        EditTab::Pipeline,
        EditTab::Tasks(0),
        EditTab::Variables,
        EditTab::Retention,
        EditTab::Options,
        EditTab::History,
        EditTab::Json,
    ] {
        let mut player = player();
        change(&mut player, |draft| {
            draft.stages.clear();
            draft.artifacts.clear();
            draft.triggers.clear();
        });
        let html = tab(player, which).await;
        assert!(html.contains("Unsaved changes"), "{which:?}: {html}");
    }
}

#[derive(PartialEq, Properties)]
struct FieldsProps {
    task: Task,
}

#[component]
fn Fields(props: &FieldsProps) -> Html {
    task_fields(&ReleaseDefinition::default(), &props.task, "task", &|_| Callback::noop())
}

#[tokio::test]
async fn the_form_of_a_task_follows_the_choices_that_were_made() {
    let mut task = bash("Warm up");
    let html = draw::<Fields>(FieldsProps { task: task.clone() }).await;
    assert!(html.contains("Script Path") && html.contains("This setting is required."), "{html}");
    task.inputs.insert("targetType".into(), "inline".into());
    task.inputs.insert("script".into(), "echo".into());
    let html = draw::<Fields>(FieldsProps { task }).await;
    assert!(!html.contains("Script Path") && !html.contains("This setting is required."), "{html}");
    assert!(html.contains("<textarea"), "{html}");
}

#[tokio::test]
async fn a_task_that_nobody_knows_shows_the_inputs_it_was_given() {
    let mut task = Task::named("Ours");
    task.inputs.insert("colour".into(), "red".into());
    let html = draw::<Fields>(FieldsProps { task }).await;
    assert!(html.contains("colour") && html.contains("value=\"red\""), "{html}");
}
