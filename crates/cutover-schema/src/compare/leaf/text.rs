//! A text that meets rules.

use std::collections::BTreeSet;

use regex_syntax::hir::{Class, Hir, HirKind};
use serde_json::Value;

use super::format::{EXAMPLES, apart, gap, includes, numbered, of_length, window};
use super::{among, counts, finite};
use crate::compare::rule::Rule;
use crate::compare::solve::{Answer, MAX_WITNESS, Solver, Unknown};

impl Solver<'_> {
    pub(crate) fn text(&self, rules: &[Rule]) -> Answer {
        let (min, max) = counts(rules);
        if let Some(values) = finite(rules) {
            let texts = values.iter().filter_map(Value::as_str);
            return self
                .first_text(texts.map(str::to_owned), rules)
                .unwrap_or(Answer::Empty);
        }
        let formats: Vec<&str> = asserted(rules, |rule| match rule {
            Rule::Format(name, true) => Some(&**name),
            _ => None,
        });
        let refused: Vec<&str> = asserted(rules, |rule| match rule {
            Rule::Format(name, false) => Some(&**name),
            _ => None,
        });
        let patterns: Vec<&str> = asserted(rules, |rule| match rule {
            Rule::Pattern(text, true) => Some(&**text),
            _ => None,
        });
        let windows = formats.iter().map(|format| window(format));
        let (low, high) = windows.fold((min, max), |(low, high), window| {
            (low.max(window.0), high.min(window.1))
        });
        let misses = low == high && formats.iter().any(|format| gap(format) == Some(low));
        let apart = formats
            .iter()
            .any(|one| formats.iter().any(|other| apart(one, other)));
        if low > high
            || misses
            || apart
            || formats
                .iter()
                .any(|format| refused.iter().any(|other| includes(other, format)))
        {
            return Answer::Empty;
        }
        if low > MAX_WITNESS {
            return Answer::Unknown(Unknown::Size);
        }
        let candidates = candidates(&formats, &patterns, low, high.min(low + 256), excluded(rules));
        if let Some(found) = self.first_text(candidates.into_iter(), rules) {
            return found;
        }
        let open = rules.iter().find_map(|rule| match rule {
            Rule::Pattern(text, _) => Some(format!("pattern {text}")),
            Rule::Format(name, _) => Some(format!("format {name}")),
            _ => None,
        });
        match open {
            // Only the empty text is short enough, and it was tried.
            _ if high == 0 => Answer::Empty,
            Some(open) => Answer::Unknown(Unknown::Text(open)),
            None => Answer::Unknown(Unknown::Size),
        }
    }

    /// The first text that meets the rules; none when none does.
    fn first_text(&self, texts: impl Iterator<Item = String>, rules: &[Rule]) -> Option<Answer> {
        let (min, max) = counts(rules);
        let meets = |text: &String| {
            let length = text.chars().count() as u64;
            (min..=max).contains(&length)
                && rules.iter().all(|rule| match rule {
                    Rule::Format(name, yes) => self.judge.is_format(name, text) == *yes,
                    Rule::Pattern(pattern, yes) => self.judge.matches(pattern, text) == *yes,
                    _ => true,
                })
        };
        let text = texts
            .filter(|text| among(rules, &Value::from(text.as_str())))
            .find(meets)?;
        let size = 1 + text.chars().count() as u64;
        Some(self.judged(Value::from(text), size, rules))
    }
}

fn asserted<'a>(rules: &'a [Rule], of: impl Fn(&'a Rule) -> Option<&'a str>) -> Vec<&'a str> {
    rules.iter().filter_map(of).collect()
}

/// How many texts are ruled out one by one.
fn excluded(rules: &[Rule]) -> usize {
    rules
        .iter()
        .map(|rule| {
            if let Rule::NotAmong(values) = rule {
                values.len()
            } else {
                0
            }
        })
        .sum()
}

/// Texts worth trying, the most telling first.
fn candidates(formats: &[&str], patterns: &[&str], low: u64, high: u64, excluded: usize) -> Vec<String> {
    let mut texts: Vec<String> = Vec::new();
    let lengths: BTreeSet<u64> = [low, low + 1, low + 2, low + 3, low + 5, low + 8, high].into();
    let lengths: Vec<usize> = lengths
        .into_iter()
        .filter(|length| *length <= high)
        .filter_map(|length| usize::try_from(length).ok())
        .collect();
    for format in formats {
        texts.extend(
            EXAMPLES
                .iter()
                .filter(|(name, _)| name == format)
                .flat_map(|(_, texts)| texts.iter().map(|t| (*t).to_owned())),
        );
        texts.extend(lengths.iter().filter_map(|length| of_length(format, *length)));
        texts.extend((0..=excluded).filter_map(|index| numbered(format, index)));
    }
    for pattern in patterns {
        for extra in 0..4 {
            texts.extend(
                lengths
                    .iter()
                    .filter_map(|length| matching(pattern, *length, extra)),
            );
        }
    }
    for length in &lengths {
        texts.extend(
            FILLERS
                .iter()
                .map(|filler| filler.chars().cycle().take(*length).collect()),
        );
    }
    texts.extend(
        EXAMPLES
            .iter()
            .flat_map(|(_, texts)| texts.iter().map(|text| (*text).to_owned())),
    );
    // One more than are ruled out, of every length that has as many.
    for length in lengths.iter().filter(|length| **length > 0) {
        texts.extend((0..=excluded).map(|index| counted(index, *length)));
    }
    texts
}

/// A text of this length, another one for each index as far as the length allows.
fn counted(index: usize, length: usize) -> String {
    let mut rest = index;
    let mut text: Vec<char> = Vec::new();
    while text.len() < length {
        let letter = u32::try_from(rest % 26).unwrap_or(0);
        text.push(char::from_u32(u32::from('a') + letter).unwrap_or('a'));
        rest /= 26;
    }
    // More than 26 of one character are asked for: any character will do.
    if rest > 0
        && let Some(last) = text.last_mut()
    {
        *last = u32::try_from(0x4e00 + rest)
            .ok()
            .and_then(char::from_u32)
            .unwrap_or(*last);
    }
    text.into_iter().collect()
}

/// Fills for texts of a given length; each breaks some format or pattern that others keep.
const FILLERS: [&str; 14] = [
    "a", "A", "0", " ", "-", "~", "(", "{", "%", ".", "/a", "é", "a0", "\n",
];

/// A text of about this length that a pattern matches. `extra` varies the repetitions and the choices.
fn matching(pattern: &str, length: usize, extra: usize) -> Option<String> {
    let hir = regex_syntax::ParserBuilder::new().build().parse(pattern).ok()?;
    let mut text = String::new();
    write(&hir, length, extra, &mut text);
    Some(text)
}

fn write(hir: &Hir, length: usize, extra: usize, text: &mut String) {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => {}
        HirKind::Literal(literal) => text.push_str(&String::from_utf8_lossy(&literal.0)),
        HirKind::Class(Class::Unicode(class)) => {
            let holds = |letter: char| {
                class
                    .iter()
                    .any(|range| (range.start()..=range.end()).contains(&letter))
            };
            let plain: Vec<char> = "a0A1b-_.:/ @é".chars().filter(|letter| holds(*letter)).collect();
            let first = class
                .iter()
                .next()
                .map(regex_syntax::hir::ClassUnicodeRange::start);
            text.extend(
                plain
                    .get(extra.min(plain.len().saturating_sub(1)))
                    .copied()
                    .or(first),
            );
        }
        HirKind::Class(Class::Bytes(class)) => {
            text.extend(class.iter().next().map(|range| char::from(range.start())));
        }
        HirKind::Repetition(repetition) => {
            let least = repetition.min as usize;
            let most = repetition.max.map_or(usize::MAX, |max| max as usize);
            let times = match extra {
                0 => least,
                1 => (least + 1).min(most),
                _ => least.max(length.saturating_sub(text.chars().count())).min(most),
            };
            for _ in 0..times.min(512) {
                write(&repetition.sub, length, extra, text);
            }
        }
        HirKind::Capture(capture) => write(&capture.sub, length, extra, text),
        HirKind::Concat(parts) => {
            for part in parts {
                write(part, length, extra, text);
            }
        }
        HirKind::Alternation(ways) => {
            if let Some(way) = ways.get(extra % ways.len().max(1)) {
                write(way, length, extra, text);
            }
        }
    }
}
