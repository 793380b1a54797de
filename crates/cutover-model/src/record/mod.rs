mod view;

use schemars::JsonSchema;
use serde::Serialize;

use crate::machine::{IllegalMove, StateMachine};
use crate::wire::{Problems, checked};
use crate::{
    ChangeSummary, DeliveryGroupId, DeploymentId, DeploymentIntent, DeploymentKind, DeploymentState,
    EngineExecutionId, EnvironmentName, FailureModel, HttpUrl, RecipeId, ServiceName, Target, Timestamp,
    Unknown, Version,
};

pub use view::{AdminRecordView, RecordView, RecordViewFields};

/// The fields of a [`DeploymentRecord`].
///
/// ```
/// # use cutover_model::*;
/// # let text = include_str!("../../documents/deployment-record.json");
/// # let record = serde_json::from_str::<AdminRecordView>(text)?.record().clone();
/// // A store that kept the fields brings the record back through the same rules.
/// let stored: RecordFields = record.clone().into_fields();
/// assert_eq!(DeploymentRecord::new(stored)?, record);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct RecordFields {
    /// Identifies this record.
    pub id: DeploymentId,
    /// What was deployed.
    pub service: ServiceName,
    /// Where to.
    pub environment: EnvironmentName,
    /// Which version.
    pub version: Version,
    /// By which recipe.
    pub recipe_id: RecipeId,
    /// Where it stands.
    pub state: DeploymentState,
    /// Which way it goes; follows from `rollbackOf`.
    pub deployment_kind: DeploymentKind,
    /// Why, in the words of who asked.
    pub change_summary: ChangeSummary,
    /// When it was admitted. No two records of one target share it.
    pub created_at: Timestamp,
    /// When it was last changed; never earlier than before.
    pub updated_at: Timestamp,
    /// The delivery group whose policy admitted it.
    pub delivery_group_id: DeliveryGroupId,
    /// The execution at an outside engine. Administrators only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub engine_execution_id: Option<EngineExecutionId>,
    /// Where that engine shows the execution. Administrators only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub engine_execution_url: Option<HttpUrl>,
    /// The deployment that this one takes back.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rollback_of: Option<DeploymentId>,
    /// What went wrong so far.
    #[schemars(length(max = 100))]
    pub failures: Vec<FailureModel>,
    /// Fields this version does not know.
    #[serde(flatten)]
    #[schemars(skip)]
    pub unknown: Unknown,
}

impl RecordFields {
    /// What was deployed where.
    pub fn target(&self) -> Target {
        Target {
            service: self.service.clone(),
            environment: self.environment.clone(),
        }
    }

    /// Whether this record has the target of another one.
    pub fn same_target(&self, other: &Self) -> bool {
        self.service == other.service && self.environment == other.environment
    }
}

checked! {
    /// One attempted deployment, from its admission on.
    ///
    /// A record is read through its [fields](RecordFields). It moves by [`move_to`](Self::move_to) and
    /// [`roll_back`](Self::roll_back) alone; [`new`](Self::new) is for bringing one back from where it was stored. Its
    /// JSON form is the stored one, engine fields included; what a caller may see is a [`RecordView`] or an
    /// [`AdminRecordView`].
    ///
    /// ```
    /// use cutover_model::*;
    ///
    /// let intent: DeploymentIntent = serde_json::from_str(r#"{
    ///     "service": "checkout", "version": "1.4.0", "environment": "production",
    ///     "changeSummary": "Raise the timeout", "recipeId": "standard-canary"
    /// }"#)?;
    /// let now = Timestamp::UNIX_EPOCH;
    /// let mut record = DeploymentRecord::admit(&intent, Admission {
    ///     id: DeploymentId::new(now, [7; 10]),
    ///     created_at: now,
    ///     delivery_group_id: "payments".parse()?,
    ///     rollback_of: None,
    /// })?;
    /// assert_eq!(record.state, DeploymentState::Pending);
    ///
    /// record.move_to(DeploymentState::Active, now.plus_micros(5))?;
    /// assert!(record.move_to(DeploymentState::Pending, now).is_err());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    DeploymentRecord(RecordFields) open {
        id = "id",
        service = "service",
        environment = "environment",
        version = "version",
        recipe_id = "recipeId",
        state = "state",
        deployment_kind = "deploymentKind",
        change_summary = "changeSummary",
        created_at = "createdAt",
        updated_at = "updatedAt",
        delivery_group_id = "deliveryGroupId",
        engine_execution_id = "engineExecutionId",
        engine_execution_url = "engineExecutionUrl",
        rollback_of = "rollbackOf",
        failures = "failures",
    }
    rules {
        kind_follows_link: deployment_kind, rollback_of;
        not_its_own_rollback: id, rollback_of;
        rollback_is_not_taken_back: state, rollback_of;
        updated_after_created: created_at, updated_at;
        failures_bounded: failures;
        engine_url_without_credentials: engine_execution_url;
    }
    never { "outcome": "is derived from the history and never stored: read the document as a view" }
}

type Report<'a> = &'a mut dyn FnMut(&str, String);

fn kind_follows_link(kind: &DeploymentKind, rollback_of: &Option<DeploymentId>, report: Report<'_>) {
    let follows = DeploymentKind::of(*rollback_of);
    if *kind != follows {
        let link = if rollback_of.is_some() {
            "is present"
        } else {
            "is absent"
        };
        report(
            "deploymentKind",
            format!("is {kind}, but rollbackOf {link}, so it must be {follows}"),
        );
    }
}

fn not_its_own_rollback(id: &DeploymentId, rollback_of: &Option<DeploymentId>, report: Report<'_>) {
    if rollback_of.as_ref() == Some(id) {
        report(
            "rollbackOf",
            "names the record itself; it must name another one".to_owned(),
        );
    }
}

fn rollback_is_not_taken_back(state: &DeploymentState, link: &Option<DeploymentId>, report: Report<'_>) {
    if *state == DeploymentState::RolledBack && link.is_some() {
        report(
            "state",
            "is ROLLED_BACK, but a rollback is never taken back itself".to_owned(),
        );
    }
}

pub(crate) fn updated_after_created(created: &Timestamp, updated: &Timestamp, report: Report<'_>) {
    if updated < created {
        report("updatedAt", format!("is {updated}, before createdAt {created}"));
    }
}

fn failures_bounded(failures: &Vec<FailureModel>, report: Report<'_>) {
    if failures.len() > DeploymentRecord::MAX_FAILURES {
        let (given, allowed) = (failures.len(), DeploymentRecord::MAX_FAILURES);
        report(
            "failures",
            format!("has {given} entries, at most {allowed} are allowed"),
        );
    }
}

fn engine_url_without_credentials(url: &Option<HttpUrl>, report: Report<'_>) {
    if url.as_ref().is_some_and(HttpUrl::has_credentials) {
        report(
            "engineExecutionUrl",
            "carries credentials, which are not stored; give it without them".to_owned(),
        );
    }
}

/// What admission adds to an intent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Admission {
    /// The id of the new record.
    pub id: DeploymentId,
    /// When: see [`Admission::instant`].
    pub created_at: Timestamp,
    /// The group whose policy admitted it.
    pub delivery_group_id: DeliveryGroupId,
    /// What it takes back, when it is a rollback.
    pub rollback_of: Option<DeploymentId>,
}

impl Admission {
    /// The `createdAt` of a new record: now, but after the newest record of its target, whatever the clocks say.
    ///
    /// ```
    /// use cutover_model::{Admission, Timestamp};
    ///
    /// let newest = Timestamp::UNIX_EPOCH.plus_micros(10);
    /// assert_eq!(Admission::instant(Timestamp::UNIX_EPOCH, Some(newest)), newest.plus_micros(1));
    /// ```
    pub fn instant(now: Timestamp, newest_of_target: Option<Timestamp>) -> Timestamp {
        newest_of_target.map_or(now, |newest| now.max(newest.plus_micros(1)))
    }
}

/// Why a record was not moved. Returned by [`DeploymentRecord::move_to`] and [`DeploymentRecord::roll_back`].
///
/// ```
/// # use cutover_model::*;
/// # let text = include_str!("../../documents/deployment-record.json");
/// # let mut record = serde_json::from_str::<AdminRecordView>(text)?.record().clone();
/// let error = record.move_to(DeploymentState::Pending, record.updated_at).unwrap_err();
/// assert_eq!(error.code(), "ILLEGAL_MOVE");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MoveError {
    /// There is no such move.
    #[error("deployment {id} was not moved")]
    Illegal {
        /// The record.
        id: DeploymentId,
        /// The move, and the legal ones.
        #[source]
        source: IllegalMove<DeploymentState>,
    },
    /// ROLLED_BACK was asked for without the rollback that did it.
    #[error("deployment {id} becomes ROLLED_BACK only together with the rollback that takes it back")]
    NeedsRollback {
        /// The record.
        id: DeploymentId,
    },
    /// What was handed in is no rollback of this record that succeeded.
    #[error("deployment {id} was not taken back: deployment {by} is no rollback of it that succeeded")]
    NotTakenBack {
        /// The record.
        id: DeploymentId,
        /// What was handed in as its rollback.
        by: DeploymentId,
    },
}

impl MoveError {
    /// The stable code of this error.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Illegal { source, .. } => source.code(),
            Self::NeedsRollback { .. } | Self::NotTakenBack { .. } => "NOT_TAKEN_BACK",
        }
    }
}

impl DeploymentRecord {
    /// How many failures one record keeps.
    pub const MAX_FAILURES: usize = 100;

    /// The record of an intent that was admitted. Refused when it would take back itself.
    pub fn admit(intent: &DeploymentIntent, admission: Admission) -> Result<Self, Problems> {
        Self::new(RecordFields {
            id: admission.id,
            service: intent.service.clone(),
            environment: intent.environment.clone(),
            version: intent.version.clone(),
            recipe_id: intent.recipe_id.clone(),
            state: DeploymentState::INITIAL,
            deployment_kind: DeploymentKind::of(admission.rollback_of),
            change_summary: intent.change_summary.clone(),
            created_at: admission.created_at,
            updated_at: admission.created_at,
            delivery_group_id: admission.delivery_group_id,
            engine_execution_id: None,
            engine_execution_url: None,
            rollback_of: admission.rollback_of,
            failures: Vec::new(),
            unknown: Unknown::default(),
        })
    }

    /// Makes a legal move. ROLLED_BACK is reached through [`roll_back`](Self::roll_back) only.
    ///
    /// `updatedAt` becomes `at`, unless it is later already. After an error nothing has changed.
    pub fn move_to(&mut self, to: DeploymentState, at: Timestamp) -> Result<(), MoveError> {
        if to == DeploymentState::RolledBack && self.state == DeploymentState::Succeeded {
            return Err(MoveError::NotTakenBack {
                id: self.id,
                by: self.id,
            });
        }
        self.make_move(to, at)
    }

    /// Marks a record as taken back by `rollback`, which names it and has succeeded.
    ///
    /// A FAILED record stays FAILED: its rollback redeployed what ran.
    pub fn roll_back(&mut self, rollback: &Self, at: Timestamp) -> Result<(), MoveError> {
        let taken_back = rollback.rollback_of == Some(self.id)
            && rollback.state == DeploymentState::Succeeded
            && rollback.same_target(self)
            && self.deployment_kind == DeploymentKind::RollForward;
        if !taken_back {
            return Err(MoveError::NotTakenBack {
                id: self.id,
                by: rollback.id,
            });
        }
        if self.state == DeploymentState::Failed {
            return Ok(());
        }
        self.make_move(DeploymentState::RolledBack, at)
    }

    /// Notes a failure; the state stays. Beyond [`MAX_FAILURES`](Self::MAX_FAILURES) the newest is replaced, so that the first ones,
    /// which tell the cause, stay.
    pub fn add_failure(&mut self, failure: FailureModel, at: Timestamp) {
        self.0.failures.truncate(Self::MAX_FAILURES - 1);
        self.0.failures.push(failure);
        self.touch(at);
    }

    /// Notes where an outside engine executes it. Credentials in the URL are dropped: it is stored and shown.
    pub fn executed_by(&mut self, id: EngineExecutionId, url: Option<HttpUrl>, at: Timestamp) {
        self.0.engine_execution_id = Some(id);
        self.0.engine_execution_url = url.map(|url| url.without_credentials());
        self.touch(at);
    }

    fn make_move(&mut self, to: DeploymentState, at: Timestamp) -> Result<(), MoveError> {
        self.0.state = self
            .state
            .move_to(to)
            .map_err(|source| MoveError::Illegal { id: self.id, source })?;
        self.touch(at);
        Ok(())
    }

    fn touch(&mut self, at: Timestamp) {
        self.0.updated_at = self.0.updated_at.max(at);
    }
}
