//! What every type of a kind needs alike. Four kinds: a text with a rule, a closed set of words, an object, and an
//! object with rules between its fields.

/// A newtype over a text that is checked once, when it is parsed.
///
/// `rule` answers whether the text is allowed; `schema` is the same rule for JSON Schema.
macro_rules! wire_text {
    (
        $(#[$meta:meta])*
        $name:ident, $what:literal, $allowed:expr, $rule:expr, schema: { $($schema:tt)+ }
    ) => {
        $(#[$meta])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Box<str>);

        impl $name {
            /// The text.
            pub fn as_str(&self) -> &str {
                &self.0
            }

            fn allows(text: &str) -> bool {
                let rule: fn(&str) -> bool = $rule;
                rule(text)
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::wire::InvalidValue;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Self::try_from(text)
            }
        }

        impl TryFrom<&str> for $name {
            type Error = $crate::wire::InvalidValue;

            fn try_from(text: &str) -> Result<Self, Self::Error> {
                if Self::allows(text) {
                    Ok(Self(text.into()))
                } else {
                    Err($crate::wire::InvalidValue::new($what, text, $allowed))
                }
            }
        }

        impl TryFrom<String> for $name {
            type Error = $crate::wire::InvalidValue;

            fn try_from(text: String) -> Result<Self, Self::Error> {
                if Self::allows(&text) {
                    Ok(Self(text.into()))
                } else {
                    Err($crate::wire::InvalidValue::new($what, &text, $allowed))
                }
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(&self.0)
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, concat!(stringify!($name), "({:?})"), &*self.0)
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.0)
            }
        }

        $crate::wire::macros::wire_parsed!($name, $what);
        $crate::wire::macros::wire_schema!($name, $what, { "type": "string", $($schema)+ });
    };
}

/// Reading for a type that is a text on the wire and has a `TryFrom<&str>`.
macro_rules! wire_parsed {
    ($name:ident, $what:literal) => {
        impl $crate::wire::Wire for $name {
            fn read(node: $crate::wire::Node<'_>) -> Option<Self> {
                node.parse($what, |text| Self::try_from(text))
            }
        }

        $crate::wire::macros::wire_deserialize!($name);
    };
}

/// `Deserialize` through the one door.
macro_rules! wire_deserialize {
    ($name:ident) => {
        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::wire::deserialize(deserializer)
            }
        }
    };
}

/// A schema written out by hand, in the portable form.
macro_rules! wire_schema {
    ($name:ident, $what:literal, { $($schema:tt)+ }) => {
        impl schemars::JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn schema_id() -> std::borrow::Cow<'static, str> {
                concat!(module_path!(), "::", stringify!($name)).into()
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                let mut schema = schemars::json_schema!({ $($schema)+ });
                let object = schema.ensure_object();
                object.entry("title").or_insert_with(|| stringify!($name).into());
                object.entry("description").or_insert_with(|| $crate::wire::macros::sentence($what).into());
                schema
            }
        }
    };
}

/// "a service name" as the start of a description: "A service name."
pub(crate) fn sentence(what: &str) -> String {
    let mut characters = what.chars();
    let first = characters.next().map(char::to_uppercase);
    first
        .into_iter()
        .flatten()
        .chain(characters)
        .chain(['.'])
        .collect()
}

/// A closed set of words.
macro_rules! wire_enum {
    (
        $(#[$meta:meta])*
        $name:ident, $what:literal { $( $(#[$variant_meta:meta])* $variant:ident = $word:literal ),+ $(,)? }
    ) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $( $(#[$variant_meta])* $variant, )+
        }

        impl $name {
            /// Every value, in the order of the documentation.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The word on the wire.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }
        }

        impl TryFrom<&str> for $name {
            type Error = $crate::wire::InvalidValue;

            fn try_from(text: &str) -> Result<Self, Self::Error> {
                match text {
                    $($word => Ok(Self::$variant),)+
                    _ => Err($crate::wire::InvalidValue::new(
                        $what,
                        text,
                        concat!("allowed are" $(, " ", $word)+),
                    )),
                }
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::wire::InvalidValue;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Self::try_from(text)
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

        $crate::wire::macros::wire_parsed!($name, $what);
        $crate::wire::macros::wire_schema!($name, $what, { "type": "string", "enum": [$($word),+] });
    };
}

/// Reading for a struct: `field = "wireName"`. A closed one refuses other keys, an open one keeps them.
macro_rules! wire_object {
    ($name:ident, closed { $($field:ident = $key:literal),+ $(,)? }) => {
        impl $crate::wire::Wire for $name {
            fn read(node: $crate::wire::Node<'_>) -> Option<Self> {
                let mut object = node.object()?;
                $( let $field = object.take($key); )+
                object.close(&[$($key),+]);
                Some(Self { $($field: $field?),+ })
            }
        }

        $crate::wire::macros::wire_deserialize!($name);
    };
    ($name:ident, open { $($field:ident = $key:literal),+ $(,)? } $(never { $($never:literal),+ : $why:literal })?) => {
        impl $crate::wire::Wire for $name {
            fn read(node: $crate::wire::Node<'_>) -> Option<Self> {
                let mut object = node.object()?;
                $( let $field = object.take($key); )+
                $( object.refuse_keys(&[$($never),+], $why); )?
                let unknown = $crate::Unknown::from(object.rest());
                Some(Self { $($field: $field?,)+ unknown })
            }
        }

        $crate::wire::macros::wire_deserialize!($name);
    };
}

/// A struct whose fields obey rules between each other. It can only be had by passing them, and derefs to its
/// fields for reading. A rule is a function of the named fields; it runs as soon as those could be read, so that a
/// broken rule is reported beside a broken field.
macro_rules! checked {
    (
        $(#[$meta:meta])*
        $name:ident($fields:ident) $openness:tt { $($field:ident = $key:literal),+ $(,)? }
        rules { $($rule:path: $($input:ident),+;)+ }
        $(never { $($never:literal),+ : $why:literal })?
    ) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq)]
        pub struct $name($fields);

        impl $name {
            /// Checks the rules between the fields and reports every one that is broken.
            pub fn new(fields: $fields) -> Result<Self, $crate::wire::Problems> {
                let mut problems = $crate::wire::Problems::new();
                let report = &mut |key: &str, message: String| problems.push(format!("/{key}"), message);
                $( $rule($(&fields.$input),+, report); )+
                $crate::wire::macros::checked!(@unknown $openness fields report [$($key),+] [$($($never),+)?]);
                problems.into_result().map(|()| Self(fields))
            }

            /// The fields, to be changed and checked anew.
            pub fn into_fields(self) -> $fields {
                self.0
            }
        }

        impl std::ops::Deref for $name {
            type Target = $fields;

            fn deref(&self) -> &$fields {
                &self.0
            }
        }

        impl $crate::wire::Wire for $name {
            fn read(node: $crate::wire::Node<'_>) -> Option<Self> {
                let mut object = node.object()?;
                $( let $field = object.take($key); )+
                let report = &mut |key: &str, message: String| object.refuse(key, message);
                $( if let ($(Some($input),)+) = ($($input.as_ref(),)+) { $rule($($input),+, report); } )+
                $( object.refuse_keys(&[$($never),+], $why); )?
                $crate::wire::macros::checked!(@finish $name $fields $openness object { $($field = $key),+ })
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                self.0.serialize(serializer)
            }
        }

        impl schemars::JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn schema_id() -> std::borrow::Cow<'static, str> {
                concat!(module_path!(), "::", stringify!($name)).into()
            }

            fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
                let mut schema = <$fields>::json_schema(generator);
                schema.insert("title".to_owned(), stringify!($name).into());
                schema
            }
        }

        $crate::wire::macros::wire_deserialize!($name);
    };
    (@unknown closed $fields:ident $report:ident $known:tt $never:tt) => {};
    (@unknown open $fields:ident $report:ident [$($known:literal),+] [$($never:literal),*]) => {
        for key in [$($known,)+ $($never),*] {
            if $fields.unknown.get(key).is_some() {
                $report(key, "stands among the unknown fields and may not".to_owned());
            }
        }
    };
    (@finish $name:ident $fields:ident closed $object:ident { $($field:ident = $key:literal),+ }) => {{
        $object.close(&[$($key),+]);
        Some(Self($fields { $($field: $field?),+ }))
    }};
    (@finish $name:ident $fields:ident open $object:ident { $($field:ident = $key:literal),+ }) => {{
        let unknown = $crate::Unknown::from($object.rest());
        Some(Self($fields { $($field: $field?,)+ unknown }))
    }};
}

pub(crate) use {checked, wire_deserialize, wire_enum, wire_object, wire_parsed, wire_schema, wire_text};
