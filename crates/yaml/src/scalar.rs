//! What unquoted text means, by the core schema of YAML 1.2.

use crate::{Value, decimal};

/// The value of an unquoted scalar; `None` when it is text.
pub(crate) fn resolve(text: &str) -> Option<Value> {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => Some(Value::Null),
        "true" | "True" | "TRUE" => Some(Value::Bool(true)),
        "false" | "False" | "FALSE" => Some(Value::Bool(false)),
        _ => number(text),
    }
}

/// The number an unquoted scalar is, if it is one.
pub(crate) fn number(text: &str) -> Option<Value> {
    match whole_number(text).map(i64::try_from) {
        Some(Ok(value)) => Some(Value::Int(value)),
        // What does not fit is kept as near as a float comes; its text is kept beside it.
        Some(Err(_)) | None => float(text).map(Value::Float),
    }
}

/// The whole number that a text is: decimal, `0x…` or `0o…`.
pub(crate) fn whole_number(text: &str) -> Option<i128> {
    let (digits, radix) = match text.get(..2) {
        Some("0x") => (&text[2..], 16),
        Some("0o") => (&text[2..], 8),
        _ => (text, 10),
    };
    let unsigned = if radix == 10 { digits.strip_prefix(['+', '-']).unwrap_or(digits) } else { digits };
    let all_digits = !unsigned.is_empty() && unsigned.chars().all(|digit| digit.is_digit(radix));
    all_digits.then(|| i128::from_str_radix(digits, radix).ok()).flatten()
}

fn float(text: &str) -> Option<f64> {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    match unsigned {
        ".nan" | ".NaN" | ".NAN" if unsigned == text => return Some(f64::NAN),
        ".inf" | ".Inf" | ".INF" => {
            return Some(if text.starts_with('-') { f64::NEG_INFINITY } else { f64::INFINITY });
        }
        _ => {}
    }
    decimal::parse(text)
}

/// True for the words that meant `true` or `false` in YAML 1.1 and are text today.
pub(crate) fn is_old_boolean(text: &str) -> bool {
    ["yes", "no", "on", "off", "y", "n"].iter().any(|word| text.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_words_and_numbers_of_the_core_schema_are_not_text() {
        for text in [
            "yes",
            "on",
            "No",
            "nULL",
            "1.2.3",
            "20260302.4.1",
            "infinity",
            "nan",
            "0b1",
            "1_000",
            "-",
            "+",
            ".",
            "..1",
            "1e",
            "0x",
            "0xg",
            "- 1",
            "-.nan",
            "1 2",
            "e3",
            "-0x1",
        ] {
            assert_eq!(resolve(text), None, "{text}");
        }
        assert_eq!(resolve("0o17"), Some(Value::Int(15)));
        assert_eq!(resolve("0xfF"), Some(Value::Int(255)));
        assert_eq!(resolve("-12"), Some(Value::Int(-12)));
        assert_eq!(resolve("+12"), Some(Value::Int(12)));
        assert_eq!(resolve("1.10"), Some(Value::Float(1.1)));
        assert_eq!(resolve("-.5e3"), Some(Value::Float(-500.0)));
        assert_eq!(resolve("1."), Some(Value::Float(1.0)));
        assert_eq!(resolve("-.inf"), Some(Value::Float(f64::NEG_INFINITY)));
        assert_eq!(resolve("~"), Some(Value::Null));
        assert_eq!(whole_number("18446744073709551615"), Some(i128::from(u64::MAX)));
        assert_eq!(number("9223372036854775808"), Some(Value::Float(9_223_372_036_854_775_808.0)));
    }
}
