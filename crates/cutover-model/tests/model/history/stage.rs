//! Entries as real records.

use std::mem;

use cutover_model::wire::Problems;
use cutover_model::{
    DeploymentId, DeploymentIntent, DeploymentKind, DeploymentRecord, DeploymentState, RecordFields,
    RollbackRequest, Target, Timestamp, Unknown, Version,
};

use super::oracle::Entry;

/// The id that no record of a small history has.
pub(crate) const NOBODY: u8 = 7;
/// The version that no record of a small history has.
pub(crate) const UNHEARD: u8 = 7;

/// What the numbers of an [`Entry`] stand for.
#[derive(Debug)]
pub(crate) struct Names {
    pub(crate) targets: Vec<Target>,
    pub(crate) versions: Vec<Version>,
    pub(crate) ids: Vec<DeploymentId>,
    intent: DeploymentIntent,
}

impl Names {
    pub(crate) fn new(targets: &[&str]) -> Self {
        let id = |number| DeploymentId::new(Timestamp::UNIX_EPOCH, [0, 0, 0, 0, 0, 0, 0, 0, 0, number]);
        Self {
            targets: targets.iter().map(|target| target.parse().unwrap()).collect(),
            versions: (0..64)
                .map(|minor| format!("1.{minor}").parse().unwrap())
                .collect(),
            ids: (0..64).map(id).collect(),
            intent: serde_json::from_str(
                r#"{"service": "checkout", "version": "1", "environment": "production",
                    "changeSummary": "c", "recipeId": "r"}"#,
            )
            .unwrap(),
        }
    }

    pub(crate) fn at(instant: u8) -> Timestamp {
        Timestamp::UNIX_EPOCH.plus_micros(instant.into())
    }

    pub(crate) fn record(&self, entry: &Entry) -> Result<DeploymentRecord, Problems> {
        let rollback_of = entry.rollback_of.map(|id| self.ids[usize::from(id)]);
        self.record_of_kind(entry, DeploymentKind::of(rollback_of))
    }

    /// Also such records as contradict themselves.
    pub(crate) fn record_of_kind(
        &self,
        entry: &Entry,
        deployment_kind: DeploymentKind,
    ) -> Result<DeploymentRecord, Problems> {
        let intent = self.intent(entry);
        DeploymentRecord::new(RecordFields {
            id: self.ids[usize::from(entry.id)],
            service: intent.service,
            environment: intent.environment,
            version: intent.version,
            recipe_id: intent.recipe_id,
            state: entry.state,
            deployment_kind,
            change_summary: intent.change_summary,
            created_at: Self::at(entry.created_at),
            updated_at: Self::at(entry.created_at),
            delivery_group_id: "g".parse().unwrap(),
            engine_execution_id: None,
            engine_execution_url: None,
            rollback_of: entry.rollback_of.map(|id| self.ids[usize::from(id)]),
            failures: Vec::new(),
            unknown: Unknown::default(),
        })
    }

    pub(crate) fn intent(&self, entry: &Entry) -> DeploymentIntent {
        let target = self.targets[usize::from(entry.target)].clone();
        DeploymentIntent {
            service: target.service,
            environment: target.environment,
            version: self.versions[usize::from(entry.version)].clone(),
            ..self.intent.clone()
        }
    }

    pub(crate) fn request(&self, target: u8, of: Option<u8>, version: Option<u8>) -> RollbackRequest {
        RollbackRequest {
            target: self.targets[usize::from(target)].clone(),
            of: of.map(|id| self.ids[usize::from(id)]),
            version: version.map(|version| self.versions[usize::from(version)].clone()),
        }
    }
}

/// How many records a stage shows at most.
pub(crate) const PLACES: u8 = 6;

/// `createdAt` and id of the record that was made as number `n`. The ids run against the time, 5 to 0 and then from 63
/// on, so that what sorts by id alone sorts wrong.
pub(crate) fn place(number: usize) -> (u8, u8) {
    let number = u8::try_from(number).unwrap();
    (number, (PLACES - 1).wrapping_sub(number) % 64)
}

/// Shows one small history after the other as real records, and makes each record once.
#[derive(Debug)]
pub(crate) struct Stage {
    names: Names,
    /// Newest first, as a [`History`](cutover_model::History) wants them.
    shown: Vec<DeploymentRecord>,
    entries: Vec<Option<Entry>>,
    /// For each place every record that it could show.
    wings: Vec<Vec<Wing>>,
}

#[derive(Debug)]
enum Wing {
    Unmade,
    Refused,
    Waiting(Box<DeploymentRecord>),
    OnStage,
}

impl Stage {
    pub(crate) fn new(names: Names) -> Self {
        let nothing = Entry {
            created_at: 0,
            id: 0,
            target: 0,
            version: 0,
            state: DeploymentState::Pending,
            rollback_of: None,
        };
        let places = usize::from(PLACES);
        Self {
            shown: vec![names.record(&nothing).unwrap(); places],
            entries: vec![None; places],
            wings: (0..places)
                .map(|_| (0..CODES).map(|_| Wing::Unmade).collect())
                .collect(),
            names,
        }
    }

    /// Whether there can be such a record at all.
    pub(crate) fn admits(&mut self, entry: &Entry) -> bool {
        let wing = &mut self.wings[usize::from(entry.created_at)][code(entry)];
        if matches!(wing, Wing::Unmade) {
            *wing = match self.names.record(entry) {
                Ok(record) => Wing::Waiting(Box::new(record)),
                Err(_) => Wing::Refused,
            };
        }
        !matches!(wing, Wing::Refused)
    }

    /// The records of a history whose entries come oldest first, and what its numbers stand for.
    pub(crate) fn show(&mut self, history: &[Entry]) -> (&Names, &[DeploymentRecord]) {
        for entry in history {
            let place = usize::from(entry.created_at);
            if self.entries[place] != Some(*entry) {
                self.enter(place, entry);
            }
        }
        (&self.names, &self.shown[self.shown.len() - history.len()..])
    }

    fn enter(&mut self, place: usize, entry: &Entry) {
        assert!(self.admits(entry), "there is no such record: {entry:?}");
        let wings = &mut self.wings[place];
        let Wing::Waiting(mut record) = mem::replace(&mut wings[code(entry)], Wing::OnStage) else {
            panic!("a record waits unless it is shown: {entry:?}");
        };
        let last = self.shown.len() - 1;
        mem::swap(&mut *record, &mut self.shown[last - place]);
        if let Some(left) = self.entries[place].replace(*entry) {
            wings[code(&left)] = Wing::Waiting(record);
        }
    }
}

const CODES: usize = 2 * 7 * 8 * 8;

/// Numbers the records that one place can show.
fn code(entry: &Entry) -> usize {
    let link = entry.rollback_of.map_or(PLACES, |id| id);
    let mut code = usize::from(entry.target);
    code = code * 7 + entry.state as usize;
    code = code * 8 + usize::from(link);
    code * 8 + usize::from(entry.version)
}
