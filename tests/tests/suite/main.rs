//! What holds for the workspace as a whole, whatever crate one looks at.
//!
//! Each rule is a function from what was read to a list of problems in words, so that every rule is also
//! tried on something that breaks it: a rule that cannot go red holds nothing.

#[cfg(test)]
mod architecture;
#[cfg(test)]
mod dependencies;
#[cfg(test)]
mod outside;
#[cfg(test)]
mod readme;
#[cfg(test)]
mod skipped;
#[cfg(test)]
mod workspace;
