//! Heights of blocks, as assets/page/frame.css and look.css set them. Manual page: `tests/spec/fit.md`.

use super::lines::Type;
use super::{Place, Sheet};
use crate::deck::{Block, BlockKind, Code, Inline, Item, List, Math, Picture, Table};
use crate::render::fit::{self, COLUMN_GAP};
use crate::render::fit_table;
use crate::render::math::measure;
use crate::source::Span;

/// What something takes, in px.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Extent {
    /// A margin of its own above, which falls together with others where blocks are not in a column of boxes.
    pub before: f32,
    /// Its height.
    pub height: f32,
    /// A margin of its own below.
    pub after: f32,
    /// What pictures in it give up when there is too little room.
    pub give: f32,
    /// By how much something in it is too wide.
    pub wide: f32,
}

impl Extent {
    pub fn all(&self) -> f32 {
        self.before + self.height + self.after
    }

    fn of(height: f32) -> Extent {
        Extent { height, ..Extent::default() }
    }
}

/// A place at which a slide can be split: after a block, an item, a row or a line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Mark {
    /// Where what ends here ends, in px below the beginning of the body.
    pub bottom: f32,
    /// Index of the block.
    pub block: usize,
    /// One-based number of the part within the block, 0 for the block as a whole.
    pub part: usize,
    pub span: Span,
}

impl Sheet<'_> {
    /// Blocks one below the other. `marks` gets the ends of all blocks and of their parts.
    pub fn flow(&self, blocks: &[Block], place: Place, mut marks: Option<&mut Vec<Mark>>) -> Extent {
        let mut sum = Extent::default();
        let mut pending = 0.0;
        for (index, block) in blocks.iter().enumerate() {
            let mut own = Vec::new();
            let extent = self.block(block, place, marks.is_some().then_some(&mut own));
            let margin = match index.checked_sub(1).and_then(|before| blocks.get(before)) {
                Some(before) => self.margin(before, block, place),
                None if place.in_item && matches!(block.kind, BlockKind::List(_)) => self.gap() * 0.5,
                None => 0.0,
            };
            let top = if place.boxed { margin + extent.before } else { margin.max(extent.before).max(pending) };
            match (index, place.boxed) {
                (0, false) => sum.before = top,
                _ => sum.height += top,
            }
            if let Some(marks) = &mut marks {
                let own = own.into_iter().map(|mark| Mark { bottom: sum.height + mark.bottom, block: index, ..mark });
                marks.extend(own);
            }
            sum.height += extent.height;
            match place.boxed {
                true => sum.height += extent.after,
                false => pending = extent.after,
            }
            sum.give += extent.give;
            sum.wide = sum.wide.max(extent.wide);
            if let Some(marks) = &mut marks {
                marks.push(Mark { bottom: sum.height, block: index, part: 0, span: block.span });
            }
        }
        sum.after = pending;
        sum
    }

    /// The space between two blocks.
    fn margin(&self, before: &Block, block: &Block, place: Place) -> f32 {
        if matches!(before.kind, BlockKind::Heading { .. }) {
            return self.gap();
        }
        let in_item = matches!(block.kind, BlockKind::List(_))
            || matches!((&before.kind, &block.kind), (BlockKind::Paragraph(_), BlockKind::Paragraph(_)));
        match (place.in_item, &before.kind) {
            (true, _) if in_item => self.gap() * 0.5,
            (_, BlockKind::Plain(_)) => 0.0,
            _ => self.block_gap(),
        }
    }

    fn block(&self, block: &Block, place: Place, marks: Option<&mut Vec<Mark>>) -> Extent {
        let place = Place { font: self.size_of(&block.attributes, place.font), ..place };
        let has = |class: &str| block.attributes.has_class(class);
        match &block.kind {
            BlockKind::Heading { level, content } => self.heading(*level, content, place),
            BlockKind::Paragraph(content) | BlockKind::Plain(content) => self.text(content, place),
            BlockKind::List(list) if has("facts") => self.facts(list, place),
            BlockKind::List(list) if has("names") => self.names(list, place),
            BlockKind::List(list) if has("timeline") => self.timeline(list, place),
            BlockKind::List(list) => {
                let two = has("two-columns") || (self.two_columns && place.boxed);
                self.list(list, place, two, marks)
            }
            BlockKind::Quote { blocks, source } if self.is_quote && place.boxed => {
                self.large_quote(blocks, source.as_deref(), place)
            }
            BlockKind::Quote { blocks, source } => {
                let inner = self.flow(blocks, place.narrower(29.0), None);
                let mut height = inner.all() + 6.0;
                if let Some(source) = source {
                    let font = place.font * 0.8;
                    let width = (place.width.min(38.0 * font) - 29.0).max(40.0);
                    height += 12.0 + self.lines(source, place.type_of(font), width).height;
                }
                Extent { before: 0.0, height, after: 0.0, ..inner }
            }
            BlockKind::Callout { kind, title, blocks } => self.callout(kind, title, blocks, place),
            BlockKind::Code(code) => self.code(code, block.span, place, marks),
            BlockKind::Math(math, _) => self.display(math, place),
            BlockKind::Table(table) => self.table(table, block, place, marks),
            BlockKind::Pictures(pictures) if has("gallery") => self.gallery(pictures),
            BlockKind::Pictures(pictures) => self.pictures(pictures, place),
            BlockKind::Chart(chart) => self.drawing(&chart.caption, &chart.credit, place),
            BlockKind::Diagram(diagram) => self.drawing(&diagram.caption, &diagram.credit, place),
            BlockKind::Columns(columns) => {
                let shares = fit::shares(columns);
                let all: f32 = shares.iter().sum::<f32>().max(0.01);
                let room = place.width - COLUMN_GAP * columns.len().saturating_sub(1) as f32;
                beside(columns.iter().zip(shares).map(|(column, share)| {
                    let place = Place { width: (room * share / all).max(40.0), in_item: false, ..place }.boxed();
                    let extent = self.flow(&column.blocks, place, None);
                    // The first heading of a column stands above a line.
                    let ruled = matches!(column.blocks.first(), Some(Block { kind: BlockKind::Heading { level, .. }, .. }) if *level <= 3);
                    Extent { height: extent.height + if ruled { 11.0 } else { 0.0 }, ..extent }
                }))
            }
            BlockKind::Stack(blocks) => beside(blocks.iter().map(|block| self.block(block, place, None))),
            BlockKind::Group(blocks) => self.group(block, blocks, place),
            BlockKind::Html { blocks, .. } => self.flow(blocks, place.flowing(), None),
            BlockKind::Rule => Extent::of(2.0),
            BlockKind::Agenda => self.agenda(place),
            BlockKind::Contact => self.contact(place),
            BlockKind::Broken { what } => {
                let words = [Inline::Text(what.clone())];
                Extent::of(58.0 + self.lines(&words, place.type_of(place.font), place.width - 62.0).height)
            }
        }
    }

    fn text(&self, content: &[Inline], place: Place) -> Extent {
        let filled = self.lines(content, place.type_of(place.font), place.measure(place.font));
        Extent { height: filled.height, wide: filled.wide, ..Extent::default() }
    }

    /// The quote of a slide that has nothing else.
    fn large_quote(&self, blocks: &[Block], source: Option<&[Inline]>, place: Place) -> Extent {
        let font = [self.type_sizes.quote, self.type_sizes.quote, 38.0, 32.0][self.state.step.min(3)];
        let inner = Place { font, line: 1.3, spacing: -0.01, prose: false, ..place.flowing() };
        let extent = self.flow(blocks, inner, None);
        let mut height = extent.all();
        if let Some(source) = source {
            height += 32.0 + self.lines(source, place.type_of(24.0), place.measure(24.0)).height;
        }
        Extent { before: 0.0, height, after: 0.0, ..extent }
    }

    fn heading(&self, level: u8, content: &[Inline], place: Place) -> Extent {
        let (scale, line) = match level {
            0..=3 if place.in_card => (1.037, 1.2857),
            0..=4 => (0.9334, 1.2857),
            5 => (0.83, place.line),
            _ => (0.67, place.line),
        };
        let text = Type { size: place.font * scale, line, bold: true, spacing: 0.0 };
        let filled = self.lines(content, text, place.width);
        Extent { height: filled.height, wide: filled.wide, ..Extent::default() }
    }

    fn list(&self, list: &List, place: Place, two_columns: bool, mut marks: Option<&mut Vec<Mark>>) -> Extent {
        let font = if place.in_item { place.font * 0.9 } else { place.font };
        let width = if two_columns { (place.width - COLUMN_GAP) / 2.0 } else { place.width };
        let longest = if place.prose { 38.0 * font } else { f32::MAX };
        let inner = match list.digits() {
            Some(digits) => (width - fit::numbers(digits) * font).min(longest) - 0.15 * font,
            None => width.min(longest) - 1.15 * font,
        };
        let gap = match (place.in_item, list.tight) {
            (true, _) => self.gap() * 0.5,
            (_, true) => self.gap(),
            _ => self.block_gap(),
        };
        let place = Place { width: inner.max(20.0), font, in_item: true, boxed: false, ..place };
        let mut sum = Extent::default();
        let mut pending = 0.0_f32;
        let mut heights = Vec::with_capacity(list.items.len());
        for (index, item) in list.items.iter().enumerate() {
            let extent = self.item(item, place);
            let top = if index == 0 { 0.0 } else { gap }.max(extent.before).max(pending);
            if index == 0 {
                sum.before = top;
            } else {
                sum.height += top;
            }
            sum.height += extent.height;
            pending = extent.after;
            sum.wide = sum.wide.max(extent.wide);
            heights.push(extent.height);
            if let Some(marks) = &mut marks {
                marks.push(Mark { bottom: sum.height, block: 0, part: index + 1, span: item.span });
            }
        }
        sum.after = pending;
        if two_columns {
            sum.height = in_columns(&heights, 2, gap);
            if let Some(marks) = marks {
                marks.clear();
            }
        }
        sum
    }

    fn item(&self, item: &Item, place: Place) -> Extent {
        let place = Place { font: self.size_of(&item.attributes, place.font), ..place };
        self.flow(&item.blocks, place, None)
    }

    fn callout(&self, kind: &str, title: &[Inline], blocks: &[Block], place: Place) -> Extent {
        let place = Place { font: place.font * 0.9, ..place.narrower(57.0) };
        let mut inner = self.flow(blocks, place, None);
        let mut height = inner.all() + 36.0;
        if kind != "take" || !title.is_empty() {
            let text = Type { bold: true, ..place.type_of(place.font) };
            let title = self.lines(title, text, place.measure(place.font));
            height += title.height + if blocks.is_empty() { 0.0 } else { 4.0 };
            inner.wide = inner.wide.max(title.wide);
        }
        Extent { before: 0.0, height, after: 0.0, ..inner }
    }

    fn code(&self, code: &Code, span: Span, place: Place, marks: Option<&mut Vec<Mark>>) -> Extent {
        let room = self.room(place, place.compact);
        let fitted = fit::code(code, room);
        let built = self.sizes.get(&span).copied().unwrap_or(fitted.size);
        let numbers = if code.line_numbers.is_some() { 5.0 } else { 0.0 };
        let em = (fitted.columns as f32 + numbers) * self.code_advance + 0.2;
        let size = (built.min((place.width - 56.0) / em) * self.state.shrink).max(fit::SIZES.0);
        let line = size * 1.46;
        let frame = fit::code_frame(code);
        if let Some(marks) = marks {
            let top = frame - 24.0;
            let each = (1..=fitted.lines).map(|number| (number, top + line * number as f32 + 24.0));
            marks.extend(each.map(|(part, bottom)| Mark { bottom, block: 0, part, span }));
        }
        let wide = ((fitted.columns as f32 + numbers) * self.code_advance * size + 56.0 - place.width).max(0.0);
        Extent { height: frame + line * fitted.lines as f32, wide, ..Extent::default() }
    }

    /// A place without height, for what was not set at a size yet: it gets the smallest.
    fn room(&self, place: Place, compact: bool) -> fit::Room {
        fit::Room { width: place.width, height: 0.0, text: place.font, compact, letters: self.letters }
    }

    fn display(&self, math: &Math, place: Place) -> Extent {
        let all = measure::whole(&self.formula(math));
        let font = if self.is_formula { self.type_sizes.large } else { place.font };
        let needed = all.width * font;
        let share = (place.width / needed.max(1.0)).min(1.0);
        let scale = if share < 1.0 { ((share * 100.0).floor() / 100.0).max(0.8) } else { 1.0 }.min(self.most_formula);
        let em = font * scale;
        let wide = (needed * scale - place.width).max(0.0);
        Extent { before: em, height: (all.above + all.below) * em, after: em, give: 0.0, wide }
    }

    fn table(&self, table: &Table, block: &Block, place: Place, marks: Option<&mut Vec<Mark>>) -> Extent {
        let compact = place.compact || block.attributes.has_class("compact");
        let room = self.room(place, compact);
        let built = self.sizes.get(&block.span).copied().unwrap_or_else(|| fit_table::table(table, room).size);
        let size = (built * self.state.shrink).max(20.0);
        let laid = self.lay(table, size, place.width, compact);
        if let Some(marks) = marks {
            let mut bottom = laid.head;
            for (index, height) in laid.rows.iter().enumerate() {
                bottom += height;
                marks.push(Mark { bottom, block: 0, part: index + 1, span: block.span });
            }
        }
        Extent { height: laid.head + laid.rows.iter().sum::<f32>(), wide: laid.wide, ..Extent::default() }
    }

    /// A chart or a diagram, which is drawn for the room that is left, and is not seen on less than a picture's least.
    fn drawing(&self, caption: &str, credit: &str, place: Place) -> Extent {
        Extent::of(120.0 + self.caption(caption, credit, place.width))
    }

    /// What stands below a picture.
    fn caption(&self, title: &str, credit: &str, width: f32) -> f32 {
        let small = Type { size: self.type_sizes.small, line: 1.3, bold: false, spacing: 0.0 };
        let words = |text: &str| match text.is_empty() {
            true => 0.0,
            false => self.lines(&[Inline::Text(text.to_owned())], small, width).height,
        };
        let height = words(title) + words(credit);
        if height > 0.0 { height + 8.0 } else { 0.0 }
    }

    fn pictures(&self, pictures: &[Picture], place: Place) -> Extent {
        let each = (place.width - 32.0 * pictures.len().saturating_sub(1) as f32) / pictures.len().max(1) as f32;
        beside(pictures.iter().map(|picture| {
            let alone = pictures.len() == 1;
            self.picture(picture, if alone { place.width } else { each }, alone, place)
        }))
    }

    fn picture(&self, picture: &Picture, room: f32, is_alone: bool, place: Place) -> Extent {
        let length = |key: &str, whole: f32| {
            let value = &picture.attributes.get(key)?.value;
            let number = |text: &str| text.trim().parse::<f32>().ok();
            match value.strip_suffix('%') {
                Some(share) => Some(number(share)? / 100.0 * whole),
                None => number(value.strip_suffix("px").unwrap_or(value)),
            }
        };
        let width = if is_alone { length("width", room).unwrap_or(room).min(room) } else { room };
        // Of a picture that was not read yet, a third of a slide.
        let unknown = if self.pictures.is_some() { 3.0 * place.font } else { 240.0 };
        let natural = self.ratio(picture).map_or(unknown, |ratio| width / ratio.max(0.01));
        let credit = picture.attributes.get("credit").map(|credit| credit.value.as_str()).unwrap_or_default();
        let caption = self.caption(&picture.title, credit, width);
        let least = natural.min(120.0);
        let shown = length("height", 1e9).map_or(natural, |height| (height - caption).clamp(least, natural.max(least)));
        let give = if place.boxed && self.pictures.is_some() { shown - least } else { 0.0 };
        Extent { height: shown + caption, give, ..Extent::default() }
    }

    fn group(&self, block: &Block, blocks: &[Block], place: Place) -> Extent {
        let has = |class: &str| block.attributes.has_class(class);
        if has("cards") {
            let fitting = ((place.width + 24.0) / (260.0_f32.max(place.width * 0.3) + 24.0)).floor().max(1.0) as usize;
            let across = if blocks.len() == 4 { 2 } else { fitting.min(blocks.len().max(1)) };
            let width = ((place.width - 24.0 * (across as f32 - 1.0)) / across as f32).max(40.0);
            let place = Place { width, ..place };
            let mut sum = Extent::default();
            for (index, row) in blocks.chunks(across).enumerate() {
                let row = beside(row.iter().map(|block| self.block(block, place, None)));
                sum.height += row.all() + if index > 0 { 24.0 } else { 0.0 };
                sum.wide = sum.wide.max(row.wide);
            }
            return sum;
        }
        if has("card") {
            let inner = Place { font: place.font * 0.9, in_card: true, ..place.narrower(56.0) };
            let mut extent = self.flow(blocks, inner, None);
            // Below a card's heading is less space than elsewhere.
            let headed = blocks.len() > 1 && matches!(blocks[0].kind, BlockKind::Heading { level, .. } if level <= 3);
            extent.height += 52.0 - if headed { self.gap() - 8.0 } else { 0.0 };
            return Extent { before: 0.0, height: extent.all(), after: 0.0, ..extent };
        }
        if let [Block { kind: BlockKind::List(list), .. }] = blocks {
            if has("facts") {
                return self.facts(list, place);
            }
            if has("names") {
                return self.names(list, place);
            }
            if has("references") {
                return self.references(list, place);
            }
        }
        let place = Place { compact: place.compact || has("compact"), ..place };
        // What holds a picture is a column of boxes, so that the picture can give way.
        let place = if blocks.iter().any(holds_picture) { place } else { place.flowing() };
        self.flow(blocks, place, None)
    }

    /// `.facts`: three in a row, two of two or four.
    fn facts(&self, list: &List, place: Place) -> Extent {
        let across = if matches!(list.items.len(), 2 | 4) { 2 } else { 3 };
        let width = (place.width - 48.0 * (across as f32 - 1.0)) / across as f32 - 22.0;
        let font = place.font * 0.8;
        let number = if self.state.step > 1 { 48.0 } else { self.type_sizes.facts };
        let mut height = 0.0;
        for (index, row) in list.items.chunks(across).enumerate() {
            let heights = row.iter().map(|item| {
                let mut sum = 0.0;
                for block in &item.blocks {
                    let (BlockKind::Plain(content) | BlockKind::Paragraph(content)) = &block.kind else { continue };
                    let (strong, rest): (Vec<Inline>, Vec<Inline>) =
                        content.iter().cloned().partition(|inline| matches!(inline, Inline::Strong(_)));
                    sum += strong.len() as f32 * number * 1.15;
                    let text = Type { size: font, line: 1.3, bold: false, spacing: 0.0 };
                    if rest.iter().any(|inline| !matches!(inline, Inline::HardBreak | Inline::SoftBreak)) {
                        sum += self.lines(&rest, text, width.max(20.0)).height;
                    }
                }
                sum
            });
            height += heights.fold(0.0, f32::max) + if index > 0 { 40.0 } else { 0.0 };
        }
        Extent::of(height)
    }

    /// `.names`: newspaper columns.
    fn names(&self, list: &List, place: Place) -> Extent {
        let many = list.items.len() >= 25;
        let (most, least) = [(3.0, 280.0), (3.0, 280.0), (4.0, 240.0), (5.0, 200.0)][self.state.step.min(3)];
        let across = ((place.width + 32.0_f32) / (least + 32.0)).floor().clamp(1.0, most);
        let font = match (many, self.state.step) {
            (true, _) => place.font * 0.8,
            (_, 2) => 22.0,
            (_, 3) => 20.0,
            _ => place.font * 0.9334,
        };
        let padding = if many {
            8.0
        } else if self.state.step == 3 {
            4.0
        } else {
            0.6 * font
        };
        let width = ((place.width - 32.0 * (across - 1.0)) / across - font).max(20.0);
        let text = Type { size: font, line: 1.3, bold: false, spacing: 0.0 };
        let item = |item: &Item| -> f32 {
            let lines = item.blocks.iter().map(|block| match &block.kind {
                BlockKind::Plain(content) | BlockKind::Paragraph(content) => self.lines(content, text, width).height,
                _ => 0.0,
            });
            lines.sum::<f32>() + padding
        };
        let heights: Vec<f32> = list.items.iter().map(item).collect();
        Extent::of(in_columns(&heights, across as usize, 0.0))
    }

    fn agenda(&self, place: Place) -> Extent {
        let Some(deck) = self.deck else { return Extent::default() };
        let sections = deck.sections.iter().filter(|section| !section.backup);
        let heights = sections.map(|section| {
            let time = if section.budget.is_some() { 32.0 + place.font * 2.6 } else { 0.0 };
            let width = place.width - 1.1 * place.font - 20.0 - time;
            let text = Type { bold: true, ..place.type_of(place.font) };
            self.lines(&section.title, text, width).height + self.gap() * 1.5 + 3.0
        });
        Extent::of(heights.sum())
    }

    fn contact(&self, place: Place) -> Extent {
        let Some(speaker) = self.deck.and_then(|deck| deck.settings.speaker.as_ref()) else { return Extent::default() };
        let line = place.font * place.line;
        let has_role = speaker.role.is_some() || speaker.at.is_some();
        let links = speaker.links.len() + usize::from(speaker.mail.is_some()) + usize::from(speaker.url.is_some());
        let below = links as f32 * (line + 4.0) + if has_role && links > 0 { self.block_gap() - 4.0 } else { 0.0 };
        Extent::of(line * 1.133 + if has_role { line + 4.0 } else { 0.0 } + below)
    }
}

/// Things beside each other are as high as the highest.
fn beside(extents: impl Iterator<Item = Extent>) -> Extent {
    let mut high = Extent::default();
    let mut least = 0.0_f32;
    for extent in extents {
        high.height = high.height.max(extent.all());
        least = least.max(extent.all() - extent.give);
        high.wide = high.wide.max(extent.wide);
    }
    high.give = (high.height - least).max(0.0);
    high
}

/// The height of items in newspaper columns: the least at which they go into so many.
fn in_columns(heights: &[f32], columns: usize, gap: f32) -> f32 {
    let fits = |limit: f32| {
        let (mut used, mut filled) = (1, 0.0_f32);
        for height in heights {
            let next = if filled > 0.0 { filled + gap + height } else { *height };
            if next > limit + 0.01 && filled > 0.0 {
                (used, filled) = (used + 1, *height);
            } else {
                filled = next;
            }
        }
        used <= columns
    };
    let all = heights.iter().sum::<f32>() + gap * heights.len().saturating_sub(1) as f32;
    let (mut low, mut high) = (heights.iter().copied().fold(0.0, f32::max), all);
    if fits(low) {
        return low;
    }
    while high - low > 0.05 {
        let middle = (low + high) / 2.0;
        if fits(middle) { high = middle } else { low = middle }
    }
    high
}

fn holds_picture(block: &Block) -> bool {
    match &block.kind {
        BlockKind::Pictures(_) => true,
        BlockKind::Group(blocks) | BlockKind::Stack(blocks) | BlockKind::Html { blocks, .. } => {
            blocks.iter().any(holds_picture)
        }
        BlockKind::Columns(columns) => columns.iter().any(|column| column.blocks.iter().any(holds_picture)),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::in_columns;

    #[test]
    fn items_go_into_columns_in_order() {
        assert!((in_columns(&[10.0, 10.0, 10.0, 10.0], 2, 5.0) - 25.0).abs() < 0.1);
        assert!((in_columns(&[10.0, 10.0, 10.0], 2, 5.0) - 25.0).abs() < 0.1);
        assert_eq!(in_columns(&[40.0, 10.0, 10.0], 2, 0.0), 40.0);
        assert_eq!(in_columns(&[], 2, 5.0), 0.0);
    }
}
