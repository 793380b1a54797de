//! Support for the long proofs: their size, their seeds, their figures.
//!
//! A proof that searches millions of cases runs twice: as a *slice* of at most a minute whenever the tests
//! run, and in *full* when asked. `tests/run` and `tests/run --full` say which through the environment, so a
//! proof needs to know nothing but its [`Campaign`]:
//!
//! ```
//! use cutover_tests::Campaign;
//!
//! let campaign = Campaign::from_env("random numbers")?;
//! for mut random in campaign.randoms() {
//!     let draws = campaign.size(20_000, 20_000_000);
//!     let high = (0..draws).filter(|_| random.below(1 << 32) >= 1 << 31).count();
//!     let share = high as f64 / draws as f64;
//!     assert!((share - 0.5).abs() < 4.0 / (draws as f64).sqrt());
//!     campaign.figure("share of high draws", format!("{share:.5}"))?;
//! }
//! # Ok::<(), cutover_tests::CampaignError>(())
//! ```
//!
//! | variable | meaning |
//! |---|---|
//! | `CUTOVER_FULL=1` | run every proof in its full size |
//! | `CUTOVER_SEED=0x1f` | run every proof with this seed alone, to see a failure again |
//! | `CUTOVER_FIGURES=FILE` | append the figures to this file |
//!
//! What concerns the workspace as a whole is in the integration test `suite` beside this library.

mod campaign;
mod random;

pub use campaign::{Campaign, CampaignError, FIXED_SEED, figure};
pub use random::Random;
