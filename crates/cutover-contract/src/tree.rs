//! JSON with its places: what errors point at.
//!
//! The tree is built when a document could not be read the quick way, from text that `serde_json` has found to be
//! JSON. So nothing in here is an error; text that is no JSON gives some tree or other.

use std::borrow::Cow;

use serde_json::{Map, Value};

/// A value and where it starts, in bytes from the start of the text.
#[derive(Debug, Clone)]
pub(crate) struct Tree<'t> {
    pub(crate) at: usize,
    pub(crate) kind: Kind<'t>,
}

/// What a value is.
#[derive(Debug, Clone)]
pub(crate) enum Kind<'t> {
    Null,
    Bool(bool),
    /// As it was written.
    Number(&'t str),
    Text(Cow<'t, str>),
    List(Vec<Tree<'t>>),
    Object(Vec<Member<'t>>),
}

/// A member of an object.
#[derive(Debug, Clone)]
pub(crate) struct Member<'t> {
    pub(crate) at: usize,
    pub(crate) name: Cow<'t, str>,
    pub(crate) value: Tree<'t>,
}

impl<'t> Tree<'t> {
    /// The tree of a text that is JSON.
    pub(crate) fn of(text: &'t str) -> Self {
        Scanner { text, at: 0 }.value()
    }

    /// A member of an object.
    pub(crate) fn member(&self, name: &str) -> Option<&Member<'t>> {
        match &self.kind {
            Kind::Object(members) => members.iter().find(|member| member.name == name),
            Kind::Null | Kind::Bool(_) | Kind::Number(_) | Kind::Text(_) | Kind::List(_) => None,
        }
    }

    /// The value of a member of an object.
    pub(crate) fn get(&self, name: &str) -> Option<&Self> {
        self.member(name).map(|member| &member.value)
    }

    /// The members of an object, to be changed.
    pub(crate) fn members_mut(&mut self) -> Option<&mut Vec<Member<'t>>> {
        match &mut self.kind {
            Kind::Object(members) => Some(members),
            Kind::Null | Kind::Bool(_) | Kind::Number(_) | Kind::Text(_) | Kind::List(_) => None,
        }
    }

    /// The value of a member of an object, to be changed.
    pub(crate) fn get_mut(&mut self, name: &str) -> Option<&mut Self> {
        let members = self.members_mut()?;
        members
            .iter_mut()
            .find(|member| member.name == name)
            .map(|member| &mut member.value)
    }

    /// The text, when this is one.
    pub(crate) fn as_text(&self) -> Option<&str> {
        match &self.kind {
            Kind::Text(text) => Some(text),
            Kind::Null | Kind::Bool(_) | Kind::Number(_) | Kind::List(_) | Kind::Object(_) => None,
        }
    }

    /// The same value without its places.
    pub(crate) fn to_value(&self) -> Value {
        match &self.kind {
            Kind::Null => Value::Null,
            Kind::Bool(value) => Value::Bool(*value),
            Kind::Number(text) => serde_json::from_str(text).unwrap_or(Value::Null),
            Kind::Text(text) => Value::String(text.clone().into_owned()),
            Kind::List(items) => Value::Array(items.iter().map(Tree::to_value).collect()),
            Kind::Object(members) => {
                let entry = |member: &Member<'_>| (member.name.clone().into_owned(), member.value.to_value());
                Value::Object(members.iter().map(entry).collect::<Map<_, _>>())
            }
        }
    }
}

struct Scanner<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Scanner<'t> {
    fn value(&mut self) -> Tree<'t> {
        self.skip_space();
        let at = self.at;
        let kind = match self.peek() {
            Some(b'{') => self.object(),
            Some(b'[') => self.list(),
            Some(b'"') => Kind::Text(self.string()),
            _ => self.word(),
        };
        Tree { at, kind }
    }

    fn object(&mut self) -> Kind<'t> {
        let mut members = Vec::new();
        self.at += 1;
        while self.next_is_item(b'}') {
            let at = self.at;
            let name = self.string();
            self.skip_space();
            // The colon.
            self.at += 1;
            members.push(Member {
                at,
                name,
                value: self.value(),
            });
        }
        Kind::Object(members)
    }

    fn list(&mut self) -> Kind<'t> {
        let mut items = Vec::new();
        self.at += 1;
        while self.next_is_item(b']') {
            items.push(self.value());
        }
        Kind::List(items)
    }

    /// Steps over white space, a comma or the closing bracket.
    fn next_is_item(&mut self, close: u8) -> bool {
        loop {
            match self.peek() {
                Some(b' ' | b'\t' | b'\n' | b'\r' | b',') => self.at += 1,
                Some(byte) if byte == close => {
                    self.at += 1;
                    return false;
                }
                Some(_) => return true,
                None => return false,
            }
        }
    }

    fn string(&mut self) -> Cow<'t, str> {
        let start = self.at;
        let mut escaped = false;
        self.at += 1;
        loop {
            match self.peek() {
                Some(b'\\') => {
                    escaped = true;
                    self.at += 2;
                }
                Some(b'"') | None => break,
                Some(_) => self.at += 1,
            }
        }
        self.at += 1;
        if escaped {
            let quoted = self.text.get(start..self.at).unwrap_or_default();
            Cow::Owned(serde_json::from_str(quoted).unwrap_or_default())
        } else {
            Cow::Borrowed(self.text.get(start + 1..self.at - 1).unwrap_or_default())
        }
    }

    fn word(&mut self) -> Kind<'t> {
        let start = self.at;
        self.at += 1;
        while let Some(b'a'..=b'z' | b'0'..=b'9' | b'-' | b'+' | b'.' | b'E') = self.peek() {
            self.at += 1;
        }
        match self.text.get(start..self.at).unwrap_or_default() {
            "null" => Kind::Null,
            "true" => Kind::Bool(true),
            "false" => Kind::Bool(false),
            number => Kind::Number(number),
        }
    }

    fn skip_space(&mut self) {
        while let Some(b' ' | b'\t' | b'\n' | b'\r') = self.peek() {
            self.at += 1;
        }
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }
}
