//! The way from a document to a place in it, and the search for a document that is refused because of that place.

use std::rc::Rc;

use super::form::{Arrays, Claim, Form, FormId, Kind, Objects, View};
use super::question::{Direction, Questions};
use crate::walk::escape;

/// What two schemas say of one place; each form holds. None at all: anything goes.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Pair {
    pub(crate) old: Vec<FormId>,
    pub(crate) new: Vec<FormId>,
}

/// A place and how it was reached.
#[derive(Debug, Clone)]
pub(crate) struct Place {
    pub(crate) pair: Pair,
    pub(crate) outer: Option<(Rc<Place>, Step)>,
}

#[derive(Debug, Clone)]
pub(crate) enum Step {
    Member(String),
    /// Any member but these.
    Others(Vec<String>),
    Item(usize),
    /// Any item from this place on.
    Items(usize),
    /// The same value, being this variant.
    Variant(String),
}

impl Place {
    /// The place as a pointer.
    pub(crate) fn path(&self) -> String {
        let Some((outer, step)) = &self.outer else {
            return String::new();
        };
        let outer = outer.path();
        match step {
            Step::Member(name) => format!("{outer}/{}", escape(name)),
            Step::Item(index) => format!("{outer}/{index}"),
            Step::Others(_) | Step::Items(_) => format!("{outer}/*"),
            Step::Variant(_) => outer,
        }
    }

    /// The variants on the way, the innermost first.
    pub(crate) fn variants(&self) -> Vec<&str> {
        let Some((outer, step)) = &self.outer else {
            return Vec::new();
        };
        let own = if let Step::Variant(name) = step {
            Some(name.as_str())
        } else {
            None
        };
        own.into_iter().chain(outer.variants()).collect()
    }

    /// Whether the same two forms are compared further out already: then this place lies in a circle.
    pub(crate) fn returns(&self) -> bool {
        let mut outer = self.outer.as_ref();
        while let Some((place, _)) = outer {
            if place.pair == self.pair {
                return true;
            }
            outer = place.outer.as_ref();
        }
        false
    }
}

impl Questions<'_> {
    /// The claims of which a document must meet all: that it is written, that it is refused, that what lies on the way to
    /// the place is refused each time, and that the value there is as `inner` says.
    pub(crate) fn at(&mut self, place: &Place, direction: Direction, mut inner: Vec<Claim>) -> Vec<Claim> {
        let (writer, reader) = direction.sides(&place.pair.old, &place.pair.new);
        inner.push(self.refused(reader));
        let Some((outer, step)) = &place.outer else {
            inner.extend(
                self.classes(writer)
                    .into_iter()
                    .map(|form| Claim::yes(form, View::Closed(0))),
            );
            return inner;
        };
        let inner = match step {
            Step::Variant(_) => {
                // Written as this variant, whatever variant the outer writer takes it for.
                inner.extend(
                    self.classes(writer)
                        .into_iter()
                        .map(|form| Claim::yes(form, View::Closed(1))),
                );
                inner
            }
            Step::Member(name) => {
                let value = self.conjunction(inner);
                vec![self.member(name, value)]
            }
            Step::Others(names) => {
                let members = names.iter().map(|name| (name.clone(), FormId::ANY)).collect();
                let rest = Some(self.none_is(inner));
                let object = Objects {
                    members,
                    rest,
                    ..Objects::default()
                };
                vec![Claim::no(
                    self.solver.arena.add(Form {
                        object,
                        ..Form::default()
                    }),
                    View::Written,
                )]
            }
            Step::Item(index) => {
                let mut prefix = vec![FormId::ANY; *index];
                prefix.push(self.conjunction(inner));
                let array = Arrays {
                    min: *index as u64 + 1,
                    prefix,
                    ..Arrays::default()
                };
                let form = Form {
                    kinds: Some([Kind::Array].into()),
                    array,
                    ..Form::default()
                };
                vec![Claim::yes(self.solver.arena.add(form), View::Written)]
            }
            Step::Items(from) => {
                let rest = Some(self.none_is(inner));
                let array = Arrays {
                    prefix: vec![FormId::ANY; *from],
                    rest,
                    ..Arrays::default()
                };
                vec![Claim::no(
                    self.solver.arena.add(Form {
                        array,
                        ..Form::default()
                    }),
                    View::Written,
                )]
            }
        };
        let outer = Rc::clone(outer);
        self.at(&outer, direction, inner)
    }

    /// An object with a member of this name that is like this.
    pub(crate) fn member(&mut self, name: &str, value: FormId) -> Claim {
        let object = Objects {
            members: [(name.to_owned(), value)].into(),
            required: [name.to_owned()].into(),
            ..Objects::default()
        };
        let form = Form {
            kinds: Some([Kind::Object].into()),
            object,
            ..Form::default()
        };
        Claim::yes(self.solver.arena.add(form), View::Written)
    }

    /// What a reader does not take.
    pub(crate) fn refused(&mut self, reader: &[FormId]) -> Claim {
        let view = self.reading();
        match self.classes(reader).as_slice() {
            [only] => Claim::no(*only, view),
            classes => {
                let claims = classes.iter().map(|form| Claim::yes(*form, view)).collect();
                Claim::no(
                    self.solver.arena.add(Form {
                        claims,
                        ..Form::default()
                    }),
                    View::Written,
                )
            }
        }
    }

    pub(crate) fn classes(&self, read: &[FormId]) -> Vec<FormId> {
        read.iter().map(|id| self.solver.arena.class(*id)).collect()
    }

    /// One form for several that were read.
    pub(crate) fn joined(&mut self, read: &[FormId]) -> FormId {
        match self.classes(read).as_slice() {
            [] => FormId::ANY,
            [only] => *only,
            classes => self.solver.arena.add(Form {
                all: classes.to_vec(),
                ..Form::default()
            }),
        }
    }

    fn conjunction(&mut self, claims: Vec<Claim>) -> FormId {
        self.solver.arena.add(Form {
            claims,
            ..Form::default()
        })
    }

    /// A form that says of no value what the claims say.
    fn none_is(&mut self, claims: Vec<Claim>) -> FormId {
        let all = self.conjunction(claims);
        self.conjunction(vec![Claim::no(all, View::Written)])
    }
}
