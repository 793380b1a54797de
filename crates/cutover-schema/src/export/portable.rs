use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::Flaw;

const DEFS: &str = "#/$defs/";

/// Rewrites what schemars made of a type into the portable form, with the definitions that are still referred to.
pub(super) fn portable(root: Value, definitions: &Map<String, Value>) -> Result<Value, Flaw> {
    let mut work = Work {
        definitions,
        named: BTreeSet::new(),
    };
    let mut schema = work.schema(root, "")?;
    let mut done = Map::new();
    while let Some(name) = work.named.iter().find(|name| !done.contains_key(*name)).cloned() {
        let pointer = format!("/$defs/{name}");
        if name.ends_with(|last: char| last.is_ascii_digit()) {
            let message = "the name ends in a number, which says nothing: give the type a name of its own";
            return Err(Flaw {
                pointer,
                message: message.to_owned(),
            });
        }
        let mut definition = work.schema(work.definition(&name, &pointer)?.clone(), &pointer)?;
        if let Value::Object(definition) = &mut definition {
            definition.insert("title".to_owned(), name.clone().into());
        }
        done.insert(name, definition);
    }
    if let (Value::Object(schema), false) = (&mut schema, done.is_empty()) {
        schema.insert("$defs".to_owned(), Value::Object(done));
    }
    Ok(schema)
}

struct Work<'a> {
    definitions: &'a Map<String, Value>,
    /// Definitions that the portable schema refers to by name.
    named: BTreeSet<String>,
}

impl Work<'_> {
    fn definition(&self, name: &str, pointer: &str) -> Result<&Value, Flaw> {
        self.definitions.get(name).ok_or_else(|| Flaw {
            pointer: pointer.to_owned(),
            message: format!("refers to {name}, which is not defined"),
        })
    }

    fn schema(&mut self, schema: Value, pointer: &str) -> Result<Value, Flaw> {
        let Value::Object(schema) = schema else {
            return Ok(schema);
        };
        let mut schema = self.without_reference(schema, pointer)?;
        if schema.contains_key("$ref") {
            return Ok(Value::Object(schema));
        }
        for noise in ["default", "examples", "$schema"] {
            schema.remove(noise);
        }
        bound_numbers(&mut schema, pointer)?;
        if let Some(Value::String(description)) = schema.get_mut("description") {
            *description = plain(description);
        }
        self.below(&mut schema, pointer)?;
        Ok(Value::Object(schema))
    }

    /// Takes care of `$ref` with siblings, of references to plain values, and of what may be null.
    fn without_reference(
        &mut self,
        mut schema: Map<String, Value>,
        pointer: &str,
    ) -> Result<Map<String, Value>, Flaw> {
        if let Some(inner) = nullable(&schema) {
            schema.remove("anyOf");
            let mut resolved = self.resolve(inner, pointer)?;
            or_null(&mut resolved);
            resolved.extend(schema);
            return Ok(resolved);
        }
        let Some(name) = reference(&schema).map(str::to_owned) else {
            return Ok(schema);
        };
        if is_named(self.definition(&name, pointer)?) {
            self.named.insert(name);
            schema.retain(|key, _| key == "$ref");
            return Ok(schema);
        }
        schema.remove("$ref");
        let mut resolved = self.resolve(json!({"$ref": format!("{DEFS}{name}")}), pointer)?;
        resolved.extend(schema);
        Ok(resolved)
    }

    /// The schema itself, or what it refers to, without the title that belongs to the name.
    fn resolve(&self, schema: Value, pointer: &str) -> Result<Map<String, Value>, Flaw> {
        let Value::Object(mut schema) = schema else {
            return Ok(Map::new());
        };
        if let Some(name) = reference(&schema) {
            let Value::Object(definition) = self.definition(name, pointer)? else {
                return Ok(Map::new());
            };
            schema = definition.clone();
            schema.remove("title");
        }
        Ok(schema)
    }

    /// The schemas inside this one.
    fn below(&mut self, schema: &mut Map<String, Value>, pointer: &str) -> Result<(), Flaw> {
        for (keyword, value) in schema.iter_mut() {
            let place = format!("{pointer}/{keyword}");
            match keyword.as_str() {
                "properties" => {
                    let Value::Object(properties) = value else {
                        continue;
                    };
                    for (name, property) in properties.iter_mut() {
                        *property = self.schema(property.take(), &format!("{place}/{name}"))?;
                    }
                }
                "items" | "additionalProperties" => *value = self.schema(value.take(), &place)?,
                "oneOf" => {
                    let Value::Array(variants) = value else { continue };
                    for (index, variant) in variants.iter_mut().enumerate() {
                        *variant = self.schema(variant.take(), &format!("{place}/{index}"))?;
                    }
                }
                "anyOf" | "allOf" | "not" | "if" | "then" | "else" | "prefixItems" | "patternProperties" => {
                    let message = "uses a keyword that tools read differently: shape the type another way";
                    return Err(Flaw {
                        pointer: place,
                        message: message.to_owned(),
                    });
                }
                _ => {}
            }
        }
        Ok(())
    }
}

/// The name behind a `$ref`.
fn reference(schema: &Map<String, Value>) -> Option<&str> {
    schema.get("$ref")?.as_str()?.strip_prefix(DEFS)
}

/// Whether a definition keeps its name: an object or a closed set of words. A plain value does not.
fn is_named(definition: &Value) -> bool {
    ["properties", "enum", "oneOf"]
        .iter()
        .any(|keyword| definition.get(keyword).is_some())
}

/// What `anyOf: [X, null]` says may be null.
fn nullable(schema: &Map<String, Value>) -> Option<Value> {
    match schema.get("anyOf")?.as_array()?.as_slice() {
        [inner, null] if *null == json!({"type": "null"}) => Some(inner.clone()),
        _ => None,
    }
}

/// Lets a schema accept null beside what it accepts.
fn or_null(schema: &mut Map<String, Value>) {
    if let Some(type_name @ Value::String(_)) = schema.get_mut("type") {
        *type_name = json!([type_name.take(), "null"]);
    }
    if let Some(Value::Array(words)) = schema.get_mut("enum") {
        words.push(Value::Null);
    }
}

/// Replaces Rust's number formats by the bounds they stand for.
fn bound_numbers(schema: &mut Map<String, Value>, pointer: &str) -> Result<(), Flaw> {
    let Some(Value::String(format)) = schema.get("format") else {
        return Ok(());
    };
    let bounds = match format.as_str() {
        "uint8" => Some((0, i64::from(u8::MAX))),
        "uint16" => Some((0, i64::from(u16::MAX))),
        "uint32" => Some((0, i64::from(u32::MAX))),
        "int32" => Some((i64::from(i32::MIN), i64::from(i32::MAX))),
        "uint64" | "uint" | "int64" | "int" => {
            let message = "is a number without bounds, which other languages round: use a type with bounds";
            return Err(Flaw {
                pointer: pointer.to_owned(),
                message: message.to_owned(),
            });
        }
        "double" | "float" => None,
        _ => return Ok(()),
    };
    schema.remove("format");
    if let Some((least, most)) = bounds {
        schema.entry("minimum").or_insert(least.into());
        schema.entry("maximum").or_insert(most.into());
    }
    Ok(())
}

/// The first paragraph of a documentation comment, without what only rustdoc understands.
fn plain(description: &str) -> String {
    let paragraph = description.split("\n\n").next().unwrap_or_default();
    let mut text = String::with_capacity(paragraph.len());
    let mut rest = paragraph;
    // `[`Name`]` and `[`Name`](path)` become Name.
    while let Some((before, after)) = rest.split_once("[`") {
        text.push_str(before);
        let Some((name, after)) = after.split_once("`]") else {
            rest = after;
            continue;
        };
        text.push_str(name);
        rest = match after.strip_prefix('(').and_then(|link| link.split_once(')')) {
            Some((_, behind)) => behind,
            None => after,
        };
    }
    text.push_str(rest);
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
