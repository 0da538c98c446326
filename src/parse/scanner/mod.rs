//! Cuts a source into pieces before Markdown is read: front matter, slide breaks, comments, formulas, containers, attributes.
//!
//! Its law: the pieces joined are the source, byte for byte. Whatever a Markdown parser would misread (a list inside a
//! formula, a heading made of a slide break, a container glued to a list item) leaves here.
//! Manual page: `tests/spec/slides.md`.

mod ahead;
mod blocks;
mod ends;
mod formula;
mod front;
mod inline;

use super::lines::{self, Prefix};
use crate::deck::Attributes;
use crate::source::{Diagnostic, FileId, Source, Span};
use std::ops::Range;

/// A piece of the source.
#[derive(Clone, Debug, PartialEq)]
pub struct Piece {
    /// What it is.
    pub kind: PieceKind,
    /// Its bytes in the source.
    pub range: Range<usize>,
}

/// What a piece is. Ranges are bytes of the source.
#[derive(Clone, Debug, PartialEq)]
pub enum PieceKind {
    /// Markdown as it stands.
    Text,
    /// The front matter with both its `---` lines; the YAML between them.
    FrontMatter(Range<usize>),
    /// A line `---` that ends a slide.
    Break,
    /// `<!-- … -->`; `alone` when nothing else stands on its lines.
    Comment {
        /// What stands between the marks.
        inner: Range<usize>,
        /// Nothing but white space and container prefixes beside it.
        alone: bool,
    },
    /// A formula.
    Math {
        /// The TeX.
        inner: Range<usize>,
        /// `$$…$$`
        display: bool,
        /// A block of its own, against inside a line.
        block: bool,
        /// `{…}` after it.
        attributes: Option<Range<usize>>,
        /// What repeats at the start of its lines: `> ` or the indentation of a list item.
        prefix: usize,
    },
    /// `::: name {…}`, what follows the colons.
    Open(Range<usize>),
    /// `:::`
    Close,
    /// `{#id .class key=value}` after `]` or `)` or at the end of a heading or list item.
    Attributes(Attributes),
}

/// The pieces of a source and what was wrong on the way.
pub fn scan(source: &Source) -> (Vec<Piece>, Vec<Diagnostic>) {
    let mut scanner = Scanner::new(&source.text, source.id);
    scanner.front_matter();
    scanner.finish()
}

/// The pieces of a part of a source that holds no slides, such as a note; a `---` in it is a rule.
pub fn scan_part(source: &Source, part: Range<usize>) -> (Vec<Piece>, Vec<Diagnostic>) {
    let mut scanner = Scanner::new(&source.text[..part.end], source.id);
    scanner.at = part.start;
    scanner.text_from = part.start;
    scanner.within_slide = true;
    scanner.finish()
}

/// Goes through the text once. What it remembers besides its place are answers that hold for several lines, so that
/// no text is searched twice for an end that does not come.
struct Scanner<'a> {
    text: &'a str,
    file: FileId,
    /// No slide ends here.
    within_slide: bool,
    at: usize,
    /// Start of the text that is not yet in a piece.
    text_from: usize,
    pieces: Vec<Piece>,
    findings: Vec<Diagnostic>,
    /// Open containers, by where they were opened.
    open: Vec<Range<usize>>,
    /// Column at which the content of the current list item starts; 0 outside lists.
    list_indent: usize,
    blank_before: bool,
    /// A line of a paragraph stands right before.
    text_before: bool,
    /// A `---` under text has been remarked on.
    said_break_under_text: bool,
    known: Known,
}

/// Where searches ended.
struct Known {
    /// The paragraph around `at` ends here; inline constructs do not reach further.
    region_end: usize,
    /// Before this offset no formula can close.
    no_math_before: usize,
    /// Before this offset no tag can close.
    no_tag_end_before: usize,
    /// The next `-->`, or the text's end, for every place between the two offsets.
    comment_end: Range<usize>,
    /// A fence of this character and at least this length does not close any more.
    unclosed_fence: [usize; 2],
    /// Before this offset there is no closing tag of this raw element.
    no_raw_end_before: [usize; ends::RAW.len()],
    /// The open containers close before this offset.
    containers_close_at: usize,
    /// Where containers close and slides start, once it was needed.
    ahead: Option<ahead::Ahead>,
}

impl<'a> Scanner<'a> {
    fn new(text: &'a str, file: FileId) -> Scanner<'a> {
        Scanner {
            text,
            file,
            within_slide: false,
            at: 0,
            text_from: 0,
            pieces: Vec::new(),
            findings: Vec::new(),
            open: Vec::new(),
            list_indent: 0,
            blank_before: true,
            text_before: false,
            said_break_under_text: false,
            known: Known {
                region_end: 0,
                no_math_before: 0,
                no_tag_end_before: 0,
                comment_end: 0..0,
                unclosed_fence: [usize::MAX; 2],
                no_raw_end_before: [0; ends::RAW.len()],
                containers_close_at: 0,
                ahead: None,
            },
        }
    }

    fn finish(mut self) -> (Vec<Piece>, Vec<Diagnostic>) {
        while self.at < self.text.len() {
            self.line();
        }
        self.flush(self.text.len());
        for open in std::mem::take(&mut self.open) {
            self.unclosed_container(open);
        }
        (self.pieces, self.findings)
    }

    fn span(&self, range: Range<usize>) -> Span {
        Span::new(self.file, range.start, range.end)
    }

    /// Ends the running text piece at `end`.
    fn flush(&mut self, end: usize) {
        if self.text_from < end {
            self.pieces.push(Piece { kind: PieceKind::Text, range: self.text_from..end });
        }
        self.text_from = end;
    }

    fn piece(&mut self, kind: PieceKind, range: Range<usize>) {
        self.flush(range.start);
        self.text_from = range.end;
        self.pieces.push(Piece { kind, range });
    }

    /// Reads one line, or the several lines of a fence, formula or comment that starts on it.
    fn line(&mut self) {
        let line = lines::line_at(self.text, self.at);
        if !self.within_slide && lines::is_break(self.text, line) {
            return self.slide_break(line);
        }
        let raw = &self.text[line.start..line.end];
        if raw.trim().is_empty() {
            self.blank_before = true;
            self.text_before = false;
            self.at = line.next;
            return;
        }
        let prefix = lines::prefix(raw);
        if self.indented_code(&prefix) {
            self.at = line.next;
            return;
        }
        if prefix.bullet {
            self.list_indent = prefix.column;
        } else if self.blank_before && prefix.indent < self.list_indent {
            self.list_indent = 0;
        }
        self.blank_before = false;
        let content = line.start + prefix.len;
        let rest = &self.text[content..line.end];
        self.text_before = prefix.len == prefix.indent
            && self.list_indent == 0
            && !rest.starts_with(['#', '|', '>', '<', ':', '`', '~']);
        if let Some(fence) = lines::fence(rest) {
            return self.fence(line, &prefix, fence);
        }
        if rest.starts_with(":::") {
            return self.container(line, content);
        }
        if rest.starts_with("$$") && self.math_block(line, content, &prefix) {
            return;
        }
        if rest.starts_with('<')
            && let Some(end) = self.raw_html(content, line)
        {
            self.at = lines::line_at(self.text, end).next;
            return;
        }
        self.inline(content, line, prefix.bullet || rest.starts_with('#'));
    }

    /// Four columns deeper than the text around it, after a blank line: code that nothing may be cut out of.
    fn indented_code(&self, prefix: &Prefix) -> bool {
        !prefix.bullet && prefix.quotes == 0 && self.blank_before && prefix.indent >= self.list_indent + 4
    }
}
