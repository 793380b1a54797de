//! What is measured, and what it is measured against.

use serde::{Deserialize, Serialize};

/// A 1.1 document, with more members at the end.
macro_rules! document {
    ($more:literal) => {
        concat!(
            r#"{"schemaVersion":"1.1","meta":{"adapter":"github-actions","engine":"native","#,
            r#""timestamp":"2026-02-05T12:00:00.250000Z","trigger":"pull_request"},"status":"Failed","#,
            r#""quality":{"coverage":{"actual":87.53,"required":75.5,"met":true},"#,
            r#""tests":{"total":1240,"passed":1238,"failed":0},"#,
            r#""staticAnalysis":{"tool":"megalinter","met":false,"criticalViolations":0,"highViolations":2,"#,
            r#""blockingViolations":["apex-pmd: 2 known findings, accepted until 2026-04-01"]}},"#,
            r#""audit":{"triggeredBy":"ada@example.org","orgId":"acme","#,
            r#""repository":"https://git.example.org/acme/checkout","#,
            r#""commit":"9b2d1c4e8f70a1b2c3d4e5f60718293a4b5c6d7e"}"#,
            $more,
            "}",
        )
    };
}

/// Without unknown members.
pub(crate) const PLAIN: &str = document!("");

/// With two unknown members, one of them nested.
const UNKNOWN: &str = document!(r#","ticket":"OPS-1142","approval":{"by":"grace","minutes":12}"#);

/// With two unknown members, one of them nested twice.
const NESTED: &str = document!(
    r#","ticket":"OPS-1142","build":{"number":1142,"runner":{"os":"linux","cores":8},"tags":["nightly","release"]}"#
);

/// Each with a short name.
pub(crate) const ALL: [(&str, &str); 3] = [
    ("without unknown members", PLAIN),
    ("with two unknown members, one nested", UNKNOWN),
    ("with two unknown members, one nested twice", NESTED),
];

/// The baseline: the least that reads the same document, and what a service would write for itself.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Derived {
    schema_version: String,
    meta: Meta,
    status: String,
    quality: Quality,
    audit: Audit,
}

#[derive(Debug, Serialize, Deserialize)]
struct Meta {
    adapter: String,
    engine: String,
    timestamp: String,
    trigger: String,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Quality {
    coverage: Coverage,
    tests: Tests,
    static_analysis: Option<StaticAnalysis>,
}

#[derive(Debug, Serialize, Deserialize)]
struct Coverage {
    actual: f64,
    required: f64,
    met: bool,
}

#[derive(Debug, Serialize, Deserialize)]
struct Tests {
    total: u64,
    passed: u64,
    failed: u64,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct StaticAnalysis {
    tool: String,
    met: bool,
    critical_violations: u64,
    high_violations: u64,
    blocking_violations: Vec<String>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Audit {
    triggered_by: String,
    org_id: String,
    repository: String,
    commit: String,
}
