//! The rules of a history, written down one by one: slow, and meant to be read.
//!
//! Nothing here relies on the order of the records, and every answer scans them all again.

use std::fmt;

use cutover_model::{DeploymentOutcome, DeploymentState, RollbackError};

/// One record, as far as the rules look at it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) created_at: u8,
    pub(crate) id: u8,
    pub(crate) target: u8,
    pub(crate) version: u8,
    pub(crate) state: DeploymentState,
    pub(crate) rollback_of: Option<u8>,
}

/// On one line, as a failure shows many.
impl fmt::Debug for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            created_at,
            id,
            target,
            version,
            state,
            rollback_of,
        } = self;
        write!(
            f,
            "at {created_at}, id {id}: version {version} on target {target} is {state}"
        )?;
        rollback_of.map_or(Ok(()), |link| write!(f, ", takes back {link}"))
    }
}

impl Entry {
    pub(crate) fn is_rollback(&self) -> bool {
        self.rollback_of.is_some()
    }

    /// The canonical order: by `createdAt`, then by id.
    pub(crate) fn is_newer_than(&self, other: &Self) -> bool {
        (self.created_at, self.id) > (other.created_at, other.id)
    }
}

/// What a rollback would take back, what stood before that, and what is deployed again for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Step {
    pub(crate) takes_back: Entry,
    pub(crate) stood: Entry,
    pub(crate) restores: Entry,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Refused {
    NotFound,
    NotRunning { named: Entry, running: Option<Entry> },
    NoPrior { available: Vec<u8> },
}

const NO_PRIOR: Refused = Refused::NoPrior {
    available: Vec::new(),
};

/// A history with the outcome of each of its records.
#[derive(Debug)]
pub(crate) struct Oracle<'a> {
    history: &'a [Entry],
    outcomes: Vec<Option<DeploymentOutcome>>,
}

impl<'a> Oracle<'a> {
    pub(crate) fn new(history: &'a [Entry]) -> Self {
        let outcomes = history.iter().map(|entry| outcome(history, entry)).collect();
        Self { history, outcomes }
    }

    /// In the order of the records given.
    pub(crate) fn outcomes(&self) -> &[Option<DeploymentOutcome>] {
        &self.outcomes
    }

    pub(crate) fn running(&self, target: u8) -> Option<Entry> {
        running(self.history, target).copied()
    }

    /// What a rollback would do: of what runs, or of the record named; to the version named, or the latest before.
    pub(crate) fn rollback(&self, target: u8, of: Option<u8>, version: Option<u8>) -> Result<Step, Refused> {
        let named = self.named(target, of)?;
        // A rollback is never taken back itself, but what it brought back.
        let takes_back = self.brought_in(&named).ok_or(NO_PRIOR)?;

        let mut before: Vec<(Entry, Entry)> = self
            .on(target)
            .filter(|entry| takes_back.is_newer_than(entry) && self.stands(entry))
            .filter_map(|entry| Some((entry, self.place_to_go(&entry)?)))
            .collect();
        before.sort_by_key(|(entry, _)| (entry.created_at, entry.id));
        let wanted = before
            .iter()
            .rfind(|(_, place)| version.is_none_or(|version| place.version == version));
        match wanted {
            Some((stood, restores)) => Ok(Step {
                takes_back,
                stood: *stood,
                restores: *restores,
            }),
            None => Err(Refused::NoPrior {
                available: distinct(before.iter().rev().map(|(_, place)| place.version)),
            }),
        }
    }

    /// What was asked to be taken back: what runs, unless another record is named and may be.
    fn named(&self, target: u8, of: Option<u8>) -> Result<Entry, Refused> {
        let running = self.running(target);
        let Some(of) = of else {
            return running.ok_or(NO_PRIOR);
        };
        let named = self
            .on(target)
            .find(|entry| entry.id == of)
            .ok_or(Refused::NotFound)?;
        let runs = running == Some(named);
        let failed_since = named.state == DeploymentState::Failed
            && !named.is_rollback()
            && running.is_none_or(|running| named.is_newer_than(&running));
        if runs || failed_since {
            Ok(named)
        } else {
            Err(Refused::NotRunning { named, running })
        }
    }

    /// The roll-forward that a record brought in, if it stands: itself, unless it is a rollback. A rollback brought back
    /// the latest.
    pub(crate) fn brought_in(&self, entry: &Entry) -> Option<Entry> {
        if !entry.is_rollback() {
            return Some(*entry);
        }
        let candidates = self.brought_back(entry).into_iter();
        candidates
            .filter(|other| self.stands(other))
            .max_by_key(|other| (other.created_at, other.id))
    }

    /// What is deployed again to go back to a record that stands: what it brought in. A rollback whose roll-forward is
    /// not in the history any more stands for it; one whose roll-forward was taken back since is no place to go to.
    fn place_to_go(&self, entry: &Entry) -> Option<Entry> {
        let retained = self.brought_in(entry);
        retained.or_else(|| self.brought_back(entry).is_empty().then_some(*entry))
    }

    /// The roll-forwards that a rollback may have brought back: those that had succeeded with its version before the
    /// record that it took back, or before itself, if that record is not there. It has to be older and on its target.
    fn brought_back(&self, rollback: &Entry) -> Vec<Entry> {
        let taken_back = self
            .on(rollback.target)
            .find(|other| rollback.rollback_of == Some(other.id) && rollback.is_newer_than(other));
        let end = taken_back.unwrap_or(*rollback);
        self.on(rollback.target)
            .filter(|other| !other.is_rollback() && other.version == rollback.version)
            .filter(|other| end.is_newer_than(other))
            .filter(|other| self.stands(other) || self.outcome(other) == Some(DeploymentOutcome::RolledBack))
            .collect()
    }

    /// Whether a record succeeded and was not taken back.
    fn stands(&self, entry: &Entry) -> bool {
        let outcome = self.outcome(entry);
        matches!(
            outcome,
            Some(DeploymentOutcome::Succeeded | DeploymentOutcome::Superseded)
        )
    }

    fn outcome(&self, entry: &Entry) -> Option<DeploymentOutcome> {
        let place = self.history.iter().position(|other| other.id == entry.id);
        place.and_then(|place| self.outcomes[place])
    }

    fn on(&self, target: u8) -> impl Iterator<Item = Entry> {
        self.history
            .iter()
            .filter(move |entry| entry.target == target)
            .copied()
    }
}

/// What runs is the latest record of the target in the state SUCCEEDED.
fn running(history: &[Entry], target: u8) -> Option<&Entry> {
    history
        .iter()
        .filter(|entry| entry.target == target && entry.state == DeploymentState::Succeeded)
        .max_by_key(|entry| (entry.created_at, entry.id))
}

fn outcome(history: &[Entry], entry: &Entry) -> Option<DeploymentOutcome> {
    match entry.state {
        DeploymentState::Pending | DeploymentState::Active | DeploymentState::InProgress => None,
        DeploymentState::Failed => Some(DeploymentOutcome::Failed),
        DeploymentState::Canceled => Some(DeploymentOutcome::Canceled),
        DeploymentState::RolledBack => Some(DeploymentOutcome::RolledBack),
        DeploymentState::Succeeded => Some(if is_taken_back(history, entry) {
            DeploymentOutcome::RolledBack
        } else if running(history, entry.target) == Some(entry) {
            DeploymentOutcome::Succeeded
        } else {
            DeploymentOutcome::Superseded
        }),
    }
}

/// Whether a newer rollback on the same target names the record and has succeeded.
fn is_taken_back(history: &[Entry], entry: &Entry) -> bool {
    history.iter().any(|other| {
        other.rollback_of == Some(entry.id)
            && other.target == entry.target
            && other.state == DeploymentState::Succeeded
            && other.is_newer_than(entry)
    })
}

/// Each once, in the order in which they come first, and no more than an error lists.
fn distinct(versions: impl Iterator<Item = u8>) -> Vec<u8> {
    let mut distinct = Vec::new();
    for version in versions {
        if !distinct.contains(&version) {
            distinct.push(version);
        }
    }
    distinct.truncate(RollbackError::MAX_AVAILABLE);
    distinct
}
