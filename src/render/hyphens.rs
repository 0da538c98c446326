//! Soft hyphens in long words where text is narrow, so that every browser breaks them alike, with a dictionary or without. The
//! only door to the patterns of syllables. They are put in when a slide is written: ids, outline and search know nothing of
//! them. Manual page: `tests/spec/typography.md`.

use super::fit::Room;
use hypher::{Lang, hyphenate_bounded};

/// U+00AD: shown, as a hyphen, only where a line ends.
pub(crate) const SOFT: char = '\u{ad}';
/// Letters of the shortest word that is broken.
const LONG: usize = 10;
/// Letters that stay together on either side.
const SIDE: usize = 3;

/// A language whose syllables are known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Tongue(Lang);

impl Tongue {
    /// By its tag: `de-CH` is German.
    pub fn named(tag: &str) -> Option<Tongue> {
        Some(Tongue(match tag.split('-').next()?.to_ascii_lowercase().as_str() {
            "de" => Lang::German,
            "en" => Lang::English,
            "fr" => Lang::French,
            "it" => Lang::Italian,
            _ => return None,
        }))
    }

    /// Whether lines are so short that long words leave holes: below 24 em, in German, whose words are long, below 30.
    pub fn is_narrow(self, room: Room) -> bool {
        room.width < room.text * if self.0 == Lang::German { 30.0 } else { 24.0 }
    }

    /// The text with soft hyphens; `None` when no word takes any.
    pub fn soften(self, text: &str) -> Option<String> {
        let mut out = String::new();
        let mut done = 0;
        for token in text.split([' ', '\u{a0}', '\u{202f}', '\n', '\t']).filter(|token| token.len() >= LONG) {
            // The token's place in the text: it is a part of it.
            let start = token.as_ptr() as usize - text.as_ptr() as usize;
            for (at, word) in self.words(token) {
                let mut parts = hyphenate_bounded(word, self.0, SIDE, SIDE);
                let Some(first) = parts.next() else { continue };
                out.push_str(&text[done..start + at]);
                out.push_str(first);
                for part in parts {
                    out.push(SOFT);
                    out.push_str(part);
                }
                done = start + at + word.len();
            }
        }
        (done > 0).then(|| out + &text[done..])
    }

    /// The words of a token that may be broken, with their places. Addresses, file names, names in capitals and what has figures
    /// in it are none; nor are names outside German, where every noun has a capital.
    fn words(self, token: &str) -> impl Iterator<Item = (usize, &str)> {
        let is_mark = |c: char| !c.is_alphanumeric();
        let core = token.trim_matches(is_mark);
        let start = token.len() - token.trim_start_matches(is_mark).len();
        let is_plain = core.chars().all(|c| c.is_alphabetic() || matches!(c, '-' | '‑' | '’' | '\''));
        let pieces = core.split(['-', '‑', '’', '\'']).scan(start, move |at, piece| {
            let own = token[*at..].find(piece).map_or(*at, |more| *at + more);
            *at = own + piece.len();
            Some((own, piece))
        });
        pieces.filter(move |(_, word)| {
            let mut letters = word.chars();
            let has_capital = letters.next().is_some_and(char::is_uppercase);
            is_plain
                && word.chars().count() >= LONG
                && !letters.any(char::is_uppercase)
                && (!has_capital || self.0 == Lang::German)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn soft(text: &str, tag: &str) -> String {
        let tongue = Tongue::named(tag).unwrap();
        tongue.soften(text).unwrap_or_else(|| text.to_owned()).replace(SOFT, "|")
    }

    #[test]
    fn long_words_are_broken_between_syllables() {
        assert_eq!(soft("an internationalization of words", "en-GB"), "an inter|na|tion|al|iza|tion of words");
        assert_eq!(soft("Die (Donaudampfschifffahrt).", "de-CH"), "Die (Donau|dampf|schiff|fahrt).");
        assert_eq!(soft("l’administration", "fr"), "l’admi|nis|tra|tion");
        assert_eq!(soft("GPU-Programmierung", "de"), "GPU-Pro|gram|mie|rung");
    }

    #[test]
    fn addresses_names_and_short_words_stay_whole() {
        for text in [
            "https://example.org/internationalization",
            "snake_internationalization",
            "INTERNATIONALES",
            "Tschaikowskaja",
            "gpt4internationalization",
            "short",
        ] {
            assert_eq!(soft(text, "en"), text);
        }
        assert_eq!(Tongue::named("ja"), None);
    }

    #[test]
    fn nothing_but_soft_hyphens_is_added() {
        for text in [
            "",
            "  ",
            "--ää--",
            "Überraschungs\u{ad}paket",
            "a\u{a0}Wiederholungsprüfung\tb",
            "’’’’’’’’’’’’",
            "Straßenbahnhaltestelle-Straßenbahnhaltestelle",
        ] {
            assert_eq!(soft(text, "de").replace(['|', SOFT], ""), text.replace(SOFT, ""));
        }
    }
}
