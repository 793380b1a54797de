//! The canonical order.

use std::cmp::Reverse;

use cutover_model::{DeploymentRecord, DeploymentState, History};
use cutover_tests::Random;

use super::oracle::Entry;
use super::stage::Names;

/// Records at three instants, each with several ids, newest first.
fn records() -> Vec<DeploymentRecord> {
    let names = Names::new(&["checkout/production", "search/production"]);
    let mut records = Vec::new();
    for created_at in (0..3).rev() {
        for id in [60, 41, 40, 3, 0] {
            let entry = Entry {
                created_at,
                // Ids that order the other way than the instants do.
                id: id + created_at.abs_diff(2),
                target: id % 2,
                version: 0,
                state: DeploymentState::Succeeded,
                rollback_of: None,
            };
            records.push(names.record(&entry).unwrap());
        }
    }
    records
}

#[test]
fn sorts_by_created_at_then_id_newest_first() {
    let expected = records();
    let by_hand =
        |record: &DeploymentRecord| Reverse((record.created_at.unix_micros(), record.id.to_string()));
    assert!(expected.is_sorted_by_key(by_hand));
    let mut random = Random::seeded(7);
    for _ in 0..200 {
        let mut shuffled = expected.clone();
        shuffled.sort_by_cached_key(|_| random.bits());
        History::sort(&mut shuffled);
        assert_eq!(shuffled, expected);
    }
}

#[test]
fn takes_only_records_in_order() {
    let records = records();
    for size in 0..=records.len() {
        assert_eq!(
            History::new(&records[..size]).unwrap().records(),
            &records[..size]
        );
    }
}

#[test]
fn refuses_every_swap_of_neighbours() {
    for index in 1..records().len() {
        let mut records = records();
        records.swap(index - 1, index);
        let error = History::new(&records).unwrap_err();
        assert_eq!((error.index, error.id), (index, records[index].id));
    }
}

#[test]
fn refuses_every_record_that_is_there_twice() {
    for index in 0..records().len() {
        let mut records = records();
        records.insert(index, records[index].clone());
        let error = History::new(&records).unwrap_err();
        assert_eq!((error.index, error.id), (index + 1, records[index].id));
    }
}

#[test]
fn refuses_every_record_that_is_elsewhere() {
    let size = records().len();
    for from in 0..size {
        for to in (0..size).filter(|to| *to != from) {
            let mut records = records();
            let record = records.remove(from);
            records.insert(to, record);
            assert!(History::new(&records).is_err(), "{from} to {to}");
        }
    }
}
