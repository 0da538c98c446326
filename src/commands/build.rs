//! `deckle build`: one talk, one HTML file. Manual page: `tests/spec/command-line.md`.

use super::output::Target;
use super::progress::Progress;
use super::{Exit, Outcome, failure, findings::Findings, show, tell, tell_people, theme};
use crate::Options;
use crate::cli::{Build, Format, Screen};
use crate::deck::{Aspect, Color};
use crate::render::draw;
use crate::source::{Diagnostic, Files, Limits, Report, mojibake, size_words, talk_path};
use std::time::Instant;

/// Builds and writes.
pub fn run(arguments: &Build) -> Outcome {
    let begun = Instant::now();
    let format = arguments.messages.format;
    let talk = talk_path(&arguments.talk);
    let target = Target::new(arguments.output.as_deref(), &talk, arguments.notes);
    if matches!((&target, format), (Target::Standard, Format::Json | Format::Sarif)) {
        return Err(failure(
            "output-shared",
            "the deck and the messages cannot both go to standard output",
            "name a file with `-o OUT`, or leave out `--format`",
        ));
    }
    let (theme, allow) = theme::named(arguments.theme.as_deref(), &arguments.talk, &arguments.messages.allow);
    let opened = Files::open(&arguments.talk, allow, Limits::default());
    if opened.has_errors() {
        return unreadable(opened, format, tell_people);
    }
    let progress = Progress::start(arguments.quiet, format!("building {}", arguments.talk.display()));
    let mut report = Report::new();
    let files = report.keep(opened);
    if let Err(problem) = target.check(&files) {
        drop(progress);
        report.say(*problem);
        show(&Findings::new(files.sources(), report.diagnostics), format, tell_people)?;
        return Ok(Exit::Nothing);
    }
    let built = report.keep(crate::build(
        &files,
        &Options {
            media_folder: target.media_folder(),
            ..options(theme, &arguments.screen, arguments.notes, arguments.jobs.map(usize::from))
        },
    ));
    report.diagnostics.extend(twice_decoded(&files));
    // Asked again, now that all pictures and includes are known.
    let written = match &built {
        Some(built) => target.check(&files).and_then(|()| target.write(&built.bundle, &files)).map(Some),
        None => Ok(None),
    };
    drop(progress);
    let mistakes = report.has_errors();
    if let Err(problem) = &written {
        report.say((**problem).clone());
    }
    show(&Findings::new(files.sources(), report.diagnostics), format, tell_people)?;
    let (Ok(Some(written)), Some(built)) = (written, built) else { return Ok(Exit::Nothing) };
    if !arguments.quiet {
        let slides = if built.slides == 1 { "1 slide".to_owned() } else { format!("{} slides", built.slides) };
        let size = size_words(built.bundle.bytes.len() as u64);
        tell(&format!("{written} · {slides} · {size} · {} ms\n", begun.elapsed().as_millis()));
        tell(&target.travelling(&built.bundle.beside));
    }
    Ok(if mistakes { Exit::Mistakes } else { Exit::Fine })
}

/// The library's options for what was asked on the command line.
pub fn options(theme: Option<String>, screen: &Screen, notes: bool, jobs: Option<usize>) -> Options {
    let mut draw = draw::Options::from_environment();
    draw.workers = jobs.unwrap_or(draw.workers);
    let aspect = screen.aspect.as_deref().and_then(Aspect::named);
    let color = screen.color.as_deref().and_then(Color::named);
    Options { theme, aspect, color, notes, media_folder: "talk.media".to_owned(), places: false, draw, look: false }
}

/// Says why a talk could not be opened.
pub fn unreadable(opened: Report<Files>, format: Format, people: fn(&str) -> Result<(), Box<Diagnostic>>) -> Outcome {
    show(&Findings::new(opened.value.sources(), opened.diagnostics), format, people)?;
    Ok(Exit::Nothing)
}

/// Text that was decoded twice, in the talk and everything it includes.
pub fn twice_decoded(files: &Files) -> Vec<Diagnostic> {
    files.sources().iter().flat_map(|source| mojibake(source)).collect()
}
