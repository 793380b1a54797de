//! What is wrong with a document, in sentences a person can act on.

#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "the validator has kinds of errors that none of our keywords brings forth"
)]

mod near;
mod sentence;
mod union;

use std::fmt;

use serde_json::Value;

use crate::read::MAX_DEPTH;
use crate::schema::{Schema, depth_within};
use crate::walk::escape;

pub(crate) use near::nearest;
pub(crate) use sentence::{list, show};

/// The most faults that [`Validator::faults`] lists.
pub const MAX_FAULTS: usize = 100;

/// Finds the faults of documents against one [`Schema`].
///
/// # Expected flow
///
/// A service reads its types directly and asks a validator only when that has failed, or when a person asks.
///
/// # Guarantees
///
/// - An empty list means valid, and valid means an empty list.
/// - One fault per cause. A value of the wrong kind is not also out of range; a scalar that breaks several rules
///   is reported for the first; a misspelled key is not also a missing one; and a union reports the variant that was
///   meant, never that no variant fits.
/// - At most [`MAX_FAULTS`], in the order of their pointers.
///
/// ```
/// use cutover_schema::{Schema, Validator};
/// use serde_json::json;
///
/// let schema = Schema::new(json!({
///     "oneOf": [
///         {"title": "Circle", "type": "object", "required": ["kind", "radius"], "additionalProperties": false,
///          "properties": {"kind": {"const": "circle"}, "radius": {"type": "number"}}},
///         {"title": "Square", "type": "object", "required": ["kind", "side"], "additionalProperties": false,
///          "properties": {"kind": {"const": "square"}, "side": {"type": "number"}}}
///     ]
/// }))?;
/// let faults = Validator::new(&schema).faults(&json!({"kind": "circle", "radius": "3"}));
/// assert_eq!(faults.len(), 1);
/// assert_eq!(faults[0].pointer, "/radius");
/// assert_eq!(faults[0].message, "in variant \"Circle\": is a text (\"3\"), expected a number");
/// # Ok::<(), cutover_schema::SchemaError>(())
/// ```
#[derive(Debug, Clone)]
pub struct Validator {
    schema: Schema,
}

impl Validator {
    /// A validator for `schema`; cheap, the schema is compiled already.
    pub fn new(schema: &Schema) -> Self {
        Self {
            schema: schema.clone(),
        }
    }

    /// Everything that is wrong with `value`.
    pub fn faults(&self, value: &Value) -> Vec<Fault> {
        if !depth_within(value, MAX_DEPTH) {
            let message = format!("nested deeper than {MAX_DEPTH} arrays and objects");
            return vec![Fault {
                pointer: String::new(),
                message,
                rule: String::new(),
                weight: Weight::KIND,
            }];
        }
        let about = About {
            schema: Some(self.schema.document()),
            value: Some(value),
        };
        let errors = self.schema.compiled().iter_errors(value).take(MAX_FAULTS * 4);
        let mut faults = one_per_cause(errors.flat_map(|error| sentence::faults(&error, about)).collect());
        faults.truncate(MAX_FAULTS);
        faults
    }
}

/// One thing that is wrong with a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The JSON pointer of the offending place, empty for the whole document.
    ///
    /// For a missing member it is the object's, for an unknown key that of the key, for a repeated item that of the
    /// second one, and for a wrong tag of a union that of the tag.
    pub pointer: String,
    /// What was given and what is allowed: lower case, one line, no full stop.
    pub message: String,
    /// The JSON pointer of the rule in the schema.
    pub rule: String,
    weight: Weight,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.pointer.is_empty() {
            f.write_str(&self.message)
        } else {
            write!(f, "{}: {}", self.pointer, self.message)
        }
    }
}

/// What errors are about; nothing is known of either where a schema itself is checked.
#[derive(Debug, Clone, Copy, Default)]
struct About<'a> {
    schema: Option<&'a Value>,
    value: Option<&'a Value>,
}

/// Which of several faults of one value is its cause: the lowest.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Weight {
    rank: u8,
    /// The key that is unknown or missing: each is a cause of its own.
    key: Option<(KeyFault, String)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum KeyFault {
    Missing,
    Unknown,
}

impl Weight {
    const KIND: Self = Self { rank: 0, key: None };
    const VALUE: Self = Self { rank: 1, key: None };
    const SIZE: Self = Self { rank: 2, key: None };
    const SHAPE: Self = Self { rank: 3, key: None };

    fn key(fault: KeyFault, key: &str) -> Self {
        Self {
            rank: 4,
            key: Some((fault, key.to_owned())),
        }
    }
}

/// The fault that an error of the schema itself amounts to.
pub(crate) fn first_fault(error: &jsonschema::ValidationError<'_>) -> Fault {
    let faults = one_per_cause(sentence::faults(error, About::default()));
    faults.into_iter().next().unwrap_or_else(|| Fault {
        pointer: error.instance_path().to_string(),
        message: error.to_string(),
        rule: error.schema_path().to_string(),
        weight: Weight::KIND,
    })
}

/// Leaves one fault per cause.
fn one_per_cause(mut faults: Vec<Fault>) -> Vec<Fault> {
    faults.sort_by(|a, b| (&a.pointer, &a.weight, &a.rule).cmp(&(&b.pointer, &b.weight, &b.rule)));
    let mut kept: Vec<Fault> = Vec::new();
    for fault in faults {
        let same = |other: &&Fault| other.pointer == fault.pointer;
        let explained = kept.iter().filter(same).any(|other| {
            other.weight.key == fault.weight.key || (other.weight.key.is_none() && other.weight.rank == 0)
        });
        if !explained {
            kept.push(fault);
        }
    }
    join_misspelled(&mut kept);
    kept
}

/// A missing member whose name an unknown key of the same object nearly spells is that key, misspelled.
fn join_misspelled(faults: &mut Vec<Fault>) {
    let key_of = |fault: &Fault, wanted| match &fault.weight.key {
        Some((kind, key)) if *kind == wanted => Some(key.clone()),
        Some(_) | None => None,
    };
    let unknown: Vec<(String, String)> = faults
        .iter()
        .filter_map(|fault| Some((fault.pointer.clone(), key_of(fault, KeyFault::Unknown)?)))
        .collect();
    for (pointer, key) in unknown {
        let object = pointer
            .strip_suffix(&format!("/{}", escape(&key)))
            .unwrap_or_default()
            .to_owned();
        let missing: Vec<String> = faults
            .iter()
            .filter(|fault| fault.pointer == object)
            .filter_map(|fault| key_of(fault, KeyFault::Missing))
            .collect();
        let Some(meant) = nearest(&key, missing.iter().map(String::as_str)).map(str::to_owned) else {
            continue;
        };
        faults.retain(|fault| {
            fault.pointer != object || key_of(fault, KeyFault::Missing).as_ref() != Some(&meant)
        });
        if let Some(fault) = faults.iter_mut().find(|fault| fault.pointer == pointer) {
            fault.message = sentence::misspelled(&key, &meant);
        }
    }
}
