//! Whatever is given: an answer in bounded time, no panic, and never a break without a witness.

use cutover_schema::{
    Effect, MAX_BYTES, MAX_DEPTH, Mode, ReadError, Readers, Schema, Validator, Verdict, compare, read,
};
use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::{Map, Value, json};

/// Small JSON values of every kind.
fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        (-3_i64..5).prop_map(Value::from),
        prop_oneof![
            Just(0.5),
            Just(-1.25),
            Just(1e300),
            Just(9_007_199_254_740_993.0),
            Just(1e-7)
        ]
        .prop_map(Value::from),
        Just(Value::from(u64::MAX)),
        prop_oneof![
            Just(""),
            Just("a"),
            Just("b"),
            Just("é\u{1f600}"),
            Just("2020-01-31"),
            Just("object")
        ]
        .prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 12, 4, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..4).prop_map(Value::from),
            vec(
                (prop_oneof![Just("a"), Just("b"), Just("/~"), Just("$ref")], inner),
                0..4
            )
            .prop_map(|members| Value::Object(
                members
                    .into_iter()
                    .map(|(name, value)| (name.to_owned(), value))
                    .collect()
            )),
        ]
    })
}

/// Schemas of any keywords, the portable form far behind.
#[expect(clippy::too_many_lines, reason = "a table of keywords")]
fn schema() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(json!(true)),
        Just(json!(false)),
        Just(json!({})),
        Just(json!({"$ref": "#"})),
        Just(json!({"$ref": "#/$defs/A"})),
        Just(json!({"$ref": "#/properties/a"})),
        Just(json!({"$ref": "http://127.0.0.1:1/x"})),
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        let named = || {
            vec(
                (
                    prop_oneof![Just("a"), Just("b"), Just("^a"), Just("A"), Just("[")],
                    inner.clone(),
                ),
                0..3,
            )
            .prop_map(|members| {
                Value::Object(
                    members
                        .into_iter()
                        .map(|(name, value)| (name.to_owned(), value))
                        .collect::<Map<_, _>>(),
                )
            })
        };
        let list = || vec(inner.clone(), 1..4).prop_map(Value::from);
        let words = prop_oneof![
            Just("type"),
            Just("const"),
            Just("enum"),
            Just("minimum"),
            Just("exclusiveMaximum"),
            Just("multipleOf"),
            Just("minLength"),
            Just("maxLength"),
            Just("pattern"),
            Just("format"),
            Just("minItems"),
            Just("maxItems"),
            Just("uniqueItems"),
            Just("required"),
            Just("minProperties"),
            Just("maxContains"),
            Just("dependentRequired"),
            Just("nullable"),
            Just("title"),
            Just("$id"),
            Just("$schema"),
            Just("contentEncoding"),
        ];
        let plain = (words, value()).prop_map(|(keyword, value)| (keyword.to_owned(), value));
        let fitting = prop_oneof![
            prop_oneof![
                Just("string"),
                Just("integer"),
                Just("number"),
                Just("object"),
                Just("array"),
                Just("null")
            ]
            .prop_map(|kind| ("type".to_owned(), json!(kind))),
            (0_u64..4).prop_map(|count| ("minItems".to_owned(), json!(count))),
            prop_oneof![Just(2_u64), Just(u64::MAX), Just(1_000_000)]
                .prop_map(|count| ("minLength".to_owned(), json!(count))),
            prop_oneof![Just(2_u64), Just(100_000)]
                .prop_map(|count| ("minProperties".to_owned(), json!(count))),
            prop_oneof![
                Just("^a+$"),
                Just("(a*)*b"),
                Just("(?=a)b"),
                Just("\\d{3,}"),
                Just("^.{0,900}$")
            ]
            .prop_map(|pattern| ("pattern".to_owned(), json!(pattern))),
            Just(("uniqueItems".to_owned(), json!(true))),
            Just(("required".to_owned(), json!(["a"]))),
            Just(("dependentRequired".to_owned(), json!({"a": ["b"]}))),
        ];
        let nested = prop_oneof![
            prop_oneof![
                Just("properties"),
                Just("patternProperties"),
                Just("$defs"),
                Just("dependentSchemas")
            ]
            .prop_flat_map({
                let named = named();
                move |keyword| named.clone().prop_map(move |value| (keyword.to_owned(), value))
            }),
            (
                prop_oneof![Just("allOf"), Just("anyOf"), Just("oneOf"), Just("prefixItems")],
                list()
            )
                .prop_map(|(keyword, value)| (keyword.to_owned(), value)),
            (
                prop_oneof![
                    Just("items"),
                    Just("additionalProperties"),
                    Just("not"),
                    Just("if"),
                    Just("then"),
                    Just("else"),
                    Just("contains"),
                    Just("propertyNames"),
                    Just("unevaluatedProperties"),
                    Just("unevaluatedItems"),
                ],
                inner.clone()
            )
                .prop_map(|(keyword, value)| (keyword.to_owned(), value)),
        ];
        vec(prop_oneof![1 => plain, 4 => fitting, 5 => nested], 1..5)
            .prop_map(|keywords| Value::Object(keywords.into_iter().collect()))
    })
}

fn confirmed(effect: &Effect, writer: &Schema, reader: &Schema) {
    if let Effect::Breaks { witness } = effect {
        assert!(
            writer.accepts(witness),
            "{witness} is not written by {}",
            writer.document()
        );
        assert!(
            !reader.accepts(witness),
            "{witness} is not refused by {}",
            reader.document()
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_read_or_refused(bytes in vec(any::<u8>(), 0..200)) {
        if let Ok(value) = read(&bytes) {
            prop_assert_eq!(serde_json::from_slice::<Value>(&bytes).unwrap(), value);
        }
    }

    #[test]
    fn nearly_json_is_read_or_refused_as_by_everybody(
        text in "[\\[\\]{},:\"a\\\\u0e1.\\-+ \n\té]{0,40}"
    ) {
        match (read(text.as_bytes()), serde_json::from_str::<Value>(&text)) {
            (Ok(mine), Ok(theirs)) => prop_assert_eq!(mine, theirs),
            (Err(ReadError::DuplicateKey { .. }), Ok(_)) | (Err(_), Err(_)) => {}
            (mine, theirs) => prop_assert!(false, "{:?} {:?}", mine, theirs),
        }
    }

    #[test]
    fn what_is_written_is_read_back(value in value()) {
        prop_assert_eq!(read(value.to_string().as_bytes()).unwrap(), value);
    }

    #[test]
    fn any_two_schemas_are_compared_or_refused(old in schema(), new in schema()) {
        let (Ok(old), Ok(new)) = (Schema::new(old), Schema::new(new)) else { return Ok(()) };
        for readers in [Readers::Ignoring, Readers::Strict] {
            let comparison = compare(&old, &new, readers);
            confirmed(&comparison.backward, &old, &new);
            confirmed(&comparison.forward, &new, &old);
            for change in &comparison.changes {
                confirmed(&change.backward, &old, &new);
                confirmed(&change.forward, &new, &old);
            }
        }
    }

    #[test]
    fn a_schema_is_compatible_with_itself(schema in schema()) {
        let Ok(schema) = Schema::new(schema) else { return Ok(()) };
        for readers in [Readers::Ignoring, Readers::Strict] {
            let comparison = compare(&schema, &schema, readers);
            prop_assert_eq!(comparison.verdict(Mode::Full), Verdict::Compatible, "{:?}", comparison);
            prop_assert!(comparison.changes.is_empty(), "{:?}", comparison);
        }
    }

    #[test]
    fn an_empty_list_of_faults_means_valid(schema in schema(), value in value()) {
        let Ok(schema) = Schema::new(schema) else { return Ok(()) };
        let faults = Validator::new(&schema).faults(&value);
        prop_assert_eq!(faults.is_empty(), schema.accepts(&value), "{:?}", faults);
        for fault in &faults {
            prop_assert!(!fault.message.contains("under any of the schemas"), "{}", fault);
            prop_assert!(!fault.message.is_empty() && !fault.message.contains('\n') && !fault.message.ends_with('.'), "{}", fault);
        }
    }
}

fn nested(depth: usize, open: &str, close: &str) -> Vec<u8> {
    (open.repeat(depth) + "1" + &close.repeat(depth)).into_bytes()
}

#[test]
fn depth_and_size_are_bounded() {
    assert!(read(&nested(MAX_DEPTH, "[", "]")).is_ok());
    assert!(matches!(
        read(&nested(MAX_DEPTH + 1, "[", "]")),
        Err(ReadError::TooDeep { line: 1, .. })
    ));
    assert!(matches!(
        read(&nested(1_000_000, "{\"a\":", "}")),
        Err(ReadError::TooDeep { .. })
    ));
    assert!(matches!(read(&vec![b' '; MAX_BYTES]), Err(ReadError::Empty)));
    assert!(matches!(
        read(&vec![b' '; MAX_BYTES + 1]),
        Err(ReadError::TooLarge { .. })
    ));
    assert!(matches!(
        read(&vec![b'['; 64 * 1024 * 1024]),
        Err(ReadError::TooLarge { .. })
    ));
}

/// A value nested as deep as memory allows must not be walked by recursion; it is leaked, for dropping it recurses.
#[test]
fn a_deep_value_is_a_fault_not_a_crash() {
    let mut deep = Value::Null;
    for _ in 0..200_000 {
        deep = Value::Array(vec![deep]);
    }
    let deep: &'static Value = Box::leak(Box::new(deep));
    let schema = Schema::new(json!({"items": {"$ref": "#"}})).unwrap();
    assert!(!schema.accepts(deep));
    assert_eq!(
        Validator::new(&schema).faults(deep)[0].message,
        "nested deeper than 100 arrays and objects"
    );
}

/// The deepest schema and the longest chains of references, on the stack a thread has by default.
#[test]
fn deep_schemas_fit_the_stack() {
    let mut deep = json!({"type": "integer", "minimum": 1});
    let mut deeper = json!({"type": "integer", "minimum": 2});
    for _ in 0..48 {
        deep = json!({"properties": {"a": deep}});
        deeper = json!({"properties": {"a": deeper}});
    }
    let chain = |least: usize| {
        let mut defs = Map::new();
        for index in 0..400 {
            defs.insert(
                format!("d{index}"),
                json!({"properties": {"next": {"$ref": format!("#/$defs/d{}", index + 1)}}}),
            );
        }
        defs.insert("d400".to_owned(), json!({"type": "integer", "minimum": least}));
        json!({"$ref": "#/$defs/d0", "$defs": defs})
    };
    for (old, new, expected) in [
        (deep, deeper, Verdict::Breaking),
        // Deeper than a witness is built: not decided, and not a crash.
        (chain(1), chain(2), Verdict::Undecided),
    ] {
        let [old, new] = [old, new].map(|schema| Schema::new(schema).unwrap());
        let comparison = compare(&old, &new, Readers::Ignoring);
        assert_eq!(comparison.verdict(Mode::Backward), expected);
    }
}

/// Schemas made to be slow. They are decided or not, but soon.
#[test]
fn time_is_bounded() {
    let union = |count: usize, most: usize| -> Value {
        let variants = (0..count).map(|index| {
            let members: Map<String, Value> = (0..6)
                .map(|name| {
                    (
                        format!("m{name}"),
                        json!({"type": "integer", "maximum": most + index + name}),
                    )
                })
                .collect();
            json!({"type": "object", "properties": members})
        });
        json!({"anyOf": variants.collect::<Vec<_>>()})
    };
    let doubling = |least: usize| {
        let mut defs = Map::new();
        for index in 0..60 {
            let next = json!({"$ref": format!("#/$defs/d{}", index + 1)});
            defs.insert(
                format!("d{index}"),
                json!({"required": ["a", "b"], "properties": {"a": next, "b": next}}),
            );
        }
        defs.insert("d60".to_owned(), json!({"type": "integer", "minimum": least}));
        json!({"$ref": "#/$defs/d0", "$defs": defs})
    };
    let wide = |kind: &str| {
        let members: Map<String, Value> = (0..2_000)
            .map(|index| (format!("m{index}"), json!({"type": kind})))
            .collect();
        json!({"type": "object", "properties": members})
    };
    for (old, new) in [
        (union(8, 10), union(8, 5)),
        (doubling(0), doubling(1)),
        (wide("string"), wide("integer")),
        (
            json!({"type": "array", "minItems": 1_000_000_000}),
            json!({"type": "array", "minItems": 2_000_000_000}),
        ),
        (
            json!({"type": "string", "minLength": 1_000_000_000}),
            json!({"type": "string", "maxLength": 5}),
        ),
        (
            json!({"type": "array", "items": {"type": "integer"}, "uniqueItems": true, "minItems": 60}),
            json!({"type": "array", "items": {"type": "integer", "maximum": 50, "minimum": 0}, "uniqueItems": true}),
        ),
        (
            json!({"pattern": "^(a{1,500}){1,500}$"}),
            json!({"pattern": "^(a{1,500}){1,499}$"}),
        ),
    ] {
        let (Ok(old), Ok(new)) = (Schema::new(old), Schema::new(new)) else {
            continue;
        };
        let comparison = compare(&old, &new, Readers::Ignoring);
        assert!(comparison.changes.len() <= cutover_schema::MAX_CHANGES);
        confirmed(&comparison.backward, &old, &new);
    }
}
