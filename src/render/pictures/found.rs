//! Where pictures stand in a deck, and what a wrong name may have meant. Manual page: `tests/spec/pictures.md`.

use crate::deck::{Block, BlockKind, Deck, Inline, Picture, Slide};
use std::path::Path;

/// Calls `see` with every picture of the deck in order, and whether it needs alternative text: backgrounds and pictures in
/// the speaker's notes do not.
pub fn each(deck: &Deck, see: &mut dyn FnMut(&Picture, bool)) {
    for slide in &deck.slides {
        on_slide(slide, see);
    }
}

fn on_slide(slide: &Slide, see: &mut dyn FnMut(&Picture, bool)) {
    for background in &slide.backgrounds {
        // An empty path with a colour is a plain ground.
        let plain = background.picture.path.value.is_empty() && background.picture.attributes.get("color").is_some();
        if !plain {
            see(&background.picture, false);
        }
    }
    if let Some(title) = &slide.title {
        inlines(&title.content, &mut |picture| see(picture, true));
    }
    for slot in &slide.slots {
        blocks(&slot.blocks, &mut |picture| see(picture, true));
    }
    for footnote in &slide.footnotes {
        blocks(footnote, &mut |picture| see(picture, true));
    }
    for note in &slide.notes {
        blocks(&note.blocks, &mut |picture| see(picture, false));
    }
}

fn blocks(list: &[Block], see: &mut dyn FnMut(&Picture)) {
    for block in list {
        match &block.kind {
            BlockKind::Heading { content, .. } | BlockKind::Paragraph(content) | BlockKind::Plain(content) => {
                inlines(content, see)
            }
            BlockKind::List(list) => list.items.iter().for_each(|item| blocks(&item.blocks, see)),
            BlockKind::Quote { blocks: inner, source } => {
                blocks(inner, see);
                inlines(source.as_deref().unwrap_or_default(), see);
            }
            BlockKind::Callout { title, blocks: inner, .. } => {
                inlines(title, see);
                blocks(inner, see);
            }
            BlockKind::Table(table) => {
                let cells = table.head.iter().chain(table.rows.iter().flat_map(|row| &row.cells));
                cells.for_each(|cell| inlines(&cell.content, see));
            }
            BlockKind::Pictures(pictures) => pictures.iter().for_each(&mut *see),
            BlockKind::Columns(columns) => columns.iter().for_each(|column| blocks(&column.blocks, see)),
            BlockKind::Group(inner) | BlockKind::Stack(inner) | BlockKind::Html { blocks: inner, .. } => {
                blocks(inner, see)
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

fn inlines(list: &[Inline], see: &mut dyn FnMut(&Picture)) {
    for inline in list {
        match inline {
            Inline::Picture(picture) => see(picture),
            Inline::Emphasis(inner) | Inline::Strong(inner) | Inline::Struck(inner) => inlines(inner, see),
            Inline::Link { content, .. } | Inline::Span { content, .. } | Inline::Html { content, .. } => {
                inlines(content, see)
            }
            Inline::Text(_) | Inline::Code(_) | Inline::Math(_) | Inline::Footnote(_) | Inline::Checkbox(_) => {}
            Inline::SoftBreak | Inline::HardBreak => {}
        }
    }
}

/// The file whose name is nearest to a missing one: the same in other case or with another ending, or a few letters off.
/// Looks only into the folder that was meant, and never above the folder of the file that names it.
pub fn nearest(own: &Path, path: &str) -> Option<String> {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    if folder.starts_with('/') || path.starts_with('/') || folder.split('/').any(|part| part == "..") {
        return None;
    }
    let base = own.parent()?.canonicalize().ok()?;
    let full = base.join(folder).canonicalize().ok()?;
    if !full.starts_with(&base) {
        return None;
    }
    let mut names: Vec<String> = std::fs::read_dir(full)
        .ok()?
        .take(5000)
        .flatten()
        .filter_map(|entry| entry.file_name().into_string().ok())
        .collect();
    names.sort();
    let wanted = name.to_lowercase();
    let parts = |name: &str| {
        name.rsplit_once('.')
            .map_or((name.to_owned(), String::new()), |(stem, ending)| (stem.to_owned(), ending.to_owned()))
    };
    let (stem, ending) = parts(&wanted);
    let near = names
        .iter()
        .map(|other| {
            let (other_stem, other_ending) = parts(&other.to_lowercase());
            (letters_off(&other_stem, &stem) + usize::from(other_ending != ending), other)
        })
        .min()?;
    let allowed = 1 + stem.chars().count() / 4;
    let found = if folder.is_empty() { near.1.clone() } else { format!("{folder}/{}", near.1) };
    (near.0 <= allowed).then_some(found)
}

/// How many letters must change, come or go (Levenshtein).
fn letters_off(one: &str, two: &str) -> usize {
    let two: Vec<char> = two.chars().collect();
    let mut row: Vec<usize> = (0..=two.len()).collect();
    for (at, a) in one.chars().enumerate() {
        let mut corner = row[0];
        row[0] = at + 1;
        for (column, b) in two.iter().enumerate() {
            let cost = (corner + usize::from(a != *b)).min(row[column] + 1).min(row[column + 1] + 1);
            corner = std::mem::replace(&mut row[column + 1], cost);
        }
    }
    row[two.len()]
}
