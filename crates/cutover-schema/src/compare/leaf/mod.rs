//! Values that meet rules: one file per kind.
#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "each kind picks the rules that concern it and leaves those of the other kinds alone"
)]

mod array;
mod format;
mod number;
mod object;
mod text;

pub(crate) use format::is_format;

use serde_json::Value;

use super::rule::Rule;
use super::solve::{Answer, Solver, Unknown, Witness};

impl Solver<'_> {
    /// The first of some values that the rules allow.
    pub(crate) fn listed(&self, values: &[Value], rules: &[Rule]) -> Answer {
        let allowed = values.iter().find(|value| among(rules, value));
        allowed.map_or(Answer::Empty, |value| self.judged(value.clone(), 1, rules))
    }

    /// A value that meets all rules that are decided, held against those that are not.
    fn judged(&self, value: Value, size: u64, rules: &[Rule]) -> Answer {
        match self.objection(&value, rules) {
            Some(reason) => Answer::Unknown(reason),
            None => Witness::found(value, size),
        }
    }

    /// The undecided rule that a value is not known to meet.
    fn objection(&self, value: &Value, rules: &[Rule]) -> Option<Unknown> {
        rules.iter().find_map(|rule| {
            let Rule::Opaque(opaque, yes) = rule else {
                return None;
            };
            let met = if *yes {
                self.judge.accepts(opaque, value)
            } else {
                self.judge.refuses(opaque, value)
            };
            (!met).then(|| Unknown::Keyword(opaque.keyword.clone()))
        })
    }
}

/// Whether the lists of values that rules give allow this one.
fn among(rules: &[Rule], value: &Value) -> bool {
    rules.iter().all(|rule| match rule {
        Rule::Among(values) => values.contains(value),
        Rule::NotAmong(values) => !values.contains(value),
        _ => true,
    })
}

/// The values of the shortest list, if there is one: then no other value needs to be tried.
fn finite(rules: &[Rule]) -> Option<&[Value]> {
    let lists = rules.iter().filter_map(|rule| match rule {
        Rule::Among(values) => Some(values.as_slice()),
        _ => None,
    });
    lists.min_by_key(|values| values.len())
}

/// The smallest and the largest count that rules leave.
fn counts(rules: &[Rule]) -> (u64, u64) {
    let (mut min, mut max) = (0, u64::MAX);
    for rule in rules {
        match rule {
            Rule::Min(count) => min = min.max(*count),
            Rule::Max(count) => max = max.min(*count),
            _ => {}
        }
    }
    (min, max)
}
