//! Files that a deck without a server saves: the session's log, one entry a line, `["go","rags",0,12500,0,1764412345678]`, and where
//! the clock was then, `["end",…]`. Manual page: `tests/spec/rehearse.md`, "Import".

use super::book::{self, Book};
use super::entry::{End, Entry};
use super::run::Run;
use crate::source::{Diagnostic, FileId, Report, Source, Span};
use serde_json::Value;
use std::path::PathBuf;
use std::sync::Arc;

/// Reads a saved file that is shown under this name; one in the form of `rehearsals.jsonl` is as good.
pub fn of_text(text: &str, shown: &str) -> Report<Book> {
    if !text.trim_start().starts_with('[') {
        return book::of_text(text, shown);
    }
    let mut report = Report::new();
    let mut book = Book::default();
    let mut run = Run::default();
    let mut at = 0;
    for whole in text.split_inclusive('\n') {
        let (start, line) = (at, whole.trim_end());
        at += whole.len();
        if line.trim_start().is_empty() {
            continue;
        }
        let value = serde_json::from_str::<Value>(line).unwrap_or_default();
        if let Some(entry) = Entry::of_page(&value) {
            if run.entries.is_empty() {
                run.start.run = run_id(entry.time);
                run.start.time = entry.time;
            }
            let n = u32::try_from(run.entries.len()).unwrap_or(u32::MAX);
            run.entries.insert(n, (entry, None));
        } else if let Some(end) = end(&value) {
            // What follows an end is another save.
            run.end = Some(end);
            put(&mut book, std::mem::take(&mut run));
        } else {
            let span = Span::new(FileId(0), start, start + line.len());
            let found = Diagnostic::warning("rehearsal-line", "this line is not what a deck saves", span);
            report.say(found.hint("it is not counted; save the times again if the deck is still open"));
        }
    }
    put(&mut book, run);
    if !report.diagnostics.is_empty() {
        book.source = Some(Arc::new(Source::new(FileId(0), shown.to_owned(), PathBuf::from(shown), text.into())));
    }
    report.with(book)
}

/// The longer of two saves of one run counts.
fn put(book: &mut Book, run: Run) {
    if run.entries.is_empty() {
        return;
    }
    let known = book.runs.entry(run.start.run.clone()).or_default();
    if run.entries.len() >= known.entries.len() {
        *known = run;
    }
}

fn end(value: &Value) -> Option<End> {
    let mut parts = value.as_array()?.clone();
    if parts.first()?.as_str()? != "end" {
        return None;
    }
    // Everything else is as in an entry.
    parts[0] = Value::from("go");
    Entry::of_page(&Value::Array(parts)).map(|entry| End { at: entry.at, asked: entry.asked, over: false })
}

/// The id that a run has by the wall clock of its first entry, in base 36, as pages count too.
fn run_id(mut time: u64) -> String {
    let mut letters = Vec::new();
    loop {
        letters.push(char::from_digit((time % 36) as u32, 36).unwrap_or('0'));
        time /= 36;
        if time == 0 {
            return letters.into_iter().rev().collect();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_saved_log_is_a_run_with_the_id_that_the_page_gives_it() {
        let text = "[\"go\",\"a\",0,0,0,1764412345678]\n[\"mark\",\"a\",1,12500,0,1764412358178]\nnothing\n[\"end\",\"a\",1,20000,3000,1764412365678]\n";
        let read = of_text(text, "talk.times.jsonl");
        let run = &read.value.runs["mik5jz2m"];
        assert_eq!((run.entries.len(), run.end), (2, Some(End { at: 20_000, asked: 3000, over: false })));
        assert_eq!((read.diagnostics.len(), read.diagnostics[0].code), (1, "rehearsal-line"));
        assert!(of_text("", "x").value.runs.is_empty() && of_text("[", "x").value.runs.is_empty());
    }
}
