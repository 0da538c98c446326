//! Links inside the talk lead somewhere, and every element id is there once on its slide.
//! Manual page: `tests/spec/links.md`.

use super::suggest::nearest;
use crate::deck::{Attributes, Block, BlockKind, Deck, Inline};
use crate::source::{Diagnostic, Report, Span};
use std::collections::{BTreeMap, BTreeSet};

/// Checks all `#id` links and all element ids of a deck.
pub fn check(deck: &Deck) -> Report<()> {
    let mut walk = Walk::default();
    for slide in &deck.slides {
        walk.slides.insert(slide.id.clone(), slide.span);
    }
    for slide in &deck.slides {
        walk.here.clear();
        if let Some(title) = &slide.title {
            walk.inlines(&title.content);
        }
        slide.slots.iter().for_each(|slot| walk.blocks(&slot.blocks));
        slide.footnotes.iter().for_each(|footnote| walk.blocks(footnote));
        slide.notes.iter().for_each(|note| walk.blocks(&note.blocks));
    }
    let Walk { slides, here: _, mut ids, links, mut report } = walk;
    ids.extend(slides.into_keys());
    let mut broken = 0;
    for (target, span) in links {
        let number = target.split('.').next().is_some_and(|number| {
            number.parse::<usize>().is_ok_and(|number| (1..=deck.slides.len()).contains(&number))
        });
        let slide = target.split('.').next().unwrap_or("");
        if target.is_empty() || number || ids.contains(&target) || ids.contains(slide) {
            continue;
        }
        let found = Diagnostic::warning("link-broken", format!("no slide or element has the id `{target}`"), span);
        broken += 1;
        // Past the first hundred, a suggestion helps nobody and comparing with every id takes its time.
        let meant = if broken > 100 { None } else { nearest(&target, ids.iter().map(String::as_str)) };
        report.say(match meant {
            Some(meant) => found.hint(format!("did you mean `#{meant}`?")),
            None => found.hint("give the slide an id with `{#id}` on its heading"),
        });
    }
    report
}

#[derive(Default)]
struct Walk {
    /// The slides' own ids.
    slides: BTreeMap<String, Span>,
    /// Ids of elements on the slide at hand. Elements of different slides that share one are the same thing twice.
    here: BTreeMap<String, Span>,
    /// Ids of all elements.
    ids: BTreeSet<String>,
    links: Vec<(String, Span)>,
    report: Report<()>,
}

impl Walk {
    fn attributes(&mut self, attributes: &Attributes) {
        let Some(id) = &attributes.id else { return };
        self.ids.insert(id.value.clone());
        let first = self.here.insert(id.value.clone(), id.span).or_else(|| self.slides.get(&id.value).copied());
        if let Some(first) = first {
            let found = Diagnostic::error("id-duplicate", format!("the id `{}` is used twice", id.value), id.span);
            self.report.say(found.hint("give this element another id").also(first, "first used here"));
        }
    }

    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
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
                    self.inlines(source.as_deref().unwrap_or(&[]));
                }
                BlockKind::Callout { title, blocks, .. } => {
                    self.inlines(title);
                    self.blocks(blocks);
                }
                BlockKind::Table(table) => {
                    table.head.iter().for_each(|cell| self.inlines(&cell.content));
                    table.rows.iter().flat_map(|row| &row.cells).for_each(|cell| self.inlines(&cell.content));
                }
                BlockKind::Pictures(pictures) => {
                    pictures.iter().for_each(|picture| self.attributes(&picture.attributes))
                }
                BlockKind::Columns(columns) => {
                    for column in columns {
                        self.attributes(&column.attributes);
                        self.blocks(&column.blocks);
                    }
                }
                BlockKind::Group(blocks) | BlockKind::Stack(blocks) | BlockKind::Html { blocks, .. } => {
                    self.blocks(blocks)
                }
                BlockKind::Code(_)
                | BlockKind::Chart(_)
                | BlockKind::Diagram(_)
                | BlockKind::Math(..)
                | BlockKind::Rule
                | BlockKind::Agenda
                | BlockKind::Contact
                | BlockKind::Broken { .. } => {}
            }
        }
    }

    fn inlines(&mut self, inlines: &[Inline]) {
        for inline in inlines {
            match inline {
                Inline::Link { url, content, span, .. } => {
                    if let Some(target) = url.strip_prefix('#') {
                        self.links.push((target.to_owned(), *span));
                    }
                    self.inlines(content);
                }
                Inline::Span { attributes, content, .. } => {
                    self.attributes(attributes);
                    self.inlines(content);
                }
                Inline::Picture(picture) => self.attributes(&picture.attributes),
                Inline::Emphasis(content)
                | Inline::Strong(content)
                | Inline::Struck(content)
                | Inline::Html { content, .. } => {
                    self.inlines(content);
                }
                _ => {}
            }
        }
    }
}
