//! The crate graph, as the manifests declare it, against the table.

use super::table::Row;
use crate::workspace::{Dependency, Metadata, Package, metadata, metadata_of};

fn problems(metadata: &Metadata) -> Vec<String> {
    let mut problems = Vec::new();
    for member in metadata.members() {
        let Some(row) = Row::find(&member.name) else {
            problems.push(format!("{} is not in the table of crates", member.name));
            continue;
        };
        for dependency in &member.dependencies {
            problems.extend(problem(metadata, member, row, dependency));
        }
    }
    problems
}

fn problem(metadata: &Metadata, member: &Package, row: &Row, dependency: &Dependency) -> Option<String> {
    let (from, to) = (&member.name, &dependency.name);
    let Some(used) = Row::find(to) else {
        let foreign = dependency.path.is_some() || metadata.has_member(to);
        return foreign.then(|| format!("{from} uses {to}, which is not in the table of crates"));
    };
    if dependency.path.is_none() {
        return Some(format!(
            "{from} uses {to} of the registry and not the one beside it"
        ));
    }
    if dependency.is_dev() {
        return (dependency.req != "*").then(|| {
            format!(
                "{from} uses {to} in its tests with the version {}, allowed: a path alone",
                dependency.req
            )
        });
    }
    (!row.may_use(used)).then(|| format!("{from} must not use {to}"))
}

#[test]
fn crates_use_only_what_the_table_allows() {
    let metadata = metadata();
    assert!(metadata.has_member("cutover-model"));
    assert_eq!(problems(metadata), <[String; 0]>::default());
}

#[test]
fn edges_outside_the_table_are_found() {
    let dependency = |name: &str, kind: &str, req: &str| {
        format!(r#"{{ "name": "{name}", "req": "{req}", "kind": {kind}, "path": "/w/crates/{name}" }}"#)
    };
    let cases = [
        (
            "cutover-contract",
            dependency("cutover-model", "null", "^0.1"),
            "",
        ),
        (
            "cutover-model",
            dependency("cutover-contract", "null", "^0.1"),
            "cutover-model must not use cutover-contract",
        ),
        (
            "cutover-plan",
            dependency("cutover-sqlite", "\"build\"", "*"),
            "cutover-plan must not use cutover-sqlite",
        ),
        (
            "cutover",
            dependency("cutover-sqlite", "null", "*"),
            "cutover must not use cutover-sqlite",
        ),
        (
            "cutover-report",
            dependency("cutover-probe", "null", "*"),
            "cutover-report must not use cutover-probe",
        ),
        ("cutover-cli", dependency("cutover-probe", "null", "*"), ""),
        (
            "cutover-cli",
            dependency("cutover-tests", "null", "*"),
            "cutover-cli must not use cutover-tests",
        ),
        ("cutover-model", dependency("cutover-sqlite", "\"dev\"", "*"), ""),
        (
            "cutover-model",
            dependency("cutover-tests", "\"dev\"", "^0.1.0"),
            "cutover-model uses cutover-tests in its tests with the version ^0.1.0, allowed: a path alone",
        ),
        (
            "cutover-model",
            dependency("elsewhere", "null", "*"),
            "cutover-model uses elsewhere, which is not in the table of crates",
        ),
        (
            "cutover-contract",
            r#"{ "name": "cutover-model", "req": "^0.1", "kind": null, "path": null }"#.to_owned(),
            "cutover-contract uses cutover-model of the registry and not the one beside it",
        ),
        (
            "cutover-new",
            String::new(),
            "cutover-new is not in the table of crates",
        ),
    ];
    for (member, dependency, expected) in cases {
        let metadata = metadata_of(&format!(
            r#"{{
                "packages": [{{
                    "id": "m", "name": "{member}", "version": "0.1.0", "license": null, "source": null,
                    "manifest_path": "/w/Cargo.toml", "dependencies": [{dependency}], "targets": []
                }}],
                "workspace_members": ["m"],
                "resolve": {{ "nodes": [] }}
            }}"#
        ));
        assert_eq!(problems(&metadata).join("\n"), expected, "{member}: {dependency}");
    }
}
