//! The nearest of some names, for "did you mean". Manual page: `tests/spec/errors.md`.

/// The name that differs least from `word`, if it differs little enough to have been meant: one slip in three letters, at most two.
pub fn nearest<'a>(word: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let most = (word.chars().count() / 3).clamp(1, 2);
    // Very long words are no names, and the work grows with the square.
    if !(2..=64).contains(&word.len()) {
        return None;
    }
    names
        .into_iter()
        .filter(|name| name.len().abs_diff(word.len()) <= most)
        .map(|name| (distance(word, name), name))
        .filter(|(distance, _)| *distance <= 2 * most)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name)
}

/// Edit distance with transpositions, in halves: a letter in the other case costs one, every other slip two.
fn distance(left: &str, right: &str) -> usize {
    let left: Vec<char> = left.chars().collect();
    let right: Vec<char> = right.chars().collect();
    let mut before_last: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=right.len()).map(|index| 2 * index).collect();
    for (i, a) in left.iter().enumerate() {
        let mut row = vec![2 * (i + 1)];
        for (j, b) in right.iter().enumerate() {
            let change = if a == b { 0 } else if a.eq_ignore_ascii_case(b) { 1 } else { 2 };
            let mut best = (last[j] + change).min(last[j + 1] + 2).min(row[j] + 2);
            if i > 0 && j > 0 && *a == right[j - 1] && left[i - 1] == *b {
                best = best.min(before_last[j - 1] + 2);
            }
            row.push(best);
        }
        before_last = std::mem::replace(&mut last, row);
    }
    last.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_finds_its_word_and_a_stranger_none() {
        assert_eq!(nearest("aplha", ["alpha", "beta"]), Some("alpha"));
        assert_eq!(nearest("phyton", ["python", "php"]), Some("python"));
        assert_eq!(nearest("gama", ["Gamma", "gamma"]), Some("gamma"));
        assert_eq!(nearest("mathBB", ["mathbb"]), Some("mathbb"));
        assert_eq!(nearest("quux", ["alpha", "beta"]), None);
        assert_eq!(nearest("", ["a"]), None);
    }
}
