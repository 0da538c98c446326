//! `deckle check`: every finding, no output file. Manual page: `tests/spec/command-line.md`.

pub mod render;

use super::build::{options, twice_decoded, unreadable};
use super::progress::Progress;
use super::{Exit, Outcome, baseline, findings::Findings, print, show, theme};
use crate::Options;
use crate::cli::{Check, Format};
use crate::source::{Diagnostic, Files, Level, Limits, Report, Span};
use std::path::Path;

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
    let asked = Options { look: true, places: arguments.render, ..options(theme, &arguments.screen, true, None) };
    let built = report.keep(crate::build(&files, &asked));
    if let Some(built) = built.as_ref().filter(|_| arguments.render) {
        render::replace(&built.bundle.bytes, &mut report.diagnostics)?;
    }
    report.diagnostics.extend(twice_decoded(&files));
    drop(progress);
    let mut findings = Findings::new(files.sources(), report.diagnostics);
    let known = match (&arguments.baseline, &built) {
        (Some(path), Some(built)) => known(&mut findings, &built.ids, path, arguments.write_baseline)?,
        _ => 0,
    };
    show(&findings, format, print)?;
    if findings.list.is_empty() && format == Format::Human {
        let name = super::visible::visible(&files.sources()[0].shown).into_owned();
        print(&match known {
            0 => format!("nothing to mend in {name}\n"),
            known => format!("nothing new to mend in {name}, {known} known\n"),
        })?;
    }
    let counts = |level| findings.count(level) > 0;
    Ok(match built {
        None => Exit::Nothing,
        Some(_) if counts(Level::Error) || (arguments.strict && counts(Level::Warning)) => Exit::Mistakes,
        Some(_) => Exit::Fine,
    })
}

/// Takes the findings of a baseline out and tells what it lacks. Gives how many were taken out.
fn known(findings: &mut Findings, ids: &[(String, Span)], path: &Path, write: bool) -> Result<usize, Box<Diagnostic>> {
    let told = baseline::apply(findings, ids, path, write)?;
    let shown = super::visible::visible(&path.to_string_lossy()).into_owned();
    if told.written {
        let gone = if told.gone > 0 { format!(", {} gone", told.gone) } else { String::new() };
        super::tell(&format!("wrote {shown} · {} known{gone}\n", told.known));
    } else if told.gone > 0 {
        let (what, it) =
            if told.gone == 1 { ("1 finding", "is") } else { (&*format!("{} findings", told.gone), "are") };
        let note =
            Diagnostic::note("baseline-gone", format!("{what} of the baseline `{shown}` {it} gone"), Span::NOWHERE);
        findings.add(note.hint("write it again with `--write-baseline`, so that they cannot come back unseen"));
    }
    Ok(told.known)
}
