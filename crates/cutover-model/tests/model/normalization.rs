use cutover_model::{FAILURE_RULES, FailureCategory, Timestamp, normalize};

use FailureCategory::{
    App, Artifact, Config, Infrastructure, Policy, Rollback, Timeout, Unknown, Validation,
};

/// One example per rule of the table, in its order: the code and text of an engine.
const PER_RULE: &[(FailureCategory, &str, &str)] = &[
    (Rollback, "ROLLBACK_FAILED", ""),
    (Policy, "unauthorized", "validation failed"),
    (Policy, "QuotaExceeded", "timed out"),
    (Policy, "artifact_error", "access to artifact forbidden"),
    (Policy, "TERMINAL", "user is Unauthorized for account prod"),
    (Policy, "TERMINAL", "permission to pull image denied"),
    (Policy, "TERMINAL", "Access Denied to image"),
    (Policy, "TERMINAL", "caller is not authorized"),
    (Validation, "invalid-argument", "connection refused"),
    (Timeout, "DEADLINE_EXCEEDED", "artifact"),
    (Artifact, "ImagePullBackOff", "pipeline"),
    (App, "CrashLoopBackOff", "pipeline"),
    (Config, "PIPELINE_NOT_FOUND", "network"),
    (Infrastructure, "503", "health check"),
    (Rollback, "TERMINAL", "Rollback failed: timeout"),
    (Rollback, "TERMINAL", "Rollback of checkout failed: timeout"),
    (Rollback, "TERMINAL", "failed to roll back: timeout"),
    (Rollback, "TERMINAL", "rollback error"),
    (Rollback, "TERMINAL", "an error in rollback"),
    (Rollback, "TERMINAL", "rollback timed out"),
    (Policy, "TERMINAL", "policy violation in pipeline"),
    (Policy, "TERMINAL", "violates policy of cluster"),
    (Policy, "TERMINAL", "a policy forbids this image"),
    (Policy, "TERMINAL", "blocked in admission: policy no-latest"),
    (Policy, "TERMINAL", "blocked by policy"),
    (Policy, "TERMINAL", "compute quota used up"),
    (Validation, "TERMINAL", "pipeline validation failed"),
    (Validation, "TERMINAL", "2 validation errors"),
    (Validation, "TERMINAL", "invalid pipeline parameter"),
    (Validation, "TERMINAL", "malformed config"),
    (Timeout, "TERMINAL", "stage timed out waiting for artifact"),
    (Timeout, "TERMINAL", "read timeout from cluster"),
    (Timeout, "TERMINAL", "progress deadline exceeded"),
    (Artifact, "TERMINAL", "Artifacts of the pipeline are gone"),
    (Artifact, "TERMINAL", "could not pull image"),
    (Artifact, "TERMINAL", "pod: ImagePullBackOff"),
    (Artifact, "TERMINAL", "pod: ErrImagePull"),
    (Artifact, "TERMINAL", "image 1.4.0 was not found"),
    (Artifact, "TERMINAL", "checksum differs"),
    (App, "TERMINAL", "container in CrashLoopBackOff on node 3"),
    (App, "TERMINAL", "instance crashed on start"),
    (
        App,
        "TERMINAL",
        "restart policy Always; back-off restarting failed container",
    ),
    (App, "TERMINAL", "segmentation fault"),
    (App, "TERMINAL", "container OOMKilled"),
    (App, "TERMINAL", "process ran out of memory"),
    (App, "TERMINAL", "health check answered 500, rollback started"),
    (App, "TERMINAL", "healthcheck answered 500"),
    (App, "TERMINAL", "3 of 4 instances unhealthy in cluster"),
    (App, "TERMINAL", "readiness probe answered 500"),
    (App, "TERMINAL", "liveness probe answered 500"),
    (App, "TERMINAL", "container ended with exit code 1"),
    (App, "TERMINAL", "container ended with exit status 1"),
    (App, "TERMINAL", "the application failed to start"),
    (App, "TERMINAL", "application error"),
    (App, "TERMINAL", "unhandled exception"),
    (Config, "TERMINAL", "configuration of cluster is missing"),
    (Config, "TERMINAL", "environment variable PORT is not set"),
    (Config, "TERMINAL", "secret db-password not found"),
    (Config, "TERMINAL", "application checkout not found"),
    (Config, "TERMINAL", "no pipeline of that name in cluster"),
    (Config, "TERMINAL", "template has unresolved names"),
    (Infrastructure, "TERMINAL", "connection refused"),
    (Infrastructure, "TERMINAL", "network is down"),
    (Infrastructure, "TERMINAL", "host unreachable"),
    (Infrastructure, "TERMINAL", "API server unavailable"),
    (Infrastructure, "TERMINAL", "insufficient cpu"),
    (Infrastructure, "TERMINAL", "no capacity in zone"),
    (Infrastructure, "TERMINAL", "no space left on device"),
    (Infrastructure, "TERMINAL", "node not ready"),
    (Infrastructure, "TERMINAL", "cluster is being upgraded"),
    (Infrastructure, "TERMINAL", "infrastructure trouble"),
    (Artifact, "404", "gone"),
    (Infrastructure, "INTERNAL_SERVER_ERROR", "oops"),
];

/// What sounds like one thing and is another.
#[test]
fn known_traps_are_not_sprung() {
    for (expected, code, text) in [
        (Validation, None, "pipeline validation failed"),
        (Policy, None, "access to artifact forbidden"),
        (Policy, Some("artifact_error"), "access to artifact forbidden"),
        (Policy, Some("unauthorized"), ""),
        (Policy, Some("HTTP_401"), ""),
        (Policy, Some("401 Unauthorized"), ""),
        (App, Some("APP"), ""),
        (Unknown, None, "deployment failed; automatic rollback completed"),
        (Unknown, None, "retry policy exhausted"),
        (Unknown, None, "no pods in the cleared space"),
        (Unknown, None, "nodejs"),
    ] {
        let seen = normalize(code, text, Timestamp::UNIX_EPOCH);
        assert_eq!(seen.failure.category, expected, "{code:?} {text}");
    }
    for category in FailureCategory::ALL {
        let seen = normalize(Some(category.as_str()), "", Timestamp::UNIX_EPOCH);
        assert_eq!(
            seen.failure.category, *category,
            "the word of a category is its code"
        );
    }
}

#[test]
fn every_row_of_the_table_decides_its_example() {
    assert_eq!(
        PER_RULE.len(),
        FAILURE_RULES.len(),
        "one example per row, in order"
    );
    for ((expected, code, text), rule) in PER_RULE.iter().zip(FAILURE_RULES) {
        let seen = normalize(Some(code), text, Timestamp::UNIX_EPOCH).failure;
        assert_eq!(rule.category, *expected, "{code}: {text}");
        assert_eq!(seen.category, *expected, "{code}: {text}");
        assert!(
            rule.decides(Some(code), text),
            "another row decided {code}: {text}"
        );
        let earlier = FAILURE_RULES.iter().take_while(|earlier| *earlier != rule);
        for earlier in earlier {
            assert!(
                !earlier.decides(Some(code), text),
                "{code}: {text} is decided by an earlier row: {earlier:?}"
            );
        }
    }
}

#[test]
fn what_no_row_recognises_is_unknown() {
    for (code, text) in [
        (None, ""),
        (Some("TERMINAL"), "it broke"),
        (Some(""), "\u{0}\u{7}"),
        (None, "nodejs"),
    ] {
        let seen = normalize(code, text, Timestamp::UNIX_EPOCH);
        assert_eq!(seen.failure.category, Unknown, "{text}");
    }
}

#[test]
fn no_word_of_the_engine_reaches_what_people_see() {
    for (_, code, text) in PER_RULE {
        let marked = format!("{text} zzmarker at https://engine.example.com/zzmarker");
        let seen = normalize(Some(code), &marked, Timestamp::UNIX_EPOCH);
        let shown = serde_json::to_string(&seen.failure).unwrap();
        assert!(
            !shown.contains("zzmarker") && !shown.contains("engine.example.com"),
            "{shown}"
        );
        assert!(
            seen.engine.as_str().contains("zzmarker"),
            "administrators see what the engine said"
        );
        assert!(seen.failure.action_hint.is_some());
    }
}

#[test]
fn a_huge_text_is_looked_at_in_part_and_never_cut_in_a_character() {
    let text = "ü".repeat(1_000_000);
    assert_eq!(
        normalize(None, &text, Timestamp::UNIX_EPOCH).failure.category,
        Unknown
    );
}
