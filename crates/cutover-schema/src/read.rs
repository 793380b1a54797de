//! Strict reading of JSON: one text, one value, nothing dropped in silence.

use std::cell::RefCell;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

/// The most bytes [`read`] takes. The value of a text takes at most some twenty times its bytes.
pub const MAX_BYTES: usize = 8 * 1024 * 1024;

/// The most arrays and objects [`read`] takes inside one another.
pub const MAX_DEPTH: usize = 100;

/// Reads one JSON value from `bytes`.
///
/// # Guarantees
///
/// - A key that stands twice in one object is refused, at every depth and however it is spelled.
/// - The size and the depth are bounded by [`MAX_BYTES`] and [`MAX_DEPTH`].
/// - A number with a point, with an exponent or beyond 64 bits is read as the nearest double; one that no double
///   comes near is refused.
///
/// # Errors
///
/// The first fault met, with its line and column, both counted from 1 and in bytes.
///
/// ```
/// use cutover_schema::{ReadError, read};
///
/// assert_eq!(read(br#"{"met": true}"#)?, serde_json::json!({"met": true}));
/// let twice = read(br#"{"met": true, "m\u0065t": false}"#);
/// assert!(matches!(twice, Err(ReadError::DuplicateKey { key, .. }) if key == "met"));
/// # Ok::<(), ReadError>(())
/// ```
pub fn read(bytes: &[u8]) -> Result<Value, ReadError> {
    if bytes.len() > MAX_BYTES {
        return Err(ReadError::TooLarge { bytes: bytes.len() });
    }
    let text = str::from_utf8(bytes).map_err(|fault| {
        let (line, column) = place(bytes, fault.valid_up_to());
        ReadError::NotUtf8 { line, column }
    })?;
    if text.starts_with('\u{feff}') {
        return Err(ReadError::ByteOrderMark);
    }
    if text.trim_ascii().is_empty() {
        return Err(ReadError::Empty);
    }
    let fault = RefCell::new(None);
    let mut parser = serde_json::Deserializer::from_str(text);
    let value = Strict {
        depth: 0,
        fault: &fault,
    }
    .deserialize(&mut parser);
    let value = value.and_then(|value| parser.end().map(|()| value));
    value.map_err(|error| ReadError::new(&error, fault.take()))
}

/// Why [`read`] refused a text.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ReadError {
    /// More than [`MAX_BYTES`].
    #[error("the text has {bytes} bytes, at most {MAX_BYTES} are read")]
    TooLarge {
        /// How many it has.
        bytes: usize,
    },
    /// Nothing but white space.
    #[error("the text is empty, a JSON value was expected")]
    Empty,
    /// UTF-8 with a mark in front, which JSON does not allow.
    #[error("line 1 column 1: the text starts with a byte-order mark, which JSON does not allow")]
    ByteOrderMark,
    /// Bytes that are no UTF-8.
    #[error("line {line} column {column}: not UTF-8")]
    NotUtf8 {
        /// The line, from 1.
        line: usize,
        /// The column in bytes, from 1.
        column: usize,
    },
    /// More than [`MAX_DEPTH`] arrays and objects inside one another.
    #[error("line {line} column {column}: nested deeper than {MAX_DEPTH} arrays and objects")]
    TooDeep {
        /// The line, from 1.
        line: usize,
        /// The column in bytes, from 1.
        column: usize,
    },
    /// One object has the same key twice.
    #[error("line {line} column {column}: the key {key:?} stands twice in one object")]
    DuplicateKey {
        /// The key, with its escapes resolved.
        key: String,
        /// The line where the second one ends, from 1.
        line: usize,
        /// The column in bytes where the second one ends, from 1.
        column: usize,
    },
    /// Not JSON.
    #[error("line {line} column {column}: {reason}")]
    Syntax {
        /// The line, from 1.
        line: usize,
        /// The column in bytes, from 1.
        column: usize,
        /// What was met or expected there.
        reason: String,
    },
}

impl ReadError {
    fn new(error: &serde_json::Error, fault: Option<Fault>) -> Self {
        // A line break that must not be there is met in column 0 of the next line.
        let (line, column) = (error.line(), error.column().max(1));
        match fault {
            Some(Fault::TooDeep) => Self::TooDeep { line, column },
            Some(Fault::Twice(key)) => Self::DuplicateKey { key, line, column },
            None => {
                let text = error.to_string();
                let reason = text
                    .rsplit_once(" at line ")
                    .map_or(text.as_str(), |(reason, _)| reason);
                Self::Syntax {
                    line,
                    column,
                    reason: reason.to_owned(),
                }
            }
        }
    }
}

/// Line and column of the byte at `offset`.
fn place(bytes: &[u8], offset: usize) -> (usize, usize) {
    let before = bytes.get(..offset).unwrap_or(bytes);
    let line = before.split(|byte| *byte == b'\n').count();
    let column = before.iter().rev().take_while(|byte| **byte != b'\n').count() + 1;
    (line, column)
}

/// What serde's errors cannot carry: they are text, and a caller matches on kinds.
enum Fault {
    TooDeep,
    Twice(String),
}

/// Builds a value and refuses what `serde_json::Value` would take.
#[derive(Clone, Copy)]
struct Strict<'a> {
    depth: usize,
    fault: &'a RefCell<Option<Fault>>,
}

impl Strict<'_> {
    fn deeper<E: serde::de::Error>(self) -> Result<Self, E> {
        if self.depth >= MAX_DEPTH {
            self.fault.replace(Some(Fault::TooDeep));
            return Err(E::custom("too deep"));
        }
        Ok(Self {
            depth: self.depth + 1,
            ..self
        })
    }
}

impl<'de> DeserializeSeed<'de> for Strict<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Strict<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_f64<E: serde::de::Error>(self, value: f64) -> Result<Value, E> {
        Number::from_f64(value)
            .map(Value::Number)
            .ok_or_else(|| E::custom("number out of range"))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::String(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(Value::String(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Value, A::Error> {
        let inner = self.deeper()?;
        let mut items = Vec::new();
        while let Some(item) = access.next_element_seed(inner)? {
            items.push(item);
        }
        Ok(Value::Array(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Value, A::Error> {
        let inner = self.deeper()?;
        let mut members = Map::new();
        while let Some(key) = access.next_key::<String>()? {
            if members.contains_key(&key) {
                self.fault.replace(Some(Fault::Twice(key)));
                return Err(A::Error::custom("duplicate key"));
            }
            let value = access.next_value_seed(inner)?;
            members.insert(key, value);
        }
        Ok(Value::Object(members))
    }
}
