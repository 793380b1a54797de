use std::fmt;

/// A state machine as a value: its states, its legal moves, and what it looks like.
///
/// ```
/// use cutover_model::{DeploymentState, StateMachine};
///
/// assert_eq!(DeploymentState::Pending.move_to(DeploymentState::Active)?, DeploymentState::Active);
///
/// let error = DeploymentState::Failed.move_to(DeploymentState::Active).unwrap_err();
/// assert_eq!(error.to_string(), "a deployment cannot move from FAILED to ACTIVE: FAILED is final");
/// # Ok::<(), cutover_model::IllegalMove<DeploymentState>>(())
/// ```
pub trait StateMachine: Copy + Eq + fmt::Debug + fmt::Display + 'static {
    /// What moves, with its article: "a deployment".
    const SUBJECT: &'static str;
    /// Where everything begins.
    const INITIAL: Self;
    /// Every state.
    const STATES: &'static [Self];
    /// Every legal move, from and to.
    const MOVES: &'static [(Self, Self)];

    /// Makes a move, if it is legal.
    fn move_to(self, to: Self) -> Result<Self, IllegalMove<Self>> {
        if Self::MOVES.contains(&(self, to)) {
            Ok(to)
        } else {
            Err(IllegalMove { from: self, to })
        }
    }

    /// The states that can come next.
    fn next(self) -> impl Iterator<Item = Self> {
        Self::MOVES
            .iter()
            .filter(move |(from, _)| *from == self)
            .map(|(_, to)| *to)
    }

    /// Whether nothing can come next.
    fn is_final(self) -> bool {
        self.next().next().is_none()
    }

    /// The machine as a Mermaid state diagram.
    fn mermaid() -> String {
        let start = format!("    [*] --> {}", Self::INITIAL);
        let moves = Self::MOVES
            .iter()
            .map(|(from, to)| format!("    {from} --> {to}"));
        let ends = Self::STATES
            .iter()
            .filter(|state| state.is_final())
            .map(|state| format!("    {state} --> [*]"));
        let lines = ["stateDiagram-v2".to_owned(), start]
            .into_iter()
            .chain(moves)
            .chain(ends);
        lines.map(|line| line + "\n").collect()
    }
}

/// A move that the machine does not have, and the moves that it has from there.
///
/// ```
/// use cutover_model::{JobStatus, StateMachine};
///
/// let error = JobStatus::Pending.move_to(JobStatus::Success).unwrap_err();
/// assert!(error.legal().eq([JobStatus::Running]));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IllegalMove<S> {
    /// Where it stood.
    pub from: S,
    /// Where it was to go.
    pub to: S,
}

impl<S: StateMachine> IllegalMove<S> {
    /// The moves that were legal.
    pub fn legal(&self) -> impl Iterator<Item = S> {
        self.from.next()
    }

    /// The stable code of this error.
    pub fn code(&self) -> &'static str {
        "ILLEGAL_MOVE"
    }
}

impl<S: StateMachine> fmt::Display for IllegalMove<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} cannot move from {} to {}: ",
            S::SUBJECT,
            self.from,
            self.to
        )?;
        if self.from.is_final() {
            return write!(f, "{} is final", self.from);
        }
        f.write_str("legal from there are")?;
        for (index, state) in self.legal().enumerate() {
            write!(f, "{} {state}", if index == 0 { "" } else { "," })?;
        }
        Ok(())
    }
}

impl<S: StateMachine> std::error::Error for IllegalMove<S> {}
