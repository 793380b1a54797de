//! The known name that a mistaken one comes nearest to.

/// The nearest of `known`, if one is near enough to have been meant.
pub(crate) fn nearest<'a>(given: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let given: Vec<char> = given
        .chars()
        .flat_map(char::to_lowercase)
        .take(MAX_NAME)
        .collect();
    let limit = given.len() / 3;
    known
        .map(|name| (distance(&given, name), name))
        .filter(|(distance, _)| *distance <= limit)
        .min()
        .map(|(_, name)| name)
}

/// Names are compared up to this many characters.
const MAX_NAME: usize = 64;

/// How many characters must be put in, taken out, replaced or swapped with their neighbour; case is free.
fn distance(given: &[char], name: &str) -> usize {
    let name: Vec<char> = name.chars().flat_map(char::to_lowercase).take(MAX_NAME).collect();
    let mut before: Vec<usize> = Vec::new();
    let mut row: Vec<usize> = (0..=name.len()).collect();
    for (line, left) in given.iter().enumerate() {
        let mut next = vec![line + 1];
        for (column, right) in name.iter().enumerate() {
            let at = |row: &[usize], index: usize| row.get(index).copied().unwrap_or(usize::MAX - 1);
            let mut cost = (at(&row, column) + usize::from(left != right))
                .min(at(&row, column + 1) + 1)
                .min(at(&next, column) + 1);
            let crossed = line > 0
                && column > 0
                && given.get(line - 1) == Some(right)
                && name.get(column - 1) == Some(left);
            if crossed {
                cost = cost.min(at(&before, column - 1) + 1);
            }
            next.push(cost);
        }
        before = std::mem::replace(&mut row, next);
    }
    row.last().copied().unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn near_is_meant_and_far_is_not() {
        let known = ["failed", "passed", "total"];
        for (given, meant) in [
            ("Failed", Some("failed")),
            ("pased", Some("passed")),
            ("toatl", Some("total")),
            ("totals", Some("total")),
            ("coverage", None),
            ("x", None),
            ("", None),
        ] {
            assert_eq!(nearest(given, known.into_iter()), meant, "{given}");
        }
    }
}
