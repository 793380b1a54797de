use schemars::JsonSchema;
use serde::Serialize;

use crate::wire::{wire_enum, wire_object};
use crate::{
    DeploymentId, DeploymentKind, DeploymentRecord, DeploymentState, EnvironmentName, ServiceName, Timestamp,
    Unknown, Version,
};

wire_enum! {
    /// What a running state speaks about: always a whole service.
    ///
    /// ```
    /// assert_eq!(cutover_model::RunningScope::Service.as_str(), "service");
    /// ```
    RunningScope, "a scope" {
        /// One service in one environment.
        Service = "service",
    }
}

/// Which version of a service runs in an environment, derived from the history of records alone.
///
/// It is no health check and says nothing about how traffic is split.
///
/// ```
/// use cutover_model::CurrentRunningState;
///
/// # let text = include_str!("../documents/current-running-state.json");
/// let running: CurrentRunningState = serde_json::from_str(text)?;
/// assert_eq!(running.version.as_str(), "1.4.0");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct CurrentRunningState {
    /// The service.
    pub service: ServiceName,
    /// Where it runs.
    pub environment: EnvironmentName,
    /// What this state speaks about.
    pub scope: RunningScope,
    /// The version of the latest deployment that succeeded.
    pub version: Version,
    /// That deployment.
    pub deployment_id: DeploymentId,
    /// Which way that deployment went.
    pub deployment_kind: DeploymentKind,
    /// When this was derived.
    pub derived_at: Timestamp,
    /// Fields this version does not know.
    #[serde(flatten)]
    #[schemars(skip)]
    pub unknown: Unknown,
}

wire_object!(CurrentRunningState, open {
    service = "service",
    environment = "environment",
    scope = "scope",
    version = "version",
    deployment_id = "deploymentId",
    deployment_kind = "deploymentKind",
    derived_at = "derivedAt",
});

impl CurrentRunningState {
    /// The running state that a record established; `None` unless it has succeeded. Which record that is, a
    /// [`History`](crate::History) tells.
    pub fn established_by(record: &DeploymentRecord, derived_at: Timestamp) -> Option<Self> {
        (record.state == DeploymentState::Succeeded).then(|| Self {
            service: record.service.clone(),
            environment: record.environment.clone(),
            scope: RunningScope::Service,
            version: record.version.clone(),
            deployment_id: record.id,
            deployment_kind: record.deployment_kind,
            derived_at,
            unknown: Unknown::default(),
        })
    }
}
