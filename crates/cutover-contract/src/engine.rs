use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::shape::{Node, Shape};

/// What carried a deployment out. An engine that is not in the list is kept under its name.
///
/// ```
/// use cutover_contract::Engine;
///
/// assert_eq!(Engine::from("hardis"), Engine::Hardis);
/// assert_eq!(Engine::from("gearset").to_string(), "gearset");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Engine {
    /// Our own.
    Native,
    /// sfdx-hardis.
    Hardis,
    /// An engine outside.
    Custom,
    /// Any other name.
    Other(String),
}

impl Engine {
    /// The word on the wire.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Native => "native",
            Self::Hardis => "hardis",
            Self::Custom => "custom",
            Self::Other(name) => name,
        }
    }

    fn listed(name: &str) -> Option<Self> {
        [Self::Native, Self::Hardis, Self::Custom]
            .into_iter()
            .find(|engine| engine.as_str() == name)
    }
}

impl From<&str> for Engine {
    fn from(name: &str) -> Self {
        Self::listed(name).unwrap_or_else(|| Self::Other(name.to_owned()))
    }
}

impl FromStr for Engine {
    type Err = std::convert::Infallible;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        Ok(name.into())
    }
}

impl fmt::Display for Engine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl Serialize for Engine {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Engine {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Name;

        impl serde::de::Visitor<'_> for Name {
            type Value = Engine;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("the name of an engine")
            }

            fn visit_str<E>(self, name: &str) -> Result<Engine, E> {
                Ok(name.into())
            }
        }

        deserializer.deserialize_str(Name)
    }
}

impl Shape for Engine {
    fn shape(node: Node<'_, '_>) -> Option<Self> {
        node.parse("the name of an engine")
    }
}

impl schemars::JsonSchema for Engine {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Engine".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        // Not an enum: a document with an engine of its own is a good one.
        schemars::json_schema!({ "type": "string", "examples": ["native", "hardis", "custom"] })
    }
}
