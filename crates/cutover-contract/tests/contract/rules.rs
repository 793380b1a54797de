//! Every rule with a document that keeps it and one that breaks it.

use cutover_contract::{ContractVersion, InconsistentContract, IssuedContract, read};
use serde_json::{Value, json};

use crate::support::{succeeded, told};

/// Changes to a good document, as pointer and value; null takes the member away.
type Edits<'a> = &'a [(&'a str, Value)];

fn edited(edits: Edits<'_>) -> Vec<u8> {
    let mut document = succeeded(ContractVersion::NEWEST);
    for (pointer, value) in edits {
        let (object, name) = pointer.rsplit_once('/').unwrap();
        let members = document.pointer_mut(object).unwrap().as_object_mut().unwrap();
        if value.is_null() {
            members.remove(name);
        } else {
            members.insert(name.to_owned(), value.clone());
        }
    }
    serde_json::to_vec(&document).unwrap()
}

#[track_caller]
fn rule(kept: Edits<'_>, broken: Edits<'_>, wanted: &[&str]) {
    assert_eq!(told(&edited(kept)), Vec::<String>::new(), "kept");
    assert_eq!(told(&edited(broken)), wanted, "broken");
}

const RECORD: &str = "01890a5d-ac96-774b-bcce-b302099a8057";

#[test]
fn a_timestamp_is_rfc_3339() {
    rule(
        &[("/meta/timestamp", json!("2026-02-05T13:00:00+01:00"))],
        &[("/meta/timestamp", json!("2026-02-05T13:00:00"))],
        &["/meta/timestamp: \"2026-02-05T13:00:00\" is not RFC 3339, such as \"2026-02-05T12:00:00Z\""],
    );
}

#[test]
fn a_percentage_lies_between_0_and_100() {
    let actual = "/quality/coverage/actual";
    rule(
        &[(actual, json!(100))],
        &[(actual, json!(100.1))],
        &["/quality/coverage/actual: is 100.1: a number from 0 to 100 is needed"],
    );
    let required = "/quality/coverage/required";
    rule(
        &[(required, json!(0))],
        &[(required, json!(-1e-9))],
        &["/quality/coverage/required: is -0.000000001: a number from 0 to 100 is needed"],
    );
}

#[test]
fn coverage_is_met_when_what_is_reached_is_what_is_required() {
    let [actual, met] = ["/quality/coverage/actual", "/quality/coverage/met"];
    rule(
        &[(actual, json!(75))],
        &[(actual, json!(74.999_999))],
        &["/quality/coverage/met: is true, but 74.999999 was reached and 75 is required"],
    );
    let failed = [
        ("/status", json!("Failed")),
        ("/deployment/outcome", json!("FAILED")),
    ];
    let kept = [failed.clone(), [(actual, json!(10)), (met, json!(false))]].concat();
    let broken = [failed, [(actual, json!(90)), (met, json!(false))]].concat();
    rule(
        &kept,
        &broken,
        &["/quality/coverage/met: is false, but 90 was reached and 75 is required"],
    );
}

#[test]
fn counts_are_whole_numbers_that_every_reader_holds() {
    let most = 9_007_199_254_740_991_u64;
    let total = "/quality/tests/total";
    rule(
        &[(total, json!(most))],
        &[(total, json!(most + 1))],
        &["/quality/tests/total: is 9007199254740992: a whole number from 0 to 9007199254740991 is needed"],
    );
    let failed = "/quality/tests/failed";
    rule(
        &[(failed, json!(0))],
        &[(failed, json!(-2))],
        &["/quality/tests/failed: is -2: a whole number from 0 to 9007199254740991 is needed"],
    );
    for pointer in [
        "/quality/tests/passed",
        "/quality/staticAnalysis/criticalViolations",
        "/quality/staticAnalysis/highViolations",
    ] {
        let message = format!("{pointer}: is -1: a whole number from 0 to {most} is needed");
        rule(&[(pointer, json!(7))], &[(pointer, json!(-1))], &[&message]);
    }
    rule(
        &[(
            "/artifacts",
            json!([{"name": "a", "digest": format!("sha256:{}", "0".repeat(64)), "size": 0}]),
        )],
        &[(
            "/artifacts",
            json!([{"name": "a", "digest": format!("sha256:{}", "0".repeat(64)), "size": -1}]),
        )],
        &["/artifacts/0/size: is -1: a whole number from 0 to 9007199254740991 is needed"],
    );
}

#[test]
fn passed_and_failed_are_part_of_the_total() {
    let tests = |total, passed| {
        [
            ("/quality/tests/total", json!(total)),
            ("/quality/tests/passed", json!(passed)),
        ]
    };
    rule(
        &tests(5, 5),
        &tests(5, 6),
        &["/quality/tests: 6 passed and 0 failed, but the total is 5"],
    );
    let most = 9_223_372_036_854_775_807_i64;
    let overflow = [
        ("/quality/tests/passed", json!(most)),
        ("/quality/tests/failed", json!(most)),
    ];
    assert_eq!(told(&edited(&overflow)).len(), 4);
}

#[test]
fn a_static_analysis_is_not_met_with_blocking_violations() {
    let blocking = "/quality/staticAnalysis/blockingViolations";
    rule(
        &[(blocking, json!([]))],
        &[(blocking, json!(["one", "two"]))],
        &["/quality/staticAnalysis/met: is true, but blocking violations are listed (2)"],
    );
}

#[test]
fn a_static_analysis_names_its_tool() {
    let tool = "/quality/staticAnalysis/tool";
    rule(
        &[(tool, json!("pmd"))],
        &[(tool, json!(""))],
        &["/quality/staticAnalysis/tool: is empty"],
    );
}

#[test]
fn what_succeeded_was_allowed_to() {
    let analysis = json!({
        "tool": "pmd", "met": false, "criticalViolations": 1, "highViolations": 0, "blockingViolations": ["a"]
    });
    let unmet = [
        ("/quality/coverage/actual", json!(10)),
        ("/quality/coverage/met", json!(false)),
        ("/quality/tests/failed", json!(2)),
        ("/quality/staticAnalysis", analysis),
    ];
    let failed = [
        ("/status", json!("Failed")),
        ("/deployment/outcome", json!("FAILED")),
    ];
    rule(
        &[&unmet[..], &failed[..]].concat(),
        &unmet,
        &[
            "/status: is Succeeded, but the coverage is not met",
            "/status: is Succeeded, but 2 of the tests failed",
            "/status: is Succeeded, but the static analysis is not met",
        ],
    );
}

#[test]
fn what_nobody_knows_is_left_out() {
    let mut contract = read(&edited(&[])).unwrap().into_contract();
    contract.audit.commit = Some("unknown".to_owned());
    let InconsistentContract { problems } = IssuedContract::new(contract).unwrap_err();
    assert_eq!(
        problems.to_string(),
        "/audit/commit: is \"unknown\": what nobody knows is left out"
    );
    let repaired = read(&edited(&[("/audit/repository", json!("unknown"))])).unwrap();
    assert_eq!(repaired.contract().audit.repository, None);
    assert_eq!(repaired.repairs().len(), 1);
}

#[test]
fn a_blocked_deployment_has_no_record_and_no_outcome() {
    let [record, outcome] = ["/deployment/recordId", "/deployment/outcome"];
    let blocked = ("/status", json!("Blocked"));
    let kept = [blocked.clone(), (record, Value::Null), (outcome, Value::Null)];
    rule(
        &kept,
        &[blocked],
        &[
            "/deployment/recordId: a blocked deployment has no record",
            "/deployment/outcome: is SUCCEEDED, but the status is Blocked",
        ],
    );
    rule(
        &[(record, json!(RECORD))],
        &[(record, Value::Null), (outcome, Value::Null)],
        &[
            "/deployment/recordId: is missing, but the status is Succeeded",
            "/deployment/outcome: is missing, but the status is Succeeded",
        ],
    );
}

#[test]
fn the_outcome_fits_the_status() {
    for (status, outcomes) in [
        ("Succeeded", ["SUCCEEDED", "SUPERSEDED", "ROLLED_BACK"].as_slice()),
        ("Failed", ["FAILED", "CANCELED"].as_slice()),
    ] {
        for outcome in ["SUCCEEDED", "SUPERSEDED", "ROLLED_BACK", "FAILED", "CANCELED"] {
            let told = told(&edited(&[
                ("/status", json!(status)),
                ("/deployment/outcome", json!(outcome)),
            ]));
            let wanted = format!("/deployment/outcome: is {outcome}, but the status is {status}");
            assert_eq!(
                told,
                if outcomes.contains(&outcome) {
                    vec![]
                } else {
                    vec![wanted]
                }
            );
        }
    }
}

#[test]
fn a_rollback_says_what_it_takes_back() {
    let [kind, of] = ["/deployment/kind", "/deployment/rollbackOf"];
    rule(
        &[(kind, json!("ROLLBACK")), (of, json!(RECORD))],
        &[(kind, json!("ROLLBACK"))],
        &["/deployment/rollbackOf: is missing, but this is a rollback"],
    );
    rule(
        &[(kind, json!("ROLL_FORWARD"))],
        &[(of, json!(RECORD))],
        &["/deployment/rollbackOf: is present, but this is no rollback"],
    );
}

#[test]
fn ids_are_uuids() {
    let record = "/deployment/recordId";
    let message = "is not a UUID: 32 hexadecimal digits in the form 8-4-4-4-12 are needed";
    for wrong in [
        "",
        "4711",
        "01890a5dac96774bbcceb302099a8057",
        "01890a5d-ac96-774b-bcce-b302099a805g",
    ] {
        rule(
            &[(record, json!(RECORD.to_uppercase()))],
            &[(record, json!(wrong))],
            &[&format!("{record}: {message}")],
        );
    }
    let of = "/deployment/rollbackOf";
    let kind = ("/deployment/kind", json!("ROLLBACK"));
    rule(
        &[kind.clone(), (of, json!(RECORD))],
        &[kind, (of, json!("x"))],
        &[&format!("{of}: {message}")],
    );
}

#[test]
fn a_deployment_is_named() {
    for pointer in [
        "/deployment/service",
        "/deployment/environment",
        "/deployment/version",
    ] {
        rule(
            &[(pointer, json!("a"))],
            &[(pointer, json!(""))],
            &[&format!("{pointer}: is empty")],
        );
    }
}

#[test]
fn a_failure_is_told_with_its_time() {
    let failure = |at| json!([{"category": "APP", "summary": "", "observedAt": at, "causes": []}]);
    rule(
        &[("/failures", failure("2026-02-05T12:00:00Z"))],
        &[("/failures", failure("2026"))],
        &["/failures/0/observedAt: \"2026\" is not RFC 3339, such as \"2026-02-05T12:00:00Z\""],
    );
}

#[test]
fn an_artifact_has_a_name_and_a_digest() {
    let artifacts = |name, digest| [("/artifacts", json!([{"name": name, "digest": digest}]))];
    let good = format!("sha256:{}", "0a".repeat(32));
    rule(
        &artifacts("a", good.as_str()),
        &artifacts("", "sha256:0A"),
        &[
            "/artifacts/0/name: is empty",
            "/artifacts/0/digest: is not a digest: `sha256:` and 64 lower-case hexadecimal digits are needed",
        ],
    );
    let digest =
        "/artifacts/0/digest: is not a digest: `sha256:` and 64 lower-case hexadecimal digits are needed";
    for wrong in [
        &good[7..],
        &good[..70],
        &format!("{good}0"),
        &good.to_uppercase(),
        &good.replace("256", "512"),
    ] {
        rule(&artifacts("a", good.as_str()), &artifacts("a", wrong), &[digest]);
    }
}

#[test]
fn unknown_members_hold_no_integer_that_others_would_round() {
    let most = 9_007_199_254_740_991_u64;
    rule(
        &[("/x", json!([most, -9_007_199_254_740_991_i64, 1e300]))],
        &[("/x", json!({"~": [[most + 1]]}))],
        &["/x/~0/0/0: the integer 9007199254740992 is beyond 9007199254740991"],
    );
    for object in [
        "",
        "/meta",
        "/quality",
        "/quality/coverage",
        "/quality/tests",
        "/quality/staticAnalysis",
    ] {
        let pointer = format!("{object}/x");
        let message = format!("{pointer}: the integer -9007199254740992 is beyond 9007199254740991");
        rule(
            &[(&pointer, json!(1))],
            &[(&pointer, json!(-9_007_199_254_740_992_i64))],
            &[&message],
        );
    }
    for object in ["/audit", "/deployment", "/artifacts/0"] {
        let pointer = format!("{object}/x");
        let message = format!("{pointer}: the integer 18446744073709551615 is beyond 9007199254740991");
        rule(
            &[(&pointer, json!(1))],
            &[(&pointer, json!(u64::MAX))],
            &[&message],
        );
    }
}

#[test]
fn unknown_members_have_names_of_their_own() {
    let mut contract = read(&edited(&[])).unwrap().into_contract();
    let members = serde_json::Map::from_iter([("status".to_owned(), json!("Failed"))]);
    contract.unknown = members.clone().into();
    contract.audit.unknown = serde_json::Map::from_iter([("commit".to_owned(), json!(1))]).into();
    let InconsistentContract { problems } = IssuedContract::new(contract).unwrap_err();
    let told: Vec<_> = problems.iter().map(ToString::to_string).collect();
    assert_eq!(
        told,
        [
            "/audit/commit: is a known member and stands among the unknown ones",
            "/status: is a known member and stands among the unknown ones",
        ]
    );
}

#[test]
fn what_is_archived_is_read_and_cannot_be_issued() {
    let reading = read(&edited(&[("/quality/tests/failed", json!(2))])).unwrap();
    assert_eq!(reading.violations().len(), 1);
    assert_eq!(reading.write(ContractVersion::NEWEST).lost, Vec::<String>::new());
    let error = IssuedContract::new(reading.into_contract()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the contract breaks its rules: /status: is Succeeded, but 2 of the tests failed"
    );
}
