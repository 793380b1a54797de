//! Everything that is asked of one small history.

use super::coverage::Coverage;
use super::oracle::Entry;
use super::stage::{NOBODY, Names, Stage, UNHEARD};
use super::trial::{Question, Trial};

/// Every request for a rollback on two targets, made once.
#[derive(Debug)]
pub(crate) struct Questions {
    all: Vec<Question>,
}

/// Ids and versions are below this in small histories; it stands for none.
const NONE: u8 = 8;
const LARGE: usize = 5;

impl Questions {
    pub(crate) fn new(names: &Names) -> Self {
        let some = |number| (number != NONE).then_some(number);
        let mut all = Vec::new();
        for target in 0..2 {
            for of in 0..=NONE {
                all.extend((0..=NONE).map(|version| Question::new(names, target, some(of), some(version))));
            }
        }
        Self { all }
    }

    fn get(&self, target: u8, of: u8, version: u8) -> &Question {
        let radix = usize::from(NONE) + 1;
        &self.all[(usize::from(target) * radix + usize::from(of)) * radix + usize::from(version)]
    }

    /// Compares every outcome, what runs, and every rollback: of what runs, of each record and of one that is not there;
    /// to the latest version, to each, and to one that nobody ever deployed.
    ///
    /// What cannot be taken back cannot be whatever the version. Of large histories that is asked with one version, not
    /// always the same, which halves the time.
    pub(crate) fn ask(&self, stage: &mut Stage, history: &[Entry], coverage: &mut Coverage) {
        let (names, records) = stage.show(history);
        let trial = Trial::new(names, history, records);
        trial.outcomes(coverage);
        trial.running();
        let versions = history.iter().map(|entry| entry.version + 1).max().unwrap_or(0);
        for target in 0..2 {
            for of in history.iter().map(|entry| entry.id).chain([NOBODY, NONE]) {
                let mut ask = |version| trial.ask(self.get(target, of, version), coverage);
                if ask(NONE) || history.len() < LARGE {
                    for version in (0..versions).chain([UNHEARD]) {
                        ask(version);
                    }
                } else {
                    ask(of % versions);
                }
            }
        }
    }
}
