//! What differs between the rules for one place: the frame, and kinds and values.

mod scalars;
mod structures;
mod unions;

use std::collections::BTreeSet;

use serde_json::Value;

use super::ChangeKind;
use super::diff::Difference;
use super::form::{Claim, Form, Kind};
use super::places::{Pair, Step};
use super::question::Questions;
use super::side::{Side, kind_names};
use crate::validate::show;

/// The differences at a place, and the places inside it to look at next.
#[derive(Default)]
pub(crate) struct Found {
    pub(crate) differences: Vec<Difference>,
    pub(crate) inner: Vec<(Pair, Step)>,
}

pub(crate) fn differences(questions: &mut Questions<'_>, old: &Side, new: &Side) -> Found {
    let mut at = At {
        questions,
        old,
        new,
        found: Found::default(),
    };
    at.annotations();
    if old.unions.is_empty() != new.unions.is_empty() || at.kinds_are_disjoint() {
        at.restated();
    } else if old.values.is_some() != new.values.is_some() {
        at.listed();
    } else {
        at.kinds();
        at.values();
        at.numbers();
        at.texts();
        at.arrays();
        at.objects();
        at.unions();
        at.others();
    }
    at.found
}

struct At<'q, 'a, 's> {
    questions: &'q mut Questions<'a>,
    old: &'s Side,
    new: &'s Side,
    found: Found,
}

/// A form of which only one part says something.
pub(super) fn form(set: impl FnOnce(&mut Form)) -> Form {
    let mut form = Form::default();
    set(&mut form);
    form
}

impl At<'_, '_, '_> {
    pub(super) fn add(
        &mut self,
        kind: ChangeKind,
        sentence: String,
        backward: Option<Vec<Claim>>,
        forward: Option<Vec<Claim>>,
    ) {
        self.found.differences.push(Difference {
            kind,
            sentence,
            step: None,
            backward,
            forward,
        });
    }

    /// A rule that is stated on both sides, on one or on none: whoever reads it may refuse a value for it.
    pub(super) fn rule(&mut self, kind: ChangeKind, sentence: String, old: Option<Form>, new: Option<Form>) {
        let backward = new.map(|form| self.questions.breaks_rules(form));
        let forward = old.map(|form| self.questions.breaks_rules(form));
        self.add(kind, sentence, backward, forward);
    }

    /// Whether no value is of a kind that both take.
    fn kinds_are_disjoint(&self) -> bool {
        match (&self.old.kinds, &self.new.kinds) {
            (Some(old), Some(new)) => old.is_disjoint(new) && old != new && !self.listed_on_both(),
            _ => false,
        }
    }

    /// The same place, said in another way: all that is known is who refuses what.
    pub(super) fn restated(&mut self) {
        let describe = |side: &Side| match (side.unions.as_slice(), &side.kinds) {
            ([], Some(kinds)) if kinds.is_empty() => "nothing".to_owned(),
            ([], Some(kinds)) => kind_names(kinds, side.whole, "or"),
            ([], None) => "one form".to_owned(),
            ([union, ..], _) => format!("one of {} forms", union.variants.len()),
        };
        let sentence = format!("was {}, is now {}", describe(self.old), describe(self.new));
        let kind = if self.kinds_are_disjoint() {
            ChangeKind::Type
        } else {
            ChangeKind::Restated
        };
        self.add(kind, sentence, Some(Vec::new()), Some(Vec::new()));
    }

    fn annotations(&mut self) {
        let (old, new) = (&self.old.annotations, &self.new.annotations);
        let keywords: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
        for keyword in keywords {
            let sentence = match (old.get(keyword), new.get(keyword)) {
                (Some(old), Some(new)) if old != new => {
                    format!("{keyword} is {}, was {}", show(new), show(old))
                }
                (None, Some(new)) => format!("{keyword} is new: {}", show(new)),
                (Some(old), None) => format!("{keyword} is gone, was {}", show(old)),
                _ => continue,
            };
            self.add(ChangeKind::Annotation, sentence, None, None);
        }
    }

    /// Values are listed on one side: what the other says of kinds and sizes is said in another way.
    fn listed(&mut self) {
        let sentence = match (&self.old.values, &self.new.values) {
            (_, Some(new)) if new.is_empty() => "nothing may be given any more".to_owned(),
            (_, Some(new)) => format!("only {} may now be given", values_in_words(new)),
            (Some(old), None) => format!("other values than {} may now be given", values_in_words(old)),
            (None, None) => return,
        };
        self.add(ChangeKind::Value, sentence, Some(Vec::new()), Some(Vec::new()));
    }

    fn kinds(&mut self) {
        let (old, new) = (self.old, self.new);
        let stated = |side: &Side| {
            side.kinds
                .clone()
                .map(|kinds| form(|form| form.kinds = Some(kinds)))
        };
        let only = |one: &Side, other: &Side| -> BTreeSet<Kind> {
            Kind::ALL
                .into_iter()
                .filter(|kind| one.takes(*kind) && !other.takes(*kind))
                .collect()
        };
        for (kinds, reader, added) in [(only(new, old), old, true), (only(old, new), new, false)] {
            if kinds.is_empty() || self.listed_on_both() {
                continue;
            }
            let verb = if kinds.len() == 1 { "is" } else { "are" };
            let words = if added { "now allowed" } else { "no longer allowed" };
            let sentence = match &new.kinds {
                Some(left) if !added && left.is_empty() => "nothing may be given any more".to_owned(),
                Some(left) if !added && old.kinds.is_none() => {
                    format!("only {} may now be given", kind_names(left, new.whole, "or"))
                }
                _ => format!(
                    "{} {verb} {words}",
                    kind_names(&kinds, if added { new.whole } else { old.whole }, "and")
                ),
            };
            let mut claims = stated(reader)
                .map(|form| self.questions.breaks_rules(form))
                .unwrap_or_default();
            claims.push(self.questions.is(form(|form| form.kinds = Some(kinds))));
            let (backward, forward) = if added {
                (None, Some(claims))
            } else {
                (Some(claims), None)
            };
            self.add(ChangeKind::Type, sentence, backward, forward);
        }
        if old.whole != new.whole
            && old.takes(Kind::Number)
            && new.takes(Kind::Number)
            && !self.listed_on_both()
        {
            let words = if new.whole {
                "only whole numbers are now allowed"
            } else {
                "fractions are now allowed"
            };
            let whole = |side: &Side| side.whole.then(|| form(|form| form.whole = true));
            self.rule(ChangeKind::Type, words.to_owned(), whole(old), whole(new));
        }
    }

    /// Whether both sides list their values, so that these are compared one by one.
    pub(super) fn listed_on_both(&self) -> bool {
        self.old.values.is_some() && self.new.values.is_some()
    }

    fn values(&mut self) {
        let (Some(old), Some(new)) = (&self.old.values, &self.new.values) else {
            return;
        };
        let stated = |values: &[Value]| form(|form| form.values = Some(values.to_vec()));
        for value in old.iter().filter(|value| !new.contains(value)) {
            let mut claims = self.questions.breaks_rules(stated(new));
            claims.push(self.questions.is(stated(std::slice::from_ref(value))));
            self.add(
                ChangeKind::Value,
                format!("{} is no longer allowed", show(value)),
                Some(claims),
                None,
            );
        }
        for value in new.iter().filter(|value| !old.contains(value)) {
            let mut claims = self.questions.breaks_rules(stated(old));
            claims.push(self.questions.is(stated(std::slice::from_ref(value))));
            self.add(
                ChangeKind::Value,
                format!("{} is now allowed", show(value)),
                None,
                Some(claims),
            );
        }
        // What the type rules out is listed to no effect.
        let idle = |one: &Side, other: &Side, value: &Value| {
            !other.listed.contains(value) && !one.values.as_ref().is_some_and(|values| values.contains(value))
        };
        for value in self
            .old
            .listed
            .iter()
            .filter(|value| idle(self.old, self.new, value))
        {
            self.add(
                ChangeKind::Value,
                format!("{} is no longer listed", show(value)),
                None,
                None,
            );
        }
        for value in self
            .new
            .listed
            .iter()
            .filter(|value| idle(self.new, self.old, value))
        {
            self.add(
                ChangeKind::Value,
                format!("{} is now listed", show(value)),
                None,
                None,
            );
        }
    }
}

fn values_in_words(values: &[Value]) -> String {
    crate::validate::list(values.iter().map(show), "and")
}
