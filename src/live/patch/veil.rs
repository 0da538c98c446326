//! A slide as far as it was shown: what later steps will bring is not in its bytes. Manual page: `tests/spec/remote.md`.
//!
//! What is still to come keeps its box, so that nothing moves when it appears: letters become other letters of the same kind,
//! drawings and pictures become empty ones of the same size. The page hides them; whoever looks into the page learns nothing.

/// Attributes of what is still to come that only say how large it is.
const KEPT: &[&str] = &[
    "class",
    "style",
    "data-show",
    "dir",
    "width",
    "height",
    "colspan",
    "rowspan",
    "viewBox",
    "preserveAspectRatio",
    "aria-hidden",
];
/// Elements whose content goes altogether: it does not decide how large they are.
const EMPTIED: &[&str] = &["svg", "math", "template", "video", "audio", "iframe", "details", "style", "script"];
const VOID: &[&str] =
    &["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"];

/// What hides it in every view of the page, on paper too, with or without scripts.
pub const STYLE: &str = "[data-veiled]{visibility:hidden!important}\n";

/// The section as it stands at `step`, which becomes its last one. A section that was shown to its end stays as it is.
pub fn veil(section: &str, step: u32) -> String {
    let mut out = String::with_capacity(section.len());
    let mut rest = section;
    let mut depth = 0_usize;
    /// From this depth on everything is still to come.
    const OPEN: usize = usize::MAX;
    let (mut veiled, mut emptied) = (OPEN, OPEN);
    while let Some(at) = rest.find('<') {
        let (text, tag) = rest.split_at(at);
        write_text(text, depth > veiled, depth > emptied, &mut out);
        let length = tag_length(tag);
        let (tag, after) = tag.split_at(length);
        rest = after;
        if tag.starts_with("<!") {
            continue;
        }
        if tag.starts_with("</") {
            depth = depth.saturating_sub(1);
            if depth <= emptied {
                out.push_str(tag);
                emptied = OPEN;
            }
            if depth <= veiled {
                veiled = OPEN;
            }
            continue;
        }
        let name = tag[1..].split(|letter: char| !letter.is_alphanumeric() && letter != '-').next().unwrap_or("");
        let is_alone = VOID.contains(&name) || tag.ends_with("/>");
        let is_first = depth == 0;
        if depth > emptied {
            depth += usize::from(!is_alone);
            continue;
        }
        let begins = veiled == OPEN && is_later(tag, step);
        if begins {
            veiled = depth;
        }
        if veiled == OPEN {
            match is_first {
                true => out.push_str(&with_last_step(tag, step)),
                false => out.push_str(tag),
            }
        } else {
            write_tag(tag, name, begins, &mut out);
            if !is_alone && EMPTIED.contains(&name) {
                emptied = depth;
            }
        }
        match is_alone {
            true if begins => veiled = OPEN,
            true => {}
            false => depth += 1,
        }
    }
    write_text(rest, false, false, &mut out);
    out
}

/// The length of the tag or comment that the text begins with.
fn tag_length(text: &str) -> usize {
    if text.starts_with("<!--") {
        return text.find("-->").map_or(text.len(), |at| at + 3);
    }
    let mut quote = None;
    for (at, byte) in text.bytes().enumerate() {
        match (quote, byte) {
            (None, b'>') => return at + 1,
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), _) if open == byte => quote = None,
            _ => {}
        }
    }
    text.len()
}

/// Whether what the tag begins is shown at no step up to this one.
fn is_later(tag: &str, step: u32) -> bool {
    let Some(ranges) = attribute(tag, "data-show") else { return false };
    let first = |range: &str| range.split('-').next().and_then(|first| first.parse::<f64>().ok());
    ranges.split(' ').filter_map(first).all(|first| first > f64::from(step))
}

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    attributes(tag).find(|(own, _)| *own == name).map(|(_, value)| value)
}

/// Names and values as they are written.
fn attributes(tag: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut rest = tag.trim_start_matches('<').trim_start_matches(|letter: char| !letter.is_ascii_whitespace());
    std::iter::from_fn(move || {
        rest = rest.trim_start_matches(|letter: char| letter.is_ascii_whitespace() || letter == '/');
        let end = rest.find(|letter: char| letter.is_ascii_whitespace() || "=/>".contains(letter))?;
        let (name, after) = rest.split_at(end);
        if name.is_empty() {
            return None;
        }
        let Some(value) = after.strip_prefix('=') else {
            rest = after;
            return Some((name, ""));
        };
        let quote = value.chars().next().filter(|first| "\"'".contains(*first));
        let value = if quote.is_some() { &value[1..] } else { value };
        let ends = |letter: char| quote.map_or(letter.is_ascii_whitespace() || letter == '>', |quote| letter == quote);
        let (value, after) = value.split_at(value.find(ends)?);
        rest = if quote.is_some() { &after[1..] } else { after };
        Some((name, value))
    })
}

fn with_last_step(tag: &str, step: u32) -> String {
    let last = attribute(tag, "data-last-step").unwrap_or("0");
    match last.parse::<u32>() {
        Ok(number) if number > step => {
            tag.replacen(&format!("data-last-step=\"{last}\""), &format!("data-last-step=\"{step}\""), 1)
        }
        _ => tag.to_owned(),
    }
}

/// A tag of what is still to come.
fn write_tag(tag: &str, name: &str, begins: bool, out: &mut String) {
    out.push('<');
    out.push_str(name);
    let mut size = (None, None);
    for (own, value) in attributes(tag).filter(|(own, _)| KEPT.contains(own)) {
        // A style may name a picture.
        if own == "style" && value.contains("url(") {
            continue;
        }
        match own {
            "width" => size.0 = Some(value),
            "height" => size.1 = Some(value),
            _ => {}
        }
        out.push_str(&format!(" {own}=\"{}\"", value.replace('"', "&quot;")));
    }
    if begins {
        out.push_str(" data-veiled");
    }
    if let ("img", Some(width), Some(height)) = (name, size.0, size.1) {
        let empty = format!("%3Csvg xmlns='http://www.w3.org/2000/svg' width='{width}' height='{height}'/%3E");
        out.push_str(&format!(" alt src=\"data:image/svg+xml,{empty}\""));
    }
    out.push_str(if tag.ends_with("/>") { "/>" } else { ">" });
}

/// Text as it is, or with other letters, or not at all.
fn write_text(text: &str, is_veiled: bool, is_gone: bool, out: &mut String) {
    if !is_veiled {
        return out.push_str(text);
    }
    if is_gone {
        return;
    }
    let mut in_reference = false;
    for letter in text.chars() {
        match letter {
            '&' => {
                in_reference = true;
                out.push('n');
            }
            ';' if in_reference => in_reference = false,
            _ if in_reference => {}
            ' ' | '\n' | '\t' | '.' | ',' | '\u{200b}' => out.push(letter),
            '0'..='9' => out.push('0'),
            _ if letter.is_uppercase() => out.push('H'),
            _ => out.push('n'),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SLIDE: &str = "<section data-key=\"1\" class=\"slide\" id=\"a\" data-last-step=\"3\" aria-label=\"1 of 2: A > B\"><div class=\"canvas\">\
        <p>Seen</p><ul><li>one</li><li data-show=\"1-\">two &amp; <b title=\"secret\">Three 3</b></li>\
        <li data-show=\"2-2\"><img src=\"asset/abc\" alt=\"secret\" width=\"20\" height=\"10\"><br></li></ul>\
        <figure data-show=\"3-\"><svg viewBox=\"0 0 2 2\"><path d=\"M0 secret\"/><g><text>secret</text></g></svg><figcaption>At last</figcaption></figure>\
        <p>End</p></div></section>";

    #[test]
    fn a_slide_shown_to_its_end_stays_as_it_is() {
        assert_eq!(veil(SLIDE, 3), SLIDE);
        assert_eq!(veil(SLIDE, 9), SLIDE);
    }

    #[test]
    fn what_is_still_to_come_has_its_place_and_not_its_words() {
        let first = veil(SLIDE, 0);
        assert!(
            first.starts_with("<section data-key=\"1\" class=\"slide\" id=\"a\" data-last-step=\"0\" aria-label"),
            "{first}"
        );
        for word in ["secret", "two", "Three", "At last", "abc", "path"] {
            assert!(!first.contains(word), "`{word}` in {first}");
        }
        assert!(first.contains("<li>one</li><li data-show=\"1-\" data-veiled>nnn n <b>Hnnnn 0</b></li>"), "{first}");
        assert!(
            first.contains("<svg viewBox=\"0 0 2 2\"></svg><figcaption>Hn nnnn</figcaption></figure><p>End</p>"),
            "{first}"
        );
        assert!(first.contains("width='20' height='10'"));
        let second = veil(SLIDE, 1);
        assert!(second.contains("two &amp; <b title=\"secret\">Three 3</b>") && !second.contains("abc"), "{second}");
        // What was seen and is gone again may be looked at again.
        assert!(veil(SLIDE, 2).contains("asset/abc") && !veil(SLIDE, 2).contains("At last"));
    }

    #[test]
    fn odd_markup_neither_fails_nor_shows() {
        for odd in [
            "<p data-show=\"1-\">x",
            "<p data-show='1-' title='a>b'>secret</p>",
            "<",
            "<p",
            "<p a=",
            "</p></p>secret",
            "<p =>",
            "<hr data-show=\"1-\"><p>seen</p>",
            "<p data-show=1->secret</p>",
            "<p data-show=\"1-\"><!-- secret --></p>",
        ] {
            let out = veil(odd, 0);
            assert!(!out.contains("secret") || odd.starts_with("</p>"), "{odd}: {out}");
            assert!(out.contains("seen") == odd.contains("seen"), "{odd}: {out}");
        }
    }
}
