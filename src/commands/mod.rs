//! Layer 7: one verb a file. Everything that prints is here. Manual page: `tests/spec/command-line.md`.

mod baseline;
mod build;
mod check;
mod columns;
mod completions;
mod draw;
mod explain;
mod findings;
mod json;
mod new;
mod outline;
mod output;
mod progress;
mod rehearse;
mod sarif;
mod short;
mod theme;
mod time;
mod visible;
mod watch;
mod worker;

use crate::cli::{Cli, Command, Format};
use crate::source::{Diagnostic, Span};
use findings::Findings;
use std::io::{ErrorKind, Write};

/// How a command ended; the number is the program's exit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Exit {
    /// All is well.
    Fine = 0,
    /// It was done, but something in the talk is wrong.
    Mistakes = 1,
    /// Nothing was done.
    Nothing = 2,
}

/// Why a command could not do its work: one error without a place in a talk.
type Outcome = Result<Exit, Box<Diagnostic>>;

/// Runs one command.
pub fn run(cli: &Cli) -> Exit {
    let outcome = match &cli.command {
        Command::Build(arguments) => build::run(arguments),
        Command::Watch(arguments) => watch::run(arguments),
        Command::Rehearse(arguments) => rehearse::run(arguments),
        Command::Check(arguments) => check::run(arguments),
        Command::Outline(arguments) => outline::run(arguments),
        Command::Time(arguments) => time::run(arguments),
        Command::New(arguments) => new::run(arguments),
        Command::Explain(arguments) => explain::run(arguments),
        Command::Completions(arguments) => completions::run(arguments),
        Command::Worker => worker::run(),
    };
    outcome.unwrap_or_else(|problem| {
        tell(&Findings::new(Vec::new(), vec![*problem]).drawn());
        Exit::Nothing
    })
}

/// An error of the command line or the output.
fn failure(code: &'static str, message: impl Into<String>, hint: impl Into<String>) -> Box<Diagnostic> {
    Box::new(Diagnostic::error(code, message, Span::NOWHERE).hint(hint))
}

/// Writes messages to standard error, coloured where that is wanted. Nobody is left to hear of a fault there.
pub fn tell(text: &str) {
    let mut stream = anstream::stderr();
    let _ = stream.write_all(text.as_bytes()).and_then(|()| stream.flush());
}

/// Writes text for people to standard output, coloured where that is wanted.
fn print(text: &str) -> Result<(), Box<Diagnostic>> {
    printed(anstream::stdout(), text.as_bytes())
}

/// Writes bytes to standard output as they are.
fn print_raw(bytes: &[u8]) -> Result<(), Box<Diagnostic>> {
    printed(std::io::stdout(), bytes)
}

fn printed(mut stream: impl Write, bytes: &[u8]) -> Result<(), Box<Diagnostic>> {
    match stream.write_all(bytes).and_then(|()| stream.flush()) {
        // Whoever read has read enough (`| head -1`).
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        Err(error) => Err(failure(
            "output-unwritable",
            format!("cannot write to standard output: {}", crate::source::plain_words(&error)),
            "see that the place it leads to can take it",
        )),
        Ok(()) => Ok(()),
    }
}

/// Shows the findings of a talk. JSON and SARIF always go to standard output, the other forms where `people` says.
fn show(
    findings: &Findings,
    format: Format,
    people: fn(&str) -> Result<(), Box<Diagnostic>>,
) -> Result<(), Box<Diagnostic>> {
    match format {
        Format::Human => people(&findings.drawn()),
        Format::Short => people(&short::lines(findings)),
        Format::Json => print_raw(json::array(findings).as_bytes()),
        Format::Sarif => print_raw(sarif::log(findings).as_bytes()),
    }
}

/// [`tell`] in the shape of [`print`].
fn tell_people(text: &str) -> Result<(), Box<Diagnostic>> {
    tell(text);
    Ok(())
}
