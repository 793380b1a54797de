//! What a search has met: how often each record became what it became, and how often each answer was given.

use cutover_model::{DeploymentKind, DeploymentOutcome, DeploymentState};
use cutover_tests::Campaign;

/// Which histories a search goes through: not every case is possible everywhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scope {
    /// Any records at all, but this many at most.
    Small(u64),
    /// Any records at all.
    Large,
    /// What legal moves lead to.
    Reachable,
}

/// What became of a record of this state and kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Cell {
    pub(crate) state: DeploymentState,
    pub(crate) kind: DeploymentKind,
    pub(crate) outcome: Option<DeploymentOutcome>,
}

/// Whether a request named a record, and whether it named a version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Asked {
    pub(crate) id: bool,
    pub(crate) version: bool,
}

/// Which answer a request got, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Answer {
    /// There is a step back, from this to that.
    Step(Taken, Before),
    /// Nothing with the version asked for stands before what would be taken back.
    NothingBefore(Taken, Available),
    /// What runs is a rollback, and what it brought back no longer stands.
    DeadEnd,
    NothingRuns,
    /// The record named has this state and kind; whether anything runs.
    NotRunning(DeploymentState, DeploymentKind, bool),
    NotFound,
}

/// What would be taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Taken {
    Running,
    /// What the running rollback brought back.
    BroughtBack,
    Failed,
    /// A failed one where nothing runs.
    FailedFirst,
}

/// How the version to go to came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Before {
    RollForward,
    Rollback,
    /// A rollback, and what it brought back is not in the history.
    OrphanedRollback,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Available {
    Nothing,
    OtherVersions,
}

const ASKED: [Asked; 4] = [
    asked(false, false),
    asked(false, true),
    asked(true, false),
    asked(true, true),
];

const fn asked(id: bool, version: bool) -> Asked {
    Asked { id, version }
}

impl Cell {
    fn all() -> impl Iterator<Item = Self> {
        let outcomes = || DeploymentOutcome::ALL.iter().copied().map(Some).chain([None]);
        states_and_kinds()
            .flat_map(move |(state, kind)| outcomes().map(move |outcome| Self { state, kind, outcome }))
    }

    fn index(self) -> usize {
        let outcome = self.outcome.map_or(0, |outcome| 1 + outcome as usize);
        (self.state as usize * 2 + self.kind as usize) * 6 + outcome
    }

    fn is_possible(self, scope: Scope) -> bool {
        use DeploymentOutcome as Outcome;
        match self.state {
            DeploymentState::Pending | DeploymentState::Active | DeploymentState::InProgress => {
                self.outcome.is_none()
            }
            DeploymentState::Failed => self.outcome == Some(Outcome::Failed),
            DeploymentState::Canceled => self.outcome == Some(Outcome::Canceled),
            DeploymentState::Succeeded => match self.outcome {
                Some(Outcome::Succeeded | Outcome::Superseded) => true,
                // A rollback that ends moves what it took back in the same transaction.
                Some(Outcome::RolledBack) => scope != Scope::Reachable,
                _ => false,
            },
            DeploymentState::RolledBack => {
                self.outcome == Some(Outcome::RolledBack) && self.kind == DeploymentKind::RollForward
            }
        }
    }
}

impl Answer {
    fn all() -> Vec<Self> {
        let mut all = vec![Self::NotFound, Self::NothingRuns, Self::DeadEnd];
        let befores = [Before::RollForward, Before::Rollback, Before::OrphanedRollback];
        let available = [Available::Nothing, Available::OtherVersions];
        for taken in [
            Taken::Running,
            Taken::BroughtBack,
            Taken::Failed,
            Taken::FailedFirst,
        ] {
            all.extend(befores.map(|before| Self::Step(taken, before)));
            all.extend(available.map(|available| Self::NothingBefore(taken, available)));
        }
        for (state, kind) in states_and_kinds() {
            all.extend([false, true].map(|running| Self::NotRunning(state, kind, running)));
        }
        all
    }

    fn index(self, asked: Asked) -> usize {
        let answer = match self {
            Self::NotFound => 0,
            Self::NothingRuns => 1,
            Self::DeadEnd => 2,
            Self::Step(taken, before) => 3 + taken as usize * 3 + before as usize,
            Self::NothingBefore(taken, available) => 15 + taken as usize * 2 + available as usize,
            Self::NotRunning(state, kind, running) => {
                23 + (state as usize * 2 + kind as usize) * 2 + usize::from(running)
            }
        };
        answer * 4 + usize::from(asked.id) * 2 + usize::from(asked.version)
    }

    fn is_possible(self, asked: Asked, scope: Scope) -> bool {
        let reachable = scope == Scope::Reachable;
        match self {
            Self::NotFound => asked.id,
            Self::NothingRuns => !asked.id,
            Self::DeadEnd => true,
            Self::Step(taken, before) => {
                let possible = match taken {
                    Taken::Running | Taken::BroughtBack => true,
                    Taken::Failed => asked.id,
                    // Where nothing runs, nothing stands.
                    Taken::FailedFirst => false,
                };
                possible
                    && match before {
                        Before::RollForward => true,
                        // Two rollbacks, what each brought back, and what they name.
                        Before::Rollback => taken != Taken::BroughtBack || scope != Scope::Small(4),
                        Before::OrphanedRollback => !reachable,
                    }
            }
            Self::NothingBefore(taken, Available::Nothing) => match taken {
                Taken::Running | Taken::BroughtBack => true,
                // Whatever runs brought in a version that stands, or a rollback that ended meanwhile left one.
                Taken::Failed => asked.id && !reachable,
                Taken::FailedFirst => asked.id,
            },
            Self::NothingBefore(taken, Available::OtherVersions) => match taken {
                Taken::Running | Taken::BroughtBack => asked.version,
                Taken::Failed => asked.version && asked.id,
                Taken::FailedFirst => false,
            },
            Self::NotRunning(state, kind, running) => {
                let forward = kind == DeploymentKind::RollForward;
                let fits = match state {
                    DeploymentState::Failed => running || !forward,
                    DeploymentState::Succeeded => running,
                    // A rollback is admitted only where something runs, and something does ever after.
                    DeploymentState::RolledBack => forward && (running || !reachable),
                    DeploymentState::Pending
                    | DeploymentState::Active
                    | DeploymentState::InProgress
                    | DeploymentState::Canceled => true,
                };
                asked.id && fits && (running || forward || !reachable)
            }
        }
    }
}

fn states_and_kinds() -> impl Iterator<Item = (DeploymentState, DeploymentKind)> {
    let kinds = |state: &DeploymentState| {
        let state = *state;
        DeploymentKind::ALL.iter().map(move |kind| (state, *kind))
    };
    DeploymentState::ALL.iter().flat_map(kinds)
}

/// Counts, and knows what should have been met.
#[derive(Debug)]
pub(crate) struct Coverage {
    cells: Vec<u64>,
    answers: Vec<u64>,
}

impl Coverage {
    pub(crate) fn new() -> Self {
        Self {
            cells: vec![0; 7 * 2 * 6],
            answers: vec![0; (23 + 7 * 2 * 2) * 4],
        }
    }

    pub(crate) fn became(&mut self, cell: Cell) {
        self.cells[cell.index()] += 1;
    }

    pub(crate) fn answered(&mut self, answer: Answer, asked: Asked) {
        self.answers[answer.index(asked)] += 1;
    }

    /// Reports what was met. Fails if anything was that is not possible, or anything possible was not.
    pub(crate) fn close(&self, campaign: &Campaign, scope: Scope) {
        self.report(campaign, scope);
        let cases = self.cases(scope);
        let missed: Vec<&Case> = cases
            .iter()
            .filter(|case| case.possible && case.met == 0)
            .collect();
        assert!(missed.is_empty(), "never met: {missed:#?}");
    }

    /// Reports what was met. Fails if anything was that is not possible.
    pub(crate) fn report(&self, campaign: &Campaign, scope: Scope) {
        let cases = self.cases(scope);
        let wrong: Vec<&Case> = cases
            .iter()
            .filter(|case| !case.possible && case.met > 0)
            .collect();
        assert!(wrong.is_empty(), "not possible: {wrong:#?}");

        for (state, kind) in states_and_kinds() {
            let of_this = Cell::all().filter(|cell| (cell.state, cell.kind) == (state, kind));
            let met = of_this.map(|cell| (cell.outcome, self.cells[cell.index()]));
            let met: Vec<String> = met
                .filter(|(_, met)| *met > 0)
                .map(|(outcome, met)| format!("{} {met}", outcome.map_or("none", |outcome| outcome.as_str())))
                .collect();
            if !met.is_empty() {
                let what = format!("{state} {kind}");
                campaign.figure(&what, met.join(", ")).unwrap();
            }
        }
        let requests: u64 = self.answers.iter().sum();
        campaign.figure("requests compared", requests).unwrap();
        let met = cases.iter().filter(|case| case.met > 0);
        let rarest = met.clone().min_by_key(|case| case.met).unwrap();
        let rarest = format!(
            "{}, the rarest {} times: {}",
            met.count(),
            rarest.met,
            rarest.name
        );
        campaign.figure("kinds of outcomes and answers", rarest).unwrap();
    }

    fn cases(&self, scope: Scope) -> Vec<Case> {
        let cells = Cell::all().map(|cell| Case {
            name: format!("{} {} {:?}", cell.state, cell.kind, cell.outcome),
            met: self.cells[cell.index()],
            possible: cell.is_possible(scope),
        });
        let answers = Answer::all().into_iter().flat_map(|answer| {
            ASKED.map(|asked| Case {
                name: format!("{answer:?} {asked:?}"),
                met: self.answers[answer.index(asked)],
                possible: answer.is_possible(asked, scope),
            })
        });
        cells.chain(answers).collect()
    }
}

/// An outcome or an answer, and how often it was met.
#[derive(Debug)]
struct Case {
    name: String,
    met: u64,
    possible: bool,
}
