//! One sentence per kind of fault.

use jsonschema::ValidationError;
use jsonschema::error::{TypeKind, ValidationErrorKind as Kind};
use serde_json::Value;

use super::{About, Fault, KeyFault, Weight, nearest, union};
use crate::walk::escape;

/// How much of a value or a list is shown.
const MAX_SHOWN: usize = 60;

/// The most names a sentence lists.
const MAX_LISTED: usize = 12;

/// What an error of the validator amounts to, the variants of a union looked into.
pub(super) fn faults(error: &ValidationError<'_>, about: About<'_>) -> Vec<Fault> {
    match error.kind() {
        Kind::AdditionalProperties { unexpected } | Kind::UnevaluatedProperties { unexpected } => {
            let known = known_keys(error, about.schema);
            unexpected
                .iter()
                .map(|key| unknown_key(error, key, &known))
                .collect()
        }
        Kind::AnyOf { context } | Kind::OneOfNotValid { context } => union::faults(error, context, about),
        Kind::PropertyNames { error: inner } => {
            let key = inner.instance().as_str().unwrap_or_default().to_owned();
            let inner = faults(inner, about).into_iter().next();
            let reason = inner.map_or_else(|| error.to_string(), |fault| fault.message);
            let mut fault = fault(
                error,
                Weight::key(KeyFault::Unknown, &key),
                format!("the key {reason}"),
            );
            fault.pointer = format!("{}/{}", fault.pointer, escape(&key));
            vec![fault]
        }
        Kind::UniqueItems => vec![repeated(error)],
        // An object that may have no members at all.
        Kind::FalseSchema if error.schema_path().to_string().ends_with("/additionalProperties") => {
            let object = about
                .value
                .and_then(|value| value.pointer(&error.instance_path().to_string()));
            let keys = object
                .and_then(Value::as_object)
                .into_iter()
                .flat_map(serde_json::Map::keys);
            keys.map(|key| unknown_key(error, key, &[])).collect()
        }
        kind => {
            let (weight, message) = plain(error, kind);
            vec![fault(error, weight, message)]
        }
    }
}

pub(super) fn fault(error: &ValidationError<'_>, weight: Weight, message: String) -> Fault {
    let pointer = error.instance_path().to_string();
    Fault {
        pointer,
        message,
        rule: error.schema_path().to_string(),
        weight,
    }
}

/// The sentence for a fault that needs no second look.
fn plain(error: &ValidationError<'_>, kind: &Kind) -> (Weight, String) {
    let value = error.instance();
    let given = show(value);
    let size = |what: &str, count: usize, bound: &str, limit: u64| {
        let count = if count == 1 {
            format!("1 {what}")
        } else {
            format!("{count} {what}s")
        };
        (Weight::SIZE, format!("has {count}, must have {bound} {limit}"))
    };
    let range = |bound: &str, limit: &Value| (Weight::SIZE, format!("is {given}, must be {bound} {limit}"));
    let characters = || value.as_str().map_or(0, |text| text.chars().count());
    let items = || value.as_array().map_or(0, Vec::len);
    let members = || value.as_object().map_or(0, serde_json::Map::len);
    match kind {
        Kind::Required { property } => {
            let name = property.as_str().unwrap_or_default();
            (
                Weight::key(KeyFault::Missing, name),
                format!("the member {property} is missing"),
            )
        }
        Kind::Type { kind } => (Weight::KIND, wrong_kind(value, &expected(kind))),
        Kind::Enum { options } => (
            Weight::VALUE,
            not_among(value, options.as_array().map_or(&[], Vec::as_slice)),
        ),
        Kind::Constant { expected_value } => (
            Weight::VALUE,
            not_among(value, std::slice::from_ref(expected_value.as_ref())),
        ),
        Kind::Minimum { limit } => range("at least", limit),
        Kind::Maximum { limit } => range("at most", limit),
        Kind::ExclusiveMinimum { limit } => range("more than", limit),
        Kind::ExclusiveMaximum { limit } => range("less than", limit),
        Kind::MultipleOf { multiple_of } => (
            Weight::SHAPE,
            format!("is {given}, must be a multiple of {multiple_of}"),
        ),
        Kind::MinLength { limit } => size("character", characters(), "at least", *limit),
        Kind::MaxLength { limit } => size("character", characters(), "at most", *limit),
        Kind::MinItems { limit } => size("item", items(), "at least", *limit),
        Kind::MaxItems { limit } => size("item", items(), "at most", *limit),
        Kind::AdditionalItems { limit } => size(
            "item",
            items(),
            "at most",
            u64::try_from(*limit).unwrap_or(u64::MAX),
        ),
        Kind::MinProperties { limit } => size("member", members(), "at least", *limit),
        Kind::MaxProperties { limit } => size("member", members(), "at most", *limit),
        Kind::Format { format } => (Weight::SHAPE, wrong_format(&given, format)),
        Kind::Pattern { pattern } => (
            Weight::SHAPE,
            format!("is {given}, which does not match the pattern {pattern}"),
        ),
        Kind::FalseSchema => (Weight::KIND, "nothing is allowed here".to_owned()),
        Kind::OneOfMultipleValid { context } => {
            let fitting = context.iter().filter(|errors| errors.is_empty()).count();
            (
                Weight::KIND,
                format!("fits {fitting} variants at once, it must fit exactly one"),
            )
        }
        Kind::Not { schema } => (
            Weight::SHAPE,
            format!("is {given}, which must not be valid against {}", show(schema)),
        ),
        Kind::Contains => (
            Weight::SHAPE,
            "too few or too many of its items are of the kind asked for".to_owned(),
        ),
        Kind::UnevaluatedItems { unexpected } => (
            Weight::SHAPE,
            format!("has {} items more than are known here", unexpected.len()),
        ),
        Kind::BacktrackLimitExceeded { .. } | Kind::RegexEngineFailure { .. } => (
            Weight::SHAPE,
            format!("is {given}, for which a pattern takes too many steps to be matched"),
        ),
        other => (Weight::SHAPE, format!("{error} ({})", other.keyword())),
    }
}

/// The sentence for a value of the wrong kind.
pub(super) fn wrong_kind(value: &Value, expected: &[&str]) -> String {
    let expected = list(expected.iter().map(|kind| (*kind).to_owned()), "or");
    match value {
        Value::Null => format!("is null, expected {expected}"),
        Value::Bool(_) | Value::Number(_) => format!("is {}, expected {expected}", show(value)),
        Value::String(_) | Value::Array(_) | Value::Object(_) => {
            format!("is {} ({}), expected {expected}", kind_of(value), show(value))
        }
    }
}

/// The sentence for a value that is none of those allowed.
pub(super) fn not_among(value: &Value, allowed: &[Value]) -> String {
    let given = show(value);
    let near = value
        .as_str()
        .and_then(|text| nearest(text, allowed.iter().filter_map(Value::as_str)))
        .filter(|_| allowed.len() > 1);
    match (allowed, near) {
        ([], _) => format!("is {given}, nothing is allowed here"),
        ([only], _) => format!("is {given}, only {} is allowed", show(only)),
        (_, Some(near)) => format!(
            "is {given}, did you mean {near:?}: allowed are {}",
            list(allowed.iter().map(show), "and")
        ),
        (_, None) => format!(
            "is {given}, allowed are {}",
            list(allowed.iter().map(show), "and")
        ),
    }
}

/// The sentence for a key that nearly spells a member that is missing.
pub(super) fn misspelled(key: &str, meant: &str) -> String {
    format!(
        "unknown key {}, and the member {meant:?} is missing: did you mean that",
        show(&Value::from(key))
    )
}

fn unknown_key(error: &ValidationError<'_>, key: &str, known: &[&str]) -> Fault {
    let shown = show(&Value::from(key));
    let message = match nearest(key, known.iter().copied()) {
        Some(near) => format!("unknown key {shown}, did you mean {near:?}"),
        None if known.is_empty() => format!("unknown key {shown}"),
        None => format!(
            "unknown key {shown}, known are {}",
            list(known.iter().map(|name| format!("{name:?}")), "and")
        ),
    };
    let mut fault = fault(error, Weight::key(KeyFault::Unknown, key), message);
    fault.pointer = format!("{}/{}", fault.pointer, escape(key));
    fault
}

/// The keys that the schema around the failing keyword names.
fn known_keys<'a>(error: &ValidationError<'_>, schema: Option<&'a Value>) -> Vec<&'a str> {
    let path = error.schema_path().to_string();
    let parent = path.rsplit_once('/').map_or("", |(parent, _)| parent);
    let properties = schema
        .and_then(|schema| schema.pointer(parent))
        .and_then(|parent| parent.get("properties"));
    properties
        .and_then(Value::as_object)
        .map_or_else(Vec::new, |named| named.keys().map(String::as_str).collect())
}

/// The place and the sentence for an item that stands twice.
fn repeated(error: &ValidationError<'_>) -> Fault {
    let items = error.instance().as_array().map_or(&[][..], Vec::as_slice);
    let same = jsonschema_equal;
    let pair = items.iter().enumerate().find_map(|(index, item)| {
        let first = items.iter().take(index).position(|earlier| same(earlier, item))?;
        Some((first, index, item))
    });
    let Some((first, second, item)) = pair else {
        return fault(error, Weight::SHAPE, "has an item that stands twice".to_owned());
    };
    let mut fault = fault(
        error,
        Weight::SHAPE,
        format!("is {}, the same as item {first}", show(item)),
    );
    fault.pointer = format!("{}/{second}", fault.pointer);
    fault
}

/// Equality as JSON Schema has it: 1 and 1.0 are one number.
fn jsonschema_equal(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Number(left), Value::Number(right)) => left == right || left.as_f64() == right.as_f64(),
        (Value::Array(left), Value::Array(right)) => {
            left.len() == right.len()
                && left
                    .iter()
                    .zip(right)
                    .all(|(left, right)| jsonschema_equal(left, right))
        }
        (Value::Object(left), Value::Object(right)) => {
            left.len() == right.len()
                && left
                    .iter()
                    .all(|(key, left)| right.get(key).is_some_and(|right| jsonschema_equal(left, right)))
        }
        (left, right) => left == right,
    }
}

fn wrong_format(given: &str, format: &str) -> String {
    let example = match format {
        "date" => "2020-01-31",
        "date-time" => "2020-01-31T12:00:00Z",
        "time" => "12:00:00Z",
        "duration" => "P1DT12H",
        "email" => "name@example.com",
        "hostname" => "www.example.com",
        "ipv4" => "192.0.2.1",
        "ipv6" => "2001:db8::1",
        "uri" | "iri" => "https://example.com/path",
        "uuid" => "123e4567-e89b-12d3-a456-426614174000",
        "json-pointer" => "/path/to/member",
        _ => return format!("is {given}, which is no {format}"),
    };
    format!("is {given}, which is no {format} such as {example:?}")
}

fn expected(kind: &TypeKind) -> Vec<&'static str> {
    let name = |kind: &str| match kind {
        "null" => "null",
        "boolean" => "true or false",
        "integer" => "a whole number",
        "number" => "a number",
        "string" => "a text",
        "array" => "an array",
        _ => "an object",
    };
    match kind {
        TypeKind::Single(kind) => vec![name(&kind.to_string())],
        TypeKind::Multiple(kinds) => kinds.iter().map(|kind| name(&kind.to_string())).collect(),
    }
}

/// What sort of value this is, in words.
fn kind_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}

/// A value as it is shown in a sentence, cut when it is long.
pub(crate) fn show(value: &Value) -> String {
    let text = value.to_string();
    if text.chars().count() <= MAX_SHOWN {
        return text;
    }
    let start: String = text.chars().take(MAX_SHOWN - 1).collect();
    format!("{start}…")
}

/// `a`, `a and b`, `a, b and c`; cut when it is long.
pub(crate) fn list(words: impl Iterator<Item = String>, last: &str) -> String {
    let mut words: Vec<String> = words.collect();
    if words.len() > MAX_LISTED {
        let more = words.len() - MAX_LISTED;
        words.truncate(MAX_LISTED);
        words.push(format!("{more} more"));
    }
    let end = words.pop().unwrap_or_default();
    if words.is_empty() {
        end
    } else {
        format!("{} {last} {end}", words.join(", "))
    }
}
