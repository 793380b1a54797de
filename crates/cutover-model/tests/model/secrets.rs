use cutover_model::{ApiKey, DatabaseUrl, DeploymentConfiguration, HttpUrl, StoragePath};
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
    assert!(read.backend_url.expose_secret().contains(PLANTED));
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
