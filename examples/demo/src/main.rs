//! Tells one deployment's life on the terminal.

use std::io::{Write, stdout};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut out = stdout().lock();
    for line in cutover_examples::life()? {
        writeln!(out, "{line}")?;
    }
    Ok(())
}
