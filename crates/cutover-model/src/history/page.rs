use std::fmt;

use super::History;
use crate::wire::{InvalidValue, Node, Wire, wire_deserialize, wire_parsed, wire_schema};
use crate::{DeploymentId, DeploymentRecord, Timestamp};

/// A place in the canonical order: right after one record. It stays valid while records are added or removed.
///
/// ```
/// use cutover_model::Cursor;
///
/// let text = "1770292800000000_019c2d6e-9a00-7000-8000-000000000001";
/// let cursor: Cursor = text.parse()?;
/// assert_eq!(cursor.to_string(), text);
/// # Ok::<(), cutover_model::wire::InvalidValue>(())
/// ```
// Derived in this order of fields, the comparison is the canonical order, oldest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cursor {
    /// The `createdAt` of the record before this place.
    pub created_at: Timestamp,
    /// Its id.
    pub id: DeploymentId,
}

impl Cursor {
    /// The place right after a record.
    pub fn of(record: &DeploymentRecord) -> Self {
        Self {
            created_at: record.created_at,
            id: record.id,
        }
    }
}

impl TryFrom<&str> for Cursor {
    type Error = InvalidValue;

    fn try_from(text: &str) -> Result<Self, InvalidValue> {
        let invalid = || {
            InvalidValue::new(
                "a history cursor",
                text,
                "the text of a cursor that a page ended with",
            )
        };
        let (micros, id) = text.split_once('_').ok_or_else(invalid)?;
        if micros.starts_with('+') {
            return Err(invalid());
        }
        let micros = micros.parse::<i64>().map_err(|_| invalid())?;
        let created_at = Timestamp::from_unix_micros(micros).map_err(|_| invalid())?;
        Ok(Self {
            created_at,
            id: id.parse().map_err(|_| invalid())?,
        })
    }
}

impl std::str::FromStr for Cursor {
    type Err = InvalidValue;

    fn from_str(text: &str) -> Result<Self, InvalidValue> {
        Self::try_from(text)
    }
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}_{}", self.created_at.unix_micros(), self.id)
    }
}

impl serde::Serialize for Cursor {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

wire_parsed!(Cursor, "a history cursor");
wire_schema!(Cursor, "a place in a history", { "type": "string", "pattern": "^-?[0-9]{1,18}_[0-9A-Fa-f-]{36}$" });

/// How many records a page has at most.
///
/// ```
/// use cutover_model::PageSize;
///
/// assert_eq!(PageSize::default().get(), 50);
/// assert!(PageSize::try_from(501).is_err());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(transparent)]
pub struct PageSize(u16);

impl PageSize {
    /// The largest page.
    pub const MAX: u16 = 500;

    /// The number of records.
    pub const fn get(self) -> usize {
        self.0 as usize
    }
}

impl Default for PageSize {
    fn default() -> Self {
        Self(50)
    }
}

impl TryFrom<u32> for PageSize {
    type Error = InvalidValue;

    fn try_from(size: u32) -> Result<Self, InvalidValue> {
        match u16::try_from(size) {
            Ok(size) if (1..=Self::MAX).contains(&size) => Ok(Self(size)),
            _ => Err(InvalidValue::new(
                "a page size",
                &size.to_string(),
                "a whole number from 1 to 500",
            )),
        }
    }
}

impl Wire for PageSize {
    fn read(node: Node<'_>) -> Option<Self> {
        node.number(1, u64::from(Self::MAX))
            .and_then(|size| u16::try_from(size).ok())
            .map(Self)
    }
}

wire_deserialize!(PageSize);
wire_schema!(PageSize, "how many records a page has at most", { "type": "integer", "minimum": 1, "maximum": 500 });

/// A page of a history.
///
/// ```
/// use cutover_model::{History, Page, PageSize};
///
/// let Page { records, next } = History::new(&[])?.page(None, PageSize::default());
/// assert!(records.is_empty() && next.is_none());
/// # Ok::<(), cutover_model::OutOfOrder>(())
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Page<'a> {
    /// The records, the newest first.
    pub records: &'a [DeploymentRecord],
    /// Where the next page starts; `None` when this is the last.
    pub next: Option<Cursor>,
}

impl<'a> History<'a> {
    /// The records after a cursor, or the newest ones.
    ///
    /// ```
    /// use cutover_model::{History, PageSize};
    ///
    /// let page = History::new(&[])?.page(None, PageSize::default());
    /// assert!(page.records.is_empty() && page.next.is_none());
    /// # Ok::<(), cutover_model::OutOfOrder>(())
    /// ```
    pub fn page(&self, after: Option<Cursor>, size: PageSize) -> Page<'a> {
        let start = after.map_or(0, |cursor| {
            self.records
                .partition_point(|record| Cursor::of(record) >= cursor)
        });
        let rest = self.records.get(start..).unwrap_or_default();
        let records = rest.get(..size.get()).unwrap_or(rest);
        let more = rest.len() > records.len();
        Page {
            records,
            next: records.last().filter(|_| more).map(Cursor::of),
        }
    }
}
