//! Components drawn natively to HTML.

use rehearsal_engine::{Action, DeploymentId, IgnoreGate, OnApproval, OnStage, Reassign};
use rehearsal_pipeline::ApprovalType;
use rehearsal_view::{
    Approve, ApproverRow, ChartBar, Chip, ConditionsView, Decision, Entity, GateCell, GateMark, GateRow, GatesBanner,
    GatesChart, GatesView, Look, Marker, MarkerLook, Offer, SampleColumn, StageCard, TaskProgress,
};
use tokio::task::LocalSet;
use yew::prelude::*;
use yew::{BaseComponent, LocalServerRenderer};

use crate::components::conditions::ConditionsProps;
use crate::components::stage_card::StageCardProps;
use crate::components::stage_chip::StageChipProps;
use crate::components::{Conditions, Fixed, Markdown, Panel, StageCardView, StageChip};
use crate::route::Place;

/// The HTML of a component.
async fn draw<C: BaseComponent>(props: C::Properties) -> String {
    let drawn = async { LocalServerRenderer::<C>::with_props(props).hydratable(false).render().await };
    LocalSet::new().run_until(drawn).await
}

fn card(look: Look) -> StageCard {
    let offer = |action| Offer { action, refusal: None };
    let on = OnStage { release: "Release-2".into(), stage: "QA".into(), ..OnStage::default() };
    StageCard {
        stage: "QA".into(),
        look,
        line: "on 3/2/2026, 9:12 AM".into(),
        detail: String::new(),
        progress: (look == Look::InProgress).then(|| TaskProgress {
            done: 4,
            all: 5,
            running: "Smoke test".into(),
            elapsed: "00:32".into(),
        }),
        note: (look == Look::NotDeployed).then(|| "Waits for Dev (Failed)".into()),
        pre: None,
        post: None,
        approve: None,
        deploy: (!look.is_open()).then(|| ("Deploy", offer(Action::Deploy(on.clone().into())))),
        cancel: look.is_open().then(|| offer(Action::Cancel(on))),
        has_logs: look != Look::NotDeployed,
        attempts: 1,
        after: vec!["Dev".into()],
    }
}

async fn draw_card(card: StageCard) -> String {
    draw::<StageCardView>(StageCardProps {
        card,
        release: "Release-2".into(),
        place: Place::first("failed-qa"),
        on_go: Callback::noop(),
    })
    .await
}

#[tokio::test]
async fn a_card_says_every_state_in_a_word_and_not_only_in_colour() {
    for look in Look::ALL {
        let html = draw_card(card(look)).await;
        assert!(html.contains(look.word()), "{look:?}: {html}");
        assert!(html.contains(&format!("stage--{}", look.name())), "{look:?}: {html}");
    }
}

#[tokio::test]
async fn a_running_stage_shows_its_ring_and_its_task() {
    let html = draw_card(card(Look::InProgress)).await;
    assert!(html.contains("<strong>4</strong>/5"), "{html}");
    assert!(html.contains("Smoke test") && html.contains("00:32"), "{html}");
    assert!(html.contains("Cancel QA"), "{html}");
}

#[tokio::test]
async fn a_stage_that_did_not_start_says_what_it_waits_for() {
    let html = draw_card(card(Look::NotDeployed)).await;
    assert!(html.contains("Waits for Dev (Failed)"), "{html}");
    assert!(html.contains("panel=why&amp;of=Release-2%2FQA") && html.contains("Why? QA"), "{html}");
    assert!(!html.contains("Logs of QA"), "there are none: {html}");
}

#[tokio::test]
async fn a_pending_approval_leads_to_its_panel() {
    let marker = Marker {
        side: ApprovalType::PreDeploy,
        look: MarkerLook::Pending,
        gates: Some(MarkerLook::Passed),
        approvals: Some(MarkerLook::Pending),
        label: "Pre-deployment conditions (Pending approval)".into(),
    };
    let html = draw_card(StageCard {
        pre: Some(marker),
        approve: Some(Approve { side: ApprovalType::PreDeploy, is_for_viewer: true }),
        ..card(Look::PendingApproval)
    })
    .await;
    assert!(html.contains("Approve QA"), "{html}");
    assert!(html.contains("#/play/failed-qa/release/Release-2?panel=pre&amp;of=QA"), "{html}");
    assert!(html.contains("circle--pending"), "{html}");
    let signs = ["circle__sign--passed", "circle__sign--pending"].map(|sign| html.find(sign));
    assert!(signs[0].is_some() && signs[0] < signs[1], "gates stand above approvals in one capsule: {html}");
}

#[tokio::test]
async fn a_stage_with_a_manual_intervention_leads_to_it() {
    let html = draw_card(card(Look::PendingIntervention)).await;
    assert!(html.contains("Resume QA") && html.contains("Cancel QA"), "{html}");
    assert!(html.contains("#/play/failed-qa/release/Release-2?panel=intervention&amp;of=QA"), "{html}");
}

#[tokio::test]
async fn a_button_that_is_off_tells_why_to_everyone() {
    let mut one = card(Look::Failed);
    if let Some((_, offer)) = &mut one.deploy {
        offer.refusal = Some("Release-2 is abandoned.".into());
    }
    let html = draw_card(one).await;
    let id = html.split("aria-describedby=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("it is described");
    assert!(html.contains("aria-disabled=\"true\""), "{html}");
    assert!(html.contains(&format!("id=\"{id}\"")), "the description is there: {html}");
    assert!(html.contains("Release-2 is abandoned."), "{html}");
}

#[tokio::test]
async fn a_chip_is_green_only_where_it_is_deployed_now() {
    let chip =
        |is_deployed_now| Chip { stage: "QA".into(), look: Look::Succeeded, word: "Succeeded".into(), is_deployed_now };
    let draw_chip = |chip| draw::<StageChip>(StageChipProps { chip, href: "#/".into() });
    let now = draw_chip(chip(true)).await;
    assert!(now.contains("chip--now") && now.contains("QA – Succeeded – deployed here now"), "{now}");
    let replaced = draw_chip(chip(false)).await;
    assert!(!replaced.contains("chip--now") && replaced.contains("QA – Succeeded\""), "{replaced}");
}

#[tokio::test]
async fn markdown_never_becomes_raw_html_and_links_only_to_the_web() {
    let text = "**Bold** <script>alert(1)</script>\n\n[bad](javascript:alert(1)) [good](https://example.org)";
    let html = draw::<Markdown>(crate::components::markdown::MarkdownProps { text: text.into() }).await;
    assert!(html.contains("<strong>Bold</strong>"), "{html}");
    assert!(!html.contains("<script>") && html.contains("&lt;script&gt;"), "{html}");
    assert!(!html.contains("javascript:"), "{html}");
    assert!(html.contains("rel=\"noopener noreferrer\""), "{html}");
}

fn gates_view() -> GatesView {
    let sample = |time: &str, counts| SampleColumn { time: time.into(), counts, is_good: false };
    let cell = |mark, found: &str| GateCell { mark, found: found.into() };
    let ignore = Offer { action: Action::IgnoreGate(IgnoreGate::default()), refusal: Some("You may not.".into()) };
    GatesView {
        title: "Pre-deployment gates",
        look: Look::ProcessingGates,
        word: "Evaluating gates",
        banner: Some(GatesBanner {
            look: Look::ProcessingGates,
            text: "1/1 gates failed in latest sample at 9:06:00 AM".into(),
            more: "Waiting for all gates to succeed within the same sample interval".into(),
            timeout: Some("Timeout in 2h".into()),
        }),
        earlier: 3,
        samples: vec![sample("9:01:00 AM", false), sample("9:06:00 AM", true)],
        next: Some("Next in 4m".into()),
        next_at: "3/2/2026, 9:11 AM".into(),
        timeout_at: "3/2/2026, 11:00 AM".into(),
        rows: vec![GateRow {
            name: "Few bugs".into(),
            about: "Query work items",
            cells: vec![cell(GateMark::Passed, ""), cell(GateMark::Failed, "Open bugs found 3 work items.")],
            ignored: String::new(),
            ignore: Some(ignore),
        }],
        settings: vec!["On successful gates, ask for approvals.".into()],
        follow_approvals: false,
        chart: Some(GatesChart {
            from: "9:00:00 AM".into(),
            to: "9:11:00 AM".into(),
            delay: 545,
            rows: vec![(
                "Few bugs".into(),
                vec![
                    ChartBar { from: 90, to: 545, mark: GateMark::Passed, counts: false },
                    ChartBar { from: 545, to: 1000, mark: GateMark::Failed, counts: true },
                ],
            )],
        }),
        about: Entity::Gates(DeploymentId(0), ApprovalType::PreDeploy),
    }
}

fn conditions_view(gates: Option<GatesView>, sign_in: Option<&'static str>) -> ConditionsView {
    let approve = OnApproval { stage: "QA".into(), ..OnApproval::default() };
    let row = ApproverRow {
        approver: "Ana Ruiz".into(),
        initials: "AR".into(),
        is_group: false,
        look: Look::PendingApproval,
        status: "Pending for 6 minutes".into(),
        comment: String::new(),
        history: Vec::new(),
        decision: Some(Decision {
            approve,
            sign_in,
            refusal: None,
            is_override: false,
            reassign_refusal: None,
            reassign: Reassign::default(),
            candidates: Vec::new(),
            can_defer: true,
            defer_default: String::new(),
            zone: "UTC".into(),
        }),
    };
    ConditionsView {
        release: "Release-2".into(),
        stage: "QA".into(),
        side: ApprovalType::PreDeploy,
        title: "Pre-deployment conditions",
        look: Look::PendingApproval,
        word: "Pending approval",
        standing: (Look::PendingApproval, "Pending approval"),
        banner: None,
        rows: vec![row],
        policies: Vec::new(),
        gates,
        about: Entity::Approvals(DeploymentId(0), ApprovalType::PreDeploy),
    }
}

async fn draw_conditions(view: ConditionsView) -> String {
    draw::<Conditions>(ConditionsProps { view, on_act: Some(Callback::noop()) }).await
}

#[tokio::test]
async fn gates_are_a_table_in_words_with_what_comes_next_and_who_may_ignore_one() {
    let html = draw_conditions(conditions_view(Some(gates_view()), None)).await;
    for words in ["Few bugs", "Query work items", "Passed", "Failed", "Open bugs found 3 work items.", "Next in 4m"] {
        assert!(html.contains(words), "{words}: {html}");
    }
    assert!(html.contains("gates__reference") && html.contains("for reference only"), "{html}");
    assert!(html.contains("They fail on 3/2/2026, 11:00 AM unless"), "{html}");
    assert!(html.contains("Ignore Gate Few bugs") && html.contains("You may not."), "{html}");
    assert!(html.contains("3 evaluations before these"), "{html}");
    assert!(html.find("Few bugs") < html.find("Ana Ruiz"), "gates come first, as their order says: {html}");
}

#[tokio::test]
async fn approvals_that_come_before_gates_stand_before_them() {
    let gates = GatesView { follow_approvals: true, ..gates_view() };
    let html = draw_conditions(conditions_view(Some(gates), None)).await;
    assert!(html.find("Ana Ruiz") < html.find("Few bugs"), "{html}");
}

#[tokio::test]
async fn where_nothing_can_be_decided_the_reason_stands_instead_of_fields_and_buttons() {
    let mut view = conditions_view(None, None);
    let decision = view.rows[0].decision.as_mut().expect("it is pending");
    decision.refusal = Some("Who asked for it may not approve it.".into());
    let html = draw_conditions(view).await;
    assert!(html.contains("Who asked for it may not approve it."), "{html}");
    assert!(!html.contains("<textarea") && !html.contains("Approve") && !html.contains("Defer"), "{html}");
}

#[tokio::test]
async fn whoever_has_to_sign_in_again_does_so_before_they_decide() {
    let html = draw_conditions(conditions_view(None, Some("Sign in again to confirm your identity"))).await;
    assert!(html.contains("Sign in again to confirm your identity"), "{html}");
    assert_eq!(html.matches("aria-disabled=\"true\"").count(), 2, "neither Approve nor Reject: {html}");
    let html = draw_conditions(conditions_view(None, None)).await;
    assert!(!html.contains("aria-disabled"), "{html}");
}

#[component]
fn FixedPanel() -> Html {
    html! {
        <ContextProvider<Fixed> context={Fixed(true)}>
            <Panel title="Stage" on_close={Callback::noop()}><input /></Panel>
        </ContextProvider<Fixed>>
    }
}

#[tokio::test]
async fn a_panel_whose_fields_are_fixed_can_be_closed() {
    let html = draw::<FixedPanel>(()).await;
    let (close, fields) = (html.find("<button").expect("a button"), html.find("<fieldset disabled").expect("fields"));
    assert!(close < fields && html[fields..].contains("<input"), "{html}");
}
