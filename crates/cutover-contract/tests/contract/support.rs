use std::path::{Path, PathBuf};

use cutover_contract::{ContractVersion, ReadError, examples, read};
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
    let file = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        file == text,
        "{name} differs from what the code says now; CUTOVER_BLESS=1 writes it:\n{text}"
    );
}

/// A value as the files have it.
pub(crate) fn pretty(value: &impl serde::Serialize) -> String {
    format!("{}\n", serde_json::to_string_pretty(value).unwrap())
}

/// The first example of a version, which succeeded.
pub(crate) fn succeeded(version: ContractVersion) -> Value {
    let [text, ..] = examples(version);
    serde_json::from_str(text).unwrap()
}

/// Everything that is told about a text, as `POINTER: MESSAGE`, without line and column.
pub(crate) fn told(text: &[u8]) -> Vec<String> {
    match read(text) {
        Ok(reading) => reading.violations().iter().map(ToString::to_string).collect(),
        Err(ReadError::Invalid(faults)) => faults.iter().map(|fault| fault.problem.to_string()).collect(),
        Err(other) => vec![chain(&other)],
    }
}

/// An error and its causes, one below the other.
pub(crate) fn chain(error: &dyn std::error::Error) -> String {
    let causes = std::iter::successors(error.source(), |cause| cause.source());
    let below = causes.map(|cause| format!("\n  caused by: {cause}"));
    std::iter::once(error.to_string()).chain(below).collect()
}
