//! Arrays and objects: shared, never changed once made.

use std::cmp::Ordering;
use std::sync::Arc;

use crate::Value;
use crate::text::compare_folded;

/// A list of values. A clone is the same array, which is what the language compares.
#[derive(Debug, Clone)]
pub struct Array {
    items: Arc<[Value]>,
    /// Made by `*`: whatever follows is applied to each item.
    filtered: bool,
}

impl Array {
    pub(crate) fn filtered(items: Vec<Value>) -> Self {
        Self { items: items.into(), filtered: true }
    }

    /// True for the result of `*`, whose items, not itself, are what a further `.name` or `[…]` looks into.
    pub fn is_filtered(&self) -> bool {
        self.filtered
    }

    /// The items in order.
    pub fn items(&self) -> &[Value] {
        &self.items
    }

    /// True for two clones of one array, false for two arrays of the same content.
    pub fn is_same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.items, &other.items)
    }
}

impl<V: Into<Value>> FromIterator<V> for Array {
    fn from_iter<I: IntoIterator<Item = V>>(items: I) -> Self {
        Self { items: items.into_iter().map(Into::into).collect(), filtered: false }
    }
}

impl PartialEq for Array {
    fn eq(&self, other: &Self) -> bool {
        self.items == other.items
    }
}

/// How the keys of an object are looked up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keys {
    /// Case does not matter: `variables`, `resources`, `dependencies`, `stageDependencies`.
    Folded,
    /// Case matters: objects inside parameter values.
    Exact,
    /// Case does not matter, and a key that is not there is an error: `parameters` itself.
    Required,
}

impl Keys {
    fn compare(self, left: &str, right: &str) -> Ordering {
        match self {
            Self::Folded | Self::Required => compare_folded(left, right),
            Self::Exact => left.cmp(right),
        }
    }
}

/// Keys with values, in the order they were written. A clone is the same object.
#[derive(Debug, Clone)]
pub struct Object(Arc<Members>);

#[derive(Debug)]
struct Members {
    keys: Keys,
    entries: Vec<(Arc<str>, Value)>,
    /// Invariant: every position in `entries` once, sorted by key.
    order: Vec<usize>,
}

impl Members {
    /// Where in `entries` a key is, or else where in `order` it would go.
    fn position(&self, key: &str) -> Result<usize, usize> {
        let found = self.order.binary_search_by(|&index| self.keys.compare(&self.entries[index].0, key))?;
        Ok(self.order[found])
    }
}

impl Object {
    /// Makes an object. Of entries whose keys are the same by `keys`, the last gives the value and the first the
    /// place and the spelling.
    pub fn new<K: Into<Arc<str>>, V: Into<Value>>(keys: Keys, entries: impl IntoIterator<Item = (K, V)>) -> Self {
        let mut members = Members { keys, entries: Vec::new(), order: Vec::new() };
        for (key, value) in entries {
            let (key, value) = (key.into(), value.into());
            match members.position(&key) {
                Ok(found) => members.entries[found].1 = value,
                Err(gap) => {
                    members.order.insert(gap, members.entries.len());
                    members.entries.push((key, value));
                }
            }
        }
        Self(Arc::new(members))
    }

    /// The value of a key, if there is one.
    pub fn get(&self, key: &str) -> Option<&Value> {
        let found = self.0.position(key).ok()?;
        Some(&self.0.entries[found].1)
    }

    /// How keys are looked up.
    pub fn keys(&self) -> Keys {
        self.0.keys
    }

    /// All entries in the order they were written.
    pub fn entries(&self) -> impl ExactSizeIterator<Item = (&str, &Value)> {
        self.0.entries.iter().map(|(key, value)| (&**key, value))
    }

    /// How many keys there are.
    pub fn len(&self) -> usize {
        self.0.entries.len()
    }

    /// True when there is no key.
    pub fn is_empty(&self) -> bool {
        self.0.entries.is_empty()
    }

    /// True for two clones of one object, false for two objects of the same content.
    pub fn is_same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl PartialEq for Object {
    fn eq(&self, other: &Self) -> bool {
        self.0.keys == other.0.keys && self.0.entries == other.0.entries
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folded_keys_ignore_case_and_exact_ones_do_not() {
        let entries = [("CamelKey", "1"), ("other", "2")];
        let folded = Object::new(Keys::Folded, entries);
        let exact = Object::new(Keys::Exact, entries);
        assert_eq!(folded.get("camelkey"), Some(&Value::from("1")));
        assert_eq!(exact.get("camelkey"), None);
        assert_eq!(exact.get("CamelKey"), Some(&Value::from("1")));
    }

    #[test]
    fn a_repeated_key_keeps_its_place_and_takes_the_last_value() {
        let object = Object::new(Keys::Folded, [("a", "1"), ("b", "2"), ("A", "3"), ("a", "4")]);
        let entries: Vec<(&str, &Value)> = object.entries().collect();
        assert_eq!(entries, [("a", &Value::from("4")), ("b", &Value::from("2"))]);
    }
}
