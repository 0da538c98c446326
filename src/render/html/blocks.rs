//! Blocks: paragraphs, lists, quotes, callouts, columns, groups. Manual page: `tests/spec/blocks.md`.

use super::{Html, escape};
use crate::deck::{Attributes, Block, BlockKind, Column, Inline, Item, List, Math, Stages, Steps};
use crate::render::fit::{self, Room};
use crate::render::math::rows;
use crate::source::Span;
use std::fmt::Write;

impl Html<'_> {
    /// Writes blocks one after the other, each with its share of the room.
    pub fn blocks(&mut self, blocks: &[Block], room: Room) {
        self.run(blocks, room, "\n");
    }

    /// The same with what stands between two blocks.
    pub fn run(&mut self, blocks: &[Block], room: Room, between: &str) {
        let rooms = room.shared(blocks);
        for (index, (block, room)) in blocks.iter().zip(rooms).enumerate() {
            if index > 0 {
                self.out.push_str(between);
            }
            self.block(block, room);
        }
    }

    fn block(&mut self, block: &Block, room: Room) {
        self.in_language(&block.attributes, |html| html.one_block(block, room));
    }

    /// Text that may have soft hyphens, if its lines are short.
    fn running(&mut self, room: Room, write: impl FnOnce(&mut Self)) {
        self.here.line = room.width / room.text.max(1.0);
        write(self);
        self.here.line = f32::INFINITY;
    }

    fn one_block(&mut self, block: &Block, room: Room) {
        let begin = self.out.len();
        let parent = std::mem::take(&mut self.here.parent);
        let (attributes, steps) = (&block.attributes, block.steps);
        match &block.kind {
            BlockKind::Heading { level, content } => {
                // The slide's title is level 1 or 2; what stands below it begins at 3.
                let name = ["h3", "h4", "h5", "h6"][usize::from((*level).clamp(3, 6) - 3)];
                self.text_element(name, "", attributes, steps, content);
            }
            BlockKind::Paragraph(content) => {
                self.running(room, |html| html.text_element("p", "", attributes, steps, content))
            }
            BlockKind::Plain(content) => self.running(room, |html| html.plain(attributes, steps, content)),
            BlockKind::List(list) => self.list(list, attributes, steps, room),
            BlockKind::Quote { blocks, source } => self.quote(blocks, source.as_deref(), attributes, steps, room),
            BlockKind::Callout { kind, title, blocks } => self.callout(kind, title, blocks, block, room),
            BlockKind::Code(code) => self.code(code, block, room),
            BlockKind::Chart(chart) => self.chart(chart, block, room),
            BlockKind::Diagram(diagram) => self.diagram(diagram, block, room),
            BlockKind::Math(math, stages) => self.display_math(math, stages, attributes, steps),
            BlockKind::Table(table) => self.table(table, block, room),
            BlockKind::Pictures(pictures) => self.picture_block(pictures, attributes, steps, room),
            BlockKind::Columns(columns) => self.columns(columns, attributes, steps, room),
            BlockKind::Stack(blocks) => self.stack(blocks, attributes, steps, room),
            BlockKind::Group(blocks) => self.group(blocks, attributes, steps, room),
            BlockKind::Html { name, attributes: own, blocks } => self.raw_block(name, own, blocks, parent, steps, room),
            BlockKind::Rule => self.open("hr", "", attributes, steps),
            BlockKind::Agenda => self.agenda(block),
            BlockKind::Contact => self.contact(block),
            BlockKind::Broken { what } => {
                self.open("div", "broken", attributes, steps);
                self.text(what);
                self.close("div");
            }
        }
        self.here.parent = parent;
        self.place(begin, block.span);
    }

    /// Writes `data-at` into the element that begins at `begin`, if that is asked for.
    pub fn place(&mut self, begin: usize, span: Span) {
        let Some(written) = self.out.get(begin..).filter(|_| self.places && !self.here.in_notes) else { return };
        let name = written.strip_prefix('<').map(|rest| rest.find(|sign: char| !sign.is_ascii_alphanumeric()));
        if let Some(end) = name.flatten().filter(|end| *end > 0) {
            let at = format!(" data-at=\"{}.{}.{}\"", span.file.0, span.start, span.end);
            self.out.insert_str(begin + 1 + end, &at);
        }
    }

    /// An element that holds text.
    pub fn text_element(
        &mut self,
        name: &str,
        classes: &str,
        attributes: &Attributes,
        steps: Steps,
        content: &[Inline],
    ) {
        self.open(name, classes, attributes, steps);
        self.inlines(content);
        self.close(name);
    }

    /// Text without an element of its own, unless something has to be said about it.
    fn plain(&mut self, attributes: &Attributes, steps: Steps, content: &[Inline]) {
        if steps == Steps::Always && *attributes == Attributes::default() {
            self.inlines(content);
        } else {
            self.text_element("span", "", attributes, steps, content);
        }
    }

    fn list(&mut self, list: &List, attributes: &Attributes, steps: Steps, room: Room) {
        let is_timeline = attributes.has_class("timeline");
        // Points in time are in order, with or without numbers.
        let name = if list.start.is_some() || is_timeline { "ol" } else { "ul" };
        let classes = match (is_timeline, list.tight) {
            (true, _) if fit::stands_across(list, room) => "timeline across",
            (true, _) => "timeline down",
            (false, true) => "tight",
            (false, false) => "loose",
        };
        self.begin(name, classes, attributes, steps);
        if let Some(start) = list.start.filter(|start| *start != 1) {
            let _ = write!(self.out, " start=\"{start}\"");
        }
        if let Some(digits) = list.digits().filter(|digits| *digits > 1 && !is_timeline) {
            let _ = write!(self.out, " style=\"padding-inline-start:{:.2}em\"", fit::numbers(digits));
        }
        self.out.push('>');
        let inner = room.inside(room.text * 1.15, 0.0, 1.0);
        for item in &list.items {
            self.item(item, inner);
        }
        self.close(name);
    }

    fn item(&mut self, item: &Item, room: Room) {
        let first = match item.blocks.first().map(|block| &block.kind) {
            Some(BlockKind::Plain(content) | BlockKind::Paragraph(content)) => content.first(),
            _ => None,
        };
        let is_task = matches!(first, Some(Inline::Checkbox(_)));
        let begin = self.out.len();
        self.in_language(&item.attributes, |html| {
            html.open("li", if is_task { "task" } else { "" }, &item.attributes, item.steps);
            html.blocks(&item.blocks, room);
            html.close("li");
        });
        self.place(begin, item.span);
    }

    fn quote(
        &mut self,
        blocks: &[Block],
        source: Option<&[Inline]>,
        attributes: &Attributes,
        steps: Steps,
        room: Room,
    ) {
        self.open("blockquote", "", attributes, steps);
        self.blocks(blocks, room.inside(29.0, 6.0, 1.0));
        self.close("blockquote");
        if let Some(source) = source {
            // A sibling, as the theme sets it apart; it comes and goes with the quote.
            self.text_element("p", "quote-source", &Attributes::default(), steps, source);
        }
    }

    fn callout(&mut self, kind: &str, title: &[Inline], blocks: &[Block], block: &Block, room: Room) {
        let mut classes = String::from("callout kind-");
        classes.extend(
            kind.chars().map(|sign| if sign.is_ascii_alphanumeric() { sign.to_ascii_lowercase() } else { '-' }),
        );
        self.begin("aside", &classes, &block.attributes, block.steps);
        self.markup(" role=\"note\">");
        let name = self.here.words.callout(kind);
        if !title.is_empty() {
            self.text_element("p", "callout-title", &Attributes::default(), Steps::Always, title);
        } else if !name.is_empty() {
            self.markup("<p class=\"callout-title\">");
            self.text(&name);
            self.close("p");
        }
        self.blocks(blocks, room.inside(57.0, 80.0, 0.9));
        self.close("aside");
    }

    /// The takeaway's slot: the callout's content, as the layout already draws its frame.
    pub fn takeaway(&mut self, blocks: &[Block], room: Room) {
        for block in blocks {
            match &block.kind {
                BlockKind::Callout { kind, title, blocks } if kind == "take" => {
                    let bare = block.steps == Steps::Always && block.attributes == Attributes::default();
                    if !bare {
                        self.open("div", "", &block.attributes, block.steps);
                    }
                    if !title.is_empty() {
                        self.text_element("p", "takeaway-title", &Attributes::default(), Steps::Always, title);
                    }
                    self.blocks(blocks, room);
                    if !bare {
                        self.close("div");
                    }
                }
                _ => self.block(block, room),
            }
        }
    }

    fn display_math(&mut self, math: &Math, stages: &Stages, attributes: &Attributes, steps: Steps) {
        self.begin("div", "math display", attributes, steps);
        if stages.stages.len() > 1 {
            let _ = write!(self.out, " data-stages=\"{}\"", stages.stages.len());
        }
        self.out.push('>');
        let drawn = self.drawn.formula(math);
        if stages.stages.len() > 1 && !drawn.is_empty() {
            self.has_math = true;
            let rows = rows::with_attributes(drawn, |row| super::code::lit(stages, row));
            self.markup(&rows);
        } else {
            self.formula(math);
        }
        self.close("div");
    }

    fn columns(&mut self, columns: &[Column], attributes: &Attributes, steps: Steps, room: Room) {
        self.begin("div", "columns", attributes, steps);
        self.markup(" style=\"--tracks:");
        for (index, share) in fit::shares(columns).into_iter().enumerate() {
            let _ = write!(self.out, "{}{share}fr", if index > 0 { " " } else { "" });
        }
        self.markup("\">");
        for (column, room) in columns.iter().zip(room.columns(columns)) {
            self.in_language(&column.attributes, |html| {
                html.open("div", "column", &column.attributes, column.steps);
                html.blocks(&column.blocks, room);
                html.close("div");
            });
        }
        self.close("div");
    }

    /// Blocks in one place: each has all of the room. Notes have no steps, so there they stand one below the other.
    fn stack(&mut self, blocks: &[Block], attributes: &Attributes, steps: Steps, room: Room) {
        self.open("div", if self.here.in_notes { "" } else { "stack" }, attributes, steps);
        for block in blocks {
            self.block(block, room);
        }
        self.close("div");
    }

    fn group(&mut self, blocks: &[Block], attributes: &Attributes, steps: Steps, room: Room) {
        let mut room = room;
        room.compact |= attributes.has_class("compact");
        if attributes.has_class("card") {
            room = room.inside(56.0, 52.0, 0.9);
        } else if attributes.has_class("cards") {
            let across = blocks.len().clamp(1, 3) as f32;
            room.width = (room.width - 24.0 * (across - 1.0)) / across;
        }
        self.begin("div", "", attributes, steps);
        if let Some(width) = attributes.get("width").and_then(|width| escape::length(&width.value)) {
            self.attribute("style", &format!("width:{width}"));
        }
        self.out.push('>');
        if attributes.has_class("cards") {
            // Cards stand beside each other: none takes from the height of another.
            for block in blocks {
                self.block(block, room);
            }
        } else {
            self.blocks(blocks, room);
        }
        self.close("div");
    }
}
