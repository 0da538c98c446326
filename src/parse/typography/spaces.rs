//! Spaces at which no line may break: between a number and its unit, in dates, in abbreviations, before French marks, between groups
//! of three digits. Only the kind of a space that the author wrote changes. Manual page: `tests/spec/typography.md`.

/// A space that does not break.
const FIXED: char = '\u{a0}';
/// The same, narrow.
const NARROW: char = '\u{202f}';

/// Units of measure, money and numerals that follow a number; what stands after `/` in them is not looked at.
#[rustfmt::skip]
const UNITS: &[&str] = &[
    "%", "A", "B", "Bd", "Bio", "CHF", "EB", "EUR", "Ed", "F", "FLOP", "FLOPS", "FLOPs", "Fr", "GB", "GBP", "GHz", "GPU",
    "GPUs", "GW", "GWh", "GeV", "GiB", "Gbit", "Gt", "Hz", "J", "K", "KB", "KiB", "L", "M", "MB", "MHz", "MJ", "MW", "MWh", "MeV",
    "Mbit", "MiB", "Mia", "Mio", "Mrd", "Mt", "N", "PB", "PFLOPS", "Pa", "T", "TB", "TFLOPS", "TW", "TWh", "TeV", "TiB", "Tsd", "USD",
    "V", "W", "Wh", "bit", "bn", "cm", "dB", "em", "eV", "fps", "g", "h", "ha", "hPa", "k", "kB", "kHz", "kJ", "kV", "kW", "kWh", "kbit",
    "kcal", "kg", "km", "l", "m", "mA", "mW", "mg", "min", "ml", "mm", "mol", "ms", "nm", "ns", "pt", "px", "s", "t", "°C", "°F",
    "€", "£", "$",
];

/// What a number follows: a section, a figure, a page.
#[rustfmt::skip]
const BEFORE_NUMBERS: &[&str] = &[
    "Abb", "Abs", "Abschn", "Alg", "Anm", "App", "Art", "Bd", "Bsp", "Cap", "Ch", "Chap", "Def", "Eq", "Eqs", "Fig", "Figs", "Gl", "Kap", "Nr", "No",
    "Nos", "S", "Sec", "Tab", "Thm", "Vol", "Ziff", "art", "ca", "cap", "chap", "eq", "fig", "fn", "no", "p", "pp", "pag", "sec", "tab", "vgl", "vol", "éq",
];

/// What a name follows.
#[rustfmt::skip]
const BEFORE_NAMES: &[&str] = &[
    "Dipl.", "Dott.", "Dr.", "Dres.", "Frau", "Hr.", "Herr", "MM.", "Mlle", "Mme", "Mr", "Mr.", "Mrs", "Mrs.", "Ms", "Ms.", "Prof.", "Sig.", "St.", "Ste",
];

/// Months as a language writes them, and their usual short forms without a full stop.
#[rustfmt::skip]
const MONTHS: [(&str, &[&str], &[&str]); 4] = [
    ("en",
     &["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"],
     &["Jan", "Feb", "Mar", "Apr", "Jun", "Jul", "Aug", "Sep", "Sept", "Oct", "Nov", "Dec"]),
    ("de",
     &["Januar", "Jänner", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November", "Dezember"],
     &["Jan", "Jän", "Feb", "Febr", "Mär", "Apr", "Jun", "Jul", "Aug", "Sep", "Sept", "Okt", "Nov", "Dez"]),
    ("fr",
     &["janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"],
     &["janv", "févr", "avr", "juil", "juill", "sept", "oct", "nov", "déc"]),
    ("it",
     &["gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno", "luglio", "agosto", "settembre", "ottobre", "novembre", "dicembre"],
     &["gen", "feb", "mar", "apr", "mag", "giu", "lug", "ago", "set", "sett", "ott", "nov", "dic"]),
];

/// How a word names a month.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Month {
    Full,
    Short,
}

/// The text with such spaces; `None` when it has none. `before` is the character in front of it.
pub(super) fn fix(text: &str, before: char, language: &str) -> Option<String> {
    // Most text has nothing of it, and one look tells.
    let is_french = language.get(..2).is_some_and(|tag| tag.eq_ignore_ascii_case("fr"));
    let may_have =
        |byte: u8| matches!(byte, b'0'..=b'9' | b'.') || is_french && matches!(byte, b':' | b';' | b'!' | b'?' | 0xc2);
    if !text.bytes().any(|byte| byte == b' ')
        || !(text.bytes().any(may_have) || before.is_ascii_digit() || has_title(text))
    {
        return None;
    }
    let mut out = String::new();
    let mut done = 0;
    let thousands = thousands(text, language);
    for (at, _) in text.match_indices(' ') {
        let left = text[..at].rsplit([' ', FIXED, NARROW]).next().unwrap_or("");
        let right = text[at + 1..].split([' ', FIXED, NARROW]).next().unwrap_or("");
        // A number in bold or in another element ends right before this text.
        let left_digit = if at == 0 { before.is_ascii_digit() } else { ends_in_number(left) };
        let is_narrow_mark = is_french && french_mark(left, right, language);
        let kind = if thousands.contains(&at) || is_narrow_mark {
            NARROW
        } else if left_digit && is_unit(right)
            || starts_with_number(right) && is_before_number(left)
            || is_french && french_wide(left, right)
            || is_abbreviated(left, right)
            || is_before_name(left) && right.starts_with(char::is_uppercase)
            || is_in_date(
                (&text[..at - left.len()], left, right),
                text.starts_with(' ') && before.is_ascii_digit(),
                language,
            )
        {
            FIXED
        } else {
            continue;
        };
        out.push_str(&text[done..at]);
        out.push(kind);
        done = at + 1;
    }
    (done > 0).then(|| out + &text[done..])
}

fn has_title(text: &str) -> bool {
    ["Frau ", "Herr ", "Mme ", "Mlle ", "Mr ", "Mrs ", "Ms ", "Ste ", "§ "].iter().any(|title| text.contains(title))
}

/// `5`, `1.5`, `≈70`, `12–15`, `1’000`; not `GPT-4`, not `v2`.
fn ends_in_number(word: &str) -> bool {
    word.ends_with(|c: char| c.is_ascii_digit())
        && word.trim_start_matches(['(', '[', '„', '“', '«', '‹', '"']).chars().all(|c| {
            c.is_ascii_digit()
                || matches!(
                    c,
                    '.' | ','
                        | '’'
                        | '\''
                        | '+'
                        | '-'
                        | '−'
                        | '–'
                        | '±'
                        | '~'
                        | '≈'
                        | '<'
                        | '>'
                        | '≤'
                        | '≥'
                        | '×'
                        | '/'
                )
        })
}

fn starts_with_number(word: &str) -> bool {
    word.trim_start_matches(['(', '[']).starts_with(|c: char| c.is_ascii_digit())
}

fn is_unit(word: &str) -> bool {
    let word = word.trim_end_matches([',', '.', ';', ':', '!', '?', ')', ']', '“', '”', '»', '’', '"', '…']);
    let first = word.split(['/', '·']).next().unwrap_or("").trim_end_matches(['²', '³']);
    UNITS.contains(&first) || matches!(first, "‰" | "°" | "µm" | "μm" | "µs" | "μs" | "Ω" | "kΩ" | "MΩ" | "Å")
}

fn is_before_number(word: &str) -> bool {
    let word = word.trim_start_matches(['(', '[']);
    matches!(word, "§" | "§§" | "n°" | "N°" | "№" | "Art" | "#")
        || word.strip_suffix('.').is_some_and(|word| BEFORE_NUMBERS.contains(&word))
}

/// `17 September 2025`, `8. April`, `1er mars 2025`, `April 8, 2025`; not a month and a year alone. `is_number` says that a number in bold stands
/// in front of the text.
fn is_in_date((before, left, right): (&str, &str, &str), is_number: bool, language: &str) -> bool {
    let month = |word: &str| month(word, language);
    if month(left).is_some_and(|kind| ends_open(left, kind)) {
        let before = before.trim_end_matches([' ', FIXED, NARROW]).rsplit([' ', FIXED, NARROW]).next().unwrap_or("");
        let is_after_day = is_day(before, language) || is_number && before.is_empty();
        return is_year(right) && is_after_day
            || is_english(language) && !is_after_day && is_day(right.trim_end_matches(CLOSING), language);
    }
    if month(right).is_some() {
        return is_number && left.is_empty() || is_day(left, language);
    }
    // The year behind `April 8,`.
    let Some(day) = left.strip_suffix(',').filter(|_| is_english(language)) else { return false };
    let before = before.trim_end_matches([' ', FIXED, NARROW]).rsplit([' ', FIXED, NARROW]).next().unwrap_or("");
    is_year(right) && is_day(day, language) && month(before).is_some()
}

/// Whether a month goes on: no comma and no end of a sentence behind it; a short form has its full stop.
fn ends_open(word: &str, kind: Month) -> bool {
    let word = if kind == Month::Short { word.strip_suffix('.').unwrap_or(word) } else { word };
    word.ends_with(char::is_alphabetic)
}

/// Marks that may stand behind a word.
const CLOSING: [char; 13] = [',', '.', ';', ':', '!', '?', ')', ']', '“', '”', '»', '’', '"'];

fn is_english(language: &str) -> bool {
    language.get(..2).is_some_and(|tag| tag.eq_ignore_ascii_case("en"))
}

fn month(word: &str, language: &str) -> Option<Month> {
    let word = word.trim_start_matches(['(', '[', '„', '“', '«']).trim_end_matches(CLOSING);
    let tag = language.split('-').next().unwrap_or("");
    let (_, full, short) = MONTHS.iter().find(|(name, ..)| tag.eq_ignore_ascii_case(name))?;
    match word {
        _ if full.contains(&word) => Some(Month::Full),
        _ if short.contains(&word) => Some(Month::Short),
        _ => None,
    }
}

/// A day of a month, or the last of several: `17`, `8.` in German, `1er`, `1º`, `3rd`, `17–19`.
fn is_day(word: &str, language: &str) -> bool {
    let word = word.rsplit(['(', '[', '–', '-', '/', '„', '“', '«', '’', '\'']).next().unwrap_or(word);
    let digits = word.trim_end_matches(|c: char| !c.is_ascii_digit());
    let endings: &[&str] = match language.get(..2).unwrap_or("").to_ascii_lowercase().as_str() {
        "en" => &["", "st", "nd", "rd", "th"],
        "de" => &["."],
        "fr" => &["", "er"],
        _ => &["", "º", "°"],
    };
    endings.contains(&&word[digits.len()..])
        && (1..=2).contains(&digits.len())
        && digits.parse::<u32>().is_ok_and(|day| (1..=31).contains(&day))
}

fn is_year(word: &str) -> bool {
    let digits = word.bytes().take_while(u8::is_ascii_digit).count();
    digits == 4
        && word[..4].parse::<u32>().is_ok_and(|year| (1000..2200).contains(&year))
        && !word[4..].starts_with(char::is_alphanumeric)
}

fn is_before_name(word: &str) -> bool {
    BEFORE_NAMES.contains(&word.trim_start_matches(['(', '[', '„', '“', '«']))
}

/// `z. B.`, `d. h.`, `i. d. R.`, `n. Chr.`, `e. g.`, and initials: `J. R. R. Tolkien`.
fn is_abbreviated(left: &str, right: &str) -> bool {
    let Some((initial, "")) = one_letter(left.trim_start_matches(['(', '[', '„', '“', '«'])) else { return false };
    let is_short = one_letter(right).is_some_and(|(_, rest)| !rest.starts_with(char::is_alphanumeric));
    is_short || right.starts_with("Chr.") || initial.is_uppercase() && right.starts_with(char::is_uppercase)
}

/// The one letter before a full stop, and what follows it.
fn one_letter(word: &str) -> Option<(char, &str)> {
    let mut letters = word.chars();
    let first = letters.next().filter(|letter| letter.is_alphabetic())?;
    (letters.next() == Some('.')).then_some((first, letters.as_str()))
}

/// A mark that has a narrow space before it in French: `;`, `!`, `?`, in Switzerland `:` and guillemets, too.
fn french_mark(left: &str, right: &str, language: &str) -> bool {
    let is_swiss = language.eq_ignore_ascii_case("fr-ch");
    let first = right.chars().next().unwrap_or(' ');
    let ends = !right.chars().nth(1).is_some_and(char::is_alphanumeric);
    !left.is_empty() && ends && matches!(first, ';' | '!' | '?')
        || is_swiss && (!left.is_empty() && ends && matches!(first, ':' | '»' | '›') || matches!(left, "«" | "‹"))
}

/// A mark that has a full space before it in French: `:`, and guillemets inside.
fn french_wide(left: &str, right: &str) -> bool {
    let mut letters = right.chars();
    let first = letters.next().unwrap_or(' ');
    let ends = !letters.next().is_some_and(char::is_alphanumeric);
    !left.is_empty() && ends && matches!(first, ':' | '»') || left.ends_with('«') && !right.is_empty()
}

/// Where spaces stand between groups of three digits: one to three digits without a zero in front, then threes, the last with
/// whatever mark or fraction. Digits before or after make it a telephone number or a list, which stays. In English, where a comma
/// is usual, only five digits and more are one number: `step 3 200 times` stays.
fn thousands(text: &str, language: &str) -> Vec<usize> {
    let least = if language.get(..2).is_some_and(|tag| tag.eq_ignore_ascii_case("en")) { 5 } else { 4 };
    let words: Vec<&str> = text.split(' ').collect();
    let digits = |word: &str| word.bytes().take_while(u8::is_ascii_digit).count();
    let is_plain = |word: &str| !word.is_empty() && digits(word) == word.len();
    let mut spaces = Vec::new();
    let (mut index, mut at) = (0, 0);
    while let Some(word) = words.get(index) {
        at += word.len() + 1;
        index += 1;
        let first =
            word.trim_start_matches(['(', '[', '±', '+', '−', '-', '~', '≈', '<', '>', '≤', '≥', '€', '$', '£']);
        let begins = is_plain(first) && first.len() <= 3 && !first.starts_with('0');
        if !begins || index > 1 && is_plain(words[index - 2]) {
            continue;
        }
        let (mut count, mut ended) = (first.len(), false);
        let mut run = Vec::new();
        while let Some(group) = words.get(index).filter(|group| !ended && digits(group) == 3) {
            if group[3..].starts_with(char::is_alphanumeric) {
                break;
            }
            run.push(at - 1);
            count += 3;
            ended = group.len() > 3;
            at += group.len() + 1;
            index += 1;
        }
        let goes_on = !ended && words.get(index).is_some_and(|word| digits(word) > 0);
        if count >= least && !goes_on {
            spaces.extend(run);
        }
    }
    spaces
}

#[cfg(test)]
mod tests {
    use super::*;

    /// With `~` for a space that does not break and `_` for a narrow one.
    fn fixed(text: &str, language: &str) -> String {
        fix(text, ' ', language).unwrap_or_else(|| text.to_owned()).replace(FIXED, "~").replace(NARROW, "_")
    }

    #[test]
    fn a_number_keeps_its_unit() {
        for (text, wanted) in [
            ("70 B parameters, 15 T tokens", "70~B parameters, 15~T tokens"),
            ("(5 km), 90 %.", "(5~km), 90~%."),
            ("at 3.5 GB/s or ≈ 1–2 m²", "at 3.5~GB/s or ≈ 1–2~m²"),
            ("GPT-4 A model, v2 B", "GPT-4 A model, v2 B"),
            ("5 apples and 3 people", "5 apples and 3 people"),
            ("see § 3, Fig. 2 and Eqs. (4)", "see §~3, Fig.~2 and Eqs.~(4)"),
        ] {
            assert_eq!(fixed(text, "en"), wanted);
        }
        assert_eq!(fix(" B", '0', "en").as_deref(), Some("\u{a0}B"), "the number stands in bold before it");
    }

    #[test]
    fn abbreviations_and_names_stay_together() {
        for (text, wanted) in [
            ("z. B. und i. d. R., d. h. 44 v. Chr.", "z.~B. und i.~d.~R., d.~h. 44 v.~Chr."),
            ("von J. R. R. Tolkien", "von J.~R.~R.~Tolkien"),
            ("Prof. Dr. Muster und Frau Rossi, St. Gallen", "Prof.~Dr.~Muster und Frau~Rossi, St.~Gallen"),
            ("Abb. 3, S. 12", "Abb.~3, S.~12"),
            ("So ist es. Und dann. So", "So ist es. Und dann. So"),
        ] {
            assert_eq!(fixed(text, "de-CH"), wanted);
        }
    }

    #[test]
    fn dates_stay_together() {
        for (language, text, wanted) in [
            ("en", "on 17 September 2025, or on 24 March.", "on 17~September~2025, or on 24~March."),
            ("en-US", "(April 8, 2025), Sept 3rd or May 2025", "(April~8,~2025), Sept~3rd or May 2025"),
            ("en", "8 Apr 2025, 17–19 June 2026", "8~Apr~2025, 17–19~June~2026"),
            (
                "en",
                "32 March, 15 T tokens, 8 april, in May 8000 people",
                "32 March, 15~T tokens, 8 april, in May 8000 people",
            ),
            ("en", "8. April 2025, 8 avril 2025", "8. April 2025, 8 avril 2025"),
            ("de-CH", "am 8. April 2025 und 3. Okt. 2024", "am 8.~April~2025 und 3.~Okt.~2024"),
            ("de", "Im Mai 2025, bis 1. Jänner; 8 April", "Im Mai 2025, bis 1.~Jänner; 8 April"),
            ("fr", "le 8 avril 2025, le 1er mars, 3 févr. 2024", "le 8~avril~2025, le 1er~mars, 3~févr.~2024"),
            ("it", "l’8 aprile 2025, il 1º marzo, 5 set 2024", "l’8~aprile~2025, il 1º~marzo, 5~set~2024"),
            ("it", "un set 2000 volte", "un set 2000 volte"),
            ("ja", "8 April 2025", "8 April 2025"),
        ] {
            assert_eq!(fixed(text, language), wanted);
        }
        assert_eq!(fix(" March 2025", '7', "en").as_deref(), Some("\u{a0}March\u{a0}2025"), "the day stands in bold");
    }

    #[test]
    fn french_marks_have_their_space() {
        assert_eq!(fixed("Quoi ? Non ! Oui ; ceci : « a »", "fr"), "Quoi_? Non_! Oui_; ceci~: «~a~»");
        assert_eq!(fixed("Quoi ? ceci : « a »", "fr-CH"), "Quoi_? ceci_: «_a_»");
        assert_eq!(fixed("M. Dupont", "fr"), "M.~Dupont");
        assert_eq!(fixed("What ? a :class", "en"), "What ? a :class");
    }

    #[test]
    fn thousands_are_narrow() {
        for (text, wanted) in [
            ("16 000 or 1 234 567.", "16_000 or 1_234_567."),
            ("(16 384 bytes), 12 500,75", "(16_384 bytes), 12_500,75"),
            ("call 044 632 11 11 or 632 111 11", "call 044 632 11 11 or 632 111 11"),
            ("in 1990 200 people", "in 1990 200 people"),
            ("in step 3 200 samples", "in step 3 200 samples"),
            ("1 2 3 400 000 x", "1 2 3 400 000 x"),
            ("12 345 kB", "12_345~kB"),
        ] {
            assert_eq!(fixed(text, "en"), wanted);
        }
        assert_eq!(fixed("8 192 Zeichen", "de"), "8_192 Zeichen");
    }
}
