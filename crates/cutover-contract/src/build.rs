//! From a record that has ended, or an intent that was refused, to the contract that tells of it.

use cutover_model::{
    DeploymentId, DeploymentIntent, DeploymentKind, DeploymentRecord, DeploymentState, FailureModel,
    Timestamp, Unknown,
};

use crate::v2_0::{
    self, Artifact, Audit, Deployment, DeploymentContract, Failure, Meta, Outcome, Quality, Status,
};
use crate::{InconsistentContract, IssuedContract, Provenance};

/// Why a record has no contract. Returned by [`IssuedContract::of_record`] and [`IssuedContract::of_refusal`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BuildError {
    /// It has not ended.
    #[error("deployment {id} is {state}: a contract is issued when it has ended")]
    InFlight {
        /// The record.
        id: DeploymentId,
        /// Where it stands.
        state: DeploymentState,
    },
    /// It was taken back: its contract was issued when it succeeded, and is never issued again.
    #[error(
        "deployment {id} is ROLLED_BACK: its contract was issued when it succeeded, and is not issued again"
    )]
    TakenBack {
        /// The record.
        id: DeploymentId,
    },
    /// The contract would break its rules.
    #[error("deployment of {target} has no consistent contract")]
    Inconsistent {
        /// What was deployed where.
        target: cutover_model::Target,
        /// The rules it would break.
        #[source]
        source: InconsistentContract,
    },
}

impl BuildError {
    /// The stable code of this error.
    pub fn code(&self) -> &'static str {
        match self {
            Self::InFlight { .. } => "DEPLOYMENT_IN_FLIGHT",
            Self::TakenBack { .. } => "CONTRACT_ISSUED",
            Self::Inconsistent { source, .. } => source.code(),
        }
    }
}

impl IssuedContract {
    /// The contract of a record that has just ended: SUCCEEDED becomes `Succeeded`, FAILED and CANCELED become
    /// `Failed`.
    ///
    /// ```
    /// use cutover_contract::{Engine, IssuedContract, Provenance, Status, v2_0};
    /// use cutover_model::{AdminRecordView, DOCUMENTS};
    ///
    /// # let text = DOCUMENTS.iter().find(|document| document.kind == "deployment-record").unwrap().examples[0];
    /// let record = serde_json::from_str::<AdminRecordView>(text)?.record().clone();
    /// # let [example, ..] = cutover_contract::examples(cutover_contract::ContractVersion::V2_0);
    /// let quality = cutover_contract::read(example.as_bytes())?.into_contract().quality;
    /// let provenance = Provenance {
    ///     actor: "ci@example.com".to_owned(),
    ///     trigger: "pull_request".to_owned(),
    ///     org: "acme".to_owned(),
    ///     repository: None,
    ///     commit: None,
    ///     adapter: "github-actions".to_owned(),
    ///     engine: Engine::Native,
    /// };
    /// let issued = IssuedContract::of_record(&record, quality, &provenance, Vec::new())?;
    /// assert_eq!(issued.contract().status, Status::Succeeded);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn of_record(
        record: &DeploymentRecord,
        quality: Quality,
        provenance: &Provenance,
        artifacts: Vec<Artifact>,
    ) -> Result<Self, BuildError> {
        let (status, outcome) = match record.state {
            DeploymentState::Succeeded => (Status::Succeeded, Outcome::Succeeded),
            DeploymentState::Failed => (Status::Failed, Outcome::Failed),
            DeploymentState::Canceled => (Status::Failed, Outcome::Canceled),
            DeploymentState::RolledBack => return Err(BuildError::TakenBack { id: record.id }),
            DeploymentState::Pending | DeploymentState::Active | DeploymentState::InProgress => {
                return Err(BuildError::InFlight {
                    id: record.id,
                    state: record.state,
                });
            }
        };
        let deployment = Deployment {
            record_id: Some(record.id.to_string()),
            service: record.service.to_string(),
            environment: record.environment.to_string(),
            version: record.version.to_string(),
            kind: kind(record.deployment_kind),
            outcome: Some(outcome),
            rollback_of: record.rollback_of.map(|id| id.to_string()),
            unknown: Unknown::default(),
        };
        let draft = Draft {
            status,
            deployment,
            triggered_at: record.created_at,
            failures: &record.failures,
        };
        draft.issue(quality, provenance, artifacts, &record.target())
    }

    /// The contract of an intent that was refused: `Blocked`, without a record.
    pub fn of_refusal(
        intent: &DeploymentIntent,
        rollback_of: Option<DeploymentId>,
        refusal: &FailureModel,
        quality: Quality,
        provenance: &Provenance,
    ) -> Result<Self, BuildError> {
        let deployment = Deployment {
            record_id: None,
            service: intent.service.to_string(),
            environment: intent.environment.to_string(),
            version: intent.version.to_string(),
            kind: kind(DeploymentKind::of(rollback_of)),
            outcome: None,
            rollback_of: rollback_of.map(|id| id.to_string()),
            unknown: Unknown::default(),
        };
        let failures = std::slice::from_ref(refusal);
        let draft = Draft {
            status: Status::Blocked,
            deployment,
            triggered_at: refusal.observed_at,
            failures,
        };
        draft.issue(quality, provenance, Vec::new(), &intent.target())
    }
}

/// What differs between a record and a refusal.
struct Draft<'a> {
    status: Status,
    deployment: Deployment,
    triggered_at: Timestamp,
    failures: &'a [FailureModel],
}

impl Draft<'_> {
    fn issue(
        self,
        quality: Quality,
        provenance: &Provenance,
        artifacts: Vec<Artifact>,
        target: &cutover_model::Target,
    ) -> Result<IssuedContract, BuildError> {
        let contract = DeploymentContract {
            schema_version: v2_0::SchemaVersion,
            meta: Meta {
                adapter: provenance.adapter.clone(),
                engine: provenance.engine.clone(),
                timestamp: self.triggered_at.into(),
                trigger: provenance.trigger.clone(),
                unknown: Unknown::default(),
            },
            status: self.status,
            quality,
            audit: Audit {
                triggered_by: provenance.actor.clone(),
                org_id: provenance.org.clone(),
                repository: provenance.repository.clone(),
                commit: provenance.commit.clone(),
                unknown: Unknown::default(),
            },
            deployment: Some(self.deployment),
            failures: self.failures.iter().map(failure).collect(),
            artifacts,
            unknown: Unknown::default(),
        };
        IssuedContract::new(contract).map_err(|source| BuildError::Inconsistent {
            target: target.clone(),
            source,
        })
    }
}

fn kind(kind: DeploymentKind) -> v2_0::DeploymentKind {
    match kind {
        DeploymentKind::RollForward => v2_0::DeploymentKind::RollForward,
        DeploymentKind::Rollback => v2_0::DeploymentKind::Rollback,
    }
}

fn category(category: cutover_model::FailureCategory) -> v2_0::FailureCategory {
    use cutover_model::FailureCategory as Model;
    match category {
        Model::Validation => v2_0::FailureCategory::Validation,
        Model::Policy => v2_0::FailureCategory::Policy,
        Model::Artifact => v2_0::FailureCategory::Artifact,
        Model::Infrastructure => v2_0::FailureCategory::Infrastructure,
        Model::Config => v2_0::FailureCategory::Config,
        Model::App => v2_0::FailureCategory::App,
        Model::Timeout => v2_0::FailureCategory::Timeout,
        Model::Rollback => v2_0::FailureCategory::Rollback,
        Model::Unknown => v2_0::FailureCategory::Unknown,
    }
}

fn failure(failure: &FailureModel) -> Failure {
    Failure {
        category: category(failure.category),
        summary: failure.summary.to_string(),
        detail: failure.detail.as_ref().map(ToString::to_string),
        action_hint: failure.action_hint.as_ref().map(ToString::to_string),
        observed_at: failure.observed_at.into(),
        causes: failure.causes.iter().map(ToString::to_string).collect(),
        unknown: failure.unknown.clone(),
    }
}
