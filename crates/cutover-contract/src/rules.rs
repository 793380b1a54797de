//! The rules that a contract keeps: they bind who writes one, and say what is wrong with one that was read.

use cutover_model::Unknown;
use cutover_model::wire::Problems;
use serde_json::Value;

use crate::canonical::MAX_INTEGER;
use crate::place::{MAX_POINTER_BYTES, Place};
use crate::steps::NOT_KNOWN;
use crate::v2_0::{
    Artifact, Audit, Coverage, Deployment, DeploymentContract, DeploymentKind, Failure, Meta, Outcome,
    Quality, StaticAnalysis, Status, Tests,
};
use crate::{Count, Percentage, WrittenTime};

impl DeploymentContract {
    /// Every rule that this contract breaks, with the JSON pointer of where.
    ///
    /// Counts lie between 0 and 2^53 - 1, percentages between 0 and 100; times are RFC 3339; `passed` and `failed`
    /// together are at most `total`; `met` is what the figures say, and no static analysis with blocking violations
    /// is met; what `Succeeded` has no unmet gate and no failed test. A blocked deployment has neither record nor
    /// outcome, any other has both, and the outcome fits the status; a rollback says what it takes back. Unknown
    /// members have names of their own, and no integers that other readers would round.
    pub fn violations(&self) -> Problems {
        let mut check = Check {
            problems: Problems::new(),
            pointer_bytes: 0,
        };
        check.contract(self);
        check.problems
    }
}

struct Check {
    problems: Problems,
    pointer_bytes: usize,
}

impl Check {
    fn contract(&mut self, contract: &DeploymentContract) {
        let DeploymentContract {
            schema_version: _,
            meta,
            status,
            quality,
            audit,
            deployment,
            failures,
            artifacts,
            unknown,
        } = contract;
        self.meta(meta);
        self.status(*status, quality);
        self.quality(quality);
        self.audit(audit);
        if let Some(deployment) = deployment {
            self.deployment(deployment, *status);
        }
        for (index, failure) in failures.iter().enumerate() {
            self.failure(index, failure);
        }
        for (index, artifact) in artifacts.iter().enumerate() {
            self.artifact(index, artifact);
        }
        self.unknown("", unknown, DeploymentContract::MEMBERS);
    }

    fn meta(&mut self, meta: &Meta) {
        self.time("/meta/timestamp", &meta.timestamp);
        self.unknown("/meta", &meta.unknown, Meta::MEMBERS);
    }

    /// What succeeded was allowed to.
    fn status(&mut self, status: Status, quality: &Quality) {
        if status != Status::Succeeded {
            return;
        }
        let Quality {
            coverage,
            tests,
            static_analysis,
            ..
        } = quality;
        if !coverage.met {
            self.problems
                .push("/status", "is Succeeded, but the coverage is not met");
        }
        if tests.failed.get() > 0 {
            self.problems.push(
                "/status",
                format!("is Succeeded, but {} of the tests failed", tests.failed.get()),
            );
        }
        if static_analysis.as_ref().is_some_and(|analysis| !analysis.met) {
            self.problems
                .push("/status", "is Succeeded, but the static analysis is not met");
        }
    }

    fn quality(&mut self, quality: &Quality) {
        let Quality {
            coverage,
            tests,
            static_analysis,
            unknown,
        } = quality;
        self.coverage(coverage);
        self.tests(tests);
        if let Some(analysis) = static_analysis {
            self.static_analysis(analysis);
        }
        self.unknown("/quality", unknown, Quality::MEMBERS);
    }

    fn coverage(&mut self, coverage: &Coverage) {
        let Coverage {
            actual,
            required,
            met,
            unknown,
        } = coverage;
        self.percentage("/quality/coverage/actual", *actual);
        self.percentage("/quality/coverage/required", *required);
        if *met != (actual >= required) {
            let (actual, required) = (actual.get(), required.get());
            let message = format!("is {met}, but {actual} was reached and {required} is required");
            self.problems.push("/quality/coverage/met", message);
        }
        self.unknown("/quality/coverage", unknown, Coverage::MEMBERS);
    }

    fn tests(&mut self, tests: &Tests) {
        let Tests {
            total,
            passed,
            failed,
            unknown,
        } = tests;
        self.count("/quality/tests/total", *total);
        self.count("/quality/tests/passed", *passed);
        self.count("/quality/tests/failed", *failed);
        let (total, passed, failed) = (total.get(), passed.get(), failed.get());
        if passed.saturating_add(failed) > total {
            let message = format!("{passed} passed and {failed} failed, but the total is {total}");
            self.problems.push("/quality/tests", message);
        }
        self.unknown("/quality/tests", unknown, Tests::MEMBERS);
    }

    fn static_analysis(&mut self, analysis: &StaticAnalysis) {
        let StaticAnalysis {
            tool,
            met,
            critical_violations,
            high_violations,
            blocking_violations,
            unknown,
        } = analysis;
        self.not_empty("/quality/staticAnalysis/tool", tool);
        self.count("/quality/staticAnalysis/criticalViolations", *critical_violations);
        self.count("/quality/staticAnalysis/highViolations", *high_violations);
        if *met && !blocking_violations.is_empty() {
            let message = format!(
                "is true, but blocking violations are listed ({})",
                blocking_violations.len()
            );
            self.problems.push("/quality/staticAnalysis/met", message);
        }
        self.unknown("/quality/staticAnalysis", unknown, StaticAnalysis::MEMBERS);
    }

    fn audit(&mut self, audit: &Audit) {
        for (pointer, text) in [
            ("/audit/repository", &audit.repository),
            ("/audit/commit", &audit.commit),
        ] {
            if text.as_deref() == Some(NOT_KNOWN) {
                self.problems
                    .push(pointer, "is \"unknown\": what nobody knows is left out");
            }
        }
        self.unknown("/audit", &audit.unknown, Audit::MEMBERS);
    }

    fn deployment(&mut self, deployment: &Deployment, status: Status) {
        let Deployment {
            record_id,
            service,
            environment,
            version,
            kind,
            outcome,
            rollback_of,
            unknown,
        } = deployment;
        self.not_empty("/deployment/service", service);
        self.not_empty("/deployment/environment", environment);
        self.not_empty("/deployment/version", version);
        self.id("/deployment/recordId", record_id.as_deref());
        self.id("/deployment/rollbackOf", rollback_of.as_deref());
        let is_blocked = status == Status::Blocked;
        match record_id {
            Some(_) if is_blocked => self
                .problems
                .push("/deployment/recordId", "a blocked deployment has no record"),
            None if !is_blocked => {
                self.problems.push(
                    "/deployment/recordId",
                    format!("is missing, but the status is {status}"),
                );
            }
            Some(_) | None => {}
        }
        self.outcome(*outcome, status);
        match (kind, rollback_of) {
            (DeploymentKind::Rollback, None) => {
                self.problems
                    .push("/deployment/rollbackOf", "is missing, but this is a rollback");
            }
            (DeploymentKind::RollForward, Some(_)) => {
                self.problems
                    .push("/deployment/rollbackOf", "is present, but this is no rollback");
            }
            (DeploymentKind::Rollback, Some(_)) | (DeploymentKind::RollForward, None) => {}
        }
        self.unknown("/deployment", unknown, Deployment::MEMBERS);
    }

    fn outcome(&mut self, outcome: Option<Outcome>, status: Status) {
        let fits = match outcome {
            Some(Outcome::Succeeded | Outcome::RolledBack | Outcome::Superseded) => {
                status == Status::Succeeded
            }
            Some(Outcome::Failed | Outcome::Canceled) => status == Status::Failed,
            None => status == Status::Blocked,
        };
        if !fits {
            let outcome = outcome.map_or("missing", Outcome::as_str);
            self.problems.push(
                "/deployment/outcome",
                format!("is {outcome}, but the status is {status}"),
            );
        }
    }

    fn failure(&mut self, index: usize, failure: &Failure) {
        self.time(&format!("/failures/{index}/observedAt"), &failure.observed_at);
        self.unknown(&format!("/failures/{index}"), &failure.unknown, Failure::MEMBERS);
    }

    fn artifact(&mut self, index: usize, artifact: &Artifact) {
        let Artifact {
            name,
            digest,
            size,
            unknown,
        } = artifact;
        self.not_empty(&format!("/artifacts/{index}/name"), name);
        if !is_digest(digest) {
            let message = "is not a digest: `sha256:` and 64 lower-case hexadecimal digits are needed";
            self.problems.push(format!("/artifacts/{index}/digest"), message);
        }
        if let Some(size) = size {
            self.count(&format!("/artifacts/{index}/size"), *size);
        }
        self.unknown(&format!("/artifacts/{index}"), unknown, Artifact::MEMBERS);
    }

    fn count(&mut self, pointer: &str, count: Count) {
        if !count.is_sound() {
            let message = format!(
                "is {}: a whole number from 0 to {MAX_INTEGER} is needed",
                count.get()
            );
            self.problems.push(pointer, message);
        }
    }

    fn percentage(&mut self, pointer: &str, percentage: Percentage) {
        if !percentage.is_sound() {
            self.problems.push(
                pointer,
                format!("is {}: a number from 0 to 100 is needed", percentage.get()),
            );
        }
    }

    fn time(&mut self, pointer: &str, time: &WrittenTime) {
        if !time.is_sound() {
            let shown: String = time.as_str().chars().take(80).collect();
            self.problems.push(
                pointer,
                format!("{shown:?} is not RFC 3339, such as \"2026-02-05T12:00:00Z\""),
            );
        }
    }

    fn not_empty(&mut self, pointer: &str, text: &str) {
        if text.is_empty() {
            self.problems.push(pointer, "is empty");
        }
    }

    fn id(&mut self, pointer: &str, id: Option<&str>) {
        if id.is_some_and(|id| !is_uuid(id)) {
            self.problems.push(
                pointer,
                "is not a UUID: 32 hexadecimal digits in the form 8-4-4-4-12 are needed",
            );
        }
    }

    /// Unknown members are anything, except what would make two readers read two documents.
    fn unknown(&mut self, pointer: &str, unknown: &Unknown, known: &[&str]) {
        let object = Place::Pointer(pointer);
        for (name, value) in unknown.iter() {
            let member = Place::Name(&object, name);
            if known.contains(&name) {
                self.at(&member, "is a known member and stands among the unknown ones");
            }
            self.integers(&member, value);
        }
    }

    fn integers(&mut self, place: &Place<'_>, value: &Value) {
        match value {
            Value::Null | Value::Bool(_) | Value::String(_) => {}
            Value::Number(number) => {
                let is_large = number.as_i64().map_or(number.is_u64(), |whole| {
                    whole.unsigned_abs() > MAX_INTEGER.unsigned_abs()
                });
                if is_large {
                    self.at(place, format!("the integer {number} is beyond {MAX_INTEGER}"));
                }
            }
            Value::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    self.integers(&Place::Index(place, index), item);
                }
            }
            Value::Object(members) => {
                for (name, value) in members {
                    self.integers(&Place::Name(place, name), value);
                }
            }
        }
    }

    /// Notes a problem below an unknown member. Its pointer holds names that are as long as a stranger likes, so
    /// those that are not kept are not written either.
    fn at(&mut self, place: &Place<'_>, message: impl Into<String>) {
        let is_kept = self.pointer_bytes < MAX_POINTER_BYTES && self.problems.len() < Problems::MAX;
        let pointer = if is_kept { place.pointer() } else { String::new() };
        self.pointer_bytes += pointer.len();
        self.problems.push(pointer, message);
    }
}

/// The hyphenated form of a UUID, in either case.
fn is_uuid(text: &str) -> bool {
    let is_digit_or_hyphen = |(index, byte): (usize, u8)| match index {
        8 | 13 | 18 | 23 => byte == b'-',
        _ => byte.is_ascii_hexdigit(),
    };
    text.len() == 36 && text.bytes().enumerate().all(is_digit_or_hyphen)
}

fn is_digest(text: &str) -> bool {
    let digits = text.strip_prefix("sha256:").unwrap_or_default();
    digits.len() == 64
        && digits
            .bytes()
            .all(|digit| matches!(digit, b'0'..=b'9' | b'a'..=b'f'))
}
