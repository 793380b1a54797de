//! Nothing is skipped in silence: a test may wait for `tests/run`, and says for what.

use std::path::Path;

use crate::workspace::{files_below, read};

/// The lines of a Rust file that skip a test or an example in another way than the one allowed.
fn problems(path: &Path, text: &str) -> Vec<String> {
    let mut problems = Vec::new();
    for (number, line) in text.lines().map(str::trim).enumerate() {
        let place = || format!("{}:{}", path.display(), number + 1);
        let attribute = line.strip_prefix("#[").or_else(|| line.strip_prefix("#!["));
        if let Some(attribute) = attribute {
            let conditional = attribute.starts_with("cfg_attr(") && attribute.contains(", ignore");
            if conditional || (attribute.starts_with("ignore") && !waits(attribute)) {
                problems.push(format!(
                    "{} skips a test, allowed: ignore = \"needs ...: tests/run\"",
                    place()
                ));
            }
        }
        let example = ["/// ```", "//! ```"]
            .iter()
            .find_map(|fence| line.strip_prefix(fence));
        if example.is_some_and(|info| info.split(',').any(|word| word.trim().starts_with("ignore"))) {
            problems.push(format!("{} skips an example", place()));
        }
    }
    problems
}

fn waits(attribute: &str) -> bool {
    let needs = attribute
        .strip_prefix("ignore = \"needs ")
        .and_then(|rest| rest.strip_suffix(": tests/run\"]"));
    needs.is_some_and(|needs| !needs.trim().is_empty())
}

#[test]
fn every_test_that_waits_says_for_what() {
    let mut looked_at = 0;
    for folder in ["crates", "examples", "tests"] {
        for path in files_below(folder) {
            if path.extension().is_some_and(|end| end == "rs") {
                looked_at += 1;
                assert_eq!(problems(&path, &read(&path)), <[String; 0]>::default());
            }
        }
    }
    assert!(looked_at > 5);
}

#[test]
fn what_is_skipped_otherwise_is_found() {
    let found = |line: &str| problems(Path::new("a.rs"), &format!("fn a() {{}}\n    {line}\n"));
    for good in [
        "#[ignore = \"needs PostgreSQL: tests/run\"]",
        "// #[ignore] is refused",
        "/// ```",
        "/// ```should_panic",
        "#[arg(long, ignore_case = true)]",
    ] {
        assert_eq!(found(good), <[String; 0]>::default(), "{good}");
    }
    for bad in [
        "#[ignore]",
        "#[ignore = \"flaky\"]",
        "#[ignore = \"needs : tests/run\"]",
        "#[ignore = \"needs PostgreSQL\"]",
        "#[cfg_attr(windows, ignore)]",
        "#[cfg_attr(windows, ignore = \"needs PostgreSQL: tests/run\")]",
        "/// ```ignore",
        "//! ```rust,ignore",
        "/// ```ignore-windows",
    ] {
        assert_eq!(found(bad).len(), 1, "{bad}");
    }
}
