mod page;
mod rollback;

use std::collections::HashSet;

use crate::{
    DeploymentId, DeploymentOutcome, DeploymentRecord, DeploymentState, EnvironmentName, ServiceName, Target,
};

pub use page::{Cursor, Page, PageSize};
pub use rollback::{Rollback, RollbackError, RollbackRequest};

/// Records in their canonical order, and what follows from them: `createdAt` descending, then `id` descending.
///
/// Everything that is asked of the past is derived here: what became of each record, what runs now, what a rollback
/// takes back and where it goes. A store that answers the same questions in SQL is held against these answers.
///
/// The history may hold one target or many. A link counts within one target only, so what is derived for a target
/// does not depend on which others are there.
///
/// ```
/// use cutover_model::*;
///
/// # let text = include_str!("../../documents/deployment-record.json");
/// # let mut record = serde_json::from_str::<AdminRecordView>(text)?.record().clone();
/// let mut records = vec![record];
/// History::sort(&mut records);
///
/// let history = History::new(&records)?;
/// assert_eq!(history.outcomes(), [Some(DeploymentOutcome::Succeeded)]);
/// assert_eq!(history.running_on(&records[0].target()).unwrap().id, records[0].id);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy)]
pub struct History<'a> {
    records: &'a [DeploymentRecord],
}

/// The records are not in canonical order, or one of them is there twice. Returned by [`History::new`].
///
/// ```
/// # use cutover_model::*;
/// # let text = include_str!("../../documents/deployment-record.json");
/// # let record = serde_json::from_str::<AdminRecordView>(text)?.record().clone();
/// let twice = [record.clone(), record];
/// assert_eq!(History::new(&twice).unwrap_err().index, 1);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "deployment {id} at index {index} does not come after the one before it: sort by createdAt, then id, newest first"
)]
pub struct OutOfOrder {
    /// Where in the slice.
    pub index: usize,
    /// Which record.
    pub id: DeploymentId,
}

impl OutOfOrder {
    /// The stable code of this error.
    pub fn code(&self) -> &'static str {
        "HISTORY_OUT_OF_ORDER"
    }
}

impl<'a> History<'a> {
    /// Takes records that are in canonical order already.
    pub fn new(records: &'a [DeploymentRecord]) -> Result<Self, OutOfOrder> {
        let misplaced = records
            .iter()
            .zip(records.iter().skip(1))
            .position(|(newer, older)| Cursor::of(newer) <= Cursor::of(older));
        match misplaced.and_then(|before| records.get(before + 1).map(|record| (before + 1, record.id))) {
            Some((index, id)) => Err(OutOfOrder { index, id }),
            None => Ok(Self { records }),
        }
    }

    /// Puts records into canonical order.
    pub fn sort(records: &mut [DeploymentRecord]) {
        records.sort_unstable_by_key(|record| std::cmp::Reverse(Cursor::of(record)));
    }

    /// The records, the newest first.
    pub fn records(&self) -> &'a [DeploymentRecord] {
        self.records
    }

    /// What became of each record, in the order of the records; `None` while it is in flight.
    ///
    /// One pass. Beside the result it keeps one entry per target, and one per rollback until the record that it took
    /// back has passed.
    pub fn outcomes(&self) -> Vec<Option<DeploymentOutcome>> {
        let mut pass = Pass::default();
        self.records.iter().map(|record| pass.outcome(record)).collect()
    }

    /// The record that established what runs now, for each target that has one, the newest first.
    pub fn running(&self) -> Vec<&'a DeploymentRecord> {
        let mut pass = Pass::default();
        let succeeded = Some(DeploymentOutcome::Succeeded);
        self.records
            .iter()
            .filter(|record: &&'a _| pass.outcome(record) == succeeded)
            .collect()
    }

    /// The record that established what runs now on a target.
    pub fn running_on(&self, target: &Target) -> Option<&'a DeploymentRecord> {
        // The latest success cannot have been taken back: the rollback would be a later success.
        self.of(target)
            .find(|record| record.state == DeploymentState::Succeeded)
    }

    /// The records of one target, the newest first.
    fn of(&self, target: &Target) -> impl Iterator<Item = &'a DeploymentRecord> {
        self.records.iter().filter(move |record| {
            record.service == target.service && record.environment == target.environment
        })
    }
}

type TargetRef<'a> = (&'a ServiceName, &'a EnvironmentName);

/// One walk from the newest record to the oldest, and what must be remembered on the way.
#[derive(Debug, Default)]
struct Pass<'a> {
    /// Targets whose latest success has passed.
    running: HashSet<TargetRef<'a>>,
    /// What a rollback that succeeded took back on its own target, until that record passes.
    taken_back: HashSet<(DeploymentId, TargetRef<'a>)>,
}

impl<'a> Pass<'a> {
    fn outcome(&mut self, record: &'a DeploymentRecord) -> Option<DeploymentOutcome> {
        let target = (&record.service, &record.environment);
        match record.state {
            DeploymentState::Pending | DeploymentState::Active | DeploymentState::InProgress => None,
            DeploymentState::Failed => Some(DeploymentOutcome::Failed),
            DeploymentState::Canceled => Some(DeploymentOutcome::Canceled),
            DeploymentState::RolledBack => {
                self.taken_back.remove(&(record.id, target));
                Some(DeploymentOutcome::RolledBack)
            }
            DeploymentState::Succeeded => {
                if let Some(link) = record.rollback_of {
                    self.taken_back.insert((link, target));
                }
                let taken_back = self.taken_back.remove(&(record.id, target));
                let latest = self.running.insert(target);
                Some(match (taken_back, latest) {
                    (true, _) => DeploymentOutcome::RolledBack,
                    (false, true) => DeploymentOutcome::Succeeded,
                    (false, false) => DeploymentOutcome::Superseded,
                })
            }
        }
    }
}
