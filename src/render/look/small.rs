//! `text-small`: the smallest text, seen from the last row.
//!
//! A letter is read at ease when its x-height is seen at an angle of 10 minutes of arc or more: ISO 9241-303 asks for capitals
//! of 16' at least and of 20' to 22' better, and an x is about two thirds as high as a capital, 11' at the least; DIN 1450,
//! which measures the x itself, asks for the same order. So 10' is where reading ends, not where comfort begins. From `d` screen heights away, x-height = tan(10') · d = 0.0029 · d
//! screen heights; with an x-height of 0.53 em, as text faces have it, the size is 0.0029 / 0.53 = 0.0055 · d screen heights, so
//! 4.0 px on a canvas of 720 px for each screen height of distance.

use super::placed;
use crate::deck::{Attributes, Block, BlockKind, Deck, Slide};
use crate::render::{fit, fit_table};
use crate::source::{Diagnostic, Span};
use crate::theme::Letters;

/// The angle of 10 minutes of arc, as its tangent.
const ANGLE: f32 = 0.002_909;
/// Height of an x in em.
const X_HEIGHT: f32 = 0.53;
/// Sizes of running text and of the theme's small texts (assets/page/look.css), in px.
const BODY: f32 = 30.0;
const SMALL: f32 = 20.0;
const CREDIT: f32 = 18.0;
/// Size of the words of a chart (src/render/chart/pen.rs), in px.
const CHART: f32 = 22.0;

/// The least size of text in px for a last row so many screen heights away.
pub(super) fn least(heights: f32, canvas: f32) -> f32 {
    ANGLE / X_HEIGHT * heights * canvas
}

/// All texts of one kind that are too small.
struct Kind {
    one: &'static str,
    many: &'static str,
    hint: &'static str,
    /// Smallest first.
    at: Vec<(f32, Span)>,
}

pub(super) fn check(deck: &Deck, letters: &'static Letters) -> Vec<Diagnostic> {
    let Some(room) = &deck.settings.room else { return Vec::new() };
    let least = least(room.value, deck.settings.aspect.size().1 as f32);
    let mut kinds = [
        kind("code block", "code blocks", "show fewer or shorter lines, or `from=file#region`"),
        kind("table", "tables", "show fewer columns or rows, and the rest on a backup slide"),
        kind("footnote", "footnotes", "put what matters into the text; a source may stay small if nobody must read it"),
        kind("caption", "captions", "say it in the title or in the text"),
        kind("text with the class `small`", "texts with the class `small`", "take the class off"),
        kind("list in a list", "lists in lists", "make two slides of it, or a flat list"),
        kind("text in a box", "texts in boxes", "set it as a plain paragraph"),
        kind("chart", "charts", "say its one number in the title"),
    ];
    for slide in &deck.slides {
        of_slide(deck, slide, letters, &mut |which, size, span| {
            // To a tenth: what is just large enough is large enough.
            if let Some(kind) = kinds.get_mut(which).filter(|_| size + 0.1 < least) {
                kind.at.push((size, span));
            }
        });
    }
    let body = (BODY + 0.1 < least).then(|| {
        let message =
            format!("running text has {BODY:.0} px, and from {} {least:.0} px are needed", distance(room.value));
        Diagnostic::warning("text-small", message, room.span)
            .hint("say it in titles, large numbers and pictures, or ask the last rows to come nearer")
    });
    body.into_iter().chain(kinds.into_iter().filter_map(|kind| said(kind, least, room.value))).collect()
}

fn distance(heights: f32) -> String {
    let heights = (heights * 10.0).round() / 10.0;
    format!("{heights} screen heights away")
}

fn kind(one: &'static str, many: &'static str, hint: &'static str) -> Kind {
    Kind { one, many, hint, at: Vec::new() }
}

/// Calls `see` with the index of its kind, size and place of every text that is smaller than the body's.
fn of_slide(deck: &Deck, slide: &Slide, letters: &'static Letters, see: &mut dyn FnMut(usize, f32, Span)) {
    for blocks in &slide.footnotes {
        blocks.first().into_iter().for_each(|block| see(2, SMALL, block.span));
    }
    placed::each(deck, slide, letters, &mut |block, room| {
        match &block.kind {
            BlockKind::Code(code) => see(0, fit::code(code, room).size, block.span),
            BlockKind::Table(table) => see(1, fit_table::table(table, room).size, block.span),
            BlockKind::Pictures(pictures) => {
                for picture in pictures {
                    match picture.attributes.get("credit") {
                        Some(_) => see(3, CREDIT, picture.span),
                        None if !picture.title.is_empty() => see(3, SMALL, picture.span),
                        None => {}
                    }
                }
            }
            BlockKind::Chart(_) => see(7, CHART, block.span),
            BlockKind::List(list) if room.text < 30.0 => {
                let is_text = |block: &Block| matches!(block.kind, BlockKind::Plain(_) | BlockKind::Paragraph(_));
                if list.items.iter().any(|item| item.blocks.iter().any(is_text)) {
                    see(5, room.text, block.span);
                }
            }
            BlockKind::Callout { .. } => see(6, room.text * 0.9, block.span),
            BlockKind::Group(_) => {
                let scales = [("cards", 0.9), ("names", 0.9334), ("facts", 0.8)];
                if let Some((_, scale)) = scales.into_iter().find(|(class, _)| block.attributes.has_class(class)) {
                    see(6, room.text * scale, block.span);
                }
            }
            _ => {}
        }
        let small = |attributes: &Attributes| attributes.has_class("small");
        let items = match &block.kind {
            BlockKind::List(list) => list.items.iter().any(|item| small(&item.attributes)),
            _ => false,
        };
        if small(&block.attributes) || items {
            see(4, SMALL, block.span);
        }
    });
}

fn said(mut kind: Kind, least: f32, heights: f32) -> Option<Diagnostic> {
    kind.at.sort_by(|one, other| one.0.total_cmp(&other.0).then(one.1.cmp(&other.1)));
    let (size, span) = *kind.at.first()?;
    let who = match kind.at.len() {
        1 => format!("this {} has", kind.one),
        many => format!("{many} {} have", kind.many),
    };
    let message = format!("{who} letters of {size:.0} px, and from {} {least:.0} px are needed", distance(heights));
    let also = kind.at.iter().skip(1).take(3).map(|(size, span)| (*span, format!("here {size:.0} px")));
    let mut found = Diagnostic::warning("text-small", message, span).hint(kind.hint);
    found.also.extend(also);
    Some(found)
}
