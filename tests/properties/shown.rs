//! All that a deck says, as one text: on slides, in notes, in attributes and settings.

use deckle::deck::{Attributes, Block, BlockKind, Cell, Deck, Inline, Picture};

/// Everything of a deck that came from words of the source; ids and titles made from other text are left out, because
/// they would stand in for words that were lost.
pub fn text(deck: &Deck) -> String {
    let mut out = Text::default();
    let mut settings = deck.settings.clone();
    let first_title = deck.slides.first().map(|slide| slide.title_text()).unwrap_or_default();
    if settings.title == first_title {
        settings.title.clear();
    }
    out.add(&format!("{settings:?}"));
    for slide in &deck.slides {
        if let Some(title) = &slide.title {
            out.inlines(&title.content);
        }
        out.attributes(&slide.attributes);
        slide.slots.iter().for_each(|slot| out.blocks(&slot.blocks));
        slide.footnotes.iter().for_each(|blocks| out.blocks(blocks));
        slide.notes.iter().for_each(|note| out.blocks(&note.blocks));
        slide.backgrounds.iter().for_each(|background| out.picture(&background.picture));
    }
    out.0
}

#[derive(Default)]
struct Text(String);

impl Text {
    fn add(&mut self, text: &str) {
        self.0.push_str(text);
        self.0.push(' ');
    }

    fn attributes(&mut self, attributes: &Attributes) {
        if let Some(id) = &attributes.id {
            self.add(&id.value);
        }
        attributes.classes.iter().for_each(|class| self.add(class));
        for (key, value) in &attributes.pairs {
            self.add(&key.value);
            self.add(&value.value);
        }
    }

    fn picture(&mut self, picture: &Picture) {
        self.add(&picture.alt);
        self.add(&picture.path.value);
        self.add(&picture.title);
        self.attributes(&picture.attributes);
    }

    fn cells(&mut self, cells: &[Cell]) {
        cells.iter().for_each(|cell| self.inlines(&cell.content));
    }

    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            self.block(block);
        }
    }

    fn block(&mut self, block: &Block) {
        self.attributes(&block.attributes);
        match &block.kind {
            BlockKind::Heading { content, .. } | BlockKind::Paragraph(content) | BlockKind::Plain(content) => {
                self.inlines(content)
            }
            BlockKind::List(list) => {
                for item in &list.items {
                    self.attributes(&item.attributes);
                    self.blocks(&item.blocks);
                }
            }
            BlockKind::Quote { blocks, source } => {
                self.blocks(blocks);
                self.inlines(source.as_deref().unwrap_or_default());
            }
            BlockKind::Callout { kind, title, blocks } => {
                self.add(kind);
                self.inlines(title);
                self.blocks(blocks);
            }
            BlockKind::Code(code) => {
                self.add(&code.language.value);
                self.add(code.title.as_deref().unwrap_or_default());
                self.add(&code.text);
            }
            BlockKind::Chart(chart) => {
                [&chart.text, &chart.alt, &chart.caption, &chart.credit].into_iter().for_each(|text| self.add(text));
            }
            BlockKind::Diagram(diagram) => {
                self.add(&diagram.language.value);
                [&diagram.text, &diagram.alt, &diagram.caption, &diagram.credit]
                    .into_iter()
                    .for_each(|text| self.add(text));
            }
            BlockKind::Math(math, _) => self.add(&math.tex),
            BlockKind::Table(table) => {
                self.cells(&table.head);
                table.rows.iter().for_each(|row| self.cells(&row.cells));
            }
            BlockKind::Pictures(pictures) => pictures.iter().for_each(|picture| self.picture(picture)),
            BlockKind::Columns(columns) => {
                for column in columns {
                    self.attributes(&column.attributes);
                    self.blocks(&column.blocks);
                }
            }
            BlockKind::Group(blocks) | BlockKind::Stack(blocks) => self.blocks(blocks),
            BlockKind::Html { attributes, blocks, .. } => {
                attributes.iter().for_each(|(_, value)| self.add(value));
                self.blocks(blocks);
            }
            BlockKind::Broken { what } => self.add(what),
            BlockKind::Rule | BlockKind::Agenda | BlockKind::Contact => {}
        }
    }

    fn inlines(&mut self, inlines: &[Inline]) {
        for inline in inlines {
            self.inline(inline);
        }
    }

    // No space after an inline: a word may change from plain to strong in its middle.
    fn inline(&mut self, inline: &Inline) {
        match inline {
            Inline::Text(text) | Inline::Code(text) => self.0.push_str(text),
            Inline::Math(math) => self.0.push_str(&math.tex),
            Inline::Emphasis(content) | Inline::Strong(content) | Inline::Struck(content) => self.inlines(content),
            Inline::Link { url, title, content, .. } => {
                self.inlines(content);
                if !content.iter().any(|inline| matches!(inline, Inline::Text(text) if url.ends_with(text.as_str()))) {
                    self.add(" ");
                    self.add(url);
                }
                self.add(title);
            }
            Inline::Picture(picture) => self.picture(picture),
            Inline::Span { attributes, content, .. } => {
                self.inlines(content);
                self.attributes(attributes);
            }
            Inline::Html { attributes, content, .. } => {
                attributes.iter().for_each(|(_, value)| self.add(value));
                self.inlines(content);
            }
            Inline::Footnote(_) | Inline::Checkbox(_) | Inline::SoftBreak | Inline::HardBreak => self.add(" "),
        }
    }
}
