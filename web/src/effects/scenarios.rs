//! The scenarios, from the folder beside the page.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use gloo::net::http::{Request, Response};
use rehearsal_scenario::{Files, load};
use rehearsal_source::{Report, Severity, Source};
use rehearsal_view::strings;
use yew::prelude::*;

use crate::store::{Action, Catalogue, Listing, Store};

/// A scenario may name a file that names nothing further; more rounds than this mean a mistake.
const ROUNDS_MAX: usize = 3;

/// What there is to say of each scenario on the start page, since a static host cannot be asked for its folders.
const INDEX: &str = "scenarios/index.json";

/// Fetches the list of scenarios when it is wanted, and the scenario of the address when it is.
#[hook]
pub(crate) fn use_scenarios(store: &Store) {
    {
        let dispatcher = store.dispatcher();
        use_effect_with(matches!(store.catalogue, Catalogue::Loading), move |&is_wanted| {
            if is_wanted {
                wasm_bindgen_futures::spawn_local(async move {
                    dispatcher.dispatch(Action::Listed(fetch_list().await));
                });
            }
        });
    }
    let dispatcher = store.dispatcher();
    use_effect_with(store.wanted_scenario(), move |wanted| {
        if let Some(id) = wanted.clone() {
            wasm_bindgen_futures::spawn_local(async move {
                let scenario = fetch_one(&id).await;
                dispatcher.dispatch(Action::Loaded(id, scenario));
            });
        }
    });
}

async fn fetch_list() -> Result<Vec<Listing>, String> {
    let index = fetch(INDEX).await?;
    rehearsal_yaml::from_json(&index).ok_or_else(|| strings::fetch_failed(INDEX, strings::NOT_A_LIST))
}

async fn fetch_one(id: &str) -> Result<Rc<rehearsal_scenario::Scenario>, String> {
    let folder = format!("scenarios/{id}");
    let text = fetch(&format!("{folder}/scenario.yaml")).await?;
    let source = Source::new("scenario.yaml", text);
    let files = Fetched::default();
    for _ in 0..ROUNDS_MAX {
        let loaded = load(&source, &files);
        if let Some(scenario) = loaded.scenario {
            return Ok(Rc::new(scenario));
        }
        let missing = files.missing.take();
        if missing.is_empty() {
            return Err(first_mistake(&loaded.report, &source));
        }
        for path in missing {
            let text = fetch(&format!("{folder}/{path}")).await.ok();
            files.known.borrow_mut().insert(path, text);
        }
    }
    Err(strings::FILES_MISSING.to_owned())
}

fn first_mistake(report: &Report, source: &Source) -> String {
    let first = report.iter().find(|it| it.severity == Severity::Error);
    first.map_or_else(String::new, |it| strings::mistake_at(source.position(it.span.start).line, &it.message))
}

/// Files beside a scenario; what is asked for and not there is fetched before the next try.
#[derive(Default)]
struct Fetched {
    known: RefCell<BTreeMap<String, Option<String>>>,
    missing: RefCell<Vec<String>>,
}

impl Files for Fetched {
    fn read(&self, path: &str) -> Option<String> {
        if let Some(known) = self.known.borrow().get(path) {
            return known.clone();
        }
        self.missing.borrow_mut().push(path.to_owned());
        None
    }
}

/// The text at a relative address.
async fn fetch(address: &str) -> Result<String, String> {
    answer(address).await?.text().await.map_err(|error| strings::fetch_failed(address, &error.to_string()))
}

async fn answer(address: &str) -> Result<Response, String> {
    let answer =
        Request::get(address).send().await.map_err(|error| strings::fetch_failed(address, &error.to_string()))?;
    if answer.ok() {
        Ok(answer)
    } else {
        Err(strings::fetch_failed(address, &format!("{} {}", answer.status(), answer.status_text())))
    }
}
