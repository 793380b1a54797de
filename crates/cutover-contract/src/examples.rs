use crate::ContractVersion;

/// Good documents of a version: one that succeeded, one that failed, one that was blocked.
///
/// ```
/// use cutover_contract::{ContractVersion, examples, read};
///
/// for text in examples(ContractVersion::NEWEST) {
///     assert!(read(text.as_bytes())?.violations().is_empty());
/// }
/// # Ok::<(), cutover_contract::ReadError>(())
/// ```
pub const fn examples(version: ContractVersion) -> [&'static str; 3] {
    match version {
        ContractVersion::V1_0 => [
            include_str!("examples/1.0/succeeded.json"),
            include_str!("examples/1.0/failed.json"),
            include_str!("examples/1.0/blocked.json"),
        ],
        ContractVersion::V1_1 => [
            include_str!("examples/1.1/succeeded.json"),
            include_str!("examples/1.1/failed.json"),
            include_str!("examples/1.1/blocked.json"),
        ],
        ContractVersion::V2_0 => [
            include_str!("examples/2.0/succeeded.json"),
            include_str!("examples/2.0/failed.json"),
            include_str!("examples/2.0/blocked.json"),
        ],
    }
}
