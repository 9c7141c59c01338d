//! Keys as people write them: `Enter`, `Control+k`, `?`.

/// The characters by which WebDriver knows the keys of a chord, in the order they go down.
///
/// # Panics
/// When a key's name is unknown, which is a mistake in the journey.
pub(crate) fn chord(keys: &str) -> Vec<char> {
    // A lone plus is a key, not a joint.
    if keys == "+" {
        return vec!['+'];
    }
    keys.split('+').map(key).collect()
}

/// Keys without a character of their own have one in the standard's private area.
fn key(name: &str) -> char {
    match name {
        "Backspace" => '\u{E003}',
        "Tab" => '\u{E004}',
        "Enter" => '\u{E007}',
        "Shift" => '\u{E008}',
        "Control" => '\u{E009}',
        "Alt" => '\u{E00A}',
        "Escape" => '\u{E00C}',
        "Space" => ' ',
        "PageUp" => '\u{E00E}',
        "PageDown" => '\u{E00F}',
        "End" => '\u{E010}',
        "Home" => '\u{E011}',
        "ArrowLeft" => '\u{E012}',
        "ArrowUp" => '\u{E013}',
        "ArrowRight" => '\u{E014}',
        "ArrowDown" => '\u{E015}',
        "Delete" => '\u{E017}',
        "Meta" => '\u{E03D}',
        one => {
            let mut characters = one.chars();
            match (characters.next(), characters.next()) {
                (Some(character), None) => character,
                (Some(_), Some(_)) | (None, _) => panic!("no key is named `{one}`"),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chord_is_its_keys_in_order() {
        assert_eq!(chord("Control+k"), ['\u{E009}', 'k']);
        assert_eq!(chord("?"), ['?']);
        assert_eq!(chord("+"), ['+']);
    }
}
