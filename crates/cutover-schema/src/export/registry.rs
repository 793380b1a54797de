use cutover_contract::Document;

use super::{ExportError, Exported, export};
use crate::validate::nearest;

/// Documents by kind and version. Whoever assembles a program hands in the lists of the crates it links; nothing here
/// knows a document by itself.
///
/// ```
/// use cutover_schema::Registry;
///
/// let registry = Registry::new(&[cutover_model::DOCUMENTS, cutover_contract::DOCUMENTS])?;
/// assert_eq!(registry.find("deployment-contract", None)?.version, "2.0");
/// for exported in registry.export()? {
///     println!("{}: {} bytes", exported.path(), exported.text().len());
/// }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct Registry {
    /// By kind, then version, the oldest first.
    documents: Vec<Document>,
}

/// Why documents cannot stand in one registry. Returned by [`Registry::new`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RegistryError {
    /// A kind has one version twice.
    #[error("the document {kind} {version} is listed twice")]
    Twice {
        /// The kind.
        kind: &'static str,
        /// The version.
        version: &'static str,
    },
    /// A kind or a version is not written as it should be.
    #[error(
        "the document {kind:?} {version:?} is misnamed: a kind is lower-case words with hyphens, a version MAJOR.MINOR"
    )]
    Misnamed {
        /// The kind.
        kind: &'static str,
        /// The version.
        version: &'static str,
    },
}

impl RegistryError {
    /// The stable code of this error.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Twice { .. } => "DOCUMENT_LISTED_TWICE",
            Self::Misnamed { .. } => "DOCUMENT_MISNAMED",
        }
    }
}

/// There is no such document. Returned by [`Registry::find`].
///
/// ```
/// use cutover_schema::Registry;
///
/// let registry = Registry::new(&[cutover_model::DOCUMENTS])?;
/// let error = registry.find("deployment-intend", None).unwrap_err();
/// assert_eq!(error.to_string(), "there is no document of kind deployment-intend, did you mean deployment-intent?");
/// # Ok::<(), cutover_schema::RegistryError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum UnknownDocument {
    /// No document of that kind is registered.
    #[error("there is no document of kind {given}{}", meant(.nearest.as_ref()))]
    Kind {
        /// What was asked for.
        given: String,
        /// The kind that was probably meant.
        nearest: Option<&'static str>,
    },
    /// The kind has no such version.
    #[error("{kind} has no version {given}, it has {}", versions.join(", "))]
    Version {
        /// The kind.
        kind: &'static str,
        /// What was asked for.
        given: String,
        /// The versions that there are, the oldest first.
        versions: Vec<&'static str>,
    },
}

fn meant(nearest: Option<&&'static str>) -> String {
    nearest.map_or_else(String::new, |nearest| format!(", did you mean {nearest}?"))
}

impl UnknownDocument {
    /// The stable code of this error.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Kind { .. } => "DOCUMENT_KIND_UNKNOWN",
            Self::Version { .. } => "DOCUMENT_VERSION_UNKNOWN",
        }
    }
}

impl Registry {
    /// A registry of all the documents of some lists.
    pub fn new(lists: &[&[Document]]) -> Result<Self, RegistryError> {
        let mut documents: Vec<Document> = lists.concat();
        for document in &documents {
            if number(document.version).is_none() || !is_kind(document.kind) {
                return Err(RegistryError::Misnamed {
                    kind: document.kind,
                    version: document.version,
                });
            }
        }
        documents.sort_by_key(|document| (document.kind, number(document.version)));
        for (one, next) in documents.iter().zip(documents.iter().skip(1)) {
            if (one.kind, number(one.version)) == (next.kind, number(next.version)) {
                return Err(RegistryError::Twice {
                    kind: next.kind,
                    version: next.version,
                });
            }
        }
        Ok(Self { documents })
    }

    /// All documents, by kind and version, the oldest version first.
    pub fn documents(&self) -> &[Document] {
        &self.documents
    }

    /// A document by its kind, in a version or the newest one.
    pub fn find(&self, kind: &str, version: Option<&str>) -> Result<&Document, UnknownDocument> {
        let of_kind = || self.documents.iter().filter(|document| document.kind == kind);
        let Some(newest) = of_kind().next_back() else {
            let nearest = nearest(kind, self.documents.iter().map(|document| document.kind));
            return Err(UnknownDocument::Kind {
                given: kind.to_owned(),
                nearest,
            });
        };
        match version {
            None => Ok(newest),
            Some(version) => of_kind()
                .find(|document| document.version == version)
                .ok_or_else(|| UnknownDocument::Version {
                    kind: newest.kind,
                    given: version.to_owned(),
                    versions: of_kind().map(|document| document.version).collect(),
                }),
        }
    }

    /// The schemas of all documents. All are made, or the first flaw is reported.
    pub fn export(&self) -> Result<Vec<Exported>, ExportError> {
        self.documents.iter().map(export).collect()
    }
}

/// `1.10` as numbers, so that it comes after `1.9`.
fn number(version: &str) -> Option<(u32, u32)> {
    let (major, minor) = version.split_once('.')?;
    let plain = |part: &str| {
        part.bytes()
            .all(|byte| byte.is_ascii_digit())
            .then(|| part.parse().ok())
            .flatten()
    };
    Some((plain(major)?, plain(minor)?))
}

fn is_kind(kind: &str) -> bool {
    kind.split('-')
        .all(|word| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase()))
}
