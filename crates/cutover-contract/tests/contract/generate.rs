//! Seeded documents of every version: good ones and bad ones, with unknown members at every level.
//!
//! All of them are clean: nothing in them is repaired, so that going up and down must give the very same document.

use std::fmt::Write;

use serde_json::{Map, Number, Value, json};

/// Chance that comes from a seed (`SplitMix64`).
pub(crate) struct Chance(u64);

impl Chance {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x5851_f42d_4c95_7f2d)
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    pub(crate) fn below(&mut self, bound: u64) -> u64 {
        self.next() % bound
    }

    pub(crate) fn one_in(&mut self, bound: u64) -> bool {
        self.below(bound) == 0
    }

    pub(crate) fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[usize::try_from(self.below(from.len() as u64)).unwrap()]
    }
}

/// Names that mean something in some version, in some object, and names that look as if they had been carried.
const TELLING: [&str; 12] = [
    "deployment",
    "failures",
    "artifacts",
    "staticAnalysis",
    "unknown:deployment",
    "unknown:unknown:deployment",
    "unknown:failures",
    "unknown:staticAnalysis",
    "unknown:unknown:unknown:artifacts",
    "unknown:ticket",
    "unknown:",
    "Failed",
];

const OTHER: [&str; 12] = [
    "ticket",
    "x-team",
    "",
    "~",
    "a/b",
    "~1",
    "näme",
    "\u{e000}",
    "😀",
    "met ",
    "Total",
    "a\"b\\c\n",
];

/// A document of a version.
pub(crate) fn document(version: &str, chance: &mut Chance) -> Value {
    let mut document = json!({
        "schemaVersion": version,
        "meta": meta(chance),
        "status": chance.pick(&["Succeeded", "Failed", "Blocked"]),
        "quality": quality(version, chance),
        "audit": audit(version, chance),
    });
    if version == "2.0" {
        if !chance.one_in(4) {
            document["deployment"] = deployment(chance);
        }
        document["failures"] = (0..chance.below(3)).map(|_| failure(chance)).collect();
        document["artifacts"] = (0..chance.below(3)).map(|_| artifact(chance)).collect();
    }
    unknown(
        &mut document,
        &["failures", "artifacts", "deployment"],
        version,
        chance,
    );
    document
}

fn meta(chance: &mut Chance) -> Value {
    let mut meta = json!({
        "adapter": text(chance),
        "engine": chance.pick(&["native", "hardis", "custom", "gearset", ""]),
        "timestamp": time(chance),
        "trigger": text(chance),
    });
    unknown(&mut meta, &[], "", chance);
    meta
}

fn quality(version: &str, chance: &mut Chance) -> Value {
    let mut coverage =
        json!({"actual": percentage(chance), "required": percentage(chance), "met": chance.one_in(2)});
    unknown(&mut coverage, &[], "", chance);
    let mut tests = json!({"total": count(chance), "passed": count(chance), "failed": count(chance)});
    unknown(&mut tests, &[], "", chance);
    let mut quality = json!({"coverage": coverage, "tests": tests});
    if version != "1.0" && !chance.one_in(3) {
        let blocking: Vec<_> = (0..chance.below(3)).map(|_| text(chance)).collect();
        let mut analysis = json!({
            "tool": chance.pick(&["megalinter", "pmd", "é"]),
            "met": chance.one_in(2),
            "criticalViolations": count(chance),
            "highViolations": count(chance),
            "blockingViolations": blocking,
        });
        unknown(&mut analysis, &[], "", chance);
        quality["staticAnalysis"] = analysis;
    }
    unknown(&mut quality, &["staticAnalysis"], version, chance);
    quality
}

fn audit(version: &str, chance: &mut Chance) -> Value {
    let mut audit = json!({"triggeredBy": text(chance), "orgId": text(chance)});
    for name in ["repository", "commit"] {
        // In 2.0 what nobody knows is absent, in 1.x there is a word for it.
        match (chance.below(3), version) {
            (0, "2.0") => {}
            (0, _) => audit[name] = "unknown".into(),
            _ => audit[name] = text(chance).into(),
        }
    }
    unknown(&mut audit, &["repository", "commit"], "2.0", chance);
    audit
}

fn deployment(chance: &mut Chance) -> Value {
    let mut deployment = json!({
        "service": text(chance),
        "environment": text(chance),
        "version": text(chance),
        "kind": chance.pick(&["ROLL_FORWARD", "ROLLBACK"]),
    });
    for name in ["recordId", "rollbackOf"] {
        if chance.one_in(2) {
            deployment[name] = chance
                .pick(&["01890a5d-ac96-774b-bcce-b302099a8057", "not a uuid"])
                .into();
        }
    }
    if chance.one_in(2) {
        deployment["outcome"] = chance
            .pick(&["SUCCEEDED", "FAILED", "CANCELED", "ROLLED_BACK", "SUPERSEDED"])
            .into();
    }
    unknown(
        &mut deployment,
        &["recordId", "rollbackOf", "outcome"],
        "2.0",
        chance,
    );
    deployment
}

fn failure(chance: &mut Chance) -> Value {
    let causes: Vec<_> = (0..chance.below(3)).map(|_| text(chance)).collect();
    let mut failure = json!({
        "category": chance.pick(&["VALIDATION", "POLICY", "APP", "TIMEOUT", "UNKNOWN"]),
        "summary": text(chance),
        "observedAt": time(chance),
        "causes": causes,
    });
    for name in ["detail", "actionHint"] {
        if chance.one_in(2) {
            failure[name] = text(chance).into();
        }
    }
    unknown(&mut failure, &["detail", "actionHint"], "2.0", chance);
    failure
}

fn artifact(chance: &mut Chance) -> Value {
    let mut artifact = json!({"name": text(chance), "digest": text(chance)});
    if chance.one_in(2) {
        artifact["size"] = count(chance);
    }
    unknown(&mut artifact, &["size"], "2.0", chance);
    artifact
}

/// Adds members that are unknown in this object. `optional` are names that are known in the newest version; they are
/// unknown ones in an older version, where a foreign value must not be taken for ours.
fn unknown(object: &mut Value, optional: &[&str], version: &str, chance: &mut Chance) {
    let members = object.as_object_mut().unwrap();
    if !chance.one_in(3) {
        return;
    }
    for _ in 0..=chance.below(3) {
        let name = if chance.one_in(2) {
            chance.pick(&TELLING)
        } else {
            chance.pick(&OTHER)
        };
        let is_known = members.contains_key(name)
            || optional.contains(&name) && !is_foreign(name, version)
            || name == "Failed" && members.contains_key("failed");
        if !is_known {
            // A foreign static analysis is a list here: one that looks like ours, or like nothing, would be ours.
            let is_analysis = name.trim_start_matches("unknown:") == "staticAnalysis";
            let value = if is_analysis {
                json!([value(3, chance)])
            } else {
                value(4, chance)
            };
            members.insert(name.to_owned(), value);
        }
    }
}

/// Whether a name that the newest version knows is unknown in this one.
fn is_foreign(name: &str, version: &str) -> bool {
    match name {
        "deployment" | "failures" | "artifacts" => version != "2.0",
        "staticAnalysis" => version == "1.0",
        _ => false,
    }
}

/// Any value.
pub(crate) fn value(depth: u64, chance: &mut Chance) -> Value {
    match chance.below(if depth == 0 { 5 } else { 7 }) {
        0 => Value::Null,
        1 => chance.one_in(2).into(),
        2 => number(chance),
        3 | 4 => text(chance).into(),
        5 => (0..chance.below(4)).map(|_| value(depth - 1, chance)).collect(),
        _ => {
            let members = (0..chance.below(4)).map(|_| {
                let name = if chance.one_in(2) {
                    chance.pick(&TELLING)
                } else {
                    chance.pick(&OTHER)
                };
                (name.to_owned(), value(depth - 1, chance))
            });
            Value::Object(members.collect::<Map<_, _>>())
        }
    }
}

/// A number that a double holds: whole, or any finite pattern of bits below 2^53.
fn number(chance: &mut Chance) -> Value {
    const LIMIT: f64 = 9_007_199_254_740_991.0;
    match chance.below(4) {
        0 => chance
            .pick(&[0_i64, 1, -1, 9_007_199_254_740_991, -9_007_199_254_740_991])
            .into(),
        1 => (chance.next() >> 12).into(),
        _ => {
            let any = f64::from_bits(chance.next());
            let small = if any.abs() < LIMIT { any } else { 1.0 / any };
            Number::from_f64(small).map_or(Value::Null, Value::Number)
        }
    }
}

fn percentage(chance: &mut Chance) -> Value {
    match chance.below(4) {
        0 => chance.pick(&[0.0, 100.0, 75.0, -1.0, 100.5, 1e-7]).into(),
        1 => chance.below(101).into(),
        _ => {
            #[expect(clippy::cast_precision_loss, reason = "a share of 2^53")]
            let share = (chance.next() >> 11) as f64 / (1_u64 << 53) as f64;
            (share * 100.0).into()
        }
    }
}

fn count(chance: &mut Chance) -> Value {
    match chance.below(4) {
        0 => chance.pick(&[0_i64, 1, -1, 9_007_199_254_740_991]).into(),
        _ => chance.below(2000).into(),
    }
}

fn time(chance: &mut Chance) -> Value {
    chance
        .pick(&[
            "2026-02-05T12:00:00Z",
            "2026-02-05T12:00:00.250000Z",
            "2026-02-05t12:00:00.1+05:30",
            "2016-12-31T23:59:60Z",
            "yesterday",
            "",
        ])
        .into()
}

fn text(chance: &mut Chance) -> String {
    match chance.below(4) {
        0 => chance
            .pick(&[
                "",
                " ",
                "unknown?",
                "ada@example.org",
                "\u{0}\u{1f}\u{7f}",
                "\"\\/\u{8}\u{c}\n\r\t",
            ])
            .to_owned(),
        1 => format!("release-{}", chance.below(10_000)),
        2 => (0..chance.below(6))
            .map(|_| chance.pick(&['a', 'é', '€', '\u{ffff}', '\u{10ffff}', '😀', '"']))
            .collect(),
        _ => "9b2d1c4e8f70a1b2c3d4e5f60718293a4b5c6d7e".to_owned(),
    }
}

/// Writes a document as its writer might: members in any order, white space anywhere, needless escapes.
pub(crate) fn write(value: &Value, chance: &mut Chance) -> String {
    let mut out = String::new();
    write_value(value, chance, &mut out);
    out
}

fn write_value(value: &Value, chance: &mut Chance, out: &mut String) {
    match value {
        Value::Null | Value::Bool(_) | Value::Number(_) => out.push_str(&value.to_string()),
        Value::String(text) => write_text(text, chance, out),
        Value::Array(items) => {
            out.push('[');
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                space(chance, out);
                write_value(item, chance, out);
                space(chance, out);
            }
            out.push(']');
        }
        Value::Object(members) => {
            let mut members: Vec<_> = members.iter().collect();
            for last in (1..members.len()).rev() {
                members.swap(last, usize::try_from(chance.below(last as u64 + 1)).unwrap());
            }
            out.push('{');
            for (index, (name, value)) in members.into_iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                space(chance, out);
                write_text(name, chance, out);
                space(chance, out);
                out.push(':');
                space(chance, out);
                write_value(value, chance, out);
            }
            space(chance, out);
            out.push('}');
        }
    }
}

fn space(chance: &mut Chance, out: &mut String) {
    if chance.one_in(8) {
        out.push_str(chance.pick(&[" ", "\n", "\t", "\r\n  "]));
    }
}

fn write_text(text: &str, chance: &mut Chance, out: &mut String) {
    if !chance.one_in(16) {
        out.push_str(&Value::from(text).to_string());
        return;
    }
    out.push('"');
    for unit in text.encode_utf16() {
        write!(out, "\\u{unit:04X}").unwrap();
    }
    out.push('"');
}
