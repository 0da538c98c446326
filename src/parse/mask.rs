//! One slide's Markdown as the Markdown parser sees it: pieces that it would misread stand in as short marks.
//! A map leads every byte back to the source.
//!
//! Inside a line the mark is `$<U+E000>7$`, which has the same punctuation at its edges as what it stands for;
//! as a block it is the comment `<!--<U+E000>7-->`. The number is the piece's index.

use super::directive::{self, Directive};
use super::lines;
use super::scanner::{Piece, PieceKind};
use crate::source::Source;
use std::ops::Range;

/// Marks the start of a stand-in; a private-use character that has no meaning in any script.
pub const MARK: char = '\u{E000}';

/// A slide's text with stand-ins.
pub struct Masked {
    /// What the Markdown parser reads; line ends are LF.
    pub text: String,
    /// Runs that are equal in both: start in `text`, start in the source, ascending.
    runs: Vec<(usize, usize)>,
}

impl Masked {
    /// The place in the source of a byte of `text`; inside a stand-in, the start of what it stands for.
    pub fn source_start(&self, at: usize) -> usize {
        let index = self.runs.partition_point(|(start, _)| *start <= at);
        match self.runs.get(index.wrapping_sub(1)) {
            Some((start, source)) => match self.runs.get(index) {
                Some((_, next)) => (source + (at - start)).min(*next),
                None => source + (at - start),
            },
            None => self.runs.first().map_or(0, |(_, source)| *source),
        }
    }

    /// The source range of a range of `text`, cut to `slide`.
    pub fn source_range(&self, range: Range<usize>, slide: Range<usize>) -> Range<usize> {
        let start = self.source_start(range.start).clamp(slide.start, slide.end);
        let end = if range.end > range.start { self.source_start(range.end - 1) + 1 } else { start };
        start..end.clamp(start, slide.end)
    }
}

/// Masks the pieces `pieces[from..to]` of a source.
pub fn mask(source: &Source, pieces: &[Piece], indices: Range<usize>) -> Masked {
    let mut masked = Masked { text: String::new(), runs: Vec::new() };
    let mut skip_line_end = false;
    for index in indices {
        let piece = &pieces[index];
        match &piece.kind {
            PieceKind::Text => {
                let mut range = piece.range.clone();
                if std::mem::take(&mut skip_line_end) {
                    range.start = after_line_end(&source.text, range.clone());
                }
                push_text(&mut masked, &source.text, range);
            }
            PieceKind::FrontMatter(_) | PieceKind::Break => {}
            PieceKind::Comment { inner, alone } => match directive::read(&source.text[inner.clone()]) {
                Directive::Pause | Directive::Agenda | Directive::Contact | Directive::Include(_) => {
                    push_block(&mut masked, source, piece, index, *alone)
                }
                _ if *alone => {
                    let trimmed = masked.text.trim_end_matches([' ', '\t']).len();
                    masked.text.truncate(trimmed);
                    // Between list items a line taken out must not leave a blank line: it would loosen the list.
                    let next = source.text[piece.range.end..].trim_start_matches([' ', '\t', '\r', '\n']);
                    let item = lines::prefix(&next[..next.find('\n').unwrap_or(next.len())]).bullet;
                    skip_line_end = item;
                }
                _ => {}
            },
            PieceKind::Math { block: true, .. } | PieceKind::Open(_) | PieceKind::Close => {
                push_block(&mut masked, source, piece, index, true)
            }
            PieceKind::Math { .. } | PieceKind::Attributes(_) => {
                masked.runs.push((masked.text.len(), piece.range.start));
                masked.text.push_str(&format!("${MARK}{index}$"));
            }
        }
    }
    masked
}

fn push_text(masked: &mut Masked, text: &str, range: Range<usize>) {
    let mut from = range.start;
    while from < range.end {
        let carriage = text[from..range.end].find('\r').map_or(range.end, |offset| from + offset);
        masked.runs.push((masked.text.len(), from));
        masked.text.push_str(&text[from..carriage]);
        from = carriage;
        if carriage < range.end {
            masked.runs.push((masked.text.len(), carriage));
            masked.text.push('\n');
            from += if text[carriage..].starts_with("\r\n") { 2 } else { 1 };
        }
    }
}

/// Puts a block's mark on a line of its own, with the indentation and quote marks of the line it stands on.
fn push_block(masked: &mut Masked, source: &Source, piece: &Piece, index: usize, alone: bool) {
    let line_start = masked.text.rfind('\n').map_or(0, |at| at + 1);
    let before = masked.text[line_start..].to_owned();
    let prefix_only = lines::prefix(&before).len == before.len();
    let next_prefix: String =
        before[..lines::prefix(&before).len].chars().map(|c| if c == '>' || c == '\t' { c } else { ' ' }).collect();
    masked.runs.push((masked.text.len(), piece.range.start));
    if !prefix_only {
        masked.text.push('\n');
        masked.text.push_str(&next_prefix);
    }
    masked.text.push_str(&format!("<!--{MARK}{index}-->"));
    let rest = &source.text[piece.range.end..];
    let line_ends = rest.trim_start_matches([' ', '\t']).starts_with(['\n', '\r']) || rest.trim().is_empty();
    if !alone && !line_ends || alone && !line_ends {
        masked.text.push('\n');
        masked.text.push_str(&next_prefix);
    }
}

fn after_line_end(text: &str, range: Range<usize>) -> usize {
    let line = lines::line_at(&text[..range.end], range.start);
    if text[range.start..line.end].trim().is_empty() { line.next } else { range.start }
}

/// The next stand-in in `text` at or after `from`: its range and the piece's index.
pub fn next_mark(text: &str, from: usize) -> Option<(Range<usize>, usize)> {
    let mut at = from;
    while let Some(offset) = text[at..].find(MARK) {
        let mark = at + offset;
        let digits = mark + MARK.len_utf8();
        let length = text[digits..].bytes().take_while(u8::is_ascii_digit).count();
        let end = digits + length;
        if text[..mark].ends_with('$')
            && mark > from
            && text[end..].starts_with('$')
            && let Ok(index) = text[digits..end].parse()
        {
            return Some((mark - 1..end + 1, index));
        }
        at = digits;
    }
    None
}

/// The index in a block's mark, if the HTML block is one.
pub fn block_mark(html: &str) -> Option<usize> {
    html.trim().strip_prefix("<!--")?.strip_prefix(MARK)?.strip_suffix("-->")?.parse().ok()
}

/// Puts the source back where stand-ins are: for addresses, code and other text that is not Markdown.
pub fn restore(text: &str, source: &Source, pieces: &[Piece]) -> String {
    if !text.contains(MARK) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    while let Some((range, index)) = next_mark(text, from) {
        out.push_str(&text[from..range.start]);
        match pieces.get(index) {
            Some(piece) => out.push_str(&source.text[piece.range.clone()]),
            None => out.push_str(&text[range.clone()]),
        }
        from = range.end;
    }
    out.push_str(&text[from..]);
    let mut whole = String::with_capacity(out.len());
    let mut rest = out.as_str();
    while let Some(start) = rest.find(&format!("<!--{MARK}")) {
        let Some(end) = rest[start..].find("-->") else { break };
        whole.push_str(&rest[..start]);
        let mark = &rest[start..start + end + 3];
        match block_mark(mark).and_then(|index| pieces.get(index)) {
            Some(piece) => whole.push_str(&source.text[piece.range.clone()]),
            None => whole.push_str(mark),
        }
        rest = &rest[start + end + 3..];
    }
    whole.push_str(rest);
    whole
}
