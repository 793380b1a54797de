//! Where a schema holds further schemas.

use serde_json::{Map, Value};

/// A schema inside a schema.
pub(crate) struct Child<'a> {
    /// The keyword that holds it.
    pub(crate) keyword: &'a str,
    /// The pointer from the outer schema.
    pub(crate) pointer: String,
    pub(crate) schema: &'a Value,
}

/// How a keyword holds schemas.
enum Holds {
    One,
    List,
    Named,
}

fn holds(keyword: &str) -> Option<Holds> {
    match keyword {
        "additionalProperties"
        | "items"
        | "contains"
        | "propertyNames"
        | "not"
        | "if"
        | "then"
        | "else"
        | "unevaluatedItems"
        | "unevaluatedProperties"
        | "contentSchema" => Some(Holds::One),
        "allOf" | "anyOf" | "oneOf" | "prefixItems" => Some(Holds::List),
        "properties" | "patternProperties" | "$defs" | "definitions" | "dependentSchemas"
        | "dependencies" => Some(Holds::Named),
        _ => None,
    }
}

/// Whether the schemas under `keyword` speak of the same value as the schema that holds them.
pub(crate) fn lies_in_place(keyword: &str) -> bool {
    matches!(
        keyword,
        "allOf" | "anyOf" | "oneOf" | "not" | "if" | "then" | "else" | "dependentSchemas" | "dependencies"
    )
}

/// The schemas directly inside a schema, references aside.
pub(crate) fn children(keywords: &Map<String, Value>) -> impl Iterator<Item = Child<'_>> {
    keywords.iter().flat_map(|(keyword, value)| -> Vec<Child<'_>> {
        match (holds(keyword), value) {
            (Some(Holds::One), schema) => vec![Child {
                keyword,
                pointer: format!("/{keyword}"),
                schema,
            }],
            (Some(Holds::List), Value::Array(list)) => list
                .iter()
                .enumerate()
                .map(|(index, schema)| Child {
                    keyword,
                    pointer: format!("/{keyword}/{index}"),
                    schema,
                })
                .collect(),
            (Some(Holds::Named), Value::Object(named)) => named
                .iter()
                // `dependencies` of old holds lists of names beside schemas.
                .filter(|(_, schema)| keyword != "dependencies" || !schema.is_array())
                .map(|(name, schema)| Child {
                    keyword,
                    pointer: format!("/{keyword}/{}", escape(name)),
                    schema,
                })
                .collect(),
            _ => Vec::new(),
        }
    })
}

/// One token of a JSON pointer.
pub(crate) fn escape(token: &str) -> String {
    token.replace('~', "~0").replace('/', "~1")
}

/// The JSON pointer a reference within the document leads to; none when it leads outside.
pub(crate) fn resolve(reference: &str) -> Option<String> {
    let fragment = reference.strip_prefix('#')?;
    if !(fragment.is_empty() || fragment.starts_with('/')) {
        return None;
    }
    let mut bytes = Vec::with_capacity(fragment.len());
    let mut rest = fragment.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let mut digit = || char::from(rest.next()?).to_digit(16);
            let (high, low) = (digit()?, digit()?);
            bytes.push(u8::try_from(high * 16 + low).ok()?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}
