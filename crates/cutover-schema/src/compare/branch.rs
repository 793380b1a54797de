//! Tries the ways in which claims can hold, one after another.

use std::rc::Rc;

use serde_json::Value;

use super::form::{Claim, Kind};
use super::rule::{Rule, Step, Way, contradictory};
use super::solve::{Answer, Solver, first_of};

/// A node on its way to rules.
#[derive(Debug, Clone, Default)]
pub(crate) struct Branch {
    pub(crate) pending: Vec<Claim>,
    pub(crate) met: Vec<Claim>,
    pub(crate) rules: Vec<Rule>,
    /// Of each, one way must be taken.
    pub(crate) choices: Vec<Rc<Vec<Way>>>,
}

/// The claims cannot hold together.
pub(crate) struct Contradiction;
impl Solver<'_> {
    /// A value of this kind of which all the claims hold.
    pub(crate) fn kind(&mut self, kind: Kind, claims: &[Claim]) -> Answer {
        if claims
            .iter()
            .any(|claim| claim.holds && !self.arena.form(claim.form).takes(kind))
        {
            return Answer::Empty;
        }
        self.explore(
            kind,
            Branch {
                pending: claims.to_vec(),
                ..Branch::default()
            },
        )
    }

    fn explore(&mut self, kind: Kind, mut branch: Branch) -> Answer {
        if let Err(reason) = self.step() {
            return Answer::Unknown(reason);
        }
        loop {
            while let Some(claim) = branch.pending.pop() {
                if self.expand(kind, claim, &mut branch).is_err() {
                    return Answer::Empty;
                }
            }
            let choices = std::mem::take(&mut branch.choices);
            branch.choices = choices
                .into_iter()
                .filter(|ways| !ways.iter().any(|way| self.given(way, &branch)))
                .map(|ways| self.possible(ways, &branch))
                .collect();
            let smallest = branch
                .choices
                .iter()
                .enumerate()
                .min_by_key(|(_, ways)| ways.len());
            let Some((index, _)) = smallest else {
                return self.leaf(kind, &branch.rules);
            };
            let mut ways = Rc::unwrap_or_clone(branch.choices.swap_remove(index));
            if ways.len() > 1 {
                ways.sort_by_key(|way| branch.adds(way));
                return first_of(ways, |way| {
                    let mut branch = branch.clone();
                    branch.take(way);
                    self.explore(kind, branch)
                });
            }
            let Some(way) = ways.pop() else {
                return Answer::Empty;
            };
            branch.take(way);
        }
    }

    /// The ways that are not known to lead nowhere.
    fn possible(&self, ways: Rc<Vec<Way>>, branch: &Branch) -> Rc<Vec<Way>> {
        let possible = |way: &Way| !way.iter().any(|step| self.excluded(step, branch));
        if ways.iter().all(possible) {
            return ways;
        }
        Rc::new(ways.iter().filter(|way| possible(way)).cloned().collect())
    }

    /// Whether a step asks for what is known not to hold.
    fn excluded(&self, step: &Step, branch: &Branch) -> bool {
        match step {
            Step::Claim(claim) => branch.met.iter().any(|met| met.contradicts(*claim)),
            Step::Rule(Rule::Present(name, Some(claim))) => branch.rules.iter().any(|rule| {
                let Rule::Members(form, view) = rule else {
                    return false;
                };
                let member = self.arena.form(*form).object.members.get(&**name);
                member.is_some_and(|member| Claim::yes(*member, *view).contradicts(*claim))
            }),
            Step::Rule(_) => false,
        }
    }

    /// Writes a value by the rules of one way.
    fn leaf(&mut self, kind: Kind, rules: &[Rule]) -> Answer {
        if contradictory(rules) {
            return Answer::Empty;
        }
        match kind {
            Kind::Null => self.listed(&[Value::Null], rules),
            Kind::Boolean => self.listed(&[Value::Bool(true), Value::Bool(false)], rules),
            Kind::Number => self.number(rules),
            Kind::Text => self.text(rules),
            Kind::Array => self.array(rules),
            Kind::Object => self.object(rules),
        }
    }

    /// Whether a way is taken already: all that it asks for holds.
    fn given(&self, way: &Way, branch: &Branch) -> bool {
        way.iter().all(|step| match step {
            Step::Claim(claim) => branch.met.iter().any(|met| {
                met.form == claim.form
                    && met.holds == claim.holds
                    && if claim.holds {
                        met.view.implies(claim.view)
                    } else {
                        claim.view.implies(met.view)
                    }
            }),
            Step::Rule(Rule::Present(name, Some(claim))) => {
                self.tagged_otherwise(name, *claim, &branch.rules)
            }
            Step::Rule(rule) => branch.rules.contains(rule),
        })
    }

    /// Whether a member that is there is known to be a constant that the claim says it is not. This is how the
    /// variants of a tagged union that are not meant drop out without a search.
    fn tagged_otherwise(&self, name: &Rc<str>, claim: Claim, rules: &[Rule]) -> bool {
        let Some(refused) = &self.arena.form(claim.form).values else {
            return false;
        };
        let present = rules
            .iter()
            .any(|rule| matches!(rule, Rule::Present(present, _) if present == name));
        let constant = |rule: &Rule| {
            let Rule::Members(form, _) = rule else {
                return false;
            };
            let member = self.arena.form(*form).object.members.get(&**name);
            let values = member.and_then(|member| self.arena.form(*member).values.as_ref());
            values.is_some_and(|values| values.iter().all(|value| !refused.contains(value)))
        };
        !claim.holds && present && rules.iter().any(constant)
    }
}

impl Branch {
    /// Whether a way asks for members or items that are not asked for yet: small witnesses come first.
    fn adds(&self, way: &Way) -> bool {
        way.iter().any(|step| match step {
            Step::Rule(Rule::Present(name, _)) => !self
                .rules
                .iter()
                .any(|rule| matches!(rule, Rule::Present(present, _) if present == name)),
            Step::Rule(Rule::Other(..) | Rule::Item(..) | Rule::Some(..)) => true,
            Step::Rule(_) | Step::Claim(_) => false,
        })
    }

    fn take(&mut self, way: Way) {
        for step in way {
            match step {
                Step::Rule(rule) => self.rules.push(rule),
                Step::Claim(claim) => self.pending.push(claim),
            }
        }
    }
}
