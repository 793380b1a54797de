//! The pure crates, each by itself.
//!
//! Cargo unifies features across a workspace: what compiles beside an adapter may need the adapter's
//! features. So each crate is resolved and compiled alone. Its features are read from the packages and not from
//! `-e features`, which shows no feature that a crate's own defaults switch on.

use std::collections::BTreeSet;

use super::table::{CRATES, Layer};
use crate::workspace::{cargo, metadata};

/// Packages that no pure crate may reach, and what they stand for.
const PACKAGES: &[(&str, &[&str])] = &[
    ("a runtime", &["tokio", "async-std", "async-io", "smol"]),
    ("a source of chance", &["rand", "getrandom", "fastrand"]),
    (
        "a database",
        &["rusqlite", "libsqlite3-sys", "tokio-postgres", "postgres", "sqlx"],
    ),
];

/// Features that no pure crate may switch on in a package it shares with the others.
const FEATURES: &[(&str, &str, &[&str])] = &[
    ("a clock", "chrono", &["clock", "now"]),
    (
        "a source of ids",
        "uuid",
        &[
            "v1",
            "v4",
            "v6",
            "v7",
            "rng",
            "rng-getrandom",
            "rng-rand",
            "fast-rng",
        ],
    ),
];

/// What a crate may reach all the same: the hash tables of `jsonschema` draw their keys.
const TOLERATED: &[(&str, &str)] = &[("cutover-schema", "getrandom")];

const TREE: &[&str] = &[
    "tree",
    "--locked",
    "--all-features",
    "--target",
    "all",
    "-e",
    "normal",
    "--prefix",
    "none",
    "--format",
    "{p}|{f}",
];

fn problems(name: &str, tree: &str) -> Vec<String> {
    let mut problems = Vec::new();
    let reached: Vec<_> = tree
        .lines()
        .filter_map(|line| line.trim_end_matches(" (*)").split_once('|'))
        .map(|(package, features)| (package.split(' ').next().unwrap_or_default(), features))
        .collect();
    if reached.first().is_none_or(|(first, _)| *first != name) {
        problems.push(format!("the tree of {name} does not start with it"));
    }
    let reached: BTreeSet<_> = reached.into_iter().collect();
    for (package, features) in reached {
        for (what, forbidden) in PACKAGES {
            if forbidden.contains(&package) && !TOLERATED.contains(&(name, package)) {
                problems.push(format!("{name} reaches {what}: {package}"));
            }
        }
        for (what, owner, forbidden) in FEATURES {
            for feature in features.split(',') {
                if package == *owner && forbidden.contains(&feature) {
                    problems.push(format!(
                        "{name} reaches {what}: {package} with its feature {feature}"
                    ));
                }
            }
        }
    }
    problems
}

#[test]
fn pure_crates_compile_alone_and_reach_no_clock_chance_runtime_or_database() {
    let mut covered = Vec::new();
    let pure = CRATES
        .iter()
        .filter(|row| row.layer == Layer::Pure && metadata().has_member(row.name));
    for row in pure {
        let tree = cargo(&[TREE, &["-p", row.name]].concat());
        assert_eq!(problems(row.name, &tree), <[String; 0]>::default());
        cargo(&["check", "--locked", "-p", row.name]);
        covered.push(row.name);
    }
    assert!(covered.contains(&"cutover-model"), "covered: {covered:?}");
    cutover_tests::figure("architecture", "pure crates checked alone", covered.join(", ")).unwrap();
}

#[test]
fn what_must_stay_out_is_found() {
    let tree =
        |line: &str| format!("cutover-a v0.1.0 (/w)|\nchrono v0.4.45|alloc\nuuid v1.29.1|std\n{line}\n");
    let cases = [
        ("serde v1.0.229|default,std (*)", ""),
        ("rand_core v0.10.1|", ""),
        ("tokio v1.53.0|rt,time", "cutover-a reaches a runtime: tokio"),
        ("tokio v1.53.0|", "cutover-a reaches a runtime: tokio"),
        (
            "getrandom v0.4.3|std (*)",
            "cutover-a reaches a source of chance: getrandom",
        ),
        (
            "fastrand v2.3.0|",
            "cutover-a reaches a source of chance: fastrand",
        ),
        (
            "libsqlite3-sys v0.38.1|bundled",
            "cutover-a reaches a database: libsqlite3-sys",
        ),
        (
            "chrono v0.4.45|alloc,clock,std",
            "cutover-a reaches a clock: chrono with its feature clock",
        ),
        (
            "chrono v0.4.45|now (*)",
            "cutover-a reaches a clock: chrono with its feature now",
        ),
        (
            "uuid v1.29.1|std,v7",
            "cutover-a reaches a source of ids: uuid with its feature v7",
        ),
        (
            "uuid v1.29.1|rng",
            "cutover-a reaches a source of ids: uuid with its feature rng",
        ),
    ];
    for (line, expected) in cases {
        assert_eq!(problems("cutover-a", &tree(line)).join("\n"), expected, "{line}");
    }
    let of_schema = "cutover-schema v0.1.0 (/w)|\ngetrandom v0.3.4|\nrand v0.10.3|std\n";
    assert_eq!(
        problems("cutover-schema", of_schema),
        ["cutover-schema reaches a source of chance: rand"]
    );
    assert_eq!(
        problems("cutover-a", ""),
        ["the tree of cutover-a does not start with it"]
    );
}
