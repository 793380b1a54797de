//! Random schemas in the portable form, and changes to them.

use serde_json::{Map, Value, json};

use crate::chance::Chance;

const NAMES: [&str; 5] = ["a", "b", "c", "d", "e"];
const DEFS: [&str; 3] = ["Node", "Part", "Shape"];
const FORMATS: [&str; 8] = [
    "date",
    "date-time",
    "time",
    "uuid",
    "ipv4",
    "email",
    "uri",
    "uri-reference",
];

/// A schema with definitions, of which some refer to one another and to themselves.
pub(crate) fn schema(chance: &mut Chance) -> Value {
    let mut root = subschema(chance, 3);
    if chance.once_in(2) {
        root = object(chance, 3);
        for name in DEFS {
            root["properties"][name] = json!({"$ref": format!("#/$defs/{name}")});
        }
    }
    if let Value::Object(root) = &mut root {
        let defs: Map<String, Value> = DEFS
            .iter()
            .map(|name| ((*name).to_owned(), subschema(chance, 2)))
            .collect();
        // A definition that is nothing but a reference may lead in a circle.
        let plain = |schema: &Value| {
            if in_place_reference(schema) {
                json!({"type": "null"})
            } else {
                schema.clone()
            }
        };
        let defs = defs
            .iter()
            .map(|(name, schema)| (name.clone(), plain(schema)))
            .collect();
        root.insert("$defs".to_owned(), Value::Object(defs));
    }
    root
}

/// Whether a schema refers on without a step into a member or an item.
fn in_place_reference(schema: &Value) -> bool {
    let inside = |keyword: &str| {
        schema
            .get(keyword)
            .and_then(Value::as_array)
            .is_some_and(|list| list.iter().any(in_place_reference))
    };
    schema.get("$ref").is_some() || inside("allOf") || inside("anyOf") || inside("oneOf")
}

fn subschema(chance: &mut Chance, depth: usize) -> Value {
    if depth == 0 {
        return scalar(chance);
    }
    match chance.below(14) {
        0..=3 => object(chance, depth),
        4 => map(chance, depth),
        5 | 6 => array(chance, depth),
        7 => tagged(chance, depth),
        8 => {
            json!({"anyOf": [subschema(chance, depth.saturating_sub(1)), subschema(chance, depth.saturating_sub(1))]})
        }
        9 => {
            json!({"allOf": [object(chance, depth.saturating_sub(1)), object(chance, depth.saturating_sub(1))]})
        }
        10 | 11 => json!({"$ref": format!("#/$defs/{}", chance.of(&DEFS))}),
        _ => scalar(chance),
    }
}

fn scalar(chance: &mut Chance) -> Value {
    match chance.below(12) {
        0 => json!({"type": "boolean"}),
        1 => json!({"type": "null"}),
        2 => {
            json!({"const": chance.of(&[json!("a"), json!(1), json!(true), json!({"a": 1}), json!([1, "a"])])})
        }
        3 | 4 => json!({"type": "string", "enum": some_of(chance, &["a", "b", "cc", "ddd"])}),
        5 => json!({"type": "string", "format": chance.of(&FORMATS)}),
        6 | 7 => {
            let mut text = json!({"type": nullable(chance, "string")});
            maybe(chance, &mut text, "minLength", |chance| json!(chance.below(3)));
            maybe(chance, &mut text, "maxLength", |chance| {
                json!(2 + chance.below(3))
            });
            text
        }
        8 => true.into(),
        _ => number(chance),
    }
}

fn number(chance: &mut Chance) -> Value {
    let kind = chance.of(&["integer", "number"]).to_owned();
    let mut number = json!({"type": nullable(chance, kind)});
    maybe(chance, &mut number, "minimum", |chance| json!(chance.below(5)));
    maybe(chance, &mut number, "maximum", |chance| {
        json!(4 + chance.below(5))
    });
    if chance.once_in(3) {
        maybe(chance, &mut number, "exclusiveMinimum", |chance| {
            json!(chance.below(4))
        });
        maybe(chance, &mut number, "exclusiveMaximum", |chance| {
            json!(5.5 + f64::from(u8::try_from(chance.below(4)).unwrap()))
        });
        maybe(chance, &mut number, "multipleOf", |chance| {
            chance.of(&[json!(2), json!(3), json!(0.5), json!(0.1)]).clone()
        });
    }
    number
}

fn nullable(chance: &mut Chance, kind: &str) -> Value {
    if chance.once_in(4) {
        json!([kind, "null"])
    } else {
        json!(kind)
    }
}

fn some_of(chance: &mut Chance, list: &[&str]) -> Value {
    let start = chance.below(list.len());
    let count = 1 + chance.below(list.len());
    list.iter()
        .cycle()
        .skip(start)
        .take(count)
        .map(|word| json!(word))
        .collect()
}

fn maybe(chance: &mut Chance, schema: &mut Value, keyword: &str, value: impl Fn(&mut Chance) -> Value) {
    if chance.once_in(2) {
        schema[keyword] = value(chance);
    }
}

fn object(chance: &mut Chance, depth: usize) -> Value {
    let mut members = Map::new();
    for _ in 0..chance.below(4) {
        members.insert(
            (*chance.of(&NAMES)).to_owned(),
            subschema(chance, depth.saturating_sub(1)),
        );
    }
    let required: Vec<&String> = members.keys().filter(|_| chance.once_in(3)).collect();
    let mut object = json!({"type": nullable(chance, "object"), "properties": members, "required": required});
    match chance.below(4) {
        0 | 1 => object["additionalProperties"] = json!(false),
        2 if chance.once_in(2) => object["additionalProperties"] = json!(true),
        _ => {}
    }
    if chance.once_in(6) {
        maybe(chance, &mut object, "minProperties", |chance| {
            json!(chance.below(3))
        });
        maybe(chance, &mut object, "maxProperties", |chance| {
            json!(1 + chance.below(3))
        });
    }
    object
}

fn map(chance: &mut Chance, depth: usize) -> Value {
    let mut map =
        json!({"type": "object", "additionalProperties": subschema(chance, depth.saturating_sub(1))});
    if chance.once_in(3) {
        map["properties"] = json!({(*chance.of(&NAMES)): subschema(chance, depth.saturating_sub(1))});
    }
    if chance.once_in(3) {
        map["propertyNames"] = chance
            .of(&[
                json!({"maxLength": 3}),
                json!({"enum": ["a", "b", "f"]}),
                json!({"minLength": 2}),
            ])
            .clone();
    }
    if chance.once_in(3) {
        maybe(chance, &mut map, "minProperties", |chance| json!(chance.below(3)));
        maybe(chance, &mut map, "maxProperties", |chance| {
            json!(1 + chance.below(3))
        });
    }
    map
}

fn array(chance: &mut Chance, depth: usize) -> Value {
    let mut array = json!({"type": "array"});
    if chance.once_in(3) {
        let count = 1 + chance.below(2);
        array["prefixItems"] = (0..count)
            .map(|_| subschema(chance, depth.saturating_sub(1)))
            .collect();
        maybe(chance, &mut array, "items", |_| json!(false));
    } else {
        array["items"] = subschema(chance, depth.saturating_sub(1));
    }
    maybe(chance, &mut array, "maxItems", |chance| json!(chance.below(4)));
    if chance.once_in(3) {
        array["minItems"] = json!(chance.below(3));
    }
    if chance.once_in(4) {
        array["uniqueItems"] = json!(true);
    }
    if chance.once_in(8) {
        array["contains"] = subschema(chance, 0);
    }
    array
}

fn tagged(chance: &mut Chance, depth: usize) -> Value {
    let count = 1 + chance.below(3);
    let variants = (0..count).map(|index| variant(chance, depth, ["x", "y", "z"][index]));
    json!({"oneOf": variants.collect::<Vec<_>>()})
}

fn variant(chance: &mut Chance, depth: usize, tag: &str) -> Value {
    let mut variant = object(chance, depth - 1 + usize::from(depth == 1));
    variant["type"] = json!("object");
    variant["title"] = json!(tag.to_uppercase());
    variant["properties"]["kind"] = json!({"const": tag});
    variant["required"].as_array_mut().unwrap().push(json!("kind"));
    variant.as_object_mut().unwrap().remove("maxProperties");
    variant
}

/// The schema with one change somewhere, or another way to say the same.
pub(crate) fn mutated(chance: &mut Chance, schema: &Value) -> Value {
    for _ in 0..20 {
        let mut changed = schema.clone();
        let places = places(&changed);
        let place = chance.of(&places).clone();
        let target = changed.pointer_mut(&place).unwrap();
        mutate(chance, target, place.is_empty());
        if changed != *schema && !circular(&changed) {
            return changed;
        }
    }
    schema.clone()
}

/// Whether a definition refers on in place, which may be a circle.
fn circular(schema: &Value) -> bool {
    let defs = schema.get("$defs").and_then(Value::as_object);
    defs.is_some_and(|defs| defs.values().any(in_place_reference))
}

/// The pointers of all schemas inside a schema.
fn places(schema: &Value) -> Vec<String> {
    fn walk(schema: &Value, pointer: &str, found: &mut Vec<String>) {
        found.push(pointer.to_owned());
        for keyword in ["items", "additionalProperties", "contains"] {
            if let Some(inner) = schema.get(keyword).filter(|inner| inner.is_object()) {
                walk(inner, &format!("{pointer}/{keyword}"), found);
            }
        }
        for keyword in ["properties", "$defs"] {
            for (name, inner) in schema
                .get(keyword)
                .and_then(Value::as_object)
                .into_iter()
                .flatten()
            {
                walk(inner, &format!("{pointer}/{keyword}/{name}"), found);
            }
        }
        for keyword in ["oneOf", "anyOf", "allOf", "prefixItems"] {
            for (index, inner) in schema
                .get(keyword)
                .and_then(Value::as_array)
                .into_iter()
                .flatten()
                .enumerate()
            {
                walk(inner, &format!("{pointer}/{keyword}/{index}"), found);
            }
        }
    }
    let mut found = Vec::new();
    walk(schema, "", &mut found);
    found
}

fn mutate(chance: &mut Chance, schema: &mut Value, root: bool) {
    if !root && chance.once_in(8) {
        *schema = subschema(chance, 1);
        return;
    }
    if !root && chance.once_in(12) {
        *schema = json!({"allOf": [schema.clone()]});
        return;
    }
    if !root && chance.once_in(12) {
        *schema = json!({"anyOf": [schema.clone(), {"type": "null"}]});
        return;
    }
    let Value::Object(keywords) = schema else { return };
    if keywords.contains_key("properties") && chance.once_in(2) {
        members(chance, schema);
        return;
    }
    let names: Vec<String> = keywords
        .keys()
        .filter(|name| *name != "$defs" && *name != "$ref")
        .cloned()
        .collect();
    if names.is_empty() {
        return;
    }
    let keyword = chance.of(&names).clone();
    match &mut schema[&keyword] {
        Value::Number(number) => {
            let step = [-1.0, -0.5, 1.0, 2.0][chance.below(4)];
            let moved = number.as_f64().unwrap() + step;
            let counts =
                keyword.ends_with("Length") || keyword.ends_with("Items") || keyword.ends_with("Properties");
            if keyword == "multipleOf" {
                schema[&keyword] = chance
                    .of(&[json!(1), json!(4), json!(6), json!(0.5), json!(0.25)])
                    .clone();
            } else if counts {
                schema[&keyword] = json!(moved.max(0.0).ceil());
            } else {
                schema[&keyword] = json!(moved);
            }
        }
        Value::Array(list)
            if keyword == "enum" || keyword == "oneOf" || keyword == "anyOf" || keyword == "prefixItems" =>
        {
            if list.len() > 1 && chance.once_in(2) {
                list.remove(chance.below(list.len()));
            } else if keyword == "enum" {
                list.push(json!(["e", "ff"][chance.below(2)]));
            } else if keyword == "oneOf" {
                let tag = *chance.of(&["u", "v"]);
                list.push(variant(chance, 2, tag));
            } else {
                list.push(subschema(chance, 1));
            }
        }
        Value::String(format) if keyword == "format" => (*chance.of(&FORMATS)).clone_into(format),
        Value::String(kind) if keyword == "type" => {
            (*chance.of(&["string", "integer", "number", "object", "array", "null"])).clone_into(kind);
        }
        Value::Bool(yes) if keyword != "uniqueItems" => *yes = !*yes,
        _ => {
            schema.as_object_mut().unwrap().remove(&keyword);
        }
    }
}

fn members(chance: &mut Chance, object: &mut Value) {
    let names: Vec<String> = object["properties"]
        .as_object()
        .unwrap()
        .keys()
        .cloned()
        .collect();
    let required = |object: &mut Value| -> Vec<Value> {
        object
            .get("required")
            .and_then(Value::as_array)
            .cloned()
            .unwrap_or_default()
    };
    let name = if names.is_empty() {
        "a".to_owned()
    } else {
        chance.of(&names).clone()
    };
    match chance.below(5) {
        0 => {
            let fresh = (*chance.of(&["a", "b", "c", "d", "e", "f", "g"])).to_owned();
            object["properties"][&fresh] = subschema(chance, 1);
        }
        1 => {
            object["properties"].as_object_mut().unwrap().remove(&name);
            let left: Vec<Value> = required(object)
                .into_iter()
                .filter(|other| *other != json!(name))
                .collect();
            object["required"] = json!(left);
        }
        2 => {
            let mut list = required(object);
            if let Some(index) = list.iter().position(|other| *other == json!(name)) {
                list.remove(index);
            } else {
                list.push(json!(name));
            }
            object["required"] = json!(list);
        }
        3 => {
            object["additionalProperties"] = chance
                .of(&[
                    json!(true),
                    json!(false),
                    json!({"type": "integer"}),
                    json!({"type": "string"}),
                ])
                .clone();
        }
        _ => {
            let schema = object["properties"]
                .as_object_mut()
                .unwrap()
                .remove(&name)
                .unwrap_or(json!({"type": "null"}));
            object["properties"]["renamed"] = schema;
        }
    }
}
