//! Reading objects, quickly and with all their faults, from one list of members.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, DeserializeSeed, Deserializer, Error, MapAccess, Visitor};
use serde_json::{Map, Value};

use crate::shape::Shape;
use crate::strict::Strict;

/// Both ways of reading for a struct whose last field is `unknown`; `level` is how deep it stands in a document.
macro_rules! object {
    ($name:ident at $level:literal { $($field:ident = $key:literal),+ $(,)? }) => {
        $crate::object::quick_object!($name at $level { $($field = $key),+ });

        impl $name {
            /// The names of the members that are known.
            pub(crate) const MEMBERS: &[&str] = &[$($key),+];
        }

        impl $crate::shape::Shape for $name {
            fn shape(node: $crate::shape::Node<'_, '_>) -> Option<Self> {
                let mut object = node.object()?;
                // All members are taken before the first that is missing ends the reading.
                $( let $field = object.take($key); )+
                let unknown = object.unknown(Self::MEMBERS);
                Some(Self { $($field: $field?,)+ unknown })
            }
        }
    };
}

/// The quick way alone: straight into the struct, and an error at the first thing that is wrong.
macro_rules! quick_object {
    ($name:ident at $level:literal { $($field:ident = $key:literal),+ $(,)? }) => {
        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                struct Members;

                impl<'de> serde::de::Visitor<'de> for Members {
                    type Value = $name;

                    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        f.write_str("an object")
                    }

                    fn visit_map<A: serde::de::MapAccess<'de>>(self, mut members: A) -> Result<$name, A::Error> {
                        $( let mut $field = None; )+
                        let mut unknown = serde_json::Map::new();
                        while let Some(name) = members.next_key_seed($crate::object::Name)? {
                            match &*name {
                                $( $key => $crate::object::once(&mut $field, $key, &mut members)?, )+
                                _ => $crate::object::keep(&mut unknown, name, &mut members, $level)?,
                            }
                        }
                        Ok($name {
                            $( $field: match $field {
                                Some(value) => value,
                                None => $crate::object::missing($key)?,
                            }, )+
                            unknown: unknown.into(),
                        })
                    }
                }

                deserializer.deserialize_map(Members)
            }
        }
    };
}

pub(crate) use {object, quick_object};

/// The name of a member, borrowed from the text when it is written without escapes.
pub(crate) struct Name;

impl<'de> DeserializeSeed<'de> for Name {
    type Value = Cow<'de, str>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for Name {
    type Value = Cow<'de, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a member")
    }

    fn visit_borrowed_str<E>(self, name: &'de str) -> Result<Self::Value, E> {
        Ok(Cow::Borrowed(name))
    }

    fn visit_str<E>(self, name: &str) -> Result<Self::Value, E> {
        Ok(Cow::Owned(name.to_owned()))
    }
}

/// Reads a known member, once.
pub(crate) fn once<'de, T: Deserialize<'de>, A: MapAccess<'de>>(
    field: &mut Option<T>,
    name: &'static str,
    members: &mut A,
) -> Result<(), A::Error> {
    if field.is_some() {
        return Err(A::Error::duplicate_field(name));
    }
    *field = Some(members.next_value()?);
    Ok(())
}

/// Keeps an unknown member of an object that stands at `level`.
pub(crate) fn keep<'de, A: MapAccess<'de>>(
    unknown: &mut Map<String, Value>,
    name: Cow<'de, str>,
    members: &mut A,
    level: usize,
) -> Result<(), A::Error> {
    let value = members.next_value_seed(Strict { level })?;
    match unknown.insert(name.into_owned(), value) {
        None => Ok(()),
        Some(_) => Err(A::Error::custom("a member stands twice in one object")),
    }
}

/// What a missing member means: nothing for an optional one, an error for the others.
pub(crate) fn missing<T: Shape, E: Error>(name: &'static str) -> Result<T, E> {
    T::absent().ok_or_else(|| E::missing_field(name))
}
