//! What one schema says of one place, all its parts together.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Number, Value};

use super::form::{Form, FormId, Kind, Limit, Opaque};
use super::number::compare;
use super::question::Questions;
use super::reading::is_annotation;

/// The rules of all forms that hold at a place, references and `allOf` followed.
#[derive(Debug, Default)]
pub(crate) struct Side {
    /// None for all kinds.
    pub(crate) kinds: Option<BTreeSet<Kind>>,
    pub(crate) whole: bool,
    /// The values listed that are also of a kind it takes.
    pub(crate) values: Option<Vec<Value>>,
    /// All values listed.
    pub(crate) listed: Vec<Value>,
    pub(crate) lower: Option<Limit>,
    pub(crate) upper: Option<Limit>,
    pub(crate) steps: Vec<Number>,
    pub(crate) length: Count,
    pub(crate) formats: BTreeSet<String>,
    pub(crate) patterns: BTreeSet<String>,
    pub(crate) items: Count,
    pub(crate) prefix: Vec<Vec<FormId>>,
    pub(crate) rest_items: Vec<FormId>,
    pub(crate) unique: bool,
    pub(crate) some: Vec<FormId>,
    pub(crate) count: Count,
    pub(crate) members: BTreeMap<String, Vec<FormId>>,
    pub(crate) required: BTreeSet<String>,
    pub(crate) rest: Vec<FormId>,
    pub(crate) names: Vec<FormId>,
    pub(crate) unions: Vec<Union>,
    pub(crate) not: Vec<FormId>,
    pub(crate) branches: Vec<[FormId; 3]>,
    pub(crate) opaque: Vec<Opaque>,
    pub(crate) annotations: BTreeMap<String, Value>,
}

/// The variants of an `anyOf` or `oneOf`, and the form that has nothing else.
#[derive(Debug, Clone)]
pub(crate) struct Union {
    pub(crate) variants: Vec<FormId>,
    pub(crate) exactly_one: bool,
}

/// A least and a largest count.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Count {
    pub(crate) min: u64,
    pub(crate) max: Option<u64>,
}

impl Count {
    fn tighten(&mut self, min: u64, max: Option<u64>) {
        self.min = self.min.max(min);
        self.max = [self.max, max].into_iter().flatten().min();
    }
}

impl Side {
    pub(crate) fn new(questions: &Questions<'_>, forms: &[FormId]) -> Self {
        let mut side = Self::default();
        let mut pending: Vec<FormId> = forms.to_vec();
        let mut seen = BTreeSet::new();
        while let Some(id) = pending.pop() {
            if seen.insert(id) {
                let form = questions.solver.arena.read(id);
                side.add(form);
                side.annotate(questions, id);
                pending.extend(&form.all);
            }
        }
        side.narrow();
        side
    }

    /// What kinds there are says what values count, and these what kinds there are.
    fn narrow(&mut self) {
        let Some(mut values) = self.values.take() else {
            return;
        };
        let whole = |value: &Value| value.as_number().is_none_or(super::number::is_whole);
        self.listed.clone_from(&values);
        values.retain(|value| self.takes(Kind::of(value)) && (!self.whole || whole(value)));
        self.kinds = Some(values.iter().map(Kind::of).collect());
        self.whole = values.iter().all(whole);
        self.values = Some(values);
    }

    fn add(&mut self, form: &Form) {
        if let Some(kinds) = &form.kinds {
            self.kinds = Some(match &self.kinds {
                Some(known) => known & kinds,
                None => kinds.clone(),
            });
        }
        self.whole |= form.whole;
        if let Some(values) = &form.values {
            match &mut self.values {
                Some(known) => known.retain(|value| values.contains(value)),
                None => self.values = Some(values.clone()),
            }
        }
        tighter(
            &mut self.lower,
            form.number.lower.as_ref(),
            std::cmp::Ordering::Greater,
        );
        tighter(
            &mut self.upper,
            form.number.upper.as_ref(),
            std::cmp::Ordering::Less,
        );
        self.steps.extend(form.number.multiple_of.clone());
        self.length.tighten(form.text.min, form.text.max);
        self.formats.extend(form.text.format.clone());
        self.patterns.extend(form.text.pattern.clone());
        self.add_array(form);
        self.add_object(form);
        for (variants, exactly_one) in [(&form.any, false), (&form.one, true)] {
            self.unions.extend(variants.clone().map(|variants| Union {
                variants,
                exactly_one,
            }));
        }
        self.not.extend(form.not);
        self.branches.extend(form.branch);
        self.opaque.extend(form.opaque.iter().cloned());
    }

    fn add_array(&mut self, form: &Form) {
        let array = &form.array;
        self.items.tighten(array.min, array.max);
        self.unique |= array.unique;
        self.some.extend(array.some);
        // A form with a shorter prefix says of the places behind it what it says of the rest.
        let longest = self.prefix.len().max(array.prefix.len());
        self.prefix.resize(longest, self.rest_items.clone());
        for (index, place) in self.prefix.iter_mut().enumerate() {
            place.extend(array.prefix.get(index).copied().or(array.rest));
        }
        self.rest_items.extend(array.rest);
    }

    fn add_object(&mut self, form: &Form) {
        let object = &form.object;
        self.count.tighten(object.min, object.max);
        // A form says of the names it does not know what it says of the rest.
        let mut members: BTreeMap<String, Vec<FormId>> = BTreeMap::new();
        for name in self.members.keys().chain(object.members.keys()) {
            let before = self.members.get(name).unwrap_or(&self.rest);
            let here = object.members.get(name).copied().or(object.rest);
            members.insert(name.clone(), before.iter().copied().chain(here).collect());
        }
        self.members = members;
        self.required.extend(object.required.iter().cloned());
        self.rest.extend(object.rest);
        self.names.extend(object.names);
    }

    fn annotate(&mut self, questions: &Questions<'_>, id: FormId) {
        let Some(site) = questions.solver.arena.site(id) else {
            return;
        };
        let schema = questions
            .document(site.source)
            .pointer(&site.pointer)
            .and_then(Value::as_object);
        for (keyword, value) in schema.into_iter().flatten() {
            let structure = ["$schema", "$id", "definitions"].contains(&keyword.as_str());
            let unknown_format = keyword == "format" && !value.as_str().is_some_and(super::leaf::is_format);
            if (is_annotation(keyword) && !structure) || unknown_format {
                self.annotations
                    .entry(keyword.clone())
                    .or_insert_with(|| value.clone());
            }
        }
    }

    /// The names of members it speaks of.
    pub(crate) fn known(&self) -> BTreeSet<&String> {
        self.members.keys().chain(&self.required).collect()
    }

    /// Whether it takes a kind.
    pub(crate) fn takes(&self, kind: Kind) -> bool {
        self.kinds.as_ref().is_none_or(|kinds| kinds.contains(&kind))
    }
}

fn tighter(end: &mut Option<Limit>, limit: Option<&Limit>, wanted: std::cmp::Ordering) {
    let Some(limit) = limit else { return };
    let wins = end.as_ref().is_none_or(|end| {
        let order = compare(&limit.at, &end.at);
        order == wanted || (order.is_eq() && limit.excluded)
    });
    if wins {
        *end = Some(limit.clone());
    }
}

/// The kinds in words.
pub(crate) fn kind_names(kinds: &BTreeSet<Kind>, whole: bool, last: &str) -> String {
    let name = |kind: &Kind| {
        if whole && *kind == Kind::Number {
            "a whole number"
        } else {
            kind_name(*kind)
        }
    };
    crate::validate::list(kinds.iter().map(|kind| name(kind).to_owned()), last)
}

pub(crate) fn kind_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Null => "null",
        Kind::Boolean => "true or false",
        Kind::Number => "a number",
        Kind::Text => "a text",
        Kind::Array => "an array",
        Kind::Object => "an object",
    }
}
