//! Deckle turns one Markdown talk into an HTML deck: read, parse, render, bundle, write.
//!
//! ```text
//!  files ──read──▶ Source ──parse──▶ Deck ──render──▶ Pages ──bundle──▶ Bundle ──write──▶ disk
//!                    │                ▲                  ▲
//!                    └ every byte     Theme              assets/page
//!                      has a place    (tokens, layouts)  assets/runtime
//!  beside the stream, in one direction too: Vec<Diagnostic>
//! ```
//!
//! A module uses only what stands before it here, which `tests/layers.rs` checks:
//!
//! | layer | module | what it is |
//! |---|---|---|
//! | 0 | [`source`] | files, places, diagnostics, reports |
//! | 1 | [`deck`] | what a talk is, plain data |
//! | 2 | [`parse`] | Markdown to deck |
//! | 3 | [`theme`] | how a talk looks |
//! | 4 | [`render`] | deck and theme to HTML |
//! | 5 | [`bundle`] | everything one file needs |
//! | 6 | [`live`] | the outside world moving: watcher, server, patches |
//! | 6 | [`export`] | a finished deck in an installed browser |
//! | 6 | [`rehearsal`] | runs of a talk: recorded, compared with the plan, suggested times |
//! | 7 | [`commands`], [`cli`] | one verb a file, and the flags |
#![warn(missing_docs)]

pub mod bundle;
pub mod cli;
pub mod commands;
pub mod deck;
pub mod export;
pub mod live;
pub mod parse;
pub mod rehearsal;
pub mod render;
pub mod source;
pub mod theme;

use bundle::{Apart, Bundle, Parts};
use deck::{Aspect, Color, Deck, Plan};
use render::worker::strangers::Strangers;
use render::{draw, pictures};
use source::{Files, Report, Span, Spanned};
use std::sync::Arc;
use theme::Theme;

/// What a build is asked for, beyond the talk itself.
#[derive(Clone, Debug)]
pub struct Options {
    /// A theme's name that counts instead of the talk's own.
    pub theme: Option<String>,
    /// A canvas that counts instead of the talk's own.
    pub aspect: Option<Aspect>,
    /// A colour set that is shown first instead of the talk's own.
    pub color: Option<Color>,
    /// Keep the speaker notes in the file.
    pub notes: bool,
    /// Name of the folder beside the deck for clips that are not embedded, such as `talk.media`.
    pub media_folder: String,
    /// Write into the page where each block stands in the source, for `deckle check --render` alone.
    pub places: bool,
    /// How formulas and code are drawn, and where the results are kept.
    pub draw: draw::Options,
    /// Say also what is not wrong, but does not look well.
    pub look: bool,
}

/// Id of each slide, and where it is written.
pub type Ids = Vec<(String, Span)>;

/// A finished deck.
#[derive(Debug)]
pub struct Built {
    /// The HTML file.
    pub bundle: Bundle,
    /// Number of slides.
    pub slides: usize,
    /// Id of each slide, and where it is written.
    pub ids: Ids,
}

/// Builds a talk: one file. `None` when the talk has no slide at all.
pub fn build(files: &Files, options: &Options) -> Report<Option<Built>> {
    let report = compose(files, options, bundle::pack);
    let built = report.value.map(|(bundle, ids)| Built { bundle, slides: ids.len(), ids });
    Report { value: built, diagnostics: report.diagnostics }
}

/// Builds a talk for a server: its parts. `None` when the talk has no slide at all.
pub fn build_apart(files: &Files, options: &Options) -> Report<Option<Apart>> {
    let report = compose(files, options, bundle::apart);
    Report { value: report.value.map(|(apart, _)| apart), diagnostics: report.diagnostics }
}

/// Reads a talk as every command sees it: parsed, and its overfull slides split where it asks for that.
pub fn talk(files: &Files) -> Report<Deck> {
    let mut report = Report::new();
    let mut deck = report.keep(parse::talk(files));
    report.keep(split(files, &mut deck));
    report.with(deck)
}

/// The talk's theme, in the families that the talk names.
fn themed(files: &Files, deck: &Deck) -> Report<Theme> {
    let mut report = Report::new();
    let mut theme = report.keep(theme::load(files, &deck.settings.theme, &pictures::address));
    report.keep(theme::talk::fonts(deck, &mut theme));
    report.with(theme)
}

/// Splits slides where the talk asks for that; gives the theme if it had to be known.
fn split(files: &Files, deck: &mut Deck) -> Report<Option<Theme>> {
    let mut report = Report::new();
    if !render::split::is_wanted(deck) {
        return report.with(None);
    }
    let theme = report.keep(themed(files, deck));
    render::split::deck(deck, &theme);
    report.with(Some(theme))
}

/// The whole program in one function: read, parse, draw, render, and `finish`. Also gives the number of slides.
fn compose<T>(
    files: &Files,
    options: &Options,
    finish: impl FnOnce(&Parts<'_>) -> Report<T>,
) -> Report<Option<(T, Ids)>> {
    let mut report = Report::new();
    let deck = report.keep(parse::talk_for(files, options.aspect));
    let levels = deck.settings.levels.clone();
    let value = report.keep(composed(files, options, deck, finish));
    levels.apply(&mut report.diagnostics);
    report.with(value)
}

/// [`compose`] from the deck on.
fn composed<T>(
    files: &Files,
    options: &Options,
    mut deck: Deck,
    finish: impl FnOnce(&Parts<'_>) -> Report<T>,
) -> Report<Option<(T, Ids)>> {
    let mut report = Report::new();
    if let Some(name) = &options.theme {
        deck.settings.theme = Spanned::new(name.clone(), Span::NOWHERE);
    }
    let theme = report.keep(split(files, &mut deck));
    // Before the notes go: their words are part of it, and the deck with them has the same times.
    let plan = Plan::of(&deck);
    if !options.notes {
        deck.slides.iter_mut().for_each(|slide| slide.notes.clear());
    }
    if deck.slides.is_empty() {
        return report.with(None);
    }
    // The workers start drawing while this process reads the theme and the pictures.
    let drawing = draw::begin(&deck, &options.draw);
    let mut theme = match theme {
        Some(theme) => theme,
        None => report.keep(themed(files, &deck)),
    };
    theme.layouts.set_apart(Arc::new(Strangers::new(&options.draw.program)));
    theme.manifest.settle(&mut deck.settings);
    deck.settings.aspect = options.aspect.unwrap_or(deck.settings.aspect);
    deck.settings.color = options.color.unwrap_or(deck.settings.color);
    let own_css = report.keep(theme::talk::sheet(files, &deck, &theme, &pictures::address));
    let mut pictures = report.keep(pictures::load(files, &deck));
    let css = theme.css.clone() + &own_css + &render::logos::css(&deck, &pictures);
    pictures.scrims = render::scrim::all(&deck, &css, theme.metrics(), &pictures, options.draw.cache.as_deref());
    let drawn = report.keep(drawing.finish());
    let shown = render::Options { notes: options.notes, places: options.places };
    let pages = report.keep(render::pages(&deck, &theme, &drawn, &pictures, &shown));
    if options.look {
        report.diagnostics.extend(render::look::check(files, &deck, &css, theme.metrics(), &pictures));
    }
    // A long talk's formulas and pictures are on the pages now; twice is enough.
    drop((drawn, pictures));
    let finished = report.keep(finish(&Parts {
        title: &pages.head.title,
        language: &pages.head.language,
        theme: &pages.head.theme,
        color: pages.head.color,
        aspect: pages.head.aspect,
        css: &css,
        faces: &theme.faces,
        plan: &plan,
        slides: pages.slides.iter().zip(&deck.slides).map(|(page, slide)| (page.html.as_str(), slide.span)).collect(),
        assets: &pages.assets,
        has_media: pages.head.has_media,
        media_folder: &options.media_folder,
        frames: &pages.frames,
        cache: options.draw.cache.as_deref(),
    }));
    let ids = deck.slides.into_iter().map(|slide| (slide.id, slide.span)).collect();
    report.with(Some((finished, ids)))
}
