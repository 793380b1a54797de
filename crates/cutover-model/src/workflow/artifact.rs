use std::fmt;
use std::io::{self, Read};

use schemars::JsonSchema;
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::not_in_future;
use crate::wire::{
    InvalidValue, Node, Problems, Wire, checked, wire_deserialize, wire_enum, wire_parsed, wire_schema,
};
use crate::{ArtifactId, JobId, StoragePath, Timestamp, Unknown};

wire_enum! {
    /// What an artifact is.
    ///
    /// ```
    /// assert_eq!(cutover_model::ArtifactType::BackendContainer.as_str(), "backend-container");
    /// ```
    ArtifactType, "an artifact type" {
        /// The built frontend.
        FrontendBuild = "frontend-build",
        /// The image of the backend.
        BackendContainer = "backend-container",
        /// Computed embeddings.
        EmbeddingsData = "embeddings-data",
    }
}

/// A SHA-256 digest. Written as 64 lower-case hex digits; upper case is read.
///
/// ```
/// use cutover_model::Sha256Digest;
///
/// let digest = Sha256Digest::of(b"abc");
/// assert!(digest.to_string().starts_with("ba7816bf"));
/// assert_eq!(digest.to_string().parse::<Sha256Digest>()?, digest);
/// # Ok::<(), cutover_model::wire::InvalidValue>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Sha256Digest([u8; 32]);

impl Sha256Digest {
    /// The digest of some bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    /// The 32 bytes.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl TryFrom<&str> for Sha256Digest {
    type Error = InvalidValue;

    fn try_from(text: &str) -> Result<Self, InvalidValue> {
        let invalid = || InvalidValue::new("a SHA-256 digest", text, "64 hex digits");
        let (pairs, rest) = text.as_bytes().as_chunks::<2>();
        if pairs.len() != 32 || !rest.is_empty() {
            return Err(invalid());
        }
        let mut bytes = [0; 32];
        for (byte, [high, low]) in bytes.iter_mut().zip(pairs) {
            *byte = hex(*high)
                .zip(hex(*low))
                .map(|(high, low)| high << 4 | low)
                .ok_or_else(invalid)?;
        }
        Ok(Self(bytes))
    }
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit)
        .to_digit(16)
        .and_then(|value| u8::try_from(value).ok())
}

impl std::str::FromStr for Sha256Digest {
    type Err = InvalidValue;

    fn from_str(text: &str) -> Result<Self, InvalidValue> {
        Self::try_from(text)
    }
}

impl fmt::Display for Sha256Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Sha256Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Sha256Digest({self})")
    }
}

impl Serialize for Sha256Digest {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

wire_parsed!(Sha256Digest, "a SHA-256 digest");
wire_schema!(Sha256Digest, "a SHA-256 digest, 64 hex digits", {
    "type": "string",
    "minLength": 64,
    "maxLength": 64,
    "pattern": "^[0-9A-Fa-f]+$"
});

/// A size in bytes, at most 2^53 - 1, which every language's numbers hold.
///
/// ```
/// use cutover_model::ByteSize;
///
/// assert_eq!(ByteSize::try_from(1024)?.get(), 1024);
/// assert!(ByteSize::try_from(1 << 53).is_err());
/// # Ok::<(), cutover_model::wire::InvalidValue>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct ByteSize(u64);

impl ByteSize {
    /// The largest size.
    pub const MAX: u64 = (1 << 53) - 1;

    /// The number of bytes.
    pub const fn get(self) -> u64 {
        self.0
    }
}

impl TryFrom<u64> for ByteSize {
    type Error = InvalidValue;

    fn try_from(bytes: u64) -> Result<Self, InvalidValue> {
        if bytes <= Self::MAX {
            Ok(Self(bytes))
        } else {
            Err(InvalidValue::new(
                "a size",
                &bytes.to_string(),
                "a whole number from 0 to 9007199254740991",
            ))
        }
    }
}

impl Wire for ByteSize {
    fn read(node: Node<'_>) -> Option<Self> {
        node.number(0, Self::MAX).map(Self)
    }
}

wire_deserialize!(ByteSize);
wire_schema!(ByteSize, "a size in bytes", {
    "type": "integer",
    "minimum": 0,
    "maximum": 9_007_199_254_740_991_u64
});

/// The fields of a [`DeploymentArtifact`].
///
/// ```
/// # use cutover_model::*;
/// # let text = include_str!("../../documents/deployment-artifact.json");
/// let artifact: DeploymentArtifact = serde_json::from_str(text)?;
/// let problems =
///     DeploymentArtifact::new(ArtifactFields { expires_at: Timestamp::MIN, ..artifact.into_fields() }).unwrap_err();
/// assert_eq!(problems.iter().next().unwrap().pointer, "/expiresAt");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ArtifactFields {
    /// Identifies the artifact.
    pub id: ArtifactId,
    /// What it is.
    pub artifact_type: ArtifactType,
    /// Where it is stored.
    pub storage_path: StoragePath,
    /// How large it is.
    pub size: ByteSize,
    /// The digest of its bytes.
    pub checksum: Sha256Digest,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it may be removed.
    pub expires_at: Timestamp,
    /// The job that made it.
    pub job_id: JobId,
    /// Fields this version does not know.
    #[serde(flatten)]
    #[schemars(skip)]
    pub unknown: Unknown,
}

checked! {
    /// Something a job built, and how to tell that it is unharmed.
    ///
    /// ```
    /// use cutover_model::{ArtifactFields, DeploymentArtifact, Sha256Digest};
    ///
    /// # let text = include_str!("../../documents/deployment-artifact.json");
    /// let artifact: DeploymentArtifact = serde_json::from_str(text)?;
    /// let build = b"the bytes of a build";
    /// let artifact = DeploymentArtifact::new(ArtifactFields {
    ///     size: (build.len() as u64).try_into()?,
    ///     checksum: Sha256Digest::of(build),
    ///     ..artifact.into_fields()
    /// })?;
    /// artifact.verify(&build[..])?;
    /// assert!(artifact.verify(&b"other bytes"[..]).is_err());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    DeploymentArtifact(ArtifactFields) open {
        id = "id",
        artifact_type = "artifactType",
        storage_path = "storagePath",
        size = "size",
        checksum = "checksum",
        created_at = "createdAt",
        expires_at = "expiresAt",
        job_id = "jobId",
    }
    rules {
        expires_after_created: created_at, expires_at;
    }
}

fn expires_after_created(created: &Timestamp, expires: &Timestamp, report: &mut dyn FnMut(&str, String)) {
    if expires <= created {
        report(
            "expiresAt",
            format!("is {expires}, not after createdAt {created}"),
        );
    }
}

/// Why bytes are not those of an artifact. Returned by [`DeploymentArtifact::verify`].
///
/// ```
/// # use cutover_model::*;
/// # let text = include_str!("../../documents/deployment-artifact.json");
/// let artifact: DeploymentArtifact = serde_json::from_str(text)?;
/// let error = artifact.verify(&b"too short"[..]).unwrap_err();
/// assert_eq!(error.to_string(), "artifact artifact-42 has 73400320 bytes, but there are only 9");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, thiserror::Error)]
pub enum VerifyError {
    /// There are too few or too many bytes.
    #[error("artifact {id} has {expected} bytes, but {}", found(.at_least, .expected))]
    Size {
        /// The artifact.
        id: ArtifactId,
        /// How many bytes it has.
        expected: u64,
        /// How many were read; reading stops at the first one too many.
        at_least: u64,
    },
    /// The bytes are others.
    #[error("artifact {id} has the digest {expected}, but the bytes have {found}")]
    Digest {
        /// The artifact.
        id: ArtifactId,
        /// Its digest.
        expected: Sha256Digest,
        /// The digest of the bytes.
        found: Sha256Digest,
    },
    /// They could not be read.
    #[error("artifact {id} could not be read")]
    Read {
        /// The artifact.
        id: ArtifactId,
        /// Why.
        #[source]
        source: io::Error,
    },
}

impl VerifyError {
    /// The stable code of this error.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Size { .. } => "ARTIFACT_SIZE",
            Self::Digest { .. } => "ARTIFACT_DIGEST",
            Self::Read { .. } => "ARTIFACT_UNREADABLE",
        }
    }
}

fn found(at_least: &u64, expected: &u64) -> String {
    if at_least > expected {
        "there are more".to_owned()
    } else {
        format!("there are only {at_least}")
    }
}

impl DeploymentArtifact {
    /// Reads an artifact to its end and compares size and digest. Reads no more than one byte too many.
    pub fn verify(&self, bytes: impl Read) -> Result<(), VerifyError> {
        let expected = self.size.get();
        let mut bytes = bytes.take(expected.saturating_add(1));
        let mut hasher = Sha256::new();
        let mut buffer = [0; 16 * 1024];
        let mut count: u64 = 0;
        loop {
            let read = match bytes.read(&mut buffer) {
                Ok(0) => break,
                Ok(read) => read,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(source) => {
                    return Err(VerifyError::Read {
                        id: self.id.clone(),
                        source,
                    });
                }
            };
            hasher.update(buffer.get(..read).unwrap_or_default());
            count += read as u64;
        }
        if count != expected {
            return Err(VerifyError::Size {
                id: self.id.clone(),
                expected,
                at_least: count,
            });
        }
        let found = Sha256Digest(hasher.finalize().into());
        if found != self.checksum {
            return Err(VerifyError::Digest {
                id: self.id.clone(),
                expected: self.checksum,
                found,
            });
        }
        Ok(())
    }

    /// What can be asked only of a new artifact: it expires in the future and was not made there.
    pub fn check_new(&self, now: Timestamp) -> Result<(), Problems> {
        let mut problems = Problems::new();
        let report = &mut |key: &str, message| problems.push(format!("/{key}"), message);
        not_in_future("createdAt", self.created_at, now, report);
        if self.expires_at <= now {
            report(
                "expiresAt",
                format!("is {}, which is past: it is {now}", self.expires_at),
            );
        }
        problems.into_result()
    }

    /// Whether it may be removed.
    pub fn is_expired(&self, now: Timestamp) -> bool {
        self.expires_at <= now
    }
}
