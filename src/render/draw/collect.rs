//! Finds every formula, code block and diagram of a deck, in the order of the source. Manual page: `tests/spec/math.md`.

use crate::deck::{Block, BlockKind, Cell, Code, Deck, Diagram, Inline, Math};

/// Where the walk hands over what it finds.
pub trait Finds {
    /// A formula.
    fn formula(&mut self, math: &Math);
    /// A code block.
    fn code(&mut self, code: &Code);
    /// A diagram.
    fn diagram(&mut self, diagram: &Diagram);
}

/// Walks through everything that is ever drawn: titles, slots, footnotes, notes, section titles.
pub fn deck(deck: &Deck, finds: &mut impl Finds) {
    for slide in &deck.slides {
        slide.title.iter().for_each(|title| inlines(&title.content, finds));
        slide.slots.iter().for_each(|slot| blocks(&slot.blocks, finds));
        slide.footnotes.iter().for_each(|footnote| blocks(footnote, finds));
        slide.notes.iter().for_each(|note| blocks(&note.blocks, finds));
    }
    deck.sections.iter().for_each(|section| inlines(&section.title, finds));
}

fn blocks(blocks: &[Block], finds: &mut impl Finds) {
    for block in blocks {
        kind(&block.kind, finds);
    }
}

fn kind(kind: &BlockKind, finds: &mut impl Finds) {
    match kind {
        BlockKind::Code(code) => finds.code(code),
        BlockKind::Math(math, _) => finds.formula(math),
        BlockKind::Heading { content, .. } | BlockKind::Paragraph(content) | BlockKind::Plain(content) => {
            inlines(content, finds)
        }
        BlockKind::List(list) => list.items.iter().for_each(|item| blocks(&item.blocks, finds)),
        BlockKind::Quote { blocks: quoted, source } => {
            blocks(quoted, finds);
            source.iter().for_each(|source| inlines(source, finds));
        }
        BlockKind::Callout { title, blocks: body, .. } => {
            inlines(title, finds);
            blocks(body, finds);
        }
        BlockKind::Table(table) => {
            cells(&table.head, finds);
            table.rows.iter().for_each(|row| cells(&row.cells, finds));
        }
        BlockKind::Columns(columns) => columns.iter().for_each(|column| blocks(&column.blocks, finds)),
        BlockKind::Group(inside) | BlockKind::Stack(inside) | BlockKind::Html { blocks: inside, .. } => {
            blocks(inside, finds)
        }
        BlockKind::Diagram(diagram) => finds.diagram(diagram),
        BlockKind::Pictures(_)
        | BlockKind::Chart(_)
        | BlockKind::Rule
        | BlockKind::Agenda
        | BlockKind::Contact
        | BlockKind::Broken { .. } => {}
    }
}

fn cells(cells: &[Cell], finds: &mut impl Finds) {
    cells.iter().for_each(|cell| inlines(&cell.content, finds));
}

fn inlines(content: &[Inline], finds: &mut impl Finds) {
    for inline in content {
        match inline {
            Inline::Math(math) => finds.formula(math),
            Inline::Emphasis(content) | Inline::Strong(content) | Inline::Struck(content) => inlines(content, finds),
            Inline::Link { content, .. } | Inline::Span { content, .. } | Inline::Html { content, .. } => {
                inlines(content, finds)
            }
            Inline::Text(_) | Inline::Code(_) | Inline::Picture(_) | Inline::Footnote(_) | Inline::Checkbox(_) => {}
            Inline::SoftBreak | Inline::HardBreak => {}
        }
    }
}
