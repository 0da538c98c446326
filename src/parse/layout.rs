//! Which layout a slide has: what its heading says, else what is on it.
//! Manual page: `tests/spec/layouts.md`.

pub mod comparison;
mod gallery;
pub mod references;
mod timeline;

use crate::deck::{Attributes, Block, BlockKind, Layout, Picture, Shows, Slot, Steps, Title, plain};
use crate::source::Span;

/// A statement is at most this many characters of one paragraph.
const STATEMENT: usize = 140;

/// Chooses a layout from what is on the slide.
pub fn choose(first: bool, title: Option<&Title>, body: &[Block], takeaway: bool) -> Layout {
    let level = title.map_or(0, |title| title.level);
    let paragraphs = body.iter().all(|block| matches!(block.kind, BlockKind::Paragraph(_)));
    if first && level == 1 && paragraphs && !takeaway {
        return Layout::Title;
    }
    if body.iter().any(|block| block.kind == BlockKind::Agenda) {
        return Layout::Agenda;
    }
    if body.iter().any(|block| block.kind == BlockKind::Contact) {
        return Layout::Questions;
    }
    if gallery::is_one(body) {
        return Layout::Gallery;
    }
    if references::is_one(body) {
        return Layout::References;
    }
    match (title, body) {
        (Some(_), []) if takeaway => Layout::Default,
        (Some(_), []) => {
            if level == 1 {
                Layout::Section
            } else {
                Layout::Statement
            }
        }
        (Some(title), [block]) => single(title, block).unwrap_or_else(|| with_picture(body)),
        (None, [block]) => match &block.kind {
            BlockKind::Paragraph(content) if plain(content).chars().count() <= STATEMENT => Layout::Statement,
            BlockKind::Quote { .. } => Layout::Quote,
            BlockKind::List(list) if timeline::is_one(list) => Layout::Timeline,
            _ if still(block).is_some() => Layout::ImageFull,
            _ => Layout::Default,
        },
        (None, [a, b]) if still(a).is_some() && is_line(b) || is_line(a) && still(b).is_some() => Layout::ImageFull,
        _ => with_picture(body),
    }
}

/// The layout of a heading with one block.
fn single(title: &Title, block: &Block) -> Option<Layout> {
    let text = plain(&title.content);
    let number = text.chars().count() <= 12 && text.chars().any(|c| c.is_ascii_digit());
    match &bottom(block).kind {
        BlockKind::Paragraph(_) if title.level == 1 && number => Some(Layout::BigNumber),
        BlockKind::Code(_) => Some(Layout::Code),
        BlockKind::Table(_) => Some(Layout::Table),
        BlockKind::Math(..) => Some(Layout::Formula),
        BlockKind::Quote { .. } => Some(Layout::Quote),
        BlockKind::Columns(columns) if comparison::is_one(columns) => Some(Layout::Comparison),
        BlockKind::Columns(_) => Some(Layout::TwoColumns),
        BlockKind::List(list) if timeline::is_one(list) => Some(Layout::Timeline),
        _ => None,
    }
}

/// A picture beside text goes to the edge: where its class says, else left when it stands before the text.
/// A picture with a width of its own stays in the flow.
fn with_picture(body: &[Block]) -> Layout {
    let pictures: Vec<(usize, &Picture)> =
        body.iter().enumerate().filter_map(|(at, block)| Some((at, still(block)?))).collect();
    let [(at, picture)] = pictures.as_slice() else { return Layout::Default };
    if picture.attributes.has_class("left") {
        return Layout::ImageLeft;
    }
    if picture.attributes.has_class("right") {
        return Layout::ImageRight;
    }
    let sized = picture.attributes.get("width").is_some() || picture.attributes.get("height").is_some();
    let text = body
        .iter()
        .filter(|block| !is_picture(block))
        .all(|block| matches!(block.kind, BlockKind::Paragraph(_) | BlockKind::List(_)));
    match (body.len() > 1 && text && !sized, *at) {
        (true, 0) => Layout::ImageLeft,
        (true, _) => Layout::ImageRight,
        _ => Layout::Default,
    }
}

/// The first block of a stack, which says for all what stands there; else the block itself.
fn bottom(block: &Block) -> &Block {
    match &block.kind {
        BlockKind::Stack(blocks) => blocks.first().unwrap_or(block),
        _ => block,
    }
}

/// A picture, or several of which each takes the place of the one before.
fn one_picture(block: &Block) -> Option<&Picture> {
    match &block.kind {
        BlockKind::Stack(blocks) if blocks.iter().all(is_picture) => one_picture(blocks.first()?),
        BlockKind::Pictures(pictures) => match pictures.as_slice() {
            [picture] => Some(picture),
            _ => None,
        },
        _ => None,
    }
}

/// A picture that does not play: only such a one is moved to the edge or spread over the slide unasked.
fn still(block: &Block) -> Option<&Picture> {
    one_picture(block).filter(|picture| picture.shows() == Shows::Picture)
}

fn is_picture(block: &Block) -> bool {
    one_picture(block).is_some()
}

fn is_line(block: &Block) -> bool {
    matches!(&block.kind, BlockKind::Paragraph(content) if plain(content).chars().count() <= STATEMENT)
}

/// Gives the blocks of a slide to the slots of its layout.
pub fn slots(layout: Layout, mut body: Vec<Block>, takeaway: Vec<Block>) -> Vec<Slot> {
    let mut slots = Vec::new();
    match layout {
        Layout::Comparison => comparison::arrange(&mut body),
        Layout::Gallery => gallery::arrange(&mut body),
        Layout::Timeline => timeline::arrange(&mut body),
        Layout::References => references::arrange(&mut body),
        _ => {}
    }
    if layout == Layout::Title && matches!(body.first(), Some(Block { kind: BlockKind::Paragraph(_), .. })) {
        slots.push(Slot { name: "subtitle", blocks: vec![body.remove(0)] });
    }
    if matches!(layout, Layout::ImageLeft | Layout::ImageRight | Layout::ImageFull | Layout::Bio)
        && let Some(at) = body.iter().position(is_picture)
    {
        slots.push(Slot { name: "media", blocks: vec![body.remove(at)] });
    }
    slots.insert(0, Slot { name: "body", blocks: body });
    if !takeaway.is_empty() {
        slots.push(Slot { name: "takeaway", blocks: takeaway });
    }
    slots
}

/// A block of our own making, with a class where one is given.
fn block(class: &str, span: Span, kind: BlockKind) -> Block {
    let mut attributes = Attributes::default();
    if !class.is_empty() {
        attributes.classes.push(class.to_owned());
    }
    Block { span, steps: Steps::Always, attributes, kind }
}

/// From the first of the blocks to the last, of which there is at least one.
fn around(blocks: &[Block]) -> Span {
    blocks[0].span.to(blocks[blocks.len() - 1].span)
}
