//! The command, run for real: what it prints, where, and how it ends.

#[cfg(test)]
mod released;
#[cfg(test)]
mod streams;
#[cfg(test)]
mod transcripts;
