//! The canonical form, held against RFC 8785 and against a slow form of the same.

use std::collections::BTreeMap;
use std::fmt::Write;

use cutover_contract::canonical;
use cutover_model::Sha256Digest;
use serde::ser::{Error as _, SerializeMap, SerializeSeq, Serializer};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::generate::{Chance, value};

fn form(value: &(impl Serialize + ?Sized)) -> String {
    String::from_utf8(canonical::to_vec(value).unwrap()).unwrap()
}

fn refused(value: &(impl Serialize + ?Sized)) -> String {
    canonical::to_vec(value).unwrap_err().to_string()
}

#[test]
fn numbers_of_appendix_b() {
    for (bits, wanted) in [
        (0x0000_0000_0000_0000, "0"),
        (0x8000_0000_0000_0000, "0"),
        (0x0000_0000_0000_0001, "5e-324"),
        (0x8000_0000_0000_0001, "-5e-324"),
        (0x7fef_ffff_ffff_ffff, "1.7976931348623157e+308"),
        (0xffef_ffff_ffff_ffff, "-1.7976931348623157e+308"),
        (0x4340_0000_0000_0000, "9007199254740992"),
        (0xc340_0000_0000_0000, "-9007199254740992"),
        (0x4430_0000_0000_0000, "295147905179352830000"),
        (0x44b5_2d02_c7e1_4af5, "9.999999999999997e+22"),
        (0x44b5_2d02_c7e1_4af6, "1e+23"),
        (0x44b5_2d02_c7e1_4af7, "1.0000000000000001e+23"),
        (0x444b_1ae4_d6e2_ef4e, "999999999999999700000"),
        (0x444b_1ae4_d6e2_ef4f, "999999999999999900000"),
        (0x444b_1ae4_d6e2_ef50, "1e+21"),
        (0x3eb0_c6f7_a0b5_ed8c, "9.999999999999997e-7"),
        (0x3eb0_c6f7_a0b5_ed8d, "0.000001"),
        (0x41b3_de43_5555_5553, "333333333.3333332"),
        (0x41b3_de43_5555_5554, "333333333.33333325"),
        (0x41b3_de43_5555_5555, "333333333.3333333"),
        (0x41b3_de43_5555_5556, "333333333.3333334"),
        (0x41b3_de43_5555_5557, "333333333.33333343"),
        (0xbecb_f647_612f_3696, "-0.0000033333333333333333"),
        (0x4314_3ff3_c1cb_0959, "1424953923781206.2"),
    ] {
        assert_eq!(form(&f64::from_bits(bits)), wanted, "{bits:016x}");
    }
    for bits in [
        0x7fff_ffff_ffff_ffff_u64,
        0x7ff0_0000_0000_0000,
        0xfff0_0000_0000_0000,
    ] {
        let number = f64::from_bits(bits);
        let wanted = format!("no canonical form: /a/0: the number {number} is not finite");
        assert_eq!(refused(&BTreeMap::from([("a", [number])])), wanted);
    }
}

#[test]
fn values_of_section_3_2_2() {
    let text = r#"{
        "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
        "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
        "literals": [null, true, false]
    }"#;
    let wanted = concat!(
        r#"{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"#,
        r#""string":"€$\u000f\nA'B\"\\\\\"/"}"#
    );
    let value: Value = serde_json::from_str(text).unwrap();
    assert_eq!(form(&value), wanted);
}

#[test]
fn order_of_section_3_2_3() {
    let text = r#"{"\u20ac": 5, "\r": 1, "\ufb33": 7, "1": 2, "\ud83d\ude00": 6, "\u0080": 3, "\u00f6": 4}"#;
    let value: Value = serde_json::from_str(text).unwrap();
    assert_eq!(
        form(&value),
        "{\"\\r\":1,\"1\":2,\"\u{80}\":3,\"ö\":4,\"€\":5,\"😀\":6,\"\u{fb33}\":7}"
    );
    let long =
        json!({"prefix-of-b": 2, "prefix-of-a": 1, "prefix-o": 0, "prefix": -1, "": -2, "\u{0}": -1.5});
    let wanted = r#"{"":-2,"\u0000":-1.5,"prefix":-1,"prefix-o":0,"prefix-of-a":1,"prefix-of-b":2}"#;
    assert_eq!(form(&long), wanted);
}

#[test]
fn every_control_character_is_escaped() {
    for letter in '\0'..='\u{7f}' {
        let text = letter.to_string();
        let (found, again) = (form(&text), serde_json::to_string(&text).unwrap());
        // serde_json has the same escapes.
        assert_eq!(found, again);
    }
}

/// Sorted by a list of UTF-16 units, numbers laid out from the shortest digits that the standard library finds.
fn slow(value: &Value, out: &mut String) {
    match value {
        Value::Object(members) => {
            let mut members: Vec<_> = members.iter().collect();
            members.sort_by_key(|(name, _)| name.encode_utf16().collect::<Vec<_>>());
            out.push('{');
            for (index, (name, value)) in members.into_iter().enumerate() {
                out.push_str(if index == 0 { "" } else { "," });
                slow(&Value::from(name.as_str()), out);
                out.push(':');
                slow(value, out);
            }
            out.push('}');
        }
        Value::Array(items) => {
            out.push('[');
            for (index, item) in items.iter().enumerate() {
                out.push_str(if index == 0 { "" } else { "," });
                slow(item, out);
            }
            out.push(']');
        }
        Value::Number(number) if number.is_f64() => slow_number(number.as_f64().unwrap(), out),
        Value::String(text) => {
            out.push('"');
            for letter in text.chars() {
                match letter {
                    '"' => out.push_str("\\\""),
                    '\\' => out.push_str("\\\\"),
                    '\u{8}' => out.push_str("\\b"),
                    '\t' => out.push_str("\\t"),
                    '\n' => out.push_str("\\n"),
                    '\u{c}' => out.push_str("\\f"),
                    '\r' => out.push_str("\\r"),
                    '\0'..' ' => write!(out, "\\u{:04x}", u32::from(letter)).unwrap(),
                    _ => out.push(letter),
                }
            }
            out.push('"');
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => out.push_str(&value.to_string()),
    }
}

/// `Number::toString` of ECMA-262.
fn slow_number(value: f64, out: &mut String) {
    if value == 0.0 {
        return out.push('0');
    }
    if value < 0.0 {
        out.push('-');
    }
    let scientific = format!("{:e}", value.abs());
    let (digits, exponent) = scientific.split_once('e').unwrap();
    let digits = even(digits.replace('.', ""), value.abs());
    let point = exponent.parse::<i32>().unwrap() + 1;
    let count = i32::try_from(digits.len()).unwrap();
    let zeros = |count: i32| "0".repeat(usize::try_from(count).unwrap());
    let split = usize::try_from(point.clamp(0, count)).unwrap();
    match point {
        _ if count <= point && point <= 21 => write!(out, "{digits}{}", zeros(point - count)),
        1..=21 => write!(out, "{}.{}", &digits[..split], &digits[split..]),
        -5..=0 => write!(out, "0.{}{digits}", zeros(-point)),
        _ => {
            let rest = if count > 1 {
                format!(".{}", &digits[1..])
            } else {
                String::new()
            };
            write!(out, "{}{rest}e{:+}", &digits[..1], point - 1)
        }
    }
    .unwrap();
}

/// Of two shortest forms that are equally close, ECMA-262 wants the even one; the standard library takes the larger.
fn even(digits: String, value: f64) -> String {
    let exact = format!("{value:.40e}").replace('.', "");
    let (lower, rest) = exact.split_once('e').unwrap().0.split_at(digits.len());
    let is_tie = rest.trim_end_matches('0') == "5";
    if is_tie && lower.ends_with(['0', '2', '4', '6', '8']) {
        lower.to_owned()
    } else {
        digits
    }
}

#[test]
fn it_agrees_with_the_slow_form() {
    let chance = &mut Chance::new(1);
    for _ in 0..20_000 {
        let value = value(6, chance);
        let mut wanted = String::new();
        slow(&value, &mut wanted);
        let found = form(&value);
        assert_eq!(found, wanted);
        let again: Value = serde_json::from_str(&found).unwrap();
        assert_eq!(form(&again), wanted, "the form of the form");
    }
    for _ in 0..200_000 {
        let number = f64::from_bits(chance.next());
        if number.is_finite() {
            let mut wanted = String::new();
            slow_number(number, &mut wanted);
            assert_eq!(form(&number), wanted, "{number:e}");
            assert_eq!(wanted.parse::<f64>().unwrap().to_bits(), number.to_bits());
        }
    }
    assert_eq!(form(&(1_530_061_348_454_420.0 + 0.25)), "1530061348454420.2");
    assert_eq!(form(&(1_530_061_348_454_420.0 + 0.75)), "1530061348454420.8");
}

#[test]
fn integers_are_exact_or_refused() {
    let most = 9_007_199_254_740_991_i64;
    for exact in [0, 1, -1, 9, 10, -10, 99, 100, most, -most] {
        assert_eq!(form(&exact), exact.to_string());
    }
    for beyond in [most + 1, -most - 1, i64::MIN, i64::MAX] {
        let wanted = format!(
            "no canonical form: /n: the integer {beyond} is beyond 9007199254740991 and would be rounded"
        );
        assert_eq!(refused(&json!({ "n": beyond })), wanted);
    }
    assert!(refused(&u64::MAX).contains("18446744073709551615"));
    assert!(refused(&i128::MIN).contains(&i128::MIN.to_string()));
    assert!(refused(&u128::MAX).contains(&u128::MAX.to_string()));
    assert_eq!(form(&7_u128), "7");
}

#[derive(Serialize, Deserialize)]
enum Shape {
    Point,
    Circle(f64),
    Segment(i32, i32),
    Square { side: u8, at: [i8; 2] },
}

#[derive(Serialize)]
struct Everything<'a> {
    z: Option<u8>,
    letter: char,
    small: f32,
    bytes: &'a [u8],
    unit: (),
    pair: (bool, &'a str),
    by_number: BTreeMap<i32, Shape>,
    by_variant: BTreeMap<char, Option<Shape>>,
    newtype: std::num::Wrapping<u16>,
}

#[test]
fn types_are_written_as_serde_json_writes_them() {
    let everything = Everything {
        z: None,
        letter: '"',
        small: 0.1,
        bytes: &[1, 255],
        unit: (),
        pair: (true, "a"),
        by_number: BTreeMap::from([
            (-1, Shape::Point),
            (10, Shape::Circle(0.5)),
            (9, Shape::Segment(1, 2)),
            (2, Shape::Square { side: 3, at: [-1, 1] }),
        ]),
        by_variant: BTreeMap::from([('b', None), ('a', Some(Shape::Point))]),
        newtype: std::num::Wrapping(7),
    };
    let written: Value = serde_json::from_str(&serde_json::to_string(&everything).unwrap()).unwrap();
    assert_eq!(form(&everything), form(&written));
    assert!(form(&everything).contains(r#""by_number":{"-1":"Point","10":{"Circle":0.5},"2":{"Square":"#));
}

/// Fails in the middle, after members that were written.
struct Half(u8);

impl Serialize for Half {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("first", &json!({"a": self.0}))?;
        Err(S::Error::custom("gave up"))
    }
}

struct Twice(u8);

impl Serialize for Twice {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("a", &1)?;
        map.serialize_entry("b", &1)?;
        map.serialize_entry("a", &self.0)?;
        map.end()
    }
}

struct ByFloat(f64);

impl Serialize for ByFloat {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("a", &1)?;
        map.serialize_entry(&self.0, &1)?;
        map.end()
    }
}

struct Deep(usize);

impl Serialize for Deep {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut list = serializer.serialize_seq(None)?;
        if self.0 > 0 {
            list.serialize_element(&Deep(self.0 - 1))?;
        }
        list.end()
    }
}

#[test]
fn what_has_no_form_is_told_with_its_place() {
    assert_eq!(
        refused(&json!({"z": 1, "a/b": {"y": [0, {"~": u64::MAX}]}})),
        concat!(
            "no canonical form: /a~1b/y/1/~0: ",
            "the integer 18446744073709551615 is beyond 9007199254740991 and would be rounded"
        )
    );
    assert_eq!(
        refused(&BTreeMap::from([("outer", Half(0))])),
        "no canonical form: /outer: gave up"
    );
    let twice = "no canonical form: /outer/1: the member \"a\" stands twice in one object";
    let lists = |last| json!([0, last]);
    assert_eq!(refused(&BTreeMap::from([("outer", (0, Twice(1)))])), twice);
    assert_eq!(form(&lists(1)), "[0,1]");
    let key = "no canonical form: /outer: a number with a fraction is the key of a map, only texts and integers can be";
    assert_eq!(refused(&BTreeMap::from([("outer", ByFloat(0.5))])), key);
    let variant = Shape::Circle(f64::NAN);
    assert_eq!(
        refused(&[variant]),
        "no canonical form: /0/Circle: the number NaN is not finite"
    );
    assert!(canonical::to_vec(&Deep(canonical::MAX_DEPTH - 1)).is_ok());
    assert!(refused(&Deep(canonical::MAX_DEPTH)).ends_with("nested deeper than 128 levels"));
    assert_eq!(
        refused(&f32::INFINITY),
        "no canonical form: (document): the number inf is not finite"
    );
}

#[test]
fn a_digest_is_of_the_canonical_form() {
    let value = json!({"b": 85.0, "a": "é"});
    assert_eq!(
        canonical::digest(&value).unwrap(),
        Sha256Digest::of(r#"{"a":"é","b":85}"#.as_bytes())
    );
}
