//! Stands in for `parse`, `render` and `bundle` until they are there: the same flow, a deck of plain text.

use crate::deck::{Attributes, Deck, Inline, Layout, Slide, Title};
use crate::source::{Asked, Diagnostic, FileId, Files, Report, Span, Spanned};

/// What a build is asked for.
pub struct Options {
    /// `--theme`
    pub theme: Option<String>,
    /// `--notes`
    pub notes: bool,
    /// `--jobs`
    pub jobs: Option<usize>,
}

/// A finished deck.
pub struct Built {
    /// The HTML file.
    pub bytes: Vec<u8>,
    /// Number of slides.
    pub slides: usize,
}

/// Slides between `---`, titles from `#`, pictures and includes read and thrown away.
pub fn talk(files: &Files) -> Report<Deck> {
    let mut report = Report::new();
    let source = files.source(FileId(0));
    let mut deck = Deck::default();
    deck.settings.language = "en".to_owned();
    let mut start = 0;
    for part in source.text.split_inclusive("\n---\n") {
        let span = Span::new(FileId(0), start, start + part.len());
        let heading = part.lines().find_map(|line| line.trim_start_matches('#').strip_prefix(' ').filter(|_| line.starts_with('#')));
        let number = deck.slides.len() + 1;
        deck.slides.push(Slide {
            span, id: format!("slide-{number}"), number: number.to_string(), section: None, layout: Spanned::new(Layout::Default, span),
            title: heading.map(|text| Title { span, level: 2, content: vec![Inline::Text(text.to_owned())] }),
            slots: Vec::new(), footnotes: Vec::new(), backgrounds: Vec::new(), notes: Vec::new(), last_step: 0, budget: None,
            language: None, attributes: Attributes::default(), optional: false, backup: false, tags: Vec::new(),
        });
        start += part.len();
    }
    for (at, _) in source.text.match_indices("](") {
        let opening = source.text[..at].rfind('[').unwrap_or(0);
        if !source.text[..opening].ends_with('!') {
            continue;
        }
        let from = at + 2;
        let length = source.text[from..].find(')').unwrap_or(0);
        let span = Span::new(FileId(0), from, from + length);
        if let Err(problem) = files.bytes(Asked { from: FileId(0), span }, source.slice(span)) {
            report.say(problem);
        }
    }
    for (at, opening) in source.text.match_indices("<!-- include: ") {
        let from = at + opening.len();
        let length = source.text[from..].find(" -->").unwrap_or(0);
        let span = Span::new(FileId(0), from, from + length);
        if let Err(problem) = files.text(Asked { from: FileId(0), span }, source.slice(span)) {
            report.say(problem);
        }
    }
    for (at, word) in source.text.match_indices("<!-- pasue -->") {
        let span = Span::new(FileId(0), at, at + word.len());
        report.say(Diagnostic::error("directive-unknown", "unknown directive `pasue`", span).hint("did you mean `pause`?"));
    }
    report.with(deck)
}

/// The whole flow.
pub fn build(files: &Files, options: &Options) -> Report<Option<Built>> {
    let mut report = Report::new();
    let deck = report.keep(talk(files));
    let _ = (&options.theme, options.notes, options.jobs);
    let body: String = deck.slides.iter().map(|slide| format!("<section class=\"slide\" id=\"{}\">{}</section>\n", slide.id, slide.title_text().replace('<', "&lt;"))).collect();
    let bytes = format!("<!doctype html>\n<meta charset=\"utf-8\">\n<main class=\"deck\">\n{body}</main>\n").into_bytes();
    report.with(Some(Built { bytes, slides: deck.slides.len() }))
}

/// Writes whole or not at all; `false` if the file already held these bytes.
///
/// # Errors
/// What the system answered.
pub fn write(path: &std::path::Path, bytes: &[u8]) -> std::io::Result<bool> {
    use std::io::Write;
    if std::fs::read(path).is_ok_and(|old| old == bytes) {
        return Ok(false);
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(std::path::Path::new("."));
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    file.persist(path)?;
    Ok(true)
}
