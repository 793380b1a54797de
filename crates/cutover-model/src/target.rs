use std::fmt;
use std::str::FromStr;

use crate::wire::{InvalidValue, wire_parsed, wire_schema};
use crate::{EnvironmentName, ServiceName};

/// What is deployed, and where. Written `service/environment`.
///
/// ```
/// use cutover_model::Target;
///
/// let target: Target = "checkout/production".parse()?;
/// assert_eq!(target.service.as_str(), "checkout");
/// assert_eq!(target.to_string(), "checkout/production");
/// # Ok::<(), cutover_model::wire::InvalidValue>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Target {
    /// What is deployed.
    pub service: ServiceName,
    /// Where it is deployed to.
    pub environment: EnvironmentName,
}

impl TryFrom<&str> for Target {
    type Error = InvalidValue;

    fn try_from(text: &str) -> Result<Self, InvalidValue> {
        let Some((service, environment)) = text.split_once('/') else {
            return Err(InvalidValue::new(
                "a target",
                text,
                "SERVICE/ENVIRONMENT, such as checkout/production",
            ));
        };
        Ok(Self {
            service: service.parse()?,
            environment: environment.parse()?,
        })
    }
}

impl FromStr for Target {
    type Err = InvalidValue;

    fn from_str(text: &str) -> Result<Self, InvalidValue> {
        Self::try_from(text)
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.service, self.environment)
    }
}

impl serde::Serialize for Target {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

wire_parsed!(Target, "a target");
wire_schema!(Target, "a service and its environment, written `service/environment`", {
    "type": "string",
    "maxLength": 164,
    "pattern": "^[A-Za-z0-9][A-Za-z0-9._-]{0,99}/[A-Za-z0-9][A-Za-z0-9._-]{0,62}$"
});
