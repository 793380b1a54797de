//! The careful way of reading: for documents that are odd, or wrong, or that keep the rules badly.

use cutover_model::wire::{MAX_NESTING, Problems};
use serde_json::Value;

use super::fault::{Found, place};
use super::repair::repair;
use super::{MAX_DOCUMENT_BYTES, ReadError, Reading};
use crate::place::Place;
use crate::shape::{Node, Shape};
use crate::tree::{Kind, Tree};
use crate::v2_0::DeploymentContract;
use crate::{ContractVersion, v1_0, v1_1};

/// Any document. Its rules are still to be checked.
pub(super) fn read(bytes: &[u8]) -> Result<Reading, ReadError> {
    let text = text(bytes)?;
    let mut document = Tree::of(text);
    let mut found = Found::default();
    inspect(&document, &Place::Pointer(""), 0, &mut found);
    let says = version(&document, text, &mut found)?;
    let (version, repairs) = repair(&mut document, says);
    let node = Node::root(&document, &mut found);
    let contract = match version {
        ContractVersion::V1_0 => v1_0::DeploymentContract::shape(node)
            .map(v1_1::DeploymentContract::from)
            .map(Into::into),
        ContractVersion::V1_1 => v1_1::DeploymentContract::shape(node).map(Into::into),
        ContractVersion::V2_0 => DeploymentContract::shape(node),
    };
    match contract {
        Some(contract) if found.is_empty() => Ok(Reading {
            contract,
            version,
            repairs,
            violations: Problems::new(),
        }),
        _ => Err(ReadError::Invalid(found.into_faults(text))),
    }
}

/// Any type with a shape, of which there is only one version.
pub(crate) fn read_shape<T: Shape>(bytes: &[u8]) -> Result<T, ReadError> {
    let text = text(bytes)?;
    let document = Tree::of(text);
    let mut found = Found::default();
    inspect(&document, &Place::Pointer(""), 0, &mut found);
    match T::shape(Node::root(&document, &mut found)) {
        Some(read) if found.is_empty() => Ok(read),
        _ => Err(ReadError::Invalid(found.into_faults(text))),
    }
}

/// The text of some bytes, if it is JSON.
fn text(bytes: &[u8]) -> Result<&str, ReadError> {
    if bytes.len() > MAX_DOCUMENT_BYTES {
        return Err(ReadError::TooLarge { bytes: bytes.len() });
    }
    let text = str::from_utf8(bytes).map_err(|error| {
        let (line, column) = place(bytes, error.valid_up_to());
        ReadError::NotUtf8 { line, column }
    })?;
    if text.trim_ascii().is_empty() {
        return Err(ReadError::Empty);
    }
    match serde_json::from_str::<Value>(text) {
        Ok(_) => Ok(text),
        Err(error) => Err(ReadError::Syntax(error)),
    }
}

/// Notes what makes any JSON bad, wherever it stands: a member that stands twice, too deep nesting, and an integer
/// that nothing here can hold.
fn inspect(tree: &Tree<'_>, place: &Place<'_>, level: usize, found: &mut Found) {
    let is_container = matches!(tree.kind, Kind::List(_) | Kind::Object(_));
    if is_container && level == MAX_NESTING {
        found.push(
            place,
            format!("is nested deeper than {MAX_NESTING} levels"),
            tree.at,
        );
        return;
    }
    match &tree.kind {
        Kind::Null | Kind::Bool(_) | Kind::Text(_) => {}
        Kind::Number(text) => {
            let is_integer = !text.contains(['.', 'e', 'E']);
            if is_integer && text.parse::<i64>().is_err() && text.parse::<u64>().is_err() {
                found.push(
                    place,
                    format!("the integer {text} is too large to be held exactly"),
                    tree.at,
                );
            }
        }
        Kind::List(items) => {
            for (index, item) in items.iter().enumerate() {
                inspect(item, &Place::Index(place, index), level + 1, found);
            }
        }
        Kind::Object(members) => {
            let mut names: Vec<_> = members.iter().map(|member| (&*member.name, member.at)).collect();
            names.sort_unstable();
            for [(first, _), (again, at)] in names.array_windows() {
                if first == again {
                    found.push(
                        &Place::Name(place, again),
                        format!("the member {again:?} stands twice in one object"),
                        *at,
                    );
                }
            }
            for member in members {
                inspect(&member.value, &Place::Name(place, &member.name), level + 1, found);
            }
        }
    }
}

/// The version that a document says it is of. One that does not say has a fault, and its other faults are told too.
fn version(document: &Tree<'_>, text: &str, found: &mut Found) -> Result<ContractVersion, ReadError> {
    let Some(stated) = document.get("schemaVersion") else {
        return Ok(likely_version(document));
    };
    let Some(word) = stated.as_text() else {
        let message = format!("a string is needed: {}", ContractVersion::ALLOWED);
        found.push(&Place::Pointer("/schemaVersion"), message, stated.at);
        return Ok(likely_version(document));
    };
    word.parse().map_err(|_| {
        let (line, column) = place(text.as_bytes(), stated.at);
        ReadError::UnsupportedVersion {
            found: word.chars().take(80).collect(),
            line,
            column,
        }
    })
}

/// What a document looks like that does not say its version: only for telling its other faults.
fn likely_version(document: &Tree<'_>) -> ContractVersion {
    let has = |name| document.get(name).is_some();
    if has("failures") && has("artifacts") {
        ContractVersion::V2_0
    } else {
        ContractVersion::V1_1
    }
}
