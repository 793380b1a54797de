//! The list of changes: both schemas are walked together, place by place, and each difference is asked about.

use std::collections::{HashMap, VecDeque};
use std::rc::Rc;

use super::form::{Claim, Form, FormId, View};
use super::places::{Pair, Place, Step};
use super::question::{Direction, Questions};
use super::side::Side;
use super::{Change, ChangeKind, Comparison, Effect, MAX_CHANGES, Verdict};
use crate::validate::Validator;

/// How often two definitions are compared that are used in several places.
const MAX_USES: usize = 3;

/// A difference, and what must hold of a value for it to be the reason of a refusal.
pub(crate) struct Difference {
    pub(crate) kind: ChangeKind,
    pub(crate) sentence: String,
    /// Where it lies within the place.
    pub(crate) step: Option<Step>,
    /// What an old writer's value is when a new reader refuses it for this; none when it never does.
    pub(crate) backward: Option<Vec<Claim>>,
    /// The same for a new writer and an old reader.
    pub(crate) forward: Option<Vec<Claim>>,
}

/// Compares two schemas from their roots.
pub(crate) fn comparison(questions: &mut Questions<'_>, old: FormId, new: FormId) -> Comparison {
    let root = Place {
        pair: questions.through(Pair {
            old: vec![old],
            new: vec![new],
        }),
        outer: None,
    };
    let [backward, forward] = [Direction::Backward, Direction::Forward].map(|direction| {
        let claims = questions.at(&root, direction, Vec::new());
        questions.ask(direction, claims)
    });
    let mut walk = Walk {
        questions,
        backward,
        forward,
        changes: Vec::new(),
    };
    walk.from(root);
    let Walk {
        questions,
        mut backward,
        mut forward,
        mut changes,
        ..
    } = walk;
    together(questions, Direction::Backward, &mut backward, &mut changes);
    together(questions, Direction::Forward, &mut forward, &mut changes);
    changes.sort_by(|a, b| (&a.path, a.kind, &a.sentence).cmp(&(&b.path, b.kind, &b.sentence)));
    Comparison {
        changes,
        backward,
        forward,
    }
}

struct Walk<'w, 'a> {
    questions: &'w mut Questions<'a>,
    backward: Effect,
    forward: Effect,
    changes: Vec<Change>,
}

impl Walk<'_, '_> {
    fn from(&mut self, root: Place) {
        let mut uses: HashMap<Pair, usize> = HashMap::new();
        let mut pending = VecDeque::from([Rc::new(root)]);
        while let Some(place) = pending.pop_front() {
            let count = uses.entry(place.pair.clone()).or_default();
            *count += 1;
            if *count > MAX_USES || place.returns() || self.changes.len() >= MAX_CHANGES {
                continue;
            }
            let old = Side::new(self.questions, &place.pair.old);
            let new = Side::new(self.questions, &place.pair.new);
            let found = super::differences::differences(self.questions, &old, &new);
            for difference in found.differences {
                self.add(&place, difference);
            }
            for (pair, step) in found.inner {
                let pair = self.questions.through(pair);
                pending.push_back(Rc::new(Place {
                    pair,
                    outer: Some((Rc::clone(&place), step)),
                }));
            }
        }
    }

    fn add(&mut self, place: &Rc<Place>, difference: Difference) {
        if self.changes.len() >= MAX_CHANGES {
            return;
        }
        let Difference {
            kind,
            sentence,
            step,
            backward,
            forward,
        } = difference;
        let path = match &step {
            None => place.path(),
            Some(step) => {
                let pair = place.pair.clone();
                Place {
                    pair,
                    outer: Some((Rc::clone(place), step.clone())),
                }
                .path()
            }
        };
        let backward = self.effect(place, Direction::Backward, backward);
        let forward = self.effect(place, Direction::Forward, forward);
        let sentence = match place.variants().as_slice() {
            [] => sentence,
            variants => format!("in variant {}: {sentence}", variants.join(" of variant ")),
        };
        self.changes.push(Change {
            path,
            kind,
            sentence,
            backward,
            forward,
        });
    }

    /// What a difference does to one direction. Where everything together is proven harmless, it is.
    fn effect(&mut self, place: &Place, direction: Direction, claims: Option<Vec<Claim>>) -> Effect {
        let (backward, forward) = (&self.backward, &self.forward);
        let (whole, _) = direction.sides(backward, forward);
        match claims {
            Some(claims) if *whole != Effect::Harmless => {
                let claims = self.questions.at(place, direction, claims);
                self.questions.ask(direction, claims)
            }
            Some(_) | None => Effect::Harmless,
        }
    }
}

/// Brings the whole and the list together: a break found at one change is a break of the whole; a break of the whole
/// that no change explains is listed as one of all changes together.
fn together(questions: &Questions<'_>, direction: Direction, whole: &mut Effect, changes: &mut Vec<Change>) {
    let of = |change: &Change| direction.sides(change.backward.clone(), change.forward.clone()).0;
    let breaking = changes
        .iter()
        .map(of)
        .find(|effect| effect.verdict() == Verdict::Breaking);
    let undecided = changes
        .iter()
        .map(of)
        .any(|effect| effect.verdict() == Verdict::Undecided);
    match (&*whole, breaking) {
        (Effect::Undecided { .. }, Some(effect)) => *whole = effect,
        (Effect::Undecided { .. }, None) if undecided => {}
        (Effect::Harmless, _) | (Effect::Breaks { .. }, Some(_)) => {}
        (effect @ (Effect::Breaks { .. } | Effect::Undecided { .. }), None) => {
            let (path, sentence) = match effect {
                Effect::Breaks { witness } => {
                    let faults = Validator::new(questions.reader(direction)).faults(witness);
                    let fault = faults.into_iter().next();
                    fault.map_or_else(Default::default, |fault| {
                        (
                            fault.pointer,
                            format!("the changes together refuse a document: {}", fault.message),
                        )
                    })
                }
                Effect::Harmless | Effect::Undecided { .. } => {
                    (String::new(), "the changes together are not decided".to_owned())
                }
            };
            let (backward, forward) = direction.sides(effect.clone(), Effect::Harmless);
            changes.push(Change {
                path,
                kind: ChangeKind::Together,
                sentence,
                backward,
                forward,
            });
        }
    }
}

impl Questions<'_> {
    /// The same pair, references followed where they stand alone.
    fn through(&self, pair: Pair) -> Pair {
        let through = |ids: Vec<FormId>| ids.into_iter().map(|id| self.solver.arena.through(id)).collect();
        Pair {
            old: through(pair.old),
            new: through(pair.new),
        }
    }

    /// That a reader refuses a value for breaking these rules.
    pub(crate) fn breaks_rules(&mut self, form: Form) -> Vec<Claim> {
        let view = self.reading();
        vec![Claim::no(self.solver.arena.add(form), view)]
    }

    /// That a value is like this.
    pub(crate) fn is(&mut self, form: Form) -> Claim {
        Claim::yes(self.solver.arena.add(form), View::Written)
    }
}
