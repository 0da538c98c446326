//! `dense`: a slide that says more than one thing at a time, by counting.

use super::{count, is_content, place};
use crate::deck::{Block, BlockKind, List, Slide, spoken};
use crate::source::Diagnostic;

/// Items of one list, and of all lists of a slide.
const ITEMS: (usize, usize) = (7, 10);
/// Items under one item.
const NESTED: usize = 3;
/// Words in running text.
const WORDS: usize = 75;
/// Pictures, tables and code blocks; all formulas together are one, they are steps of a derivation.
const OBJECTS: usize = 2;

/// What was counted.
#[derive(Default)]
struct Counted {
    items: usize,
    longest: usize,
    nested: usize,
    words: usize,
    objects: usize,
    formulas: usize,
}

/// Backup slides are for looking things up, and may be full.
pub(super) fn check(slide: &Slide) -> Option<Diagnostic> {
    if !is_content(slide) || slide.backup {
        return None;
    }
    let mut counted = Counted::default();
    slide.slots.iter().for_each(|slot| counted.blocks(&slot.blocks));
    let objects = counted.objects + counted.formulas.min(1);
    let over = [
        (counted.longest, ITEMS.0, format!("a list of {}", count(counted.longest, "item"))),
        (counted.items, ITEMS.1, count(counted.items, "list item")),
        (counted.nested, NESTED, format!("{} under one item", count(counted.nested, "item"))),
        (counted.words, WORDS, count(counted.words, "word")),
        (objects, OBJECTS, count(objects, "object")),
    ];
    let over: Vec<String> = over
        .into_iter()
        .filter(|(number, most, _)| number > most)
        .map(|(_, most, words)| format!("{words} (at most {most})"))
        .collect();
    let hint = if objects > OBJECTS {
        "one picture, table, formula or code block says one thing: make a slide of each, or let them follow with `{replace}`"
    } else {
        "make two slides of it, or say it and show less; what is for reading goes to the notes"
    };
    (!over.is_empty())
        .then(|| Diagnostic::note("dense", format!("this slide holds {}", over.join(", ")), place(slide)).hint(hint))
}

impl Counted {
    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            match &block.kind {
                BlockKind::List(list) => self.list(list, 0),
                BlockKind::Heading { .. } | BlockKind::Paragraph(_) | BlockKind::Plain(_) => {
                    self.words += spoken(std::slice::from_ref(block));
                }
                BlockKind::Quote { blocks, .. }
                | BlockKind::Callout { blocks, .. }
                | BlockKind::Html { blocks, .. } => {
                    self.blocks(blocks);
                }
                // Names and figures are looked at, not read.
                BlockKind::Group(_) if ["names", "facts"].iter().any(|class| block.attributes.has_class(class)) => {}
                BlockKind::Group(blocks) => self.blocks(blocks),
                BlockKind::Columns(columns) => columns.iter().for_each(|column| self.blocks(&column.blocks)),
                // One place: only one of them is seen at a time.
                BlockKind::Stack(blocks) => {
                    blocks.last().into_iter().for_each(|block| self.blocks(std::slice::from_ref(block)))
                }
                BlockKind::Math(..) => self.formulas += 1,
                // Pictures beside each other are a comparison.
                BlockKind::Code(_)
                | BlockKind::Table(_)
                | BlockKind::Pictures(_)
                | BlockKind::Chart(_)
                | BlockKind::Diagram(_) => self.objects += 1,
                _ => {}
            }
        }
    }

    fn list(&mut self, list: &List, depth: usize) {
        match depth {
            0 => {
                self.items += list.items.len();
                self.longest = self.longest.max(list.items.len());
            }
            _ => self.nested = self.nested.max(list.items.len()),
        }
        for block in list.items.iter().flat_map(|item| &item.blocks) {
            match &block.kind {
                BlockKind::List(inner) => self.list(inner, depth + 1),
                _ => self.blocks(std::slice::from_ref(block)),
            }
        }
    }
}
