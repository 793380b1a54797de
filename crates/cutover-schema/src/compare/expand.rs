//! Takes a claim apart into rules and further claims: all of them where it holds, one of several ways where it fails.

use std::rc::Rc;

use serde_json::Value;

use super::branch::{Branch, Contradiction};
use super::form::{Claim, Form, FormId, Kind, Limit, Opaque, View};
use super::rule::{Rule, Step, Way, rules};
use super::solve::Solver;

impl Solver<'_> {
    pub(crate) fn expand(
        &mut self,
        kind: Kind,
        claim: Claim,
        branch: &mut Branch,
    ) -> Result<(), Contradiction> {
        if branch.met.contains(&claim) || (claim.form == FormId::ANY && claim.holds) {
            return Ok(());
        }
        if branch.met.iter().any(|met| met.contradicts(claim)) {
            return Err(Contradiction);
        }
        branch.met.push(claim);
        let form = self.arena.shared(claim.form);
        if claim.holds {
            self.affirm(kind, claim, &form, branch)
        } else {
            let ways = self.deny(kind, claim, &form).map(Rc::new);
            branch.choices.extend(ways);
            Ok(())
        }
    }

    /// All of the form holds.
    fn affirm(
        &mut self,
        kind: Kind,
        claim: Claim,
        form: &Form,
        branch: &mut Branch,
    ) -> Result<(), Contradiction> {
        if !form.takes(kind) {
            return Err(Contradiction);
        }
        let view = claim.view;
        if let Some(values) = &form.values {
            let values: Vec<Value> = values
                .iter()
                .filter(|value| Kind::of(value) == kind)
                .cloned()
                .collect();
            if values.is_empty() {
                return Err(Contradiction);
            }
            if matches!(kind, Kind::Array | Kind::Object) {
                let ways = self
                    .constants(&values, constant_view(view))
                    .map(|claim| vec![Step::Claim(claim)]);
                branch.choices.push(Rc::new(ways.collect()));
            } else {
                branch.rules.push(Rule::Among(Rc::new(values)));
            }
        }
        branch.rules.extend(rules(kind, claim, form));
        branch
            .pending
            .extend(form.all.iter().map(|id| Claim::yes(*id, view)));
        if let Some(any) = &form.any {
            let ways = any.iter().map(|id| vec![Step::Claim(Claim::yes(*id, view))]);
            branch.choices.push(Rc::new(ways.collect()));
        }
        if let Some(one) = &form.one {
            branch.choices.push(Rc::new(self.exactly_one(one, view)));
        }
        branch
            .pending
            .extend(form.not.map(|id| Claim::no(id, View::Written)));
        if let Some([condition, then, otherwise]) = form.branch {
            let claim = |claim| Step::Claim(claim);
            branch.choices.push(Rc::new(vec![
                vec![
                    claim(Claim::yes(condition, View::Written)),
                    claim(Claim::yes(then, view)),
                ],
                vec![
                    claim(Claim::no(condition, View::Written)),
                    claim(Claim::yes(otherwise, view)),
                ],
            ]));
        }
        for opaque in form.opaque.iter().filter(|opaque| concerns(opaque, kind, view)) {
            branch.rules.push(Rule::Opaque(Rc::new(opaque.clone()), true));
        }
        branch.pending.extend(form.claims.iter().copied());
        Ok(())
    }

    /// The ways in which the form can fail; none when it fails by itself.
    fn deny(&mut self, kind: Kind, claim: Claim, form: &Form) -> Option<Vec<Way>> {
        if !form.takes(kind) {
            return None;
        }
        let view = claim.view;
        let mut ways: Vec<Way> = Vec::new();
        if let Some(values) = &form.values {
            let values: Vec<Value> = values
                .iter()
                .filter(|value| Kind::of(value) == kind)
                .cloned()
                .collect();
            if values.is_empty() {
                return None;
            }
            if matches!(kind, Kind::Array | Kind::Object) {
                ways.push(
                    self.constants(&values, View::Written)
                        .map(|claim| Step::Claim(claim.denied()))
                        .collect(),
                );
            } else {
                ways.push(vec![Step::Rule(Rule::NotAmong(Rc::new(values)))]);
            }
        }
        ways.extend(rules(kind, claim, form).iter().flat_map(|rule| self.broken(rule)));
        let no = |id: &FormId| Step::Claim(Claim::no(*id, view));
        ways.extend(form.all.iter().map(|id| vec![no(id)]));
        if let Some(any) = &form.any {
            ways.push(any.iter().map(no).collect());
        }
        if let Some(one) = &form.one {
            ways.push(one.iter().map(no).collect());
            if !self.told_apart(one) {
                let both = |a: &FormId, b: &FormId| {
                    vec![
                        Step::Claim(Claim::yes(*a, View::Written)),
                        Step::Claim(Claim::yes(*b, View::Written)),
                    ]
                };
                ways.extend(pairs(one).map(|(a, b)| both(a, b)));
            }
        }
        ways.extend(
            form.not
                .map(|id| vec![Step::Claim(Claim::yes(id, View::Written))]),
        );
        if let Some([condition, then, otherwise]) = form.branch {
            ways.push(vec![Step::Claim(Claim::yes(condition, View::Written)), no(&then)]);
            ways.push(vec![
                Step::Claim(Claim::no(condition, View::Written)),
                no(&otherwise),
            ]);
        }
        for opaque in form.opaque.iter().filter(|opaque| concerns(opaque, kind, view)) {
            ways.push(vec![Step::Rule(Rule::Opaque(Rc::new(opaque.clone()), false))]);
        }
        ways.extend(form.claims.iter().map(|claim| vec![Step::Claim(claim.denied())]));
        Some(ways)
    }

    /// One form holds in the given view, and no other does as it is written. In a reader's view this means that
    /// ignoring unknown members never makes two variants clash that the schema tells apart.
    fn exactly_one(&self, one: &[FormId], view: View) -> Vec<Way> {
        if self.told_apart(one) {
            return one
                .iter()
                .map(|id| vec![Step::Claim(Claim::yes(*id, view))])
                .collect();
        }
        let alone = |(index, id): (usize, &FormId)| {
            let others = one.iter().enumerate().filter(|(other, _)| *other != index);
            let refused = others.map(|(_, id)| Step::Claim(Claim::no(*id, View::Written)));
            std::iter::once(Step::Claim(Claim::yes(*id, view)))
                .chain(refused)
                .collect()
        };
        one.iter().enumerate().map(alone).collect()
    }

    /// Whether a tag tells the variants apart: a required member that is another constant in each.
    fn told_apart(&self, variants: &[FormId]) -> bool {
        let Some(first) = variants.first() else {
            return true;
        };
        let first = self.arena.form(*first);
        first.object.required.iter().any(|name| {
            let mut seen: Vec<&Value> = Vec::new();
            variants.iter().all(|id| {
                let form = self.arena.form(*id);
                let only_objects = form
                    .kinds
                    .as_ref()
                    .is_some_and(|kinds| kinds.iter().all(|kind| *kind == Kind::Object));
                let member = form
                    .object
                    .members
                    .get(name)
                    .filter(|_| form.object.required.contains(name));
                let values = member.and_then(|member| self.arena.form(*member).values.as_deref());
                let fresh = values.is_some_and(|values| values.iter().all(|value| !seen.contains(&value)));
                seen.extend(values.unwrap_or_default());
                only_objects && fresh
            })
        })
    }

    fn constants<'v>(&mut self, values: &'v [Value], view: View) -> impl Iterator<Item = Claim> + use<'v> {
        let claims: Vec<Claim> = values
            .iter()
            .map(|value| Claim::yes(self.arena.constant(value), view))
            .collect();
        claims.into_iter()
    }

    /// The ways in which a rule can be broken.
    fn broken(&self, rule: &Rule) -> Vec<Way> {
        let one = |rule: Rule| vec![vec![Step::Rule(rule)]];
        let flip = |limit: &Limit| Limit {
            at: limit.at.clone(),
            excluded: !limit.excluded,
        };
        match rule {
            Rule::Lower(limit) => one(Rule::Upper(flip(limit))),
            Rule::Upper(limit) => one(Rule::Lower(flip(limit))),
            Rule::Whole(yes) => one(Rule::Whole(!yes)),
            Rule::Multiple(step, yes) => one(Rule::Multiple(step.clone(), !yes)),
            Rule::Min(count) => one(Rule::Max(count.saturating_sub(1))),
            Rule::Max(count) => one(Rule::Min(count.saturating_add(1))),
            Rule::Format(name, yes) => one(Rule::Format(Rc::clone(name), !yes)),
            Rule::Pattern(text, yes) => one(Rule::Pattern(Rc::clone(text), !yes)),
            Rule::Unique(yes) => one(Rule::Unique(!yes)),
            Rule::Some(_, claim) => one(Rule::Every(claim.denied())),
            Rule::Present(name, None) => one(Rule::Absent(Rc::clone(name))),
            Rule::Items(form, view) => self.broken_items(*form, *view),
            Rule::Members(form, view) => self.broken_members(*form, *view),
            // No form consists of these.
            Rule::Among(_)
            | Rule::NotAmong(_)
            | Rule::Every(_)
            | Rule::Item(..)
            | Rule::Present(_, Some(_))
            | Rule::Absent(_)
            | Rule::Other(..)
            | Rule::Name(_)
            | Rule::Opaque(..) => Vec::new(),
        }
    }

    fn broken_items(&self, form: FormId, view: View) -> Vec<Way> {
        let array = &self.arena.form(form).array;
        let prefix = array.prefix.iter().enumerate();
        let mut ways: Vec<Way> = prefix
            .map(|(index, id)| vec![Step::Rule(Rule::Item(index, Claim::no(*id, view)))])
            .collect();
        ways.extend(
            array
                .rest
                .map(|rest| vec![Step::Rule(Rule::Some(array.prefix.len(), Claim::no(rest, view)))]),
        );
        ways
    }

    fn broken_members(&self, form: FormId, view: View) -> Vec<Way> {
        let object = &self.arena.form(form).object;
        let member = |(name, id): (&String, &FormId)| {
            vec![Step::Rule(Rule::Present(
                Rc::from(name.as_str()),
                Some(Claim::no(*id, view)),
            ))]
        };
        let mut ways: Vec<Way> = object.members.iter().map(member).collect();
        let rest = object
            .rest
            .filter(|rest| !(view == View::Open && *rest == FormId::NONE));
        ways.extend(rest.map(|rest| vec![Step::Rule(Rule::Other(form, Claim::no(rest, view)))]));
        ways.extend(
            object
                .names
                .map(|names| vec![Step::Rule(Rule::Name(Claim::no(names, View::Written)))]),
        );
        ways
    }
}

fn concerns(opaque: &Opaque, kind: Kind, view: View) -> bool {
    opaque.kind.is_none_or(|spoken_of| spoken_of == kind) && !(view == View::Open && opaque.closes)
}

/// A constant is exact for every reader.
fn constant_view(view: View) -> View {
    if view == View::Open { View::Written } else { view }
}

fn pairs(ids: &[FormId]) -> impl Iterator<Item = (&FormId, &FormId)> {
    ids.iter()
        .enumerate()
        .flat_map(|(index, a)| ids.iter().skip(index + 1).map(move |b| (a, b)))
}
