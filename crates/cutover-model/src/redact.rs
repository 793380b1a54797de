//! Text without the credentials that may stand in it. Below everything else, because errors need it too.

use std::borrow::Cow;

use fluent_uri::Uri;

/// What is written in the place of a secret.
pub const REDACTED: &str = "[redacted]";

/// How long a URL may be.
const MAX_BYTES: usize = 2048;

/// A URI of bearable length.
pub(crate) fn parse(text: &str) -> Option<Uri<&str>> {
    if text.len() > MAX_BYTES {
        None
    } else {
        Uri::parse(text).ok()
    }
}

/// The URI as text, with the marker in the place of every credential.
pub(crate) fn redact(uri: &Uri<&str>) -> String {
    let mut shown = format!("{}:", uri.scheme().as_str());
    if let Some(authority) = uri.authority() {
        shown.push_str("//");
        match authority.userinfo() {
            Some(_) => {
                let host_and_port = authority.as_str().rsplit_once('@').map_or("", |(_, rest)| rest);
                shown.extend([REDACTED, "@", host_and_port]);
            }
            None => shown.push_str(authority.as_str()),
        }
    }
    shown.push_str(uri.path().as_str());
    if let Some(query) = uri.query() {
        for (index, pair) in query.as_str().split('&').enumerate() {
            shown.push(if index == 0 { '?' } else { '&' });
            match pair.split_once('=') {
                Some((name, value)) if !value.is_empty() && names_a_credential(name) => {
                    shown.extend([name, "=", REDACTED]);
                }
                _ => shown.push_str(pair),
            }
        }
    }
    if let Some(fragment) = uri.fragment() {
        shown.extend(["#", fragment.as_str()]);
    }
    shown
}

/// Whether a query parameter is called like a credential.
fn names_a_credential(name: &str) -> bool {
    const NAMES: [&str; 10] = [
        "key",
        "apikey",
        "api_key",
        "api-key",
        "token",
        "secret",
        "password",
        "signature",
        "sig",
        "credential",
    ];
    let name = name.to_ascii_lowercase();
    NAMES.iter().any(|known| name == *known)
        || [
            "_token",
            "-token",
            "_key",
            "-key",
            "_secret",
            "-secret",
            "_password",
            "-signature",
            "-credential",
        ]
        .iter()
        .any(|suffix| name.ends_with(suffix))
}

/// Whether a text is a URI that carries credentials.
pub(crate) fn has_credentials(text: &str) -> bool {
    matches!(without_credentials(text), Cow::Owned(_))
}

/// The text, with the marker in the place of every credential if it is a URI, and of everything that could hold one
/// if it only looks like one.
pub(crate) fn without_credentials(text: &str) -> Cow<'_, str> {
    let shown = match (parse(text), text.split_once("://")) {
        (Some(uri), _) => redact(&uri),
        (None, Some((scheme, rest))) if rest.contains(['@', '?']) => format!("{scheme}://{REDACTED}"),
        (None, _) => return Cow::Borrowed(text),
    };
    if shown == text {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(shown)
    }
}
