//! Layer 2: Markdown to deck. Parsing never fails: every fault is a diagnostic and the rest of the talk still stands.
//!
//! The way of a source: [`scanner`] cuts it into pieces, [`mask`] gives the Markdown parser a text it cannot misread,
//! [`reader`] turns that into tokens, [`builder`] into blocks with steps, [`slides`] into slides with ids and layouts.
//! Manual pages: `tests/spec/slides.md` and its neighbours.

mod attributes;
mod builder;
mod chart;
mod code_info;
mod directive;
mod front_matter;
mod html;
mod layout;
mod levels;
mod lines;
mod links;
mod mask;
mod notes;
mod parts;
mod reader;
mod regions;
mod room;
mod scanner;
mod slides;
mod suggest;
mod times;
mod typography;
mod words;
mod yaml;

pub use html::safe_address;
pub use scanner::{Piece, PieceKind, scan};
pub use suggest::nearest;

use crate::deck::{Aspect, Deck};
use crate::source::{FileId, Files, Report};

/// Reads the talk (source 0 of `files`) and what it includes.
pub fn talk(files: &Files) -> Report<Deck> {
    talk_for(files, None)
}

/// The same for a canvas that counts instead of the talk's own: how many references a slide takes depends on it.
pub fn talk_for(files: &Files, aspect: Option<Aspect>) -> Report<Deck> {
    let source = files.source(FileId(0));
    let mut report = Report::new();
    let mut part = report.keep(parts::read(files, &source));
    part.settings.aspect = aspect.unwrap_or(part.settings.aspect);
    let mut deck = report.keep(slides::assemble(part));
    report.keep(regions::fill(files, &mut deck));
    report.keep(times::check(&deck));
    report.keep(levels::project(files, &mut deck.settings.levels));
    report.diagnostics.sort_by_key(|finding| (finding.span.file, finding.span.start, finding.span.end));
    report.with(deck)
}
