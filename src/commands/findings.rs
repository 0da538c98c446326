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

    /// Adds one that has no place.
    pub fn add(&mut self, diagnostic: Diagnostic) {
        self.list.push(Found { diagnostic, place: None });
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
        // What has no place is not in the talk.
        let placed = self.list.iter().any(|found| found.place.is_some());
        (!parts.is_empty() && placed).then(|| format!("{} in {name}", parts.join(", ")))
    }
}

/// Start and end of a span. `last` is the offset and place of the span before, in order: a line of many megabytes with
/// many findings is counted through once, not once a finding.
fn places(sources: &[Arc<Source>], span: Span, last: &mut Option<(FileId, u32, Place)>) -> Option<(Place, Place)> {
    let source = sources.get(usize::from(span.file.0))?;
    let known = last.filter(|(file, offset, _)| *file == span.file && *offset <= span.start);
    let start =
        known.map_or_else(|| source.place(span.start), |(_, offset, place)| onward(source, offset, place, span.start));
    *last = Some((span.file, span.start, start));
    Some((start, onward(source, span.start, start, span.end)))
}

/// The place of `offset`, when the place of an earlier offset is known.
fn onward(source: &Source, from: u32, place: Place, offset: u32) -> Place {
    let next_line = source.line_starts.get(place.line as usize);
    match source.text.get(from as usize..offset as usize) {
        Some(between) if next_line.is_none_or(|start| offset < *start) => Place {
            line: place.line,
            column: place.column.saturating_add(u32::try_from(between.chars().count()).unwrap_or(u32::MAX)),
        },
        _ => source.place(offset),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commands::{json, sarif, short};
    use proptest::prelude::*;

    proptest! {
        /// Any text, any places, inside characters and past the end: every form is written, and lines are counted the same way.
        #[test]
        fn every_form_stands_any_place(
            text in "(\\PC|\n|\r|\t|\u{0}|\u{202e}|ü|日|👩‍🔬){0,60}",
            spans in prop::collection::vec((0u16..3, 0u32..300, 0u32..300), 0..8),
        ) {
            let source = Arc::new(Source::new(FileId(0), "talk.md".into(), "talk.md".into(), text.as_str().into()));
            let diagnostics = spans.iter().map(|(file, start, end)| {
                let span = Span { file: FileId(*file), start: *start, end: *end };
                Diagnostic::error("code", "message", span).label("here").hint("do").also(span, "there")
            });
            let findings = Findings::new(vec![source.clone()], diagnostics.collect());
            let drawn = findings.drawn();
            prop_assert!(!drawn.contains(['\0', '\u{202e}']), "drawn: {}", drawn);
            prop_assert!(short::lines(&findings).lines().count() == findings.list.len());
            prop_assert!(serde_json::from_str::<serde_json::Value>(&json::array(&findings)).is_ok());
            prop_assert!(serde_json::from_str::<serde_json::Value>(&sarif::log(&findings)).is_ok());
            for found in &findings.list {
                if let Some((start, _)) = found.place {
                    prop_assert_eq!(start, source.place(found.diagnostic.span.start));
                }
            }
        }
    }
}
