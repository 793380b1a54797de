use crate::StateMachine;
use crate::wire::wire_enum;

wire_enum! {
    /// Where a deployment stands.
    ///
    #[doc = "```mermaid"]
    #[doc = include_str!("../diagrams/deployment-state.mmd")]
    #[doc = "```"]
    ///
    /// ```
    /// use cutover_model::{DeploymentState, StateMachine};
    ///
    /// assert!(DeploymentState::InProgress.is_in_flight());
    /// assert!(DeploymentState::Succeeded.next().eq([DeploymentState::RolledBack]));
    /// ```
    DeploymentState, "a deployment state" {
        /// Admitted, not started.
        Pending = "PENDING",
        /// An engine has taken it; it may be waiting for an approval or its pre-checks.
        Active = "ACTIVE",
        /// Its first step is announced.
        InProgress = "IN_PROGRESS",
        /// It ended well.
        Succeeded = "SUCCEEDED",
        /// It ended badly and did not become the running version.
        Failed = "FAILED",
        /// It was stopped before it ended.
        Canceled = "CANCELED",
        /// It had succeeded, and a later rollback took it back.
        RolledBack = "ROLLED_BACK",
    }
}

impl DeploymentState {
    /// Admitted and not ended: it holds a slot.
    pub const fn is_in_flight(self) -> bool {
        matches!(self, Self::Pending | Self::Active | Self::InProgress)
    }
}

impl StateMachine for DeploymentState {
    const SUBJECT: &'static str = "a deployment";
    const INITIAL: Self = Self::Pending;
    const STATES: &'static [Self] = Self::ALL;
    const MOVES: &'static [(Self, Self)] = &[
        (Self::Pending, Self::Active),
        (Self::Pending, Self::Failed),
        (Self::Pending, Self::Canceled),
        (Self::Active, Self::InProgress),
        (Self::Active, Self::Succeeded),
        (Self::Active, Self::Failed),
        (Self::Active, Self::Canceled),
        (Self::InProgress, Self::Succeeded),
        (Self::InProgress, Self::Failed),
        (Self::InProgress, Self::Canceled),
        (Self::Succeeded, Self::RolledBack),
    ];
}

wire_enum! {
    /// Which way a deployment goes. It follows from whether the record names another one that it takes back.
    ///
    /// ```
    /// use cutover_model::DeploymentKind;
    ///
    /// assert_eq!(DeploymentKind::of(None), DeploymentKind::RollForward);
    /// ```
    DeploymentKind, "a deployment kind" {
        /// A version is brought in.
        RollForward = "ROLL_FORWARD",
        /// An earlier deployment is taken back.
        Rollback = "ROLLBACK",
    }
}

impl DeploymentKind {
    /// The kind of a record with this `rollbackOf`.
    pub const fn of(rollback_of: Option<crate::DeploymentId>) -> Self {
        match rollback_of {
            Some(_) => Self::Rollback,
            None => Self::RollForward,
        }
    }
}

wire_enum! {
    /// What became of a deployment, seen from today. Derived from the [`History`](crate::History), never stored.
    ///
    /// ```
    /// use cutover_model::{DeploymentOutcome, DeploymentState};
    ///
    /// assert!(DeploymentOutcome::Superseded.fits(DeploymentState::Succeeded));
    /// assert!(!DeploymentOutcome::Failed.fits(DeploymentState::Succeeded));
    /// ```
    DeploymentOutcome, "a deployment outcome" {
        /// It succeeded and is what runs now.
        Succeeded = "SUCCEEDED",
        /// It failed and did not change what runs.
        Failed = "FAILED",
        /// It succeeded and was taken back later.
        RolledBack = "ROLLED_BACK",
        /// It was stopped before it ended.
        Canceled = "CANCELED",
        /// It succeeded, and something newer runs now.
        Superseded = "SUPERSEDED",
    }
}

impl DeploymentOutcome {
    /// Whether a record in this state can have this outcome.
    pub const fn fits(self, state: DeploymentState) -> bool {
        match state {
            DeploymentState::Pending | DeploymentState::Active | DeploymentState::InProgress => false,
            // A rollback that points at it may have been recorded though its state is not yet moved.
            DeploymentState::Succeeded => {
                matches!(self, Self::Succeeded | Self::Superseded | Self::RolledBack)
            }
            DeploymentState::Failed => matches!(self, Self::Failed),
            DeploymentState::Canceled => matches!(self, Self::Canceled),
            DeploymentState::RolledBack => matches!(self, Self::RolledBack),
        }
    }
}
