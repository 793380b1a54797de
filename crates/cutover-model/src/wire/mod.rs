//! How JSON becomes our types: one door, and every problem at once.
//!
//! Every type of the vocabulary is read through [`Wire`]: the object is taken apart field by field, each field
//! says what is wrong with it and where, and the caller gets the whole list. `serde::Deserialize` goes through
//! the same door, so there is no second set of rules.
//!
//! ```
//! use cutover_model::{wire, DeploymentIntent};
//!
//! let text = br#"{"service": "che ckout", "version": "1.4.0", "recipe": "standard"}"#;
//! let wire::ReadError::Invalid(problems) = wire::from_slice::<DeploymentIntent>(text).unwrap_err() else {
//!     panic!("the text is JSON, so what is wrong is in the document");
//! };
//! let pointers: Vec<_> = problems.iter().map(|problem| problem.pointer.as_str()).collect();
//! assert_eq!(pointers, ["/service", "/environment", "/changeSummary", "/recipeId", "/recipe"]);
//! ```

pub(crate) mod macros;
mod node;
mod problem;
mod strict;

pub use node::{Node, Object, Wire};
pub use problem::{InvalidValue, Problem, Problems};
pub use strict::{MAX_DOCUMENT_BYTES, MAX_NESTING, ReadError, from_slice, from_value};

pub(crate) use macros::{
    checked, wire_deserialize, wire_enum, wire_object, wire_parsed, wire_schema, wire_text,
};
pub(crate) use strict::deserialize;
