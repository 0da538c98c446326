//! Runs that a deck without a server has saved, merged into the file beside the talk. Nothing is added twice.
//! Manual page: `tests/spec/rehearse.md`, "Import".

use super::book::Book;
use super::entry::{End, Line};
use super::record::lines;
use super::run::Run;
use super::talk::Talk;
use crate::source::{Diagnostic, Report, Span};

/// What a file adds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Added {
    /// Lines to append, whole.
    pub lines: Vec<String>,
    /// Runs that were not there.
    pub runs: usize,
    /// Entries that were missing in runs that were there.
    pub entries: usize,
    /// Runs that were there already, with all their entries.
    pub known: usize,
}

/// What the runs of a saved file (shown under the name) add to the book, which is brought up to date.
pub fn merge(book: &mut Book, saved: &Book, talk: &Talk, shown: &str) -> Report<Added> {
    let mut report = Report::new();
    let mut added = Added::default();
    let mut runs: Vec<&Run> = saved.runs.values().collect();
    runs.sort_by_key(|run| (run.start.time, &run.start.run));
    for run in runs {
        let id = &run.start.run;
        let is_ours = run.entries.values().any(|(entry, _)| talk.find(&entry.slide).is_some());
        let other = book.runs.get(id).and_then(|known| known.start.talk.clone()).filter(|name| *name != talk.name);
        if let Some(other) = other {
            report.say(foreign(format!("the run `{id}` of `{shown}` is one of `{other}` already")));
        } else if !is_ours {
            report.say(foreign(format!("the run `{id}` of `{shown}` shows no slide of this talk")));
        } else {
            add(book, run, talk, &mut added);
        }
    }
    report.with(added)
}

fn foreign(message: String) -> Diagnostic {
    let found = Diagnostic::warning("rehearsal-foreign", message, Span::NOWHERE);
    found.hint("it is left out; name the talk that it belongs to: `deckle rehearse import TALK FILE`")
}

fn add(book: &mut Book, run: &Run, talk: &Talk, added: &mut Added) {
    let id = &run.start.run;
    let Some(known) = book.runs.get_mut(id) else {
        let mut run = run.clone();
        run.start.talk = Some(talk.name.clone());
        run.start.title = None;
        added.lines.extend(lines(&run));
        added.runs += 1;
        book.runs.insert(id.clone(), run);
        return;
    };
    let before = added.lines.len();
    for (n, (entry, says)) in run.entries.iter().filter(|(n, _)| !known.entries.contains_key(n)).collect::<Vec<_>>() {
        let line = Line::Entry { run: id.clone(), n: *n, entry: entry.clone(), says: says.clone() };
        added.lines.push(line.write());
        added.entries += 1;
        known.entries.insert(*n, (entry.clone(), says.clone()));
    }
    let clock = |end: Option<End>| end.map_or((0, 0), |end| (end.at, end.asked));
    if clock(run.end) > clock(known.end)
        && let Some(end) = run.end
    {
        added.lines.push(Line::End(id.clone(), end).write());
        known.end = Some(end);
    }
    added.known += usize::from(added.lines.len() == before);
}
