use cutover_model::wire::{self, ReadError};
use cutover_model::{
    ConfigurationStatus, DeploymentId, DeploymentIntent, DeploymentState, History, IllegalMove, JobStatus,
    MoveError, OutOfOrder, RollbackError, Sha256Digest, StateMachine, Timestamp, VerifyError,
};

use crate::support::{chain, example, hold_against};

fn id(last: u8) -> DeploymentId {
    let mut random = [0; 10];
    random[9] = last;
    DeploymentId::new(Timestamp::UNIX_EPOCH, random)
}

/// The name of the variant, so that the compiler asks for a line here when there is a new one.
fn read_error(error: &ReadError) -> &'static str {
    match error {
        ReadError::TooLarge { .. } => "ReadError::TooLarge",
        ReadError::Syntax(_) => "ReadError::Syntax",
        ReadError::Invalid(_) => "ReadError::Invalid",
    }
}

fn move_error(error: &MoveError) -> &'static str {
    match error {
        MoveError::Illegal { .. } => "MoveError::Illegal",
        MoveError::NeedsRollback { .. } => "MoveError::NeedsRollback",
        MoveError::NotTakenBack { .. } => "MoveError::NotTakenBack",
    }
}

fn rollback_error(error: &RollbackError) -> &'static str {
    match error {
        RollbackError::NotFound { .. } => "RollbackError::NotFound",
        RollbackError::NotRunning { .. } => "RollbackError::NotRunning",
        RollbackError::NoPriorSuccessfulVersion { .. } => "RollbackError::NoPriorSuccessfulVersion",
    }
}

fn verify_error(error: &VerifyError) -> &'static str {
    match error {
        VerifyError::Size { .. } => "VerifyError::Size",
        VerifyError::Digest { .. } => "VerifyError::Digest",
        VerifyError::Read { .. } => "VerifyError::Read",
    }
}

/// An error under its name: its code, and it with its causes.
type Rendered = (&'static str, &'static str, String);

#[test]
fn every_error_of_the_crate_reads_well() {
    let refused = invalid_values()
        .into_iter()
        .map(|(name, error)| (name, "INVALID_VALUE", chain(&error)));
    let rendered = [
        read_errors(),
        moves(),
        histories(),
        rollbacks(),
        artifacts(),
        refused.collect(),
    ]
    .concat();
    for (name, _, chain) in &rendered {
        for line in chain.lines() {
            let said = line.trim_start().trim_start_matches("caused by: ");
            assert!(!said.ends_with('.') && !said.is_empty(), "{name}: {line}");
        }
    }
    let text: Vec<String> = rendered
        .iter()
        .map(|(name, code, chain)| format!("{name} [{code}]\n  {chain}\n"))
        .collect();
    hold_against("tests/errors.txt", &text.join("\n"));
}

fn read_errors() -> Vec<Rendered> {
    let read = |text: &[u8]| wire::from_slice::<DeploymentIntent>(text).unwrap_err();
    let errors = [
        ReadError::TooLarge { bytes: 5_000_000 },
        read(b"{\"service\": }"),
        read(b"{\"service\": \"a\", \"service\": \"b\"}"),
        read(&b"[".repeat(100)),
        read(b"\"deploy\""),
        read(b"{\"service\": 7, \"recipe\": \"a\"}"),
    ];
    errors
        .iter()
        .map(|error| (read_error(error), error.code(), chain(error)))
        .collect()
}

fn moves() -> Vec<Rendered> {
    let errors = [
        MoveError::Illegal {
            id: id(1),
            source: DeploymentState::Pending
                .move_to(DeploymentState::Succeeded)
                .unwrap_err(),
        },
        MoveError::NeedsRollback { id: id(1) },
        MoveError::NotTakenBack { id: id(1), by: id(2) },
    ];
    let mut rendered: Vec<Rendered> = errors
        .iter()
        .map(|error| (move_error(error), error.code(), chain(error)))
        .collect();
    let illegal = ConfigurationStatus::Created
        .move_to(ConfigurationStatus::Deprecated)
        .unwrap_err();
    rendered.push((
        "IllegalMove<ConfigurationStatus>",
        illegal.code(),
        chain(&illegal),
    ));
    let illegal = IllegalMove {
        from: JobStatus::Pending,
        to: JobStatus::Success,
    };
    rendered.push(("IllegalMove<JobStatus>", illegal.code(), chain(&illegal)));
    rendered
}

fn histories() -> Vec<Rendered> {
    let record: cutover_model::AdminRecordView =
        serde_json::from_value(example("deployment-record")).unwrap();
    let twice = [record.record().clone(), record.record().clone()];
    let errors = [
        OutOfOrder { index: 3, id: id(1) },
        History::new(&twice).unwrap_err(),
    ];
    errors
        .iter()
        .map(|error| ("OutOfOrder", error.code(), chain(error)))
        .collect()
}

fn rollbacks() -> Vec<Rendered> {
    let target = || "checkout/production".parse::<cutover_model::Target>().unwrap();
    let version = |text: &str| text.parse::<cutover_model::Version>().unwrap();
    let nowhere = |named: Option<&str>, available: &[&str]| RollbackError::NoPriorSuccessfulVersion {
        target: target(),
        version: named.map(version),
        available: available.iter().map(|text| version(text)).collect(),
    };
    let not_running = |running| RollbackError::NotRunning {
        target: target(),
        of: id(1),
        state: DeploymentState::Canceled,
        running,
    };
    let errors = [
        RollbackError::NotFound {
            target: target(),
            of: id(1),
        },
        not_running(None),
        not_running(Some(id(2))),
        nowhere(None, &[]),
        nowhere(Some("1.0.0"), &[]),
        nowhere(Some("1.0.0"), &["1.2.0", "1.1.0"]),
    ];
    errors
        .iter()
        .map(|error| (rollback_error(error), error.code(), chain(error)))
        .collect()
}

fn artifacts() -> Vec<Rendered> {
    let id = || "artifact-42".parse::<cutover_model::ArtifactId>().unwrap();
    let errors = [
        VerifyError::Size {
            id: id(),
            expected: 10,
            at_least: 11,
        },
        VerifyError::Size {
            id: id(),
            expected: 10,
            at_least: 9,
        },
        VerifyError::Digest {
            id: id(),
            expected: Sha256Digest::of(b"a"),
            found: Sha256Digest::of(b"b"),
        },
        VerifyError::Read {
            id: id(),
            source: std::io::Error::other("connection reset"),
        },
    ];
    errors
        .iter()
        .map(|error| (verify_error(error), error.code(), chain(error)))
        .collect()
}

/// One refusal per parsed type.
fn invalid_values() -> Vec<(&'static str, wire::InvalidValue)> {
    macro_rules! refused {
        ($($type:ident($text:expr)),+ $(,)?) => {
            vec![$((stringify!($type), $text.parse::<cutover_model::$type>().unwrap_err())),+]
        };
    }
    let mut refused = refused![
        ActorId(""),
        ApiKey("short"),
        ArtifactId("a b"),
        AuditEventId("1"),
        AuditEventType("deploy"),
        Branch("a..b"),
        ChangeSummary("\u{1b}[2J"),
        Commit("HEAD"),
        ConfigurationId("a b"),
        Cursor("7"),
        DatabaseUrl("mysql://db"),
        DeliveryGroupId("a b"),
        DeploymentId("{9b}"),
        DeploymentRef("a b"),
        DeploymentState("DONE"),
        DisplayName(""),
        EngineExecutionId(""),
        EnvironmentName("a/b"),
        EventId("a b"),
        FailureCategory("OTHER"),
        HttpUrl("ftp://example.com"),
        HttpUrl("https://user:pw@"),
        ConfiguredUrl("ftp://example.com"),
        ConfiguredUrl("env:9"),
        JobId("a b"),
        Line("two\nlines"),
        Logs("x".repeat(2 * 1024 * 1024)),
        PipelineName(""),
        RecipeId("a b"),
        ResourceId(""),
        Role("ADMIN"),
        SecretReference("env:9"),
        ServiceName("che ckout"),
        Sha256Digest("abc"),
        StoragePath("https://user:pw@host/a"),
        StrategyName(""),
        Target("production"),
        Target("a b/production"),
        Text("\u{7}"),
        Timestamp("yesterday"),
        Version("v 2"),
    ];
    refused.push((
        "ApiKey",
        "[redacted]".parse::<cutover_model::ApiKey>().unwrap_err(),
    ));
    refused.push(("Limit", cutover_model::Limit::try_from(0).unwrap_err()));
    refused.push((
        "ApiKey",
        "env:9-secret".parse::<cutover_model::ApiKey>().unwrap_err(),
    ));
    refused.push(("PageSize", cutover_model::PageSize::try_from(501).unwrap_err()));
    refused.push(("Seconds", cutover_model::Seconds::try_from(f64::NAN).unwrap_err()));
    refused.push((
        "ByteSize",
        cutover_model::ByteSize::try_from(1 << 53).unwrap_err(),
    ));
    refused
}
