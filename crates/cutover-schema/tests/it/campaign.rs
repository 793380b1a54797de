//! Random pairs of schemas and random documents of their writers: no document refutes a "compatible", every break has
//! a witness, nothing is undecided.

use std::collections::BTreeMap;

use cutover_schema::{Comparison, Effect, Mode, Readers, Schema, Verdict, compare};
use serde_json::Value;

use crate::chance::Chance;
use crate::documents::document;
use crate::schemas::{mutated, schema};

const KEYWORDS: [&str; 31] = [
    "type",
    "const",
    "enum",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
    "minLength",
    "maxLength",
    "format",
    "minItems",
    "maxItems",
    "uniqueItems",
    "items",
    "prefixItems",
    "contains",
    "minProperties",
    "maxProperties",
    "properties",
    "required",
    "additionalProperties",
    "propertyNames",
    "allOf",
    "anyOf",
    "oneOf",
    "$ref",
    "$defs",
    "title",
    "true",
    "null",
];

/// The schema as a reader takes it that ignores unknown members, in the plainest way: nothing is closed. Of the
/// variants of a union, `one` says whether any will do or exactly one: the readers of the comparison take something
/// between the two.
fn opened(schema: &Value, one: &str) -> Value {
    match schema {
        Value::Object(keywords) if !keywords.contains_key("const") => keywords
            .iter()
            .filter(|(keyword, value)| !(*keyword == "additionalProperties" && **value == Value::Bool(false)))
            .map(|(keyword, value)| {
                (
                    if keyword == "oneOf" {
                        one.to_owned()
                    } else {
                        keyword.to_owned()
                    },
                    opened(value, one),
                )
            })
            .collect(),
        Value::Array(list) => list.iter().map(|schema| opened(schema, one)).collect(),
        other => other.clone(),
    }
}

/// The schema as its writers write, in the plainest way: what has names is closed, and the parts of an `allOf` together.
/// A document made for one variant may be valid only as another that does not know its members; that is not written.
fn closed(schema: &Value, part: bool) -> Value {
    let Value::Object(keywords) = schema else {
        return schema.clone();
    };
    let mut restated: serde_json::Map<String, Value> = keywords
        .iter()
        .map(|(keyword, value)| {
            let inner = match (keyword.as_str(), value) {
                ("properties" | "$defs", Value::Object(named)) => named
                    .iter()
                    .map(|(name, schema)| (name.clone(), closed(schema, false)))
                    .collect(),
                ("oneOf" | "anyOf" | "prefixItems", Value::Array(list)) => {
                    list.iter().map(|schema| closed(schema, false)).collect()
                }
                ("allOf", Value::Array(list)) => {
                    list.iter().map(|schema| closed(schema, list.len() > 1)).collect()
                }
                ("items" | "additionalProperties", schema) => closed(schema, false),
                _ => value.clone(),
            };
            (keyword.clone(), inner)
        })
        .collect();
    let free = |rest: Option<&Value>| {
        rest.is_none_or(|rest| *rest == Value::Bool(true) || *rest == serde_json::json!({}))
    };
    let named = keywords
        .get("properties")
        .and_then(Value::as_object)
        .is_some_and(|named| !named.is_empty());
    let rest = keywords.get("additionalProperties");
    if keywords
        .get("allOf")
        .and_then(Value::as_array)
        .is_some_and(|parts| parts.len() > 1)
        && !part
    {
        restated.insert("unevaluatedProperties".to_owned(), Value::Bool(false));
    }
    if part && free(rest) && named {
        restated.remove("additionalProperties");
    }
    if keywords.contains_key("type") && !part && free(rest) && (rest.is_none() || named) {
        restated.insert("additionalProperties".to_owned(), Value::Bool(false));
        // What is required is named, described or not.
        for name in keywords
            .get("required")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
        {
            let properties = restated
                .entry("properties")
                .or_insert_with(|| serde_json::json!({}));
            properties
                .as_object_mut()
                .unwrap()
                .entry(name.as_str().unwrap())
                .or_insert(Value::Bool(true));
        }
    }
    Value::Object(restated)
}

/// A schema, and the bounds of what its readers take.
struct Read {
    schema: Schema,
    least: Schema,
    most: Schema,
}

/// A schema, and what of it is written.
struct Written {
    schema: Schema,
    closed: Schema,
}

impl Written {
    fn new(schema: &Schema) -> Self {
        Self {
            schema: schema.clone(),
            closed: Schema::new(closed(schema.document(), false)).unwrap(),
        }
    }

    /// Whether parts may describe one member together, which the plain way of closing does not know.
    fn shared(&self) -> bool {
        self.schema.document().to_string().contains("allOf")
    }

    fn accepts(&self, document: &Value) -> bool {
        self.schema.accepts(document) && self.closed.accepts(document)
    }
}

impl Read {
    fn new(schema: &Schema, readers: Readers) -> Self {
        let bound = |one| match readers {
            Readers::Strict => schema.clone(),
            Readers::Ignoring => Schema::new(opened(schema.document(), one)).unwrap(),
        };
        Self {
            schema: schema.clone(),
            least: bound("oneOf"),
            most: bound("anyOf"),
        }
    }
}

#[derive(Default)]
struct Count {
    pairs: usize,
    documents: usize,
    valid: usize,
    tested: usize,
    changes: usize,
    verdicts: BTreeMap<String, usize>,
    keywords: BTreeMap<&'static str, usize>,
    effects: BTreeMap<String, usize>,
}

/// One direction of one comparison: what its writer produces, its reader takes, or there is a witness.
fn check(
    chance: &mut Chance,
    count: &mut Count,
    effect: &Effect,
    writer: &Written,
    reader: &Read,
    documents: usize,
) {
    match effect {
        Effect::Harmless => {
            for _ in 0..documents {
                count.documents += 1;
                let document = document(chance, writer.schema.document(), writer.schema.document(), 0);
                if writer.accepts(&document) {
                    count.valid += 1;
                    count.tested += 1;
                    assert!(
                        reader.most.accepts(&document),
                        "compatible is refuted by {document}\nwriter {}\nreader {}",
                        writer.schema.document(),
                        reader.schema.document()
                    );
                }
            }
        }
        Effect::Breaks { witness } => {
            let refused = !reader.schema.accepts(witness) && !reader.least.accepts(witness);
            assert!(
                writer.schema.accepts(witness)
                    && (writer.shared() || writer.closed.accepts(witness))
                    && refused,
                "{witness} is no witness\nwriter {}\nreader {}",
                writer.schema.document(),
                reader.schema.document()
            );
        }
        Effect::Undecided { reason } => {
            panic!(
                "undecided: {reason}\nwriter {}\nreader {}",
                writer.schema.document(),
                reader.schema.document()
            );
        }
    }
}

/// What is listed agrees with the whole.
fn consistent(comparison: &Comparison, old: &Value, new: &Value) {
    for (mode, effects) in [
        (
            Mode::Backward,
            comparison
                .changes
                .iter()
                .map(|change| &change.backward)
                .collect::<Vec<_>>(),
        ),
        (
            Mode::Forward,
            comparison.changes.iter().map(|change| &change.forward).collect(),
        ),
    ] {
        let listed = effects.iter().any(|effect| effect.verdict() == Verdict::Breaking);
        let whole = comparison.verdict(mode) == Verdict::Breaking;
        assert_eq!(listed, whole, "{mode:?}\nold {old}\nnew {new}\n{comparison:#?}");
    }
}

fn run(seed: u64, pairs: usize, documents: usize) -> Count {
    let mut count = Count::default();
    let mut index = seed;
    while count.pairs < pairs {
        index += 1;
        let chance = &mut Chance::new(index);
        let old = schema(chance);
        let mut new = old.clone();
        for _ in 0..=chance.below(2) {
            new = mutated(chance, &new);
        }
        // A generated schema may say what no schema may; it is passed over.
        let (Ok(old), Ok(new)) = (Schema::new(old), Schema::new(new)) else {
            continue;
        };
        count.pairs += 1;
        for keyword in KEYWORDS {
            let text = old.document().to_string();
            let wanted = if keyword == "true" || keyword == "null" {
                keyword.to_owned()
            } else {
                format!("{keyword:?}:")
            };
            *count.keywords.entry(keyword).or_default() += usize::from(text.contains(&wanted));
        }
        let readers = if chance.once_in(2) {
            Readers::Ignoring
        } else {
            Readers::Strict
        };
        let comparison = compare(&old, &new, readers);
        consistent(&comparison, old.document(), new.document());
        count.changes += comparison.changes.len();
        for change in &comparison.changes {
            *count
                .effects
                .entry(format!("{:?} {:?}", change.kind, change.breaks()))
                .or_default() += 1;
        }
        let verdict = [Mode::Backward, Mode::Forward]
            .map(|mode| comparison.verdict(mode).to_string())
            .join(" ");
        *count
            .verdicts
            .entry(format!("{readers:?} {verdict}"))
            .or_default() += 1;
        check(
            chance,
            &mut count,
            &comparison.backward,
            &Written::new(&old),
            &Read::new(&new, readers),
            documents,
        );
        check(
            chance,
            &mut count,
            &comparison.forward,
            &Written::new(&new),
            &Read::new(&old, readers),
            documents,
        );
    }
    count
}

#[test]
fn no_document_refutes_a_compatible() {
    let full = std::env::var_os("CUTOVER_FULL").is_some();
    let (pairs, documents) = if full { (60_000, 25) } else { (1_200, 20) };
    let seed = std::env::var("CUTOVER_SEED")
        .ok()
        .and_then(|seed| seed.parse().ok())
        .unwrap_or(0);
    let count = run(seed, pairs, documents);
    println!(
        "pairs {}, documents {} of which {} are what a writer produces, each taken by the reader; changes {}",
        count.pairs, count.documents, count.valid, count.changes
    );
    println!("verdicts (backward, forward): {:#?}", count.verdicts);
    println!("changes: {:#?}", count.effects);
    println!("keywords: {:?}", count.keywords);
    for readers in ["Ignoring", "Strict"] {
        for verdict in [
            "compatible compatible",
            "compatible breaking",
            "breaking compatible",
            "breaking breaking",
        ] {
            assert!(
                count.verdicts.contains_key(&format!("{readers} {verdict}")),
                "never met: {readers} {verdict}"
            );
        }
    }
    for (keyword, met) in &count.keywords {
        assert!(*met > 0, "never met: {keyword}");
    }
    assert!(
        !full || count.tested >= 1_000_000,
        "only {} documents were tested",
        count.tested
    );
}
