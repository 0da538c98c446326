//! What KaTeX knows by name, for hints. Manual page: `tests/spec/math.md`.

use std::collections::BTreeSet;
use std::sync::LazyLock;

/// Every control word of KaTeX and its chemistry extension, without backslash.
const COMMANDS: &str = include_str!("names.txt");

const ENVIRONMENTS: &[&str] = &[
    "Bmatrix",
    "Bmatrix*",
    "CD",
    "Vmatrix",
    "Vmatrix*",
    "align",
    "align*",
    "alignat",
    "alignat*",
    "aligned",
    "alignedat",
    "array",
    "bmatrix",
    "bmatrix*",
    "cases",
    "darray",
    "dcases",
    "drcases",
    "equation",
    "equation*",
    "gather",
    "gather*",
    "gathered",
    "matrix",
    "matrix*",
    "pmatrix",
    "pmatrix*",
    "rcases",
    "smallmatrix",
    "split",
    "subarray",
    "vmatrix",
    "vmatrix*",
];

static KNOWN: LazyLock<BTreeSet<&str>> = LazyLock::new(|| COMMANDS.split_ascii_whitespace().collect());

/// Whether KaTeX knows this control word (with its backslash).
pub fn is_known(command: &str) -> bool {
    command.strip_prefix('\\').is_some_and(|word| KNOWN.contains(word))
}

/// The known command nearest to an unknown one, both with their backslash; empty if none is near.
pub fn nearest(command: &str) -> String {
    let name = nearest_of(command.trim_start_matches('\\'), KNOWN.iter().copied());
    name.map(|name| format!("\\{name}")).unwrap_or_default()
}

/// The known environment nearest to an unknown one; empty if none is near.
pub fn nearest_environment(name: &str) -> String {
    nearest_of(name, ENVIRONMENTS.iter().copied()).unwrap_or_default().to_owned()
}

/// Case tells `gamma` from `Gamma`: of two that are equally near, the one that begins alike is meant.
fn nearest_of<'a>(word: &str, names: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let is_upper = |name: &str| name.starts_with(|letter: char| letter.is_ascii_uppercase());
    let (alike, other): (Vec<&str>, Vec<&str>) = names.partition(|name| is_upper(name) == is_upper(word));
    crate::source::nearest(word, alike.into_iter().chain(other))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_near_name_is_found_and_a_far_one_is_not() {
        assert_eq!(nearest(r"\aplha"), r"\alpha");
        assert_eq!(nearest(r"\mathbbb"), r"\mathbb");
        assert_eq!(nearest(r"\gama"), r"\gamma");
        assert_eq!(nearest(r"\Sgima"), r"\Sigma");
        assert_eq!(nearest(r"\zzzzqqqq"), "");
        assert_eq!(nearest_environment("bmatrx"), "bmatrix");
        assert!(is_known(r"\frac") && !is_known("frac") && !is_known(r"\argh"));
    }
}
