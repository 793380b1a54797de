use schemars::JsonSchema;
use serde::Serialize;

use super::not_in_future;
use crate::wire::{Problems, wire_enum, wire_object};
use crate::{ConfigurationId, DeploymentRef, EventId, JobId, Metadata, Text, Timestamp, Unknown};

wire_enum! {
    /// What happened.
    ///
    /// ```
    /// assert_eq!(cutover_model::EventType::RollbackInitiated.as_str(), "rollback-initiated");
    /// ```
    EventType, "an event type" {
        /// The workflow began.
        PipelineStarted = "pipeline-started",
        /// A job began.
        JobStarted = "job-started",
        /// A job ended well.
        JobCompleted = "job-completed",
        /// A job ended badly.
        JobFailed = "job-failed",
        /// The deployment succeeded.
        DeploymentSuccess = "deployment-success",
        /// The deployment failed.
        DeploymentFailure = "deployment-failure",
        /// A rollback began.
        RollbackInitiated = "rollback-initiated",
        /// A rollback ended well.
        RollbackCompleted = "rollback-completed",
    }
}

/// Something that happened in the delivery workflow.
///
/// ```
/// use cutover_model::{DeploymentEvent, EventType};
///
/// # let text = include_str!("../../documents/deployment-event.json");
/// let event: DeploymentEvent = serde_json::from_str(text)?;
/// assert_eq!(event.event_type, EventType::JobFailed);
/// assert!(event.check_new(event.timestamp).is_ok());
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct DeploymentEvent {
    /// Identifies the event.
    pub id: EventId,
    /// What happened.
    pub event_type: EventType,
    /// When.
    pub timestamp: Timestamp,
    /// What happened, in words.
    pub message: Text,
    /// Whatever else belongs to it.
    pub metadata: Metadata,
    /// The job it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub job_id: Option<JobId>,
    /// The deployment it belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deployment_id: Option<DeploymentRef>,
    /// The configuration it belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub configuration_id: Option<ConfigurationId>,
    /// Fields this version does not know.
    #[serde(flatten)]
    #[schemars(skip)]
    pub unknown: Unknown,
}

wire_object!(DeploymentEvent, open {
    id = "id",
    event_type = "eventType",
    timestamp = "timestamp",
    message = "message",
    metadata = "metadata",
    job_id = "jobId",
    deployment_id = "deploymentId",
    configuration_id = "configurationId",
});

impl DeploymentEvent {
    /// What can be asked only of a new event: it did not happen in the future.
    pub fn check_new(&self, now: Timestamp) -> Result<(), Problems> {
        let mut problems = Problems::new();
        not_in_future("timestamp", self.timestamp, now, &mut |key, message| {
            problems.push(format!("/{key}"), message);
        });
        problems.into_result()
    }
}
