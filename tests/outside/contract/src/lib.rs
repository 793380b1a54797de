//! Digests of documents, for a test that links `cutover-contract` alone.

use std::error::Error;

use cutover_contract::{ContractVersion, canonical, read, read_json};

/// The digest of a text as it stands.
pub fn digest_as_written(text: &[u8]) -> Result<String, Box<dyn Error>> {
    Ok(canonical::digest(&read_json(text)?)?.to_string())
}

/// The digest of a contract after it was read, upgraded, and written again in a version.
pub fn digest_rewritten(text: &[u8], version: ContractVersion) -> Result<String, Box<dyn Error>> {
    Ok(canonical::digest(&read(text)?.write(version).document)?.to_string())
}
