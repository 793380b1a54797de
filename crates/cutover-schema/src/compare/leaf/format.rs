//! What is known of the formats that the validator asserts.

/// Whether 2020-12 defines a format, so that the validator asserts it.
pub(crate) fn is_format(name: &str) -> bool {
    EXAMPLES.iter().any(|(known, _)| *known == name)
}

/// Texts of each format, chosen so that where one format does not include another, one of them shows it.
pub(super) const EXAMPLES: [(&str, &[&str]); 19] = [
    (
        "date-time",
        &["2020-01-31T12:00:00Z", "2020-01-31T12:00:00.5+01:00"],
    ),
    ("date", &["2020-01-31"]),
    ("time", &["12:00:00Z", "12:00:00.5+01:00"]),
    (
        "duration",
        &[
            "P1D",
            "P1DT12H",
            "P1111111111111111111111111111111111111111111111111111111111111111D",
        ],
    ),
    ("email", &["a@b.co", "+a@b.co", "\"a b\"@example.com"]),
    ("hostname", &["example.com", "a", "1a"]),
    ("ipv4", &["192.0.2.1"]),
    ("ipv6", &["::1", "2001:db8::1"]),
    ("uri", &["https://example.com/path", "urn:a:(b", "urn:a:'b"]),
    (
        "uri-reference",
        &["/path", "a", "", "(", "https://example.com/path", "#a"],
    ),
    ("iri", &["https://example.com/é", "urn:a:b", "urn:a:(b"]),
    ("iri-reference", &["/é", "a", "", "(", "https://example.com/é"]),
    ("uuid", &["123e4567-e89b-12d3-a456-426614174000"]),
    ("json-pointer", &["", "/a", "/a b", "/{", "/("]),
    ("relative-json-pointer", &["0", "1/a", "0#", "0/a b", "0/{"]),
    ("regex", &["a", "^a+$", "", "a b", "[a]", "a{2}", "\\d"]),
    ("uri-template", &["https://example.com/{id}", "a", ""]),
    ("idn-email", &["a@b.co"]),
    ("idn-hostname", &["example.com"]),
];

/// Whether two formats have no text in common: by the first letter, by the signs they need or by the signs they lack.
pub(super) fn apart(one: &str, other: &str) -> bool {
    let distinct = [
        "date",
        "date-time",
        "time",
        "duration",
        "uuid",
        "ipv4",
        "email",
        "uri",
    ];
    // What starts with a digit and has a colon names no scheme, and no relative reference starts so.
    let colon = |one, other| {
        matches!(one, "date-time" | "time") && matches!(other, "uri-reference" | "iri-reference")
    };
    (one != other && distinct.contains(&one) && distinct.contains(&other))
        || colon(one, other)
        || colon(other, one)
}

/// Whether every text of one format is also of another.
pub(super) fn includes(wide: &str, narrow: &str) -> bool {
    let loose = ["uri-reference", "iri-reference", "regex", "uri-template"];
    wide == narrow
        || match narrow {
            "uri" => matches!(wide, "uri-reference" | "iri" | "iri-reference"),
            "uri-reference" | "iri" => wide == "iri-reference",
            // Nothing but letters, digits, hyphens and points.
            "date" | "ipv4" | "uuid" => wide == "hostname" || loose.contains(&wide),
            "hostname" | "duration" => loose.contains(&wide),
            // Colons besides, which a relative reference may not have in front.
            "date-time" | "time" | "ipv6" => matches!(wide, "regex" | "uri-template"),
            _ => false,
        }
}

/// The lengths that texts of a format can have.
pub(super) fn window(format: &str) -> (u64, u64) {
    match format {
        "date" => (10, 10),
        "date-time" => (20, u64::MAX),
        "time" => (9, u64::MAX),
        "duration" => (3, u64::MAX),
        "uuid" => (36, 36),
        "ipv4" => (7, 15),
        "ipv6" => (2, 45),
        "hostname" => (1, 253),
        "email" => (3, 318),
        "relative-json-pointer" => (1, u64::MAX),
        "uri" | "iri" => (2, u64::MAX),
        _ => (0, u64::MAX),
    }
}

/// The one length inside its window that no text of the format has: a fraction of a second takes a point and a digit.
pub(super) fn gap(format: &str) -> Option<u64> {
    match format {
        "date-time" => Some(21),
        "time" => Some(10),
        _ => None,
    }
}

/// A text of a format and of a given length; there is one for every length in the window but the gap.
pub(super) fn of_length(format: &str, length: usize) -> Option<String> {
    let stretched = |before: &str, fill: &str, after: &str| {
        let rest = length.checked_sub(before.len() + after.len())?;
        Some(format!("{before}{}{after}", fill.repeat(rest)))
    };
    let digits = |bare: &str, point: &str| {
        if length == bare.len() {
            Some(bare.to_owned())
        } else {
            stretched(point, "1", "Z")
        }
    };
    match format {
        "date" => Some("2020-01-31".to_owned()),
        "uuid" => numbered(format, 0),
        "date-time" => digits("2020-01-31T12:00:00Z", "2020-01-31T12:00:00."),
        "time" => digits("12:00:00Z", "12:00:00."),
        "duration" => stretched("P", "1", "D"),
        "email" => {
            let local = length.saturating_sub(5).clamp(1, 64);
            Some(format!(
                "{}@{}",
                "a".repeat(local),
                domain(length.checked_sub(local + 1)?)
            ))
        }
        "hostname" => Some(domain(length)),
        "uri" | "iri" => stretched("a:", "b", ""),
        "uri-reference" | "iri-reference" | "regex" | "uri-template" => stretched("", "a", ""),
        "json-pointer" if length > 0 => stretched("/", "a", ""),
        "json-pointer" => Some(String::new()),
        "relative-json-pointer" => stretched("", "1", ""),
        "ipv4" => four(length),
        "ipv6" => six(length),
        _ => None,
    }
}

fn domain(length: usize) -> String {
    let letter = |index| {
        if index % 30 == 29 && index + 1 != length {
            '.'
        } else {
            'a'
        }
    };
    (0..length).map(letter).collect()
}

/// Four numbers of one to three digits.
fn four(length: usize) -> Option<String> {
    let more = length.checked_sub(7).filter(|more| *more <= 8)?;
    let part = |index: usize| {
        ["1", "11", "111"]
            .get(more.saturating_sub(2 * index).min(2))
            .copied()
    };
    (0..4)
        .map(part)
        .collect::<Option<Vec<_>>>()
        .map(|parts| parts.join("."))
}

/// Groups behind two colons, all eight groups, or six groups and four numbers.
fn six(length: usize) -> Option<String> {
    match length {
        0 | 1 => None,
        2..=36 => {
            // Five digits at the end would be one group too long: one of them goes in front.
            let front = if length > 2 && length % 5 == 2 {
                "1::"
            } else {
                "::"
            };
            let digits = length - front.len();
            let digit = |index| if index % 5 == 4 { ':' } else { '1' };
            Some(format!("{front}{}", (0..digits).map(digit).collect::<String>()))
        }
        37..=39 => Some(format!(
            "{}:{}",
            ["1111:"; 7].concat().trim_end_matches(':'),
            "1".repeat(length - 35)
        )),
        _ => Some(format!("{}{}", ["1111:"; 6].concat(), four(length - 30)?)),
    }
}

/// One of many texts of a format.
pub(super) fn numbered(format: &str, index: usize) -> Option<String> {
    match format {
        "date" => Some(format!("{:04}-01-31", index % 10_000)),
        "date-time" => Some(format!("{:04}-01-31T12:00:00Z", index % 10_000)),
        "time" => Some(format!("12:{:02}:{:02}Z", index / 60 % 60, index % 60)),
        "duration" => Some(format!("P{}D", index + 1)),
        "email" => Some(format!("a{index}@b.co")),
        "hostname" => Some(format!("a{index}.example.com")),
        "ipv4" => Some(format!("192.0.{}.{}", index / 256 % 256, index % 256)),
        "ipv6" => Some(format!("::{:x}", index % 65_536)),
        "uri" | "iri" => Some(format!("urn:a:{index}")),
        "uuid" => Some(format!("123e4567-e89b-12d3-a456-{index:012}")),
        "json-pointer" => Some(format!("/{index}")),
        "relative-json-pointer" => Some(format!("{index}")),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{EXAMPLES, apart, gap, includes, of_length, window};
    use crate::schema::Schema;
    use serde_json::{Value, json};

    fn formats() -> Vec<(&'static str, Schema)> {
        let known = EXAMPLES
            .iter()
            .map(|(name, _)| *name)
            .filter(|name| !name.starts_with("idn-"));
        known
            .map(|name| (name, Schema::new(json!({"format": name})).unwrap()))
            .collect()
    }

    #[test]
    fn every_length_in_the_window_has_a_text() {
        for (name, schema) in formats() {
            let (low, high) = window(name);
            for length in (low..=high.min(low + 400)).filter(|length| Some(*length) != gap(name)) {
                let text = of_length(name, usize::try_from(length).unwrap());
                let text = text.unwrap_or_else(|| panic!("no {name} of {length}"));
                assert_eq!(text.chars().count() as u64, length, "{name} {text}");
                assert!(
                    schema.accepts(&Value::from(text.as_str())),
                    "{name} of {length}: {text}"
                );
            }
        }
    }

    #[test]
    fn of_two_formats_one_includes_the_other_or_an_example_tells_them_apart() {
        let formats = formats();
        for (narrow, one) in &formats {
            let examples = EXAMPLES.iter().find(|(name, _)| name == narrow).unwrap().1;
            for text in examples {
                assert!(one.accepts(&Value::from(*text)), "{text:?} is no {narrow}");
            }
            for (wide, other) in &formats {
                let told_apart = examples.iter().any(|text| !other.accepts(&Value::from(*text)));
                // The validator takes more templates than the standard does; that is left undecided.
                let undecided =
                    *wide == "uri-template" && (narrow.starts_with("uri") || narrow.starts_with("iri"));
                let shared = examples.iter().any(|text| other.accepts(&Value::from(*text)));
                assert!(
                    !(shared && apart(narrow, wide)),
                    "{narrow} and {wide} share a text"
                );
                assert!(
                    told_apart != includes(wide, narrow) || undecided,
                    "{narrow} in {wide}: {told_apart}"
                );
            }
        }
    }
}
