use serde_json::{Map, Value};

use super::problem::{InvalidValue, Problems, shown};

/// A type that can be read from JSON and says everything that is wrong with what it was given.
///
/// Implemented by every wire type of this crate, and by `Option` (an absent or null field), `Vec`, `bool` and `u32`.
///
/// ```
/// use cutover_model::wire::{Node, Wire, from_value};
///
/// /// Seconds, written as a whole number.
/// struct Seconds(u64);
///
/// impl Wire for Seconds {
///     fn read(node: Node<'_>) -> Option<Self> {
///         node.number(1, 3600).map(Seconds)
///     }
/// }
///
/// assert!(from_value::<Seconds>(30.into()).is_ok());
/// assert!(from_value::<Seconds>(0.into()).is_err());
/// ```
pub trait Wire: Sized {
    /// Reads. After `None` the node's problems hold at least one new entry. What was read counts only if the whole
    /// document has none, which [`from_slice`](super::from_slice) and [`from_value`](super::from_value) see to.
    fn read(node: Node<'_>) -> Option<Self>;

    /// What an absent field means; `None` when the field is required.
    fn absent() -> Option<Self> {
        None
    }
}

/// Where a value stands: a list of keys from the innermost outwards, without an allocation per step.
#[derive(Debug, Clone, Copy)]
enum Place<'a> {
    Root,
    Key(&'a Place<'a>, &'a str),
    Index(&'a Place<'a>, usize),
}

impl Place<'_> {
    fn pointer(&self) -> String {
        let mut text = String::new();
        self.write(&mut text);
        text
    }

    fn write(&self, text: &mut String) {
        match self {
            Place::Root => {}
            Place::Key(parent, key) => {
                parent.write(text);
                text.push('/');
                for character in key.chars() {
                    match character {
                        '~' => text.push_str("~0"),
                        '/' => text.push_str("~1"),
                        _ => text.push(character),
                    }
                }
            }
            Place::Index(parent, index) => {
                parent.write(text);
                text.push('/');
                text.push_str(&index.to_string());
            }
        }
    }
}

/// A JSON value at its place in the document, with the list that its problems go to.
///
/// ```
/// use cutover_model::wire::{Node, Wire, from_value};
///
/// /// At most two whole numbers.
/// struct Few(Vec<u32>);
///
/// impl Wire for Few {
///     fn read(node: Node<'_>) -> Option<Self> {
///         node.list(2).map(Few)
///     }
/// }
///
/// assert!(from_value::<Few>(vec![2, 4].into()).is_ok());
/// assert!(from_value::<Few>(vec![2, 4, 6].into()).is_err());
/// ```
#[derive(Debug)]
pub struct Node<'a> {
    value: Value,
    place: Place<'a>,
    problems: &'a mut Problems,
}

impl<'a> Node<'a> {
    /// The top of a document.
    pub(crate) fn root(value: Value, problems: &'a mut Problems) -> Self {
        Self {
            value,
            place: Place::Root,
            problems,
        }
    }

    /// Notes that this value is wrong.
    pub fn refuse<T>(self, message: impl Into<String>) -> Option<T> {
        self.problems.push(self.place.pointer(), message);
        None
    }

    /// Reads a text and parses it.
    pub fn parse<T>(
        self,
        what: &'static str,
        parse: impl FnOnce(&str) -> Result<T, InvalidValue>,
    ) -> Option<T> {
        let Some(text) = self.value.as_str() else {
            // Without the value: it may have been meant as a secret.
            let message = format!("{} was given, {what} (a string) is needed", kind(&self.value));
            return self.refuse(message);
        };
        match parse(text) {
            Ok(parsed) => Some(parsed),
            Err(error) => self.refuse(error.to_string()),
        }
    }

    /// Takes an object apart.
    pub fn object(self) -> Option<Object<'a>> {
        let Value::Object(fields) = self.value else {
            return self.wrong_type("an object");
        };
        Some(Object {
            fields,
            place: self.place,
            problems: self.problems,
        })
    }

    /// Reads an array of at most `max` entries.
    pub fn list<T: Wire>(self, max: usize) -> Option<Vec<T>> {
        let Value::Array(values) = self.value else {
            return self.wrong_type("an array");
        };
        let Self { place, problems, .. } = self;
        let count = values.len();
        if count > max {
            let message = format!("has {count} entries, at most {max} are allowed");
            return Node {
                value: Value::Null,
                place,
                problems,
            }
            .refuse(message);
        }
        let mut read = Vec::with_capacity(count);
        for (index, value) in values.into_iter().enumerate() {
            let place = Place::Index(&place, index);
            read.extend(T::read(Node {
                value,
                place,
                problems,
            }));
        }
        (read.len() == count).then_some(read)
    }

    /// Reads a whole number within bounds.
    pub fn number(self, least: u64, most: u64) -> Option<u64> {
        match whole(&self.value) {
            Some(value) if (least..=most).contains(&value) => Some(value),
            _ => self.wrong_type(&format!("a whole number from {least} to {most}")),
        }
    }

    /// Reads a number within bounds.
    pub fn real(self, least: f64, most: f64) -> Option<f64> {
        match self.value.as_f64() {
            Some(value) if (least..=most).contains(&value) => Some(value),
            _ => self.wrong_type(&format!("a number from {least} to {most}")),
        }
    }

    /// Reads an object as a whole.
    pub fn map_object<T>(
        self,
        parse: impl FnOnce(Map<String, Value>) -> Result<T, InvalidValue>,
    ) -> Option<T> {
        let Value::Object(fields) = self.value else {
            return self.wrong_type("an object");
        };
        let Self { place, problems, .. } = self;
        parse(fields)
            .map_err(|error| problems.push(place.pointer(), error.to_string()))
            .ok()
    }

    fn wrong_type<T>(self, wanted: &str) -> Option<T> {
        let message = format!("{} was given, {wanted} is needed", describe(&self.value));
        self.refuse(message)
    }
}

/// A whole number that is not negative, also when it is written like `3.0` or `1e6`.
fn whole(value: &Value) -> Option<u64> {
    const MAX_EXACT: f64 = 9_007_199_254_740_992.0;
    value.as_u64().or_else(|| {
        let number = value
            .as_f64()
            .filter(|number| number.fract() == 0.0 && (0.0..MAX_EXACT).contains(number))?;
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "whole, not negative, below 2^53"
        )]
        Some(number as u64)
    })
}

/// What kind of JSON value was given.
fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}

/// The same, with the value where it is a number or a string.
fn describe(value: &Value) -> String {
    match value {
        Value::Number(given) => format!("the number {given}"),
        Value::String(given) => format!("the string {}", shown(given)),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => kind(value).to_owned(),
    }
}

/// A JSON object that is being taken apart.
///
/// ```
/// use cutover_model::wire::{Node, Wire, from_value};
///
/// struct Point { x: u32, y: u32 }
///
/// impl Wire for Point {
///     fn read(node: Node<'_>) -> Option<Self> {
///         let mut object = node.object()?;
///         let (x, y) = (object.take("x"), object.take("y"));
///         object.close(&["x", "y"]);
///         Some(Point { x: x?, y: y? })
///     }
/// }
///
/// let point: Point = from_value(serde_json::json!({"x": 1, "y": 2})).unwrap();
/// assert_eq!(point.x + point.y, 3);
/// let problems = from_value::<Point>(serde_json::json!({"x": 1, "z": 2})).err().unwrap();
/// assert_eq!(problems.len(), 2);
/// ```
#[derive(Debug)]
pub struct Object<'a> {
    fields: Map<String, Value>,
    place: Place<'a>,
    problems: &'a mut Problems,
}

impl<'a> Object<'a> {
    /// Takes one field. `None` when it is missing though required, or wrong; the problem is noted.
    pub fn take<T: Wire>(&mut self, key: &str) -> Option<T> {
        let place = Place::Key(&self.place, key);
        match self.fields.remove(key) {
            // Null stands for an absent field, where a field may be absent.
            Some(Value::Null) if T::absent().is_some() => T::absent(),
            Some(value) => T::read(Node {
                value,
                place,
                problems: self.problems,
            }),
            None => T::absent().or_else(|| {
                self.problems.push(place.pointer(), "is required and missing");
                None
            }),
        }
    }

    /// Notes a problem below this object, at a field or at `field/INDEX`.
    pub fn refuse(&mut self, below: &str, message: impl Into<String>) {
        self.problems
            .push(format!("{}/{below}", self.place.pointer()), message);
    }

    /// Reads one field without taking it and without noting problems.
    pub(crate) fn peek<T: Wire>(&self, key: &str) -> Option<T> {
        let mut problems = Problems::new();
        let value = self.fields.get(key)?.clone();
        T::read(Node::root(value, &mut problems))
    }

    /// Refuses keys that the reader of this object must never see.
    pub(crate) fn refuse_keys(&mut self, keys: &[&str], why: &str) {
        for key in keys {
            if self.fields.remove(*key).is_some_and(|value| !value.is_null()) {
                self.refuse(key, why);
            }
        }
    }

    /// Ends the reading of a closed object: what is left is unknown and therefore wrong.
    pub fn close(self, known: &[&str]) {
        for key in self.fields.keys() {
            let place = Place::Key(&self.place, key);
            let advice = match nearest(key, known) {
                Some(name) => format!("did you mean \"{name}\"?"),
                None => format!("known are {}", known.join(", ")),
            };
            self.problems
                .push(place.pointer(), format!("is not a known field: {advice}"));
        }
    }

    /// The node again, with what has not been taken yet.
    pub(crate) fn into_node(self) -> Node<'a> {
        Node {
            value: Value::Object(self.fields),
            place: self.place,
            problems: self.problems,
        }
    }

    /// Ends the reading of an open object: what is left is kept.
    pub fn rest(self) -> Map<String, Value> {
        self.fields
    }
}

/// The known name that a person most likely meant, by edit distance.
pub(crate) fn nearest<'k>(given: &str, known: &[&'k str]) -> Option<&'k str> {
    const MAX_COMPARED: usize = 64;
    if given.chars().count() > MAX_COMPARED {
        return None;
    }
    let plain = |text: &str| {
        text.chars()
            .filter(|c| *c != '_' && *c != '-')
            .flat_map(char::to_lowercase)
            .collect()
    };
    let given: Vec<char> = plain(given);
    known
        .iter()
        .map(|name| (distance(&given, &plain(name)), *name))
        .filter(|(distance, name)| *distance * 3 <= name.len().max(3))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name)
}

/// Levenshtein distance, one row at a time.
fn distance(left: &[char], right: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (i, a) in left.iter().enumerate() {
        let mut diagonal = i;
        let mut previous = i + 1;
        for (cell, b) in row.iter_mut().skip(1).zip(right) {
            let substituted = diagonal + usize::from(a != b);
            diagonal = *cell;
            previous = substituted.min(previous + 1).min(*cell + 1);
            *cell = previous;
        }
        if let Some(first) = row.first_mut() {
            *first = i + 1;
        }
    }
    row.last().copied().unwrap_or(left.len())
}

impl<T: Wire> Wire for Option<T> {
    fn read(node: Node<'_>) -> Option<Self> {
        if node.value.is_null() {
            Some(None)
        } else {
            T::read(node).map(Some)
        }
    }

    fn absent() -> Option<Self> {
        Some(None)
    }
}

/// More entries than any list of ours may have.
const MAX_ENTRIES: usize = 10_000;

impl<T: Wire> Wire for Vec<T> {
    fn read(node: Node<'_>) -> Option<Self> {
        node.list(MAX_ENTRIES)
    }
}

impl Wire for bool {
    fn read(node: Node<'_>) -> Option<Self> {
        node.value.as_bool().or_else(|| node.wrong_type("true or false"))
    }
}

impl Wire for u32 {
    fn read(node: Node<'_>) -> Option<Self> {
        node.number(0, u64::from(Self::MAX))
            .and_then(|value| value.try_into().ok())
    }
}
