//! What producers in the field write, and what they mean by it.
//!
//! They were written before the versions were: all say `1.0`, whatever they carry. What is changed here is noted,
//! so that nothing disappears in silence.

use std::fmt;

use crate::ContractVersion;
use crate::carry::{CARRIED, TAKEN_BY_1_1, TAKEN_BY_2_0};
use crate::rfc3339::Rfc3339;
use crate::shape::{Node, Shape};
use crate::steps::NOT_KNOWN;
use crate::tree::{Kind, Tree};
use crate::v1_1::StaticAnalysis;

use super::fault::Found;

/// Something that was read as what it means and not as it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repair {
    /// Where, as a JSON pointer into the text that was read.
    pub pointer: String,
    /// What was found and what was made of it, in one line.
    pub message: String,
}

impl fmt::Display for Repair {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.pointer, self.message)
    }
}

/// Repairs a document that says it is of a version, and finds the version that it really is.
pub(super) fn repair(document: &mut Tree<'_>, says: ContractVersion) -> (ContractVersion, Vec<Repair>) {
    let mut repairs = Repairs::default();
    let version = if says == ContractVersion::V2_0 {
        repairs.failures(document);
        repairs.drop_not_known(document);
        says
    } else {
        repairs.failed_tests(document);
        repairs.static_analysis(document);
        let version = repairs.version(document, says);
        repairs.note_not_known(document);
        repairs.note_carried(document, version);
        version
    };
    if let Some(timestamp) = document
        .get_mut("meta")
        .and_then(|meta| meta.get_mut("timestamp"))
    {
        repairs.fine_time("/meta/timestamp", timestamp);
    }
    (version, repairs.0)
}

#[derive(Debug, Default)]
struct Repairs(Vec<Repair>);

impl Repairs {
    fn note(&mut self, pointer: impl Into<String>, message: impl Into<String>) {
        self.0.push(Repair {
            pointer: pointer.into(),
            message: message.into(),
        });
    }

    /// `Failed` instead of `failed`: a struct tag that was forgotten.
    fn failed_tests(&mut self, document: &mut Tree<'_>) {
        let Some(tests) = document
            .get_mut("quality")
            .and_then(|quality| quality.get_mut("tests"))
        else {
            return;
        };
        if tests.get("failed").is_some() {
            return;
        }
        let members = tests.members_mut().into_iter().flatten();
        if let Some(failed) = members.into_iter().find(|member| member.name == "Failed") {
            failed.name = "failed".into();
            self.note("/quality/tests/Failed", "read as \"failed\"");
        }
    }

    /// A struct that is always written, also when no analysis was made.
    fn static_analysis(&mut self, document: &mut Tree<'_>) {
        const POINTER: &str = "/quality/staticAnalysis";
        let Some(quality) = document.get_mut("quality") else {
            return;
        };
        let Some(analysis) = quality.get_mut("staticAnalysis") else {
            return;
        };
        if matches!(analysis.kind, Kind::Null) {
            remove(quality, "staticAnalysis");
            return;
        }
        if let Some(blocking) = analysis.get_mut("blockingViolations")
            && matches!(blocking.kind, Kind::Null)
        {
            blocking.kind = Kind::List(Vec::new());
            if !is_blank_tree(analysis) {
                self.note(
                    format!("{POINTER}/blockingViolations"),
                    "null is read as an empty list",
                );
            }
        }
        if is_blank_tree(analysis) {
            remove(quality, "staticAnalysis");
            self.note(POINTER, "is empty and left out: there was no static analysis");
        }
    }

    /// A static analysis under 1.0: the document is a 1.1.
    fn version(&mut self, document: &Tree<'_>, says: ContractVersion) -> ContractVersion {
        let analysis = document
            .get("quality")
            .and_then(|quality| quality.get("staticAnalysis"));
        if says == ContractVersion::V1_0 && analysis.is_some_and(is_meant_as_ours) {
            self.note(
                "/schemaVersion",
                "says 1.0, but there is a static analysis: read as 1.1",
            );
            ContractVersion::V1_1
        } else {
            says
        }
    }

    /// 1.x has a word for what nobody knows, 2.0 leaves it out.
    fn note_not_known(&mut self, document: &Tree<'_>) {
        for name in ["repository", "commit"] {
            let value = document.get("audit").and_then(|audit| audit.get(name));
            if value.and_then(Tree::as_text) == Some(NOT_KNOWN) {
                self.note(
                    format!("/audit/{name}"),
                    "\"unknown\" says that nobody knows: left out from version 2.0 on",
                );
            }
        }
    }

    fn drop_not_known(&mut self, document: &mut Tree<'_>) {
        self.note_not_known(document);
        let Some(audit) = document.get_mut("audit") else {
            return;
        };
        for name in ["repository", "commit"] {
            if audit.get(name).and_then(Tree::as_text) == Some(NOT_KNOWN) {
                remove(audit, name);
            }
        }
    }

    /// Members whose names mean something else in a newer version.
    fn note_carried(&mut self, document: &Tree<'_>, version: ContractVersion) {
        let mut note = |object: Option<&Tree<'_>>, pointer: &str, names: &[&str]| {
            for name in names
                .iter()
                .filter(|name| object.is_some_and(|object| object.get(name).is_some()))
            {
                let message = format!(
                    "is no member of version {version}: kept as an unknown one, named \"{CARRIED}{name}\" in newer versions"
                );
                self.note(format!("{pointer}/{name}"), message);
            }
        };
        if version == ContractVersion::V1_0 {
            note(document.get("quality"), "/quality", TAKEN_BY_1_1);
        }
        note(Some(document), "", TAKEN_BY_2_0);
    }

    fn failures(&mut self, document: &mut Tree<'_>) {
        let Some(Kind::List(failures)) = document.get_mut("failures").map(|failures| &mut failures.kind)
        else {
            return;
        };
        for (index, failure) in failures.iter_mut().enumerate() {
            if let Some(observed_at) = failure.get_mut("observedAt") {
                self.fine_time(&format!("/failures/{index}/observedAt"), observed_at);
            }
        }
    }

    /// Nanoseconds: every time here has microseconds.
    fn fine_time(&mut self, pointer: &str, time: &mut Tree<'_>) {
        let Kind::Text(text) = &mut time.kind else { return };
        let Some(fraction) = Rfc3339::parse(text).map(|time| time.fraction) else {
            return;
        };
        if fraction.len() <= Rfc3339::MICROSECONDS {
            return;
        }
        let (kept, cut) = text.split_at(fraction.start + Rfc3339::MICROSECONDS);
        let zone = cut.trim_start_matches(|digit: char| digit.is_ascii_digit());
        let micros = format!("{kept}{zone}");
        self.note(
            pointer,
            format!("{text:?} is finer than a microsecond: cut to {micros:?}"),
        );
        *text = micros.into();
    }
}

fn remove(object: &mut Tree<'_>, name: &str) {
    if let Some(members) = object.members_mut() {
        members.retain(|member| member.name != name);
    }
}

/// Whether a value is meant as a static analysis of ours, be it a faulty one, and not as a stranger of the same name.
fn is_meant_as_ours(analysis: &Tree<'_>) -> bool {
    let mut telling = ["criticalViolations", "highViolations", "blockingViolations"].into_iter();
    telling.any(|name| analysis.get(name).is_some())
}

/// An object without members, or one that says nothing.
fn is_blank_tree(analysis: &Tree<'_>) -> bool {
    if let Kind::Object(members) = &analysis.kind
        && members.is_empty()
    {
        return true;
    }
    StaticAnalysis::shape(Node::root(analysis, &mut Found::default()))
        .is_some_and(|analysis| is_blank(&analysis))
}

/// Whether it is what stands in a struct that nobody filled.
pub(super) fn is_blank(analysis: &StaticAnalysis) -> bool {
    let StaticAnalysis {
        tool,
        met,
        critical_violations,
        high_violations,
        blocking_violations,
        unknown,
    } = analysis;
    let none = critical_violations.get() == 0 && high_violations.get() == 0 && blocking_violations.is_empty();
    tool.is_empty() && !met && none && unknown.is_empty()
}
