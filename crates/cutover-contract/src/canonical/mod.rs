//! The canonical form of JSON (RFC 8785) and its digest.
//!
//! Two documents that mean the same have the same canonical bytes, whatever the order of their members and however
//! their numbers were written, so that a digest and a signature belong to the meaning.
//!
//! ```
//! use cutover_contract::canonical;
//! use serde_json::json;
//!
//! let bytes = canonical::to_vec(&json!({"b": 85.0, "a": [1e21, "\u{20ac}"]}))?;
//! assert_eq!(String::from_utf8_lossy(&bytes), r#"{"a":[1e+21,"€"],"b":85}"#);
//!
//! let error = canonical::to_vec(&json!({"build": [9_007_199_254_740_992_u64]})).unwrap_err();
//! assert_eq!(
//!     error.to_string(),
//!     "no canonical form: /build/0: the integer 9007199254740992 is beyond 9007199254740991 and would be rounded"
//! );
//! # Ok::<(), canonical::CanonicalError>(())
//! ```

mod key;
mod object;
mod serializer;
mod text;

use std::fmt::Display;

use cutover_model::Sha256Digest;
use cutover_model::wire::Problem;
use serde::Serialize;

use serializer::Canonical;

/// The largest integer that every reader of JSON holds exactly: 2^53 - 1.
pub const MAX_INTEGER: i64 = 9_007_199_254_740_991;

/// How deep a value may be nested to have a canonical form.
pub const MAX_DEPTH: usize = 128;

/// The canonical form of a value.
pub fn to_vec<T: Serialize + ?Sized>(value: &T) -> Result<Vec<u8>, CanonicalError> {
    let mut canonical = Canonical::new();
    value.serialize(&mut canonical)?;
    Ok(canonical.into_bytes())
}

/// The SHA-256 digest of the canonical form of a value.
pub fn digest<T: Serialize + ?Sized>(value: &T) -> Result<Sha256Digest, CanonicalError> {
    to_vec(value).map(|bytes| Sha256Digest::of(&bytes))
}

/// Why a value has no canonical form. Returned by [`to_vec`] and [`digest`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("no canonical form: {}", self.problem())]
pub struct CanonicalError {
    /// Where, as a JSON pointer.
    pub pointer: String,
    /// What is in the way.
    pub reason: NotCanonical,
}

/// What a canonical form cannot carry.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotCanonical {
    /// An integer that a reader with doubles would round.
    #[error("the integer {_0} is beyond {MAX_INTEGER} and would be rounded")]
    IntegerTooLarge(String),
    /// Infinity, or not a number.
    #[error("the number {_0} is not finite")]
    NotFinite(String),
    /// Two members of one object have the same name.
    #[error("the member {_0:?} stands twice in one object")]
    Duplicate(String),
    /// The key of a map is not a text.
    #[error("{_0} is the key of a map, only texts and integers can be")]
    Key(&'static str),
    /// The value is nested deeper than [`MAX_DEPTH`].
    #[error("nested deeper than {MAX_DEPTH} levels")]
    TooDeep,
    /// The value refused to be serialised.
    #[error("{_0}")]
    Refused(String),
}

impl CanonicalError {
    /// The stable code of this error.
    pub fn code(&self) -> &'static str {
        "NOT_CANONICAL"
    }

    /// As a problem of the value.
    fn problem(&self) -> Problem {
        Problem {
            pointer: self.pointer.clone(),
            message: self.reason.to_string(),
        }
    }

    /// The same error, seen from one level further out.
    fn within(mut self, step: impl Display) -> Self {
        let step = step.to_string().replace('~', "~0").replace('/', "~1");
        self.pointer.insert_str(0, &step);
        self.pointer.insert(0, '/');
        self
    }
}

impl From<NotCanonical> for CanonicalError {
    fn from(reason: NotCanonical) -> Self {
        Self {
            pointer: String::new(),
            reason,
        }
    }
}

impl serde::ser::Error for CanonicalError {
    fn custom<T: Display>(message: T) -> Self {
        NotCanonical::Refused(message.to_string()).into()
    }
}

/// An integer that is small enough, or the error.
fn exact<I: Copy + TryInto<i64> + Display>(value: I) -> Result<i64, CanonicalError> {
    match value.try_into() {
        Ok(small) if (-MAX_INTEGER..=MAX_INTEGER).contains(&small) => Ok(small),
        _ => Err(NotCanonical::IntegerTooLarge(value.to_string()).into()),
    }
}
