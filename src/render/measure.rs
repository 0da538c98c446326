//! Estimates of how wide and how high things are, without a browser: honest within a line or so. Manual page: `tests/spec/fit.md`.

use super::fit::{self, COLUMN_GAP, GAP, Room};
use super::fit_table;
use crate::deck::{Block, BlockKind, Inline, Item, List};
use crate::theme::Letters;

/// Calls `take` with the width in em of every piece of a word; a space between words is `None`.
pub(crate) fn words(inlines: &[Inline], bold: bool, letters: &Letters, take: &mut dyn FnMut(Option<f32>)) {
    for inline in inlines {
        match inline {
            Inline::Text(text) => split(text, |word| letters.em(word, bold), take),
            // The code font at nine tenths, and the ground it stands on.
            Inline::Code(text) => split(text, |word| word.chars().count() as f32 * letters.code() * 0.9 + 0.3, take),
            // Commands print as one sign or so, braces not at all.
            Inline::Math(math) => {
                take(Some(math.tex.chars().filter(|sign| !"\\{}^_ ".contains(*sign)).count() as f32 * 0.45))
            }
            Inline::Strong(content) => words(content, true, letters, take),
            Inline::Emphasis(content) | Inline::Struck(content) => words(content, bold, letters, take),
            Inline::Link { content, .. } | Inline::Span { content, .. } | Inline::Html { content, .. } => {
                words(content, bold, letters, take)
            }
            Inline::Picture(_) => take(Some(2.0)),
            Inline::Checkbox(_) => take(Some(1.2)),
            Inline::Footnote(_) => take(Some(0.4)),
            Inline::SoftBreak | Inline::HardBreak => take(None),
        }
    }
}

fn split(text: &str, width: impl Fn(&str) -> f32, take: &mut dyn FnMut(Option<f32>)) {
    for (index, word) in text.split(' ').enumerate() {
        if index > 0 {
            take(None);
        }
        if !word.is_empty() {
            take(Some(width(word)));
        }
    }
}

/// Number of lines that text of `size` px takes in a width.
pub(crate) fn lines(inlines: &[Inline], bold: bool, width: f32, size: f32, letters: &Letters) -> f32 {
    let (mut lines, mut filled) = (1.0, 0.0_f32);
    let width = (width / size).max(0.5);
    for (index, piece) in inlines.split(|inline| matches!(inline, Inline::HardBreak)).enumerate() {
        if index > 0 {
            (lines, filled) = (lines + 1.0, 0.0);
        }
        words(piece, bold, letters, &mut |word| match word {
            None => filled += letters.space(),
            Some(word) if filled + word <= width => filled += word,
            Some(word) => {
                lines += if filled > 0.0 { 1.0 } else { 0.0 } + (word / width).floor();
                filled = word % width;
            }
        });
    }
    lines
}

/// Height of a run of blocks in px.
pub(crate) fn height(blocks: &[Block], room: Room) -> f32 {
    let gaps = GAP * blocks.len().saturating_sub(1) as f32;
    blocks.iter().map(|block| self::block(block, room)).sum::<f32>() + gaps
}

/// The least height of a block in px: code at its smallest size, pictures as low as they get.
pub(crate) fn block(block: &Block, room: Room) -> f32 {
    let text = |inlines: &[Inline]| {
        lines(inlines, false, room.width.min(room.text * 38.0), room.text, room.letters) * room.text * 1.38
    };
    match &block.kind {
        BlockKind::Heading { content, .. } => {
            lines(content, true, room.width, room.text * 0.98, room.letters) * room.text * 1.2
        }
        BlockKind::Paragraph(content) | BlockKind::Plain(content) => text(content),
        BlockKind::List(list) if block.attributes.has_class("timeline") => timeline(list, room),
        BlockKind::List(list) => self::list(list, room),
        BlockKind::Quote { blocks, source } => {
            height(blocks, room.inside(29.0, 0.0, 1.0))
                + 6.0
                + if source.is_some() { 12.0 + room.text * 1.1 } else { 0.0 }
        }
        BlockKind::Callout { kind, title, blocks } => {
            let head = if kind == "take" && title.is_empty() { 0.0 } else { room.text * 1.25 + 4.0 };
            height(blocks, room.inside(57.0, 0.0, 0.9)) + 36.0 + head
        }
        BlockKind::Code(code) => code.text.split('\n').count() as f32 * 20.0 * 1.46 + fit::code_frame(code),
        BlockKind::Math(math, _) => (1 + math.tex.matches("\\\\").count()) as f32 * room.text * 1.5 + room.text * 0.5,
        BlockKind::Table(table) => fit_table::table(table, Room { height: 0.0, ..room }).height,
        BlockKind::Pictures(_) | BlockKind::Chart(_) | BlockKind::Diagram(_) => 160.0,
        BlockKind::Columns(columns) => {
            let heights = columns.iter().zip(room.columns(columns)).map(|(column, room)| height(&column.blocks, room));
            heights.fold(0.0, f32::max)
        }
        BlockKind::Group(blocks) => group(block, blocks, room),
        BlockKind::Stack(blocks) => blocks.iter().map(|block| self::block(block, room)).fold(0.0, f32::max),
        BlockKind::Html { blocks, .. } => height(blocks, room),
        BlockKind::Rule => 2.0,
        BlockKind::Agenda => 240.0,
        BlockKind::Contact | BlockKind::Broken { .. } => 100.0,
    }
}

/// Dates above or beside their words (assets/page/look.css).
fn timeline(list: &List, room: Room) -> f32 {
    let count = list.items.len().max(1) as f32;
    let height = |item: &Item, room: Room| item.blocks.iter().map(|block| self::block(block, room)).sum::<f32>();
    if fit::stands_across(list, room) {
        let width = (room.width - fit::POINT_GAP * (count - 1.0)) / count;
        let each = Room { width, text: room.text * 0.9, ..room };
        return list.items.iter().map(|item| height(item, each) + 54.0).fold(0.0, f32::max);
    }
    let words = |item: &Item| {
        let rest = item.blocks.iter().skip(1).map(|block| self::block(block, room.inside(280.0, 0.0, 1.0)));
        rest.sum::<f32>().max(room.text * 1.38)
    };
    list.items.iter().map(words).sum::<f32>() + 16.0 * (count - 1.0)
}

fn list(list: &List, room: Room) -> f32 {
    let gap = if list.tight { 16.0 } else { GAP };
    let inner = room.inside(room.text * 1.15, 0.0, 1.0);
    let items = list.items.iter().map(|item| {
        let nested = |block: &&Block| matches!(block.kind, BlockKind::List(_));
        let own: f32 = item.blocks.iter().filter(|block| !nested(block)).map(|block| self::block(block, inner)).sum();
        let below: f32 =
            item.blocks.iter().filter(nested).map(|block| self::block(block, inner.inside(0.0, 0.0, 0.9)) + 8.0).sum();
        own + below
    });
    items.sum::<f32>() + gap * list.items.len().saturating_sub(1) as f32
}

fn group(block: &Block, blocks: &[Block], room: Room) -> f32 {
    let has = |class: &str| block.attributes.has_class(class);
    let side_by_side =
        |count: f32, gap: f32| Room { width: ((room.width - gap * (count - 1.0)) / count).max(40.0), ..room };
    if has("cards") {
        let room = side_by_side(blocks.len().clamp(1, 3) as f32, 24.0).inside(56.0, 0.0, 0.9);
        return blocks.iter().map(|block| self::block(block, room) + 52.0).fold(0.0, f32::max);
    }
    if has("facts") {
        return height(blocks, side_by_side(3.0, COLUMN_GAP)) / 3.0 + 64.0;
    }
    if has("references") {
        return height(blocks, Room { text: 20.0, ..side_by_side(2.0, COLUMN_GAP) }) / 2.0 + 26.0;
    }
    if has("names") {
        return height(blocks, side_by_side(3.0, 32.0)) / 3.0;
    }
    height(blocks, Room { compact: room.compact || has("compact"), ..room })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_break_between_words() {
        let text = |words: &str| [Inline::Text(words.to_owned())];
        assert_eq!(lines(&text("one"), false, 1000.0, 30.0, Letters::DEFAULT), 1.0);
        assert_eq!(lines(&text(&"word ".repeat(20)), false, 480.0, 30.0, Letters::DEFAULT), 4.0);
        assert_eq!(
            lines(&[text("a"), [Inline::HardBreak], text("b")].concat(), false, 480.0, 30.0, Letters::DEFAULT),
            2.0
        );
        assert_eq!(lines(&[], false, 0.0, 30.0, Letters::DEFAULT), 1.0);
    }
}
