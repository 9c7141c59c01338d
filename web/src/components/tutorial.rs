//! The tutorial panel: introduction, steps with hints, goals, debrief.

use rehearsal_scenario::Verdict;
use rehearsal_view::{GoalView, StepProgress, StepView, TutorialView, strings};
use yew::prelude::*;

use crate::components::{Act, Glyph, Markdown, icon};
use crate::effects::use_show_within;

/// Properties of [`Tutorial`].
#[derive(PartialEq, Properties)]
pub(crate) struct TutorialProps {
    /// What it shows.
    pub(crate) view: TutorialView,
    /// Title and address of the next scenario.
    pub(crate) next: Option<(String, String)>,
    /// Shows the next hint of a step.
    pub(crate) on_hint: Callback<String>,
    /// Hides the panel.
    pub(crate) on_hide: Callback<()>,
}

/// The panel at the left.
#[component]
pub(crate) fn Tutorial(props: &TutorialProps) -> Html {
    let view = &props.view;
    let debrief = use_node_ref();
    use_show_within(&debrief, ".tutorial", view.debrief.is_some().then_some(0));
    let is_fresh = view.steps.iter().all(|step| step.progress != StepProgress::Done);
    html! {
        <aside class="tutorial" aria-label={strings::TUTORIAL}>
            <header class="tutorial__head">
                <div>
                    <h2 class="tutorial__title">{ &view.title }</h2>
                    <p class="quiet">{ &view.effort }</p>
                </div>
                <button
                    type="button"
                    class="button button--bare"
                    aria-label={strings::HIDE_TUTORIAL}
                    onclick={props.on_hide.reform(|_: MouseEvent| ())}
                >
                    { icon(Glyph::Back) }
                </button>
            </header>
            if let Some(text) = &view.debrief {
                <section class="debrief" ref={debrief}>
                    <h3 class="section-title">{ icon(Glyph::Flag) }{ strings::SOLVED }</h3>
                    <Markdown text={text.clone()} />
                    <p class="buttons">
                        if let Some((title, href)) = &props.next {
                            <a class="button button--primary" href={href.clone()}>
                                { strings::NEXT_SCENARIO }{ ": " }{ title }
                            </a>
                        }
                        <a class="button" href="#/">{ strings::ALL_SCENARIOS }</a>
                    </p>
                </section>
            }
            if !view.intro.is_empty() {
                <details class="fold" open={is_fresh}>
                    <summary class="section-title">{ strings::INTRODUCTION }</summary>
                    <Markdown text={view.intro.clone()} />
                </details>
            }
            if !view.steps.is_empty() {
                <section>
                    <h3 class="section-title">{ strings::STEPS }</h3>
                    <ol class="steps">
                        { for view.steps.iter().map(|step| html! {
                            <Step key={step.id.clone()} step={step.clone()} on_hint={props.on_hint.clone()} />
                        }) }
                    </ol>
                </section>
            }
            <section class="goals" aria-live="polite">
                <h3 class="section-title">
                    { strings::GOALS }<span class="quiet goals__score">{ &view.score }</span>
                </h3>
                <ul class="goals__list">{ for view.goals.iter().map(goal) }</ul>
                if view.goals.iter().any(|goal| goal.verdict == Verdict::Broken) {
                    <p class="quiet">{ strings::BROKEN_ADVICE }</p>
                }
            </section>
        </aside>
    }
}

#[derive(PartialEq, Properties)]
struct StepProps {
    step: StepView,
    on_hint: Callback<String>,
}

#[component]
fn Step(props: &StepProps) -> Html {
    let step = &props.step;
    let (class, word) = match step.progress {
        StepProgress::Done => ("step step--done", strings::STEP_DONE),
        StepProgress::Current => ("step step--current", strings::STEP_CURRENT),
        StepProgress::Later => ("step step--later", strings::STEP_LATER),
    };
    // The open state belongs to the learner once the step's own state has set it.
    let is_current = step.progress == StepProgress::Current;
    let element = use_node_ref();
    use_show_within(&element, ".tutorial", is_current.then_some(step.hints.len()));
    html! {
        <li {class} ref={element}>
            <details open={is_current}>
                <summary class="step__summary">
                    <span class="step__number" aria-hidden="true">
                        if step.progress == StepProgress::Done {
                            { icon(Glyph::Tick) }
                        } else {
                            { step.number }
                        }
                    </span>
                    <span class="step__title">{ &step.title }</span>
                    <span class="step__word">{ word }</span>
                </summary>
                <div class="step__body">
                    <Markdown text={step.text.clone()} />
                    <>{ for step.hints.iter().zip(1..).map(|(hint, number)| html! {
                        <div class="hint">
                            <p class="hint__title">{ icon(Glyph::Lamp) }{ strings::hint(number) }</p>
                            <Markdown text={hint.clone()} />
                        </div>
                    }) }</>
                    if let Some(label) = step.next_hint.clone().filter(|_| step.progress != StepProgress::Done) {
                        <Act
                            class="button--quiet"
                            glyph={Glyph::Lamp}
                            {label}
                            onclick={let id = step.id.clone(); props.on_hint.reform(move |()| id.clone())}
                        />
                    }
                </div>
            </details>
        </li>
    }
}

fn goal(goal: &GoalView) -> Html {
    let (class, glyph) = match goal.verdict {
        Verdict::Open => ("goal goal--open", None),
        Verdict::Met => ("goal goal--met", Some(Glyph::Tick)),
        Verdict::Broken => ("goal goal--broken", Some(Glyph::Cross)),
    };
    html! {
        <li {class} key={goal.id.clone()}>
            <span class="goal__sign">if let Some(glyph) = glyph { { icon(glyph) } }</span>
            <div>
                <p class="goal__label">{ &goal.label }<span class="goal__word">{ goal.word }</span></p>
                if !goal.message.is_empty() {
                    <p class="quiet">{ &goal.message }</p>
                }
            </div>
        </li>
    }
}
