use std::fmt;

use crate::redact::without_credentials;

/// How much of an offending value an error repeats.
const MAX_SHOWN: usize = 80;

/// A single value that is not what its type allows.
///
/// ```
/// use cutover_model::ServiceName;
///
/// let error = "check out".parse::<ServiceName>().unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "\"check out\" is not a service name: 1 to 100 letters, digits, '.', '_' or '-', starting with a letter or digit"
/// );
/// ```
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{given} is not {what}: {allowed}")]
pub struct InvalidValue {
    what: &'static str,
    given: String,
    allowed: String,
}

impl InvalidValue {
    /// An error for `given`, which should have been `what` (with its article: "a service name").
    ///
    /// Credentials are left out where `given` is a URL.
    pub fn new(what: &'static str, given: &str, allowed: impl Into<String>) -> Self {
        Self {
            what,
            given: shown(given),
            allowed: allowed.into(),
        }
    }

    /// The same for a value that must not be repeated in a message.
    pub(crate) fn withheld(what: &'static str, allowed: impl Into<String>) -> Self {
        Self {
            what,
            given: "the given text (withheld)".to_owned(),
            allowed: allowed.into(),
        }
    }

    /// What the value should have been.
    pub fn what(&self) -> &'static str {
        self.what
    }

    /// What would have been accepted.
    pub fn allowed(&self) -> &str {
        &self.allowed
    }
}

/// `text` quoted and escaped, without credentials, cut where it gets long.
pub(crate) fn shown(text: &str) -> String {
    let text = &*without_credentials(text);
    let mut quoted = String::with_capacity(text.len().min(MAX_SHOWN) + 2);
    quoted.push('"');
    for (count, character) in text.chars().enumerate() {
        if count == MAX_SHOWN {
            quoted.push('…');
            break;
        }
        match character {
            '"' | '\\' => quoted.extend(['\\', character]),
            _ if character.is_control() => quoted.extend(character.escape_default()),
            _ => quoted.push(character),
        }
    }
    quoted.push('"');
    quoted
}

/// One thing that is wrong with a document: where, and what to do about it.
///
/// ```
/// use cutover_model::wire::Problem;
///
/// let problem = Problem { pointer: "/services/1".to_owned(), message: "is named a second time".to_owned() };
/// assert_eq!(problem.to_string(), "/services/1: is named a second time");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}: {message}", self.place())]
pub struct Problem {
    /// JSON pointer (RFC 6901) of the offending place. A missing field is pointed at where it should be.
    pub pointer: String,
    /// What was given and what is allowed, in one line.
    pub message: String,
}

impl Problem {
    /// The pointer on one line of bearable length: a key may be anything.
    fn place(&self) -> String {
        const MAX_PLACE: usize = 200;
        if self.pointer.is_empty() {
            return "(document)".to_owned();
        }
        let cut = if self.pointer.chars().nth(MAX_PLACE).is_some() {
            "…"
        } else {
            ""
        };
        let escape = |c: char| -> String {
            if c.is_control() {
                c.escape_default().collect()
            } else {
                c.into()
            }
        };
        self.pointer
            .chars()
            .take(MAX_PLACE)
            .map(escape)
            .chain([cut.to_owned()])
            .collect()
    }
}

/// Everything that is wrong with a document, in the order of its fields.
///
/// At most [`Problems::MAX`] are kept; the rest is counted.
///
/// ```
/// use cutover_model::wire::Problems;
///
/// let mut problems = Problems::new();
/// problems.push("/limit", "must be at least 1");
/// assert_eq!(problems.into_result().unwrap_err().to_string(), "/limit: must be at least 1");
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Problems {
    kept: Vec<Problem>,
    dropped: usize,
}

impl Problems {
    /// How many problems of one document are kept.
    pub const MAX: usize = 100;

    /// None so far.
    pub fn new() -> Self {
        Self::default()
    }

    /// Notes one.
    pub fn push(&mut self, pointer: impl Into<String>, message: impl Into<String>) {
        if self.kept.len() < Self::MAX {
            self.kept.push(Problem {
                pointer: pointer.into(),
                message: message.into(),
            });
        } else {
            self.dropped += 1;
        }
    }

    /// Whether nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.kept.is_empty()
    }

    /// How many were found, the ones that were not kept included.
    pub fn len(&self) -> usize {
        self.kept.len() + self.dropped
    }

    /// Those that were kept.
    pub fn iter(&self) -> std::slice::Iter<'_, Problem> {
        self.kept.iter()
    }

    /// `Ok` when nothing is wrong.
    pub fn into_result(self) -> Result<(), Self> {
        if self.is_empty() { Ok(()) } else { Err(self) }
    }
}

impl<'a> IntoIterator for &'a Problems {
    type Item = &'a Problem;
    type IntoIter = std::slice::Iter<'a, Problem>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, problem) in self.kept.iter().enumerate() {
            if index > 0 {
                f.write_str("; ")?;
            }
            write!(f, "{problem}")?;
        }
        if self.dropped > 0 {
            write!(f, "; and {} more", self.dropped)?;
        }
        Ok(())
    }
}

impl std::error::Error for Problems {}
