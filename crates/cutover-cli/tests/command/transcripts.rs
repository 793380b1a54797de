//! Transcripts: each file holds commands after `$ `, and below each what it printed (`1>` to standard output, `2>` to
//! standard error) and its exit code. They run in the folder `files`. `CUTOVER_BLESS=1` writes them anew.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/command")
        .join(name)
}

/// One command and what came of it, as the transcript has it.
fn play(line: &str) -> String {
    let (line_without_input, input) = match line.split_once(" < ") {
        Some((command, file)) => (
            command,
            Stdio::from(fs::File::open(folder("files").join(file)).unwrap()),
        ),
        None => (line, Stdio::null()),
    };
    let mut words = line_without_input.split_whitespace();
    assert_eq!(words.next(), Some("cutover"), "{line}");
    let played = Command::new(env!("CARGO_BIN_EXE_cutover"))
        .args(words)
        .current_dir(folder("files"))
        .stdin(input)
        .output()
        .unwrap();
    let mut text = format!("$ {line}\n");
    for (mark, bytes) in [("1>", &played.stdout), ("2>", &played.stderr)] {
        for line in std::str::from_utf8(bytes).unwrap().lines() {
            text.push_str(format!("{mark} {line}").trim_end());
            text.push('\n');
        }
    }
    format!("{text}exit {}\n", played.status.code().unwrap())
}

#[test]
fn every_transcript_is_what_happens() {
    let mut played = 0;
    for entry in fs::read_dir(folder("transcripts")).unwrap() {
        let path = entry.unwrap().path();
        let transcript = fs::read_to_string(&path).unwrap();
        let commands: Vec<&str> = transcript
            .lines()
            .filter_map(|line| line.strip_prefix("$ "))
            .collect();
        played += commands.len();
        let text = commands
            .iter()
            .map(|line| play(line))
            .collect::<Vec<_>>()
            .join("\n");
        if std::env::var_os("CUTOVER_BLESS").is_some() {
            fs::write(&path, &text).unwrap();
        }
        let kept = fs::read_to_string(&path).unwrap();
        assert!(
            kept == text,
            "{} differs, CUTOVER_BLESS=1 writes it:\n{text}",
            path.display()
        );
    }
    assert!(played > 0, "there are no transcripts");
}
