//! Takes out of KaTeX's output what a browser does not need, and mends two of its drawings. Manual page: `tests/spec/math.md`.

/// Shortens the tags of `html`: no namespaces (the HTML parser knows them), no `;` before the end of a style, no zero before a
/// decimal point in styles; and a tall left bracket gets its [foot](FOOT), tall floors a [command](TWICE) that browsers know. Text between tags stays byte for byte.
///
/// KaTeX escapes `<` and `>` in text and attributes, so that every `<` opens a tag and the next `>` closes it.
pub fn shrink(html: &str) -> String {
    let mut short = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(open) = rest.find('<') {
        short.push_str(&rest[..open]);
        rest = &rest[open..];
        let close = rest.find('>').map_or(rest.len(), |close| close + 1);
        shrink_tag(&rest[..close], &mut short);
        rest = &rest[close..];
    }
    short.push_str(rest);
    short
}

/// Beginning of the drawing of a tall `[`, which KaTeX stretches to any height.
const TALL_BRACKET: &str = "<path d='M403 1759 V84 H666 V0 H319 V1759 v";
/// The foot of a tall `[` as KaTeX 0.16.4 draws it, and as it has to be: 84 units lower, the thickness of its lines, as that of
/// `]` is, and the end of the box in which both stand (4800 units for four rows, where the one ended at 4718, the other at 4802).
const FOOT: [&str; 2] = [" v1759 h347 v-84", " v1843 h347 v-84"];

/// What KaTeX 0.16.4 writes once too often in tall floors: a browser says so and stops drawing there.
const TWICE: [&str; 2] = ["\nMM", "\nM"];

fn shrink_tag(tag: &str, short: &mut String) {
    const NAMESPACES: [&str; 2] =
        [r#" xmlns="http://www.w3.org/1998/Math/MathML""#, r#" xmlns="http://www.w3.org/2000/svg""#];
    const STYLE: &str = r#" style=""#;
    let tag = NAMESPACES
        .iter()
        .find_map(|name| tag.find(name).map(|at| [&tag[..at], &tag[at + name.len()..]].concat()))
        .unwrap_or(tag.to_owned());
    if tag.starts_with(TALL_BRACKET) {
        return short.push_str(&tag.replacen(FOOT[0], FOOT[1], 1));
    }
    if tag.starts_with("<path ") {
        return short.push_str(&tag.replacen(TWICE[0], TWICE[1], 1));
    }
    let Some((before, style, after)) = tag.find(STYLE).and_then(|at| {
        let (before, rest) = tag.split_at(at + STYLE.len());
        let end = rest.find('"')?;
        Some((before, &rest[..end], &rest[end..]))
    }) else {
        return short.push_str(&tag);
    };
    short.push_str(before);
    let mut last = ':';
    let style = style.trim_end_matches(';');
    for (index, letter) in style.char_indices() {
        let bare_zero = letter == '0' && matches!(last, ':' | '-' | ' ') && style[index + 1..].starts_with('.');
        if !bare_zero {
            short.push(letter);
        }
        last = letter;
    }
    short.push_str(after);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn styles_lose_zeros_and_the_last_semicolon() {
        assert_eq!(
            shrink(r#"<span style="height:0.69em;margin:-0.5em 10.05em;">0.5;</span>"#),
            r#"<span style="height:.69em;margin:-.5em 10.05em">0.5;</span>"#
        );
    }

    #[test]
    fn namespaces_go_and_text_stays() {
        let html = r#"<math xmlns="http://www.w3.org/1998/Math/MathML" display="block"><mn>0.5</mn> style=";" </math>"#;
        assert_eq!(shrink(html), r#"<math display="block"><mn>0.5</mn> style=";" </math>"#);
    }

    #[test]
    fn a_tag_that_never_ends_is_kept() {
        assert_eq!(shrink("a <b"), "a <b");
    }
}
