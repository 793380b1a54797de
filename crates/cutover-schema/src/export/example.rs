use serde_json::{Map, Value};

use super::Flaw;

/// How many values are shown where many were seen.
const MAX_SHOWN: usize = 1;

/// Puts an example on every schema, taken from where the examples of the whole document have it.
///
/// A place that no example reaches is a flaw: then the examples do not show what the document can be.
pub(super) fn spread(schema: &mut Value, examples: &[Value]) -> Result<(), Flaw> {
    let mut seen = Vec::new();
    for example in examples {
        collect(schema, schema, example, "", &mut seen);
    }
    if let Value::Object(root) = schema {
        root.insert("examples".to_owned(), examples.to_vec().into());
    }
    write(schema, "", &seen)
}

/// A value that was seen at a place of the schema.
type Seen<'a> = (String, &'a Value);

fn collect<'a>(root: &Value, schema: &Value, value: &'a Value, pointer: &str, seen: &mut Vec<Seen<'a>>) {
    if let Some(name) = schema.get("$ref").and_then(Value::as_str) {
        let target = name.trim_start_matches('#');
        if let Some(definition) = root.pointer(target) {
            collect(root, definition, value, target, seen);
        }
        return;
    }
    if !value.is_null() {
        seen.push((pointer.to_owned(), value));
    }
    if let (Some(properties), Value::Object(fields)) = (schema.get("properties"), value) {
        for (name, field) in fields {
            if let Some(property) = properties.get(name) {
                collect(
                    root,
                    property,
                    field,
                    &format!("{pointer}/properties/{name}"),
                    seen,
                );
            }
        }
    }
    if let (Some(items), Value::Array(values)) = (schema.get("items"), value) {
        for value in values {
            collect(root, items, value, &format!("{pointer}/items"), seen);
        }
    }
    if let Some(variants) = schema.get("oneOf").and_then(Value::as_array) {
        for (index, variant) in variants
            .iter()
            .enumerate()
            .filter(|(_, variant)| is_meant(root, variant, value))
        {
            collect(root, variant, value, &format!("{pointer}/oneOf/{index}"), seen);
        }
    }
}

/// Whether a value carries the tag of a variant.
fn is_meant(root: &Value, variant: &Value, value: &Value) -> bool {
    let variant = match variant.get("$ref").and_then(Value::as_str) {
        Some(name) => root.pointer(name.trim_start_matches('#')).unwrap_or(variant),
        None => variant,
    };
    let properties = variant.get("properties").and_then(Value::as_object);
    properties.is_some_and(|properties| {
        let mut tags = properties
            .iter()
            .filter_map(|(name, schema)| Some((name, schema.get("const")?)))
            .peekable();
        tags.peek().is_some() && tags.all(|(name, tag)| value.get(name) == Some(tag))
    })
}

fn write(schema: &mut Value, pointer: &str, seen: &[Seen<'_>]) -> Result<(), Flaw> {
    let Value::Object(schema) = schema else {
        return Ok(());
    };
    if schema.contains_key("$ref") {
        return Ok(());
    }
    if !schema.contains_key("examples") {
        let mut shown: Vec<&Value> = Vec::new();
        for (_, value) in seen.iter().filter(|(place, _)| place == pointer) {
            if shown.len() < MAX_SHOWN && !shown.contains(value) {
                shown.push(value);
            }
        }
        if shown.is_empty() {
            let message = "no example of the document has a value: add one to its examples";
            return Err(Flaw {
                pointer: pointer.to_owned(),
                message: message.to_owned(),
            });
        }
        schema.insert("examples".to_owned(), shown.into_iter().cloned().collect());
    }
    if !schema.contains_key("description") && !pointer.ends_with("/items") {
        let message = "has no description: document the field or the type";
        return Err(Flaw {
            pointer: pointer.to_owned(),
            message: message.to_owned(),
        });
    }
    for keyword in ["properties", "$defs"] {
        if let Some(Value::Object(inner)) = schema.get_mut(keyword) {
            write_all(inner, &format!("{pointer}/{keyword}"), seen)?;
        }
    }
    if let Some(items) = schema.get_mut("items") {
        write(items, &format!("{pointer}/items"), seen)?;
    }
    if let Some(Value::Array(variants)) = schema.get_mut("oneOf") {
        for (index, variant) in variants.iter_mut().enumerate() {
            write(variant, &format!("{pointer}/oneOf/{index}"), seen)?;
        }
    }
    Ok(())
}

fn write_all(schemas: &mut Map<String, Value>, pointer: &str, seen: &[Seen<'_>]) -> Result<(), Flaw> {
    for (name, schema) in schemas {
        write(schema, &format!("{pointer}/{name}"), seen)?;
    }
    Ok(())
}
