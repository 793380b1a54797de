//! What changes between two versions of a schema, and for whom it breaks.

mod arena;
mod branch;
mod diff;
mod differences;
mod expand;
mod form;
mod judge;
mod leaf;
mod number;
mod places;
mod question;
mod reading;
mod restate;
mod rule;
mod side;
mod solve;
mod variants;

use std::fmt;

use serde::Serialize;
use serde_json::Value;

use crate::schema::Schema;
use question::Questions;

/// The most changes that are listed.
pub const MAX_CHANGES: usize = 500;

/// Compares two versions of a schema.
///
/// # Who breaks
///
/// A *writer* produces documents that are valid and have no member that its schema does not name. A schema names a
/// member in `properties` or `required`; `additionalProperties` names members when it is a schema that says what they
/// are, or when it is `true` and there are no `properties`; a schema that does not speak of objects at all takes any. A
/// *reader* ignores members that it does not know, unless [`Readers::Strict`] is asked for: `additionalProperties: false`
/// then does not count, and does not make two variants of a union clash.
///
/// A comparison breaks *backward* when a new reader refuses a document of an old writer, and *forward* when an old
/// reader refuses one of a new writer. So adding an optional member breaks nobody.
///
/// # Guarantees
///
/// - A break carries a witness: a document that the one side writes and the other refuses, confirmed by the
///   validator on both schemas before it is shown.
/// - *Harmless* is proven. What is neither proven nor refuted is undecided; that happens for `pattern`, for keywords
///   that 2020-12 does not define or that are rare (`patternProperties`, `dependentSchemas`, `unevaluatedProperties` and
///   their like), and where no witness of bearable size exists.
/// - Time and memory are bounded; what exceeds them is undecided.
///
/// ```
/// use cutover_schema::{Effect, Mode, Readers, Schema, Verdict, compare};
/// use serde_json::json;
///
/// let old = Schema::new(json!({"type": "object", "properties": {"a": {"type": "string"}}}))?;
/// let new = Schema::new(json!({"type": "object", "properties": {"a": {"type": "string"}, "b": {"type": "integer"}},
///                              "required": ["b"]}))?;
/// let comparison = compare(&old, &new, Readers::Ignoring);
/// assert_eq!(comparison.verdict(Mode::Forward), Verdict::Compatible);
/// assert_eq!(comparison.verdict(Mode::Backward), Verdict::Breaking);
/// let change = &comparison.changes[0];
/// assert_eq!(change.to_string(), "/b: the new member is required (breaks new readers of old documents)");
/// assert_eq!(change.backward, Effect::Breaks { witness: json!({}) });
/// # Ok::<(), cutover_schema::SchemaError>(())
/// ```
pub fn compare(old: &Schema, new: &Schema, readers: Readers) -> Comparison {
    Questions::about(old, new, readers, diff::comparison)
}

/// Compares every version with every later one: the oldest documents must survive the newest reader, not only the
/// last ones.
///
/// ```
/// use cutover_schema::{Mode, Readers, Schema, Verdict, compare_history};
/// use serde_json::json;
///
/// // Two steps that break nobody, and a whole that does.
/// let versions = [
///     Schema::new(json!({"type": "object", "properties": {"a": {"type": "string"}}}))?,
///     Schema::new(json!({"type": "object", "properties": {}}))?,
///     Schema::new(json!({"type": "object", "properties": {"a": {"type": "integer"}}}))?,
/// ];
/// let history = compare_history(&versions, Readers::Ignoring);
/// assert!(history.pairs.iter().all(|pair| {
///     pair.comparison.verdict(Mode::Full) == Verdict::Compatible || pair.new - pair.old > 1
/// }));
/// assert_eq!(history.verdict(Mode::Full), Verdict::Breaking);
/// # Ok::<(), cutover_schema::SchemaError>(())
/// ```
pub fn compare_history(versions: &[Schema], readers: Readers) -> History {
    let later = |(old, schema)| {
        versions
            .iter()
            .enumerate()
            .skip(old + 1)
            .map(move |(new, other)| HistoryPair {
                old,
                new,
                comparison: compare(schema, other, readers),
            })
    };
    History {
        pairs: versions.iter().enumerate().flat_map(later).collect(),
    }
}

/// What a reader does with members it does not know.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Readers {
    /// It ignores them, whatever its schema says of additional members.
    Ignoring,
    /// It does with them what its schema says.
    Strict,
}

/// Who must go on understanding whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Mode {
    /// New readers understand old documents.
    Backward,
    /// Old readers understand new documents.
    Forward,
    /// Both.
    Full,
}

/// The answer for one [`Mode`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// Nobody breaks.
    Compatible,
    /// A reader refuses a document that a writer produces.
    Breaking,
    /// Not decided.
    Undecided,
}

/// What something does to one direction.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Effect {
    /// Every document that is written is still read, as far as this change goes.
    Harmless,
    /// There are documents that are written and refused.
    Breaks {
        /// One of them.
        witness: Value,
    },
    /// Not decided.
    Undecided {
        /// Why not.
        reason: String,
    },
}

/// Two versions of a schema, compared.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Comparison {
    /// Every change, in the order of the places; at most [`MAX_CHANGES`].
    pub changes: Vec<Change>,
    /// All changes together, for new readers of old documents.
    pub backward: Effect,
    /// All changes together, for old readers of new documents.
    pub forward: Effect,
}

/// One difference between two versions of a schema.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Change {
    /// The place in documents, as a JSON pointer in which `*` stands for any item and for any member without a name.
    pub path: String,
    /// What sort of change it is.
    pub kind: ChangeKind,
    /// What changed, in words.
    pub sentence: String,
    /// What it does to new readers of old documents.
    pub backward: Effect,
    /// What it does to old readers of new documents.
    pub forward: Effect,
}

/// The sorts of changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum ChangeKind {
    /// The schema names a member that it did not name.
    MemberAdded,
    /// The schema no longer names a member.
    MemberRemoved,
    /// A member must now be there.
    MemberRequired,
    /// A member need no longer be there.
    MemberOptional,
    /// What is said of members without a name.
    OtherMembers,
    /// The kinds of values that are allowed.
    Type,
    /// A value that is now allowed, or no longer.
    Value,
    /// A variant of a union that is now allowed, or no longer.
    Variant,
    /// A least or largest number, length or count, or a step.
    Bound,
    /// A `format` or a `pattern`.
    Text,
    /// Another keyword.
    Keyword,
    /// The same place is described by other means, so that no single keyword can be named.
    Restated,
    /// Title, description, default, examples and the like: nothing about which documents are valid.
    Annotation,
    /// No change by itself, but all together.
    Together,
}

/// Whom a change breaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Breaks {
    /// Nobody, proven.
    Nobody,
    /// New readers of old documents.
    NewReaders,
    /// Old readers of new documents.
    OldReaders,
    /// Both.
    Both,
    /// Not known to break anybody, and not proven harmless.
    Undecided,
}

/// All pairs of versions, compared.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct History {
    /// Every version with every later one.
    pub pairs: Vec<HistoryPair>,
}

/// One pair of versions, by their place in the list.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct HistoryPair {
    /// The earlier version.
    pub old: usize,
    /// The later version.
    pub new: usize,
    /// The two compared.
    pub comparison: Comparison,
}

impl History {
    /// The answer over all pairs.
    pub fn verdict(&self, mode: Mode) -> Verdict {
        worst(self.pairs.iter().map(|pair| pair.comparison.verdict(mode)))
    }
}

impl Comparison {
    /// The answer for one mode.
    pub fn verdict(&self, mode: Mode) -> Verdict {
        match mode {
            Mode::Backward => self.backward.verdict(),
            Mode::Forward => self.forward.verdict(),
            Mode::Full => worst([self.backward.verdict(), self.forward.verdict()].into_iter()),
        }
    }
}

impl Effect {
    /// The answer for one direction.
    pub fn verdict(&self) -> Verdict {
        match self {
            Self::Harmless => Verdict::Compatible,
            Self::Breaks { .. } => Verdict::Breaking,
            Self::Undecided { .. } => Verdict::Undecided,
        }
    }
}

impl Change {
    /// Whom the change breaks.
    pub fn breaks(&self) -> Breaks {
        match (self.backward.verdict(), self.forward.verdict()) {
            (Verdict::Breaking, Verdict::Breaking) => Breaks::Both,
            (Verdict::Breaking, _) => Breaks::NewReaders,
            (_, Verdict::Breaking) => Breaks::OldReaders,
            (Verdict::Compatible, Verdict::Compatible) => Breaks::Nobody,
            _ => Breaks::Undecided,
        }
    }
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.path.is_empty() {
            write!(f, "{}: ", self.path)?;
        }
        write!(f, "{} ({})", self.sentence, self.breaks())
    }
}

impl fmt::Display for Breaks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Nobody => "breaks nobody",
            Self::NewReaders => "breaks new readers of old documents",
            Self::OldReaders => "breaks old readers of new documents",
            Self::Both => "breaks new readers of old documents and old readers of new documents",
            Self::Undecided => "undecided",
        })
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Compatible => "compatible",
            Self::Breaking => "breaking",
            Self::Undecided => "undecided",
        })
    }
}

fn worst(verdicts: impl Iterator<Item = Verdict>) -> Verdict {
    verdicts.fold(Verdict::Compatible, |worst, verdict| match (worst, verdict) {
        (Verdict::Breaking, _) | (_, Verdict::Breaking) => Verdict::Breaking,
        (Verdict::Undecided, _) | (_, Verdict::Undecided) => Verdict::Undecided,
        (Verdict::Compatible, Verdict::Compatible) => Verdict::Compatible,
    })
}
