//! Where a crate lies, and what it takes from the workspace instead of saying it itself.

use std::path::Path;

use crate::workspace::{metadata, read, root};

const INHERITED: &[&str] = &["version", "edition", "rust-version", "license"];

fn problems(folder: &Path, name: &str, manifest: &str) -> Vec<String> {
    let manifest: toml::Table = match toml::from_str(manifest) {
        Ok(manifest) => manifest,
        Err(error) => return vec![format!("{name}: {error}")],
    };
    let inherits = |table: Option<&toml::Value>| {
        table
            .and_then(|table| table.get("workspace"))
            .and_then(toml::Value::as_bool)
            == Some(true)
    };
    let mut problems = Vec::new();
    if !lies_well(folder, name) {
        problems.push(format!("{name} lies in the folder {}", folder.display()));
    }
    for key in INHERITED {
        if !inherits(manifest.get("package").and_then(|package| package.get(key))) {
            problems.push(format!("{name} does not take its {key} from the workspace"));
        }
    }
    if !inherits(manifest.get("lints")) {
        problems.push(format!("{name} does not take its lints from the workspace"));
    }
    problems
}

fn lies_well(folder: &Path, name: &str) -> bool {
    match name {
        "cutover-tests" => folder == Path::new("tests"),
        "cutover-examples" => folder.starts_with("examples"),
        _ => folder == Path::new("crates").join(name),
    }
}

#[test]
fn crates_lie_where_they_are_looked_for_and_inherit() {
    for member in metadata().members() {
        let folder = member
            .manifest_path
            .parent()
            .unwrap()
            .strip_prefix(root())
            .unwrap();
        let manifest = read(&member.manifest_path);
        assert_eq!(
            problems(folder, &member.name, &manifest),
            <[String; 0]>::default()
        );
    }
}

#[test]
fn a_crate_that_goes_its_own_way_is_found() {
    let good = "[package]\nversion.workspace = true\nedition.workspace = true\nrust-version.workspace = true\n\
                license.workspace = true\n[lints]\nworkspace = true\n";
    let try_on = |folder: &str, name: &str, manifest: &str| problems(Path::new(folder), name, manifest);
    let none = <[String; 0]>::default();

    assert_eq!(try_on("crates/cutover-a", "cutover-a", good), none);
    assert_eq!(try_on("examples/model", "cutover-examples", good), none);
    assert_eq!(try_on("tests", "cutover-tests", good), none);

    assert_eq!(
        try_on("crates/a", "cutover-a", good),
        ["cutover-a lies in the folder crates/a"]
    );
    assert_eq!(
        try_on("crates/x", "cutover-tests", good),
        ["cutover-tests lies in the folder crates/x"]
    );
    for key in INHERITED {
        let bad = good.replace(&format!("\n{key}.workspace = true"), &format!("\n{key} = \"1\""));
        let expected = format!("cutover-a does not take its {key} from the workspace");
        assert_eq!(try_on("crates/cutover-a", "cutover-a", &bad), [expected]);
    }
    for bad in [
        good.replace("[lints]\nworkspace = true\n", ""),
        good.replace("[lints]\nworkspace", "[lints.rust]\na"),
    ] {
        let expected = "cutover-a does not take its lints from the workspace";
        assert_eq!(try_on("crates/cutover-a", "cutover-a", &bad), [expected]);
    }
}
