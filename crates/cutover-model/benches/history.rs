//! What it costs to derive outcomes and running states from a large history.
//!
//! First the time of a million records against that of a hundred thousand, in rounds that take turns, so that a busy
//! machine slows both. Then the times, and the allocations: beside the result there is what is remembered per target
//! and per rollback in sight, so ten times the records are not ten times the allocations.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "what a benchmark works on it has made itself"
)]

use std::hint::black_box;
use std::sync::LazyLock;
use std::time::Instant;

use cutover_model::{
    DeploymentId, DeploymentKind, DeploymentRecord, DeploymentState, History, RecordFields, Target,
    Timestamp, Unknown, Version,
};
use cutover_tests::Random;
use divan::counter::ItemsCount;
use divan::{AllocProfiler, Bencher};

const LARGE: usize = 1_000_000;
const SMALL: usize = LARGE / 10;
const SERVICES: usize = 1_000;
const ENVIRONMENTS: [&str; 5] = ["development", "test", "staging", "canary", "production"];
const ROUNDS: usize = 21;

#[global_allocator]
static ALLOCATOR: AllocProfiler = AllocProfiler::system();

static RECORDS: LazyLock<Vec<DeploymentRecord>> = LazyLock::new(records);

fn main() {
    // Without this argument divan only lists the benchmarks, or tries each once.
    if std::env::args().any(|argument| argument == "--bench") {
        ratio("outcomes", |history| drop(black_box(history.outcomes())));
        ratio("running", |history| drop(black_box(history.running())));
    }
    divan::main();
}

#[divan::bench(args = [SMALL, LARGE], sample_count = 20, sample_size = 1)]
fn outcomes(bencher: Bencher<'_, '_>, size: usize) {
    let history = newest(size);
    bencher
        .counter(ItemsCount::new(size))
        .bench_local(|| black_box(history).outcomes());
}

#[divan::bench(args = [SMALL, LARGE], sample_count = 20, sample_size = 1)]
fn running(bencher: Bencher<'_, '_>, size: usize) {
    let history = newest(size);
    bencher
        .counter(ItemsCount::new(size))
        .bench_local(|| black_box(history).running());
}

fn newest(size: usize) -> History<'static> {
    History::new(&RECORDS[..size]).unwrap()
}

/// Prints how much longer ten times the records take.
#[expect(clippy::print_stdout, reason = "a benchmark is there to show its figures")]
fn ratio(what: &str, derive: impl Fn(History<'_>)) {
    let (small, large) = (newest(SMALL), newest(LARGE));
    let round = |_| {
        let short = seconds(|| derive(small));
        seconds(|| derive(large)) / short
    };
    let mut ratios: Vec<f64> = (0..ROUNDS).map(round).collect();
    ratios.sort_by(f64::total_cmp);
    let median = ratios[ROUNDS / 2];
    println!(
        "{what}: ten times the records take {median:.2} times as long (limit 12), median of {ROUNDS} rounds"
    );
}

#[expect(
    clippy::disallowed_methods,
    reason = "a benchmark measures the time that passes"
)]
fn seconds(work: impl FnOnce()) -> f64 {
    let start = Instant::now();
    work();
    start.elapsed().as_secs_f64()
}

/// What becomes of a record, until it is made.
#[derive(Debug)]
struct Draft {
    target: usize,
    version: usize,
    state: DeploymentState,
    takes_back: Option<usize>,
}

/// The history of a company, the newest first.
fn records() -> Vec<DeploymentRecord> {
    let names = Names::new();
    let drafts = drafts();
    let newest_first = drafts.iter().enumerate().rev();
    newest_first
        .map(|(number, draft)| names.record(number, draft))
        .collect()
}

/// One deployment in eight ends badly, one in twenty is taken back, the last ones are in flight.
fn drafts() -> Vec<Draft> {
    let mut random = Random::seeded(1);
    let mut drafts: Vec<Draft> = Vec::with_capacity(LARGE);
    // For each target the roll-forwards that stand, the newest last.
    let mut standing: Vec<Vec<usize>> = vec![Vec::new(); SERVICES * ENVIRONMENTS.len()];
    for number in 0..LARGE {
        let target = below(&mut random, standing.len());
        let stack = &mut standing[target];
        let mut draft = Draft {
            target,
            version: number % Names::VERSIONS,
            state: DeploymentState::Succeeded,
            takes_back: None,
        };
        match below(&mut random, 100) {
            _ if number + 1_000 > LARGE => draft.state = DeploymentState::InProgress,
            0..10 => draft.state = DeploymentState::Failed,
            10..13 => draft.state = DeploymentState::Canceled,
            13..18 if stack.len() > 1 => {
                let taken_back = stack.pop().unwrap();
                drafts[taken_back].state = DeploymentState::RolledBack;
                draft.takes_back = Some(taken_back);
                draft.version = drafts[stack[stack.len() - 1]].version;
            }
            _ => stack.push(number),
        }
        drafts.push(draft);
    }
    drafts
}

fn below(random: &mut Random, bound: usize) -> usize {
    usize::try_from(random.below(u64::try_from(bound).unwrap())).unwrap()
}

/// What the numbers of a draft stand for.
struct Names {
    targets: Vec<Target>,
    versions: Vec<Version>,
}

impl Names {
    const VERSIONS: usize = 500;

    fn new() -> Self {
        let of_service = |service| ENVIRONMENTS.map(|environment| format!("service-{service}/{environment}"));
        let targets = (0..SERVICES).flat_map(of_service);
        Self {
            targets: targets.map(|target| target.parse().unwrap()).collect(),
            versions: (0..Self::VERSIONS)
                .map(|minor| format!("1.{minor}.0").parse().unwrap())
                .collect(),
        }
    }

    fn record(&self, number: usize, draft: &Draft) -> DeploymentRecord {
        let target = self.targets[draft.target].clone();
        let rollback_of = draft.takes_back.map(Self::id);
        DeploymentRecord::new(RecordFields {
            id: Self::id(number),
            service: target.service,
            environment: target.environment,
            version: self.versions[draft.version].clone(),
            recipe_id: "standard-canary".parse().unwrap(),
            state: draft.state,
            deployment_kind: DeploymentKind::of(rollback_of),
            change_summary: "Raise the timeout".parse().unwrap(),
            created_at: Self::instant(number),
            updated_at: Self::instant(number),
            delivery_group_id: "payments".parse().unwrap(),
            engine_execution_id: None,
            engine_execution_url: None,
            rollback_of,
            failures: Vec::new(),
            unknown: Unknown::default(),
        })
        .unwrap()
    }

    fn id(number: usize) -> DeploymentId {
        let mut random = [0; 10];
        random[2..].copy_from_slice(&u64::try_from(number).unwrap().to_be_bytes());
        DeploymentId::new(Self::instant(number), random)
    }

    /// Somebody deploys every second.
    fn instant(number: usize) -> Timestamp {
        Timestamp::UNIX_EPOCH.plus_micros(i64::try_from(number).unwrap() * 1_000_000)
    }
}
