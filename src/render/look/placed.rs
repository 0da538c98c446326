//! Every block of a slide with the room it has. Follows how assets/page/frame.css shares the room out.

use crate::deck::{Block, BlockKind, Deck, Layout, Slide};
use crate::render::fit::{COLUMN_GAP, Room};
use crate::theme::Letters;

/// Calls `see` with every block of the slide's slots and footnotes, at any depth, in order.
pub(super) fn each<'a>(deck: &Deck, slide: &'a Slide, letters: &'static Letters, see: &mut dyn FnMut(&'a Block, Room)) {
    let body = Room::body(deck, slide, letters);
    let sides = !slide.slot("left").is_empty() || !slide.slot("right").is_empty();
    for slot in &slide.slots {
        let room = match slot.name {
            "media" => media(deck, slide, letters),
            "takeaway" => body.inside(24.0, 0.0, 0.9),
            "left" | "right" if sides => body.half(),
            _ => body,
        };
        blocks(&slot.blocks, room, see);
    }
    for note in &slide.footnotes {
        blocks(note, body.inside(40.0, 0.0, 0.667), see);
    }
}

/// The room of the picture of a picture layout: to the edges of the slide.
fn media(deck: &Deck, slide: &Slide, letters: &'static Letters) -> Room {
    let (width, height) = deck.settings.aspect.size();
    let (width, height) = (width as f32, height as f32);
    let width = if slide.layout.value == Layout::ImageFull { width } else { width * 0.45 };
    Room { width, height, text: 30.0, compact: false, letters }
}

fn blocks<'a>(list: &'a [Block], room: Room, see: &mut dyn FnMut(&'a Block, Room)) {
    for (block, room) in list.iter().zip(room.shared(list)) {
        see(block, room);
        match &block.kind {
            BlockKind::List(list) => {
                let inner = room.inside(room.text * 1.15, 0.0, 1.0);
                for item in &list.items {
                    // A list in a list is a size smaller.
                    let (nested, own): (Vec<&Block>, Vec<&Block>) =
                        item.blocks.iter().partition(|block| matches!(block.kind, BlockKind::List(_)));
                    own.into_iter().for_each(|block| blocks(std::slice::from_ref(block), inner, see));
                    let below = inner.inside(0.0, 0.0, 0.9);
                    nested.into_iter().for_each(|block| blocks(std::slice::from_ref(block), below, see));
                }
            }
            BlockKind::Quote { blocks: inner, .. } => blocks(inner, room.inside(29.0, 0.0, 1.0), see),
            BlockKind::Callout { blocks: inner, .. } => blocks(inner, room.inside(57.0, 36.0, 0.9), see),
            BlockKind::Columns(columns) => {
                for (column, room) in columns.iter().zip(room.columns(columns)) {
                    blocks(&column.blocks, room, see);
                }
            }
            BlockKind::Group(inner) if block.attributes.has_class("cards") => {
                let count = inner.len().clamp(1, 3) as f32;
                let width = (room.width - 24.0 * (count - 1.0)) / count;
                blocks(inner, Room { width, ..room }.inside(56.0, 52.0, 0.9), see);
            }
            BlockKind::Group(inner) if block.attributes.has_class("facts") => {
                let width = (room.width - COLUMN_GAP * 2.0) / 3.0;
                blocks(inner, Room { width, text: room.text * 0.8, ..room }, see);
            }
            BlockKind::Group(inner) if block.attributes.has_class("names") => {
                blocks(inner, Room { width: (room.width - 64.0) / 3.0, text: room.text * 0.9334, ..room }, see);
            }
            BlockKind::Group(inner) | BlockKind::Html { blocks: inner, .. } => {
                let compact = room.compact || block.attributes.has_class("compact");
                blocks(inner, Room { compact, ..room }, see);
            }
            BlockKind::Stack(inner) => inner.iter().for_each(|block| blocks(std::slice::from_ref(block), room, see)),
            _ => {}
        }
    }
}
