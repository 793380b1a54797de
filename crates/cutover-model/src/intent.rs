use schemars::JsonSchema;
use serde::Serialize;

use crate::wire::wire_object;
use crate::{ChangeSummary, EnvironmentName, RecipeId, ServiceName, Target, Version};

/// What somebody wants to deploy and how, before anything judged it.
///
/// It commands, so an unknown key is an error. It holds nothing of an engine.
///
/// ```
/// use cutover_model::DeploymentIntent;
///
/// let intent: DeploymentIntent = serde_json::from_str(r#"{
///     "service": "checkout", "version": "1.4.0", "environment": "production",
///     "changeSummary": "Raise the timeout", "recipeId": "standard-canary"
/// }"#)?;
/// assert_eq!(intent.target().to_string(), "checkout/production");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(deny_unknown_fields)]
pub struct DeploymentIntent {
    /// The service to deploy; it must be on the allowlist.
    pub service: ServiceName,
    /// The version to deploy; it must be registered for the service.
    pub version: Version,
    /// Where to deploy it.
    pub environment: EnvironmentName,
    /// Why.
    pub change_summary: ChangeSummary,
    /// How: the recipe to follow.
    pub recipe_id: RecipeId,
}

impl DeploymentIntent {
    /// What is to be deployed where.
    pub fn target(&self) -> Target {
        Target {
            service: self.service.clone(),
            environment: self.environment.clone(),
        }
    }
}

wire_object!(DeploymentIntent, closed {
    service = "service",
    version = "version",
    environment = "environment",
    change_summary = "changeSummary",
    recipe_id = "recipeId",
});
