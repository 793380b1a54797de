//! The calls that clippy bans in the pure crates, and that nothing there lifts the ban.

use std::path::Path;

use super::table::{CRATES, Layer};
use crate::workspace::{files_below, metadata, read};

const BANNED: &[&str] = &[
    "chrono::Utc::now",
    "std::time::SystemTime::now",
    "std::time::Instant::now",
    "uuid::Uuid::new_v4",
    "uuid::Uuid::now_v7",
    "std::thread::sleep",
    "tokio::time::sleep",
];
const LINT: &str = "disallowed_methods";

/// Whether clippy is told to refuse every call of the list.
fn problems_of_settings(settings: &str, workspace: &str) -> Vec<String> {
    let read = |text: &str| toml::from_str::<toml::Table>(text).unwrap_or_default();
    let settings = read(settings);
    let banned: Vec<_> = settings
        .get("disallowed-methods")
        .and_then(toml::Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(|entry| entry.get("path").unwrap_or(entry).as_str())
        .collect();
    let mut problems: Vec<_> = BANNED
        .iter()
        .filter(|method| !banned.contains(method))
        .map(|method| format!("clippy.toml does not ban {method}"))
        .collect();
    // Both are on by themselves; what the workspace says of them can only weaken them.
    let workspace = read(workspace);
    let lints = workspace
        .get("workspace")
        .and_then(|table| table.get("lints")?.get("clippy"));
    for lint in ["all", "style", LINT] {
        if lints.and_then(|lints| lints.get(lint)).is_some() {
            problems.push(format!("the workspace sets the level of clippy::{lint}"));
        }
    }
    problems
}

/// Whether a file of a pure crate gets around the list.
fn problem_of_file(path: &Path, text: &str) -> Option<String> {
    let own_settings = path
        .file_name()
        .is_some_and(|name| name == "clippy.toml" || name == ".clippy.toml");
    if own_settings {
        return Some(format!("{} hides the workspace's clippy.toml", path.display()));
    }
    let lifted = ["clippy::disallowed_methods", "clippy::style", "clippy::all"];
    let (number, _) = text
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.trim_start().starts_with("//"))
        .find(|(_, line)| lifted.iter().any(|lint| line.contains(lint)))?;
    Some(format!(
        "{}:{} lifts the ban on clocks, chance and sleep",
        path.display(),
        number + 1
    ))
}

#[test]
fn clocks_ids_and_sleep_are_banned() {
    assert_eq!(
        problems_of_settings(&read("clippy.toml"), &read("Cargo.toml")),
        <[String; 0]>::default()
    );
}

#[test]
fn no_pure_crate_lifts_the_ban() {
    let pure = CRATES
        .iter()
        .filter(|row| row.layer == Layer::Pure && metadata().has_member(row.name));
    let mut looked_at = 0;
    for row in pure {
        let folder = Path::new("crates").join(row.name);
        for path in files_below(&folder) {
            let settings = path.parent() == Some(&folder);
            let source =
                path.starts_with(folder.join("src")) && path.extension().is_some_and(|end| end == "rs");
            let text = if source { read(&path) } else { String::new() };
            looked_at += u32::from(source);
            if settings || source {
                assert_eq!(problem_of_file(&path, &text), None);
            }
        }
    }
    assert!(looked_at > 0);
}

#[test]
fn a_gap_in_the_ban_is_found() {
    let (settings, workspace) = (read("clippy.toml"), read("Cargo.toml"));
    for method in BANNED {
        let gap = settings.replace(&format!("\"{method}\""), "\"std::mem::drop\"");
        let expected = format!("clippy.toml does not ban {method}");
        assert_eq!(problems_of_settings(&gap, &workspace), [expected]);
    }
    for lint in ["all", LINT] {
        let weaker = workspace.replace(
            "[workspace.lints.clippy]",
            &format!("[workspace.lints.clippy]\n{lint} = \"allow\""),
        );
        let expected = format!("the workspace sets the level of clippy::{lint}");
        assert_eq!(problems_of_settings(&settings, &weaker), [expected]);
    }
    let file = |name: &str, text: &str| problem_of_file(Path::new(name), text).unwrap_or_default();
    assert_eq!(
        file("src/lib.rs", "//! About clippy::disallowed_methods.\nfn a() {}\n"),
        ""
    );
    assert_eq!(
        file(
            "src/lib.rs",
            "fn a() {}\n#[expect(clippy::disallowed_methods, reason = \"no\")]\n"
        ),
        "src/lib.rs:2 lifts the ban on clocks, chance and sleep"
    );
    assert_eq!(
        file("src/lib.rs", "#![allow(clippy::all)]"),
        "src/lib.rs:1 lifts the ban on clocks, chance and sleep"
    );
    assert_eq!(
        file("clippy.toml", ""),
        "clippy.toml hides the workspace's clippy.toml"
    );
}
