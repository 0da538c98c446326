//! `deckle check`: every finding, no output file. Manual page: `tests/spec/command-line.md`.

use super::build::{options, twice_decoded, unreadable};
use super::progress::Progress;
use super::{Exit, Outcome, findings::Findings, print, show, theme};
use crate::cli::{Check, Format};
use crate::source::{Files, Level, Limits, Report};

/// Builds as `build` does, so that formulas and pictures are tried too, and throws the deck away.
pub fn run(arguments: &Check) -> Outcome {
    let format = arguments.messages.format;
    let Some(talk) = &arguments.talk else { return theme::check(arguments) };
    let (theme, allow) = theme::named(arguments.theme.as_deref(), talk, &arguments.messages.allow);
    let opened = Files::open(talk, allow, Limits::default());
    if opened.has_errors() {
        return unreadable(opened, format, print);
    }
    let progress = Progress::start(false, format!("checking {}", talk.display()));
    let mut report = Report::new();
    let files = report.keep(opened);
    // With the notes, because what is wrong in them is wrong too.
    let built = report.keep(crate::build(&files, &options(theme, true, None)));
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
