//! Blocks: paragraphs, headings, lists, quotes, code, formulas.

use super::super::code_info;
use super::super::mask;
use super::super::reader::{Tag, Token};
use super::super::scanner::PieceKind;
use super::super::typography;
use super::replace::Place;
use super::{Builder, Frame, NESTING};
use crate::deck::{Attributes, Block, BlockKind, Code, Inline, Item, List, Math, Picture, Step, Steps};
use crate::source::{Diagnostic, Span, Spanned};
use std::ops::Range;

impl Builder<'_> {
    /// Reads blocks up to the end of the enclosing frame. `base` is the step from which the frame itself is visible.
    pub(super) fn blocks(&mut self, base: Step) -> Vec<Block> {
        let mut out: Vec<Block> = Vec::new();
        let mut flattened = 0usize;
        while let Some((token, range)) = self.tokens.get(self.at).cloned() {
            match token {
                Token::End => {
                    if flattened > 0 {
                        flattened -= 1;
                        self.at += 1;
                        continue;
                    }
                    if self.frames.last() == Some(&Frame::Markdown) {
                        self.at += 1;
                    }
                    break;
                }
                Token::Start(tag)
                    if self.frames.len() >= NESTING
                        && matches!(tag, Tag::Quote | Tag::List(_) | Tag::Item | Tag::Footnote(_)) =>
                {
                    self.say_too_deep(self.span(&range));
                    flattened += 1;
                    self.at += 1;
                }
                Token::Mark(index) => {
                    if self.mark(index, &range, base, &mut out) {
                        break;
                    }
                }
                Token::Open(..) | Token::Close(..) | Token::HtmlText(_) | Token::Declaration(_)
                    if self.is_block_html(&token) =>
                {
                    if self.raw_html(token, &range, base, &mut out) {
                        break;
                    }
                }
                Token::Start(tag) if tag.is_block() => {
                    self.at += 1;
                    self.block(tag, &range, base, &mut out);
                }
                Token::Rule => {
                    self.at += 1;
                    let block = self.make(&range, base, BlockKind::Rule);
                    out.push(block);
                }
                _ => {
                    // Text straight in a tight list item.
                    let steps = self.steps_now(base);
                    let paused = std::mem::take(&mut self.just_paused);
                    let before = self.at;
                    let mut content = self.inlines(false);
                    if self.at == before {
                        self.at += 1;
                    }
                    self.typeset(&mut content);
                    if !content.is_empty() {
                        let span = self.span(&range);
                        self.push_paragraph(content, (span, steps), (true, paused), &mut out);
                    }
                }
            }
        }
        out.shrink_to_fit();
        out
    }

    /// Reads the inside of a container or element: its blocks, with the frame put around them.
    pub(super) fn framed(&mut self, frame: Frame, base: Step) -> Vec<Block> {
        let too_deep_open = std::mem::take(&mut self.too_deep_open);
        self.frames.push(frame);
        let blocks = self.blocks(base);
        self.frames.pop();
        self.too_deep_open = too_deep_open;
        blocks
    }

    pub(super) fn make(&self, range: &Range<usize>, base: Step, kind: BlockKind) -> Block {
        Block { span: self.span(range), steps: self.steps_now(base), attributes: Attributes::default(), kind }
    }

    fn block(&mut self, tag: Tag, range: &Range<usize>, base: Step, out: &mut Vec<Block>) {
        let span = self.span(range);
        let steps = self.steps_now(base);
        let inner = self.shown_from;
        let paused = std::mem::take(&mut self.just_paused);
        let mut attributes = Attributes::default();
        let mut place = None;
        let kind = match tag {
            Tag::Paragraph => {
                let mut content = self.inlines(true);
                if is_pause(&content) {
                    return self.pause();
                }
                self.typeset(&mut content);
                if !paused && self.attributes_of_table(&content, span, out) {
                    return;
                }
                return self.push_paragraph(content, (span, steps), (false, paused), out);
            }
            Tag::Heading(level) => {
                let (mut content, given) = self.owned(|builder| builder.inlines(true));
                attributes = given;
                self.headings += 1;
                if self.headings == 1 {
                    self.content.heading = attributes.clone();
                    // The slide says that it does not know the word.
                    self.cannot_replace(&attributes);
                    if let Some(language) = attributes.language() {
                        self.language = language.to_owned();
                    }
                }
                self.typeset(&mut content);
                trim(&mut content);
                BlockKind::Heading { level, content }
            }
            Tag::Quote => {
                let blocks = self.framed(Frame::Markdown, inner);
                super::containers::quote(blocks)
            }
            Tag::List(start) => {
                let list = self.list(start, inner);
                if paused && let Some(before) = continued(out, &list) {
                    before.items.extend(list.items.into_iter().map(|mut item| {
                        if item.steps == Steps::Always {
                            item.steps = steps;
                        }
                        item
                    }));
                    return;
                }
                BlockKind::List(list)
            }
            Tag::Code(info) => {
                let read = self.code(info, range, out, paused);
                (attributes, place) = (read.1, Some(read.2));
                read.0
            }
            Tag::Table(aligns) => {
                let (table, given) = self.table(&aligns);
                let block = Block { span, steps, attributes: given, kind: BlockKind::Table(table) };
                return self.put_table(block, paused, out);
            }
            Tag::Footnote(label) => {
                let saved = (self.counter, self.shown_from);
                let blocks = self.framed(Frame::Markdown, self.shown_from);
                (self.counter, self.shown_from) = saved;
                self.footnotes.push((label, blocks, span));
                return;
            }
            Tag::Item => {
                out.extend(self.framed(Frame::Markdown, inner));
                return;
            }
            _ => return,
        };
        // The condition of the first heading is the slide's.
        let first_heading = self.headings == 1 && matches!(kind, BlockKind::Heading { .. });
        if !first_heading && !self.shown(&attributes) {
            self.left_out(span);
            return;
        }
        let place = match place {
            Some(place) => place,
            None => Place { steps: self.explicit_steps(&attributes), replaces: None },
        };
        self.put(Block { span, steps, attributes, kind }, place, out);
    }

    fn list(&mut self, start: Option<u64>, base: Step) -> List {
        let incremental = std::mem::take(&mut self.incremental);
        let mut items: Vec<Item> = Vec::new();
        self.frames.push(Frame::Markdown);
        while let Some((token, range)) = self.tokens.get(self.at).cloned() {
            self.at += 1;
            match token {
                Token::End => break,
                Token::Start(Tag::Item) => {
                    let span = self.span(&range);
                    let outer = self.shown_from;
                    let mut steps = self.steps_now(base);
                    if incremental {
                        self.shown_from = self.new_step();
                        steps = Steps::From(self.shown_from);
                    }
                    let own = self.shown_from;
                    let (mut blocks, attributes) = self.owned(|builder| builder.framed(Frame::Markdown, own));
                    if incremental && self.shown_from == own {
                        self.shown_from = outer;
                    }
                    let steps = self.explicit_steps(&attributes).unwrap_or(steps);
                    trim_end(&mut blocks);
                    if self.shown(&attributes) {
                        items.push(Item { span, steps, attributes, blocks });
                    } else {
                        self.left_out(span);
                    }
                }
                _ => {}
            }
        }
        self.frames.pop();
        self.incremental = incremental;
        let tight = items.iter().all(|item| {
            let paragraphs = item.blocks.iter().filter(|block| matches!(block.kind, BlockKind::Paragraph(_))).count();
            paragraphs == 0
        });
        List { start, tight, items }
    }

    fn code(
        &mut self,
        info: Option<String>,
        range: &Range<usize>,
        out: &[Block],
        paused: bool,
    ) -> (BlockKind, Attributes, Place) {
        let mut text = String::new();
        let mut text_range: Option<Range<usize>> = None;
        while let Some((token, range)) = self.tokens.get(self.at).cloned() {
            self.at += 1;
            match token {
                Token::End => break,
                Token::Text(part) => {
                    text.push_str(&part);
                    text_range = Some(text_range.map_or(range.start, |before| before.start)..range.end);
                }
                _ => {}
            }
        }
        let text = self.restore(&text);
        let text = text.strip_suffix('\n').unwrap_or(&text).to_owned();
        let block_span = self.span(range);
        let text_span = text_range.map_or(block_span, |range| self.span(&range));
        let read = self.code_info(info, block_span);
        // Its own step comes before those of its lines.
        let place = self.place(&read.attributes, out, paused);
        if read.language.value == "math" {
            let verbatim = self.context.source.slice(text_span) == text;
            let math = Math { tex: text, display: true, span: text_span, verbatim };
            return (BlockKind::Math(math, self.stages(read.stages)), read.attributes, place);
        }
        if code_info::is_figure(&read.language.value) {
            let (kind, attributes) = self.figure(read, text, text_span);
            return (kind, attributes, place);
        }
        let mut code = Code {
            language: read.language,
            title: read.title,
            text,
            text_span,
            line_numbers: read.line_numbers,
            stages: Default::default(),
        };
        if let Some(path) = read.from {
            if !code.text.trim().is_empty() {
                let found =
                    Diagnostic::warning("code-from-body", "the file's text is shown instead of this", code.text_span);
                self.say(found.hint("leave the block empty, or take `from=` out"));
            }
            code.title = code.title.or_else(|| Some(path.value.clone()));
            self.text_of_file(&mut code, path);
        }
        code.stages = self.stages(read.stages);
        (BlockKind::Code(code), read.attributes, place)
    }

    /// Takes the steps that the stages of a block need.
    pub(super) fn stages(&mut self, stages: Vec<crate::deck::Lit>) -> crate::deck::Stages {
        let mut first = 0;
        if stages.len() > 1 {
            first = self.counter.max(self.shown_from) + 1;
            self.counter = self.counter.saturating_add(stages.len() as Step - 1);
        }
        crate::deck::Stages { first, stages }
    }

    /// Reads the info string as it is written on the block's first line, so that places in it hold; only in the
    /// language are entities and escapes decoded.
    fn code_info(&mut self, decoded: Option<String>, block: Span) -> code_info::Info {
        let text = self.context.source.slice(block);
        let line = text.find(['\n', '\r']).unwrap_or(text.len());
        let marks = text[..line].trim_start_matches(['`', '~']).trim_start();
        let span = block.part(line - marks.len(), line);
        let Some(decoded) = decoded.filter(|info| !info.is_empty()) else { return code_info::Info::default() };
        let mut info = code_info::read(marks, span, self.findings);
        if !decoded.contains(mask::MARK) {
            info.language.value = decoded.split([' ', '\t', '{']).next().unwrap_or("").to_owned();
        }
        info
    }

    /// Remembers that the text of this block stands in another file; it is read once all slides are known.
    fn text_of_file(&mut self, code: &mut Code, path: Spanned<String>) {
        code.text_span = path.span;
        code.text = format!("{}{}", super::super::code_info::FROM, path.value);
    }

    /// A block that a stand-in marks. True when it closes the frame.
    fn mark(&mut self, index: usize, range: &Range<usize>, base: Step, out: &mut Vec<Block>) -> bool {
        let Some(piece) = self.meet(index) else {
            self.at += 1;
            return false;
        };
        match piece.kind {
            PieceKind::Math { .. } => {
                self.at += 1;
                self.math_block(&piece, base, out);
            }
            PieceKind::Comment { inner, .. } => {
                self.at += 1;
                self.directive(inner, &piece.range, base, out);
            }
            PieceKind::Open(rest) => {
                self.at += 1;
                self.container(rest, piece.range, base, out);
            }
            PieceKind::Close => return self.close(range),
            _ => self.at += 1,
        }
        false
    }

    /// `:::` closes the nearest open container unless a list item or quote has opened since.
    fn close(&mut self, range: &Range<usize>) -> bool {
        if self.too_deep_open > 0 {
            self.too_deep_open -= 1;
            self.at += 1;
            return false;
        }
        let open = self.frames.iter().rposition(|frame| *frame == Frame::Container);
        let markdown = self.frames.iter().rposition(|frame| *frame == Frame::Markdown);
        match open {
            Some(open) if markdown.is_none_or(|markdown| markdown < open) => {
                if open + 1 == self.frames.len() {
                    self.at += 1;
                }
                true
            }
            _ => {
                self.at += 1;
                if open.is_some() {
                    let found = Diagnostic::error(
                        "container-crossed",
                        "this `:::` stands inside a list item or quote and closes nothing",
                        self.span(range),
                    );
                    self.say(found.hint("put it on the same level as the `:::` that it closes"));
                }
                false
            }
        }
    }

    pub(super) fn typeset(&mut self, content: &mut [Inline]) {
        if self.verbatim == 0 {
            typography::typeset(content, &self.language);
        }
    }

    /// A paragraph, or the pictures that stand alone in it.
    fn push_paragraph(
        &mut self,
        mut content: Vec<Inline>,
        (span, steps): (Span, Steps),
        (plain, paused): (bool, bool),
        out: &mut Vec<Block>,
    ) {
        trim(&mut content);
        if content.is_empty() {
            return;
        }
        let only_pictures = content.iter().any(|inline| matches!(inline, Inline::Picture(_)))
            && content.iter().all(|inline| match inline {
                Inline::Picture(_) | Inline::SoftBreak | Inline::HardBreak => true,
                Inline::Text(text) => text.trim().is_empty(),
                _ => false,
            });
        let kind = if only_pictures {
            let pictures: Vec<Picture> = content
                .into_iter()
                .filter_map(|inline| match inline {
                    Inline::Picture(picture) => Some(picture),
                    _ => None,
                })
                .collect();
            return self.put_pictures(pictures, (span, steps), paused, out);
        } else if let [Inline::Math(math)] = content.as_slice()
            && math.display
        {
            BlockKind::Math(math.clone(), Default::default())
        } else if plain {
            BlockKind::Plain(content)
        } else {
            BlockKind::Paragraph(content)
        };
        out.push(Block { span, steps, attributes: Attributes::default(), kind });
    }
}

impl Tag {
    /// Whether it is a block, against something inside a line.
    pub(super) fn is_block(&self) -> bool {
        !matches!(self, Tag::Emphasis | Tag::Strong | Tag::Struck | Tag::Link(..) | Tag::Image(..))
    }
}

/// `. . .` alone in a paragraph.
fn is_pause(content: &[Inline]) -> bool {
    matches!(content, [Inline::Text(text)] if text.trim() == ". . .")
}

/// The list that goes on after a pause: the source has two lists, the slide one.
fn continued<'a>(out: &'a mut [Block], list: &List) -> Option<&'a mut List> {
    let Some(Block { kind: BlockKind::List(before), .. }) = out.last_mut() else { return None };
    let same_kind = before.start.is_some() == list.start.is_some();
    let goes_on = match (before.start, list.start) {
        (Some(first), Some(next)) => next == 1 || next == first + before.items.len() as u64,
        _ => true,
    };
    (same_kind && goes_on).then_some(before)
}

/// Takes white space and line ends off both ends.
pub(in crate::parse) fn trim(content: &mut Vec<Inline>) {
    while matches!(content.last(), Some(Inline::SoftBreak | Inline::HardBreak)) {
        content.pop();
    }
    if let Some(Inline::Text(text)) = content.last_mut() {
        text.truncate(text.trim_end_matches([' ', '\t', '\n']).len());
        if text.is_empty() {
            content.pop();
        }
    }
    while matches!(content.first(), Some(Inline::SoftBreak)) {
        content.remove(0);
    }
    if let Some(Inline::Text(text)) = content.first_mut() {
        *text = text.trim_start_matches([' ', '\t', '\n']).to_owned();
        if text.is_empty() {
            content.remove(0);
        }
    }
}

fn trim_end(blocks: &mut [Block]) {
    if let Some(Block { kind: BlockKind::Plain(content) | BlockKind::Paragraph(content), .. }) = blocks.last_mut() {
        trim(content);
    }
}
