//! Soft hyphens in long words where text is narrow, so that every browser breaks them alike, with a dictionary or without. The
//! only door to the patterns of syllables. They are put in when a slide is written: ids, outline and search know nothing of
//! them. Manual page: `tests/spec/typography.md`.

use hypher::{Lang, hyphenate_bounded};

/// U+00AD: shown, as a hyphen, only where a line ends.
pub(crate) const SOFT: char = '\u{ad}';
/// A language whose syllables are known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Tongue(Lang);

/// When words of a language are broken.
struct Manner {
    /// Lines shorter than this many em are narrow.
    narrow: f32,
    /// Letters of the shortest word that is broken.
    long: usize,
    /// Letters that stay together on either side.
    side: usize,
}

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

    /// German has long compounds, and readers who are used to hyphens. English words are short: on a slide a ragged edge is read
    /// more easily than `per-formance`, and a hyphen only helps where hardly two long words stand in a line.
    fn manner(self) -> Manner {
        match self.0 {
            Lang::German => Manner { narrow: 30.0, long: 10, side: 3 },
            Lang::English => Manner { narrow: 14.0, long: 12, side: 4 },
            _ => Manner { narrow: 20.0, long: 11, side: 3 },
        }
    }

    /// Whether lines of that many em are so short that long words leave holes.
    pub fn is_narrow(self, line: f32) -> bool {
        line < self.manner().narrow
    }

    /// The text with soft hyphens; `None` when no word takes any.
    pub fn soften(self, text: &str) -> Option<String> {
        let mut out = String::new();
        let mut done = 0;
        let Manner { long, side, .. } = self.manner();
        for token in text.split([' ', '\u{a0}', '\u{202f}', '\n', '\t']).filter(|token| token.len() >= long) {
            // The token's place in the text: it is a part of it.
            let start = token.as_ptr() as usize - text.as_ptr() as usize;
            for (at, word) in self.words(token, long) {
                let mut parts = hyphenate_bounded(word, self.0, side, side);
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
    fn words(self, token: &str, long: usize) -> impl Iterator<Item = (usize, &str)> {
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
                && word.chars().count() >= long
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
    fn english_words_are_broken_last() {
        for text in ["perspective and performance", "occupations", "evaluation", "Hyphenation", "observatory"] {
            assert_eq!(soft(text, "en"), text);
        }
        assert_eq!(soft("a multicultural city", "en"), "a multi|cul|tural city");
        let narrow = |tag: &str, em: f32| Tongue::named(tag).unwrap().is_narrow(em);
        assert_eq!(["en", "fr", "it", "de"].map(|tag| narrow(tag, 13.0)), [true; 4]);
        assert_eq!(["en", "fr", "it", "de"].map(|tag| narrow(tag, 18.0)), [false, true, true, true]);
        assert_eq!(["en", "fr", "it", "de"].map(|tag| narrow(tag, 25.0)), [false, false, false, true]);
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
