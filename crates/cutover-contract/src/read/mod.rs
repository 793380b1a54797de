#[cfg(test)]
mod agreement;
mod careful;
mod fault;
mod quick;
mod repair;

use cutover_model::wire::{self, Problems};
use serde_json::Value;

use crate::v2_0::DeploymentContract;
use crate::{ContractVersion, Written};

pub use fault::{Fault, Faults};
pub use repair::Repair;

pub(crate) use careful::read_shape;
pub(crate) use fault::Found;

/// The largest document that is read, 1 MiB: a contract has a thousandth of that, and what is read may take two hundred
/// times its size in memory when it is made to hurt.
pub const MAX_DOCUMENT_BYTES: usize = 1024 * 1024;

/// Reads a contract of any supported version, and yields the newest.
///
/// What producers in the field get wrong is repaired and noted. Rules that the contract breaks do not keep it from
/// being read, because what is in an archive cannot be written anew: they come along as [`Reading::violations`].
///
/// ```
/// use cutover_contract::{ContractVersion, read};
///
/// let text = r#"{
///   "schemaVersion": "1.0",
///   "meta": {"adapter": "jenkins", "engine": "hardis", "timestamp": "2026-02-05T12:00:00Z", "trigger": "manual"},
///   "status": "Failed",
///   "quality": {
///     "coverage": {"actual": 71.5, "required": 75, "met": false},
///     "tests": {"total": 12, "passed": 11, "Failed": 1}
///   },
///   "audit": {"triggeredBy": "ada", "orgId": "acme", "repository": "checkout", "commit": "9b2d1c4"}
/// }"#;
/// let reading = read(text.as_bytes())?;
/// assert_eq!(reading.contract().quality.tests.failed.get(), 1);
/// assert_eq!(reading.version(), ContractVersion::V1_0);
/// assert_eq!(reading.repairs()[0].to_string(), "/quality/tests/Failed: read as \"failed\"");
/// assert!(reading.violations().is_empty());
/// # Ok::<(), cutover_contract::ReadError>(())
/// ```
pub fn read(bytes: &[u8]) -> Result<Reading, ReadError> {
    let quick = if bytes.len() <= MAX_DOCUMENT_BYTES {
        quick::read(bytes)
    } else {
        None
    };
    let mut reading = match quick {
        Some(reading) => reading,
        None => careful::read(bytes)?,
    };
    reading.violations = reading.contract.violations();
    Ok(reading)
}

/// Reads any JSON as strictly as a contract is read: no member twice, no deep nesting, no integer rounded.
///
/// For the digest of a document as it was written: `canonical::digest(&read_json(bytes)?)`.
pub fn read_json(bytes: &[u8]) -> Result<Value, ReadError> {
    read_shape(bytes)
}

/// A contract that was read, with what was noticed about it.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    contract: DeploymentContract,
    version: ContractVersion,
    repairs: Vec<Repair>,
    violations: Problems,
}

impl Reading {
    /// The contract, in the newest version.
    pub fn contract(&self) -> &DeploymentContract {
        &self.contract
    }

    /// The contract, to be kept.
    pub fn into_contract(self) -> DeploymentContract {
        self.contract
    }

    /// The version it was written in, by what it looks like and not only by what it says.
    pub fn version(&self) -> ContractVersion {
        self.version
    }

    /// What was read as what it means and not as it was written.
    pub fn repairs(&self) -> &[Repair] {
        &self.repairs
    }

    /// The rules that the contract breaks.
    pub fn violations(&self) -> &Problems {
        &self.violations
    }

    /// The contract in a version of choice, as it is, and what that version cannot carry.
    pub fn write(&self, version: ContractVersion) -> Written {
        Written::new(self.contract.clone(), version)
    }
}

/// Why a text could not be read. Returned by [`read`]; [`read_json`] and [`Envelope::read`](crate::dsse::Envelope::read)
/// know no versions, and return all but [`ReadError::UnsupportedVersion`].
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// It is larger than [`MAX_DOCUMENT_BYTES`].
    #[error("the document has {bytes} bytes, at most {MAX_DOCUMENT_BYTES} are read")]
    TooLarge {
        /// How large it is.
        bytes: usize,
    },
    /// There is nothing in it.
    #[error("the document is empty")]
    Empty,
    /// It is not text.
    #[error("the document is not UTF-8 at line {line}, column {column}")]
    NotUtf8 {
        /// The line, from 1.
        line: usize,
        /// The column, in characters from 1.
        column: usize,
    },
    /// It is not JSON; the cause names line and column.
    #[error("the document is not JSON")]
    Syntax(#[source] serde_json::Error),
    /// It says that it is of a version that is not known here.
    #[error(
        "version {found:?} is not supported (line {line}, column {column}): {}",
        ContractVersion::ALLOWED
    )]
    UnsupportedVersion {
        /// The version that it says.
        found: String,
        /// The line, from 1.
        line: usize,
        /// The column, in characters from 1.
        column: usize,
    },
    /// It is JSON and no contract; these are all its faults.
    #[error("{} in the document: {_0}", count(.0.len()))]
    Invalid(Faults),
}

fn count(faults: usize) -> String {
    if faults == 1 {
        "1 fault".to_owned()
    } else {
        format!("{faults} faults")
    }
}

/// For the registry of all documents, which has one error for all of them.
impl From<ReadError> for wire::ReadError {
    fn from(error: ReadError) -> Self {
        match error {
            ReadError::Syntax(cause) => Self::Syntax(cause),
            ReadError::TooLarge { .. } | ReadError::Empty | ReadError::NotUtf8 { .. } => {
                Self::Syntax(serde::de::Error::custom(error))
            }
            ReadError::UnsupportedVersion { .. } => {
                let mut problems = Problems::new();
                problems.push("/schemaVersion", error.to_string());
                Self::Invalid(problems)
            }
            ReadError::Invalid(faults) => Self::Invalid(faults.into()),
        }
    }
}

impl ReadError {
    /// The stable code of this error.
    pub fn code(&self) -> &'static str {
        match self {
            Self::TooLarge { .. } => "DOCUMENT_TOO_LARGE",
            Self::Empty => "DOCUMENT_EMPTY",
            Self::NotUtf8 { .. } => "DOCUMENT_NOT_UTF8",
            Self::Syntax(_) => "DOCUMENT_SYNTAX",
            Self::UnsupportedVersion { .. } => "VERSION_UNSUPPORTED",
            Self::Invalid(_) => "DOCUMENT_INVALID",
        }
    }
}
