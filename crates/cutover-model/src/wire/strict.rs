use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

use super::node::{Node, Wire};
use super::problem::{Problems, shown};

/// The largest document that is read.
pub const MAX_DOCUMENT_BYTES: usize = 4 * 1024 * 1024;

/// How deep objects and arrays may be nested.
pub const MAX_NESTING: usize = 64;

/// Why a document could not be read. Returned by [`from_slice`].
///
/// ```
/// use cutover_model::{DeploymentIntent, wire};
///
/// let error = wire::from_slice::<DeploymentIntent>(b"{").unwrap_err();
/// assert_eq!(error.code(), "DOCUMENT_SYNTAX");
/// ```
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// It is larger than [`MAX_DOCUMENT_BYTES`].
    #[error("the document has {bytes} bytes, at most {MAX_DOCUMENT_BYTES} are read")]
    TooLarge {
        /// How large it is.
        bytes: usize,
    },
    /// It is not JSON, repeats a key, or is nested too deeply; the cause names line and column.
    #[error("the document is not usable JSON")]
    Syntax(#[source] serde_json::Error),
    /// It is JSON, and these are all the things wrong with it.
    #[error("{} in the document: {_0}", count(_0))]
    Invalid(Problems),
}

impl ReadError {
    /// The stable code of this error.
    pub fn code(&self) -> &'static str {
        match self {
            Self::TooLarge { .. } => "DOCUMENT_TOO_LARGE",
            Self::Syntax(_) => "DOCUMENT_SYNTAX",
            Self::Invalid(_) => "DOCUMENT_INVALID",
        }
    }
}

fn count(problems: &Problems) -> String {
    match problems.len() {
        1 => "1 problem".to_owned(),
        more => format!("{more} problems"),
    }
}

/// Reads a document from JSON text and reports everything that is wrong with it.
///
/// Duplicate keys are refused at every depth.
pub fn from_slice<T: Wire>(bytes: &[u8]) -> Result<T, ReadError> {
    if bytes.len() > MAX_DOCUMENT_BYTES {
        return Err(ReadError::TooLarge { bytes: bytes.len() });
    }
    let mut deserializer = serde_json::Deserializer::from_slice(bytes);
    let value = Strict { depth: 0 }
        .deserialize(&mut deserializer)
        .map_err(ReadError::Syntax)?;
    deserializer.end().map_err(ReadError::Syntax)?;
    from_value(value).map_err(ReadError::Invalid)
}

/// Reads a document that has been parsed already.
pub fn from_value<T: Wire>(value: Value) -> Result<T, Problems> {
    let mut problems = Problems::new();
    let read = T::read(Node::root(value, &mut problems));
    match read {
        Some(read) if problems.is_empty() => Ok(read),
        _ => Err(problems),
    }
}

/// The way of `serde::Deserialize` through the same door.
pub(crate) fn deserialize<'de, T: Wire, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    let value = Strict { depth: 0 }.deserialize(deserializer)?;
    from_value(value).map_err(D::Error::custom)
}

/// Builds a `Value` and refuses what `serde_json` would let pass: a repeated key, and nesting beyond our limit.
struct Strict {
    depth: usize,
}

impl Strict {
    fn deeper<E: serde::de::Error>(&self) -> Result<Self, E> {
        let depth = self.depth + 1;
        if depth > MAX_NESTING {
            return Err(E::custom(format_args!("nested deeper than {MAX_NESTING} levels")));
        }
        Ok(Self { depth })
    }
}

impl<'de> DeserializeSeed<'de> for Strict {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Strict {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_none<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        self.deserialize(deserializer)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E: serde::de::Error>(self, value: f64) -> Result<Value, E> {
        Number::from_f64(value)
            .map(Value::Number)
            .ok_or_else(|| E::custom("a number that is not finite"))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::String(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(Value::String(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut values = Vec::new();
        while let Some(value) = items.next_element_seed(self.deeper()?)? {
            values.push(value);
        }
        Ok(Value::Array(values))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let mut fields = Map::new();
        while let Some(key) = entries.next_key::<String>()? {
            if fields.contains_key(&key) {
                return Err(A::Error::custom(format_args!(
                    "the key {} stands twice in one object",
                    shown(&key)
                )));
            }
            let value = entries.next_value_seed(self.deeper()?)?;
            fields.insert(key, value);
        }
        Ok(Value::Object(fields))
    }
}
