//! How RFC 8785 writes a text and a number.

/// Writes a text in quotes, with the escapes of RFC 8785 and no others.
pub(super) fn write_str(out: &mut Vec<u8>, text: &str) {
    out.push(b'"');
    // Nearly no text has anything to escape, and looking at all of it at once is quicker than finding the place.
    if text.bytes().fold(false, |any, byte| any | must_be_escaped(byte)) {
        write_escaped(out, text.as_bytes());
    } else {
        out.extend_from_slice(text.as_bytes());
    }
    out.push(b'"');
}

const fn must_be_escaped(byte: u8) -> bool {
    matches!(byte, 0..0x20 | b'"' | b'\\')
}

fn write_escaped(out: &mut Vec<u8>, text: &[u8]) {
    for byte in text {
        match escape(*byte) {
            None => out.push(*byte),
            Some(b'u') => out.extend_from_slice(&[b'\\', b'u', b'0', b'0', hex(byte >> 4), hex(byte & 15)]),
            Some(letter) => out.extend_from_slice(&[b'\\', letter]),
        }
    }
}

/// The letter after the backslash, for the bytes that are not written as they are.
const fn escape(byte: u8) -> Option<u8> {
    match byte {
        b'"' => Some(b'"'),
        b'\\' => Some(b'\\'),
        0x08 => Some(b'b'),
        0x09 => Some(b't'),
        0x0a => Some(b'n'),
        0x0c => Some(b'f'),
        0x0d => Some(b'r'),
        0x00..0x20 => Some(b'u'),
        _ => None,
    }
}

const fn hex(nibble: u8) -> u8 {
    if nibble < 10 {
        b'0' + nibble
    } else {
        b'a' + nibble - 10
    }
}

/// Writes an integer.
pub(super) fn write_integer(out: &mut Vec<u8>, value: i64) {
    let mut digits = [0_u8; 20];
    let mut left = value.unsigned_abs();
    let mut start = digits.len();
    for digit in digits.iter_mut().rev() {
        // A remainder of ten is a single digit.
        *digit = b'0' + u8::try_from(left % 10).unwrap_or(0);
        left /= 10;
        start -= 1;
        if left == 0 {
            break;
        }
    }
    if value < 0 {
        out.push(b'-');
    }
    out.extend_from_slice(digits.get(start..).unwrap_or_default());
}

/// Writes a finite number as ECMAScript does.
pub(super) fn write_number<F: ryu_js::Float>(out: &mut Vec<u8>, value: F) {
    out.extend_from_slice(ryu_js::Buffer::new().format_finite(value).as_bytes());
}
