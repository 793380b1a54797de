//! Histories made by what really makes them: admission and moves.

use cutover_model::{Admission, DeploymentRecord, DeploymentState, History, RollbackError};

use super::oracle::Entry;
use super::stage::Names;
use super::walk::{Change, apply};

/// A history as entries and as records that went the same way, both with the oldest first.
#[derive(Debug)]
pub(crate) struct World<'a> {
    names: &'a Names,
    entries: Vec<Entry>,
    records: Vec<DeploymentRecord>,
}

impl<'a> World<'a> {
    pub(crate) fn new(names: &'a Names) -> Self {
        Self {
            names,
            entries: Vec::new(),
            records: Vec::new(),
        }
    }

    /// The world that these entries describe, its records not admitted but read.
    pub(crate) fn read(names: &'a Names, entries: &[Entry]) -> Self {
        Self {
            names,
            entries: entries.to_vec(),
            records: entries.iter().map(|entry| names.record(entry).unwrap()).collect(),
        }
    }

    pub(crate) fn entries(&self) -> &[Entry] {
        &self.entries
    }

    pub(crate) fn apply(&mut self, change: Change) {
        let before = self.entries.clone();
        apply(&mut self.entries, change);
        match change {
            Change::Admit { rollback_of, .. } => self.admit(rollback_of),
            Change::Move { number, to } => {
                let at = Names::at(u8::try_from(self.records.len()).unwrap());
                self.records[number].move_to(to, at).unwrap();
                if to == DeploymentState::Succeeded {
                    self.succeeded(number, &before);
                }
            }
        }
        for (entry, record) in self.entries.iter().zip(&self.records) {
            assert_eq!(record.state, entry.state, "{change:?} of {before:#?}");
        }
    }

    fn admit(&mut self, rollback_of: Option<u8>) {
        let entry = self.entries.last().unwrap();
        let admission = Admission {
            id: self.names.ids[usize::from(entry.id)],
            created_at: Names::at(entry.created_at),
            delivery_group_id: "g".parse().unwrap(),
            rollback_of: rollback_of.map(|id| self.names.ids[usize::from(id)]),
        };
        let record = DeploymentRecord::admit(&self.names.intent(entry), admission).unwrap();
        assert_eq!(record, self.names.record(entry).unwrap());
        self.records.push(record);
    }

    /// A rollback that has succeeded takes back the record it names.
    fn succeeded(&mut self, number: usize, before: &[Entry]) {
        let rollback = self.records[number].clone();
        let Some(link) = rollback.rollback_of else { return };
        let named = self.records.iter_mut().find(|record| record.id == link).unwrap();
        let state = named.state;
        let moved = named.roll_back(&rollback, rollback.updated_at);
        // Another rollback may have taken it back in the meantime; then there is nothing left to move.
        assert_eq!(
            moved.is_err(),
            state == DeploymentState::RolledBack,
            "{before:#?}"
        );
    }

    /// Rolls back what runs on a target, to the end. Returns the number of the record that was taken back.
    pub(crate) fn step_back(&mut self, target: u8) -> Result<usize, RollbackError> {
        let request = self.names.request(target, None, None);
        let (link, version) = self.newest_first(|history| {
            let step = history.rollback(&request)?;
            Ok((step.takes_back.id, step.version().clone()))
        })?;
        let place = |id| self.names.ids.iter().position(|other| *other == id).unwrap();
        let rollback_of = u8::try_from(place(link)).unwrap();
        let version_number = self.names.versions.iter().position(|other| *other == version);
        let number = self.records.len();
        self.apply(Change::Admit {
            target,
            version: u8::try_from(version_number.unwrap()).unwrap(),
            rollback_of: Some(rollback_of),
        });
        for to in [DeploymentState::Active, DeploymentState::Succeeded] {
            self.apply(Change::Move { number, to });
        }
        let runs = self.newest_first(|history| history.running_on(&request.target).map(|record| record.id));
        assert_eq!(
            runs,
            Some(self.records[number].id),
            "a rollback that succeeded runs"
        );
        let taken_back = self.records.iter().position(|record| record.id == link).unwrap();
        assert_eq!(self.records[taken_back].state, DeploymentState::RolledBack);
        Ok(taken_back)
    }

    fn newest_first<T>(&mut self, ask: impl FnOnce(History<'_>) -> T) -> T {
        self.records.reverse();
        let answer = ask(History::new(&self.records).unwrap());
        self.records.reverse();
        answer
    }
}
