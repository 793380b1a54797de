//! A schema restated for a writer or a reader, as a schema: what the validator is asked to confirm a witness.
//!
//! This knows nothing of forms and rules, so that a mistake in the solver shows.

use std::collections::HashMap;

use serde_json::{Map, Value, json};

use crate::walk::{children, lies_in_place, resolve};

/// The schema as a writer or a reader takes it.
pub(crate) fn restate(document: &Value, mode: Mode) -> Value {
    Restating::new(document).whole(document, mode)
}

/// Some keywords as a schema of their own, with what they refer to in `document`.
pub(crate) fn beside(document: &Value, keywords: &Map<String, Value>) -> Value {
    Restating::new(document).whole(&Value::Object(keywords.clone()), Mode::Written)
}

/// For whom a schema is restated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Mode {
    /// A writer.
    Closed,
    /// Part of something that is closed as a whole.
    Inner,
    Written,
    /// A reader that ignores unknown members.
    Open,
}

struct Restating<'a> {
    document: &'a Value,
    places: HashMap<(String, Mode), usize>,
    pending: Vec<(String, Mode)>,
}

impl<'a> Restating<'a> {
    fn new(document: &'a Value) -> Self {
        Self {
            document,
            places: HashMap::new(),
            pending: Vec::new(),
        }
    }

    fn whole(mut self, root: &Value, mode: Mode) -> Value {
        let mut whole = Map::from_iter([("allOf".to_owned(), json!([self.schema(root, mode)]))]);
        let mut named = Map::new();
        let mut next = 0;
        while let Some((pointer, mode)) = self.pending.get(next).cloned() {
            let target = self
                .document
                .pointer(&pointer)
                .cloned()
                .unwrap_or(Value::Bool(true));
            named.insert(next.to_string(), self.schema(&target, mode));
            next += 1;
        }
        whole.insert("$defs".to_owned(), Value::Object(named));
        Value::Object(whole)
    }

    fn reference(&mut self, target: String, mode: Mode) -> Value {
        let fresh = self.pending.len();
        let index = *self.places.entry((target.clone(), mode)).or_insert(fresh);
        if index == fresh {
            self.pending.push((target, mode));
        }
        json!(format!("#/$defs/{index}"))
    }

    fn schema(&mut self, schema: &Value, mode: Mode) -> Value {
        let Value::Object(keywords) = schema else {
            return schema.clone();
        };
        let in_place = in_place(keywords, mode);
        let whole = keywords
            .keys()
            .any(|keyword| keyword == "$ref" || lies_in_place(keyword));
        let mut restated = Map::new();
        for (keyword, value) in keywords {
            match keyword.as_str() {
                "$defs" | "definitions" | "$id" | "$schema" | "$anchor" | "$dynamicAnchor" => continue,
                "$ref" => {
                    if let Some(target) = value.as_str().and_then(resolve) {
                        restated.insert(keyword.clone(), self.reference(target, in_place));
                    }
                    continue;
                }
                "additionalProperties" | "unevaluatedProperties" if drops(mode, keywords, value) => continue,
                _ => {}
            }
            restated.insert(
                keyword.clone(),
                self.keyword(keyword, value, mode, in_place, whole),
            );
        }
        match mode {
            Mode::Written => {}
            Mode::Open => self.open_one(keywords, &mut restated),
            Mode::Closed | Mode::Inner => {
                name_required(keywords, &mut restated);
                if let Some(one) = restated.remove("oneOf") {
                    also(&mut restated, json!({"anyOf": one}));
                }
                if mode == Mode::Closed && in_place == Mode::Inner && self.speaks(keywords, 0) {
                    restated.insert("unevaluatedProperties".to_owned(), Value::Bool(false));
                }
            }
        }
        Value::Object(restated)
    }

    fn keyword(&mut self, keyword: &str, value: &Value, mode: Mode, in_place: Mode, whole: bool) -> Value {
        let inside = match keyword {
            "not" | "if" | "propertyNames" => Mode::Written,
            // What these say comes on top of what names the members of the same value.
            "contains" | "patternProperties" if mode != Mode::Open => Mode::Written,
            _ if lies_in_place(keyword) => in_place,
            // Several parts may describe one member, each with names of its own, and no part can see what the others
            // name: inside, the members of such a whole are confirmed as valid, but not as closed.
            _ if mode == Mode::Inner => Mode::Written,
            _ if mode == Mode::Closed && in_place == Mode::Inner && whole => Mode::Written,
            _ => mode,
        };
        let mut restated = value.clone();
        let holder = Map::from_iter([(keyword.to_owned(), value.clone())]);
        for child in children(&holder) {
            let path = child.pointer.get(keyword.len() + 1..).unwrap_or_default();
            if let Some(place) = restated.pointer_mut(path) {
                *place = self.schema(child.schema, inside);
            }
        }
        restated
    }

    /// Ignoring unknown members must not make two variants clash that the schema tells apart: one variant fits when
    /// opened, and no other does as it is written.
    fn open_one(&mut self, keywords: &Map<String, Value>, restated: &mut Map<String, Value>) {
        let Some(Value::Array(written)) = keywords.get("oneOf") else {
            return;
        };
        let Some(Value::Array(opened)) = restated.remove("oneOf") else {
            return;
        };
        let written: Vec<Value> = written
            .iter()
            .map(|variant| self.schema(variant, Mode::Written))
            .collect();
        let ways = opened.into_iter().enumerate().map(|(index, opened)| {
            let others = written.iter().enumerate().filter(|(other, _)| *other != index);
            let refused: Vec<Value> = others.map(|(_, variant)| json!({"not": variant})).collect();
            if refused.is_empty() {
                opened
            } else {
                json!({"allOf": [opened, {"allOf": refused}]})
            }
        });
        let ways: Vec<Value> = ways.collect();
        also(restated, json!({"anyOf": ways}));
    }

    /// Whether a schema or what speaks of the same value speaks of objects.
    fn speaks(&self, keywords: &Map<String, Value>, depth: usize) -> bool {
        let referred = || {
            let target = resolve(keywords.get("$ref")?.as_str()?)?;
            self.document.pointer(&target)?.as_object()
        };
        let inside =
            |schema: &Map<String, Value>| depth < crate::read::MAX_DEPTH && self.speaks(schema, depth + 1);
        speaks_itself(keywords)
            || referred().is_some_and(inside)
            || children(keywords)
                .filter(|child| lies_in_place(child.keyword) && !matches!(child.keyword, "not" | "if"))
                .any(|child| child.schema.as_object().is_some_and(inside))
    }
}

/// The mode for what speaks of the same value. A union or a reference that stands alone is closed part by part;
/// anything more is closed as a whole.
fn in_place(keywords: &Map<String, Value>, mode: Mode) -> Mode {
    if mode != Mode::Closed {
        return mode;
    }
    let parts = keywords
        .keys()
        .filter(|keyword| *keyword == "$ref" || lies_in_place(keyword))
        .count();
    let alone = parts == 1
        && ["$ref", "anyOf", "oneOf"]
            .iter()
            .any(|keyword| keywords.contains_key(*keyword));
    if alone && !speaks_itself(keywords) {
        Mode::Closed
    } else {
        Mode::Inner
    }
}

/// Whether a rule about unknown members is not for this mode.
fn drops(mode: Mode, keywords: &Map<String, Value>, value: &Value) -> bool {
    match mode {
        Mode::Written => false,
        Mode::Open => value == &Value::Bool(false),
        Mode::Closed | Mode::Inner => {
            let says_nothing = value == &Value::Bool(true) || value == &json!({});
            let names = keywords
                .get("properties")
                .and_then(Value::as_object)
                .is_some_and(|named| !named.is_empty());
            says_nothing && names
        }
    }
}

/// What is required is named, whether or not its value is described.
fn name_required(keywords: &Map<String, Value>, restated: &mut Map<String, Value>) {
    let Some(Value::Array(required)) = keywords.get("required") else {
        return;
    };
    let patterned = keywords.contains_key("patternProperties");
    let rest = restated
        .get("additionalProperties")
        .cloned()
        .filter(|_| !patterned)
        .unwrap_or(Value::Bool(true));
    let properties = restated.entry("properties").or_insert_with(|| json!({}));
    for name in required.iter().filter_map(Value::as_str) {
        if let Value::Object(properties) = properties {
            properties.entry(name).or_insert_with(|| rest.clone());
        }
    }
}

/// Adds a schema that must also hold.
fn also(restated: &mut Map<String, Value>, schema: Value) {
    if let Value::Array(all) = restated.entry("allOf").or_insert_with(|| json!([])) {
        all.push(schema);
    }
}

fn speaks_itself(keywords: &Map<String, Value>) -> bool {
    let words = [
        "properties",
        "required",
        "additionalProperties",
        "patternProperties",
        "propertyNames",
        "minProperties",
        "maxProperties",
    ];
    let object = |kind: &Value| kind == "object";
    let kinds = keywords.get("type");
    words.iter().any(|word| keywords.contains_key(*word))
        || kinds.is_some_and(|kinds| {
            object(kinds) || kinds.as_array().is_some_and(|kinds| kinds.iter().any(object))
        })
}
