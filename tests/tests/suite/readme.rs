//! The pages a newcomer reads first: their commands and their links.

use std::path::{Component, Path, PathBuf};

use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag, TagEnd};

use crate::workspace::{metadata, read, root};

const PAGES: &[&str] = &["README.md", "ARCHITECTURE.md"];
const COMMANDS: &[&str] = &["cargo run -p cutover-examples", "tests/run"];

/// What the rules look at on a page.
#[derive(Debug, Default)]
struct Page {
    commands: Vec<String>,
    links: Vec<String>,
    anchors: Vec<String>,
}

impl Page {
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "a page has more than the rules look at"
    )]
    fn read(text: &str) -> Self {
        let mut page = Self::default();
        let mut heading = None::<String>;
        let mut shell = false;
        for event in Parser::new(text) {
            match event {
                Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => shell = &*info == "sh",
                Event::Start(Tag::Heading { .. }) => heading = Some(String::new()),
                Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
                    page.links.push(dest_url.into_string());
                }
                Event::End(TagEnd::CodeBlock) => shell = false,
                Event::End(TagEnd::Heading(_)) => page.anchors.extend(heading.take().as_deref().map(anchor)),
                Event::Text(text) if shell => page.commands.push(text.trim_end().to_owned()),
                Event::Text(text) | Event::Code(text) => {
                    if let Some(heading) = &mut heading {
                        heading.push_str(&text);
                    }
                }
                _ => {}
            }
        }
        page
    }
}

/// The anchor under which a heading is found.
fn anchor(heading: &str) -> String {
    let kept = heading
        .chars()
        .filter(|char| char.is_alphanumeric() || matches!(char, ' ' | '-' | '_'));
    kept.collect::<String>().trim().to_lowercase().replace(' ', "-")
}

fn command_problem(page: &Page) -> Option<String> {
    (page.commands != COMMANDS)
        .then(|| format!("its commands are {:?}, allowed: {COMMANDS:?}", page.commands))
}

/// The links that lead nowhere, given the text of every file and the existence of every path.
fn dead_links(
    name: &str,
    page: &Page,
    text_of: impl Fn(&Path) -> Option<String>,
    exists: impl Fn(&Path) -> bool,
) -> Vec<String> {
    let outside = |link: &str| link.contains("://") || link.starts_with("mailto:");
    let mut dead = Vec::new();
    for link in page.links.iter().filter(|link| !outside(link)) {
        let (path, wanted) = link
            .split_once('#')
            .map_or((link.as_str(), None), |(path, anchor)| (path, Some(anchor)));
        let here = Path::new(name);
        let file = if path.is_empty() {
            here.to_owned()
        } else {
            tidy(&here.parent().unwrap_or(here).join(path))
        };
        let found = match wanted {
            None => exists(&file),
            Some(anchor) => text_of(&file)
                .is_some_and(|text| Page::read(&text).anchors.iter().any(|found| found == anchor)),
        };
        if !found {
            dead.push(format!("{name} links to {link}, which is not there"));
        }
    }
    dead
}

fn tidy(path: &Path) -> PathBuf {
    let mut tidy = PathBuf::new();
    for component in path.components() {
        let dropped = component == Component::CurDir || (component == Component::ParentDir && tidy.pop());
        if !dropped {
            tidy.push(component);
        }
    }
    tidy
}

#[test]
fn the_readme_has_the_two_commands() {
    assert_eq!(command_problem(&Page::read(&read("README.md"))), None);
}

#[test]
fn the_two_commands_exist() {
    let examples = metadata()
        .members()
        .find(|member| member.name == "cutover-examples")
        .expect("the package cutover-examples");
    let binaries = examples
        .targets
        .iter()
        .filter(|target| target.kind.contains(&"bin".to_owned()))
        .count();
    assert_eq!(binaries, 1, "cargo run must know which binary is meant");
    let run = root().join("tests/run");
    let started = std::process::Command::new(run)
        .arg("--no-such-option")
        .output()
        .unwrap();
    assert_eq!(
        started.status.code(),
        Some(2),
        "tests/run refuses what it does not know"
    );
}

#[test]
fn links_between_the_pages_resolve() {
    let crates = metadata()
        .members()
        .map(|member| member.manifest_path.with_file_name("README.md"));
    let crates = crates
        .filter(|page| page.exists())
        .map(|page| page.strip_prefix(root()).unwrap().to_owned());
    for name in PAGES.iter().map(PathBuf::from).chain(crates) {
        let text_of = |path: &Path| std::fs::read_to_string(root().join(path)).ok();
        let page = Page::read(&read(&name));
        let dead = dead_links(name.to_str().unwrap(), &page, text_of, |path| {
            root().join(path).exists()
        });
        assert_eq!(dead, <[String; 0]>::default());
    }
}

#[test]
fn other_commands_are_found() {
    let page = |blocks: &[&str]| {
        let blocks: Vec<_> = blocks
            .iter()
            .map(|block| format!("Text\n\n```{block}\n```\n"))
            .collect();
        Page::read(&blocks.join("\n"))
    };
    let (run, test) = ("sh\ncargo run -p cutover-examples", "sh\ntests/run");
    assert_eq!(command_problem(&page(&[run, "rust\nlet a = 1;", test])), None);
    for bad in [
        &[run] as &[&str],
        &[test, run],
        &[run, test, "sh\nmake"],
        &[run, "sh\ntests/run --full"],
        &[run, "bash\ntests/run"],
        &["sh\ncargo run -p cutover-examples\ntests/run"],
        &[],
    ] {
        assert!(command_problem(&page(bad)).is_some(), "{bad:?}");
    }
}

#[test]
fn dead_links_are_found() {
    let files = [
        ("README.md", "# Top\n"),
        ("docs/A.md", "# The `crates`, and *why*\n"),
        ("crates/a/README.md", ""),
    ];
    let text_of = |path: &Path| {
        files
            .iter()
            .find(|(name, _)| path == Path::new(name))
            .map(|(_, text)| (*text).to_owned())
    };
    let dead =
        |name: &str, text: &str| dead_links(name, &Page::read(text), text_of, |path| text_of(path).is_some());
    let good = "[a](docs/A.md) [b](docs/A.md#the-crates-and-why) [c](https://host/none) `[d](none)` ![e](README.md)\n\n\
                [f]: ./docs/A.md\n[f] [g](#top)\n\n# Top\n\n```\n[h](none)\n```\n";
    assert_eq!(dead("README.md", good), <[String; 0]>::default());
    assert_eq!(
        dead("crates/a/README.md", "[a](../../docs/A.md#the-crates-and-why)"),
        <[String; 0]>::default()
    );
    for bad in [
        "[a](none)",
        "![a](none)",
        "[a](#none)",
        "[a](docs/A.md#top)",
        "[a]\n\n[a]: ../docs/A.md",
        "[a](none#top)",
    ] {
        assert_eq!(dead("README.md", bad).len(), 1, "{bad}");
    }
}
