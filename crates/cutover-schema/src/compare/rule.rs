//! The simple things that claims come down to.

use std::rc::Rc;

use serde_json::{Number, Value};

use super::form::{Claim, Form, FormId, Kind, Limit, Opaque, View};

/// Something simple that must hold of a value of one kind.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Rule {
    /// It is one of these (not for arrays and objects, which become forms).
    Among(Rc<Vec<Value>>),
    NotAmong(Rc<Vec<Value>>),
    Lower(Limit),
    Upper(Limit),
    Whole(bool),
    Multiple(Number, bool),
    /// At least as long: characters, items or members.
    Min(u64),
    Max(u64),
    Format(Rc<str>, bool),
    Pattern(Rc<str>, bool),
    /// The items are as this form says.
    Items(FormId, View),
    /// Every item is.
    Every(Claim),
    /// The item at this place is.
    Item(usize, Claim),
    /// Some item from this place on is.
    Some(usize, Claim),
    Unique(bool),
    /// The members are as this form says.
    Members(FormId, View),
    /// There is a member of this name, of which this holds.
    Present(Rc<str>, Option<Claim>),
    Absent(Rc<str>),
    /// There is a member that this form does not name, of which this holds.
    Other(FormId, Claim),
    /// There is a member whose name is like this.
    Name(Claim),
    Opaque(Rc<Opaque>, bool),
}

/// A rule or a claim; a way is a list of them.
#[derive(Debug, Clone)]
pub(crate) enum Step {
    Rule(Rule),
    Claim(Claim),
}

pub(crate) type Way = Vec<Step>;
/// What a form says of values of one kind, in-place forms aside.
pub(crate) fn rules(kind: Kind, claim: Claim, form: &Form) -> Vec<Rule> {
    let view = claim.view;
    let mut rules = Vec::new();
    match kind {
        Kind::Null | Kind::Boolean => {}
        Kind::Number => {
            rules.extend(form.whole.then_some(Rule::Whole(true)));
            rules.extend(form.number.lower.clone().map(Rule::Lower));
            rules.extend(form.number.upper.clone().map(Rule::Upper));
            rules.extend(
                form.number
                    .multiple_of
                    .clone()
                    .map(|step| Rule::Multiple(step, true)),
            );
        }
        Kind::Text => {
            sizes(&mut rules, form.text.min, form.text.max);
            rules.extend(
                form.text
                    .format
                    .as_deref()
                    .map(|name| Rule::Format(Rc::from(name), true)),
            );
            rules.extend(
                form.text
                    .pattern
                    .as_deref()
                    .map(|text| Rule::Pattern(Rc::from(text), true)),
            );
        }
        Kind::Array => {
            sizes(&mut rules, form.array.min, form.array.max);
            if !form.array.prefix.is_empty() || form.array.rest.is_some() {
                rules.push(Rule::Items(claim.form, view));
            }
            rules.extend(form.array.unique.then_some(Rule::Unique(true)));
            // It comes on top of what names the members of the same item.
            rules.extend(
                form.array
                    .some
                    .map(|some| Rule::Some(0, Claim::yes(some, additional_view(view)))),
            );
        }
        Kind::Object => {
            sizes(&mut rules, form.object.min, form.object.max);
            let object = &form.object;
            let silent = object.members.is_empty() && object.rest.is_none() && object.names.is_none();
            if !silent || (view.is_closed() && object.speaks) {
                rules.push(Rule::Members(claim.form, view));
            }
            rules.extend(
                object
                    .required
                    .iter()
                    .map(|name| Rule::Present(Rc::from(name.as_str()), None)),
            );
        }
    }
    rules
}

fn sizes(rules: &mut Vec<Rule>, min: u64, max: Option<u64>) {
    rules.extend((min > 0).then_some(Rule::Min(min)));
    rules.extend(max.map(Rule::Max));
}

/// What comes on top of other rules names no members for a writer.
fn additional_view(view: View) -> View {
    if view.is_closed() { View::Written } else { view }
}

/// Whether two rules contradict one another outright.
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "only rules that come with their opposite can be contradicted"
)]
pub(crate) fn contradictory(rules: &[Rule]) -> bool {
    let denied = |rule: &Rule| match rule {
        Rule::Format(name, true) => rules.contains(&Rule::Format(Rc::clone(name), false)),
        Rule::Pattern(text, true) => rules.contains(&Rule::Pattern(Rc::clone(text), false)),
        Rule::Unique(true) => rules.contains(&Rule::Unique(false)),
        Rule::Whole(true) => rules.contains(&Rule::Whole(false)),
        Rule::Opaque(opaque, true) => rules.contains(&Rule::Opaque(Rc::clone(opaque), false)),
        _ => false,
    };
    rules.iter().any(denied)
}
