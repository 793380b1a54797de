//! The two questions of a comparison, and the confirmation of their answers.

use std::cell::OnceCell;

use serde_json::Value;

use super::arena::Arena;
use super::form::{Claim, FormId, Source, View};
use super::judge::Judge;
use super::restate::{Mode, restate};
use super::solve::{Answer, Solver, Unknown};
use super::{Effect, Readers};
use crate::schema::{Schema, options};

/// Who writes and who reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Direction {
    /// An old writer and a new reader.
    Backward,
    /// A new writer and an old reader.
    Forward,
}

impl Direction {
    /// Of two things, an old and a new one, the writer's and the reader's.
    pub(crate) fn sides<T>(self, old: T, new: T) -> (T, T) {
        match self {
            Self::Backward => (old, new),
            Self::Forward => (new, old),
        }
    }
}

/// Asks the solver and lets the validator confirm what it finds.
pub(crate) struct Questions<'a> {
    pub(crate) solver: Solver<'a>,
    old: &'a Schema,
    new: &'a Schema,
    readers: Readers,
    /// The schemas as their writers write and as their readers read, compiled when first needed.
    closed: [OnceCell<Option<jsonschema::Validator>>; 2],
    open: [OnceCell<Option<jsonschema::Validator>>; 2],
}

impl Questions<'_> {
    /// Reads both schemas and hands their roots on.
    pub(crate) fn about<T>(
        old: &Schema,
        new: &Schema,
        readers: Readers,
        ask: impl FnOnce(&mut Questions<'_>, FormId, FormId) -> T,
    ) -> T {
        let (mut arena, old_root, new_root) = Arena::new(old, new);
        let judge = Judge::new(old, new);
        let solver = Solver::new(&mut arena, &judge);
        let mut questions = Questions {
            solver,
            old,
            new,
            readers,
            closed: Default::default(),
            open: Default::default(),
        };
        ask(&mut questions, old_root, new_root)
    }

    /// How a reader takes its schema.
    pub(crate) fn reading(&self) -> View {
        match self.readers {
            Readers::Ignoring => View::Open,
            Readers::Strict => View::Written,
        }
    }

    pub(crate) fn document(&self, source: Source) -> &Value {
        match source {
            Source::Old => self.old.document(),
            Source::New => self.new.document(),
        }
    }

    /// The schema of the reader.
    pub(crate) fn reader(&self, direction: Direction) -> &Schema {
        direction.sides(self.old, self.new).1
    }

    /// Whether there is a document of which the claims hold, that is written and refused.
    pub(crate) fn ask(&mut self, direction: Direction, claims: Vec<Claim>) -> Effect {
        match self.solver.search(claims) {
            Answer::Empty => Effect::Harmless,
            Answer::Unknown(reason) => Effect::Undecided {
                reason: sentence(&reason),
            },
            Answer::Found(witness) if self.confirmed(direction, &witness.value) => Effect::Breaks {
                witness: witness.value.clone(),
            },
            Answer::Found(_) => {
                let reason = "a document was found that the validator does not confirm".to_owned();
                Effect::Undecided { reason }
            }
        }
    }

    /// Whether the validator agrees that the one side writes a document and the other refuses it.
    fn confirmed(&self, direction: Direction, document: &Value) -> bool {
        let (writer, reader) = direction.sides(self.old, self.new);
        let (closed, _) = direction.sides(&self.closed[0], &self.closed[1]);
        let (_, open) = direction.sides(&self.open[0], &self.open[1]);
        let restated = |schema: &Schema, mode| options().build(&restate(schema.document(), mode)).ok();
        let written = || {
            let closed = closed.get_or_init(|| restated(writer, Mode::Closed));
            writer.accepts(document) && closed.as_ref().is_some_and(|closed| closed.is_valid(document))
        };
        let read = || {
            let open = open.get_or_init(|| restated(reader, Mode::Open));
            open.as_ref().is_none_or(|open| open.is_valid(document))
        };
        written() && !reader.accepts(document) && (self.readers == Readers::Strict || !read())
    }
}

fn sentence(reason: &Unknown) -> String {
    match reason {
        Unknown::Text(rule) => format!("no text was found that decides about {rule}"),
        Unknown::Keyword(keyword) => format!("the keyword {keyword:?} is not decided"),
        Unknown::Size => "a document that would decide it is too large to be written".to_owned(),
        Unknown::Steps => "deciding it takes too many steps".to_owned(),
    }
}
