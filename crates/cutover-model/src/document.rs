use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::Serialize;
use serde_json::Value;

use crate::wire::{self, ReadError, Wire};
use crate::{
    AdminRecordView, AuditEvent, CurrentRunningState, DeliveryGroup, Deployment, DeploymentArtifact,
    DeploymentConfiguration, DeploymentEvent, DeploymentIntent, DeploymentJob, DeploymentResult,
    DeploymentStatus, FailureModel, Recipe, RecipeView, RecordView,
};

/// A kind of document that crosses a process boundary, in one version.
///
/// Each crate with such documents lists them in a constant called `DOCUMENTS`; what exports schemas or validates
/// takes the lists and knows no document by itself.
///
/// ```
/// use cutover_model::DOCUMENTS;
///
/// let intent = DOCUMENTS.iter().find(|document| document.kind == "deployment-intent").unwrap();
/// assert_eq!(intent.version, "1.0");
/// for example in intent.examples {
///     intent.check(example.as_bytes())?;
/// }
/// assert!(intent.check(b"{}").is_err());
/// # Ok::<(), cutover_model::wire::ReadError>(())
/// ```
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Document {
    /// What it is: lower-case words with hyphens, such as `deployment-intent`.
    pub kind: &'static str,
    /// Its version, MAJOR.MINOR.
    pub version: &'static str,
    /// What it is for, in one sentence.
    pub description: &'static str,
    /// The schema of the type behind it.
    pub schema: fn(&mut SchemaGenerator) -> Schema,
    /// Documents of this kind, as JSON text.
    pub examples: &'static [&'static str],
    rewrite: fn(&[u8]) -> Result<Value, ReadError>,
}

impl Document {
    /// A document whose type is `T`.
    pub const fn new<T: Wire + Serialize + JsonSchema>(
        kind: &'static str,
        version: &'static str,
        description: &'static str,
        examples: &'static [&'static str],
    ) -> Self {
        Self {
            kind,
            version,
            description,
            schema: T::json_schema,
            examples,
            rewrite: rewrite::<T>,
        }
    }

    /// A document that has a reader of its own: `rewrite` reads a text and gives what would be written of it.
    pub const fn with_reader(
        kind: &'static str,
        version: &'static str,
        description: &'static str,
        examples: &'static [&'static str],
        schema: fn(&mut SchemaGenerator) -> Schema,
        rewrite: fn(&[u8]) -> Result<Value, ReadError>,
    ) -> Self {
        Self {
            kind,
            version,
            description,
            schema,
            examples,
            rewrite,
        }
    }

    /// Whether a text is such a document, and everything that is wrong with it.
    pub fn check(&self, text: &[u8]) -> Result<(), ReadError> {
        self.rewrite(text).map(|_| ())
    }

    /// Reads a text and gives what would be written of it: secrets redacted, times in UTC, unknown fields kept.
    pub fn rewrite(&self, text: &[u8]) -> Result<Value, ReadError> {
        (self.rewrite)(text)
    }
}

fn rewrite<T: Wire + Serialize>(text: &[u8]) -> Result<Value, ReadError> {
    let read: T = wire::from_slice(text)?;
    serde_json::to_value(read).map_err(ReadError::Syntax)
}

macro_rules! documents {
    ($($kind:literal, $type:ty, $description:literal $(, beside $more:literal)*;)+) => {
        /// The documents of the vocabulary.
        pub const DOCUMENTS: &[Document] = &[$(
            Document::new::<$type>(
                $kind,
                "1.0",
                $description,
                &[
                    include_str!(concat!("../documents/", $kind, ".json")),
                    $(include_str!(concat!("../documents/", $more, ".json")),)*
                ],
            ),
        )+];
    };
}

documents! {
    "audit-event", AuditEvent, "One action, by whom, on what, and how it ended.";
    "current-running-state", CurrentRunningState, "Which version of a service runs in an environment.";
    "delivery-group", DeliveryGroup, "A named group of services with one policy.";
    "deployment", Deployment, "One deployment as a strategy is handed it.";
    "deployment-artifact", DeploymentArtifact, "Something a job built, and how to tell that it is unharmed.";
    "deployment-configuration", DeploymentConfiguration, "What is needed to deploy an application to one environment.", beside "deployment-configuration-active";
    "deployment-event", DeploymentEvent, "Something that happened in the delivery workflow.";
    "deployment-intent", DeploymentIntent, "What somebody wants to deploy and how.";
    "deployment-job", DeploymentJob, "One job of the delivery workflow.";
    "deployment-record", AdminRecordView, "One attempted deployment, as administrators see it.", beside "deployment-record-rollback";
    "deployment-record-view", RecordView, "One attempted deployment, as everybody may see it.";
    "deployment-result", DeploymentResult, "What the caller of a deploy or a rollback gets back.";
    "deployment-status", DeploymentStatus, "What is going on at a target right now.";
    "failure", FailureModel, "What went wrong, in a form that people read.";
    "recipe", Recipe, "An approved way to deliver, as administrators see it.";
    "recipe-view", RecipeView, "An approved way to deliver, as everybody may see it.";
}
