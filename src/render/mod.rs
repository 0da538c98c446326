//! Layer 4: deck and theme to HTML, pure and deterministic.
//!
//! [`draw`] and [`pictures`] prepare what takes long or comes from files; [`pages`] then writes one page a slide.
//! A page depends on its slide and on what the deck says of all of them (the count, the sections), on nothing else.
//! Manual pages: `tests/spec/blocks.md`, `tests/spec/fit.md`.

pub mod assets;
pub mod cache;
pub mod chart;
pub mod code;
pub mod diagram;
pub mod draw;
mod estimate;
mod fit;
mod fit_table;
mod html;
mod hyphens;
mod letters;
pub mod logos;
pub mod look;
pub mod math;
mod measure;
pub mod media;
pub mod memory;
pub mod metadata;
mod page;
mod paint;
pub mod pictures;
pub(crate) mod qr;
pub mod scrim;
pub mod split;
pub mod svg;
pub mod worker;

#[cfg(test)]
mod tests;

use crate::deck::{Aspect, Color, Deck};
use crate::source::Report;
use crate::theme::Theme;
use assets::Assets;
use draw::Drawn;
use pictures::Pictures;
use std::collections::BTreeSet;

/// What the person at the command line wants on the pages.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// Keep the speaker notes. Without it the pages hold no byte of them.
    pub notes: bool,
    /// Write the place of each block in the source as `data-at`.
    pub places: bool,
}

/// One slide as HTML.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// The slide's id.
    pub id: String,
    /// `<section class="slide …">…</section>`
    pub html: String,
}

/// What the document around the slides says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Head {
    /// The talk's title, plain text.
    pub title: String,
    /// Language tag.
    pub language: String,
    /// The theme's name.
    pub theme: String,
    /// `auto`, `light` or `dark`.
    pub color: &'static str,
    /// `16:9`, `16:10` or `4:3`.
    pub aspect: &'static str,
    /// Whether a formula is on any page.
    pub has_math: bool,
    /// Whether a clip or a frame is on any page.
    pub has_media: bool,
}

/// The whole talk as HTML.
#[derive(Clone, Debug, Default)]
pub struct Pages {
    /// The slides in order.
    pub slides: Vec<Page>,
    /// For the document around them.
    pub head: Head,
    /// The pictures that the pages name as `asset:HASH`, and no others.
    pub assets: Assets,
    /// Where the pages that may be loaded after a click come from, such as `https://example.org`.
    pub frames: BTreeSet<String>,
}

/// Writes every slide of the deck in the theme's layouts.
pub fn pages(deck: &Deck, theme: &Theme, drawn: &Drawn, pictures: &Pictures, options: &Options) -> Report<Pages> {
    let mut html = html::Html::new(deck, drawn, pictures);
    html.places = options.places;
    let talk = page::talk(&mut html, theme);
    let mut faults = BTreeSet::new();
    let mut slides = Vec::with_capacity(deck.slides.len());
    for slide in &deck.slides {
        let (page, fault) = page::page(&mut html, slide, theme, &talk, options);
        // A mistake in a layout is one mistake, however many slides use it.
        if let Some(fault) = fault.filter(|fault| faults.insert(fault.clone())) {
            html.found.push(fault.diagnostic(slide.layout.span));
        }
        slides.push(page);
    }
    page::keep_photo(&mut html, &slides);
    let head = head(deck, theme, &html);
    Report { value: Pages { slides, head, assets: html.assets, frames: html.frames }, diagnostics: html.found }
}

fn head(deck: &Deck, theme: &Theme, html: &html::Html<'_>) -> Head {
    let settings = &deck.settings;
    let title = match settings.title.as_str() {
        "" => deck.slides.first().map(|slide| slide.title_text()).unwrap_or_default(),
        title => title.to_owned(),
    };
    let color = match settings.color {
        Color::Auto => "auto",
        Color::Light => "light",
        Color::Dark => "dark",
    };
    let aspect = match settings.aspect {
        Aspect::Wide => "16:9",
        Aspect::Office => "16:10",
        Aspect::Classic => "4:3",
    };
    Head {
        title,
        language: page::language(deck, None).to_owned(),
        theme: theme.name.clone(),
        color,
        aspect,
        has_math: html.has_math,
        has_media: html.has_media,
    }
}
