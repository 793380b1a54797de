use cutover_model::Sha256Digest;
use cutover_model::wire::Problems;
use serde::Serialize;

use crate::canonical::{self, CanonicalError};
use crate::dsse::{CONTRACT_TYPE, Envelope, SignError, Signer};
use crate::steps::Older;
use crate::v2_0::DeploymentContract;
use crate::{ContractVersion, v1_0, v1_1};

/// A contract that keeps every rule, and so may be issued. This is what writers write.
///
/// ```
/// use cutover_contract::{ContractVersion, IssuedContract, examples, read};
///
/// let [succeeded, ..] = examples(ContractVersion::V1_1);
/// let mut contract = read(succeeded.as_bytes())?.into_contract();
/// let issued = IssuedContract::new(contract.clone())?;
/// let written = issued.write(ContractVersion::V1_0);
/// assert_eq!(written.lost, ["/quality/staticAnalysis"]);
///
/// contract.quality.tests.failed = 3.into();
/// let error = IssuedContract::new(contract).unwrap_err();
/// assert_eq!(error.problems.len(), 2);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct IssuedContract(DeploymentContract);

/// A contract that breaks rules, and so may not be issued. Returned by [`IssuedContract::new`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the contract breaks its rules: {problems}")]
pub struct InconsistentContract {
    /// Every rule that is broken, with the JSON pointer of where.
    pub problems: Problems,
}

impl InconsistentContract {
    /// The stable code of this error.
    pub fn code(&self) -> &'static str {
        "CONTRACT_INCONSISTENT"
    }
}

impl IssuedContract {
    /// Checks every rule.
    pub fn new(contract: DeploymentContract) -> Result<Self, InconsistentContract> {
        match contract.violations().into_result() {
            Ok(()) => Ok(Self(contract)),
            Err(problems) => Err(InconsistentContract { problems }),
        }
    }

    /// The contract.
    pub fn contract(&self) -> &DeploymentContract {
        &self.0
    }

    /// The contract in a version of choice, and what that version cannot carry.
    pub fn write(&self, version: ContractVersion) -> Written {
        Written::new(self.0.clone(), version)
    }

    /// The digest of the contract in the newest version.
    pub fn digest(&self) -> Result<Sha256Digest, CanonicalError> {
        canonical::digest(&self.0)
    }

    /// An envelope with the canonical form of the contract in a version of choice, signed.
    pub fn sign(
        &self,
        version: ContractVersion,
        signers: &[&dyn Signer],
    ) -> Result<Envelope, SignContractError> {
        let payload = canonical::to_vec(&self.write(version).document)?;
        Ok(Envelope::sign(CONTRACT_TYPE, &payload, signers)?)
    }
}

/// A contract could not be signed. Returned by [`IssuedContract::sign`].
#[derive(Debug, thiserror::Error)]
pub enum SignContractError {
    /// It has no canonical form.
    #[error(transparent)]
    Canonical(#[from] CanonicalError),
    /// A signer could not sign.
    #[error(transparent)]
    Sign(#[from] SignError),
}

impl SignContractError {
    /// The stable code of this error.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Canonical(error) => error.code(),
            Self::Sign(error) => error.code(),
        }
    }
}

/// A contract in one version, and what that version could not carry.
#[derive(Debug, Clone, PartialEq)]
pub struct Written {
    /// The document.
    pub document: AnyContract,
    /// What is not in it, as JSON pointers into the newest version.
    pub lost: Vec<String>,
}

impl Written {
    pub(crate) fn new(contract: DeploymentContract, version: ContractVersion) -> Self {
        if version == ContractVersion::V2_0 {
            return Self {
                document: AnyContract::V2_0(contract),
                lost: Vec::new(),
            };
        }
        let Older { document, lost } = Older::<v1_1::DeploymentContract>::from(contract);
        if version == ContractVersion::V1_1 {
            return Self {
                document: AnyContract::V1_1(document),
                lost,
            };
        }
        let older = Older::<v1_0::DeploymentContract>::from(document);
        Self {
            document: AnyContract::V1_0(older.document),
            lost: [older.lost, lost].concat(),
        }
    }
}

/// A contract in some version.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub enum AnyContract {
    /// In 1.0.
    V1_0(v1_0::DeploymentContract),
    /// In 1.1.
    V1_1(v1_1::DeploymentContract),
    /// In 2.0.
    V2_0(DeploymentContract),
}
