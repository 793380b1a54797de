use schemars::JsonSchema;
use serde::Serialize;

use super::WorkflowEnvironment;
use crate::machine::{IllegalMove, StateMachine};
use crate::record::updated_after_created;
use crate::wire::{checked, wire_enum};
use crate::{ApiKey, ConfigurationId, ConfiguredUrl, DatabaseUrl, Timestamp};

wire_enum! {
    /// Where a configuration stands.
    ///
    #[doc = "```mermaid"]
    #[doc = include_str!("../../diagrams/configuration-status.mmd")]
    #[doc = "```"]
    ///
    /// ```
    /// use cutover_model::{ConfigurationStatus, StateMachine};
    ///
    /// assert!(ConfigurationStatus::Deprecated.is_final());
    /// ```
    ConfigurationStatus, "a configuration status" {
        /// It was made and is not used yet.
        Created = "created",
        /// It is used.
        Active = "active",
        /// It is not used any more.
        Deprecated = "deprecated",
    }
}

impl StateMachine for ConfigurationStatus {
    const SUBJECT: &'static str = "a configuration";
    const INITIAL: Self = Self::Created;
    const STATES: &'static [Self] = Self::ALL;
    const MOVES: &'static [(Self, Self)] = &[(Self::Created, Self::Active), (Self::Active, Self::Deprecated)];
}

/// The fields of a [`DeploymentConfiguration`].
///
/// ```
/// # use cutover_model::*;
/// # let text = include_str!("../../documents/deployment-configuration.json");
/// let configuration: DeploymentConfiguration = serde_json::from_str(text)?;
/// let moved = ConfigurationFields { environment: WorkflowEnvironment::Staging, ..configuration.into_fields() };
/// assert!(DeploymentConfiguration::new(moved).is_ok());
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(deny_unknown_fields)]
pub struct ConfigurationFields {
    /// Identifies the configuration.
    pub id: ConfigurationId,
    /// The environment it is for.
    pub environment: WorkflowEnvironment,
    /// Where the backend's API is.
    pub backend_url: ConfiguredUrl,
    /// Where the frontend is.
    pub frontend_url: ConfiguredUrl,
    /// The connection string of the database: a secret.
    pub database_url: DatabaseUrl,
    /// Where the vector database is.
    pub vector_database_url: ConfiguredUrl,
    /// The key for Cohere embeddings: a secret.
    pub cohere_api_key: ApiKey,
    /// The token for Vercel: a secret.
    pub vercel_token: ApiKey,
    /// Where it stands; absent means created.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<ConfigurationStatus>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

checked! {
    /// What is needed to deploy the components of an application to one environment.
    ///
    /// ```
    /// use cutover_model::{ConfigurationStatus, DeploymentConfiguration};
    ///
    /// # let text = include_str!("../../documents/deployment-configuration.json");
    /// let mut configuration: DeploymentConfiguration = serde_json::from_str(text)?;
    /// assert_eq!(configuration.status(), ConfigurationStatus::Created);
    /// configuration.move_to(ConfigurationStatus::Active, configuration.updated_at)?;
    /// assert!(configuration.inline_secrets().is_empty());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    DeploymentConfiguration(ConfigurationFields) closed {
        id = "id",
        environment = "environment",
        backend_url = "backendUrl",
        frontend_url = "frontendUrl",
        database_url = "databaseUrl",
        vector_database_url = "vectorDatabaseUrl",
        cohere_api_key = "cohereApiKey",
        vercel_token = "vercelToken",
        status = "status",
        created_at = "createdAt",
        updated_at = "updatedAt",
    }
    rules {
        updated_after_created: created_at, updated_at;
    }
}

impl DeploymentConfiguration {
    /// Where it stands.
    pub fn status(&self) -> ConfigurationStatus {
        self.0.status.unwrap_or(ConfigurationStatus::INITIAL)
    }

    /// Makes a legal move. After an error nothing has changed.
    pub fn move_to(
        &mut self,
        to: ConfigurationStatus,
        at: Timestamp,
    ) -> Result<(), IllegalMove<ConfigurationStatus>> {
        self.0.status = Some(self.status().move_to(to)?);
        self.0.updated_at = self.updated_at.max(at);
        Ok(())
    }

    /// The JSON pointers of the fields that hold a secret itself. A store keeps references and refuses these.
    pub fn inline_secrets(&self) -> Vec<&'static str> {
        let fields = [
            ("/backendUrl", self.backend_url.has_credentials()),
            ("/frontendUrl", self.frontend_url.has_credentials()),
            ("/databaseUrl", self.database_url.reference().is_none()),
            ("/vectorDatabaseUrl", self.vector_database_url.has_credentials()),
            ("/cohereApiKey", self.cohere_api_key.reference().is_none()),
            ("/vercelToken", self.vercel_token.reference().is_none()),
        ];
        fields
            .into_iter()
            .filter(|(_, inline)| *inline)
            .map(|(pointer, _)| pointer)
            .collect()
    }
}
