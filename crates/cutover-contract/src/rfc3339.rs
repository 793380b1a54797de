//! Is this text an instant by RFC 3339? It is asked of every document that is read, and the text is kept, so nothing
//! is computed that the question does not need.

use std::ops::Range;

/// What is told about a text that is one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Rfc3339 {
    /// Where the digits of the fraction of a second stand; empty when there are none.
    pub(crate) fraction: Range<usize>,
}

/// How many bytes stand before the fraction: `2026-02-05T12:00:00`.
const WHOLE: usize = 19;

impl Rfc3339 {
    /// How many digits a fraction of microseconds has.
    pub(crate) const MICROSECONDS: usize = 6;

    pub(crate) fn parse(text: &str) -> Option<Self> {
        let (whole, rest) = text.as_bytes().split_first_chunk::<WHOLE>()?;
        let [
            y1,
            y2,
            y3,
            y4,
            b'-',
            m1,
            m2,
            b'-',
            d1,
            d2,
            b'T' | b't',
            h1,
            h2,
            b':',
            n1,
            n2,
            b':',
            s1,
            s2,
        ] = whole
        else {
            return None;
        };
        let year = number(*y1, *y2)? * 100 + number(*y3, *y4)?;
        let (month, day) = (number(*m1, *m2)?, number(*d1, *d2)?);
        let (hour, minute, second) = (number(*h1, *h2)?, number(*n1, *n2)?, number(*s1, *s2)?);
        let (fraction, zone) = fraction(rest)?;
        let offset = offset(zone)?;
        let utc_minute = (i32::from(hour) * 60 + i32::from(minute) - offset).rem_euclid(24 * 60);
        // A leap second is only ever inserted at the end of a day in UTC.
        let last_second = if utc_minute == 24 * 60 - 1 { 60 } else { 59 };
        let sound =
            (1..=days(year, month)).contains(&day) && hour <= 23 && minute <= 59 && second <= last_second;
        sound.then_some(Self {
            fraction: WHOLE + 1..WHOLE + 1 + fraction,
        })
    }
}

/// Two digits.
const fn number(tens: u8, ones: u8) -> Option<u16> {
    if tens.is_ascii_digit() && ones.is_ascii_digit() {
        Some((tens - b'0') as u16 * 10 + (ones - b'0') as u16)
    } else {
        None
    }
}

const fn days(year: u16, month: u16) -> u16 {
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        _ => 0,
    }
}

/// How many digits follow a point, and what comes after them.
fn fraction(rest: &[u8]) -> Option<(usize, &[u8])> {
    let [b'.', digits @ ..] = rest else {
        return Some((0, rest));
    };
    let count = digits.iter().take_while(|byte| byte.is_ascii_digit()).count();
    if count == 0 {
        None
    } else {
        digits.get(count..).map(|zone| (count, zone))
    }
}

/// The offset from UTC in minutes.
fn offset(zone: &[u8]) -> Option<i32> {
    match zone {
        [b'Z' | b'z'] => Some(0),
        [sign @ (b'+' | b'-'), h1, h2, b':', m1, m2] => {
            let (hours, minutes) = (number(*h1, *h2)?, number(*m1, *m2)?);
            let offset = i32::from(hours) * 60 + i32::from(minutes);
            (hours <= 23 && minutes <= 59).then_some(if *sign == b'-' { -offset } else { offset })
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::Rfc3339;

    #[test]
    fn what_is_an_instant() {
        for text in [
            "2026-02-05T12:00:00Z",
            "2026-02-05t12:00:00z",
            "2024-02-29T00:00:00.1Z",
            "2000-02-29T23:59:59.123456789+23:59",
            "0000-01-01T00:00:00-00:00",
            "2016-12-31T23:59:60Z",
            "2017-01-01T00:59:60.5+01:00",
            "2016-12-31T15:59:60-08:00",
        ] {
            assert!(Rfc3339::parse(text).is_some(), "{text}");
        }
        for text in [
            "",
            "2026-02-05",
            "2026-02-05T12:00:00",
            "2026-02-05 12:00:00Z",
            "2026-02-05T12:00:00.Z",
            "2026-02-05T12:00Z",
            "2026-02-05T24:00:00Z",
            "2026-02-05T12:60:00Z",
            "2026-02-05T12:00:60Z",
            "2016-12-31T23:59:60+01:00",
            "2016-12-31T23:59:61Z",
            "2026-02-29T12:00:00Z",
            "1900-02-29T12:00:00Z",
            "2026-04-31T12:00:00Z",
            "2026-00-05T12:00:00Z",
            "2026-13-05T12:00:00Z",
            "2026-02-00T12:00:00Z",
            "2026-02-05T12:00:00+0100",
            "2026-02-05T12:00:00+24:00",
            "2026-02-05T12:00:00+01:60",
            "2026-02-05T12:00:00ZZ",
            "+026-02-05T12:00:00Z",
            "２026-02-05T12:00:00Z",
        ] {
            assert!(Rfc3339::parse(text).is_none(), "{text}");
        }
    }

    #[test]
    fn where_the_fraction_stands() {
        let fraction = |text| Rfc3339::parse(text).unwrap().fraction;
        assert_eq!(fraction("2026-02-05T12:00:00.123456789Z"), 20..29);
        assert!(fraction("2026-02-05T12:00:00Z").is_empty());
    }
}
