//! The quick way may decline; what it does not decline it must read as the careful way does.

#[path = "../../tests/contract/generate.rs"]
mod generate;

use serde_json::Value;

use super::{careful, quick};
use crate::{ContractVersion, examples};
use generate::{Chance, document, write};

/// Whether the quick way read it.
fn agree(text: &[u8]) -> bool {
    let Some(quick) = quick::read(text) else {
        return false;
    };
    let shown = String::from_utf8_lossy(text);
    let careful = careful::read(text).unwrap_or_else(|error| panic!("{error}: {shown}"));
    assert_eq!(quick, careful, "{shown}");
    assert!(careful.repairs.is_empty(), "{shown}");
    true
}

#[test]
fn on_good_documents() {
    for version in ContractVersion::ALL {
        let [succeeded, failed, _] = examples(*version);
        assert!(
            agree(succeeded.as_bytes()) && agree(failed.as_bytes()),
            "{version}"
        );
    }
}

#[test]
fn on_generated_documents() {
    let mut quick = 0;
    for seed in 0..10_000 {
        let chance = &mut Chance::new(seed);
        let version = chance.pick(ContractVersion::ALL);
        quick += u32::from(agree(
            write(&document(version.as_str(), chance), chance).as_bytes(),
        ));
    }
    assert!(quick > 3_000, "{quick}");
}

#[test]
fn on_damaged_documents() {
    const BLANK: &str =
        r#"{"tool":"","met":false,"criticalViolations":0,"highViolations":0,"blockingViolations":[]}"#;
    const DAMAGE: &[&str] = &[
        BLANK,
        "null",
        "{}",
        "[]",
        "1.0",
        "-1",
        "1e400",
        "1e30",
        "99999999999999999999",
        "\"1.0\"",
        "\"2.0\"",
        "\"unknown\"",
        "\"\"",
        "true",
        "\"2026-02-05T12:00:00.1234567Z\"",
    ];
    let mut quick = 0;
    for seed in 0..20_000 {
        let chance = &mut Chance::new(seed);
        let version = chance.pick(ContractVersion::ALL);
        let mut document = document(version.as_str(), chance);
        let pointers = pointers(&document);
        let pointer = chance
            .pick(&pointers.iter().map(String::as_str).collect::<Vec<_>>())
            .to_owned();
        *document.pointer_mut(&pointer).unwrap() = "the place of the damage".into();
        let text = document
            .to_string()
            .replace("\"the place of the damage\"", chance.pick(DAMAGE));
        quick += u32::from(agree(text.as_bytes()));
    }
    assert!(quick > 1_000, "{quick}");
}

/// Of every value in a document.
fn pointers(value: &Value) -> Vec<String> {
    let step = |name: &str| name.replace('~', "~0").replace('/', "~1");
    let within = |name: String, value| {
        let below = pointers(value)
            .into_iter()
            .map(move |pointer| format!("/{name}{pointer}"));
        below.collect::<Vec<_>>()
    };
    let below: Vec<String> = match value {
        Value::Array(items) => items
            .iter()
            .enumerate()
            .flat_map(|(index, item)| within(index.to_string(), item))
            .collect(),
        Value::Object(members) => members
            .iter()
            .flat_map(|(name, value)| within(step(name), value))
            .collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => Vec::new(),
    };
    std::iter::once(String::new()).chain(below).collect()
}
