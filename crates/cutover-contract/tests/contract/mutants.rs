//! Good documents with one fault each, made by rule, so that the place of the fault is known.

use cutover_contract::{ContractVersion, examples};
use serde_json::{Map, Value, json};

/// A document with one fault.
pub(crate) struct Mutant {
    pub(crate) version: ContractVersion,
    /// What was done to which example.
    pub(crate) name: String,
    pub(crate) document: Value,
    /// Where the fault must be told.
    pub(crate) pointers: Vec<String>,
    /// Whether a schema can see the fault: not what only the rules between fields forbid.
    pub(crate) is_for_schema: bool,
}

/// Members that may be absent, or null, by the last name of their pointer.
const OPTIONAL: [&str; 10] = [
    "staticAnalysis",
    "deployment",
    "recordId",
    "outcome",
    "rollbackOf",
    "detail",
    "actionHint",
    "size",
    "repository",
    "commit",
];

/// All mutants of all examples.
pub(crate) fn mutants() -> Vec<Mutant> {
    let mut all = Vec::new();
    for version in ContractVersion::ALL {
        for (index, text) in examples(*version).into_iter().enumerate() {
            let document: Value = serde_json::from_str(text).unwrap();
            let mut mutants = Mutants {
                version: *version,
                example: index,
                document: &document,
                all: &mut all,
            };
            mutants.of_shape(&document, "");
            mutants.of_values();
        }
    }
    all
}

struct Mutants<'a> {
    version: ContractVersion,
    example: usize,
    document: &'a Value,
    all: &'a mut Vec<Mutant>,
}

impl Mutants<'_> {
    /// Every member missing, null, or of another type.
    fn of_shape(&mut self, value: &Value, pointer: &str) {
        match value {
            Value::Object(members) => {
                for (name, member) in members {
                    let pointer = format!("{pointer}/{name}");
                    if !self.is_optional(name) {
                        self.remove(&pointer);
                        if !self.is_repaired_when_null(name) {
                            self.replace("null", &pointer, Value::Null);
                        }
                    }
                    self.of_shape(member, &pointer);
                }
            }
            Value::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    let pointer = format!("{pointer}/{index}");
                    self.replace("null", &pointer, Value::Null);
                    self.of_shape(item, &pointer);
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
        let others = match value {
            Value::Object(_) => [json!([]), json!("text")],
            Value::Array(_) => [json!({}), json!("text")],
            Value::String(_) => [json!(7), json!({"text": "text"})],
            Value::Number(_) => [json!("7"), json!(true)],
            Value::Bool(_) => [json!("true"), json!(0)],
            Value::Null => unreachable!("no example has a null"),
        };
        for other in others {
            self.replace("type", pointer, other);
        }
    }

    fn is_optional(&self, name: &str) -> bool {
        let is_since_2_0 = matches!(name, "repository" | "commit");
        OPTIONAL.contains(&name) && !(is_since_2_0 && self.version < ContractVersion::V2_0)
    }

    fn is_repaired_when_null(&self, name: &str) -> bool {
        name == "blockingViolations" && self.version < ContractVersion::V2_0
    }

    /// Values that a schema forbids, and values that only the rules forbid.
    fn of_values(&mut self) {
        let beyond = 9_007_199_254_740_992_u64;
        for (pointer, wrong) in [
            ("/status", json!("Done")),
            ("/status", json!("succeeded")),
            ("/status", json!("")),
            ("/quality/coverage/actual", json!(100.5)),
            ("/quality/coverage/required", json!(-0.5)),
            ("/quality/tests/total", json!(1.5)),
            ("/quality/tests/passed", json!(-1)),
            ("/quality/tests/failed", json!(-1)),
            ("/quality/tests/total", json!(beyond)),
            ("/quality/tests/failed", json!(0.25)),
            ("/quality/staticAnalysis/criticalViolations", json!(-1)),
            ("/quality/staticAnalysis/highViolations", json!(2.5)),
            ("/quality/staticAnalysis/highViolations", json!(beyond)),
            ("/quality/staticAnalysis/tool", json!("")),
            ("/meta/timestamp", json!("2026-02-30T12:00:00Z")),
            ("/meta/timestamp", json!("2026-02-05 12:00")),
            ("/meta/timestamp", json!("")),
            ("/deployment/recordId", json!("4711")),
            (
                "/deployment/rollbackOf",
                json!("01890a5d-ac96-774b-bcce-b302099a805"),
            ),
            ("/deployment/kind", json!("SIDEWAYS")),
            ("/deployment/outcome", json!("LOST")),
            ("/deployment/service", json!("")),
            ("/deployment/environment", json!("")),
            ("/deployment/version", json!("")),
            ("/failures/0/category", json!("WEATHER")),
            ("/failures/0/observedAt", json!("noon")),
            (
                "/artifacts/0/digest",
                json!("md5:d41d8cd98f00b204e9800998ecf8427e"),
            ),
            (
                "/artifacts/0/digest",
                json!("sha256:BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD"),
            ),
            ("/artifacts/0/name", json!("")),
            ("/artifacts/0/size", json!(-1)),
            ("/artifacts/0/size", json!(1e300)),
        ] {
            if self.document.pointer(pointer).is_some() && self.keeps_the_other_rules(pointer, &wrong) {
                self.replace("value", pointer, wrong);
            }
        }
        let version = self.version;
        self.replace("value", "/schemaVersion", json!(format!("{version}.1")));
        self.replace("value", "/schemaVersion", json!("3.0"));
        self.of_rules();
    }

    /// Whether a wrong value breaks no rule between fields besides, which would be told too.
    fn keeps_the_other_rules(&self, pointer: &str, wrong: &Value) -> bool {
        let number = |pointer: &str| self.document.pointer(pointer).and_then(Value::as_f64).unwrap();
        let met = self.document["quality"]["coverage"]["met"] == json!(true);
        let [actual, required] = ["/quality/coverage/actual", "/quality/coverage/required"].map(number);
        let wrong = wrong.as_f64();
        match (pointer, wrong) {
            ("/quality/coverage/actual", Some(wrong)) => met == (wrong >= required),
            ("/quality/coverage/required", Some(wrong)) => met == (actual >= wrong),
            _ => true,
        }
    }

    /// What each field may be, but not together.
    fn of_rules(&mut self) {
        let quality = &self.document["quality"];
        let total = quality["tests"]["total"].as_u64().unwrap();
        self.rule("/quality/tests/passed", json!(total + 1), &["/quality/tests"]);
        let met = quality["coverage"]["met"].as_bool().unwrap();
        let succeeded = self.document["status"] == "Succeeded";
        let told: &[&str] = if succeeded {
            &["/quality/coverage/met", "/status"]
        } else {
            &["/quality/coverage/met"]
        };
        self.rule("/quality/coverage/met", json!(!met), told);
        if succeeded {
            self.rule("/quality/tests/failed", json!(1), &["/status"]);
        }
        if quality["staticAnalysis"]["met"] == true {
            let blocking = json!(["src/Order.cls:88: SQL built from input"]);
            let told = &["/quality/staticAnalysis/met"];
            self.rule("/quality/staticAnalysis/blockingViolations", blocking, told);
        }
        if self.document["deployment"].is_object() {
            self.of_deployment();
        }
    }

    fn of_deployment(&mut self) {
        let deployment = &self.document["deployment"];
        let (outcome, record) = ("/deployment/outcome", "/deployment/recordId");
        let is_blocked = self.document["status"] == "Blocked";
        let other = if self.document["status"] == "Failed" {
            "SUCCEEDED"
        } else {
            "FAILED"
        };
        self.rule(outcome, json!(other), &[outcome]);
        if is_blocked {
            self.rule(record, json!("01890a5d-ac96-774b-bcce-b302099a8057"), &[record]);
        } else {
            self.rule(outcome, Value::Null, &[outcome]);
            self.rule(record, Value::Null, &[record]);
        }
        let rollback_of = "/deployment/rollbackOf";
        let other = if deployment["rollbackOf"].is_null() {
            json!("01890a5d-ac96-774b-bcce-b302099a8057")
        } else {
            Value::Null
        };
        self.rule(rollback_of, other, &[rollback_of]);
        let kind = if deployment["kind"] == "ROLLBACK" {
            "ROLL_FORWARD"
        } else {
            "ROLLBACK"
        };
        self.rule("/deployment/kind", json!(kind), &[rollback_of]);
    }

    fn remove(&mut self, pointer: &str) {
        self.add("missing", pointer, &[pointer], true, |members, name| {
            members.remove(name);
        });
    }

    fn replace(&mut self, how: &str, pointer: &str, value: Value) {
        let how = format!("{how} {value}");
        if let Some((_, name)) = pointer.rsplit_once('/')
            && !name.is_empty()
            && name.parse::<usize>().is_err()
        {
            self.add(&how, pointer, &[pointer], true, |members, name| {
                members.insert(name.to_owned(), value);
            });
            return;
        }
        let mut document = self.document.clone();
        *document.pointer_mut(pointer).unwrap() = value;
        self.push(&how, pointer, &[pointer], true, document);
    }

    fn rule(&mut self, pointer: &str, value: Value, told: &[&str]) {
        self.add(&format!("rule {value}"), pointer, told, false, |members, name| {
            members.insert(name.to_owned(), value);
        });
    }

    fn add(
        &mut self,
        how: &str,
        pointer: &str,
        told: &[&str],
        is_for_schema: bool,
        change: impl FnOnce(&mut Map<String, Value>, &str),
    ) {
        let (object, name) = pointer.rsplit_once('/').unwrap();
        let mut document = self.document.clone();
        change(
            document.pointer_mut(object).unwrap().as_object_mut().unwrap(),
            name,
        );
        self.push(how, pointer, told, is_for_schema, document);
    }

    fn push(&mut self, how: &str, pointer: &str, told: &[&str], is_for_schema: bool, document: Value) {
        self.all.push(Mutant {
            version: self.version,
            name: format!("{} example {}: {pointer} {how}", self.version, self.example),
            document,
            pointers: told.iter().map(|pointer| (*pointer).to_owned()).collect(),
            is_for_schema,
        });
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use cutover_contract::{ReadError, read};

    use super::mutants;

    /// Everything that is told about a text, by pointer.
    pub(crate) fn told(text: &[u8]) -> Vec<String> {
        let mut pointers: Vec<_> = match read(text) {
            Ok(reading) => reading
                .violations()
                .iter()
                .map(|problem| problem.pointer.clone())
                .collect(),
            Err(ReadError::Invalid(faults)) => {
                faults.iter().map(|fault| fault.problem.pointer.clone()).collect()
            }
            Err(ReadError::UnsupportedVersion { .. }) => vec!["/schemaVersion".to_owned()],
            Err(other) => panic!("{other:?}"),
        };
        pointers.sort();
        pointers
    }

    #[test]
    fn every_mutant_is_told_where_its_fault_is() {
        let (mut all, mut for_schemas) = (BTreeMap::new(), BTreeMap::new());
        for mutant in mutants() {
            let text = serde_json::to_vec_pretty(&mutant.document).unwrap();
            let mut wanted = mutant.pointers.clone();
            wanted.sort();
            assert_eq!(told(&text), wanted, "{}", mutant.name);
            *all.entry(mutant.version).or_insert(0) += 1;
            *for_schemas.entry(mutant.version).or_insert(0) += u32::from(mutant.is_for_schema);
        }
        println!("{all:?}, for schemas {for_schemas:?}");
        assert!(for_schemas.values().all(|count| *count >= 100), "{for_schemas:?}");
    }
}
