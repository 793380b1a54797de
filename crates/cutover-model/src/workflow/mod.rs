//! The delivery workflow: configurations, jobs, artifacts and events.

mod artifact;
mod configuration;
mod event;
mod job;

use crate::Timestamp;
use crate::wire::wire_enum;

pub use artifact::{ArtifactFields, ArtifactType, ByteSize, DeploymentArtifact, Sha256Digest, VerifyError};
pub use configuration::{ConfigurationFields, ConfigurationStatus, DeploymentConfiguration};
pub use event::{DeploymentEvent, EventType};
pub use job::{DeploymentJob, JobEnd, JobFields, JobStatus, JobType, Logs, NewJob};

/// How far the clocks of two hosts may differ, where an instant must not lie in the future: 5 s.
pub const CLOCK_TOLERANCE_MICROS: i64 = 5_000_000;

wire_enum! {
    /// The environments of the delivery workflow: a closed set, unlike [`EnvironmentName`](crate::EnvironmentName).
    ///
    /// ```
    /// assert_eq!(cutover_model::WorkflowEnvironment::ALL.len(), 3);
    /// ```
    WorkflowEnvironment, "a workflow environment" {
        /// Where it is written.
        Development = "development",
        /// Where it is tried.
        Staging = "staging",
        /// Where it counts.
        Production = "production",
    }
}

/// Notes that an instant lies in the future, beyond what clocks may differ.
fn not_in_future(key: &str, at: Timestamp, now: Timestamp, report: &mut dyn FnMut(&str, String)) {
    if at > now.plus_micros(CLOCK_TOLERANCE_MICROS) {
        report(
            key,
            format!("is {at}, which lies in the future: it is {now}, and clocks may differ by 5 s"),
        );
    }
}
