use cutover_model::{
    AdminRecordView, ApiKey, ConfiguredUrl, DatabaseUrl, DeploymentConfiguration, DeploymentRecord,
    FailureCategory, FailureModel, HttpUrl, Line, Recipe, RecordView, Role, SecretReference, StoragePath,
    Timestamp,
};
use serde_json::{Value, json};

use crate::support::{example, hold_against, problems};

/// Words that stand for secrets in these tests; none may ever show.
const PLANTED: &str = "hunter22-planted";

fn with_secrets() -> Value {
    let mut value = example("deployment-configuration");
    value["backendUrl"] = json!(format!("https://user:{PLANTED}@api.example.com:8443/v1?page=2"));
    value["frontendUrl"] = json!(format!(
        "https://www.example.com/?api_key={PLANTED}&lang=en&access_token={PLANTED}#top"
    ));
    value["databaseUrl"] = json!(format!(
        "postgresql://app:{PLANTED}@db.example.com/app?sslmode=require"
    ));
    value["vectorDatabaseUrl"] = json!(format!("https://{PLANTED}@vectors.example.com"));
    value["cohereApiKey"] = json!(PLANTED);
    value["vercelToken"] = json!(PLANTED);
    value
}

#[test]
fn a_configuration_never_shows_its_secrets() {
    let read: DeploymentConfiguration = serde_json::from_value(with_secrets()).unwrap();
    let written = serde_json::to_string_pretty(&read).unwrap() + "\n";
    hold_against("tests/configuration-redacted.json", &written);
    for shown in [
        &written,
        &format!("{read:?}"),
        &format!("{:#?}", read.clone().into_fields()),
    ] {
        assert!(!shown.contains(PLANTED), "{shown}");
    }
    let pointers = "/backendUrl /frontendUrl /databaseUrl /vectorDatabaseUrl /cohereApiKey /vercelToken";
    assert_eq!(read.inline_secrets().join(" "), pointers);
}

#[test]
fn what_was_redacted_is_no_secret_any_more() {
    let text = std::fs::read_to_string(crate::support::path("tests/configuration-redacted.json")).unwrap();
    let value: Value = serde_json::from_str(&text).unwrap();
    let found = problems("deployment-configuration", &value);
    assert_eq!(found.len(), 6, "{found:#?}");
    for problem in found {
        assert!(problem.contains("the marker of a redacted secret"), "{problem}");
    }
}

#[test]
fn the_secret_is_there_for_who_asks_for_it() {
    let read: DeploymentConfiguration = serde_json::from_value(with_secrets()).unwrap();
    assert_eq!(read.cohere_api_key.expose_secret(), Some(PLANTED));
    assert!(read.database_url.expose_secret().unwrap().contains(PLANTED));
    assert!(read.backend_url.expose_secret().unwrap().contains(PLANTED));
}

#[test]
fn references_are_written_as_they_are() {
    let read: DeploymentConfiguration = serde_json::from_value(example("deployment-configuration")).unwrap();
    assert_eq!(read.cohere_api_key.expose_secret(), None);
    assert_eq!(
        read.cohere_api_key.reference().unwrap().to_string(),
        "env:COHERE_API_KEY"
    );
    assert_eq!(read.vercel_token.to_string(), "file:/run/secrets/vercel-token");
}

#[test]
fn no_error_repeats_a_secret() {
    for refused in [
        format!("mysql://app:{PLANTED}@db/app"),
        format!("ftp://app:{PLANTED}@example.com"),
        format!("https://app:{PLANTED}@example.com/\u{7}"),
        format!("https://example.com:99999/?token={PLANTED}"),
    ] {
        let errors = [
            refused.parse::<ApiKey>().map(drop),
            refused.parse::<DatabaseUrl>().map(drop),
            refused.parse::<HttpUrl>().map(drop),
            refused.parse::<StoragePath>().map(drop),
        ];
        for error in errors.into_iter().filter_map(Result::err) {
            assert!(!error.to_string().contains(PLANTED), "{error}");
        }
    }
    let mut value = with_secrets();
    value["vercelToken"] = json!(1_234_567_890);
    assert!(!problems("deployment-configuration", &value)[0].contains("1234567890"));
    value["cohereApiKey"] = json!(format!("{PLANTED} "));
    value["id"] = json!("no id!");
    let error = serde_json::from_value::<DeploymentConfiguration>(value).unwrap_err();
    assert!(!error.to_string().contains(PLANTED), "{error}");
}

/// Typing errors that hide a password in a text that is no URL any more, or hardly one.
#[test]
fn no_error_repeats_what_only_looks_like_a_url() {
    for refused in [
        "user:hunter22@vectors.example.com:6333\u{7}",
        "user:hunter22@vectors.example.com:6333",
        "https:/user:hunter22@db",
        "https//user:hunter22@host",
        "//user:hunter22@host/x y",
        "https:user:hunter22@host",
        "https://h h/#token=hunter22",
        "https://h h/?token=hunter22",
        "env:sk-live-hunter22",
        "file:\u{1}hunter22",
    ] {
        let errors = [
            refused.parse::<ApiKey>().map(drop),
            refused.parse::<DatabaseUrl>().map(drop),
            refused.parse::<HttpUrl>().map(drop),
            refused.parse::<ConfiguredUrl>().map(drop),
            refused.parse::<StoragePath>().map(drop),
            refused.parse::<Line>().map(drop),
        ];
        let is_reference = refused.starts_with("env:") || refused.starts_with("file:");
        for error in errors.into_iter().filter_map(Result::err) {
            // A reference is no secret where none is expected; the key says so.
            let shown = error.to_string();
            assert!(
                !shown.contains("hunter22") || (is_reference && error.what() != "a key or token"),
                "{shown}"
            );
        }
    }
    let mut value = example("deployment");
    value["metadata"] = json!("https://u:hunter22@h/");
    assert!(!problems("deployment", &value)[0].contains("hunter22"));
}

#[test]
fn parameters_that_speak_of_credentials_are_not_shown() {
    for name in [
        "accessToken",
        "clientSecret",
        "secretKey",
        "userPassword",
        "pwd",
        "passwd",
        "pass",
        "auth",
        "authtoken",
        "jwt",
        "bearer",
        "authorization",
        "credentials",
        "AWSAccessKeyId",
        "%74oken",
        "x%5Btoken%5D",
        "X-Amz-Signature",
        "sig",
    ] {
        for text in [
            format!("https://h/?{name}=hunter22"),
            format!("https://h/?a=b&{name}=hunter22&c=d"),
            format!("https://h/?a=b;{name}=hunter22"),
            format!("https://h/#{name}=hunter22"),
        ] {
            let url: HttpUrl = text.parse().unwrap();
            assert!(!url.to_string().contains("hunter22"), "{url}");
            assert!(url.has_credentials() && text.parse::<StoragePath>().is_err());
            assert_eq!(url.expose_secret(), text);
            assert!(!url.without_credentials().expose_secret().contains("hunter22"));
        }
    }
    let harmless = "https://h:8443/a?page=2&lang=en;x=y#/runs/7";
    let url: HttpUrl = harmless.parse().unwrap();
    assert_eq!(
        (url.to_string().as_str(), url.has_credentials()),
        (harmless, false)
    );
    assert_eq!(url.without_credentials(), url);
}

#[test]
fn the_edges_of_keys_references_and_database_urls() {
    for (length, good) in [(7, false), (8, true), (512, true), (513, false)] {
        assert_eq!("k".repeat(length).parse::<ApiKey>().is_ok(), good, "{length}");
    }
    assert!("my-[redacted]-key".parse::<ApiKey>().is_err());
    for (text, good) in [
        ("env:A".to_owned(), true),
        ("env:_a9".to_owned(), true),
        ("env:".to_owned(), false),
        ("env:9a".to_owned(), false),
        ("env:a-b".to_owned(), false),
        (format!("env:{}", "A".repeat(128)), true),
        (format!("env:{}", "A".repeat(129)), false),
        ("file:a".to_owned(), true),
        ("file:".to_owned(), false),
        ("file:a\nb".to_owned(), false),
        (format!("file:{}", "a".repeat(1024)), true),
        (format!("file:{}", "a".repeat(1025)), false),
    ] {
        assert_eq!(text.parse::<SecretReference>().is_ok(), good, "{text}");
    }
    for (text, good) in [
        ("postgres://db/app", true),
        (
            "POSTGRESQL://u:p@h1:5432,h2:5433/db?target_session_attrs=any",
            true,
        ),
        ("postgres://[::1]:5432/db", true),
        ("postgres:///db?host=/tmp", true),
        ("postgres://", false),
        ("postgres:db", false),
        ("postgres://h:99999/db", false),
        ("postgres://h a/db", false),
        ("postgres://h1,,h2/db", false),
    ] {
        assert_eq!(text.parse::<DatabaseUrl>().is_ok(), good, "{text}");
    }
    let url = |length: usize| format!("https://h/{}", "a".repeat(length - 10)).parse::<HttpUrl>();
    assert!(url(2048).is_ok() && url(2049).is_err());
}

#[test]
fn causes_and_views_carry_no_secret_and_no_word_of_an_engine() {
    let cause = std::io::Error::other(
        "could not connect to postgres://app:hunter22@db/app, gave up (https://x:hunter22@y)",
    );
    let mut failure = FailureModel::new(
        FailureCategory::Infrastructure,
        Line::clip("no database"),
        Timestamp::UNIX_EPOCH,
    )
    .caused_by(&cause);
    assert!(!serde_json::to_string(&failure).unwrap().contains("hunter22"));
    assert!(
        failure
            .causes
            .iter()
            .next()
            .unwrap()
            .as_str()
            .starts_with("could not connect to postgres://[redacted]@db/app, gave")
    );

    let mut stored = example("deployment-record");
    stored["engineRegion"] = json!("ENGINEMARK");
    stored["failures"] = json!([{
        "category": "APP", "summary": "it broke", "observedAt": "2026-02-05T12:00:00Z",
        "causes": ["ENGINEMARK"], "engineExecutionId": "ENGINEMARK"
    }]);
    stored["engineExecutionId"] = json!("ENGINEMARK");
    stored["engineExecutionUrl"] = json!("https://engine.example.com/ENGINEMARK");
    let admin: AdminRecordView = serde_json::from_value(stored).unwrap();
    let shown = serde_json::to_string(&admin.record().view(admin.outcome()).unwrap()).unwrap();
    assert!(
        !shown.contains("ENGINEMARK") && shown.contains("it broke"),
        "{shown}"
    );
    assert_eq!(
        serde_json::to_string(&admin)
            .unwrap()
            .matches("ENGINEMARK")
            .count(),
        5
    );
    failure = failure.view();
    assert!(failure.causes.is_empty());

    let mut recipe = example("recipe");
    recipe["deploy_pipeline"] = json!("ENGINEMARK");
    recipe["rollback_pipeline"] = json!("ENGINEMARK");
    recipe["spinnaker_application"] = json!("ENGINEMARK");
    let recipe: Recipe = serde_json::from_value(recipe).unwrap();
    assert!(
        !serde_json::to_string(&recipe.view())
            .unwrap()
            .contains("ENGINEMARK")
    );

    let sees: Vec<&str> = Role::ALL
        .iter()
        .filter(|role| role.sees_engine())
        .map(|role| role.as_str())
        .collect();
    assert_eq!(sees, ["PLATFORM_ADMIN"]);
}

#[test]
fn the_url_of_an_engine_is_stored_without_credentials() {
    let mut record = serde_json::from_value::<AdminRecordView>(example("deployment-record"))
        .unwrap()
        .record()
        .clone();
    let url: HttpUrl = "https://u:hunter22@deck.example.com/x?key=hunter22"
        .parse()
        .unwrap();
    let later = record.updated_at.plus_micros(7);
    record.executed_by("run-7".parse().unwrap(), Some(url.clone()), later);
    assert_eq!(record.updated_at, later);
    let stored = serde_json::to_string(&record).unwrap();
    assert!(stored.contains("https://deck.example.com/x\""), "{stored}");
    assert_eq!(serde_json::from_str::<DeploymentRecord>(&stored).unwrap(), record);
    let mut fields = record.into_fields();
    fields.engine_execution_url = Some(url);
    let problems = DeploymentRecord::new(fields).unwrap_err();
    assert_eq!(problems.iter().next().unwrap().pointer, "/engineExecutionUrl");
}

#[test]
fn what_is_unknown_cannot_stand_for_what_is_known_or_hidden() {
    let smuggled: FailureModel =
        serde_json::from_value(json!({"category": "APP", "summary": "x", "observedAt": "2026-02-05T12:00:00Z", "state": "FAILED", "engineExecutionId": "y"}))
            .unwrap();
    let view: RecordView = serde_json::from_value(example("deployment-record-view")).unwrap();
    let mut fields = view.into_fields();
    fields.unknown = smuggled.unknown;
    let problems = RecordView::new(fields).unwrap_err();
    let pointers: Vec<&str> = problems.iter().map(|problem| problem.pointer.as_str()).collect();
    assert_eq!(pointers, ["/state", "/engineExecutionId"]);
}

#[test]
fn a_storage_path_carries_no_credentials() {
    for good in [
        "/var/builds/a.tar",
        "registry.example.com/a:1",
        "s3://builds/a?versionId=3",
        "git@example.com:a/b",
    ] {
        assert!(good.parse::<StoragePath>().is_ok(), "{good}");
    }
    for bad in [
        "https://u:p@h/a",
        "https://token@h/a",
        "https://h/a?X-Amz-Signature=abc&x=1",
        "s3://b/a?sig=x",
    ] {
        assert!(bad.parse::<StoragePath>().is_err(), "{bad}");
    }
}
