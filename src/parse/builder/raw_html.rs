//! Raw HTML elements as blocks: nested with the Markdown around them, allowed or left out with a finding.

use super::super::html::{self, Rule};
use super::super::reader::Token;
use super::super::words;
use super::{Builder, Frame};
use crate::deck::{Attributes, Block, BlockKind, Inline, Picture, Step, Steps, Style, is_web};
use crate::source::{Diagnostic, Spanned};
use std::ops::Range;

impl Builder<'_> {
    /// Whether an HTML token stands as a block, not inside a line.
    pub(super) fn is_block_html(&self, token: &Token) -> bool {
        match token {
            Token::Open(_, block) | Token::Close(_, block) => *block,
            Token::HtmlText(_) | Token::Declaration(true) => true,
            _ => false,
        }
    }

    /// Reads one HTML token as a block. True when it closes the frame (and was taken if the frame is its own).
    pub(super) fn raw_html(&mut self, token: Token, range: &Range<usize>, base: Step, out: &mut Vec<Block>) -> bool {
        match token {
            Token::Open(element, _) => {
                self.at += 1;
                self.open_element(element, range, base, out);
                false
            }
            Token::Close(name, _) => self.close_element(&name, range),
            Token::HtmlText(text) => {
                self.at += 1;
                self.html_text(text, range, base, out);
                false
            }
            _ => {
                self.at += 1;
                self.declaration(range);
                false
            }
        }
    }

    /// `<?…>` and `<!…>` mean something to other programs.
    pub(super) fn declaration(&mut self, range: &Range<usize>) {
        let found = Diagnostic::warning("html-declaration", "a declaration is not shown on slides", self.span(range));
        self.say(found.hint("remove it; for a `<` that is shown write `\\<`"));
    }

    fn parent_element(&self) -> Option<&str> {
        match self.frames.last() {
            Some(Frame::Html(name)) => Some(name),
            _ => None,
        }
    }

    fn open_element(&mut self, element: html::Element, range: &Range<usize>, base: Step, out: &mut Vec<Block>) {
        let span = self.span(range);
        let kept = match html::rule(&element.name) {
            Rule::Void("img") => {
                let picture = self.html_picture(&element, range);
                out.push(self.make(range, base, BlockKind::Pictures(vec![picture])));
                return;
            }
            Rule::Void("hr") => return out.push(self.make(range, base, BlockKind::Rule)),
            Rule::Void(_) => return out.push(self.make(range, base, BlockKind::Plain(vec![Inline::HardBreak]))),
            Rule::Keep(kept) if self.frames.len() < super::NESTING => kept,
            rule => {
                let message = format!("`<{}>` is not shown on slides", element.name);
                let remove = rule == Rule::Remove && self.closes_ahead(&element.name);
                let hint = match element.name.as_str() {
                    "svg" => "save it as a file and show it with `![words](file.svg)`",
                    "script" => "a deck runs no code but its own",
                    "style" => "let it begin a line, and close it with `</style>`",
                    _ => "use Markdown, or one of the allowed elements; what stands in it is shown without it",
                };
                let hint = html::refusal_hint(&element.name).unwrap_or(hint);
                let mut element = element;
                let mut whole = range.clone();
                if remove {
                    let inside = self.at;
                    // Nothing in it counts: no steps, no notes, no findings.
                    let (saved, found) = ((self.counter, self.shown_from), self.findings.len());
                    self.framed(Frame::Html(element.name.clone()), base);
                    self.html_closed = false;
                    self.findings.truncate(found);
                    (self.counter, self.shown_from) = saved;
                    whole.end = self.tokens[self.at - 1].1.end.max(range.end);
                    for (token, _) in &self.tokens[inside..self.at] {
                        if let Token::Open(source, _) = token {
                            html::add_source(&mut element, source);
                        }
                    }
                }
                if element.name == "style" {
                    return self.style(&element, range, &whole);
                }
                if let Some(medium) = self.html_medium(&element, &whole) {
                    return out.push(self.make(range, base, BlockKind::Pictures(vec![medium])));
                }
                let span = self.span(&whole);
                return self.say(Diagnostic::error("html-element", message, span).hint(hint));
            }
        };
        let misplaced = !html::may_stand_in(&element.name, self.parent_element());
        if misplaced {
            let found = Diagnostic::error("html-misplaced", format!("`<{}>` cannot stand here", element.name), span);
            self.say(found.hint("put it in the element that it belongs to; its content is shown without it"));
        }
        let attributes = self.html_attributes(&element, range);
        let steps = self.steps_now(base);
        self.verbatim += usize::from(kept == "pre");
        let in_link = self.in_link;
        self.in_link |= kept == "a";
        let nested_link = in_link && kept == "a";
        let blocks = self.framed(Frame::Html(element.name), self.shown_from);
        // HTML lets `<li>` and its like end without a word.
        if !std::mem::take(&mut self.html_closed) && html::must_be_closed(kept) {
            let found = Diagnostic::warning("html-unclosed", format!("`<{kept}>` is never closed"), span);
            self.say(found.hint("close it on the level on which it opens; it ends with what it stands in for now"));
        }
        self.in_link = in_link;
        self.verbatim -= usize::from(kept == "pre");
        if misplaced || nested_link {
            out.extend(blocks);
            return;
        }
        let only_inline = blocks.iter().all(|block| match &block.kind {
            BlockKind::Plain(_) => true,
            BlockKind::Html { name, .. } => html::is_inline(name),
            _ => false,
        });
        let holds_text = matches!(kept, "p" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "pre");
        let name = if holds_text && !only_inline { "div" } else { kept };
        out.push(Block {
            span,
            steps,
            attributes: Attributes::default(),
            kind: BlockKind::Html { name, attributes, blocks },
        });
    }

    /// `<style>` and `<style scoped>`: a sheet for the talk or for its slide.
    fn style(&mut self, element: &html::Element, open: &Range<usize>, whole: &Range<usize>) {
        let gone: Vec<String> = element
            .attributes
            .iter()
            .map(|(key, _)| key.clone())
            .filter(|key| key != "scoped" && key != "type")
            .collect();
        self.say_left_out(element, open, &gone);
        let all = self.span(whole);
        let text = self.context.source.slice(all);
        let start = self.span(open).len().min(text.len());
        let end = text.to_ascii_lowercase().rfind("</style").filter(|end| *end >= start);
        let Some(end) = end else {
            let found = Diagnostic::error("html-element", "`<style>` is never closed", self.span(open));
            return self.say(found.hint("close it with `</style>` on the same level"));
        };
        let css = Spanned::new(text[start..end].to_owned(), all.part(start, end));
        let is_scoped = element.attributes.iter().any(|(key, _)| key == "scoped");
        self.content.styles.push(Style { css, is_scoped });
    }

    fn close_element(&mut self, name: &str, range: &Range<usize>) -> bool {
        let open = self.frames.iter().rposition(|frame| matches!(frame, Frame::Html(open) if open == name));
        let wall = self.frames.iter().rposition(|frame| !matches!(frame, Frame::Html(_)));
        match open {
            Some(open) if wall.is_none_or(|wall| wall < open) => {
                if open + 1 == self.frames.len() {
                    self.at += 1;
                    self.html_closed = true;
                }
                true
            }
            _ => {
                self.at += 1;
                if html::is_worth_a_word(name, range.len()) {
                    let found =
                        Diagnostic::warning("html-close", format!("`</{name}>` closes nothing"), self.span(range));
                    self.say(found.hint("remove it, or open the element on the same level"));
                }
                false
            }
        }
    }

    fn html_text(&mut self, text: String, range: &Range<usize>, base: Step, out: &mut Vec<Block>) {
        let blank = text.trim().is_empty();
        if blank && (text.contains('\n') || out.is_empty()) && self.verbatim == 0 {
            return;
        }
        if !html::may_stand_in("span", self.parent_element()) {
            if !blank {
                let found = Diagnostic::error("html-misplaced", "text cannot stand here", self.span(range));
                self.say(found.hint("put it in a cell or list item"));
            }
            return;
        }
        let mut content = Vec::new();
        self.words(&text, range.start, &mut content);
        self.typeset(&mut content);
        let block = self.make(range, base, BlockKind::Plain(content));
        out.push(Block { steps: Steps::Always, ..block });
    }

    pub(super) fn closes_ahead(&self, name: &str) -> bool {
        self.last_close.get(name).is_some_and(|last| *last >= self.at)
    }

    /// The allowed attributes; the others are named in one finding.
    pub(super) fn html_attributes(
        &mut self,
        element: &html::Element,
        range: &Range<usize>,
    ) -> Vec<(&'static str, String)> {
        let (mut kept, gone) = html::attributes(&element.name, &element.attributes);
        for (_, value) in &mut kept {
            *value = self.restore(value);
        }
        self.say_left_out(element, range, &gone);
        kept
    }

    fn say_left_out(&mut self, element: &html::Element, range: &Range<usize>, gone: &[String]) {
        if !gone.is_empty() {
            let names = gone.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
            let found = Diagnostic::warning(
                "html-attribute",
                format!("{names} of `<{}>` left out", element.name),
                self.span(range),
            );
            self.say(found.hint("only attributes that set looks or meaning are kept: no events, no active addresses"));
        }
    }

    /// `<video>`, `<audio>` and `<iframe>` as the picture syntax has them; nothing when they name no clip and no page.
    pub(super) fn html_medium(&mut self, element: &html::Element, range: &Range<usize>) -> Option<Picture> {
        let (pairs, gone) = html::medium(element)?;
        self.say_left_out(element, range, &gone);
        let span = self.span(range);
        let mut medium = Picture {
            path: Spanned::new(String::new(), span),
            alt: String::new(),
            title: String::new(),
            attributes: Attributes::default(),
            steps: Steps::Always,
            span,
        };
        for (key, value) in pairs {
            let value = self.restore(&value);
            match key {
                "src" if is_web(&value) => medium.path.value = value,
                "src" => medium.path.value = words::percent_decoded(&value),
                "alt" => medium.alt = value,
                "id" => medium.attributes.id = Some(Spanned::new(value, span)),
                "class" => medium.attributes.classes = value.split_whitespace().map(str::to_owned).collect(),
                key => medium.attributes.pairs.push((Spanned::new(key.to_owned(), span), Spanned::new(value, span))),
            }
        }
        Some(medium)
    }

    pub(super) fn html_picture(&mut self, element: &html::Element, range: &Range<usize>) -> Picture {
        let span = self.span(range);
        let kept = self.html_attributes(element, range);
        let get = |name: &str| kept.iter().find(|(key, _)| *key == name).map(|(_, value)| value.clone());
        let mut attributes = Attributes::default();
        if let Some(class) = get("class") {
            attributes.classes = class.split_whitespace().map(str::to_owned).collect();
        }
        for key in ["width", "height"] {
            if let Some(value) = get(key) {
                attributes.pairs.push((Spanned::new(key.to_owned(), span), Spanned::new(value, span)));
            }
        }
        Picture {
            path: Spanned::new(get("src").unwrap_or_default(), span),
            alt: get("alt").unwrap_or_default(),
            title: get("title").unwrap_or_default(),
            attributes,
            steps: Steps::Always,
            span,
        }
    }
}
