//! Paging through a history that changes meanwhile.

use std::collections::BTreeSet;

use cutover_model::{Cursor, DeploymentId, DeploymentRecord, DeploymentState, History, PageSize, Timestamp};
use proptest::prelude::*;

use super::oracle::Entry;
use super::stage::Names;

/// Where a record is in the canonical order: instant and id.
type Place = (u8, u8);

/// What happens to the history before a page is read.
#[derive(Debug, Clone)]
struct Change {
    added: Vec<Place>,
    /// Which records go, out of those that are there.
    removed: Vec<prop::sample::Index>,
}

/// Few instants, so that many records share one.
fn a_place() -> impl Strategy<Value = Place> {
    (0..6_u8, 0..64_u8)
}

fn a_change() -> impl Strategy<Value = Change> {
    let added = prop::collection::vec(a_place(), 0..6);
    let removed = prop::collection::vec(any::<prop::sample::Index>(), 0..4);
    (added, removed).prop_map(|(added, removed)| Change { added, removed })
}

/// A history that changes, and remembers.
#[derive(Debug)]
struct Changing {
    names: Names,
    present: BTreeSet<Place>,
    /// No id comes back.
    used: BTreeSet<u8>,
    /// What has been there from the start.
    throughout: BTreeSet<Place>,
}

impl Changing {
    fn new(places: Vec<Place>) -> Self {
        let mut changing = Self {
            names: Names::new(&["checkout/production"]),
            present: BTreeSet::new(),
            used: BTreeSet::new(),
            throughout: BTreeSet::new(),
        };
        changing.add(places);
        changing.throughout.clone_from(&changing.present);
        changing
    }

    fn add(&mut self, places: Vec<Place>) {
        for place in places {
            if self.used.insert(place.1) {
                self.present.insert(place);
            }
        }
    }

    fn change(&mut self, change: Change) {
        for index in change.removed {
            let places: Vec<Place> = self.present.iter().copied().collect();
            if !places.is_empty() {
                let place = index.get(&places);
                self.present.remove(place);
                self.throughout.remove(place);
            }
        }
        self.add(change.added);
    }

    /// The places of a page, and where the next one starts.
    fn page(&self, after: Option<Cursor>, size: PageSize) -> (Vec<Place>, Option<Cursor>) {
        let newest_first = self.present.iter().rev();
        let records: Vec<DeploymentRecord> = newest_first.map(|place| self.record(*place)).collect();
        let page = History::new(&records).unwrap().page(after, size);
        (
            page.records.iter().map(|record| self.place(record)).collect(),
            page.next,
        )
    }

    fn record(&self, (created_at, id): Place) -> DeploymentRecord {
        let entry = Entry {
            created_at,
            id,
            target: 0,
            version: 0,
            state: DeploymentState::Pending,
            rollback_of: None,
        };
        self.names.record(&entry).unwrap()
    }

    fn place(&self, record: &DeploymentRecord) -> Place {
        let id = self.names.ids.iter().position(|id| *id == record.id).unwrap();
        let created_at = record.created_at.unix_micros();
        (u8::try_from(created_at).unwrap(), u8::try_from(id).unwrap())
    }
}

proptest! {
    #[test]
    fn neither_skips_nor_repeats_while_records_come_and_go(
        places in prop::collection::vec(a_place(), 0..60),
        changes in prop::collection::vec(a_change(), 0..30),
        size in 1..8_u32,
    ) {
        let size = PageSize::try_from(size).unwrap();
        let mut history = Changing::new(places);
        let mut changes = changes.into_iter();
        let mut seen: Vec<Place> = Vec::new();
        let mut cursor = None;
        loop {
            let (page, next) = history.page(cursor, size);
            let left = history.present.iter().rev().filter(|place| seen.last().is_none_or(|last| *place < last));
            let expected: Vec<Place> = left.clone().take(size.get()).copied().collect();
            prop_assert_eq!(&page, &expected);
            prop_assert_eq!(next.is_some(), left.count() > page.len(), "there is a next page if anything is left");
            seen.extend(page);
            let Some(next) = next else { break };
            cursor = Some(next);
            if let Some(change) = changes.next() {
                history.change(change);
            }
        }
        prop_assert!(seen.is_sorted_by(|newer, older| newer > older), "in order, and none twice: {seen:?}");
        let seen: BTreeSet<Place> = seen.into_iter().collect();
        prop_assert!(seen.is_superset(&history.throughout), "{:?} were skipped", history.throughout.difference(&seen));
    }

    #[test]
    fn a_cursor_comes_back_from_its_text(
        micros in Timestamp::MIN.unix_micros()..=Timestamp::MAX.unix_micros(),
        random: [u8; 10],
    ) {
        let created_at = Timestamp::from_unix_micros(micros).unwrap();
        let cursor = Cursor { created_at, id: DeploymentId::new(created_at, random) };
        let text = cursor.to_string();
        prop_assert_eq!(text.parse::<Cursor>().unwrap(), cursor);
        let json = serde_json::to_string(&cursor).unwrap();
        prop_assert_eq!(&json, &format!("\"{text}\""));
        prop_assert_eq!(serde_json::from_str::<Cursor>(&json).unwrap(), cursor);
        for end in 0..text.len() {
            prop_assert!(text[..end].parse::<Cursor>().is_err(), "{}", &text[..end]);
        }
    }
}

#[test]
fn refuses_what_is_no_cursor() {
    let id = "019c2d6e-9a00-7000-8000-000000000001";
    let whole = format!("5_{id}");
    assert_eq!(whole.parse::<Cursor>().unwrap().to_string(), whole);
    for text in [
        String::new(),
        "_".to_owned(),
        "5".to_owned(),
        "5_".to_owned(),
        id.to_owned(),
        format!("_{id}"),
        format!("5{id}"),
        format!("5__{id}"),
        format!("5_{id}_"),
        format!(" 5_{id}"),
        format!("5_{id} "),
        format!("5.0_{id}"),
        format!("x_{id}"),
        format!("+5_{id}"),
        format!("{}_{id}", Timestamp::MAX.unix_micros() + 1),
        format!("{}_{id}", i128::from(i64::MAX) + 1),
        format!("5_{{{id}}}"),
        format!("5_{}", id.replace('-', "")),
        format!("{id}_5"),
    ] {
        assert!(text.parse::<Cursor>().is_err(), "{text}");
    }
}

#[test]
fn a_page_has_1_to_500_records() {
    for size in 1..=500_u32 {
        assert_eq!(
            PageSize::try_from(size).unwrap().get(),
            usize::try_from(size).unwrap()
        );
    }
    for size in [0, 501, 65_536, 65_537, u32::MAX] {
        assert!(PageSize::try_from(size).is_err(), "{size}");
    }
}
