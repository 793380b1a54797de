//! The `cutover` command: thin, all logic is in the libraries.
//!
//! Data goes to standard output, words go to standard error. It exits with 0 for yes, 1 for no, and 2 for misuse or
//! input that cannot be read.

mod arguments;
mod contract;
mod input;
mod output;
mod registry;
mod schema;

use std::process::ExitCode;

use clap::Parser;

use arguments::{Arguments, Command};
use output::Output;

/// How a command ended, when nothing kept it from deciding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Answer {
    Yes,
    No,
}

/// What keeps a command from deciding: exit code 2, and one line on standard error.
#[derive(Debug, thiserror::Error)]
enum Trouble {
    #[error(transparent)]
    Input(#[from] input::InputError),
    #[error("{file}")]
    Contract {
        file: String,
        source: cutover_contract::ReadError,
    },
    #[error("{file}")]
    Json {
        file: String,
        source: cutover_schema::ReadError,
    },
    #[error("{file}")]
    Schema {
        file: String,
        source: cutover_schema::SchemaError,
    },
    #[error("{file}")]
    Canonical {
        file: String,
        source: cutover_contract::canonical::CanonicalError,
    },
    #[error(transparent)]
    Document(#[from] cutover_schema::UnknownDocument),
    #[error(transparent)]
    Registry(#[from] cutover_schema::RegistryError),
    #[error(transparent)]
    Export(#[from] cutover_schema::ExportError),
    #[error("could not write {path}")]
    Write { path: String, source: std::io::Error },
    #[error("could not write to standard output")]
    Print(#[from] std::io::Error),
}

fn main() -> ExitCode {
    // Misuse ends here, with clap's message and exit code 2.
    let arguments = Arguments::parse();
    let mut output = Output::new(arguments.format);
    let answer = match arguments.command {
        Command::Contract(command) => contract::run(command, &mut output),
        Command::Schema(command) => schema::run(command, &mut output),
    };
    match answer {
        Ok(Answer::Yes) => ExitCode::SUCCESS,
        Ok(Answer::No) => ExitCode::FAILURE,
        // Whoever reads has gone away: nothing is left to say, and nobody to say it to.
        Err(Trouble::Print(error)) if error.kind() == std::io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(trouble) => {
            output::trouble(&trouble);
            ExitCode::from(2)
        }
    }
}
