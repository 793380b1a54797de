/// How long the pointers of all problems of one document together get, before only their number is told.
pub(crate) const MAX_POINTER_BYTES: usize = 64 * 1024;

/// Where a value stands, from the innermost step outwards: a JSON pointer that costs nothing until it is needed.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Place<'a> {
    /// A pointer that is written already; the document itself when it is empty.
    Pointer(&'a str),
    /// A member of an object.
    Name(&'a Place<'a>, &'a str),
    /// An item of a list.
    Index(&'a Place<'a>, usize),
}

impl Place<'_> {
    /// As a JSON pointer.
    pub(crate) fn pointer(&self) -> String {
        match self {
            Self::Pointer(pointer) => (*pointer).to_owned(),
            Self::Name(outer, name) => {
                format!(
                    "{}/{}",
                    outer.pointer(),
                    name.replace('~', "~0").replace('/', "~1")
                )
            }
            Self::Index(outer, index) => format!("{}/{index}", outer.pointer()),
        }
    }
}
