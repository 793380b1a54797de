//! Large histories of several services and environments, drawn at random.

use cutover_model::{DeploymentRecord, DeploymentState, History, RollbackError, Version};
use cutover_tests::{Campaign, Random};

use super::coverage::{Coverage, Scope};
use super::oracle::Entry;
use super::stage::Names;
use super::trial::{Question, Trial};

const TARGETS: [&str; 5] = [
    "checkout/production",
    "checkout/staging",
    "search/production",
    "search/staging",
    // Never deployed to.
    "basket/production",
];
const LARGEST: u64 = 60;
const VERSIONS: u64 = 4;
const IDS: u8 = 64;

fn below(random: &mut Random, bound: u64) -> u8 {
    u8::try_from(random.below(bound)).unwrap()
}

/// Some records, in no order. Several share an instant; a rollback may name anything, but rather what is on its target.
fn draw(names: &Names, random: &mut Random) -> Vec<Entry> {
    let largest = *random.pick(&[5, 10, LARGEST]).unwrap();
    let size = random.below(largest + 1);
    // Few targets make long histories of each, few instants many ties.
    let targets = 1 + random.below(4);
    let instants = 1 + random.below(2 * LARGEST);
    let versions = *random.pick(&[2, VERSIONS]).unwrap();
    let mut ids: Vec<u8> = (0..IDS).collect();
    let mut history: Vec<Entry> = Vec::new();
    for _ in 0..size {
        let id = ids.swap_remove(usize::from(below(random, ids.len() as u64)));
        let target = below(random, targets);
        let link = any_on(&history, target, random).filter(|_| random.below(8) > 0);
        let link = link.unwrap_or_else(|| below(random, IDS.into()));
        let version = match random.pick(&history) {
            Some(entry) if random.below(2) == 0 => entry.version,
            _ => below(random, versions),
        };
        let entry = Entry {
            created_at: below(random, instants),
            id,
            target,
            version,
            state: if random.below(2) == 0 {
                DeploymentState::Succeeded
            } else {
                *random.pick(DeploymentState::ALL).unwrap()
            },
            rollback_of: (random.below(3) == 0).then_some(link),
        };
        if names.record(&entry).is_ok() {
            history.push(entry);
        }
    }
    history
}

fn any_on(history: &[Entry], target: u8, random: &mut Random) -> Option<u8> {
    let ids = history
        .iter()
        .filter(|entry| entry.target == target)
        .map(|entry| entry.id);
    random.pick(&ids.collect::<Vec<u8>>()).copied()
}

/// A request about a history whose records come oldest first.
fn question(names: &Names, history: &[Entry], random: &mut Random) -> Question {
    let target = below(random, TARGETS.len() as u64);
    let latest = |state| {
        let latest = history
            .iter()
            .rfind(|entry| entry.target == target && entry.state == state);
        latest.map(|entry| entry.id)
    };
    let of = match random.below(8) {
        0..3 => None,
        3 => Some(below(random, IDS.into())),
        4 => latest(DeploymentState::Succeeded),
        5 => latest(DeploymentState::Failed),
        _ => any_on(history, target, random),
    };
    let version = match random.below(4) {
        0 => Some(below(random, 2)),
        1 => Some(below(random, VERSIONS + 1)),
        _ => None,
    };
    Question::new(names, target, of, version)
}

#[test]
fn large_histories_agree() {
    let campaign = Campaign::from_env("model: large histories").unwrap();
    let names = Names::new(&TARGETS);
    let mut coverage = Coverage::new();
    let count = campaign.size(30_000, 300_000);
    for mut random in campaign.randoms() {
        for _ in 0..count {
            let mut history = draw(&names, &mut random);
            let mut records: Vec<DeploymentRecord> =
                history.iter().map(|entry| names.record(entry).unwrap()).collect();
            History::sort(&mut records);
            history.sort_unstable_by_key(|entry| (entry.created_at, entry.id));
            let trial = Trial::new(&names, &history, &records);
            trial.outcomes(&mut coverage);
            trial.running();
            for _ in 0..20 {
                trial.ask(&question(&names, &history, &mut random), &mut coverage);
            }
        }
    }
    campaign.figure("drawn per seed", count).unwrap();
    coverage.report(&campaign, Scope::Large);
}

#[test]
fn an_error_lists_the_newest_versions_there_are() {
    let names = Names::new(&TARGETS);
    let deployed = |number| Entry {
        created_at: number,
        id: number,
        target: 0,
        version: number,
        state: DeploymentState::Succeeded,
        rollback_of: None,
    };
    let history: Vec<Entry> = (0..40).map(deployed).collect();
    let mut records: Vec<DeploymentRecord> =
        history.iter().map(|entry| names.record(entry).unwrap()).collect();
    records.reverse();
    let request = names.request(0, None, Some(50));
    let answer = History::new(&records).unwrap().rollback(&request);
    let Err(RollbackError::NoPriorSuccessfulVersion { available, .. }) = answer else {
        panic!("nobody deployed this: {answer:?}");
    };
    let newest: Vec<&str> = available.iter().map(Version::as_str).collect();
    assert_eq!((newest.len(), newest[0], newest[19]), (20, "1.38", "1.19"));
}
