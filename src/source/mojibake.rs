//! Text that was decoded twice: UTF-8 once taken for Windows-1252 (`JÃ¼rgen`) or Mac Roman (`J√ºrgen`).
//! Manual page: `tests/spec/files.md`.

use super::tables::{to_mac_roman, to_windows_1252};
use super::{Diagnostic, Source, Span};
use std::ops::Range;

/// At most so many places are told one by one; a file that is wrong all over gets one sentence more.
const PLACES: usize = 20;

/// Which wrong table made it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Table {
    Windows,
    Mac,
}

/// One character that became two to four.
struct Find {
    table: Table,
    range: Range<usize>,
    letter: char,
    /// Sure by itself; the others count only in a file that has a sure one.
    sure: bool,
}

/// A warning for every word that was decoded twice, with the spelling it had before.
///
/// Clean text gives nothing: a find must be one that no language writes, or stand in a file that has such a one.
pub fn mojibake(source: &Source) -> Vec<Diagnostic> {
    let text: &str = &source.text;
    let mut finds = finds(text);
    let proven = |table| finds.iter().any(|find: &Find| find.sure && find.table == table);
    let (windows, mac) = (proven(Table::Windows), proven(Table::Mac));
    finds.retain(|find| match find.table {
        Table::Windows => windows,
        Table::Mac => mac,
    });
    let words = words(text, &finds);
    let mut found: Vec<Diagnostic> = words.iter().take(PLACES).map(|word| warning(source, word)).collect();
    if let Some(next) = words.get(PLACES) {
        found.push(many(source, next, words.len() - PLACES));
    }
    found
}

struct Word {
    table: Table,
    range: Range<usize>,
    repaired: String,
}

fn warning(source: &Source, word: &Word) -> Diagnostic {
    let span = Span::new(source.id, word.range.start, word.range.end);
    let hint = if word.repaired.is_empty() {
        "delete it; it was a byte-order mark".to_owned()
    } else {
        format!("it should read `{}`", word.repaired)
    };
    Diagnostic::warning("mojibake", format!("`{}` was decoded twice", &source.text[word.range.clone()]), span)
        .hint(hint)
}

fn many(source: &Source, next: &Word, count: usize) -> Diagnostic {
    let table = match next.table {
        Table::Windows => "WINDOWS-1252",
        Table::Mac => "MACINTOSH",
    };
    let span = Span::new(source.id, next.range.start, next.range.end);
    Diagnostic::warning("mojibake", format!("{count} more places in this file were decoded twice"), span).hint(format!(
        "repair the whole file: `iconv -f UTF-8 -t {table} {0} -o repaired.md`, then look at the result",
        source.shown
    ))
}

/// Joins the finds of one word and reads the word anew.
fn words(text: &str, finds: &[Find]) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    for find in finds {
        let start = find.range.start - before(text, find.range.start).map(char::len_utf8).sum::<usize>();
        let tail: usize =
            text[find.range.end..].chars().take_while(|letter| letter.is_alphanumeric()).map(char::len_utf8).sum();
        match words.last_mut().filter(|word| word.range.end >= find.range.start) {
            Some(word) => {
                // The letters after the last find of this word were taken as they stand: take back what this find repairs.
                let known = text[find.range.start..word.range.end].len();
                word.repaired.truncate(word.repaired.len() - known);
                word.repaired.push(find.letter);
                word.range.end = find.range.end + tail;
            }
            None => {
                let repaired = format!("{}{}", &text[start..find.range.start], find.letter);
                words.push(Word { table: find.table, range: start..find.range.end + tail, repaired });
            }
        }
        if let Some(word) = words.last_mut() {
            word.repaired.push_str(&text[find.range.end..find.range.end + tail]);
        }
    }
    for word in &mut words {
        word.repaired.retain(|letter| letter != '\u{FEFF}');
    }
    words
}

fn before(text: &str, offset: usize) -> impl Iterator<Item = char> {
    text[..offset].chars().rev().take_while(|letter| letter.is_alphanumeric())
}

fn finds(text: &str) -> Vec<Find> {
    let mut finds = Vec::new();
    let mut at = 0;
    while let Some(step) = text.as_bytes()[at..].iter().position(|byte| !byte.is_ascii()) {
        at += step;
        match find(text, at) {
            Some(find) => {
                at = find.range.end;
                finds.push(find);
            }
            None => at += text[at..].chars().next().map_or(1, char::len_utf8),
        }
    }
    finds
}

fn find(text: &str, start: usize) -> Option<Find> {
    let windows =
        undo(text, start, to_windows_1252).filter(|(letter, end)| windows_plausible(text, *letter, start..*end));
    if let Some((letter, end)) = windows {
        return Some(Find {
            table: Table::Windows,
            range: start..end,
            letter,
            sure: windows_sure(text, letter, start..end),
        });
    }
    let (letter, end) = undo(text, start, to_mac_roman).filter(|(letter, _)| plausible(*letter))?;
    Some(Find { table: Table::Mac, range: start..end, letter, sure: mac_sure(text, letter, start..end) })
}

/// The character that the two to four at `start` were, if their bytes are one in UTF-8, and where they end.
fn undo(text: &str, start: usize, byte_of: fn(char) -> Option<u8>) -> Option<(char, usize)> {
    let mut bytes = [0u8; 4];
    let mut end = start;
    let mut length = 4;
    for (index, letter) in text[start..].chars().take(4).enumerate() {
        bytes[index] = byte_of(letter)?;
        end += letter.len_utf8();
        if index == 0 {
            length = match bytes[0] {
                0xC2..=0xDF => 2,
                0xE0..=0xEF => 3,
                0xF0..=0xF4 => 4,
                _ => return None,
            };
        }
        if index + 1 == length {
            let letter = std::str::from_utf8(&bytes[..length]).ok()?.chars().next()?;
            return Some((letter, end));
        }
    }
    None
}

/// Letters, and the signs that typography and talks use.
fn plausible(letter: char) -> bool {
    letter.is_alphabetic()
        || matches!(letter, '\u{A0}'..='\u{BF}' | '×' | '÷' | '\u{2009}'..='\u{206F}' | '\u{20A0}'..='\u{2BFF}' | '\u{FE0F}' | '\u{FEFF}' | '\u{1F000}'..='\u{1FAFF}')
}

/// A capital with an accent before a quote or a dash is plain text („Ä“), not the half of something.
fn windows_plausible(text: &str, letter: char, range: Range<usize>) -> bool {
    let lead = text[range.clone()].chars().next().unwrap_or(' ');
    let inside_word = before(text, range.start).next().is_some_and(char::is_alphabetic);
    plausible(letter) && (matches!(lead, 'Ã' | 'Â' | 'â' | 'ð' | 'ï') || inside_word)
}

fn windows_sure(text: &str, letter: char, range: Range<usize>) -> bool {
    let mut parts = text[range.clone()].chars();
    match (parts.next(), parts.next()) {
        (Some('Ã'), Some(second)) => {
            let lower_before = before(text, range.start).next().is_some_and(char::is_lowercase);
            let letter_after = text[range.end..].chars().next().is_some_and(char::is_alphabetic);
            // `MAÇÔ` ends a Portuguese word and its quotation.
            let sign = second.is_whitespace() || "‚„…‹›«»‘’“”•–—".contains(second);
            letter.is_alphabetic() && (!sign || lower_before || letter_after)
        }
        (Some('â'), Some(second)) => second == '€' || letter == '€',
        (Some('ð'), Some(second)) => second == 'Ÿ',
        (Some('ï'), Some('»')) => letter == '\u{FEFF}',
        _ => false,
    }
}

fn mac_sure(text: &str, letter: char, range: Range<usize>) -> bool {
    let mut parts = text[range.clone()].chars();
    match (parts.next(), parts.next()) {
        (Some('√'), Some(second)) => {
            let letters = |part: char| part.is_ascii_alphabetic();
            let around = before(text, range.start).take_while(|part| letters(*part)).count()
                + text[range.end..].chars().take_while(|part| letters(*part)).count();
            // `√π` and `√∂x` are mathematics; only inside a word are they a letter.
            let mathematical = "∞±≤≥µ∂∑∏π∫Ω≠".contains(second);
            letter.is_alphabetic() && around >= if mathematical { 3 } else { 1 }
        }
        (Some('‚'), Some('Ä')) => !letter.is_alphabetic(),
        (Some('\u{F8FF}'), Some('ü')) => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::FileId;

    fn repairs(text: &str) -> Vec<(String, String)> {
        let source = Source::new(FileId(0), "talk.md".into(), "talk.md".into(), text.into());
        let word = |found: &Diagnostic| (source.slice(found.span).to_owned(), found.hint.clone().unwrap_or_default());
        mojibake(&source).iter().map(word).collect()
    }

    /// Decodes UTF-8 once more, the way the mistake happens.
    fn twice(text: &str, letter_of: fn(u8) -> Option<char>) -> String {
        text.bytes().map(|byte| if byte < 0x80 { char::from(byte) } else { letter_of(byte).unwrap() }).collect()
    }

    #[test]
    fn words_are_repaired_whole() {
        let hint = |word: &str| format!("it should read `{word}`");
        assert_eq!(repairs("Prof. J√ºrgen Schmidhuber"), [("J√ºrgen".to_owned(), hint("Jürgen"))]);
        assert_eq!(
            repairs("Prof. JÃ¼rgen, KÃ¶ln"),
            [("JÃ¼rgen".to_owned(), hint("Jürgen")), ("KÃ¶ln".to_owned(), hint("Köln"))]
        );
        assert_eq!(repairs("2025</span> ‚Äî Talk"), [("‚Äî".to_owned(), hint("—"))]);
        assert_eq!(repairs("√Ñrzte f√ºr Öl"), [("√Ñrzte".to_owned(), hint("Ärzte")), ("f√ºr".to_owned(), hint("für"))]);
        assert_eq!(repairs("V. Sabolƒçec, J√ºrgen").first(), Some(&("Sabolƒçec".to_owned(), hint("Sabolčec"))));
        assert_eq!(repairs("Ã¼berprÃ¼fen"), [("Ã¼berprÃ¼fen".to_owned(), hint("überprüfen"))]);
        assert_eq!(
            repairs("programmers‚Äîscalable"),
            [("programmers‚Äîscalable".to_owned(), hint("programmers—scalable"))]
        );
    }

    #[test]
    fn every_accented_word_is_found_in_both_tables() {
        let text = "Größe für Zürich, Ärzte, ÖKOLOGIE, straße, élève, garçon, œuvre… «voilà» – „gut“ 🎉";
        for (letter_of, least) in
            [(super::super::tables::windows_1252 as fn(u8) -> Option<char>, 12), (super::super::tables::mac_roman, 12)]
        {
            let found = repairs(&twice(text, letter_of));
            assert!(found.len() >= least, "{found:?}");
            for (_, hint) in found {
                let word = hint.trim_start_matches("it should read `").trim_end_matches('`');
                assert!(text.contains(word), "{word}");
            }
        }
    }

    #[test]
    fn clean_text_and_code_give_no_alarm() {
        for clean in [
            "Größe, Maß, Öl, „Ä“, »Ö«, ‚Ähnlich‘, ‚Äh‘, Ä…, Ü–Ö, naïve Élève à l'œuvre, « Â », «Â», l’été, ça, où, Noël, 30 °C, 5 £, © 2024, §§ 3",
            "√2, √π, 2√π r, √πr², √Ω, ¬p ∧ q, ¬∃x, f ≈ √n, a√∂x, √(x² + y²), √x, ∂²u, ƒ(x), ≈ 3, µ ± σ, Ω, ‚Ä‘",
            "IRMÃ, NÃO, MAÇÔ, Å, Ångström, Århus, Å…, Þór, Ð, þ, æ, ø, Łódź, Žižek, żółć, Ελλάδα, Привет, 日本語, مرحبا, 🎉👩‍🔬",
            "let naïve = \"é\".len(); // → ≥ … “x” ‘y’ – — • € ™ ¿¡",
            "« Déjà vu » — œuvre, «À», “Ã”, ‘Â’, ÂGE, CHÂTEAU, PÂTÉ, ÊTRE, GOÛT, ÎLE",
        ] {
            assert_eq!(repairs(clean), [], "{clean}");
        }
    }

    #[test]
    fn a_file_that_is_wrong_all_over_gets_one_sentence_more() {
        let found = repairs(&"J√ºrgen sagt\n".repeat(83));
        assert_eq!(found.len(), 21);
        assert!(found[20].1.contains("iconv -f UTF-8 -t MACINTOSH talk.md"), "{:?}", found[20]);
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_looked_through(text in "(\\PC|[ÃÂâð√‚¬ƒ≈Ä€Ÿ¼º´ª©] ?|\u{F8FF}|[a-z]){0,60}") {
            let source = Source::new(FileId(0), "talk.md".into(), "talk.md".into(), text.as_str().into());
            for found in mojibake(&source) {
                proptest::prop_assert!(text.get(found.span.start as usize..found.span.end as usize).is_some());
            }
        }
    }
}
