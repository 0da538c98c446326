//! Diagnostics drawn for people: headline, place, the line itself, what to do. The only door to annotate-snippets.
//! Manual page: `tests/spec/command-line.md`.

use super::columns::terminal;
use super::findings::{Findings, Found};
use super::visible::{sign, visible};
use crate::source::{Level, Place, Source, Span};
use annotate_snippets::renderer::{
    DEFAULT_ERROR_STYLE, DEFAULT_LINE_NUM_STYLE, DEFAULT_NOTE_STYLE, DEFAULT_WARNING_STYLE,
};
use annotate_snippets::{AnnotationKind, Group, Level as Title, Renderer, Snippet};
use std::ops::Range;

/// At most so many are drawn; the short form lists all.
const MOST: usize = 50;
/// More lines than this are not drawn; then the first one stands for all.
const LINES: usize = 8;
/// Of a longer line only the part around the place is drawn.
const BYTES: usize = 400;

/// All findings and the summary. Holds colours; the stream takes them out where they are not wanted.
pub fn drawing(findings: &Findings) -> String {
    let renderer = Renderer::styled().term_width(terminal(80, 120));
    let mut out = String::new();
    for found in chosen(findings) {
        out.push_str(&finding(findings, found, &renderer));
        out.push('\n');
    }
    if findings.list.len() > MOST {
        out.push_str(&format!("and {} more (--format short lists all)\n", findings.list.len() - MOST));
    }
    match findings.summary() {
        Some(summary) => out.push_str(&format!("{}\n", visible(&summary))),
        None => out.truncate(out.trim_end().len() + usize::from(!out.is_empty())),
    }
    out
}

/// The worst ones if there are too many, in the order of their places.
fn chosen(findings: &Findings) -> Vec<&Found> {
    let mut chosen: Vec<(usize, &Found)> = findings.list.iter().enumerate().collect();
    chosen.sort_by_key(|(index, found)| (std::cmp::Reverse(found.diagnostic.level), *index));
    chosen.truncate(MOST);
    chosen.sort_by_key(|(index, _)| *index);
    chosen.into_iter().map(|(_, found)| found).collect()
}

/// One finding, as `tests/spec/errors.md` shows them.
fn finding(findings: &Findings, found: &Found, renderer: &Renderer) -> String {
    let diagnostic = &found.diagnostic;
    let (word, style) = match diagnostic.level {
        Level::Error => ("error", DEFAULT_ERROR_STYLE),
        Level::Warning => ("warning", DEFAULT_WARNING_STYLE),
        Level::Note => ("note", DEFAULT_NOTE_STYLE),
    };
    let bold = anstyle::Style::new().bold();
    let mut places: Vec<(Span, Option<Place>, &str)> =
        vec![(diagnostic.span, found.place.map(|(start, _)| start), &diagnostic.label)];
    places.extend(
        diagnostic.also.iter().map(|(span, words)| {
            (*span, findings.source(*span).map(|source| source.place(span.start)), words.as_str())
        }),
    );
    // A source without text, a file that could not be read, has nothing to show.
    let places: Vec<(&Source, Span, Place, &str)> = places
        .into_iter()
        .filter_map(|(span, place, words)| {
            Some((&**findings.source(span).filter(|source| !source.text.is_empty())?, span, place?, words))
        })
        .collect();
    let excerpts: Vec<Excerpt> =
        places.iter().map(|(source, span, place, _)| excerpt(source, *span, place.line as usize - 1)).collect();
    let digits = excerpts.iter().map(|excerpt| excerpt.last_line.to_string().len()).max().unwrap_or(1);
    let gutter = " ".repeat(digits);
    let mut out =
        format!("{style}{word}[{}]{style:#}{bold}: {}{bold:#}\n", diagnostic.code, visible(&diagnostic.message));
    for (number, ((source, _, place, words), excerpt)) in places.iter().zip(&excerpts).enumerate() {
        let arrow = if number == 0 { "-->" } else { ":::" };
        let line = DEFAULT_LINE_NUM_STYLE;
        out.push_str(&format!(
            "{gutter}{line}{arrow}{line:#} {}:{}:{}\n",
            visible(&source.shown),
            place.line,
            place.column
        ));
        let body = body(
            excerpt,
            place.line as usize,
            if number == 0 { diagnostic.level } else { Level::Note },
            number == 0,
            words,
            renderer,
        );
        let missing = " ".repeat(digits - excerpt.last_line.to_string().len());
        out.extend(body.lines().map(|line| format!("{missing}{line}\n")));
    }
    if let Some(hint) = &diagnostic.hint {
        let line = DEFAULT_LINE_NUM_STYLE;
        out.push_str(&format!("{gutter} {line}={line:#} {bold}hint{bold:#}: {}\n", visible(hint)));
    }
    out
}

/// The line itself with its marks. The lines above and below it are ours, because only part of a long line is drawn here.
fn body(excerpt: &Excerpt, first: usize, level: Level, primary: bool, words: &str, renderer: &Renderer) -> String {
    let title = match level {
        Level::Error => Title::ERROR,
        Level::Warning => Title::WARNING,
        Level::Note => Title::NOTE,
    };
    let kind = if primary { AnnotationKind::Primary } else { AnnotationKind::Context };
    let label = Some(visible(words)).filter(|words| !words.is_empty());
    let mark = kind.span(excerpt.mark.clone()).label(label);
    let snippet = Snippet::source(excerpt.text.as_str()).line_start(first).annotation(mark);
    renderer.render(&[Group::with_level(title).element(snippet)])
}

/// A few short lines and the marked range in them.
struct Excerpt {
    text: String,
    mark: Range<usize>,
    /// The number of the last line, one-based.
    last_line: usize,
}

fn excerpt(source: &Source, span: Span, first: usize) -> Excerpt {
    let start = (span.start as usize).min(source.text.len());
    let end = (span.end as usize).clamp(start, source.text.len());
    let marked = source.text.get(start..end).unwrap_or("").trim_end_matches(['\n', '\r']);
    let end = start + marked.len();
    let last = source.line_starts.partition_point(|line| *line as usize <= end).max(first + 1) - 1;
    let lines: Vec<Range<usize>> = (first..=last.min(first + LINES)).map(|line| line_range(source, line)).collect();
    match lines.len() > LINES || lines.iter().any(|line| line.len() > BYTES) {
        true => drawn(
            source,
            vec![lines.first().map_or(start..end, |line| around(source, line, start))],
            start..end,
            first + 1,
        ),
        false => drawn(source, lines, start..end, first + 1),
    }
}

/// The line without its end.
fn line_range(source: &Source, line: usize) -> Range<usize> {
    let start = source.line_starts.get(line).map_or(source.text.len(), |start| *start as usize);
    let end = source.line_starts.get(line + 1).map_or(source.text.len(), |start| *start as usize);
    start..start + source.text.get(start..end).unwrap_or("").trim_end_matches(['\n', '\r']).len()
}

/// The part of a line around an offset.
fn around(source: &Source, line: &Range<usize>, offset: usize) -> Range<usize> {
    if line.len() <= BYTES {
        return line.clone();
    }
    let from = offset.saturating_sub(BYTES / 2).max(line.start);
    let to = (offset + BYTES / 2).min(line.end).max(from);
    source.text.floor_char_boundary(from)..source.text.floor_char_boundary(to)
}

fn drawn(source: &Source, lines: Vec<Range<usize>>, marked: Range<usize>, first_line: usize) -> Excerpt {
    let mut text = String::new();
    let mut mark = None;
    let mut end = None;
    for (index, line) in lines.iter().enumerate() {
        text.push_str(if index > 0 { "\n" } else { "" });
        let begins = line.start == 0 || source.text[..line.start].ends_with(['\n', '\r']);
        text.push_str(if begins { "" } else { "…" });
        for (offset, letter) in source.text[line.clone()].char_indices() {
            let here = line.start + offset;
            mark = mark.or_else(|| (here >= marked.start).then_some(text.len()));
            end = end.or_else(|| (here >= marked.end).then_some(text.len()));
            text.push(sign(letter));
        }
        // A place at the very end of a line is marked behind its last character.
        mark = mark.or_else(|| (line.end >= marked.start).then_some(text.len()));
        end = end.or_else(|| (line.end >= marked.end).then_some(text.len()));
        let ends = source.text[line.end..].is_empty() || source.text[line.end..].starts_with(['\n', '\r']);
        text.push_str(if ends { "" } else { "…" });
    }
    let mark = mark.unwrap_or(text.len());
    Excerpt {
        mark: mark..end.unwrap_or(text.len()).max(mark),
        text,
        last_line: first_line + lines.len().saturating_sub(1),
    }
}
