//! `deckle completions`: the completions of a shell on standard output.

use super::{Exit, Outcome, print_raw};
use crate::cli::Completions;

/// Prints the script.
pub fn run(arguments: &Completions) -> Outcome {
    print_raw(&arguments.script()).map(|()| Exit::Fine)
}
