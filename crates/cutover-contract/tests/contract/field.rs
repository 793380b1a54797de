//! What producers in the field write is read, and written back clean.
//!
//! A folder per oddity: `written.json` is what was found, `clean.json` the same document in the version that it
//! really is of, `newest.json` in the newest, `notes.txt` what was said about it.

use std::fmt::Write;

use cutover_contract::{ContractVersion, read};

use crate::support::{hold_against, path, pretty, told};

const CASES: [&str; 17] = [
    "capital-failed",
    "capital-failed-and-failed",
    "commit-unknown",
    "engine-unlisted",
    "everything-at-once",
    "nanoseconds",
    "nanoseconds-in-2.0",
    "rules-broken",
    "static-analysis-empty",
    "static-analysis-empty-in-1.1",
    "static-analysis-empty-with-a-reason",
    "static-analysis-null-list",
    "static-analysis-of-another-shape",
    "static-analysis-under-1.0",
    "static-analysis-without-tool",
    "strangers-with-our-names",
    "unknown-members",
];

#[test]
fn every_folder_is_a_case() {
    let mut folders: Vec<_> = std::fs::read_dir(path("tests/field"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    folders.sort();
    assert_eq!(folders, CASES);
}

#[test]
fn odd_documents_are_read_and_written_back_clean() {
    for case in CASES {
        let folder = format!("tests/field/{case}");
        let written = std::fs::read(path(&format!("{folder}/written.json"))).unwrap();
        let reading = read(&written).unwrap_or_else(|error| panic!("{case}: {error:?}"));

        let mut notes = format!("version {}\n", reading.version());
        for repair in reading.repairs() {
            writeln!(notes, "repaired: {repair}").unwrap();
        }
        for violation in reading.violations() {
            writeln!(notes, "violation: {violation}").unwrap();
        }
        hold_against(&format!("{folder}/notes.txt"), &notes);

        let clean = reading.write(reading.version());
        let newest = reading.write(ContractVersion::NEWEST);
        assert_eq!((&clean.lost, &newest.lost), (&vec![], &vec![]), "{case}");
        hold_against(&format!("{folder}/clean.json"), &pretty(&clean.document));
        hold_against(&format!("{folder}/newest.json"), &pretty(&newest.document));
    }
}

#[test]
fn what_is_clean_stays_as_it_is() {
    for case in CASES {
        for file in ["clean", "newest"] {
            let name = format!("tests/field/{case}/{file}.json");
            let text = std::fs::read_to_string(path(&name)).unwrap();
            let reading = read(text.as_bytes()).unwrap();
            let again = reading.write(reading.version());
            assert_eq!(pretty(&again.document), text, "{name}");
        }
    }
}

#[test]
fn a_faulty_static_analysis_under_1_0_is_no_stranger() {
    let written =
        std::fs::read_to_string(path("tests/field/static-analysis-under-1.0/written.json")).unwrap();
    for (right, wrong, pointer) in [
        ("\"met\": false,\n      \"crit", "\"crit", "/met"),
        ("\"tool\": \"megalinter\"", "\"tool\": 7", "/tool"),
        ("\"highViolations\": 4,", "", "/highViolations"),
        (
            "\"criticalViolations\": 1",
            "\"criticalViolations\": \"1\"",
            "/criticalViolations",
        ),
        (
            "\"src/Order.cls:88: SQL built from input\"",
            "null",
            "/blockingViolations/0",
        ),
    ] {
        let faulty = written.replace(right, wrong);
        assert_ne!(faulty, written, "{pointer}");
        let told = told(faulty.as_bytes());
        assert!(
            told.len() == 1 && told[0].starts_with(&format!("/quality/staticAnalysis{pointer}: ")),
            "{told:?}"
        );
    }
    let empty = std::fs::read_to_string(path("tests/field/static-analysis-empty/written.json")).unwrap();
    let faulty = empty.replace("\"blockingViolations\":null", "\"blockingViolations\":[7]");
    let wanted = "/quality/staticAnalysis/blockingViolations/0: the number 7 was given, a string is needed";
    assert_eq!(told(faulty.as_bytes()), [wanted]);
}
