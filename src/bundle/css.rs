//! Style sheets in as few bytes as they need: no comments, no space that means nothing, no rule about a class or an attribute
//! that nothing in the deck has, no custom property that nothing reads. Reads CSS just well enough for that. Manual page: `tests/spec/output.md`.

use super::inventory::Inventory;
use std::collections::BTreeSet;

/// Takes out the custom properties that neither these sheets nor anything in the deck speaks of, but for giving them a value.
pub fn drop_unread(css: &str, inventory: &Inventory<'_>) -> String {
    let mut css = css.to_owned();
    loop {
        let (mut values, mut read) = (Vec::new(), BTreeSet::new());
        let (mut at, mut is_start) = (0, true);
        while let Some(c) = css[at..].chars().next() {
            let rest = &css[at..];
            let mut length = whole(rest);
            if rest.starts_with("--") {
                let name = &rest[..rest.find(|c| !is_name(c)).unwrap_or(rest.len())];
                if is_start && rest[name.len()..].starts_with(':') {
                    values.push((at, name));
                } else {
                    read.insert(name);
                }
                length = name.len();
            }
            is_start = matches!(c, '{' | '}' | ';');
            at += length;
        }
        let mut out = String::with_capacity(css.len());
        let mut copied = 0;
        for (at, name) in values {
            if !read.contains(name) && !inventory.reads(name) {
                out.push_str(&css[copied..at]);
                copied = at + value_end(&css[at..]);
            }
        }
        if copied == 0 {
            return css;
        }
        // What only those spoke of goes in the next round.
        out.push_str(&css[copied..]);
        css = out;
    }
}

/// Where a declaration ends, its semicolon included.
fn value_end(declaration: &str) -> usize {
    let (mut at, mut depth) = (0, 0usize);
    while let Some(c) = declaration[at..].chars().next() {
        match c {
            '(' | '[' | '{' => depth += 1,
            '}' if depth == 0 => return at,
            ')' | ']' | '}' => depth = depth.saturating_sub(1),
            ';' if depth == 0 => return at + 1,
            _ => {}
        }
        at += whole(&declaration[at..]);
    }
    at
}

pub fn is_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '_') || !c.is_ascii()
}

/// Adds a sheet as one line. Without an inventory all rules are in it.
pub fn write(css: &str, inventory: Option<&Inventory<'_>>, out: &mut String) {
    let plain = plain(css);
    // Where each open block begins in `out`, and how many blocks deep in a rule that is left out.
    let mut open: Vec<usize> = Vec::new();
    let mut left_out = 0usize;
    for (piece, end) in pieces(&plain) {
        match end {
            Some('{') if left_out > 0 => left_out += 1,
            Some('}') if left_out > 0 => left_out -= 1,
            _ if left_out > 0 => {}
            Some('{') => {
                let start = out.len();
                prelude(piece, inventory, out);
                if out.len() == start && !piece.is_empty() {
                    left_out = 1;
                } else {
                    open.push(start);
                    out.push('{');
                }
            }
            Some('}') => {
                declaration(piece, out);
                close(open.pop(), out);
            }
            Some(_) if piece.is_empty() => {}
            Some(_) => {
                declaration(piece, out);
                out.push(';');
            }
            None => declaration(piece, out),
        }
    }
    out.push('\n');
}

/// Ends a block; a rule or a condition with nothing in it goes. An empty layer stays, because it may set the layers' order.
fn close(start: Option<usize>, out: &mut String) {
    if out.ends_with(';') {
        out.pop();
    }
    match start {
        Some(start) if out.ends_with('{') && (!out[start..].starts_with('@') || out[start..].starts_with("@media")) => {
            out.truncate(start);
        }
        _ => out.push('}'),
    }
}

/// What stands before a brace: an at-rule, or the selectors that may match something.
fn prelude(text: &str, inventory: Option<&Inventory<'_>>, out: &mut String) {
    if text.starts_with("@media") || text.starts_with("@container") {
        return tidy(text, ",:(", ",:)", out);
    }
    if text.starts_with('@') {
        return tidy(text, ",(", ",)", out);
    }
    let start = out.len();
    for selector in split_outside_brackets(text, |c| c == ',') {
        if inventory.is_none_or(|inventory| inventory.may_match(selector)) {
            if out.len() > start {
                out.push(',');
            }
            tidy(&bare(selector.trim()), ",>+~(", ",>+~)", out);
        }
    }
}

/// A selector with `[name=word]` for `[name="word"]`.
fn bare(selector: &str) -> String {
    let mut out = String::with_capacity(selector.len());
    let mut rest = selector;
    while let Some((before, after)) = rest.split_once("=\"") {
        out.extend([before, "="]);
        let word = after.split_once("\"]").map(|(word, _)| word).filter(|word| {
            word.starts_with(|c: char| c.is_ascii_alphabetic())
                && word.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
        });
        rest = match word {
            Some(word) => {
                out.push_str(word);
                &after[word.len() + 1..]
            }
            None => {
                out.push('"');
                after
            }
        };
    }
    out.push_str(rest);
    out
}

/// A declaration, or an at-rule without a block.
fn declaration(text: &str, out: &mut String) {
    match text.split_once(':') {
        Some((name, value)) if !text.starts_with('@') => {
            out.extend([name.trim_end(), ":"]);
            tidy(value.trim_start(), ",(/*", ",)/!*", out);
        }
        _ => tidy(text, ",(", ",)", out),
    }
}

/// Copies without the spaces that stand behind a sign of `after` or ahead of one of `before`. Strings and escapes stay.
fn tidy(text: &str, after: &str, before: &str, out: &mut String) {
    let mut rest = text;
    let mut last = ' ';
    while let Some(c) = rest.chars().next() {
        let length = whole(rest);
        let next = rest[length..].chars().next().unwrap_or(' ');
        // `/ *` must not become the start of a comment.
        let is_needless = c == ' ' && (after.contains(last) && (last, next) != ('/', '*') || before.contains(next));
        if !is_needless {
            out.push_str(&rest[..length]);
            last = if length > c.len_utf8() { '"' } else { c };
        }
        rest = &rest[length..];
    }
}

/// How many bytes belong together at the start of a text: a string, an escape with the space that ends it, or one character.
pub fn whole(text: &str) -> usize {
    let mut characters = text.char_indices();
    match characters.next() {
        Some((_, quote @ ('"' | '\''))) => {
            while let Some((at, c)) = characters.next() {
                match c {
                    '\\' => drop(characters.next()),
                    _ if c == quote => return at + 1,
                    _ => {}
                }
            }
            text.len()
        }
        Some((_, '\\')) => {
            let digits = text[1..].bytes().take(6).take_while(u8::is_ascii_hexdigit).count();
            match text[1 + digits..].chars().next() {
                Some(c) if digits == 0 || c.is_ascii_whitespace() => 1 + digits + c.len_utf8(),
                _ => 1 + digits,
            }
        }
        Some((_, c)) => c.len_utf8(),
        None => 0,
    }
}

/// Without comments, and with one space for any white space outside strings and bare addresses.
fn plain(css: &str) -> String {
    let mut out = String::with_capacity(css.len());
    let mut rest = css;
    let mut is_apart = false;
    while let Some(c) = rest.chars().next() {
        if c.is_ascii_whitespace() || rest.starts_with("/*") {
            // A comment parts words no more than a space does, and all of them together are one space.
            if !is_apart {
                out.push(' ');
            }
            is_apart = true;
            rest = match rest.strip_prefix("/*") {
                Some(comment) => comment.split_once("*/").map_or("", |(_, after)| after),
                None => rest.trim_ascii_start(),
            };
            continue;
        }
        is_apart = false;
        let mut length = whole(rest);
        if c == '(' && out.get(out.len().saturating_sub(3)..).is_some_and(|name| name.eq_ignore_ascii_case("url")) {
            let address = rest[1..].trim_ascii_start();
            if !address.starts_with(['"', '\'']) {
                length = rest.find(')').map_or(rest.len(), |end| end + 1);
            }
        }
        out.push_str(&rest[..length]);
        rest = &rest[length..];
    }
    out
}

/// The text between braces and semicolons and what ended it; strings and brackets are kept whole. The last may have no end.
pub fn pieces(css: &str) -> impl Iterator<Item = (&str, Option<char>)> {
    let mut rest = css;
    std::iter::from_fn(move || {
        let (mut at, mut depth) = (0, 0usize);
        while let Some(c) = rest[at..].chars().next() {
            match c {
                '(' | '[' => depth += 1,
                ')' | ']' => depth = depth.saturating_sub(1),
                '{' | '}' | ';' if depth == 0 => {
                    let piece = rest[..at].trim();
                    rest = &rest[at + 1..];
                    return Some((piece, Some(c)));
                }
                _ => {}
            }
            at += whole(&rest[at..]);
        }
        let piece = std::mem::take(&mut rest).trim();
        (!piece.is_empty()).then_some((piece, None))
    })
}

/// The parts of a text between borders that stand in no brackets.
pub fn split_outside_brackets(text: &str, is_border: impl Fn(char) -> bool) -> Vec<&str> {
    let (mut out, mut start, mut depth) = (Vec::new(), 0, 0usize);
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let length = whole(&text[at..]);
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            _ if depth == 0 && is_border(c) => {
                out.push(&text[start..at]);
                start = at + length;
            }
            _ => {}
        }
        at += length;
    }
    out.push(&text[start..]);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(css: &str, inventory: Option<&Inventory<'_>>) -> String {
        let mut out = String::new();
        write(css, inventory, &mut out);
        assert_eq!(out.pop(), Some('\n'));
        out
    }

    #[test]
    fn comments_and_needless_space_go_and_meaning_stays() {
        for (css, short) in [
            (
                "/* a */\n.a  :is( b , c ) > d ~ e {\n  width : calc(1px + 2px) ;\n}\n",
                ".a :is(b,c)>d~e{width:calc(1px + 2px)}",
            ),
            ("a :hover, & .b { c: d; > i { e: f } }", "a :hover,& .b{c:d;>i{e:f}}"),
            ("a{content: \"/* b */  \\\" } , : \" ; d: ' > '}", "a{content:\"/* b */  \\\" } , : \";d:' > '}"),
            ("[title=\"a , b\" i] li:nth-child( 2n + 1 ){a:b}", "[title=\"a , b\" i] li:nth-child(2n+1){a:b}"),
            (
                "@media screen and (min-width: 3px) , print { a { b: c !important; } }",
                "@media screen and (min-width:3px),print{a{b:c!important}}",
            ),
            (
                "a[b=\"c-d\"] [e=\"16:9\"], [f=\"\"], [g=\"1\"] { h: i }",
                "a[b=c-d] [e=\"16:9\"],[f=\"\"],[g=\"1\"]{h:i}",
            ),
            ("@scope (.a) to (.b :hover) { c { d: e } }", "@scope (.a) to (.b :hover){c{d:e}}"),
            ("@layer a, b ;\n@layer c{}", "@layer a,b;@layer c{}"),
            (
                "a{font: 1em / 1.4 b , c;grid-area: 1 / 2; --d:  ( e ,f ) g}",
                "a{font:1em/1.4 b,c;grid-area:1/2;--d:(e,f) g}",
            ),
            ("a{b: calc(1px / 2 * 3) c(  d ) e; f: url( x/*y.png ) g}", "a{b:calc(1px/2*3) c(d) e;f:url(x/*y.png) g}"),
            (".\\31  2 .\\, > b{c: d}", ".\\31  2 .\\,>b{c:d}"),
            ("a /* x */ b{c:d}", "a b{c:d}"),
            ("a{}@media print{b{;}}", ""),
            ("a{b:'", "a{b:'"),
            ("a}b{c:d}", "a}b{c:d}"),
        ] {
            assert_eq!(written(css, None), short);
            assert_eq!(written(short, None), short, "a second time");
        }
    }

    #[test]
    fn custom_properties_that_nothing_reads_are_left_out() {
        let html = "<style>p{color:var(--asked)}</style>";
        let inventory = Inventory::new(["style.setProperty('--set', 1)", ""], std::iter::once(html));
        let css = ":root{--a:1;--b:var(--a);--set:2;--asked:3}p{--c:';}';--d:f(;);margin:var(--e,1px)}i{--e:1}b{--a:2}";
        assert_eq!(drop_unread(css, &inventory), ":root{--set:2;--asked:3}p{margin:var(--e,1px)}i{--e:1}b{}");
        assert_eq!(drop_unread("a{b:c}", &inventory), "a{b:c}");
    }

    #[test]
    fn rules_about_classes_that_nothing_has_are_left_out() {
        let html = "<p class=\"one two\" data-lit=\"a\" dir=\"rtl\">class .three</p><i class=\"four\">";
        let classes = Inventory::new(["a.classList.add('live','pen'+1)", ""], std::iter::once(html));
        for (css, short) in [
            (".one{a:b}.three{a:b}.one .three,.two>.four{a:b}", ".one{a:b}.two>.four{a:b}"),
            (".live{a:b}.pen1{a:b}.pens1{a:b}.pen1x{a:b}", ".live{a:b}.pen1{a:b}"),
            ("a{.three{b:c;d{e:f}}g:h}i{.three &{a:b}}", "a{g:h}"),
            (
                ":is(.three,.one) p:not(.three){a:b}[title='.three']{a:b}",
                ":is(.three,.one) p:not(.three){a:b}[title='.three']{a:b}",
            ),
            (
                ":is(.three,b.three) .one{a:b}.one:has(> .three){a:b}.one:where(p,.three){a:b}:is(i:has(.three)){a:b}",
                ".one:where(p,.three){a:b}",
            ),
            (
                "[data-lit]{a:b}[data-lit=\"a\"]{a:b}[data-lit=\"b\"]{a:b}[data-lit^=\"b\"]{a:b}",
                "[data-lit]{a:b}[data-lit=a]{a:b}[data-lit^=b]{a:b}",
            ),
            (
                "[data-dim]{a:b}[data-live]{a:b}[data-class-list=\"x\"]{a:b}[open]{a:b}",
                "[data-live]{a:b}[data-class-list=x]{a:b}[open]{a:b}",
            ),
            ("[dir=\"rtl\"] i{a:b}[dir=\"ltr\"] i{a:b}:not([data-dim]){a:b}", "[dir=rtl] i{a:b}:not([data-dim]){a:b}"),
            ("@media print{.three{a:b}}@layer x{.three{a:b}}", "@layer x{}"),
            ("@keyframes k{33.3%{a:b}}.thr\\65 e{a:b}", "@keyframes k{33.3%{a:b}}.thr\\65 e{a:b}"),
        ] {
            assert_eq!(written(css, Some(&classes)), short);
        }
    }
}
