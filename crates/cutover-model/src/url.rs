use std::fmt;

use secrecy::{ExposeSecret, SecretString};

use crate::redact::{REDACTED, parse, redact};
use crate::secret::{redacted, secret};
use crate::wire::{InvalidValue, wire_parsed, wire_schema};

/// An `http` or `https` URL. Credentials in it are a secret: they are written as `[redacted]`.
///
/// Credentials are the user information before an `@`, and the values of query parameters that are named like one
/// (`api_key`, `token`, `secret`, `password`, `signature` and the like).
///
/// ```
/// use cutover_model::HttpUrl;
///
/// let url: HttpUrl = "https://app:hunter22@vectors.example.com/v1".parse()?;
/// assert_eq!(url.to_string(), "https://[redacted]@vectors.example.com/v1");
/// assert_eq!(url.expose_secret(), "https://app:hunter22@vectors.example.com/v1");
/// assert!("ftp://example.com".parse::<HttpUrl>().is_err());
/// # Ok::<(), cutover_model::wire::InvalidValue>(())
/// ```
#[derive(Clone)]
pub struct HttpUrl {
    shown: Box<str>,
    /// The whole text, where it has credentials.
    whole: Option<SecretString>,
}

const WHAT: &str = "an http URL";
const ALLOWED: &str = "http://HOST or https://HOST with an optional port, path and query, at most 2048 bytes";

impl HttpUrl {
    /// The URL as it was given, credentials included.
    pub fn expose_secret(&self) -> &str {
        self.whole
            .as_ref()
            .map_or(&self.shown, |whole| whole.expose_secret())
    }

    /// Whether it carries credentials.
    pub fn has_credentials(&self) -> bool {
        self.whole.is_some()
    }
}

impl TryFrom<&str> for HttpUrl {
    type Error = InvalidValue;

    fn try_from(text: &str) -> Result<Self, InvalidValue> {
        if text.contains(REDACTED) {
            return Err(redacted(WHAT));
        }
        let invalid = || InvalidValue::new(WHAT, text, ALLOWED);
        let uri = parse(text).ok_or_else(invalid)?;
        let scheme = uri.scheme().as_str();
        if !scheme.eq_ignore_ascii_case("http") && !scheme.eq_ignore_ascii_case("https") {
            return Err(invalid());
        }
        let authority = uri.authority().ok_or_else(invalid)?;
        if authority.host().is_empty() || authority.port_to_u16().is_err() {
            return Err(invalid());
        }
        let shown = redact(&uri);
        let whole = (*shown != *text).then(|| SecretString::from(text));
        Ok(Self {
            shown: shown.into(),
            whole,
        })
    }
}

impl PartialEq for HttpUrl {
    fn eq(&self, other: &Self) -> bool {
        self.expose_secret() == other.expose_secret()
    }
}

impl Eq for HttpUrl {}

impl std::str::FromStr for HttpUrl {
    type Err = InvalidValue;

    fn from_str(text: &str) -> Result<Self, InvalidValue> {
        Self::try_from(text)
    }
}

impl fmt::Display for HttpUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.shown)
    }
}

impl fmt::Debug for HttpUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "HttpUrl({})", self.shown)
    }
}

impl serde::Serialize for HttpUrl {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.shown)
    }
}

wire_parsed!(HttpUrl, "an http URL");
wire_schema!(HttpUrl, "an http or https URL", {
    "type": "string",
    "minLength": 8,
    "maxLength": 2048,
    "pattern": "^[Hh][Tt][Tt][Pp][Ss]?://"
});

secret! {
    /// The connection string of a PostgreSQL database, or where one is to be found. A secret as a whole.
    ///
    /// ```
    /// use cutover_model::DatabaseUrl;
    ///
    /// let url: DatabaseUrl = "postgresql://app:hunter22@db.example.com/app".parse()?;
    /// assert_eq!(url.to_string(), "[redacted]");
    /// assert!("mysql://db/app".parse::<DatabaseUrl>().is_err());
    /// # Ok::<(), cutover_model::wire::InvalidValue>(())
    /// ```
    DatabaseUrl, "a database URL", "a URL that starts with postgres:// or postgresql://, at most 2048 bytes",
    is_postgres
}

/// Whether a text is the URL of a PostgreSQL database.
pub(crate) fn is_postgres(text: &str) -> bool {
    parse(text).is_some_and(|uri| {
        let scheme = uri.scheme().as_str();
        uri.authority().is_some()
            && (scheme.eq_ignore_ascii_case("postgres") || scheme.eq_ignore_ascii_case("postgresql"))
    })
}
