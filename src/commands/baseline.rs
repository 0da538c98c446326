//! Findings that are known and not to be told again, in a file beside the talk. Manual page: `tests/spec/checks.md`.
//!
//! One line a finding: how often, its code, the slide's id, its message with every number outside of backticks as `0`. No line
//! numbers and no counts of words, so that editing elsewhere, or a little, changes nothing; the ids of slides tell two apart. The
//! file only shrinks: written again it keeps what is still there, and nothing new comes in.

use super::failure;
use super::findings::{Findings, Found};
use crate::bundle::write;
use crate::deck::checks::check_named;
use crate::source::{Diagnostic, Level, Span, plain_words};
use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::path::Path;

/// The first line of the file.
const HEAD: &str =
    "# Findings of `deckle check` that are known: how often, code, slide, message. Written by --write-baseline.\n";
/// A larger file is none of ours.
const LIMIT: u64 = 16 << 20;

type Counts = BTreeMap<String, usize>;

/// What a baseline did to the findings.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Told {
    /// Findings that it hides.
    pub known: usize,
    /// Findings that it names and that are no more.
    pub gone: usize,
    /// Whether the file was written.
    pub written: bool,
}

/// Takes what the file names out of the findings. With `write`, the file is made anew first: all findings if there is none,
/// else what it still has in common with them.
pub fn apply(
    findings: &mut Findings,
    ids: &[(String, Span)],
    path: &Path,
    write: bool,
) -> Result<Told, Box<Diagnostic>> {
    let now = count(findings, ids);
    let before = read(path)?;
    let mut told = Told::default();
    let baseline = match (before, write) {
        (None, false) => {
            let message = format!("there is no baseline `{}`", path.display());
            return Err(failure("baseline-unreadable", message, "make it with `--write-baseline`"));
        }
        (None, true) => now.clone(),
        (Some(before), _) => {
            let kept = |(key, most): (&String, &usize)| now.get(key).map(|number| (key.clone(), *number.min(most)));
            let kept: Counts = before.iter().filter_map(kept).collect();
            told.gone = before.values().sum::<usize>() - kept.values().sum::<usize>();
            if write { kept } else { before }
        }
    };
    if write {
        store(path, &baseline, findings)?;
        told.written = true;
    }
    let mut left = baseline;
    let mut list = std::mem::take(&mut findings.list);
    list.retain(|found| match key(found, ids).and_then(|key| left.get_mut(&key)) {
        Some(number) if *number > 0 => {
            *number -= 1;
            told.known += 1;
            false
        }
        _ => true,
    });
    findings.list = list;
    Ok(told)
}

fn count(findings: &Findings, ids: &[(String, Span)]) -> Counts {
    let mut counts = Counts::new();
    for key in findings.list.iter().filter_map(|found| key(found, ids)) {
        *counts.entry(key).or_default() += 1;
    }
    counts
}

/// What of a finding stays the same while the talk is edited. Nothing for true errors, which are always told.
fn key(found: &Found, ids: &[(String, Span)]) -> Option<String> {
    let diagnostic = &found.diagnostic;
    if diagnostic.level == Level::Error && check_named(diagnostic.code).is_none() {
        return None;
    }
    let place = diagnostic.span;
    let holds = |span: &Span| {
        span.file == place.file && span.start <= place.start && place.start < span.end.max(span.start + 1)
    };
    let slide = ids.iter().find(|(_, span)| holds(span)).map_or("-".to_owned(), |(id, _)| format!("#{id}"));
    Some(format!("{} {slide} {}", diagnostic.code, without_numbers(&diagnostic.message)))
}

fn without_numbers(message: &str) -> String {
    let parts = message.split('`').enumerate();
    let parts = parts.map(|(index, part)| if index % 2 == 1 { part.to_owned() } else { zeros(part) });
    parts.collect::<Vec<_>>().join("`").replace(['\n', '\r'], " ")
}

fn zeros(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '0'..='9' if out.ends_with('0') => {}
            '0'..='9' => out.push('0'),
            letter => out.push(letter),
        }
    }
    out.replace("0.0", "0")
}

/// The counts of a file; nothing if there is none.
fn read(path: &Path) -> Result<Option<Counts>, Box<Diagnostic>> {
    let wrong = |words: String| {
        failure(
            "baseline-unreadable",
            format!("cannot read the baseline `{}`: {words}", path.display()),
            "write it anew: remove it, then `--write-baseline`",
        )
    };
    let size = match std::fs::metadata(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(wrong(plain_words(&error))),
        Ok(data) if !data.is_file() => return Err(wrong("it is no file".to_owned())),
        Ok(data) => data.len(),
    };
    if size > LIMIT {
        return Err(wrong("it is larger than 16 MiB".to_owned()));
    }
    let text = std::fs::read_to_string(path).map_err(|error| wrong(plain_words(&error)))?;
    let mut counts = Counts::new();
    for (index, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty() && !line.starts_with('#'))
    {
        let entry = line.split_once(' ').and_then(|(number, key)| Some((number.parse::<usize>().ok()?, key)));
        let Some((number, key)) = entry.filter(|(number, _)| *number < 1_000_000) else {
            return Err(wrong(format!("line {} does not begin with a number", index + 1)));
        };
        *counts.entry(key.trim_end().to_owned()).or_default() += number;
    }
    Ok(Some(counts))
}

fn store(path: &Path, counts: &Counts, findings: &Findings) -> Result<(), Box<Diagnostic>> {
    let lines = counts.iter().filter(|(_, number)| **number > 0).map(|(key, number)| format!("{number} {key}\n"));
    let text = HEAD.to_owned() + &lines.collect::<String>();
    let read: Vec<_> = findings.sources.iter().map(|source| source.path.clone()).collect();
    let written = write::write(path, text.as_bytes(), &read);
    written.map(|_| ()).map_err(|error| failure(error.code, error.message, error.hint))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{FileId, Source};
    use std::sync::Arc;

    fn findings(list: &[(&'static str, &str, usize)]) -> Findings {
        let source = Source::new(FileId(0), "talk.md".into(), "/nowhere/talk.md".into(), "x".repeat(90).into());
        let diagnostics = list
            .iter()
            .map(|(code, message, at)| Diagnostic::warning(code, *message, Span::new(FileId(0), *at, at + 1)));
        Findings::new(vec![Arc::new(source)], diagnostics.collect())
    }

    fn ids() -> Vec<(String, Span)> {
        vec![("one".to_owned(), Span::new(FileId(0), 0, 40)), ("two".to_owned(), Span::new(FileId(0), 40, 90))]
    }

    #[test]
    fn a_baseline_hides_what_it_names_survives_edits_and_only_shrinks() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("known.txt");
        let mut list =
            findings(&[("dense", "83 words on `a1`", 5), ("dense", "9 items", 50), ("dense", "9 items", 60)]);
        assert_eq!(apply(&mut list, &ids(), &path, false).unwrap_err().code, "baseline-unreadable");
        assert_eq!(apply(&mut list, &ids(), &path, true), Ok(Told { known: 3, gone: 0, written: true }));
        let text = std::fs::read_to_string(&path).unwrap();
        assert_eq!(text, format!("{HEAD}1 dense #one 0 words on `a1`\n2 dense #two 0 items\n"));
        // Moved, another number, and one more of the second kind.
        let edited = [
            ("dense", "91 words on `a1`", 9),
            ("dense", "8 items", 51),
            ("dense", "8 items", 70),
            ("dense", "8 items", 71),
        ];
        let mut list = findings(&edited);
        assert_eq!(apply(&mut list, &ids(), &path, false), Ok(Told { known: 3, gone: 0, written: false }));
        assert_eq!(list.list.len(), 1);
        // One is gone: told, then taken out; a new one does not come in.
        let mended = [("dense", "8 items", 51), ("title-long", "new", 52)];
        assert_eq!(apply(&mut findings(&mended), &ids(), &path, false), Ok(Told { known: 1, gone: 2, written: false }));
        assert_eq!(apply(&mut findings(&mended), &ids(), &path, true), Ok(Told { known: 1, gone: 2, written: true }));
        assert_eq!(std::fs::read_to_string(&path).unwrap(), format!("{HEAD}1 dense #two 0 items\n"));
    }

    #[test]
    fn true_errors_are_always_told_and_a_foreign_file_is_none() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("known.txt");
        let mut list = findings(&[("math-error", "m", 5)]);
        list.list[0].diagnostic.level = Level::Error;
        assert_eq!(apply(&mut list, &ids(), &path, true), Ok(Told { known: 0, gone: 0, written: true }));
        assert_eq!(list.list.len(), 1);
        std::fs::write(&path, "<html>").unwrap();
        assert_eq!(apply(&mut list, &ids(), &path, false).unwrap_err().code, "baseline-unreadable");
    }
}
