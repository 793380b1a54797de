//! What a single record can become, tried on records in every state.

use cutover_model::{DeploymentKind, DeploymentRecord, DeploymentState, MoveError, StateMachine, Timestamp};

use super::oracle::Entry;
use super::stage::Names;
use super::walk::MOVES;

const ORIGINAL: u8 = 1;
const ROLLBACK: u8 = 2;
const STRANGER: u8 = 3;

fn entry(id: u8, state: DeploymentState, rollback_of: Option<u8>) -> Entry {
    Entry {
        created_at: id,
        id,
        target: 0,
        version: 0,
        state,
        rollback_of,
    }
}

fn names() -> Names {
    Names::new(&["checkout/production", "search/production", "checkout/staging"])
}

/// A record in every state, as a roll-forward and as a rollback where there is one.
fn records(names: &Names) -> impl Iterator<Item = DeploymentRecord> {
    let links = [None, Some(STRANGER)];
    let all = DeploymentState::ALL
        .iter()
        .flat_map(move |state| links.map(|link| (*state, link)));
    all.filter_map(|(state, link)| names.record(&entry(ORIGINAL, state, link)).ok())
}

#[test]
fn a_record_that_contradicts_itself_cannot_be_made() {
    let names = names();
    let mut made = 0;
    for state in DeploymentState::ALL {
        for link in [None, Some(STRANGER), Some(ORIGINAL)] {
            for kind in DeploymentKind::ALL {
                let record = names.record_of_kind(&entry(ORIGINAL, *state, link), *kind);
                let follows = (*kind == DeploymentKind::Rollback) == link.is_some();
                let taken_back = *state == DeploymentState::RolledBack && link.is_some();
                let sound = follows && link != Some(ORIGINAL) && !taken_back;
                assert_eq!(record.is_ok(), sound, "{state} {kind} {link:?}");
                made += usize::from(sound);
            }
        }
    }
    assert_eq!(made, 13, "seven roll-forwards and six rollbacks");
}

#[test]
fn the_machine_has_exactly_the_legal_moves() {
    let mut moves = MOVES.to_vec();
    moves.push((DeploymentState::Succeeded, DeploymentState::RolledBack));
    moves.sort_unstable();
    let mut machine = DeploymentState::MOVES.to_vec();
    machine.sort_unstable();
    assert_eq!(machine, moves);
}

#[test]
fn a_record_makes_the_legal_moves_and_no_others() {
    let names = names();
    let later = Names::at(20);
    for before in records(&names) {
        for to in DeploymentState::ALL {
            let mut record = before.clone();
            let moved = record.move_to(*to, later);
            if MOVES.contains(&(before.state, *to)) {
                assert_eq!((moved, record.state, record.updated_at), (Ok(()), *to, later));
                continue;
            }
            assert_eq!(record, before, "an illegal move changes nothing");
            let error = moved.unwrap_err();
            let taken_back = before.state == DeploymentState::Succeeded && *to == DeploymentState::RolledBack;
            let code = if taken_back {
                "NOT_TAKEN_BACK"
            } else {
                "ILLEGAL_MOVE"
            };
            assert_eq!(error.code(), code, "{} to {to}", before.state);
            if let MoveError::Illegal { id, source } = error {
                assert_eq!((id, source.from, source.to), (before.id, before.state, *to));
            }
        }
    }
}

/// Every record against every other one that might be its rollback.
#[test]
fn only_a_rollback_of_it_that_succeeded_takes_a_record_back() {
    let names = names();
    let (mut taken_back, mut left_alone) = (Vec::new(), Vec::new());
    for before in records(&names) {
        for state in DeploymentState::ALL {
            for link in [None, Some(ORIGINAL), Some(STRANGER)] {
                for target in 0..3 {
                    let entry = Entry {
                        target,
                        ..entry(ROLLBACK, *state, link)
                    };
                    let Ok(rollback) = names.record(&entry) else {
                        continue;
                    };
                    let mut record = before.clone();
                    let moved = record.roll_back(&rollback, Names::at(20));
                    let names_it = link == Some(ORIGINAL) && target == 0;
                    if moved.is_err() {
                        assert_eq!(record, before, "what is refused changes nothing");
                        continue;
                    }
                    assert!(names_it && *state == DeploymentState::Succeeded, "{entry:?}");
                    let case = (before.state, before.deployment_kind);
                    if record == before {
                        left_alone.push(case);
                    } else {
                        assert_eq!(record.state, DeploymentState::RolledBack);
                        taken_back.push(case);
                    }
                }
            }
        }
    }
    assert_eq!(
        taken_back,
        [(DeploymentState::Succeeded, DeploymentKind::RollForward)],
        "nothing leaves a terminal state but this"
    );
    assert_eq!(
        left_alone,
        [(DeploymentState::Failed, DeploymentKind::RollForward)],
        "what failed stays failed"
    );
}

#[test]
fn updated_at_never_goes_back() {
    let names = names();
    for mut record in records(&names) {
        let earlier = Timestamp::UNIX_EPOCH;
        for to in DeploymentState::ALL {
            let before = record.updated_at;
            let _ = record.move_to(*to, earlier);
            assert_eq!(record.updated_at, before);
        }
    }
}
