//! JSON as a value that is made and changed by programs: without places, with its fields in order.
//!
//! What is read for people comes as [`Node`](crate::Node)s, from which a [`Value`] can be made. The names are those of
//! `serde_json`, whose tables and generic writers would be a tenth of the web page.

mod convert;
mod text;
mod value;
mod write;

pub use convert::ToJson;
pub use value::{Map, Number, Value};
pub use write::to_json;

/// Makes a [`Value`] from JSON in which any value may be an expression; expressions are borrowed.
///
/// ```
/// use rehearsal_yaml::json;
///
/// let names = vec!["Dev", "QA"];
/// let value = json!({ "id": 7, "stages": names, "owner": null, "options": { "isEnabled": !names.is_empty() } });
/// assert_eq!(value.to_string(), r#"{"id":7,"stages":["Dev","QA"],"owner":null,"options":{"isEnabled":true}}"#);
/// ```
#[macro_export]
macro_rules! json {
    (null) => { $crate::json::Value::Null };
    ([ $($items:tt)* ]) => { $crate::json!(@items [] $($items)*) };
    ({ $($fields:tt)* }) => { $crate::json!(@fields [] $($fields)*) };

    (@items [$($done:expr,)*]) => { $crate::json::Value::Array(::std::vec![$($done),*]) };
    (@items [$($done:expr,)*] null $(, $($rest:tt)*)?) => {
        $crate::json!(@items [$($done,)* $crate::json!(null),] $($($rest)*)?)
    };
    (@items [$($done:expr,)*] [$($inner:tt)*] $(, $($rest:tt)*)?) => {
        $crate::json!(@items [$($done,)* $crate::json!([$($inner)*]),] $($($rest)*)?)
    };
    (@items [$($done:expr,)*] {$($inner:tt)*} $(, $($rest:tt)*)?) => {
        $crate::json!(@items [$($done,)* $crate::json!({$($inner)*}),] $($($rest)*)?)
    };
    (@items [$($done:expr,)*] $item:expr $(, $($rest:tt)*)?) => {
        $crate::json!(@items [$($done,)* $crate::json!($item),] $($($rest)*)?)
    };

    (@fields [$($done:expr,)*]) => { $crate::json::Value::object(&mut [$($done),*]) };
    (@fields [$($done:expr,)*] $name:tt : null $(, $($rest:tt)*)?) => {
        $crate::json!(@fields [$($done,)* ($name, $crate::json!(null)),] $($($rest)*)?)
    };
    (@fields [$($done:expr,)*] $name:tt : [$($inner:tt)*] $(, $($rest:tt)*)?) => {
        $crate::json!(@fields [$($done,)* ($name, $crate::json!([$($inner)*])),] $($($rest)*)?)
    };
    (@fields [$($done:expr,)*] $name:tt : {$($inner:tt)*} $(, $($rest:tt)*)?) => {
        $crate::json!(@fields [$($done,)* ($name, $crate::json!({$($inner)*})),] $($($rest)*)?)
    };
    (@fields [$($done:expr,)*] $name:tt : $value:expr $(, $($rest:tt)*)?) => {
        $crate::json!(@fields [$($done,)* ($name, $crate::json!($value)),] $($($rest)*)?)
    };

    ($value:expr) => { $crate::json::ToJson::to_json(&$value) };
}
