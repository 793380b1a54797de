use schemars::JsonSchema;
use serde::Serialize;

use super::{DeploymentRecord, Report, updated_after_created};
use crate::wire::{Node, Object, Problems, Wire, checked, wire_deserialize};
use crate::{
    ChangeSummary, DeliveryGroupId, DeploymentId, DeploymentKind, DeploymentOutcome, DeploymentState,
    EnvironmentName, FailureModel, RecipeId, ServiceName, Timestamp, Unknown, Version,
};

/// The fields of a [`RecordView`].
///
/// ```
/// # use cutover_model::*;
/// # let text = include_str!("../../documents/deployment-record-view.json");
/// let view: RecordView = serde_json::from_str(text)?;
/// let changed = RecordViewFields { outcome: Some(DeploymentOutcome::Superseded), ..view.into_fields() };
/// let problems = RecordView::new(changed).unwrap_err();
/// assert_eq!(problems.iter().next().unwrap().pointer, "/outcome");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct RecordViewFields {
    /// Identifies the record.
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
    /// Which way it goes.
    pub deployment_kind: DeploymentKind,
    /// What became of it; absent while it is in flight.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outcome: Option<DeploymentOutcome>,
    /// Why, in the words of who asked.
    pub change_summary: ChangeSummary,
    /// When it was admitted.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
    /// The delivery group whose policy admitted it.
    pub delivery_group_id: DeliveryGroupId,
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

checked! {
    /// A record as everybody may see it: there is no field for what an engine knows.
    ///
    /// Read from JSON it refuses the engine's fields, so that they cannot slip through as unknown ones.
    ///
    /// ```
    /// # use cutover_model::*;
    /// # let text = include_str!("../../documents/deployment-record.json");
    /// let seen_by_an_administrator: AdminRecordView = serde_json::from_str(text)?;
    /// let seen_by_others = seen_by_an_administrator.record().view(seen_by_an_administrator.outcome())?;
    /// assert!(!serde_json::to_string(&seen_by_others)?.contains("engineExecution"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    RecordView(RecordViewFields) open {
        id = "id",
        service = "service",
        environment = "environment",
        version = "version",
        recipe_id = "recipeId",
        state = "state",
        deployment_kind = "deploymentKind",
        outcome = "outcome",
        change_summary = "changeSummary",
        created_at = "createdAt",
        updated_at = "updatedAt",
        delivery_group_id = "deliveryGroupId",
        rollback_of = "rollbackOf",
        failures = "failures",
    }
    rules {
        outcome_fits: state, outcome;
        super::kind_follows_link: deployment_kind, rollback_of;
        super::not_its_own_rollback: id, rollback_of;
        super::rollback_is_not_taken_back: state, rollback_of;
        updated_after_created: created_at, updated_at;
        super::failures_bounded: failures;
    }
    never { "engineExecutionId", "engineExecutionUrl": "is for administrators only and has no place here" }
}

fn outcome_fits(state: &DeploymentState, outcome: &Option<DeploymentOutcome>, report: Report<'_>) {
    match outcome {
        Some(outcome) if !outcome.fits(*state) => {
            report(
                "outcome",
                format!("is {outcome}, which a deployment in state {state} cannot have"),
            );
        }
        Some(_) | None => {}
    }
}

/// A record as administrators see it: everything, the engine's fields included.
///
/// ```
/// # use cutover_model::*;
/// # let text = include_str!("../../documents/deployment-record.json");
/// let view: AdminRecordView = serde_json::from_str(text)?;
/// assert!(view.record().engine_execution_id.is_some());
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct AdminRecordView {
    #[serde(flatten)]
    record: DeploymentRecord,
    /// What became of it; absent while it is in flight.
    #[serde(skip_serializing_if = "Option::is_none")]
    outcome: Option<DeploymentOutcome>,
}

impl AdminRecordView {
    /// The record.
    pub fn record(&self) -> &DeploymentRecord {
        &self.record
    }

    /// What became of it; `None` while it is in flight.
    pub fn outcome(&self) -> Option<DeploymentOutcome> {
        self.outcome
    }
}

impl Wire for AdminRecordView {
    fn read(node: Node<'_>) -> Option<Self> {
        let mut object = node.object()?;
        let outcome: Option<Option<DeploymentOutcome>> = object.take("outcome");
        let state = object.peek::<DeploymentState>("state");
        if let (Some(outcome), Some(state)) = (&outcome, &state) {
            outcome_fits(state, outcome, &mut |key, message| object.refuse(key, message));
        }
        let record = DeploymentRecord::read(Object::into_node(object));
        Some(Self {
            record: record?,
            outcome: outcome?,
        })
    }
}

wire_deserialize!(AdminRecordView);

impl DeploymentRecord {
    /// What everybody may see of it. Refused when the outcome does not fit the state.
    ///
    /// Left out are the engine's fields, the causes of failures, and fields that this version does not know: nobody can
    /// tell who may see them.
    pub fn view(&self, outcome: Option<DeploymentOutcome>) -> Result<RecordView, Problems> {
        let record = self.clone().into_fields();
        RecordView::new(RecordViewFields {
            id: record.id,
            service: record.service,
            environment: record.environment,
            version: record.version,
            recipe_id: record.recipe_id,
            state: record.state,
            deployment_kind: record.deployment_kind,
            outcome,
            change_summary: record.change_summary,
            created_at: record.created_at,
            updated_at: record.updated_at,
            delivery_group_id: record.delivery_group_id,
            rollback_of: record.rollback_of,
            failures: record.failures.iter().map(FailureModel::view).collect(),
            unknown: Unknown::default(),
        })
    }

    /// What an administrator may see of it. Refused when the outcome does not fit the state.
    pub fn admin_view(&self, outcome: Option<DeploymentOutcome>) -> Result<AdminRecordView, Problems> {
        let mut problems = Problems::new();
        outcome_fits(&self.state, &outcome, &mut |key, message| {
            problems.push(format!("/{key}"), message);
        });
        problems.into_result().map(|()| AdminRecordView {
            record: self.clone(),
            outcome,
        })
    }
}
