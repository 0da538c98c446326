//! Code as text: what is taken out of it, what is made visible, how it is escaped. Manual page: `tests/spec/code.md`.

/// A copy of `text` with every line end as `\n` and without the escape sequences that colour a terminal.
pub fn cleaned(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['\r', '\u{1b}', '\u{9b}']) {
        clean.push_str(&rest[..at]);
        rest = &rest[at..];
        let length = escape_length(rest);
        if rest.starts_with('\r') {
            clean.push('\n');
            rest = rest.strip_prefix("\r\n").unwrap_or(&rest[1..]);
        } else if length > 0 {
            rest = &rest[length..];
        } else {
            let letter = rest.chars().next().map_or(0, char::len_utf8);
            clean.push_str(&rest[..letter]);
            rest = &rest[letter..];
        }
    }
    clean.push_str(rest);
    clean
}

/// Where the first escape sequence for terminals stands, and how long it is.
pub fn first_escape(text: &str) -> Option<(usize, usize)> {
    text.match_indices(['\u{1b}', '\u{9b}'])
        .map(|(at, _)| (at, escape_length(&text[at..])))
        .find(|(_, length)| *length > 0)
}

/// Where the first character stands that changes the direction of what follows, so that code reads otherwise than it runs.
pub fn first_bidi(text: &str) -> Option<(usize, char)> {
    text.char_indices().find(|(_, letter)| is_bidi(*letter))
}

fn is_bidi(letter: char) -> bool {
    matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}' | '\u{61c}')
}

/// The length of the terminal sequence at the start of `text`, 0 if there is none.
fn escape_length(text: &str) -> usize {
    let (lead, kind, after) = match text.strip_prefix('\u{9b}') {
        Some(after) => ('\u{9b}'.len_utf8(), '[', after),
        None => {
            let Some(after) = text.strip_prefix('\u{1b}') else { return 0 };
            let Some(kind) = after.chars().next() else { return 1 };
            (1 + kind.len_utf8(), kind, &after[kind.len_utf8()..])
        }
    };
    match kind {
        // Parameters and intermediates, then one final letter.
        '[' => match after.bytes().position(|byte| !(0x20..=0x3f).contains(&byte)) {
            Some(end) if (0x40..=0x7e).contains(&after.as_bytes()[end]) => lead + end + 1,
            _ => 0,
        },
        // A title or a link, until BEL or ESC \.
        ']' => match after.find(['\u{7}', '\u{1b}', '\n']) {
            Some(end) if after[end..].starts_with("\u{1b}\\") => lead + end + 2,
            Some(end) if after[end..].starts_with('\u{7}') => lead + end + 1,
            _ => 0,
        },
        '(' | ')' => lead + after.chars().next().filter(char::is_ascii_alphanumeric).map_or(0, char::len_utf8),
        '=' | '>' | 'c' | 'M' | '7' | '8' => lead,
        _ => 0,
    }
}

/// Appends `text` as HTML text. Characters that nobody sees, and that HTML forbids or that change the reading direction, are
/// written as `U+202E`, in an element of their own.
pub fn escape(text: &str, html: &mut String) {
    for letter in text.chars() {
        match letter {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '\t' | ' '..='~' => html.push(letter),
            _ if is_bidi(letter) || letter.is_control() || is_noncharacter(letter) => {
                html.push_str(&format!("<span class=\"t-control\">U+{:04X}</span>", u32::from(letter)));
            }
            _ => html.push(letter),
        }
    }
}

fn is_noncharacter(letter: char) -> bool {
    let number = u32::from(letter);
    number & 0xfffe == 0xfffe || (0xfdd0..=0xfdef).contains(&number)
}

/// The lines of a text, without highlighting.
pub fn plain(text: &str) -> Vec<String> {
    text.split('\n')
        .map(|line| {
            let mut html = String::with_capacity(line.len());
            escape(line, &mut html);
            html
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_titles_and_links_of_a_terminal_are_taken_out() {
        assert_eq!(
            cleaned("\u{1b}[1;31mred\u{1b}[0m \u{1b}]0;title\u{7}x\u{1b}]8;;http://a\u{1b}\\link\u{9b}0m\u{1b}(B"),
            "red xlink"
        );
        assert_eq!(cleaned("a\r\nb\rc"), "a\nb\nc");
        assert_eq!(cleaned("a\u{1b}ä\u{1b}["), "a\u{1b}ä\u{1b}[");
        assert_eq!(first_escape("ab\u{1b}[0m"), Some((2, 4)));
        assert_eq!(first_escape("ab"), None);
    }

    #[test]
    fn what_nobody_sees_is_made_visible() {
        let mut html = String::new();
        escape("a\u{202e}b\0<&>\u{ffff}", &mut html);
        let hidden = |name: &str| format!("<span class=\"t-control\">{name}</span>");
        assert_eq!(html, format!("a{}b{}&lt;&amp;&gt;{}", hidden("U+202E"), hidden("U+0000"), hidden("U+FFFF")));
        assert_eq!(first_bidi("a\u{2066}"), Some((1, '\u{2066}')));
    }

    #[test]
    fn a_line_end_at_the_end_is_an_empty_line() {
        assert_eq!(plain("a\n\nb\n"), ["a", "", "b", ""]);
        assert_eq!(plain(""), [""]);
    }
}
