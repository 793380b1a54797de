use crate::wire::wire_text;

const fn is_name_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-')
}

fn is_name(text: &str, max: usize) -> bool {
    text.len() <= max
        && text
            .bytes()
            .next()
            .is_some_and(|first| first.is_ascii_alphanumeric())
        && text.bytes().all(is_name_byte)
}

fn is_version(text: &str) -> bool {
    text.len() <= 128
        && text
            .bytes()
            .next()
            .is_some_and(|first| first.is_ascii_alphanumeric())
        && text.bytes().all(|byte| is_name_byte(byte) || byte == b'+')
}

wire_text! {
    /// The name of something that is deployed.
    ///
    /// ```
    /// use cutover_model::ServiceName;
    ///
    /// assert!("checkout-api".parse::<ServiceName>().is_ok());
    /// assert!("-checkout".parse::<ServiceName>().is_err());
    /// ```
    ServiceName, "a service name",
    "1 to 100 letters, digits, '.', '_' or '-', starting with a letter or digit",
    |text| is_name(text, 100),
    schema: { "minLength": 1, "maxLength": 100, "pattern": "^[A-Za-z0-9][A-Za-z0-9._-]*$" }
}

wire_text! {
    /// The name of a place that services are deployed to.
    ///
    /// ```
    /// use cutover_model::EnvironmentName;
    ///
    /// assert!("production".parse::<EnvironmentName>().is_ok());
    /// assert!("eu/production".parse::<EnvironmentName>().is_err());
    /// ```
    EnvironmentName, "an environment name",
    "1 to 63 letters, digits, '.', '_' or '-', starting with a letter or digit",
    |text| is_name(text, 63),
    schema: { "minLength": 1, "maxLength": 63, "pattern": "^[A-Za-z0-9][A-Za-z0-9._-]*$" }
}

wire_text! {
    /// Identifies a [`Recipe`](crate::Recipe).
    ///
    /// ```
    /// use cutover_model::RecipeId;
    ///
    /// assert!("standard-canary".parse::<RecipeId>().is_ok());
    /// ```
    RecipeId, "a recipe id",
    "1 to 100 letters, digits, '.', '_' or '-', starting with a letter or digit",
    |text| is_name(text, 100),
    schema: { "minLength": 1, "maxLength": 100, "pattern": "^[A-Za-z0-9][A-Za-z0-9._-]*$" }
}

wire_text! {
    /// Identifies a [`DeliveryGroup`](crate::DeliveryGroup).
    ///
    /// ```
    /// use cutover_model::DeliveryGroupId;
    ///
    /// assert!("payments".parse::<DeliveryGroupId>().is_ok());
    /// ```
    DeliveryGroupId, "a delivery group id",
    "1 to 100 letters, digits, '.', '_' or '-', starting with a letter or digit",
    |text| is_name(text, 100),
    schema: { "minLength": 1, "maxLength": 100, "pattern": "^[A-Za-z0-9][A-Za-z0-9._-]*$" }
}

wire_text! {
    /// The name of a rollout strategy, `canary` or `blue_green` among them.
    ///
    /// ```
    /// use cutover_model::StrategyName;
    ///
    /// assert!("blue_green".parse::<StrategyName>().is_ok());
    /// ```
    StrategyName, "a strategy name",
    "1 to 63 letters, digits, '.', '_' or '-', starting with a letter or digit",
    |text| is_name(text, 63),
    schema: { "minLength": 1, "maxLength": 63, "pattern": "^[A-Za-z0-9][A-Za-z0-9._-]*$" }
}

wire_text! {
    /// An engine's name for a pipeline, or the name of a plan template of the native engine.
    ///
    /// ```
    /// use cutover_model::PipelineName;
    ///
    /// assert!("Deploy to production (canary)".parse::<PipelineName>().is_ok());
    /// ```
    PipelineName, "a pipeline name", "1 to 200 characters, none of them a control character",
    |text| !text.is_empty() && text.chars().count() <= 200 && !text.chars().any(char::is_control),
    schema: { "minLength": 1, "maxLength": 200, "pattern": "^[^\\u0000-\\u001f\\u007f-\\u009f]+$" }
}

wire_text! {
    /// A version of a service, as its builds name it.
    ///
    /// Whether a delivery group insists on MAJOR.MINOR.PATCH is policy, not vocabulary. So is which of two is newer: the
    /// order of the type is that of the text, and puts `1.10.0` before `1.9.0`.
    ///
    /// ```
    /// use cutover_model::Version;
    ///
    /// assert!("2.0.0-rc.1+build.5".parse::<Version>().is_ok());
    /// assert!("v 2".parse::<Version>().is_err());
    /// ```
    Version, "a version",
    "1 to 128 letters, digits, '.', '_', '+' or '-', starting with a letter or digit",
    is_version,
    schema: { "minLength": 1, "maxLength": 128, "pattern": "^[A-Za-z0-9][A-Za-z0-9._+-]*$" }
}

wire_text! {
    /// A Git commit hash: 40 (SHA-1) or 64 (SHA-256) hex digits, or an abbreviation of at least 7.
    ///
    /// ```
    /// use cutover_model::Commit;
    ///
    /// assert!("8f3c2d1".parse::<Commit>().is_ok());
    /// assert!("unknown".parse::<Commit>().is_err());
    /// ```
    Commit, "a commit hash", "7 to 40 or exactly 64 hex digits",
    |text| matches!(text.len(), 7..=40 | 64) && text.bytes().all(|byte| byte.is_ascii_hexdigit()),
    schema: { "minLength": 7, "maxLength": 64, "pattern": "^([0-9A-Fa-f]{7,40}|[0-9A-Fa-f]{64})$" }
}

wire_text! {
    /// What kind of action an audit event tells of: a word in capitals.
    ///
    /// The set is open, because services audit actions of their own. Ours are the associated functions.
    ///
    /// ```
    /// use cutover_model::AuditEventType;
    ///
    /// assert_eq!(AuditEventType::deploy_submit().as_str(), "DEPLOY_SUBMIT");
    /// assert!("CERTIFICATE_ROTATED".parse::<AuditEventType>().is_ok());
    /// assert!("deploy".parse::<AuditEventType>().is_err());
    /// ```
    AuditEventType, "an audit event type", "1 to 64 capitals, digits or '_', starting with a capital",
    |text| text.len() <= 64
        && text.bytes().next().is_some_and(|first| first.is_ascii_uppercase())
        && text.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_'),
    schema: { "minLength": 1, "maxLength": 64, "pattern": "^[A-Z][A-Z0-9_]*$" }
}

impl AuditEventType {
    /// `ADMIN_UPDATE`: somebody changed a group, a recipe or another part of the catalog.
    pub fn admin_update() -> Self {
        Self("ADMIN_UPDATE".into())
    }

    /// `DEPLOY_SUBMIT`: somebody asked for a deployment.
    pub fn deploy_submit() -> Self {
        Self("DEPLOY_SUBMIT".into())
    }
}

/// The string ids of the delivery workflow: whoever makes one chooses it.
macro_rules! workflow_id {
    ($(#[$meta:meta])* $name:ident, $what:literal) => {
        wire_text! {
            $(#[$meta])*
            $name, $what, "1 to 128 letters, digits, '.', '_', ':' or '-', starting with a letter or digit",
            |text| text.len() <= 128
                && text.bytes().next().is_some_and(|first| first.is_ascii_alphanumeric())
                && text.bytes().all(|byte| is_name_byte(byte) || byte == b':'),
            schema: { "minLength": 1, "maxLength": 128, "pattern": "^[A-Za-z0-9][A-Za-z0-9._:-]*$" }
        }
    };
}

workflow_id! {
    /// Identifies a [`DeploymentConfiguration`](crate::DeploymentConfiguration).
    ///
    /// ```
    /// use cutover_model::ConfigurationId;
    ///
    /// assert!("config-production-7".parse::<ConfigurationId>().is_ok());
    /// ```
    ConfigurationId, "a configuration id"
}

workflow_id! {
    /// Identifies a [`DeploymentJob`](crate::DeploymentJob).
    ///
    /// ```
    /// use cutover_model::JobId;
    ///
    /// assert!("job-42".parse::<JobId>().is_ok());
    /// ```
    JobId, "a job id"
}

workflow_id! {
    /// Identifies a [`DeploymentArtifact`](crate::DeploymentArtifact).
    ///
    /// ```
    /// use cutover_model::ArtifactId;
    ///
    /// assert!("artifact-42".parse::<ArtifactId>().is_ok());
    /// ```
    ArtifactId, "an artifact id"
}

workflow_id! {
    /// Identifies a [`DeploymentEvent`](crate::DeploymentEvent).
    ///
    /// ```
    /// use cutover_model::EventId;
    ///
    /// assert!("event-42".parse::<EventId>().is_ok());
    /// ```
    EventId, "an event id"
}

workflow_id! {
    /// The deployment that a [`DeploymentEvent`](crate::DeploymentEvent) belongs to. A string, like every id of the
    /// delivery workflow; one of ours is the text of its [`DeploymentId`](crate::DeploymentId).
    ///
    /// ```
    /// use cutover_model::{DeploymentId, DeploymentRef, Timestamp};
    ///
    /// let id = DeploymentId::new(Timestamp::UNIX_EPOCH, [7; 10]);
    /// assert_eq!(DeploymentRef::from(id).as_str(), id.to_string());
    /// ```
    DeploymentRef, "a deployment reference"
}

impl From<crate::DeploymentId> for DeploymentRef {
    fn from(id: crate::DeploymentId) -> Self {
        Self(id.to_string().into())
    }
}

wire_text! {
    /// A Git branch: 1 to 255 characters that Git allows in a reference.
    ///
    /// ```
    /// use cutover_model::Branch;
    ///
    /// assert!("release/2.4".parse::<Branch>().is_ok());
    /// assert!("a..b".parse::<Branch>().is_err());
    /// ```
    Branch, "a branch name", "1 to 255 characters that Git allows in a reference",
    is_branch,
    schema: {
        "minLength": 1,
        "maxLength": 255,
        "pattern": "^[^\\u0000-\\u0020\\u007f~^:?*\\[\\\\]+$"
    }
}

/// The rules of `git check-ref-format` for what follows `refs/heads/`.
fn is_branch(text: &str) -> bool {
    let stray = |c: char| c <= ' ' || c == '\u{7f}' || matches!(c, '~' | '^' | ':' | '?' | '*' | '[' | '\\');
    (1..=255).contains(&text.chars().count())
        && !text.chars().any(stray)
        && !text.contains("..")
        && !text.contains("@{")
        && text != "@"
        && !text.starts_with('-')
        && !text.ends_with('.')
        && text.split('/').all(|part| {
            let lock = part.len() >= 5 && part.as_bytes().ends_with(b".lock");
            !part.is_empty() && !part.starts_with('.') && !lock
        })
}

wire_text! {
    /// Where an artifact is stored: a path or a URL without credentials. 1 to 1,024 characters.
    ///
    /// ```
    /// use cutover_model::StoragePath;
    ///
    /// assert!("s3://builds/checkout/1.4.0.tar".parse::<StoragePath>().is_ok());
    /// assert!("https://user:secret@builds/checkout".parse::<StoragePath>().is_err());
    /// ```
    StoragePath, "a storage path", "1 to 1024 characters without control characters and without credentials",
    |text| !text.is_empty()
        && text.chars().count() <= 1024
        && !text.chars().any(char::is_control)
        && !crate::redact::has_credentials(text),
    schema: { "minLength": 1, "maxLength": 1024, "pattern": "^[^\\u0000-\\u001f\\u007f-\\u009f]+$" }
}
