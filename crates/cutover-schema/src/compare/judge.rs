//! Asks the validator about single keywords: patterns, formats and what is not taken apart.

use std::cell::RefCell;
use std::collections::HashMap;

use serde_json::{Map, Value, json};

use super::form::{Opaque, Source};
use crate::schema::{Schema, options};

/// Compiled keywords, each compiled once.
pub(crate) struct Judge<'a> {
    old: &'a Schema,
    new: &'a Schema,
    compiled: RefCell<HashMap<(bool, String), Option<jsonschema::Validator>>>,
}

impl<'a> Judge<'a> {
    pub(crate) fn new(old: &'a Schema, new: &'a Schema) -> Self {
        Self {
            old,
            new,
            compiled: RefCell::default(),
        }
    }

    pub(crate) fn matches(&self, pattern: &str, text: &str) -> bool {
        self.ask(
            Source::Old,
            &json!({"pattern": pattern}).to_string(),
            &Value::from(text),
        ) == Some(true)
    }

    pub(crate) fn is_format(&self, format: &str, text: &str) -> bool {
        self.ask(
            Source::Old,
            &json!({"format": format}).to_string(),
            &Value::from(text),
        ) == Some(true)
    }

    /// Whether a keyword accepts a value. One that 2020-12 does not define accepts everything, as far as is known.
    pub(crate) fn accepts(&self, opaque: &Opaque, value: &Value) -> bool {
        !opaque.known || self.ask(opaque.source, &opaque.text, value) == Some(true)
    }

    /// Whether a keyword refuses a value.
    pub(crate) fn refuses(&self, opaque: &Opaque, value: &Value) -> bool {
        opaque.known && self.ask(opaque.source, &opaque.text, value) == Some(false)
    }

    /// None when the keyword cannot stand alone.
    fn ask(&self, source: Source, keywords: &str, value: &Value) -> Option<bool> {
        let key = (matches!(source, Source::New), keywords.to_owned());
        let mut compiled = self.compiled.borrow_mut();
        let validator = compiled
            .entry(key)
            .or_insert_with(|| self.compile(source, keywords));
        Some(validator.as_ref()?.is_valid(value))
    }

    fn compile(&self, source: Source, keywords: &str) -> Option<jsonschema::Validator> {
        let keywords: Map<String, Value> = serde_json::from_str(keywords).ok()?;
        let schema = if keywords.contains_key("pattern") || keywords.contains_key("format") {
            Value::Object(keywords)
        } else {
            let document = match source {
                Source::Old => self.old.document(),
                Source::New => self.new.document(),
            };
            super::restate::beside(document, &keywords)
        };
        options().build(&schema).ok()
    }
}
