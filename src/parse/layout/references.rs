//! `::: references`: a list to look things up in, small, in two columns, on as many slides as it needs.
//! Manual page: `tests/spec/layouts.md`.

use super::{around, block};
use crate::deck::{Aspect, Block, BlockKind, Inline, Item, Layout, List, Slide, plain};

/// Lines that one of the two columns takes, at 20 px with a line height of 1.3 and 10 px between entries.
const LINES: f32 = 19.0;
/// Height of the space between entries, in lines.
const BETWEEN: f32 = 0.4;

/// Characters that a line takes: what the column is wide without the hanging indent, at 10 px a character, less what
/// stays empty at the ends of lines.
fn characters(aspect: Aspect) -> f32 {
    let column = (aspect.size().0 as f32 - 128.0 - 48.0) / 2.0;
    (column - 30.0) / 10.0 * 0.93
}

/// Whether the blocks are `::: references` and nothing else.
pub fn is_one(body: &[Block]) -> bool {
    matches!(body, [Block { kind: BlockKind::Group(_), attributes, .. }] if attributes.has_class("references"))
}

/// A slide that says `layout=references` may leave out the colons.
pub fn arrange(body: &mut Vec<Block>) {
    let is_list = |block: &Block| matches!(block.kind, BlockKind::List(_));
    if !body.is_empty() && body.iter().all(is_list) {
        let inner = std::mem::take(body);
        body.push(block("references", around(&inner), BlockKind::Group(inner)));
    }
}

/// The slides that a slide with references needs: itself, and those that go on with the list. Which entries stand on a
/// slide is estimated from their characters, so that the deck, its outline and its plan agree without a font.
///
/// A list with steps, footnotes or a takeaway stays whole: all of that is spoken about, and not looked up.
pub fn pages(mut slide: Slide, aspect: Aspect) -> Vec<Slide> {
    let is_plain = slide.last_step == 0 && slide.footnotes.is_empty() && slide.slot("takeaway").is_empty();
    let is_references = slide.layout.value == Layout::References && is_plain;
    let Some(list) = list_of(&mut slide).filter(|_| is_references) else { return vec![slide] };
    let starts = starts(&list.items, characters(aspect));
    let mut pages: Vec<Slide> = Vec::new();
    for (number, start) in starts.iter().enumerate().skip(1) {
        let mut page = Slide { notes: Vec::new(), budget: None, ..slide.clone() };
        if let Some(id) = &mut page.attributes.id {
            id.value = format!("{}-{}", id.value, number + 1);
        }
        if let Some(list) = list_of(&mut page) {
            list.items.truncate(starts.get(number + 1).copied().unwrap_or(usize::MAX));
            list.items.drain(..start);
            list.start = list.start.map(|first| first + *start as u64);
        }
        pages.push(page);
    }
    if let (Some(list), Some(second)) = (list_of(&mut slide), starts.get(1)) {
        list.items.truncate(*second);
    }
    pages.insert(0, slide);
    pages
}

/// "References (2/3)": what a title says on a list's further slides, and on the first of several.
pub fn number(slide: &mut Slide, page: usize, count: usize) {
    if let Some(title) = slide.title.as_mut().filter(|_| count > 1) {
        title.content.push(Inline::Text(format!(" ({page}/{count})")));
    }
}

fn list_of(slide: &mut Slide) -> Option<&mut List> {
    let slot = slide.slots.iter_mut().find(|slot| slot.name == "body")?;
    let [Block { kind: BlockKind::Group(blocks), .. }] = slot.blocks.as_mut_slice() else { return None };
    match blocks.as_mut_slice() {
        [Block { kind: BlockKind::List(list), .. }] => Some(list),
        _ => None,
    }
}

/// The first entry of every slide: the entries are spread evenly over as few slides as will do.
fn starts(items: &[Item], characters: f32) -> Vec<usize> {
    let heights: Vec<f32> = items.iter().map(|item| (length(item) / characters).ceil().max(1.0) + BETWEEN).collect();
    let all: f32 = heights.iter().sum();
    let count = (all / (2.0 * LINES)).ceil().max(1.0);
    let share = all / count;
    let (mut starts, mut filled) = (vec![0], 0.0);
    for (index, height) in heights.iter().enumerate().skip(1) {
        filled += heights[index - 1];
        let (fair, full) = (filled + height / 2.0 > share * starts.len() as f32, 2.0 * LINES);
        let begun: f32 = heights[starts[starts.len() - 1]..index].iter().sum();
        if fair && (starts.len() as f32) < count || begun + height > full {
            starts.push(index);
        }
    }
    starts
}

/// Characters of an entry.
fn length(item: &Item) -> f32 {
    let text = |block: &Block| match &block.kind {
        BlockKind::Plain(content) | BlockKind::Paragraph(content) => plain(content).chars().count(),
        _ => 60,
    };
    item.blocks.iter().map(text).sum::<usize>() as f32
}
