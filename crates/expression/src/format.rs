//! The format strings of `format`: literal text and placeholders `{0}` or `{0:specifier}`.

use crate::moment::Parts;
use crate::{DateTime, Fault, Value};

/// One part of a format string.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Piece {
    Text(String),
    Placeholder { index: usize, specifier: String },
}

/// Reads the pieces of a format string one by one; a bad brace is met only when its turn comes.
#[derive(Debug)]
pub(crate) struct Pieces<'t> {
    format: &'t str,
    rest: &'t str,
}

impl<'t> Pieces<'t> {
    pub(crate) fn new(format: &'t str) -> Self {
        Self { format, rest: format }
    }

    fn invalid(&self) -> Fault {
        Fault::BadFormat { format: self.format.to_owned() }
    }

    fn text(&mut self) -> Result<Piece, Fault> {
        let mut text = String::new();
        while let Some(brace) = self.rest.find(['{', '}']) {
            let (before, after) = self.rest.split_at(brace);
            text.push_str(before);
            self.rest = after;
            let Some(doubled) = ["{{", "}}"].into_iter().find(|doubled| after.starts_with(doubled)) else {
                break;
            };
            text.push_str(&doubled[1..]);
            self.rest = &after[2..];
        }
        if self.rest.starts_with('}') {
            return Err(self.invalid());
        }
        if !self.rest.starts_with('{') {
            text.push_str(self.rest);
            self.rest = "";
        }
        Ok(Piece::Text(text))
    }

    fn placeholder(&mut self) -> Result<Piece, Fault> {
        let inside = &self.rest[1..];
        let digits = inside.find(|next: char| !next.is_ascii_digit()).ok_or_else(|| self.invalid())?;
        // The product holds an index in a byte.
        let index: u8 = inside[..digits].parse().map_err(|_| self.invalid())?;
        self.rest = &inside[digits..];
        let specifier = if let Some(specifier) = self.rest.strip_prefix(':') {
            self.rest = specifier;
            self.specifier()?
        } else {
            self.rest = self.rest.strip_prefix('}').ok_or_else(|| self.invalid())?;
            String::new()
        };
        Ok(Piece::Placeholder { index: usize::from(index), specifier })
    }

    /// Reads up to the closing brace; a doubled one belongs to the specifier.
    fn specifier(&mut self) -> Result<String, Fault> {
        let mut specifier = String::new();
        loop {
            let brace = self.rest.find('}').ok_or_else(|| self.invalid())?;
            specifier.push_str(&self.rest[..brace]);
            self.rest = &self.rest[brace + 1..];
            let Some(after) = self.rest.strip_prefix('}') else { return Ok(specifier) };
            specifier.push('}');
            self.rest = after;
        }
    }
}

impl Iterator for Pieces<'_> {
    type Item = Result<Piece, Fault>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.rest.is_empty() {
            return None;
        }
        let is_placeholder = self.rest.starts_with('{') && !self.rest.starts_with("{{");
        let piece = if is_placeholder { self.placeholder() } else { self.text() };
        if piece.is_err() {
            self.rest = "";
        }
        Some(piece)
    }
}

/// A value as a placeholder with this specifier shows it.
pub(crate) fn formatted(value: &Value, specifier: &str) -> Result<String, Fault> {
    if specifier.is_empty() {
        return Ok(value.to_text()?.to_string());
    }
    let shown = match value {
        Value::DateTime(moment) => show_moment(*moment, specifier),
        Value::Null
        | Value::Boolean(_)
        | Value::Number(_)
        | Value::String(_)
        | Value::Version(_)
        | Value::Array(_)
        | Value::Object(_) => None,
    };
    shown.ok_or_else(|| Fault::BadFormatSpecifier { specifier: specifier.to_owned(), kind: value.kind() })
}

/// A moment by a date pattern; `None` when the pattern holds anything unknown.
fn show_moment(moment: DateTime, pattern: &str) -> Option<String> {
    let Parts { year, month, day, hour, minute, second, millisecond } = moment.parts();
    let mut shown = String::new();
    let mut rest = pattern;
    while let Some(first) = rest.chars().next() {
        if first == '\\' {
            let escaped = rest[1..].chars().next()?;
            shown.push(escaped);
            rest = &rest[1 + escaped.len_utf8()..];
            continue;
        }
        let length = rest.find(|next| next != first).unwrap_or(rest.len());
        let (run, after) = rest.split_at(length);
        rest = after;
        let part = match run {
            "yyyy" => format!("{year:04}"),
            "yy" => format!("{:02}", year % 100),
            "MM" => format!("{month:02}"),
            "M" => month.to_string(),
            "dd" => format!("{day:02}"),
            "d" => day.to_string(),
            "HH" => format!("{hour:02}"),
            "H" => hour.to_string(),
            "mm" => format!("{minute:02}"),
            "m" => minute.to_string(),
            "ss" => format!("{second:02}"),
            "s" => second.to_string(),
            "f" | "ff" | "fff" | "ffff" | "fffff" | "ffffff" | "fffffff" => {
                let fraction = format!("{millisecond:03}0000");
                fraction.get(..length)?.to_owned()
            }
            "zzz" | "K" => moment.offset(),
            _ if first == ' ' => run.to_owned(),
            _ => return None,
        };
        shown.push_str(&part);
    }
    Some(shown)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces(format: &str) -> Option<Vec<Piece>> {
        Pieces::new(format).collect::<Result<_, _>>().ok()
    }

    #[test]
    fn braces_are_placeholders_and_doubled_ones_are_text() {
        let text = |text: &str| Piece::Text(text.to_owned());
        let placeholder = |index| Piece::Placeholder { index, specifier: String::new() };
        assert_eq!(pieces("a{1}{0}b"), Some(vec![text("a"), placeholder(1), placeholder(0), text("b")]));
        assert_eq!(pieces("{{{0}}}"), Some(vec![text("{"), placeholder(0), text("}")]));
        assert_eq!(pieces("{{0}}"), Some(vec![text("{0}")]));
        let specified = Piece::Placeholder { index: 0, specifier: "H}m".to_owned() };
        assert_eq!(pieces("{0:H}}m}"), Some(vec![specified]));
        assert_eq!(pieces(""), Some(Vec::new()));
        for invalid in ["{", "}", "a}b", "{}", "{ 0}", "{0", "{0:x", "{256}", "{-1}", "{x}"] {
            assert_eq!(pieces(invalid), None, "{invalid:?}");
        }
    }

    #[test]
    fn a_moment_is_shown_by_its_specifiers() {
        let moment = Value::from(DateTime::from_unix_milliseconds(1_249_506_423_040, 60));
        let shown = |specifier| formatted(&moment, specifier).map_err(|fault| fault.to_string());
        assert_eq!(shown("yyyyMMdd").as_deref(), Ok("20090805"));
        assert_eq!(shown("d M yy  H mm s ff zzz").as_deref(), Ok("5 8 09  22 07 3 04 +01:00"));
        assert_eq!(shown("HH\\hmm").as_deref(), Ok("22h07"));
        assert_eq!(
            shown("yyy"),
            Err("The format specifiers 'yyy' are not valid for objects of type 'DateTime'".to_owned())
        );
        assert!(formatted(&Value::from("x"), "yyyy").is_err());
    }
}
