//! `{#id .class key=value flag}`: our own reader, because a Markdown parser cuts `{a="b c"}` and eats `{1,2}`.
//! Manual page: `tests/spec/attributes.md`.

use crate::deck::Attributes;
use crate::source::{FileId, Span, Spanned};

/// At most this many items may stand in one pair of braces.
const MOST: usize = 100;

/// Words that may stand alone in the braces; they mean `word=true`.
const FLAGS: [&str; 14] = [
    "auto-split",
    "optional",
    "backup",
    "lines",
    "decorative",
    "embed",
    "replace",
    "beside",
    "autoplay",
    "loop",
    "muted",
    "controls",
    "restart",
    "horizontal",
];

/// Reads attributes at the start of `text`, standing at byte `offset` of `file`.
/// Returns them and the offset after the closing brace; `None` when it is no attribute list and stays text.
pub fn read(text: &str, file: FileId, offset: usize) -> Option<(Attributes, usize)> {
    if !text.starts_with('{') {
        return None;
    }
    let mut attributes = Attributes::default();
    let bytes = text.strip_prefix('{').map(|_| text.as_bytes())?;
    let mut at = 1;
    let mut items = 0;
    loop {
        while bytes.get(at).is_some_and(|byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r')) {
            at += 1;
        }
        match *bytes.get(at)? {
            b'}' => break,
            b'#' => {
                let end = word_end(text, at + 1);
                let id = text.get(at + 1..end).filter(|id| !id.is_empty())?;
                attributes.id = Some(Spanned::new(id.to_owned(), Span::new(file, offset + at, offset + end)));
                at = end;
            }
            b'.' => {
                let end = word_end(text, at + 1);
                let class = text.get(at + 1..end).filter(|class| is_name(class))?;
                if !attributes.has_class(class) {
                    attributes.classes.push(class.to_owned());
                }
                at = end;
            }
            _ => at = pair(text, at, file, offset, &mut attributes)?,
        }
        items += 1;
        if items > MOST {
            return None;
        }
    }
    attributes.span = Span::new(file, offset, offset + at + 1);
    (items > 0).then_some((attributes, offset + at + 1))
}

/// Reads `key=value`, `key="value"` or a flag; returns the offset after it.
fn pair(text: &str, at: usize, file: FileId, offset: usize, attributes: &mut Attributes) -> Option<usize> {
    let key_end = at + text[at..].find(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '_' | ':')))?;
    let key = &text[at..key_end];
    let twice = attributes.pairs.iter().any(|(before, _)| before.value == key);
    if twice || !key.starts_with(|c: char| c.is_alphabetic()) {
        return None;
    }
    let key = Spanned::new(key.to_owned(), Span::new(file, offset + at, offset + key_end));
    if !text[key_end..].starts_with('=') {
        let whole = text[key_end..].starts_with([' ', '\t', '}']);
        if !whole || !FLAGS.contains(&key.value.as_str()) {
            return None;
        }
        let span = key.span;
        attributes.pairs.push((key, Spanned::new("true".to_owned(), span)));
        return Some(key_end);
    }
    let start = key_end + 1;
    let (value, value_start, end) = match text[start..].chars().next()? {
        quote @ ('"' | '\'' | '“' | '„') => {
            let open = start + quote.len_utf8();
            let closes =
                |c: char| if quote == '“' || quote == '„' { matches!(c, '”' | '“') } else { c == quote };
            let close = open + text[open..].find(closes)?;
            let after = close + text[close..].chars().next().map_or(0, char::len_utf8);
            (&text[open..close], open, after)
        }
        _ => {
            let end = word_end(text, start);
            (&text[start..end], start, end)
        }
    };
    if value.is_empty() && end == start {
        return None;
    }
    let value =
        Spanned::new(value.to_owned(), Span::new(file, offset + value_start, offset + value_start + value.len()));
    attributes.pairs.push((key, value));
    Some(end)
}

fn word_end(text: &str, from: usize) -> usize {
    text[from..]
        .find(|c: char| c.is_whitespace() || matches!(c, '}' | '{' | '"' | '\''))
        .map_or(text.len(), |length| from + length)
}

fn is_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_alphabetic() || c == '_')
        && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | ':' | '/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(text: &str) -> Option<Vec<(String, String)>> {
        read(text, FileId(0), 0)
            .map(|(attributes, _)| attributes.pairs.into_iter().map(|(key, value)| (key.value, value.value)).collect())
    }

    #[test]
    fn ids_classes_and_quoted_values_are_read() {
        let (attributes, end) = read(r#"{#a .b key="c d" time=90s} rest"#, FileId(0), 0).unwrap_or_default();
        assert_eq!(attributes.id.map(|id| id.value), Some("a".to_owned()));
        assert_eq!(attributes.classes, ["b"]);
        assert_eq!(attributes.pairs.len(), 2);
        assert_eq!(attributes.pairs[0].1.value, "c d");
        assert_eq!(end, 26);
    }

    #[test]
    fn what_is_no_attribute_list_stays_text() {
        for text in ["{1,2}", "{}", "{a}", "{\\bf x}", "{x", "{#}", "{=}", "{a=}", "{.1}"] {
            assert_eq!(pairs(text), None, "{text}");
        }
        assert_eq!(pairs("{optional}"), Some(vec![("optional".to_owned(), "true".to_owned())]));
    }
}
