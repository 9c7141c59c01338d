//! JSON that programs make: the same as `serde_json` makes of it.

use std::collections::BTreeMap;

use proptest::prelude::*;
use rehearsal_yaml::json::{Map, Number, Value, to_json};
use rehearsal_yaml::{from_json, json};
use serde::Serialize;

fn values() -> impl Strategy<Value = serde_json::Value> {
    let leaf = prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(Into::into),
        any::<i64>().prop_map(Into::into),
        any::<u64>().prop_map(Into::into),
        (-1000_i32..1000).prop_map(|eighths| (f64::from(eighths) / 8.0).into()),
        "\\PC{0,8}|[\\x00-\\x1f\"\\\\]{0,4}".prop_map(Into::into),
    ];
    leaf.prop_recursive(4, 40, 6, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..6).prop_map(Into::into),
            proptest::collection::btree_map("[a-z~/]{0,3}", inner, 0..6)
                .prop_map(|fields| serde_json::Value::Object(fields.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn text_is_read_and_written_as_serde_json_does(theirs in values()) {
        let ours: Value = from_json(&theirs.to_string()).expect("it is JSON");
        prop_assert_eq!(ours.to_string(), theirs.to_string());
        prop_assert_eq!(format!("{ours:#}"), format!("{theirs:#}"));
        prop_assert_eq!(to_json(&ours), theirs.to_string());
        prop_assert_eq!(serde_json::to_value(&ours).expect("it is JSON"), theirs);
    }

    #[test]
    fn pointers_lead_where_they_lead_in_serde_json(theirs in values(), pointer in "(/[a-z~01]{0,3}|/[0-5]){0,3}") {
        let ours: Value = from_json(&theirs.to_string()).expect("it is JSON");
        let found = |value: Option<String>| value.unwrap_or_else(|| "nothing".to_owned());
        prop_assert_eq!(
            found(ours.pointer(&pointer).map(ToString::to_string)),
            found(theirs.pointer(&pointer).map(ToString::to_string)),
        );
        let mut ours = ours;
        prop_assert_eq!(ours.pointer_mut(&pointer).is_some(), theirs.pointer(&pointer).is_some());
    }
}

#[derive(Serialize)]
struct Everything<'a> {
    text: &'a str,
    number: Option<u8>,
    none: Option<u8>,
    pair: (i64, f64),
    map: BTreeMap<u32, bool>,
    unit: Kind,
    newtype: Kind,
    tuple: Kind,
    fields: Kind,
    #[serde(skip_serializing_if = "Option::is_none")]
    left_out: Option<u8>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
enum Kind {
    Unit,
    New(char),
    Tuple(bool, ()),
    Fields { a: Vec<u8>, b: f32 },
}

#[test]
fn whatever_serde_writes_is_written_as_serde_json_writes_it() {
    let value = Everything {
        text: "a \"b\"\n\u{1}ü",
        number: Some(7),
        none: None,
        pair: (-3, 0.25),
        map: BTreeMap::from([(1, true), (20, false)]),
        unit: Kind::Unit,
        newtype: Kind::New('x'),
        tuple: Kind::Tuple(true, ()),
        fields: Kind::Fields { a: vec![1, 2], b: 1.5 },
        left_out: None,
    };
    assert_eq!(to_json(&value), serde_json::to_string(&value).expect("it can be written"));
    assert_eq!(to_json(&[0.0; 0]), "[]");
}

#[test]
fn the_macro_borrows_what_it_is_given() {
    let (name, tags) = ("Dev".to_owned(), vec!["a".to_owned()]);
    let inputs = BTreeMap::from([("script".to_owned(), "build".to_owned())]);
    let value = json!({
        "name": name,
        "tags": tags,
        "rank": Some(1_u32),
        "owner": None::<String>,
        "inputs": inputs,
        "gates": [],
        "conditions": [{ "name": name, "value": null }, [1, 2.5], null, name.len() > 2],
        "deployStep": {},
    });
    assert_eq!(
        value.to_string(),
        r#"{"name":"Dev","tags":["a"],"rank":1,"owner":null,"inputs":{"script":"build"},"gates":[],"#.to_owned()
            + r#""conditions":[{"name":"Dev","value":null},[1,2.5],null,true],"deployStep":{}}"#
    );
    assert_eq!(json!("x"), "x");
    assert_eq!(json!([]).as_array().map(Vec::len), Some(0));
}

#[test]
fn objects_keep_the_order_of_their_fields_and_are_equal_in_any() {
    let mut value = json!({ "a": 1, "b": 2, "c": 3 });
    let fields = value.as_object_mut().expect("it is an object");
    assert_eq!(fields.insert("a".to_owned(), true.into()), Some(Value::Number(Number::Int(1))));
    assert_eq!(fields.remove("b"), Some(Value::Number(Number::Int(2))));
    assert_eq!(fields.remove("b"), None);
    value["d"] = "new".into();
    assert_eq!(value.to_string(), r#"{"a":true,"c":3,"d":"new"}"#);
    assert_eq!(value, json!({ "d": "new", "c": 3, "a": true }));
    assert_ne!(value, json!({ "a": true, "c": 3 }));
    assert_eq!((value["c"].as_u64(), &value["e"], &value["a"]["b"]), (Some(3), &Value::Null, &Value::Null));
    let mut none = Value::Null;
    none["a"] = Value::Object(Map::new());
    assert_eq!(none.to_string(), r#"{"a":{}}"#);
}
