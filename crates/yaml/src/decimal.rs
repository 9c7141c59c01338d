//! Decimal text to floating point and back, exactly.
//!
//! The standard library does this faster, with tables of powers of ten that weigh 12 kB each way in the web page, where
//! a number with a fraction is read once in a blue moon.

use std::fmt::Write as _;

/// The least whole number that 64-bit floats hold only in steps of two.
const EXACT_END: u64 = 1 << 53;
/// Exponent of the smallest steps between floats.
const EXPONENT_MIN: i32 = -1074;
/// More digits than this cannot change which float is nearest, if it is known whether any of them is not zero.
const DIGITS_MAX: usize = 800;
/// Powers of two by which a decimal is multiplied or divided at once, such that 64 bits have room for it.
const STEP_MAX: i32 = 40;

/// The float nearest to a number such as `-0.5`, `1.`, `.5` or `12e3`; `None` when the text is no such number.
pub(crate) fn parse(text: &str) -> Option<f64> {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, parse_exponent(exponent)?),
        None => (unsigned, 0),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    if whole.is_empty() && fraction.is_empty() || !(whole.bytes().chain(fraction.bytes())).all(|c| c.is_ascii_digit()) {
        return None;
    }
    let decimal = Decimal::of(whole, fraction, exponent);
    let magnitude = decimal.nearest();
    Some(if text.starts_with('-') { -magnitude } else { magnitude })
}

/// An exponent far beyond what floats hold stands for all that lie further out.
fn parse_exponent(text: &str) -> Option<i32> {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|c| c.is_ascii_digit()) {
        return None;
    }
    let magnitude = digits.parse().unwrap_or(i32::MAX / 4).min(i32::MAX / 4);
    Some(if text.starts_with('-') { -magnitude } else { magnitude })
}

/// A number with as few digits as name it among all floats, without an exponent: `0.1`, `500`; `.inf` and `.nan` in
/// the words of YAML.
pub(crate) fn print(value: f64) -> String {
    if !value.is_finite() {
        return (if value.is_nan() {
            ".nan"
        } else if value > 0.0 {
            ".inf"
        } else {
            "-.inf"
        })
        .to_owned();
    }
    let exact = Decimal::exactly(value.abs());
    let candidates = (1..=17).map(|digits| exact.rounded(digits).to_string());
    let shortest = candidates.into_iter().find(|text| parse(text) == Some(value.abs()));
    let sign = if value.is_sign_negative() { "-" } else { "" };
    format!("{sign}{}", shortest.unwrap_or_else(|| exact.to_string()))
}

/// A number at or above zero: `0.d₁d₂d₃… × 10^point`, without zeros at either end.
#[derive(Debug, Clone)]
struct Decimal {
    digits: Vec<u8>,
    point: i32,
}

impl Decimal {
    fn of(whole: &str, fraction: &str, exponent: i32) -> Self {
        let point = i32::try_from(whole.len()).unwrap_or(i32::MAX / 4).saturating_add(exponent);
        let mut digits: Vec<u8> = whole.bytes().chain(fraction.bytes()).map(|digit| digit - b'0').collect();
        let zeros = digits.iter().take_while(|digit| **digit == 0).count();
        digits.drain(..zeros);
        if digits.len() > DIGITS_MAX && digits[DIGITS_MAX..].iter().any(|digit| *digit != 0) {
            digits[DIGITS_MAX] = 1;
            digits.truncate(DIGITS_MAX + 1);
        }
        let mut decimal = Self { digits, point: point.saturating_sub(i32::try_from(zeros).unwrap_or(i32::MAX / 4)) };
        decimal.trim();
        decimal
    }

    /// All digits of a finite float.
    fn exactly(value: f64) -> Self {
        let bits = value.to_bits();
        let (exponent, fraction) = (i32::try_from(bits >> 52 & 0x7ff).unwrap_or_default(), bits & ((1 << 52) - 1));
        let (whole, mut steps) = match exponent {
            0 => (fraction, EXPONENT_MIN),
            _ => (fraction | 1 << 52, EXPONENT_MIN + exponent - 1),
        };
        let mut decimal = Self::of(&whole.to_string(), "", 0);
        while steps != 0 {
            let step = steps.clamp(-STEP_MAX, STEP_MAX);
            decimal.shift(step);
            steps -= step;
        }
        decimal
    }

    fn trim(&mut self) {
        while self.digits.last() == Some(&0) {
            self.digits.pop();
        }
    }

    /// Multiplies by a power of two, from -[`STEP_MAX`] to [`STEP_MAX`].
    fn shift(&mut self, power: i32) {
        if power < 0 {
            self.divide(power.unsigned_abs());
        } else {
            self.multiply(power.unsigned_abs());
        }
        self.trim();
    }

    fn multiply(&mut self, power: u32) {
        let mut carry = 0;
        let digit = |value: u64| u8::try_from(value % 10).unwrap_or_default();
        for place in self.digits.iter_mut().rev() {
            carry += u64::from(*place) << power;
            *place = digit(carry);
            carry /= 10;
        }
        let mut front = Vec::new();
        while carry > 0 {
            front.push(digit(carry));
            carry /= 10;
            self.point += 1;
        }
        self.digits.splice(0..0, front.into_iter().rev());
    }

    fn divide(&mut self, power: u32) {
        let mut rest = 0;
        let mut places = std::mem::take(&mut self.digits).into_iter();
        loop {
            let place = places.next();
            if place.is_none() && rest == 0 {
                return;
            }
            rest = rest * 10 + u64::from(place.unwrap_or(0));
            let digit = u8::try_from(rest >> power).unwrap_or_default();
            rest &= (1 << power) - 1;
            if digit == 0 && self.digits.is_empty() {
                self.point -= 1;
            } else {
                self.digits.push(digit);
            }
        }
    }

    /// The digits in front of the point, for numbers below 10^18; those above are 10^18.
    fn whole(&self) -> u64 {
        let Ok(places) = usize::try_from(self.point) else { return 0 };
        if places > 18 {
            return 1_000_000_000_000_000_000;
        }
        let digits = self.digits.iter().copied().chain(std::iter::repeat(0));
        digits.take(places).fold(0, |whole, digit| whole * 10 + u64::from(digit))
    }

    /// The nearest float; of two, the even one.
    fn nearest(mut self) -> f64 {
        const POINT_MAX: i32 = 310;
        const POINT_MIN: i32 = -330;
        if self.digits.is_empty() || self.point < POINT_MIN {
            return 0.0;
        }
        if self.point > POINT_MAX {
            return f64::INFINITY;
        }
        // Brought to a whole number of 53 bits, times a power of two.
        let mut exponent = 0;
        while self.whole() >= EXACT_END {
            // Each digit in front of the 17 that are needed is worth three powers of two and more.
            let power = (3 * (self.point - 17)).clamp(1, STEP_MAX);
            self.shift(-power);
            exponent += power;
        }
        while self.whole() < EXACT_END / 2 && exponent > EXPONENT_MIN {
            let power = (3 * (15 - self.point)).clamp(1, STEP_MAX).min(exponent - EXPONENT_MIN);
            self.shift(power);
            exponent -= power;
        }
        let mut whole = self.whole();
        let fraction = usize::try_from(self.point)
            .map_or(&self.digits[..], |places| self.digits.get(places..).unwrap_or_default());
        let first = if self.point < 0 { 0 } else { fraction.first().copied().unwrap_or(0) };
        let is_half = first == 5 && fraction.len() == 1;
        if first > 5 || first == 5 && !is_half || is_half && whole % 2 == 1 {
            whole += 1;
        }
        // What is below 2^52 is one of the smallest steps; what rounding took to 2^53 carries into the exponent.
        let Some(mantissa) = whole.checked_sub(EXACT_END / 2) else { return f64::from_bits(whole) };
        let biased = u64::try_from(exponent - EXPONENT_MIN + 1).unwrap_or_default();
        if biased >= 0x7ff { f64::INFINITY } else { f64::from_bits((biased << 52) + mantissa) }
    }

    /// The nearest number with so many digits.
    fn rounded(&self, count: usize) -> Self {
        let mut rounded = self.clone();
        let up = rounded.digits.get(count).is_some_and(|digit| *digit >= 5);
        rounded.digits.truncate(count);
        if up {
            let kept = rounded.digits.iter().rposition(|digit| *digit < 9);
            rounded.digits.truncate(kept.map_or(0, |last| last + 1));
            if let Some(last) = rounded.digits.last_mut() {
                *last += 1;
            } else {
                rounded.digits.push(1);
                rounded.point += 1;
            }
        }
        rounded.trim();
        rounded
    }
}

impl std::fmt::Display for Decimal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let places = usize::try_from(self.point).unwrap_or(0);
        if places == 0 || self.digits.is_empty() {
            f.write_char('0')?;
        }
        for digit in self.digits.iter().copied().chain(std::iter::repeat(0)).take(if self.digits.is_empty() {
            0
        } else {
            places
        }) {
            f.write_char(char::from(b'0' + digit))?;
        }
        let fraction = self.digits.get(places..).unwrap_or_default();
        if !fraction.is_empty() {
            f.write_char('.')?;
            for _ in self.point..0 {
                f.write_char('0')?;
            }
            fraction.iter().try_for_each(|digit| f.write_char(char::from(b'0' + digit)))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn numbers_are_read_as_the_standard_library_reads_them() {
        for text in [
            "0",
            "-0",
            "1",
            "1.",
            ".5",
            "+1.10",
            "0.1",
            "0.3",
            "123456789012345678901234567890",
            "9007199254740993",
            "9007199254740992.5",
            "9007199254740995",
            "1e22",
            "1e23",
            "8.5e-300",
            "4.9e-324",
            "2.4703282292062327e-324",
            "2.4703282292062328e-324",
            "2.2250738585072011e-308",
            "2.2250738585072014e-308",
            "1.7976931348623157e308",
            "1.7976931348623159e308",
            "1e309",
            "1e-400",
            "1e999999999999",
            "0e999999999999",
            "00012.500",
        ] {
            assert_eq!(parse(text).map(f64::to_bits), text.parse().ok().map(f64::to_bits), "{text}");
        }
        let long = format!("9007199254740993.{}1", "0".repeat(2_000));
        assert_eq!(parse(&long), Some(9_007_199_254_740_994.0));
        for text in ["", ".", "-", "1e", "e5", "1.2.3", "1_000", "0x1", "inf", "nan", "1 ", "--1", "1e1.5", "٣"] {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    #[test]
    fn numbers_are_written_with_as_few_digits_as_they_need() {
        for (value, text) in [
            (0.1, "0.1"),
            (500.0, "500"),
            (-1.5, "-1.5"),
            (0.0, "0"),
            (-0.0, "-0"),
            (1e21, "1000000000000000000000"),
            (0.000_25, "0.00025"),
            (9.5, "9.5"),
            (99.99, "99.99"),
            (0.1 + 0.2, "0.30000000000000004"),
        ] {
            assert_eq!(print(value), text);
        }
    }

    proptest! {
        #[test]
        fn any_float_comes_back_from_its_text(bits: u64) {
            let value = f64::from_bits(bits);
            prop_assume!(value.is_finite());
            prop_assert_eq!(parse(&format!("{value:e}")).map(f64::to_bits), Some(bits));
            prop_assert_eq!(print(value).parse::<f64>().map(f64::to_bits), Ok(bits));
        }

        #[test]
        fn any_decimal_is_the_float_it_is_for_the_standard_library(text in "-?[0-9]{0,25}\\.?[0-9]{0,25}(e-?[0-9]{1,3})?") {
            let expected = text.parse::<f64>().ok().map(f64::to_bits);
            prop_assert_eq!(parse(&text).map(f64::to_bits), expected);
        }
    }
}
