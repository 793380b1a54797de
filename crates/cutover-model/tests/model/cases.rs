use serde_json::{Value, json};

use crate::support::example;

/// A change to the example of a kind, and the problem that it causes; none when it is allowed.
pub(crate) type Case = (&'static str, &'static str, fn(&mut Value), Option<&'static str>);

/// A pass and a failure for every rule of the domain model and the delivery workflow.
pub(crate) const CASES: &[Case] = &[
    // Names and texts.
    (
        "deployment-intent",
        "service",
        |d| d["service"] = json!("a"),
        None,
    ),
    (
        "deployment-intent",
        "service of 100",
        |d| d["service"] = json!("a".repeat(100)),
        None,
    ),
    (
        "deployment-intent",
        "service of 101",
        |d| d["service"] = json!("a".repeat(101)),
        Some("/service: "),
    ),
    (
        "deployment-intent",
        "service with a dash first",
        |d| d["service"] = json!("-a"),
        Some("/service: \"-a\" is not a service name"),
    ),
    (
        "deployment-intent",
        "no service",
        |d| drop(take(d, "service")),
        Some("/service: is required and missing"),
    ),
    (
        "deployment-intent",
        "environment with a slash",
        |d| d["environment"] = json!("a/b"),
        Some("/environment: "),
    ),
    (
        "deployment-intent",
        "version 128",
        |d| d["version"] = json!(format!("1{}", "+".repeat(127))),
        None,
    ),
    (
        "deployment-intent",
        "version 129",
        |d| d["version"] = json!("1".repeat(129)),
        Some("/version: "),
    ),
    (
        "deployment-intent",
        "version +",
        |d| d["version"] = json!("+1"),
        Some("/version: "),
    ),
    (
        "deployment-intent",
        "version latest",
        |d| d["version"] = json!("latest"),
        None,
    ),
    (
        "deployment-intent",
        "summary of 240",
        |d| d["changeSummary"] = json!("ü".repeat(240)),
        None,
    ),
    (
        "deployment-intent",
        "summary of 241",
        |d| d["changeSummary"] = json!("ü".repeat(241)),
        Some("/changeSummary: "),
    ),
    (
        "deployment-intent",
        "empty summary",
        |d| d["changeSummary"] = json!(""),
        Some("/changeSummary: "),
    ),
    (
        "deployment-intent",
        "blank summary",
        |d| d["changeSummary"] = json!("   "),
        Some("/changeSummary: "),
    ),
    (
        "deployment-intent",
        "engine field",
        |d| d["engine"] = json!("x"),
        Some("/engine: is not a known field"),
    ),
    // Records.
    (
        "deployment-record",
        "in flight",
        |d| {
            d["state"] = json!("PENDING");
            take(d, "outcome");
        },
        None,
    ),
    (
        "deployment-record",
        "in flight with an outcome",
        |d| d["state"] = json!("PENDING"),
        Some("/outcome: is SUCCEEDED"),
    ),
    (
        "deployment-record",
        "ended without an outcome",
        |d| drop(take(d, "outcome")),
        None,
    ),
    (
        "deployment-record",
        "superseded",
        |d| d["outcome"] = json!("SUPERSEDED"),
        None,
    ),
    (
        "deployment-record",
        "failed as canceled",
        |d| d["outcome"] = json!("CANCELED"),
        Some("/outcome: "),
    ),
    (
        "deployment-record",
        "kind without link",
        |d| d["deploymentKind"] = json!("ROLLBACK"),
        Some("/deploymentKind: is ROLLBACK, but rollbackOf is absent"),
    ),
    (
        "deployment-record",
        "link without kind",
        |d| d["rollbackOf"] = json!("019c2d6e-9a00-7000-8000-000000000009"),
        Some("/deploymentKind: is ROLL_FORWARD, but rollbackOf is present"),
    ),
    (
        "deployment-record",
        "its own rollback",
        |d| {
            d["rollbackOf"] = d["id"].clone();
            d["deploymentKind"] = json!("ROLLBACK");
        },
        Some("/rollbackOf: names the record itself"),
    ),
    (
        "deployment-record",
        "a rollback taken back",
        |d| {
            d["rollbackOf"] = json!("019c2d6e-9a00-7000-8000-000000000009");
            d["deploymentKind"] = json!("ROLLBACK");
            d["state"] = json!("ROLLED_BACK");
            d["outcome"] = json!("ROLLED_BACK");
        },
        Some("/state: is ROLLED_BACK, but a rollback is never taken back itself"),
    ),
    (
        "deployment-record",
        "updated at creation",
        |d| d["updatedAt"] = d["createdAt"].clone(),
        None,
    ),
    (
        "deployment-record",
        "updated before creation",
        |d| d["updatedAt"] = json!("2026-02-05T11:59:59Z"),
        Some("/updatedAt: is 2026-02-05T11:59:59.000000Z, before createdAt"),
    ),
    (
        "deployment-record",
        "100 failures",
        |d| d["failures"] = json!(vec![example("failure"); 100]),
        None,
    ),
    (
        "deployment-record",
        "101 failures",
        |d| d["failures"] = json!(vec![example("failure"); 101]),
        Some("/failures: has 101 entries"),
    ),
    (
        "deployment-record",
        "a failure without category",
        |d| d["failures"] = json!([{"summary": "x", "observedAt": "2026-02-05T12:00:00Z"}]),
        Some("/failures/0/category: is required and missing"),
    ),
    (
        "deployment-record",
        "any RFC UUID",
        |d| d["id"] = json!("C232AB00-9414-11EC-B3C8-9F6BDECED846"),
        None,
    ),
    (
        "deployment-record",
        "a UUID without hyphens",
        |d| d["id"] = json!("c232ab00941411ecb3c89f6bdeced846"),
        Some("/id: "),
    ),
    (
        "deployment-record-view",
        "no engine field",
        |d| d["engineExecutionId"] = json!("x"),
        Some("/engineExecutionId: is for administrators only"),
    ),
    (
        "deployment-record-view",
        "its own rollback",
        |d| d["rollbackOf"] = d["id"].clone(),
        Some("/rollbackOf: names the record itself"),
    ),
    (
        "deployment-record-view",
        "101 failures",
        |d| d["failures"] = json!(vec![example("failure"); 101]),
        Some("/failures: has 101 entries"),
    ),
    (
        "deployment-record-view",
        "updated before creation",
        |d| d["updatedAt"] = json!("2025-01-01T00:00:00Z"),
        Some("/updatedAt: "),
    ),
    (
        "deployment-record-view",
        "kind without link",
        |d| drop(take(d, "rollbackOf")),
        Some("/deploymentKind: is ROLLBACK"),
    ),
    (
        "deployment-record-view",
        "outcome of another state",
        |d| d["outcome"] = json!("CANCELED"),
        Some("/outcome: is CANCELED"),
    ),
    (
        "deployment-record-view",
        "in flight with an outcome",
        |d| d["state"] = json!("ACTIVE"),
        Some("/outcome: is FAILED"),
    ),
    (
        "deployment-record-view",
        "a rollback taken back",
        |d| {
            d["state"] = json!("ROLLED_BACK");
            d["outcome"] = json!("ROLLED_BACK");
        },
        Some("/state: is ROLLED_BACK"),
    ),
    (
        "deployment-record-view",
        "an engine field that is null",
        |d| d["engineExecutionId"] = Value::Null,
        None,
    ),
    (
        "deployment-record",
        "an engine URL with a password",
        |d| d["engineExecutionUrl"] = json!("https://u:p@h/"),
        Some("/engineExecutionUrl: carries credentials"),
    ),
    ("failure", "causes null", |d| d["causes"] = Value::Null, None),
    (
        "deployment-result",
        "an error of two lines",
        |d| d["errors"] = json!(["a\nb"]),
        None,
    ),
    (
        "deployment-configuration",
        "a URL by reference",
        |d| d["vectorDatabaseUrl"] = json!("env:QDRANT_URL"),
        None,
    ),
    (
        "recipe-view",
        "no pipeline",
        |d| d["deploy_pipeline"] = json!("x"),
        Some("/deploy_pipeline: is for administrators only"),
    ),
    (
        "current-running-state",
        "scope",
        |d| d["scope"] = json!("cluster"),
        Some("/scope: "),
    ),
    (
        "failure",
        "17 causes",
        |d| d["causes"] = json!(vec!["x"; 17]),
        Some("/causes: has 17 entries, at most 16"),
    ),
    (
        "failure",
        "a summary of two lines",
        |d| d["summary"] = json!("a\nb"),
        Some("/summary: "),
    ),
    (
        "failure",
        "a detail of two lines",
        |d| d["detail"] = json!("a\nb"),
        None,
    ),
    // Recipes and groups.
    (
        "recipe",
        "native engine",
        |d| drop(take(d, "spinnaker_application")),
        None,
    ),
    (
        "recipe",
        "no pipeline",
        |d| drop(take(d, "deploy_pipeline")),
        Some("/deploy_pipeline: is required and missing"),
    ),
    (
        "recipe",
        "updated before creation",
        |d| d["updated_at"] = json!("2025-01-01T00:00:00Z"),
        Some("/updated_at: "),
    ),
    (
        "delivery-group",
        "no services, no recipes",
        |d| {
            d["services"] = json!([]);
            d["allowed_recipes"] = json!([]);
        },
        None,
    ),
    (
        "delivery-group",
        "a service twice",
        |d| d["services"] = json!(["a", "b", "a"]),
        Some("/services/2: names a a second time"),
    ),
    (
        "delivery-group",
        "a recipe twice",
        |d| d["allowed_recipes"] = json!(["a", "a"]),
        Some("/allowed_recipes/1: names a a second time"),
    ),
    (
        "delivery-group",
        "limit 1",
        |d| d["guardrails"]["daily_deploy_quota"] = json!(1),
        None,
    ),
    (
        "delivery-group",
        "limit 0",
        |d| d["guardrails"]["daily_deploy_quota"] = json!(0),
        Some(
            "/guardrails/daily_deploy_quota: the number 0 was given, a whole number from 1 to 1000000 is needed",
        ),
    ),
    (
        "delivery-group",
        "limit 1000001",
        |d| d["guardrails"]["daily_deploy_quota"] = json!(1_000_001),
        Some("/guardrails/daily_deploy_quota: "),
    ),
    (
        "delivery-group",
        "unknown guardrail",
        |d| d["guardrails"]["daily_deploy_quotas"] = json!(1),
        Some("/guardrails/daily_deploy_quotas: is not a known field: did you mean \"daily_deploy_quota\"?"),
    ),
    (
        "delivery-group",
        "updated before creation",
        |d| d["updated_at"] = json!("2025-01-01T00:00:00Z"),
        Some("/updated_at: "),
    ),
    (
        "audit-event",
        "an event type in small letters",
        |d| d["event_type"] = json!("deploy"),
        Some("/event_type: "),
    ),
    // Results, states, deployments.
    (
        "deployment-result",
        "negative duration",
        |d| d["duration"] = json!(-0.5),
        Some("/duration: the number -0.5 was given, a number from 0"),
    ),
    (
        "deployment-result",
        "no errors",
        |d| drop(take(d, "errors")),
        None,
    ),
    (
        "deployment-result",
        "a bare environment",
        |d| d["target"] = json!("production"),
        Some("/target: \"production\" is not a target"),
    ),
    (
        "deployment-status",
        "never succeeded",
        |d| drop(take(d, "current_version")),
        None,
    ),
    (
        "deployment-status",
        "negative instances",
        |d| d["instances"] = json!(-1),
        Some("/instances: "),
    ),
    (
        "deployment",
        "metadata is no list",
        |d| d["metadata"] = json!([]),
        Some("/metadata: an array was given"),
    ),
    (
        "deployment",
        "metadata of 65536 bytes",
        |d| d["metadata"] = json!({"k": "x".repeat(65_536 - 8)}),
        None,
    ),
    (
        "deployment",
        "metadata of 65537 bytes",
        |d| d["metadata"] = json!({"k": "x".repeat(65_537 - 8)}),
        Some("/metadata: "),
    ),
    // Configurations: all URL fields are URLs, keys are well formed, the environment is allowed.
    (
        "deployment-configuration",
        "http",
        |d| d["backendUrl"] = json!("http://localhost:8080/a?b=c#d"),
        None,
    ),
    (
        "deployment-configuration",
        "ftp",
        |d| d["backendUrl"] = json!("ftp://example.com"),
        Some("/backendUrl: "),
    ),
    (
        "deployment-configuration",
        "no host",
        |d| d["frontendUrl"] = json!("https:///path"),
        Some("/frontendUrl: "),
    ),
    (
        "deployment-configuration",
        "a space",
        |d| d["frontendUrl"] = json!("https://exa mple.com"),
        Some("/frontendUrl: "),
    ),
    (
        "deployment-configuration",
        "a port beyond",
        |d| d["vectorDatabaseUrl"] = json!("https://example.com:65536"),
        Some("/vectorDatabaseUrl: "),
    ),
    (
        "deployment-configuration",
        "another database",
        |d| d["databaseUrl"] = json!("mysql://db/app"),
        Some("/databaseUrl: "),
    ),
    (
        "deployment-configuration",
        "a malformed reference",
        |d| d["databaseUrl"] = json!("env:9"),
        Some("/databaseUrl: "),
    ),
    (
        "deployment-configuration",
        "a key of 7",
        |d| d["cohereApiKey"] = json!("1234567"),
        Some("/cohereApiKey: the given text (withheld) is not a key or token"),
    ),
    (
        "deployment-configuration",
        "a token with a space",
        |d| d["vercelToken"] = json!("1234 5678"),
        Some("/vercelToken: the given text (withheld)"),
    ),
    (
        "deployment-configuration",
        "an environment of its own",
        |d| d["environment"] = json!("qa"),
        Some("/environment: "),
    ),
    (
        "deployment-configuration",
        "updated before creation",
        |d| d["updatedAt"] = json!("2025-01-01T00:00:00Z"),
        Some("/updatedAt: "),
    ),
    (
        "deployment-configuration",
        "active",
        |d| d["status"] = json!("active"),
        None,
    ),
    // Jobs: the status is allowed, start before end, a commit hash.
    (
        "deployment-job",
        "start at the end",
        |d| d["startTime"] = d["endTime"].clone(),
        None,
    ),
    (
        "deployment-job",
        "end before start",
        |d| d["startTime"] = json!("2026-02-05T12:03:00.000001Z"),
        Some("/endTime: is 2026-02-05T12:03:00.000000Z, before startTime"),
    ),
    (
        "deployment-job",
        "pending",
        |d| {
            d["status"] = json!("pending");
            take(d, "startTime");
            take(d, "endTime");
        },
        None,
    ),
    (
        "deployment-job",
        "pending and started",
        |d| {
            d["status"] = json!("pending");
            take(d, "endTime");
        },
        Some("/startTime: is present, but a job that is pending has none yet"),
    ),
    (
        "deployment-job",
        "running",
        |d| {
            d["status"] = json!("running");
            take(d, "endTime");
        },
        None,
    ),
    (
        "deployment-job",
        "running and ended",
        |d| d["status"] = json!("running"),
        Some("/endTime: is present"),
    ),
    (
        "deployment-job",
        "ended without end",
        |d| drop(take(d, "endTime")),
        Some("/endTime: is absent"),
    ),
    (
        "deployment-job",
        "a word for a commit",
        |d| d["commitHash"] = json!("unknown"),
        Some("/commitHash: \"unknown\" is not a commit hash"),
    ),
    (
        "deployment-job",
        "a branch with two dots",
        |d| d["branch"] = json!("a..b"),
        Some("/branch: "),
    ),
    ("deployment-job", "an empty log", |d| d["logs"] = json!(""), None),
    // Artifacts: a SHA-256, expiry after creation, an allowed type.
    (
        "deployment-artifact",
        "63 digits",
        |d| d["checksum"] = json!("a".repeat(63)),
        Some("/checksum: "),
    ),
    (
        "deployment-artifact",
        "no hex",
        |d| d["checksum"] = json!("g".repeat(64)),
        Some("/checksum: "),
    ),
    (
        "deployment-artifact",
        "expires at creation",
        |d| d["expiresAt"] = d["createdAt"].clone(),
        Some("/expiresAt: is 2026-02-05T11:40:00.000000Z, not after createdAt"),
    ),
    (
        "deployment-artifact",
        "a size beyond",
        |d| d["size"] = json!(9_007_199_254_740_992_u64),
        Some("/size: "),
    ),
    (
        "deployment-artifact",
        "the largest size",
        |d| d["size"] = json!(9_007_199_254_740_991_u64),
        None,
    ),
    (
        "deployment-artifact",
        "a path with a password",
        |d| d["storagePath"] = json!("https://u:p@h/x"),
        Some("/storagePath: "),
    ),
    // Events.
    (
        "deployment-event",
        "no ids",
        |d| {
            take(d, "jobId");
            take(d, "deploymentId");
            take(d, "configurationId");
        },
        None,
    ),
    (
        "deployment-event",
        "a message of two lines",
        |d| d["message"] = json!("a\nb"),
        None,
    ),
    (
        "deployment-event",
        "an empty message",
        |d| d["message"] = json!(""),
        Some("/message: "),
    ),
];

pub(crate) fn take(document: &mut Value, key: &str) -> Option<Value> {
    document.as_object_mut().and_then(|fields| fields.remove(key))
}
