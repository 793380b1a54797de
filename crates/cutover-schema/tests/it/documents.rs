//! Random documents that the writers of a schema produce.

use serde_json::{Map, Value, json};

use crate::chance::Chance;

/// A document that a writer of the schema may produce: nothing in it but what the schema names. Not every one is
/// valid: what the parts of a schema say together is left to the validator.
pub(crate) fn document(chance: &mut Chance, root: &Value, schema: &Value, depth: usize) -> Value {
    // What never ends is not written; the validator finds it invalid.
    let Some(keywords) = schema.as_object().filter(|_| depth < 24) else {
        return json!(chance.below(3));
    };
    if let Some(target) = schema.get("$ref").and_then(Value::as_str) {
        let target = root.pointer(target.trim_start_matches('#')).unwrap();
        return document(chance, root, target, depth + 1);
    }
    if let Some(constant) = keywords.get("const") {
        return constant.clone();
    }
    if let Some(Value::Array(values)) = keywords.get("enum") {
        return chance.of(values).clone();
    }
    for union in ["oneOf", "anyOf"] {
        if let Some(Value::Array(variants)) = keywords.get(union)
            && !variants.is_empty()
        {
            let variant = chance.of(variants).clone();
            return document(chance, root, &variant, depth + 1);
        }
    }
    if let Some(Value::Array(parts)) = keywords.get("allOf") {
        let parts: Vec<Value> = parts
            .iter()
            .map(|part| document(chance, root, part, depth + 1))
            .collect();
        let mut whole = Map::new();
        for part in &parts {
            match part {
                Value::Object(members) => whole.extend(members.clone()),
                other => return other.clone(),
            }
        }
        return Value::Object(whole);
    }
    let kind = match keywords.get("type") {
        Some(Value::Array(kinds)) => chance.of(kinds).as_str().unwrap().to_owned(),
        Some(Value::String(kind)) => kind.clone(),
        _ => (*chance.of(&[
            "null", "boolean", "integer", "number", "string", "array", "object",
        ]))
        .to_owned(),
    };
    of_kind(chance, root, schema, &kind, depth)
}

fn of_kind(chance: &mut Chance, root: &Value, schema: &Value, kind: &str, depth: usize) -> Value {
    let count = |keyword: &str| {
        schema.get(keyword).and_then(Value::as_f64).map(|count| {
            (0..8)
                .find(|whole| f64::from(*whole) >= count)
                .map_or(8, |whole| usize::try_from(whole).unwrap())
        })
    };
    match kind {
        "null" => Value::Null,
        "boolean" => json!(chance.once_in(2)),
        "integer" => json!(chance.below(14)),
        "number" => {
            let step = schema.get("multipleOf").and_then(Value::as_f64).unwrap_or(0.25);
            json!(step * f64::from(u8::try_from(chance.below(50)).unwrap()))
        }
        "string" => {
            if let Some(format) = schema.get("format").and_then(Value::as_str) {
                return formatted(chance, format);
            }
            let length = count("minLength").unwrap_or(0) + chance.below(3);
            json!(["", "a", "bb", "ccc", "dddd", "eeeee", "ffffff"][length.min(6)])
        }
        "array" => {
            let prefix = schema
                .get("prefixItems")
                .and_then(Value::as_array)
                .cloned()
                .unwrap_or_default();
            let most = count("maxItems").unwrap_or(4).min(4);
            let length = if depth > 6 {
                count("minItems").unwrap_or(0)
            } else {
                count("minItems").unwrap_or(0).max(chance.below(most + 1))
            };
            let any = json!({"type": "integer"});
            (0..length)
                .map(|index| {
                    let item = prefix.get(index).or_else(|| schema.get("items")).unwrap_or(&any);
                    document(chance, root, item, depth + 1)
                })
                .collect()
        }
        _ => {
            let mut members = Map::new();
            let required = schema
                .get("required")
                .and_then(Value::as_array)
                .cloned()
                .unwrap_or_default();
            for (name, member) in schema
                .get("properties")
                .and_then(Value::as_object)
                .into_iter()
                .flatten()
            {
                if required.contains(&json!(name)) || (depth < 6 && chance.once_in(2)) {
                    members.insert(name.clone(), document(chance, root, member, depth + 1));
                }
            }
            if let Some(rest) = schema
                .get("additionalProperties")
                .filter(|rest| rest.as_object().is_some_and(|rest| !rest.is_empty()))
            {
                for _ in 0..if depth > 6 {
                    count("minProperties").unwrap_or(0)
                } else {
                    chance.below(4)
                } {
                    let name = *chance.of(&["a", "b", "f", "ff", "long name"]);
                    if !members.contains_key(name) && schema["properties"].get(name).is_none() {
                        members.insert(name.to_owned(), document(chance, root, rest, depth + 1));
                    }
                }
            }
            Value::Object(members)
        }
    }
}

fn formatted(chance: &mut Chance, format: &str) -> Value {
    json!(match format {
        "date" => format!("20{:02}-01-31", chance.below(100)),
        "date-time" => format!("20{:02}-01-31T12:00:00Z", chance.below(100)),
        "time" => format!("{:02}:00:00Z", chance.below(24)),
        "uuid" => format!("123e4567-e89b-12d3-a456-{:012}", chance.below(1000)),
        "ipv4" => format!("192.0.2.{}", chance.below(256)),
        "email" => format!("a{}@example.com", chance.below(10)),
        "uri" => format!("https://example.com/{}", chance.below(10)),
        _ => format!("/{}", chance.below(10)),
    })
}
