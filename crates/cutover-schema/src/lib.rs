//! The judge of documents: exports their schemas, reads JSON strictly, validates it, and says whom a change of schema
//! breaks. It takes lists of documents and knows none.
//!
//! - [`Registry`] holds the documents of the crates that a program links, and [`export`] makes their JSON Schemas.
//! - [`read`] turns bytes into one JSON value and drops nothing in silence.
//! - [`Schema`] is a checked JSON Schema (2020-12, whole in itself), and [`Validator`] says what is wrong with a
//!   document: each [`Fault`] has the exact place and a sentence that a person can act on.
//! - [`compare`] lists what changed between two versions of a schema and whom each [`Change`] breaks, with a document
//!   that proves it; [`compare_history`] does so for a list of versions.
//!
//! Nothing here reads a file, opens a connection or looks at a clock.
//!
//! ```
//! use cutover_schema::{Breaks, Mode, Readers, Schema, Validator, Verdict, compare, read};
//!
//! let old = Schema::new(read(br#"{
//!     "type": "object",
//!     "required": ["status"],
//!     "properties": {"status": {"type": "string", "enum": ["Succeeded", "Failed"]}}
//! }"#)?)?;
//! let new = Schema::new(read(br#"{
//!     "type": "object",
//!     "required": ["status"],
//!     "properties": {
//!         "status": {"type": "string", "enum": ["Succeeded", "Failed", "Blocked"]},
//!         "reason": {"type": "string"}
//!     }
//! }"#)?)?;
//!
//! // What is wrong with a document?
//! let faults = Validator::new(&old).faults(&read(br#"{"status": "Blocked"}"#)?);
//! assert_eq!(faults[0].to_string(), "/status: is \"Blocked\", allowed are \"Succeeded\" and \"Failed\"");
//!
//! // Whom does the change break? The new member breaks nobody, the new value breaks old readers.
//! let comparison = compare(&old, &new, Readers::Ignoring);
//! assert_eq!(comparison.verdict(Mode::Backward), Verdict::Compatible);
//! assert_eq!(comparison.verdict(Mode::Forward), Verdict::Breaking);
//! let lines: Vec<String> = comparison.changes.iter().map(|change| change.to_string()).collect();
//! assert_eq!(lines, [
//!     "/reason: the new member is optional (breaks nobody)",
//!     "/status: \"Blocked\" is now allowed (breaks old readers of new documents)",
//! ]);
//! assert_eq!(comparison.changes[1].breaks(), Breaks::OldReaders);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod compare;
mod export;
mod read;
mod schema;
mod validate;
mod walk;

pub use compare::{
    Breaks, Change, ChangeKind, Comparison, Effect, History, HistoryPair, MAX_CHANGES, Mode, Readers,
    Verdict, compare, compare_history,
};
pub use export::{ExportError, Exported, Registry, RegistryError, UnknownDocument, export};
pub use read::{MAX_BYTES, MAX_DEPTH, ReadError, read};
pub use schema::{DIALECT, MAX_SCHEMA_VALUES, Schema, SchemaError};
pub use validate::{Fault, MAX_FAULTS, Validator};
