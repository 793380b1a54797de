use std::error::Error;
use std::io::{self, Write};

use serde::Serialize;

use crate::arguments::Format;

/// Where data goes, and in which form.
#[derive(Debug)]
pub(crate) struct Output {
    format: Format,
}

impl Output {
    pub(crate) fn new(format: Format) -> Self {
        Self { format }
    }

    /// Prints one result: the lines, or the value as JSON.
    pub(crate) fn print(
        &mut self,
        lines: impl IntoIterator<Item = String>,
        value: &impl Serialize,
    ) -> io::Result<()> {
        let mut out = io::stdout().lock();
        match self.format {
            Format::Text => {
                for line in lines {
                    writeln!(out, "{line}")?;
                }
            }
            Format::Json => {
                serde_json::to_writer_pretty(&mut out, value)?;
                writeln!(out)?;
            }
        }
        out.flush()
    }

    /// Tells something beside the data, on standard error. With JSON it is part of the data instead.
    pub(crate) fn remark(&mut self, remark: &str) {
        if self.format == Format::Text {
            // A remark that nobody can be told is no reason to fail.
            let _ = writeln!(io::stderr().lock(), "{remark}");
        }
    }
}

/// Tells why nothing could be decided: the error and its causes on one line.
pub(crate) fn trouble(error: &dyn Error) {
    let mut line = error.to_string();
    let mut next = error.source();
    while let Some(cause) = next {
        line = format!("{line}: {cause}");
        next = cause.source();
    }
    let _ = writeln!(io::stderr().lock(), "cutover: {line}");
}
