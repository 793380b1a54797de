use std::io::Write;
use std::process::{Command, Stdio};

fn cutover(arguments: &[&str], input: &[u8]) -> std::process::Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_cutover"))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // The command stops reading at its limit; then the rest has nowhere to go.
    let _ = child.stdin.take().unwrap().write_all(input);
    child.wait_with_output().unwrap()
}

#[test]
fn hostile_input_ends_with_exit_code_2_and_one_line() {
    let deep = format!("{}{}", "[".repeat(1_000_000), "]".repeat(1_000_000)).into_bytes();
    let large = vec![b' '; 64 * 1024 * 1024];
    let inputs: &[&[u8]] = &[
        b"",
        b"   ",
        b"{",
        b"\xff\xfe{}",
        b"\xef\xbb\xbf{}",
        b"{\"a\": 1, \"a\": 2}",
        b"[1e999999]",
        &deep,
        &large,
    ];
    for command in [
        &["contract", "check", "-"][..],
        &["contract", "read", "-"],
        &["contract", "digest", "-"],
        &["schema", "validate", "deployment-intent", "-"],
        &["schema", "compare", "-", "-"],
    ] {
        for input in inputs {
            let ended = cutover(command, input);
            let words = String::from_utf8(ended.stderr).unwrap();
            let shown = String::from_utf8_lossy(&input[..input.len().min(12)]).into_owned();
            // A byte-order mark is a fault of the document for a contract, and unreadable for a schema.
            let code = ended.status.code().unwrap();
            assert!(
                code == 2 || (code == 1 && command[1] == "check"),
                "{command:?} {shown}: {code} {words}"
            );
            if code == 2 {
                assert_eq!(words.lines().count(), 1, "{command:?} {shown}: {words}");
                assert!(words.starts_with("cutover: "), "{words}");
                assert!(ended.stdout.is_empty());
            }
        }
    }
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_cutover"))
        .args(["schema", "show", "deployment-contract"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let ended = child.wait_with_output().unwrap();
    assert!(
        ended.status.code().unwrap() == 0,
        "{:?}",
        String::from_utf8(ended.stderr)
    );
}

#[test]
fn misuse_is_exit_code_2_and_help_is_0() {
    for arguments in [
        &[][..],
        &["contract"],
        &["contract", "check"],
        &["contract", "read", "a", "--as", "3.0"],
        &["schema", "compare", "a"],
    ] {
        assert_eq!(cutover(arguments, b"").status.code(), Some(2), "{arguments:?}");
    }
    for arguments in [
        &["--help"][..],
        &["--version"],
        &["contract", "check", "--help"],
        &["schema", "compare", "--help"],
    ] {
        let ended = cutover(arguments, b"");
        assert_eq!(ended.status.code(), Some(0), "{arguments:?}");
        assert!(!ended.stdout.is_empty());
    }
}
