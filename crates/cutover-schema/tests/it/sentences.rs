//! Every sentence that the crate says, in a file that a person has read.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;

use cutover_schema::{Effect, Readers, Schema, Validator, compare, read};
use serde_json::{Value, json};

/// Everything the crate says when something is wrong, in one file that a person has read.
#[test]
fn every_sentence_is_in_the_file() {
    let mut said = String::new();
    reading(&mut said);
    schemas(&mut said);
    faults(&mut said);
    undecided(&mut said);
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/errors.txt");
    if std::env::var_os("CUTOVER_BLESS").is_some() {
        std::fs::write(&path, &said).unwrap();
    }
    assert_eq!(std::fs::read_to_string(&path).unwrap(), said);
}

fn reading(said: &mut String) {
    said.push_str("# Texts that are not read: the text, the error\n");
    for text in [
        "",
        " \n\t",
        "\u{feff}{}",
        "{",
        "[1,]",
        "{\"a\":1,}",
        "{\"a\" 1}",
        "nul",
        "1 2",
        "01",
        "-",
        "1e999",
        "\"\\x\"",
        "\"\\ud800\"",
        "\"a\nb\"",
        "{\"a\":{\"met\":1,\n  \"m\\u0065t\":2}}",
        "[{\"\":0,\"\":0}]",
        "'a'",
        "{a:1}",
        "NaN",
    ] {
        writeln!(said, "{text:?}\n    {}", read(text.as_bytes()).unwrap_err()).unwrap();
    }
    writeln!(
        said,
        "a line, then the bytes 61 ff\n    {}",
        read(b"[\n\"a\xff\"]").unwrap_err()
    )
    .unwrap();
    writeln!(
        said,
        "101 times [\n    {}",
        read("[".repeat(101).as_bytes()).unwrap_err()
    )
    .unwrap();
    writeln!(
        said,
        "9 MiB\n    {}",
        read(&vec![b' '; 9 * 1024 * 1024]).unwrap_err()
    )
    .unwrap();
}

fn schemas(said: &mut String) {
    said.push_str("\n# Schemas that are refused: the schema, the error\n");
    let mut deep = json!(true);
    for _ in 0..60 {
        deep = json!({"properties": {"a": deep}});
    }
    for schema in [
        json!({"$ref": "http://example.com/a.json"}),
        json!({"properties": {"a": {"$ref": "other.json#/a"}}}),
        json!({"items": {"$ref": "#/$defs/gone"}}),
        json!({"$defs": {"a": ["no schema"]}, "$ref": "#/$defs/a/0"}),
        json!({"$ref": 5}),
        json!({"$defs": {"A": {"anyOf": [{"type": "null"}, {"$ref": "#/$defs/A"}]}}, "$ref": "#/$defs/A"}),
        json!({"$schema": "http://json-schema.org/draft-07/schema#"}),
        json!({"properties": {"a": {"$id": "urn:x"}}}),
        json!({"$dynamicRef": "#x"}),
        json!("text"),
        json!({"properties": {"a": 1}}),
        json!({"type": "text"}),
        json!({"type": ["string", "strin"]}),
        json!({"minLength": -1}),
        json!({"maxItems": 1.5}),
        json!({"multipleOf": 0}),
        json!({"required": ["a", "b", "a"]}),
        json!({"pattern": "("}),
        json!({"enum": "a"}),
        json!({"properties": []}),
    ] {
        let error = Schema::new(schema.clone()).unwrap_err();
        writeln!(said, "{schema}\n    {error}").unwrap();
    }
    writeln!(
        said,
        "60 objects inside one another\n    {}",
        Schema::new(deep).unwrap_err()
    )
    .unwrap();
}

fn faults(said: &mut String) {
    said.push_str("\n# Faults: the schema, the value, the rule, the fault\n");
    for (schema, value) in single_rules().into_iter().chain(unions()) {
        let compiled = Schema::new(schema.clone()).unwrap();
        let faults = Validator::new(&compiled).faults(&value);
        assert!(!faults.is_empty(), "{schema} {value}");
        writeln!(said, "{schema} {value}").unwrap();
        for fault in faults {
            writeln!(said, "    {}\n        {fault}", fault.rule).unwrap();
        }
    }
}

fn single_rules() -> Vec<(Value, Value)> {
    vec![
        (json!({"type": "integer"}), json!("3")),
        (json!({"type": "integer"}), json!(3.5)),
        (json!({"type": ["string", "null"]}), json!([1, 2])),
        (
            json!({"type": "boolean"}),
            json!({"a": "a text that is so long that it is not shown whole in a sentence about it"}),
        ),
        (json!({"enum": ["native", "hardis", "custom"]}), json!("Native")),
        (json!({"enum": ["native", "hardis", "custom"]}), json!("other")),
        (json!({"enum": (0..20).collect::<Vec<_>>()}), json!(20)),
        (json!({"const": "1.0"}), json!("1.1")),
        (json!({"enum": []}), json!(1)),
        (json!({"minimum": 3}), json!(2)),
        (json!({"maximum": 3}), json!(4)),
        (json!({"exclusiveMinimum": 3}), json!(3)),
        (json!({"exclusiveMaximum": 3}), json!(3)),
        (json!({"multipleOf": 0.5}), json!(0.3)),
        (json!({"minLength": 2}), json!("é")),
        (json!({"maxLength": 1}), json!("ab")),
        (json!({"pattern": "^a+$"}), json!("b")),
        (
            json!({"minLength": 2, "pattern": "^a+$", "format": "date"}),
            json!("b"),
        ),
        (json!({"format": "date-time"}), json!("yesterday")),
        (json!({"format": "regex"}), json!("(")),
        (json!({"minItems": 1}), json!([])),
        (json!({"maxItems": 1}), json!([1, 2])),
        (json!({"prefixItems": [true], "items": false}), json!([1, 2])),
        (json!({"uniqueItems": true}), json!([1, {"a": 1}, {"a": 1.0}])),
        (json!({"contains": {"type": "null"}}), json!([1])),
        (json!({"minProperties": 1}), json!({})),
        (json!({"maxProperties": 0}), json!({"a": 1})),
        (json!({"required": ["name", "age"]}), json!({})),
        (
            json!({"properties": {"name": true, "age": true}, "additionalProperties": false}),
            json!({"nam": 1, "e/f": 2}),
        ),
        (
            json!({"properties": {"name": true}, "required": ["name"], "additionalProperties": false}),
            json!({"Name": 1}),
        ),
        (json!({"additionalProperties": false}), json!({"a": 1, "b": 2})),
        (
            json!({"items": {"type": "object", "additionalProperties": false}}),
            json!([{}, {"a": 1}]),
        ),
        (
            json!({"properties": {"a": true}, "unevaluatedProperties": false}),
            json!({"b": 1}),
        ),
        (json!({"propertyNames": {"maxLength": 2}}), json!({"abc": 1})),
        (
            json!({"propertyNames": {"enum": ["red", "blue"]}}),
            json!({"bleu": 1}),
        ),
        (json!({"properties": {"a": false}}), json!({"a": 1})),
        (json!({"not": {"type": "string"}}), json!("a")),
        (
            json!({"if": {"type": "string"}, "then": {"minLength": 3}}),
            json!("a"),
        ),
        (json!({"dependentRequired": {"a": ["b"]}}), json!({"a": 1})),
        (json!({"oneOf": [{"type": "integer"}, {"minimum": 2}]}), json!(3)),
    ]
}

fn unions() -> Vec<(Value, Value)> {
    let tagged = json!({"oneOf": [
        {"title": "Circle", "type": "object", "required": ["kind", "r"], "additionalProperties": false,
         "properties": {"kind": {"const": "circle"}, "r": {"type": "number"}}},
        {"title": "Square", "type": "object", "required": ["kind"], "properties": {"kind": {"const": "square"}}}
    ]});
    let loose = json!({"anyOf": [
        {"title": "Named", "type": "object", "required": ["name"], "properties": {"name": {"type": "string"}}},
        {"title": "Numbered", "type": "object", "required": ["number", "unit"], "properties": {"number": {"type": "integer"}}},
        {"type": "null"}
    ]});
    vec![
        (tagged.clone(), json!({"kind": "circle", "r": "1", "x": 2})),
        (tagged.clone(), json!({"kind": "circel"})),
        (tagged.clone(), json!({"r": 1})),
        (tagged.clone(), json!({"kind": 7})),
        (tagged, json!([])),
        (loose.clone(), json!({"nmae": "a"})),
        (loose.clone(), json!({"number": "1", "unit": 2})),
        (loose, json!(true)),
        (
            json!({"anyOf": [{"const": "a"}, {"enum": ["b", "c"]}, {"type": "null"}]}),
            json!("d"),
        ),
        (
            json!({"anyOf": [{"type": "string", "maxLength": 2}, {"type": "null"}]}),
            json!("abc"),
        ),
    ]
}

fn undecided(said: &mut String) {
    said.push_str("\n# Not decided: the old and the new schema, the reason\n");
    let mut reasons = BTreeSet::new();
    let deep = |least: usize| {
        let mut defs = serde_json::Map::new();
        for index in 0..80 {
            defs.insert(
                format!("d{index}"),
                json!({"required": ["n"], "properties": {"n": {"$ref": format!("#/$defs/d{}", index + 1)}}}),
            );
        }
        defs.insert("d80".to_owned(), json!({"type": "integer", "minimum": least}));
        json!({"$ref": "#/$defs/d0", "$defs": defs})
    };
    for (old, new, words) in [
        (
            json!({"pattern": "^[a-z]+$"}),
            json!({"pattern": "^[a-z0-9]+$"}),
            None,
        ),
        (
            json!({"type": "string"}),
            json!({"type": "string", "nullable": true}),
            None,
        ),
        (
            json!({"type": "string", "minLength": 1_000_000}),
            json!({"type": "string", "maxLength": 5}),
            None,
        ),
        (
            json!({"patternProperties": {"^a": true}}),
            json!({"patternProperties": {"^b": {"type": "null"}}}),
            None,
        ),
        (
            deep(1),
            deep(2),
            Some("a chain of 80 objects whose last member changes"),
        ),
    ] {
        let text = words.map_or_else(|| format!("{old} {new}"), str::to_owned);
        let [old, new] = [old, new].map(|schema| Schema::new(schema).unwrap());
        let comparison = compare(&old, &new, Readers::Ignoring);
        for (direction, effect) in [("backward", comparison.backward), ("forward", comparison.forward)] {
            if let Effect::Undecided { reason } = effect {
                writeln!(said, "{text}\n    {direction}: {reason}").unwrap();
                reasons.insert(reason);
            }
        }
    }
    assert!(reasons.len() >= 4, "{reasons:?}");
}
