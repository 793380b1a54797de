use cutover_schema::{Registry, RegistryError};

/// All documents of all crates that this command links.
pub(crate) fn registry() -> Result<Registry, RegistryError> {
    Registry::new(&[cutover_model::DOCUMENTS, cutover_contract::DOCUMENTS])
}
