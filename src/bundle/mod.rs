//! Layer 5: everything one file needs: fonts, style sheets, runtime, pictures; written whole or not at all.
//!
//! [`pack`] makes the bytes of a deck from its slides, [`write()`] brings them to disk; [`apart()`] keeps the parts for a server. Manual page: `tests/spec/output.md`.

pub mod apart;
mod beside;
pub mod cache;
mod css;
mod document;
pub mod fonts;
pub mod glyphs;
mod inventory;
pub mod marks;
pub mod phone;
mod runtime;
mod style;
pub mod subset;
pub mod write;

pub use apart::{Apart, apart};
pub use beside::copy as copy_beside;
pub use write::{WriteError, Written, write};

use crate::deck::Plan;
use crate::render::assets::{Asset, Beside};
use crate::source::{Diagnostic, Report, Span};
use crate::theme::faces::{Faces, TEXT, TEXT_BOLD};
use document::Fill;
use inventory::Inventory;
use runtime::Extent;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// What a deck is packed from.
#[derive(Debug)]
pub struct Parts<'a> {
    /// Plain text for the window's title.
    pub title: &'a str,
    /// BCP 47 tag of the talk.
    pub language: &'a str,
    /// `data-theme`
    pub theme: &'a str,
    /// `data-color`: `auto`, `light` or `dark`.
    pub color: &'a str,
    /// `data-aspect`: `16:9`, `16:10` or `4:3`.
    pub aspect: &'a str,
    /// The theme's style sheet.
    pub css: &'a str,
    /// The theme's fonts.
    pub faces: &'a Faces,
    /// How long each slide may take, in the order of `slides`.
    pub plan: &'a Plan,
    /// The slides in order: HTML, and where each is written.
    pub slides: Vec<(&'a str, Span)>,
    /// The pictures and clips that slides name by `asset:HASH`.
    pub assets: &'a BTreeMap<String, Asset>,
    /// Whether a clip or a frame is on any slide.
    pub has_media: bool,
    /// Name of the folder beside the deck for clips that are not embedded.
    pub media_folder: &'a str,
    /// Where pages that a click loads come from, such as `https://example.org`.
    pub frames: &'a BTreeSet<String>,
    /// Where cut fonts are kept between builds, if anywhere.
    pub cache: Option<&'a Path>,
}

/// A deck as one file.
#[derive(Debug, Default)]
pub struct Bundle {
    /// The file.
    pub bytes: Vec<u8>,
    /// The faces in it, by file name, with their bytes as WOFF2.
    pub fonts: Vec<(String, usize)>,
    /// The clips that the deck looks for in its media folder, by name.
    pub beside: Vec<Beside>,
}

/// Packs a deck into one HTML document that needs nothing beside it. The same parts give the same bytes.
pub fn pack(parts: &Parts<'_>) -> Report<Bundle> {
    let mut report = Report::new();
    // Nothing else in a slide can look so: text is escaped.
    let notes = parts.slides.iter().any(|(html, _)| html.contains("<template class=\"notes\""));
    let script = runtime::script(parts.language, Extent::Deck { media: parts.has_media, notes });
    let early = runtime::early();
    let aspect = format!(" data-aspect=\"{}\"", parts.aspect);
    let html = parts.slides.iter().map(|(html, _)| *html).chain([document::TEMPLATE, &aspect]);
    let inventory = Inventory::new([&early, &script], html);
    let sheets = style::Kept::new(parts.cache);
    let style = |has_math| sheets.sheet(parts.css, has_math, parts.has_media, &inventory);
    let bare = style(false);
    let needs = needs(parts, &bare);
    let mut style = if needs.has_math { style(true) } else { bare };
    let cache = fonts::cache(parts.cache);
    let fonts = fonts::embed(needs, parts.faces, &cache).unwrap_or_else(|words| {
        let message = format!("the fonts cannot be embedded: {words}");
        let error = Diagnostic::error("font-broken", message, Span::default());
        report.say(error.hint("the deck uses the fonts of the machine it is shown on; please report this"));
        fonts::Fonts::default()
    });
    report_missing(&fonts.missing, parts, &mut report);
    fonts::write_css(&fonts, &mut style);
    let policy = policy(&[&early, &script], &Sources::of(parts));
    let plan = attributes(&plan_data(parts.plan));
    let generator = concat!("Deckle ", env!("CARGO_PKG_VERSION"));
    let fills = BTreeMap::from([
        ("title", Fill::Words(parts.title)),
        ("language", Fill::Words(parts.language)),
        ("theme", Fill::Words(parts.theme)),
        ("color", Fill::Words(parts.color)),
        ("aspect", Fill::Words(parts.aspect)),
        ("generator", Fill::Words(generator)),
        ("policy", Fill::Raw(&policy)),
        ("early", Fill::Raw(&early)),
        ("style", Fill::Raw(&style)),
        ("plan", Fill::Raw(&plan)),
        ("slides", Fill::Slides(parts.slides.iter().map(|(html, _)| *html).collect())),
        ("script", Fill::Raw(&script)),
    ]);
    let bytes = document::write(&fills, parts.assets, parts.media_folder);
    let fonts = fonts.faces.iter().map(|embedded| (embedded.face.file.to_string(), embedded.bytes.len())).collect();
    let mut beside: Vec<Beside> = parts.assets.values().filter_map(|asset| asset.beside.clone()).collect();
    beside.sort_by(|one, other| one.name.cmp(&other.name));
    report.with(Bundle { bytes, fonts, beside })
}

/// The plan as data of the element around the slides, in seconds: `plan` slide by slide, `duration` the slot and
/// `questions` the part of it kept free, both only if the talk says so.
fn plan_data(plan: &Plan) -> Vec<(&'static str, String)> {
    let seconds: Vec<String> = plan.slides.iter().map(|slide| slide.seconds.to_string()).collect();
    let mut data = vec![("plan", seconds.join(" "))];
    for (name, time) in [("duration", plan.slot), ("questions", plan.questions)] {
        data.extend(time.map(|time| (name, time.to_string())));
    }
    data
}

/// Data as attributes; names and values are ours and need no escape.
fn attributes(data: &[(&'static str, String)]) -> String {
    data.iter().map(|(name, value)| format!(" data-{name}=\"{value}\"")).collect()
}

/// Where a page may get what it shows.
struct Sources<'a> {
    /// Clips, such as ` data:`; empty when there are none.
    media: String,
    /// Frames.
    frames: &'a BTreeSet<String>,
    /// Whether its own server sends pictures, fonts and messages.
    server: bool,
}

impl Sources<'_> {
    /// Those of a deck that is a file.
    fn of<'a>(parts: &'a Parts<'_>) -> Sources<'a> {
        let clips = || parts.assets.values().filter(|asset| asset.is_clip());
        let mut media = String::new();
        media.push_str(if clips().any(|clip| clip.beside.is_none()) { " data:" } else { "" });
        media.push_str(if clips().any(|clip| clip.beside.is_some()) { " 'self'" } else { "" });
        Sources { media, frames: parts.frames, server: false }
    }
}

/// Only our scripts run, only what is in the file is shown, nothing is asked for. Clips, their folder and frames are let in
/// only where the deck has some, frames only from the very hosts that the talk names.
fn policy(scripts: &[&str], sources: &Sources<'_>) -> String {
    let hashes: Vec<String> = scripts.iter().map(|script| format!("'{}'", runtime::hash(script))).collect();
    let own = if sources.server { " 'self'" } else { "" };
    let mut policy = format!(
        "default-src 'none'; script-src {}; style-src 'unsafe-inline'; img-src data:{own}; font-src data:{own}",
        hashes.join(" ")
    );
    if sources.server {
        policy.push_str("; connect-src 'self'");
    }
    if !sources.media.is_empty() {
        policy.push_str("; media-src");
        policy.push_str(&sources.media);
    }
    if !sources.frames.is_empty() {
        policy.push_str("; frame-src");
        sources.frames.iter().for_each(|frame| policy.extend([" ", frame]));
    }
    policy.push_str("; base-uri 'none'; form-action 'none'");
    policy
}

/// Which characters each face must have: those of the slides and of the style sheets. The interface is drawn in the machine's own.
fn needs(parts: &Parts<'_>, css: &str) -> glyphs::Needs {
    let mut marks = marks::Marks::default();
    marks.add(css);
    let mut needs = glyphs::Needs::default();
    for (html, _) in &parts.slides {
        needs.read(html, &marks);
    }
    let marked = marks.characters.iter().copied().filter(|c| !c.is_ascii());
    for character in marked {
        needs.add(TEXT, character);
        needs.add(TEXT_BOLD, character);
    }
    needs
}

/// One note for all characters that no face has, at the first slide that uses one.
fn report_missing(missing: &BTreeSet<char>, parts: &Parts<'_>, report: &mut Report<()>) {
    if missing.is_empty() {
        return;
    }
    let place = parts.slides.iter().find(|(html, _)| html.contains(|c| missing.contains(&c))).map(|(_, span)| *span);
    // Written as a reference the character is not found in the text; style sheets have no place in the talk.
    let Some(place) = place.or(parts.slides.first().map(|(_, span)| *span)) else { return };
    let named: Vec<String> = missing.iter().take(12).map(|c| format!("`{c}` (U+{:04X})", u32::from(*c))).collect();
    let more = match missing.len() - named.len() {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let message = format!("the deck's fonts have no {}{more}", named.join(", "));
    let note =
        Diagnostic::note("glyph-missing", message, Span::new(place.file, place.start as usize, place.start as usize));
    report.say(
        note.hint("each machine draws them with a font of its own; check them on the machine you will present with"),
    );
}

#[cfg(test)]
mod tests;
