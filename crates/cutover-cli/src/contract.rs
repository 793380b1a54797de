use std::path::{Path, PathBuf};

use cutover_contract::{ContractVersion, ReadError, Reading, canonical, read, read_json};
use serde::Serialize;
use serde_json::json;

use crate::arguments::ContractCommand;
use crate::output::Output;
use crate::{Answer, Trouble, input};

pub(crate) fn run(command: ContractCommand, output: &mut Output) -> Result<Answer, Trouble> {
    match command {
        ContractCommand::Check { files } => check(&files, output),
        ContractCommand::Read { file, version } => read_as(&file, version, output),
        ContractCommand::Digest { file } => digest(&file, output),
    }
}

/// One problem of one file.
#[derive(Debug, Serialize)]
pub(crate) struct FileProblem {
    pub(crate) file: String,
    pub(crate) pointer: String,
    pub(crate) message: String,
}

impl FileProblem {
    pub(crate) fn line(&self) -> String {
        format!("{}: {}: {}", self.file, self.pointer, self.message)
    }
}

fn check(files: &[PathBuf], output: &mut Output) -> Result<Answer, Trouble> {
    let mut problems = Vec::new();
    for file in files {
        let name = input::name(file);
        let problem = |pointer: &str, message: &str| FileProblem {
            file: name.clone(),
            pointer: pointer.to_owned(),
            message: message.to_owned(),
        };
        match read(&input::bytes(file)?) {
            Ok(reading) => {
                problems.extend(
                    reading
                        .violations()
                        .iter()
                        .map(|found| problem(&found.pointer, &found.message)),
                );
                for repair in reading.repairs() {
                    output.remark(&format!("repaired: {name}: {repair}"));
                }
            }
            Err(ReadError::Invalid(faults)) => {
                problems.extend(
                    faults
                        .iter()
                        .map(|found| problem(&found.problem.pointer, &found.problem.message)),
                );
            }
            Err(source) => return Err(Trouble::Contract { file: name, source }),
        }
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

fn reading(file: &Path) -> Result<(Vec<u8>, Reading), Trouble> {
    let bytes = input::bytes(file)?;
    let reading = read(&bytes).map_err(|source| Trouble::Contract {
        file: input::name(file),
        source,
    })?;
    Ok((bytes, reading))
}

fn read_as(file: &Path, version: ContractVersion, output: &mut Output) -> Result<Answer, Trouble> {
    let (_, reading) = reading(file)?;
    let written = reading.write(version);
    for repair in reading.repairs() {
        output.remark(&format!("repaired: {repair}"));
    }
    for pointer in &written.lost {
        output.remark(&format!("lost: {pointer}"));
    }
    for violation in reading.violations() {
        output.remark(&format!("violation: {violation}"));
    }
    let document = serde_json::to_value(&written.document).map_err(std::io::Error::from)?;
    let pairs = |list: Vec<(&String, &String)>| -> Vec<_> {
        list.into_iter()
            .map(|(pointer, message)| json!({"pointer": pointer, "message": message}))
            .collect()
    };
    let repaired = reading
        .repairs()
        .iter()
        .map(|repair| (&repair.pointer, &repair.message))
        .collect();
    let violations = reading
        .violations()
        .iter()
        .map(|found| (&found.pointer, &found.message))
        .collect();
    let whole = json!({
        "document": document,
        "version": version.to_string(),
        "readAs": reading.version().to_string(),
        "repaired": pairs(repaired),
        "lost": written.lost,
        "violations": pairs(violations),
    });
    output.print([format!("{document:#}")], &whole)?;
    Ok(Answer::Yes)
}

fn digest(file: &Path, output: &mut Output) -> Result<Answer, Trouble> {
    let (bytes, _) = reading(file)?;
    let name = || input::name(file);
    let document = read_json(&bytes).map_err(|source| Trouble::Contract { file: name(), source })?;
    let digest =
        canonical::digest(&document).map_err(|source| Trouble::Canonical { file: name(), source })?;
    output.print([digest.to_string()], &json!({ "digest": digest.to_string() }))?;
    Ok(Answer::Yes)
}
