//! The vocabulary, held against its seeds: goldens, rules, machines, histories.

#[cfg(test)]
mod cases;
#[cfg(test)]
mod errors;
#[cfg(test)]
mod golden;
#[cfg(test)]
mod history;
#[cfg(test)]
mod machines;
#[cfg(test)]
mod normalization;
#[cfg(test)]
mod properties;
#[cfg(test)]
mod rules;
#[cfg(test)]
mod secrets;
#[cfg(test)]
mod support;
