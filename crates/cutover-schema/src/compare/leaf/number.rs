//! A number that meets rules.

use std::cmp::Ordering;

use serde_json::{Number, Value};

use super::{among, finite};
use crate::compare::form::{Limit, normal_number};
use crate::compare::number::{
    Decimal, compare, float, from_whole, is_multiple, is_whole, least_common_multiple,
};
use crate::compare::rule::Rule;
use crate::compare::solve::{Answer, Solver, Unknown};

/// How many candidates are tried along a lattice or a line.
const MAX_TRIED: i128 = 2_048;

/// The range that rules leave.
#[derive(Default)]
struct Range {
    lower: Option<Limit>,
    upper: Option<Limit>,
}

impl Solver<'_> {
    pub(crate) fn number(&self, rules: &[Rule]) -> Answer {
        let found = |number: &Number| {
            let value = Value::Number(normal_number(number));
            (meets(rules, number) && among(rules, &value)).then(|| self.judged(value, 1, rules))
        };
        if let Some(values) = finite(rules) {
            let mut numbers = values.iter().filter_map(Value::as_number);
            return numbers.find_map(found).unwrap_or(Answer::Empty);
        }
        let range = Range::of(rules);
        if range.is_empty() {
            return Answer::Empty;
        }
        let (candidates, complete) = match lattice(rules) {
            Some(lattice) if lattice.misses(rules) => return Answer::Empty,
            Some(lattice) => lattice.points(&range),
            None => range.points(),
        };
        let undecided = || Answer::Unknown(Unknown::Keyword("multipleOf".to_owned()));
        candidates
            .iter()
            .find_map(found)
            .unwrap_or_else(|| if complete { Answer::Empty } else { undecided() })
    }
}

/// Whether a number meets every rule but the lists.
fn meets(rules: &[Rule], number: &Number) -> bool {
    rules.iter().all(|rule| match rule {
        Rule::Lower(limit) => inside(limit, compare(number, &limit.at)),
        Rule::Upper(limit) => inside(limit, compare(&limit.at, number)),
        Rule::Whole(yes) => is_whole(number) == *yes,
        Rule::Multiple(step, yes) => is_multiple(number, step) == Some(*yes),
        _ => true,
    })
}

fn inside(limit: &Limit, order: Ordering) -> bool {
    order == Ordering::Greater || (order == Ordering::Equal && !limit.excluded)
}

impl Range {
    fn of(rules: &[Rule]) -> Self {
        let mut range = Self::default();
        for rule in rules {
            match rule {
                Rule::Lower(limit) => tighten(&mut range.lower, limit, Ordering::Greater),
                Rule::Upper(limit) => tighten(&mut range.upper, limit, Ordering::Less),
                _ => {}
            }
        }
        range
    }

    fn is_empty(&self) -> bool {
        let (Some(lower), Some(upper)) = (&self.lower, &self.upper) else {
            return false;
        };
        match compare(&lower.at, &upper.at) {
            Ordering::Less => false,
            Ordering::Equal => lower.excluded || upper.excluded,
            Ordering::Greater => true,
        }
    }

    /// Candidates where no step is asked for, and whether there are no others: a range of more than one number has
    /// more than can be listed, but not always one that a double comes to lie on.
    fn points(&self) -> (Vec<Number>, bool) {
        let ends: Vec<&Number> = [&self.lower, &self.upper]
            .into_iter()
            .flatten()
            .map(|limit| &limit.at)
            .collect();
        if let [lower, upper] = ends.as_slice()
            && compare(lower, upper) == Ordering::Equal
        {
            return (vec![(*lower).clone()], true);
        }
        let mut points: Vec<Number> = [0.into(), 1.into()]
            .into_iter()
            .chain(ends.iter().map(|end| (*end).clone()))
            .collect();
        let near = |at: f64| {
            [
                at + 1.0,
                at - 1.0,
                at + 0.5,
                at - 0.5,
                at + 0.25,
                at - 0.25,
                at.next_up(),
                at.next_down(),
            ]
        };
        let (low, high) = match (&self.lower, &self.upper) {
            (Some(lower), Some(upper)) => (float(&lower.at), float(&upper.at)),
            (Some(lower), None) => (float(&lower.at), float(&lower.at) + 100.0),
            (None, Some(upper)) => (float(&upper.at) - 100.0, float(&upper.at)),
            (None, None) => (-100.0, 100.0),
        };
        let between = (1..=97).map(|index| low + (high - low) * f64::from(index) / 97.0);
        let halves = [low / 2.0 + high / 2.0, 0.5, 0.25];
        let floats = near(low)
            .into_iter()
            .chain(near(high))
            .chain(halves)
            .chain(between);
        points.extend(floats.filter_map(Number::from_f64));
        (points, false)
    }
}

fn tighten(end: &mut Option<Limit>, limit: &Limit, tighter: Ordering) {
    let wins = end.as_ref().is_none_or(|end| {
        let order = compare(&limit.at, &end.at);
        order == tighter || (order.is_eq() && limit.excluded)
    });
    if wins {
        *end = Some(limit.clone());
    }
}

/// The multiples of `step / 10^places`.
struct Lattice {
    step: i128,
    places: u32,
}

/// The numbers that are multiples of all that rules ask for; none when rules ask for no step, or for one that exact
/// arithmetic does not reach.
fn lattice(rules: &[Rule]) -> Option<Lattice> {
    let one = Number::from(1);
    let steps = rules.iter().filter_map(|rule| match rule {
        Rule::Whole(true) => Some(&one),
        Rule::Multiple(step, true) => Some(step),
        _ => None,
    });
    let steps: Option<Vec<Decimal>> = steps.map(Decimal::new).collect();
    let steps = steps.filter(|steps| !steps.is_empty())?;
    let places = steps.iter().map(|step| step.places).max()?;
    let step = steps
        .iter()
        .try_fold(1, |common, step| least_common_multiple(common, step.at(places)?))?;
    // Least common multiple with 1 / 10^places adds nothing.
    Some(Lattice { step, places })
}

impl Lattice {
    /// Whether a rule forbids every point.
    fn misses(&self, rules: &[Rule]) -> bool {
        let divides = |step: &Number| {
            let step = Decimal::new(step)?;
            let places = step.places.max(self.places);
            let own = Decimal {
                mantissa: self.step,
                places: self.places,
            };
            Some(own.at(places)?.checked_rem(step.at(places)?)? == 0)
        };
        rules.iter().any(|rule| match rule {
            Rule::Whole(false) => divides(&1.into()) == Some(true),
            Rule::Multiple(step, false) => divides(step) == Some(true),
            _ => false,
        })
    }

    /// The points in the range, nearest to zero first, and whether these are all.
    fn points(&self, range: &Range) -> (Vec<Number>, bool) {
        let first = range.lower.as_ref().map(|limit| self.index(&limit.at, Round::Up));
        let last = range
            .upper
            .as_ref()
            .map(|limit| self.index(&limit.at, Round::Down));
        if first == Some(None) || last == Some(None) {
            return (Vec::new(), false);
        }
        let (first, last) = (first.flatten(), last.flatten());
        let start = match (first, last) {
            (Some(first), _) if first > 0 => first,
            (_, Some(last)) if last < 0 => last,
            _ => 0,
        };
        let within = |index: &i128| {
            first.is_none_or(|first| *index >= first) && last.is_none_or(|last| *index <= last)
        };
        let around =
            (0..=MAX_TRIED / 2).flat_map(|offset| [start.checked_add(offset), start.checked_sub(offset)]);
        let mut indexes: Vec<i128> = around.flatten().filter(within).collect();
        indexes.dedup();
        // Also from the ends, so that a witness near a limit is found in a wide range.
        let ends = [first, last].into_iter().flatten();
        indexes.extend(
            ends.flat_map(|end| (0..8).flat_map(move |offset| [end + offset, end - offset]))
                .filter(within),
        );
        let all = match (first, last) {
            (Some(first), Some(last)) => last.checked_sub(first).is_some_and(|span| span < MAX_TRIED / 2),
            _ => false,
        };
        let numbers: Vec<Option<Number>> = indexes.iter().map(|index| self.point(*index)).collect();
        let complete = all && numbers.iter().all(Option::is_some);
        (numbers.into_iter().flatten().collect(), complete)
    }

    fn point(&self, index: i128) -> Option<Number> {
        let mantissa = index.checked_mul(self.step)?;
        if self.places == 0 {
            from_whole(mantissa)
        } else {
            Decimal {
                mantissa,
                places: self.places,
            }
            .number()
        }
    }

    /// The first point at or beyond a limit; none when exact arithmetic does not reach it.
    fn index(&self, limit: &Number, round: Round) -> Option<i128> {
        let limit = Decimal::new(limit)?;
        let places = limit.places.max(self.places);
        let step = Decimal {
            mantissa: self.step,
            places: self.places,
        }
        .at(places)?;
        let limit = limit.at(places)?;
        let floor = limit.checked_div_euclid(step)?;
        let exact = limit.checked_rem_euclid(step)? == 0;
        Some(if exact || matches!(round, Round::Down) {
            floor
        } else {
            floor + 1
        })
    }
}

#[derive(Clone, Copy)]
enum Round {
    Up,
    Down,
}
