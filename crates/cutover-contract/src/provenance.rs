use crate::Engine;

/// Where a deployment came from: what a contract says about it that its record does not know.
///
/// ```
/// use cutover_contract::{Engine, Provenance};
///
/// let provenance = Provenance {
///     actor: "ada@example.org".to_owned(),
///     trigger: "pull_request".to_owned(),
///     org: "acme".to_owned(),
///     repository: Some("https://git.example.org/acme/checkout".to_owned()),
///     commit: Some("9b2d1c4e8f70a1b2c3d4e5f60718293a4b5c6d7e".to_owned()),
///     adapter: "github-actions".to_owned(),
///     engine: Engine::Native,
/// };
/// assert_eq!(provenance.engine.as_str(), "native");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Provenance {
    /// The person or system that asked for it.
    pub actor: String,
    /// What caused it, such as a pull request or a person.
    pub trigger: String,
    /// The organisation it belongs to.
    pub org: String,
    /// The repository the code came from, if known.
    pub repository: Option<String>,
    /// The commit that is deployed, if known.
    pub commit: Option<String>,
    /// The adapter that started it.
    pub adapter: String,
    /// What carries it out.
    pub engine: Engine,
}
