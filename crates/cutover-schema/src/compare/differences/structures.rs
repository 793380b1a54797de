//! Differences between arrays and between objects.

use super::{At, form};
use crate::compare::ChangeKind;
use crate::compare::form::{Form, FormId, Objects, View};
use crate::compare::places::{Pair, Step};
use crate::compare::side::Side;

impl At<'_, '_, '_> {
    pub(super) fn arrays(&mut self) {
        let (old, new) = (self.old, self.new);
        self.count("items", old.items, new.items, |form, count| {
            (form.array.min, form.array.max) = (count.min, count.max);
        });
        if old.unique != new.unique {
            let words = if new.unique {
                "all items must now be different"
            } else {
                "items may now be the same"
            };
            let stated = |side: &Side| side.unique.then(|| form(|form| form.array.unique = true));
            self.rule(ChangeKind::Bound, words.to_owned(), stated(old), stated(new));
        }
        let known = old.prefix.len().max(new.prefix.len());
        for index in 0..known {
            let at = |side: &Side| side.prefix.get(index).unwrap_or(&side.rest_items).clone();
            self.found.inner.push((
                Pair {
                    old: at(old),
                    new: at(new),
                },
                Step::Item(index),
            ));
        }
        if !(old.rest_items.is_empty() && new.rest_items.is_empty()) {
            let pair = Pair {
                old: old.rest_items.clone(),
                new: new.rest_items.clone(),
            };
            self.found.inner.push((pair, Step::Items(known)));
        }
        self.forms("contains", &old.some, &new.some, |form, some| {
            form.array.some = Some(some);
        });
    }

    pub(super) fn objects(&mut self) {
        let (old, new) = (self.old, self.new);
        self.count("members", old.count, new.count, |form, count| {
            (form.object.min, form.object.max) = (count.min, count.max);
        });
        self.forms("propertyNames", &old.names, &new.names, |form, names| {
            form.object.names = Some(names);
        });
        let (before, after) = (old.known(), new.known());
        for name in &before | &after {
            match (before.contains(name), after.contains(name)) {
                (true, true) => self.member(name),
                (false, _) => self.member_appears(name),
                (true, false) => self.member_disappears(name),
            }
        }
        self.other_members();
    }

    fn member(&mut self, name: &String) {
        let required = |side: &Side| side.required.contains(name);
        let stated =
            |side: &Side| required(side).then(|| form(|form| form.object.required = [name.clone()].into()));
        if required(self.old) != required(self.new) {
            let (kind, words) = if required(self.new) {
                (ChangeKind::MemberRequired, "the member is now required")
            } else {
                (ChangeKind::MemberOptional, "the member is now optional")
            };
            let (before, after) = (stated(self.old), stated(self.new));
            self.rule(kind, words.to_owned(), before, after);
            self.last_at(Step::Member(name.clone()));
        }
        let forms = |side: &Side| side.members.get(name).unwrap_or(&side.rest).clone();
        self.found.inner.push((
            Pair {
                old: forms(self.old),
                new: forms(self.new),
            },
            Step::Member(name.clone()),
        ));
    }

    fn member_appears(&mut self, name: &String) {
        let required = self.new.required.contains(name);
        let words = if required {
            "the new member is required"
        } else {
            "the new member is optional"
        };
        let after = self.knowing(self.new, name);
        let before = self.not_knowing(self.old, name);
        self.rule(ChangeKind::MemberAdded, words.to_owned(), before, Some(after));
        self.last_at(Step::Member(name.clone()));
    }

    fn member_disappears(&mut self, name: &String) {
        let required = self.old.required.contains(name);
        let words = if required {
            "the member, which was required, is gone"
        } else {
            "the optional member is gone"
        };
        let before = self.knowing(self.old, name);
        let after = self.not_knowing(self.new, name);
        self.rule(ChangeKind::MemberRemoved, words.to_owned(), Some(before), after);
        self.last_at(Step::Member(name.clone()));
    }

    /// What a side that knows a member says of it.
    fn knowing(&mut self, side: &Side, name: &String) -> Form {
        let value = self
            .questions
            .joined(side.members.get(name).unwrap_or(&side.rest));
        let required = side
            .required
            .contains(name)
            .then(|| name.clone())
            .into_iter()
            .collect();
        let object = Objects {
            members: [(name.clone(), value)].into(),
            required,
            ..Objects::default()
        };
        form(|form| form.object = object)
    }

    /// What a side that does not know a member says of it.
    fn not_knowing(&mut self, side: &Side, name: &str) -> Option<Form> {
        let rest = self.rest(side)?;
        let object = Objects {
            members: [(name.to_owned(), rest)].into(),
            ..Objects::default()
        };
        Some(form(|form| form.object = object))
    }

    /// What a side says of members it does not know, if it says anything and its readers mind.
    fn rest(&mut self, side: &Side) -> Option<FormId> {
        let rest = self.questions.joined(&side.rest);
        let ignored = rest == FormId::NONE && self.questions.reading() == View::Open;
        (rest != FormId::ANY && !ignored).then_some(rest)
    }

    fn other_members(&mut self) {
        let (old, new) = (self.old, self.new);
        let known: Vec<String> = (&old.known() | &new.known()).into_iter().cloned().collect();
        let [before, after] = [&old.rest, &new.rest].map(|rest| self.questions.joined(rest));
        let says = |rest: FormId| rest != FormId::ANY && rest != FormId::NONE;
        if says(before) && says(after) {
            self.found.inner.push((
                Pair {
                    old: old.rest.clone(),
                    new: new.rest.clone(),
                },
                Step::Others(known),
            ));
        } else if before != after {
            let words = |rest: FormId| match rest {
                FormId::ANY => "allowed",
                FormId::NONE => "refused",
                _ => "described",
            };
            let sentence = format!("other members are {}, were {}", words(after), words(before));
            let mut stated = |side: &Side| {
                let rest = self.rest(side);
                rest.map(|rest| {
                    let members = side
                        .members
                        .keys()
                        .map(|name| (name.clone(), FormId::ANY))
                        .collect();
                    form(|form| {
                        form.object = Objects {
                            members,
                            rest: Some(rest),
                            ..Objects::default()
                        }
                    })
                })
            };
            let (before, after) = (stated(old), stated(new));
            self.rule(ChangeKind::OtherMembers, sentence, before, after);
            self.last_at(Step::Others(Vec::new()));
        }
    }

    /// The last difference lies inside the place.
    pub(super) fn last_at(&mut self, step: Step) {
        if let Some(last) = self.found.differences.last_mut() {
            last.step = Some(step);
        }
    }
}
