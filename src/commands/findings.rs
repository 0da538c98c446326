//! All diagnostics of one run, in the order in which they are shown, with their lines and columns.

use super::draw;
use crate::source::{Diagnostic, FileId, Level, Place, Source, Span};
use std::sync::Arc;

/// Diagnostics sorted by file and place, identical ones once.
pub struct Findings {
    /// The sources that spans point into; may be empty.
    pub sources: Vec<Arc<Source>>,
    /// What was found.
    pub list: Vec<Found>,
}

/// A diagnostic and where people find it.
pub struct Found {
    /// The diagnostic.
    pub diagnostic: Diagnostic,
    /// Where it begins and ends, if it has a place.
    pub place: Option<(Place, Place)>,
}

impl Findings {
    /// Sorts, drops what was said before, and looks up lines and columns.
    pub fn new(sources: Vec<Arc<Source>>, mut diagnostics: Vec<Diagnostic>) -> Findings {
        let order = |one: &Diagnostic| (one.span, std::cmp::Reverse(one.level), one.code);
        diagnostics.sort_by(|one, other| order(one).cmp(&order(other)).then_with(|| one.message.cmp(&other.message)));
        diagnostics.dedup();
        let mut last = None;
        let list = diagnostics
            .into_iter()
            .map(|diagnostic| Found { place: places(&sources, diagnostic.span, &mut last), diagnostic })
            .collect();
        Findings { sources, list }
    }

    /// How many there are of a level.
    pub fn count(&self, level: Level) -> usize {
        self.list.iter().filter(|found| found.diagnostic.level == level).count()
    }

    /// The source a span lies in.
    pub fn source(&self, span: Span) -> Option<&Arc<Source>> {
        self.sources.get(usize::from(span.file.0))
    }

    /// The drawing for people, with the summary; empty if nothing was found.
    pub fn drawn(&self) -> String {
        draw::drawing(self)
    }

    /// `2 errors, 1 warning in talk.md`; nothing if nothing was found or there is no talk.
    pub fn summary(&self) -> Option<String> {
        let name = &self.sources.first()?.shown;
        let part = |level, one: &str| match self.count(level) {
            0 => None,
            1 => Some(format!("1 {one}")),
            many => Some(format!("{many} {one}s")),
        };
        let parts = [part(Level::Error, "error"), part(Level::Warning, "warning"), part(Level::Note, "note")];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        (!parts.is_empty()).then(|| format!("{} in {name}", parts.join(", ")))
    }
}

/// Start and end of a span. `last` is the offset and place of the span before, in order: a line of many megabytes with
/// many findings is counted through once, not once a finding.
fn places(sources: &[Arc<Source>], span: Span, last: &mut Option<(FileId, u32, Place)>) -> Option<(Place, Place)> {
    let source = sources.get(usize::from(span.file.0))?;
    let known = last.filter(|(file, offset, _)| *file == span.file && *offset <= span.start);
    let start = known.map_or_else(|| source.place(span.start), |(_, offset, place)| onward(source, offset, place, span.start));
    *last = Some((span.file, span.start, start));
    Some((start, onward(source, span.start, start, span.end)))
}

/// The place of `offset`, when the place of an earlier offset is known.
fn onward(source: &Source, from: u32, place: Place, offset: u32) -> Place {
    let next_line = source.line_starts.get(place.line as usize);
    match source.text.get(from as usize..offset as usize) {
        Some(between) if next_line.is_none_or(|start| offset < *start) => {
            Place { line: place.line, column: place.column.saturating_add(u32::try_from(between.chars().count()).unwrap_or(u32::MAX)) }
        }
        _ => source.place(offset),
    }
}
