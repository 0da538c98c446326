//! The file beside the talk: every run in it, and what is wrong with lines that cannot be used. The file is never changed here.
//! Manual page: `tests/spec/rehearse.md`, "The file".

use super::entry::{Fault, Line};
use super::run::Run;
use crate::deck::clock;
use crate::source::{Diagnostic, FileId, Report, Source, Span, plain_words, slashes};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The name of the file, one for all talks of a folder.
pub const NAME: &str = "rehearsals.jsonl";
/// Bytes that are read of it: thousands of runs.
const MOST: u64 = 256 << 20;
/// So many bad lines are told one by one.
const TOLD: usize = 12;

/// The runs of a file.
#[derive(Clone, Debug, Default)]
pub struct Book {
    /// The runs of all talks by their ids.
    pub runs: BTreeMap<String, Run>,
    /// The text, which diagnostics point into.
    pub source: Option<Arc<Source>>,
}

/// The file beside a talk.
pub fn beside(talk: &Path) -> PathBuf {
    talk.with_file_name(NAME)
}

/// Reads the file; one that is not there has no runs.
pub fn read(path: &Path) -> Report<Book> {
    read_as(path, of_text)
}

/// Reads a file whose text is understood by `of_text`.
pub fn read_as(path: &Path, of_text: fn(&str, &str) -> Report<Book>) -> Report<Book> {
    let shown = slashes(path);
    match bytes(path) {
        Ok(bytes) => of_text(&String::from_utf8_lossy(&bytes), &shown),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Report::default(),
        Err(error) => {
            let message = format!("the runs in `{shown}` cannot be read: {}", plain_words(&error));
            let found = Diagnostic::warning("rehearsal-unreadable", message, Span::NOWHERE);
            let found = found.hint("it must be a regular file that you may read");
            Report { value: Book::default(), diagnostics: vec![found] }
        }
    }
}

fn bytes(path: &Path) -> io::Result<Vec<u8>> {
    // A pipe or a device would keep us waiting.
    let known = std::fs::metadata(path)?;
    if !known.is_file() {
        return Err(io::Error::other("it is no regular file"));
    }
    if known.len() > MOST {
        return Err(io::Error::other("it is larger than 256 MB"));
    }
    let mut bytes = Vec::new();
    std::fs::File::open(path)?.take(MOST).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Reads the text of a file that is shown under this name.
pub fn of_text(text: &str, shown: &str) -> Report<Book> {
    let mut report = Report::new();
    let mut book = Book::default();
    let mut wrong = 0;
    let mut tell = |start: usize, fault: Fault, line: &str, report: &mut Report<()>| {
        wrong += 1;
        if wrong <= TOLD {
            let end = if fault.length == 0 { line.len() } else { (fault.offset + fault.length).min(line.len()) };
            let span = Span::new(FileId(0), start + fault.offset, start + end);
            let found = Diagnostic::warning("rehearsal-line", fault.message, span);
            report.say(found.hint("the line is left as it is and not counted; mend it, or delete it"));
        }
    };
    let mut orphans: BTreeMap<String, usize> = BTreeMap::new();
    let mut started = BTreeSet::new();
    let mut places: BTreeMap<(String, u32), (usize, usize)> = BTreeMap::new();
    let mut at = 0;
    for whole in text.split_inclusive('\n') {
        let start = at;
        at += whole.len();
        let line = whole.trim_end_matches(['\n', '\r']);
        if line.trim().is_empty() {
            continue;
        }
        match Line::read(line) {
            Err(fault) => tell(start, fault, line, &mut report),
            Ok(Line::Start(start_line)) => {
                let known = book.runs.entry(start_line.run.clone()).or_default();
                let is_other = started.contains(&start_line.run) && known.start.talk != start_line.talk;
                if is_other {
                    let message = format!("the run `{}` belongs to another talk already", start_line.run);
                    tell(start, Fault { offset: 0, length: 0, message }, line, &mut report);
                } else if started.insert(start_line.run.clone()) {
                    known.start = start_line;
                }
            }
            Ok(Line::Entry { run, n, entry, says }) => {
                orphans.entry(run.clone()).or_insert(start);
                places.insert((run.clone(), n), (start, line.len()));
                book.runs.entry(run).or_default().entries.insert(n, (entry, says));
            }
            Ok(Line::End(run, end)) => {
                orphans.entry(run.clone()).or_insert(start);
                book.runs.entry(run).or_default().end = Some(end);
            }
        }
    }
    for (run, start) in orphans.iter().filter(|(run, _)| !started.contains(*run)) {
        let line = text[*start..].lines().next().unwrap_or_default();
        let message = format!("the run `{run}` has no line `start`, so nobody knows which talk it belongs to");
        tell(*start, Fault { offset: 0, length: 0, message }, line, &mut report);
        book.runs.remove(run);
    }
    for (id, run) in &book.runs {
        let mut last = 0;
        for (n, (entry, _)) in &run.entries {
            if let Some((start, length)) = places.get(&(id.clone(), *n)).filter(|_| entry.at < last) {
                let (from, to) = (super::seconds(last), super::seconds(entry.at));
                let message = format!("the clock of the run `{id}` goes back from {} to {}", clock(from), clock(to));
                tell(*start, Fault { offset: 0, length: *length, message }, &text[*start..start + length], &mut report);
            }
            last = last.max(entry.at);
        }
    }
    // What has no entry is no run: its server ended before the first.
    book.runs.retain(|_, run| !run.entries.is_empty());
    if wrong > TOLD {
        let message = format!("{} more lines of `{shown}` cannot be used", wrong - TOLD);
        let found = Diagnostic::warning("rehearsal-line", message, Span::NOWHERE);
        report.say(found.hint("the file is damaged; the good lines in it are used"));
    }
    if !report.diagnostics.is_empty() {
        book.source = Some(Arc::new(Source::new(FileId(0), shown.to_owned(), PathBuf::from(shown), text.into())));
    }
    report.with(book)
}

impl Book {
    /// The runs of a talk with this file name, in the order in which they began.
    pub fn runs_of(&self, talk: &str) -> Vec<Run> {
        let mut runs: Vec<Run> =
            self.runs.values().filter(|run| run.start.talk.as_deref() == Some(talk)).cloned().collect();
        runs.sort_by(|one, other| (one.start.time, &one.start.run).cmp(&(other.start.time, &other.start.run)));
        runs
    }
}
