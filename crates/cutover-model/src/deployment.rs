use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, Value};

use crate::wire::{Node, Wire, wire_deserialize, wire_enum, wire_object, wire_schema};
use crate::{DeploymentId, StrategyName, Target, Text, Timestamp, Unknown, Version};

/// What the caller of a deploy or a rollback gets back when it waits for the end.
///
/// ```
/// use cutover_model::DeploymentResult;
///
/// # let text = include_str!("../documents/deployment-result.json");
/// let result: DeploymentResult = serde_json::from_str(text)?;
/// assert!(!result.success);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct DeploymentResult {
    /// Whether it succeeded.
    pub success: bool,
    /// The version that was deployed.
    pub version: Version,
    /// Where to.
    pub target: Target,
    /// The strategy that was used.
    pub strategy: StrategyName,
    /// How long it took, in seconds.
    pub duration: Seconds,
    /// What went wrong.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub errors: Option<Errors>,
    /// Fields this version does not know.
    #[serde(flatten)]
    #[schemars(skip)]
    pub unknown: Unknown,
}

wire_object!(DeploymentResult, open {
    success = "success",
    version = "version",
    target = "target",
    strategy = "strategy",
    duration = "duration",
    errors = "errors",
});

/// What went wrong, in words: at most [`Errors::MAX`] texts; of more, the first ones are kept.
///
/// ```
/// use cutover_model::{Errors, Text};
///
/// let errors: Errors = ["no answer", "gave up"].into_iter().map(Text::clip).collect();
/// assert_eq!(errors.iter().count(), 2);
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(transparent)]
pub struct Errors(#[schemars(length(max = 100))] Vec<Text>);

impl Errors {
    /// How many are kept.
    pub const MAX: usize = 100;

    /// The texts, in their order.
    pub fn iter(&self) -> std::slice::Iter<'_, Text> {
        self.0.iter()
    }
}

impl FromIterator<Text> for Errors {
    fn from_iter<I: IntoIterator<Item = Text>>(texts: I) -> Self {
        Self(texts.into_iter().take(Self::MAX).collect())
    }
}

impl<'a> IntoIterator for &'a Errors {
    type Item = &'a Text;
    type IntoIter = std::slice::Iter<'a, Text>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl Wire for Errors {
    fn read(node: Node<'_>) -> Option<Self> {
        node.list(Self::MAX).map(Self)
    }
}

/// A length of time in seconds: a number that is not negative and not infinite.
///
/// ```
/// use cutover_model::Seconds;
///
/// assert_eq!(Seconds::try_from(2.5)?.get(), 2.5);
/// assert!(Seconds::try_from(f64::NAN).is_err());
/// # Ok::<(), cutover_model::wire::InvalidValue>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Serialize)]
#[serde(transparent)]
pub struct Seconds(f64);

impl Seconds {
    /// The longest, a little over three hundred years.
    pub const MAX: f64 = 1e10;

    /// The number of seconds.
    pub const fn get(self) -> f64 {
        self.0
    }
}

impl TryFrom<f64> for Seconds {
    type Error = crate::wire::InvalidValue;

    fn try_from(seconds: f64) -> Result<Self, Self::Error> {
        if (0.0..=Self::MAX).contains(&seconds) {
            Ok(Self(seconds))
        } else {
            let given = seconds.to_string();
            Err(crate::wire::InvalidValue::new(
                "a duration",
                &given,
                "seconds from 0 to 10000000000",
            ))
        }
    }
}

impl Wire for Seconds {
    fn read(node: Node<'_>) -> Option<Self> {
        node.real(0.0, Self::MAX).map(Self)
    }
}

wire_deserialize!(Seconds);
wire_schema!(Seconds, "a length of time in seconds", { "type": "number", "minimum": 0, "maximum": 1e10 });

wire_enum! {
    /// What is going on at a target.
    ///
    /// ```
    /// assert_eq!(cutover_model::Activity::RollingBack.as_str(), "rolling_back");
    /// ```
    Activity, "a deployment status" {
        /// A deployment is in flight.
        Running = "running",
        /// Nothing is in flight, and the newest deployment that ended did not fail.
        Deployed = "deployed",
        /// Nothing is in flight, and the newest deployment that ended failed.
        Failed = "failed",
        /// A rollback is in flight.
        RollingBack = "rolling_back",
    }
}

wire_enum! {
    /// How well the instances of a target are.
    ///
    /// ```
    /// assert_eq!(cutover_model::Health::ALL.len(), 3);
    /// ```
    Health, "a health" {
        /// All is well.
        Healthy = "healthy",
        /// Some instances are not well, or nobody can tell.
        Degraded = "degraded",
        /// None is well.
        Unhealthy = "unhealthy",
    }
}

/// What is going on at a target right now.
///
/// ```
/// use cutover_model::{Activity, DeploymentStatus};
///
/// # let text = include_str!("../documents/deployment-status.json");
/// let status: DeploymentStatus = serde_json::from_str(text)?;
/// assert_eq!(status.status, Activity::Running);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct DeploymentStatus {
    /// The target.
    pub target: Target,
    /// The version that runs; absent before the first success.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub current_version: Option<Version>,
    /// What is going on.
    pub status: Activity,
    /// How well it is.
    pub health: Health,
    /// How many instances run.
    pub instances: u32,
    /// Fields this version does not know.
    #[serde(flatten)]
    #[schemars(skip)]
    pub unknown: Unknown,
}

wire_object!(DeploymentStatus, open {
    target = "target",
    current_version = "current_version",
    status = "status",
    health = "health",
    instances = "instances",
});

/// One deployment as a strategy is handed it.
///
/// ```
/// use cutover_model::Deployment;
///
/// # let text = include_str!("../documents/deployment.json");
/// let deployment: Deployment = serde_json::from_str(text)?;
/// assert_eq!(deployment.strategy.as_str(), "canary");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Deployment {
    /// Identifies it.
    pub id: DeploymentId,
    /// What goes where.
    pub target: Target,
    /// Which version.
    pub version: Version,
    /// The strategy by its name.
    pub strategy: StrategyName,
    /// When it was made.
    pub created_at: Timestamp,
    /// Whatever else its caller wants it to carry.
    pub metadata: Metadata,
    /// Fields this version does not know.
    #[serde(flatten)]
    #[schemars(skip)]
    pub unknown: Unknown,
}

wire_object!(Deployment, open {
    id = "id",
    target = "target",
    version = "version",
    strategy = "strategy",
    created_at = "created_at",
    metadata = "metadata",
});

/// Data of a caller's own: a JSON object of at most [`Metadata::MAX_BYTES`] as text.
///
/// ```
/// use cutover_model::Metadata;
///
/// let metadata = Metadata::try_from(serde_json::Map::from_iter([("team".into(), "payments".into())]))?;
/// assert_eq!(metadata.get("team"), Some(&"payments".into()));
/// # Ok::<(), cutover_model::wire::InvalidValue>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[serde(transparent)]
pub struct Metadata(Map<String, Value>);

impl Metadata {
    /// How large the object may be, written as JSON without spaces.
    pub const MAX_BYTES: usize = 64 * 1024;

    /// How deep its values may be nested.
    pub const MAX_DEPTH: usize = 32;

    /// One entry.
    pub fn get(&self, key: &str) -> Option<&Value> {
        self.0.get(key)
    }

    /// All entries, by name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.0.iter().map(|(key, value)| (key.as_str(), value))
    }
}

impl TryFrom<Map<String, Value>> for Metadata {
    type Error = crate::wire::InvalidValue;

    fn try_from(entries: Map<String, Value>) -> Result<Self, Self::Error> {
        if entries.values().any(|value| !is_shallow(value, Self::MAX_DEPTH)) {
            let allowed = "a JSON object nested at most 32 deep";
            return Err(crate::wire::InvalidValue::new(
                "metadata",
                "a deeper object",
                allowed,
            ));
        }
        let bytes = serde_json::to_vec(&entries).map_or(usize::MAX, |text| text.len());
        if bytes <= Self::MAX_BYTES {
            Ok(Self(entries))
        } else {
            let given = format!("an object of {bytes} bytes");
            Err(crate::wire::InvalidValue::new(
                "metadata",
                &given,
                "a JSON object of at most 65536 bytes",
            ))
        }
    }
}

/// Whether a value is nested at most so deep. Stops at that depth, so it never recurses further.
fn is_shallow(value: &Value, depth: usize) -> bool {
    let inner: Vec<&Value> = match value {
        Value::Array(values) => values.iter().collect(),
        Value::Object(fields) => fields.values().collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => return true,
    };
    depth
        .checked_sub(1)
        .is_some_and(|left| inner.into_iter().all(|value| is_shallow(value, left)))
}

impl Wire for Metadata {
    fn read(node: Node<'_>) -> Option<Self> {
        node.map_object(Self::try_from)
    }
}

wire_deserialize!(Metadata);
wire_schema!(Metadata, "data of a caller's own", { "type": "object", "additionalProperties": true });
