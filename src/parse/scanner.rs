//! Cuts a source into pieces before Markdown is read: front matter, slide breaks, comments, formulas, containers, attributes.
//!
//! Its law: the pieces joined are the source, byte for byte. Whatever a Markdown parser would misread (a list inside a
//! formula, a heading made of a slide break, a container glued to a list item) leaves here.
//! Manual page: `tests/spec/slides.md`.

use super::attributes;
use super::lines::{self, Line};
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
    while scanner.at < scanner.text.len() {
        scanner.line();
    }
    scanner.flush(scanner.text.len());
    for open in std::mem::take(&mut scanner.open) {
        scanner.unclosed_container(open);
    }
    (scanner.pieces, scanner.findings)
}

/// The pieces of a part of a source that holds no slides, such as a note; a `---` in it is a rule.
pub fn scan_part(source: &Source, part: Range<usize>) -> (Vec<Piece>, Vec<Diagnostic>) {
    let mut scanner = Scanner::new(&source.text[..part.end], source.id);
    scanner.at = part.start;
    scanner.text_from = part.start;
    scanner.within_slide = true;
    while scanner.at < scanner.text.len() {
        scanner.line();
    }
    scanner.flush(scanner.text.len());
    for open in std::mem::take(&mut scanner.open) {
        scanner.unclosed_container(open);
    }
    (scanner.pieces, scanner.findings)
}

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
    text_before: bool,
    /// The paragraph around `at` ends here; inline constructs do not reach further.
    region_end: usize,
    /// Before this offset no formula can close.
    no_math_before: usize,
    /// No `-->` after this offset.
    no_comment_end_after: usize,
    /// A fence of this character and at least this length does not close any more.
    unclosed_fence: [usize; 2],
    /// The open containers close before this offset, found by looking ahead.
    containers_close_at: usize,
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
            region_end: 0,
            no_math_before: 0,
            no_comment_end_after: usize::MAX,
            unclosed_fence: [usize::MAX; 2],
            containers_close_at: 0,
        }
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

    /// Front matter is a first line `---` followed by something that looks like `key:`, up to the next `---` or `...`.
    fn front_matter(&mut self) {
        let first = lines::line_at(self.text, 0);
        if first.trimmed(self.text) != "---" {
            return;
        }
        let mut line = lines::line_at(self.text, first.next);
        let body = first.next;
        let mut looks_like_yaml = None;
        while line.start < self.text.len() {
            let content = line.trimmed(self.text);
            if content == "---" || content == "..." && line.start == line.start {
                if looks_like_yaml != Some(false) {
                    self.piece(PieceKind::FrontMatter(body..line.start), 0..line.next);
                    self.at = line.next;
                }
                return;
            }
            if looks_like_yaml.is_none() && !content.is_empty() && !content.starts_with('#') {
                looks_like_yaml = Some(lines::looks_like_key(content));
            }
            line = lines::line_at(self.text, line.next);
        }
        if looks_like_yaml == Some(true) {
            self.unclosed_front_matter(first, body);
        }
    }

    /// Without a closing line, the front matter is the run of lines that still look like YAML.
    fn unclosed_front_matter(&mut self, first: Line, body: usize) {
        self.findings.push(
            Diagnostic::error(
                "front-matter-unclosed",
                "the front matter has no closing `---`",
                self.span(first.start..first.end),
            )
            .hint("add a line `---` after the last setting"),
        );
        let mut line = lines::line_at(self.text, body);
        while line.start < self.text.len() {
            let raw = &self.text[line.start..line.end];
            let yaml = raw.starts_with([' ', '\t', '-']) || lines::looks_like_key(raw.trim());
            if !yaml || raw.trim().is_empty() {
                break;
            }
            line = lines::line_at(self.text, line.next);
        }
        self.piece(PieceKind::FrontMatter(body..line.start), 0..line.start);
        self.at = line.start;
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
        self.text_before = !rest.starts_with(['#', '|', '>', '<', ':', '`', '~']);
        if let Some(fence) = lines::fence(rest) {
            self.text_before = false;
            return self.fence(line, &prefix, fence);
        }
        if rest.starts_with(":::") {
            return self.container(line, content);
        }
        if rest.starts_with("$$") && self.math_block(line, content, &prefix) {
            return;
        }
        if let Some(end) = lines::raw_html_end(self.text, content, line) {
            self.at = lines::line_at(self.text, end).next;
            return;
        }
        self.inline(content, line, prefix.bullet || rest.starts_with('#'));
    }

    /// Four columns deeper than the text around it, after a blank line: code that nothing may be cut out of.
    fn indented_code(&self, prefix: &lines::Prefix) -> bool {
        !prefix.bullet && prefix.quotes == 0 && self.blank_before && prefix.indent >= self.list_indent + 4
    }

    fn slide_break(&mut self, line: Line) {
        if !self.open.is_empty() {
            if self.containers_close_after(line) {
                self.at = line.next;
                self.blank_before = true;
                return;
            }
            for open in std::mem::take(&mut self.open) {
                self.unclosed_container(open);
            }
        }
        if self.text_before {
            self.findings.push(
                Diagnostic::note(
                    "break-under-text",
                    "a `---` under text ends the slide",
                    self.span(line.start..line.end),
                )
                .hint("put a blank line above it; for a heading write `## …`"),
            );
        }
        self.piece(PieceKind::Break, line.start..line.next);
        self.at = line.next;
        self.blank_before = true;
        self.text_before = false;
        self.list_indent = 0;
    }

    /// Whether the containers open at a `---` close before the next slide; then the line is a rule inside them.
    fn containers_close_after(&mut self, from: Line) -> bool {
        if from.start < self.containers_close_at {
            return true;
        }
        let mut depth = self.open.len();
        let mut line = lines::line_at(self.text, from.next);
        let mut after_break = true;
        while line.start < self.text.len() {
            let content = line.trimmed(self.text);
            if let Some(rest) = content.strip_prefix(":::") {
                if rest.trim_start_matches(':').trim().is_empty() {
                    depth -= 1
                } else {
                    depth += 1
                }
                if depth == 0 {
                    self.containers_close_at = line.start;
                    return true;
                }
            }
            if after_break && (content.starts_with("# ") || content.starts_with("## ")) {
                return false;
            }
            if !content.is_empty() {
                after_break = lines::is_break(self.text, line);
            }
            line = lines::line_at(self.text, line.next);
        }
        false
    }

    fn unclosed_container(&mut self, open: Range<usize>) {
        self.findings.push(
            Diagnostic::error("container-unclosed", "this `:::` is never closed", self.span(open))
                .hint("add a line `:::` where it ends; the slide's end closes it for now"),
        );
    }

    fn fence(&mut self, line: Line, prefix: &lines::Prefix, fence: lines::Fence) {
        let kind = usize::from(fence.mark == b'~');
        let end = if fence.length >= self.unclosed_fence[kind] {
            None
        } else {
            lines::fence_end(self.text, line, prefix, fence)
        };
        let swallowed = end.is_some_and(|end| lines::swallows_slides(self.text, line.next, end.start, fence));
        match end {
            Some(end) if !swallowed => self.at = end.next,
            _ => {
                if end.is_none() {
                    self.unclosed_fence[kind] = self.unclosed_fence[kind].min(fence.length);
                }
                self.findings.push(
                    Diagnostic::error(
                        "fence-unclosed",
                        "this code block is never closed",
                        self.span(line.start + prefix.len..line.end),
                    )
                    .hint("add a closing line of the same marks; the slide's end closes it for now"),
                );
                self.at = lines::next_break(self.text, line.next);
            }
        }
    }

    fn container(&mut self, line: Line, content: usize) {
        let end = content + self.text[content..line.end].trim_end().len();
        let colons = self.text[content..end].bytes().take_while(|byte| *byte == b':').count();
        let rest = content + colons..end;
        if self.text[rest.clone()].trim().is_empty() {
            if self.open.pop().is_none() {
                self.findings.push(
                    Diagnostic::error("container-close", "this `:::` closes nothing", self.span(content..end))
                        .hint("remove it, or open a container above it with `::: name`"),
                );
            }
            self.piece(PieceKind::Close, content..end);
        } else {
            self.open.push(content..end);
            self.piece(PieceKind::Open(rest), content..end);
        }
        self.list_indent = 0;
        self.at = line.next;
        self.blank_before = true;
        self.text_before = false;
    }

    /// `$$ … $$` as a block. False when the line only holds a formula among text.
    fn math_block(&mut self, line: Line, content: usize, prefix: &lines::Prefix) -> bool {
        let inner = content + 2;
        if let Some(offset) = lines::find_unescaped(&self.text[inner..line.end], "$$") {
            let close = inner + offset;
            let Some(attributes) = lines::only_attributes(self.text, close + 2, line.end) else { return false };
            self.math_piece(content, inner..close, attributes, prefix.len, line);
            return true;
        }
        match lines::math_end(self.text, line, prefix) {
            Ok((close, last)) => {
                let opening = lines::only_attributes(self.text, inner, line.end).flatten();
                let start = opening.as_ref().map_or(inner, |range| range.end);
                match lines::only_attributes(self.text, close + 2, last.end) {
                    Some(attributes) => {
                        self.math_piece(content, start..close, attributes.or(opening), prefix.len, last)
                    }
                    None => {
                        let kind = PieceKind::Math {
                            inner: start..close,
                            display: true,
                            block: true,
                            attributes: opening,
                            prefix: prefix.len,
                        };
                        self.piece(kind, content..close + 2);
                        self.at = close + 2;
                        self.inline(close + 2, lines::line_at(self.text, last.start), false);
                    }
                }
            }
            Err(end) => {
                self.findings.push(
                    Diagnostic::error("math-unclosed", "this formula is never closed", self.span(content..content + 2))
                        .hint("add a line `$$` where it ends"),
                );
                let end = end.max(inner);
                let kind = PieceKind::Math {
                    inner: inner..end,
                    display: true,
                    block: true,
                    attributes: None,
                    prefix: prefix.len,
                };
                self.piece(kind, content..end);
                self.at = if end >= line.end {
                    lines::line_at(self.text, end.saturating_sub(1).max(line.start)).next.min(self.text.len())
                } else {
                    line.next
                };
                self.at = self.at.max(end);
            }
        }
        true
    }

    fn math_piece(
        &mut self,
        start: usize,
        inner: Range<usize>,
        attributes: Option<Range<usize>>,
        prefix: usize,
        last: Line,
    ) {
        let end = attributes.as_ref().map_or(inner.end + 2, |range| range.end);
        self.piece(PieceKind::Math { inner, display: true, block: true, attributes, prefix }, start..end);
        self.at = last.next;
        self.text_before = false;
    }

    /// Reads the rest of a line, and of further lines when a comment, code span or formula reaches over its end.
    fn inline(&mut self, from: usize, line: Line, takes_attributes: bool) {
        let mut at = from;
        let mut line = line;
        let bytes = self.text.as_bytes();
        while at < line.end {
            let next = match bytes[at] {
                b'\\' => at + 1 + self.text[at + 1..].chars().next().map_or(0, char::len_utf8),
                b'`' => self.code_span(at, line),
                b'<' if self.text[at..].starts_with("<!--") => self.comment(at, line, from),
                b'<' => lines::tag_end(self.text, at, line.end).unwrap_or(at + 1),
                b'$' => self.inline_math(at, line),
                b'{' => self.attributes(at, line, takes_attributes),
                _ => at + 1,
            };
            at = next;
            if at > line.end {
                line = lines::line_at(self.text, lines::line_start(self.text, at));
            }
        }
        self.at = line.next.max(at);
    }

    /// Where the paragraph around `line` ends.
    fn region(&mut self, line: Line) -> usize {
        if self.region_end <= line.start {
            self.region_end = lines::region_end(self.text, line);
        }
        self.region_end.max(line.end)
    }

    fn code_span(&mut self, at: usize, line: Line) -> usize {
        let end = self.region(line);
        let run = self.text[at..end].bytes().take_while(|byte| *byte == b'`').count();
        lines::closing_run(self.text, at + run, end, run).unwrap_or(at + run)
    }

    fn comment(&mut self, at: usize, line: Line, content: usize) -> usize {
        let body = at + 4;
        let text = self.text;
        // `<!-->` and `<!--->` are whole comments in CommonMark.
        let short = if text[body..].starts_with('>') {
            Some(1)
        } else if text[body..].starts_with("->") {
            Some(2)
        } else {
            None
        };
        if let Some(length) = short {
            self.piece(PieceKind::Comment { inner: body..body, alone: false }, at..body + length);
            return body + length;
        }
        let close =
            if at >= self.no_comment_end_after { None } else { text[body..].find("-->").map(|offset| body + offset) };
        let broken_at = close.and_then(|close| lines::comment_swallows(text, body, close));
        match (close, broken_at) {
            (Some(close), None) => {
                let end = close + 3;
                let before = text[lines::line_start(text, at)..at].len() == content - lines::line_start(text, at);
                let last = lines::line_at(text, lines::line_start(text, end));
                let alone = at == content && before && text[end..last.end].trim().is_empty();
                self.piece(PieceKind::Comment { inner: body..close, alone }, at..end);
                self.text_before = false;
                end
            }
            _ => {
                if close.is_none() {
                    self.no_comment_end_after = self.no_comment_end_after.min(at);
                }
                self.findings.push(
                    Diagnostic::error("comment-unclosed", "this comment is never closed", self.span(at..at + 4))
                        .hint("add `-->` where it ends; all up to the slide's end counts as comment for now"),
                );
                let end = lines::next_break(text, line.next.min(text.len()));
                self.piece(PieceKind::Comment { inner: body..end, alone: at == content }, at..end);
                self.text_before = false;
                end
            }
        }
    }

    /// A `$` opens a formula unless a letter or digit stands before it; the next `$` must close it.
    fn inline_math(&mut self, at: usize, line: Line) -> usize {
        let end = self.region(line);
        let text = self.text;
        if text[at..end].starts_with("$$") {
            let body = at + 2;
            return match lines::find_unescaped(&text[body..end], "$$") {
                Some(offset) if offset > 0 && !text[body..body + offset].trim().is_empty() => {
                    let close = body + offset;
                    let kind = PieceKind::Math {
                        inner: body..close,
                        display: true,
                        block: false,
                        attributes: None,
                        prefix: 0,
                    };
                    self.piece(kind, at..close + 2);
                    close + 2
                }
                _ => body,
            };
        }
        if at < self.no_math_before || text[..at].chars().next_back().is_some_and(char::is_alphanumeric) {
            return at + 1;
        }
        match lines::math_close(text, at + 1, end) {
            lines::MathClose::At(close) if lines::is_formula(text, at + 1, close, line.end) => {
                let kind =
                    PieceKind::Math { inner: at + 1..close, display: false, block: false, attributes: None, prefix: 0 };
                self.piece(kind, at..close + 1);
                close + 1
            }
            lines::MathClose::At(_) => at + 1,
            lines::MathClose::None => {
                self.no_math_before = end;
                at + 1
            }
            lines::MathClose::Unbalanced => {
                self.no_math_before = end;
                self.findings.push(
                    Diagnostic::warning(
                        "math-braces",
                        "a formula whose braces do not match is shown as text",
                        self.span(at..at + 1),
                    )
                    .hint("balance `{` and `}`, or write `\\$` for a dollar sign"),
                );
                at + 1
            }
        }
    }

    fn attributes(&mut self, at: usize, line: Line, takes_attributes: bool) -> usize {
        let before = self.text[..at].chars().next_back();
        let attached = matches!(before, Some(']' | ')'));
        let spaced = takes_attributes && before.is_some_and(|c| c == ' ' || c == '\t' || c == '#');
        if !attached && !spaced {
            return at + 1;
        }
        let Some((read, end)) = attributes::read(&self.text[at..line.end], self.file, at) else { return at + 1 };
        let rest = self.text[end..line.end].trim_end();
        let ends_line = rest.trim_start().trim_end_matches('#').is_empty();
        if attached || ends_line {
            self.piece(PieceKind::Attributes(read), at..end);
            return end;
        }
        at + 1
    }
}
