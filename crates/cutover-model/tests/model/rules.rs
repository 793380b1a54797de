use cutover_model::{
    Admission, Branch, ChangeSummary, Commit, DeploymentArtifact, DeploymentEvent, DeploymentId,
    DeploymentIntent, DeploymentRecord, DeploymentState, FailureCategory, FailureModel, HttpUrl, Line, Logs,
    Metadata, Sha256Digest, Timestamp, VerifyError, Version,
};

use serde_json::json;

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
    record.add_failure(
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
        record.add_failure(failure, Timestamp::UNIX_EPOCH);
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
    assert!(huge.as_str().len() <= Logs::MAX_BYTES && huge.as_str().len() > Logs::MAX_BYTES / 2);
}

/// The longest text of each kind, and one character more.
#[test]
fn every_text_has_its_bound() {
    macro_rules! bounds {
        ($($type:ident: $most:expr),+ $(,)?) => {$(
            assert!("a".repeat($most).parse::<cutover_model::$type>().is_ok(), stringify!($type));
            assert!("a".repeat($most + 1).parse::<cutover_model::$type>().is_err(), stringify!($type));
            assert!("".parse::<cutover_model::$type>().is_err(), stringify!($type));
        )+};
    }
    bounds! {
        ServiceName: 100, EnvironmentName: 63, RecipeId: 100, DeliveryGroupId: 100, StrategyName: 63, PipelineName: 200,
        Version: 128, ConfigurationId: 128, JobId: 128, ArtifactId: 128, EventId: 128, DeploymentRef: 128, Branch: 255,
        StoragePath: 1024, Line: 240, Text: 4000, ChangeSummary: 240, DisplayName: 120, ActorId: 256, ResourceId: 256,
        EngineExecutionId: 256,
    }
    assert!("A".repeat(64).parse::<cutover_model::AuditEventType>().is_ok());
    assert!("A".repeat(65).parse::<cutover_model::AuditEventType>().is_err());
    assert!("x".repeat(Logs::MAX_BYTES).parse::<Logs>().is_ok());
    for bad in ["a\u{2028}b", "a\u{202e}b", "a\u{2066}b", "a\u{7f}b", "a\u{85}b"] {
        assert!(bad.parse::<Line>().is_err(), "{bad:?}");
    }
}

#[test]
fn a_log_of_control_characters_still_fits_into_a_document() {
    let mut job = example("deployment-job");
    job["logs"] = json!("\u{1}".repeat(Logs::MAX_BYTES));
    assert!(job.to_string().len() > 3 * 1024 * 1024);
    assert!(problems("deployment-job", &job).is_empty());
}

#[test]
fn lists_depths_and_numbers_are_bounded() {
    let mut group = example("delivery-group");
    let names = |count: usize| (0..count).map(|n| format!("s{n}")).collect::<Vec<_>>();
    group["services"] = json!(names(1000));
    assert!(problems("delivery-group", &group).is_empty());
    group["services"] = json!(names(1001));
    assert_eq!(
        problems("delivery-group", &group),
        ["/services: has 1001 entries, at most 1000 are allowed"]
    );
    group["services"] = json!(names(10_001));
    assert_eq!(
        problems("delivery-group", &group),
        ["/services: has 10001 entries, at most 10000 are allowed"]
    );
    group["services"] = json!(vec!["no name!"; 150]);
    let error = cutover_model::wire::from_slice::<cutover_model::DeliveryGroup>(group.to_string().as_bytes())
        .unwrap_err();
    let cutover_model::wire::ReadError::Invalid(problems) = &error else {
        panic!("{error:?}")
    };
    assert_eq!(
        (problems.len(), problems.iter().count()),
        (150, cutover_model::wire::Problems::MAX)
    );
    assert!(
        error.to_string().starts_with("150 problems in the document: ")
            && error.to_string().ends_with("; and 50 more")
    );

    let nested = |depth: usize| (0..depth).fold(json!(1), |inner, _| json!([inner]));
    let metadata = |depth| Metadata::try_from(serde_json::Map::from_iter([("k".to_owned(), nested(depth))]));
    assert!(
        metadata(Metadata::MAX_DEPTH).is_ok()
            && metadata(Metadata::MAX_DEPTH + 1).is_err()
            && metadata(120).is_err()
    );

    let seconds = cutover_model::Seconds::try_from;
    assert!(seconds(0.0).is_ok() && seconds(cutover_model::Seconds::MAX).is_ok());
    assert!(seconds(-0.1).is_err() && seconds(1.1e10).is_err() && seconds(f64::INFINITY).is_err());
    let errors: cutover_model::Errors = (0..200)
        .map(|n| cutover_model::Text::clip(&n.to_string()))
        .collect();
    assert_eq!(errors.iter().count(), cutover_model::Errors::MAX);
    for (number, good) in [
        ("3.0", true),
        ("1e6", true),
        ("3.5", false),
        ("-1", false),
        ("1e300", false),
    ] {
        let text = example("deployment-artifact")
            .to_string()
            .replace("73400320", number);
        assert_eq!(
            crate::support::document("deployment-artifact")
                .check(text.as_bytes())
                .is_ok(),
            good,
            "{number}"
        );
    }
}

#[test]
fn a_chain_of_causes_ends() {
    #[derive(Debug, thiserror::Error)]
    #[error("cause {0}")]
    struct Endless(u32, #[source] Option<Box<Self>>);

    let chain = (0..100)
        .fold(None, |source, n| Some(Box::new(Endless(n, source))))
        .unwrap();
    let causes = cutover_model::Causes::chain(&*chain);
    assert_eq!(causes.iter().count(), cutover_model::Causes::MAX);
    assert_eq!(causes.iter().next().unwrap().as_str(), "cause 99");
}

#[test]
fn an_error_keeps_to_one_line_whatever_the_key() {
    let mut value = example("deployment-intent");
    value["a\nb\u{1b}[31m"] = json!(1);
    let long = "k".repeat(1_000_000);
    value[&long] = json!(1);
    for problem in problems("deployment-intent", &value) {
        assert!(
            !problem.contains(['\n', '\u{1b}']) && problem.len() < 1000,
            "{problem}"
        );
    }
}

#[test]
fn clocks_that_go_back_do_no_harm() {
    let later = Timestamp::UNIX_EPOCH.plus_micros(100);
    let mut job = cutover_model::DeploymentJob::pending(cutover_model::NewJob {
        id: "job-1".parse().unwrap(),
        job_type: cutover_model::JobType::Test,
        commit_hash: "8f3c2d1".parse().unwrap(),
        branch: "main".parse().unwrap(),
        triggered_by: "ci".parse().unwrap(),
        configuration_id: None,
    });
    assert!(job.finish(cutover_model::JobEnd::Success, later).is_err());
    job.start(later).unwrap();
    job.finish(cutover_model::JobEnd::Cancelled, Timestamp::UNIX_EPOCH)
        .unwrap();
    assert_eq!(job.end_time, Some(later));

    let mut configuration: cutover_model::DeploymentConfiguration =
        serde_json::from_value(example("deployment-configuration")).unwrap();
    let updated = configuration.updated_at;
    configuration
        .move_to(cutover_model::ConfigurationStatus::Active, Timestamp::UNIX_EPOCH)
        .unwrap();
    assert_eq!(configuration.updated_at, updated);
    configuration
        .move_to(
            cutover_model::ConfigurationStatus::Deprecated,
            updated.plus_micros(1),
        )
        .unwrap();
    assert_eq!(configuration.updated_at, updated.plus_micros(1));

    let mut active = record(DeploymentState::Active);
    active.add_failure(
        FailureModel::new(FailureCategory::App, Line::clip("x"), later),
        later,
    );
    assert_eq!(
        (active.updated_at, active.state),
        (later, DeploymentState::Active)
    );
    assert_eq!(Timestamp::MAX.plus_micros(1), Timestamp::MAX);
    assert_eq!(Timestamp::MIN.plus_micros(-1), Timestamp::MIN);
    let before = DeploymentId::new(Timestamp::MIN, [0; 10]);
    assert_eq!(
        before,
        DeploymentId::new(Timestamp::UNIX_EPOCH, [0; 10]),
        "an id cannot say more than 1970"
    );
}

#[test]
fn what_runs_was_established_by_a_success_of_either_kind() {
    let now = Timestamp::UNIX_EPOCH;
    let mut forward = record(DeploymentState::Succeeded);
    let running = cutover_model::CurrentRunningState::established_by(&forward, now).unwrap();
    assert_eq!(
        running.deployment_kind,
        cutover_model::DeploymentKind::RollForward
    );
    let mut fields = forward.clone().into_fields();
    fields.id = DeploymentId::new(now, [2; 10]);
    fields.rollback_of = Some(forward.id);
    fields.deployment_kind = cutover_model::DeploymentKind::Rollback;
    let rollback = DeploymentRecord::new(fields).unwrap();
    let running = cutover_model::CurrentRunningState::established_by(&rollback, now).unwrap();
    assert_eq!(running.deployment_kind, cutover_model::DeploymentKind::Rollback);
    for state in [DeploymentState::Pending, DeploymentState::Failed] {
        assert!(cutover_model::CurrentRunningState::established_by(&record(state), now).is_none());
    }
    // A rollback is never taken back, whatever names it.
    let mut taken = rollback.clone();
    let mut fields = rollback.into_fields();
    fields.id = DeploymentId::new(now, [3; 10]);
    fields.rollback_of = Some(taken.id);
    let second = DeploymentRecord::new(fields).unwrap();
    assert_eq!(
        taken.roll_back(&second, now).unwrap_err().code(),
        "NOT_TAKEN_BACK"
    );
    assert!(forward.roll_back(&taken, now).is_ok());
    let view = forward
        .admin_view(Some(cutover_model::DeploymentOutcome::Failed))
        .unwrap_err();
    assert_eq!(view.iter().next().unwrap().pointer, "/outcome");
    assert!(
        forward
            .view(Some(cutover_model::DeploymentOutcome::Failed))
            .is_err()
    );
}

/// A reader that is interrupted now and then, and one that fails.
#[test]
fn an_interrupted_read_goes_on_and_a_failed_one_is_told() {
    struct Interrupted<'a>(&'a [u8], bool);
    impl std::io::Read for Interrupted<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
            self.1 = !self.1;
            if self.1 {
                return Err(std::io::ErrorKind::Interrupted.into());
            }
            let most = buffer.len().min(3);
            std::io::Read::read(&mut self.0, &mut buffer[..most])
        }
    }
    struct Broken;
    impl std::io::Read for Broken {
        fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
            Err(std::io::Error::other("reset"))
        }
    }
    let artifact: DeploymentArtifact = serde_json::from_value(example("deployment-artifact")).unwrap();
    let mut fields = artifact.into_fields();
    fields.size = 10.try_into().unwrap();
    fields.checksum = Sha256Digest::of(b"0123456789");
    let artifact = DeploymentArtifact::new(fields).unwrap();
    artifact.verify(Interrupted(b"0123456789", false)).unwrap();
    assert!(matches!(artifact.verify(Broken), Err(VerifyError::Read { .. })));
}

#[test]
fn numbers_and_texts_at_their_edges() {
    assert!(Metadata::try_from(serde_json::Map::new()).is_ok());
    assert!("1".repeat(128).parse::<Version>().is_ok());
    assert!("\u{2028}".parse::<ChangeSummary>().is_err());
    for (given, clipped) in [("", "(no text)"), (" a\t\nb ", "a b"), ("\u{0}", "(no text)")] {
        assert_eq!(Line::clip(given).as_str(), clipped);
    }
    assert_eq!(Line::clip(&"é ".repeat(1000)).as_str().chars().count(), Line::MAX);
    assert!("https://example.com".parse::<HttpUrl>().is_ok());
}
