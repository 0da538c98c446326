//! One slide's Markdown as the Markdown parser sees it: pieces that it would misread stand in as short marks.
//! A map leads every byte back to the source.
//!
//! Inside a line the mark is `$<U+E000>7$`, which has the same punctuation at its edges as what it stands for;
//! as a block it is the comment `<!--<U+E000>7-->`. The number is the piece's index.

use super::directive;
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
    runs: Vec<Run>,
}

/// A stretch of the masked text, up to the next one.
struct Run {
    /// Where it starts in the masked text.
    at: usize,
    /// What it is in the source.
    source: Range<usize>,
    /// Both are equal byte for byte; else it stands for the whole source range.
    equal: bool,
}

impl Masked {
    fn run(&self, at: usize) -> Option<&Run> {
        let after = self.runs.partition_point(|run| run.at <= at);
        self.runs.get(after.saturating_sub(1))
    }

    /// The place in the source of a byte of `text`; inside a stand-in, the start of what it stands for.
    fn source_start(&self, at: usize) -> usize {
        self.run(at).map_or(0, |run| match run.equal {
            true => (run.source.start + at.saturating_sub(run.at)).min(run.source.end),
            false => run.source.start,
        })
    }

    /// The place in the source of the end of a range of `text`; inside a stand-in, the end of what it stands for.
    fn source_end(&self, end: usize) -> usize {
        self.run(end - 1).map_or(0, |run| match run.equal {
            true => (run.source.start + end.saturating_sub(run.at)).min(run.source.end),
            false => run.source.end,
        })
    }

    /// The source range of a range of `text`, cut to `slide`.
    pub fn source_range(&self, range: Range<usize>, slide: Range<usize>) -> Range<usize> {
        let start = self.source_start(range.start).clamp(slide.start, slide.end);
        let end = if range.end > range.start { self.source_end(range.end) } else { start };
        start..end.clamp(start, slide.end)
    }
}

/// Masks the pieces `pieces[from..to]` of a source.
pub fn mask(source: &Source, pieces: &[Piece], indices: Range<usize>) -> Masked {
    let mut masked = Masked { text: String::new(), runs: Vec::new() };
    let mut skip = Skip::Nothing;
    for index in indices {
        let piece = &pieces[index];
        match &piece.kind {
            PieceKind::Text => {
                let mut range = piece.range.clone();
                let text = &source.text[range.clone()];
                range.start += match std::mem::replace(&mut skip, Skip::Nothing) {
                    Skip::Nothing => 0,
                    Skip::Blanks => text.len() - text.trim_start_matches([' ', '\t']).len(),
                    Skip::LineEnd => line_end_length(text),
                };
                push_text(&mut masked, &source.text, range);
            }
            PieceKind::FrontMatter(_) | PieceKind::Break => {}
            PieceKind::Comment { inner, alone } => match directive::read(&source.text[inner.clone()]) {
                read if directive::is_block(&read) => skip = push_block(&mut masked, source, piece, index),
                _ if *alone => {
                    let trimmed = masked.text.trim_end_matches([' ', '\t']).len();
                    masked.text.truncate(trimmed);
                    while masked.runs.pop_if(|run| run.at > trimmed).is_some() {}
                    // Between list items a line taken out must not leave a blank line: it would loosen the list.
                    let next = source.text[piece.range.end..].trim_start_matches([' ', '\t', '\r', '\n']);
                    let item = lines::prefix(&next[..next.find('\n').unwrap_or(next.len())]).bullet;
                    if item {
                        skip = Skip::LineEnd;
                    }
                }
                _ => {}
            },
            PieceKind::Math { block: true, .. } | PieceKind::Open(_) | PieceKind::Close => {
                skip = push_block(&mut masked, source, piece, index)
            }
            PieceKind::Math { .. } | PieceKind::Attributes(_) => {
                masked.runs.push(Run { at: masked.text.len(), source: piece.range.clone(), equal: false });
                masked.text.push_str(&format!("${MARK}{index}$"));
            }
        }
    }
    masked
}

/// What is left out at the start of the text after a piece.
enum Skip {
    Nothing,
    /// Spaces, which at the start of a line would indent it.
    Blanks,
    /// The rest of the line, if it is blank.
    LineEnd,
}

fn push_text(masked: &mut Masked, text: &str, range: Range<usize>) {
    let mut from = range.start;
    while from < range.end {
        let carriage = text[from..range.end].find('\r').map_or(range.end, |offset| from + offset);
        if from < carriage {
            masked.runs.push(Run { at: masked.text.len(), source: from..carriage, equal: true });
            masked.text.push_str(&text[from..carriage]);
        }
        from = carriage;
        if carriage < range.end {
            from += if text[carriage..].starts_with("\r\n") { 2 } else { 1 };
            masked.runs.push(Run { at: masked.text.len(), source: carriage..from, equal: false });
            masked.text.push('\n');
        }
    }
}

/// Puts a block's mark on a line of its own, with the indentation and quote marks of the line it stands on.
fn push_block(masked: &mut Masked, source: &Source, piece: &Piece, index: usize) -> Skip {
    let line_start = masked.text.rfind('\n').map_or(0, |at| at + 1);
    let before = masked.text[line_start..].to_owned();
    let prefix_only = lines::prefix(&before).len == before.len();
    let next_prefix: String =
        before[..lines::prefix(&before).len].chars().map(|c| if c == '>' || c == '\t' { c } else { ' ' }).collect();
    masked.runs.push(Run { at: masked.text.len(), source: piece.range.clone(), equal: false });
    if !prefix_only {
        masked.text.push('\n');
        masked.text.push_str(&next_prefix);
    }
    masked.text.push_str(&format!("<!--{MARK}{index}-->"));
    let rest = &source.text[piece.range.end..];
    let line_ends = rest.trim_start_matches([' ', '\t']).starts_with(['\n', '\r']) || rest.trim_start().is_empty();
    if line_ends {
        return Skip::Nothing;
    }
    masked.text.push('\n');
    masked.text.push_str(&next_prefix);
    Skip::Blanks
}

fn line_end_length(text: &str) -> usize {
    let line = lines::line_at(text, 0);
    if text[..line.end].trim().is_empty() { line.next } else { 0 }
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
/// `seen` is told of each.
pub fn restore(text: &str, source: &Source, pieces: &[Piece], mut seen: impl FnMut(usize)) -> String {
    if !text.contains(MARK) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    while let Some((range, index)) = next_mark(text, from) {
        out.push_str(&text[from..range.start]);
        match pieces.get(index) {
            Some(piece) => {
                seen(index);
                out.push_str(&source.text[piece.range.clone()]);
            }
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
        match block_mark(mark).and_then(|index| Some((index, pieces.get(index)?))) {
            Some((index, piece)) => {
                seen(index);
                whole.push_str(&source.text[piece.range.clone()]);
            }
            None => whole.push_str(mark),
        }
        rest = &rest[start + end + 3..];
    }
    whole.push_str(rest);
    whole
}
