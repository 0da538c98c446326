//! KaTeX's error texts, unwrapped: what is wrong, and where. Manual page: `tests/spec/math.md`.
//!
//! The crate hands on a JavaScript exception as Rust's debug output of a string, in which KaTeX wrote its message, a position
//! counted from 1 in UTF-16 units, and an excerpt whose faulty part has U+0332 after every unit.

use super::names;
use crate::render::worker::task::Mistake;

const UNDERLINE: char = '\u{332}';

/// The stand-ins for surrogates, in their order; in the middle of CJK Extension A.
const FIRST_STAND_IN: u32 = 0x3600;
const LAST_STAND_IN: u32 = FIRST_STAND_IN + 0x7ff;

const AT_END: &str = " at end of input: ";

/// Whether the text says only that something was thrown: the crate cannot read a message that was cut within a surrogate pair.
pub fn is_unreadable(text: &str) -> bool {
    text.contains("Unknown exception")
}

/// `text` with two rare ideographs for each surrogate pair, so that KaTeX may cut and underline where it likes. (It refuses the
/// private use area, which would be the better place.)
pub fn without_pairs(text: &str) -> String {
    let mut units = [0; 2];
    text.chars().fold(String::with_capacity(text.len()), |mut apart, letter| {
        match letter.encode_utf16(&mut units) {
            [high, low] => {
                apart.extend([*high, *low].map(|unit| stand_in(unit).unwrap_or(char::REPLACEMENT_CHARACTER)))
            }
            _ => apart.push(letter),
        }
        apart
    })
}

fn stand_in(surrogate: u16) -> Option<char> {
    char::from_u32(u32::from(surrogate) - 0xd800 + FIRST_STAND_IN)
}

/// Puts the pairs together again; half a pair, where KaTeX cut its excerpt, is dropped.
pub fn with_pairs(text: &str) -> String {
    let surrogate = |letter: char| match u32::from(letter) {
        number @ FIRST_STAND_IN..=LAST_STAND_IN => (number - FIRST_STAND_IN) as u16 + 0xd800,
        number => number as u16,
    };
    let units: Vec<u16> = text.chars().filter(|letter| u32::from(*letter) <= 0xffff).map(surrogate).collect();
    char::decode_utf16(units).filter_map(Result::ok).collect()
}

/// Whether the text says that the machine gave out, not that the formula is wrong.
pub fn is_failure(text: &str) -> bool {
    is_unreadable(text) || text.contains("out of memory") || text.contains("initialize js")
}

/// Reads the text of a KaTeX error.
pub fn read(text: &str) -> Mistake {
    let text = thrown(text).unwrap_or_else(|| text.to_owned());
    if text.contains("stack overflow") {
        return Mistake { message: "the formula is nested too deeply".to_owned(), ..Mistake::default() };
    }
    let text = text.trim_start_matches("ParseError: ").trim_start_matches("KaTeX parse error: ");
    let (message, position, excerpt) = parts(text);
    let (before, at) = underlined(excerpt);
    let (message, nearest) = words(message);
    Mistake { message, before: before.trim_start_matches('…').to_owned(), at, position, nearest }
}

/// The JavaScript string inside `… (detail: String("…"))`, its escapes undone.
fn thrown(text: &str) -> Option<String> {
    let quoted = text.split_once("String(\"")?.1.rsplit_once("\")")?.0;
    let mut plain = String::with_capacity(quoted.len());
    let mut letters = quoted.chars();
    while let Some(letter) = letters.next() {
        if letter != '\\' {
            plain.push(letter);
            continue;
        }
        match letters.next()? {
            'n' => plain.push('\n'),
            't' => plain.push('\t'),
            'r' => plain.push('\r'),
            '0' => plain.push('\0'),
            'u' => {
                let digits: String = letters.by_ref().skip(1).take_while(|letter| *letter != '}').collect();
                plain.extend(u32::from_str_radix(&digits, 16).ok().and_then(char::from_u32));
            }
            other => plain.push(other),
        }
    }
    Some(plain)
}

/// Message, position from 0, excerpt.
fn parts(text: &str) -> (&str, Option<u32>, &str) {
    // The excerpt may hold the same words, the message does not: the first place counts.
    let end = text.find(AT_END);
    for (at, marker) in text.match_indices(" at position ").take_while(|(at, _)| end.is_none_or(|end| *at < end)) {
        let rest = &text[at + marker.len()..];
        if let Some((digits, excerpt)) = rest.split_once(": ")
            && let Ok(position) = digits.parse::<u32>()
        {
            return (&text[..at], position.checked_sub(1), excerpt);
        }
    }
    match end {
        Some(end) => (&text[..end], None, &text[end + AT_END.len()..]),
        None => (text, None, ""),
    }
}

/// What stands before the underlined part of an excerpt, and that part.
fn underlined(excerpt: &str) -> (&str, String) {
    let mut letters = excerpt.char_indices().peekable();
    let mut at = String::new();
    let mut start = None;
    while let Some((index, letter)) = letters.next() {
        if letters.next_if(|(_, next)| *next == UNDERLINE).is_some() {
            start.get_or_insert(index);
            at.push(letter);
        } else if start.is_some() {
            break;
        }
    }
    (&excerpt[..start.unwrap_or(excerpt.len())], at)
}

/// KaTeX's message in our words: lower case, names in backticks, no final period; and the nearest known name.
fn words(message: &str) -> (String, String) {
    if let Some(command) = message.strip_prefix("Undefined control sequence: ") {
        return (format!("unknown command `{command}`"), names::nearest(command));
    }
    if let Some(name) = message.strip_prefix("No such environment: ") {
        return (format!("unknown environment `{name}`"), names::nearest_environment(name));
    }
    let found_end = "Expected 'EOF', got '";
    if let Some(found) = message.strip_prefix(found_end).and_then(|rest| rest.strip_suffix('\'')) {
        return (format!("`{found}` does not belong here"), String::new());
    }
    let message = message.replace("'EOF'", "the end of the formula").replace("end of input", "the end of the formula");
    let message = message.replace("Unexpected the end", "unexpected end").replace('\'', "`");
    let mut letters = message.trim_end_matches('.').chars();
    let first = letters.next().map(|letter| letter.to_lowercase().collect::<String>()).unwrap_or_default();
    let rest = letters.as_str();
    // `KaTeX` and `LaTeX` keep their capital.
    let message = if rest.starts_with("aTeX") { message.trim_end_matches('.').to_owned() } else { first + rest };
    (message, String::new())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrapped(message: &str) -> String {
        format!("failed to execute js (detail: {:?})", Debugged(message))
    }

    struct Debugged<'a>(&'a str);
    impl std::fmt::Debug for Debugged<'_> {
        fn fmt(&self, formatter: &mut std::fmt::Formatter) -> std::fmt::Result {
            write!(formatter, "String({:?})", self.0)
        }
    }

    #[test]
    fn message_position_and_underlined_part_come_apart() {
        let found = read(&wrapped(
            "ParseError: KaTeX parse error: Undefined control sequence: \\fo at position 3: a \\\u{332}f\u{332}o\u{332}+b",
        ));
        assert_eq!((found.message.as_str(), found.position), (r"unknown command `\fo`", Some(2)));
        assert_eq!((found.before.as_str(), found.at.as_str()), ("a ", "\\fo"));
    }

    #[test]
    fn a_long_excerpt_begins_with_an_ellipsis_that_is_not_the_authors() {
        let found = read(&wrapped(
            "ParseError: KaTeX parse error: Expected 'EOF', got '}' at position 40: …aaaaaaaaaaaaaaa}\u{332}",
        ));
        assert_eq!((found.message.as_str(), found.before.as_str()), ("`}` does not belong here", "aaaaaaaaaaaaaaa"));
    }

    #[test]
    fn quotes_line_ends_and_words_that_look_like_a_position_survive() {
        let found = read(&wrapped(
            "ParseError: KaTeX parse error: Expected '\\right', got 'EOF' at end of input: \"x\"\n at position 2: y",
        ));
        assert_eq!(found.message, r"expected `\right`, got the end of the formula");
        assert_eq!((found.before.as_str(), found.position), ("\"x\"\n at position 2: y", None));
    }

    #[test]
    fn pairs_come_apart_and_together() {
        assert_eq!(without_pairs("a😀b").chars().map(char::len_utf16).sum::<usize>(), 4);
        assert_eq!(with_pairs(&without_pairs("ä😀b\u{10ffff}")), "ä😀b\u{10ffff}");
        assert_eq!(with_pairs(&without_pairs("😀b").chars().skip(1).collect::<String>()), "b");
    }

    #[test]
    fn a_text_nobody_foresaw_is_its_own_message() {
        assert_eq!(read("something else").message, "something else");
        assert_eq!(read("").message, "");
    }
}
