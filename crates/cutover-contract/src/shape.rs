//! Reading a type from a [`Tree`], and saying everything that is wrong with it.

use std::str::FromStr;

use cutover_model::Unknown;
use serde_json::{Map, Value};

use crate::place::Place;
use crate::read::Found;
use crate::tree::{Kind, Tree};

/// A type with a shape of its own in JSON.
pub(crate) trait Shape: Sized {
    /// Reads. After `None` there is at least one new fault.
    fn shape(node: Node<'_, '_>) -> Option<Self>;

    /// What an absent member means; `None` when it is required.
    fn absent() -> Option<Self> {
        None
    }
}

/// A value at its place, and the list that its faults go to.
#[derive(Debug)]
pub(crate) struct Node<'a, 't> {
    tree: &'a Tree<'t>,
    place: Place<'a>,
    faults: &'a mut Found,
}

impl<'a, 't> Node<'a, 't> {
    pub(crate) fn root(tree: &'a Tree<'t>, faults: &'a mut Found) -> Self {
        Self {
            tree,
            place: Place::Pointer(""),
            faults,
        }
    }

    /// Notes that this value is wrong.
    pub(crate) fn refuse<T>(self, message: impl Into<String>) -> Option<T> {
        self.faults.push(&self.place, message, self.tree.at);
        None
    }

    /// Notes that this value is of another type than the one wanted (with its article).
    pub(crate) fn wrong_type<T>(self, wanted: &str) -> Option<T> {
        let message = format!("{} was given, {wanted} is needed", describe(self.tree));
        self.refuse(message)
    }

    /// Reads a text that is parsed.
    pub(crate) fn parse<T: FromStr<Err: ToString>>(self, what: &str) -> Option<T> {
        match &self.tree.kind {
            Kind::Text(text) => match text.parse() {
                Ok(parsed) => Some(parsed),
                Err(error) => self.refuse(error.to_string()),
            },
            Kind::Null | Kind::Bool(_) | Kind::Number(_) | Kind::List(_) | Kind::Object(_) => {
                self.wrong_type(&format!("{what} (a string)"))
            }
        }
    }

    /// Reads a number that `parse` makes something of.
    pub(crate) fn number<T>(self, wanted: &str, parse: impl FnOnce(&str) -> Option<T>) -> Option<T> {
        let number = match self.tree.kind {
            Kind::Number(text) => parse(text),
            Kind::Null | Kind::Bool(_) | Kind::Text(_) | Kind::List(_) | Kind::Object(_) => None,
        };
        number.or_else(|| self.wrong_type(wanted))
    }

    /// Takes an object apart.
    pub(crate) fn object(self) -> Option<Object<'a, 't>> {
        match self.tree.kind {
            Kind::Object(_) => Some(Object { node: self }),
            Kind::Null | Kind::Bool(_) | Kind::Number(_) | Kind::Text(_) | Kind::List(_) => {
                self.wrong_type("an object")
            }
        }
    }
}

/// What kind of JSON value was given, and the value itself where it is short.
fn describe(tree: &Tree<'_>) -> String {
    /// How much of a wrong value an error repeats.
    const MAX_SHOWN: usize = 80;
    let text = match &tree.kind {
        Kind::Null => return "null".to_owned(),
        Kind::Bool(given) => return format!("the boolean {given}"),
        Kind::List(_) => return "an array".to_owned(),
        Kind::Object(_) => return "an object".to_owned(),
        Kind::Number(given) => format!("the number {given}"),
        Kind::Text(given) => format!("the string {given:?}"),
    };
    if text.chars().count() <= MAX_SHOWN {
        text
    } else {
        text.chars().take(MAX_SHOWN).chain(['…']).collect()
    }
}

/// An object whose members are being taken.
#[derive(Debug)]
pub(crate) struct Object<'a, 't> {
    node: Node<'a, 't>,
}

impl Object<'_, '_> {
    /// Takes one member. `None` when it is required and missing, or wrong; the fault is noted.
    pub(crate) fn take<T: Shape>(&mut self, name: &str) -> Option<T> {
        let Node { tree, place, faults } = &mut self.node;
        let place = Place::Name(place, name);
        match tree.get(name) {
            Some(tree) => T::shape(Node { tree, place, faults }),
            None => T::absent().or_else(|| {
                faults.push(&place, "is required and missing", tree.at);
                None
            }),
        }
    }

    /// All members but the known ones.
    pub(crate) fn unknown(self, known: &[&str]) -> Unknown {
        let Kind::Object(members) = &self.node.tree.kind else {
            return Unknown::default();
        };
        let rest = members.iter().filter(|member| !known.contains(&&*member.name));
        let rest: Map<String, Value> = rest
            .map(|member| (member.name.clone().into_owned(), member.value.to_value()))
            .collect();
        rest.into()
    }
}

impl Shape for String {
    fn shape(node: Node<'_, '_>) -> Option<Self> {
        match node.tree.as_text() {
            Some(text) => Some(text.to_owned()),
            None => node.wrong_type("a string"),
        }
    }
}

/// Any value, as it is.
impl Shape for Value {
    fn shape(node: Node<'_, '_>) -> Option<Self> {
        Some(node.tree.to_value())
    }
}

impl Shape for bool {
    fn shape(node: Node<'_, '_>) -> Option<Self> {
        match node.tree.kind {
            Kind::Bool(value) => Some(value),
            Kind::Null | Kind::Number(_) | Kind::Text(_) | Kind::List(_) | Kind::Object(_) => {
                node.wrong_type("true or false")
            }
        }
    }
}

impl<T: Shape> Shape for Option<T> {
    fn shape(node: Node<'_, '_>) -> Option<Self> {
        match node.tree.kind {
            Kind::Null => Some(None),
            Kind::Bool(_) | Kind::Number(_) | Kind::Text(_) | Kind::List(_) | Kind::Object(_) => {
                T::shape(node).map(Some)
            }
        }
    }

    fn absent() -> Option<Self> {
        Some(None)
    }
}

impl<T: Shape> Shape for Vec<T> {
    fn shape(node: Node<'_, '_>) -> Option<Self> {
        let Kind::List(items) = &node.tree.kind else {
            return node.wrong_type("an array");
        };
        let Node { place, faults, .. } = node;
        let mut read = Self::with_capacity(items.len());
        for (index, tree) in items.iter().enumerate() {
            read.extend(T::shape(Node {
                tree,
                place: Place::Index(&place, index),
                faults,
            }));
        }
        (read.len() == items.len()).then_some(read)
    }
}
