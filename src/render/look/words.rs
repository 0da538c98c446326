//! `todo-shown`: words that were meant to be replaced, and stand on a slide.

use crate::deck::Deck;
use crate::render::paint;
use crate::source::Diagnostic;

/// Words that stand for themselves only in a draft; letters as written.
const MARKS: [&str; 4] = ["TODO", "FIXME", "XXX", "TBD"];

pub(super) fn check(deck: &Deck) -> Vec<Diagnostic> {
    let mut found: Vec<Diagnostic> = Vec::new();
    for slide in &deck.slides {
        paint::runs(slide, &mut |run| {
            let Some(word) = left(run.text) else { return };
            let message = format!("`{word}` stands on the slide, for everybody to see");
            let note = Diagnostic::note("todo-shown", message, run.span);
            let note = note.hint("write what belongs there; a reminder for yourself is `<!-- TODO: … -->`");
            if found.last() != Some(&note) {
                found.push(note);
            }
        });
    }
    found
}

/// What of a text looks like a draft.
fn left(text: &str) -> Option<&str> {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let mark = words.into_iter().find(|word| MARKS.contains(word));
    let lorem = || text.to_lowercase().contains("lorem ipsum").then_some("Lorem ipsum");
    mark.or_else(|| text.contains("???").then_some("???")).or_else(lorem)
}

#[cfg(test)]
mod tests {
    use super::left;

    #[test]
    fn drafts_are_words_of_their_own() {
        for (text, word) in [
            ("TODO: a figure", Some("TODO")),
            ("by 20XXX", None),
            ("really???", Some("???")),
            ("lorem Ipsum dolor", Some("Lorem ipsum")),
            ("todo lists", None),
        ] {
            assert_eq!(left(text), word, "{text}");
        }
    }
}
