//! What stands inside a line: comments, formulas, attributes; code spans and tags, which hide them.
//! Manual pages: `tests/spec/attributes.md`, `tests/spec/directives.md`.

use super::super::attributes;
use super::super::directive::{self, Directive};
use super::super::lines::{self, Line};
use super::{PieceKind, Scanner, ends, formula};
use crate::source::Diagnostic;
use std::ops::Range;

impl Scanner<'_> {
    /// Reads the rest of a line, and of further lines when a comment, code span or formula reaches over its end.
    pub(super) fn inline(&mut self, from: usize, line: Line, takes_attributes: bool) {
        let mut at = from;
        let mut line = line;
        let bytes = self.text.as_bytes();
        while at < line.end {
            let next = match bytes[at] {
                b'\\' => at + 1 + self.text[at + 1..].chars().next().map_or(0, char::len_utf8),
                b'`' => self.code_span(at, line),
                b'<' if self.text[at..].starts_with("<!--") => self.comment(at, line, from),
                b'<' => self.tag(at, line),
                b'$' => self.inline_math(at, line),
                b'{' => self.attributes(at, line, takes_attributes),
                _ => at + 1,
            };
            at = next;
            if at > line.end {
                let start = lines::line_start(self.text, at);
                if start == at {
                    // A comment that is never closed took the lines up to here; this one may be a slide break.
                    self.at = at;
                    self.text_before = false;
                    return;
                }
                line = lines::line_at(self.text, start);
            }
        }
        self.at = line.next.max(at);
    }

    /// Where the paragraph around `line` ends.
    fn region(&mut self, line: Line) -> usize {
        if self.known.region_end <= line.start {
            self.known.region_end = ends::region_end(self.text, line);
        }
        self.known.region_end.max(line.end)
    }

    fn code_span(&mut self, at: usize, line: Line) -> usize {
        let end = self.region(line);
        let run = self.text[at..end].bytes().take_while(|byte| *byte == b'`').count();
        ends::closing_run(self.text, at + run, end, run).unwrap_or(at + run)
    }

    fn tag(&mut self, at: usize, line: Line) -> usize {
        if at < self.known.no_tag_end_before {
            return at + 1;
        }
        if !ends::starts_tag(&self.text[at..line.end]) {
            return at + 1;
        }
        match self.text[at..line.end].find('>') {
            Some(offset) => at + offset + 1,
            None => {
                self.known.no_tag_end_before = line.end;
                at + 1
            }
        }
    }

    fn comment(&mut self, at: usize, line: Line, content: usize) -> usize {
        let body = at + 4;
        let text = self.text;
        // `<!-->` and `<!--->` are whole comments in CommonMark.
        if let Some(length) = [">", "->"].into_iter().find(|end| text[body..].starts_with(end)).map(str::len) {
            self.piece(PieceKind::Comment { inner: body..body, alone: false }, at..body + length);
            return body + length;
        }
        if self.within_slide {
            // Comments do not nest: in a note this is the start of one that was not closed, as the scan of the slide said.
            self.piece(PieceKind::Comment { inner: body..body, alone: false }, at..body);
            return body;
        }
        let close = self.comment_end(body);
        if let Some(close) = close
            && ends::comment_swallows(text, body, close).is_none()
        {
            let end = close + 3;
            let last = if end <= line.end { line } else { lines::line_at(text, lines::line_start(text, end)) };
            let alone = at == content && text[end..last.end].trim_start().is_empty();
            if let Some(nested) = text[body..close].find("<!--") {
                let nested = body + nested;
                let found = Diagnostic::warning(
                    "comment-nested",
                    "this comment holds the start of another",
                    self.span(nested..nested + 4),
                );
                self.findings.push(
                    found
                        .hint("close the first with `-->` before the next one opens")
                        .also(self.span(at..body), "opened here"),
                );
            }
            self.piece(PieceKind::Comment { inner: body..close, alone }, at..end);
            self.text_before = false;
            return end;
        }
        self.unclosed_comment(at, line, at == content)
    }

    /// A directive ends with its line; a note goes on to the slide's end, and so does a private remark, which must not
    /// turn up on the slide.
    fn unclosed_comment(&mut self, at: usize, line: Line, alone: bool) -> usize {
        let body = at + 4;
        let slide_end = lines::next_break(self.text, line.next);
        let (end, said, till) = match directive::read(&self.text[body..line.end]) {
            Directive::Note(_) => (slide_end, at..body, "all up to the slide's end is a note for now"),
            Directive::Private | Directive::Todo(_) => {
                (slide_end, at..slide_end, "all up to the slide's end is left out for now")
            }
            _ => (line.end, at..line.end, "it ends with the line for now"),
        };
        let said = said.start..said.start + self.text[said].trim_end().len();
        let found = Diagnostic::error("comment-unclosed", "this comment is never closed", self.span(said));
        self.findings.push(found.hint(format!("add `-->` where it ends; {till}")));
        self.piece(PieceKind::Comment { inner: body..end, alone }, at..end);
        self.text_before = false;
        end
    }

    /// The next `-->` from `body` on.
    fn comment_end(&mut self, body: usize) -> Option<usize> {
        if !self.known.comment_end.contains(&body) {
            let found = self.text[body..].find("-->").map_or(self.text.len(), |offset| body + offset);
            self.known.comment_end = body..found + 1;
        }
        let found = self.known.comment_end.end - 1;
        (found < self.text.len()).then_some(found)
    }

    /// A `$` opens a formula unless a letter or digit stands before it; the next `$` must close it.
    fn inline_math(&mut self, at: usize, line: Line) -> usize {
        let end = self.region(line);
        let text = self.text;
        if text[at..end].starts_with("$$") {
            let body = at + 2;
            return match ends::find_unescaped(&text[body..end], "$$") {
                Some(offset) if offset > 0 && !text[body..body + offset].trim().is_empty() => {
                    self.inline_formula(body..body + offset, true)
                }
                _ => body,
            };
        }
        if at < self.known.no_math_before || text[..at].chars().next_back().is_some_and(char::is_alphanumeric) {
            return at + 1;
        }
        match formula::math_close(text, at + 1, end) {
            formula::MathClose::At(close) if formula::is_formula(text, at + 1, close, line.end) => {
                self.inline_formula(at + 1..close, false)
            }
            formula::MathClose::At(_) => at + 1,
            formula::MathClose::None => {
                self.known.no_math_before = end;
                at + 1
            }
            formula::MathClose::Unbalanced => {
                self.known.no_math_before = end;
                let found = Diagnostic::warning(
                    "math-braces",
                    "a formula whose braces do not match is shown as text",
                    self.span(at..at + 1),
                );
                self.findings.push(found.hint("balance `{` and `}`, or write `\\$` for a dollar sign"));
                at + 1
            }
        }
    }

    fn inline_formula(&mut self, inner: Range<usize>, display: bool) -> usize {
        let marks = 1 + usize::from(display);
        let whole = inner.start - marks..inner.end + marks;
        let end = whole.end;
        self.piece(PieceKind::Math { inner, display, block: false, attributes: None, prefix: 0 }, whole);
        end
    }

    /// `{…}` after `]` or `)`, or behind a space at the end of a heading or list item.
    fn attributes(&mut self, at: usize, line: Line, takes_attributes: bool) -> usize {
        let before = self.text[..at].chars().next_back();
        let attached = matches!(before, Some(']' | ')'));
        let spaced = takes_attributes && before.is_some_and(|c| c == ' ' || c == '\t' || c == '#');
        if !attached && !spaced {
            return at + 1;
        }
        let Some((read, end)) = attributes::read(&self.text[at..line.end], self.file, at) else {
            self.unread_attributes(at, line, before == Some(']'));
            return at + 1;
        };
        let rest = self.text[end..line.end].trim();
        if attached || rest.trim_end_matches('#').is_empty() {
            self.piece(PieceKind::Attributes(read), at..end);
            return end;
        }
        at + 1
    }

    /// Braces where attributes are read, that hold something else: said where attributes were surely meant.
    fn unread_attributes(&mut self, at: usize, line: Line, after_bracket: bool) {
        let rest = &self.text[at + 1..line.end];
        let Some(length) = rest.find(['{', '}']).filter(|end| rest[*end..].starts_with('}')) else { return };
        let inside = &rest[..length];
        if inside.trim().is_empty() || !(after_bracket || inside.starts_with(['#', '.'])) {
            return;
        }
        let found = Diagnostic::warning(
            "attributes",
            format!("`{{{inside}}}` cannot be read as attributes and is shown as text"),
            self.span(at..at + 1 + length + 1),
        );
        self.findings.push(found.hint("write `{#id .class key=value key=\"two words\"}`"));
    }
}
