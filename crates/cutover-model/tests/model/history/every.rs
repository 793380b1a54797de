//! Every history there can be, up to a size.

use cutover_model::DeploymentState;
use cutover_tests::{Campaign, Random};

use super::coverage::{Coverage, Scope};
use super::oracle::Entry;
use super::questions::Questions;
use super::stage::{NOBODY, Names, Stage, place};

/// Whom a rollback may name.
#[derive(Debug, Clone, Copy)]
enum Links {
    /// Every record made before it.
    Earlier,
    /// Every record, itself and those made after it included, and one that is not there.
    Any,
}

/// Which versions the records have.
#[derive(Debug, Clone, Copy)]
enum Versions {
    /// A new one for each roll-forward. A rollback has that of what stood before the record it names, or else of
    /// another one before that, or else a new one.
    Restored,
    /// A new one for each roll-forward. A rollback has any of those before it on its target, or a new one.
    Chosen,
    /// Each record has any of two.
    Two,
}

/// A space of histories.
#[derive(Debug, Clone, Copy)]
struct Space {
    size: usize,
    links: Links,
    versions: Versions,
}

impl Space {
    /// What can come after `history`. The first record is always on the first target, as the two can be exchanged; so
    /// can two versions.
    fn choices(self, history: &[Entry]) -> Vec<Entry> {
        let (created_at, id) = place(history.len());
        let first = history.is_empty();
        let links = (0..self.size).map(|number| place(number).1).chain([NOBODY]);
        let links: Vec<Option<u8>> = match self.links {
            Links::Earlier => history.iter().map(|entry| Some(entry.id)).chain([None]).collect(),
            Links::Any => links.map(Some).chain([None]).collect(),
        };
        let mut choices = Vec::new();
        for target in 0..if first { 1 } else { 2 } {
            for rollback_of in &links {
                for version in self.versions_of(history, target, *rollback_of) {
                    choices.extend(DeploymentState::ALL.iter().map(|state| Entry {
                        created_at,
                        id,
                        target,
                        version,
                        state: *state,
                        rollback_of: *rollback_of,
                    }));
                }
            }
        }
        choices
    }

    fn versions_of(self, history: &[Entry], target: u8, rollback_of: Option<u8>) -> Vec<u8> {
        let on_target = || history.iter().filter(|entry| entry.target == target);
        let fresh = u8::try_from(on_target().count()).unwrap();
        match (self.versions, rollback_of) {
            (Versions::Two, _) => (0..if history.is_empty() { 1 } else { 2 }).collect(),
            (_, None) => vec![fresh],
            (Versions::Chosen, Some(_)) => {
                let mut versions: Vec<u8> = on_target().map(|entry| entry.version).chain([fresh]).collect();
                versions.sort_unstable();
                versions.dedup();
                versions
            }
            (Versions::Restored, Some(link)) => {
                let before = || {
                    let before = on_target().take_while(|entry| entry.id != link);
                    before.filter(|entry| !entry.is_rollback())
                };
                let stood = before()
                    .filter(|entry| entry.state == DeploymentState::Succeeded)
                    .last();
                vec![
                    stood
                        .or_else(|| before().last())
                        .map_or(fresh, |entry| entry.version),
                ]
            }
        }
    }
}

/// Goes through spaces, and counts.
#[derive(Debug)]
struct Search {
    stage: Stage,
    questions: Questions,
    coverage: Coverage,
    tried: u64,
    refused: u64,
}

impl Search {
    fn new(targets: [&str; 2]) -> Self {
        let names = Names::new(&targets);
        Self {
            questions: Questions::new(&names),
            stage: Stage::new(names),
            coverage: Coverage::new(),
            tried: 0,
            refused: 0,
        }
    }

    /// Tries every history of a space, and reports how many there were.
    fn whole(&mut self, campaign: &Campaign, space: Space) {
        (self.tried, self.refused) = (0, 0);
        self.grow(space, &mut Vec::new());
        let Space {
            size,
            links,
            versions,
        } = space;
        let what = format!("size {size}, links {links:?}, versions {versions:?}");
        let figure = format!("all {}, refused {}", self.tried, self.refused);
        campaign.figure(&what, figure).unwrap();
    }

    /// What is refused is a record; its history counts once, whatever might have come after.
    fn grow(&mut self, space: Space, history: &mut Vec<Entry>) {
        if history.len() == space.size {
            self.tried += 1;
            self.questions.ask(&mut self.stage, history, &mut self.coverage);
            return;
        }
        for entry in space.choices(history) {
            if self.stage.admits(&entry) {
                history.push(entry);
                self.grow(space, history);
                history.pop();
            } else {
                self.refused += 1;
            }
        }
    }

    /// Tries some histories of a space.
    fn drawn(&mut self, campaign: &Campaign, space: Space, count: u64, random: &mut Random) {
        for _ in 0..count {
            let mut history = Vec::new();
            while history.len() < space.size {
                let entry = *random.pick(&space.choices(&history)).unwrap();
                if self.stage.admits(&entry) {
                    history.push(entry);
                }
            }
            self.questions.ask(&mut self.stage, &history, &mut self.coverage);
        }
        let Space {
            size,
            links,
            versions,
        } = space;
        let what = format!("size {size}, links {links:?}, versions {versions:?}");
        campaign.figure(&what, format!("drawn {count}")).unwrap();
    }
}

const SERVICES: [&str; 2] = ["checkout/production", "search/production"];
const ENVIRONMENTS: [&str; 2] = ["checkout/production", "checkout/staging"];

fn sizes(largest: u64, links: Links, versions: Versions) -> impl Iterator<Item = Space> {
    (1..=usize::try_from(largest).unwrap()).map(move |size| Space {
        size,
        links,
        versions,
    })
}

#[test]
fn every_history_of_two_services_agrees() {
    let campaign = Campaign::from_env("model: every history").unwrap();
    let mut search = Search::new(SERVICES);
    let largest = campaign.size(4, 5);
    for space in sizes(largest, Links::Earlier, Versions::Restored) {
        search.whole(&campaign, space);
    }
    search.coverage.close(&campaign, Scope::Small(largest));
}

#[test]
fn every_history_with_any_versions_agrees() {
    let campaign = Campaign::from_env("model: every choice of versions").unwrap();
    let mut search = Search::new(SERVICES);
    for versions in [Versions::Chosen, Versions::Two] {
        for space in sizes(campaign.size(3, 4), Links::Earlier, versions) {
            search.whole(&campaign, space);
        }
    }
}

#[test]
fn every_history_with_any_links_agrees() {
    let campaign = Campaign::from_env("model: every link").unwrap();
    let mut search = Search::new(SERVICES);
    for space in sizes(campaign.size(3, 4), Links::Any, Versions::Restored) {
        search.whole(&campaign, space);
    }
    for space in sizes(campaign.size(2, 3), Links::Any, Versions::Two) {
        search.whole(&campaign, space);
    }
}

#[test]
fn every_history_of_two_environments_agrees() {
    let campaign = Campaign::from_env("model: two environments").unwrap();
    let mut search = Search::new(ENVIRONMENTS);
    for space in sizes(campaign.size(3, 4), Links::Earlier, Versions::Restored) {
        search.whole(&campaign, space);
    }
}

/// What is beyond the sizes that are gone through whole.
#[test]
fn histories_of_five_agree() {
    let campaign = Campaign::from_env("model: histories of five").unwrap();
    let count = campaign.size(10_000, 200_000);
    for mut random in campaign.randoms() {
        for links in [Links::Earlier, Links::Any] {
            for versions in [Versions::Restored, Versions::Chosen, Versions::Two] {
                let space = Space {
                    size: 5,
                    links,
                    versions,
                };
                Search::new(SERVICES).drawn(&campaign, space, count, &mut random);
            }
        }
    }
}
