//! Version 1.1: version 1.0 and what a static analysis found. Frozen.

use cutover_model::Unknown;
use schemars::JsonSchema;
use serde::Serialize;

use crate::Count;
use crate::object::object;
use crate::words::schema_version;

pub use crate::v1_0::{Audit, Coverage, Meta, Status, Tests};

schema_version!(V1_1 = "1.1");

/// What became of one deployment, for everyone outside: version 1.1.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(title = "Deployment contract 1.1")]
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

/// What is known about the quality of what was deployed.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(title = "Quality")]
pub struct Quality {
    /// How much of the code the tests cover.
    pub coverage: Coverage,
    /// The tests that were run.
    pub tests: Tests,
    /// What a static analysis found; absent when there was none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub static_analysis: Option<StaticAnalysis>,
    /// Fields that this version does not know.
    #[serde(flatten)]
    #[schemars(skip)]
    pub unknown: Unknown,
}

object!(Quality at 2 { coverage = "coverage", tests = "tests", static_analysis = "staticAnalysis" });

/// What a static analysis found.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(title = "Static analysis")]
pub struct StaticAnalysis {
    /// The tool that was run.
    #[schemars(length(min = 1), example = &"megalinter")]
    pub tool: String,
    /// Whether what was found may be deployed.
    #[schemars(example = true)]
    pub met: bool,
    /// How many critical violations it found.
    pub critical_violations: Count,
    /// How many violations of high severity it found.
    pub high_violations: Count,
    /// The violations that forbid the deployment.
    #[schemars(example = Vec::<String>::new())]
    pub blocking_violations: Vec<String>,
    /// Fields that this version does not know.
    #[serde(flatten)]
    #[schemars(skip)]
    pub unknown: Unknown,
}

object!(StaticAnalysis at 3 {
    tool = "tool",
    met = "met",
    critical_violations = "criticalViolations",
    high_violations = "highViolations",
    blocking_violations = "blockingViolations",
});
