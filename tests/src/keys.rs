//! Keys as people write them: `Enter`, `Control+k`, `?`.

use fantoccini::key::Key;

/// The characters that stand for the keys of a chord, in the order they go down.
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

fn key(name: &str) -> char {
    let named = match name {
        "Alt" => Key::Alt,
        "ArrowDown" => Key::Down,
        "ArrowLeft" => Key::Left,
        "ArrowRight" => Key::Right,
        "ArrowUp" => Key::Up,
        "Backspace" => Key::Backspace,
        "Control" => Key::Control,
        "Delete" => Key::Delete,
        "End" => Key::End,
        "Enter" => Key::Enter,
        "Escape" => Key::Escape,
        "Home" => Key::Home,
        "Meta" => Key::Meta,
        "PageDown" => Key::PageDown,
        "PageUp" => Key::PageUp,
        "Shift" => Key::Shift,
        "Space" => return ' ',
        "Tab" => Key::Tab,
        one => {
            let mut characters = one.chars();
            return match (characters.next(), characters.next()) {
                (Some(character), None) => character,
                (Some(_), Some(_)) | (None, _) => panic!("no key is named `{one}`"),
            };
        }
    };
    named.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chord_is_its_keys_in_order() {
        assert_eq!(chord("Control+k"), [Key::Control.into(), 'k']);
        assert_eq!(chord("?"), ['?']);
        assert_eq!(chord("+"), ['+']);
    }
}
