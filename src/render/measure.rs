//! Estimates of how wide and how high things are, without a browser: honest within a line or so. Manual page: `tests/spec/fit.md`.

use super::fit::{self, COLUMN_GAP, GAP, Room};
use super::fit_table;
use crate::deck::{Block, BlockKind, Inline, List};

/// Average advance of a letter of the text font, in em.
const LETTER: f32 = 0.52;

/// Width of a text in em.
pub(crate) fn em(text: &str) -> f32 {
    text.chars().map(advance).sum()
}

fn advance(character: char) -> f32 {
    match character {
        '0'..='9' => 0.572,
        'i' | 'l' | 'j' | '.' | ',' | ';' | ':' | '\'' | '|' | '!' | ' ' => 0.27,
        'm' | 'M' | 'W' | 'w' | '%' | '@' => 0.85,
        _ if cells(character) == 2 => 1.0,
        _ if cells(character) == 0 => 0.0,
        _ => LETTER,
    }
}

/// Cells a character takes in a fixed-width font: none for what combines, two for East Asian signs and emoji.
fn cells(character: char) -> usize {
    match u32::from(character) {
        0..=0x2ff => 1,
        0x300..=0x36f | 0x200b..=0x200f | 0x202a..=0x202e | 0x2060..=0x2064 | 0x20d0..=0x20ff | 0xfe00..=0xfe0f | 0xfeff => 0,
        0x1100..=0x115f | 0x2e80..=0xa4cf | 0xac00..=0xd7a3 | 0xf900..=0xfaff | 0xfe30..=0xfe6f | 0xff00..=0xff60 | 0xffe0..=0xffe6 => 2,
        0x1f300..=0x1f64f | 0x1f680..=0x1f6ff | 0x1f900..=0x1f9ff | 0x20000..=0x3fffd => 2,
        _ => 1,
    }
}

/// Columns that a line of code takes; a tab goes to the next multiple of four.
pub(crate) fn code_columns(line: &str) -> usize {
    line.chars().fold(0, |column, character| match character {
        '\t' => column + 4 - column % 4,
        '\r' => column,
        _ => column + cells(character),
    })
}

/// Calls `take` with the width in em of every word and of every space between words; a space is `None`.
pub(crate) fn words(inlines: &[Inline], take: &mut dyn FnMut(Option<f32>)) {
    for inline in inlines {
        match inline {
            Inline::Text(text) => split(text, LETTER, take),
            Inline::Code(text) => split(text, 0.56, take),
            // Commands print as one sign or so, braces not at all.
            Inline::Math(math) => take(Some(math.tex.chars().filter(|sign| !"\\{}^_ ".contains(*sign)).count() as f32 * 0.45)),
            Inline::Emphasis(content) | Inline::Strong(content) | Inline::Struck(content) => words(content, take),
            Inline::Link { content, .. } | Inline::Span { content, .. } | Inline::Html { content, .. } => words(content, take),
            Inline::Picture(_) => take(Some(2.0)),
            Inline::Checkbox(_) => take(Some(1.2)),
            Inline::Footnote(_) => take(Some(0.4)),
            Inline::SoftBreak | Inline::HardBreak => take(None),
        }
    }
}

fn split(text: &str, letter: f32, take: &mut dyn FnMut(Option<f32>)) {
    for (index, word) in text.split(' ').enumerate() {
        if index > 0 {
            take(None);
        }
        if !word.is_empty() {
            take(Some(if letter == LETTER { em(word) } else { word.chars().count() as f32 * letter }));
        }
    }
}

/// Number of lines that text of `size` px takes in a width.
pub(crate) fn lines(inlines: &[Inline], width: f32, size: f32) -> f32 {
    let (mut lines, mut filled) = (1.0, 0.0_f32);
    let width = (width / size).max(1.0);
    for (index, piece) in inlines.split(|inline| matches!(inline, Inline::HardBreak)).enumerate() {
        if index > 0 {
            (lines, filled) = (lines + 1.0, 0.0);
        }
        words(piece, &mut |word| match word {
            None => filled += 0.27,
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
    let text = |inlines: &[Inline]| lines(inlines, room.width.min(room.text * 38.0), room.text) * room.text * 1.38;
    match &block.kind {
        BlockKind::Heading { content, .. } => lines(content, room.width, room.text * 0.98) * room.text * 1.2,
        BlockKind::Paragraph(content) | BlockKind::Plain(content) => text(content),
        BlockKind::List(list) => self::list(list, room),
        BlockKind::Quote { blocks, source } => {
            height(blocks, room.inside(29.0, 0.0, 1.0)) + 6.0 + if source.is_some() { 12.0 + room.text * 1.1 } else { 0.0 }
        }
        BlockKind::Callout { kind, title, blocks } => {
            let head = if kind == "take" && title.is_empty() { 0.0 } else { room.text * 1.25 + 4.0 };
            height(blocks, room.inside(57.0, 0.0, 0.9)) + 36.0 + head
        }
        BlockKind::Code(code) => code.text.split('\n').count() as f32 * 20.0 * 1.46 + fit::code_frame(code),
        BlockKind::Math(math, _) => (1 + math.tex.matches("\\\\").count()) as f32 * room.text * 1.5 + room.text * 0.5,
        BlockKind::Table(table) => fit_table::table(table, Room { height: 0.0, ..room }).height,
        BlockKind::Pictures(_) => 160.0,
        BlockKind::Columns(columns) => {
            let heights = columns.iter().zip(room.columns(columns)).map(|(column, room)| height(&column.blocks, room));
            heights.fold(0.0, f32::max)
        }
        BlockKind::Group(blocks) => group(block, blocks, room),
        BlockKind::Html { blocks, .. } => height(blocks, room),
        BlockKind::Rule => 2.0,
        BlockKind::Agenda => 240.0,
        BlockKind::Contact | BlockKind::Broken { .. } => 100.0,
    }
}

fn list(list: &List, room: Room) -> f32 {
    let gap = if list.tight { 16.0 } else { GAP };
    let inner = room.inside(room.text * 1.15, 0.0, 1.0);
    let items = list.items.iter().map(|item| {
        let nested = |block: &&Block| matches!(block.kind, BlockKind::List(_));
        let own: f32 = item.blocks.iter().filter(|block| !nested(block)).map(|block| self::block(block, inner)).sum();
        let below: f32 = item.blocks.iter().filter(nested).map(|block| self::block(block, inner.inside(0.0, 0.0, 0.9)) + 8.0).sum();
        own + below
    });
    items.sum::<f32>() + gap * list.items.len().saturating_sub(1) as f32
}

fn group(block: &Block, blocks: &[Block], room: Room) -> f32 {
    let has = |class: &str| block.attributes.has_class(class);
    let side_by_side = |count: f32, gap: f32| Room { width: ((room.width - gap * (count - 1.0)) / count).max(40.0), ..room };
    if has("cards") {
        let room = side_by_side(blocks.len().clamp(1, 3) as f32, 24.0).inside(56.0, 0.0, 0.9);
        return blocks.iter().map(|block| self::block(block, room) + 52.0).fold(0.0, f32::max);
    }
    if has("facts") {
        return height(blocks, side_by_side(3.0, COLUMN_GAP)) / 3.0 + 64.0;
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
    fn code_columns_know_tabs_and_wide_signs() {
        assert_eq!(code_columns("\tx"), 5);
        assert_eq!(code_columns("ab\tx"), 5);
        assert_eq!(code_columns("über"), 4);
        assert_eq!(code_columns("u\u{308}ber"), 4);
        assert_eq!(code_columns("日本"), 4);
        assert_eq!(code_columns("a\r"), 1);
    }

    #[test]
    fn lines_break_between_words() {
        let text = |words: &str| [Inline::Text(words.to_owned())];
        assert_eq!(lines(&text("one"), 1000.0, 30.0), 1.0);
        assert_eq!(lines(&text(&"word ".repeat(20)), 480.0, 30.0), 4.0);
        assert_eq!(lines(&[text("a"), [Inline::HardBreak], text("b")].concat(), 480.0, 30.0), 2.0);
        assert_eq!(lines(&[], 0.0, 30.0), 1.0);
    }
}
