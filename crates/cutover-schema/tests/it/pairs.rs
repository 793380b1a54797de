//! The hand-written pairs: every verdict, every change and whom it breaks, a confirmed witness for every break.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use cutover_schema::{Change, ChangeKind, Comparison, Effect, Mode, Readers, Schema, Verdict, compare, read};
use serde_json::Value;

/// The keywords that must be met in some pair.
const KEYWORDS: [&str; 33] = [
    "type",
    "const",
    "enum",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
    "minLength",
    "maxLength",
    "pattern",
    "format",
    "minItems",
    "maxItems",
    "uniqueItems",
    "items",
    "prefixItems",
    "contains",
    "minProperties",
    "maxProperties",
    "properties",
    "required",
    "additionalProperties",
    "propertyNames",
    "allOf",
    "anyOf",
    "oneOf",
    "not",
    "if",
    "$ref",
    "$defs",
    "title",
    "default",
];

struct Pair {
    name: String,
    old: Value,
    new: Value,
    ignoring: String,
    strict: String,
    changes: Vec<String>,
}

fn pairs(text: &str) -> Vec<Pair> {
    let blocks = text.split("\n\n").filter(|block| block.starts_with("== "));
    blocks
        .map(|block| {
            let line = |word: &str| {
                block
                    .lines()
                    .find_map(|line| line.strip_prefix(word))
                    .map(|rest| rest.trim().to_owned())
            };
            let schema = |word: &str| {
                read(line(word).unwrap_or_else(|| panic!("{word}: {block}")).as_bytes()).unwrap()
            };
            let ignoring = line("ignoring ").unwrap();
            Pair {
                name: line("== ").unwrap(),
                old: schema("old "),
                new: schema("new "),
                strict: line("strict ").unwrap_or_else(|| ignoring.clone()),
                ignoring,
                changes: block
                    .lines()
                    .filter_map(|line| line.strip_prefix("change "))
                    .map(str::to_owned)
                    .collect(),
            }
        })
        .collect()
}

fn verdicts(comparison: &Comparison) -> String {
    [Mode::Backward, Mode::Forward, Mode::Full]
        .map(|mode| comparison.verdict(mode).to_string())
        .join(" ")
}

fn line(change: &Change, strict: &Change) -> String {
    let word = |change: &Change| {
        serde_json::to_value(change.breaks())
            .unwrap()
            .as_str()
            .unwrap()
            .to_owned()
    };
    let (ignoring, strict) = (word(change), word(strict));
    let kind = serde_json::to_value(change.kind)
        .unwrap()
        .as_str()
        .unwrap()
        .to_owned();
    let path = if change.path.is_empty() { "." } else { &change.path };
    let strict = if strict == ignoring {
        String::new()
    } else {
        format!(", strict {strict}")
    };
    format!("{path} {kind} {ignoring}{strict}: {}", change.sentence)
}

/// A witness must be valid for the one and refused by the other, by the validator alone.
fn check_witness(name: &str, effect: &Effect, writer: &Schema, reader: &Schema) {
    if let Effect::Breaks { witness } = effect {
        assert!(
            writer.accepts(witness),
            "{name}: the writer does not write {witness}"
        );
        assert!(!reader.accepts(witness), "{name}: the reader takes {witness}");
    }
}

/// What came of one pair.
struct Judged {
    wrong: String,
    lines: Vec<String>,
    undecided: usize,
}

fn judged(pair: &Pair) -> Judged {
    let [old, new] = [&pair.old, &pair.new].map(|schema| Schema::new(schema.clone()).unwrap());
    let [ignoring, strict] = [Readers::Ignoring, Readers::Strict].map(|readers| compare(&old, &new, readers));
    let (mut wrong, mut undecided) = (String::new(), 0);
    for (readers, comparison, expected) in [
        ("ignoring", &ignoring, &pair.ignoring),
        ("strict", &strict, &pair.strict),
    ] {
        let found = verdicts(comparison);
        if found != *expected {
            writeln!(
                wrong,
                "{}: {readers} expected {expected}, found {found}",
                pair.name
            )
            .unwrap();
        }
        let changes = comparison
            .changes
            .iter()
            .flat_map(|change| [(true, &change.backward), (false, &change.forward)]);
        for (backward, effect) in changes.chain([(true, &comparison.backward), (false, &comparison.forward)])
        {
            let (writer, reader) = if backward { (&old, &new) } else { (&new, &old) };
            check_witness(&pair.name, effect, writer, reader);
        }
        let modes = [Mode::Backward, Mode::Forward];
        undecided += modes
            .iter()
            .filter(|mode| comparison.verdict(**mode) == Verdict::Undecided)
            .count();
    }
    // Who reads does not alter what has changed, but for what is only seen in all changes together.
    let twin = |change: &Change| {
        let same = |other: &&Change| other.path == change.path && other.sentence == change.sentence;
        let twin = strict.changes.iter().find(same);
        assert!(
            twin.is_some() || change.kind == ChangeKind::Together,
            "{}: {change}",
            pair.name
        );
        twin.unwrap_or(change).clone()
    };
    let lines: Vec<String> = ignoring
        .changes
        .iter()
        .map(|change| line(change, &twin(change)))
        .collect();
    Judged {
        wrong,
        lines,
        undecided,
    }
}

fn blessed(pair: &Pair, lines: &[String]) -> String {
    let mut text = format!(
        "\n\n== {}\nold {}\nnew {}\nignoring {}",
        pair.name, pair.old, pair.new, pair.ignoring
    );
    if pair.strict != pair.ignoring {
        write!(text, "\nstrict {}", pair.strict).unwrap();
    }
    for line in lines {
        write!(text, "\nchange {line}").unwrap();
    }
    text
}

#[test]
fn every_pair_has_its_verdicts_and_its_changes() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pairs");
    let bless = std::env::var_os("CUTOVER_BLESS").is_some();
    let (mut wrong, mut count, mut undecided, mut seen) = (String::new(), 0, 0, String::new());
    for file in ["members.txt", "values.txt", "shapes.txt"] {
        let path = folder.join(file);
        let text = fs::read_to_string(&path).unwrap();
        let mut whole = text.split_once("\n\n").unwrap().0.to_owned();
        for pair in pairs(&text) {
            count += 1;
            let judged = judged(&pair);
            wrong.push_str(&judged.wrong);
            undecided += judged.undecided;
            if judged.lines != pair.changes && !bless {
                writeln!(
                    wrong,
                    "{}: expected {:#?}, found {:#?}",
                    pair.name, pair.changes, judged.lines
                )
                .unwrap();
            }
            seen.push_str(&pair.old.to_string());
            seen.push_str(&pair.new.to_string());
            whole.push_str(&blessed(&pair, &judged.lines));
        }
        if bless {
            fs::write(&path, whole + "\n").unwrap();
        }
    }
    for keyword in KEYWORDS {
        assert!(seen.contains(&format!("{keyword:?}:")), "no pair has {keyword}");
    }
    println!("pairs {count}, verdicts {}, undecided {undecided}", count * 6);
    assert!(count >= 150, "only {count} pairs were found");
    assert_eq!(
        undecided, 4,
        "undecided are two pairs: a pattern and a keyword that nobody defines"
    );
    assert!(wrong.is_empty(), "{wrong}");
}
