use schemars::JsonSchema;
use serde::Serialize;

use crate::wire::{wire_enum, wire_object};
use crate::{
    ActorId, AuditEventId, AuditEventType, DeliveryGroupId, EnvironmentName, Line, ResourceId, ServiceName,
    Timestamp, Unknown,
};

wire_enum! {
    /// What somebody may do here.
    ///
    /// ```
    /// use cutover_model::Role;
    ///
    /// assert!(Role::PlatformAdmin.sees_engine());
    /// assert!(!Role::DeliveryOwner.sees_engine());
    /// ```
    Role, "a role" {
        /// Administers the platform, and sees what engines know.
        PlatformAdmin = "PLATFORM_ADMIN",
        /// Delivers the services of a group.
        DeliveryOwner = "DELIVERY_OWNER",
        /// Looks.
        Observer = "OBSERVER",
        /// Registers builds; a machine.
        CiPublisher = "CI_PUBLISHER",
    }
}

impl Role {
    /// Whether this role is shown engine fields: then it gets the administrators' views.
    pub const fn sees_engine(self) -> bool {
        matches!(self, Self::PlatformAdmin)
    }
}

wire_enum! {
    /// What kind of resource an audit event is about.
    ///
    /// ```
    /// assert_eq!(cutover_model::AuditTargetType::DeliveryGroup.as_str(), "DeliveryGroup");
    /// ```
    AuditTargetType, "an audit target type" {
        /// A delivery group.
        DeliveryGroup = "DeliveryGroup",
        /// A recipe.
        Recipe = "Recipe",
        /// A deployment.
        Deployment = "Deployment",
        /// A service of the allowlist.
        Service = "Service",
        /// An environment.
        Environment = "Environment",
        /// A registered build.
        Build = "Build",
        /// The policy, kill switch and freeze windows included.
        Policy = "Policy",
        /// A deployment configuration.
        Configuration = "Configuration",
        /// A run of a plan.
        Run = "Run",
    }
}

wire_enum! {
    /// How an audited action ended.
    ///
    /// ```
    /// assert_eq!(cutover_model::AuditOutcome::Denied.as_str(), "DENIED");
    /// ```
    AuditOutcome, "an audit outcome" {
        /// It was done.
        Success = "SUCCESS",
        /// It was refused.
        Denied = "DENIED",
        /// It was allowed and went wrong.
        Failed = "FAILED",
    }
}

/// One action, by whom, on what, and how it ended. It is never changed and never removed.
///
/// ```
/// use cutover_model::{AuditEvent, AuditOutcome};
///
/// # let text = include_str!("../documents/audit-event.json");
/// let event: AuditEvent = serde_json::from_str(text)?;
/// assert_eq!(event.outcome, AuditOutcome::Success);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct AuditEvent {
    /// Identifies the event.
    pub event_id: AuditEventId,
    /// What kind of action it was.
    pub event_type: AuditEventType,
    /// Who acted.
    pub actor_id: ActorId,
    /// In which role.
    pub actor_role: Role,
    /// What kind of resource it was about.
    pub target_type: AuditTargetType,
    /// Which resource.
    pub target_id: ResourceId,
    /// When.
    pub timestamp: Timestamp,
    /// How it ended.
    pub outcome: AuditOutcome,
    /// What was done, in one line.
    pub summary: Line,
    /// The delivery group it touched.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delivery_group_id: Option<DeliveryGroupId>,
    /// The service it touched.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub service_name: Option<ServiceName>,
    /// The environment it touched.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub environment: Option<EnvironmentName>,
    /// Fields this version does not know.
    #[serde(flatten)]
    #[schemars(skip)]
    pub unknown: Unknown,
}

wire_object!(AuditEvent, open {
    event_id = "event_id",
    event_type = "event_type",
    actor_id = "actor_id",
    actor_role = "actor_role",
    target_type = "target_type",
    target_id = "target_id",
    timestamp = "timestamp",
    outcome = "outcome",
    summary = "summary",
    delivery_group_id = "delivery_group_id",
    service_name = "service_name",
    environment = "environment",
});
