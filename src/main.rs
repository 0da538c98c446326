//! Parses the arguments, runs one command, and ends with its exit code. Manual page: `tests/spec/command-line.md`.

use deckle::cli::Cli;
use std::process::ExitCode;

fn main() -> ExitCode {
    std::panic::set_hook(Box::new(|fault| {
        deckle::commands::tell(&format!(
            "error: this is a fault of deckle, not of your talk: {fault}\n  = hint: please report it together with the talk\n"
        ));
    }));
    let cli = Cli::read();
    // A thread of our own, because the size of the first one's stack is the machine's choice.
    let work = std::thread::Builder::new().stack_size(32 << 20).spawn(move || deckle::commands::run(&cli));
    match work.map(std::thread::JoinHandle::join) {
        Ok(Ok(exit)) => ExitCode::from(exit as u8),
        // The hook has said what happened, or the machine has no memory left for a thread.
        _ => ExitCode::from(deckle::commands::Exit::Nothing as u8),
    }
}
