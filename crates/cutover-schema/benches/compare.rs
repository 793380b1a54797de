//! What comparing, validating and reading cost on a schema of about ten kilobytes.
#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a benchmark prints its figures and stops when its own data is wrong"
)]

use cutover_schema::{Readers, Schema, Validator, compare, read};
use divan::{Bencher, black_box};
use serde_json::{Map, Value, json};

fn main() {
    let size = contract(0).to_string().len();
    println!("the schema has {size} bytes");
    divan::main();
}

/// A contract of the size of ours: sections of members with words for people, a union, a list of failures. `shift` moves
/// that many bounds, enums, requirements and variants.
fn contract(shift: usize) -> Value {
    let words = "what this member says, in a sentence or two for the person who reads it";
    let text = |index: usize| {
        let most = 200 + usize::from(shift > 4 * index);
        json!({"type": "string", "title": "Text", "description": words, "minLength": 1, "maxLength": most, "examples": ["x"]})
    };
    let count = |index: usize| {
        let least = usize::from(shift > 4 * index + 1);
        json!({"type": "integer", "description": words, "minimum": least, "maximum": 4_294_967_295_u32})
    };
    let section = |index: usize| {
        let mut members = Map::new();
        for name in ["name", "tool", "repository", "commit"] {
            members.insert(format!("{name}{index}"), text(index));
        }
        for name in ["total", "passed", "failed"] {
            members.insert(format!("{name}{index}"), count(index));
        }
        members.insert(
            "state".to_owned(),
            json!({"type": "string", "description": words, "enum": if shift > 4 * index + 2 {
                json!(["Succeeded", "Failed", "Blocked", "Skipped"])
            } else {
                json!(["Succeeded", "Failed", "Blocked"])
            }}),
        );
        members.insert(
            "at".to_owned(),
            json!({"type": "string", "format": "date-time", "description": words}),
        );
        let required: Vec<&String> = members
            .keys()
            .take(5 + usize::from(shift > 4 * index + 3))
            .collect();
        json!({"type": "object", "title": "Section", "description": words, "required": required, "properties": members})
    };
    let variant = |tag: &str| {
        json!({"title": tag, "type": "object", "required": ["kind", "detail"], "additionalProperties": false, "description": words,
               "properties": {"kind": {"const": tag}, "detail": {"$ref": "#/$defs/Section0"}, "causes": {"type": "array", "items": {"$ref": "#/$defs/Failure"}}}})
    };
    let mut defs: Map<String, Value> = (0..4)
        .map(|index| (format!("Section{index}"), section(index)))
        .collect();
    let tags = ["app", "policy", "timeout", "config", "validation"];
    defs.insert("Failure".to_owned(), json!({"oneOf": tags.map(variant)}));
    let mut members: Map<String, Value> = (0..4)
        .map(|index| {
            (
                format!("section{index}"),
                json!({"$ref": format!("#/$defs/Section{index}")}),
            )
        })
        .collect();
    members.insert(
        "failures".to_owned(),
        json!({"type": "array", "items": {"$ref": "#/$defs/Failure"}, "description": words}),
    );
    members.insert(
        "labels".to_owned(),
        json!({"type": "object", "additionalProperties": {"type": "string", "maxLength": 64}}),
    );
    json!({"$schema": cutover_schema::DIALECT, "$id": "urn:cutover:schema:bench:1.0", "title": "Bench", "description": words,
           "type": "object", "required": ["section0", "section1"], "properties": members, "$defs": defs})
}

fn schema(shift: usize) -> Schema {
    Schema::new(contract(shift)).expect("the schema of the benchmark is a schema")
}

/// The number of changes.
#[divan::bench(args = [0, 1, 4, 16])]
fn compare_ten_kilobytes(bencher: Bencher<'_, '_>, changes: usize) {
    let (old, new) = (schema(0), schema(changes));
    bencher.bench(|| compare(black_box(&old), black_box(&new), Readers::Ignoring));
}

#[divan::bench]
fn check_ten_kilobytes(bencher: Bencher<'_, '_>) {
    let document = contract(0);
    bencher
        .with_inputs(|| document.clone())
        .bench_values(|document| Schema::new(black_box(document)));
}

fn document() -> Value {
    let section = |index: usize| {
        json!({format!("name{index}"): "n", format!("tool{index}"): "t", format!("repository{index}"): "r", format!("commit{index}"): "c",
               format!("total{index}"): 3, format!("passed{index}"): 3, format!("failed{index}"): 0, "state": "Failed", "at": "2026-01-31T12:00:00Z"})
    };
    json!({"section0": section(0), "section1": section(1), "failures": [{"kind": "timeout", "detail": section(0)}]})
}

#[divan::bench]
fn no_faults(bencher: Bencher<'_, '_>) {
    let (validator, document) = (Validator::new(&schema(0)), document());
    bencher.bench(|| validator.faults(black_box(&document)));
}

#[divan::bench]
fn one_fault_inside_a_union(bencher: Bencher<'_, '_>) {
    let mut document = document();
    document["failures"][0]["detail"]["total0"] = json!("three");
    let validator = Validator::new(&schema(0));
    bencher.bench(|| validator.faults(black_box(&document)));
}

#[divan::bench]
fn read_strictly(bencher: Bencher<'_, '_>) {
    let text = contract(0).to_string();
    bencher.bench(|| read(black_box(text.as_bytes())));
}

#[divan::bench]
fn read_as_a_plain_value(bencher: Bencher<'_, '_>) {
    let text = contract(0).to_string();
    bencher.bench(|| serde_json::from_slice::<Value>(black_box(text.as_bytes())));
}
