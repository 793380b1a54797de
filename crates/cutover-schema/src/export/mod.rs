//! JSON Schemas as files: one per kind and version, self-contained, in a form that the tools of other languages read
//! rightly.

mod example;
mod portable;
mod registry;

use serde_json::{Map, Value, json};

use cutover_contract::Document;

pub use registry::{Registry, RegistryError, UnknownDocument};

/// The schema of one document, ready to be written: see [`export`].
#[derive(Debug, Clone, PartialEq)]
pub struct Exported {
    /// The kind of document.
    pub kind: &'static str,
    /// Its version.
    pub version: &'static str,
    /// The schema.
    pub schema: Value,
}

impl ExportError {
    /// The stable code of this error.
    pub fn code(&self) -> &'static str {
        "SCHEMA_NOT_PORTABLE"
    }
}

impl Exported {
    /// Where the file goes, below the folder of all schemas.
    pub fn path(&self) -> String {
        format!("{}/{}.json", self.kind, self.version)
    }

    /// What stands in the file.
    pub fn text(&self) -> String {
        format!("{:#}\n", self.schema)
    }
}

/// Why a document has no portable schema. Returned by [`Registry::export`] and [`export`]; it is a mistake in the type
/// or the examples of the document, not in anything a user did.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the schema of {kind} {version} cannot be exported: at {pointer} {message}")]
pub struct ExportError {
    /// The kind of document.
    pub kind: &'static str,
    /// Its version.
    pub version: &'static str,
    /// The place in the schema.
    pub pointer: String,
    /// What is wrong there, and what to do.
    pub message: String,
}

/// What is wrong at a place of a schema that is being made portable.
struct Flaw {
    pointer: String,
    message: String,
}

/// The schema of a document in its portable form.
///
/// - It is self-contained, of draft 2020-12, and its `$id` is `urn:cutover:schema:KIND:VERSION`.
/// - Objects and closed sets of words that are used by name stand in `$defs`; a `$ref` has no siblings. Plain values
///   are written out where they are used.
/// - What may be null is a type array. Numbers have bounds instead of Rust's formats.
/// - Everything has a description and an example, taken from the document's own examples.
///
/// ```
/// let [intent] = cutover_model::DOCUMENTS.iter().filter(|one| one.kind == "deployment-intent").collect::<Vec<_>>()[..]
/// else {
///     panic!("there is one such document");
/// };
/// let exported = cutover_schema::export(intent)?;
/// assert_eq!(exported.path(), "deployment-intent/1.0.json");
/// assert_eq!(exported.schema["$id"], "urn:cutover:schema:deployment-intent:1.0");
/// assert_eq!(exported.schema["properties"]["version"]["description"], "The version to deploy; it must be registered for the service.");
/// # Ok::<(), cutover_schema::ExportError>(())
/// ```
pub fn export(document: &Document) -> Result<Exported, ExportError> {
    let mut generator = schemars::generate::SchemaSettings::draft2020_12().into_generator();
    let root = (document.schema)(&mut generator).to_value();
    let definitions = generator.take_definitions(true);
    portable_schema(document, root, &definitions).map_err(|flaw| ExportError {
        kind: document.kind,
        version: document.version,
        pointer: flaw.pointer,
        message: flaw.message,
    })
}

fn portable_schema(
    document: &Document,
    root: Value,
    definitions: &Map<String, Value>,
) -> Result<Exported, Flaw> {
    let mut schema = portable::portable(root, definitions)?;
    let head = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": format!("urn:cutover:schema:{}:{}", document.kind, document.version),
        "title": pascal_case(document.kind),
        "description": document.description,
    });
    if let (Value::Object(schema), Value::Object(head)) = (&mut schema, head) {
        schema.extend(head);
    }
    let mut examples = Vec::new();
    for text in document.examples {
        let example = serde_json::from_str(text).map_err(|error| Flaw {
            pointer: "/examples".to_owned(),
            message: format!("an example of the document is no JSON: {error}"),
        })?;
        examples.push(example);
    }
    example::spread(&mut schema, &examples)?;
    Ok(Exported {
        kind: document.kind,
        version: document.version,
        schema,
    })
}

/// `deployment-record` as a name of a type: `DeploymentRecord`.
fn pascal_case(kind: &str) -> String {
    kind.split('-')
        .flat_map(|word| {
            let mut letters = word.chars();
            letters
                .next()
                .map(|first| first.to_ascii_uppercase())
                .into_iter()
                .chain(letters)
        })
        .collect()
}
