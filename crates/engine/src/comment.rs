//! What a person writes with an action.

use std::ops::Deref;

use serde::{Serialize, Serializer};

/// The comment of an action, read as text. Most are empty, and those take no memory beyond one word in the fact.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Comment(Option<Box<Written>>);

#[derive(Debug, Clone, PartialEq, Eq)]
struct Written {
    text: Box<str>,
}

impl Deref for Comment {
    type Target = str;

    fn deref(&self) -> &str {
        self.0.as_ref().map_or("", |written| &written.text)
    }
}

impl From<&str> for Comment {
    fn from(text: &str) -> Self {
        Self((!text.is_empty()).then(|| Box::new(Written { text: text.into() })))
    }
}

impl Serialize for Comment {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::Comment;

    #[test]
    fn a_comment_reads_as_what_was_written() {
        assert_eq!(&*Comment::from("QA passed."), "QA passed.");
        assert_eq!(&*Comment::default(), "");
        assert_eq!(Comment::from(""), Comment::default());
    }
}
