//! The registry: every document is what it says, and nothing else.

use cutover_contract::DOCUMENTS;
use cutover_model::Document;
use serde_json::Value;

use crate::support::chain;

fn contracts() -> impl Iterator<Item = &'static Document> {
    DOCUMENTS
        .iter()
        .filter(|document| document.kind == "deployment-contract")
}

#[test]
fn examples_are_written_as_they_are() {
    for document in DOCUMENTS {
        for example in document.examples {
            let wanted: Value = serde_json::from_str(example).unwrap();
            assert_eq!(
                document.rewrite(example.as_bytes()).unwrap(),
                wanted,
                "{}",
                document.version
            );
        }
    }
}

#[test]
fn a_document_of_one_version_is_none_of_another() {
    for document in contracts() {
        for other in contracts().filter(|other| other.version != document.version) {
            let error = document.check(other.examples[0].as_bytes()).unwrap_err();
            let wanted = format!(
                "1 problem in the document: /schemaVersion: version {} was given, {} is needed",
                other.version, document.version
            );
            assert_eq!(error.to_string(), wanted);
        }
    }
}

#[test]
fn what_is_wrong_is_told_as_for_every_document() {
    let document = contracts().last().unwrap();
    let check = |text: &str| chain(&document.check(text.as_bytes()).unwrap_err());
    assert_eq!(
        check(" "),
        "the document is not usable JSON\n  caused by: the document is empty"
    );
    let example = document.examples[0];
    assert_eq!(
        check(&example.replace("\"2.0\"", "\"2.5\"")),
        "1 problem in the document: /schemaVersion: version \"2.5\" is not supported (line 2, column 20): \
         allowed are 1.0, 1.1, 2.0"
    );
    assert_eq!(
        check(&example.replace("\"failed\": 0", "\"failed\": 1")),
        "1 problem in the document: /status: is Succeeded, but 1 of the tests failed"
    );
    assert_eq!(
        check(&example.replace("\"failed\": 0", "\"failed\": null")),
        "1 problem in the document: /quality/tests/failed: null was given, a whole number is needed \
         (line 19, column 17)"
    );
}

#[test]
fn an_envelope_is_read_with_all_its_faults() {
    let envelope = DOCUMENTS
        .iter()
        .find(|document| document.kind == "signed-envelope")
        .unwrap();
    let error = envelope
        .check(br#"{"payload": 1, "signatures": [{"keyid": 2}]}"#)
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "4 problems in the document: \
         /payloadType: is required and missing (line 1, column 1); \
         /payload: the number 1 was given, a string is needed (line 1, column 13); \
         /signatures/0/sig: is required and missing (line 1, column 31); \
         /signatures/0/keyid: the number 2 was given, a string is needed (line 1, column 41)"
    );
}
