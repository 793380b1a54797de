//! Deployment contracts: what became of one deployment, told in a document that outlives its writers.
//!
//! Every version that was ever released is read, whatever its writers got wrong, and yields the newest. Every version
//! can be written, with a list of what it cannot carry. Members that nobody here knows are kept on every way.
//!
//! ```
//! use cutover_contract::{ContractVersion, IssuedContract, canonical, read};
//!
//! // From the archive: it says 1.0, and carries what only 1.1 knows.
//! let text = r#"{
//!     "schemaVersion": "1.0",
//!     "meta": {"adapter": "jenkins", "engine": "hardis", "timestamp": "2026-02-05T12:00:00Z", "trigger": "manual"},
//!     "status": "Succeeded",
//!     "quality": {
//!         "coverage": {"actual": 87.5, "required": 75, "met": true},
//!         "tests": {"total": 12, "passed": 12, "failed": 0},
//!         "staticAnalysis": {"tool": "pmd", "met": true, "criticalViolations": 0, "highViolations": 1,
//!                            "blockingViolations": null}
//!     },
//!     "audit": {"triggeredBy": "ada", "orgId": "acme", "repository": "checkout", "commit": "9b2d1c4"},
//!     "ticket": "OPS-1142"
//! }"#;
//! let reading = read(text.as_bytes())?;
//! assert_eq!(reading.version(), ContractVersion::V1_1);
//! for repair in reading.repairs() {
//!     println!("repaired: {repair}");
//! }
//!
//! // What keeps every rule may be issued, in any version.
//! let contract = IssuedContract::new(reading.into_contract())?;
//! let written = contract.write(ContractVersion::V1_0);
//! assert_eq!(written.lost, ["/quality/staticAnalysis"]);
//! let json = serde_json::to_value(&written.document)?;
//! assert_eq!(json["ticket"], "OPS-1142");
//! println!("digest {}", canonical::digest(&json)?);
//!
//! // What breaks rules may not, and every rule is told at once.
//! let mut broken = contract.contract().clone();
//! broken.quality.tests.failed = 2.into();
//! let error = IssuedContract::new(broken).unwrap_err();
//! assert_eq!(error.problems.len(), 2);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # How it is made
//!
//! - Each version is a module of frozen types: [`v1_0`], [`v1_1`], [`v2_0`]. A step up is `From`, a step down is
//!   `From` into [`Older`], which lists what is lost. A new version is a new module and two steps.
//! - A document that is as it should be is read in one pass, straight into the newest version. Any other is read
//!   again with care: its oddities are repaired and noted, its faults are all told, with pointer, line and column.
//! - What makes a document unreadable is its *shape*: a type, a required member, a word. Everything else is a rule:
//!   see [`DeploymentContract::violations`]. Rules bind who writes; what is in an archive is read all the same.
//! - An unknown member whose name a newer version has taken is carried under `unknown:` and that name, and gets its
//!   own name back on the way down.
//! - What is absent may be read as null, and is never written so. In 1.x `"unknown"` stands for a repository or a
//!   commit that nobody knows; in 2.0 they are left out.
//!
//! `cutover-model` has the vocabulary, `cutover-schema` judges documents by schemas, `cutover-ed25519` signs them.

mod build;
pub mod canonical;
mod carry;
mod documents;
pub mod dsse;
mod engine;
mod examples;
mod leaf;
mod object;
mod place;
mod provenance;
mod read;
mod rfc3339;
mod rules;
mod shape;
mod steps;
mod strict;
mod tree;
pub mod v1_0;
pub mod v1_1;
pub mod v2_0;
mod version;
mod words;
mod write;

pub use build::BuildError;
pub use cutover_model::Document;
pub use documents::DOCUMENTS;
pub use engine::Engine;
pub use examples::examples;
pub use leaf::{Count, Percentage, WrittenTime};
pub use provenance::Provenance;
pub use read::{Fault, Faults, MAX_DOCUMENT_BYTES, ReadError, Reading, Repair, read, read_json};
pub use steps::Older;
pub use v2_0::{DeploymentContract, Status};
pub use version::ContractVersion;
pub use write::{AnyContract, InconsistentContract, IssuedContract, SignContractError, Written};
