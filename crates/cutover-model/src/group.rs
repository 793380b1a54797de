use std::collections::BTreeSet;
use std::fmt;
use std::num::NonZeroU32;

use schemars::JsonSchema;
use serde::Serialize;

use crate::recipe::updated_after_created;
use crate::wire::{InvalidValue, Node, Wire, checked, wire_deserialize, wire_object, wire_schema};
use crate::{ActorId, DeliveryGroupId, DisplayName, Line, ServiceName, Text, Timestamp};

/// A limit of a guardrail: at least 1. What is to be forbidden altogether is forbidden by name, not by a zero.
///
/// ```
/// use cutover_model::Limit;
///
/// assert_eq!(Limit::try_from(25)?.get(), 25);
/// assert!(Limit::try_from(0).is_err());
/// # Ok::<(), cutover_model::wire::InvalidValue>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct Limit(NonZeroU32);

impl Limit {
    /// The largest limit.
    pub const MAX: u32 = 1_000_000;

    /// The number.
    pub const fn get(self) -> u32 {
        self.0.get()
    }
}

impl TryFrom<u32> for Limit {
    type Error = InvalidValue;

    fn try_from(value: u32) -> Result<Self, InvalidValue> {
        match NonZeroU32::new(value) {
            Some(limit) if value <= Self::MAX => Ok(Self(limit)),
            _ => Err(InvalidValue::new(
                "a limit",
                &value.to_string(),
                "a whole number from 1 to 1000000",
            )),
        }
    }
}

impl fmt::Display for Limit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Wire for Limit {
    fn read(node: Node<'_>) -> Option<Self> {
        node.number(1, u64::from(Self::MAX))
            .and_then(|value| Self::try_from(u32::try_from(value).ok()?).ok())
    }
}

wire_deserialize!(Limit);
wire_schema!(Limit, "a limit of a guardrail", { "type": "integer", "minimum": 1, "maximum": 1_000_000 });

/// Policy limits of a delivery group. An absent one has the default of the policy.
///
/// ```
/// use cutover_model::Guardrails;
///
/// let guardrails: Guardrails = serde_json::from_str(r#"{"daily_deploy_quota": 10}"#)?;
/// assert_eq!(guardrails.daily_deploy_quota.unwrap().get(), 10);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Guardrails {
    /// How many deployments of the group may be in flight at once.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_concurrent_deployments: Option<Limit>,
    /// How many deployments the group may start in a UTC day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub daily_deploy_quota: Option<Limit>,
    /// How many rollbacks the group may start in a UTC day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub daily_rollback_quota: Option<Limit>,
}

wire_object!(Guardrails, closed {
    max_concurrent_deployments = "max_concurrent_deployments",
    daily_deploy_quota = "daily_deploy_quota",
    daily_rollback_quota = "daily_rollback_quota",
});

/// The fields of a [`DeliveryGroup`].
///
/// ```
/// # use cutover_model::*;
/// # let text = include_str!("../documents/delivery-group.json");
/// let group: DeliveryGroup = serde_json::from_str(text)?;
/// let changed = GroupFields { services: vec!["a".parse()?, "a".parse()?], ..group.into_fields() };
/// let problems = DeliveryGroup::new(changed).unwrap_err();
/// assert_eq!(problems.to_string(), "/services/1: names a a second time");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct GroupFields {
    /// Identifies the group.
    pub id: DeliveryGroupId,
    /// What people call it.
    pub name: DisplayName,
    /// What it is for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<Text>,
    /// The team or the person it belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner: Option<ActorId>,
    /// The services in it. A service is in at most one group.
    #[schemars(length(max = 1_000))]
    pub services: Vec<ServiceName>,
    /// The recipes its services may follow, by id or by name. Empty allows none.
    #[schemars(length(max = 1_000))]
    pub allowed_recipes: Vec<DisplayName>,
    /// Its policy limits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub guardrails: Option<Guardrails>,
    /// When it was made.
    pub created_at: Timestamp,
    /// Who made it.
    pub created_by: ActorId,
    /// When it was last changed.
    pub updated_at: Timestamp,
    /// Who last changed it.
    pub updated_by: ActorId,
    /// Why it was last changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_change_reason: Option<Line>,
}

checked! {
    /// A named group of services with one policy: who delivers, by which recipes, and how much at once.
    ///
    /// ```
    /// use cutover_model::DeliveryGroup;
    ///
    /// # let text = include_str!("../documents/delivery-group.json");
    /// let group: DeliveryGroup = serde_json::from_str(text)?;
    /// assert!(group.services.contains(&"checkout".parse()?));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[derive(Eq)]
    DeliveryGroup(GroupFields) closed {
        id = "id",
        name = "name",
        description = "description",
        owner = "owner",
        services = "services",
        allowed_recipes = "allowed_recipes",
        guardrails = "guardrails",
        created_at = "created_at",
        created_by = "created_by",
        updated_at = "updated_at",
        updated_by = "updated_by",
        last_change_reason = "last_change_reason",
    }
    rules {
        services_named_once: services;
        recipes_named_once: allowed_recipes;
        updated_after_created: created_at, updated_at;
    }
}

impl DeliveryGroup {
    /// How many services, and how many recipes, a group names at most.
    pub const MAX_NAMES: usize = 1_000;
}

fn services_named_once(services: &Vec<ServiceName>, report: &mut dyn FnMut(&str, String)) {
    named_once("services", services, report);
}

fn recipes_named_once(recipes: &Vec<DisplayName>, report: &mut dyn FnMut(&str, String)) {
    named_once("allowed_recipes", recipes, report);
}

fn named_once<T: Ord + fmt::Display>(key: &str, names: &[T], report: &mut dyn FnMut(&str, String)) {
    if names.len() > DeliveryGroup::MAX_NAMES {
        let (given, allowed) = (names.len(), DeliveryGroup::MAX_NAMES);
        report(key, format!("has {given} entries, at most {allowed} are allowed"));
    }
    let mut seen = BTreeSet::new();
    for (index, name) in names.iter().enumerate() {
        if !seen.insert(name) {
            report(&format!("{key}/{index}"), format!("names {name} a second time"));
        }
    }
}
