//! The values that documents are made of. Read, they are kept as they were written, and the rules say what is wrong
//! with them; made here, they are right from the start.

use std::fmt;

use cutover_model::Timestamp;
use cutover_model::wire::InvalidValue;
use serde::de::{Deserialize, Deserializer, Error, Visitor};
use serde::{Serialize, Serializer};

use crate::canonical::MAX_INTEGER;
use crate::rfc3339::Rfc3339;
use crate::shape::{Node, Shape};
use crate::strict::may_be_rounded;

/// How many of something, as it was written: a whole number.
///
/// One made here lies between 0 and 2^53 - 1. One that was read may not; the rules find it.
///
/// ```
/// use cutover_contract::Count;
///
/// assert_eq!(Count::from(12).get(), 12);
/// assert_eq!(serde_json::from_str::<Count>("12.0").unwrap(), Count::from(12));
/// assert!(!serde_json::from_str::<Count>("-1").unwrap().is_sound());
/// assert!(serde_json::from_str::<Count>("1.5").is_err());
/// assert!(Count::try_from(u64::MAX).is_err());
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Count(i64);

impl Count {
    /// The number.
    pub const fn get(self) -> i64 {
        self.0
    }

    /// Whether it lies between 0 and 2^53 - 1.
    pub const fn is_sound(self) -> bool {
        0 <= self.0 && self.0 <= MAX_INTEGER
    }

    /// A whole number that is written with a fraction or an exponent (`2.0`, `1e2`) is one all the same.
    fn from_float(value: f64) -> Option<Self> {
        #[expect(
            clippy::cast_possible_truncation,
            reason = "whole, and within the bounds of i64"
        )]
        (value.fract() == 0.0 && !may_be_rounded(value)).then_some(Self(value as i64))
    }
}

impl From<u32> for Count {
    fn from(count: u32) -> Self {
        Self(count.into())
    }
}

impl TryFrom<u64> for Count {
    type Error = InvalidValue;

    fn try_from(count: u64) -> Result<Self, InvalidValue> {
        match i64::try_from(count) {
            Ok(whole) if Self(whole).is_sound() => Ok(Self(whole)),
            _ => Err(InvalidValue::new(
                "a count",
                &count.to_string(),
                format!("at most {MAX_INTEGER}"),
            )),
        }
    }
}

const COUNT: &str = "a whole number";

impl Serialize for Count {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_i64(self.0)
    }
}

impl<'de> Deserialize<'de> for Count {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Whole;

        impl Visitor<'_> for Whole {
            type Value = Count;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(COUNT)
            }

            fn visit_u64<E: Error>(self, value: u64) -> Result<Count, E> {
                value.try_into().map(Count).map_err(E::custom)
            }

            fn visit_i64<E>(self, value: i64) -> Result<Count, E> {
                Ok(Count(value))
            }

            fn visit_f64<E: Error>(self, value: f64) -> Result<Count, E> {
                Count::from_float(value).ok_or_else(|| E::custom(format_args!("{value} is not {COUNT}")))
            }
        }

        deserializer.deserialize_i64(Whole)
    }
}

impl Shape for Count {
    fn shape(node: Node<'_, '_>) -> Option<Self> {
        node.number(COUNT, |text| match text.parse() {
            Ok(whole) => Some(Self(whole)),
            Err(_) => text.parse().ok().and_then(Self::from_float),
        })
    }
}

impl schemars::JsonSchema for Count {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Count".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "integer", "minimum": 0, "maximum": MAX_INTEGER, "examples": [12] })
    }
}

/// A share of a hundred, as it was written. The rules say whether it lies between 0 and 100.
///
/// ```
/// use cutover_contract::Percentage;
///
/// let coverage = Percentage::new(85.0)?;
/// assert_eq!(serde_json::to_string(&coverage).unwrap(), "85");
/// assert!(Percentage::new(101.0).is_err());
/// assert!(!serde_json::from_str::<Percentage>("101").unwrap().is_sound());
/// # Ok::<(), cutover_model::wire::InvalidValue>(())
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, PartialOrd)]
pub struct Percentage(f64);

impl Percentage {
    /// Checks a number.
    pub fn new(value: f64) -> Result<Self, InvalidValue> {
        if Self(value).is_sound() {
            Ok(Self(value))
        } else {
            Err(InvalidValue::new(
                "a percentage",
                &value.to_string(),
                "a number from 0 to 100",
            ))
        }
    }

    /// The number.
    pub const fn get(self) -> f64 {
        self.0
    }

    /// Whether it lies between 0 and 100.
    pub fn is_sound(self) -> bool {
        (0.0..=100.0).contains(&self.0)
    }

    /// The whole number that this is, if it is one.
    fn whole(self) -> Option<i64> {
        Count::from_float(self.0).map(Count::get)
    }
}

const NUMBER: &str = "a number that a double holds exactly";

/// `85`, not `85.0`: a whole number is written as its writers write it.
impl Serialize for Percentage {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.whole() {
            Some(whole) => serializer.serialize_i64(whole),
            None => serializer.serialize_f64(self.0),
        }
    }
}

impl<'de> Deserialize<'de> for Percentage {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Number;

        impl Visitor<'_> for Number {
            type Value = Percentage;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(NUMBER)
            }

            fn visit_u64<E: Error>(self, value: u64) -> Result<Percentage, E> {
                i64::try_from(value)
                    .map_err(E::custom)
                    .and_then(|value| self.visit_i64(value))
            }

            fn visit_i64<E: Error>(self, value: i64) -> Result<Percentage, E> {
                if (-MAX_INTEGER..=MAX_INTEGER).contains(&value) {
                    #[expect(clippy::cast_precision_loss, reason = "at most 2^53 - 1")]
                    Ok(Percentage(value as f64))
                } else {
                    Err(E::custom(format_args!("{value} would be rounded")))
                }
            }

            fn visit_f64<E: Error>(self, value: f64) -> Result<Percentage, E> {
                if may_be_rounded(value) {
                    return Err(E::custom(format_args!("{value} may be rounded")));
                }
                Ok(Percentage(value))
            }
        }

        deserializer.deserialize_f64(Number)
    }
}

impl Shape for Percentage {
    fn shape(node: Node<'_, '_>) -> Option<Self> {
        node.number(NUMBER, |text| {
            let rounded = text
                .parse()
                .is_ok_and(|whole: i64| !(-MAX_INTEGER..=MAX_INTEGER).contains(&whole));
            text.parse()
                .ok()
                .filter(|value: &f64| value.is_finite() && !rounded)
                .map(Self)
        })
    }
}

impl schemars::JsonSchema for Percentage {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Percentage".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "number", "minimum": 0, "maximum": 100, "examples": [87.5] })
    }
}

/// An instant, as it was written. The rules say whether it is RFC 3339.
///
/// ```
/// use cutover_contract::WrittenTime;
/// use cutover_model::Timestamp;
///
/// assert_eq!(WrittenTime::from(Timestamp::UNIX_EPOCH).as_str(), "1970-01-01T00:00:00.000000Z");
/// let read = |text| serde_json::from_str::<WrittenTime>(text).unwrap();
/// assert!(read(r#""2026-02-05T12:00:00.25+01:00""#).is_sound());
/// assert!(!read(r#""yesterday""#).is_sound());
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct WrittenTime(String);

impl WrittenTime {
    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it is RFC 3339.
    pub fn is_sound(&self) -> bool {
        Rfc3339::parse(&self.0).is_some()
    }

    /// Whether it has digits beyond the microsecond.
    pub(crate) fn is_too_fine(&self) -> bool {
        Rfc3339::parse(&self.0).is_some_and(|time| time.fraction.len() > Rfc3339::MICROSECONDS)
    }
}

impl From<Timestamp> for WrittenTime {
    fn from(at: Timestamp) -> Self {
        Self(at.to_string())
    }
}

impl fmt::Display for WrittenTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl Serialize for WrittenTime {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for WrittenTime {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self)
    }
}

impl Shape for WrittenTime {
    fn shape(node: Node<'_, '_>) -> Option<Self> {
        String::shape(node).map(Self)
    }
}

impl schemars::JsonSchema for WrittenTime {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        "WrittenTime".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "string",
            "format": "date-time",
            "examples": ["2026-02-05T12:00:00.000000Z"],
        })
    }
}
