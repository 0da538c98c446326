//! Plain words: bare addresses become links, emoji shortcodes become emoji, pictures whose path holds spaces are recovered.
//! Manual page: `tests/spec/links.md`.

/// A stretch of text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Word {
    /// Words.
    Text(String),
    /// A bare address: where it leads and what is shown.
    Address(String, String),
    /// `![alt](a b.png)`, which Markdown takes for text.
    Picture {
        /// Its words.
        alt: String,
        /// Its path.
        path: String,
    },
}

/// Splits text; `links` says whether addresses may become links here.
pub fn split(text: &str, links: bool) -> Vec<Word> {
    let mut out = Vec::new();
    let mut plain = String::new();
    let mut at = 0;
    let bytes = text.as_bytes();
    while at < text.len() {
        let rest = &text[at..];
        match bytes[at] {
            b'h' if links && (rest.starts_with("https://") || rest.starts_with("http://")) && starts_word(text, at) => {
                let end = at + address_length(rest);
                if end > at + 8 {
                    flush(&mut plain, &mut out);
                    out.push(Word::Address(text[at..end].to_owned(), text[at..end].to_owned()));
                    at = end;
                    continue;
                }
            }
            b'w' if links && rest.starts_with("www.") && starts_word(text, at) => {
                let end = at + address_length(rest);
                if text.get(at + 4..end).is_some_and(|name| name.contains('.')) {
                    flush(&mut plain, &mut out);
                    out.push(Word::Address(format!("https://{}", &text[at..end]), text[at..end].to_owned()));
                    at = end;
                    continue;
                }
            }
            b':' => {
                if let Some((emoji, length)) = shortcode(rest) {
                    plain.push_str(emoji);
                    at += length;
                    continue;
                }
            }
            b'!' if rest.starts_with("![") => {
                if let Some((alt, path, length)) = spaced_picture(rest) {
                    flush(&mut plain, &mut out);
                    out.push(Word::Picture { alt, path });
                    at += length;
                    continue;
                }
            }
            _ => {}
        }
        let length = rest.chars().next().map_or(1, char::len_utf8);
        plain.push_str(&rest[..length]);
        at += length;
    }
    flush(&mut plain, &mut out);
    out
}

fn flush(plain: &mut String, out: &mut Vec<Word>) {
    if !plain.is_empty() {
        out.push(Word::Text(std::mem::take(plain)));
    }
}

fn starts_word(text: &str, at: usize) -> bool {
    !text[..at].chars().next_back().is_some_and(|c| c.is_alphanumeric() || matches!(c, '/' | '.' | '@' | '_' | '-'))
}

/// Length of an address: up to white space, without the punctuation that ends a sentence (GFM's rule).
fn address_length(text: &str) -> usize {
    let mut end = text
        .find(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"' | '“' | '”' | '„' | '«' | '»'))
        .unwrap_or(text.len());
    let mut too_many = text[..end].matches(')').count().saturating_sub(text[..end].matches('(').count());
    while let Some(last) = text[..end].chars().next_back() {
        let closes_nothing = last == ')' && too_many > 0;
        if closes_nothing {
            too_many -= 1;
        }
        if matches!(last, '.' | ',' | ';' | ':' | '!' | '?' | '\'' | '*' | '_' | '~' | ']') || closes_nothing {
            end -= last.len_utf8();
        } else {
            break;
        }
    }
    end
}

/// `:name:` at the start of `text`.
fn shortcode(text: &str) -> Option<(&'static str, usize)> {
    let name_end = text[1..].find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '_' | '+' | '-')))? + 1;
    if name_end == 1 || name_end > 40 || !text[name_end..].starts_with(':') {
        return None;
    }
    let name = &text[1..name_end];
    if name.chars().all(|c| c.is_ascii_digit()) {
        return None;
    }
    emojis::get_by_shortcode(name).map(|emoji| (emoji.as_str(), name_end + 1))
}

/// `![alt](a b.png)` at the start of `text`; brackets within it would make it something else.
fn spaced_picture(text: &str) -> Option<(String, String, usize)> {
    let alt_end = 2 + text[2..].find(['[', ']'])?;
    let inside = text[alt_end..].strip_prefix("](")?;
    let length = inside.find(['(', ')', '[', ']', '\n'])?;
    if !inside[length..].starts_with(')') {
        return None;
    }
    let path_end = alt_end + 2 + length;
    let path = inside[..length].trim();
    let alt = &text[2..alt_end];
    let picture = ["png", "jpg", "jpeg", "gif", "webp", "svg", "avif"]
        .iter()
        .any(|ending| path.rsplit('.').next().is_some_and(|end| end.eq_ignore_ascii_case(ending)));
    (picture && path.contains(' ')).then(|| (alt.to_owned(), path.to_owned(), path_end + 1))
}

/// Decodes `%20` once; what is no escape stays.
pub fn percent_decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let pair = bytes.get(at + 1..at + 3).and_then(|pair| std::str::from_utf8(pair).ok());
        match pair.and_then(|pair| u8::from_str_radix(pair, 16).ok()) {
            Some(byte) if bytes[at] == b'%' => {
                out.push(byte);
                at += 3;
            }
            _ => {
                out.push(bytes[at]);
                at += 1;
            }
        }
    }
    String::from_utf8(out).unwrap_or_else(|_| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_end_before_the_sentence_does() {
        assert_eq!(
            split("see https://a.org/x_(y). Then", true),
            [
                Word::Text("see ".to_owned()),
                Word::Address("https://a.org/x_(y)".to_owned(), "https://a.org/x_(y)".to_owned()),
                Word::Text(". Then".to_owned())
            ]
        );
        assert_eq!(split("at 10:30: go", true), [Word::Text("at 10:30: go".to_owned())]);
        assert_eq!(split(":rocket:", true), [Word::Text("🚀".to_owned())]);
    }
}
