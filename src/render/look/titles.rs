//! `title-long`, `title-missing` and `title-duplicate`.

use super::{is_content, place};
use crate::deck::{Deck, Layout, Slide};
use crate::render::estimate::Scale;
use crate::render::fit::Room;
use crate::render::measure;
use crate::source::Diagnostic;
use crate::theme::Letters;
use std::collections::BTreeMap;

pub(super) fn check(deck: &Deck, scale: Scale, letters: &'static Letters) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut first: BTreeMap<String, &Slide> = BTreeMap::new();
    for slide in &deck.slides {
        found.extend(too_long(deck, slide, scale, letters));
        let title = slide.title_text();
        let title = title.trim();
        if is_content(slide) && title.is_empty() && slide.backgrounds.is_empty() {
            let note = Diagnostic::note("title-missing", "this slide has no title", place(slide));
            found.push(note.hint(
                "say in a sentence what it shows: `## …`; the overview and those who cannot see it go by the title",
            ));
        }
        if !is_content(slide) || title.is_empty() {
            continue;
        }
        match first.get(title) {
            Some(other) => {
                let message = format!("slide {} has the title of slide {}", slide.number, other.number);
                let note = Diagnostic::note("title-duplicate", message, place(slide))
                    .also(place(other), "here for the first time");
                found.push(note.hint("say what is new on this one"));
            }
            None => _ = first.insert(title.to_owned(), slide),
        }
    }
    found
}

/// Size of the title in px, what its layout leaves of the width, and the lines it may have.
fn setting(deck: &Deck, slide: &Slide, scale: Scale, letters: &'static Letters) -> Option<(f32, f32, f32)> {
    let width = deck.settings.aspect.size().0 as f32;
    match slide.layout.value {
        Layout::Title => Some((scale.display, width - 128.0, 3.0)),
        Layout::Section => Some((scale.section, width - 128.0, 2.0)),
        // A sentence or a number is all there is, and may take the room.
        Layout::Statement | Layout::BigNumber | Layout::Questions => None,
        _ => Some((scale.title, Room::body(deck, slide, letters).width, 2.0)),
    }
}

fn too_long(deck: &Deck, slide: &Slide, scale: Scale, letters: &'static Letters) -> Option<Diagnostic> {
    let title = slide.title.as_ref()?;
    let (size, width, most) = setting(deck, slide, scale, letters)?;
    let lines = measure::lines(&title.content, true, width, size, letters);
    let signs = slide.title_text().chars().count();
    let fitting = signs as f32 * most / lines;
    (lines > most).then(|| {
        let message = format!(
            "this title takes {lines} lines and may take {most}: of its {signs} letters about {fitting:.0} fit"
        );
        Diagnostic::warning("title-long", message, title.span)
            .hint("one assertion, shortened; the details belong on the slide")
    })
}
