use std::fmt;

use secrecy::{ExposeSecret, SecretString};

use crate::redact::REDACTED;
use crate::wire::InvalidValue;

/// Where a secret is to be found: `env:NAME` or `file:PATH`. This is what a store keeps.
///
/// ```
/// use cutover_model::SecretReference;
///
/// let reference: SecretReference = "env:COHERE_API_KEY".parse()?;
/// assert_eq!(reference, SecretReference::Env("COHERE_API_KEY".into()));
/// assert!("env:9".parse::<SecretReference>().is_err());
/// # Ok::<(), cutover_model::wire::InvalidValue>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum SecretReference {
    /// An environment variable.
    Env(Box<str>),
    /// A file, whose content without the last line break is the secret.
    File(Box<str>),
}

impl SecretReference {
    pub(crate) fn has_scheme(text: &str) -> bool {
        text.starts_with("env:") || text.starts_with("file:")
    }
}

impl TryFrom<&str> for SecretReference {
    type Error = InvalidValue;

    fn try_from(text: &str) -> Result<Self, InvalidValue> {
        let invalid = || {
            let allowed = "env:NAME with a name of letters, digits and '_', or file:PATH";
            InvalidValue::new("a reference to a secret", text, allowed)
        };
        if let Some(name) = text.strip_prefix("env:") {
            let starts = name
                .bytes()
                .next()
                .is_some_and(|b| b.is_ascii_alphabetic() || b == b'_');
            let word = name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
            return if starts && word && name.len() <= 128 {
                Ok(Self::Env(name.into()))
            } else {
                Err(invalid())
            };
        }
        match text.strip_prefix("file:") {
            Some(path) if (1..=1024).contains(&path.len()) && !path.chars().any(char::is_control) => {
                Ok(Self::File(path.into()))
            }
            _ => Err(invalid()),
        }
    }
}

impl std::str::FromStr for SecretReference {
    type Err = InvalidValue;

    fn from_str(text: &str) -> Result<Self, InvalidValue> {
        Self::try_from(text)
    }
}

impl fmt::Display for SecretReference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Env(name) => write!(f, "env:{name}"),
            Self::File(path) => write!(f, "file:{path}"),
        }
    }
}

#[derive(Debug, Clone)]
pub(crate) enum Secret {
    Value(SecretString),
    Reference(SecretReference),
}

impl Secret {
    /// Reads a reference, or a value that `allows` lets pass. No error repeats the value.
    pub(crate) fn parse(
        text: &str,
        what: &'static str,
        allowed: &str,
        allows: impl FnOnce(&str) -> bool,
    ) -> Result<Self, InvalidValue> {
        if SecretReference::has_scheme(text) {
            let allowed = "env:NAME or file:PATH after that beginning";
            return SecretReference::try_from(text)
                .map(Self::Reference)
                .map_err(|_| InvalidValue::withheld(what, allowed));
        }
        if text.contains(REDACTED) {
            return Err(redacted(what));
        }
        if allows(text) {
            Ok(Self::Value(SecretString::from(text)))
        } else {
            Err(InvalidValue::withheld(
                what,
                format!("{allowed}; or a reference env:NAME or file:PATH"),
            ))
        }
    }
}

impl PartialEq for Secret {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Value(left), Self::Value(right)) => left.expose_secret() == right.expose_secret(),
            (Self::Reference(left), Self::Reference(right)) => left == right,
            (Self::Value(_), Self::Reference(_)) | (Self::Reference(_), Self::Value(_)) => false,
        }
    }
}

impl fmt::Display for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Value(_) => f.write_str(REDACTED),
            Self::Reference(reference) => reference.fmt(f),
        }
    }
}

/// The error for a document whose secrets were written out of sight before: it cannot be read back as one.
pub(crate) fn redacted(what: &'static str) -> InvalidValue {
    InvalidValue::new(
        what,
        REDACTED,
        "the marker of a redacted secret: give what it stands for, or env:NAME or file:PATH",
    )
}

/// A kind of secret: its name in errors, what is allowed, and the check.
macro_rules! secret {
    ($(#[$meta:meta])* $name:ident, $what:literal, $allowed:literal, $allows:expr) => {
        $(#[$meta])*
        #[derive(Clone, PartialEq)]
        pub struct $name($crate::secret::Secret);

        impl $name {
            /// The secret itself, if this is one and not a reference to one.
            pub fn expose_secret(&self) -> Option<&str> {
                match &self.0 {
                    $crate::secret::Secret::Value(value) => Some(secrecy::ExposeSecret::expose_secret(value)),
                    $crate::secret::Secret::Reference(_) => None,
                }
            }

            /// Where the secret is to be found, if this is a reference.
            pub fn reference(&self) -> Option<&$crate::SecretReference> {
                match &self.0 {
                    $crate::secret::Secret::Value(_) => None,
                    $crate::secret::Secret::Reference(reference) => Some(reference),
                }
            }
        }

        impl From<$crate::SecretReference> for $name {
            fn from(reference: $crate::SecretReference) -> Self {
                Self($crate::secret::Secret::Reference(reference))
            }
        }

        impl TryFrom<&str> for $name {
            type Error = $crate::wire::InvalidValue;

            fn try_from(text: &str) -> Result<Self, $crate::wire::InvalidValue> {
                $crate::secret::Secret::parse(text, $what, $allowed, $allows).map(Self)
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::wire::InvalidValue;

            fn from_str(text: &str) -> Result<Self, $crate::wire::InvalidValue> {
                Self::try_from(text)
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self.0)
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        $crate::wire::macros::wire_parsed!($name, $what);
        $crate::wire::macros::wire_schema!($name, $what, { "type": "string", "minLength": 1, "maxLength": 2048 });
    };
}

secret! {
    /// A key or token, or where one is to be found. Written as `[redacted]`, or as the reference.
    ///
    /// ```
    /// use cutover_model::ApiKey;
    ///
    /// let key: ApiKey = "co-12345678".parse()?;
    /// assert_eq!(format!("{key} {key:?}"), "[redacted] ApiKey([redacted])");
    /// assert_eq!(key.expose_secret(), Some("co-12345678"));
    /// assert!("[redacted]".parse::<ApiKey>().is_err());
    /// # Ok::<(), cutover_model::wire::InvalidValue>(())
    /// ```
    ApiKey, "a key or token", "8 to 512 visible ASCII characters",
    |text| (8..=512).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic())
}

pub(crate) use secret;
