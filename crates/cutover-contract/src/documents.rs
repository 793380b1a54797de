use cutover_model::Document;
use cutover_model::wire::ReadError;
use schemars::JsonSchema;
use serde_json::Value;

use crate::dsse::Envelope;
use crate::{ContractVersion, examples, read, v1_0, v1_1, v2_0};

const CONTRACT: &str = "deployment-contract";
const DESCRIPTION: &str = "What became of one deployment, for everyone outside.";

/// The documents of this crate: the contract in each version, and the envelope of signatures.
///
/// ```
/// use cutover_contract::DOCUMENTS;
///
/// for document in DOCUMENTS {
///     for example in document.examples {
///         document.check(example.as_bytes())?;
///     }
/// }
/// # Ok::<(), cutover_model::wire::ReadError>(())
/// ```
pub const DOCUMENTS: &[Document] = &[
    Document::with_reader(
        CONTRACT,
        ContractVersion::V1_0.as_str(),
        DESCRIPTION,
        &examples(ContractVersion::V1_0),
        v1_0::DeploymentContract::json_schema,
        |text| rewrite(text, ContractVersion::V1_0),
    ),
    Document::with_reader(
        CONTRACT,
        ContractVersion::V1_1.as_str(),
        DESCRIPTION,
        &examples(ContractVersion::V1_1),
        v1_1::DeploymentContract::json_schema,
        |text| rewrite(text, ContractVersion::V1_1),
    ),
    Document::with_reader(
        CONTRACT,
        ContractVersion::V2_0.as_str(),
        DESCRIPTION,
        &examples(ContractVersion::V2_0),
        v2_0::DeploymentContract::json_schema,
        |text| rewrite(text, ContractVersion::V2_0),
    ),
    Document::with_reader(
        "signed-envelope",
        "1.0",
        "A document and its signatures.",
        &[include_str!("examples/signed-envelope.json")],
        Envelope::json_schema,
        rewrite_envelope,
    ),
];

/// A contract that says the version asked for and keeps its rules, as it would be written.
fn rewrite(text: &[u8], version: ContractVersion) -> Result<Value, ReadError> {
    let reading = read(text)?;
    let mut problems = reading.violations().clone();
    if reading.version() != version {
        problems.push(
            "/schemaVersion",
            format!("version {} was given, {version} is needed", reading.version()),
        );
    }
    problems.into_result().map_err(ReadError::Invalid)?;
    serde_json::to_value(reading.write(version).document).map_err(ReadError::Syntax)
}

fn rewrite_envelope(text: &[u8]) -> Result<Value, ReadError> {
    serde_json::to_value(Envelope::read(text)?).map_err(ReadError::Syntax)
}
