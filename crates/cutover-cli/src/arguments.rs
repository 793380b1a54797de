use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};
use cutover_contract::ContractVersion;

/// Reads and judges the documents of a deployment control plane.
///
/// Data goes to standard output, words go to standard error. Exit codes: 0 yes, 1 no, 2 misuse or input that cannot
/// be read.
#[derive(Debug, Parser)]
#[command(name = "cutover", version, max_term_width = 100)]
pub(crate) struct Arguments {
    /// How data is printed.
    #[arg(long, global = true, value_enum, default_value_t = Format::Text)]
    pub(crate) format: Format,
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// Lines for people.
    Text,
    /// JSON for programs.
    Json,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Deployment contracts: check, read, digest.
    #[command(subcommand)]
    Contract(ContractCommand),
    /// JSON Schemas: list, export, show, validate against, compare.
    #[command(subcommand)]
    Schema(SchemaCommand),
}

#[derive(Debug, Subcommand)]
pub(crate) enum ContractCommand {
    /// Says everything that is wrong with contracts, one line `FILE: POINTER: message` per problem.
    ///
    /// A contract that can be read but breaks a rule is wrong here. What had to be repaired is told on standard error.
    #[command(after_help = "Examples:\n  cutover contract check contract.json\n  \
        kubectl get cm contract -o jsonpath='{.data.json}' | cutover contract check -")]
    Check {
        /// The files; `-` is standard input.
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
    },
    /// Prints a contract in the version you ask for.
    ///
    /// On standard error: `repaired: POINTER: ...` for what was read as what it means, `lost: POINTER` for what the
    /// version cannot carry, `violation: POINTER: ...` for the rules it breaks.
    #[command(
        after_help = "Examples:\n  cutover contract read old.json\n  cutover contract read new.json --as 1.0"
    )]
    Read {
        /// The file; `-` is standard input.
        #[arg(value_name = "FILE")]
        file: PathBuf,
        /// The version to print: 1.0, 1.1 or 2.0.
        #[arg(long = "as", value_name = "VERSION", default_value_t = ContractVersion::NEWEST, value_parser = version)]
        version: ContractVersion,
    },
    /// Prints the SHA-256 of a contract's canonical form (RFC 8785), of the document as it is written.
    #[command(after_help = "Example:\n  cutover contract digest contract.json")]
    Digest {
        /// The file; `-` is standard input.
        #[arg(value_name = "FILE")]
        file: PathBuf,
    },
}

fn version(text: &str) -> Result<ContractVersion, String> {
    text.parse::<ContractVersion>().map_err(|error| error.to_string())
}

#[derive(Debug, Subcommand)]
pub(crate) enum SchemaCommand {
    /// Lists the documents that have a schema: kind, version, purpose.
    List,
    /// Writes every schema to DIR/KIND/VERSION.json.
    #[command(after_help = "Example:\n  cutover schema export schemas")]
    Export {
        /// The folder; it is made if it is not there.
        #[arg(value_name = "DIR")]
        folder: PathBuf,
    },
    /// Prints one schema.
    #[command(after_help = "Examples:\n  cutover schema show deployment-intent\n  \
        cutover schema show deployment-contract 1.1")]
    Show {
        /// The kind of document, as `list` has it.
        kind: String,
        /// The version; the newest without it.
        version: Option<String>,
    },
    /// Says everything that is wrong with documents of a kind, one line `FILE: POINTER: message` per problem.
    ///
    /// Only the schema judges here, as it does in other languages; rules between fields are beyond a schema.
    #[command(after_help = "Example:\n  cutover schema validate deployment-intent intent.json")]
    Validate {
        /// The kind of document, as `list` has it.
        kind: String,
        /// The files; `-` is standard input.
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
        /// The version of the schema; the newest without it.
        #[arg(long = "schema-version", value_name = "VERSION")]
        version: Option<String>,
    },
    /// Compares two versions of a JSON Schema and says whom each change breaks.
    ///
    /// Answers no (exit code 1) when something breaks in the mode, or cannot be decided. Each break comes with a
    /// document that shows it.
    #[command(after_help = "Examples:\n  cutover schema compare v1.json v2.json\n  \
        cutover schema compare v1.json v2.json --mode backward --format json")]
    Compare {
        /// The schema before.
        #[arg(value_name = "OLD")]
        old: PathBuf,
        /// The schema after.
        #[arg(value_name = "NEW")]
        new: PathBuf,
        /// Who must go on understanding whom.
        #[arg(long, value_enum, default_value_t = Mode::Full)]
        mode: Mode,
        /// Readers refuse fields that their schema does not allow, instead of ignoring what they do not know.
        #[arg(long)]
        strict_readers: bool,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Mode {
    /// New readers understand old documents.
    Backward,
    /// Old readers understand new documents.
    Forward,
    /// Both.
    Full,
}
