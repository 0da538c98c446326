//! Diagnostics as one JSON array. The fields are in `tests/spec/command-line.md`.

use super::findings::{Findings, Found};
use super::short::word;
use crate::source::Span;
use serde::Serialize;

#[derive(Serialize)]
struct Entry<'a> {
    level: &'static str,
    code: &'static str,
    message: &'a str,
    #[serde(flatten)]
    place: Where<'a>,
    label: Option<&'a str>,
    hint: Option<&'a str>,
    also: Vec<Also<'a>>,
}

#[derive(Serialize, Default)]
struct Where<'a> {
    file: Option<&'a str>,
    line: Option<u32>,
    column: Option<u32>,
    end_line: Option<u32>,
    end_column: Option<u32>,
    bytes: Option<[u32; 2]>,
}

#[derive(Serialize)]
struct Also<'a> {
    message: &'a str,
    #[serde(flatten)]
    place: Where<'a>,
}

/// All findings, and a line end.
pub fn array(findings: &Findings) -> String {
    let entries: Vec<Entry> = findings.list.iter().map(|found| entry(findings, found)).collect();
    // Plain data with string keys: this cannot fail.
    serde_json::to_string_pretty(&entries).unwrap_or_else(|_| "[]".to_owned()) + "\n"
}

fn entry<'a>(findings: &'a Findings, found: &'a Found) -> Entry<'a> {
    let diagnostic = &found.diagnostic;
    let also = diagnostic.also.iter().map(|(span, message)| {
        let places = findings.source(*span).map(|source| (source.place(span.start), source.place(span.end)));
        Also { message, place: place(findings, *span, places) }
    });
    Entry {
        level: word(diagnostic.level),
        code: diagnostic.code,
        message: &diagnostic.message,
        place: place(findings, diagnostic.span, found.place),
        label: Some(diagnostic.label.as_str()).filter(|label| !label.is_empty()),
        hint: diagnostic.hint.as_deref(),
        also: also.collect(),
    }
}

fn place(findings: &Findings, span: Span, places: Option<(crate::source::Place, crate::source::Place)>) -> Where<'_> {
    let (Some(source), Some((start, end))) = (findings.source(span), places) else { return Where::default() };
    Where {
        file: Some(&source.shown),
        line: Some(start.line),
        column: Some(start.column),
        end_line: Some(end.line),
        end_column: Some(end.column),
        bytes: Some([span.start, span.end]),
    }
}
