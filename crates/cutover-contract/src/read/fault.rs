use std::fmt;

use cutover_model::wire::{Problem, Problems};

use crate::place::{MAX_POINTER_BYTES, Place};

/// Something that makes a text unreadable as a contract, and where it stands.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{problem} (line {line}, column {column})")]
pub struct Fault {
    /// What is wrong, and its JSON pointer. A missing member is pointed at where it should be.
    pub problem: Problem,
    /// The line, from 1. A missing member has the line of its object.
    pub line: usize,
    /// The column, in characters from 1.
    pub column: usize,
}

/// Everything that makes a text unreadable as a contract, in the order of the text; at most [`Faults::MAX`] are
/// kept, the rest is counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Faults {
    kept: Vec<Fault>,
    dropped: usize,
}

impl Faults {
    /// How many faults of one text are kept.
    pub const MAX: usize = 100;

    /// How many were found, those that were not kept included.
    #[expect(
        clippy::len_without_is_empty,
        reason = "without a fault there is no list of them"
    )]
    pub fn len(&self) -> usize {
        self.kept.len() + self.dropped
    }

    /// Those that were kept.
    pub fn iter(&self) -> std::slice::Iter<'_, Fault> {
        self.kept.iter()
    }
}

/// The problems alone; the places are told in their messages.
impl From<Faults> for Problems {
    fn from(faults: Faults) -> Self {
        let mut problems = Self::new();
        for Fault {
            problem: Problem { pointer, message },
            line,
            column,
        } in faults.kept
        {
            problems.push(pointer, format!("{message} (line {line}, column {column})"));
        }
        problems
    }
}

impl<'a> IntoIterator for &'a Faults {
    type Item = &'a Fault;
    type IntoIter = std::slice::Iter<'a, Fault>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl fmt::Display for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, fault) in self.kept.iter().enumerate() {
            let separator = if index == 0 { "" } else { "; " };
            write!(f, "{separator}{fault}")?;
        }
        if self.dropped > 0 {
            write!(f, "; and {} more", self.dropped)?;
        }
        Ok(())
    }
}

/// The faults while they are being found: each with the byte at which it stands.
#[derive(Debug, Default)]
pub(crate) struct Found {
    kept: Vec<(usize, Problem)>,
    pointer_bytes: usize,
    dropped: usize,
}

impl Found {
    pub(crate) fn push(&mut self, place: &Place<'_>, message: impl Into<String>, at: usize) {
        if self.kept.len() < Faults::MAX && self.pointer_bytes < MAX_POINTER_BYTES {
            let pointer = place.pointer();
            self.pointer_bytes += pointer.len();
            self.kept.push((
                at,
                Problem {
                    pointer,
                    message: message.into(),
                },
            ));
        } else {
            self.dropped += 1;
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.kept.is_empty()
    }

    /// The faults with their lines and columns in the text.
    pub(crate) fn into_faults(self, text: &str) -> Faults {
        let Self {
            mut kept, dropped, ..
        } = self;
        kept.sort_by_key(|(at, _)| *at);
        let fault = |(at, problem)| {
            let (line, column) = place(text.as_bytes(), at);
            Fault {
                problem,
                line,
                column,
            }
        };
        Faults {
            kept: kept.into_iter().map(fault).collect(),
            dropped,
        }
    }
}

/// Line and column of a byte, both from 1, the column in characters.
pub(crate) fn place(text: &[u8], at: usize) -> (usize, usize) {
    let before = text.get(..at).unwrap_or(text);
    let line_start = before
        .iter()
        .rposition(|byte| *byte == b'\n')
        .map_or(0, |newline| newline + 1);
    let line = before.split(|byte| *byte == b'\n').count();
    // Every character has one byte that is not a continuation.
    let column = before
        .iter()
        .skip(line_start)
        .filter(|byte| **byte & 0b1100_0000 != 0b1000_0000)
        .count()
        + 1;
    (line, column)
}
