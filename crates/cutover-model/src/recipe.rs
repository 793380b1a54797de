use schemars::JsonSchema;
use serde::Serialize;

use crate::wire::{checked, wire_enum, wire_object};
use crate::{ActorId, DisplayName, Line, PipelineName, RecipeId, Text, Timestamp, Unknown};

wire_enum! {
    /// Whether a recipe may still be chosen.
    ///
    /// ```
    /// assert_eq!(cutover_model::RecipeStatus::ALL.len(), 2);
    /// ```
    RecipeStatus, "a recipe status" {
        /// It may be chosen.
        Active = "active",
        /// It may not be chosen any more; rollbacks still use it.
        Deprecated = "deprecated",
    }
}

/// The fields of a [`Recipe`].
///
/// ```
/// # use cutover_model::*;
/// # let text = include_str!("../documents/recipe.json");
/// let recipe: Recipe = serde_json::from_str(text)?;
/// let deprecated = Recipe::new(RecipeFields { status: RecipeStatus::Deprecated, ..recipe.into_fields() })?;
/// assert_eq!(deprecated.status, RecipeStatus::Deprecated);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct RecipeFields {
    /// Identifies the recipe.
    pub id: RecipeId,
    /// What people call it.
    pub name: DisplayName,
    /// What it is for.
    pub description: Text,
    /// The application at the Spinnaker engine; absent for the native engine. Administrators only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub spinnaker_application: Option<PipelineName>,
    /// The pipeline that deploys, or the plan template of the native engine. Administrators only.
    pub deploy_pipeline: PipelineName,
    /// The pipeline that rolls back, or the plan template of the native engine. Administrators only.
    pub rollback_pipeline: PipelineName,
    /// Whether it may be chosen.
    pub status: RecipeStatus,
    /// When it was made.
    pub created_at: Timestamp,
    /// Who made it.
    pub created_by: ActorId,
    /// When it was last changed.
    pub updated_at: Timestamp,
    /// Who last changed it.
    pub updated_by: ActorId,
    /// Why it was last changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_change_reason: Option<Line>,
}

checked! {
    /// An approved way to deliver, mapped to what an engine runs.
    ///
    /// ```
    /// use cutover_model::Recipe;
    ///
    /// # let text = include_str!("../documents/recipe.json");
    /// let recipe: Recipe = serde_json::from_str(text)?;
    /// assert!(!serde_json::to_string(&recipe.view())?.contains("pipeline"));
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[derive(Eq)]
    Recipe(RecipeFields) closed {
        id = "id",
        name = "name",
        description = "description",
        spinnaker_application = "spinnaker_application",
        deploy_pipeline = "deploy_pipeline",
        rollback_pipeline = "rollback_pipeline",
        status = "status",
        created_at = "created_at",
        created_by = "created_by",
        updated_at = "updated_at",
        updated_by = "updated_by",
        last_change_reason = "last_change_reason",
    }
    rules {
        updated_after_created: created_at, updated_at;
    }
}

pub(crate) fn updated_after_created(
    created: &Timestamp,
    updated: &Timestamp,
    report: &mut dyn FnMut(&str, String),
) {
    if updated < created {
        report("updated_at", format!("is {updated}, before created_at {created}"));
    }
}

/// A recipe as everybody may see it: there is no field for what an engine runs.
///
/// ```
/// use cutover_model::RecipeView;
///
/// # let text = include_str!("../documents/recipe-view.json");
/// let view: RecipeView = serde_json::from_str(text)?;
/// assert_eq!(view.id.as_str(), "standard-canary");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct RecipeView {
    /// Identifies the recipe.
    pub id: RecipeId,
    /// What people call it.
    pub name: DisplayName,
    /// What it is for.
    pub description: Text,
    /// Whether it may be chosen.
    pub status: RecipeStatus,
    /// When it was made.
    pub created_at: Timestamp,
    /// Who made it.
    pub created_by: ActorId,
    /// When it was last changed.
    pub updated_at: Timestamp,
    /// Who last changed it.
    pub updated_by: ActorId,
    /// Why it was last changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_change_reason: Option<Line>,
    /// Fields this version does not know.
    #[serde(flatten)]
    #[schemars(skip)]
    pub unknown: Unknown,
}

wire_object!(RecipeView, open {
    id = "id",
    name = "name",
    description = "description",
    status = "status",
    created_at = "created_at",
    created_by = "created_by",
    updated_at = "updated_at",
    updated_by = "updated_by",
    last_change_reason = "last_change_reason",
} never {
    "spinnaker_application", "deploy_pipeline", "rollback_pipeline": "is for administrators only and has no place here"
});

impl Recipe {
    /// What everybody may see of it.
    pub fn view(&self) -> RecipeView {
        let recipe = self.clone().into_fields();
        RecipeView {
            id: recipe.id,
            name: recipe.name,
            description: recipe.description,
            status: recipe.status,
            created_at: recipe.created_at,
            created_by: recipe.created_by,
            updated_at: recipe.updated_at,
            updated_by: recipe.updated_by,
            last_change_reason: recipe.last_change_reason,
            unknown: Unknown::default(),
        }
    }
}
