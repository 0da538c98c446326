//! Tokens to blocks: the tree of one slide, with steps numbered on the way.
//!
//! One pass in document order. `counter` is the last step used; `shown_from` the step from which what follows is visible.

mod blocks;
mod containers;
mod figures;
mod inlines;
mod raw_html;
mod replace;
mod tables;

pub(super) use blocks::trim;

use super::directive;
use super::mask::{self, Masked};
use super::reader::{self, Definitions, Tag, Token};
use super::scanner::{Piece, PieceKind};
use crate::deck::{Attributes, Background, Block, BlockKind, Inline, Note, Settings, Step, Steps, Style};
use crate::source::{Diagnostic, Files, Source, Span};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// Blocks may stand this deep in each other; deeper ones are shown at this depth.
pub const NESTING: usize = 100;

/// What every part of a talk is read with.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// The files of the talk, for the data of a chart: how many series it has, and so how many steps, stands in them.
    pub files: &'a Files,
    /// The file.
    pub source: &'a Source,
    /// The talk's settings.
    pub settings: &'a Settings,
    /// Link definitions of the whole talk.
    pub definitions: &'a Definitions,
    /// Every list is shown item by item.
    pub steps_in_lists: bool,
}

/// What was read of one slide.
#[derive(Default)]
pub struct Content {
    /// Its blocks.
    pub blocks: Vec<Block>,
    /// Footnotes in order of their numbers.
    pub footnotes: Vec<Vec<Block>>,
    /// Background pictures.
    pub backgrounds: Vec<Background>,
    /// Notes written as `::: notes`.
    pub notes: Vec<Note>,
    /// Attributes of the first heading.
    pub heading: Attributes,
    /// `<style>` elements.
    pub styles: Vec<Style>,
    /// Include directives, by place.
    pub includes: Vec<(Span, String)>,
    /// The last step at which something changes.
    pub last_step: Step,
}

/// Reads the pieces `indices` of a source as one slide or note in `language`.
pub fn read(
    context: Context<'_>,
    pieces: &[Piece],
    indices: Range<usize>,
    language: &str,
    findings: &mut Vec<Diagnostic>,
) -> Content {
    let start = pieces.get(indices.start).map_or(0, |piece| piece.range.start);
    let end = indices.clone().last().and_then(|last| pieces.get(last)).map_or(start, |piece| piece.range.end);
    let masked = mask::mask(context.source, pieces, indices.clone());
    let tokens = reader::tokens(&masked, context.definitions);
    let mut defined = BTreeSet::new();
    let mut last_close = BTreeMap::new();
    for (index, (token, _)) in tokens.iter().enumerate() {
        match token {
            Token::Start(Tag::Footnote(label)) => _ = defined.insert(label.clone()),
            Token::Close(name, _) => _ = last_close.insert(name.clone(), index),
            _ => {}
        }
    }
    let mut builder = Builder {
        context,
        pieces,
        masked: &masked,
        slide: start..end,
        tokens,
        at: 0,
        frames: Vec::new(),
        counter: 0,
        shown_from: 0,
        just_paused: false,
        incremental: context.steps_in_lists,
        table_steps: None,
        replacing: Vec::new(),
        language: language.to_owned(),
        in_link: false,
        html_closed: false,
        verbatim: 0,
        deep: false,
        headings: 0,
        owner: None,
        defined,
        last_close,
        labels: Vec::new(),
        label_numbers: BTreeMap::new(),
        brackets_from: (0, 0),
        too_deep_open: 0,
        footnotes: Vec::new(),
        met: vec![false; indices.len()],
        first_piece: indices.start,
        content: Content::default(),
        findings,
    };
    let blocks = builder.blocks(0);
    builder.say_unused_replacements();
    builder.say_swallowed();
    builder.finish_footnotes();
    let counter = builder.counter;
    let mut content = builder.content;
    content.blocks = blocks;
    content.last_step = content.last_step.max(counter);
    content
}

/// What encloses the blocks that are being read.
#[derive(Clone, Debug, PartialEq)]
enum Frame {
    /// A Markdown container; closed by its [`Token::End`].
    Markdown,
    /// `:::`
    Container,
    /// A raw HTML element.
    Html(String),
}

/// How a table is shown step by step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum TableSteps {
    /// `steps=rows`
    Rows,
    /// `steps=columns`
    Columns,
}

struct Builder<'a> {
    context: Context<'a>,
    pieces: &'a [Piece],
    masked: &'a Masked,
    slide: Range<usize>,
    tokens: Vec<(Token, Range<usize>)>,
    at: usize,
    frames: Vec<Frame>,
    counter: Step,
    shown_from: Step,
    /// A pause stands right before: a list that follows goes on with the one before it.
    just_paused: bool,
    incremental: bool,
    /// How tables are shown in the container around.
    table_steps: Option<TableSteps>,
    /// Places of `replace` that have not found what they replace.
    replacing: Vec<Span>,
    language: String,
    in_link: bool,
    /// The raw HTML element that ended last had its closing tag.
    html_closed: bool,
    /// Depth of `<pre>`, in which nothing is typeset.
    verbatim: usize,
    deep: bool,
    headings: usize,
    /// The heading or list item that is being read, with the attributes at its end.
    owner: Option<Option<Attributes>>,
    /// Labels of the footnotes defined on this slide.
    defined: BTreeSet<String>,
    /// Index of the last closing tag of each element.
    last_close: BTreeMap<String, usize>,
    /// Labels of the footnotes referred to, in order, and their numbers.
    labels: Vec<String>,
    label_numbers: BTreeMap<String, u32>,
    /// Inline and offset before which no `[` is open in the line that is being read.
    brackets_from: (usize, usize),
    /// Containers opened beyond the nesting limit, which are shown without their frame.
    too_deep_open: usize,
    footnotes: Vec<(String, Vec<Block>, Span)>,
    /// Stand-ins that were met, by the index of their piece counted from the slide's first.
    met: Vec<bool>,
    first_piece: usize,
    content: Content,
    findings: &'a mut Vec<Diagnostic>,
}

impl Builder<'_> {
    /// The source span of a range of the masked text, without white space at its end.
    fn span(&self, range: &Range<usize>) -> Span {
        let range = self.masked.source_range(range.clone(), self.slide.clone());
        let text = self.context.source.text.get(range.clone()).unwrap_or("");
        Span::new(self.context.source.id, range.start, range.start + text.trim_end().len())
    }

    fn say(&mut self, finding: Diagnostic) {
        self.findings.push(finding);
    }

    /// Puts the source back where stand-ins are in text that is not Markdown.
    fn restore(&mut self, text: &str) -> String {
        let (met, first) = (&mut self.met, self.first_piece);
        let meet = |index: usize| _ = index.checked_sub(first).and_then(|at| met.get_mut(at)).map(|met| *met = true);
        mask::restore(text, self.context.source, self.pieces, meet)
    }

    /// The piece that a stand-in stands for.
    fn meet(&mut self, index: usize) -> Option<Piece> {
        if let Some(met) = index.checked_sub(self.first_piece).and_then(|at| self.met.get_mut(at)) {
            *met = true;
        }
        self.pieces.get(index).cloned()
    }

    /// A stand-in that was not met is inside something that Markdown or HTML takes for a tag or a definition.
    fn say_swallowed(&mut self) {
        for at in 0..self.met.len() {
            let Some(piece) = self.pieces.get(self.first_piece + at).filter(|_| !self.met[at]) else { continue };
            let stands_in = match &piece.kind {
                PieceKind::Math { .. } | PieceKind::Attributes(_) | PieceKind::Open(_) => true,
                PieceKind::Comment { inner, .. } => {
                    directive::is_block(&directive::read(&self.context.source.text[inner.clone()]))
                }
                _ => false,
            };
            if stands_in {
                let span = Span::new(self.context.source.id, piece.range.start, piece.range.end);
                let found =
                    Diagnostic::error("swallowed", "this stands inside a broken HTML tag and is not shown", span);
                self.say(found.hint("close the tag before it with `>`"));
            }
        }
    }

    /// The steps of a block that starts here inside something visible from `base`.
    fn steps_now(&self, base: Step) -> Steps {
        if self.shown_from > base { Steps::From(self.shown_from) } else { Steps::Always }
    }

    /// Reads `step=2` or `step=2-3`.
    fn explicit_steps(&mut self, attributes: &Attributes) -> Option<Steps> {
        let value = attributes.get("step")?.clone();
        let read = match value.value.split_once('-') {
            None => value.value.parse().ok().map(|step| if step == 0 { Steps::Always } else { Steps::From(step) }),
            Some((first, "")) => first.parse().ok().map(Steps::From),
            Some((first, last)) => match (first.parse::<Step>(), last.parse::<Step>()) {
                (Ok(first), Ok(last)) if first <= last && last < 1000 => Some(Steps::Range(first, last)),
                _ => None,
            },
        };
        match read {
            Some(steps) if steps.last_change() <= 1000 => {
                self.content.last_step = self.content.last_step.max(steps.last_change());
                Some(steps)
            }
            _ => {
                self.say(
                    Diagnostic::error("step-value", format!("`step={}` is no step", value.value), value.span)
                        .hint("write `step=2` or `step=2-3`, at most 1000"),
                );
                None
            }
        }
    }

    /// Says that a condition leaves something out: it is in no output, but not in silence.
    fn left_out(&mut self, span: Span) {
        let found = Diagnostic::note("part-left-out", "this is left out by its condition", span);
        self.say(found.hint("set `profile:` in the front matter"));
    }

    /// Whether `{when=…}` and `{unless=…}` let it be shown.
    fn shown(&self, attributes: &Attributes) -> bool {
        let on = |word: &str| self.context.settings.profile.iter().any(|active| active == word);
        attributes.get("when").is_none_or(|word| on(&word.value))
            && !attributes.get("unless").is_some_and(|word| on(&word.value))
    }

    /// Reads a heading or list item with the attributes at its end.
    fn owned<T>(&mut self, read: impl FnOnce(&mut Self) -> T) -> (T, Attributes) {
        let outer = self.owner.replace(None);
        let value = read(self);
        let own = std::mem::replace(&mut self.owner, outer);
        (value, own.flatten().unwrap_or_default())
    }

    fn pause(&mut self) {
        self.shown_from = self.new_step();
        self.just_paused = true;
    }

    fn new_step(&mut self) -> Step {
        self.counter = self.counter.saturating_add(1);
        self.counter
    }

    /// Says once that something is nested too deep to be shown as nested.
    fn say_too_deep(&mut self, span: Span) {
        if !std::mem::replace(&mut self.deep, true) {
            let found = Diagnostic::error("nesting-limit", format!("more than {NESTING} levels of nesting"), span);
            self.say(found.hint("deeper blocks are shown at this level; flatten the source"));
        }
    }

    /// Numbers the footnotes by their first reference and reports what leads nowhere.
    fn finish_footnotes(&mut self) {
        let mut numbered: BTreeMap<u32, Vec<Block>> = BTreeMap::new();
        let mut unused = Vec::new();
        for (label, blocks, span) in std::mem::take(&mut self.footnotes) {
            match self.label_numbers.get(&label) {
                Some(number) if !numbered.contains_key(number) => _ = numbered.insert(*number, blocks),
                _ => unused.push((label, blocks, span)),
            }
        }
        for (label, number) in self.labels.iter().zip(1..) {
            let missing = || vec![self.make(&(0..0), 0, BlockKind::Plain(vec![Inline::Text(format!("[^{label}]"))]))];
            self.content.footnotes.push(numbered.remove(&number).unwrap_or_else(missing));
        }
        for (label, blocks, span) in unused {
            self.say(
                Diagnostic::warning("footnote-unused", format!("nothing on this slide refers to `[^{label}]`"), span)
                    .hint(format!("write `[^{label}]` where it belongs; footnotes count per slide")),
            );
            self.content.footnotes.push(blocks);
        }
    }
}
