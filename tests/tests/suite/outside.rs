//! Packages outside the workspace, where no other crate's features reach: each is built and tested by itself.

use std::path::PathBuf;
use std::process::Command;

use crate::workspace::root;

/// Where they are built: below the workspace's own target folder, apart from it.
fn target() -> PathBuf {
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from);
    if target.is_absolute() {
        target.join("outside")
    } else {
        root().join(target).join("outside")
    }
}

/// What cargo said, and whether it was content.
fn cargo(folder: &str, arguments: &[&str]) -> (bool, String) {
    let run = Command::new(env!("CARGO"))
        .args(arguments)
        .current_dir(root().join(folder))
        .env("CARGO_TARGET_DIR", target())
        .output()
        .unwrap();
    let said = [run.stdout, run.stderr].concat();
    (run.status.success(), String::from_utf8_lossy(&said).into_owned())
}

#[test]
fn digests_are_the_same_for_who_links_only_the_contract() {
    let (passed, said) = cargo("tests/outside/contract", &["test", "--locked"]);
    assert!(passed && said.contains("test result: ok. 3 passed"), "{said}");
}

#[test]
fn who_links_only_the_contract_links_neither_a_schema_judge_nor_a_runtime() {
    let (listed, tree) = cargo(
        "tests/outside/contract",
        &["tree", "--locked", "-e", "normal", "--prefix", "none"],
    );
    assert!(listed && tree.contains("cutover-contract "), "{tree}");
    for foreign in ["jsonschema ", "tokio ", "rusqlite ", "clap "] {
        assert!(
            !tree.lines().any(|line| line.starts_with(foreign)),
            "{foreign} is linked:\n{tree}"
        );
    }
}
