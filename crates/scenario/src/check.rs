//! Proves that a scenario teaches: its solution reaches every goal, doing nothing does not, and each wrong
//! move fails as it says.

use std::rc::Rc;

use rehearsal_source::{Diagnostic, Report};

use crate::codes;
use crate::goal::Verdict;
use crate::scenario::Scenario;
use crate::session::Session;

/// Plays the solution, nothing, and every wrong move; tells what does not come out as it should.
pub fn check(scenario: &Rc<Scenario>) -> Report {
    let mut report = Report::new();
    solution(scenario, &mut report);
    nothing(scenario, &mut report);
    for index in 0..scenario.wrong_moves.len() {
        wrong_move(scenario, index, &mut report);
    }
    report
}

fn solution(scenario: &Rc<Scenario>, report: &mut Report) {
    let mut session = Session::new(Rc::clone(scenario));
    if let Err((index, why)) = session.play_all(&scenario.solution, scenario.until) {
        let span = scenario.solution[index].span;
        let message = format!("move {} of the solution is not possible: {why}", index + 1);
        report.push(
            Diagnostic::error(codes::SOLUTION_FAILS, span, message)
                .help("play the solution up to this move with `rehearsal run --solution` and look at the timeline"),
        );
        return;
    }
    for goal in session.goals().iter().filter(|goal| goal.verdict != Verdict::Met) {
        let message = format!("the solution does not reach the goal `{}`: {}", goal.id, goal.message);
        report.push(
            Diagnostic::error(codes::SOLUTION_FAILS, scenario.solution_span, message)
                .help("correct the solution or the goal"),
        );
    }
    for (step, _) in scenario.steps.iter().zip(session.steps_done()).filter(|(_, done)| !done) {
        let message = format!("the solution never does the step `{}` of the tutorial", step.id);
        report.push(
            Diagnostic::error(codes::SOLUTION_FAILS, step.span, message)
                .note(scenario.solution_span, "this is the solution")
                .help("correct the step's `done` or the solution"),
        );
    }
}

fn nothing(scenario: &Rc<Scenario>, report: &mut Report) {
    let mut session = Session::new(Rc::clone(scenario));
    session.advance(scenario.until, usize::MAX);
    if session.is_solved() {
        report.push(
            Diagnostic::error(
                codes::NOTHING_PASSES,
                scenario.solution_span,
                "all goals are reached when the learner does nothing",
            )
            .help("add a goal that only the learner's moves can reach"),
        );
    }
}

fn wrong_move(scenario: &Rc<Scenario>, index: usize, report: &mut Report) {
    let wrong = &scenario.wrong_moves[index];
    let mut session = Session::new(Rc::clone(scenario));
    if let Err((position, why)) = session.play_all(&wrong.moves, scenario.until) {
        let span = wrong.moves[position].span;
        let message = format!("move {} of `{}` is not possible: {why}", position + 1, wrong.name);
        report.push(
            Diagnostic::error(codes::WRONG_MOVE_PASSES, span, message)
                .help("a wrong move must be possible, so that its consequence can be seen"),
        );
        return;
    }
    let goals = session.goals();
    for &broken in &wrong.breaks {
        if goals[broken].verdict == Verdict::Met {
            let message = format!("`{}` does not break the goal `{}`", wrong.name, goals[broken].id);
            report.push(
                Diagnostic::error(codes::WRONG_MOVE_PASSES, wrong.span, message)
                    .help("correct the moves, the goal, or `breaks`"),
            );
        }
    }
}
