//! Differences between unions, and keywords that are compared whole.

use std::collections::BTreeSet;

use super::{At, form};
use crate::compare::ChangeKind;
use crate::compare::form::{Claim, Form, FormId, Opaque, View};
use crate::compare::places::{Pair, Step};
use crate::compare::question::Questions;
use crate::compare::side::{Side, Union};
use crate::compare::variants::matched;

impl At<'_, '_, '_> {
    pub(super) fn unions(&mut self) {
        let (old, new) = (self.old.unions.as_slice(), self.new.unions.as_slice());
        let stated = |questions: &Questions<'_>, unions: &[Union]| -> Vec<(bool, Vec<FormId>)> {
            unions
                .iter()
                .map(|union| (union.exactly_one, questions.classes(&union.variants)))
                .collect()
        };
        match (old, new) {
            ([], []) => {}
            ([before], [after]) => self.union(before, after),
            _ if stated(self.questions, old) == stated(self.questions, new) => {}
            _ => self.restated(),
        }
    }

    fn union(&mut self, old: &Union, new: &Union) {
        let matched = matched(self.questions, &old.variants, &new.variants);
        let reader = |questions: &mut Questions<'_>, union: &Union| {
            let variants = Some(questions.classes(&union.variants));
            questions.breaks_rules(form(|form| {
                if union.exactly_one {
                    form.one = variants;
                } else {
                    form.any = variants;
                }
            }))
        };
        for (variant, name) in matched.removed {
            let mut claims = reader(self.questions, new);
            claims.push(Claim::yes(
                self.questions.solver.arena.class(variant),
                View::Closed(1),
            ));
            self.add(
                ChangeKind::Variant,
                format!("the variant {name} is gone"),
                Some(claims),
                None,
            );
        }
        for (variant, name) in matched.added {
            let mut claims = reader(self.questions, old);
            claims.push(Claim::yes(
                self.questions.solver.arena.class(variant),
                View::Closed(1),
            ));
            self.add(
                ChangeKind::Variant,
                format!("the variant {name} is new"),
                None,
                Some(claims),
            );
        }
        if old.exactly_one != new.exactly_one {
            let words = if new.exactly_one {
                "exactly one variant must now fit"
            } else {
                "several variants may now fit"
            };
            let (backward, forward) = (reader(self.questions, new), reader(self.questions, old));
            self.add(
                ChangeKind::Variant,
                words.to_owned(),
                Some(backward),
                Some(forward),
            );
        }
        for (old, new, name) in matched.both {
            self.found.inner.push((
                Pair {
                    old: vec![old],
                    new: vec![new],
                },
                Step::Variant(name),
            ));
        }
    }

    /// Keywords that are not walked into: they are the same, or they have changed.
    pub(super) fn others(&mut self) {
        let (old, new) = (self.old, self.new);
        self.forms("not", &old.not, &new.not, |form, not| form.not = Some(not));
        let branches = |questions: &Questions<'_>, side: &Side| -> Vec<[FormId; 3]> {
            side.branches
                .iter()
                .map(|branch| branch.map(|id| questions.solver.arena.class(id)))
                .collect()
        };
        let (before, after) = (branches(self.questions, old), branches(self.questions, new));
        if before != after {
            let mut stated = |branches: &[[FormId; 3]]| {
                let add = |branch: &[FormId; 3]| {
                    self.questions
                        .solver
                        .arena
                        .add(form(|form| form.branch = Some(*branch)))
                };
                let all: Vec<FormId> = branches.iter().map(add).collect();
                (!all.is_empty()).then(|| form(|form| form.all = all))
            };
            let (before, after) = (stated(&before), stated(&after));
            self.rule(
                ChangeKind::Keyword,
                "\"if\" has changed".to_owned(),
                before,
                after,
            );
        }
        self.opaque();
    }

    fn opaque(&mut self) {
        let renamed = |questions: &Questions<'_>, side: &Side| {
            let all = Form {
                opaque: side.opaque.clone(),
                ..Form::default()
            };
            all.renamed(&|id| questions.solver.arena.class(id)).opaque
        };
        let (old, new) = (
            renamed(self.questions, self.old),
            renamed(self.questions, self.new),
        );
        let keywords: BTreeSet<&String> = old.iter().chain(&new).map(|opaque| &opaque.keyword).collect();
        for keyword in keywords {
            let of = |side: &[Opaque]| -> Vec<Opaque> {
                side.iter()
                    .filter(|opaque| opaque.keyword == **keyword)
                    .cloned()
                    .collect()
            };
            let (before, after) = (of(&old), of(&new));
            if before != after {
                let stated = |opaque: Vec<_>| (!opaque.is_empty()).then(|| form(|form| form.opaque = opaque));
                let sentence = format!("{keyword:?} has changed");
                self.rule(ChangeKind::Keyword, sentence, stated(before), stated(after));
            }
        }
    }

    /// Forms of one keyword that must all hold.
    pub(super) fn forms(
        &mut self,
        keyword: &str,
        old: &[FormId],
        new: &[FormId],
        set: fn(&mut Form, FormId),
    ) {
        let (old, new) = (self.questions.classes(old), self.questions.classes(new));
        if old == new {
            return;
        }
        let mut stated = |forms: &[FormId]| {
            let add = |id: &FormId| self.questions.solver.arena.add(form(|form| set(form, *id)));
            let all: Vec<FormId> = forms.iter().map(add).collect();
            (!all.is_empty()).then(|| form(|form| form.all = all))
        };
        let (before, after) = (stated(&old), stated(&new));
        self.rule(
            ChangeKind::Keyword,
            format!("{keyword:?} has changed"),
            before,
            after,
        );
    }
}
