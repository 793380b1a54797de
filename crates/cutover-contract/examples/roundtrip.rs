//! Takes generated documents through every pair of versions and back, and counts those that come back changed.
//!
//! `cargo run --release --example roundtrip -- 1000000`

#![expect(clippy::print_stdout, reason = "figures for people")]
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "the generator is shared with the tests"
)]

#[path = "../tests/contract/generate.rs"]
mod generate;
#[path = "../tests/contract/roundtrip.rs"]
mod roundtrip;

use std::process::ExitCode;
use std::thread;

fn main() -> ExitCode {
    let count = match std::env::args().nth(1).map(|count| count.parse()) {
        None => 10_000,
        Some(Ok(count)) => count,
        Some(Err(error)) => {
            println!("how many seeds? {error}");
            return ExitCode::from(2);
        }
    };
    let workers = thread::available_parallelism().map_or(1, usize::from);
    let results: Vec<(u64, u64)> = thread::scope(|scope| {
        let work = |worker| move || run((0..count).skip(worker).step_by(workers));
        let running: Vec<_> = (0..workers).map(|worker| scope.spawn(work(worker))).collect();
        running.into_iter().map(|worker| worker.join().unwrap()).collect()
    });
    let trips: u64 = results.iter().map(|(trips, _)| trips).sum();
    let failures: u64 = results.iter().map(|(_, failures)| failures).sum();
    println!(
        "{count} seeds, {} documents, {trips} trips up and down, {failures} failures",
        count * 3
    );
    if failures == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

/// How many trips there were, and how many documents came back changed.
fn run(seeds: impl Iterator<Item = u64>) -> (u64, u64) {
    seeds.fold((0, 0), |(trips, failures), seed| match roundtrip::check(seed) {
        Ok(more) => (trips + more, failures),
        Err(error) => {
            println!("{error}");
            (trips, failures + 1)
        }
    })
}
