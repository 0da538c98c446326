//! `deckle check`: every finding, no output file. Manual page: `tests/spec/command-line.md`.

use super::build::{options, twice_decoded, unreadable};
use super::progress::Progress;
use super::{Exit, Outcome, findings::Findings, print, show};
use crate::cli::{Check, Format};
use crate::source::{Files, Level, Limits, Report};

/// Builds as `build` does, so that formulas and pictures are tried too, and throws the deck away.
pub fn run(arguments: &Check) -> Outcome {
    let format = arguments.messages.format;
    let opened = Files::open(&arguments.talk, arguments.messages.allow.clone(), Limits::default());
    if opened.has_errors() {
        return unreadable(opened, format, print);
    }
    let progress = Progress::start(false, format!("checking {}", arguments.talk.display()));
    let mut report = Report::new();
    let files = report.keep(opened);
    // With the notes, because what is wrong in them is wrong too.
    let built = report.keep(crate::build(&files, &options(arguments.theme.clone(), &arguments.screen, true, None)));
    report.diagnostics.extend(twice_decoded(&files));
    drop(progress);
    let findings = Findings::new(files.sources(), report.diagnostics);
    show(&findings, format, print)?;
    if findings.list.is_empty() && format == Format::Human {
        print(&format!("nothing to mend in {}\n", super::visible::visible(&files.sources()[0].shown)))?;
    }
    let counts = |level| findings.count(level) > 0;
    Ok(match built {
        None => Exit::Nothing,
        Some(_) if counts(Level::Error) || (arguments.strict && counts(Level::Warning)) => Exit::Mistakes,
        Some(_) => Exit::Fine,
    })
}
