//! `deckle rehearse import`: runs that exported decks have saved, added to the file beside the talk.
//! Manual page: `tests/spec/rehearse.md`, "Import".

use super::super::visible::visible;
use super::super::{Exit, Outcome, failure, findings::Findings, print, tell};
use super::{Opened, open, tell_faults};
use crate::cli::RehearseImport;
use crate::rehearsal::{book, counted, import::merge, record::append, saved};
use crate::source::{plain_words, slashes};

/// Merges the files, one after the other.
pub fn run(arguments: &RehearseImport) -> Outcome {
    let Opened { talk, path, .. } = match open(&arguments.talk, &arguments.allow) {
        Ok(opened) => opened,
        Err(outcome) => return outcome,
    };
    let log = book::beside(&path);
    let mut read = book::read(&log);
    tell_faults(&mut read, &log);
    let mut known = read.value;
    let mut exit = Exit::Fine;
    for file in &arguments.files {
        let shown = slashes(file);
        if !file.exists() {
            return Err(failure(
                "file-missing",
                format!("there is no file `{shown}`"),
                "see what the browser has saved, and where",
            ));
        }
        let mut saved = book::read_as(file, saved::of_text);
        if !saved.diagnostics.is_empty() {
            exit = Exit::Mistakes;
        }
        tell_faults(&mut saved, file);
        let merged = merge(&mut known, &saved.value, &talk, &shown);
        if !merged.diagnostics.is_empty() {
            exit = Exit::Mistakes;
            tell(&Findings::new(Vec::new(), merged.diagnostics).drawn());
        }
        let added = merged.value;
        let mut lines = added.lines;
        append(&log, &mut lines).map_err(|error| {
            let message = format!("`{}` cannot be written: {}", slashes(&log), plain_words(&error));
            failure("rehearsal-unwritable", message, "free some space, or allow writing beside the talk")
        })?;
        let mut words = vec![format!("{} added", counted(added.runs, "run"))];
        words
            .extend((added.entries > 0).then(|| {
                format!("{} completed", counted(added.entries, "missing entry").replace("entrys", "entries"))
            }));
        words.extend((added.known > 0).then(|| format!("{} known already", counted(added.known, "run"))));
        print(&format!("{}: {}\n", visible(&shown), words.join(", ")))?;
    }
    Ok(exit)
}
