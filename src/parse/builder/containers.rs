//! `:::` containers, directives, callouts and quotes, and formulas that stand as blocks.

use super::super::code_info;
use super::super::directive::{self, Directive};
use super::super::scanner::{Piece, PieceKind};
use super::super::suggest::nearest;
use super::super::{attributes, lines, notes};
use super::{Builder, Frame, NESTING, TableSteps};
use crate::deck::{Attributes, Block, BlockKind, Column, Inline, Math, Stages, Step, Steps, plain};
use crate::source::{Diagnostic, Span};
use std::ops::Range;

/// Names that may follow `:::` without braces.
const NAMES: [&str; 15] = [
    "columns",
    "column",
    "left",
    "right",
    "center",
    "notes",
    "steps",
    "cards",
    "card",
    "names",
    "facts",
    "references",
    "compact",
    "small",
    "group",
];

impl Builder<'_> {
    /// Reads `::: name {…}` up to its `:::`.
    pub(super) fn container(&mut self, rest: Range<usize>, whole: Range<usize>, base: Step, out: &mut Vec<Block>) {
        let file = self.context.source.id;
        let span = Span::new(file, whole.start, whole.end);
        if self.frames.len() >= NESTING {
            self.say_too_deep(span);
            self.too_deep_open += 1;
            return;
        }
        let (name, given) = self.container_head(rest);
        let saved = (self.counter, self.shown_from, self.content.last_step);
        let paused = std::mem::take(&mut self.just_paused);
        let steps = self.steps_now(base);
        let place = self.place(&given, out, paused);
        self.shown_from = self.shown_from.max(place.replaces.unwrap_or(0));
        let inner = self.shown_from;
        let of_tables = self.way_of_tables(&given).or((name == "steps").then_some(TableSteps::Rows));
        let table_steps = self.table_steps;
        self.table_steps = of_tables.or(table_steps);
        let one_by_one_here = name == "steps" || self.incremental;
        let incremental = std::mem::replace(&mut self.incremental, one_by_one_here);
        let language = given.language().map(|language| std::mem::replace(&mut self.language, language.to_owned()));
        let blocks = self.framed(Frame::Container, inner);
        self.incremental = incremental;
        self.table_steps = table_steps;
        if place.replaces.is_some() && self.shown_from == inner {
            self.shown_from = saved.1;
        }
        if let Some(language) = language {
            self.language = language;
        }
        if name == "notes" || !self.shown(&given) {
            (self.counter, self.shown_from, self.content.last_step) = saved;
            if name == "notes" {
                self.content.notes.extend(notes::cut(span, blocks));
            } else {
                let last = self.tokens.get(self.at.saturating_sub(1)).map(|(_, range)| range.clone());
                self.left_out(last.map_or(span, |range| span.to(self.span(&range))));
            }
            return;
        }
        let kind = match name.as_str() {
            "columns" => BlockKind::Columns(self.columns(blocks)),
            "steps" => {
                let blocks = one_by_one(self, blocks);
                let steps = place.steps.unwrap_or(steps);
                if given.classes.len() <= 1 && given.id.is_none() && steps == Steps::Always {
                    out.extend(blocks);
                    return;
                }
                BlockKind::Group(blocks)
            }
            "" if given.classes.is_empty() && given.id.is_none() && only_way_of_tables(&given) => {
                return out.extend(blocks);
            }
            _ => BlockKind::Group(blocks),
        };
        self.put(Block { span, steps, attributes: given, kind }, place, out);
    }

    /// The name and attributes after the colons; the name is put first among the classes.
    fn container_head(&mut self, rest: Range<usize>) -> (String, Attributes) {
        let file = self.context.source.id;
        let raw = &self.context.source.text[rest.clone()];
        let start = rest.start + (raw.len() - raw.trim_start().len());
        let text = self.context.source.text[start..rest.end].trim_end().trim_end_matches(':').trim_end().to_owned();
        let word_length = text.find(|c: char| c.is_whitespace() || c == '{').unwrap_or(text.len());
        let (word, after) = text.split_at(word_length);
        let after_at = start + word_length + (after.len() - after.trim_start().len());
        let mut given = Attributes::default();
        if !after.trim().is_empty() {
            match attributes::read(after.trim(), file, after_at) {
                Some((read, end)) if end - after_at == after.trim().len() => given = read,
                _ => {
                    let found = Diagnostic::error(
                        "container-attributes",
                        format!("cannot read `{}`", after.trim()),
                        Span::new(file, after_at, after_at + after.trim().len()),
                    );
                    self.say(found.hint("write `::: name {#id .class key=value}`"));
                }
            }
        }
        if word.is_empty() {
            let known = given.classes.iter().find(|class| NAMES.contains(&class.as_str())).cloned();
            return (known.unwrap_or_default(), given);
        }
        if !NAMES.contains(&word) {
            let mut found = Diagnostic::error(
                "container-unknown",
                format!("unknown container `{word}`"),
                Span::new(file, start, start + word.len()),
            );
            found = match nearest(word, NAMES) {
                Some(meant) => found.hint(format!("did you mean `{meant}`?")),
                None => found.hint(format!("for a class of your own write `::: {{.{word}}}`")),
            };
            self.say(found);
        }
        if !given.has_class(word) {
            given.classes.insert(0, word.to_owned());
        }
        (word.to_owned(), given)
    }

    /// The columns among blocks; what stands between them becomes a column of its own.
    fn columns(&mut self, blocks: Vec<Block>) -> Vec<Column> {
        let mut columns: Vec<Column> = Vec::new();
        let mut loose = false;
        for block in blocks {
            let is_column = ["column", "left", "right", "center"].iter().any(|name| block.attributes.has_class(name));
            match block.kind {
                BlockKind::Group(blocks) if is_column => {
                    let width = self.width(&block.attributes);
                    columns.push(Column {
                        span: block.span,
                        width,
                        steps: block.steps,
                        attributes: block.attributes,
                        blocks,
                    });
                    loose = false;
                }
                _ if loose => {
                    if let Some(column) = columns.last_mut() {
                        column.blocks.push(block);
                    }
                }
                _ => {
                    let found = Diagnostic::warning(
                        "columns-loose",
                        "this stands in `::: columns` but in no column",
                        block.span,
                    );
                    self.say(found.hint("put `::: column` above it and `:::` below"));
                    let blocks = vec![block.clone()];
                    columns.push(Column {
                        span: block.span,
                        width: None,
                        steps: Steps::Always,
                        attributes: Attributes::default(),
                        blocks,
                    });
                    loose = true;
                }
            }
        }
        columns
    }

    /// `width=60%` in percent.
    fn width(&mut self, given: &Attributes) -> Option<f32> {
        let value = given.get("width")?;
        let read = value.value.strip_suffix('%').and_then(|number| number.parse::<f32>().ok());
        match read {
            Some(width) if (1.0..=100.0).contains(&width) => Some(width),
            _ => {
                let found = Diagnostic::error(
                    "column-width",
                    format!("`width={}` is no width of a column", value.value),
                    value.span,
                );
                self.say(found.hint("write a percentage such as `width=60%`"));
                None
            }
        }
    }

    /// A directive that stands where a block may stand.
    pub(super) fn directive(&mut self, inner: Range<usize>, whole: &Range<usize>, base: Step, out: &mut Vec<Block>) {
        let span = Span::new(self.context.source.id, whole.start, whole.end);
        let text = self.context.source.text[inner].to_owned();
        let kind = match directive::read(&text) {
            Directive::Pause => return self.pause(),
            Directive::Agenda => BlockKind::Agenda,
            Directive::Contact => BlockKind::Contact,
            Directive::Include(path) => {
                let at = self.context.source.slice(span).find(path).unwrap_or(0);
                self.content.includes.push((span.part(at, at + path.len().max(1)), path.to_owned()));
                return;
            }
            _ => return,
        };
        out.push(Block { span, steps: self.steps_now(base), attributes: Attributes::default(), kind });
    }

    /// `$$ … $$` on lines of its own.
    pub(super) fn math_block(&mut self, piece: &Piece, base: Step, out: &mut Vec<Block>) {
        let source = self.context.source;
        let PieceKind::Math { inner, attributes: given, prefix, .. } = &piece.kind else {
            return;
        };
        let raw = &source.text[inner.clone()];
        let multiline = raw.contains(['\n', '\r']);
        let verbatim = *prefix == 0 || !multiline;
        let tex = if verbatim { raw.to_owned() } else { without_prefix(raw, *prefix) };
        let lead = tex.len() - tex.trim_start().len();
        let span = if verbatim {
            Span::new(source.id, inner.start + lead, inner.start + lead + tex.trim().len())
        } else {
            Span::new(source.id, inner.start, inner.end)
        };
        let paused = std::mem::take(&mut self.just_paused);
        let mut stages = Stages::default();
        let mut attributes = Attributes::default();
        if let Some(given) = given {
            let text = &source.text[given.clone()];
            match attributes::read(text, source.id, given.start) {
                Some((read, _)) => attributes = read,
                None => {
                    let list = code_info::stages(
                        &text[1..text.len() - 1],
                        Span::new(source.id, given.start, given.end),
                        self.findings,
                    );
                    stages = self.stages(list);
                }
            }
        }
        let place = self.place(&attributes, out, paused);
        let math = Math { tex: tex.trim().to_owned(), display: true, span, verbatim };
        let span = Span::new(source.id, piece.range.start, piece.range.end);
        let kind = BlockKind::Math(math, stages);
        self.put(Block { span, steps: self.steps_now(base), attributes, kind }, place, out);
    }
}

/// Whether the braces hold nothing but `steps=…`.
fn only_way_of_tables(given: &Attributes) -> bool {
    !given.pairs.is_empty() && given.pairs.iter().all(|(key, _)| key.value == "steps")
}

/// Whether a block has taken its steps already.
fn has_own_steps(block: &Block) -> bool {
    match &block.kind {
        BlockKind::List(_) | BlockKind::Stack(_) => true,
        BlockKind::Table(table) => super::tables::is_stepped(table),
        _ => false,
    }
}

/// In `::: steps`, lists and tables have taken their steps one by one; every other block takes one too.
fn one_by_one(builder: &mut Builder<'_>, blocks: Vec<Block>) -> Vec<Block> {
    if blocks.iter().any(has_own_steps) {
        return blocks;
    }
    blocks
        .into_iter()
        .map(|mut block| {
            if block.steps == Steps::Always {
                block.steps = Steps::From(builder.new_step());
            }
            block
        })
        .collect()
}

/// Takes quote marks and indentation off the lines after the first.
fn without_prefix(raw: &str, prefix: usize) -> String {
    let mut out = String::with_capacity(raw.len());
    let mut at = 0;
    while at < raw.len() {
        let line = lines::line_at(raw, at);
        let text = &raw[line.start..line.end];
        if at == 0 {
            out.push_str(text);
        } else {
            let strip = text
                .char_indices()
                .take_while(|(offset, c)| *offset < prefix && matches!(c, ' ' | '\t' | '>'))
                .map(|(offset, c)| offset + c.len_utf8())
                .last()
                .unwrap_or(0);
            out.push_str(&text[strip..]);
        }
        if line.next > line.end {
            out.push('\n');
        }
        at = line.next;
    }
    out
}

/// A quote, or a callout when it starts with `[!KIND]`.
pub(super) fn quote(mut blocks: Vec<Block>) -> BlockKind {
    if let Some((kind, title)) = callout_head(&mut blocks) {
        return BlockKind::Callout { kind, title, blocks };
    }
    let source = quote_source(&mut blocks);
    BlockKind::Quote { blocks, source }
}

/// Takes `[!KIND] Title` out of the first paragraph.
fn callout_head(blocks: &mut Vec<Block>) -> Option<(String, Vec<Inline>)> {
    let first = blocks.first_mut()?;
    let BlockKind::Paragraph(content) = &mut first.kind else { return None };
    let Some(Inline::Text(text)) = content.first_mut() else { return None };
    let rest = text.strip_prefix("[!")?;
    let close = rest.find(']')?;
    let kind = rest[..close].to_lowercase();
    if kind.is_empty() || !kind.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_') {
        return None;
    }
    *text = rest[close + 1..].trim_start().to_owned();
    let line_end = content
        .iter()
        .position(|inline| matches!(inline, Inline::SoftBreak | Inline::HardBreak))
        .unwrap_or(content.len());
    let mut body = content.split_off(line_end);
    let mut title = std::mem::take(content);
    super::blocks::trim(&mut title);
    super::blocks::trim(&mut body);
    if !body.is_empty() {
        body.retain({
            let mut leading = true;
            move |inline| {
                leading = leading && matches!(inline, Inline::SoftBreak | Inline::HardBreak);
                !leading
            }
        });
    }
    // `> [!TAKE] sentence` on one line: the sentence is the body, not a title.
    if kind == "take" {
        if !title.is_empty() && !body.is_empty() {
            title.push(Inline::SoftBreak);
        }
        title.append(&mut body);
        body = std::mem::take(&mut title);
    }
    if body.is_empty() {
        blocks.remove(0);
    } else {
        first.kind = BlockKind::Paragraph(body);
    }
    Some((kind, title))
}

/// Takes a last line `— Name` out of a quote.
fn quote_source(blocks: &mut Vec<Block>) -> Option<Vec<Inline>> {
    let last = blocks.last_mut()?;
    let BlockKind::Paragraph(content) = &mut last.kind else { return None };
    let start = content
        .iter()
        .rposition(|inline| matches!(inline, Inline::SoftBreak | Inline::HardBreak))
        .map_or(0, |at| at + 1);
    let Some(Inline::Text(text)) = content.get(start) else { return None };
    let rest = ["— ", "—\u{a0}", "– ", "―"].iter().find_map(|dash| text.strip_prefix(dash))?.trim_start().to_owned();
    let mut source = content.split_off(start);
    source[0] = Inline::Text(rest);
    super::blocks::trim(content);
    if plain(content).is_empty() {
        blocks.pop();
    }
    Some(source)
}
