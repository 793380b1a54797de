//! Stepping back again and again.

use cutover_model::RollbackError;
use cutover_tests::Campaign;

use super::oracle::Entry;
use super::reachable::Reachable;
use super::stage::Names;
use super::walk::Forward;
use super::world::World;

/// Steps back until nothing is left to go back to, and counts the steps.
fn step_back(names: &Names, history: &[Entry], target: u8) -> usize {
    let mut world = World::read(names, history);
    let mut left = history.len();
    for steps in 0.. {
        match world.step_back(target) {
            Ok(taken_back) => {
                assert!(
                    taken_back < left,
                    "each step takes back an older record: {history:#?}"
                );
                left = taken_back;
            }
            Err(RollbackError::NoPriorSuccessfulVersion { version: None, .. }) => return steps,
            Err(error) => panic!("{error}: {history:#?}"),
        }
    }
    unreachable!("each step leaves less to take back")
}

#[test]
fn stepping_back_ends_where_nothing_is_left() {
    let campaign = Campaign::from_env("model: stepping back").unwrap();
    let names = Names::new(&["checkout/production", "search/production"]);
    for (targets, largest) in [(1, campaign.size(5, 6)), (2, campaign.size(4, 5))] {
        let mut reachable = Reachable::new(targets, Forward::Any);
        let mut steps = [0_u64; 6];
        for _ in 1..=largest {
            for history in reachable.next() {
                for target in 0..targets {
                    steps[step_back(&names, &history, target)] += 1;
                }
            }
        }
        let what = format!("targets {targets}, size up to {largest}, by steps");
        campaign.figure(&what, format!("{steps:?}")).unwrap();
        let longest = usize::try_from(largest).unwrap() - 1;
        assert!(steps[..=longest].iter().all(|count| *count > 0), "{steps:?}");
    }
}
