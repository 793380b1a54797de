//! Text that is wrong, odd or made to hurt: an error with its place, and never a panic.

use cutover_contract::dsse::Envelope;
use cutover_contract::{
    ContractVersion, MAX_DOCUMENT_BYTES, ReadError, canonical, examples, read, read_json, v1_0, v1_1, v2_0,
};
use cutover_model::wire::MAX_NESTING;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::generate::{Chance, document, write};
use crate::support::{chain, succeeded, told};

/// Reads in every way there is.
fn read_all(bytes: &[u8]) {
    if let Ok(reading) = read(bytes) {
        for version in ContractVersion::ALL {
            let written = reading.write(*version);
            let text = serde_json::to_vec(&written.document).unwrap();
            let _ = canonical::to_vec(&written.document);
            // What was read can be written, and what was written can be read.
            assert_eq!(read(&text).unwrap().version(), *version);
        }
    }
    if let Ok(value) = read_json(bytes) {
        let _ = canonical::digest(&value);
    }
    let _ = serde_json::from_slice::<v1_0::DeploymentContract>(bytes);
    let _ = serde_json::from_slice::<v1_1::DeploymentContract>(bytes);
    let _ = serde_json::from_slice::<v2_0::DeploymentContract>(bytes);
    let _ = serde_json::from_slice::<Envelope>(bytes);
}

proptest! {
    #[test]
    fn any_bytes(bytes: Vec<u8>) {
        read_all(&bytes);
    }

    #[test]
    fn any_letters_of_json(text in r#"[\[\]{}:,"\\ \n0-9eE+.truefalsn-]{0,200}"#) {
        read_all(text.as_bytes());
    }
}

#[test]
fn damaged_documents() {
    const DAMAGE: &[u8] = b"{}[]\":,0-\\\xff\0 ";
    let chance = &mut Chance::new(7);
    for round in 0..20_000 {
        let version = ContractVersion::ALL[round % 3].as_str();
        let mut text = write(&document(version, chance), chance).into_bytes();
        for _ in 0..=chance.below(3) {
            let at = usize::try_from(chance.below(text.len().max(1) as u64)).unwrap();
            match chance.below(4) {
                0 if at < text.len() => text[at] = chance.pick(DAMAGE),
                1 if at < text.len() => drop(text.remove(at)),
                2 => text.truncate(at.max(1)),
                _ => text.insert(at, chance.pick(DAMAGE)),
            }
        }
        read_all(&text);
    }
}

#[test]
fn what_is_no_document() {
    for (text, wanted) in [
        (&b""[..], "the document is empty"),
        (b" \r\n\t", "the document is empty"),
        (b"\n  \xff", "the document is not UTF-8 at line 2, column 3"),
        (
            "{\"é\": \"\u{e9}".as_bytes(),
            "the document is not JSON\n  caused by: EOF while parsing a string at line 1 column 10",
        ),
        (
            b"{\"a\": 1,}",
            "the document is not JSON\n  caused by: trailing comma at line 1 column 9",
        ),
        (
            b"{} {}",
            "the document is not JSON\n  caused by: trailing characters at line 1 column 4",
        ),
        (
            b"\xef\xbb\xbf{}",
            "the document is not JSON\n  caused by: expected value at line 1 column 1",
        ),
        (
            b"{\"a\": 1e999}",
            "the document is not JSON\n  caused by: number out of range at line 1 column 11",
        ),
        (
            b"[NaN]",
            "the document is not JSON\n  caused by: expected value at line 1 column 2",
        ),
        (
            br#"["\ud800"]"#,
            "the document is not JSON\n  caused by: unexpected end of hex escape at line 1 column 9",
        ),
        (
            b"[]",
            "1 fault in the document: (document): an array was given, an object is needed (line 1, column 1)",
        ),
        (
            b"null",
            "1 fault in the document: (document): null was given, an object is needed (line 1, column 1)",
        ),
    ] {
        assert_eq!(
            chain(&read(text).unwrap_err()),
            wanted,
            "{}",
            String::from_utf8_lossy(text)
        );
    }
}

#[test]
fn too_large() {
    let huge = vec![b' '; 64 * 1024 * 1024];
    let wanted = "the document has 67108864 bytes, at most 1048576 are read";
    assert_eq!(read(&huge).unwrap_err().to_string(), wanted);
    assert_eq!(read_json(&huge).unwrap_err().to_string(), wanted);
    let [example, ..] = examples(ContractVersion::NEWEST);
    let mut padded = example.as_bytes().to_vec();
    padded.resize(MAX_DOCUMENT_BYTES, b' ');
    assert!(read(&padded).is_ok());
    padded.push(b' ');
    assert!(matches!(read(&padded), Err(ReadError::TooLarge { .. })));
}

/// Every object of the example, by pointer.
fn objects(value: &Value, pointer: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            found.push(pointer.to_owned());
            for (name, value) in members {
                objects(value, &format!("{pointer}/{name}"), found);
            }
        }
        Value::Array(items) => {
            for (index, value) in items.iter().enumerate() {
                objects(value, &format!("{pointer}/{index}"), found);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// The text of a document in which `name` stands twice in one object; the second time with `\u` escapes if asked.
fn twice(document: &Value, object: &str, name: &str, is_escaped: bool) -> String {
    const MARK: &str = "the second one";
    let mut document = document.clone();
    let members = document.pointer_mut(object).unwrap().as_object_mut().unwrap();
    let value = members[name].clone();
    members.insert(MARK.to_owned(), value);
    let escaped = name.chars().fold(String::new(), |escaped, letter| {
        format!("{escaped}\\u{:04x}", u32::from(letter))
    });
    document
        .to_string()
        .replace(MARK, if is_escaped { &escaped } else { name })
}

#[test]
fn a_member_that_stands_twice_is_refused_at_every_depth() {
    let mut told_at = 0;
    for version in ContractVersion::ALL {
        let mut document = succeeded(*version);
        document["x"] = json!({"met": {"deeper": [[{"a": 1}]]}});
        document["quality"]["tests"]["x"] = json!({"a": {"b": 1}});
        let mut found = Vec::new();
        objects(&document, "", &mut found);
        for object in found {
            let names: Vec<_> = document
                .pointer(&object)
                .unwrap()
                .as_object()
                .unwrap()
                .keys()
                .cloned()
                .collect();
            for name in names {
                for is_escaped in [false, true] {
                    let text = twice(&document, &object, &name, is_escaped);
                    let wanted = format!("{object}/{name}: the member \"{name}\" stands twice in one object");
                    assert_eq!(told(text.as_bytes()), [wanted], "{text}");
                    assert!(read_json(text.as_bytes()).is_err());
                    told_at += 1;
                }
            }
        }
    }
    assert!(told_at > 200, "{told_at}");
}

#[test]
fn known_types_refuse_a_member_that_stands_twice() {
    let document = succeeded(ContractVersion::V1_1);
    for is_escaped in [false, true] {
        let text = twice(&document, "/quality/coverage", "met", is_escaped);
        let error = serde_json::from_str::<v1_1::DeploymentContract>(&text).unwrap_err();
        assert!(error.to_string().starts_with("duplicate field `met`"), "{error}");
    }
}

#[test]
fn nesting_ends_at_the_limit_wherever_it_is() {
    let mut objects_of_example = Vec::new();
    let document = succeeded(ContractVersion::NEWEST);
    objects(&document, "", &mut objects_of_example);
    for object in objects_of_example {
        // The object itself stands at this level.
        let level = object.matches('/').count() + 1;
        for (depth, is_read) in [(MAX_NESTING - level, true), (MAX_NESTING - level + 1, false)] {
            for list in [true, false] {
                let mut nested = json!(1);
                for _ in 0..depth {
                    nested = if list {
                        json!([nested])
                    } else {
                        json!({ "a": nested })
                    };
                }
                let mut document = document.clone();
                document.pointer_mut(&object).unwrap()["x"] = nested;
                let told = told(document.to_string().as_bytes());
                if is_read {
                    assert_eq!(told, Vec::<String>::new(), "{object}");
                } else {
                    let step = if list { "/0" } else { "/a" };
                    let pointer = format!("{object}/x{}", step.repeat(depth - 1));
                    assert_eq!(told, [format!("{pointer}: is nested deeper than 64 levels")]);
                }
            }
        }
    }
    // Deeper than a parser may recurse.
    let deep = format!("{{\"x\": {}", "[".repeat(100_000));
    assert!(matches!(read(deep.as_bytes()), Err(ReadError::Syntax(_))));
}

#[test]
fn huge_numbers() {
    let beyond = |text: &str| {
        let document = succeeded(ContractVersion::NEWEST).to_string();
        told(
            document
                .replacen('{', &format!("{{\"x\": [{text}], "), 1)
                .as_bytes(),
        )
    };
    for text in [
        "18446744073709551616",
        "-9223372036854775809",
        "123456789012345678901234567890",
    ] {
        let wanted = format!("/x/0: the integer {text} is too large to be held exactly");
        assert_eq!(beyond(text), [wanted]);
    }
    assert_eq!(
        beyond("18446744073709551615"),
        ["/x/0: the integer 18446744073709551615 is beyond 9007199254740991"]
    );
    for text in [
        "1e300",
        "18446744073709551616.0",
        "-1.7976931348623157e308",
        "0.1e-400",
    ] {
        assert_eq!(beyond(text), Vec::<String>::new(), "{text}");
    }
    let coverage = succeeded(ContractVersion::V1_1)
        .to_string()
        .replace("87.53", "9007199254740993");
    assert_eq!(
        told(coverage.as_bytes()),
        [
            "/quality/coverage/actual: the number 9007199254740993 was given, a number that a double holds exactly is needed"
        ]
    );
}

#[test]
fn many_faults_are_told_with_their_places_and_some_are_counted() {
    let text = "{\n  \"schemaVersion\": \"1.1\",\n  \"meta\": {\"é\": 1, \"adapter\": 7},\n  \"status\": \"Done\",\n  \
                \"quality\": [],\n  \"audit\": {}\n}";
    let Err(ReadError::Invalid(faults)) = read(text.as_bytes()) else {
        panic!("it is wrong")
    };
    let told: Vec<_> = faults.iter().map(ToString::to_string).collect();
    assert_eq!(
        told,
        [
            "/meta/engine: is required and missing (line 3, column 11)",
            "/meta/timestamp: is required and missing (line 3, column 11)",
            "/meta/trigger: is required and missing (line 3, column 11)",
            "/meta/adapter: the number 7 was given, a string is needed (line 3, column 31)",
            "/status: \"Done\" is not a status: allowed are Succeeded, Failed, Blocked (line 4, column 13)",
            "/quality: an array was given, an object is needed (line 5, column 14)",
            "/audit/triggeredBy: is required and missing (line 6, column 12)",
            "/audit/orgId: is required and missing (line 6, column 12)",
            "/audit/repository: is required and missing (line 6, column 12)",
            "/audit/commit: is required and missing (line 6, column 12)",
        ]
    );
    let mut document = succeeded(ContractVersion::NEWEST);
    document["failures"] = vec![json!(null); 250].into();
    let Err(ReadError::Invalid(faults)) = read(document.to_string().as_bytes()) else {
        panic!("it is wrong")
    };
    assert_eq!((faults.len(), faults.iter().len()), (250, 100));
    assert!(
        faults
            .to_string()
            .ends_with("(line 1, column 1011); and 150 more"),
        "{}",
        faults.iter().len()
    );
}

#[test]
fn versions_that_are_not_known() {
    for version in ["2.1", "3.0", "1", "1.0.0", "", "v1.0"] {
        let mut document = succeeded(ContractVersion::NEWEST);
        document["schemaVersion"] = version.into();
        let text = serde_json::to_string_pretty(&document).unwrap();
        let Err(ReadError::UnsupportedVersion { found, line, .. }) = read(text.as_bytes()) else {
            panic!("{version}")
        };
        assert_eq!(found, version);
        assert!(text.lines().nth(line - 1).unwrap().contains("schemaVersion"));
    }
    let mut document = succeeded(ContractVersion::NEWEST);
    document["schemaVersion"] = json!(2.0);
    assert_eq!(
        told(document.to_string().as_bytes()),
        ["/schemaVersion: a string is needed: allowed are 1.0, 1.1, 2.0"]
    );
}

#[test]
fn whole_numbers_may_be_written_with_a_fraction() {
    let text = succeeded(ContractVersion::V1_1)
        .to_string()
        .replace("1240", "1.24e3")
        .replace("1238", "1238.0");
    let reading = read(text.as_bytes()).unwrap();
    assert_eq!(reading.contract().quality.tests.total.get(), 1240);
    assert_eq!(reading.contract().quality.tests.passed.get(), 1238);
}

#[test]
fn null_is_read_as_absent() {
    let mut document = succeeded(ContractVersion::NEWEST);
    document["deployment"]["rollbackOf"] = Value::Null;
    document["audit"]["commit"] = Value::Null;
    document["artifacts"][0]["size"] = Value::Null;
    let reading = read(document.to_string().as_bytes()).unwrap();
    let written = serde_json::to_value(reading.write(ContractVersion::NEWEST).document).unwrap();
    for pointer in ["/deployment/rollbackOf", "/audit/commit", "/artifacts/0/size"] {
        assert_eq!(written.pointer(pointer), None);
    }
}
