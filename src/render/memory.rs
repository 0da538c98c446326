//! What a process that builds again and again keeps between builds: formulas and code drawn before, and workers whose engines
//! have started. A build with a memory gives the same pages as one without. Manual page: `tests/spec/watch.md`.

use super::cache::Key;
use super::worker::pool::Spare;
use super::worker::task::Outcome;
use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// What no build has used for so many builds is forgotten: long enough to take an edit back.
const BUILDS: u64 = 64;

/// Shared by all builds of a process.
#[derive(Default)]
pub struct Memory {
    drawn: Mutex<Drawn>,
    /// Workers without work.
    pub(super) spare: Spare,
}

#[derive(Default)]
struct Drawn {
    build: u64,
    outcomes: BTreeMap<Key, (u64, Outcome)>,
}

impl std::fmt::Debug for Memory {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "Memory of {} outcomes", self.lock().outcomes.len())
    }
}

impl Memory {
    /// Looks outcomes up; each call is one build.
    pub(super) fn read(&self, keys: &[Key]) -> Vec<Option<Outcome>> {
        let mut drawn = self.lock();
        drawn.build += 1;
        let build = drawn.build;
        let found = keys.iter().map(|key| {
            let (used, outcome) = drawn.outcomes.get_mut(key)?;
            *used = build;
            Some(outcome.clone())
        });
        let found = found.collect();
        drawn.outcomes.retain(|_, (used, _)| *used + BUILDS > build);
        found
    }

    /// Keeps an outcome.
    pub(super) fn keep(&self, key: Key, outcome: &Outcome) {
        let mut drawn = self.lock();
        let build = drawn.build;
        drawn.outcomes.insert(key, (build, outcome.clone()));
    }

    fn lock(&self) -> MutexGuard<'_, Drawn> {
        self.drawn.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_used_stays_and_what_is_not_goes() {
        let memory = Memory::default();
        let outcome = Outcome::UnknownLanguage("x".to_owned());
        let (used, unused) = ([1; 32], [2; 32]);
        memory.keep(used, &outcome);
        memory.keep(unused, &outcome);
        for _ in 0..BUILDS {
            assert_eq!(memory.read(&[used]), [Some(outcome.clone())]);
        }
        assert_eq!(memory.read(&[used, unused]), [Some(outcome), None]);
    }
}
