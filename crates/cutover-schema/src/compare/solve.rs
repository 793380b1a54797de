//! Is there a value of which all these claims hold?
//!
//! The claims of a node are taken apart kind by kind into rules ([`expand`](super::expand), [`rule`](super::rule)); where a claim can hold
//! in several ways, each way is tried. The rules of one way are then met by writing a value: a number, a text, an
//! array of items or an object of members, each of which is a node of its own.
//!
//! Recursion: a value is finite, so the smallest one that meets a node never needs the same node again inside itself.
//! A node met again on the way to itself is therefore taken as empty. What was found empty on that ground is forgotten
//! if the node turns out not to be empty after all (`provisional`).
//!
//! Every value found is a witness, checked by the validator before it is shown; *empty* is a proof; everything else
//! is [`Unknown`].

use std::collections::HashMap;
use std::rc::Rc;

use serde_json::Value;

use super::arena::Arena;
use super::form::{Claim, FormId, Kind};
use super::judge::Judge;

/// The most steps one search takes before it gives up as undecided.
pub(crate) const MAX_STEPS: usize = 100_000;

/// The most steps that all searches of one comparison take together.
const MAX_ALL_STEPS: usize = 1_000_000;

/// The deepest a witness is built.
const MAX_LEVELS: usize = 64;

/// The largest witness: characters of text, items and members together.
pub(crate) const MAX_WITNESS: u64 = 200_000;

/// What a search found.
#[derive(Debug, Clone)]
pub(crate) enum Answer {
    /// A value of which all claims hold.
    Found(Rc<Witness>),
    /// There is none.
    Empty,
    /// Not decided, and why.
    Unknown(Unknown),
}

/// A value and how large it is.
#[derive(Debug)]
pub(crate) struct Witness {
    pub(crate) value: Value,
    pub(crate) size: u64,
}

impl Witness {
    pub(crate) fn found(value: Value, size: u64) -> Answer {
        if size > MAX_WITNESS {
            Answer::Unknown(Unknown::Size)
        } else {
            Answer::Found(Rc::new(Self { value, size }))
        }
    }
}

/// Why something was not decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Unknown {
    /// A `pattern` or `format` that no text was found for.
    Text(String),
    /// A keyword that is not taken apart.
    Keyword(String),
    /// No witness of bearable size.
    Size,
    /// The search took too long.
    Steps,
}

impl Answer {
    /// The answer when one of two will do.
    fn or(self, other: impl FnOnce() -> Self) -> Self {
        match self {
            Self::Found(_) => self,
            Self::Empty => other(),
            Self::Unknown(reason) => match other() {
                found @ Self::Found(_) => found,
                Self::Empty | Self::Unknown(_) => Self::Unknown(reason),
            },
        }
    }
}

/// Tries ways one after another until one leads to a value.
pub(crate) fn first_of<T>(ways: impl IntoIterator<Item = T>, mut attempt: impl FnMut(T) -> Answer) -> Answer {
    let mut answer = Answer::Empty;
    for way in ways {
        answer = answer.or(|| attempt(way));
        if matches!(answer, Answer::Found(_)) {
            break;
        }
    }
    answer
}

/// What is known of a node.
enum Known {
    /// Being searched, at this level.
    Open(usize),
    Done(Answer),
    /// Not found, on the ground that the node at this level is empty.
    Provisional(Answer, usize),
}

pub(crate) struct Solver<'a> {
    pub(crate) arena: &'a mut Arena,
    pub(crate) judge: &'a Judge<'a>,
    nodes: HashMap<Vec<Claim>, Known>,
    /// The provisional nodes, in the order they were left.
    provisional: Vec<Vec<Claim>>,
    /// The nodes that another search may decide.
    undecided: Vec<Vec<Claim>>,
    /// For each open level, the lowest level whose emptiness was relied on.
    relied: Vec<usize>,
    steps: usize,
    all_steps: usize,
}

impl<'a> Solver<'a> {
    pub(crate) fn new(arena: &'a mut Arena, judge: &'a Judge<'a>) -> Self {
        Self {
            arena,
            judge,
            nodes: HashMap::new(),
            provisional: Vec::new(),
            undecided: Vec::new(),
            relied: Vec::new(),
            steps: 0,
            all_steps: 0,
        }
    }

    /// A value of which all the claims hold; a search of its own, with the full number of steps.
    pub(crate) fn search(&mut self, claims: Vec<Claim>) -> Answer {
        self.steps = 0;
        for claims in self.undecided.drain(..) {
            self.nodes.remove(&claims);
        }
        self.provisional.clear();
        self.relied.clear();
        self.node(claims)
    }

    /// Whether the search may go on.
    pub(crate) fn step(&mut self) -> Result<(), Unknown> {
        self.steps += 1;
        self.all_steps += 1;
        if self.steps > MAX_STEPS || self.all_steps > MAX_ALL_STEPS {
            Err(Unknown::Steps)
        } else {
            Ok(())
        }
    }

    /// A value of which all the claims hold.
    pub(crate) fn node(&mut self, claims: Vec<Claim>) -> Answer {
        let Some(claims) = simplify(claims) else {
            return Answer::Empty;
        };
        match self.nodes.get(&claims) {
            Some(Known::Done(answer)) => return answer.clone(),
            Some(Known::Open(level)) => {
                let level = *level;
                self.rely(level);
                return Answer::Empty;
            }
            Some(Known::Provisional(answer, level)) => {
                let (answer, level) = (answer.clone(), *level);
                self.rely(level);
                return answer;
            }
            None => {}
        }
        let level = self.relied.len();
        if level >= MAX_LEVELS {
            return Answer::Unknown(Unknown::Size);
        }
        self.nodes.insert(claims.clone(), Known::Open(level));
        self.relied.push(usize::MAX);
        let mark = self.provisional.len();
        let answer = first_of(Kind::ALL, |kind| self.kind(kind, &claims));
        self.settle(claims, level, mark, &answer);
        answer
    }

    fn rely(&mut self, level: usize) {
        if let Some(lowest) = self.relied.last_mut() {
            *lowest = level.min(*lowest);
        }
    }

    /// Keeps an answer, and what was found on the way to it as far as it still stands.
    fn settle(&mut self, claims: Vec<Claim>, level: usize, mark: usize, answer: &Answer) {
        let relied = self.relied.pop().unwrap_or(usize::MAX);
        let stands = !matches!(answer, Answer::Found(_));
        if !stands {
            for claims in self.provisional.drain(mark..) {
                self.nodes.remove(&claims);
            }
        }
        if stands && relied < level {
            self.rely(relied);
            self.nodes
                .insert(claims.clone(), Known::Provisional(answer.clone(), relied));
            self.provisional.push(claims);
            return;
        }
        for claims in self.provisional.drain(mark..) {
            if let Some(known) = self.nodes.get_mut(&claims)
                && let Known::Provisional(answer, _) = known
            {
                if matches!(answer, Answer::Unknown(_)) {
                    self.undecided.push(claims);
                }
                *known = Known::Done(answer.clone());
            }
        }
        if matches!(answer, Answer::Unknown(_)) {
            self.undecided.push(claims.clone());
        }
        self.nodes.insert(claims, Known::Done(answer.clone()));
    }
}

/// Sorts claims and drops those that say nothing; none when they contradict one another.
fn simplify(mut claims: Vec<Claim>) -> Option<Vec<Claim>> {
    let empty = |claim: &Claim| (claim.form == FormId::NONE) == claim.holds && claim.form <= FormId::NONE;
    if claims.iter().any(empty) {
        return None;
    }
    claims.retain(|claim| claim.form > FormId::NONE);
    claims.sort_unstable();
    claims.dedup();
    let contradicted = |claim: &Claim| claims.iter().any(|other| claim.contradicts(*other));
    if claims.iter().filter(|claim| claim.holds).any(contradicted) {
        return None;
    }
    Some(claims)
}
