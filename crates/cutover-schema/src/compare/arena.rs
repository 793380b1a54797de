//! All forms of a comparison: two schemas read, and what in them is the same known to be the same.

use std::collections::HashMap;
use std::rc::Rc;
use std::sync::LazyLock;

use serde_json::Value;

use super::form::{Form, FormId, Kind, Objects, Source};
use super::reading::Reading;
use crate::schema::Schema;

/// Where a schema was read: its document and the pointer inside.
#[derive(Debug, Clone)]
pub(crate) struct Site {
    pub(crate) source: Source,
    pub(crate) pointer: String,
}

/// Forms as they stand in the documents, each with the class of those that mean the same.
#[derive(Debug)]
pub(crate) struct Arena {
    /// As read: one per place. The first two are [`FormId::ANY`] and [`FormId::NONE`].
    read: Vec<Form>,
    sites: Vec<Site>,
    /// The class of each form read.
    classes: Vec<FormId>,
    /// One form per class, their references being classes too; the solver adds its own behind them.
    forms: Vec<Rc<Form>>,
    known: HashMap<Rc<Form>, FormId>,
}

impl Arena {
    /// Reads two schemas; the second and third values are their roots among the forms read.
    pub(crate) fn new(old: &Schema, new: &Schema) -> (Self, FormId, FormId) {
        let mut reading = Reading::new();
        let nowhere = Site {
            source: Source::Old,
            pointer: String::new(),
        };
        reading.add(Form::default(), nowhere.clone());
        reading.add(
            Form {
                kinds: Some(std::collections::BTreeSet::new()),
                ..Form::default()
            },
            nowhere,
        );
        let old = reading.document(old.document(), Source::Old);
        let new = reading.document(new.document(), Source::New);
        let Reading {
            forms: read, sites, ..
        } = reading;
        let (classes, forms) = classify(&read);
        let forms: Vec<Rc<Form>> = forms.into_iter().map(Rc::new).collect();
        let known = forms.iter().cloned().zip((0..).map(FormId)).collect();
        (
            Self {
                read,
                sites,
                classes,
                forms,
                known,
            },
            old,
            new,
        )
    }

    /// A form as read.
    pub(crate) fn read(&self, id: FormId) -> &Form {
        at(&self.read, id)
    }

    pub(crate) fn site(&self, id: FormId) -> Option<&Site> {
        self.sites.get(id.0 as usize)
    }

    /// The form read that another one read stands for.
    pub(crate) fn through(&self, id: FormId) -> FormId {
        through(&self.read, id.0 as usize)
    }

    /// The class of a form read.
    pub(crate) fn class(&self, read: FormId) -> FormId {
        self.classes.get(read.0 as usize).copied().unwrap_or(FormId::ANY)
    }

    /// The form of a class.
    pub(crate) fn form(&self, class: FormId) -> &Form {
        self.forms.get(class.0 as usize).map_or(&ANY, |form| form)
    }

    /// The form of a class, to be kept while the arena grows.
    pub(crate) fn shared(&self, class: FormId) -> Rc<Form> {
        self.forms.get(class.0 as usize).cloned().unwrap_or_default()
    }

    /// The class of a form made by the solver.
    pub(crate) fn add(&mut self, form: Form) -> FormId {
        if let Some(only) = form.alias() {
            return only;
        }
        if let Some(known) = self.known.get(&form) {
            return *known;
        }
        let id = FormId(u32::try_from(self.forms.len()).unwrap_or(u32::MAX));
        let form = Rc::new(form);
        self.known.insert(Rc::clone(&form), id);
        self.forms.push(form);
        id
    }

    /// The class of exactly one value.
    pub(crate) fn constant(&mut self, value: &Value) -> FormId {
        let kinds = Some([Kind::of(value)].into());
        let form = match value {
            Value::Array(items) => {
                let prefix: Vec<FormId> = items.iter().map(|item| self.constant(item)).collect();
                let count = items.len() as u64;
                let array = super::form::Arrays {
                    min: count,
                    max: Some(count),
                    prefix,
                    ..Default::default()
                };
                Form {
                    kinds,
                    array,
                    ..Form::default()
                }
            }
            Value::Object(members) => {
                let members: std::collections::BTreeMap<String, FormId> = members
                    .iter()
                    .map(|(key, value)| (key.clone(), self.constant(value)))
                    .collect();
                let required = members.keys().cloned().collect();
                let object = Objects {
                    members,
                    required,
                    rest: Some(FormId::NONE),
                    speaks: true,
                    ..Objects::default()
                };
                Form {
                    kinds,
                    object,
                    ..Form::default()
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => Form {
                values: Some(vec![value.clone()]),
                ..Form::default()
            },
        };
        self.add(form)
    }
}

fn at(forms: &[Form], id: FormId) -> &Form {
    forms.get(id.0 as usize).unwrap_or(&ANY)
}

/// The form that says nothing.
static ANY: LazyLock<Form> = LazyLock::new(Form::default);

/// Finds the forms that mean the same: at first all are one class, and classes are split for as long as forms of
/// one class differ in themselves or in the classes they refer to. What is never split is the same, also where it
/// is recursive.
fn classify(read: &[Form]) -> (Vec<FormId>, Vec<Form>) {
    let aliases: Vec<FormId> = (0..read.len()).map(|index| through(read, index)).collect();
    let mut classes = vec![FormId(0); read.len()];
    let mut count = 1;
    loop {
        let mut known: HashMap<Form, FormId> = HashMap::new();
        let class = |classes: &[FormId], id: FormId| {
            let id = aliases.get(id.0 as usize).copied().unwrap_or(id);
            classes.get(id.0 as usize).copied().unwrap_or(id)
        };
        let mut forms = Vec::new();
        let mut next = Vec::with_capacity(read.len());
        for (index, _) in read.iter().enumerate() {
            let alias = aliases.get(index).copied().unwrap_or(FormId::ANY);
            let form = at(read, alias).renamed(&|id| class(&classes, id));
            let fresh = FormId(u32::try_from(known.len()).unwrap_or(u32::MAX));
            next.push(*known.entry(form.clone()).or_insert_with(|| {
                forms.push(form);
                fresh
            }));
        }
        classes = next;
        if known.len() == count {
            return (classes, forms);
        }
        count = known.len();
    }
}

/// The form that the one at `index` stands for; circles have been refused when the schema was checked.
fn through(read: &[Form], index: usize) -> FormId {
    let mut id = FormId(u32::try_from(index).unwrap_or(u32::MAX));
    for _ in 0..read.len() {
        match at(read, id).alias() {
            Some(next) => id = next,
            None => break,
        }
    }
    id
}
