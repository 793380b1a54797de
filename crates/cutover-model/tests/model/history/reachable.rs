//! Every history that legal moves can reach, up to a size.

use std::collections::HashSet;
use std::mem;

use cutover_model::DeploymentState;
use cutover_tests::{Campaign, Random};

use super::coverage::{Coverage, Scope};
use super::oracle::Entry;
use super::questions::Questions;
use super::stage::{Names, PLACES, Stage, place};
use super::walk::{Change, Forward, admissions, apply, moves};
use super::world::World;

const SERVICES: [&str; 2] = ["checkout/production", "search/production"];

/// The histories that can be reached with these services and versions, one size after the other.
///
/// The first record is always on the first target: the two can be exchanged.
#[derive(Debug)]
pub(crate) struct Reachable {
    targets: u8,
    forward: Forward,
    /// All of one size.
    found: Vec<u64>,
}

impl Reachable {
    pub(crate) fn new(targets: u8, forward: Forward) -> Self {
        Self {
            targets,
            forward,
            found: vec![encode(&[])],
        }
    }

    /// Goes on to the histories with one record more.
    pub(crate) fn next(&mut self) -> impl Iterator<Item = Vec<Entry>> {
        let mut visited = HashSet::new();
        let mut open = Vec::new();
        for code in mem::take(&mut self.found) {
            let history = decode(code);
            for target in 0..if history.is_empty() { 1 } else { self.targets } {
                for change in admissions(&history, target, self.forward) {
                    visit(&history, change, &mut visited, &mut open);
                }
            }
        }
        while let Some(code) = open.pop() {
            let history = decode(code);
            for change in moves(&history) {
                visit(&history, change, &mut visited, &mut open);
            }
        }
        self.found = visited.into_iter().collect();
        self.found.iter().copied().map(decode)
    }
}

fn visit(history: &[Entry], change: Change, visited: &mut HashSet<u64>, open: &mut Vec<u64>) {
    let mut history = history.to_vec();
    apply(&mut history, change);
    let code = encode(&history);
    if visited.insert(code) {
        open.push(code);
    }
}

/// A history as a number: ten bits for each record, under a leading one.
fn encode(history: &[Entry]) -> u64 {
    history.iter().fold(1, |code, entry| {
        let link = entry.rollback_of.unwrap_or(PLACES);
        let code = code << 1 | u64::from(entry.target);
        let code = code << 3 | entry.state as u64;
        let code = code << 3 | u64::from(link);
        code << 3 | u64::from(entry.version)
    })
}

fn decode(code: u64) -> Vec<Entry> {
    let size = usize::try_from(code.ilog2()).unwrap() / 10;
    let entry = |number: usize| {
        let code = code >> (10 * (size - 1 - number));
        let part = |lowest: u32, bits: u32| u8::try_from(code >> lowest & ((1 << bits) - 1)).unwrap();
        let (created_at, id) = place(number);
        let link = part(3, 3);
        Entry {
            created_at,
            id,
            target: part(9, 1),
            version: part(0, 3),
            state: DeploymentState::ALL[usize::from(part(6, 3))],
            rollback_of: (link != PLACES).then_some(link),
        }
    };
    (0..size).map(entry).collect()
}

/// What holds in every history that can be reached, beyond what the oracle knows.
fn check(history: &[Entry]) {
    for entry in history {
        let named = entry
            .rollback_of
            .map(|id| history.iter().find(|other| other.id == id).unwrap());
        assert!(
            named.is_none_or(|named| !named.is_rollback() && named.target == entry.target),
            "a rollback names no rollback and nothing elsewhere: {history:#?}"
        );
    }
    for target in 0..2 {
        let met = |state| {
            history
                .iter()
                .any(|entry| entry.target == target && entry.state == state)
        };
        assert!(
            met(DeploymentState::Succeeded) || !met(DeploymentState::RolledBack),
            "something runs once anything has succeeded: {history:#?}"
        );
    }
}

/// Compares every history that is found, and counts.
#[derive(Debug)]
struct Search {
    stage: Stage,
    questions: Questions,
    coverage: Coverage,
    tried: u64,
}

impl Search {
    fn new() -> Self {
        let names = Names::new(&SERVICES);
        Self {
            questions: Questions::new(&names),
            stage: Stage::new(names),
            coverage: Coverage::new(),
            tried: 0,
        }
    }

    fn attempt(&mut self, history: &[Entry]) {
        self.tried += 1;
        check(history);
        self.questions.ask(&mut self.stage, history, &mut self.coverage);
    }

    fn whole(&mut self, campaign: &Campaign, targets: u8, forward: Forward, largest: u64) {
        let mut reachable = Reachable::new(targets, forward);
        for size in 1..=largest {
            let mut found = 0_u64;
            for history in reachable.next() {
                self.attempt(&history);
                found += 1;
            }
            let what = format!("size {size}, targets {targets}, versions {forward:?}");
            campaign.figure(&what, found).unwrap();
        }
    }

    /// Follows real records through one chain of changes to its end.
    fn walk(&mut self, names: &Names, random: &mut Random) {
        let mut world = World::new(names);
        while let Some(change) = draw(world.entries(), random) {
            world.apply(change);
            self.attempt(world.entries());
        }
    }
}

/// Something that can happen next. Three times in four it is nothing that ends badly, so that there is a past to go back
/// to; and half the time it is a rollback, if one can be.
fn draw(history: &[Entry], random: &mut Random) -> Option<Change> {
    let mut changes = moves(history);
    if history.len() < usize::from(PLACES) {
        for target in 0..if history.is_empty() { 1 } else { 2 } {
            changes.extend(admissions(history, target, Forward::Any));
        }
    }
    let kept: Vec<Change> = match random.below(4) {
        0 => Vec::new(),
        1 => changes
            .iter()
            .copied()
            .filter(|change| !ends_badly(change))
            .collect(),
        _ => changes.iter().copied().filter(is_rollback).collect(),
    };
    random.pick(&kept).or_else(|| random.pick(&changes)).copied()
}

fn ends_badly(change: &Change) -> bool {
    let bad = |state| matches!(state, DeploymentState::Failed | DeploymentState::Canceled);
    matches!(change, Change::Move { to, .. } if bad(*to))
}

fn is_rollback(change: &Change) -> bool {
    matches!(
        change,
        Change::Admit {
            rollback_of: Some(_),
            ..
        }
    )
}

#[test]
fn every_reachable_history_agrees() {
    let campaign = Campaign::from_env("model: reachable histories").unwrap();
    let mut search = Search::new();
    if campaign.size(0, 1) == 1 {
        search.whole(&campaign, 2, Forward::Any, PLACES.into());
    } else {
        search.whole(&campaign, 2, Forward::Any, 4);
        search.whole(&campaign, 1, Forward::New, PLACES.into());
    }
    search.coverage.close(&campaign, Scope::Reachable);
}

#[test]
fn what_real_records_reach_agrees() {
    let campaign = Campaign::from_env("model: walks of real records").unwrap();
    let names = Names::new(&SERVICES);
    let walks = campaign.size(3_000, 200_000);
    let mut search = Search::new();
    for mut random in campaign.randoms() {
        for _ in 0..walks {
            search.walk(&names, &mut random);
        }
    }
    campaign.figure("walks to size 6, two targets", walks).unwrap();
    campaign.figure("histories on the way", search.tried).unwrap();
}
