//! What is not wrong with a talk, but is seen from the last row: contrast, small text, crowded slides, pictures too coarse or too
//! heavy, steps at which nothing happens. Manual page: `tests/spec/checks.md`.
//!
//! Pure functions over the deck, the theme and the pictures; only what needs a folder's list or the source's words asks
//! [`Files`]. `deckle check` calls them; building a deck does not.

mod contrast;
mod dense;
mod pictures;
mod placed;
mod small;
mod steps;
mod titles;
mod unused;
mod words;

use super::estimate::Scale;
use super::pictures::Pictures;
use crate::deck::{Deck, Layout, Slide};
use crate::source::{Diagnostic, Files, Span};
use crate::theme::Letters;

/// Everything that can be said about the look of a talk, in no order. `css` is the theme's style sheet and the talk's own.
pub fn check(files: &Files, deck: &Deck, css: &str, letters: &'static Letters, loaded: &Pictures) -> Vec<Diagnostic> {
    let mut found = contrast::check(deck, css, loaded);
    found.extend(small::check(deck, letters));
    found.extend(titles::check(deck, Scale::of(css), letters));
    found.extend(deck.slides.iter().flat_map(dense::check));
    found.extend(deck.slides.iter().flat_map(|slide| steps::check(files, slide)));
    found.extend(words::check(deck));
    found.extend(pictures::check(deck, letters, loaded));
    found.extend(unused::check(files, deck));
    found
}

/// Where a slide begins: its title, else its first block, else all of it.
fn place(slide: &Slide) -> Span {
    let first = || slide.slots.iter().flat_map(|slot| &slot.blocks).map(|block| block.span).min();
    slide.title.as_ref().map(|title| title.span).or_else(first).unwrap_or(slide.span)
}

/// Whether the slide has a title and a body like most others: no divider, no picture or sentence that speaks for itself.
fn is_content(slide: &Slide) -> bool {
    matches!(
        slide.layout.value,
        Layout::Default
            | Layout::TwoColumns
            | Layout::Comparison
            | Layout::Gallery
            | Layout::Timeline
            | Layout::ImageLeft
            | Layout::ImageRight
            | Layout::Code
            | Layout::Table
            | Layout::Formula
    )
}

/// `1 word`, `83 words`
fn count(number: usize, one: &str) -> String {
    if number == 1 { format!("1 {one}") } else { format!("{number} {one}s") }
}
