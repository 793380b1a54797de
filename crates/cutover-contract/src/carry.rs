//! Unknown members whose names a newer version has taken.
//!
//! A 1.0 document may have a member `deployment` that means something else than ours in 2.0. In the newer version it
//! goes by the name `unknown:deployment`, and gets its own name back on the way down. A member that already has such
//! a name gets one `unknown:` more, so that no two names fall together and each way undoes the other.

use cutover_model::Unknown;
use serde_json::{Map, Value};

/// What stands before the name of a member that is carried.
pub(crate) const CARRIED: &str = "unknown:";

/// The names that each version took, for members of the object in which it did.
pub(crate) const TAKEN_BY_1_1: &[&str] = &["staticAnalysis"];
pub(crate) const TAKEN_BY_2_0: &[&str] = &["deployment", "failures", "artifacts"];

/// The unknown members of an object in the version that took those names.
pub(crate) fn up(unknown: Unknown, taken: &[&str]) -> Unknown {
    rename(unknown, |name| {
        if is_taken(&name, taken) {
            format!("{CARRIED}{name}")
        } else {
            name
        }
    })
}

/// The unknown members of an object in the version before those names were taken.
pub(crate) fn down(unknown: Unknown, taken: &[&str]) -> Unknown {
    rename(unknown, |name| match name.strip_prefix(CARRIED) {
        Some(own) if is_taken(own, taken) => own.to_owned(),
        _ => name,
    })
}

fn is_taken(name: &str, taken: &[&str]) -> bool {
    taken.contains(&name.trim_start_matches(CARRIED))
}

fn rename(unknown: Unknown, name: impl Fn(String) -> String) -> Unknown {
    if unknown.is_empty() {
        return unknown;
    }
    let members: Map<String, Value> = unknown.into();
    members
        .into_iter()
        .map(|(old, value)| (name(old), value))
        .collect::<Map<_, _>>()
        .into()
}
