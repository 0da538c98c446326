//! The checks of the look: what is not wrong, but is seen from the last row. How loud each is, the talk and its project decide.
//! Manual page: `tests/spec/checks.md`.

use crate::source::{Diagnostic, Level};
use std::collections::BTreeMap;

/// Codes of the checks whose level can be set, in the order of the alphabet. All other messages always count as they are.
pub const CHECKS: [&str; 15] = [
    "contrast",
    "dense",
    "orphan-step",
    "picture-alt",
    "picture-heavy",
    "picture-small",
    "picture-unused",
    "steps-single",
    "text-over-picture",
    "text-small",
    "title-duplicate",
    "title-long",
    "title-missing",
    "todo",
    "todo-shown",
];

/// Words for the levels, as they are written.
pub const LEVELS: [(&str, Option<Level>); 4] =
    [("off", None), ("note", Some(Level::Note)), ("warning", Some(Level::Warning)), ("error", Some(Level::Error))];

/// The levels that were set, by code; `None` is off.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Levels {
    set: BTreeMap<&'static str, Option<Level>>,
}

impl Levels {
    /// Sets the level of a check. What was set before stays: the talk is read first, then its project.
    pub fn set(&mut self, code: &'static str, level: Option<Level>) {
        self.set.entry(code).or_insert(level);
    }

    /// Gives each finding of a check the level that was set, and drops those of checks that are off.
    pub fn apply(&self, diagnostics: &mut Vec<Diagnostic>) {
        if self.set.is_empty() {
            return;
        }
        diagnostics.retain_mut(|diagnostic| match self.set.get(diagnostic.code) {
            Some(Some(level)) => {
                diagnostic.level = *level;
                true
            }
            Some(None) => false,
            None => true,
        });
    }
}

/// The check of that code.
pub fn check_named(code: &str) -> Option<&'static str> {
    CHECKS.into_iter().find(|known| *known == code)
}

/// The level of that name; the inner `None` is off.
pub fn level_named(word: &str) -> Option<Option<Level>> {
    LEVELS.into_iter().find(|(known, _)| *known == word).map(|(_, level)| level)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Span;

    #[test]
    fn the_first_level_that_is_set_counts_and_off_drops() {
        let mut levels = Levels::default();
        for (code, word) in [("dense", "off"), ("dense", "error"), ("todo", "error")] {
            levels.set(check_named(code).unwrap(), level_named(word).unwrap());
        }
        let mut found =
            ["dense", "todo", "math-error"].map(|code| Diagnostic::warning(code, "m", Span::default())).to_vec();
        levels.apply(&mut found);
        let left: Vec<(&str, Level)> = found.iter().map(|found| (found.code, found.level)).collect();
        assert_eq!(left, [("todo", Level::Error), ("math-error", Level::Warning)]);
        assert_eq!((check_named("math-error"), level_named("loud")), (None, None));
    }
}
