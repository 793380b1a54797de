//! The crates of this workspace, what each may use, and what must stay out of the pure ones.

mod alone;
mod clippy;
mod edges;
mod manifests;
mod table;
