use std::cmp::Ordering;
use std::ops::Range;

use serde::Serialize;

use super::key::Key;
use super::text::write_str;
use super::{CanonicalError, NotCanonical};

/// The members of the objects that are being written, innermost last.
///
/// A member is written where it comes. When its object ends, and only if the members did not come in order, the
/// object is written again in order. All objects share the same buffers.
#[derive(Debug)]
pub(super) struct Members {
    names: String,
    stack: Vec<Member>,
    spare: Vec<u8>,
}

/// Where the members of one object start.
#[derive(Debug, Clone, Copy)]
pub(super) struct Start {
    names: usize,
    pub(super) members: usize,
    out: usize,
}

#[derive(Debug)]
struct Member {
    /// In `names`.
    name: Range<usize>,
    /// The first bytes of the name, as a number of the same order.
    prefix: u64,
    /// Whether the order of the name's bytes is its order in UTF-16.
    is_plain: bool,
    /// In the output, quoted name and value.
    text: Range<usize>,
}

impl Members {
    pub(super) fn new() -> Self {
        Self {
            names: String::with_capacity(256),
            stack: Vec::with_capacity(16),
            spare: Vec::with_capacity(512),
        }
    }

    /// Begins an object: its brace is written.
    pub(super) fn begin(&self, out: &mut Vec<u8>) -> Start {
        out.push(b'{');
        Start {
            names: self.names.len(),
            members: self.stack.len(),
            out: out.len(),
        }
    }

    /// Begins a member: its name and colon are written, its value is to be written next.
    pub(super) fn begin_member<T: Serialize + ?Sized>(
        &mut self,
        start: Start,
        name: &T,
        out: &mut Vec<u8>,
    ) -> Result<(), CanonicalError> {
        let from = self.names.len();
        name.serialize(Key {
            name: &mut self.names,
        })?;
        if self.stack.len() > start.members {
            out.push(b',');
        }
        let text = out.len();
        let name = self.names.get(from..).unwrap_or_default();
        self.stack.push(Member {
            name: from..self.names.len(),
            prefix: prefix(name.as_bytes()),
            is_plain: is_plain(name),
            text: text..text,
        });
        write_str(out, name);
        out.push(b':');
        Ok(())
    }

    /// Ends the member begun last.
    pub(super) fn end_member(&mut self, out: &[u8]) {
        if let Some(member) = self.stack.last_mut() {
            member.text.end = out.len();
        }
    }

    /// Which member was begun last.
    pub(super) fn latest(&self) -> usize {
        self.stack.len().saturating_sub(1)
    }

    /// An error in a member: it stands below the member's name.
    pub(super) fn fail(&self, member: usize, error: CanonicalError) -> CanonicalError {
        let name = self
            .stack
            .get(member)
            .and_then(|member| self.names.get(member.name.clone()));
        error.within(name.unwrap_or_default())
    }

    /// Ends an object: its members stand in order.
    pub(super) fn end(&mut self, start: Start, out: &mut Vec<u8>) -> Result<(), CanonicalError> {
        let sorted = self.sort(start, out);
        self.forget(start);
        out.push(b'}');
        sorted
    }

    /// Forgets the members of an object, and of all objects within it.
    pub(super) fn forget(&mut self, start: Start) {
        self.names.truncate(start.names);
        self.stack.truncate(start.members);
    }

    fn sort(&mut self, start: Start, out: &mut Vec<u8>) -> Result<(), CanonicalError> {
        let Self { names, stack, spare } = self;
        let own = stack.get_mut(start.members..).unwrap_or_default();
        if own.is_sorted_by(|left, right| left.order(right, names).is_lt()) {
            return Ok(());
        }
        own.sort_by(|left, right| left.order(right, names));
        if let Some([twice, _]) = own
            .array_windows()
            .find(|[left, right]| left.order(right, names).is_eq())
        {
            let name = names.get(twice.name.clone()).unwrap_or_default();
            return Err(NotCanonical::Duplicate(name.to_owned()).into());
        }
        spare.clear();
        spare.extend_from_slice(out.get(start.out..).unwrap_or_default());
        out.truncate(start.out);
        for (index, member) in own.iter().enumerate() {
            if index > 0 {
                out.push(b',');
            }
            let text = member.text.start - start.out..member.text.end - start.out;
            out.extend_from_slice(spare.get(text).unwrap_or_default());
        }
        Ok(())
    }
}

impl Member {
    /// The order of RFC 8785: by UTF-16 code units.
    fn order(&self, other: &Self, names: &str) -> Ordering {
        let name = |member: &Self| names.get(member.name.clone()).unwrap_or_default();
        if self.is_plain && other.is_plain {
            self.prefix
                .cmp(&other.prefix)
                .then_with(|| name(self).cmp(name(other)))
        } else {
            name(self).encode_utf16().cmp(name(other).encode_utf16())
        }
    }
}

/// Eight bytes as a big-endian number; what is not there is zero.
fn prefix(name: &[u8]) -> u64 {
    let mut bytes = [0; 8];
    for (byte, first) in bytes.iter_mut().zip(name) {
        *byte = *first;
    }
    u64::from_be_bytes(bytes)
}

/// UTF-8 and UTF-16 sort alike below U+E000: beyond, a surrogate pair comes before what its character comes after.
fn is_plain(name: &str) -> bool {
    name.bytes().all(|byte| byte < 0xee)
}
