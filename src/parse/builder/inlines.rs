//! Text inside a block: emphasis, links, pictures, spans with attributes, formulas, inline HTML.

use super::super::html::{self, Rule};
use super::super::mask;
use super::super::reader::{Tag, Token};
use super::super::scanner::PieceKind;
use super::super::words;
use super::{Builder, NESTING};
use crate::deck::{Attributes, Background, Inline, Math, Picture, Side, Steps, is_web, plain};
use crate::source::{Diagnostic, Span, Spanned};
use std::ops::Range;

/// An inline HTML element that is open.
struct Pending {
    at: usize,
    element: html::Element,
    range: Range<usize>,
}

impl Builder<'_> {
    /// Reads inlines. With `to_end`, up to and over the closing token; else up to the first token that is no inline.
    pub(super) fn inlines(&mut self, to_end: bool) -> Vec<Inline> {
        self.inlines_at(to_end, 0)
    }

    fn inlines_at(&mut self, to_end: bool, depth: usize) -> Vec<Inline> {
        let mut out: Vec<Inline> = Vec::new();
        let mut pending: Vec<Pending> = Vec::new();
        let mut text = String::new();
        let mut text_at = 0;
        let mut flattened = 0usize;
        let outer_brackets = std::mem::take(&mut self.brackets_from);
        while let Some((token, range)) = self.tokens.get(self.at) {
            if let Token::Text(part) = token {
                if text.is_empty() {
                    text_at = range.start;
                }
                text.push_str(part);
                self.at += 1;
                continue;
            }
            let (token, range) = (token.clone(), range.clone());
            let ends = match &token {
                Token::End => flattened == 0,
                Token::Start(tag) => tag.is_block(),
                Token::Mark(_) | Token::HtmlText(_) | Token::Rule => true,
                Token::Open(_, block) | Token::Close(_, block) | Token::Declaration(block) => *block,
                _ => false,
            };
            if ends {
                if to_end && token == Token::End {
                    self.at += 1;
                }
                break;
            }
            self.words(&std::mem::take(&mut text), text_at, &mut out);
            self.at += 1;
            match token {
                Token::End => flattened -= 1,
                Token::Start(_) if depth + pending.len() >= NESTING => {
                    self.say_too_deep(self.span(&range));
                    flattened += 1;
                }
                Token::Start(tag) => self.inline_tag(tag, &range, depth + pending.len(), &mut out),
                Token::Code(code) => out.push(Inline::Code(self.restore(&code))),
                Token::Soft => out.push(Inline::SoftBreak),
                Token::Hard => out.push(Inline::HardBreak),
                Token::Checkbox(done) => out.push(Inline::Checkbox(done)),
                Token::FootnoteReference(label) => self.footnote(label, &range, &mut out),
                Token::Open(element, _)
                    if depth + pending.len() >= NESTING && matches!(html::rule(&element.name), Rule::Keep(_)) =>
                {
                    self.say_too_deep(self.span(&range));
                }
                Token::Open(element, _) => self.open_inline(element, range, &mut out, &mut pending),
                Token::InlineMark(index) => self.inline_mark(index, &range, &mut out),
                Token::Declaration(_) => self.declaration(&range),
                Token::Close(name, _) => self.close_inline(&name, &range, &mut out, &mut pending),
                _ => {}
            }
        }
        self.words(&text, text_at, &mut out);
        while let Some(open) = pending.pop() {
            let found = Diagnostic::warning(
                "html-unclosed",
                format!("`<{}>` is never closed", open.element.name),
                self.span(&open.range),
            );
            self.say(found.hint("close it in the same paragraph"));
            self.wrap(open, &mut out);
        }
        self.brackets_from = outer_brackets;
        // Most texts are one run, and room for four would be most of what a long talk takes in memory.
        out.shrink_to_fit();
        out
    }

    fn inline_tag(&mut self, tag: Tag, range: &Range<usize>, depth: usize, out: &mut Vec<Inline>) {
        match tag {
            Tag::Emphasis => out.push(Inline::Emphasis(self.inlines_at(true, depth + 1))),
            Tag::Strong => out.push(Inline::Strong(self.inlines_at(true, depth + 1))),
            Tag::Struck => out.push(Inline::Struck(self.inlines_at(true, depth + 1))),
            Tag::Link(url, title) => {
                let nested = std::mem::replace(&mut self.in_link, true);
                let content = self.inlines_at(true, depth + 1);
                self.in_link = nested;
                self.link(url, title, content, range, nested, out);
            }
            Tag::Image(url, title) => {
                let notes = self.findings.len();
                let content = self.inlines_at(true, depth + 1);
                self.findings.truncate(notes);
                let alt = plain(&content);
                let title = self.restore(&title);
                self.picture(&url, alt, title, self.span(range), out);
            }
            _ => {}
        }
    }

    fn link(
        &mut self,
        url: String,
        title: String,
        content: Vec<Inline>,
        range: &Range<usize>,
        nested: bool,
        out: &mut Vec<Inline>,
    ) {
        let span = self.span(range);
        let url = self.restore(&url);
        match html::safe_address(&url) {
            Some(url) if !nested => {
                let title = self.restore(&title);
                out.push(Inline::Link { url, title, content, span });
            }
            Some(_) => {
                let found = Diagnostic::warning("link-nested", "a link inside a link is shown as text", span);
                self.say(found.hint("close the link around it first"));
                out.extend(content);
            }
            None => {
                let found = Diagnostic::error("link-active", "a link may not run code or open local files", span);
                self.say(found.hint(
                    "link to `https:`, `mailto:`, `#slide-id` or a relative path; the text is shown without the link",
                ));
                out.extend(content);
            }
        }
    }

    /// Where the address stands in `![words](address)`; the whole syntax when it is written otherwise there.
    fn path_span(&mut self, url: &str, whole: Span) -> Span {
        let written = self.restore(url);
        let text = self.context.source.slice(whole);
        let at = text.rfind("](").and_then(|open| Some(open + 2 + text[open + 2..].find(written.as_str())?));
        at.filter(|_| !written.is_empty()).map_or(whole, |at| whole.part(at, at + written.len()))
    }

    /// A picture, or a background when its words start with `bg`.
    fn picture(&mut self, url: &str, alt: String, title: String, span: Span, out: &mut Vec<Inline>) {
        let url_written = self.restore(url);
        // A file's name is decoded; the address of a page means what it says.
        let path = match is_web(&url_written) {
            true => url_written,
            false => words::percent_decoded(&url_written),
        };
        let alt = self.restore(&alt);
        let path_span = self.path_span(url, span);
        let mut picture = Picture {
            path: Spanned::new(path, path_span),
            alt,
            title,
            attributes: Attributes::default(),
            steps: Steps::Always,
            span,
        };
        let mut parts = picture.alt.split_whitespace();
        if parts.next() != Some("bg") {
            out.push(Inline::Picture(picture));
            return;
        }
        let mut background = Background { picture: picture.clone(), side: Side::Full, share: None, contain: false };
        let mut alt = Vec::new();
        for word in parts {
            let (name, value) = word.split_once(':').unwrap_or((word, ""));
            let share = value
                .strip_suffix('%')
                .and_then(|number| number.parse::<f32>().ok())
                .filter(|share| (5.0..=95.0).contains(share));
            match name {
                "left" => (background.side, background.share) = (Side::Left, share),
                "right" => (background.side, background.share) = (Side::Right, share),
                "contain" | "fit" => background.contain = true,
                "cover" => background.contain = false,
                _ => alt.push(word),
            }
        }
        picture.alt = alt.join(" ");
        background.picture = picture;
        self.content.backgrounds.push(background);
    }

    /// Markdown takes a footnote mark without its text for words.
    fn undefined_footnotes(&mut self, text: &str, at: usize) {
        for (start, _) in text.match_indices("[^") {
            let label = text[start + 2..].split(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '_'))).next();
            let Some(label) = label.filter(|label| text[start + 2 + label.len()..].starts_with(']')) else { continue };
            let mark = format!("[^{label}]");
            // Escapes and entities before it are longer in the source than here.
            let source = &self.masked.text;
            let from = source.floor_char_boundary(at + start);
            let to = source.floor_char_boundary(from + mark.len() + 200);
            let Some(place) = source[from..to].find(mark.as_str()).map(|near| from + near) else { continue };
            if !label.is_empty() && !source[..place].ends_with('\\') {
                self.undefined_footnote(label, &(place..place + mark.len()));
            }
        }
    }

    fn undefined_footnote(&mut self, label: &str, range: &Range<usize>) {
        let found = Diagnostic::warning(
            "footnote-undefined",
            format!("`[^{label}]` is not defined on this slide"),
            self.span(range),
        );
        self.say(found.hint(format!("write `[^{label}]: …` on the same slide, or `\\[` for a plain bracket")));
    }

    fn footnote(&mut self, label: String, range: &Range<usize>, out: &mut Vec<Inline>) {
        if !self.defined.contains(&label) {
            self.undefined_footnote(&label, range);
            out.push(Inline::Text(format!("[^{label}]")));
            return;
        }
        let next = self.labels.len() as u32 + 1;
        let number = *self.label_numbers.entry(label.clone()).or_insert(next);
        if number == next {
            self.labels.push(label);
        }
        out.push(Inline::Footnote(number));
    }

    fn open_inline(
        &mut self,
        element: html::Element,
        range: Range<usize>,
        out: &mut Vec<Inline>,
        pending: &mut Vec<Pending>,
    ) {
        match html::rule(&element.name) {
            Rule::Void("br") => out.push(Inline::HardBreak),
            Rule::Void("img") => {
                let picture = self.html_picture(&element, &range);
                out.push(Inline::Picture(picture));
            }
            Rule::Void("wbr") => out.push(Inline::Text("\u{200b}".to_owned())),
            Rule::Keep(_)
                if html::is_inline(&element.name)
                    || element.name == "font"
                    || element.name == "tt"
                    || element.name == "strike" =>
            {
                pending.push(Pending { at: out.len(), element, range });
                // Keeps the words inside apart from those before.
                out.push(Inline::Text(String::new()));
            }
            rule => {
                if element.name == "source"
                    && let Some(open) = pending.last_mut().filter(|open| html::is_medium(&open.element.name))
                {
                    return html::add_source(&mut open.element, &element);
                }
                if rule == Rule::Remove && self.closes_ahead(&element.name) {
                    pending.push(Pending { at: out.len(), element, range });
                    out.push(Inline::Text(String::new()));
                    return;
                }
                let found = Diagnostic::error(
                    "html-element",
                    format!("`<{}>` cannot stand in a line of text", element.name),
                    self.span(&range),
                );
                self.say(found.hint("put block elements on lines of their own, with a blank line around them"));
            }
        }
    }

    fn close_inline(&mut self, name: &str, range: &Range<usize>, out: &mut Vec<Inline>, pending: &mut Vec<Pending>) {
        let Some(at) = pending.iter().rposition(|open| open.element.name == name) else {
            if html::is_worth_a_word(name, range.len()) {
                let found = Diagnostic::warning("html-close", format!("`</{name}>` closes nothing"), self.span(range));
                self.say(found.hint("remove it"));
            }
            return;
        };
        while pending.len() > at + 1 {
            if let Some(inner) = pending.pop() {
                let found = Diagnostic::warning(
                    "html-unclosed",
                    format!("`<{}>` is never closed", inner.element.name),
                    self.span(&inner.range),
                );
                self.say(found.hint("close it before the element around it"));
                self.wrap(inner, out);
            }
        }
        if let Some(open) = pending.pop() {
            if html::rule(name) == Rule::Remove {
                out.truncate(open.at);
                self.brackets_from = self.brackets_from.min((out.len(), 0));
                if let Some(medium) = self.html_medium(&open.element, &open.range) {
                    return out.push(Inline::Picture(medium));
                }
                let span = self.span(&(open.range.start..range.end));
                let found = Diagnostic::error("html-element", format!("`<{name}>` is not shown on slides"), span);
                self.say(
                    found.hint(
                        html::refusal_hint(name).unwrap_or("remove it, or write what it should show as Markdown"),
                    ),
                );
            } else {
                self.wrap(open, out);
            }
        }
    }

    /// Puts what was read since an element opened into that element.
    fn wrap(&mut self, open: Pending, out: &mut Vec<Inline>) {
        let Rule::Keep(name) = html::rule(&open.element.name) else { return };
        let mut content = out.split_off(open.at.min(out.len()));
        content.retain(|inline| !matches!(inline, Inline::Text(text) if text.is_empty()));
        self.brackets_from = self.brackets_from.min((out.len(), 0));
        let attributes = self.html_attributes(&open.element, &open.range);
        if name == "a" && self.in_link {
            out.extend(content);
            return;
        }
        out.push(Inline::Html { name, attributes, content });
    }

    /// Words with stand-ins in them: formulas, attributes, bare addresses, emoji.
    pub(super) fn words(&mut self, text: &str, at: usize, out: &mut Vec<Inline>) {
        let mut from = 0;
        while let Some((range, index)) = mask::next_mark(text, from) {
            self.plain_words(&text[from..range.start], at + from, out);
            self.stand_in(index, &text[range.clone()], &text[range.end..], out);
            from = range.end;
        }
        self.plain_words(&text[from..], at + from, out);
    }

    fn plain_words(&mut self, text: &str, at: usize, out: &mut Vec<Inline>) {
        if text.is_empty() {
            return;
        }
        self.undefined_footnotes(text, at);
        for word in words::split(text, !self.in_link) {
            match word {
                words::Word::Text(text) => push_text(out, text),
                words::Word::Address(url, shown) => {
                    let span = self.span(&(at..at + text.len()));
                    out.push(Inline::Link { url, title: String::new(), content: vec![Inline::Text(shown)], span });
                }
                words::Word::Picture { alt, path } => {
                    let span = self.span(&(at..at + text.len()));
                    let found = Diagnostic::warning("picture-spaces", format!("the path `{path}` holds spaces"), span);
                    self.say(found.hint(format!("write `![{alt}](<{path}>)` or rename the file")));
                    self.picture(&path, alt, String::new(), span, out);
                }
            }
        }
    }

    /// A formula may stand within a paragraph; a directive or container may not.
    fn inline_mark(&mut self, index: usize, range: &Range<usize>, out: &mut Vec<Inline>) {
        if self.meet(index).is_some_and(|piece| matches!(piece.kind, PieceKind::Math { .. })) {
            return self.stand_in(index, "", "", out);
        }
        let found = Diagnostic::error("block-in-text", "this stands inside a paragraph", self.span(range));
        self.say(found.hint("put a blank line above it, or indent it as the text it belongs to"));
    }

    fn stand_in(&mut self, index: usize, raw: &str, rest: &str, out: &mut Vec<Inline>) {
        let source = self.context.source;
        let Some(piece) = self.meet(index) else {
            return push_text(out, raw.to_owned());
        };
        match piece.kind {
            PieceKind::Math { inner, display, .. } => {
                let text = &source.text[inner.clone()];
                let lead = text.len() - text.trim_start().len();
                let tex = text.trim().to_owned();
                let span = Span::new(source.id, inner.start + lead, inner.start + lead + tex.len());
                out.push(Inline::Math(Math { tex, display, span, verbatim: true }));
            }
            PieceKind::Attributes(read) => {
                if let Some(read) = self.attach(read, rest, out) {
                    let text = source.slice(read.span).to_owned();
                    push_text(out, text);
                }
            }
            _ => push_text(out, source.text[piece.range].to_owned()),
        }
    }

    /// Says when the width or height of a picture is none.
    fn check_lengths(&mut self, given: &Attributes) {
        for key in ["width", "height"] {
            let Some(value) = given.get(key) else { continue };
            let text = value.value.trim();
            let number = ["%", "px", "em"].iter().find_map(|unit| text.strip_suffix(unit)).unwrap_or(text);
            let is_plain = number.chars().all(|c| c.is_ascii_digit() || c == '.');
            if !is_plain || !number.parse::<f32>().is_ok_and(|length| length <= 10_000.0) {
                let found = Diagnostic::error(
                    "picture-size",
                    format!("`{key}={}` is no size of a picture", value.value),
                    value.span,
                );
                self.say(found.hint(format!("write `{key}=60%` or `{key}=300px`")));
            }
        }
    }

    /// Gives attributes to the picture, link or bracketed text before them, or to the heading or item that they end.
    fn attach(&mut self, read: Attributes, rest: &str, out: &mut Vec<Inline>) -> Option<Attributes> {
        let last = out.len().saturating_sub(1);
        match out.last_mut() {
            Some(Inline::Picture(picture)) if picture.attributes == Attributes::default() => {
                picture.attributes = read.clone();
                self.may_replace(&read);
                self.check_lengths(&read);
                if let Some(steps) = self.explicit_steps(&read)
                    && let Some(Inline::Picture(picture)) = out.last_mut()
                {
                    picture.steps = steps;
                }
                return None;
            }
            Some(Inline::Link { .. } | Inline::Math(_)) => {
                self.may_replace(&read);
                let steps = self.explicit_steps(&read).unwrap_or_default();
                let content = out.pop().into_iter().collect();
                out.push(Inline::Span { attributes: read, steps, content });
                return None;
            }
            Some(Inline::Text(text)) if text.ends_with(']') => {
                let end = (last, text.len());
                let Some((at, offset)) = opening_bracket(out, self.brackets_from) else {
                    self.brackets_from = end;
                    return Some(read);
                };
                if depth(&out[at..]) >= NESTING {
                    self.say_too_deep(read.span);
                    self.brackets_from = end;
                    return Some(read);
                }
                self.may_replace(&read);
                let steps = self.explicit_steps(&read).unwrap_or_default();
                let mut content = out.split_off(at);
                if let Some(Inline::Text(first)) = content.first_mut() {
                    let inside = first.split_off(offset + 1);
                    first.pop();
                    let before = std::mem::replace(first, inside);
                    if !before.is_empty() {
                        out.push(Inline::Text(before));
                    }
                }
                if let Some(Inline::Text(last)) = content.last_mut() {
                    last.pop();
                }
                content.retain(|inline| !matches!(inline, Inline::Text(text) if text.is_empty()));
                if self.shown(&read) {
                    out.push(Inline::Span { attributes: read, steps, content });
                } else {
                    // The brackets stand right before the braces; the words in them are as long in the source or longer.
                    let words = plain(&content).len() + 2;
                    self.left_out(Span { start: read.span.start.saturating_sub(words as u32), ..read.span });
                }
                return None;
            }
            _ => {}
        }
        let background = out.is_empty() && rest.trim().is_empty();
        if background
            && let Some(last) = self.content.backgrounds.last_mut()
            && last.picture.span.end == read.span.start
        {
            last.picture.attributes = read.clone();
            self.may_replace(&read);
            return None;
        }
        if rest.trim().trim_end_matches('#').trim().is_empty()
            && let Some(own @ None) = &mut self.owner
        {
            *own = Some(read.clone());
            self.may_replace(&read);
            return None;
        }
        let found =
            Diagnostic::warning("attributes", "these attributes belong to nothing and are shown as text", read.span);
        self.say(
            found.hint("write them right after `]` of a text in brackets, or at the end of a heading or list item"),
        );
        Some(read)
    }
}

fn push_text(out: &mut Vec<Inline>, text: String) {
    match out.last_mut() {
        Some(Inline::Text(before)) => before.push_str(&text),
        _ => out.push(Inline::Text(text)),
    }
}

/// How many inlines stand in each other.
fn depth(inlines: &[Inline]) -> usize {
    let inside = |inline: &Inline| match inline {
        Inline::Emphasis(content) | Inline::Strong(content) | Inline::Struck(content) => 1 + depth(content),
        Inline::Link { content, .. } | Inline::Span { content, .. } | Inline::Html { content, .. } => {
            1 + depth(content)
        }
        _ => 0,
    };
    inlines.iter().map(inside).max().unwrap_or(0)
}

/// Where the `[` stands that the last `]` closes: index of the inline, offset in its text. Nothing is looked for
/// before `from`.
fn opening_bracket(out: &[Inline], from: (usize, usize)) -> Option<(usize, usize)> {
    let mut depth = 0;
    for (index, inline) in out.iter().enumerate().skip(from.0).rev() {
        let Inline::Text(text) = inline else { continue };
        // `from` may stem from a longer text that was cut since; then it can lie inside a character.
        let first = if index == from.0 { from.1.min(text.len()) } else { 0 };
        let first = (first..=text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(text.len());
        for (offset, c) in text[first..].char_indices().rev().map(|(offset, c)| (first + offset, c)) {
            match c {
                ']' => depth += 1,
                '[' => {
                    depth -= 1;
                    if depth == 0 {
                        return Some((index, offset));
                    }
                }
                _ => {}
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use crate::deck::{BlockKind, Inline, plain};
    use crate::source::Files;
    use std::path::Path;

    #[test]
    fn words_in_an_inline_element_stay_in_it() {
        let files = Files::from_text(Path::new("."), "talk.md", "## T\n\npress <kbd>a</kbd> then H<sub>2</sub>O");
        let deck = crate::parse::talk(&files).value;
        let BlockKind::Paragraph(content) = &deck.slides[0].slot("body")[0].kind else { panic!("{deck:?}") };
        let inside: Vec<String> = content
            .iter()
            .filter_map(|inline| match inline {
                Inline::Html { content, .. } => Some(plain(content)),
                _ => None,
            })
            .collect();
        assert_eq!(inside, ["a", "2"]);
        assert_eq!(plain(content), "press a then H2O");
    }
}
