//! Reads the keywords of a document into forms.

use std::collections::HashMap;

use serde_json::{Map, Value};

use super::arena::Site;
use super::form::{Form, FormId, Kind, Limit, Opaque, Source, normal, normal_number};
use crate::walk::{children, escape, resolve};

/// The forms of documents on their way in.
pub(crate) struct Reading {
    pub(crate) forms: Vec<Form>,
    pub(crate) sites: Vec<Site>,
    places: HashMap<(bool, String), FormId>,
}

impl Reading {
    pub(crate) fn new() -> Self {
        Self {
            forms: Vec::new(),
            sites: Vec::new(),
            places: HashMap::new(),
        }
    }

    pub(crate) fn add(&mut self, form: Form, site: Site) -> FormId {
        let id = FormId(u32::try_from(self.forms.len()).unwrap_or(u32::MAX));
        self.forms.push(form);
        self.sites.push(site);
        id
    }

    /// Reads a document and gives its root.
    pub(crate) fn document(&mut self, document: &Value, source: Source) -> FormId {
        let mut pending = Vec::new();
        let root = self.place(source, String::new(), &mut pending);
        while let Some((id, pointer)) = pending.pop() {
            let form = match document.pointer(&pointer) {
                Some(Value::Bool(false)) => Form {
                    all: vec![FormId::NONE],
                    ..Form::default()
                },
                Some(Value::Object(keywords)) => {
                    let mut reader = Reader {
                        reading: self,
                        source,
                        pointer: &pointer,
                        keywords,
                        pending: &mut pending,
                    };
                    reader.form()
                }
                _ => Form::default(),
            };
            if let Some(place) = self.forms.get_mut(id.0 as usize) {
                *place = form;
            }
        }
        root
    }

    /// The form for the schema at `pointer`, to be read later if it was not met before.
    fn place(&mut self, source: Source, pointer: String, pending: &mut Vec<(FormId, String)>) -> FormId {
        let key = (matches!(source, Source::New), pointer);
        if let Some(known) = self.places.get(&key) {
            return *known;
        }
        let id = self.add(
            Form::default(),
            Site {
                source,
                pointer: key.1.clone(),
            },
        );
        pending.push((id, key.1.clone()));
        self.places.insert(key, id);
        id
    }
}

/// Reads the keywords of one schema.
struct Reader<'a> {
    reading: &'a mut Reading,
    source: Source,
    pointer: &'a str,
    keywords: &'a Map<String, Value>,
    pending: &'a mut Vec<(FormId, String)>,
}

impl Reader<'_> {
    fn form(&mut self) -> Form {
        let mut form = Form::default();
        self.kinds(&mut form);
        self.values(&mut form);
        self.numbers(&mut form);
        form.text = super::form::Texts {
            min: self.count("minLength").unwrap_or(0),
            max: self.count("maxLength"),
            format: self.word("format").filter(|name| super::leaf::is_format(name)),
            pattern: self.word("pattern"),
        };
        self.arrays(&mut form);
        self.objects(&mut form);
        form.all = self
            .reference()
            .into_iter()
            .chain(self.list("allOf").unwrap_or_default())
            .collect();
        form.any = self.list("anyOf");
        form.one = self.list("oneOf");
        form.not = self.one("not");
        if let Some(condition) = self.one("if") {
            let [then, otherwise] = ["then", "else"].map(|keyword| self.one(keyword).unwrap_or(FormId::ANY));
            form.branch = Some([condition, then, otherwise]);
        }
        self.opaque(&mut form);
        form
    }

    fn kinds(&self, form: &mut Form) {
        let names: Vec<&str> = match self.keywords.get("type") {
            Some(Value::String(name)) => vec![name],
            Some(Value::Array(names)) => names.iter().filter_map(Value::as_str).collect(),
            _ => return,
        };
        let kinds = names.iter().filter_map(|name| match *name {
            "null" => Some(Kind::Null),
            "boolean" => Some(Kind::Boolean),
            "integer" | "number" => Some(Kind::Number),
            "string" => Some(Kind::Text),
            "array" => Some(Kind::Array),
            "object" => Some(Kind::Object),
            _ => None,
        });
        form.kinds = Some(kinds.collect());
        form.whole = names.contains(&"integer") && !names.contains(&"number");
    }

    fn values(&self, form: &mut Form) {
        let listed = self.keywords.get("enum").and_then(Value::as_array);
        let constant = self.keywords.get("const").map(normal);
        let mut values: Vec<Value> = match (listed, constant) {
            (None, None) => return,
            (None, Some(constant)) => vec![constant],
            (Some(listed), None) => listed.iter().map(normal).collect(),
            (Some(listed), Some(constant)) => listed
                .iter()
                .map(normal)
                .filter(|value| *value == constant)
                .collect(),
        };
        values.sort_by_cached_key(Value::to_string);
        values.dedup();
        form.values = Some(values);
    }

    fn numbers(&self, form: &mut Form) {
        let limit = |keyword: &str, excluded| {
            let at = normal_number(self.keywords.get(keyword)?.as_number()?);
            Some(Limit { at, excluded })
        };
        let tighter = |inclusive: Option<Limit>, exclusive: Option<Limit>, order| match (inclusive, exclusive)
        {
            (Some(inclusive), Some(exclusive)) => {
                let wins = super::number::compare(&inclusive.at, &exclusive.at) == order;
                Some(if wins { inclusive } else { exclusive })
            }
            (inclusive, exclusive) => inclusive.or(exclusive),
        };
        form.number.lower = tighter(
            limit("minimum", false),
            limit("exclusiveMinimum", true),
            std::cmp::Ordering::Greater,
        );
        form.number.upper = tighter(
            limit("maximum", false),
            limit("exclusiveMaximum", true),
            std::cmp::Ordering::Less,
        );
        form.number.multiple_of = self
            .keywords
            .get("multipleOf")
            .and_then(Value::as_number)
            .map(normal_number);
    }

    fn arrays(&mut self, form: &mut Form) {
        form.array.min = self.count("minItems").unwrap_or(0);
        form.array.max = self.count("maxItems");
        form.array.prefix = self.list("prefixItems").unwrap_or_default();
        form.array.rest = self.one("items");
        form.array.unique = self.keywords.get("uniqueItems") == Some(&Value::Bool(true));
        if !self.keywords.contains_key("minContains") && !self.keywords.contains_key("maxContains") {
            form.array.some = self.one("contains");
        }
    }

    fn objects(&mut self, form: &mut Form) {
        let object = &mut form.object;
        object.min = self.count("minProperties").unwrap_or(0);
        object.max = self.count("maxProperties");
        if let Some(Value::Object(named)) = self.keywords.get("properties") {
            let names: Vec<String> = named.keys().cloned().collect();
            object.members = names
                .into_iter()
                .map(|name| {
                    let place = self.at(&format!("properties/{}", escape(&name)));
                    (name, place)
                })
                .collect();
        }
        if let Some(Value::Array(names)) = self.keywords.get("required") {
            object.required = names
                .iter()
                .filter_map(Value::as_str)
                .map(str::to_owned)
                .collect();
        }
        if let Some(Value::Object(named)) = self.keywords.get("patternProperties") {
            object.patterns = named.keys().cloned().collect();
        }
        let rest = self.keywords.get("additionalProperties");
        if object.patterns.is_empty() {
            object.rest = self.one("additionalProperties");
        }
        let says_nothing = match rest {
            None | Some(Value::Bool(_)) => true,
            Some(rest) => rest.as_object().is_some_and(Map::is_empty),
        };
        let free = rest.is_some() && rest != Some(&Value::Bool(false)) && object.members.is_empty();
        object.map = rest.is_some() && (!says_nothing || free);
        object.names = self.one("propertyNames");
        let words = [
            "properties",
            "required",
            "additionalProperties",
            "patternProperties",
            "propertyNames",
            "minProperties",
            "maxProperties",
        ];
        object.speaks = words.iter().any(|word| self.keywords.contains_key(*word))
            || (self.keywords.contains_key("type")
                && form.kinds.as_ref().is_some_and(|k| k.contains(&Kind::Object)));
    }

    fn count(&self, keyword: &str) -> Option<u64> {
        let number = self.keywords.get(keyword)?.as_number()?;
        super::number::whole(number).and_then(|whole| u64::try_from(whole).ok())
    }

    fn word(&self, keyword: &str) -> Option<String> {
        self.keywords.get(keyword)?.as_str().map(str::to_owned)
    }

    fn one(&mut self, keyword: &str) -> Option<FormId> {
        self.keywords.get(keyword)?;
        Some(self.at(keyword))
    }

    fn list(&mut self, keyword: &str) -> Option<Vec<FormId>> {
        let count = self.keywords.get(keyword)?.as_array()?.len();
        Some(
            (0..count)
                .map(|index| self.at(&format!("{keyword}/{index}")))
                .collect(),
        )
    }

    fn at(&mut self, path: &str) -> FormId {
        self.reading
            .place(self.source, format!("{}/{path}", self.pointer), self.pending)
    }

    fn reference(&mut self) -> Option<FormId> {
        let target = resolve(self.keywords.get("$ref")?.as_str()?)?;
        Some(self.reading.place(self.source, target, self.pending))
    }

    fn opaque(&mut self, form: &mut Form) {
        for (keyword, value) in self.keywords {
            let patterned = self.keywords.contains_key("patternProperties");
            let Some(role) = Role::of(keyword, patterned) else {
                continue;
            };
            let mut group = Map::from_iter([(keyword.clone(), value.clone())]);
            let mut closes = value == &Value::Bool(false);
            match role {
                Role::Beside(companions) => {
                    for companion in companions {
                        if let Some(value) = self.keywords.get(*companion) {
                            group.insert((*companion).to_owned(), value.clone());
                        }
                    }
                }
                Role::Names => {
                    for companion in ["properties", "patternProperties"] {
                        if let Some(Value::Object(named)) = self.keywords.get(companion) {
                            let names = named.keys().map(|name| (name.clone(), Value::Bool(true)));
                            group.insert(companion.to_owned(), Value::Object(names.collect()));
                        }
                    }
                }
                Role::Whole => group.clone_from(self.keywords),
                Role::Foreign => closes = false,
            }
            let mut targets = Vec::new();
            self.targets(&group, &mut targets);
            form.opaque.push(Opaque {
                keyword: keyword.clone(),
                text: Value::Object(group).to_string(),
                targets,
                kind: kind_of_keyword(keyword),
                closes,
                known: !matches!(role, Role::Foreign),
                source: self.source,
            });
        }
    }

    /// What the references inside some keywords lead to, in order.
    fn targets(&mut self, keywords: &Map<String, Value>, found: &mut Vec<FormId>) {
        if let Some(target) = keywords.get("$ref").and_then(Value::as_str).and_then(resolve) {
            found.push(self.reading.place(self.source, target, self.pending));
        }
        for child in children(keywords) {
            if let Value::Object(keywords) = child.schema {
                self.targets(keywords, found);
            }
        }
    }
}

/// How a keyword that is not taken apart must be kept.
enum Role {
    /// With these keywords beside it.
    Beside(&'static [&'static str]),
    /// With the names that the keywords beside it take care of.
    Names,
    /// With the whole schema around it.
    Whole,
    /// 2020-12 does not define it.
    Foreign,
}

impl Role {
    /// None for keywords that are taken apart, and for those that say nothing about which values are valid.
    fn of(keyword: &str, patterned: bool) -> Option<Self> {
        match keyword {
            "additionalProperties" if patterned => Some(Self::Names),
            "minContains" | "maxContains" => Some(Self::Beside(&["contains", "minContains", "maxContains"])),
            "patternProperties" | "dependentRequired" | "dependentSchemas" | "dependencies" => {
                Some(Self::Beside(&[]))
            }
            "unevaluatedProperties" | "unevaluatedItems" => Some(Self::Whole),
            _ if DECIDED.contains(&keyword) || is_annotation(keyword) => None,
            _ => Some(Self::Foreign),
        }
    }
}

fn kind_of_keyword(keyword: &str) -> Option<Kind> {
    match keyword {
        "minContains" | "maxContains" | "unevaluatedItems" => Some(Kind::Array),
        "patternProperties"
        | "additionalProperties"
        | "dependentRequired"
        | "dependentSchemas"
        | "dependencies"
        | "unevaluatedProperties" => Some(Kind::Object),
        _ => None,
    }
}

/// Whether a keyword says nothing about which values are valid. Words in `x-` are annotations by custom.
pub(crate) fn is_annotation(keyword: &str) -> bool {
    ANNOTATIONS.contains(&keyword) || keyword.starts_with("x-")
}

const ANNOTATIONS: [&str; 17] = [
    "title",
    "description",
    "default",
    "examples",
    "deprecated",
    "readOnly",
    "writeOnly",
    "$comment",
    "$id",
    "$schema",
    "$anchor",
    "$dynamicAnchor",
    "$vocabulary",
    "contentEncoding",
    "contentMediaType",
    "contentSchema",
    "definitions",
];

const DECIDED: [&str; 33] = [
    "type",
    "const",
    "enum",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
    "minLength",
    "maxLength",
    "pattern",
    "format",
    "minItems",
    "maxItems",
    "uniqueItems",
    "items",
    "prefixItems",
    "contains",
    "minProperties",
    "maxProperties",
    "properties",
    "required",
    "additionalProperties",
    "propertyNames",
    "allOf",
    "anyOf",
    "oneOf",
    "not",
    "if",
    "then",
    "else",
    "$ref",
    "$defs",
];
