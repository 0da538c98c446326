//! Style sheets as a tree with places: rules, declarations, at-rules. Reads what browsers read the same way, and names the rest.
//! Manual page: `tests/spec/themes.md`.

use std::ops::Range;

/// Blocks may stand this deep in each other.
const DEPTH: usize = 32;

/// A rule, a declaration or an at-rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// All of it, in bytes of the sheet.
    pub range: Range<usize>,
    /// What it is.
    pub kind: Kind,
}

/// What an item of a sheet is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `name: value`
    Declaration {
        /// The property.
        name: Range<usize>,
        /// Its value.
        value: Range<usize>,
    },
    /// `prelude { … }`; an at-rule's prelude begins with `@`.
    Block {
        /// What stands before the brace.
        prelude: Range<usize>,
        /// What stands in the braces.
        items: Vec<Item>,
    },
    /// `@name …;`
    Statement,
}

/// What does not parse.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Where.
    pub range: Range<usize>,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub hint: &'static str,
}

/// The items of a sheet, and what does not parse. What is faulty is not among the items.
pub fn parse(css: &str) -> (Vec<Item>, Vec<Fault>) {
    let mut parser = Parser { css, at: 0, faults: Vec::new() };
    let mut items = Vec::new();
    loop {
        items.extend(parser.items(0));
        // Only a brace that closes nothing ends the items of the whole sheet early.
        if parser.at >= css.len() {
            break;
        }
        parser.fault(parser.at..parser.at + 1, "this `}` closes nothing", "take it out, or add the `{` it belongs to");
        parser.at += 1;
    }
    (items, parser.faults)
}

struct Parser<'a> {
    css: &'a str,
    at: usize,
    faults: Vec<Fault>,
}

impl Parser<'_> {
    fn fault(&mut self, range: Range<usize>, message: impl Into<String>, hint: &'static str) {
        self.faults.push(Fault { range, message: message.into(), hint });
    }

    fn starts_with(&self, text: &str) -> bool {
        self.css.as_bytes()[self.at..].starts_with(text.as_bytes())
    }

    /// Reads up to the end, or to the `}` that closes the block around.
    fn items(&mut self, depth: usize) -> Vec<Item> {
        let mut out = Vec::new();
        loop {
            self.space();
            match self.css.as_bytes().get(self.at) {
                None | Some(b'}') => return out,
                Some(b';') => self.at += 1,
                Some(_) => out.extend(self.item(depth)),
            }
        }
    }

    /// White space and comments.
    fn space(&mut self) {
        loop {
            if self.starts_with("/*") {
                let start = self.at;
                match self.css[start + 2..].find("*/") {
                    Some(length) => self.at = start + 2 + length + 2,
                    None => {
                        self.fault(start..start + 2, "this comment has no end", "close it with `*/`");
                        self.at = self.css.len();
                    }
                }
            } else if self.css.as_bytes().get(self.at).is_some_and(u8::is_ascii_whitespace) {
                self.at += 1;
            } else {
                return;
            }
        }
    }

    fn item(&mut self, depth: usize) -> Option<Item> {
        let start = self.at;
        let is_property = self.starts_with("--");
        let faults = self.faults.len();
        let end = self.run(is_property);
        let head = trimmed(self.css, start..end);
        let is_good = self.faults.len() == faults;
        if self.css.as_bytes().get(self.at) != Some(&b'{') || is_property {
            let ended = self.css.as_bytes().get(self.at) == Some(&b';');
            self.at += usize::from(ended);
            let kind = if self.css[head.clone()].starts_with('@') {
                Kind::Statement
            } else {
                let Some(colon) = self.css[head.clone()].find(':') else {
                    if is_good {
                        let words = clipped(&self.css[head.clone()]);
                        self.fault(head, format!("`{words}` is no declaration"), "write `property: value;`");
                    }
                    return None;
                };
                let (name, value) = (head.start..head.start + colon, head.start + colon + 1..head.end);
                Kind::Declaration { name: trimmed(self.css, name), value: trimmed(self.css, value) }
            };
            return is_good.then_some(Item { range: head, kind });
        }
        let brace = self.at;
        self.at += 1;
        if depth >= DEPTH {
            self.fault(brace..brace + 1, format!("more than {DEPTH} blocks in each other"), "flatten these rules");
            self.at = self.css.len();
            return None;
        }
        let items = self.items(depth + 1);
        if self.at < self.css.len() {
            self.at += 1;
        } else {
            self.fault(brace..brace + 1, "this `{` is never closed", "add the `}`");
        }
        is_good.then_some(Item { range: start..self.at, kind: Kind::Block { prelude: head, items } })
    }

    /// Goes to the `;`, `{` or `}` that ends what begins here, past strings, comments and brackets, as CSS Syntax 3 does.
    fn run(&mut self, is_property: bool) -> usize {
        let bytes = self.css.as_bytes();
        let mut open: Vec<(u8, usize)> = Vec::new();
        while let Some(byte) = bytes.get(self.at).copied() {
            match byte {
                b'{' if open.is_empty() && !is_property => break,
                b';' | b'}' if open.is_empty() => break,
                b'(' if self.is_bare_address() => {
                    let start = self.at;
                    match self.css[start..].find(')') {
                        Some(length) => self.at = start + length,
                        None => {
                            self.fault(start..start + 1, "this `(` is never closed", "add the `)`");
                            self.at = bytes.len();
                            continue;
                        }
                    }
                }
                b'(' => open.push((b')', self.at)),
                b'[' => open.push((b']', self.at)),
                b'{' => open.push((b'}', self.at)),
                b'"' | b'\'' => {
                    self.string(byte);
                    continue;
                }
                b'/' if self.starts_with("/*") => {
                    self.space();
                    continue;
                }
                b'\\' => {
                    // `\:` in the name of a class is fine; a spelled-out letter only hides what is written.
                    let next = bytes.get(self.at + 1).copied().unwrap_or(b'0');
                    if !next.is_ascii_punctuation() {
                        let range = self.at..self.at + 1;
                        self.fault(range, "an escaped letter outside a string", "write the letter itself");
                    }
                    self.at += 1;
                }
                _ if open.last().is_some_and(|(close, _)| *close == byte) => _ = open.pop(),
                _ => {}
            }
            self.at += self.css[self.at..].chars().next().map_or(1, char::len_utf8);
        }
        self.at = self.at.min(bytes.len());
        if let Some((_, at)) = open.first().filter(|_| self.at >= bytes.len()) {
            let sign = self.css[*at..].chars().next().unwrap_or('(');
            self.fault(*at..*at + 1, format!("this `{sign}` is never closed"), "close it");
        }
        self.at
    }

    /// Whether the `(` here begins an address without quotes, `url(a.png)`.
    fn is_bare_address(&self) -> bool {
        let before = self.css.get(self.at.saturating_sub(3)..self.at).unwrap_or("");
        let inside = self.css[self.at + 1..].trim_start();
        before.eq_ignore_ascii_case("url") && !inside.starts_with(['"', '\''])
    }

    /// A string; at the end of the line it ends, and that is a fault.
    fn string(&mut self, quote: u8) {
        let start = self.at;
        let bytes = self.css.as_bytes();
        self.at += 1;
        while let Some(byte) = bytes.get(self.at).copied() {
            match byte {
                b'\\' => self.at += 1 + self.css[self.at + 1..].chars().next().map_or(0, char::len_utf8),
                b'\n' | b'\r' | 0x0c => break,
                _ if byte == quote => {
                    self.at += 1;
                    return;
                }
                _ => self.at += 1,
            }
        }
        self.at = self.at.min(bytes.len());
        self.fault(start..self.at, "this string has no end on its line", "close it with the sign that opens it");
    }
}

fn trimmed(css: &str, range: Range<usize>) -> Range<usize> {
    let text = css.get(range.clone()).unwrap_or("");
    let start = range.start + text.len() - text.trim_start().len();
    start..(range.start + text.trim_end().len()).max(start)
}

fn clipped(text: &str) -> String {
    let line = text.lines().next().unwrap_or("");
    line.chars().take(40).collect()
}

/// Without comments; a comment parts words as a space does.
pub fn without_comments(css: &str) -> String {
    let mut out = String::with_capacity(css.len());
    let mut rest = css;
    let mut quote = None;
    while let Some(c) = rest.chars().next() {
        let mut length = c.len_utf8();
        match (quote, c) {
            (None, '/') if rest.starts_with("/*") => {
                out.push(' ');
                rest = rest.split_once("*/").map_or("", |(_, after)| after);
                continue;
            }
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), c) if c == open => quote = None,
            (Some(_), '\\') => length += rest[1..].chars().next().map_or(0, char::len_utf8),
            _ => {}
        }
        out.push_str(&rest[..length]);
        rest = &rest[length..];
    }
    out
}

/// The parts of a text between commas that stand in no brackets and no string.
pub fn parts(text: &str) -> Vec<&str> {
    let (mut out, mut start, mut depth, mut quote) = (Vec::new(), 0, 0usize, None);
    let mut escaped = false;
    for (at, c) in text.char_indices() {
        match (quote, c) {
            _ if escaped => escaped = false,
            (_, '\\') => escaped = true,
            (Some(open), c) if c == open => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => quote = Some(c),
            (None, '(' | '[') => depth += 1,
            (None, ')' | ']') => depth = depth.saturating_sub(1),
            (None, ',') if depth == 0 => {
                out.push(text[start..at].trim());
                start = at + 1;
            }
            _ => {}
        }
    }
    out.push(text[start..].trim());
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Items in short: `name=value`, `prelude{…}`, `@…;`.
    fn short(css: &str, items: &[Item]) -> String {
        let one = |item: &Item| match &item.kind {
            Kind::Declaration { name, value } => format!("{}={}", &css[name.clone()], &css[value.clone()]),
            Kind::Block { prelude, items } => format!("{}{{{}}}", &css[prelude.clone()], short(css, items)),
            Kind::Statement => format!("{};", &css[item.range.clone()]),
        };
        items.iter().map(one).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn sheets_are_read_as_browsers_read_them() {
        for (css, read) in [
            ("a{b:c;d:e}f{}", "a{b=c d=e} f{}"),
            ("@layer x,y;@media (a:b){p{q:r}}", "@layer x,y; @media (a:b){p{q=r}}"),
            ("a{b:'};{';c:url(x;{y});d:f(;{})}", "a{b='};{' c=url(x;{y}) d=f(;{})}"),
            (":root{--x:{a:b;c};--y: 1}", ":root{--x={a:b;c} --y=1}"),
            ("a:hover{b:c;&:focus{d:e}}/* } */.a\\:b{}", "a:hover{b=c &:focus{d=e}} .a\\:b{}"),
            ("a{b:c/* ; */d}", "a{b=c/* ; */d}"),
        ] {
            let (items, faults) = parse(css);
            assert_eq!((short(css, &items).as_str(), faults), (read, Vec::new()), "{css}");
        }
    }

    #[test]
    fn what_does_not_parse_is_named_and_left_out() {
        for (css, read, at, message) in [
            ("a{b:c", "a{b=c}", 1, "this `{` is never closed"),
            ("a{}}b{c:d}", "a{} b{c=d}", 3, "this `}` closes nothing"),
            ("a{b:'c\n;d:e}", "a{d=e}", 4, "this string has no end on its line"),
            ("a{b:f(c}", "a{}", 5, "this `(` is never closed"),
            ("a{b c}", "a{}", 2, "`b c` is no declaration"),
            ("a{b:u\\72l(http://x)}", "a{}", 5, "an escaped letter outside a string"),
            ("a{}/* b", "a{}", 3, "this comment has no end"),
        ] {
            let (items, faults) = parse(css);
            assert_eq!(short(css, &items), read, "{css}");
            assert_eq!((faults[0].range.start, faults[0].message.as_str()), (at, message), "{css}");
        }
        assert!(parse(&"a{".repeat(100_000)).1.iter().any(|fault| fault.message.contains("more than 32")));
    }

    #[test]
    fn any_text_ends() {
        for css in
            ["\"", "\\", "a{\\", "url(", "a{b:url(", "/*", "é{ü:ö;", "{}", "@", "--", "--a:{", "\u{0}}", "((((", "'\\"]
        {
            parse(css);
            without_comments(css);
            parts(css);
        }
    }
}
