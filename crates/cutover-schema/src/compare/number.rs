//! Exact arithmetic on the numbers that JSON documents carry.

use std::cmp::Ordering;

use serde_json::Number;

/// The number, if it is whole and small enough to be exact.
pub(crate) fn whole(number: &Number) -> Option<i128> {
    if let Some(number) = number.as_i128() {
        return Some(number);
    }
    let float = number.as_f64()?;
    #[expect(
        clippy::cast_possible_truncation,
        reason = "whole, and far inside the range of i128"
    )]
    (float.fract() == 0.0 && float.abs() < 1e36).then_some(float as i128)
}

/// The JSON number for a whole one; none when no double is exactly that.
pub(crate) fn from_whole(whole: i128) -> Option<Number> {
    if let Ok(number) = i64::try_from(whole) {
        return Some(number.into());
    }
    if let Ok(number) = u64::try_from(whole) {
        return Some(number.into());
    }
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        reason = "the loss is what is looked for"
    )]
    let (float, back) = (whole as f64, (whole as f64) as i128);
    (back == whole).then(|| Number::from_f64(float)).flatten()
}

/// Whether a number of whatever size is whole.
pub(crate) fn is_whole(number: &Number) -> bool {
    number.as_i128().is_some() || number.as_f64().is_some_and(|float| float.fract() == 0.0)
}

/// The exact order of two numbers.
pub(crate) fn compare(left: &Number, right: &Number) -> Ordering {
    match (whole(left), whole(right)) {
        (Some(left), Some(right)) => left.cmp(&right),
        (Some(left), None) => float_to_whole(float(right), left).reverse(),
        (None, Some(right)) => float_to_whole(float(left), right),
        (None, None) => float(left).total_cmp(&float(right)),
    }
}

/// A fraction or a giant against a whole number.
fn float_to_whole(float: f64, whole: i128) -> Ordering {
    if float.abs() >= 1e36 {
        return if float > 0.0 {
            Ordering::Greater
        } else {
            Ordering::Less
        };
    }
    #[expect(clippy::cast_possible_truncation, reason = "inside the range of i128")]
    let floor = float.floor() as i128;
    if floor < whole {
        Ordering::Less
    } else {
        Ordering::Greater
    }
}

pub(crate) fn float(number: &Number) -> f64 {
    number.as_f64().unwrap_or(0.0)
}

/// A number as the decimal it is written as: `mantissa / 10^places`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Decimal {
    pub(crate) mantissa: i128,
    pub(crate) places: u32,
}

impl Decimal {
    /// None for what is too large or too fine for exact arithmetic.
    pub(crate) fn new(number: &Number) -> Option<Self> {
        if let Some(whole) = whole(number) {
            return Some(Self {
                mantissa: whole,
                places: 0,
            });
        }
        let text = number.to_string();
        let (digits, exponent) = match text.split_once(['e', 'E']) {
            Some((digits, exponent)) => (digits, exponent.parse::<i32>().ok()?),
            None => (text.as_str(), 0),
        };
        let (before, after) = digits.split_once('.').unwrap_or((digits, ""));
        let mantissa: i128 = format!("{before}{after}").parse().ok()?;
        let places = i32::try_from(after.len()).ok()?.checked_sub(exponent)?;
        match u32::try_from(places) {
            Ok(places) if places <= 30 => Some(Self { mantissa, places }),
            Ok(_) => None,
            Err(_) => {
                let factor = 10_i128.checked_pow(places.unsigned_abs())?;
                Some(Self {
                    mantissa: mantissa.checked_mul(factor)?,
                    places: 0,
                })
            }
        }
    }

    /// The mantissa at `places` decimal places, of which there are at least as many as this has.
    pub(crate) fn at(self, places: u32) -> Option<i128> {
        self.mantissa
            .checked_mul(10_i128.checked_pow(places.checked_sub(self.places)?)?)
    }

    /// The double nearest to `mantissa / 10^places`, as a JSON number.
    pub(crate) fn number(self) -> Option<Number> {
        let scale = 10_i128.checked_pow(self.places)?;
        if self.mantissa.checked_rem(scale)? == 0 {
            return from_whole(self.mantissa.checked_div(scale)?);
        }
        format!("{}e-{}", self.mantissa, self.places)
            .parse::<f64>()
            .ok()
            .and_then(Number::from_f64)
    }
}

/// Whether `number` is a multiple of `step`, in decimals; none when it cannot be told.
pub(crate) fn is_multiple(number: &Number, step: &Number) -> Option<bool> {
    let (number, step) = (Decimal::new(number)?, Decimal::new(step)?);
    let places = number.places.max(step.places);
    Some(number.at(places)?.checked_rem(step.at(places)?)? == 0)
}

pub(crate) fn least_common_multiple(left: i128, right: i128) -> Option<i128> {
    let (mut a, mut b) = (left.checked_abs()?, right.checked_abs()?);
    while b != 0 {
        (a, b) = (b, a.checked_rem(b)?);
    }
    left.checked_div(a)?.checked_mul(right)?.checked_abs()
}

#[cfg(test)]
mod tests {
    use std::cmp::Ordering::{Equal, Greater, Less};

    use super::{Decimal, compare, is_multiple};
    use serde_json::{Number, from_str};

    fn number(text: &str) -> Number {
        from_str(text).unwrap()
    }

    #[test]
    fn order_is_exact_where_doubles_are_not() {
        for (left, right, order) in [
            ("1", "1.0", Equal),
            ("9007199254740993", "9007199254740992.0", Greater),
            ("0.5", "0", Greater),
            ("-0.5", "0", Less),
            ("0.5", "1", Less),
            ("1e300", "18446744073709551615", Greater),
            ("-1e300", "-9223372036854775808", Less),
            ("1e300", "1e301", Less),
        ] {
            assert_eq!(compare(&number(left), &number(right)), order, "{left} {right}");
        }
    }

    #[test]
    fn multiples_are_counted_in_decimals() {
        for (value, step, expected) in [
            ("0.07", "0.01", true),
            ("19.99", "0.01", true),
            ("0.075", "0.01", false),
            ("1e2", "0.5", true),
        ] {
            assert_eq!(
                is_multiple(&number(value), &number(step)),
                Some(expected),
                "{value} {step}"
            );
        }
        assert_eq!(is_multiple(&number("1e300"), &number("0.1")), None);
        assert_eq!(
            Decimal {
                mantissa: 7,
                places: 2
            }
            .number(),
            Some(number("0.07"))
        );
    }
}
