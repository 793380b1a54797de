//! One history, asked of the model and of the oracle.

use std::ptr;

use cutover_model::{
    DeploymentId, DeploymentKind, DeploymentOutcome, DeploymentRecord, DeploymentState, History, Rollback,
    RollbackError, RollbackRequest,
};

use super::coverage::{Answer, Asked, Available, Before, Cell, Coverage, Taken};
use super::oracle::{Entry, Oracle, Refused, Step};
use super::stage::Names;

/// A request for a rollback, as numbers and as the model takes it.
#[derive(Debug)]
pub(crate) struct Question {
    target: u8,
    of: Option<u8>,
    version: Option<u8>,
    request: RollbackRequest,
}

impl Question {
    pub(crate) fn new(names: &Names, target: u8, of: Option<u8>, version: Option<u8>) -> Self {
        Self {
            target,
            of,
            version,
            request: names.request(target, of, version),
        }
    }
}

/// A history as the model sees it, and as the oracle does.
#[derive(Debug)]
pub(crate) struct Trial<'a> {
    names: &'a Names,
    /// Oldest first.
    entries: &'a [Entry],
    /// Newest first.
    records: &'a [DeploymentRecord],
    history: History<'a>,
    oracle: Oracle<'a>,
}

impl<'a> Trial<'a> {
    pub(crate) fn new(names: &'a Names, entries: &'a [Entry], records: &'a [DeploymentRecord]) -> Self {
        Self {
            names,
            entries,
            records,
            history: History::new(records).unwrap(),
            oracle: Oracle::new(entries),
        }
    }

    /// Compares the outcome of every record.
    pub(crate) fn outcomes(&self, coverage: &mut Coverage) {
        let outcomes = self.history.outcomes();
        let expected = self.oracle.outcomes();
        assert!(
            outcomes.iter().eq(expected.iter().rev()),
            "{outcomes:?} newest first, not {expected:?} oldest first, in {:#?}",
            self.entries
        );
        let mut succeeded = [0; 8];
        for (entry, outcome) in self.entries.iter().rev().zip(outcomes) {
            succeeded[usize::from(entry.target)] +=
                usize::from(outcome == Some(DeploymentOutcome::Succeeded));
            let (state, kind) = (entry.state, kind(entry));
            coverage.became(Cell { state, kind, outcome });
        }
        assert!(
            succeeded.iter().all(|count| *count <= 1),
            "{succeeded:?} run in {:#?}",
            self.entries
        );
    }

    /// Compares what runs on every target.
    pub(crate) fn running(&self) {
        for (number, target) in (0..).zip(&self.names.targets) {
            let running = self.history.running_on(target);
            let expected = self.oracle.running(number);
            assert!(
                self.is(running, expected),
                "{running:?} runs, not {expected:?}, in {:#?}",
                self.entries
            );
            let mut on_target = self.entries.iter().filter(|entry| entry.target == number);
            let success = on_target.any(|entry| entry.state == DeploymentState::Succeeded);
            assert_eq!(
                running.is_some(),
                success,
                "nothing runs only where nothing succeeded"
            );
        }
        let all = self.history.running();
        let runs = |entry: &&Entry| self.oracle.running(entry.target) == Some(**entry);
        let mut expected = self.entries.iter().rev().filter(runs);
        let agree = all
            .iter()
            .all(|record| self.is(Some(record), expected.next().copied()));
        assert!(
            agree && expected.next().is_none(),
            "{all:?} run in {:#?}",
            self.entries
        );
    }

    /// Compares the answer to a request for a rollback. Says whether what it names could be taken back at all.
    pub(crate) fn ask(&self, question: &Question, coverage: &mut Coverage) -> bool {
        let answer = self.history.rollback(&question.request);
        let expected = self
            .oracle
            .rollback(question.target, question.of, question.version);
        assert!(
            self.agree(&question.request, &answer, &expected),
            "{:?}: {answer:?}, not {expected:?}, in {:#?}",
            question.request,
            self.entries
        );
        let asked = Asked {
            id: question.of.is_some(),
            version: question.version.is_some(),
        };
        coverage.answered(self.case(question, &expected), asked);
        !matches!(expected, Err(Refused::NotFound | Refused::NotRunning { .. }))
    }

    fn agree(
        &self,
        request: &RollbackRequest,
        answer: &Result<Rollback<'_>, RollbackError>,
        expected: &Result<Step, Refused>,
    ) -> bool {
        match (answer, expected) {
            (Ok(rollback), Ok(step)) => {
                self.is(Some(rollback.takes_back), Some(step.takes_back))
                    && self.is(Some(rollback.restores), Some(step.restores))
                    && rollback.takes_back.deployment_kind == DeploymentKind::RollForward
            }
            (Err(RollbackError::NotFound { target, of }), Err(Refused::NotFound)) => {
                target == &request.target && Some(*of) == request.of
            }
            (
                Err(RollbackError::NotRunning {
                    target,
                    of,
                    state,
                    running,
                }),
                Err(Refused::NotRunning { named, running: runs }),
            ) => {
                target == &request.target
                    && *of == self.id(named)
                    && *state == named.state
                    && *running == runs.map(|entry| self.id(&entry))
            }
            (
                Err(RollbackError::NoPriorSuccessfulVersion {
                    target,
                    version,
                    available,
                }),
                Err(Refused::NoPrior { available: numbers }),
            ) => {
                let versions = numbers
                    .iter()
                    .map(|number| &self.names.versions[usize::from(*number)]);
                target == &request.target && version == &request.version && available.iter().eq(versions)
            }
            _ => false,
        }
    }

    fn case(&self, question: &Question, expected: &Result<Step, Refused>) -> Answer {
        let running = self.oracle.running(question.target);
        let taken = match running {
            Some(running) if question.of.is_none_or(|of| of == running.id) => {
                if running.is_rollback() {
                    Taken::BroughtBack
                } else {
                    Taken::Running
                }
            }
            Some(_) => Taken::Failed,
            None => Taken::FailedFirst,
        };
        match expected {
            Ok(step) if step.restores.is_rollback() => Answer::Step(taken, Before::OrphanedRollback),
            Ok(step) if step.stood.is_rollback() => Answer::Step(taken, Before::Rollback),
            Ok(_) => Answer::Step(taken, Before::RollForward),
            Err(Refused::NotFound) => Answer::NotFound,
            Err(Refused::NotRunning { named, running }) => {
                Answer::NotRunning(named.state, kind(named), running.is_some())
            }
            Err(Refused::NoPrior { .. }) if running.is_none() && question.of.is_none() => Answer::NothingRuns,
            Err(Refused::NoPrior { .. })
                if taken == Taken::BroughtBack
                    && running.is_some_and(|running| self.oracle.brought_in(&running).is_none()) =>
            {
                Answer::DeadEnd
            }
            Err(Refused::NoPrior { available }) if available.is_empty() => {
                Answer::NothingBefore(taken, Available::Nothing)
            }
            Err(Refused::NoPrior { .. }) => Answer::NothingBefore(taken, Available::OtherVersions),
        }
    }

    /// Whether the model's record, one of those it was given, is the oracle's.
    fn is(&self, record: Option<&DeploymentRecord>, entry: Option<Entry>) -> bool {
        match (record, entry) {
            (Some(record), Some(entry)) => {
                let place = self.entries.iter().rev().position(|other| *other == entry);
                place.is_some_and(|place| ptr::eq(record, &raw const self.records[place]))
            }
            (None, None) => true,
            _ => false,
        }
    }

    fn id(&self, entry: &Entry) -> DeploymentId {
        self.names.ids[usize::from(entry.id)]
    }
}

fn kind(entry: &Entry) -> DeploymentKind {
    if entry.is_rollback() {
        DeploymentKind::Rollback
    } else {
        DeploymentKind::RollForward
    }
}
