//! The surroundings in which the tests evaluate: one fixed set of parameters, variables and results.

use rehearsal_expression::{Array, DateTime, Fault, HostFunction, Keys, Object, Scope, Value};

/// Answers of a fixed run: everything before succeeded unless `failed` says otherwise.
#[derive(Debug, Clone, Copy, Default)]

pub(crate) struct World {
    /// Something before has failed.
    pub(crate) failed: bool,
}

fn array<const N: usize>(items: [Value; N]) -> Value {
    items.into_iter().collect::<Array>().into()
}

fn exact<const N: usize>(entries: [(&str, Value); N]) -> Value {
    Object::new(Keys::Exact, entries).into()
}

fn folded<const N: usize>(entries: [(&str, Value); N]) -> Value {
    Object::new(Keys::Folded, entries).into()
}

fn parameters() -> Value {
    let entries = [
        ("myParam", "its value".into()),
        ("a-b", "hyphen".into()),
        ("o", exact([("k", "beta".into()), ("CamelKey", "v".into())])),
        ("p", exact([("k", "beta".into()), ("CamelKey", "v".into())])),
        ("list", array(["a".into(), "b".into()])),
        ("mixedList", array(["Alpha".into(), "".into(), 2_i64.into()])),
        ("nestedList", array(["a".into(), exact([("k", "v".into())])])),
        (
            "records",
            array([
                exact([("id", 7_i64.into())]),
                exact([("n", 1_i64.into())]),
                5_i64.into(),
                exact([("id", "".into())]),
            ]),
        ),
        (
            "matrix",
            array([array([1_i64.into(), 2_i64.into()]), array([3_i64.into()]), array([4_i64.into(), 5_i64.into()])]),
        ),
        ("deep", exact([("n", 3_i64.into()), ("b", true.into()), ("nil", "".into()), ("l", array([]))])),
    ];
    Object::new(Keys::Required, entries).into()
}

/// What a service answered: the responses of the product's examples in one, and a tree to search.
fn answer() -> Value {
    let item = |name: &str, price: i64| exact([("name", name.into()), ("price", price.into())]);
    exact([
        ("status", "successful".into()),
        ("ActiveReleaseNames", array(["Release1".into(), "Release2".into(), "Release3".into()])),
        ("Items", array([item("item1", 100), item("item2", 40), item("item3", 70)])),
        ("nil", Value::Null),
        (
            "sites",
            exact([
                ("north", exact([("up", true.into()), ("name", "N".into())])),
                ("south", exact([("up", false.into()), ("name", "S".into())])),
            ]),
        ),
    ])
}

impl Scope for World {
    fn named(&self, name: &str) -> Option<Value> {
        let value = match name.to_lowercase().as_str() {
            "parameters" => parameters(),
            "root" => answer(),
            "variables" => folded([
                ("My.Var", "dotted".into()),
                ("x", "1".into()),
                ("flag", "true".into()),
                ("Build.SourceBranch", "refs/heads/main".into()),
            ]),
            "dependencies" => {
                let outputs = folded([("setup.Color", "green".into())]);
                folded([("Build", folded([("result", "Succeeded".into()), ("outputs", outputs)]))])
            }
            "pipeline" => folded([("startTime", DateTime::from_unix_milliseconds(1_249_506_423_000, 0).into())]),
            _ => return None,
        };
        Some(value)
    }

    fn call(&self, function: HostFunction, arguments: &[Value]) -> Result<Value, Fault> {
        let truth = match function {
            HostFunction::Canceled => false,
            HostFunction::Failed => self.failed,
            HostFunction::Succeeded => !self.failed && arguments.iter().all(|name| name.equals(&"Build".into())),
            HostFunction::Always | HostFunction::SucceededOrFailed => true,
            HostFunction::Counter => return Ok(102_i64.into()),
        };
        Ok(truth.into())
    }
}
