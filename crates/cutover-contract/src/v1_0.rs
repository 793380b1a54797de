//! Version 1.0: status, quality and audit, without static analysis. Frozen.
//!
//! What this version defines and the next did not change, the next re-exports from here.

use cutover_model::Unknown;
use schemars::JsonSchema;
use serde::Serialize;

use crate::object::object;
use crate::words::{schema_version, words};
use crate::{Count, Engine, Percentage, WrittenTime};

schema_version!(V1_0 = "1.0");

/// What became of one deployment, for everyone outside: version 1.0.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(title = "Deployment contract 1.0")]
pub struct DeploymentContract {
    /// The version of this document.
    pub schema_version: SchemaVersion,
    /// How and when the deployment was carried out.
    pub meta: Meta,
    /// What became of it.
    pub status: Status,
    /// What is known about the quality of what was deployed.
    pub quality: Quality,
    /// Who asked for it, and what exactly was deployed.
    pub audit: Audit,
    /// Fields that this version does not know.
    #[serde(flatten)]
    #[schemars(skip)]
    pub unknown: Unknown,
}

object!(DeploymentContract at 1 {
    schema_version = "schemaVersion",
    meta = "meta",
    status = "status",
    quality = "quality",
    audit = "audit",
});

/// How and when a deployment was carried out.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(title = "Meta")]
pub struct Meta {
    /// The adapter that started the deployment.
    #[schemars(example = "github-actions")]
    pub adapter: String,
    /// What carried it out.
    pub engine: Engine,
    /// When it was triggered.
    pub timestamp: WrittenTime,
    /// What caused it, such as a pull request or a person.
    #[schemars(example = &"pull_request")]
    pub trigger: String,
    /// Fields that this version does not know.
    #[serde(flatten)]
    #[schemars(skip)]
    pub unknown: Unknown,
}

object!(Meta at 2 { adapter = "adapter", engine = "engine", timestamp = "timestamp", trigger = "trigger" });

words! {
    /// What became of a deployment.
    ///
    /// ```
    /// use cutover_contract::Status;
    ///
    /// assert_eq!("Blocked".parse(), Ok(Status::Blocked));
    /// ```
    Status, "a status" {
        /// It was carried out.
        Succeeded = "Succeeded",
        /// It was started and not carried out.
        Failed = "Failed",
        /// It was refused before it started.
        Blocked = "Blocked",
    }
}

/// What is known about the quality of what was deployed.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(title = "Quality")]
pub struct Quality {
    /// How much of the code the tests cover.
    pub coverage: Coverage,
    /// The tests that were run.
    pub tests: Tests,
    /// Fields that this version does not know.
    #[serde(flatten)]
    #[schemars(skip)]
    pub unknown: Unknown,
}

object!(Quality at 2 { coverage = "coverage", tests = "tests" });

/// How much of the code the tests cover, and how much they must.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(title = "Coverage")]
pub struct Coverage {
    /// The coverage reached, in percent.
    pub actual: Percentage,
    /// The coverage demanded, in percent.
    pub required: Percentage,
    /// Whether the coverage reached is at least the coverage demanded.
    #[schemars(example = true)]
    pub met: bool,
    /// Fields that this version does not know.
    #[serde(flatten)]
    #[schemars(skip)]
    pub unknown: Unknown,
}

object!(Coverage at 3 { actual = "actual", required = "required", met = "met" });

/// The tests that were run. Those that neither passed nor failed were skipped.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(title = "Tests")]
pub struct Tests {
    /// How many there are.
    pub total: Count,
    /// How many passed.
    pub passed: Count,
    /// How many failed.
    pub failed: Count,
    /// Fields that this version does not know.
    #[serde(flatten)]
    #[schemars(skip)]
    pub unknown: Unknown,
}

object!(Tests at 3 { total = "total", passed = "passed", failed = "failed" });

/// Who asked for a deployment, and what exactly was deployed.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(title = "Audit")]
pub struct Audit {
    /// The person or system that asked for it.
    #[schemars(example = "ada@example.org")]
    pub triggered_by: String,
    /// The organisation it belongs to.
    #[schemars(example = &"acme")]
    pub org_id: String,
    /// The repository the code came from; `unknown` when nobody knows.
    #[schemars(example = "https://git.example.org/acme/checkout")]
    pub repository: String,
    /// The commit that was deployed; `unknown` when nobody knows.
    #[schemars(example = "9b2d1c4e8f70a1b2c3d4e5f60718293a4b5c6d7e")]
    pub commit: String,
    /// Fields that this version does not know.
    #[serde(flatten)]
    #[schemars(skip)]
    pub unknown: Unknown,
}

object!(Audit at 2 {
    triggered_by = "triggeredBy",
    org_id = "orgId",
    repository = "repository",
    commit = "commit",
});
