//! How many words the speaker says: the words of the notes, for a slide's weight in the [`Plan`](super::Plan).
//! Manual page: `tests/spec/time.md`.

use super::{Block, BlockKind, Inline};

/// Words in the blocks. What is not read out counts nothing: code blocks, pictures. A formula is one word; in scripts without
/// spaces two characters are.
pub fn spoken(blocks: &[Block]) -> usize {
    blocks.iter().map(block).sum()
}

fn block(block: &Block) -> usize {
    match &block.kind {
        BlockKind::Heading { content, .. } | BlockKind::Paragraph(content) | BlockKind::Plain(content) => line(content),
        BlockKind::List(list) => list.items.iter().map(|item| spoken(&item.blocks)).sum(),
        BlockKind::Quote { blocks, source } => spoken(blocks) + source.as_deref().map_or(0, line),
        BlockKind::Callout { title, blocks, .. } => line(title) + spoken(blocks),
        BlockKind::Math(..) => 1,
        BlockKind::Table(table) => {
            let cells = table.head.iter().chain(table.rows.iter().flat_map(|row| &row.cells));
            cells.map(|cell| line(&cell.content)).sum()
        }
        BlockKind::Columns(columns) => columns.iter().map(|column| spoken(&column.blocks)).sum(),
        BlockKind::Group(blocks) | BlockKind::Html { blocks, .. } => spoken(blocks),
        _ => 0,
    }
}

/// Words that touch across marks (`**half**way`) are one, so the text is put together first.
fn line(inlines: &[Inline]) -> usize {
    let mut text = String::new();
    gather(inlines, &mut text);
    words(&text)
}

fn gather(inlines: &[Inline], out: &mut String) {
    for inline in inlines {
        match inline {
            Inline::Text(text) | Inline::Code(text) => out.push_str(text),
            Inline::Math(_) => out.push('x'),
            Inline::Emphasis(content) | Inline::Strong(content) | Inline::Struck(content) => gather(content, out),
            Inline::Link { content, .. } | Inline::Span { content, .. } | Inline::Html { content, .. } => {
                gather(content, out)
            }
            Inline::SoftBreak | Inline::HardBreak => out.push(' '),
            Inline::Picture(_) | Inline::Footnote(_) | Inline::Checkbox(_) => {}
        }
    }
}

fn words(text: &str) -> usize {
    let dense = text.chars().filter(|letter| is_dense(*letter)).count();
    let spaced = text.split(|letter: char| letter.is_whitespace() || is_dense(letter));
    spaced.filter(|word| word.chars().any(char::is_alphanumeric)).count() + dense.div_ceil(2)
}

/// Letters of scripts that put no space between words: Thai to Khmer, kana, ideographs.
fn is_dense(letter: char) -> bool {
    matches!(letter, '\u{e01}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{3041}'..='\u{30ff}'
        | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_what_is_said() {
        assert_eq!(words("Start with the wasp, then — the vat."), 7);
        assert_eq!(words("Zürich’s 15T tokens"), 3);
        assert_eq!(words("纸的颜色 x"), 3);
        assert_eq!(words(" … – "), 0);
    }

    #[test]
    fn marks_do_not_cut_a_word() {
        let halves = [Inline::Strong(vec![Inline::Text("half".into())]), Inline::Text("way there".into())];
        assert_eq!(line(&halves), 2);
        assert_eq!(line(&[Inline::Text("one".into()), Inline::SoftBreak, Inline::Code("two".into())]), 2);
    }
}
