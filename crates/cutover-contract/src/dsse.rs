//! Signatures over documents, in envelopes of DSSE (Dead Simple Signing Envelope) 1.0.
//!
//! What is signed is never the payload alone but its *pre-authentication encoding*, which holds the type of the
//! payload too: a signature for one kind of document is none for another.
//!
//! Expected flow: [`IssuedContract::sign`](crate::IssuedContract::sign) puts the canonical form into an envelope; the
//! envelope is stored or sent as JSON; [`Envelope::verify`] gives the payload back, and only then is it read.

use std::collections::BTreeSet;
use std::num::NonZeroUsize;

use base64::Engine as _;
use base64::prelude::{BASE64_STANDARD, BASE64_URL_SAFE};
use cutover_model::Unknown;
use schemars::JsonSchema;
use serde::Serialize;

use crate::ReadError;
use crate::object::object;
use crate::read::read_shape;

/// The payload type of a deployment contract.
pub const CONTRACT_TYPE: &str = "application/vnd.cutover.deployment-contract+json";

/// How many signatures of one envelope are looked at.
pub const MAX_SIGNATURES: usize = 64;

/// Makes signatures with one key.
///
/// `cutover-ed25519` has an implementation; a key in a vault is another.
pub trait Signer: Send + Sync {
    /// A name of the key, by which a verifier finds it. It is a hint and proves nothing.
    fn key_id(&self) -> &str;

    /// The signature of a message.
    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, SignerError>;
}

/// Checks signatures of one key.
pub trait Verifier: Send + Sync {
    /// A name of the key; two verifiers with the same name count once.
    fn key_id(&self) -> &str;

    /// Whether this key made the signature for the message.
    fn verify(&self, message: &[u8], signature: &[u8]) -> bool;
}

/// What kept a signer from signing.
pub type SignerError = Box<dyn std::error::Error + Send + Sync>;

/// The bytes that are signed for a payload of some type.
///
/// ```
/// use cutover_contract::dsse;
///
/// let bytes = dsse::pre_authentication_encoding("http://example.com/HelloWorld", b"hello world");
/// assert_eq!(bytes, b"DSSEv1 29 http://example.com/HelloWorld 11 hello world");
/// ```
pub fn pre_authentication_encoding(payload_type: &str, payload: &[u8]) -> Vec<u8> {
    let mut bytes = format!("DSSEv1 {} {payload_type} {} ", payload_type.len(), payload.len()).into_bytes();
    bytes.extend_from_slice(payload);
    bytes
}

/// A payload and its signatures.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(title = "Signed envelope")]
pub struct Envelope {
    /// The payload, in base64.
    #[schemars(example = &"e30=")]
    pub payload: String,
    /// What the payload is.
    #[schemars(example = CONTRACT_TYPE)]
    pub payload_type: String,
    /// The signatures, each over the pre-authentication encoding of the payload.
    pub signatures: Vec<Signature>,
    /// Fields that are not known here.
    #[serde(flatten)]
    #[schemars(skip)]
    pub unknown: Unknown,
}

object!(Envelope at 1 { payload = "payload", payload_type = "payloadType", signatures = "signatures" });

/// One signature in an envelope.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[schemars(title = "Signature")]
pub struct Signature {
    /// A name of the key: a hint, and no part of what is signed.
    #[serde(rename = "keyid", skip_serializing_if = "Option::is_none")]
    #[schemars(example = &"sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")]
    pub key_id: Option<String>,
    /// The signature, in base64.
    #[serde(rename = "sig")]
    #[schemars(example = &"e30=")]
    pub signature: String,
    /// Fields that are not known here.
    #[serde(flatten)]
    #[schemars(skip)]
    pub unknown: Unknown,
}

object!(Signature at 3 { key_id = "keyid", signature = "sig" });

impl Envelope {
    /// Reads an envelope, and reports everything that is wrong with it.
    pub fn read(bytes: &[u8]) -> Result<Self, ReadError> {
        read_shape(bytes)
    }

    /// Signs a payload with every signer.
    pub fn sign(payload_type: &str, payload: &[u8], signers: &[&dyn Signer]) -> Result<Self, SignError> {
        let message = pre_authentication_encoding(payload_type, payload);
        let sign = |signer: &&dyn Signer| match signer.sign(&message) {
            Ok(bytes) => Ok(Signature {
                key_id: Some(signer.key_id().to_owned()),
                signature: BASE64_STANDARD.encode(bytes),
                unknown: Unknown::default(),
            }),
            Err(source) => Err(SignError {
                key_id: signer.key_id().to_owned(),
                source,
            }),
        };
        Ok(Self {
            payload: BASE64_STANDARD.encode(payload),
            payload_type: payload_type.to_owned(),
            signatures: signers.iter().map(sign).collect::<Result<_, _>>()?,
            unknown: Unknown::default(),
        })
    }

    /// The payload, if it is of this type and at least so many of these keys have signed it.
    pub fn verify(
        &self,
        payload_type: &str,
        verifiers: &[&dyn Verifier],
        at_least: NonZeroUsize,
    ) -> Result<Verified, VerifyError> {
        if self.payload_type != payload_type {
            return Err(VerifyError::Type {
                wanted: payload_type.to_owned(),
                found: self.payload_type.clone(),
            });
        }
        if self.signatures.len() > MAX_SIGNATURES {
            return Err(VerifyError::TooManySignatures {
                count: self.signatures.len(),
            });
        }
        let payload = decode(&self.payload).ok_or(VerifyError::Payload)?;
        let message = pre_authentication_encoding(payload_type, &payload);
        let signatures: Vec<_> = self
            .signatures
            .iter()
            .filter_map(|signature| decode(&signature.signature))
            .collect();
        let has_signed = |verifier: &&&dyn Verifier| {
            signatures
                .iter()
                .any(|signature| verifier.verify(&message, signature))
        };
        let signed_by: BTreeSet<_> = verifiers
            .iter()
            .filter(has_signed)
            .map(|verifier| verifier.key_id().to_owned())
            .collect();
        if signed_by.len() < at_least.get() {
            return Err(VerifyError::Signatures {
                valid: signed_by.len(),
                needed: at_least.get(),
            });
        }
        Ok(Verified { payload, signed_by })
    }
}

/// Either alphabet of base64 is to be accepted.
fn decode(text: &str) -> Option<Vec<u8>> {
    BASE64_STANDARD
        .decode(text)
        .or_else(|_| BASE64_URL_SAFE.decode(text))
        .ok()
}

/// A payload whose signatures were checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// The payload.
    pub payload: Vec<u8>,
    /// The keys that signed it, of those that were asked for.
    pub signed_by: BTreeSet<String>,
}

/// A signer could not sign. Returned by [`Envelope::sign`].
#[derive(Debug, thiserror::Error)]
#[error("the key {key_id:?} could not sign")]
pub struct SignError {
    /// The key.
    pub key_id: String,
    /// What the signer said.
    pub source: SignerError,
}

impl SignError {
    /// The stable code of this error.
    pub fn code(&self) -> &'static str {
        "SIGNING_FAILED"
    }
}

/// An envelope is not to be trusted. Returned by [`Envelope::verify`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum VerifyError {
    /// It holds something else.
    #[error("the envelope holds {found:?}, {wanted:?} is needed")]
    Type {
        /// What it should hold.
        wanted: String,
        /// What it says that it holds.
        found: String,
    },
    /// The payload cannot be decoded.
    #[error("the payload of the envelope is not base64")]
    Payload,
    /// There are more signatures than are looked at.
    #[error("the envelope has {count} signatures, at most {MAX_SIGNATURES} are looked at")]
    TooManySignatures {
        /// How many there are.
        count: usize,
    },
    /// Too few of the keys asked for have signed.
    #[error("the envelope is signed by {valid} of the trusted keys, {needed} are needed")]
    Signatures {
        /// How many have signed.
        valid: usize,
        /// How many must have.
        needed: usize,
    },
}

impl VerifyError {
    /// The stable code of this error.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Type { .. } => "ENVELOPE_TYPE",
            Self::Payload => "ENVELOPE_PAYLOAD",
            Self::TooManySignatures { .. } => "ENVELOPE_TOO_MANY_SIGNATURES",
            Self::Signatures { .. } => "ENVELOPE_SIGNATURES",
        }
    }
}
