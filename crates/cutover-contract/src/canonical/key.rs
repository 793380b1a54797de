use serde::ser::{Impossible, Serialize, Serializer};

use super::{CanonicalError, NotCanonical, exact};

/// Appends the name of a member that the key of a map is.
#[derive(Debug)]
pub(super) struct Key<'a> {
    pub(super) name: &'a mut String,
}

macro_rules! integers {
    ($($method:ident: $type:ty),+) => {
        $(fn $method(self, value: $type) -> Result<(), CanonicalError> {
            self.name.push_str(&exact(value)?.to_string());
            Ok(())
        })+
    };
}

macro_rules! refused {
    ($($method:ident($($argument:ty),*) -> $result:ty = $what:literal),+ $(,)?) => {
        $(fn $method(self, $(_: $argument),*) -> Result<$result, CanonicalError> {
            Err(NotCanonical::Key($what).into())
        })+
    };
}

type Never = Impossible<(), CanonicalError>;

impl Serializer for Key<'_> {
    type Ok = ();
    type Error = CanonicalError;
    type SerializeSeq = Never;
    type SerializeTuple = Never;
    type SerializeTupleStruct = Never;
    type SerializeTupleVariant = Never;
    type SerializeMap = Never;
    type SerializeStruct = Never;
    type SerializeStructVariant = Never;

    integers!(serialize_i8: i8, serialize_i16: i16, serialize_i32: i32, serialize_i64: i64, serialize_i128: i128);
    integers!(serialize_u8: u8, serialize_u16: u16, serialize_u32: u32, serialize_u64: u64, serialize_u128: u128);

    fn serialize_str(self, value: &str) -> Result<(), CanonicalError> {
        self.name.push_str(value);
        Ok(())
    }

    fn serialize_char(self, value: char) -> Result<(), CanonicalError> {
        self.name.push(value);
        Ok(())
    }

    fn serialize_unit_variant(
        self,
        _: &'static str,
        _: u32,
        name: &'static str,
    ) -> Result<(), CanonicalError> {
        self.name.push_str(name);
        Ok(())
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<(), CanonicalError> {
        value.serialize(self)
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), CanonicalError> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Result<(), CanonicalError> {
        Err(NotCanonical::Key("an enum variant with content").into())
    }

    refused! {
        serialize_bool(bool) -> () = "a boolean",
        serialize_f32(f32) -> () = "a number with a fraction",
        serialize_f64(f64) -> () = "a number with a fraction",
        serialize_bytes(&[u8]) -> () = "a list of bytes",
        serialize_none() -> () = "nothing",
        serialize_unit() -> () = "nothing",
        serialize_unit_struct(&'static str) -> () = "nothing",
        serialize_seq(Option<usize>) -> Never = "a list",
        serialize_tuple(usize) -> Never = "a list",
        serialize_tuple_struct(&'static str, usize) -> Never = "a list",
        serialize_tuple_variant(&'static str, u32, &'static str, usize) -> Never = "an enum variant with content",
        serialize_map(Option<usize>) -> Never = "an object",
        serialize_struct(&'static str, usize) -> Never = "an object",
        serialize_struct_variant(&'static str, u32, &'static str, usize) -> Never = "an enum variant with content",
    }
}
