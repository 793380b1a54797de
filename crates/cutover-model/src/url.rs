use std::fmt;

use secrecy::{ExposeSecret, SecretString};

use crate::redact::{REDACTED, parse, redact};
use crate::secret::{SecretReference, redacted, secret};
use crate::wire::{InvalidValue, wire_parsed, wire_schema};

/// An `http` or `https` URL. Credentials in it are a secret: they are written as `[redacted]`.
///
/// Credentials are the user information before an `@`, and what stands in the query or the fragment behind a name
/// that speaks of a key, a token, a secret, a password or the like.
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

    /// Its host and port and path, without user information, query and fragment: what may be shown and stored.
    ///
    /// ```
    /// use cutover_model::HttpUrl;
    ///
    /// let url: HttpUrl = "https://app:hunter22@engine.example.com/runs/7?token=hunter22#log".parse()?;
    /// assert_eq!(url.without_credentials().expose_secret(), "https://engine.example.com/runs/7");
    /// # Ok::<(), cutover_model::wire::InvalidValue>(())
    /// ```
    pub fn without_credentials(&self) -> Self {
        if self.whole.is_none() {
            return self.clone();
        }
        let shown = self.shown.split(['?', '#']).next().unwrap_or_default();
        let marker = format!("{REDACTED}@");
        Self {
            shown: shown.replacen(&marker, "", 1).into(),
            whole: None,
        }
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

/// Whether a text is the URL of a `PostgreSQL` database. By hand, because it may name several hosts, each with a port,
/// which no URI has.
fn is_postgres(text: &str) -> bool {
    const MAX_BYTES: usize = 2048;
    let Some((scheme, rest)) = text.split_once("://") else {
        return false;
    };
    let known = scheme.eq_ignore_ascii_case("postgres") || scheme.eq_ignore_ascii_case("postgresql");
    let authority = rest.split(['/', '?']).next().unwrap_or_default();
    let hosts = authority.rsplit_once('@').map_or(authority, |(_, hosts)| hosts);
    known
        && text.len() <= MAX_BYTES
        && !rest.is_empty()
        && text.bytes().all(|byte| byte.is_ascii_graphic())
        && (hosts.is_empty() || hosts.split(',').all(is_host))
}

/// A name, an IPv4 address or an IPv6 address in brackets, with or without a port.
fn is_host(text: &str) -> bool {
    let (host, port) = match text.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((address, rest)) => (address, rest.strip_prefix(':').unwrap_or(rest)),
        None => text.split_once(':').unwrap_or((text, "")),
    };
    let letter = |byte: u8| byte.is_ascii_alphanumeric() || b".-_%:".contains(&byte);
    !host.is_empty() && host.bytes().all(letter) && (port.is_empty() || port.parse::<u16>().is_ok())
}

/// A URL of a configuration, or where one is to be found.
///
/// ```
/// use cutover_model::ConfiguredUrl;
///
/// let url: ConfiguredUrl = "env:QDRANT_URL".parse()?;
/// assert_eq!(url.to_string(), "env:QDRANT_URL");
/// let url: ConfiguredUrl = "https://vectors.example.com?api_key=hunter22".parse()?;
/// assert_eq!(url.to_string(), "https://vectors.example.com?api_key=[redacted]");
/// # Ok::<(), cutover_model::wire::InvalidValue>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ConfiguredUrl {
    /// The URL.
    Url(HttpUrl),
    /// Where it is to be found.
    Reference(SecretReference),
}

impl ConfiguredUrl {
    /// The URL as it was given, credentials included, if this is one and not a reference to one.
    pub fn expose_secret(&self) -> Option<&str> {
        match self {
            Self::Url(url) => Some(url.expose_secret()),
            Self::Reference(_) => None,
        }
    }

    /// Whether it carries credentials itself.
    pub fn has_credentials(&self) -> bool {
        match self {
            Self::Url(url) => url.has_credentials(),
            Self::Reference(_) => false,
        }
    }
}

impl TryFrom<&str> for ConfiguredUrl {
    type Error = InvalidValue;

    fn try_from(text: &str) -> Result<Self, InvalidValue> {
        if SecretReference::has_scheme(text) {
            text.parse().map(Self::Reference)
        } else {
            text.parse().map(Self::Url)
        }
    }
}

impl std::str::FromStr for ConfiguredUrl {
    type Err = InvalidValue;

    fn from_str(text: &str) -> Result<Self, InvalidValue> {
        Self::try_from(text)
    }
}

impl fmt::Display for ConfiguredUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Url(url) => url.fmt(f),
            Self::Reference(reference) => reference.fmt(f),
        }
    }
}

impl serde::Serialize for ConfiguredUrl {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

wire_parsed!(ConfiguredUrl, "a URL of a configuration");
wire_schema!(ConfiguredUrl, "an http or https URL, or a reference to one", {
    "type": "string",
    "minLength": 5,
    "maxLength": 2048,
    "pattern": "^([Hh][Tt][Tt][Pp][Ss]?://|env:|file:)"
});
