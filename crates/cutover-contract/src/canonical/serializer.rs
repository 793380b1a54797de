use serde::ser::{
    Serialize, SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant, SerializeTuple,
    SerializeTupleStruct, SerializeTupleVariant, Serializer,
};

use super::object::{Members, Start};
use super::text::{write_integer, write_number, write_str};
use super::{CanonicalError, MAX_DEPTH, NotCanonical, exact};

/// What `serde_json` calls the struct that smuggles text through a serialiser that is not its own.
const RAW: &str = "$serde_json::private::";

/// Writes the canonical form of whatever is serialised into it; enum variants as `serde_json` has them.
#[derive(Debug)]
pub(super) struct Canonical {
    out: Vec<u8>,
    members: Members,
    depth: usize,
}

impl Canonical {
    pub(super) fn new() -> Self {
        Self {
            out: Vec::with_capacity(1024),
            members: Members::new(),
            depth: 0,
        }
    }

    pub(super) fn into_bytes(self) -> Vec<u8> {
        self.out
    }

    fn deeper(&mut self) -> Result<(), CanonicalError> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            Err(NotCanonical::TooDeep.into())
        } else {
            Ok(())
        }
    }

    fn array(&mut self, variant: Option<&'static str>) -> Result<Array<'_>, CanonicalError> {
        let outer = variant.map(|name| self.variant(name)).transpose()?;
        self.deeper()?;
        self.out.push(b'[');
        Ok(Array {
            canonical: self,
            index: 0,
            outer,
        })
    }

    fn object(&mut self, variant: Option<&'static str>) -> Result<Object<'_>, CanonicalError> {
        let outer = variant.map(|name| self.variant(name)).transpose()?;
        self.deeper()?;
        let start = self.members.begin(&mut self.out);
        Ok(Object {
            canonical: self,
            start,
            outer,
        })
    }

    /// Begins the object around the content of a variant.
    fn variant(&mut self, name: &'static str) -> Result<Start, CanonicalError> {
        self.deeper()?;
        let start = self.members.begin(&mut self.out);
        self.begin_member(start, name)?;
        Ok(start)
    }

    fn begin_member<T: Serialize + ?Sized>(&mut self, start: Start, name: &T) -> Result<(), CanonicalError> {
        self.members.begin_member(start, name, &mut self.out)
    }

    /// Writes the value of the member begun last.
    fn value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), CanonicalError> {
        let member = self.members.latest();
        value
            .serialize(&mut *self)
            .map_err(|error| self.members.fail(member, error))?;
        self.members.end_member(&self.out);
        Ok(())
    }

    fn end_object(&mut self, start: Start) -> Result<(), CanonicalError> {
        self.depth -= 1;
        self.members.end(start, &mut self.out)
    }

    fn end_variant(&mut self, outer: Option<Start>) -> Result<(), CanonicalError> {
        let Some(start) = outer else { return Ok(()) };
        self.members.end_member(&self.out);
        self.end_object(start)
    }

    /// An error in the content of a variant stands below the variant's name.
    fn fail(&mut self, outer: Option<Start>, error: CanonicalError) -> CanonicalError {
        match outer {
            Some(start) => self.members.fail(start.members, error),
            None => error,
        }
    }

    fn integer<I: Copy + TryInto<i64> + std::fmt::Display>(
        &mut self,
        value: I,
    ) -> Result<(), CanonicalError> {
        write_integer(&mut self.out, exact(value)?);
        Ok(())
    }
}

macro_rules! integers {
    ($($method:ident: $type:ty),+) => {
        $(fn $method(self, value: $type) -> Result<(), CanonicalError> {
            self.integer(value)
        })+
    };
}

impl<'a> Serializer for &'a mut Canonical {
    type Ok = ();
    type Error = CanonicalError;
    type SerializeSeq = Array<'a>;
    type SerializeTuple = Array<'a>;
    type SerializeTupleStruct = Array<'a>;
    type SerializeTupleVariant = Array<'a>;
    type SerializeMap = Object<'a>;
    type SerializeStruct = Object<'a>;
    type SerializeStructVariant = Object<'a>;

    integers!(serialize_i8: i8, serialize_i16: i16, serialize_i32: i32, serialize_i64: i64, serialize_i128: i128);
    integers!(serialize_u8: u8, serialize_u16: u16, serialize_u32: u32, serialize_u64: u64, serialize_u128: u128);

    fn serialize_bool(self, value: bool) -> Result<(), CanonicalError> {
        self.out.extend_from_slice(if value { b"true" } else { b"false" });
        Ok(())
    }

    fn serialize_f32(self, value: f32) -> Result<(), CanonicalError> {
        if !value.is_finite() {
            return Err(NotCanonical::NotFinite(value.to_string()).into());
        }
        write_number(&mut self.out, value);
        Ok(())
    }

    fn serialize_f64(self, value: f64) -> Result<(), CanonicalError> {
        if !value.is_finite() {
            return Err(NotCanonical::NotFinite(value.to_string()).into());
        }
        write_number(&mut self.out, value);
        Ok(())
    }

    fn serialize_char(self, value: char) -> Result<(), CanonicalError> {
        self.serialize_str(value.encode_utf8(&mut [0; 4]))
    }

    fn serialize_str(self, value: &str) -> Result<(), CanonicalError> {
        write_str(&mut self.out, value);
        Ok(())
    }

    fn serialize_bytes(self, value: &[u8]) -> Result<(), CanonicalError> {
        self.collect_seq(value)
    }

    fn serialize_none(self) -> Result<(), CanonicalError> {
        self.serialize_unit()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), CanonicalError> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), CanonicalError> {
        self.out.extend_from_slice(b"null");
        Ok(())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), CanonicalError> {
        self.serialize_unit()
    }

    fn serialize_unit_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
    ) -> Result<(), CanonicalError> {
        self.serialize_str(variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<(), CanonicalError> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<(), CanonicalError> {
        let start = self.variant(variant)?;
        self.value(value)?;
        self.end_object(start)
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Array<'a>, CanonicalError> {
        self.array(None)
    }

    fn serialize_tuple(self, _: usize) -> Result<Array<'a>, CanonicalError> {
        self.array(None)
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Array<'a>, CanonicalError> {
        self.array(None)
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Array<'a>, CanonicalError> {
        self.array(Some(variant))
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Object<'a>, CanonicalError> {
        self.object(None)
    }

    fn serialize_struct(self, name: &'static str, _: usize) -> Result<Object<'a>, CanonicalError> {
        if name.starts_with(RAW) {
            return Err(
                NotCanonical::Refused("raw JSON has no canonical form: parse it first".to_owned()).into(),
            );
        }
        self.object(None)
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Object<'a>, CanonicalError> {
        self.object(Some(variant))
    }
}

/// An array that is being written.
#[derive(Debug)]
pub(super) struct Array<'a> {
    canonical: &'a mut Canonical,
    index: usize,
    outer: Option<Start>,
}

impl Array<'_> {
    fn element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), CanonicalError> {
        let Self {
            canonical,
            index,
            outer,
        } = self;
        if *index > 0 {
            canonical.out.push(b',');
        }
        value
            .serialize(&mut **canonical)
            .map_err(|error| canonical.fail(*outer, error.within(*index)))?;
        *index += 1;
        Ok(())
    }

    fn finish(self) -> Result<(), CanonicalError> {
        self.canonical.depth -= 1;
        self.canonical.out.push(b']');
        self.canonical.end_variant(self.outer)
    }
}

/// An object that is being written.
#[derive(Debug)]
pub(super) struct Object<'a> {
    canonical: &'a mut Canonical,
    start: Start,
    outer: Option<Start>,
}

impl Object<'_> {
    fn name<T: Serialize + ?Sized>(&mut self, name: &T) -> Result<(), CanonicalError> {
        self.canonical.begin_member(self.start, name)
    }

    fn value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), CanonicalError> {
        let written = self.canonical.value(value);
        written.map_err(|error| self.canonical.fail(self.outer, error))
    }

    fn finish(self) -> Result<(), CanonicalError> {
        let ended = self.canonical.end_object(self.start);
        ended.map_err(|error| self.canonical.fail(self.outer, error))?;
        self.canonical.end_variant(self.outer)
    }
}

macro_rules! arrays {
    ($($trait:ident: $method:ident),+) => {$(
        impl $trait for Array<'_> {
            type Ok = ();
            type Error = CanonicalError;

            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), CanonicalError> {
                self.element(value)
            }

            fn end(self) -> Result<(), CanonicalError> {
                self.finish()
            }
        }
    )+};
}

arrays!(
    SerializeSeq: serialize_element,
    SerializeTuple: serialize_element,
    SerializeTupleStruct: serialize_field,
    SerializeTupleVariant: serialize_field
);

macro_rules! objects {
    ($($trait:ident),+) => {$(
        impl $trait for Object<'_> {
            type Ok = ();
            type Error = CanonicalError;

            fn serialize_field<T: Serialize + ?Sized>(
                &mut self,
                name: &'static str,
                value: &T,
            ) -> Result<(), CanonicalError> {
                self.name(name)?;
                self.value(value)
            }

            fn end(self) -> Result<(), CanonicalError> {
                self.finish()
            }
        }
    )+};
}

objects!(SerializeStruct, SerializeStructVariant);

impl SerializeMap for Object<'_> {
    type Ok = ();
    type Error = CanonicalError;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), CanonicalError> {
        self.name(key)
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), CanonicalError> {
        self.value(value)
    }

    fn end(self) -> Result<(), CanonicalError> {
        self.finish()
    }
}
