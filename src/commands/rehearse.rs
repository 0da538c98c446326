//! `deckle rehearse`: a watch that writes down how long each slide takes, and what it says in the end.
//! Manual page: `tests/spec/rehearse.md`.

mod import;
pub mod recording;
mod report;
mod suggest;
mod table;

use super::build::unreadable;
use super::findings::Findings;
use super::{Exit, Outcome, failure, print, tell, watch};
use crate::cli::{Format, Rehearse, RehearseCommand, Screen, Watch};
use crate::deck::Deck;
use crate::rehearsal::Talk;
use crate::source::{Diagnostic, Files, Limits, slashes, talk_path};
use recording::Recording;
use std::path::{Path, PathBuf};

/// Rehearses, or works with runs that are over.
pub fn run(arguments: &Rehearse) -> Outcome {
    match (&arguments.command, &arguments.talk) {
        (Some(RehearseCommand::Report(arguments)), _) => report::run(arguments),
        (Some(RehearseCommand::Import(arguments)), _) => import::run(arguments),
        (None, Some(talk)) => rehearse(arguments, talk),
        // The command line is not read without either.
        (None, None) => Ok(Exit::Nothing),
    }
}

/// A talk that was read, for everything that is said about its runs.
struct Opened {
    files: Files,
    deck: Deck,
    talk: Talk,
    /// The talk's own path.
    path: PathBuf,
}

/// Reads a talk; says why it cannot be read.
fn open(given: &Path, allow: &[PathBuf]) -> Result<Opened, Outcome> {
    let opened = Files::open(given, allow.to_vec(), Limits::default());
    if opened.has_errors() {
        return Err(unreadable(opened, Format::Human, super::tell_people));
    }
    let files = opened.value;
    let parsed = crate::talk(&files);
    if parsed.value.slides.is_empty() {
        tell(&Findings::new(files.sources(), parsed.diagnostics).drawn());
        return Err(Ok(Exit::Nothing));
    }
    let path = talk_path(given);
    let talk = recording::talk_of(&parsed.value, &path);
    Ok(Opened { files, deck: parsed.value, talk, path })
}

fn rehearse(arguments: &Rehearse, given: &Path) -> Outcome {
    if talk_path(given).is_dir() {
        // Says which talks there are.
        return unreadable(Files::open(given, Vec::new(), Limits::default()), Format::Human, super::tell_people);
    }
    let Opened { talk, path, .. } = match open(given, &arguments.allow) {
        Ok(opened) => opened,
        Err(outcome) => return outcome,
    };
    let from = arguments.from.as_ref().map(|asked| place(&talk, asked)).transpose()?;
    let watched = Watch {
        talks: vec![path.clone()],
        port: arguments.port,
        open: arguments.open,
        follow: false,
        lan: false,
        poll: arguments.poll,
        theme: arguments.theme.clone(),
        screen: Screen::default(),
        allow: arguments.allow.clone(),
    };
    let recording = Recording::new(talk, &path, from, arguments.blind);
    let Some(mut recording) = watch::watch(&watched, Some(recording))? else { return Ok(Exit::Fine) };
    print("\n")?;
    recording.finish();
    match recording.report() {
        Some(made) => report::show(&made, &path, None, Some(&recording)),
        None => {
            print("nothing was rehearsed: the clock starts with your first step\n")?;
            Ok(Exit::Fine)
        }
    }
}

/// Where an address begins the talk: `#id`.
fn place(talk: &Talk, asked: &str) -> Result<String, Box<Diagnostic>> {
    let shown = super::visible::visible(asked).into_owned();
    match talk.named(asked) {
        Ok(index) => Ok(format!("#{}", talk.slides[index].id)),
        Err(near) => {
            let hint = match near {
                Some(near) => format!("did you mean `{near}`?"),
                None => "`deckle outline` lists the slides; give a title, an id or a number".to_owned(),
            };
            let message = format!("`{}` has no section or slide `{shown}`", talk.name);
            Err(failure("rehearsal-place", message, hint))
        }
    }
}

/// Where the report of a talk stands: `rehearsal.html`, or `NAME.rehearsal.html` for a talk that has a name of its own.
fn html_beside(talk: &Path) -> PathBuf {
    match talk.file_stem().map(|stem| stem.to_string_lossy().into_owned()) {
        Some(stem) if stem != "talk" && stem != "index" => talk.with_file_name(format!("{stem}.rehearsal.html")),
        _ => talk.with_file_name("rehearsal.html"),
    }
}

/// Says what is wrong in the file of the runs.
fn tell_faults(read: &mut crate::source::Report<crate::rehearsal::book::Book>, path: &Path) {
    let found = std::mem::take(&mut read.diagnostics);
    if !found.is_empty() {
        let sources = read.value.source.iter().cloned().collect();
        tell(&Findings::new(sources, found).drawn());
        tell(&format!("{} stays as it is\n", super::visible::visible(&slashes(path))));
    }
}
