use serde_json::{Map, Value};

/// The fields of a reporting document that this version does not know. They are kept, and written back.
///
/// Reading fills it with what is left when the known fields are taken, so it repeats none of them. Integers beyond 64
/// bits are kept as the nearest double.
///
/// ```
/// use cutover_model::{wire, FailureModel};
///
/// let text = r#"{"category":"TIMEOUT","summary":"no answer","observedAt":"2026-02-05T12:00:00.000000Z","shard":7}"#;
/// let failure: FailureModel = wire::from_slice(text.as_bytes())?;
/// assert_eq!(failure.unknown.get("shard"), Some(&7.into()));
/// assert_eq!(serde_json::to_string(&failure).unwrap(), text);
/// # Ok::<(), wire::ReadError>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, serde::Serialize)]
#[serde(transparent)]
pub struct Unknown(Map<String, Value>);

impl Unknown {
    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// One of them.
    pub fn get(&self, key: &str) -> Option<&Value> {
        self.0.get(key)
    }

    /// All of them, by name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.0.iter().map(|(key, value)| (key.as_str(), value))
    }
}

/// From what is left of an object when the known fields are taken.
impl From<Map<String, Value>> for Unknown {
    fn from(rest: Map<String, Value>) -> Self {
        Self(rest)
    }
}

impl From<Unknown> for Map<String, Value> {
    fn from(unknown: Unknown) -> Self {
        unknown.0
    }
}
