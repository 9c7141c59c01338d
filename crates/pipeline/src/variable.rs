//! Variables (`classic.md` §11).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// Variables of one scope, by name as written. Names are compared without case.
pub type Variables = BTreeMap<String, Variable>;

/// One variable.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Variable {
    /// Its value; none for a secret that was exported.
    pub value: Option<String>,
    /// Never shown.
    pub is_secret: bool,
    /// "Settable at release time".
    pub allow_override: bool,
}
