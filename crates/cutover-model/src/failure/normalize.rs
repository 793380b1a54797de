use super::FailureCategory::{
    self, App, Artifact, Config, Infrastructure, Policy, Rollback, Timeout, Unknown, Validation,
};
use super::FailureModel;
use crate::redact::text_without_credentials;
use crate::{Line, Text, Timestamp};

/// What a rule looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum When {
    /// The engine's code is one of these, whatever its case and separators.
    Code(&'static [&'static str]),
    /// All these words stand in the engine's text. A word that ends in `*` stands for all that start so.
    Words(&'static [&'static str]),
    /// These words stand there one after the other. `*` alone is any word.
    Phrase(&'static [&'static str]),
}

/// One line of the table by which failures of engines get a category.
///
/// ```
/// use cutover_model::{FailureCategory, FAILURE_RULES};
///
/// // Every category but UNKNOWN, which is what no rule recognises, has a rule.
/// for category in FailureCategory::ALL.iter().filter(|category| **category != FailureCategory::Unknown) {
///     assert!(FAILURE_RULES.iter().any(|rule| rule.category == *category));
/// }
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FailureRule {
    /// The category it gives.
    pub category: FailureCategory,
    when: When,
    summary: &'static str,
}

const fn code(
    category: FailureCategory,
    codes: &'static [&'static str],
    summary: &'static str,
) -> FailureRule {
    FailureRule {
        category,
        when: When::Code(codes),
        summary,
    }
}

const fn words(
    category: FailureCategory,
    words: &'static [&'static str],
    summary: &'static str,
) -> FailureRule {
    FailureRule {
        category,
        when: When::Words(words),
        summary,
    }
}

const fn phrase(
    category: FailureCategory,
    words: &'static [&'static str],
    summary: &'static str,
) -> FailureRule {
    FailureRule {
        category,
        when: When::Phrase(words),
        summary,
    }
}

/// The table, in order: the first rule that matches decides. A refusal is a refusal whatever was refused, so it comes
/// first; then codes that say what happened, then words from the most telling to the least, then codes that say little.
#[rustfmt::skip]
pub const FAILURE_RULES: &[FailureRule] = &[
    code(Rollback, &["rollback", "rollback_failed", "rollback_error"], "the rollback failed"),
    code(Policy, &["policy", "unauthorized", "unauthenticated", "forbidden", "access_denied", "permission_denied", "policy_violation", "401", "403"], "the engine refused: a permission or policy forbids it"),
    code(Policy, &["quota_exceeded", "rate_limited", "too_many_requests", "429"], "the engine refused: a quota is used up"),
    words(Policy, &["forbidden"], "the engine refused: a permission forbids it"),
    words(Policy, &["unauthorized"], "the engine refused: it did not accept the credentials"),
    words(Policy, &["permission*", "denied"], "the engine refused: a permission is missing"),
    phrase(Policy, &["access", "denied"], "the engine refused: access is denied"),
    phrase(Policy, &["not", "authorized"], "the engine refused: a permission is missing"),

    code(Validation, &["validation", "validation_failed", "validation_error", "invalid_request", "invalid_argument", "bad_request", "unprocessable_entity", "400", "422"], "the request was not valid"),
    code(Timeout, &["timeout", "timed_out", "deadline_exceeded", "gateway_timeout", "408", "504"], "it did not end in its time"),
    code(Artifact, &["artifact", "artifact_not_found", "artifact_error", "image_pull_back_off", "err_image_pull", "image_not_found", "checksum_mismatch"], "the build could not be fetched or is damaged"),
    code(App, &["app", "app_error", "application_error", "crash_loop_back_off", "health_check_failed", "oom_killed", "unhealthy"], "the service did not start or is not healthy"),
    code(Config, &["config", "config_error", "configuration_error", "missing_configuration", "pipeline_not_found"], "the configuration of the deployment is wrong"),
    code(Infrastructure, &["infrastructure", "infrastructure_error", "unavailable", "service_unavailable", "connection_refused", "insufficient_capacity", "502", "503"], "the platform below the service failed"),

    phrase(Rollback, &["rollback", "fail*"], "the rollback failed"),
    phrase(Rollback, &["rollback", "of", "*", "fail*"], "the rollback failed"),
    phrase(Rollback, &["fail*", "to", "roll", "back"], "the rollback failed"),
    phrase(Rollback, &["rollback", "error*"], "the rollback failed"),
    phrase(Rollback, &["error*", "in", "rollback"], "the rollback failed"),
    phrase(Rollback, &["rollback", "timed", "out"], "the rollback did not end in its time"),
    phrase(Policy, &["policy", "violat*"], "the engine refused: a policy forbids it"),
    phrase(Policy, &["violat*", "policy"], "the engine refused: a policy forbids it"),
    phrase(Policy, &["policy", "forbids"], "the engine refused: a policy forbids it"),
    words(Policy, &["admission", "policy"], "the engine refused: a policy forbids it"),
    phrase(Policy, &["by", "policy"], "the engine refused: a policy forbids it"),
    words(Policy, &["quota*"], "the engine refused: a quota is used up"),
    words(Validation, &["validation", "fail*"], "the request was not valid"),
    words(Validation, &["validation", "error*"], "the request was not valid"),
    words(Validation, &["invalid"], "the request was not valid"),
    words(Validation, &["malformed"], "the request was not valid"),
    phrase(Timeout, &["timed", "out"], "it did not end in its time"),
    words(Timeout, &["timeout*"], "it did not end in its time"),
    phrase(Timeout, &["deadline", "exceeded"], "it did not end in its time"),
    words(Artifact, &["artifact*"], "the build could not be fetched or is damaged"),
    words(Artifact, &["image*", "pull*"], "the image could not be fetched"),
    words(Artifact, &["imagepullbackoff"], "the image could not be fetched"),
    words(Artifact, &["errimagepull"], "the image could not be fetched"),
    words(Artifact, &["image*", "not", "found"], "the image does not exist"),
    words(Artifact, &["checksum*"], "the build is damaged"),
    words(App, &["crashloopbackoff"], "the service crashes when it starts"),
    words(App, &["crash*"], "the service crashed"),
    phrase(App, &["failed", "container"], "the service does not stay up"),
    phrase(App, &["segmentation", "fault"], "the service crashed"),
    words(App, &["oomkilled"], "the service used more memory than it may"),
    phrase(App, &["out", "of", "memory"], "the service used more memory than it may"),
    words(App, &["health", "check*"], "the service is not healthy"),
    words(App, &["healthcheck*"], "the service is not healthy"),
    words(App, &["unhealthy"], "the service is not healthy"),
    words(App, &["readiness"], "the service did not become ready"),
    words(App, &["liveness"], "the service stopped answering"),
    phrase(App, &["exit*", "code"], "the service ended by itself"),
    phrase(App, &["exit*", "status"], "the service ended by itself"),
    words(App, &["application", "fail*"], "the service failed"),
    words(App, &["application", "error*"], "the service failed"),
    words(App, &["exception*"], "the service failed"),
    words(Config, &["config*"], "the configuration of the deployment is wrong"),
    phrase(Config, &["environment", "variable*"], "a setting of the service is missing"),
    words(Config, &["secret*", "not", "found"], "a secret of the service is missing"),
    words(Config, &["application", "not", "found"], "the engine does not know the application of the recipe"),
    words(Config, &["pipeline*"], "the pipeline of the recipe is wrong or missing"),
    words(Config, &["template*"], "the template of the recipe is wrong or missing"),
    words(Infrastructure, &["connection*"], "the platform could not be reached"),
    words(Infrastructure, &["network"], "the network failed"),
    words(Infrastructure, &["unreachable"], "the platform could not be reached"),
    words(Infrastructure, &["unavailable"], "the platform is not available"),
    words(Infrastructure, &["insufficient"], "the platform has no room left"),
    words(Infrastructure, &["capacity"], "the platform has no room left"),
    phrase(Infrastructure, &["no", "space"], "a disk is full"),
    words(Infrastructure, &["node"], "a machine of the platform failed"),
    words(Infrastructure, &["cluster*"], "the platform failed"),
    words(Infrastructure, &["infrastructure"], "the platform failed"),

    code(Artifact, &["not_found", "404"], "something the deployment needs does not exist"),
    code(Infrastructure, &["internal_error", "internal_server_error", "server_error", "500"], "the engine failed by itself"),
];

/// A failure as people see it, and beside it, for administrators, what the engine said. Made by [`normalize`].
///
/// ```
/// use cutover_model::{FailureCategory, NormalizedFailure, Timestamp, normalize};
///
/// let NormalizedFailure { failure, engine } = normalize(Some("HTTP_401"), "who are you?", Timestamp::UNIX_EPOCH);
/// assert_eq!(failure.category, FailureCategory::Policy);
/// assert_eq!(engine.as_str(), "HTTP_401: who are you?");
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct NormalizedFailure {
    /// For everybody. Not one word of it comes from the engine.
    pub failure: FailureModel,
    /// For administrators: the engine's own code and text.
    pub engine: Text,
}

/// Gives a failure of an outside engine its category, a summary of ours and a hint.
///
/// ```
/// use cutover_model::{normalize, FailureCategory, Timestamp};
///
/// let seen = normalize(Some("TERMINAL"), "Access to artifact forbidden by fiat-77", Timestamp::UNIX_EPOCH);
/// assert_eq!(seen.failure.category, FailureCategory::Policy);
/// assert!(!seen.failure.summary.as_str().contains("fiat"));
/// assert!(seen.engine.as_str().contains("fiat-77"));
/// ```
pub fn normalize(code: Option<&str>, text: &str, observed_at: Timestamp) -> NormalizedFailure {
    let said = Said::new(code, text);
    let rule = FAILURE_RULES.iter().find(|rule| said.matches(rule));
    let (category, summary) = rule.map_or(
        (Unknown, "the engine failed for a reason that is not recognised"),
        |rule| (rule.category, rule.summary),
    );
    let failure = FailureModel::new(category, Line::clip(summary), observed_at)
        .with_action_hint(Line::clip(category.hint()));
    let said = code.map_or_else(|| text.to_owned(), |code| format!("{code}: {text}"));
    let engine = Text::clip(&text_without_credentials(&said));
    NormalizedFailure { failure, engine }
}

impl FailureRule {
    /// Whether this rule by itself recognises what an engine said. An earlier one may recognise it too.
    pub fn decides(&self, code: Option<&str>, text: &str) -> bool {
        Said::new(code, text).matches(self)
    }
}

/// What an engine said, ready to be compared.
struct Said {
    /// Letters and digits of the code: `AccessDenied`, `access-denied` and `ACCESS_DENIED` are one.
    code: Option<String>,
    /// The text in lower case.
    text: String,
}

impl Said {
    /// How much of an engine's text is looked at.
    const MAX_BYTES: usize = 16 * 1024;

    fn new(code: Option<&str>, text: &str) -> Self {
        let text = text
            .get(..text.floor_char_boundary(Self::MAX_BYTES))
            .unwrap_or_default();
        Self {
            code: code.map(plain),
            text: text.to_lowercase(),
        }
    }

    fn matches(&self, rule: &FailureRule) -> bool {
        match rule.when {
            When::Code(codes) => self
                .code
                .as_ref()
                .is_some_and(|code| codes.iter().any(|known| plain(known) == *code)),
            When::Phrase(wanted) => self.has_phrase(wanted),
            When::Words(wanted) => wanted
                .iter()
                .all(|wanted| self.words().any(|word| is_word(word, wanted))),
        }
    }

    fn has_phrase(&self, wanted: &[&str]) -> bool {
        let words: Vec<&str> = self.words().collect();
        words.windows(wanted.len()).any(|place| {
            place
                .iter()
                .zip(wanted)
                .all(|(word, wanted)| is_word(word, wanted))
        })
    }

    fn words(&self) -> impl Iterator<Item = &str> {
        self.text
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
    }
}

/// The first letters and digits of a code, in lower case; of a status of HTTP the number alone, so that `HTTP_401` and
/// `401 Unauthorized` are `401`.
fn plain(code: &str) -> String {
    let code = code
        .get(..4)
        .filter(|start| start.eq_ignore_ascii_case("http"))
        .map_or(code, |_| {
            code.get(4..)
                .unwrap_or_default()
                .trim_start_matches(['_', '-', ' '])
        });
    if let Some(status) = code
        .get(..3)
        .filter(|start| start.bytes().all(|byte| byte.is_ascii_digit()))
    {
        return status.to_owned();
    }
    code.chars()
        .take(128)
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

fn is_word(word: &str, wanted: &str) -> bool {
    wanted
        .strip_suffix('*')
        .map_or(word == wanted, |stem| word.starts_with(stem))
}
