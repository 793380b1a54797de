//! Faults: the exact place, and one per cause.

use std::net::TcpListener;

use cutover_schema::{Fault, Schema, SchemaError, Validator};
use serde_json::{Value, json};

/// A document in the portable form: closed and open objects, a union, a map, arrays, a nullable member, references.
fn contract() -> Schema {
    Schema::new(json!({
        "type": "object",
        "required": ["status", "meta", "tests", "failures", "labels", "score"],
        "additionalProperties": false,
        "properties": {
            "status": {"type": "string", "enum": ["Succeeded", "Failed", "Blocked"]},
            "meta": {"$ref": "#/$defs/Meta"},
            "tests": {
                "type": "object",
                "required": ["total", "passed"],
                "properties": {
                    "total": {"type": "integer", "minimum": 0, "maximum": 1000},
                    "passed": {"type": "integer", "minimum": 0, "maximum": 1000}
                }
            },
            "failures": {"type": "array", "items": {"$ref": "#/$defs/Failure"}, "minItems": 1, "maxItems": 3, "uniqueItems": true},
            "labels": {"type": "object", "additionalProperties": {"type": "string", "maxLength": 5}, "propertyNames": {"maxLength": 6}},
            "score": {"type": ["number", "null"], "exclusiveMinimum": 0, "exclusiveMaximum": 100, "multipleOf": 0.5}
        },
        "$defs": {
            "Meta": {
                "title": "Meta",
                "type": "object",
                "required": ["at", "commit"],
                "additionalProperties": false,
                "properties": {
                    "at": {"type": "string", "format": "date-time"},
                    "commit": {"type": "string", "pattern": "^[0-9a-f]{7,40}$"},
                    "final": {"const": true}
                }
            },
            "Failure": {
                "oneOf": [
                    {"$ref": "#/$defs/Timeout"},
                    {
                        "title": "Policy",
                        "type": "object",
                        "required": ["kind", "rules"],
                        "additionalProperties": false,
                        "properties": {
                            "kind": {"const": "policy"},
                            "rules": {"type": "array", "items": {"type": "string", "minLength": 2}}
                        }
                    }
                ]
            },
            "Timeout": {
                "type": "object",
                "required": ["kind", "seconds"],
                "additionalProperties": false,
                "properties": {
                    "kind": {"const": "timeout"},
                    "seconds": {"type": "integer", "minimum": 1},
                    "cause": {"$ref": "#/$defs/Failure"}
                }
            }
        }
    }))
    .unwrap()
}

fn valid() -> Value {
    json!({
        "status": "Failed",
        "meta": {"at": "2026-01-31T12:00:00Z", "commit": "abc1234", "final": true},
        "tests": {"total": 3, "passed": 2},
        "failures": [
            {"kind": "timeout", "seconds": 30, "cause": {"kind": "policy", "rules": ["freeze", "quota"]}},
            {"kind": "policy", "rules": []}
        ],
        "labels": {"team": "blue", "area": "x"},
        "score": 87.5
    })
}

/// The pointers of all values inside a value.
fn places(value: &Value, pointer: &str, found: &mut Vec<String>) {
    found.push(pointer.to_owned());
    match value {
        Value::Object(members) => {
            members
                .iter()
                .for_each(|(name, value)| places(value, &format!("{pointer}/{name}"), found));
        }
        Value::Array(items) => {
            items
                .iter()
                .enumerate()
                .for_each(|(index, value)| places(value, &format!("{pointer}/{index}"), found));
        }
        _ => {}
    }
}

/// Every document with one fault, and the place of the fault.
fn mutants() -> Vec<(String, Value)> {
    let mut mutants = Vec::new();
    let mut found = Vec::new();
    places(&valid(), "", &mut found);
    let mut set = |pointer: &str, value: Value, at: &str| {
        let mut mutant = valid();
        *mutant.pointer_mut(pointer).unwrap() = value;
        mutants.push((at.to_owned(), mutant));
    };
    for place in &found {
        // The wrong kind, in several ways.
        for wrong in [
            json!(null),
            json!(true),
            json!(7.25),
            json!("?!"),
            json!([]),
            json!({}),
        ] {
            let here = valid().pointer(place).cloned().unwrap();
            let same = std::mem::discriminant(&wrong) == std::mem::discriminant(&here);
            let allowed =
                (place == "/score" && wrong.is_null()) || (place.ends_with("labels") && wrong.is_object());
            if !same && !allowed {
                set(place, wrong, place);
            }
        }
    }
    for place in &found {
        let Some(Value::Object(members)) = valid().pointer(place).cloned() else {
            continue;
        };
        let open = ["/tests", "/labels"].contains(&place.as_str());
        for name in members
            .keys()
            .filter(|name| *name != "final" && *name != "cause" && !place.ends_with("labels"))
        {
            let mut left = members.clone();
            left.remove(name);
            set(place, Value::Object(left), place);
        }
        if !open {
            let mut more = members.clone();
            more.insert("x/y~z".to_owned(), json!(1));
            set(place, Value::Object(more), &format!("{place}/x~1y~0z"));
        }
    }
    for (place, wrong) in [
        ("/status", json!("succeeded")),
        ("/meta/at", json!("2026-01-31")),
        ("/meta/commit", json!("XYZ")),
        ("/meta/final", json!(false)),
        ("/tests/total", json!(-1)),
        ("/tests/total", json!(1001)),
        ("/tests/passed", json!(0.5)),
        ("/score", json!(0)),
        ("/score", json!(100)),
        ("/score", json!(0.25)),
        ("/failures", json!([])),
        ("/failures/0/kind", json!("time-out")),
        ("/failures/1/kind", json!("app")),
        ("/failures/0/seconds", json!(0)),
        ("/failures/0/cause/rules/1", json!("q")),
        ("/failures/0/cause/kind", json!("Policy")),
        ("/labels/team", json!("far too long")),
    ] {
        set(place, wrong, place);
    }
    let four: Vec<Value> = (1..=4)
        .map(|seconds| json!({"kind": "timeout", "seconds": seconds}))
        .collect();
    set("/failures", json!(four), "/failures");
    set(
        "/failures",
        json!([{"kind": "policy", "rules": []}, {"kind": "policy", "rules": []}]),
        "/failures/1",
    );
    set("/labels", json!({"much too long": "x"}), "/labels/much too long");
    mutants
}

#[test]
fn every_mutant_gets_one_fault_at_the_exact_place() {
    let schema = contract();
    let validator = Validator::new(&schema);
    assert_eq!(validator.faults(&valid()), []);
    let mutants = mutants();
    for (place, mutant) in &mutants {
        let faults = validator.faults(mutant);
        let pointers: Vec<&str> = faults.iter().map(|fault| fault.pointer.as_str()).collect();
        assert_eq!(pointers, [place.as_str()], "{mutant}\n{faults:#?}");
        assert!(
            schema.document().pointer(&faults[0].rule).is_some(),
            "the rule {:?}",
            faults[0]
        );
    }
    println!("mutants {}", mutants.len());
    assert!(mutants.len() >= 150, "only {} mutants", mutants.len());
}

#[test]
fn several_faults_are_reported_at_once() {
    let mut document = valid();
    document["status"] = json!("Done");
    document["tests"]["total"] = json!("3");
    document["failures"][0]["cause"]["rules"] = json!(["ok", 1, "", true]);
    document["meta"]["comit"] = document["meta"]
        .as_object_mut()
        .unwrap()
        .remove("commit")
        .unwrap();
    let faults = Validator::new(&contract()).faults(&document);
    let lines: Vec<String> = faults.iter().map(Fault::to_string).collect();
    assert_eq!(
        lines,
        [
            "/failures/0/cause/rules/1: in variant \"Timeout\": in variant \"Policy\": is 1, expected a text",
            "/failures/0/cause/rules/2: in variant \"Timeout\": in variant \"Policy\": has 0 characters, must have at least 2",
            "/failures/0/cause/rules/3: in variant \"Timeout\": in variant \"Policy\": is true, expected a text",
            "/meta/comit: unknown key \"comit\", and the member \"commit\" is missing: did you mean that",
            "/status: is \"Done\", allowed are \"Succeeded\", \"Failed\" and \"Blocked\"",
            "/tests/total: is a text (\"3\"), expected a whole number",
        ]
    );
}

/// A schema that refers outside is refused before anybody is asked: a listener that would be asked hears nothing.
#[test]
fn no_connection_is_made() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let port = listener.local_addr().unwrap().port();
    for reference in [
        format!("http://127.0.0.1:{port}/schema.json"),
        format!("http://127.0.0.1:{port}/schema.json#/$defs/a"),
        format!("//127.0.0.1:{port}/schema.json"),
        "file:///etc/hostname".to_owned(),
        "other.json".to_owned(),
        "urn:cutover:schema:contract:1.0".to_owned(),
        "#anchor".to_owned(),
    ] {
        for schema in [
            json!({"$ref": reference}),
            json!({"type": 7, "properties": {"a": {"items": {"$ref": reference}}}}),
            json!({"dependencies": {"a": {"$ref": reference}}}),
            json!({"else": {"$ref": "#/x/y"}, "x": {"y": {"$ref": reference}}}),
        ] {
            let error = Schema::new(schema.clone()).unwrap_err();
            assert!(
                matches!(error, SchemaError::OutsideReference { .. }),
                "{schema} {error}"
            );
        }
    }
    // Data is no reference.
    assert!(
        Schema::new(json!({"const": {"$ref": "http://127.0.0.1/x"}, "examples": [{"$ref": "file:///x"}]}))
            .is_ok()
    );
    let nobody = listener.accept().map_err(|error| error.kind());
    assert_eq!(nobody.unwrap_err(), std::io::ErrorKind::WouldBlock);
}
