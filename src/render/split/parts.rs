//! Parts of blocks, and what has to be counted anew in them: steps, footnotes, numbers. Manual page: `tests/spec/fit.md`.

use super::leads;
use crate::deck::{Block, BlockKind, Code, Inline, Lit, Slide, Stages, Step, Steps};
use std::collections::BTreeSet;

/// A place between two parts: before a block, or before an item, row or line of it, counted from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cut {
    pub block: usize,
    pub part: usize,
}

/// Every place at which a body can be cut, its beginning and its end among them.
pub fn places(body: &[Block], two_columns: bool) -> Vec<Cut> {
    let mut places = Vec::new();
    for (index, block) in body.iter().enumerate() {
        let stays = index.checked_sub(1).and_then(|before| body.get(before)).is_some_and(leads);
        for part in 0..length(block, two_columns) {
            if part > 0 || !stays {
                places.push(Cut { block: index, part });
            }
        }
    }
    places.push(Cut { block: body.len(), part: 0 });
    places
}

/// In how many pieces a block can be taken apart.
fn length(block: &Block, two_columns: bool) -> usize {
    match &block.kind {
        BlockKind::List(list)
            if !two_columns
                && !["two-columns", "facts", "names"].iter().any(|name| block.attributes.has_class(name)) =>
        {
            list.items.len().max(1)
        }
        BlockKind::Table(table) => table.rows.len().max(1),
        BlockKind::Code(code) => code.text.split('\n').count(),
        _ => 1,
    }
}

/// The blocks between two cuts.
pub fn part(body: &[Block], from: Cut, to: Cut) -> Vec<Block> {
    let mut blocks = Vec::new();
    for (index, block) in body.iter().enumerate().take(to.block + 1).skip(from.block) {
        let first = if index == from.block { from.part } else { 0 };
        let last = if index == to.block { to.part } else { usize::MAX };
        if first < last {
            blocks.push(piece(block, first, last));
        }
    }
    blocks
}

/// Items, rows or lines `first` to `last`, without the last, of a block.
fn piece(block: &Block, first: usize, last: usize) -> Block {
    let kind = match &block.kind {
        _ if first == 0 && last == usize::MAX => block.kind.clone(),
        BlockKind::List(list) => {
            let mut own = list.clone();
            own.items = list.items.iter().take(last).skip(first).cloned().collect();
            own.start = list.start.map(|start| start.saturating_add(first as u64));
            BlockKind::List(own)
        }
        BlockKind::Table(table) => {
            let mut own = table.clone();
            own.rows = table.rows.iter().take(last).skip(first).cloned().collect();
            BlockKind::Table(own)
        }
        BlockKind::Code(code) => BlockKind::Code(lines(code, first, last)),
        kind => kind.clone(),
    };
    Block { kind, ..block.clone() }
}

fn lines(code: &Code, first: usize, last: usize) -> Code {
    let text: Vec<&str> = code.text.split('\n').take(last).skip(first).collect();
    let (from, to) = (first as u32 + 1, (first + text.len()) as u32);
    // A stage that lights nothing here is left out.
    let lit = |lit: &Lit| match lit {
        Lit::Lines(ranges) => {
            let own: Vec<(u32, u32)> = ranges
                .iter()
                .filter(|(start, end)| *start <= to && *end >= from)
                .map(|(start, end)| ((*start).max(from) - first as u32, (*end).min(to) - first as u32))
                .collect();
            (!own.is_empty()).then_some(Lit::Lines(own))
        }
        lit => Some(lit.clone()),
    };
    let kept: Vec<(usize, Lit)> =
        code.stages.stages.iter().enumerate().filter_map(|(index, stage)| Some((index, lit(stage)?))).collect();
    let stages = match kept.as_slice() {
        [] | [_] => Stages::default(),
        [_, (second, _), ..] => Stages {
            first: code.stages.first.saturating_add((*second as Step).saturating_sub(1)),
            stages: kept.into_iter().map(|(_, lit)| lit).collect(),
        },
    };
    Code {
        text: text.join("\n"),
        line_numbers: code.line_numbers.map(|number| number.saturating_add(first as u32)),
        stages,
        ..code.clone()
    }
}

/// Counts a part's steps anew from 1; gives the old steps at which something happens here.
pub fn renumber(slide: &mut Slide) -> BTreeSet<Step> {
    let mut points = BTreeSet::new();
    each_steps(slide, &mut |steps| match steps {
        When::Steps(Steps::Always) => {}
        When::Steps(Steps::From(first)) => drop(points.insert(*first)),
        When::Steps(Steps::Range(first, last)) => points.extend([*first, last.saturating_add(1)]),
        When::Stages(stages) => {
            points.extend((1..stages.stages.len()).map(|stage| stages.first.saturating_add(stage as Step - 1)));
        }
    });
    points.remove(&0);
    let count = |step: Step| points.iter().filter(|point| **point <= step).count() as Step;
    each_steps(slide, &mut |steps| match steps {
        When::Steps(Steps::Always) => {}
        When::Steps(Steps::From(first)) => *first = count(*first),
        When::Steps(Steps::Range(first, last)) => (*first, *last) = (count(*first), count(*last)),
        When::Stages(stages) if stages.stages.len() > 1 => stages.first = count(stages.first),
        When::Stages(_) => {}
    });
    slide.last_step = points.len() as Step;
    points
}

/// Something that depends on the step.
enum When<'a> {
    Steps(&'a mut Steps),
    Stages(&'a mut Stages),
}

fn each_steps(slide: &mut Slide, take: &mut dyn FnMut(When<'_>)) {
    slide.backgrounds.iter_mut().for_each(|ground| take(When::Steps(&mut ground.picture.steps)));
    let footnotes = slide.footnotes.iter_mut().flatten();
    for block in slide.slots.iter_mut().flat_map(|slot| &mut slot.blocks).chain(footnotes) {
        block_steps(block, take);
    }
}

fn block_steps(block: &mut Block, take: &mut dyn FnMut(When<'_>)) {
    take(When::Steps(&mut block.steps));
    match &mut block.kind {
        BlockKind::List(list) => list.items.iter_mut().for_each(|item| take(When::Steps(&mut item.steps))),
        BlockKind::Code(code) => take(When::Stages(&mut code.stages)),
        BlockKind::Math(_, stages) => take(When::Stages(stages)),
        BlockKind::Table(table) => {
            table.column_steps.iter_mut().for_each(|steps| take(When::Steps(steps)));
            table.rows.iter_mut().for_each(|row| take(When::Steps(&mut row.steps)));
        }
        BlockKind::Pictures(pictures) => {
            pictures.iter_mut().for_each(|picture| take(When::Steps(&mut picture.steps)));
        }
        BlockKind::Columns(columns) => columns.iter_mut().for_each(|column| take(When::Steps(&mut column.steps))),
        _ => {}
    }
    inside(&mut block.kind, &mut |inner| match inner {
        Inner::Block(block) => block_steps(block, take),
        Inner::Inlines(inlines) => inline_steps(inlines, take),
    });
}

fn inline_steps(inlines: &mut [Inline], take: &mut dyn FnMut(When<'_>)) {
    for inline in inlines {
        match inline {
            Inline::Span { steps, content, .. } => {
                take(When::Steps(steps));
                inline_steps(content, take);
            }
            Inline::Picture(picture) => take(When::Steps(&mut picture.steps)),
            Inline::Emphasis(content) | Inline::Strong(content) | Inline::Struck(content) => {
                inline_steps(content, take)
            }
            Inline::Link { content, .. } | Inline::Html { content, .. } => inline_steps(content, take),
            _ => {}
        }
    }
}

/// Gives the footnotes of a part the numbers of their places; `numbers` are the old ones in order.
pub fn footnotes(slide: &mut Slide, numbers: &[u32]) {
    fn mend(inlines: &mut [Inline], numbers: &[u32]) {
        for inline in inlines {
            match inline {
                Inline::Footnote(number) => {
                    let place = numbers.iter().position(|old| old == number);
                    *number = place.map_or(*number, |place| place as u32 + 1);
                }
                Inline::Emphasis(content) | Inline::Strong(content) | Inline::Struck(content) => mend(content, numbers),
                Inline::Link { content, .. } | Inline::Span { content, .. } | Inline::Html { content, .. } => {
                    mend(content, numbers)
                }
                _ => {}
            }
        }
    }
    fn walk(block: &mut Block, numbers: &[u32]) {
        inside(&mut block.kind, &mut |inner| match inner {
            Inner::Block(block) => walk(block, numbers),
            Inner::Inlines(inlines) => mend(inlines, numbers),
        });
    }
    slide.slots.iter_mut().flat_map(|slot| &mut slot.blocks).for_each(|block| walk(block, numbers));
}

/// Hands out every inline of the blocks.
pub fn each_inline(blocks: &[Block], take: &mut dyn FnMut(&Inline)) {
    fn walk(inlines: &[Inline], take: &mut dyn FnMut(&Inline)) {
        for inline in inlines {
            take(inline);
            match inline {
                Inline::Emphasis(content) | Inline::Strong(content) | Inline::Struck(content) => walk(content, take),
                Inline::Link { content, .. } | Inline::Span { content, .. } | Inline::Html { content, .. } => {
                    walk(content, take)
                }
                _ => {}
            }
        }
    }
    // Looked at in a copy: there is one walk through blocks, and it is one that may change them.
    for block in blocks {
        let mut copy = block.clone();
        look(&mut copy, &mut |inlines| walk(inlines, take));
    }
}

fn look(block: &mut Block, take: &mut dyn FnMut(&[Inline])) {
    inside(&mut block.kind, &mut |inner| match inner {
        Inner::Block(block) => look(block, take),
        Inner::Inlines(inlines) => take(inlines),
    });
}

/// What stands directly inside a block.
enum Inner<'a> {
    Block(&'a mut Block),
    Inlines(&'a mut Vec<Inline>),
}

fn inside(kind: &mut BlockKind, take: &mut dyn FnMut(Inner<'_>)) {
    match kind {
        BlockKind::Heading { content, .. } | BlockKind::Paragraph(content) | BlockKind::Plain(content) => {
            take(Inner::Inlines(content));
        }
        BlockKind::List(list) => {
            list.items.iter_mut().flat_map(|item| &mut item.blocks).for_each(|block| take(Inner::Block(block)));
        }
        BlockKind::Quote { blocks, source } => {
            blocks.iter_mut().for_each(|block| take(Inner::Block(block)));
            source.iter_mut().for_each(|source| take(Inner::Inlines(source)));
        }
        BlockKind::Callout { title, blocks, .. } => {
            take(Inner::Inlines(title));
            blocks.iter_mut().for_each(|block| take(Inner::Block(block)));
        }
        BlockKind::Table(table) => {
            let cells = table.head.iter_mut().chain(table.rows.iter_mut().flat_map(|row| &mut row.cells));
            cells.for_each(|cell| take(Inner::Inlines(&mut cell.content)));
        }
        BlockKind::Columns(columns) => {
            columns.iter_mut().flat_map(|column| &mut column.blocks).for_each(|block| take(Inner::Block(block)));
        }
        BlockKind::Group(blocks) | BlockKind::Stack(blocks) | BlockKind::Html { blocks, .. } => {
            blocks.iter_mut().for_each(|block| take(Inner::Block(block)));
        }
        _ => {}
    }
}
