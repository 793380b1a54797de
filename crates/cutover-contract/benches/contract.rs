//! Reading and writing contracts.

#![expect(clippy::unwrap_used, reason = "the documents are good")]

mod support;

use cutover_contract::{ContractVersion, canonical, read};
use divan::{Bencher, black_box};
use support::{ALL, Derived, PLAIN};

fn main() {
    divan::main();
}

fn text(name: &str) -> &'static str {
    ALL.into_iter().find(|(its, _)| *its == name).unwrap().1
}

#[divan::bench(args = ALL.map(|(name, _)| name))]
fn derive_only(bencher: Bencher, name: &str) {
    let text = text(name);
    bencher.bench(|| serde_json::from_slice::<Derived>(black_box(text.as_bytes())).unwrap());
}

#[divan::bench(args = ALL.map(|(name, _)| name))]
fn read_contract(bencher: Bencher, name: &str) {
    let text = text(name);
    bencher.bench(|| read(black_box(text.as_bytes())).unwrap());
}

#[divan::bench(args = [ContractVersion::V1_0, ContractVersion::V1_1, ContractVersion::V2_0])]
fn write_contract(bencher: Bencher, version: ContractVersion) {
    let reading = read(PLAIN.as_bytes()).unwrap();
    bencher.bench(|| serde_json::to_vec(&reading.write(version).document).unwrap());
}

#[divan::bench]
fn canonical_form(bencher: Bencher) {
    let contract = read(PLAIN.as_bytes()).unwrap().into_contract();
    bencher.bench(|| canonical::to_vec(black_box(&contract)).unwrap());
}
