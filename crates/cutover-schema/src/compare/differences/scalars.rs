//! Differences between numbers, texts and counts.

use std::collections::BTreeSet;

use super::{At, form};
use crate::compare::ChangeKind;
use crate::compare::form::{Form, FormId, Limit};
use crate::compare::question::Questions;
use crate::compare::side::{Count, Side};

impl At<'_, '_, '_> {
    pub(super) fn numbers(&mut self) {
        let (old, new) = (self.old, self.new);
        let least = |limit: &Limit| {
            format!(
                "{} {}",
                if limit.excluded { "more than" } else { "at least" },
                limit.at
            )
        };
        let most = |limit: &Limit| {
            format!(
                "{} {}",
                if limit.excluded { "less than" } else { "at most" },
                limit.at
            )
        };
        let lower = |limit: &Option<Limit>| {
            limit
                .clone()
                .map(|limit| form(|form| form.number.lower = Some(limit)))
        };
        let upper = |limit: &Option<Limit>| {
            limit
                .clone()
                .map(|limit| form(|form| form.number.upper = Some(limit)))
        };
        if old.lower != new.lower {
            let sentence = moved(
                "the number",
                old.lower.as_ref().map(least),
                new.lower.as_ref().map(least),
            );
            self.rule(ChangeKind::Bound, sentence, lower(&old.lower), lower(&new.lower));
        }
        if old.upper != new.upper {
            let sentence = moved(
                "the number",
                old.upper.as_ref().map(most),
                new.upper.as_ref().map(most),
            );
            self.rule(ChangeKind::Bound, sentence, upper(&old.upper), upper(&new.upper));
        }
        if old.steps != new.steps {
            let words = |side: &Side| {
                let steps: Vec<String> = side.steps.iter().map(ToString::to_string).collect();
                (!steps.is_empty()).then(|| format!("a multiple of {}", steps.join(" and of ")))
            };
            let stated = |questions: &mut Questions<'_>, side: &Side| {
                let one =
                    |step: &serde_json::Number| form(|form| form.number.multiple_of = Some(step.clone()));
                let all: Vec<FormId> = side
                    .steps
                    .iter()
                    .map(|step| questions.solver.arena.add(one(step)))
                    .collect();
                (!all.is_empty()).then(|| form(|form| form.all = all))
            };
            let (before, after) = (stated(self.questions, old), stated(self.questions, new));
            self.rule(
                ChangeKind::Bound,
                moved("the number", words(old), words(new)),
                before,
                after,
            );
        }
    }

    pub(super) fn texts(&mut self) {
        let (old, new) = (self.old, self.new);
        self.count("characters", old.length, new.length, |form, count| {
            (form.text.min, form.text.max) = (count.min, count.max);
        });
        let names = |set: &BTreeSet<String>| {
            (!set.is_empty()).then(|| set.iter().cloned().collect::<Vec<_>>().join(" and "))
        };
        let all = |questions: &mut Questions<'_>, set: &BTreeSet<String>, apply: fn(&mut Form, String)| {
            let add = |text: &String| questions.solver.arena.add(form(|form| apply(form, text.clone())));
            let all: Vec<FormId> = set.iter().map(add).collect();
            (!all.is_empty()).then(|| form(|form| form.all = all))
        };
        for (word, before, after, apply) in [
            (
                "format",
                &old.formats,
                &new.formats,
                (|form, text| form.text.format = Some(text)) as fn(&mut Form, String),
            ),
            ("pattern", &old.patterns, &new.patterns, |form, text| {
                form.text.pattern = Some(text);
            }),
        ] {
            if before != after {
                let sentence = match (names(before), names(after)) {
                    (Some(before), Some(after)) => format!("the {word} is {after}, was {before}"),
                    (None, Some(after)) => format!("the {word} {after} is new"),
                    (Some(before), None) => format!("the {word} {before} is gone"),
                    (None, None) => continue,
                };
                let (before, after) = (
                    all(self.questions, before, apply),
                    all(self.questions, after, apply),
                );
                self.rule(ChangeKind::Text, sentence, before, after);
            }
        }
    }

    pub(super) fn count(&mut self, what: &str, old: Count, new: Count, set: fn(&mut Form, Count)) {
        let least = |count: Count| (count.min > 0).then(|| format!("at least {}", count.min));
        let most = |count: Count| count.max.map(|max| format!("at most {max}"));
        if old.min != new.min {
            let only =
                |count: Count| (count.min > 0).then(|| form(|form| set(form, Count { max: None, ..count })));
            let sentence = moved(&format!("the number of {what}"), least(old), least(new));
            self.rule(ChangeKind::Bound, sentence, only(old), only(new));
        }
        if old.max != new.max {
            let only = |count: Count| {
                count
                    .max
                    .map(|_| form(|form| set(form, Count { min: 0, ..count })))
            };
            let sentence = moved(&format!("the number of {what}"), most(old), most(new));
            self.rule(ChangeKind::Bound, sentence, only(old), only(new));
        }
    }
}

/// The sentence for a bound that has moved.
fn moved(what: &str, old: Option<String>, new: Option<String>) -> String {
    match (old, new) {
        (Some(old), Some(new)) => format!("{what} must be {new}, was {old}"),
        (None, Some(new)) => format!("{what} must now be {new}"),
        (Some(old), None) => format!("{what} need no longer be {old}"),
        (None, None) => what.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::moved;

    #[test]
    fn a_moved_bound_says_what_it_was() {
        assert_eq!(
            moved("the number", Some("at least 1".into()), Some("at least 2".into())),
            "the number must be at least 2, was at least 1"
        );
    }
}
