use std::path::{Path, PathBuf};

use cutover_model::{DOCUMENTS, Document};
use serde_json::Value;

/// A file of this crate.
pub(crate) fn path(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

/// Holds a text against a checked-in file. `CUTOVER_BLESS=1` writes the file instead.
#[track_caller]
pub(crate) fn hold_against(name: &str, text: &str) {
    let path = path(name);
    if std::env::var_os("CUTOVER_BLESS").is_some() {
        std::fs::write(&path, text).unwrap();
    }
    let file = std::fs::read_to_string(&path).unwrap();
    assert!(
        file == text,
        "{name} differs from what the code says now; CUTOVER_BLESS=1 writes it:\n{text}"
    );
}

/// The document of a kind.
#[track_caller]
pub(crate) fn document(kind: &str) -> &'static Document {
    DOCUMENTS.iter().find(|document| document.kind == kind).unwrap()
}

/// The example of a kind, as a JSON value.
#[track_caller]
pub(crate) fn example(kind: &str) -> Value {
    serde_json::from_str(document(kind).examples[0]).unwrap()
}

/// The problems of a document, as `POINTER: MESSAGE`.
pub(crate) fn problems(kind: &str, value: &Value) -> Vec<String> {
    match document(kind).check(value.to_string().as_bytes()) {
        Ok(()) => Vec::new(),
        Err(cutover_model::wire::ReadError::Invalid(problems)) => {
            problems.iter().map(ToString::to_string).collect()
        }
        Err(other) => panic!("{other:?}"),
    }
}

/// An error and its causes, one below the other.
pub(crate) fn chain(error: &dyn std::error::Error) -> String {
    let causes = std::iter::successors(error.source(), |cause| cause.source());
    let below = causes.map(|cause| format!("\n  caused by: {cause}"));
    std::iter::once(error.to_string()).chain(below).collect()
}
