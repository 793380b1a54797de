//! A schema as rules: what the solver works on.
//!
//! A keyword that 2020-12 does not define, or that the solver does not decide, is kept as an [`Opaque`]: the same one
//! on both sides is the same, and any other is left to the validator.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{Hash, Hasher};

use serde_json::{Number, Value};

/// A form in an [`Arena`](super::arena::Arena).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct FormId(pub(crate) u32);

impl FormId {
    /// The form that takes everything.
    pub(crate) const ANY: Self = Self(0);
    /// The form that takes nothing.
    pub(crate) const NONE: Self = Self(1);
}

/// The six kinds of JSON values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Kind {
    Null,
    Boolean,
    Number,
    Text,
    Array,
    Object,
}

impl Kind {
    pub(crate) const ALL: [Self; 6] = [
        Self::Null,
        Self::Boolean,
        Self::Number,
        Self::Text,
        Self::Array,
        Self::Object,
    ];

    pub(crate) fn of(value: &Value) -> Self {
        match value {
            Value::Null => Self::Null,
            Value::Bool(_) => Self::Boolean,
            Value::Number(_) => Self::Number,
            Value::String(_) => Self::Text,
            Value::Array(_) => Self::Array,
            Value::Object(_) => Self::Object,
        }
    }
}

/// Whose view of a schema.
///
/// What is valid as `Closed` is valid as `Written`, and what is valid as `Written` is valid as `Open`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum View {
    /// What a writer produces: valid, and no member that the schema does not name. The parts of one schema name
    /// members together; writers that must all have written a value are told apart by a number.
    Closed(u8),
    /// What the schema says.
    Written,
    /// What a reader takes that ignores the members it does not know.
    Open,
}

impl View {
    /// Whether what is valid in this view is valid in the other.
    pub(crate) fn implies(self, other: Self) -> bool {
        match (self, other) {
            (Self::Closed(one), Self::Closed(other)) => one == other,
            _ => self <= other,
        }
    }

    pub(crate) fn is_closed(self) -> bool {
        matches!(self, Self::Closed(_))
    }
}

/// That a value is valid against a form in a view, or that it is not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Claim {
    pub(crate) form: FormId,
    pub(crate) view: View,
    pub(crate) holds: bool,
}

impl Claim {
    pub(crate) fn yes(form: FormId, view: View) -> Self {
        Self {
            form,
            view,
            holds: true,
        }
    }

    /// A writer keeps to its names; that a value is *not* what it writes is never asked.
    pub(crate) fn no(form: FormId, view: View) -> Self {
        let view = if view.is_closed() { View::Written } else { view };
        Self {
            form,
            view,
            holds: false,
        }
    }

    pub(crate) fn denied(self) -> Self {
        if self.holds {
            Self::no(self.form, self.view)
        } else {
            Self::yes(self.form, self.view)
        }
    }

    /// Whether both can never hold of one value.
    pub(crate) fn contradicts(self, other: Self) -> bool {
        self.form == other.form
            && ((self.holds && !other.holds && self.view.implies(other.view))
                || (!self.holds && other.holds && other.view.implies(self.view)))
    }
}

/// The rules of one schema; all must hold.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub(crate) struct Form {
    /// `type`: the kinds it takes; none for all.
    pub(crate) kinds: Option<BTreeSet<Kind>>,
    /// Numbers must be whole.
    pub(crate) whole: bool,
    /// `const` and `enum`.
    pub(crate) values: Option<Vec<Value>>,
    pub(crate) number: Numbers,
    pub(crate) text: Texts,
    pub(crate) array: Arrays,
    pub(crate) object: Objects,
    /// `allOf` and `$ref`.
    pub(crate) all: Vec<FormId>,
    /// `anyOf`.
    pub(crate) any: Option<Vec<FormId>>,
    /// `oneOf`.
    pub(crate) one: Option<Vec<FormId>>,
    /// `not`.
    pub(crate) not: Option<FormId>,
    /// `if`, `then` and `else`.
    pub(crate) branch: Option<[FormId; 3]>,
    pub(crate) opaque: Vec<Opaque>,
    /// What only the solver itself says of a value.
    pub(crate) claims: Vec<Claim>,
}

/// Rules for numbers.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub(crate) struct Numbers {
    pub(crate) lower: Option<Limit>,
    pub(crate) upper: Option<Limit>,
    pub(crate) multiple_of: Option<Number>,
}

/// An end of a range.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Limit {
    pub(crate) at: Number,
    pub(crate) excluded: bool,
}

/// Rules for texts; lengths in characters.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub(crate) struct Texts {
    pub(crate) min: u64,
    pub(crate) max: Option<u64>,
    pub(crate) format: Option<String>,
    pub(crate) pattern: Option<String>,
}

/// Rules for arrays.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub(crate) struct Arrays {
    pub(crate) min: u64,
    pub(crate) max: Option<u64>,
    pub(crate) prefix: Vec<FormId>,
    pub(crate) rest: Option<FormId>,
    pub(crate) unique: bool,
    /// `contains`: at least one item is of this form.
    pub(crate) some: Option<FormId>,
}

/// Rules for objects.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub(crate) struct Objects {
    pub(crate) min: u64,
    pub(crate) max: Option<u64>,
    pub(crate) members: BTreeMap<String, FormId>,
    pub(crate) required: BTreeSet<String>,
    /// `additionalProperties`.
    pub(crate) rest: Option<FormId>,
    /// `propertyNames`.
    pub(crate) names: Option<FormId>,
    /// A writer has names to keep to: the schema speaks of objects at all.
    pub(crate) speaks: bool,
    /// A writer may use names of its own: `additionalProperties` is what says what the members are.
    pub(crate) map: bool,
    /// The patterns of `patternProperties`, by which a writer may also name members.
    pub(crate) patterns: Vec<String>,
}

/// A keyword that is not taken apart.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Opaque {
    pub(crate) keyword: String,
    /// The keyword and those it cannot be read without, as JSON text.
    pub(crate) text: String,
    /// What the references inside lead to.
    pub(crate) targets: Vec<FormId>,
    /// The kind it speaks of; none for all.
    pub(crate) kind: Option<Kind>,
    /// It only refuses unknown members, which an open reader ignores.
    pub(crate) closes: bool,
    /// 2020-12 defines it, so that the validator can be asked.
    pub(crate) known: bool,
    pub(crate) source: Source,
}

/// The document a keyword was read from: needed to ask the validator, no part of what the keyword means.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Source {
    Old,
    New,
}

impl PartialEq for Source {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Source {}

impl Hash for Source {
    fn hash<H: Hasher>(&self, _: &mut H) {}
}

impl Form {
    /// The same rules about forms that go by other ids.
    pub(crate) fn renamed(&self, name: &dyn Fn(FormId) -> FormId) -> Self {
        let list = |ids: &[FormId]| ids.iter().map(|id| name(*id)).collect::<Vec<_>>();
        let mut form = self.clone();
        form.array.prefix = list(&self.array.prefix);
        form.array.rest = self.array.rest.map(name);
        form.array.some = self.array.some.map(name);
        for id in form.object.members.values_mut() {
            *id = name(*id);
        }
        form.object.rest = self.object.rest.map(name);
        form.object.names = self.object.names.map(name);
        form.all = list(&self.all);
        form.all.sort_unstable();
        form.all.dedup();
        form.any = self.any.as_deref().map(list);
        form.one = self.one.as_deref().map(list);
        form.not = self.not.map(name);
        form.branch = self.branch.map(|ids| ids.map(name));
        for opaque in &mut form.opaque {
            opaque.targets = list(&opaque.targets);
        }
        form
    }

    /// The only form that this one stands for, when it says nothing itself.
    pub(crate) fn alias(&self) -> Option<FormId> {
        let [only] = self.all.as_slice() else { return None };
        let rest = Self {
            all: Vec::new(),
            ..self.clone()
        };
        (rest == Self::default()).then_some(*only)
    }

    pub(crate) fn takes(&self, kind: Kind) -> bool {
        self.kinds.as_ref().is_none_or(|kinds| kinds.contains(&kind))
    }
}

/// A value as JSON Schema compares it: 1 and 1.0 are one number.
pub(crate) fn normal(value: &Value) -> Value {
    match value {
        Value::Number(number) => Value::Number(normal_number(number)),
        Value::Array(items) => items.iter().map(normal).collect(),
        Value::Object(members) => members
            .iter()
            .map(|(key, value)| (key.clone(), normal(value)))
            .collect(),
        Value::Null | Value::Bool(_) | Value::String(_) => value.clone(),
    }
}

pub(crate) fn normal_number(number: &Number) -> Number {
    super::number::whole(number)
        .and_then(super::number::from_whole)
        .unwrap_or_else(|| number.clone())
}
