//! `auto-split`: a slide that does not fit becomes several, between blocks, items, rows or lines. Manual page: `tests/spec/fit.md`.
//!
//! The deck itself is split, before times are shared out and pages written, so that outline, plan, rehearsal and deck agree. It is
//! done by the estimate alone, without formulas drawn and pictures read, because an outline does without them too.

mod parts;
#[cfg(test)]
mod tests;

use super::estimate::{self, Known, Scale, Sizes};
use crate::deck::{Block, BlockKind, Deck, Inline, Layout, Slide, Slot};
use crate::theme::Theme;
use parts::{Cut, part};
use std::collections::BTreeSet;

/// Share of the room that a part may fill: the estimate is good to a few percent.
const MARGIN: f32 = 0.97;
/// A slide is split into so many parts at most; what is left stands on the last one.
const MOST: usize = 40;

/// Whether any slide of the deck may be split.
pub fn is_wanted(deck: &Deck) -> bool {
    deck.settings.auto_split || deck.slides.iter().any(|slide| asked(slide) == Some(true))
}

/// What a slide says of itself.
fn asked(slide: &Slide) -> Option<bool> {
    slide.attributes.get("auto-split").map(|value| !matches!(value.value.as_str(), "false" | "no" | "off" | "0"))
}

/// Splits the slides that are too full, where the talk or the slide asks for it.
pub fn deck(deck: &mut Deck, theme: &Theme) {
    let mut slides = Vec::with_capacity(deck.slides.len());
    let mut firsts = Vec::with_capacity(deck.slides.len());
    let mut ids: BTreeSet<String> = deck.slides.iter().map(|slide| slide.id.clone()).collect();
    let mut is_changed = false;
    for slide in &deck.slides {
        firsts.push(slides.len());
        let wanted = asked(slide).unwrap_or(deck.settings.auto_split) && may_split(slide);
        let cuts = if wanted { cuts(slide, deck, theme) } else { Vec::new() };
        if cuts.len() < 3 {
            slides.push(slide.clone());
            continue;
        }
        is_changed = true;
        slides.extend(parts_of(slide, &cuts, &mut ids));
    }
    if !is_changed {
        return;
    }
    let (mut counted, mut backup) = (0, 0);
    for slide in &mut slides {
        let count = if slide.backup { &mut backup } else { &mut counted };
        *count += 1;
        slide.number = if slide.backup { format!("A{count}") } else { count.to_string() };
    }
    for section in &mut deck.sections {
        section.first = firsts.get(section.first).copied().unwrap_or(section.first);
    }
    deck.slides = slides;
}

fn may_split(slide: &Slide) -> bool {
    matches!(
        slide.layout.value,
        Layout::Default | Layout::Code | Layout::Table | Layout::Formula | Layout::ImageLeft | Layout::ImageRight
    ) && slide.title.is_some()
}

/// Where the parts of a slide begin and where the last one ends; fewer than three when it stays whole.
fn cuts(slide: &Slide, deck: &Deck, theme: &Theme) -> Vec<Cut> {
    let sizes = Sizes::new();
    let (letters, scale) = (theme.metrics(), Scale::of(&theme.css));
    let known = Known { deck, drawn: None, pictures: None, sizes: &sizes, letters, scale };
    if estimate::excess(slide, known).is_none_or(|excess| excess.tall <= 0.0) {
        return Vec::new();
    }
    let body = slide.slot("body");
    let places = parts::places(body, slide.attributes.has_class("two-columns"));
    // The parts are to be read as well as other slides: at the size of the body, not at the smallest.
    let fits = |from: usize, to: usize, share: f32| {
        let trial = trial(slide, part(body, places[from], places[to]), to + 1 == places.len());
        let (needed, room) = estimate::needed(&trial, known, 1);
        needed <= room * MARGIN * share
    };
    let greedy = |share: f32| {
        let mut cuts = vec![0];
        let mut from = 0;
        while from + 1 < places.len() {
            let mut to = from + 1;
            if cuts.len() >= MOST {
                to = places.len() - 1;
            } else if fits(from, to, share) {
                // In doubling strides, then by halves: what a part costs depends on its own length only.
                let (mut stride, mut beyond) = (1, places.len());
                while to + stride < places.len() {
                    if !fits(from, to + stride, share) {
                        beyond = to + stride;
                        break;
                    }
                    to += stride;
                    stride *= 2;
                }
                while to + 1 < beyond {
                    let middle = (to + beyond) / 2;
                    if fits(from, middle, share) { to = middle } else { beyond = middle }
                }
            }
            cuts.push(to);
            from = to;
        }
        cuts
    };
    let mut best = greedy(1.0);
    // As many parts as needed, but about equally full.
    let (mut low, mut high) = (1.0 / best.len().max(1) as f32, 1.0_f32);
    for _ in 0..5 {
        let share = (low + high) / 2.0;
        let other = greedy(share);
        if other.len() <= best.len() {
            (best, high) = (other, share);
        } else {
            low = share;
        }
    }
    best.into_iter().map(|at| places[at]).collect()
}

/// The slide with these blocks only, for measuring.
fn trial(slide: &Slide, blocks: Vec<Block>, is_last: bool) -> Slide {
    let mut trial = Slide {
        layout: slide.layout.clone(),
        title: slide.title.clone(),
        attributes: slide.attributes.clone(),
        backgrounds: slide.backgrounds.clone(),
        footnotes: footnotes(slide, &blocks).1,
        ..Slide::default()
    };
    suffix(&mut trial, 9, 9);
    trial.slots = slots(slide, blocks, is_last);
    trial
}

/// The slots of a part: what stands beside the body on every one, the takeaway on the last.
fn slots(slide: &Slide, blocks: Vec<Block>, is_last: bool) -> Vec<Slot> {
    let mut blocks = Some(blocks);
    let own = slide.slots.iter().filter(|slot| slot.name != "takeaway" || is_last);
    own.map(|slot| match slot.name {
        "body" => Slot { name: slot.name, blocks: blocks.take().unwrap_or_default() },
        _ => slot.clone(),
    })
    .collect()
}

fn suffix(slide: &mut Slide, number: usize, count: usize) {
    if let Some(title) = &mut slide.title {
        title.content.push(Inline::Text(format!("\u{a0}({number}/{count})")));
    }
}

/// The parts as slides.
fn parts_of(slide: &Slide, cuts: &[Cut], ids: &mut BTreeSet<String>) -> Vec<Slide> {
    let count = cuts.len() - 1;
    let mut done = Vec::with_capacity(count);
    let mut notes = slide.notes.as_slice();
    let mut shared = 0;
    for (index, pair) in cuts.windows(2).enumerate() {
        let is_last = index + 1 == count;
        let blocks = part(slide.slot("body"), pair[0], pair[1]);
        let (numbers, footnotes) = footnotes(slide, &blocks);
        let mut own = Slide {
            footnotes,
            slots: slots(slide, blocks, is_last),
            notes: Vec::new(),
            part: Some((index as u16 + 1, count as u16)),
            ..slide.clone()
        };
        suffix(&mut own, index + 1, count);
        parts::footnotes(&mut own, &numbers);
        let points = parts::renumber(&mut own);
        // What is said before the next part's first step is said here.
        let last = points.iter().next_back().copied().unwrap_or(0);
        let mine = if is_last { notes.len() } else { notes.iter().take_while(|note| note.step <= last).count() };
        let (here, rest) = notes.split_at(mine);
        notes = rest;
        own.notes = here.to_vec();
        for note in &mut own.notes {
            note.step = points.iter().filter(|point| **point <= note.step).count() as u16;
        }
        if let Some(budget) = slide.budget {
            let until = (u64::from(budget) * (index as u64 + 1) / count as u64) as u32;
            own.budget = Some(until - shared);
            shared = until;
        }
        if index > 0 {
            own.attributes.id = None;
            own.id = free(&format!("{}-{}", slide.id, index + 1), ids);
        }
        done.push(own);
    }
    done
}

/// The id, or the first with another number behind it that nobody has.
fn free(id: &str, ids: &mut BTreeSet<String>) -> String {
    let mut own = id.to_owned();
    let mut number = 1;
    while !ids.insert(own.clone()) {
        number += 1;
        own = format!("{id}-{number}");
    }
    own
}

/// The footnotes that these blocks name, by their old numbers, in order.
fn footnotes(slide: &Slide, blocks: &[Block]) -> (Vec<u32>, Vec<Vec<Block>>) {
    if slide.footnotes.is_empty() {
        return (Vec::new(), Vec::new());
    }
    let mut numbers = Vec::new();
    parts::each_inline(blocks, &mut |inline| {
        if let Inline::Footnote(number) = inline
            && !numbers.contains(number)
        {
            numbers.push(*number);
        }
    });
    let named = numbers.iter().filter_map(|number| slide.footnotes.get((*number as usize).checked_sub(1)?));
    let named = named.cloned().collect();
    (numbers, named)
}

/// Whether a block stays with the one after it.
fn leads(block: &Block) -> bool {
    matches!(block.kind, BlockKind::Heading { .. })
}
