//! Contracts: what is read, what is written, what is refused.

#[cfg(test)]
mod canonical;
#[cfg(test)]
mod documents;
#[cfg(test)]
mod envelopes;
#[cfg(test)]
mod errors;
#[cfg(test)]
mod field;
#[cfg(test)]
mod generate;
#[cfg(test)]
mod hostile;
#[cfg(test)]
mod mutants;
#[cfg(test)]
mod roundtrip;
#[cfg(test)]
mod rules;
#[cfg(test)]
mod support;
