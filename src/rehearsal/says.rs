//! What a slide says, as a short hash: its words, code, formulas, pictures and notes. Times, ids, classes and layouts are no part of
//! it, so that a slide that only gets a time is still the one that was rehearsed. Manual page: `tests/spec/rehearse.md`.

use crate::deck::{Block, BlockKind, Cell, Inline, Picture, Slide};
use blake3::Hasher;

/// Eight letters that are others when the slide says something else.
pub fn says(slide: &Slide) -> String {
    let mut teller = Teller(Hasher::new());
    if let Some(title) = &slide.title {
        teller.inlines(&title.content);
    }
    for slot in &slide.slots {
        teller.part(slot.name);
        teller.blocks(&slot.blocks);
    }
    slide.footnotes.iter().for_each(|note| teller.blocks(note));
    slide.backgrounds.iter().for_each(|background| teller.picture(&background.picture));
    teller.part("notes");
    slide.notes.iter().for_each(|note| teller.blocks(&note.blocks));
    teller.0.finalize().to_hex()[..8].to_owned()
}

struct Teller(Hasher);

impl Teller {
    /// Each part ends with a byte that no text has.
    fn part(&mut self, text: &str) {
        self.0.update(text.as_bytes());
        self.0.update(&[0xff]);
    }

    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            match &block.kind {
                BlockKind::Heading { content, .. } | BlockKind::Paragraph(content) | BlockKind::Plain(content) => {
                    self.inlines(content);
                }
                BlockKind::List(list) => list.items.iter().for_each(|item| self.blocks(&item.blocks)),
                BlockKind::Quote { blocks, source } => {
                    self.blocks(blocks);
                    self.inlines(source.as_deref().unwrap_or_default());
                }
                BlockKind::Callout { title, blocks, .. } => {
                    self.inlines(title);
                    self.blocks(blocks);
                }
                BlockKind::Code(code) => self.part(&code.text),
                BlockKind::Chart(chart) => self.part(&chart.text),
                BlockKind::Diagram(diagram) => self.part(&diagram.text),
                BlockKind::Math(math, _) => self.part(&math.tex),
                BlockKind::Table(table) => {
                    let cell = |cell: &Cell| self.inlines(&cell.content);
                    table.head.iter().chain(table.rows.iter().flat_map(|row| &row.cells)).for_each(cell);
                }
                BlockKind::Pictures(pictures) => pictures.iter().for_each(|picture| self.picture(picture)),
                BlockKind::Columns(columns) => columns.iter().for_each(|column| self.blocks(&column.blocks)),
                BlockKind::Stack(blocks) | BlockKind::Group(blocks) | BlockKind::Html { blocks, .. } => {
                    self.blocks(blocks);
                }
                BlockKind::Broken { what } => self.part(what),
                BlockKind::Rule | BlockKind::Agenda | BlockKind::Contact => {}
            }
        }
    }

    fn inlines(&mut self, inlines: &[Inline]) {
        let mut text = String::new();
        self.gather(inlines, &mut text);
        self.part(text.trim());
    }

    fn gather(&mut self, inlines: &[Inline], out: &mut String) {
        for inline in inlines {
            match inline {
                Inline::Text(text) | Inline::Code(text) => out.push_str(text),
                Inline::Math(math) => out.push_str(&math.tex),
                Inline::Emphasis(content) | Inline::Strong(content) | Inline::Struck(content) => {
                    self.gather(content, out);
                }
                Inline::Link { content, .. } | Inline::Span { content, .. } | Inline::Html { content, .. } => {
                    self.gather(content, out);
                }
                Inline::Picture(picture) => self.picture(picture),
                // A paragraph that is broken elsewhere says the same.
                Inline::SoftBreak | Inline::HardBreak => out.push(' '),
                Inline::Footnote(_) | Inline::Checkbox(_) => {}
            }
        }
    }

    fn picture(&mut self, picture: &Picture) {
        self.part(&picture.path.value);
        self.part(&picture.alt);
        self.part(&picture.title);
    }
}
