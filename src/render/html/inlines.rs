//! Text inside a block. Manual page: `tests/spec/blocks.md`.

use super::{Html, escape};
use crate::deck::{Attributes, Inline, Math, Steps};
use std::fmt::Write;

impl Html<'_> {
    /// Writes inlines one after the other.
    pub fn inlines(&mut self, inlines: &[Inline]) {
        for inline in inlines {
            self.inline(inline);
        }
    }

    fn inline(&mut self, inline: &Inline) {
        match inline {
            Inline::Text(text) => self.words(text),
            Inline::Code(text) => {
                self.markup("<code>");
                self.text(text);
                self.markup("</code>");
            }
            Inline::Math(math) => {
                self.markup(if math.display { "<span class=\"math display\">" } else { "<span class=\"math\">" });
                self.formula(math);
                self.markup("</span>");
            }
            Inline::Emphasis(content) => self.around("em", content),
            Inline::Strong(content) => self.around("strong", content),
            Inline::Struck(content) => self.around("del", content),
            Inline::Link { url, title, content, .. } => self.link(url, title, content),
            Inline::Picture(picture) => self.inline_picture(picture),
            Inline::Span { attributes, steps, content } => self.span(attributes, *steps, content),
            Inline::Html { name, attributes, content } => self.raw_inline(name, attributes, content),
            Inline::Footnote(number) => self.footnote(*number),
            Inline::Checkbox(is_done) => self.checkbox(*is_done),
            Inline::SoftBreak => self.out.push('\n'),
            Inline::HardBreak => self.markup("<br>\n"),
        }
    }

    fn around(&mut self, name: &str, content: &[Inline]) {
        self.out.push('<');
        self.out.push_str(name);
        self.out.push('>');
        self.inlines(content);
        self.close(name);
    }

    fn span(&mut self, attributes: &Attributes, steps: Steps, content: &[Inline]) {
        self.in_language(attributes, |html| {
            html.open("span", "", attributes, steps);
            html.inlines(content);
            html.close("span");
        });
    }

    /// A formula's drawing; where there is none, its source in a visible frame.
    pub fn formula(&mut self, math: &Math) {
        let drawn = self.drawn;
        let html = drawn.formula(math);
        if html.is_empty() {
            self.markup("<span class=\"broken\">");
            self.text(&math.tex);
            self.markup("</span>");
        } else {
            self.has_math = true;
            self.markup(html);
        }
    }

    /// A link; its content alone where it leads nowhere allowed or stands inside another link.
    fn link(&mut self, url: &str, title: &str, content: &[Inline]) {
        let address = escape::address(url).filter(|_| !self.here.in_link);
        let Some(address) = address else {
            return self.inlines(content);
        };
        self.markup("<a");
        self.attribute("href", &address);
        if !title.is_empty() {
            self.attribute("title", title);
        }
        self.out.push('>');
        self.here.in_link = true;
        self.inlines(content);
        self.here.in_link = false;
        self.close("a");
    }

    /// A footnote's number, linked both ways; an id only the first time.
    fn footnote(&mut self, number: u32) {
        let is_known = (number as usize) <= self.here.footnotes && number > 0;
        if self.here.in_link || self.here.in_notes || !is_known {
            let _ = write!(self.out, "<sup class=\"footnote\">{number}</sup>");
            return;
        }
        let own = format!("{}-reference-{number}", self.here.id);
        self.markup("<sup class=\"footnote\"><a");
        self.attribute("href", &format!("#{}-footnote-{number}", self.here.id));
        if self.claim(&own) {
            self.attribute("id", &own);
        }
        let _ = write!(self.out, ">{number}</a></sup>");
    }

    fn checkbox(&mut self, is_done: bool) {
        let words = self.here.words;
        self.markup(if is_done { "<span class=\"checkbox\" data-checked" } else { "<span class=\"checkbox\"" });
        self.markup(" role=\"img\"");
        self.attribute("aria-label", if is_done { words.done } else { words.open });
        self.markup("></span>");
    }
}
