//! An object that meets rules.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use serde_json::{Map, Value};

use super::counts;
use crate::compare::form::{Claim, Form, FormId, View};
use crate::compare::rule::Rule;
use crate::compare::solve::{Answer, MAX_WITNESS, Solver, Unknown, Witness, first_of};

/// The most members that are put in only to have enough of them.
const MAX_FILLED: u64 = 2_000;

/// The members an object will have, and what must hold of each beyond what the rules say of its name.
type Members = BTreeMap<Rc<str>, Vec<Claim>>;

/// What rules say of members, by name.
struct Names<'a> {
    forms: Vec<(FormId, View)>,
    absent: BTreeSet<&'a str>,
    /// Every name must be like this.
    like: Vec<Claim>,
    /// Each writer keeps to the names of these forms.
    closed: BTreeMap<u8, Vec<FormId>>,
    /// Some form gives names by patterns: what is not found may still be there.
    patterned: bool,
}

impl Names<'_> {
    /// Why a name that was not found may still exist.
    fn undecided(&self) -> Option<Unknown> {
        self.patterned
            .then(|| Unknown::Keyword("patternProperties".to_owned()))
    }
}

/// A member that must be there, whatever its name.
#[derive(Clone, Copy)]
enum Demand {
    Other(FormId, Claim),
    Name(Claim),
}

impl Solver<'_> {
    pub(crate) fn object(&mut self, rules: &[Rule]) -> Answer {
        let names = self.names(rules);
        let mut members = Members::new();
        for rule in rules {
            if let Rule::Present(name, claim) = rule {
                members.entry(Rc::clone(name)).or_default().extend(*claim);
            }
        }
        if members.keys().any(|name| names.absent.contains(&**name)) {
            return Answer::Empty;
        }
        let demands: Vec<Demand> = rules
            .iter()
            .filter_map(|rule| match rule {
                Rule::Other(form, claim) => Some(Demand::Other(*form, *claim)),
                Rule::Name(claim) => Some(Demand::Name(*claim)),
                _ => None,
            })
            .collect();
        self.demanded(&demands, &members, &names, rules)
    }

    fn names<'a>(&self, rules: &'a [Rule]) -> Names<'a> {
        let mut names = Names {
            forms: Vec::new(),
            absent: BTreeSet::new(),
            like: Vec::new(),
            closed: BTreeMap::new(),
            patterned: false,
        };
        for rule in rules {
            match rule {
                Rule::Members(form, view) => {
                    let object = &self.arena.form(*form).object;
                    names.forms.push((*form, *view));
                    names
                        .like
                        .extend(object.names.map(|like| Claim::yes(like, View::Written)));
                    if let View::Closed(writer) = view
                        && object.speaks
                    {
                        names.closed.entry(*writer).or_default().push(*form);
                        names.patterned |= !object.patterns.is_empty();
                    }
                }
                Rule::Absent(name) => {
                    names.absent.insert(name);
                }
                _ => {}
            }
        }
        names
    }

    /// Gives each demand a member, in every way there is.
    fn demanded(
        &mut self,
        demands: &[Demand],
        members: &Members,
        names: &Names<'_>,
        rules: &[Rule],
    ) -> Answer {
        if let Err(reason) = self.step() {
            return Answer::Unknown(reason);
        }
        let Some((demand, rest)) = demands.split_first() else {
            return self.complete(members, names, rules);
        };
        let mut known: BTreeSet<Rc<str>> = members.keys().cloned().collect();
        for (form, _) in &names.forms {
            let object = &self.arena.form(*form).object;
            known.extend(
                object
                    .members
                    .keys()
                    .chain(&object.required)
                    .map(|name| Rc::from(name.as_str())),
            );
        }
        let mut like = names.like.clone();
        match demand {
            Demand::Other(form, _) => {
                known.retain(|name| !self.arena.form(*form).object.members.contains_key(&**name));
            }
            Demand::Name(claim) => like.push(*claim),
        }
        let mut undecided = names.undecided();
        match self.fresh(members, names, &like) {
            Ok(name) => {
                known.extend(name);
            }
            Err(reason) => undecided = Some(reason),
        }
        let answer = first_of(known, |name| {
            if names.absent.contains(&*name) {
                return Answer::Empty;
            }
            let mut members = members.clone();
            match demand {
                Demand::Other(_, claim) => members.entry(name).or_default().push(*claim),
                Demand::Name(claim) => match self.named(&name, &[*claim]) {
                    Answer::Found(_) => {
                        members.entry(name).or_default();
                    }
                    answer => return answer,
                },
            }
            self.demanded(rest, &members, names, rules)
        });
        match (answer, undecided) {
            (Answer::Empty, Some(reason)) => Answer::Unknown(reason),
            (answer, _) => answer,
        }
    }

    /// Writes the members, and as many more as are needed.
    fn complete(&mut self, members: &Members, names: &Names<'_>, rules: &[Rule]) -> Answer {
        let (min, max) = counts(rules);
        if min > max || members.len() as u64 > max {
            return Answer::Empty;
        }
        let mut written: BTreeMap<Rc<str>, Rc<Witness>> = BTreeMap::new();
        let mut undecided = None;
        for (name, claims) in members {
            match self.member(name, claims, names) {
                Answer::Found(value) => {
                    written.insert(Rc::clone(name), value);
                }
                Answer::Empty => return Answer::Empty,
                Answer::Unknown(reason) => undecided = Some(reason),
            }
        }
        if let Some(reason) = undecided {
            return Answer::Unknown(reason);
        }
        if let Err(answer) = self.fill(&mut written, min, names) {
            return answer;
        }
        let answer = self.object_of(&written, rules);
        if !matches!(answer, Answer::Unknown(Unknown::Keyword(_))) {
            return answer;
        }
        // A rule that is not taken apart may be met by an object with more in it.
        let optional: Vec<Rc<str>> = self
            .known_to(names)
            .into_iter()
            .filter(|name| !written.contains_key(name))
            .collect();
        let mut all = written.clone();
        for name in optional
            .into_iter()
            .filter(|name| !names.absent.contains(&**name))
        {
            if let Answer::Found(value) = self.member(&name, &[], names) {
                let mut more = written.clone();
                more.insert(Rc::clone(&name), Rc::clone(&value));
                all.insert(name, value);
                for written in [&more, &all]
                    .into_iter()
                    .filter(|written| written.len() as u64 <= max)
                {
                    if let found @ Answer::Found(_) = self.object_of(written, rules) {
                        return found;
                    }
                }
            }
        }
        answer
    }

    fn object_of(&self, written: &BTreeMap<Rc<str>, Rc<Witness>>, rules: &[Rule]) -> Answer {
        let size = 1 + written
            .iter()
            .map(|(name, value)| 1 + name.len() as u64 + value.size)
            .sum::<u64>();
        if size > MAX_WITNESS {
            return Answer::Unknown(Unknown::Size);
        }
        let value = written
            .iter()
            .map(|(name, value)| (name.to_string(), value.value.clone()));
        self.judged(Value::Object(value.collect::<Map<String, Value>>()), size, rules)
    }

    /// The names of members that forms describe.
    fn known_to(&self, names: &Names<'_>) -> BTreeSet<Rc<str>> {
        let described = |(form, _): &(FormId, View)| {
            self.arena
                .form(*form)
                .object
                .members
                .keys()
                .map(|name| Rc::from(name.as_str()))
                .collect::<Vec<_>>()
        };
        names.forms.iter().flat_map(described).collect()
    }

    /// Puts in members until there are `min`: those that have names, then others.
    fn fill(
        &mut self,
        written: &mut BTreeMap<Rc<str>, Rc<Witness>>,
        min: u64,
        names: &Names<'_>,
    ) -> Result<(), Answer> {
        let missing = |written: &BTreeMap<Rc<str>, Rc<Witness>>| min.saturating_sub(written.len() as u64);
        if missing(written) == 0 {
            return Ok(());
        }
        let mut undecided = names.undecided();
        for name in self.known_to(names) {
            if missing(written) == 0 {
                return Ok(());
            }
            if written.contains_key(&name) || names.absent.contains(&*name) {
                continue;
            }
            match self.member(&name, &[], names) {
                Answer::Found(value) => {
                    written.insert(name, value);
                }
                Answer::Empty => {}
                Answer::Unknown(reason) => undecided = Some(reason),
            }
        }
        if missing(written) > MAX_FILLED {
            return Err(Answer::Unknown(Unknown::Size));
        }
        while missing(written) > 0 {
            let taken: Members = written.keys().map(|name| (Rc::clone(name), Vec::new())).collect();
            let Some(name) = self.fresh(&taken, names, &names.like).map_err(Answer::Unknown)? else {
                break;
            };
            match self.member(&name, &[], names) {
                Answer::Found(value) => {
                    written.insert(name, value);
                }
                // All names that no form knows are alike.
                Answer::Empty => break,
                Answer::Unknown(reason) => return Err(Answer::Unknown(reason)),
            }
        }
        match (missing(written), undecided) {
            (0, _) => Ok(()),
            (_, Some(reason)) => Err(Answer::Unknown(reason)),
            (_, None) => Err(Answer::Empty),
        }
    }

    /// A value for the member of this name.
    fn member(&mut self, name: &str, more: &[Claim], names: &Names<'_>) -> Answer {
        if !names
            .closed
            .values()
            .all(|forms| forms.iter().any(|form| self.is_named(*form, name)))
        {
            return Answer::Empty;
        }
        let mut claims = more.to_vec();
        for (form, view) in &names.forms {
            let object = &self.arena.form(*form).object;
            let rest = object
                .rest
                .filter(|rest| !(*view == View::Open && *rest == FormId::NONE));
            claims.extend(
                object
                    .members
                    .get(name)
                    .copied()
                    .or(rest)
                    .map(|id| Claim::yes(id, *view)),
            );
        }
        match self.named(name, &names.like) {
            Answer::Found(_) => self.node(claims),
            answer => answer,
        }
    }

    /// Whether a writer may use this name.
    fn is_named(&self, form: FormId, name: &str) -> bool {
        let object = &self.arena.form(form).object;
        object.map
            || object.members.contains_key(name)
            || object.required.contains(name)
            || object
                .patterns
                .iter()
                .any(|pattern| self.judge.matches(pattern, name))
    }

    /// Whether a name is as it must be.
    fn named(&mut self, name: &str, like: &[Claim]) -> Answer {
        if like.is_empty() {
            return Witness::found(Value::Null, 0);
        }
        let mut claims = like.to_vec();
        let exactly = self.arena.constant(&Value::from(name));
        claims.push(Claim::yes(exactly, View::Written));
        self.node(claims)
    }

    /// A name that no form knows and no member has; none when there is no other.
    fn fresh(
        &mut self,
        taken: &Members,
        names: &Names<'_>,
        like: &[Claim],
    ) -> Result<Option<Rc<str>>, Unknown> {
        let mut used: BTreeSet<&str> = taken
            .keys()
            .map(|name| &**name)
            .chain(names.absent.iter().copied())
            .collect();
        for (form, _) in &names.forms {
            used.extend(self.arena.form(*form).object.members.keys().map(String::as_str));
        }
        if like.is_empty() {
            let name = (1..).map(|index| {
                if index == 1 {
                    "key".to_owned()
                } else {
                    format!("key{index}")
                }
            });
            return Ok(name
                .into_iter()
                .find(|name| !used.contains(name.as_str()))
                .map(|name| Rc::from(name.as_str())));
        }
        let values: Vec<Value> = used.into_iter().map(Value::from).collect();
        let texts = Form {
            kinds: Some([crate::compare::form::Kind::Text].into()),
            ..Form::default()
        };
        let mut claims = like.to_vec();
        claims.push(Claim::yes(self.arena.add(texts), View::Written));
        if !values.is_empty() {
            let values = Form {
                values: Some(values),
                ..Form::default()
            };
            claims.push(Claim::no(self.arena.add(values), View::Written));
        }
        match self.node(claims) {
            Answer::Found(name) => Ok(name.value.as_str().map(Rc::from)),
            Answer::Empty => Ok(None),
            Answer::Unknown(reason) => Err(reason),
        }
    }
}
