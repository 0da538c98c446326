//! `deckle worker`, hidden: draws formulas and code for a build, in a process that can be killed.

use super::{Exit, Outcome};

/// Serves until standard input ends.
pub fn run() -> Outcome {
    let served = crate::render::worker::serve(std::io::stdin().lock(), std::io::stdout());
    Ok(if served.is_ok() { Exit::Fine } else { Exit::Nothing })
}
