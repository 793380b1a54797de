//! A checked JSON Schema: 2020-12, whole in itself, of bounded size.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;

use jsonschema::{Draft, PatternOptions};
use serde_json::Value;

use crate::read::MAX_DEPTH;
use crate::validate::first_fault;
use crate::walk::{children, lies_in_place, resolve};

/// The dialect that is understood, and the one taken when a schema names none.
pub const DIALECT: &str = "https://json-schema.org/draft/2020-12/schema";

/// The most values (members, items, words and numbers) a schema may have.
pub const MAX_SCHEMA_VALUES: usize = 200_000;

/// The most steps a `pattern` may backtrack over one text; it does not match when it would take more.
const MAX_BACKTRACKS: usize = 100_000;

/// A JSON Schema that has been checked: a 2020-12 schema that is whole in itself.
///
/// Every reference is `#` or `#/...` and leads to a schema in the same document. Nothing is ever fetched: a
/// reference that leads outside is an error before anything else is looked at. `format` asserts; a format that
/// 2020-12 does not define is an annotation.
///
/// ```
/// use cutover_schema::{Schema, SchemaError};
/// use serde_json::json;
///
/// let schema = Schema::new(json!({"type": "integer", "minimum": 0}))?;
/// assert!(schema.accepts(&json!(3)));
///
/// let outside = Schema::new(json!({"properties": {"a": {"$ref": "http://example.com/a.json"}}}));
/// assert!(matches!(outside, Err(SchemaError::OutsideReference { .. })));
/// # Ok::<(), SchemaError>(())
/// ```
#[derive(Clone)]
pub struct Schema {
    document: Arc<Value>,
    compiled: Arc<jsonschema::Validator>,
}

impl Schema {
    /// Checks `document`.
    ///
    /// # Errors
    ///
    /// See [`SchemaError`]; the first fault found, references first.
    pub fn new(document: Value) -> Result<Self, SchemaError> {
        bounded(&document)?;
        References::check(&document)?;
        let compiled = Arc::new(compile(&document)?);
        Ok(Self {
            document: Arc::new(document),
            compiled,
        })
    }

    /// The schema as it was given.
    pub fn document(&self) -> &Value {
        &self.document
    }

    /// Whether `value` is valid. A value nested deeper than [`MAX_DEPTH`] is not.
    pub fn accepts(&self, value: &Value) -> bool {
        depth_within(value, MAX_DEPTH) && self.compiled.is_valid(value)
    }

    pub(crate) fn compiled(&self) -> &jsonschema::Validator {
        &self.compiled
    }
}

impl fmt::Debug for Schema {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Schema")
            .field("document", &self.document)
            .finish_non_exhaustive()
    }
}

/// Why a document is not a [`Schema`]. Each names the place by its JSON pointer, empty for the whole.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SchemaError {
    /// A reference that leads out of the document.
    #[error(
        "schema at {pointer:?}: the reference {reference:?} leads out of the document, only \"#\" and \"#/...\" are followed"
    )]
    OutsideReference {
        /// Where the reference stands.
        pointer: String,
        /// What it says.
        reference: String,
    },
    /// A reference to a place that does not exist or holds no schema.
    #[error("schema at {pointer:?}: the reference {reference:?} leads to no schema")]
    DanglingReference {
        /// Where the reference stands.
        pointer: String,
        /// What it says.
        reference: String,
    },
    /// A schema that refers to itself without a step into a member or an item, so that it says nothing.
    #[error("schema at {pointer:?}: refers to itself without a step into a member or an item")]
    EndlessReference {
        /// A schema on the circle.
        pointer: String,
    },
    /// `$schema` names a dialect other than [`DIALECT`].
    #[error("schema at \"/$schema\": the dialect {dialect:?} is not understood, only \"{DIALECT}\" is")]
    Dialect {
        /// The dialect named.
        dialect: String,
    },
    /// A keyword that makes one document into several, or moves where references lead.
    #[error("schema at {pointer:?}: {keyword} is not followed, only \"$ref\" within one document is")]
    NotFollowed {
        /// Where the keyword stands.
        pointer: String,
        /// The keyword.
        keyword: String,
    },
    /// More than [`MAX_SCHEMA_VALUES`] values, or nested deeper than [`MAX_DEPTH`].
    #[error("the schema has more than {MAX_SCHEMA_VALUES} values or is nested deeper than {MAX_DEPTH}")]
    TooLarge,
    /// A keyword with a value that 2020-12 does not allow.
    #[error("schema at {pointer:?}: {message}")]
    Invalid {
        /// The place of the fault.
        pointer: String,
        /// What was given and what is allowed.
        message: String,
    },
}

/// Refuses what is too large for the recursive walks that follow; itself it needs no stack.
fn bounded(document: &Value) -> Result<(), SchemaError> {
    let mut level = vec![document];
    let (mut depth, mut values) = (0, 0);
    while !level.is_empty() {
        values += level.len();
        if depth > MAX_DEPTH || values > MAX_SCHEMA_VALUES {
            return Err(SchemaError::TooLarge);
        }
        level = level.into_iter().flat_map(inner_values).collect();
        depth += 1;
    }
    Ok(())
}

/// Whether `value` has at most `limit` arrays and objects inside one another.
pub(crate) fn depth_within(value: &Value, limit: usize) -> bool {
    let mut level = vec![value];
    for _ in 0..=limit {
        level = level.into_iter().flat_map(inner_values).collect();
        if level.is_empty() {
            return true;
        }
    }
    false
}

fn inner_values(value: &Value) -> Box<dyn Iterator<Item = &Value> + '_> {
    match value {
        Value::Array(items) => Box::new(items.iter()),
        Value::Object(members) => Box::new(members.values()),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => Box::new(std::iter::empty()),
    }
}

/// The options every schema is compiled with.
pub(crate) fn options() -> jsonschema::ValidationOptions<'static> {
    jsonschema::options()
        .with_draft(Draft::Draft202012)
        .should_validate_formats(true)
        .should_ignore_unknown_formats(true)
        .with_pattern_options(PatternOptions::fancy_regex().backtrack_limit(MAX_BACKTRACKS))
        .offline()
}

fn compile(document: &Value) -> Result<jsonschema::Validator, SchemaError> {
    if let Some(dialect) = document.get("$schema")
        && dialect
            .as_str()
            .is_none_or(|dialect| dialect.trim_end_matches('#') != DIALECT)
    {
        let dialect = dialect
            .as_str()
            .map_or_else(|| dialect.to_string(), str::to_owned);
        return Err(SchemaError::Dialect { dialect });
    }
    options().build(document).map_err(|error| {
        let fault = first_fault(&error);
        SchemaError::Invalid {
            pointer: fault.pointer,
            message: fault.message,
        }
    })
}

/// Walks every schema of a document once, those that only a reference reaches included.
struct References<'a> {
    document: &'a Value,
    seen: BTreeSet<String>,
    pending: Vec<String>,
}

impl<'a> References<'a> {
    fn check(document: &'a Value) -> Result<(), SchemaError> {
        let mut walk = Self {
            document,
            seen: BTreeSet::new(),
            pending: vec![String::new()],
        };
        let mut order = Vec::new();
        while let Some(pointer) = walk.pending.pop() {
            if walk.seen.insert(pointer.clone()) {
                walk.visit(&pointer)?;
                order.push(pointer);
            }
        }
        let mut ended = BTreeSet::new();
        for pointer in &order {
            walk.ends(pointer, &mut Vec::new(), &mut ended)?;
        }
        Ok(())
    }

    fn visit(&mut self, pointer: &str) -> Result<(), SchemaError> {
        let Some(schema) = self.document.pointer(pointer) else {
            return Ok(());
        };
        let Some(keywords) = schema.as_object() else {
            let message = "a schema is an object, true or false";
            return if schema.is_boolean() {
                Ok(())
            } else {
                Err(SchemaError::Invalid {
                    pointer: pointer.to_owned(),
                    message: message.to_owned(),
                })
            };
        };
        for keyword in ["$dynamicRef", "$recursiveRef", "$id"] {
            if keywords.contains_key(keyword) && !(keyword == "$id" && pointer.is_empty()) {
                let (pointer, keyword) = (format!("{pointer}/{keyword}"), keyword.to_owned());
                return Err(SchemaError::NotFollowed { pointer, keyword });
            }
        }
        if let Some(reference) = keywords.get("$ref") {
            let target = self.target(&format!("{pointer}/$ref"), reference)?;
            self.pending.push(target);
        }
        self.pending
            .extend(children(keywords).map(|child| format!("{pointer}{}", child.pointer)));
        Ok(())
    }

    /// The pointer that a reference standing at `pointer` leads to.
    fn target(&self, pointer: &str, reference: &Value) -> Result<String, SchemaError> {
        let pointer = pointer.to_owned();
        let Some(text) = reference.as_str() else {
            let message = "a reference is a text such as \"#/$defs/name\"".to_owned();
            return Err(SchemaError::Invalid { pointer, message });
        };
        let reference = text.to_owned();
        let Some(target) = resolve(text) else {
            return Err(SchemaError::OutsideReference { pointer, reference });
        };
        match self.document.pointer(&target) {
            Some(Value::Object(_) | Value::Bool(_)) => Ok(target),
            Some(Value::Null | Value::Number(_) | Value::String(_) | Value::Array(_)) | None => {
                Err(SchemaError::DanglingReference { pointer, reference })
            }
        }
    }

    /// Refuses a circle of schemas that all speak of one and the same value.
    fn ends(
        &self,
        pointer: &str,
        path: &mut Vec<String>,
        ended: &mut BTreeSet<String>,
    ) -> Result<(), SchemaError> {
        if ended.contains(pointer) {
            return Ok(());
        }
        if path.iter().any(|above| above == pointer) {
            return Err(SchemaError::EndlessReference {
                pointer: pointer.to_owned(),
            });
        }
        if path.len() > MAX_DEPTH {
            return Err(SchemaError::TooLarge);
        }
        path.push(pointer.to_owned());
        if let Some(Value::Object(keywords)) = self.document.pointer(pointer) {
            let reference = keywords.get("$ref").and_then(Value::as_str).and_then(resolve);
            let inside = children(keywords)
                .filter(|child| lies_in_place(child.keyword))
                .map(|child| format!("{pointer}{}", child.pointer));
            for next in reference.into_iter().chain(inside) {
                self.ends(&next, path, ended)?;
            }
        }
        path.pop();
        ended.insert(pointer.to_owned());
        Ok(())
    }
}
