/// A small generator of reproducible numbers: `SplitMix64`.
///
/// Two generators with the same seed yield the same numbers, on every system and in every later version of
/// this crate, so that a seed in a report is enough to see a failure again. It is no source of secrets.
///
/// ```
/// use cutover_tests::Random;
///
/// let mut random = Random::seeded(7);
/// let die = random.below(6) + 1;
/// assert!((1..=6).contains(&die));
/// assert!(random.pick(&["stable", "candidate"]).is_some());
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Random {
    state: u64,
}

impl Random {
    /// A generator that starts at this seed.
    pub fn seeded(seed: u64) -> Self {
        Self { state: seed }
    }

    /// The next 64 bits.
    pub fn bits(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number from 0 to `bound - 1`; 0 if the bound is 0.
    ///
    /// The high half of a product stands for the remainder: quick, and off by less than one part in 2^32 for
    /// any bound up to 2^32.
    pub fn below(&mut self, bound: u64) -> u64 {
        let product = u128::from(self.bits()) * u128::from(bound);
        u64::try_from(product >> 64).unwrap_or(0)
    }

    /// One of the choices; none if there is none.
    pub fn pick<'a, T>(&mut self, choices: &'a [T]) -> Option<&'a T> {
        let index = self.below(u64::try_from(choices.len()).unwrap_or(u64::MAX));
        choices.get(usize::try_from(index).unwrap_or(usize::MAX))
    }
}

#[cfg(test)]
mod tests {
    use super::Random;

    #[test]
    fn yields_the_published_sequence() {
        let mut random = Random::seeded(1_234_567);
        let expected = [
            6_457_827_717_110_365_317,
            3_203_168_211_198_807_973,
            9_817_491_932_198_370_423,
            4_593_380_528_125_082_431,
            16_408_922_859_458_223_821,
        ];
        assert_eq!(std::array::from_fn(|_| random.bits()), expected);
    }

    #[test]
    fn stays_below_the_bound_and_reaches_all_of_it() {
        let mut random = Random::seeded(1);
        let mut seen = [0_u32; 7];
        for _ in 0..7_000 {
            seen[usize::try_from(random.below(7)).unwrap()] += 1;
        }
        assert!(seen.iter().all(|count| (850..1150).contains(count)), "{seen:?}");
        assert_eq!(random.below(0), 0);
        assert_eq!(random.below(1), 0);
    }

    #[test]
    fn picks_every_choice_and_none_of_none() {
        let mut random = Random::seeded(2);
        let picked: std::collections::BTreeSet<_> = (0..100)
            .filter_map(|_| random.pick(&['a', 'b', 'c']).copied())
            .collect();
        assert_eq!(picked.into_iter().collect::<String>(), "abc");
        assert_eq!(random.pick::<char>(&[]), None);
    }
}
