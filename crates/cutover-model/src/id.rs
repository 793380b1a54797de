use std::fmt;
use std::str::FromStr;

use uuid::Uuid;

use crate::Timestamp;
use crate::wire::{InvalidValue, wire_parsed, wire_schema};

/// The length of the hyphenated form, the only one that is read.
const HYPHENATED: usize = 36;

macro_rules! uuid_id {
    ($(#[$meta:meta])* $name:ident, $what:literal) => {
        $(#[$meta])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Uuid);

        impl $name {
            /// A UUIDv7 from the instant of creation and ten bytes of chance.
            pub fn new(created_at: Timestamp, random: [u8; 10]) -> Self {
                let millis = created_at.unix_micros().max(0).unsigned_abs() / 1000;
                Self(uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid())
            }

            /// The UUID.
            pub const fn as_uuid(&self) -> &Uuid {
                &self.0
            }
        }

        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self {
                Self(id)
            }
        }

        impl TryFrom<&str> for $name {
            type Error = InvalidValue;

            fn try_from(text: &str) -> Result<Self, InvalidValue> {
                match Uuid::try_parse(text) {
                    Ok(id) if text.len() == HYPHENATED => Ok(Self(id)),
                    _ => Err(InvalidValue::new($what, text, "a UUID of 32 hex digits in the form 8-4-4-4-12")),
                }
            }
        }

        impl FromStr for $name {
            type Err = InvalidValue;

            fn from_str(text: &str) -> Result<Self, InvalidValue> {
                Self::try_from(text)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(self.0.as_hyphenated(), f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self)
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        wire_parsed!($name, $what);
        wire_schema!($name, $what, { "type": "string", "format": "uuid" });
    };
}

uuid_id! {
    /// Identifies a deployment: its record, and everything that hangs on it.
    ///
    /// Ours are UUIDv7, so that they sort by the time they were made; any RFC 9562 UUID is read.
    ///
    /// ```
    /// use cutover_model::{DeploymentId, Timestamp};
    ///
    /// let earlier = DeploymentId::new(Timestamp::from_unix_micros(1_000_000)?, [9; 10]);
    /// let later = DeploymentId::new(Timestamp::from_unix_micros(2_000_000)?, [1; 10]);
    /// assert!(earlier < later);
    /// assert_eq!(earlier.to_string().parse::<DeploymentId>()?, earlier);
    /// # Ok::<(), cutover_model::wire::InvalidValue>(())
    /// ```
    DeploymentId, "a deployment id"
}

uuid_id! {
    /// Identifies one [`AuditEvent`](crate::AuditEvent).
    ///
    /// ```
    /// use cutover_model::AuditEventId;
    ///
    /// assert!("01890a5d-ac96-774b-bcce-b302099a8057".parse::<AuditEventId>().is_ok());
    /// ```
    AuditEventId, "an audit event id"
}
