//! The value and what can be asked of it.

use std::collections::BTreeMap;
use std::ops::{Index, IndexMut};

/// Any JSON value. Objects are equal without regard to the order of their fields.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Value {
    /// `null`
    #[default]
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A number.
    Number(Number),
    /// Text.
    String(String),
    /// A list.
    Array(Vec<Value>),
    /// Fields in the order in which they were added.
    Object(Map),
}

/// A number of JSON.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Number {
    /// A whole number.
    Int(i64),
    /// A whole number that only 64 bits without a sign have room for.
    Huge(u64),
    /// Any other; finite.
    Float(f64),
}

impl Number {
    /// The whole number, if 64 bits with a sign have room for it.
    pub fn as_i64(&self) -> Option<i64> {
        match self {
            Self::Int(number) => Some(*number),
            Self::Huge(_) | Self::Float(_) => None,
        }
    }

    /// The whole number, if it is not below zero.
    pub fn as_u64(&self) -> Option<u64> {
        match self {
            Self::Int(number) => u64::try_from(*number).ok(),
            Self::Huge(number) => Some(*number),
            Self::Float(_) => None,
        }
    }
}

/// The fields of an object. Looking one up does not take longer for objects of many fields.
#[derive(Clone, Default)]
pub struct Map {
    fields: Vec<(String, Value)>,
    /// Where each name stands in `fields`.
    places: BTreeMap<String, usize>,
}

impl std::fmt::Debug for Map {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_map().entries(self).finish()
    }
}

impl PartialEq for Map {
    fn eq(&self, other: &Self) -> bool {
        self.len() == other.len() && self.iter().all(|(name, value)| other.get(name) == Some(value))
    }
}

impl Map {
    /// No fields.
    pub fn new() -> Self {
        Self::default()
    }

    /// How many fields there are.
    pub fn len(&self) -> usize {
        self.fields.len()
    }

    /// True when there are none.
    pub fn is_empty(&self) -> bool {
        self.fields.is_empty()
    }

    /// The value of a field.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.places.get(name).map(|place| &self.fields[*place].1)
    }

    /// The value of a field, to change it.
    pub fn get_mut(&mut self, name: &str) -> Option<&mut Value> {
        self.places.get(name).map(|place| &mut self.fields[*place].1)
    }

    /// True when there is a field of this name.
    pub fn contains_key(&self, name: &str) -> bool {
        self.places.contains_key(name)
    }

    /// Sets a field, which keeps its place if it is there already, and gives what it said before.
    pub fn insert(&mut self, name: String, value: Value) -> Option<Value> {
        if let Some(present) = self.get_mut(&name) {
            return Some(std::mem::replace(present, value));
        }
        self.places.insert(name.clone(), self.fields.len());
        self.fields.push((name, value));
        None
    }

    /// Takes a field out; those behind it move up.
    pub fn remove(&mut self, name: &str) -> Option<Value> {
        let place = self.places.get(name).copied()?;
        let (_, value) = self.fields.remove(place);
        self.place_anew();
        Some(value)
    }

    /// Keeps the fields that a test passes.
    pub fn retain(&mut self, mut test: impl FnMut(&String, &mut Value) -> bool) {
        self.fields.retain_mut(|(name, value)| test(name, value));
        self.place_anew();
    }

    fn place_anew(&mut self) {
        self.places = self.fields.iter().zip(0..).map(|((name, _), place)| (name.clone(), place)).collect();
    }

    /// Names and values in order.
    pub fn iter(&self) -> <&Self as IntoIterator>::IntoIter {
        self.into_iter()
    }

    /// Names and values in order; the values can be changed.
    pub fn iter_mut(&mut self) -> impl Iterator<Item = (&String, &mut Value)> {
        self.fields.iter_mut().map(|(name, value)| (&*name, value))
    }

    /// Names in order.
    pub fn keys(&self) -> impl Iterator<Item = &String> {
        self.fields.iter().map(|(name, _)| name)
    }

    /// Values in order.
    pub fn values(&self) -> impl Iterator<Item = &Value> {
        self.fields.iter().map(|(_, value)| value)
    }

    /// Values in order, to change them.
    pub fn values_mut(&mut self) -> impl Iterator<Item = &mut Value> {
        self.fields.iter_mut().map(|(_, value)| value)
    }
}

impl<'m> IntoIterator for &'m Map {
    type Item = (&'m String, &'m Value);
    type IntoIter = std::iter::Map<std::slice::Iter<'m, (String, Value)>, fn(&'m (String, Value)) -> Self::Item>;

    fn into_iter(self) -> Self::IntoIter {
        self.fields.iter().map(|(name, value)| (name, value))
    }
}

impl IntoIterator for Map {
    type Item = (String, Value);
    type IntoIter = std::vec::IntoIter<(String, Value)>;

    fn into_iter(self) -> Self::IntoIter {
        self.fields.into_iter()
    }
}

impl FromIterator<(String, Value)> for Map {
    fn from_iter<I: IntoIterator<Item = (String, Value)>>(fields: I) -> Self {
        let mut map = Self::new();
        for (name, value) in fields {
            map.insert(name, value);
        }
        map
    }
}

static NULL: Value = Value::Null;

impl Value {
    /// The value of a JSON text; `None` when it is none.
    pub fn parse(text: &str) -> Option<Self> {
        let parse = crate::parse_json(&rehearsal_source::Source::new("", text));
        parse.root.filter(|_| !parse.report.has_errors()).map(|root| Self::from(&root))
    }

    /// An object of these fields; their values are taken.
    pub fn object(fields: &mut [(&str, Self)]) -> Self {
        let take = |(name, value): &mut (&str, Self)| ((*name).to_owned(), std::mem::take(value));
        Self::Object(fields.iter_mut().map(take).collect())
    }

    /// True for `null`.
    pub fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// True for text.
    pub fn is_string(&self) -> bool {
        matches!(self, Self::String(_))
    }

    /// True for an object.
    pub fn is_object(&self) -> bool {
        matches!(self, Self::Object(_))
    }

    /// True for a list.
    pub fn is_array(&self) -> bool {
        matches!(self, Self::Array(_))
    }

    /// True or false.
    pub fn as_bool(&self) -> Option<bool> {
        match self {
            Self::Bool(value) => Some(*value),
            _ => None,
        }
    }

    /// The whole number, if 64 bits with a sign have room for it.
    pub fn as_i64(&self) -> Option<i64> {
        match self {
            Self::Number(number) => number.as_i64(),
            _ => None,
        }
    }

    /// The whole number, if it is not below zero.
    pub fn as_u64(&self) -> Option<u64> {
        match self {
            Self::Number(number) => number.as_u64(),
            _ => None,
        }
    }

    /// The text.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::String(text) => Some(text),
            _ => None,
        }
    }

    /// The elements of a list.
    pub fn as_array(&self) -> Option<&Vec<Self>> {
        match self {
            Self::Array(items) => Some(items),
            _ => None,
        }
    }

    /// The elements of a list, to change them.
    pub fn as_array_mut(&mut self) -> Option<&mut Vec<Self>> {
        match self {
            Self::Array(items) => Some(items),
            _ => None,
        }
    }

    /// The fields of an object.
    pub fn as_object(&self) -> Option<&Map> {
        match self {
            Self::Object(fields) => Some(fields),
            _ => None,
        }
    }

    /// The fields of an object, to change them.
    pub fn as_object_mut(&mut self) -> Option<&mut Map> {
        match self {
            Self::Object(fields) => Some(fields),
            _ => None,
        }
    }

    /// The value of a field of an object.
    pub fn get(&self, name: &str) -> Option<&Self> {
        self.as_object()?.get(name)
    }

    /// The value of a field of an object, to change it.
    pub fn get_mut(&mut self, name: &str) -> Option<&mut Self> {
        self.as_object_mut()?.get_mut(name)
    }

    /// What a JSON pointer (RFC 6901) such as `/environments/0/name` leads to.
    pub fn pointer(&self, pointer: &str) -> Option<&Self> {
        steps(pointer)?.try_fold(self, |value, step| match value {
            Self::Object(fields) => fields.get(&step),
            Self::Array(items) => items.get(position(&step)?),
            _ => None,
        })
    }

    /// The same, to change it.
    pub fn pointer_mut(&mut self, pointer: &str) -> Option<&mut Self> {
        steps(pointer)?.try_fold(self, |value, step| match value {
            Self::Object(fields) => fields.get_mut(&step),
            Self::Array(items) => items.get_mut(position(&step)?),
            _ => None,
        })
    }
}

/// The steps of a pointer; one that is not empty begins with a slash.
fn steps(pointer: &str) -> Option<impl Iterator<Item = String>> {
    let rest = if pointer.is_empty() { None } else { Some(pointer.strip_prefix('/')?) };
    Some(rest.into_iter().flat_map(|rest| rest.split('/')).map(|step| step.replace("~1", "/").replace("~0", "~")))
}

fn position(step: &str) -> Option<usize> {
    let is_plain = !step.starts_with('+') && (step == "0" || !step.starts_with('0'));
    step.parse().ok().filter(|_| is_plain)
}

/// The value of a field; `null` for one that is not there.
impl Index<&str> for Value {
    type Output = Self;

    fn index(&self, name: &str) -> &Self {
        self.get(name).unwrap_or(&NULL)
    }
}

/// The value of a field, which is made if it is not there.
///
/// # Panics
/// When the value is neither an object nor null.
impl IndexMut<&str> for Value {
    fn index_mut(&mut self, name: &str) -> &mut Self {
        if self.is_null() {
            *self = Self::Object(Map::new());
        }
        let fields = self.as_object_mut().expect("only objects have fields");
        if !fields.contains_key(name) {
            fields.insert(name.to_owned(), Self::Null);
        }
        fields.get_mut(name).expect("it is there now")
    }
}

/// The element of a list; `null` for one that is not there.
impl Index<usize> for Value {
    type Output = Self;

    fn index(&self, place: usize) -> &Self {
        self.as_array().and_then(|items| items.get(place)).unwrap_or(&NULL)
    }
}

impl PartialEq<str> for Value {
    fn eq(&self, other: &str) -> bool {
        self.as_str() == Some(other)
    }
}

impl PartialEq<&str> for Value {
    fn eq(&self, other: &&str) -> bool {
        self.as_str() == Some(other)
    }
}

impl PartialEq<bool> for Value {
    fn eq(&self, other: &bool) -> bool {
        self.as_bool() == Some(*other)
    }
}

impl PartialEq<i64> for Value {
    fn eq(&self, other: &i64) -> bool {
        self.as_i64() == Some(*other)
    }
}
