//! Slide breaks, containers, code blocks, block formulas and raw HTML that no Markdown is in.
//! Manual page: `tests/spec/slides.md`.

use super::super::lines::{self, Fence, Line, Prefix};
use super::ahead::Ahead;
use super::{PieceKind, Scanner, ends, formula};
use crate::source::Diagnostic;
use std::ops::Range;

impl Scanner<'_> {
    pub(super) fn slide_break(&mut self, line: Line) {
        if !self.open.is_empty() {
            if self.containers_close_after(line) {
                self.at = line.next;
                self.blank_before = true;
                self.text_before = false;
                return;
            }
            for open in std::mem::take(&mut self.open) {
                self.unclosed_container(open);
            }
        }
        if self.text_before && !std::mem::replace(&mut self.said_break_under_text, true) {
            let found = Diagnostic::note(
                "break-under-text",
                "a `---` under text ends the slide",
                self.span(line.start..line.end),
            );
            self.findings.push(found.hint("put a blank line above it; for a heading write `## …`"));
        }
        self.piece(PieceKind::Break, line.start..line.next);
        self.at = line.next;
        self.blank_before = true;
        self.text_before = false;
        self.list_indent = 0;
    }

    /// Whether the containers open at a `---` close before the next slide; then the line is a rule inside them.
    fn containers_close_after(&mut self, line: Line) -> bool {
        if line.start < self.known.containers_close_at {
            return true;
        }
        let ahead = self.known.ahead.get_or_insert_with(|| Ahead::new(self.text));
        let Some(close) = ahead.closed_at(line.start, self.open.len()) else { return false };
        self.known.containers_close_at = close;
        true
    }

    pub(super) fn unclosed_container(&mut self, open: Range<usize>) {
        self.findings.push(
            Diagnostic::error("container-unclosed", "this `:::` is never closed", self.span(open))
                .hint("add a line `:::` where it ends; the slide's end closes it for now"),
        );
    }

    pub(super) fn container(&mut self, line: Line, content: usize) {
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

    pub(super) fn fence(&mut self, line: Line, prefix: &Prefix, fence: Fence) {
        let kind = usize::from(fence.mark == b'~');
        let item = if prefix.bullet { prefix.column } else { self.list_indent };
        let end = if fence.length >= self.known.unclosed_fence[kind] && item == 0 && prefix.quotes == 0 {
            ends::FenceEnd::Never
        } else {
            ends::fence_end(self.text, line, prefix.quotes, item, fence)
        };
        if let ends::FenceEnd::At(end) = end {
            self.at = end.next;
            return;
        }
        if matches!(end, ends::FenceEnd::Never) {
            self.known.unclosed_fence[kind] = self.known.unclosed_fence[kind].min(fence.length);
        }
        let found = Diagnostic::error(
            "fence-unclosed",
            "this code block is never closed",
            self.span(line.start + prefix.len..line.end),
        );
        self.findings.push(found.hint("add a closing line of the same marks; the slide's end closes it for now"));
        self.at = if self.within_slide { self.text.len() } else { lines::next_break(self.text, line.next) };
    }

    /// `$$ … $$` as a block. False when the line only holds a formula among text.
    pub(super) fn math_block(&mut self, line: Line, content: usize, prefix: &Prefix) -> bool {
        let inner = content + 2;
        if let Some(offset) = ends::find_unescaped(&self.text[inner..line.end], "$$") {
            let close = inner + offset;
            let Some(attributes) = formula::only_attributes(self.text, close + 2, line.end) else { return false };
            self.math_piece(content, inner..close, attributes, prefix.len, line);
            return true;
        }
        match ends::math_end(self.text, line, prefix.quotes) {
            Ok((close, last)) => self.closed_math_block(content, close, line, last, prefix.len),
            Err(end) => {
                self.findings.push(
                    Diagnostic::error("math-unclosed", "this formula is never closed", self.span(content..content + 2))
                        .hint("add a line `$$` where it ends"),
                );
                let end = end.max(line.end);
                self.math_to(content, inner..end, None, prefix.len, end);
                self.at = lines::line_at(self.text, end).next;
            }
        }
        self.text_before = false;
        true
    }

    fn closed_math_block(&mut self, content: usize, close: usize, line: Line, last: Line, prefix: usize) {
        let inner = content + 2;
        let opening = formula::only_attributes(self.text, inner, line.end).flatten();
        let start = opening.as_ref().map_or(inner, |range| range.end);
        match formula::only_attributes(self.text, close + 2, last.end) {
            Some(attributes) => self.math_piece(content, start..close, attributes.or(opening), prefix, last),
            None => {
                self.math_to(content, start..close, opening, prefix, close + 2);
                self.at = close + 2;
                self.inline(close + 2, last, false);
            }
        }
    }

    fn math_piece(
        &mut self,
        start: usize,
        inner: Range<usize>,
        given: Option<Range<usize>>,
        prefix: usize,
        last: Line,
    ) {
        let end = given.as_ref().map_or(inner.end + 2, |range| range.end.max(inner.end + 2));
        self.math_to(start, inner, given, prefix, end);
        self.at = last.next;
        self.text_before = false;
    }

    fn math_to(&mut self, start: usize, inner: Range<usize>, given: Option<Range<usize>>, prefix: usize, end: usize) {
        self.piece(PieceKind::Math { inner, display: true, block: true, attributes: given, prefix }, start..end);
    }

    /// Where a raw element that starts here ends, if it is one of those that no Markdown is read in.
    pub(super) fn raw_html(&mut self, content: usize, line: Line) -> Option<usize> {
        let name = ends::raw_name(&self.text[content..line.end])?;
        let known = &mut self.known.no_raw_end_before[name];
        if content < *known {
            return None;
        }
        ends::raw_end(self.text, line, name).map_err(|searched| *known = searched).ok()
    }
}
