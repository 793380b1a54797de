//! What can happen to a history: the rules of moves and slots, written down on entries.

use cutover_model::DeploymentState;

use super::oracle::{Entry, Oracle};
use super::stage::place;

/// The legal moves of a record, but for SUCCEEDED to ROLLED_BACK, which no record makes by itself.
pub(crate) const MOVES: [(DeploymentState, DeploymentState); 10] = {
    use DeploymentState::{Active, Canceled, Failed, InProgress, Pending, Succeeded};
    [
        (Pending, Active),
        (Pending, Failed),
        (Pending, Canceled),
        (Active, InProgress),
        (Active, Succeeded),
        (Active, Failed),
        (Active, Canceled),
        (InProgress, Succeeded),
        (InProgress, Failed),
        (InProgress, Canceled),
    ]
};

/// What happens to a history at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Change {
    /// A record is admitted.
    Admit {
        target: u8,
        version: u8,
        rollback_of: Option<u8>,
    },
    /// The record made as this number moves. A rollback that succeeds moves what it took back, too.
    Move { number: usize, to: DeploymentState },
}

/// Which versions are rolled forward to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Forward {
    /// Always a new one.
    New,
    /// A new one, or any that was on the target before.
    Any,
}

/// The moves that the records of a history, the oldest first, can make.
pub(crate) fn moves(history: &[Entry]) -> Vec<Change> {
    let mut moves = Vec::new();
    for (number, entry) in history.iter().enumerate() {
        for (from, to) in MOVES {
            let starts = from == DeploymentState::Pending && to == DeploymentState::Active;
            if from == entry.state && !(starts && is_busy(history, entry.target)) {
                moves.push(Change::Move { number, to });
            }
        }
    }
    moves
}

/// The records that can be admitted to a target. While one waits there is room for none: a newer one would cancel it
/// first, which is a move.
pub(crate) fn admissions(history: &[Entry], target: u8, forward: Forward) -> Vec<Change> {
    let on_target = || history.iter().filter(|entry| entry.target == target);
    if on_target().any(|entry| entry.state == DeploymentState::Pending) {
        return Vec::new();
    }
    let versions = on_target().map(|entry| entry.version + 1).max().unwrap_or(0);
    let oldest = if forward == Forward::New { versions } else { 0 };
    let mut admissions: Vec<Change> = (oldest..=versions)
        .map(|version| Change::Admit {
            target,
            version,
            rollback_of: None,
        })
        .collect();

    let oracle = Oracle::new(history);
    for of in on_target().map(|entry| Some(entry.id)).chain([None]) {
        for version in (0..versions).map(Some).chain([None]) {
            if let Ok(step) = oracle.rollback(target, of, version) {
                let rollback = Change::Admit {
                    target,
                    version: step.restores.version,
                    rollback_of: Some(step.takes_back.id),
                };
                if !admissions.contains(&rollback) {
                    admissions.push(rollback);
                }
            }
        }
    }
    admissions
}

fn is_busy(history: &[Entry], target: u8) -> bool {
    let runs = |state| matches!(state, DeploymentState::Active | DeploymentState::InProgress);
    history
        .iter()
        .any(|entry| entry.target == target && runs(entry.state))
}

pub(crate) fn apply(history: &mut Vec<Entry>, change: Change) {
    match change {
        Change::Admit {
            target,
            version,
            rollback_of,
        } => {
            let (created_at, id) = place(history.len());
            history.push(Entry {
                created_at,
                id,
                target,
                version,
                state: DeploymentState::Pending,
                rollback_of,
            });
        }
        Change::Move { number, to } => {
            history[number].state = to;
            if let Some(taken_back) = taken_back(history, change) {
                history[taken_back].state = DeploymentState::RolledBack;
            }
        }
    }
}

/// The number of the record that becomes ROLLED_BACK through this move. One that failed, or that another rollback took
/// back meanwhile, stays what it is.
pub(crate) fn taken_back(history: &[Entry], change: Change) -> Option<usize> {
    let Change::Move {
        number,
        to: DeploymentState::Succeeded,
    } = change
    else {
        return None;
    };
    let link = history[number].rollback_of?;
    let named = history.iter().position(|entry| entry.id == link)?;
    (history[named].state == DeploymentState::Succeeded).then_some(named)
}
