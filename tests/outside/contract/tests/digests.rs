//! The digests were computed by another program in another language (`digests.txt`): they hold whoever links what.

use contract_outside::{digest_as_written, digest_rewritten};
use cutover_contract::ContractVersion;

/// What the other program says of a version.
fn golden(version: &str) -> &'static str {
    let lines = include_str!("../digests.txt").lines();
    lines.filter_map(|line| line.split_once(' ')).find(|(name, _)| *name == version).unwrap().1
}

const V1_0: &[u8] = include_bytes!("../documents/1.0.json");
const V1_1: &[u8] = include_bytes!("../documents/1.1.json");

#[test]
fn documents_as_they_stand() {
    assert_eq!(digest_as_written(V1_0).unwrap(), golden("1.0"));
    assert_eq!(digest_as_written(V1_1).unwrap(), golden("1.1"));
}

#[test]
fn documents_that_went_up_and_down() {
    assert_eq!(digest_rewritten(V1_0, ContractVersion::V1_0).unwrap(), golden("1.0"));
    assert_eq!(digest_rewritten(V1_1, ContractVersion::V1_1).unwrap(), golden("1.1"));
}

#[test]
fn documents_that_went_up() {
    assert_eq!(digest_rewritten(V1_1, ContractVersion::V2_0).unwrap(), golden("2.0"));
}
