use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, SecondsFormat, Timelike, Utc};

use crate::wire::{InvalidValue, wire_parsed, wire_schema};

/// An instant in UTC with microseconds: the only time there is here.
///
/// Written as RFC 3339 with exactly six digits and `Z`, so that the texts sort as the instants do. Any RFC 3339 text
/// is read; finer digits are cut off, a leap second counts as the first moment of the next minute.
///
/// ```
/// use cutover_model::Timestamp;
///
/// let at: Timestamp = "2026-02-05T13:00:00.25+01:00".parse()?;
/// assert_eq!(at.to_string(), "2026-02-05T12:00:00.250000Z");
/// # Ok::<(), cutover_model::wire::InvalidValue>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(i64);

const WHAT: &str = "a timestamp";
const ALLOWED: &str = "RFC 3339, such as 2026-02-05T12:00:00Z, in the years 0001 to 9999";

impl Timestamp {
    /// The start of the first year that RFC 3339 can write, `0001-01-01T00:00:00Z`.
    pub const MIN: Self = Self(-62_135_596_800_000_000);
    /// The last microsecond of the year 9999.
    pub const MAX: Self = Self(253_402_300_799_999_999);
    /// `1970-01-01T00:00:00Z`.
    pub const UNIX_EPOCH: Self = Self(0);

    /// From microseconds since the Unix epoch.
    pub fn from_unix_micros(micros: i64) -> Result<Self, InvalidValue> {
        if (Self::MIN.0..=Self::MAX.0).contains(&micros) {
            Ok(Self(micros))
        } else {
            Err(InvalidValue::new(
                WHAT,
                &micros.to_string(),
                "microseconds within the years 0001 to 9999",
            ))
        }
    }

    /// Microseconds since the Unix epoch.
    pub const fn unix_micros(self) -> i64 {
        self.0
    }

    /// This instant moved by some microseconds, held within [`Timestamp::MIN`] and [`Timestamp::MAX`].
    pub fn plus_micros(self, micros: i64) -> Self {
        Self(self.0.saturating_add(micros)).clamp(Self::MIN, Self::MAX)
    }

    /// Microseconds from `earlier` to this instant; negative when it is later.
    pub const fn micros_since(self, earlier: Self) -> i64 {
        // Both lie within 10,000 years, which i64 microseconds hold thirty times over.
        self.0 - earlier.0
    }
}

impl TryFrom<DateTime<Utc>> for Timestamp {
    type Error = InvalidValue;

    fn try_from(at: DateTime<Utc>) -> Result<Self, InvalidValue> {
        Self::from_unix_micros(at.timestamp_micros())
    }
}

impl From<Timestamp> for DateTime<Utc> {
    fn from(at: Timestamp) -> Self {
        // Every `Timestamp` lies within what chrono can express.
        Self::from_timestamp_micros(at.0).unwrap_or_default()
    }
}

impl TryFrom<&str> for Timestamp {
    type Error = InvalidValue;

    fn try_from(text: &str) -> Result<Self, InvalidValue> {
        let invalid = || InvalidValue::new(WHAT, text, ALLOWED);
        // chrono also takes a space where RFC 3339 wants its 'T', and a typographic minus.
        if !text.is_ascii() || !matches!(text.as_bytes().get(10), Some(b'T' | b't')) {
            return Err(invalid());
        }
        let at = DateTime::parse_from_rfc3339(text)
            .map_err(|_| invalid())?
            .to_utc();
        // It takes a second 60 in every minute; leap seconds end a day.
        let leap = at.timestamp_subsec_nanos() >= 1_000_000_000;
        if leap && (at.hour(), at.minute()) != (23, 59) {
            return Err(invalid());
        }
        Self::try_from(at).map_err(|_| invalid())
    }
}

impl FromStr for Timestamp {
    type Err = InvalidValue;

    fn from_str(text: &str) -> Result<Self, InvalidValue> {
        Self::try_from(text)
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&DateTime::<Utc>::from(*self).to_rfc3339_opts(SecondsFormat::Micros, true))
    }
}

impl fmt::Debug for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Timestamp({self})")
    }
}

impl serde::Serialize for Timestamp {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

wire_parsed!(Timestamp, "a timestamp");
wire_schema!(Timestamp, "an instant, RFC 3339", { "type": "string", "format": "date-time" });
