//! Which variant of an old union is which of a new one.

use serde_json::Value;

use super::form::FormId;
use super::question::Questions;

/// Variants of two unions, matched.
pub(crate) struct Matched {
    /// What is in both, with a name.
    pub(crate) both: Vec<(FormId, FormId, String)>,
    pub(crate) removed: Vec<(FormId, String)>,
    pub(crate) added: Vec<(FormId, String)>,
}

/// Matches by tag, then by meaning, then by name, then by kind; only where it is certain.
pub(crate) fn matched(questions: &Questions<'_>, old: &[FormId], new: &[FormId]) -> Matched {
    let tag = tag(questions, old, new);
    let tag_of = |id: FormId| constant(questions, id, tag.as_deref()?);
    let kinds = |id: FormId| {
        questions
            .solver
            .arena
            .form(questions.solver.arena.class(id))
            .kinds
            .clone()
    };
    let (mut old, mut new) = (old.to_vec(), new.to_vec());
    let mut both = Vec::new();
    pair(&mut old, &mut new, &mut both, tag_of);
    pair_same(&mut old, &mut new, &mut both, |id| {
        questions.solver.arena.class(id)
    });
    pair(&mut old, &mut new, &mut both, |id| title(questions, id));
    pair(&mut old, &mut new, &mut both, kinds);
    let name = |id: FormId| name(questions, id, tag.as_deref());
    Matched {
        both: both.into_iter().map(|(old, new)| (old, new, name(new))).collect(),
        removed: old.into_iter().map(|id| (id, name(id))).collect(),
        added: new.into_iter().map(|id| (id, name(id))).collect(),
    }
}

/// Moves out what means the same, one for one.
fn pair_same(
    old: &mut Vec<FormId>,
    new: &mut Vec<FormId>,
    both: &mut Vec<(FormId, FormId)>,
    class: impl Fn(FormId) -> FormId,
) {
    old.retain(|id| {
        let Some(index) = new.iter().position(|other| class(*other) == class(*id)) else {
            return true;
        };
        both.push((*id, new.remove(index)));
        false
    });
}

/// Moves out what has the same key on both sides and no other on its own.
fn pair<K: PartialEq>(
    old: &mut Vec<FormId>,
    new: &mut Vec<FormId>,
    both: &mut Vec<(FormId, FormId)>,
    key: impl Fn(FormId) -> Option<K>,
) {
    let only = |ids: &[FormId], wanted: &K| {
        let mut found = ids.iter().filter(|id| key(**id).as_ref() == Some(wanted));
        found.next().copied().filter(|_| found.next().is_none())
    };
    for id in old.clone() {
        let Some(wanted) = key(id) else { continue };
        if only(old, &wanted).is_some()
            && let Some(other) = only(new, &wanted)
        {
            old.retain(|known| *known != id);
            new.retain(|known| *known != other);
            both.push((id, other));
        }
    }
}

/// A member that is a constant in every variant of both unions that has members.
fn tag(questions: &Questions<'_>, old: &[FormId], new: &[FormId]) -> Option<String> {
    let form = |id: &FormId| questions.solver.arena.form(questions.solver.arena.class(*id));
    let first = old
        .iter()
        .map(form)
        .find(|form| !form.object.members.is_empty())?;
    let everywhere = |name: &&String| {
        let objects = old
            .iter()
            .chain(new)
            .filter(|id| !form(id).object.members.is_empty());
        objects
            .into_iter()
            .all(|id| constant(questions, *id, name).is_some())
    };
    first.object.required.iter().find(everywhere).cloned()
}

/// The constant that a member of a variant is.
fn constant(questions: &Questions<'_>, id: FormId, name: &str) -> Option<Value> {
    let arena = &questions.solver.arena;
    let member = arena.form(arena.class(id)).object.members.get(name)?;
    match arena.form(*member).values.as_deref()? {
        [only] => Some(only.clone()),
        _ => None,
    }
}

fn name(questions: &Questions<'_>, id: FormId, tag: Option<&str>) -> String {
    let by_tag = || Some(constant(questions, id, tag?)?.to_string());
    let arena = &questions.solver.arena;
    let by_kind = || {
        let kinds = arena.form(arena.class(id)).kinds.as_ref()?;
        Some(
            kinds
                .iter()
                .map(|kind| super::side::kind_name(*kind))
                .collect::<Vec<_>>()
                .join(" or "),
        )
    };
    title(questions, id)
        .map(|title| format!("{title:?}"))
        .or_else(by_tag)
        .or_else(by_kind)
        .unwrap_or_else(|| "without a name".to_owned())
}

/// The title of a schema, or the name it is defined under.
fn title(questions: &Questions<'_>, id: FormId) -> Option<String> {
    let arena = &questions.solver.arena;
    let mut id = id;
    // A schema has been checked to refer to itself nowhere in place.
    for _ in 0..crate::read::MAX_DEPTH {
        let site = arena.site(id)?;
        let schema = questions.document(site.source).pointer(&site.pointer)?;
        if let Some(title) = schema.get("title").and_then(Value::as_str) {
            return Some(title.to_owned());
        }
        if let Some((_, name)) = site.pointer.rsplit_once("/$defs/")
            && !name.contains('/')
        {
            return Some(name.to_owned());
        }
        id = arena.read(id).alias()?;
    }
    None
}
