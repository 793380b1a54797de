//! What reading and the canonical form cost, as ratios within one run.
//!
//! The two sides of a ratio take turns, some hundred reads each, and the best turn of each counts: what else the
//! machine does falls on both, and is left out of both.

#![expect(
    clippy::print_stdout,
    clippy::cast_precision_loss,
    clippy::expect_used,
    reason = "figures for people"
)]

mod support;

use std::hint::black_box;
use std::time::{Duration, Instant};

use cutover_contract::{canonical, read};
use support::{ALL, Derived, PLAIN};

const ROUNDS: usize = 4_000;
const PER_ROUND: usize = 100;

fn main() {
    for (name, text) in ALL {
        let what = format!("read, check and upgrade {} bytes {name} / derive", text.len());
        let most = if text == PLAIN { 1.25 } else { 1.6 };
        show(&what, ratio(|| derived(text), || strict(text)), most);
    }
    let reading = read(PLAIN.as_bytes()).expect("a good document");
    let contract = reading.contract();
    let typed = ratio(
        || black_box(serde_json::to_vec(contract).expect("serialisable")).len(),
        || black_box(canonical::to_vec(contract).expect("canonical")).len(),
    );
    show("canonical form / to_vec, of the contract", typed, 4.0);
    let value = serde_json::to_value(contract).expect("serialisable");
    let value = ratio(
        || black_box(serde_json::to_vec(&value).expect("serialisable")).len(),
        || black_box(canonical::to_vec(&value).expect("canonical")).len(),
    );
    show("canonical form / to_vec, of a Value", value, 4.0);
}

fn derived(text: &str) -> usize {
    let document: Derived = serde_json::from_slice(black_box(text.as_bytes())).expect("a good document");
    std::ptr::from_ref(black_box(&document)).addr()
}

fn strict(text: &str) -> usize {
    let reading = read(black_box(text.as_bytes())).expect("a good document");
    std::ptr::from_ref(black_box(&reading)).addr()
}

/// Nanoseconds of the baseline, of what is measured against it, and their ratio.
fn ratio(baseline: impl Fn() -> usize, measured: impl Fn() -> usize) -> (f64, f64, f64) {
    let (mut least_baseline, mut least_measured) = (Duration::MAX, Duration::MAX);
    for round in 0..ROUNDS {
        if round % 2 == 0 {
            least_baseline = least_baseline.min(turn(&baseline));
            least_measured = least_measured.min(turn(&measured));
        } else {
            least_measured = least_measured.min(turn(&measured));
            least_baseline = least_baseline.min(turn(&baseline));
        }
    }
    let nanos = |turn: Duration| turn.as_secs_f64() * 1e9 / PER_ROUND as f64;
    (
        nanos(least_baseline),
        nanos(least_measured),
        nanos(least_measured) / nanos(least_baseline),
    )
}

fn turn(work: &impl Fn() -> usize) -> Duration {
    #[expect(clippy::disallowed_methods, reason = "a benchmark measures time")]
    let start = Instant::now();
    for _ in 0..PER_ROUND {
        black_box(work());
    }
    start.elapsed()
}

fn show(what: &str, (baseline, measured, ratio): (f64, f64, f64), most: f64) {
    println!("{what}: {measured:.0} ns / {baseline:.0} ns = {ratio:.3} (at most {most})");
}
