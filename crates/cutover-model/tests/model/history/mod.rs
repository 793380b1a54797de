//! What is derived from a history, held against an oracle that reads like the rules.
//!
//! The [`oracle`] knows records as a few small numbers. The [`stage`] shows the same history as real records, a
//! [`trial`] asks both the same questions, and what was asked and answered is counted in its [`coverage`], where a case
//! that was never met is a failure. What is tried: [`every`] history up to a size, every one that [`reachable`] moves
//! lead to, and large ones by [`chance`].

mod chance;
mod coverage;
mod every;
mod moves;
mod oracle;
mod order;
mod paging;
mod questions;
mod reachable;
mod stage;
mod stepping;
mod trial;
mod walk;
mod world;
