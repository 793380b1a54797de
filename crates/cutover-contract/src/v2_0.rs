//! Version 2.0: version 1.1 and the deployment itself, its failures and its artifacts. Frozen.

use cutover_model::Unknown;
use schemars::JsonSchema;
use serde::Serialize;

use crate::object::object;
use crate::words::{schema_version, words};
use crate::{Count, WrittenTime};

pub use crate::v1_1::{Coverage, Meta, Quality, StaticAnalysis, Status, Tests};

schema_version!(V2_0 = "2.0");

/// What became of one deployment, for everyone outside: version 2.0.
///
/// It states the outcome as of its issue, and is never issued again.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(title = "Deployment contract 2.0")]
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
    /// The deployment itself; absent when an older version, which could not carry it, was read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deployment: Option<Deployment>,
    /// What went wrong, in the order it was seen.
    pub failures: Vec<Failure>,
    /// What was deployed, byte for byte.
    pub artifacts: Vec<Artifact>,
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
    deployment = "deployment",
    failures = "failures",
    artifacts = "artifacts",
});

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
    /// The repository the code came from; absent when nobody knows.
    #[schemars(example = "https://git.example.org/acme/checkout")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub repository: Option<String>,
    /// The commit that was deployed; absent when nobody knows.
    #[schemars(example = "9b2d1c4e8f70a1b2c3d4e5f60718293a4b5c6d7e")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub commit: Option<String>,
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

/// The deployment that a contract is about.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(title = "Deployment")]
pub struct Deployment {
    /// The id of its record; absent when it was blocked, because then there is none.
    #[schemars(extend("format" = "uuid"), example = "01890a5d-ac96-774b-bcce-b302099a8057")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub record_id: Option<String>,
    /// The service that was deployed.
    #[schemars(length(min = 1), example = &"checkout")]
    pub service: String,
    /// Where it was deployed to.
    #[schemars(length(min = 1), example = &"production")]
    pub environment: String,
    /// The version that was deployed.
    #[schemars(length(min = 1), example = "1.4.0")]
    pub version: String,
    /// Whether it went forward or back.
    pub kind: DeploymentKind,
    /// How it ended; absent when it was blocked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outcome: Option<Outcome>,
    /// The id of the record that it takes back; present when it is a rollback, and only then.
    #[schemars(extend("format" = "uuid"), example = "01890a5d-ac96-774b-bcce-b302099a8056")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rollback_of: Option<String>,
    /// Fields that this version does not know.
    #[serde(flatten)]
    #[schemars(skip)]
    pub unknown: Unknown,
}

object!(Deployment at 2 {
    record_id = "recordId",
    service = "service",
    environment = "environment",
    version = "version",
    kind = "kind",
    outcome = "outcome",
    rollback_of = "rollbackOf",
});

words! {
    /// Whether a deployment goes forward or back.
    ///
    /// ```
    /// use cutover_contract::v2_0::DeploymentKind;
    ///
    /// assert_eq!("ROLLBACK".parse(), Ok(DeploymentKind::Rollback));
    /// ```
    DeploymentKind, "a kind of deployment" {
        /// It brings a version.
        RollForward = "ROLL_FORWARD",
        /// It takes a deployment back.
        Rollback = "ROLLBACK",
    }
}

words! {
    /// How a deployment ended, as of the issue of its contract.
    ///
    /// ```
    /// use cutover_contract::v2_0::Outcome;
    ///
    /// assert_eq!("CANCELED".parse(), Ok(Outcome::Canceled));
    /// ```
    Outcome, "an outcome" {
        /// It succeeded, and is what runs.
        Succeeded = "SUCCEEDED",
        /// It failed, and did not change what runs.
        Failed = "FAILED",
        /// It was canceled before it was complete.
        Canceled = "CANCELED",
        /// It succeeded and was taken back.
        RolledBack = "ROLLED_BACK",
        /// It succeeded, and something else runs now.
        Superseded = "SUPERSEDED",
    }
}

/// What a chain of causes looks like.
const CAUSES: [&str; 1] = ["connection refused"];

/// One thing that went wrong.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(title = "Failure")]
pub struct Failure {
    /// What kind of thing went wrong.
    pub category: FailureCategory,
    /// What failed, in one line.
    #[schemars(example = "the health check did not pass")]
    pub summary: String,
    /// A short explanation.
    #[schemars(example = "3 of 4 instances answered 503")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// What to do next.
    #[schemars(example = "look at the log of the first instance")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub action_hint: Option<String>,
    /// When it was seen.
    pub observed_at: WrittenTime,
    /// What caused it, the nearest cause first.
    #[schemars(example = CAUSES)]
    pub causes: Vec<String>,
    /// Fields that this version does not know.
    #[serde(flatten)]
    #[schemars(skip)]
    pub unknown: Unknown,
}

object!(Failure at 3 {
    category = "category",
    summary = "summary",
    detail = "detail",
    action_hint = "actionHint",
    observed_at = "observedAt",
    causes = "causes",
});

words! {
    /// What kind of thing went wrong.
    ///
    /// ```
    /// use cutover_contract::v2_0::FailureCategory;
    ///
    /// assert_eq!(FailureCategory::App.as_str(), "APP");
    /// ```
    FailureCategory, "a category of failure" {
        /// What was asked for was malformed.
        Validation = "VALIDATION",
        /// A rule or a permission refused.
        Policy = "POLICY",
        /// The build is missing or damaged.
        Artifact = "ARTIFACT",
        /// The platform failed.
        Infrastructure = "INFRASTRUCTURE",
        /// The configuration is wrong.
        Config = "CONFIG",
        /// The service itself failed.
        App = "APP",
        /// Something did not end in its time.
        Timeout = "TIMEOUT",
        /// Taking a deployment back failed.
        Rollback = "ROLLBACK",
        /// Nobody could tell.
        Unknown = "UNKNOWN",
    }
}

/// Something that was deployed, and the digest that says which bytes.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(title = "Artifact")]
pub struct Artifact {
    /// What it is called, such as the reference of an image or a path.
    #[schemars(length(min = 1), example = "registry.example.org/acme/checkout:1.4.0")]
    pub name: String,
    /// Its SHA-256 digest.
    #[schemars(
        regex(pattern = "^sha256:[0-9a-f]{64}$"),
        example = "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    )]
    pub digest: String,
    /// How many bytes it has.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub size: Option<Count>,
    /// Fields that this version does not know.
    #[serde(flatten)]
    #[schemars(skip)]
    pub unknown: Unknown,
}

object!(Artifact at 3 { name = "name", digest = "digest", size = "size" });
