use cutover_model::{
    Admission, Branch, ChangeSummary, Commit, DeploymentArtifact, DeploymentEvent, DeploymentId,
    DeploymentIntent, DeploymentRecord, DeploymentState, FailureCategory, FailureModel, HttpUrl, Line, Logs,
    Metadata, Sha256Digest, Timestamp, VerifyError, Version,
};

use crate::cases::{CASES, take};
use crate::support::{example, problems};

#[test]
fn every_rule_has_a_pass_and_a_failure() {
    for (kind, name, change, expected) in CASES {
        let mut value = example(kind);
        change(&mut value);
        let found = problems(kind, &value);
        match expected {
            None => assert!(found.is_empty(), "{kind}, {name}: {found:?}"),
            Some(start) => {
                assert_eq!(found.len(), 1, "{kind}, {name}: {found:?}");
                assert!(found[0].starts_with(start), "{kind}, {name}: {}", found[0]);
            }
        }
    }
}

#[test]
fn a_commit_is_7_to_40_or_64_hex_digits() {
    for length in 0..=70 {
        let text = "a".repeat(length);
        assert_eq!(
            text.parse::<Commit>().is_ok(),
            (7..=40).contains(&length) || length == 64,
            "{length}"
        );
    }
}

#[test]
fn a_branch_is_what_git_allows() {
    for good in ["main", "release/2.4", "a@b", "ü", "feature/#1", "lock.locked"] {
        assert!(good.parse::<Branch>().is_ok(), "{good}");
    }
    for bad in [
        "", "/", "a/", "/a", "a//b", ".a", "a/.b", "a.", "a.lock", "a.lock/b", "@", "a@{b", "a b", "a~",
        "a^", "a:b", "a?", "a*", "a[", "a\\b", "-a", "a\u{7f}",
    ] {
        assert!(bad.parse::<Branch>().is_err(), "{bad}");
    }
}

#[test]
fn timestamps_are_rfc_3339_with_microseconds() {
    for (given, written) in [
        ("2026-02-05T12:00:00Z", "2026-02-05T12:00:00.000000Z"),
        ("2026-02-05t12:00:00z", "2026-02-05T12:00:00.000000Z"),
        ("2026-02-05T12:00:00.123456789Z", "2026-02-05T12:00:00.123456Z"),
        ("2026-02-05T00:30:00+01:00", "2026-02-04T23:30:00.000000Z"),
        ("2016-12-31T23:59:60Z", "2017-01-01T00:00:00.000000Z"),
        ("1969-12-31T23:59:59.999999Z", "1969-12-31T23:59:59.999999Z"),
        ("0001-01-01T00:00:00Z", "0001-01-01T00:00:00.000000Z"),
        ("9999-12-31T23:59:59.999999Z", "9999-12-31T23:59:59.999999Z"),
    ] {
        assert_eq!(given.parse::<Timestamp>().unwrap().to_string(), written);
    }
    for bad in [
        "",
        "2026-02-05",
        "2026-02-05 12:00:00Z",
        "2026-02-05T12:00:00",
        "2026-02-30T12:00:00Z",
        "2026-02-05T24:00:00Z",
        "0001-01-01T00:00:00+01:00",
        "10000-01-01T00:00:00Z",
        "2026-02-05T12:00:00Zx",
    ] {
        assert!(bad.parse::<Timestamp>().is_err(), "{bad}");
    }
}

#[test]
fn what_needs_the_present_is_asked_only_of_what_is_new() {
    let artifact: DeploymentArtifact = serde_json::from_value(example("deployment-artifact")).unwrap();
    let micros = |n| artifact.created_at.plus_micros(n);
    assert!(artifact.check_new(artifact.created_at).is_ok());
    assert!(artifact.check_new(micros(-5_000_000)).is_ok());
    let error = artifact.check_new(micros(-5_000_001)).unwrap_err();
    assert_eq!(error.iter().next().unwrap().pointer, "/createdAt");
    let error = artifact.check_new(artifact.expires_at).unwrap_err();
    assert_eq!(error.iter().next().unwrap().pointer, "/expiresAt");
    assert!(artifact.is_expired(artifact.expires_at) && !artifact.is_expired(artifact.created_at));

    let event: DeploymentEvent = serde_json::from_value(example("deployment-event")).unwrap();
    assert!(event.check_new(event.timestamp.plus_micros(-5_000_000)).is_ok());
    let error = event
        .check_new(event.timestamp.plus_micros(-5_000_001))
        .unwrap_err();
    assert_eq!(error.iter().next().unwrap().pointer, "/timestamp");
}

#[test]
fn an_artifact_is_verified_to_the_last_byte() {
    let artifact: DeploymentArtifact = serde_json::from_value(example("deployment-artifact")).unwrap();
    let build = vec![7; 100_000];
    let mut fields = artifact.into_fields();
    fields.size = 100_000.try_into().unwrap();
    fields.checksum = Sha256Digest::of(&build);
    let artifact = DeploymentArtifact::new(fields).unwrap();
    artifact.verify(&build[..]).unwrap();
    assert!(matches!(
        artifact.verify(&build[1..]),
        Err(VerifyError::Size { at_least: 99_999, .. })
    ));
    let mut longer = build.clone();
    longer.push(7);
    assert!(matches!(
        artifact.verify(&longer[..]),
        Err(VerifyError::Size {
            at_least: 100_001,
            ..
        })
    ));
    assert!(matches!(
        artifact.verify(std::io::repeat(7)),
        Err(VerifyError::Size {
            at_least: 100_001,
            ..
        })
    ));
    let mut other = build.clone();
    other[99_999] ^= 1;
    assert!(matches!(
        artifact.verify(&other[..]),
        Err(VerifyError::Digest { .. })
    ));
}

fn record(state: DeploymentState) -> DeploymentRecord {
    let intent: DeploymentIntent = serde_json::from_value(example("deployment-intent")).unwrap();
    let now = Timestamp::UNIX_EPOCH;
    let admission = Admission {
        id: DeploymentId::new(now, [1; 10]),
        created_at: now,
        delivery_group_id: "payments".parse().unwrap(),
        rollback_of: None,
    };
    let mut record = DeploymentRecord::admit(&intent, admission).unwrap();
    let path: &[DeploymentState] = match state {
        DeploymentState::Pending => &[],
        DeploymentState::Active => &[DeploymentState::Active],
        DeploymentState::Failed => &[DeploymentState::Failed],
        DeploymentState::Succeeded => &[DeploymentState::Active, DeploymentState::Succeeded],
        DeploymentState::InProgress | DeploymentState::Canceled | DeploymentState::RolledBack => {
            panic!("no test needs {state}")
        }
    };
    for step in path {
        record.move_to(*step, now).unwrap();
    }
    record
}

#[test]
fn a_record_is_taken_back_only_by_a_rollback_that_succeeded() {
    let at = Timestamp::UNIX_EPOCH.plus_micros(5);
    let original = record(DeploymentState::Succeeded);
    let error = original
        .clone()
        .move_to(DeploymentState::RolledBack, at)
        .unwrap_err();
    assert_eq!(error.code(), "NOT_TAKEN_BACK");

    let mut fields = record(DeploymentState::Succeeded).into_fields();
    fields.id = DeploymentId::new(at, [2; 10]);
    fields.rollback_of = Some(original.id);
    fields.deployment_kind = cutover_model::DeploymentKind::Rollback;
    let rollback = DeploymentRecord::new(fields.clone()).unwrap();
    let mut taken = original.clone();
    taken.roll_back(&rollback, at).unwrap();
    assert_eq!((taken.state, taken.updated_at), (DeploymentState::RolledBack, at));

    let mut failed = record(DeploymentState::Failed);
    failed.roll_back(&rollback, at).unwrap();
    assert_eq!(
        failed.state,
        DeploymentState::Failed,
        "a failed record stays failed"
    );

    let mut elsewhere = fields.clone();
    elsewhere.environment = "staging".parse().unwrap();
    let mut unfinished = fields.clone();
    unfinished.state = DeploymentState::InProgress;
    let mut another = fields;
    another.rollback_of = Some(DeploymentId::new(at, [3; 10]));
    for other in [elsewhere, unfinished, another] {
        let other = DeploymentRecord::new(other).unwrap();
        let mut untouched = original.clone();
        assert_eq!(
            untouched.roll_back(&other, at).unwrap_err().code(),
            "NOT_TAKEN_BACK"
        );
        assert_eq!(untouched, original);
    }
}

#[test]
fn updated_at_never_goes_back_and_an_illegal_move_changes_nothing() {
    let mut record = record(DeploymentState::Active);
    let later = Timestamp::UNIX_EPOCH.plus_micros(100);
    record.move_to(DeploymentState::InProgress, later).unwrap();
    record.fail(
        FailureModel::new(FailureCategory::App, Line::clip("x"), later),
        Timestamp::UNIX_EPOCH,
    );
    assert_eq!(record.updated_at, later);
    let before = record.clone();
    assert_eq!(
        record
            .move_to(DeploymentState::Pending, later)
            .unwrap_err()
            .code(),
        "ILLEGAL_MOVE"
    );
    assert_eq!(record, before);
}

#[test]
fn a_record_keeps_its_first_failures_and_the_newest() {
    let mut record = record(DeploymentState::Active);
    for number in 0..150 {
        let failure = FailureModel::new(
            FailureCategory::App,
            Line::clip(&number.to_string()),
            Timestamp::UNIX_EPOCH,
        );
        record.fail(failure, Timestamp::UNIX_EPOCH);
    }
    assert_eq!(record.failures.len(), DeploymentRecord::MAX_FAILURES);
    assert_eq!(record.failures[98].summary.as_str(), "98");
    assert_eq!(record.failures[99].summary.as_str(), "149");
}

#[test]
fn an_outcome_is_never_stored() {
    let mut value = example("deployment-record");
    let error = serde_json::from_value::<DeploymentRecord>(value.clone()).unwrap_err();
    assert!(
        error
            .to_string()
            .starts_with("/outcome: is derived from the history"),
        "{error}"
    );
    take(&mut value, "outcome");
    let record: DeploymentRecord = serde_json::from_value(value.clone()).unwrap();
    assert_eq!(serde_json::to_value(&record).unwrap(), value);
}

#[test]
fn a_log_stays_within_its_bound_and_says_what_it_dropped() {
    let mut logs = Logs::default();
    for line in 0..200_000 {
        if line % 1000 == 0 {
            logs.append(&format!("line {line} {}\n", "ü".repeat(5000)));
        }
    }
    assert!(logs.as_str().len() <= Logs::MAX_BYTES);
    assert!(logs.as_str().starts_with("[earlier lines were dropped]\nline "));
    assert!(logs.as_str().ends_with("ü\n"));
    let mut huge = Logs::default();
    huge.append(&"ü".repeat(Logs::MAX_BYTES));
    assert!(huge.as_str().len() <= Logs::MAX_BYTES && huge.as_str().len() > Logs::MAX_BYTES - 64);
}

#[test]
fn numbers_and_texts_at_their_edges() {
    assert!(Metadata::try_from(serde_json::Map::new()).is_ok());
    assert!("1".repeat(128).parse::<Version>().is_ok());
    assert!("\u{2028}".parse::<ChangeSummary>().is_ok());
    for (given, clipped) in [("", "(no text)"), (" a\t\nb ", "a b"), ("\u{0}", "(no text)")] {
        assert_eq!(Line::clip(given).as_str(), clipped);
    }
    assert_eq!(Line::clip(&"é ".repeat(1000)).as_str().chars().count(), Line::MAX);
    assert!("https://example.com".parse::<HttpUrl>().is_ok());
}
