//! One version up, one version down.

use crate::carry::{self, TAKEN_BY_1_1, TAKEN_BY_2_0};
use crate::{v1_0, v1_1, v2_0};

/// What version 1.x says for a repository or a commit that nobody knows.
pub(crate) const NOT_KNOWN: &str = "unknown";

/// A document in the version before, and what that one cannot carry.
///
/// ```
/// use cutover_contract::{ContractVersion, Older, examples, read, v1_1};
///
/// let [succeeded, ..] = examples(ContractVersion::V2_0);
/// let newest = read(succeeded.as_bytes())?.into_contract();
/// let older: Older<v1_1::DeploymentContract> = newest.into();
/// assert_eq!(older.lost, ["/deployment", "/artifacts"]);
/// # Ok::<(), cutover_contract::ReadError>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Older<D> {
    /// The document.
    pub document: D,
    /// What is not in it, as JSON pointers into the newer one. Empty when going up again gives the same document.
    pub lost: Vec<String>,
}

impl From<v1_0::DeploymentContract> for v1_1::DeploymentContract {
    fn from(older: v1_0::DeploymentContract) -> Self {
        let v1_0::DeploymentContract {
            schema_version: _,
            meta,
            status,
            quality,
            audit,
            unknown,
        } = older;
        let v1_0::Quality {
            coverage,
            tests,
            unknown: quality_unknown,
        } = quality;
        Self {
            schema_version: v1_1::SchemaVersion,
            meta,
            status,
            quality: v1_1::Quality {
                coverage,
                tests,
                static_analysis: None,
                unknown: carry::up(quality_unknown, TAKEN_BY_1_1),
            },
            audit,
            unknown,
        }
    }
}

impl From<v1_1::DeploymentContract> for Older<v1_0::DeploymentContract> {
    fn from(newer: v1_1::DeploymentContract) -> Self {
        let v1_1::DeploymentContract {
            schema_version: _,
            meta,
            status,
            quality,
            audit,
            unknown,
        } = newer;
        let v1_1::Quality {
            coverage,
            tests,
            static_analysis,
            unknown: quality_unknown,
        } = quality;
        let document = v1_0::DeploymentContract {
            schema_version: v1_0::SchemaVersion,
            meta,
            status,
            quality: v1_0::Quality {
                coverage,
                tests,
                unknown: carry::down(quality_unknown, TAKEN_BY_1_1),
            },
            audit,
            unknown,
        };
        let lost = static_analysis.map(|_| "/quality/staticAnalysis".to_owned());
        Self {
            document,
            lost: lost.into_iter().collect(),
        }
    }
}

impl From<v1_1::DeploymentContract> for v2_0::DeploymentContract {
    fn from(older: v1_1::DeploymentContract) -> Self {
        let v1_1::DeploymentContract {
            schema_version: _,
            meta,
            status,
            quality,
            audit,
            unknown,
        } = older;
        let v1_1::Audit {
            triggered_by,
            org_id,
            repository,
            commit,
            unknown: audit_unknown,
        } = audit;
        let known = |text: String| (text != NOT_KNOWN).then_some(text);
        Self {
            schema_version: v2_0::SchemaVersion,
            meta,
            status,
            quality,
            audit: v2_0::Audit {
                triggered_by,
                org_id,
                repository: known(repository),
                commit: known(commit),
                unknown: audit_unknown,
            },
            deployment: None,
            failures: Vec::new(),
            artifacts: Vec::new(),
            unknown: carry::up(unknown, TAKEN_BY_2_0),
        }
    }
}

impl From<v2_0::DeploymentContract> for Older<v1_1::DeploymentContract> {
    fn from(newer: v2_0::DeploymentContract) -> Self {
        let v2_0::DeploymentContract {
            schema_version: _,
            meta,
            status,
            quality,
            audit,
            deployment,
            failures,
            artifacts,
            unknown,
        } = newer;
        let v2_0::Audit {
            triggered_by,
            org_id,
            repository,
            commit,
            unknown: audit_unknown,
        } = audit;
        let stated = |text: Option<String>| text.unwrap_or_else(|| NOT_KNOWN.to_owned());
        let document = v1_1::DeploymentContract {
            schema_version: v1_1::SchemaVersion,
            meta,
            status,
            quality,
            audit: v1_1::Audit {
                triggered_by,
                org_id,
                repository: stated(repository),
                commit: stated(commit),
                unknown: audit_unknown,
            },
            unknown: carry::down(unknown, TAKEN_BY_2_0),
        };
        let lost = [
            (deployment.is_some(), "/deployment"),
            (!failures.is_empty(), "/failures"),
            (!artifacts.is_empty(), "/artifacts"),
        ];
        let lost = lost
            .into_iter()
            .filter(|(is_lost, _)| *is_lost)
            .map(|(_, pointer)| pointer.to_owned());
        Self {
            document,
            lost: lost.collect(),
        }
    }
}
