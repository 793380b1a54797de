//! Text without the credentials that may stand in it. Below everything else, because errors need it too.

use std::borrow::Cow;

use fluent_uri::Uri;
use fluent_uri::pct_enc::EStr;

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

/// The URI as text, with the marker in the place of every credential: the user information before an `@`, and what
/// stands behind a name like `token=` in the query or the fragment.
pub(crate) fn redact(uri: &Uri<&str>) -> String {
    let mut shown = format!("{}:", uri.scheme().as_str());
    if let Some(authority) = uri.authority() {
        shown.push_str("//");
        let text = authority.as_str();
        match text.rsplit_once('@') {
            Some((_, host_and_port)) => shown.extend([REDACTED, "@", host_and_port]),
            None => shown.push_str(text),
        }
    }
    shown.push_str(uri.path().as_str());
    for (mark, part) in [
        ("?", uri.query().map(EStr::as_str)),
        ("#", uri.fragment().map(EStr::as_str)),
    ] {
        if let Some(part) = part {
            shown.push_str(mark);
            shown.extend(part.split_inclusive(['&', ';']).map(without_value));
        }
    }
    shown
}

/// `name=value` with the separator behind it, without the value if the name is that of a credential.
fn without_value(pair: &str) -> Cow<'_, str> {
    let (body, separator) = match pair.char_indices().next_back() {
        Some((at, '&' | ';')) => pair.split_at(at),
        _ => (pair, ""),
    };
    match body.split_once('=') {
        Some((name, value)) if !value.is_empty() && names_a_credential(name) => {
            format!("{name}={REDACTED}{separator}").into()
        }
        _ => pair.into(),
    }
}

/// Whether a parameter is called like a credential. Rather once too often than once too rarely.
fn names_a_credential(name: &str) -> bool {
    const ANYWHERE: [&str; 9] = [
        "token",
        "secret",
        "passw",
        "pwd",
        "key",
        "auth",
        "cred",
        "jwt",
        "signature",
    ];
    const WHOLE: [&str; 4] = ["pass", "sig", "bearer", "session"];
    let letters: String = percent_decoded(name)
        .iter()
        .filter(|byte| byte.is_ascii_alphabetic())
        .map(|byte| char::from(byte.to_ascii_lowercase()))
        .collect();
    ANYWHERE.iter().any(|known| letters.contains(known)) || WHOLE.iter().any(|known| letters == *known)
}

fn percent_decoded(text: &str) -> Vec<u8> {
    let digit = |byte: Option<&u8>| byte.and_then(|byte| char::from(*byte).to_digit(16));
    let mut decoded = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, behind)) = rest.split_first() {
        let escaped = (*first == b'%')
            .then(|| digit(behind.first()).zip(digit(behind.get(1))))
            .flatten();
        if let Some((high, low)) = escaped {
            decoded.extend(u8::try_from(high * 16 + low));
            rest = behind.get(2..).unwrap_or_default();
        } else {
            decoded.push(*first);
            rest = behind;
        }
    }
    decoded
}

/// Whether a text is a URI that carries credentials.
pub(crate) fn has_credentials(text: &str) -> bool {
    parse(text).is_some_and(|uri| redact(&uri) != text)
}

/// A word with the marker in the place of every credential if it is a URL, and in the place of all that could hold
/// one if it only looks a little like one. For texts that were refused, so that an error repeats no password.
pub(crate) fn without_credentials(text: &str) -> Cow<'_, str> {
    let shown = match (parse(text), text.split_once("://")) {
        (Some(uri), _) if uri.authority().is_some() => redact(&uri),
        (_, Some((scheme, rest))) if rest.contains(['@', '?', '#']) => format!("{scheme}://{REDACTED}"),
        _ if text.split_once(':').is_some_and(|(_, rest)| rest.contains('@')) => REDACTED.to_owned(),
        _ => return Cow::Borrowed(text),
    };
    if shown == text {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(shown)
    }
}

/// A whole text with [`without_credentials`] applied to each word that has a scheme.
pub(crate) fn text_without_credentials(text: &str) -> String {
    let ends = |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '`' | '<' | '>' | '(' | ')' | ',');
    text.split_inclusive(ends)
        .map(|piece| {
            let word = piece.trim_end_matches(ends);
            let behind = piece.get(word.len()..).unwrap_or_default();
            if word.contains("://") {
                without_credentials(word) + behind
            } else {
                piece.into()
            }
        })
        .collect()
}
