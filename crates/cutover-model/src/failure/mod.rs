mod normalize;

use std::error::Error;
use std::fmt;

use schemars::JsonSchema;
use serde::Serialize;

use crate::redact::text_without_credentials;
use crate::wire::{Node, Wire, wire_enum, wire_object};
use crate::{Line, Text, Timestamp, Unknown};

pub use normalize::{FAILURE_RULES, FailureRule, NormalizedFailure, normalize};

wire_enum! {
    /// What kind of thing went wrong, whatever engine saw it.
    ///
    /// ```
    /// use cutover_model::FailureCategory;
    ///
    /// assert_eq!("TIMEOUT".parse::<FailureCategory>()?, FailureCategory::Timeout);
    /// # Ok::<(), cutover_model::wire::InvalidValue>(())
    /// ```
    FailureCategory, "a failure category" {
        /// The request or the plan was malformed.
        Validation = "VALIDATION",
        /// A rule, a permission or a guardrail refused.
        Policy = "POLICY",
        /// The build or image is missing or damaged.
        Artifact = "ARTIFACT",
        /// The platform below the service failed.
        Infrastructure = "INFRASTRUCTURE",
        /// The configuration of the deployment is wrong.
        Config = "CONFIG",
        /// The service itself failed.
        App = "APP",
        /// Something did not end in its time.
        Timeout = "TIMEOUT",
        /// Taking a deployment back failed.
        Rollback = "ROLLBACK",
        /// Nobody could tell.
        Unknown = "UNKNOWN",
    }
}

impl FailureCategory {
    /// What people can do about a failure of this category.
    pub const fn hint(self) -> &'static str {
        match self {
            Self::Validation => "correct the request and submit it again",
            Self::Policy => "ask an administrator which rule or permission refused",
            Self::Artifact => "check that the build was published and registered, then deploy again",
            Self::Infrastructure => "check the platform, then deploy again",
            Self::Config => "have the recipe or the configuration corrected, then deploy again",
            Self::App => "look into the logs of the service, mend it and deploy a new version",
            Self::Timeout => "look what it was waiting for, then deploy again",
            Self::Rollback => "look what runs now before anything else is tried",
            Self::Unknown => "ask an administrator to look at the engine",
        }
    }
}

/// What went wrong, in a form that people read.
///
/// It survives serialisation with its chain of causes.
///
/// ```
/// use cutover_model::{FailureCategory, FailureModel, Line, Timestamp};
///
/// let cause = std::io::Error::other("connection refused");
/// let failure = FailureModel::new(
///     FailureCategory::Infrastructure,
///     Line::clip("the database could not be reached"),
///     Timestamp::UNIX_EPOCH,
/// )
/// .caused_by(&cause);
/// assert_eq!(failure.causes.iter().next().unwrap().as_str(), "connection refused");
/// assert_eq!(failure.to_string(), "INFRASTRUCTURE: the database could not be reached");
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct FailureModel {
    /// What kind of thing went wrong.
    pub category: FailureCategory,
    /// What failed, in one line.
    pub summary: Line,
    /// A short explanation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail: Option<Text>,
    /// What to do next.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub action_hint: Option<Line>,
    /// When it was seen.
    pub observed_at: Timestamp,
    /// What caused it, the nearest cause first.
    #[serde(skip_serializing_if = "Causes::is_empty")]
    #[schemars(default)]
    pub causes: Causes,
    /// Fields this version does not know.
    #[serde(flatten)]
    #[schemars(skip)]
    pub unknown: Unknown,
}

wire_object!(FailureModel, open {
    category = "category",
    summary = "summary",
    detail = "detail",
    action_hint = "actionHint",
    observed_at = "observedAt",
    causes = "causes",
});

impl FailureModel {
    /// A failure without detail, hint or causes.
    pub fn new(category: FailureCategory, summary: Line, observed_at: Timestamp) -> Self {
        Self {
            category,
            summary,
            detail: None,
            action_hint: None,
            observed_at,
            causes: Causes::default(),
            unknown: Unknown::default(),
        }
    }

    /// With an explanation.
    pub fn with_detail(self, detail: Text) -> Self {
        Self {
            detail: Some(detail),
            ..self
        }
    }

    /// With a next step.
    pub fn with_action_hint(self, hint: Line) -> Self {
        Self {
            action_hint: Some(hint),
            ..self
        }
    }

    /// What everybody may see of it: causes may quote an engine, and nobody can tell who may see fields that this version
    /// does not know.
    pub fn view(&self) -> Self {
        Self {
            causes: Causes::default(),
            unknown: Unknown::default(),
            ..self.clone()
        }
    }

    /// With the chain of an error: the error itself, its source, and so on.
    pub fn caused_by(self, error: &(dyn Error + 'static)) -> Self {
        Self {
            causes: Causes::chain(error),
            ..self
        }
    }
}

impl fmt::Display for FailureModel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.category, self.summary)
    }
}

/// The chain of causes of a failure, the nearest first; at most [`Causes::MAX`] of them. Credentials in URLs are left
/// out.
///
/// ```
/// use cutover_model::Causes;
///
/// let causes = Causes::chain(&std::io::Error::other("disk full"));
/// assert_eq!(causes.iter().count(), 1);
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(transparent)]
pub struct Causes(#[schemars(length(max = 16))] Vec<Line>);

impl Causes {
    /// How many causes are kept.
    pub const MAX: usize = 16;

    /// The chain that starts at `error`.
    pub fn chain(error: &(dyn Error + 'static)) -> Self {
        let chain = std::iter::successors(Some(error), |error: &&(dyn Error + 'static)| (*error).source());
        Self(
            chain
                .take(Self::MAX)
                .map(|error| Line::clip(&text_without_credentials(&error.to_string())))
                .collect(),
        )
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The causes, the nearest first.
    pub fn iter(&self) -> std::slice::Iter<'_, Line> {
        self.0.iter()
    }
}

impl<'a> IntoIterator for &'a Causes {
    type Item = &'a Line;
    type IntoIter = std::slice::Iter<'a, Line>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl Wire for Causes {
    fn read(node: Node<'_>) -> Option<Self> {
        node.list(Self::MAX).map(Self)
    }

    fn absent() -> Option<Self> {
        Some(Self::default())
    }
}
