use cutover_model::DOCUMENTS;
use cutover_model::wire::ReadError;
use serde_json::{Value, json};

use crate::support::{document, example, path, problems};

#[test]
fn every_golden_document_is_written_as_it_was_read() {
    for document in DOCUMENTS {
        for example in document.examples {
            let text = example.trim_end();
            let written = document
                .rewrite(text.as_bytes())
                .unwrap_or_else(|error| panic!("{}: {error}", document.kind));
            // A value sorts its keys; the order of the text is compared below, through the types.
            assert_eq!(
                written,
                serde_json::from_str::<Value>(text).unwrap(),
                "{}",
                document.kind
            );
        }
    }
}

/// Reads by serde and writes by serde: the bytes are the same, the order of the fields included.
macro_rules! byte_identical {
    ($($kind:literal: $type:ty),+ $(,)?) => {
        #[test]
        fn every_wire_type_keeps_its_golden_file_byte_for_byte() {
            let mut covered = Vec::new();
            $(
                for example in document($kind).examples {
                    let text = example.trim_end();
                    let read: $type = serde_json::from_str(text).unwrap();
                    assert_eq!(serde_json::to_string(&read).unwrap(), text, $kind);
                }
                covered.push($kind);
            )+
            let kinds: Vec<_> = DOCUMENTS.iter().map(|document| document.kind).collect();
            assert_eq!(covered, kinds, "every kind of document has its type here, in the order of DOCUMENTS");
        }
    };
}

byte_identical! {
    "audit-event": cutover_model::AuditEvent,
    "current-running-state": cutover_model::CurrentRunningState,
    "delivery-group": cutover_model::DeliveryGroup,
    "deployment": cutover_model::Deployment,
    "deployment-artifact": cutover_model::DeploymentArtifact,
    "deployment-configuration": cutover_model::DeploymentConfiguration,
    "deployment-event": cutover_model::DeploymentEvent,
    "deployment-intent": cutover_model::DeploymentIntent,
    "deployment-job": cutover_model::DeploymentJob,
    "deployment-record": cutover_model::AdminRecordView,
    "deployment-record-view": cutover_model::RecordView,
    "deployment-result": cutover_model::DeploymentResult,
    "deployment-status": cutover_model::DeploymentStatus,
    "failure": cutover_model::FailureModel,
    "recipe": cutover_model::Recipe,
    "recipe-view": cutover_model::RecipeView,
}

#[test]
fn every_golden_file_is_an_example_of_a_document() {
    let examples: Vec<&str> = DOCUMENTS
        .iter()
        .flat_map(|document| document.examples)
        .copied()
        .collect();
    let mut files = 0;
    for entry in std::fs::read_dir(path("documents")).unwrap() {
        let file = entry.unwrap().path();
        let text = std::fs::read_to_string(&file).unwrap();
        assert!(
            examples.contains(&text.as_str()),
            "{} is no example of a document",
            file.display()
        );
        files += 1;
    }
    assert_eq!(files, examples.len());
}

/// Every place of every golden document that holds one word of a closed set.
const ENUM_FIELDS: &[(&str, &str, &str)] = &[
    (
        "audit-event",
        "/actor_role",
        "PLATFORM_ADMIN DELIVERY_OWNER OBSERVER CI_PUBLISHER",
    ),
    (
        "audit-event",
        "/target_type",
        "DeliveryGroup Recipe Deployment Service Environment Build Policy Configuration Run",
    ),
    ("audit-event", "/outcome", "SUCCESS DENIED FAILED"),
    ("current-running-state", "/scope", "service"),
    (
        "current-running-state",
        "/deploymentKind",
        "ROLL_FORWARD ROLLBACK",
    ),
    (
        "deployment-artifact",
        "/artifactType",
        "frontend-build backend-container embeddings-data",
    ),
    (
        "deployment-configuration",
        "/environment",
        "development staging production",
    ),
    ("deployment-configuration", "/status", "created active deprecated"),
    (
        "deployment-event",
        "/eventType",
        "pipeline-started job-started job-completed job-failed deployment-success deployment-failure \
         rollback-initiated rollback-completed",
    ),
    (
        "deployment-job",
        "/jobType",
        "lint test build-frontend build-backend deploy-frontend deploy-backend migrate-db populate-embeddings",
    ),
    (
        "deployment-job",
        "/status",
        "pending running success failure cancelled",
    ),
    (
        "deployment-record",
        "/state",
        "PENDING ACTIVE IN_PROGRESS SUCCEEDED FAILED CANCELED ROLLED_BACK",
    ),
    ("deployment-record", "/deploymentKind", "ROLL_FORWARD ROLLBACK"),
    (
        "deployment-record",
        "/outcome",
        "SUCCEEDED FAILED ROLLED_BACK CANCELED SUPERSEDED",
    ),
    (
        "deployment-status",
        "/status",
        "running deployed failed rolling_back",
    ),
    ("deployment-status", "/health", "healthy degraded unhealthy"),
    (
        "failure",
        "/category",
        "VALIDATION POLICY ARTIFACT INFRASTRUCTURE CONFIG APP TIMEOUT ROLLBACK UNKNOWN",
    ),
    ("recipe", "/status", "active deprecated"),
];

#[test]
fn an_unknown_word_is_refused_with_its_path_and_the_allowed_ones() {
    for (kind, pointer, allowed) in ENUM_FIELDS {
        let mut value = example(kind);
        value[&pointer[1..]] = json!("SOMETHING_ELSE");
        let found = problems(kind, &value);
        let words = allowed.split_whitespace().collect::<Vec<_>>().join(" ");
        let expected = format!("{pointer}: \"SOMETHING_ELSE\" is not");
        assert_eq!(found.len(), 1, "{kind}{pointer}: {found:?}");
        assert!(found[0].starts_with(&expected), "{}", found[0]);
        assert!(
            found[0].ends_with(&format!("allowed are {words}")),
            "{}",
            found[0]
        );
    }
}

#[test]
fn the_words_of_every_closed_set_are_those_of_the_seeds() {
    for (kind, pointer, allowed) in ENUM_FIELDS {
        for word in allowed.split_whitespace() {
            let mut value = example(kind);
            value[&pointer[1..]] = json!(word);
            // Another rule may refuse the combination, but never the word.
            for problem in problems(kind, &value) {
                assert!(!problem.contains("allowed are"), "{kind}{pointer}: {problem}");
            }
        }
    }
}

#[test]
fn five_faults_are_five_problems() {
    let text = json!({
        "id": "job 1",
        "jobType": "deploy",
        "status": "success",
        "startTime": "2026-02-05T12:03:00Z",
        "endTime": "2026-02-05T12:01:00Z",
        "logs": 7,
        "commitHash": "HEAD",
        "branch": "main",
        "triggeredBy": "ci@example.com"
    });
    let found = problems("deployment-job", &text);
    let pointers: Vec<_> = found
        .iter()
        .map(|problem| problem.split(':').next().unwrap())
        .collect();
    assert_eq!(
        pointers,
        ["/id", "/jobType", "/logs", "/commitHash", "/endTime"],
        "{found:#?}"
    );
}

#[test]
fn a_list_reports_each_faulty_entry_and_a_key_is_escaped_in_the_pointer() {
    let mut value = example("delivery-group");
    value["services"] = json!(["checkout", "led ger", 7, "checkout"]);
    value["descr/ipt~ion"] = json!(1);
    let found = problems("delivery-group", &value);
    let pointers: Vec<_> = found
        .iter()
        .map(|problem| problem.split(": ").next().unwrap())
        .collect();
    assert_eq!(
        pointers,
        ["/services/1", "/services/2", "/descr~1ipt~0ion"],
        "{found:#?}"
    );
    assert!(found[2].contains("did you mean \"description\"?"), "{}", found[2]);
}

#[test]
fn what_commands_is_closed_and_what_reports_is_open() {
    let closed = [
        "delivery-group",
        "deployment-configuration",
        "deployment-intent",
        "recipe",
    ];
    for document in DOCUMENTS {
        let mut value = example(document.kind);
        value["zz_of_tomorrow"] = json!({"kept": [1, null, 2.5]});
        let read = document.rewrite(value.to_string().as_bytes());
        if closed.contains(&document.kind) {
            let Err(ReadError::Invalid(problems)) = read else {
                panic!("{} is open", document.kind)
            };
            assert_eq!(problems.iter().next().unwrap().pointer, "/zz_of_tomorrow");
        } else {
            assert_eq!(
                read.unwrap(),
                value,
                "{} loses what it does not know",
                document.kind
            );
        }
    }
}

#[test]
fn an_absent_optional_field_may_be_null_and_a_required_one_may_not() {
    for document in DOCUMENTS {
        let Value::Object(fields) = example(document.kind) else {
            panic!("{}", document.kind)
        };
        for key in fields.keys() {
            let mut without = Value::Object(fields.clone());
            without.as_object_mut().unwrap().remove(key);
            let mut null = Value::Object(fields.clone());
            null[key] = Value::Null;
            let missing = format!("/{key}: is required and missing");
            let required = problems(document.kind, &without).contains(&missing);
            let null_problems = problems(document.kind, &null);
            let refused = null_problems
                .iter()
                .any(|problem| problem.starts_with(&format!("/{key}: null was given")));
            assert_eq!(required, refused, "{}/{key}: {null_problems:?}", document.kind);
        }
    }
}

#[test]
fn a_key_that_stands_twice_is_refused_at_every_depth() {
    for text in [
        r#"{"service":"a","service":"a"}"#,
        r#"{"x":{"y":[{"a":1,"b":2,"a":3}]}}"#,
        r#"{"recip\u0065Id":"a","recipeId":"b"}"#,
    ] {
        let error = document("deployment-intent").check(text.as_bytes()).unwrap_err();
        let ReadError::Syntax(cause) = &error else {
            panic!("{error:?}")
        };
        assert!(
            cause.to_string().contains("stands twice in one object"),
            "{cause}"
        );
        assert!(cause.line() > 0 && cause.column() > 0);
    }
}

#[test]
fn size_nesting_and_garbage_are_bounded_errors() {
    let read = |text: &[u8]| document("deployment").check(text).unwrap_err();
    let large = vec![b' '; cutover_model::wire::MAX_DOCUMENT_BYTES + 1];
    assert_eq!(read(&large).code(), "DOCUMENT_TOO_LARGE");
    for text in [
        &b""[..],
        b"{",
        b"\xff\xfe",
        b"{} {}",
        b"nul",
        b"[1e999]",
        b"{\"a\":\"\xc3\x28\"}",
    ] {
        assert_eq!(read(text).code(), "DOCUMENT_SYNTAX", "{text:?}");
    }
    for depth in [65, 127, 100_000] {
        let text = format!("{}1{}", "[".repeat(depth), "]".repeat(depth));
        assert_eq!(read(text.as_bytes()).code(), "DOCUMENT_SYNTAX", "{depth}");
    }
    assert_eq!(
        read(format!("{}1{}", "[".repeat(64), "]".repeat(64)).as_bytes()).code(),
        "DOCUMENT_INVALID"
    );
}
