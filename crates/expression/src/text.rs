//! Text as the product compares, changes and measures it.
//!
//! Comparison folds case one character at a time and looks at nothing else: no locale, no accents. Lengths and
//! positions count UTF-16 units, because the product's strings are made of them.

use std::cmp::Ordering;

/// The capital of a character, when that is one character too.
fn capital(character: char) -> char {
    if character.is_ascii() {
        return character.to_ascii_uppercase();
    }
    // The dotless i and the long s keep their case in the product, though Unicode has a capital for them.
    if matches!(character, 'ı' | 'ſ') {
        return character;
    }
    single(character.to_uppercase()).unwrap_or(character)
}

/// The small letter of a character, when that is one character too.
fn small(character: char) -> char {
    single(character.to_lowercase()).unwrap_or(character)
}

fn single(mut characters: impl Iterator<Item = char>) -> Option<char> {
    let first = characters.next();
    if characters.next().is_some() { None } else { first }
}

/// `text` in capitals.
pub(crate) fn upper(text: &str) -> String {
    text.chars().map(capital).collect()
}

/// `text` in small letters.
pub(crate) fn lower(text: &str) -> String {
    text.chars().map(small).collect()
}

/// Compares two texts by UTF-16 unit, with case folded.
pub(crate) fn compare_folded(left: &str, right: &str) -> Ordering {
    let mut buffers = ([0; 2], [0; 2]);
    let mut left = left.chars().map(capital);
    let mut right = right.chars().map(capital);
    loop {
        match (left.next(), right.next()) {
            (None, None) => return Ordering::Equal,
            (None, Some(_)) => return Ordering::Less,
            (Some(_), None) => return Ordering::Greater,
            (Some(one), Some(other)) if one == other => {}
            (Some(one), Some(other)) => {
                return one.encode_utf16(&mut buffers.0).cmp(&other.encode_utf16(&mut buffers.1));
            }
        }
    }
}

/// True when the texts differ at most in case.
pub(crate) fn equal_folded(left: &str, right: &str) -> bool {
    compare_folded(left, right) == Ordering::Equal
}

/// How many UTF-16 units a text has.
pub(crate) fn length(text: &str) -> usize {
    text.encode_utf16().count()
}

/// Up to `length` UTF-16 units from `start`; a character cut in half becomes the replacement character.
pub(crate) fn substring(text: &str, start: usize, length: usize) -> String {
    let units: Vec<u16> = text.encode_utf16().skip(start).take(length).collect();
    String::from_utf16_lossy(&units)
}

/// `text` as a string literal: in single quotes, with those inside doubled.
pub(crate) fn quote(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folding_goes_character_by_character() {
        assert!(equal_folded("Ärger", "äRGER"));
        assert!(!equal_folded("ß", "SS"));
        assert!(!equal_folded("ı", "I"));
        assert_eq!(compare_folded("alpha", "BETA"), Ordering::Less);
        assert_eq!(compare_folded("a", "ab"), Ordering::Less);
        assert_eq!(compare_folded("_", "a"), Ordering::Greater, "capitals are compared, and `A` sorts before `_`");
    }

    #[test]
    fn lengths_and_positions_count_utf16_units() {
        assert_eq!(length("a😀"), 3);
        assert_eq!(substring("a😀b", 1, 2), "😀");
        assert_eq!(substring("abc", 2, 9), "c");
        assert_eq!(substring("abc", 9, 1), "");
    }
}
