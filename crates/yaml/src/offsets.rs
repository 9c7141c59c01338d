//! From the YAML parser's count of characters to bytes.

/// Byte offsets of a text's characters.
///
/// Only every 64th is stored; the rest is counted, so that a look-up is quick and the table small.
pub(crate) struct Offsets<'s> {
    text: &'s str,
    /// Byte offset of characters 0, 64, 128…; empty when all characters are one byte long.
    marks: Vec<usize>,
}

const STRIDE: usize = 64;

impl<'s> Offsets<'s> {
    pub(crate) fn new(text: &'s str) -> Self {
        let marks = if text.is_ascii() {
            Vec::new()
        } else {
            text.char_indices().step_by(STRIDE).map(|(offset, _)| offset).collect()
        };
        Self { text, marks }
    }

    /// The byte offset of a character; past the last one it is the length of the text.
    pub(crate) fn byte(&self, character: usize) -> usize {
        if self.marks.is_empty() {
            return character.min(self.text.len());
        }
        let Some(&mark) = self.marks.get(character / STRIDE) else { return self.text.len() };
        let rest = &self.text[mark..];
        mark + rest.char_indices().nth(character % STRIDE).map_or(rest.len(), |(offset, _)| offset)
    }
}

#[cfg(test)]
mod tests {
    use super::Offsets;

    #[test]
    fn every_character_is_found_and_what_lies_past_the_end_is_the_end() {
        for text in ["", "plain", &"aé€😀\r\n".repeat(100)] {
            let offsets = Offsets::new(text);
            for (index, (byte, _)) in text.char_indices().enumerate() {
                assert_eq!(offsets.byte(index), byte);
            }
            assert_eq!(offsets.byte(text.chars().count()), text.len());
            assert_eq!(offsets.byte(usize::MAX), text.len());
        }
    }
}
