//! One binary for all tests of the crate.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::wildcard_enum_match_arm,
    reason = "a test that meets what it does not expect fails, and prints its figures"
)]

mod campaign;
mod chance;
mod documents;
mod export;
mod faults;
mod hostile;
mod pairs;
mod schemas;
mod sentences;
