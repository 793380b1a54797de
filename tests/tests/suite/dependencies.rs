//! What the workspace links: licences, banned crates and features, sources, one version of each.
//!
//! The rules are those of `deny.toml`, in the meaning that cargo-deny gives them.

use std::collections::BTreeMap;

use serde::Deserialize;
use spdx::{Expression, Licensee, ParseMode};

use crate::workspace::{Metadata, Package, metadata, metadata_of, read};

/// The part of `deny.toml` that these rules hold. What they do not hold is refused, not passed over.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Policy {
    graph: Graph,
    licenses: Licenses,
    sources: Sources,
    bans: Bans,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Graph {
    all_features: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Licenses {
    allow: Vec<String>,
    #[serde(rename = "unused-allowed-license")]
    _unused: Level,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Sources {
    unknown_registry: Level,
    unknown_git: Level,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Bans {
    multiple_versions: Level,
    multiple_versions_include_dev: bool,
    wildcards: Level,
    allow_wildcard_paths: bool,
    deny: Vec<Ban>,
    skip: Vec<Skip>,
    features: Vec<FeatureBan>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Level {
    Allow,
    Deny,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Ban {
    #[serde(rename = "crate")]
    name: String,
    reason: String,
    #[serde(rename = "use-instead")]
    _instead: Option<String>,
}

/// One version of a crate that may stand beside another: `name@1.2.3`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Skip {
    #[serde(rename = "crate")]
    name: String,
    reason: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct FeatureBan {
    #[serde(rename = "crate")]
    name: String,
    deny: Vec<String>,
    reason: String,
}

fn problems(policy: &Policy, metadata: &Metadata) -> Vec<String> {
    let mut problems = weak_levels(policy);
    for package in &metadata.packages {
        problems.extend(licence_problem(policy, package));
        problems.extend(wildcard_problems(package));
        let ban = policy.bans.deny.iter().find(|ban| ban.name == package.name);
        problems.extend(ban.map(|ban| format!("{} is banned: {}", title(package), ban.reason)));
    }
    problems.extend(source_problems(metadata));
    problems.extend(feature_problems(policy, metadata));
    problems.extend(version_problems(policy, metadata));
    problems
}

fn title(package: &Package) -> String {
    format!("{} {}", package.name, package.version)
}

/// The levels that these rules take for granted.
fn weak_levels(policy: &Policy) -> Vec<String> {
    let levels = [
        ("unknown-registry", policy.sources.unknown_registry),
        ("unknown-git", policy.sources.unknown_git),
        ("multiple-versions", policy.bans.multiple_versions),
        ("wildcards", policy.bans.wildcards),
    ];
    let mut problems: Vec<_> = levels
        .iter()
        .filter(|(_, level)| *level != Level::Deny)
        .map(|(key, _)| format!("deny.toml does not deny {key}"))
        .collect();
    for (key, set) in [
        ("all-features", policy.graph.all_features),
        (
            "multiple-versions-include-dev",
            policy.bans.multiple_versions_include_dev,
        ),
        ("allow-wildcard-paths", policy.bans.allow_wildcard_paths),
    ] {
        if !set {
            problems.push(format!("deny.toml does not set {key}"));
        }
    }
    problems
}

fn licence_problem(policy: &Policy, package: &Package) -> Option<String> {
    let title = title(package);
    let Some(licence) = &package.license else {
        return Some(format!("{title} names no licence"));
    };
    let expression = match Expression::parse_mode(licence, ParseMode::LAX) {
        Ok(expression) => expression,
        Err(error) => return Some(format!("{title} has the licence {licence:?}: {}", error.reason)),
    };
    let allowed = |given: &spdx::LicenseReq| {
        policy
            .licenses
            .allow
            .iter()
            .any(|allowed| Licensee::parse(allowed).is_ok_and(|allowed| allowed.satisfies(given)))
    };
    (!expression.evaluate(allowed))
        .then(|| format!("{title} has the licence {licence:?}, which is not allowed"))
}

/// All of it comes from one registry: what comes from elsewhere cannot be published with us.
fn source_problems(metadata: &Metadata) -> Vec<String> {
    let source = |package: &Package| package.source.clone();
    let registry = metadata
        .packages
        .iter()
        .filter_map(source)
        .find(|source| source.starts_with("registry+"));
    let foreign = |package: &&Package| package.source.is_some() && package.source != registry;
    let sources = metadata.packages.iter().filter(foreign);
    sources
        .map(|package| format!("{} is not from the registry of the others", title(package)))
        .collect()
}

fn wildcard_problems(package: &Package) -> impl Iterator<Item = String> {
    let ours = package.source.is_none();
    let anything = package
        .dependencies
        .iter()
        .filter(move |used| ours && used.req == "*" && used.path.is_none());
    anything.map(|used| format!("{} takes any version of {}", title(package), used.name))
}

fn feature_problems(policy: &Policy, metadata: &Metadata) -> Vec<String> {
    let mut problems = Vec::new();
    for node in &metadata.resolve.nodes {
        let package = metadata.packages.iter().find(|package| package.id == node.id);
        for ban in policy
            .bans
            .features
            .iter()
            .filter(|ban| package.is_some_and(|package| package.name == ban.name))
        {
            for feature in node.features.iter().filter(|feature| ban.deny.contains(feature)) {
                problems.push(format!("{} has its feature {feature}: {}", ban.name, ban.reason));
            }
        }
    }
    problems
}

fn version_problems(policy: &Policy, metadata: &Metadata) -> Vec<String> {
    let mut versions = BTreeMap::<&str, Vec<&str>>::new();
    for package in &metadata.packages {
        versions.entry(&package.name).or_default().push(&package.version);
    }
    let mut problems = Vec::new();
    for skip in &policy.bans.skip {
        let (name, version) = skip.name.split_once('@').unwrap_or((&skip.name, ""));
        let found = versions
            .get_mut(name)
            .filter(|found| found.len() > 1 && found.contains(&version));
        match found {
            Some(found) => found.retain(|found| *found != version),
            None => problems.push(format!(
                "{} stands beside no other version, yet is skipped",
                skip.name
            )),
        }
        if skip.reason.trim().is_empty() {
            problems.push(format!("{} is skipped without a reason", skip.name));
        }
    }
    for (name, versions) in versions.iter().filter(|(_, versions)| versions.len() > 1) {
        problems.push(format!("{name} has the versions {}", versions.join(" and ")));
    }
    problems
}

#[test]
fn what_is_linked_is_what_deny_toml_allows() {
    let policy: Policy = toml::from_str(&read("deny.toml")).unwrap();
    for allowed in &policy.licenses.allow {
        assert!(Licensee::parse(allowed).is_ok(), "{allowed} is no licence");
    }
    assert_eq!(problems(&policy, metadata()), <[String; 0]>::default());
    let linked = metadata()
        .packages
        .iter()
        .filter(|package| package.source.is_some())
        .count();
    cutover_tests::figure("dependencies", "packages of others, for all platforms", linked).unwrap();
}

#[test]
fn a_key_that_nobody_holds_is_refused() {
    let text = read("deny.toml").replace("[licenses]\n", "[licenses]\nexceptions = []\n");
    let error = toml::from_str::<Policy>(&text).unwrap_err().to_string();
    assert!(error.contains("unknown field `exceptions`"), "{error}");
}

const POLICY: &str = r#"
    graph = { all-features = true }
    licenses = { allow = ["MIT", "Apache-2.0", "Apache-2.0 WITH LLVM-exception"], unused-allowed-license = "allow" }
    sources = { unknown-registry = "deny", unknown-git = "deny" }
    [bans]
    multiple-versions = "deny"
    multiple-versions-include-dev = true
    wildcards = "deny"
    allow-wildcard-paths = true
    deny = [{ crate = "openssl", reason = "why not" }]
    skip = [{ crate = "old@1.0.0", reason = "somebody needs it" }]
    features = [{ crate = "json", deny = ["precise"], reason = "it spreads" }]
"#;

/// Packages given as name, version, licence, source, features, and the requirement of one dependency.
fn problems_of(policy: &str, packages: &[[&str; 6]]) -> Vec<String> {
    let policy: Policy = toml::from_str(policy).unwrap();
    let (mut listed, mut nodes) = (Vec::new(), Vec::new());
    for [name, version, license, source, features, req] in packages {
        let features: Vec<_> = features.split(' ').collect();
        let source = (!source.is_empty()).then_some(source);
        let license = (!license.is_empty()).then_some(license);
        listed.push(serde_json::json!({
            "id": format!("{name}@{version}"), "name": name, "version": version, "license": license,
            "source": source, "manifest_path": "/w/Cargo.toml", "targets": [],
            "dependencies": [{ "name": "used", "req": req, "kind": null, "path": null }],
        }));
        nodes.push(serde_json::json!({ "id": format!("{name}@{version}"), "features": features }));
    }
    let metadata = serde_json::json!({
        "packages": listed, "workspace_members": [], "resolve": { "nodes": nodes },
    });
    problems(&policy, &metadata_of(&metadata.to_string()))
}

const REGISTRY: &str = "registry+https://host/a";
const OLD: [[&str; 6]; 2] = [
    ["old", "1.0.0", "MIT", REGISTRY, "", "^1"],
    ["old", "2.0.0", "MIT", REGISTRY, "", "^1"],
];

#[test]
fn licences_are_judged_as_expressions() {
    let refused = |licence: &str| format!("a 1.0.0 has the licence {licence:?}, which is not allowed");
    let cases = [
        ("MIT", String::new()),
        ("MIT OR GPL-3.0-only", String::new()),
        ("GPL-3.0-only OR (MIT AND Apache-2.0)", String::new()),
        ("Apache-2.0/MIT", String::new()),
        ("Apache-2.0 WITH LLVM-exception", String::new()),
        ("GPL-3.0-only", refused("GPL-3.0-only")),
        ("MIT AND GPL-3.0-only", refused("MIT AND GPL-3.0-only")),
        (
            "MIT WITH Classpath-exception-2.0",
            refused("MIT WITH Classpath-exception-2.0"),
        ),
        (
            "(MIT OR GPL-3.0-only) AND BSD-3-Clause",
            refused("(MIT OR GPL-3.0-only) AND BSD-3-Clause"),
        ),
        (
            "Ours alone",
            "a 1.0.0 has the licence \"Ours alone\": unknown term".to_owned(),
        ),
        ("", "a 1.0.0 names no licence".to_owned()),
    ];
    for (licence, expected) in cases {
        let packages = [OLD[0], OLD[1], ["a", "1.0.0", licence, REGISTRY, "", "^1"]];
        assert_eq!(problems_of(POLICY, &packages).join("\n"), expected, "{licence}");
    }
}

#[test]
fn what_is_banned_or_doubled_or_from_elsewhere_is_found() {
    let cases: [(&[[&str; 6]], &str); 11] = [
        (&[["json", "1.0.0", "MIT", REGISTRY, "std", "^1"]], ""),
        (&[["theirs", "1.0.0", "MIT", REGISTRY, "std", "*"]], ""),
        (
            &[["openssl", "0.10.0", "MIT", REGISTRY, "", "^1"]],
            "openssl 0.10.0 is banned: why not",
        ),
        (
            &[["json", "1.0.0", "MIT", REGISTRY, "std precise", "^1"]],
            "json has its feature precise: it spreads",
        ),
        (
            &[["a", "1.0.0", "MIT", "git+https://host/a", "", "^1"]],
            "a 1.0.0 is not from the registry of the others",
        ),
        (
            &[["a", "1.0.0", "MIT", "registry+https://host/b", "", "^1"]],
            "a 1.0.0 is not from the registry of the others",
        ),
        (
            &[["ours", "1.0.0", "MIT", "", "", "*"]],
            "ours 1.0.0 takes any version of used",
        ),
        (
            &[
                ["a", "1.0.0", "MIT", REGISTRY, "", "^1"],
                ["a", "2.0.0", "MIT", REGISTRY, "", "^1"],
            ],
            "a has the versions 1.0.0 and 2.0.0",
        ),
        (
            &[["old", "3.0.0", "MIT", REGISTRY, "", "^1"]],
            "old has the versions 2.0.0 and 3.0.0",
        ),
        (&[["b", "1.0.0", "MIT", REGISTRY, "precise", "^1"]], ""),
        (&[], ""),
    ];
    for (packages, expected) in cases {
        assert_eq!(
            problems_of(POLICY, &[&OLD, packages].concat()).join("\n"),
            expected,
            "{packages:?}"
        );
    }
}

#[test]
fn a_skip_without_need_or_reason_is_found() {
    assert_eq!(
        problems_of(POLICY, &[]),
        ["old@1.0.0 stands beside no other version, yet is skipped"]
    );
    assert_eq!(
        problems_of(POLICY, &OLD[..1]),
        ["old@1.0.0 stands beside no other version, yet is skipped"]
    );
    let unreasoned = POLICY.replace("somebody needs it", " ");
    assert_eq!(
        problems_of(&unreasoned, &OLD),
        ["old@1.0.0 is skipped without a reason"]
    );
    let every = POLICY.replace("old@1.0.0", "old");
    assert_eq!(
        problems_of(&every, &OLD),
        [
            "old stands beside no other version, yet is skipped",
            "old has the versions 1.0.0 and 2.0.0"
        ]
    );
}

#[test]
fn a_policy_that_is_lax_is_found() {
    for key in [
        "unknown-registry",
        "unknown-git",
        "multiple-versions",
        "wildcards",
    ] {
        let lax = POLICY.replace(&format!("{key} = \"deny\""), &format!("{key} = \"allow\""));
        assert_eq!(
            problems_of(&lax, &OLD),
            [format!("deny.toml does not deny {key}")]
        );
    }
    for key in [
        "all-features",
        "multiple-versions-include-dev",
        "allow-wildcard-paths",
    ] {
        let lax = POLICY.replace(&format!("{key} = true"), &format!("{key} = false"));
        assert_eq!(problems_of(&lax, &OLD), [format!("deny.toml does not set {key}")]);
    }
}
