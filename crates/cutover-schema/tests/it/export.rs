//! The portable form: what every exported schema keeps, and what cannot be exported.

use cutover_contract::Document;
use cutover_model::wire::{Node, Wire};
use cutover_schema::{Registry, RegistryError, Schema, UnknownDocument, Validator, export};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

fn registry() -> Registry {
    Registry::new(&[cutover_model::DOCUMENTS, cutover_contract::DOCUMENTS]).unwrap()
}

#[test]
fn every_example_is_valid_and_every_schema_is_checked() {
    let exported = registry().export().unwrap();
    assert_eq!(exported.len(), registry().documents().len());
    for (exported, document) in exported.iter().zip(registry().documents()) {
        let validator = Validator::new(&Schema::new(exported.schema.clone()).unwrap());
        assert!(!document.examples.is_empty());
        for example in document.examples {
            let faults = validator.faults(&serde_json::from_str(example).unwrap());
            assert!(faults.is_empty(), "{}: {faults:?}", exported.path());
        }
        let id = format!("urn:cutover:schema:{}:{}", document.kind, document.version);
        assert_eq!(exported.schema["$id"], id);
        assert!(exported.text().ends_with("}\n"));
    }
}

#[test]
fn every_schema_keeps_the_portable_form() {
    let mut seen = 0;
    for exported in registry().export().unwrap() {
        portable(&exported.schema, &exported.path(), &mut seen);
        for name in exported
            .schema
            .get("$defs")
            .and_then(Value::as_object)
            .into_iter()
            .flat_map(|defs| defs.keys())
        {
            assert!(!name.ends_with(|last: char| last.is_ascii_digit()), "{name}");
            assert!(exported.schema["$defs"][name]["title"].is_string(), "{name}");
        }
    }
    assert!(seen > 200, "only {seen} schemas were looked at");
}

/// Walks a schema and everything below it.
fn portable(schema: &Value, place: &str, seen: &mut usize) {
    const KEYWORDS: &[&str] = &[
        "$defs",
        "$id",
        "$schema",
        "additionalProperties",
        "const",
        "description",
        "enum",
        "examples",
        "format",
        "items",
        "maxItems",
        "maxLength",
        "maximum",
        "minItems",
        "minLength",
        "minimum",
        "oneOf",
        "pattern",
        "properties",
        "required",
        "title",
        "type",
        "uniqueItems",
    ];
    *seen += 1;
    let Some(fields) = schema.as_object() else { return };
    if fields.contains_key("$ref") {
        assert_eq!(fields.len(), 1, "{place}: $ref has siblings");
        assert!(
            fields["$ref"].as_str().unwrap().starts_with("#/$defs/"),
            "{place}"
        );
        return;
    }
    for key in fields.keys() {
        assert!(KEYWORDS.contains(&key.as_str()), "{place}: {key}");
    }
    assert!(
        fields.contains_key("description") || place.ends_with("items"),
        "{place} has no description"
    );
    assert!(
        !fields["examples"].as_array().unwrap().is_empty(),
        "{place} has no example"
    );
    if let Some(format) = fields.get("format").and_then(Value::as_str) {
        assert!(["date-time", "uuid"].contains(&format), "{place}: {format}");
    }
    if let Some(text) = fields.get("description").and_then(Value::as_str) {
        assert!(
            !text.contains("[`") && !text.contains('\n') && !text.contains("```"),
            "{place}: {text}"
        );
    }
    if let Some(kinds) = fields.get("type").and_then(Value::as_array) {
        assert!(kinds.len() == 2 && kinds[1] == "null", "{place}: {kinds:?}");
    }
    for keyword in ["properties", "$defs"] {
        for (name, inner) in fields
            .get(keyword)
            .and_then(Value::as_object)
            .into_iter()
            .flatten()
        {
            portable(inner, &format!("{place}/{keyword}/{name}"), seen);
        }
    }
    for keyword in ["items", "additionalProperties"] {
        if let Some(inner) = fields.get(keyword).filter(|inner| inner.is_object()) {
            portable(inner, &format!("{place}/{keyword}"), seen);
        }
    }
}

/// Types that are only looked at for their schemas.
macro_rules! only_for_schemas {
    ($($type:ident),+) => {$(
        impl Wire for $type {
            fn read(node: Node<'_>) -> Option<Self> {
                node.refuse("is not read here")
            }
        }
    )+};
}

only_for_schemas!(Numbered, Unbounded, Silent, Unshown, Either);

/// A document of a type, with one example.
macro_rules! document {
    ($type:ident, $example:literal) => {
        Document::new::<$type>("thing", "1.0", "A thing.", &[$example])
    };
}

fn refusal(document: &Document) -> String {
    export(document).unwrap_err().to_string()
}

/// A part.
#[derive(Serialize, JsonSchema)]
struct Part2 {
    /// A name.
    name: String,
}

/// A thing.
#[derive(Serialize, JsonSchema)]
struct Numbered {
    /// Its parts.
    parts: Vec<Part2>,
}

/// A thing.
#[derive(Serialize, JsonSchema)]
struct Unbounded {
    /// How many.
    count: u64,
}

#[derive(Serialize, JsonSchema)]
struct Silent {
    name: String,
}

/// A thing.
#[derive(Serialize, JsonSchema)]
struct Unshown {
    /// A name.
    name: Option<String>,
}

/// A thing.
#[derive(Serialize, JsonSchema)]
#[serde(untagged)]
#[expect(dead_code, reason = "only its schema is looked at")]
enum Either {
    /// One.
    Number(u8),
    /// The other.
    Text(String),
}

#[test]
fn what_is_not_portable_is_refused_with_its_place() {
    let numbered = document!(Numbered, r#"{"parts": [{"name": "a"}]}"#);
    assert!(
        refusal(&numbered).contains("at /$defs/Part2 the name ends in a number"),
        "{}",
        refusal(&numbered)
    );

    let unbounded = document!(Unbounded, r#"{"count": 1}"#);
    assert!(refusal(&unbounded).contains("at /properties/count is a number without bounds"));

    let silent = document!(Silent, r#"{"name": "a"}"#);
    assert!(refusal(&silent).contains("at /properties/name has no description"));

    let unshown = document!(Unshown, r"{}");
    assert!(refusal(&unshown).contains("at /properties/name no example of the document has a value"));

    let either = document!(Either, "1");
    assert!(refusal(&either).contains("at /anyOf uses a keyword that tools read differently"));
    let broken = Document::new::<cutover_model::DeploymentIntent>("thing", "1.0", "A thing.", &["{"]);
    assert!(refusal(&broken).contains("at /examples an example of the document is no JSON"));
}

#[test]
fn a_registry_takes_each_version_once_and_names_as_they_should_be() {
    let intent =
        |kind, version| Document::new::<cutover_model::DeploymentIntent>(kind, version, "A thing.", &[]);
    let twice = Registry::new(&[&[intent("a", "1.0")], &[intent("a", "1.0")]]).unwrap_err();
    assert_eq!(
        twice,
        RegistryError::Twice {
            kind: "a",
            version: "1.0"
        }
    );
    for (kind, version) in [
        ("A", "1.0"),
        ("a_b", "1.0"),
        ("a", "1"),
        ("a", "1.x"),
        ("a", "+1.0"),
        ("", "1.0"),
        ("a-", "1.0"),
    ] {
        let error = Registry::new(&[&[intent(kind, version)]]).unwrap_err();
        assert_eq!(error.code(), "DOCUMENT_MISNAMED", "{kind} {version}");
    }
    let registry = Registry::new(&[&[
        intent("a", "1.9"),
        intent("a", "1.10"),
        intent("b", "1.0"),
        intent("a", "2.0"),
    ]])
    .unwrap();
    let versions: Vec<&str> = registry
        .documents()
        .iter()
        .map(|document| document.version)
        .collect();
    assert_eq!(versions, ["1.9", "1.10", "2.0", "1.0"]);
    assert_eq!(registry.find("a", None).unwrap().version, "2.0");
    assert_eq!(registry.find("a", Some("1.9")).unwrap().version, "1.9");
    let error = registry.find("a", Some("3.0")).unwrap_err();
    assert_eq!(error.to_string(), "a has no version 3.0, it has 1.9, 1.10, 2.0");
    assert!(matches!(
        registry.find("zzzz", None),
        Err(UnknownDocument::Kind { nearest: None, .. })
    ));
}
