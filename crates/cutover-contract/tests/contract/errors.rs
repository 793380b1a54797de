//! Every error of the crate, rendered with its causes into one file that people read.

use cutover_contract::canonical::{self, CanonicalError};
use cutover_contract::dsse::{SignError, VerifyError};
use cutover_contract::{
    ContractVersion, IssuedContract, Percentage, ReadError, SignContractError, Status, examples, read,
};
use serde_json::json;

use crate::support::{chain, hold_against};

/// An error under its name: its code, and it with its causes.
type Rendered = (&'static str, &'static str, String);

/// The name of the variant, so that the compiler asks for a line here when there is a new one.
fn read_error(error: &ReadError) -> &'static str {
    match error {
        ReadError::TooLarge { .. } => "ReadError::TooLarge",
        ReadError::Empty => "ReadError::Empty",
        ReadError::NotUtf8 { .. } => "ReadError::NotUtf8",
        ReadError::Syntax(_) => "ReadError::Syntax",
        ReadError::UnsupportedVersion { .. } => "ReadError::UnsupportedVersion",
        ReadError::Invalid(_) => "ReadError::Invalid",
    }
}

fn verify_error(error: &VerifyError) -> &'static str {
    match error {
        VerifyError::Type { .. } => "VerifyError::Type",
        VerifyError::Payload => "VerifyError::Payload",
        VerifyError::TooManySignatures { .. } => "VerifyError::TooManySignatures",
        VerifyError::Signatures { .. } => "VerifyError::Signatures",
    }
}

fn sign_contract_error(error: &SignContractError) -> &'static str {
    match error {
        SignContractError::Canonical(_) => "SignContractError::Canonical",
        SignContractError::Sign(_) => "SignContractError::Sign",
    }
}

#[test]
fn every_error_of_the_crate_reads_well() {
    let rendered = [reads(), forms(), envelopes(), contracts(), values()].concat();
    for (name, _, chain) in &rendered {
        for line in chain.lines() {
            let said = line.trim_start().trim_start_matches("caused by: ");
            assert!(!said.ends_with('.') && !said.is_empty(), "{name}: {line}");
        }
    }
    let text: Vec<String> = rendered
        .iter()
        .map(|(name, code, chain)| format!("{name} [{code}]\n  {chain}\n"))
        .collect();
    hold_against("tests/errors.txt", &text.join("\n"));
}

fn reads() -> Vec<Rendered> {
    let [example, ..] = examples(ContractVersion::NEWEST);
    let read = |text: &str| read(text.as_bytes()).unwrap_err();
    let errors = [
        ReadError::TooLarge { bytes: 67_108_864 },
        read(" \n"),
        cutover_contract::read(b"{\"status\": \"\xff\"}").unwrap_err(),
        read("{\"schemaVersion\": }"),
        read(&"[".repeat(1000)),
        read(&example.replace("\"2.0\"", "\"2.7\"")),
        read("\"Succeeded\""),
        read(
            &example
                .replace("\"Succeeded\"", "\"Done\"")
                .replace("\"met\"", "\"mett\"")
                .replace("1238", "\"1238\""),
        ),
        read(&example.replacen(
            '{',
            "{\"x\": {\"a\": 1, \"\\u0061\": 2}, \"n\": 99999999999999999999,",
            1,
        )),
        read(&example.replacen('{', &format!("{{\"x\": {}{},", "[".repeat(70), "]".repeat(70)), 1)),
    ];
    errors
        .iter()
        .map(|error| (read_error(error), error.code(), chain(error)))
        .collect()
}

fn forms() -> Vec<Rendered> {
    let twice = {
        let members = serde_json::Map::from_iter([("status".to_owned(), json!("Failed"))]);
        let [example, ..] = examples(ContractVersion::NEWEST);
        let mut contract = read(example.as_bytes()).unwrap().into_contract();
        contract.unknown = members.into();
        canonical::to_vec(&contract).unwrap_err()
    };
    let errors: [CanonicalError; 5] = [
        canonical::to_vec(&json!({"build": 9_007_199_254_740_993_u64})).unwrap_err(),
        canonical::to_vec(&[0.5, f64::NAN]).unwrap_err(),
        twice,
        canonical::to_vec(&std::collections::BTreeMap::from([((1, 2), 3)])).unwrap_err(),
        canonical::to_vec(&(0..129).fold(json!(1), |inner, _| json!([inner]))).unwrap_err(),
    ];
    errors
        .iter()
        .map(|error| ("CanonicalError", error.code(), chain(error)))
        .collect()
}

fn envelopes() -> Vec<Rendered> {
    let errors = [
        VerifyError::Type {
            wanted: "text/plain".to_owned(),
            found: "text/html".to_owned(),
        },
        VerifyError::Payload,
        VerifyError::TooManySignatures { count: 65 },
        VerifyError::Signatures { valid: 1, needed: 2 },
    ];
    let mut rendered: Vec<Rendered> = errors
        .iter()
        .map(|error| (verify_error(error), error.code(), chain(error)))
        .collect();
    let error = SignError {
        key_id: "release".to_owned(),
        source: "the vault is locked".into(),
    };
    rendered.push(("SignError", error.code(), chain(&error)));
    rendered
}

fn contracts() -> Vec<Rendered> {
    let [example, ..] = examples(ContractVersion::NEWEST);
    let mut contract = read(example.as_bytes()).unwrap().into_contract();
    contract.quality.tests.failed = 4.into();
    let inconsistent = IssuedContract::new(contract).unwrap_err();
    let unwritable = canonical::to_vec(&json!([u64::MAX])).unwrap_err();
    let signing = [
        SignContractError::from(unwritable),
        SignError {
            key_id: "release".to_owned(),
            source: "the vault is locked".into(),
        }
        .into(),
    ];
    let mut rendered: Vec<Rendered> =
        vec![("InconsistentContract", inconsistent.code(), chain(&inconsistent))];
    rendered.extend(
        signing
            .iter()
            .map(|error| (sign_contract_error(error), error.code(), chain(error))),
    );
    rendered
}

fn values() -> Vec<Rendered> {
    let errors = [
        "Done".parse::<Status>().unwrap_err(),
        Percentage::new(101.0).unwrap_err(),
    ];
    errors
        .iter()
        .map(|error| ("InvalidValue", "INVALID_VALUE", chain(error)))
        .collect()
}
