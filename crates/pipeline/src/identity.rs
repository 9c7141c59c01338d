//! People and groups as definitions refer to them.

use serde::{Deserialize, Serialize};

/// A reference to a person or group (`IdentityRef`); empty texts are not set.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identity {
    /// Guid in the product, or the id of a person or group in a scenario.
    pub id: String,
    /// Name shown on pages.
    pub display_name: String,
    /// Sign-in name, usually a mail address.
    pub unique_name: String,
    /// True for a group.
    pub is_container: bool,
}

impl Identity {
    /// A reference by id or display name.
    pub fn named(name: impl Into<String>) -> Self {
        Self { display_name: name.into(), ..Self::default() }
    }

    /// The most telling of the texts that are set.
    pub fn label(&self) -> &str {
        [&self.display_name, &self.unique_name, &self.id]
            .into_iter()
            .find(|text| !text.is_empty())
            .map_or("", |text| text)
    }
}
