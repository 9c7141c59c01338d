//! Versions: two to four whole numbers with dots between them.

use std::fmt;

/// A version such as `1.2.3`.
///
/// Versions with a different number of components differ, and a missing component sorts before zero.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Version {
    /// Invariant: two to four components, each below 2³¹.
    components: Vec<u32>,
}

impl Version {
    /// Reads two to four dot-separated whole numbers; blanks around each are ignored.
    pub fn from_text(text: &str) -> Option<Self> {
        if text.split('.').count() > 4 {
            return None;
        }
        let components: Option<Vec<u32>> = text.split('.').map(component).collect();
        components.filter(|components| components.len() >= 2).map(|components| Self { components })
    }
}

fn component(text: &str) -> Option<u32> {
    let text = text.trim();
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if digits { text.parse::<i32>().ok().and_then(|value| u32::try_from(value).ok()) } else { None }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, component) in self.components.iter().enumerate() {
            if index > 0 {
                f.write_str(".")?;
            }
            write!(f, "{component}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::Version;

    #[test]
    fn two_to_four_components_make_a_version() {
        let shown = |text| Version::from_text(text).map(|version| version.to_string());
        assert_eq!(shown("01.2").as_deref(), Some("1.2"));
        assert_eq!(shown("1.2.3.4").as_deref(), Some("1.2.3.4"));
        for no_version in ["", "1", "1.2.3.4.5", "1..2", "-1.2.3", "1.x", "1.2147483648"] {
            assert_eq!(shown(no_version), None, "{no_version:?}");
        }
    }

    #[test]
    fn a_missing_component_sorts_before_zero() {
        let version = |text| Version::from_text(text).expect("a version");
        assert!(version("1.2") < version("1.2.0"));
        assert!(version("1.2.9") < version("1.10.0"));
        assert_ne!(version("1.2"), version("1.2.0"));
    }
}
