//! The vocabulary of a deployment control plane: names, intents, records, failures, groups, audit, workflow, and the
//! rules and state machines that hold between them.
//!
//! Nothing here does I/O, reads a clock or rolls dice: time, ids and chance come in as arguments.
//!
//! ```
//! use cutover_model::*;
//!
//! // Somebody wants a version somewhere.
//! let intent: DeploymentIntent = wire::from_slice(br#"{
//!     "service": "checkout", "version": "1.5.0", "environment": "production",
//!     "changeSummary": "Raise the timeout", "recipeId": "standard-canary"
//! }"#)?;
//!
//! // It is admitted, runs, and succeeds.
//! let now: Timestamp = "2026-02-05T12:00:00Z".parse()?;
//! let mut record = DeploymentRecord::admit(&intent, Admission {
//!     id: DeploymentId::new(now, [7; 10]),
//!     created_at: now,
//!     delivery_group_id: "payments".parse()?,
//!     rollback_of: None,
//! })?;
//! record.move_to(DeploymentState::Active, now)?;
//! record.move_to(DeploymentState::InProgress, now)?;
//! record.move_to(DeploymentState::Succeeded, now)?;
//!
//! // What runs now follows from the history alone.
//! let records = [record];
//! let history = History::new(&records)?;
//! let running = history.running_on(&intent.target()).unwrap();
//! assert_eq!(running.version.as_str(), "1.5.0");
//!
//! // There is nothing to go back to yet, and the error says so.
//! let request = RollbackRequest { target: intent.target(), of: None, version: None };
//! let error = history.rollback(&request).unwrap_err();
//! assert_eq!(error.to_string(), "checkout/production has no earlier successful deployment that still stands to go back to");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # How the types are made
//!
//! - A name or id is parsed once, into a type of its own. What is parsed is valid, and `serde` goes through the same
//!   door: see [`wire`].
//! - A type whose fields obey rules between each other is had through `new`, which reports all that are broken. Its
//!   fields are read as if they were its own: `record.version`.
//! - What moves does so through a [`StateMachine`], and an illegal move is an error that names the legal ones.
//! - Documents that command (intent, recipe, group, configuration) refuse a key they do not know. Documents that
//!   report keep it: see [`Unknown`].
//! - What only administrators may see is missing from the type that others get: [`RecordView`], [`RecipeView`].

mod audit;
mod deployment;
mod document;
mod failure;
mod group;
mod history;
mod id;
mod intent;
mod machine;
mod name;
mod recipe;
mod record;
mod redact;
mod running;
mod secret;
mod state;
mod target;
mod text;
mod time;
mod unknown;
mod url;
pub mod wire;
mod workflow;

pub use audit::{AuditEvent, AuditOutcome, AuditTargetType, Role};
pub use deployment::{
    Activity, Deployment, DeploymentResult, DeploymentStatus, Errors, Health, Metadata, Seconds,
};
pub use document::{DOCUMENTS, Document};
pub use failure::{
    Causes, FAILURE_RULES, FailureCategory, FailureModel, FailureRule, NormalizedFailure, normalize,
};
pub use group::{DeliveryGroup, GroupFields, Guardrails, Limit};
pub use history::{Cursor, History, OutOfOrder, Page, PageSize, Rollback, RollbackError, RollbackRequest};
pub use id::{AuditEventId, DeploymentId};
pub use intent::DeploymentIntent;
pub use machine::{IllegalMove, StateMachine};
pub use name::{
    ArtifactId, AuditEventType, Branch, Commit, ConfigurationId, DeliveryGroupId, DeploymentRef,
    EnvironmentName, EventId, JobId, PipelineName, RecipeId, ServiceName, StoragePath, StrategyName, Version,
};
pub use recipe::{Recipe, RecipeFields, RecipeStatus, RecipeView};
pub use record::{
    AdminRecordView, Admission, DeploymentRecord, MoveError, RecordFields, RecordView, RecordViewFields,
};
pub use redact::REDACTED;
pub use running::{CurrentRunningState, RunningScope};
pub use secret::{ApiKey, SecretReference};
pub use state::{DeploymentKind, DeploymentOutcome, DeploymentState};
pub use target::Target;
pub use text::{ActorId, ChangeSummary, DisplayName, EngineExecutionId, Line, ResourceId, Text};
pub use time::Timestamp;
pub use unknown::Unknown;
pub use url::{ConfiguredUrl, DatabaseUrl, HttpUrl};
pub use workflow::{
    ArtifactFields, ArtifactType, ByteSize, CLOCK_TOLERANCE_MICROS, ConfigurationFields, ConfigurationStatus,
    DeploymentArtifact, DeploymentConfiguration, DeploymentEvent, DeploymentJob, EventType, JobEnd,
    JobFields, JobStatus, JobType, Logs, NewJob, Sha256Digest, VerifyError, WorkflowEnvironment,
};
