//! What is exported now, what is in the repository, and what was released agree. A released file never changes; it is
//! listed in `schemas/RELEASED`, which is written when a version is published.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

fn schemas() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../schemas")
}

/// Every file below a folder, by its path from there.
fn files(folder: &Path) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        if path.is_dir() {
            found.extend(
                files(&path)
                    .into_iter()
                    .map(|(below, text)| (format!("{name}/{below}"), text)),
            );
        } else if path.extension().is_some_and(|ending| ending == "json") {
            found.insert(name, fs::read_to_string(&path).unwrap());
        }
    }
    found
}

/// What was released: `SHA-256  KIND/VERSION.json` per line; nothing before the first release.
fn released() -> BTreeMap<String, String> {
    let text = fs::read_to_string(schemas().join("RELEASED")).unwrap_or_default();
    text.lines()
        .filter_map(|line| line.split_once("  "))
        .map(|(digest, path)| (path.to_owned(), digest.to_owned()))
        .collect()
}

fn export() -> BTreeMap<String, String> {
    let folder = std::env::temp_dir().join(format!("cutover-schemas-{}", std::process::id()));
    let exported = Command::new(env!("CARGO_BIN_EXE_cutover"))
        .args(["schema", "export"])
        .arg(&folder)
        .output()
        .unwrap();
    assert!(
        exported.status.success(),
        "{}",
        String::from_utf8_lossy(&exported.stderr)
    );
    let generated = files(&folder);
    fs::remove_dir_all(&folder).unwrap();
    generated
}

/// What is wrong between what was released, what is generated and what is in the repository.
fn differences(
    released: &BTreeMap<String, String>,
    generated: &BTreeMap<String, String>,
    local: &BTreeMap<String, String>,
) -> Vec<String> {
    let mut wrong = Vec::new();
    for (path, digest) in released {
        match local.get(path) {
            None => wrong.push(format!("{path} was released and is gone")),
            Some(text) if cutover_model::Sha256Digest::of(text.as_bytes()).to_string() != *digest => {
                wrong.push(format!(
                    "{path} was released and is changed: make a new version instead"
                ));
            }
            Some(_) => {}
        }
    }
    for (path, text) in generated {
        match local.get(path) {
            None => wrong.push(format!("{path} is exported and not in the repository")),
            Some(there) if there != text => wrong.push(format!("{path} is not what is exported now")),
            Some(_) => {}
        }
    }
    for path in local.keys() {
        if !generated.contains_key(path) {
            wrong.push(format!("{path} is in the repository and not exported"));
        }
    }
    wrong
}

#[test]
fn released_generated_and_local_schemas_agree() {
    let generated = export();
    if std::env::var_os("CUTOVER_BLESS").is_some() {
        bless(&generated);
    }
    let wrong = differences(&released(), &generated, &files(&schemas()));
    assert!(
        wrong.is_empty(),
        "CUTOVER_BLESS=1 writes what is new:\n{}",
        wrong.join("\n")
    );
}

/// Writes what is exported, except over what was released.
fn bless(generated: &BTreeMap<String, String>) {
    let released = released();
    for (path, text) in generated.iter().filter(|(path, _)| !released.contains_key(*path)) {
        let file = schemas().join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
    }
}

#[test]
fn each_way_to_disagree_is_found() {
    let digest = |text: &str| cutover_model::Sha256Digest::of(text.as_bytes()).to_string();
    let one = |text: &str| BTreeMap::from([("a/1.0.json".to_owned(), text.to_owned())]);
    let none = BTreeMap::new();
    assert!(differences(&one(&digest("x")), &one("x"), &one("x")).is_empty());
    assert!(
        differences(&none, &one("x"), &one("x")).is_empty(),
        "what is not released yet may still change"
    );
    for (released, generated, local) in [
        (one(&digest("x")), one("x"), none.clone()),
        (one(&digest("x")), one("y"), one("y")),
        (one(&digest("x")), one("y"), one("x")),
        (one(&digest("x")), none.clone(), one("x")),
        (none.clone(), one("x"), none),
    ] {
        assert!(!differences(&released, &generated, &local).is_empty());
    }
}
