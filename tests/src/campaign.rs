use std::collections::hash_map::RandomState;
use std::ffi::OsString;
use std::fmt::Display;
use std::fs::OpenOptions;
use std::hash::{BuildHasher, Hasher};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::Random;

const FULL: &str = "CUTOVER_FULL";
const SEED: &str = "CUTOVER_SEED";
const FIGURES: &str = "CUTOVER_FIGURES";

/// The seed that every campaign runs, so that a build that was green stays green for the same code.
pub const FIXED_SEED: u64 = 0x00c0_ffee;

/// One long proof: how large it is this time, which seeds it draws from, and the name of its figures.
///
/// It runs a fixed seed, so that two runs can be compared, and a fresh one, so that every run looks
/// somewhere else. The fresh seed is among the figures: `CUTOVER_SEED` runs it again.
///
/// ```
/// use cutover_tests::{Campaign, FIXED_SEED};
///
/// let campaign = Campaign::from_env("campaigns")?;
/// let replayed = std::env::var_os("CUTOVER_SEED").is_some();
/// assert!(replayed || campaign.seeds().first() == Some(&FIXED_SEED));
/// # Ok::<(), cutover_tests::CampaignError>(())
/// ```
#[derive(Debug)]
pub struct Campaign {
    part: String,
    full: bool,
    seeds: Vec<u64>,
    figures: Option<PathBuf>,
}

/// What can be wrong with the settings or the figures of a campaign.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CampaignError {
    /// A variable of the environment has a value that means nothing.
    #[error("the variable {variable} is {given:?}, allowed: {allowed}")]
    Setting {
        /// The variable's name.
        variable: &'static str,
        /// What it holds.
        given: OsString,
        /// What it may hold.
        allowed: &'static str,
    },
    /// A figure cannot be one line of three columns.
    #[error("the figure {text:?} holds a control character, allowed: printable text")]
    Figure {
        /// The part of the figure that is at fault.
        text: String,
    },
    /// The figures' file cannot be written.
    #[error("could not append to the figures file {path:?}")]
    Write {
        /// The file.
        path: PathBuf,
        /// Why it could not be written.
        source: io::Error,
    },
}

impl Campaign {
    /// The campaign of this name, as the environment wants it.
    pub fn from_env(part: &str) -> Result<Self, CampaignError> {
        let fresh = RandomState::new().build_hasher().finish();
        let campaign = Self::new(part, fresh, |variable| std::env::var_os(variable))?;
        if let Some(seed) = campaign.seeds.iter().find(|seed| **seed != FIXED_SEED) {
            campaign.figure("seed", format!("{seed:#018x}"))?;
        }
        Ok(campaign)
    }

    fn new(
        part: &str,
        fresh: u64,
        variable: impl Fn(&str) -> Option<OsString>,
    ) -> Result<Self, CampaignError> {
        Ok(Self {
            part: part.to_owned(),
            full: variable(FULL).map_or(Ok(false), read_full)?,
            seeds: variable(SEED).map_or(Ok(vec![FIXED_SEED, fresh]), |given| Ok(vec![read_seed(given)?]))?,
            figures: variable(FIGURES).map(PathBuf::from),
        })
    }

    /// The first number for a slice, the second for the full size.
    pub fn size(&self, slice: u64, full: u64) -> u64 {
        if self.full { full } else { slice }
    }

    /// The seeds to run, each with its own generator.
    pub fn seeds(&self) -> &[u64] {
        &self.seeds
    }

    /// A generator for each seed.
    pub fn randoms(&self) -> impl Iterator<Item = Random> {
        self.seeds.iter().copied().map(Random::seeded)
    }

    /// Prints a figure of this campaign, and appends it to the figures' file if there is one.
    pub fn figure(&self, what: &str, value: impl Display) -> Result<(), CampaignError> {
        record(self.figures.as_deref(), &self.part, what, &value.to_string())
    }
}

/// Prints a figure that belongs to no campaign, and appends it to the file named by `CUTOVER_FIGURES`.
///
/// ```
/// cutover_tests::figure("random numbers", "bits in a draw", u64::BITS)?;
/// # Ok::<(), cutover_tests::CampaignError>(())
/// ```
pub fn figure(part: &str, what: &str, value: impl Display) -> Result<(), CampaignError> {
    let file = std::env::var_os(FIGURES).map(PathBuf::from);
    record(file.as_deref(), part, what, &value.to_string())
}

#[expect(
    clippy::print_stdout,
    reason = "a figure is shown to whoever runs the proof by hand"
)]
fn record(file: Option<&Path>, part: &str, what: &str, value: &str) -> Result<(), CampaignError> {
    for text in [part, what, value] {
        if text.contains(char::is_control) {
            return Err(CampaignError::Figure {
                text: text.to_owned(),
            });
        }
    }
    println!("{part}: {what}: {value}");
    let Some(path) = file else { return Ok(()) };
    // One write to a file in append mode: lines of tests that run side by side do not mix.
    let line = format!("{part}\t{what}\t{value}\n");
    OpenOptions::new()
        .create(true)
        .append(true)
        .open(path)
        .and_then(|mut file| file.write_all(line.as_bytes()))
        .map_err(|source| CampaignError::Write {
            path: path.to_owned(),
            source,
        })
}

fn read_full(given: OsString) -> Result<bool, CampaignError> {
    match given.to_str() {
        Some("1") => Ok(true),
        Some("" | "0") => Ok(false),
        _ => Err(CampaignError::Setting {
            variable: FULL,
            given,
            allowed: "1 or 0",
        }),
    }
}

fn read_seed(given: OsString) -> Result<u64, CampaignError> {
    given
        .to_str()
        .and_then(|text| match text.strip_prefix("0x") {
            Some(digits) => u64::from_str_radix(digits, 16).ok(),
            None => text.parse().ok(),
        })
        .ok_or(CampaignError::Setting {
            variable: SEED,
            given,
            allowed: "a number of 64 bits, decimal or after 0x",
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn campaign(settings: &[(&str, &str)]) -> Result<Campaign, CampaignError> {
        Campaign::new("part", 42, |variable| {
            let (_, value) = settings.iter().find(|(name, _)| *name == variable)?;
            Some(OsString::from(value))
        })
    }

    #[test]
    fn is_a_slice_with_two_seeds_unless_told_otherwise() {
        let slice = campaign(&[]).unwrap();
        assert_eq!(slice.size(10, 1000), 10);
        assert_eq!(slice.seeds(), [FIXED_SEED, 42]);
        assert_eq!(campaign(&[(FULL, "0")]).unwrap().size(10, 1000), 10);
        assert_eq!(campaign(&[(FULL, "1")]).unwrap().size(10, 1000), 1000);
    }

    #[test]
    fn replays_one_seed_as_it_was_printed() {
        for seed in [0, 42, FIXED_SEED, u64::MAX] {
            for printed in [format!("{seed:#018x}"), seed.to_string()] {
                assert_eq!(
                    campaign(&[(SEED, &printed)]).unwrap().seeds(),
                    [seed],
                    "{printed}"
                );
            }
        }
        let mut randoms = campaign(&[(SEED, "9")]).unwrap().randoms().collect::<Vec<_>>();
        assert_eq!(randoms.len(), 1);
        assert_eq!(randoms[0].bits(), Random::seeded(9).bits());
    }

    #[test]
    fn refuses_settings_that_mean_nothing() {
        let cases = [
            (
                FULL,
                "yes",
                r#"the variable CUTOVER_FULL is "yes", allowed: 1 or 0"#,
            ),
            (
                SEED,
                "0xg",
                r#"the variable CUTOVER_SEED is "0xg", allowed: a number of 64 bits, decimal or after 0x"#,
            ),
            (
                SEED,
                "18446744073709551616",
                "the variable CUTOVER_SEED is \"18446744073709551616\", allowed: a number of 64 bits, decimal or after 0x",
            ),
        ];
        for (variable, given, message) in cases {
            assert_eq!(campaign(&[(variable, given)]).unwrap_err().to_string(), message);
        }
    }

    #[test]
    fn figures_of_many_threads_are_whole_lines() {
        let file = std::env::temp_dir().join(format!("cutover-figures-{}", std::process::id()));
        let path = file.to_str().unwrap();
        std::thread::scope(|scope| {
            for thread in 0..8 {
                let campaign = campaign(&[(FIGURES, path)]).unwrap();
                scope.spawn(move || {
                    for count in 0..50 {
                        campaign.figure(&format!("thread {thread}"), count).unwrap();
                    }
                });
            }
        });
        let written = std::fs::read_to_string(&file).unwrap();
        std::fs::remove_file(&file).unwrap();
        let mut lines: Vec<_> = written.lines().map(str::to_owned).collect();
        let mut expected: Vec<_> = (0..8)
            .flat_map(|thread| (0..50).map(move |count| format!("part\tthread {thread}\t{count}")))
            .collect();
        lines.sort_unstable();
        expected.sort_unstable();
        assert_eq!(lines, expected);
    }

    #[test]
    fn a_figure_that_cannot_be_kept_is_an_error() {
        let error = campaign(&[]).unwrap().figure("two\tcolumns", 1).unwrap_err();
        assert_eq!(
            error.to_string(),
            r#"the figure "two\tcolumns" holds a control character, allowed: printable text"#
        );
        let error = campaign(&[(FIGURES, "/dev/null/none")])
            .unwrap()
            .figure("what", 1)
            .unwrap_err();
        assert_eq!(
            error.to_string(),
            r#"could not append to the figures file "/dev/null/none""#
        );
        assert!(std::error::Error::source(&error).is_some());
    }
}
