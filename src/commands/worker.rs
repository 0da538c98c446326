//! `deckle worker`, hidden: draws formulas and code for a build, in a process that can be killed.

use super::{Exit, Outcome};

/// Serves until standard input ends.
pub fn run() -> Outcome {
    Ok(Exit::Nothing)
}
