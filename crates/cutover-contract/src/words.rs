//! Closed sets of words on the wire.

/// An enum of words. It has one list of them, which reading, writing, schema and errors share.
macro_rules! words {
    (
        $(#[$meta:meta])*
        $name:ident, $what:literal {
            $(#[$first_meta:meta])* $first:ident = $first_word:literal
            $(, $(#[$variant_meta:meta])* $variant:ident = $word:literal)* $(,)?
        }
    ) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $(#[$first_meta])* $first,
            $($(#[$variant_meta])* $variant,)*
        }

        impl $name {
            /// Every value, in order.
            pub const ALL: &'static [Self] = &[Self::$first $(, Self::$variant)*];

            /// The words that are allowed, for an error.
            pub(crate) const ALLOWED: &'static str = concat!("allowed are ", $first_word $(, ", ", $word)*);

            /// The word on the wire.
            pub const fn as_str(self) -> &'static str {
                match self {
                    Self::$first => $first_word,
                    $(Self::$variant => $word,)*
                }
            }
        }

        impl std::str::FromStr for $name {
            type Err = cutover_model::wire::InvalidValue;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                match text {
                    $first_word => Ok(Self::$first),
                    $($word => Ok(Self::$variant),)*
                    _ => Err(cutover_model::wire::InvalidValue::new($what, text, Self::ALLOWED)),
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                struct Word;

                impl serde::de::Visitor<'_> for Word {
                    type Value = $name;

                    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        f.write_str($what)
                    }

                    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<$name, E> {
                        text.parse().map_err(E::custom)
                    }
                }

                deserializer.deserialize_str(Word)
            }
        }

        impl $crate::shape::Shape for $name {
            fn shape(node: $crate::shape::Node<'_, '_>) -> Option<Self> {
                node.parse($what)
            }
        }

        impl schemars::JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn schema_id() -> std::borrow::Cow<'static, str> {
                concat!(module_path!(), "::", stringify!($name)).into()
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({
                    "type": "string",
                    "enum": [$first_word $(, $word)*],
                    "title": stringify!($name),
                    "description": concat!("One of ", $first_word $(, ", ", $word)*, "."),
                    "examples": [$first_word],
                })
            }
        }
    };
}

/// The type of a `schemaVersion` that can only be one version.
macro_rules! schema_version {
    ($version:ident = $word:literal) => {
        #[doc = concat!("The version of these documents: `", $word, "`.")]
        #[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
        pub struct SchemaVersion;

        impl serde::Serialize for SchemaVersion {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str($word)
            }
        }

        impl<'de> serde::Deserialize<'de> for SchemaVersion {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                match serde::Deserialize::deserialize(deserializer)? {
                    $crate::ContractVersion::$version => Ok(Self),
                    other => Err(serde::de::Error::custom(format_args!(
                        concat!("version {} was given, ", $word, " is needed"),
                        other
                    ))),
                }
            }
        }

        impl $crate::shape::Shape for SchemaVersion {
            fn shape(_: $crate::shape::Node<'_, '_>) -> Option<Self> {
                // The reader has chosen this type by the version, or by what the document looks like.
                Some(Self)
            }
        }

        impl schemars::JsonSchema for SchemaVersion {
            fn inline_schema() -> bool {
                true
            }

            fn schema_name() -> std::borrow::Cow<'static, str> {
                "SchemaVersion".into()
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({ "type": "string", "const": $word, "examples": [$word] })
            }
        }
    };
}

pub(crate) use {schema_version, words};
