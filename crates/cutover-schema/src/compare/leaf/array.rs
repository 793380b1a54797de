//! An array that meets rules.

use serde_json::Value;

use super::counts;
use crate::compare::form::{Claim, Form, View};
use crate::compare::rule::Rule;
use crate::compare::solve::{Answer, Solver, Unknown, Witness, first_of};

/// The longest array of different items that is looked for.
const MAX_UNIQUE: usize = 64;

/// The most writers that are told apart.
const MAX_WRITERS: u8 = 8;

/// The longest array that is written.
const MAX_ITEMS: u64 = 20_000;

/// An array to be written: what must hold at which place.
#[derive(Clone)]
struct Plan {
    /// Places of which more is asked than the rules ask of all.
    at: Vec<(usize, Claim)>,
    /// Two places that must hold the same.
    same: Option<(usize, usize)>,
}

impl Solver<'_> {
    pub(crate) fn array(&mut self, rules: &[Rule]) -> Answer {
        let at = rules.iter().filter_map(|rule| match rule {
            Rule::Item(index, claim) => Some((*index, *claim)),
            _ => None,
        });
        let mut plans = vec![Plan {
            at: at.collect(),
            same: None,
        }];
        // Behind every prefix all places are alike; of these as many are told apart as can be asked for.
        let ahead = self.ahead(rules);
        let demands: Vec<(usize, Claim)> = rules
            .iter()
            .filter_map(|rule| match rule {
                Rule::Some(from, claim) => Some((*from, *claim)),
                _ => None,
            })
            .collect();
        let places = ahead + demands.len().max(1);
        for (from, claim) in demands {
            if let Err(reason) = self.step() {
                return Answer::Unknown(reason);
            }
            plans = plans
                .iter()
                .flat_map(|plan| {
                    (from..places.max(from + 1)).map(|index| {
                        let mut plan = plan.clone();
                        plan.at.push((index, claim));
                        plan
                    })
                })
                .take(1_000)
                .collect();
        }
        if rules.contains(&Rule::Unique(false)) {
            let pairs = (0..places + 2).flat_map(|second| (0..second).map(move |first| (first, second)));
            let pairs: Vec<(usize, usize)> = pairs.collect();
            plans = plans
                .iter()
                .flat_map(|plan| {
                    pairs.iter().map(|pair| Plan {
                        same: Some(*pair),
                        ..plan.clone()
                    })
                })
                .take(1_000)
                .collect();
        }
        first_of(plans, |plan| self.planned(&plan, rules))
    }

    /// The length of the longest prefix that rules speak of.
    fn ahead(&self, rules: &[Rule]) -> usize {
        let lengths = rules.iter().map(|rule| match rule {
            Rule::Items(form, _) => self.arena.form(*form).array.prefix.len(),
            Rule::Item(index, _) => index + 1,
            Rule::Some(from, _) => *from,
            _ => 0,
        });
        lengths.max().unwrap_or(0)
    }

    fn planned(&mut self, plan: &Plan, rules: &[Rule]) -> Answer {
        if let Err(reason) = self.step() {
            return Answer::Unknown(reason);
        }
        let (min, max) = counts(rules);
        let asked = plan
            .at
            .iter()
            .map(|(index, _)| index + 1)
            .chain(plan.same.map(|(_, second)| second + 1))
            .max();
        let length = min.max(asked.unwrap_or(0) as u64);
        if length > max {
            return Answer::Empty;
        }
        if length > MAX_ITEMS {
            return Answer::Unknown(Unknown::Size);
        }
        let Ok(length) = usize::try_from(length) else {
            return Answer::Unknown(Unknown::Size);
        };
        let mut claims: Vec<Vec<Claim>> = (0..length).map(|index| self.item(index, plan, rules)).collect();
        if let Some((first, second)) = plan.same {
            let both = claims.get(second).cloned().unwrap_or_default();
            if let Some(claims) = claims.get_mut(first)
                && *claims != both
            {
                match as_others(claims, both) {
                    Some(both) => claims.extend(both),
                    None => return Answer::Unknown(Unknown::Size),
                }
            }
        }
        let items = if rules.contains(&Rule::Unique(true)) {
            self.different(&claims)
        } else {
            self.each(&claims)
        };
        match items {
            Ok(mut items) => {
                if let Some((first, second)) = plan.same
                    && let Some(value) = items.get(first).cloned()
                    && let Some(place) = items.get_mut(second)
                {
                    *place = value;
                }
                let size = 1 + items.iter().map(|item| item.size).sum::<u64>();
                let value = items.into_iter().map(|item| item.value.clone()).collect();
                self.judged(value, size, rules)
            }
            Err(answer) => answer,
        }
    }

    /// What must hold of the item at a place.
    fn item(&self, index: usize, plan: &Plan, rules: &[Rule]) -> Vec<Claim> {
        let mut claims: Vec<Claim> = plan
            .at
            .iter()
            .filter(|(at, _)| *at == index)
            .map(|(_, claim)| *claim)
            .collect();
        for rule in rules {
            match rule {
                Rule::Items(form, view) => {
                    let array = &self.arena.form(*form).array;
                    claims.extend(
                        array
                            .prefix
                            .get(index)
                            .copied()
                            .or(array.rest)
                            .map(|id| Claim::yes(id, *view)),
                    );
                }
                Rule::Every(claim) => claims.push(*claim),
                _ => {}
            }
        }
        claims
    }

    /// An item for every place, or why there is none.
    fn each(&mut self, places: &[Vec<Claim>]) -> Result<Vec<std::rc::Rc<Witness>>, Answer> {
        let mut items = Vec::new();
        let mut undecided = None;
        let mut size = 0;
        for claims in places {
            match self.node(claims.clone()) {
                Answer::Found(item) => {
                    size += item.size;
                    if size > crate::compare::solve::MAX_WITNESS {
                        return Err(Answer::Unknown(Unknown::Size));
                    }
                    items.push(item);
                }
                Answer::Empty => return Err(Answer::Empty),
                Answer::Unknown(reason) => undecided = Some(reason),
            }
        }
        undecided.map_or(Ok(items), |reason| Err(Answer::Unknown(reason)))
    }

    /// An item for every place, all different.
    ///
    /// As many items are listed for each place as there are places: a place with that many can always be given one
    /// that no other place holds, and one with fewer has been listed whole. So if no assignment of the listed items
    /// exists, none does.
    fn different(&mut self, places: &[Vec<Claim>]) -> Result<Vec<std::rc::Rc<Witness>>, Answer> {
        if places.len() > MAX_UNIQUE {
            return Err(Answer::Unknown(Unknown::Size));
        }
        let mut listed = Vec::new();
        for claims in places {
            listed.push(self.some_of(claims, places.len())?);
        }
        let mut holder: Vec<(Value, usize)> = Vec::new();
        for place in 0..places.len() {
            if !assign(place, &listed, &mut holder, &mut Vec::new()) {
                return Err(Answer::Empty);
            }
        }
        let item = |place: usize| {
            let (value, _) = holder.iter().find(|(_, by)| *by == place)?;
            listed
                .get(place)?
                .iter()
                .find(|item| item.value == *value)
                .cloned()
        };
        (0..places.len())
            .map(item)
            .collect::<Option<Vec<_>>>()
            .ok_or(Answer::Empty)
    }

    /// Up to `count` different values of which the claims hold; fewer only when there are no more.
    fn some_of(&mut self, claims: &[Claim], count: usize) -> Result<Vec<std::rc::Rc<Witness>>, Answer> {
        let mut found: Vec<std::rc::Rc<Witness>> = Vec::new();
        while found.len() < count {
            let values: Vec<Value> = found.iter().map(|item| item.value.clone()).collect();
            let mut claims = claims.to_vec();
            if !values.is_empty() {
                let form = Form {
                    values: Some(values),
                    ..Form::default()
                };
                claims.push(Claim::no(self.arena.add(form), View::Written));
            }
            match self.node(claims) {
                Answer::Found(item) => found.push(item),
                Answer::Empty => break,
                unknown @ Answer::Unknown(_) => return Err(unknown),
            }
        }
        Ok(found)
    }
}

/// The claims of other writers than those of the first claims; none when there are too many.
fn as_others(claims: &[Claim], mut others: Vec<Claim>) -> Option<Vec<Claim>> {
    let writer = |claim: &Claim| {
        if let View::Closed(writer) = claim.view {
            Some(writer)
        } else {
            None
        }
    };
    let free = claims
        .iter()
        .filter_map(writer)
        .max()
        .map_or(Some(0), |writer| writer.checked_add(1))?;
    for claim in &mut others {
        if let View::Closed(writer) = &mut claim.view {
            *writer = writer.checked_add(free).filter(|writer| *writer < MAX_WRITERS)?;
        }
    }
    Some(others)
}

/// Gives a place one of its values, moving other places to other values where that is needed (Kuhn's way to a
/// matching).
fn assign(
    place: usize,
    listed: &[Vec<std::rc::Rc<Witness>>],
    holder: &mut Vec<(Value, usize)>,
    tried: &mut Vec<Value>,
) -> bool {
    for item in listed.get(place).into_iter().flatten() {
        if tried.contains(&item.value) {
            continue;
        }
        tried.push(item.value.clone());
        let held = holder.iter().position(|(value, _)| *value == item.value);
        let free = match held.and_then(|index| holder.get(index)).map(|(_, by)| *by) {
            None => true,
            Some(by) => assign(by, listed, holder, tried),
        };
        if free {
            holder.retain(|(value, _)| *value != item.value);
            holder.push((item.value.clone(), place));
            return true;
        }
    }
    false
}
