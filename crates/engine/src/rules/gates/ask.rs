//! What a gate says (`classic.md` §7.1): scripted outcomes first, then the world outside, by the kind of its task.

use rehearsal_expression::{
    Array, Explained, Expr, Keys, Number, Object, Scope, Slot, Value, Vocabulary, evaluate, expand_macros, explain,
};
use rehearsal_kernel::{FactId, SimDuration};
use rehearsal_pipeline::Task;
use rehearsal_yaml::json;

use crate::GatesId;
use crate::engine::Engine;
use crate::plan::GateKind;
use crate::signal::{Alert, Endpoint, GateAnswer, GateOutcome, Reading};
use crate::state::State;
use crate::variables::variables;
use crate::world::World;

/// What a gate found when it was asked, for those who ask why it passed or failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GateFinding {
    /// An outcome of the scenario decides.
    Scripted {
        /// What it says.
        answer: GateAnswer,
    },
    /// A work item query found so many.
    WorkItems {
        /// Name of the query.
        query: String,
        /// How many it found.
        count: u32,
        /// Fewest that pass.
        lower: u32,
        /// Most that pass.
        upper: u32,
    },
    /// A threshold of the query is no number.
    BadThreshold {
        /// What it says.
        text: String,
    },
    /// An endpoint answered.
    Response {
        /// HTTP status code.
        status: u16,
        /// What the success criteria made of the response; none when there are none or the request failed.
        criteria: Option<Result<bool, String>>,
    },
    /// An endpoint does not answer at all.
    NoResponse,
    /// These alerts are active.
    Alerts {
        /// Names of their rules; empty passes.
        active: Vec<String>,
    },
    /// Resources do not comply with these policies.
    Policies {
        /// Their names; empty passes.
        violated: Vec<String>,
    },
    /// A gate of an extension, about which the world says nothing: it passes.
    Unknown,
}

impl GateFinding {
    /// Passed, failed or no answer.
    pub fn answer(&self) -> GateAnswer {
        let passes = match self {
            Self::Scripted { answer } => return *answer,
            Self::NoResponse => return GateAnswer::NoAnswer,
            Self::WorkItems { count, lower, upper, .. } => (lower..=upper).contains(&count),
            Self::BadThreshold { .. } => false,
            Self::Response { status, criteria } => {
                (200..300).contains(status) && criteria.as_ref().is_none_or(|holds| *holds == Ok(true))
            }
            Self::Alerts { active } => active.is_empty(),
            Self::Policies { violated } => violated.is_empty(),
            Self::Unknown => true,
        };
        if passes { GateAnswer::Passed } else { GateAnswer::Failed }
    }
}

/// What a gate will say to the sample that is taken now, and how long its answer takes.
pub(super) fn ask(engine: &Engine, state: &State, gates: GatesId, gate: usize) -> (GateAnswer, SimDuration) {
    let world = &engine.world;
    let number = state.gates_run(gates).samples.len();
    if let Some(outcome) = outcome(world, state, gates, gate) {
        return (scripted(outcome, number), outcome.takes);
    }
    let (finding, takes) = look(state, gates, gate, None);
    (finding.answer(), takes)
}

/// What a gate found in a sample that was taken before.
pub fn gate_finding(world: &World, state: &State, gates: GatesId, gate: usize, sample: usize) -> GateFinding {
    if let Some(outcome) = outcome(world, state, gates, gate) {
        return GateFinding::Scripted { answer: scripted(outcome, sample) };
    }
    let asked = state.gates_run(gates).samples.get(sample).map(|sample| sample.asked);
    look(state, gates, gate, asked).0
}

/// The success criteria that a gate applied to the answer of a sample, with the value of each part; none where it
/// has none, or where they were not looked at or could not be read.
pub fn gate_criteria(world: &World, state: &State, gates: GatesId, gate: usize, sample: usize) -> Option<Explained> {
    let plan = &state.gates_plan(gates).gates[gate];
    if outcome(world, state, gates, gate).is_some() || !matches!(plan.kind, GateKind::RestApi | GateKind::Function) {
        return None;
    }
    let asked = state.gates_run(gates).samples.get(sample)?.asked;
    let input = |name: &str| input(state, state.gates_run(gates).deployment, state.gate_task(gates, gate), name);
    let usual = Endpoint::default();
    let endpoint = endpoint(state, plan.kind, &input, Some(asked)).unwrap_or(&usual);
    if !is_judged_by_content(endpoint, &input) {
        return None;
    }
    let criteria = Criteria::read(&input("successCriteria"));
    let expression = criteria.0.as_ref().ok()?;
    Some(explain(expression, &Response::of(&endpoint.body)).explained)
}

/// The last answer of an outcome stands for all later samples.
fn scripted(outcome: &GateOutcome, sample: usize) -> GateAnswer {
    let answers = &outcome.samples;
    answers.get(sample).or(answers.last()).copied().unwrap_or(GateAnswer::Passed)
}

/// The first outcome that fits decides, as for tasks.
fn outcome<'w>(world: &'w World, state: &State, gates: GatesId, gate: usize) -> Option<&'w GateOutcome> {
    if world.gate_outcomes.is_empty() {
        return None;
    }
    let found = state.gates_run(gates);
    let deployment = state.deployment(found.deployment);
    let is =
        |wanted: &Option<String>, name: &str| wanted.as_ref().is_none_or(|wanted| wanted.eq_ignore_ascii_case(name));
    let build = state.primary_build(deployment.release).map_or("", |build| &state.build(build).number);
    world.gate_outcomes.iter().find(|outcome| {
        let of = &outcome.of;
        is(&of.stage, state.stage_name(found.deployment))
            && is(&of.gate, state.gate_name(gates, gate))
            && of.side.is_none_or(|side| side == found.side)
            && of.attempt.is_none_or(|attempt| attempt == deployment.attempt)
            && is(&of.build, build)
            && is(&of.release, &state.release(deployment.release).content.name)
    })
}

/// Looks at the world as it is, or as it was when a fact was recorded.
fn look(state: &State, gates: GatesId, gate: usize, before: Option<FactId>) -> (GateFinding, SimDuration) {
    let plan = &state.gates_plan(gates).gates[gate];
    let task = state.gate_task(gates, gate);
    let deployment = state.gates_run(gates).deployment;
    let input = |name: &str| input(state, deployment, task, name);
    let readings = || state.signals.iter().map(|signal| (signal.name.as_str(), signal.reading(before)));
    let finding = match plan.kind {
        GateKind::WorkItems => {
            let query = input("queryId");
            let counted = readings().find_map(|(name, reading)| match reading {
                Reading::WorkItems { count } if name.eq_ignore_ascii_case(&query) => Some(*count),
                Reading::WorkItems { .. } | Reading::Endpoint(_) | Reading::Alert(_) | Reading::Policy { .. } => None,
            });
            // Both thresholds are 0 unless said otherwise (§7.1).
            match (threshold(&input("minThreshold")), threshold(&input("maxThreshold"))) {
                (Ok(lower), Ok(upper)) => GateFinding::WorkItems { query, count: counted.unwrap_or(0), lower, upper },
                (Err(text), _) | (_, Err(text)) => GateFinding::BadThreshold { text },
            }
        }
        GateKind::RestApi | GateKind::Function => {
            let usual = Endpoint::default();
            let endpoint = endpoint(state, plan.kind, &input, before).unwrap_or(&usual);
            return (response(endpoint, &input, plan.criteria.as_ref()), endpoint.takes);
        }
        GateKind::MonitorAlerts => {
            let is_asked = |name: &str, alert: &Alert| is_asked_about(&input, name, alert);
            let active = readings().filter_map(|(name, reading)| match reading {
                Reading::Alert(alert) if alert.active && is_asked(name, alert) => Some(name.to_owned()),
                Reading::Alert(_) | Reading::WorkItems { .. } | Reading::Endpoint(_) | Reading::Policy { .. } => None,
            });
            GateFinding::Alerts { active: active.collect() }
        }
        GateKind::Policy => {
            let violated = readings().filter_map(|(name, reading)| match reading {
                Reading::Policy { compliant: false } => Some(name.to_owned()),
                Reading::Policy { .. } | Reading::WorkItems { .. } | Reading::Endpoint(_) | Reading::Alert(_) => None,
            });
            GateFinding::Policies { violated: violated.collect() }
        }
        GateKind::Other => GateFinding::Unknown,
    };
    (finding, SimDuration::ZERO)
}

/// An input of the gate's task, with `$(name)` replaced by the value of the variable.
fn input(state: &State, deployment: crate::DeploymentId, task: &Task, name: &str) -> String {
    let entry = task.inputs.iter().find(|(key, _)| key.eq_ignore_ascii_case(name));
    let Some(text) = entry.map(|(_, text)| text.as_str()) else { return String::new() };
    if !text.contains("$(") {
        return text.to_owned();
    }
    let known = variables(state, deployment);
    expand_macros(text, |wanted| {
        known.iter().find(|(name, _)| name.eq_ignore_ascii_case(wanted)).map(|(_, value)| value.clone())
    })
}

fn threshold(text: &str) -> Result<u32, String> {
    let text = text.trim();
    if text.is_empty() { Ok(0) } else { text.parse().map_err(|_| text.to_owned()) }
}

/// The names by which the world may know what is called, the closest first.
fn addresses(kind: GateKind, input: &dyn Fn(&str) -> String) -> Vec<String> {
    if kind == GateKind::Function {
        return vec![input("function")];
    }
    let selected = input("connectedServiceNameSelector");
    let selected = if selected.is_empty() { "connectedServiceName".to_owned() } else { selected };
    let others = ["connectedServiceName", "serviceConnection", "connectedServiceNameARM", "azureServiceConnection"];
    let connection = std::iter::once(selected.as_str()).chain(others).map(input).find(|name| !name.is_empty());
    let connection = connection.unwrap_or_default();
    vec![format!("{connection}{}", input("urlSuffix")), connection]
}

/// What a gate calls, as it is or as it was when a fact was recorded.
fn endpoint<'s>(
    state: &'s State,
    kind: GateKind,
    input: &dyn Fn(&str) -> String,
    before: Option<FactId>,
) -> Option<&'s Endpoint> {
    addresses(kind, input).iter().find_map(|address| {
        state.signals.iter().find_map(|signal| match signal.reading(before) {
            Reading::Endpoint(endpoint) if signal.name.eq_ignore_ascii_case(address) => Some(endpoint),
            Reading::Endpoint(_) | Reading::WorkItems { .. } | Reading::Alert(_) | Reading::Policy { .. } => None,
        })
    })
}

/// A request that fails does not pass, and the criteria look at a response only with the completion event
/// `ApiResponse` (task.json of Invoke REST API).
fn is_judged_by_content(endpoint: &Endpoint, input: &dyn Fn(&str) -> String) -> bool {
    endpoint.answers
        && (200..300).contains(&endpoint.status)
        && !input("waitForCompletion").trim().eq_ignore_ascii_case("true")
        && !input("successCriteria").trim().is_empty()
}

fn response(endpoint: &Endpoint, input: &dyn Fn(&str) -> String, criteria: Option<&Criteria>) -> GateFinding {
    if !endpoint.answers {
        return GateFinding::NoResponse;
    }
    let holds = is_judged_by_content(endpoint, input).then(|| match criteria {
        Some(criteria) => criteria.holds(&endpoint.body),
        None => Criteria::read(&input("successCriteria")).holds(&endpoint.body),
    });
    GateFinding::Response { status: endpoint.status, criteria: holds }
}

/// Whether a gate that queries alerts looks at this one: its filter by rule or resource, and by severity.
fn is_asked_about(input: &dyn Fn(&str) -> String, name: &str, alert: &Alert) -> bool {
    let names = |text: &str, name: &str| {
        // Real files name rules and resources with their type in front, `metricalerts/Slow`.
        text.split(',').map(str::trim).any(|one| {
            one.eq_ignore_ascii_case(name) || one.rsplit('/').next().is_some_and(|last| last.eq_ignore_ascii_case(name))
        })
    };
    let filter = input("filterType").to_lowercase();
    let severity = input("severity");
    let is_severe = severity.trim().is_empty() || names(&severity, &format!("Sev{}", alert.severity));
    let is_meant = match filter.trim() {
        "alertrule" => names(&input("alertRule"), name),
        "resource" => alert.resource.is_empty() || names(&input("resource"), &alert.resource),
        _ => true,
    };
    is_severe && is_meant
}

/// Success criteria, read once; a text that cannot be read fails whenever it is asked.
#[derive(Debug, Clone)]
pub struct Criteria(Result<Box<Expr>, String>);

impl Criteria {
    /// Reads the expression.
    pub fn read(text: &str) -> Self {
        let read = Expr::parse(text, 0, &Vocabulary::of(Slot::SuccessCriteria));
        Self(read.map(Box::new).map_err(|mistakes| mistakes.to_string()))
    }

    /// Whether a response meets the criteria.
    ///
    /// # Errors
    /// Why they cannot be evaluated.
    fn holds(&self, body: &str) -> Result<bool, String> {
        let expression = self.0.as_ref().map_err(Clone::clone)?;
        let value = evaluate(expression, &Response::of(body)).map_err(|error| error.fault.to_string())?;
        Ok(value.to_boolean())
    }
}

/// A response as the expression language sees it.
fn value(json: json::Value) -> Value {
    match json {
        json::Value::Null => Value::Null,
        json::Value::Bool(value) => Value::Boolean(value),
        json::Value::Number(number) => Number::from_text(&number.to_string()).map_or(Value::Null, Value::Number),
        json::Value::String(text) => Value::from(text),
        json::Value::Array(items) => Value::Array(items.into_iter().map(value).collect::<Array>()),
        json::Value::Object(entries) => {
            Value::Object(Object::new(Keys::Exact, entries.into_iter().map(|(key, json)| (key, value(json)))))
        }
    }
}

struct Response {
    root: Value,
}

impl Response {
    /// What is no JSON is text.
    fn of(body: &str) -> Self {
        Self { root: json::Value::parse(body).map_or_else(|| Value::from(body), value) }
    }
}

impl Scope for Response {
    fn named(&self, name: &str) -> Option<Value> {
        name.eq_ignore_ascii_case("root").then(|| self.root.clone())
    }
}
