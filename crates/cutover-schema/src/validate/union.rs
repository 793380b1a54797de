//! Which variant of a union was meant, and what is wrong with it.

use std::collections::BTreeSet;

use jsonschema::ValidationError;
use jsonschema::error::ValidationErrorKind as Kind;
use serde_json::Value;

use super::sentence::{self, fault, list, not_among, show};
use super::{About, Fault, KeyFault, Weight, one_per_cause};
use crate::walk::{escape, resolve};

/// The faults of a value that fits no variant; `context` has the errors of each.
pub(super) fn faults(
    error: &ValidationError<'_>,
    context: &[Vec<ValidationError<'static>>],
    about: About<'_>,
) -> Vec<Fault> {
    let union = Union::new(error, context, about);
    union
        .by_tag()
        .or_else(|| union.by_value())
        .or_else(|| union.by_kind())
        .unwrap_or_else(|| union.nearest())
}

/// A variant and how the value fails it.
struct Variant<'a> {
    name: Option<String>,
    schema: Option<&'a Value>,
    errors: &'a [ValidationError<'static>],
}

struct Union<'a, 'e> {
    error: &'a ValidationError<'e>,
    about: About<'a>,
    variants: Vec<Variant<'a>>,
}

impl<'a, 'e> Union<'a, 'e> {
    fn new(
        error: &'a ValidationError<'e>,
        context: &'a [Vec<ValidationError<'static>>],
        about: About<'a>,
    ) -> Self {
        let document = about.schema;
        let listed = document.and_then(|document| document.pointer(&error.schema_path().to_string()));
        let schemas = listed.and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
        let variants = context.iter().enumerate().map(|(index, errors)| {
            let (name, schema) = schemas
                .get(index)
                .map_or((None, None), |schema| named(schema, document));
            Variant { name, schema, errors }
        });
        Self {
            error,
            about,
            variants: variants.collect(),
        }
    }

    /// A union of tagged objects: the tag says which variant is meant.
    fn by_tag(&self) -> Option<Vec<Fault>> {
        let object = self.error.instance().as_object()?;
        let (tag, values) = self.tag()?;
        let allowed: Vec<Value> = values.iter().map(|(_, value)| (*value).clone()).collect();
        let Some(given) = object.get(&tag) else {
            let choices = list(allowed.iter().map(show), "or");
            let message =
                format!("the member {tag:?} is missing, which says which variant this is: {choices}");
            return Some(vec![fault(
                self.error,
                Weight::key(KeyFault::Missing, &tag),
                message,
            )]);
        };
        if let Some((variant, _)) = values.iter().find(|(_, value)| *value == given) {
            return Some(self.of(variant, "in variant"));
        }
        let mut wrong = fault(self.error, Weight::VALUE, not_among(given, &allowed));
        wrong.pointer = format!("{}/{}", wrong.pointer, escape(&tag));
        Some(vec![wrong])
    }

    /// The member that every variant which takes objects requires to be a constant, another one in each.
    fn tag(&self) -> Option<(String, Vec<(&Variant<'a>, &'a Value)>)> {
        let objects: Vec<&Variant<'a>> = self
            .variants
            .iter()
            .filter(|variant| variant.schema.is_some_and(takes_objects))
            .collect();
        let required = objects.first()?.schema?.get("required")?.as_array()?;
        required.iter().filter_map(Value::as_str).find_map(|name| {
            let values: Option<Vec<_>> = objects
                .iter()
                .map(|variant| Some((*variant, constant(variant.schema?, name)?)))
                .collect();
            let values = values?;
            let distinct: BTreeSet<String> = values.iter().map(|(_, value)| value.to_string()).collect();
            (distinct.len() == values.len()).then(|| (name.to_owned(), values))
        })
    }

    /// A union of values: all that are allowed are listed together.
    fn by_value(&self) -> Option<Vec<Fault>> {
        let mut allowed = Vec::new();
        for variant in self.of_right_kind() {
            let [error] = variant.errors else { return None };
            if error.instance_path() != self.error.instance_path() {
                return None;
            }
            match error.kind() {
                Kind::Constant { expected_value } => allowed.push(expected_value.as_ref().clone()),
                Kind::Enum { options } => allowed.extend(options.as_array()?.iter().cloned()),
                _ => return None,
            }
        }
        if allowed.is_empty() {
            return None;
        }
        Some(vec![fault(
            self.error,
            Weight::VALUE,
            not_among(self.error.instance(), &allowed),
        )])
    }

    /// A union of different kinds: the only variant of the right kind, or all the kinds there are.
    fn by_kind(&self) -> Option<Vec<Fault>> {
        let fitting = self.of_right_kind();
        if let [only] = fitting.as_slice() {
            return Some(self.of(only, "in variant"));
        }
        if !fitting.is_empty() {
            return None;
        }
        let mut expected: Vec<String> = Vec::new();
        for error in self.variants.iter().flat_map(|variant| variant.errors) {
            let wrong = sentence::faults(error, self.about).into_iter().next()?;
            let (_, kinds) = wrong.message.rsplit_once(", expected ")?;
            if !expected.iter().any(|known| known == kinds) {
                expected.push(kinds.to_owned());
            }
        }
        let expected: Vec<&str> = expected.iter().map(String::as_str).collect();
        let message = sentence::wrong_kind(self.error.instance(), &expected);
        Some(vec![fault(self.error, Weight::KIND, message)])
    }

    /// The variant that comes closest: the fewest faults, the deepest first.
    fn nearest(&self) -> Vec<Fault> {
        let candidates = self.of_right_kind();
        let depth = |variant: &Variant<'_>| {
            variant
                .errors
                .iter()
                .map(|error| error.instance_path().to_string().matches('/').count())
                .max()
        };
        let best = candidates
            .iter()
            .min_by_key(|variant| (variant.errors.len(), std::cmp::Reverse(depth(variant))));
        best.map_or_else(
            || {
                vec![fault(
                    self.error,
                    Weight::KIND,
                    format!("is {}, nothing is allowed here", show(self.error.instance())),
                )]
            },
            |best| self.of(best, "nearest variant"),
        )
    }

    /// The variants that the value does not fail for its kind alone.
    fn of_right_kind(&self) -> Vec<&Variant<'a>> {
        let wrong = |error: &ValidationError<'_>| {
            error.instance_path() == self.error.instance_path()
                && matches!(error.kind(), Kind::Type { .. } | Kind::FalseSchema)
        };
        self.variants
            .iter()
            .filter(|variant| !variant.errors.iter().any(wrong))
            .collect()
    }

    /// The faults of one variant, which the sentences name.
    fn of(&self, variant: &Variant<'_>, words: &str) -> Vec<Fault> {
        let errors = variant.errors.iter();
        let mut faults = one_per_cause(
            errors
                .flat_map(|error| sentence::faults(error, self.about))
                .collect(),
        );
        if let Some(name) = &variant.name {
            for fault in &mut faults {
                fault.message = format!("{words} {name:?}: {}", fault.message);
            }
        }
        faults
    }
}

/// What a variant is called, and its schema with references followed.
fn named<'a>(schema: &'a Value, document: Option<&'a Value>) -> (Option<String>, Option<&'a Value>) {
    let mut schema = schema;
    let mut name = None;
    // References that lead nowhere or in a circle have been refused; the bound is for the reader of this code.
    for _ in 0..crate::read::MAX_DEPTH {
        let title = schema.get("title").and_then(Value::as_str);
        name = name.or_else(|| title.map(str::to_owned));
        let reference = schema.get("$ref").and_then(Value::as_str).and_then(resolve);
        let Some(target) = reference else { break };
        let Some(next) = document.and_then(|document| document.pointer(&target)) else {
            break;
        };
        schema = next;
        if next.get("title").is_none() {
            name = name.or_else(|| target.rsplit_once("/$defs/").map(|(_, name)| name.to_owned()));
        }
    }
    (name, Some(schema))
}

fn takes_objects(schema: &Value) -> bool {
    let object = |kind: &Value| kind == "object";
    match schema.get("type") {
        Some(Value::Array(kinds)) => kinds.iter().any(object),
        Some(kind) => object(kind),
        None => schema.get("properties").is_some(),
    }
}

/// The constant that the member `name` is required to be.
fn constant<'a>(schema: &'a Value, name: &str) -> Option<&'a Value> {
    let required = schema.get("required")?.as_array()?;
    if !required.iter().any(|required| required == name) {
        return None;
    }
    let member = schema.get("properties")?.get(name)?;
    member
        .get("const")
        .or_else(|| match member.get("enum")?.as_array()?.as_slice() {
            [only] => Some(only),
            _ => None,
        })
}
