//! The quick way of reading: for documents that are as they should be, whatever their version.
//!
//! One pass over the text, straight into the newest version. Whatever is wrong or odd is an error here, and then the
//! careful way decides. So this way repairs nothing, and has no messages.

use cutover_model::Unknown;
use cutover_model::wire::Problems;
use serde::{Deserialize, Deserializer};

use super::Reading;
use super::repair::is_blank;
use crate::carry::CARRIED;
use crate::object::quick_object;
use crate::shape::{Node, Shape};
use crate::steps::NOT_KNOWN;
use crate::v2_0::{
    Artifact, Audit, Deployment, DeploymentContract, Failure, Meta, Quality, SchemaVersion, Status,
};
use crate::{ContractVersion, WrittenTime};

/// A clean document. Its rules are still to be checked.
pub(super) fn read(bytes: &[u8]) -> Option<Reading> {
    // One look at all bytes is cheaper than one at each string.
    let text = str::from_utf8(bytes).ok()?;
    let wide: Wide = serde_json::from_str(text).ok()?;
    // Looked at before it is taken apart, so that it is moved once.
    if !wide.is_clean() {
        return None;
    }
    Some(Reading {
        contract: DeploymentContract {
            schema_version: SchemaVersion,
            meta: wide.meta,
            status: wide.status,
            quality: wide.quality,
            audit: wide.audit,
            deployment: wide.deployment.0,
            failures: wide.failures.0.unwrap_or_default(),
            artifacts: wide.artifacts.0.unwrap_or_default(),
            unknown: wide.unknown,
        },
        version: wide.schema_version,
        repairs: Vec::new(),
        violations: Problems::new(),
    })
}

/// A document of any version: what an older one lacks is optional.
#[derive(Debug)]
struct Wide {
    schema_version: ContractVersion,
    meta: Meta,
    status: Status,
    quality: Quality,
    audit: Audit,
    deployment: Present<Deployment>,
    failures: Present<Vec<Failure>>,
    artifacts: Present<Vec<Artifact>>,
    unknown: Unknown,
}

quick_object!(Wide at 1 {
    schema_version = "schemaVersion",
    meta = "meta",
    status = "status",
    quality = "quality",
    audit = "audit",
    deployment = "deployment",
    failures = "failures",
    artifacts = "artifacts",
});

/// A member that may be absent and is not null: in an older version it would be a stranger of the same name.
#[derive(Debug)]
struct Present<T>(Option<T>);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Present<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::deserialize(deserializer).map(|value| Self(Some(value)))
    }
}

impl<T: Shape> Shape for Present<T> {
    fn shape(node: Node<'_, '_>) -> Option<Self> {
        T::shape(node).map(|value| Self(Some(value)))
    }

    fn absent() -> Option<Self> {
        Some(Self(None))
    }
}

impl Wide {
    /// Whether it is what its version demands, with nothing to repair and no member to carry under another name.
    fn is_clean(&self) -> bool {
        let (deployment, failures, artifacts) = (&self.deployment.0, &self.failures.0, &self.artifacts.0);
        let [repository, commit] = [&self.audit.repository, &self.audit.commit].map(Option::as_deref);
        let is_of_its_version = match self.schema_version {
            ContractVersion::V2_0 => failures.is_some() && artifacts.is_some(),
            ContractVersion::V1_1 | ContractVersion::V1_0 => {
                let is_newer = deployment.is_some() || failures.is_some() || artifacts.is_some();
                let is_stated = repository.is_some() && commit.is_some();
                !is_newer && is_stated && self.has_sound_analysis() && !self.has_carried()
            }
        };
        let times = failures.iter().flatten().map(|failure| &failure.observed_at);
        is_of_its_version
            && repository != Some(NOT_KNOWN)
            && commit != Some(NOT_KNOWN)
            && !times.chain([&self.meta.timestamp]).any(WrittenTime::is_too_fine)
    }

    /// Whether the static analysis is one that its version may have.
    fn has_sound_analysis(&self) -> bool {
        match &self.quality.static_analysis {
            None => true,
            Some(analysis) => self.schema_version != ContractVersion::V1_0 && !is_blank(analysis),
        }
    }

    fn has_carried(&self) -> bool {
        let mut names = self
            .unknown
            .iter()
            .chain(self.quality.unknown.iter())
            .map(|(name, _)| name);
        names.any(|name| name.starts_with(CARRIED))
    }
}
