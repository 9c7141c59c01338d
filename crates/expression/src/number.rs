//! Numbers as the product has them: decimal, exact, at most 96 bits of digits.
//!
//! No floating point takes part, so a number reads, compares and prints alike on every machine.

use std::cmp::Ordering;
use std::fmt;

/// The largest digits a number may have: 2⁹⁶ − 1.
const DIGITS_MAX: u128 = (1 << 96) - 1;

/// The most digits a number may have after the point.
const SCALE_MAX: u8 = 28;

/// The most digits shown after the point when a number becomes text.
const SHOWN_SCALE_MAX: u8 = 7;

/// A decimal number of up to 28 or 29 digits.
///
/// Two numbers are equal when their values are: trailing zeros are not kept and zero has no sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Number {
    negative: bool,
    /// Invariant: at most [`DIGITS_MAX`], and not divisible by ten unless `scale` is zero.
    digits: u128,
    /// How many of the digits stand after the point; at most [`SCALE_MAX`].
    scale: u8,
}

/// Which extras a text may carry around and inside the digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Style {
    /// As written in an expression: an optional `-` and a point.
    Literal,
    /// As converted from a string: also `+`, commas between digits and outer blanks.
    Converted,
}

impl Number {
    /// Zero.
    pub const ZERO: Self = Self { negative: false, digits: 0, scale: 0 };
    /// One.
    pub const ONE: Self = Self { negative: false, digits: 1, scale: 0 };

    fn new(negative: bool, mut digits: u128, mut scale: u8) -> Self {
        while scale > 0 && digits.is_multiple_of(10) {
            digits /= 10;
            scale -= 1;
        }
        Self { negative: negative && digits != 0, digits, scale }
    }

    /// Reads a number as an expression may spell it: digits with an optional leading `-` and one point.
    ///
    /// `None` for anything else: exponents, hexadecimal digits, commas, blanks, or a number too large.
    pub fn from_literal(text: &str) -> Option<Self> {
        Self::read(text, Style::Literal)
    }

    /// Reads the number a string converts to: outer blanks, a sign, commas after the first digit and a point
    /// are allowed. `None` when the text is no number or too large a one.
    pub fn from_text(text: &str) -> Option<Self> {
        Self::read(text, Style::Converted)
    }

    fn read(text: &str, style: Style) -> Option<Self> {
        let text = match style {
            Style::Literal => text,
            Style::Converted => text.trim_matches([' ', '\t', '\n', '\u{b}', '\u{c}', '\r']),
        };
        let (negative, text) = match text.as_bytes().first()? {
            b'-' => (true, &text[1..]),
            b'+' if style == Style::Converted => (false, &text[1..]),
            _ => (false, text),
        };
        let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
        let commas_allowed = style == Style::Converted && whole.starts_with(|first: char| first.is_ascii_digit());
        let whole: Vec<u8> = whole.bytes().filter(|&byte| !(commas_allowed && byte == b',')).collect();
        let digits_only = whole.iter().chain(fraction.as_bytes()).all(u8::is_ascii_digit);
        if !digits_only || whole.is_empty() && fraction.is_empty() {
            return None;
        }
        Self::from_digits(negative, &whole, fraction.as_bytes())
    }

    /// Takes as many digits as fit; what is left of the fraction rounds the last one, half to even.
    fn from_digits(negative: bool, whole: &[u8], fraction: &[u8]) -> Option<Self> {
        let mut digits = 0_u128;
        for byte in whole {
            digits = with_digit(digits, *byte)?;
        }
        let mut scale = 0_u8;
        let mut rest = fraction;
        while let Some((&byte, after)) = rest.split_first() {
            let Some(longer) = with_digit(digits, byte).filter(|_| scale < SCALE_MAX) else { break };
            digits = longer;
            scale += 1;
            rest = after;
        }
        if rounds_up(digits, rest) {
            digits += 1;
        }
        if digits > DIGITS_MAX {
            // One digit less; the number just grew past the last one, so the digit given up is a zero or a six.
            scale = scale.checked_sub(1)?;
            digits = digits.div_ceil(10);
        }
        Some(Self::new(negative, digits, scale))
    }

    /// The digits before the point.
    fn whole(self) -> u128 {
        self.digits / 10_u128.pow(u32::from(self.scale))
    }

    /// The digits after the point, padded to [`SCALE_MAX`] of them.
    fn fraction(self) -> u128 {
        let unit = 10_u128.pow(u32::from(self.scale));
        (self.digits % unit) * 10_u128.pow(u32::from(SCALE_MAX - self.scale))
    }

    /// The number rounded down, as a position; `None` when it is negative or beyond any length.
    pub fn to_index(self) -> Option<usize> {
        if self.negative { None } else { usize::try_from(self.whole()).ok() }
    }

    /// The number rounded down to a whole one, at the ends of the range when it lies outside.
    pub fn to_i64(self) -> i64 {
        let magnitude = i64::try_from(self.whole()).unwrap_or(i64::MAX);
        let down = i64::from(self.negative && self.fraction() != 0);
        if self.negative { (-magnitude).saturating_sub(down) } else { magnitude }
    }

    /// True for zero.
    pub fn is_zero(self) -> bool {
        self.digits == 0
    }

    /// All digits, as the number would be written in an expression; [`Display`](fmt::Display) shows at most seven
    /// after the point.
    pub fn to_literal(self) -> String {
        spell(self)
    }
}

/// `digits` with one more digit at the end; `None` when they no longer fit.
fn with_digit(digits: u128, byte: u8) -> Option<u128> {
    Some(digits * 10 + u128::from(byte - b'0')).filter(|&longer| longer <= DIGITS_MAX)
}

fn rounds_up(digits: u128, rest: &[u8]) -> bool {
    match rest.split_first() {
        None => false,
        Some((b'5', after)) => !digits.is_multiple_of(2) || after.iter().any(|&byte| byte != b'0'),
        Some((&first, _)) => first > b'5',
    }
}

fn spell(number: Number) -> String {
    let sign = if number.negative { "-" } else { "" };
    let scale = usize::from(number.scale);
    let digits = format!("{:0>width$}", number.digits, width = scale + 1);
    let (whole, fraction) = digits.split_at(digits.len() - scale);
    let point = if fraction.is_empty() { "" } else { "." };
    format!("{sign}{whole}{point}{fraction}")
}

/// The product's text of a number: at most seven digits after the point, rounded half away from zero.
impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = match self.scale.checked_sub(SHOWN_SCALE_MAX) {
            None | Some(0) => *self,
            Some(excess) => {
                let unit = 10_u128.pow(u32::from(excess));
                let up = u128::from(self.digits % unit >= unit / 2);
                Self::new(self.negative, self.digits / unit + up, SHOWN_SCALE_MAX)
            }
        };
        f.write_str(&spell(shown))
    }
}

impl Ord for Number {
    fn cmp(&self, other: &Self) -> Ordering {
        let magnitudes = (self.whole(), self.fraction()).cmp(&(other.whole(), other.fraction()));
        match (self.negative, other.negative) {
            (false, false) => magnitudes,
            (true, true) => magnitudes.reverse(),
            (false, true) => Ordering::Greater,
            (true, false) => Ordering::Less,
        }
    }
}

impl PartialOrd for Number {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl From<i64> for Number {
    fn from(value: i64) -> Self {
        Self::new(value < 0, u128::from(value.unsigned_abs()), 0)
    }
}

impl From<u64> for Number {
    fn from(value: u64) -> Self {
        Self::new(false, u128::from(value), 0)
    }
}

impl From<bool> for Number {
    fn from(value: bool) -> Self {
        if value { Self::ONE } else { Self::ZERO }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Option<String> {
        Number::from_text(text).map(|number| number.to_string())
    }

    #[test]
    fn a_number_shows_seven_digits_after_the_point_at_most() {
        assert_eq!(shown("0.123456789").as_deref(), Some("0.1234568"));
        assert_eq!(shown("0.12345675").as_deref(), Some("0.1234568"));
        assert_eq!(shown("-0.00000005").as_deref(), Some("-0.0000001"));
        assert_eq!(shown("0.00000001").as_deref(), Some("0"));
        assert_eq!(shown("1.0").as_deref(), Some("1"));
        assert_eq!(shown("1000000").as_deref(), Some("1000000"));
        assert_eq!(shown("45700000000000000000000000000").as_deref(), Some("45700000000000000000000000000"));
    }

    #[test]
    fn a_string_may_hold_commas_a_sign_and_outer_blanks_and_a_literal_may_not() {
        assert_eq!(shown(" +1,000.5\t").as_deref(), Some("1000.5"));
        assert_eq!(shown("-.5").as_deref(), Some("-0.5"));
        assert_eq!(shown("1.").as_deref(), Some("1"));
        for no_number in ["", " ", "-", ".", "- 1", ",1", "1.000,5", "1e3", "0x1F", "1.2.3", "--1", "１"] {
            assert_eq!(shown(no_number), None, "{no_number:?}");
        }
        for no_literal in ["+1", "1,000", " 1"] {
            assert_eq!(Number::from_literal(no_literal), None, "{no_literal:?}");
        }
    }

    #[test]
    fn digits_beyond_the_ninety_six_bits_are_rounded_after_the_point_and_refused_before_it() {
        let largest = "79228162514264337593543950335";
        assert_eq!(shown(largest).as_deref(), Some(largest));
        assert_eq!(shown("79228162514264337593543950336"), None);
        assert_eq!(shown(&format!("{largest}.5")), None);
        assert_eq!(shown("7922816251426433759354395033.55").as_deref(), Some("7922816251426433759354395034"));
        assert_eq!(shown("7.99999999999999999999999999999").as_deref(), Some("8"));
    }

    #[test]
    fn rounding_down_goes_towards_minus_infinity() {
        let floor = |text| Number::from_text(text).expect("a number").to_i64();
        assert_eq!((floor("1.9"), floor("-1.1"), floor("-2"), floor("-0.1")), (1, -2, -2, -1));
        assert_eq!(Number::from(i64::MIN).to_i64(), i64::MIN + 1, "the far end is cut, which no index reaches");
    }

    #[test]
    fn comparing_looks_at_the_value_not_at_the_spelling() {
        let number = |text| Number::from_literal(text).expect("a number");
        assert_eq!(number("1.10"), number("1.1"));
        assert_eq!(number("-0"), number("0"));
        assert!(number("1.10") < number("1.9"));
        assert!(number("-2") < number("-1.5"));
        assert!(number("0.0000000000000000000000000001") > Number::ZERO);
    }
}
