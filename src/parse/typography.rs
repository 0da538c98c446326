//! Typography by language: quotation marks, dashes, ellipses, apostrophes, spaces that do not break; outside code and math.
//! Manual page: `tests/spec/typography.md`.

mod spaces;

use crate::deck::Inline;

/// Outer and inner quotation marks.
struct Quotes {
    outer: (&'static str, &'static str),
    inner: (&'static str, &'static str),
}

/// The marks of a language, by its tag. Sources: Duden for `de`, Imprimerie nationale for `fr`, Bundeskanzlei for Switzerland,
/// Chicago for `en`, the Unicode Common Locale Data Repository for the others.
fn quotes(language: &str) -> Quotes {
    let folded = language.to_ascii_lowercase();
    let main = folded.split('-').next().unwrap_or_default();
    let (outer, inner) = match (folded.as_str(), main) {
        ("de-ch" | "it-ch" | "de-li", _) | (_, "rm") => (("«", "»"), ("‹", "›")),
        ("fr-ch", _) => (("«\u{202f}", "\u{202f}»"), ("‹\u{202f}", "\u{202f}›")),
        ("pt-br", _) => (("“", "”"), ("‘", "’")),
        (_, "de" | "cs" | "sk" | "sl" | "bg" | "is" | "lt") => (("„", "“"), ("‚", "‘")),
        (_, "fr") => (("«\u{a0}", "\u{a0}»"), ("“", "”")),
        (_, "it" | "es" | "ca" | "pt" | "gl" | "el" | "ar" | "fa") => (("«", "»"), ("“", "”")),
        (_, "pl" | "ro" | "hr" | "hu") => (("„", "”"), ("«", "»")),
        (_, "ru" | "uk" | "be") => (("«", "»"), ("„", "“")),
        (_, "sv" | "fi") => (("”", "”"), ("’", "’")),
        (_, "nb" | "nn" | "no") => (("«", "»"), ("‘", "’")),
        _ => (("“", "”"), ("‘", "’")),
    };
    Quotes { outer, inner }
}

/// Where in a paragraph we are.
struct Place {
    /// The character before.
    before: char,
    /// An inner quotation mark is open, so that the next `'` behind a word may close it.
    inner: bool,
}

/// Sets the text of one paragraph.
pub fn typeset(content: &mut [Inline], language: &str) {
    walk(content, language, &mut Place { before: ' ', inner: false });
}

fn walk(content: &mut [Inline], language: &str, place: &mut Place) {
    for index in 0..content.len() {
        // Whether something other than a space follows decides between an opening and a closing mark at a text's end.
        let followed =
            matches!(content.get(index + 1), Some(next) if !matches!(next, Inline::SoftBreak | Inline::HardBreak));
        match &mut content[index] {
            Inline::Text(text) => {
                let before = place.before;
                if text.contains(['"', '\'']) || text.contains("--") || text.contains("...") {
                    *text = set(text, language, place, followed);
                }
                if let Some(fixed) = spaces::fix(text, before, language) {
                    *text = fixed;
                }
                place.before = text.chars().next_back().unwrap_or(place.before);
            }
            Inline::Emphasis(inner) | Inline::Strong(inner) | Inline::Struck(inner) => walk(inner, language, place),
            Inline::Link { url, content: inner, .. } if is_address(url, inner) => place.before = 'x',
            Inline::Link { content: inner, .. } => walk(inner, language, place),
            Inline::Html { name, content: inner, .. } => {
                if !matches!(*name, "code" | "kbd" | "samp" | "var") {
                    walk(inner, language, place);
                }
                place.before = 'x';
            }
            Inline::Span { attributes, content: inner, .. } => {
                let own = attributes.language().map(str::to_owned);
                walk(inner, own.as_deref().unwrap_or(language), place);
            }
            Inline::SoftBreak | Inline::HardBreak => place.before = ' ',
            Inline::Code(_) | Inline::Math(_) | Inline::Picture(_) | Inline::Footnote(_) | Inline::Checkbox(_) => {
                place.before = 'x'
            }
        }
    }
}

fn is_hebrew(letter: char) -> bool {
    ('א'..='ת').contains(&letter)
}

/// Whether a link shows its own address, which stays as it is typed.
fn is_address(url: &str, content: &[Inline]) -> bool {
    match content {
        [Inline::Text(shown)] => {
            url.strip_suffix(shown.as_str()).is_some_and(|rest| rest.is_empty() || rest.ends_with([':', '/']))
        }
        _ => false,
    }
}

fn set(text: &str, language: &str, place: &mut Place, followed: bool) -> String {
    let quotes = quotes(language);
    let mut out = String::with_capacity(text.len() + 8);
    let mut before = place.before;
    let chars: Vec<char> = text.chars().collect();
    let mut at = 0;
    while at < chars.len() {
        let c = chars[at];
        let next = chars.get(at + 1).copied();
        let run = chars[at..].iter().take_while(|other| **other == c).count();
        match c {
            // Between two Hebrew letters it is the mark of an acronym.
            '"' if is_hebrew(before) && next.is_some_and(is_hebrew) => {
                out.push('״');
                at += 1;
            }
            '"' | '\'' => {
                let opens = (before.is_whitespace()
                    || matches!(before, '(' | '[' | '{' | '–' | '—' | '/' | '„' | '“' | '«' | '‹' | '‚' | '‘'))
                    && next.map_or(followed, |next| !next.is_whitespace());
                let marks = if c == '"' { &quotes.outer } else { &quotes.inner };
                let single = c == '\'';
                let ends_word = before.is_alphanumeric() && !next.is_some_and(char::is_alphanumeric);
                let apostrophe = single
                    && (before.is_alphanumeric() || next.is_some_and(|next| next.is_ascii_digit()))
                    && !(place.inner && ends_word);
                out.push_str(if apostrophe {
                    "’"
                } else if opens {
                    marks.0
                } else {
                    marks.1
                });
                if single && !apostrophe {
                    place.inner = opens;
                }
                at += 1;
            }
            '-' if run == 2 => {
                out.push('–');
                at += 2;
            }
            '-' if run == 3 => {
                out.push('—');
                at += 3;
            }
            '.' if run == 3 => {
                out.push('…');
                at += 3;
            }
            '-' | '.' => {
                out.extend(std::iter::repeat_n(c, run));
                at += run;
            }
            _ => {
                out.push(c);
                at += 1;
            }
        }
        before = chars[at - 1];
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(text: &str, language: &str) -> String {
        let mut content = vec![Inline::Text(text.to_owned())];
        typeset(&mut content, language);
        crate::deck::plain(&content)
    }

    #[test]
    fn quotes_follow_the_language() {
        assert_eq!(one("\"so\" it's 'x'", "en"), "“so” it’s ‘x’");
        assert_eq!(one("\"so\"", "de"), "„so“");
        assert_eq!(one("\"so 'geht's doch' und 'ja.'\" Hans'", "de"), "„so ‚geht’s doch‘ und ‚ja.‘“ Hans’");
        assert_eq!(one("\"so\"", "de-CH"), "«so»");
        assert_eq!(one("\"so\"", "fr"), "«\u{a0}so\u{a0}»");
        assert_eq!(one("\"ça 'va'\"", "fr-CH"), "«\u{202f}ça ‹\u{202f}va\u{202f}›\u{202f}»");
        assert_eq!(one("\"ecco 'qui'\"", "it-CH"), "«ecco ‹qui›»");
        assert_eq!(one("\"tak 'co'\"", "pl"), "„tak «co»”");
        assert_eq!(one("\"так 'то'\"", "ru"), "«так „то“»");
        assert_eq!(one("\"צה\"ל\"", "he"), "“צה״ל”");
        assert_eq!(one("1--2 --- ... ....", "en"), "1–2 — … ....");
        assert_eq!(one("(\"a\")", "en"), "(“a”)");
    }
}
