//! Whether an edited source is the same talk with other times. Manual page: `tests/spec/rehearse.md`, "Suggested times".

use crate::deck::Deck;
use crate::source::{Files, Source, Span};
use std::path::Path;

/// Whether `text` in place of the source gives the slides at these places these times, and changes nothing else. Places are those in
/// the source.
pub fn is_same_but(source: &Source, text: &str, times: &[(Span, u32)]) -> bool {
    let (before, after) = (parsed(source, &source.text), parsed(source, text));
    if before.slides.len() != after.slides.len() {
        return false;
    }
    let at = |span: &Span| {
        before
            .slides
            .iter()
            .position(|slide| (slide.span.file.0, slide.span.start, slide.span.end) == (0, span.start, span.end))
    };
    let mut budgets: Vec<Option<u32>> = before.slides.iter().map(|slide| slide.budget).collect();
    for (span, seconds) in times {
        match at(span) {
            Some(index) => budgets[index] = Some(*seconds),
            // A condition or an include hides it here, so that nobody can tell.
            None => return false,
        }
    }
    after.slides.iter().map(|slide| slide.budget).eq(budgets) && without_times(before) == without_times(after)
}

/// The file read as a talk of its own; what it includes is read from the disk.
fn parsed(source: &Source, text: &str) -> Deck {
    let folder = source.path.parent().unwrap_or(Path::new("."));
    let name = source.path.file_name().unwrap_or_default().to_string_lossy();
    crate::parse::talk(&Files::from_text(folder, &name, text)).value
}

/// Everything that a deck holds, as text, without times and without places, which every edit moves.
pub fn without_times(mut deck: Deck) -> String {
    deck.sections.iter_mut().for_each(|section| section.budget = None);
    for slide in &mut deck.slides {
        slide.budget = None;
        slide.attributes.pairs.retain(|(key, _)| key.value != "time");
    }
    let all = format!("{deck:?}");
    let mut out = String::with_capacity(all.len());
    let mut rest = all.as_str();
    while let Some((before, after)) = rest.split_once("Span { file: FileId(") {
        out.push_str(before);
        rest = after.split_once('}').map_or("", |(_, after)| after);
    }
    out + rest
}
