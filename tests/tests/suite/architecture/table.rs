//! The crates in the order of ARCHITECTURE.md, and the only edges between them.

/// What a crate is for, which decides who may use it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Layer {
    /// No runtime, clock, chance or database, whatever it depends on.
    Pure,
    /// Joins the pure crates for a service, on tokio.
    Facade,
    /// Joins a trait and something outside. A leaf: only the rim knows it.
    Adapter,
    /// What people start: the command, the examples, the tests. It may use everything but its like.
    Rim,
}

/// One crate, existing or planned.
#[derive(Debug)]
pub(crate) struct Row {
    pub(crate) name: &'static str,
    pub(crate) layer: Layer,
    /// The workspace's crates that it may use, except in its tests.
    pub(crate) uses: &'static [&'static str],
}

const fn row(name: &'static str, layer: Layer, uses: &'static [&'static str]) -> Row {
    Row { name, layer, uses }
}

const MODEL: &str = "cutover-model";
const CONTRACT: &str = "cutover-contract";
const SCHEMA: &str = "cutover-schema";
const ANALYSIS: &str = "cutover-analysis";
const GUARD: &str = "cutover-guard";
const STORE: &str = "cutover-store";
const PLAN: &str = "cutover-plan";
const STRATEGY: &str = "cutover-strategy";
const GITOPS: &str = "cutover-gitops";
const FACADE: &str = "cutover";

/// Every crate that this workspace has or will have. A crate uses only crates above it.
pub(crate) const CRATES: &[Row] = &[
    row(MODEL, Layer::Pure, &[]),
    row(CONTRACT, Layer::Pure, &[MODEL]),
    // It judges documents and knows none of them; what a document is, it learns from the contract's crate.
    row(SCHEMA, Layer::Pure, &[CONTRACT]),
    row(ANALYSIS, Layer::Pure, &[]),
    row(GUARD, Layer::Pure, &[MODEL]),
    row(STORE, Layer::Pure, &[MODEL, CONTRACT, GUARD]),
    row(PLAN, Layer::Pure, &[MODEL, CONTRACT, STORE]),
    row(STRATEGY, Layer::Pure, &[MODEL, CONTRACT, ANALYSIS, STORE, PLAN]),
    row(GITOPS, Layer::Pure, &[MODEL, CONTRACT, GUARD, STORE]),
    // Without the schemas: who links the facade does not compile their judge.
    row(
        FACADE,
        Layer::Facade,
        &[MODEL, CONTRACT, ANALYSIS, GUARD, STORE, PLAN, STRATEGY, GITOPS],
    ),
    row(
        "cutover-sqlite",
        Layer::Adapter,
        &[MODEL, CONTRACT, GUARD, STORE, PLAN],
    ),
    row(
        "cutover-postgres",
        Layer::Adapter,
        &[MODEL, CONTRACT, GUARD, STORE, PLAN],
    ),
    row("cutover-haproxy", Layer::Adapter, &[MODEL, STORE, STRATEGY]),
    row("cutover-tower", Layer::Adapter, &[MODEL, STORE, STRATEGY]),
    row(
        "cutover-probe",
        Layer::Adapter,
        &[MODEL, ANALYSIS, STORE, STRATEGY],
    ),
    row("cutover-git", Layer::Adapter, &[MODEL, CONTRACT, STORE, GITOPS]),
    row("cutover-ed25519", Layer::Adapter, &[MODEL, CONTRACT, STORE]),
    row(
        "cutover-spinnaker",
        Layer::Adapter,
        &[MODEL, CONTRACT, STORE, FACADE],
    ),
    row(
        "cutover-webhook",
        Layer::Adapter,
        &[MODEL, CONTRACT, STORE, FACADE],
    ),
    row(
        "cutover-report",
        Layer::Adapter,
        &[MODEL, CONTRACT, ANALYSIS, STORE, PLAN, STRATEGY],
    ),
    row("cutover-cli", Layer::Rim, &[]),
    row("cutover-examples", Layer::Rim, &[]),
    row("cutover-tests", Layer::Rim, &[]),
];

impl Row {
    pub(crate) fn find(name: &str) -> Option<&'static Self> {
        CRATES.iter().find(|row| row.name == name)
    }

    pub(crate) fn may_use(&self, other: &Self) -> bool {
        self.uses.contains(&other.name) || (self.layer == Layer::Rim && other.layer != Layer::Rim)
    }
}

#[test]
fn every_edge_of_the_table_points_up_and_none_at_a_leaf() {
    for (index, row) in CRATES.iter().enumerate() {
        for used in row.uses {
            let above = CRATES[..index].iter().find(|other| other.name == *used);
            let above = above.unwrap_or_else(|| panic!("{} uses {used}, which is not above it", row.name));
            assert!(above.layer != Layer::Adapter, "{} uses the leaf {used}", row.name);
            assert!(
                row.layer != Layer::Pure || above.layer == Layer::Pure,
                "{} is not pure",
                row.name
            );
        }
    }
    let names: std::collections::BTreeSet<_> = CRATES.iter().map(|row| row.name).collect();
    assert_eq!(names.len(), CRATES.len(), "a crate is named twice");
}
