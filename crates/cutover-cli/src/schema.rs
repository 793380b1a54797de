use std::path::{Path, PathBuf};

use cutover_schema::{Change, Comparison, Effect, Readers, Schema, Validator, Verdict, compare, read};
use serde_json::{Value, json};

use crate::arguments::{Mode, SchemaCommand};
use crate::contract::FileProblem;
use crate::output::Output;
use crate::registry::registry;
use crate::{Answer, Trouble, input};

pub(crate) fn run(command: SchemaCommand, output: &mut Output) -> Result<Answer, Trouble> {
    match command {
        SchemaCommand::List => list(output),
        SchemaCommand::Export { folder } => export(&folder, output),
        SchemaCommand::Show { kind, version } => show(&kind, version.as_deref(), output),
        SchemaCommand::Validate { kind, files, version } => {
            validate(&kind, version.as_deref(), &files, output)
        }
        SchemaCommand::Compare {
            old,
            new,
            mode,
            strict_readers,
        } => {
            let readers = if strict_readers {
                Readers::Strict
            } else {
                Readers::Ignoring
            };
            compare_files(&old, &new, mode, readers, output)
        }
    }
}

fn list(output: &mut Output) -> Result<Answer, Trouble> {
    let registry = registry()?;
    let documents = registry.documents();
    let width = documents
        .iter()
        .map(|document| document.kind.len())
        .max()
        .unwrap_or(0);
    let lines = documents.iter().map(|document| {
        format!(
            "{:width$}  {}  {}",
            document.kind, document.version, document.description
        )
    });
    let values: Vec<Value> = documents
        .iter()
        .map(|document| {
            json!({"kind": document.kind, "version": document.version, "description": document.description})
        })
        .collect();
    output.print(lines, &values)?;
    Ok(Answer::Yes)
}

fn export(folder: &Path, output: &mut Output) -> Result<Answer, Trouble> {
    // All schemas are made before the first is written.
    let exported = registry()?.export()?;
    let mut written = Vec::new();
    for schema in exported {
        let path = folder.join(schema.path());
        let made = path.parent().map_or(Ok(()), std::fs::create_dir_all);
        made.and_then(|()| std::fs::write(&path, schema.text()))
            .map_err(|source| Trouble::Write {
                path: path.display().to_string(),
                source,
            })?;
        written.push(path.display().to_string());
    }
    output.print(written.iter().cloned(), &written)?;
    Ok(Answer::Yes)
}

fn show(kind: &str, version: Option<&str>, output: &mut Output) -> Result<Answer, Trouble> {
    let schema = cutover_schema::export(registry()?.find(kind, version)?)?.schema;
    output.print([format!("{schema:#}")], &schema)?;
    Ok(Answer::Yes)
}

fn validate(
    kind: &str,
    version: Option<&str>,
    files: &[PathBuf],
    output: &mut Output,
) -> Result<Answer, Trouble> {
    let exported = cutover_schema::export(registry()?.find(kind, version)?)?;
    let schema = Schema::new(exported.schema.clone()).map_err(|source| Trouble::Schema {
        file: format!("schema {}", exported.path()),
        source,
    })?;
    let validator = Validator::new(&schema);
    let mut problems = Vec::new();
    for file in files {
        let document = json_file(file)?;
        problems.extend(validator.faults(&document).into_iter().map(|fault| FileProblem {
            file: input::name(file),
            pointer: fault.pointer,
            message: fault.message,
        }));
    }
    output.print(
        problems.iter().map(FileProblem::line),
        &json!({ "problems": problems }),
    )?;
    Ok(if problems.is_empty() {
        Answer::Yes
    } else {
        Answer::No
    })
}

fn json_file(file: &Path) -> Result<Value, Trouble> {
    read(&input::bytes(file)?).map_err(|source| Trouble::Json {
        file: input::name(file),
        source,
    })
}

fn schema_file(file: &Path) -> Result<Schema, Trouble> {
    Schema::new(json_file(file)?).map_err(|source| Trouble::Schema {
        file: input::name(file),
        source,
    })
}

fn compare_files(
    old: &Path,
    new: &Path,
    mode: Mode,
    readers: Readers,
    output: &mut Output,
) -> Result<Answer, Trouble> {
    let comparison = compare(&schema_file(old)?, &schema_file(new)?, readers);
    let mode = match mode {
        Mode::Backward => cutover_schema::Mode::Backward,
        Mode::Forward => cutover_schema::Mode::Forward,
        Mode::Full => cutover_schema::Mode::Full,
    };
    let verdict = comparison.verdict(mode);
    let whole = json!({
        "mode": mode,
        "verdict": verdict,
        "backward": comparison.backward,
        "forward": comparison.forward,
        "changes": comparison.changes.iter().map(change_value).collect::<Vec<_>>(),
    });
    output.print(lines(&comparison), &whole)?;
    output.remark(match verdict {
        Verdict::Compatible => "compatible",
        Verdict::Breaking => "breaking",
        Verdict::Undecided => "undecided, which is no yes",
    });
    Ok(if verdict == Verdict::Compatible {
        Answer::Yes
    } else {
        Answer::No
    })
}

fn change_value(change: &Change) -> Value {
    json!({
        "path": change.path,
        "kind": change.kind,
        "sentence": change.sentence,
        "breaks": change.breaks(),
        "backward": change.backward,
        "forward": change.forward,
    })
}

/// A line per change, and below it the documents that show what it breaks. What no single change explains comes last.
fn lines(comparison: &Comparison) -> Vec<String> {
    let mut lines = Vec::new();
    for change in &comparison.changes {
        lines.push(change.to_string());
        lines.extend(effect("new readers refuse", &change.backward));
        lines.extend(effect("old readers refuse", &change.forward));
    }
    lines
}

fn effect(who: &str, effect: &Effect) -> Option<String> {
    match effect {
        Effect::Harmless => None,
        Effect::Breaks { witness } => Some(format!("  {who} {witness}")),
        Effect::Undecided { reason } => Some(format!("  undecided: {reason}")),
    }
}
