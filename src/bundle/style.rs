//! The deck's style sheet: frame, formulas, theme, in layers so that the later wins. Manual page: `tests/spec/output.md`.

const FRAME: &str = include_str!("../../assets/page/frame.css");
const OVERVIEW: &str = include_str!("../../assets/page/overview.css");
const PRINT: &str = include_str!("../../assets/page/print.css");
const POINTER: &str = include_str!("../../assets/page/pointer.css");
const PRESENTER: &str = include_str!("../../assets/page/presenter.css");
const MEDIA: &str = include_str!("../../assets/page/media.css");
const MATH: &str = include_str!("../../assets/page/math.css");

/// The order of the layers, before any of them is filled.
const LAYERS: &str = "@layer frame,theme,talk;\n";

/// All rules but `@font-face`. The theme's sheet must put itself into the layer `theme`; formulas' rules come only with formulas,
/// those of clips and frames only with these.
pub fn sheet(theme: &str, has_math: bool, has_media: bool) -> String {
    let mut out = String::with_capacity(FRAME.len() + MATH.len() + theme.len());
    out.push_str(LAYERS);
    add(FRAME, &mut out);
    add(OVERVIEW, &mut out);
    add(PRINT, &mut out);
    add(POINTER, &mut out);
    add(PRESENTER, &mut out);
    if has_media {
        add(MEDIA, &mut out);
    }
    if has_math {
        out.push_str("@layer frame{");
        add(MATH, &mut out);
        out.push_str("}\n");
    }
    add(theme, &mut out);
    // A theme may write anything; the style element must not end early.
    if out.contains("</") { out.replace("</", "<\\/") } else { out }
}

/// Adds CSS without comments and indentation. Strings stay as they are.
fn add(css: &str, out: &mut String) {
    let mut rest = css;
    let mut quote: Option<char> = None;
    loop {
        // Most of a sheet is neither space nor a sign that means something here: copied in runs.
        let run = rest.bytes().position(|byte| is_sign(byte, quote)).unwrap_or(rest.len());
        out.push_str(&rest[..run]);
        rest = &rest[run..];
        let Some(c) = rest.chars().next() else { break };
        let mut next = &rest[c.len_utf8()..];
        match quote {
            Some(open) => {
                out.push(c);
                if c == '\\' {
                    let escaped = next.chars().next();
                    out.extend(escaped);
                    next = &next[escaped.map_or(0, char::len_utf8)..];
                } else if c == open {
                    quote = None;
                }
            }
            None if c == '/' && next.starts_with('*') => {
                next = next[1..].split_once("*/").map_or("", |(_, after)| after)
            }
            None if c.is_ascii_whitespace() => {
                // One space where words could meet, a line end where a rule ends, nothing where it changes nothing.
                match out.as_bytes().last() {
                    None | Some(b'{' | b';' | b',' | b' ' | b'\n') => {}
                    Some(b'}') => out.push('\n'),
                    Some(_) => out.push(' '),
                }
            }
            None => {
                if matches!(c, '"' | '\'') {
                    quote = Some(c);
                }
                if matches!(c, '{' | '}') && out.ends_with([' ', '\n']) {
                    out.pop();
                }
                if c == '}' && out.ends_with(';') {
                    out.pop();
                }
                out.push(c);
            }
        }
        rest = next;
    }
    if !out.ends_with('\n') && !out.is_empty() {
        out.push('\n');
    }
}

/// Whether a byte has to be looked at: in a string its end and what escapes it, elsewhere space, strings, comments and braces.
fn is_sign(byte: u8, quote: Option<char>) -> bool {
    match quote {
        Some(open) => byte == b'\\' || char::from(byte) == open,
        None => byte.is_ascii_whitespace() || matches!(byte, b'"' | b'\'' | b'/' | b'{' | b'}'),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stripped(css: &str) -> String {
        let mut out = String::new();
        add(css, &mut out);
        out
    }

    #[test]
    fn comments_and_indentation_go_and_meaning_stays() {
        assert_eq!(
            stripped(
                "/* a */\n.a  :is(b) > c {\n  width: calc(1px + 2px);\n  content: \"/* b */  \\\" }\";\n}\n\n@media print { .b,\n .c { d: e } }\n"
            ),
            ".a :is(b) > c{width: calc(1px + 2px);content: \"/* b */  \\\" }\"}\n@media print{.b,.c{d: e}}\n"
        );
        assert_eq!(stripped("a /* x */ b{}"), "a b{}\n");
        assert_eq!(stripped("a{b:'"), "a{b:'\n");
        assert_eq!(stripped(stripped(FRAME).as_str()), stripped(FRAME));
    }

    #[test]
    fn a_sheet_cannot_end_its_element() {
        assert!(!sheet("a{content:'</style><script>'}", false, false).contains("</style"));
    }

    #[test]
    fn rules_for_formulas_come_only_with_formulas() {
        assert!(!sheet("", false, true).contains("katex"));
        assert!(sheet("", true, false).contains(".katex"));
        assert!(!sheet("", true, false).contains(".still"));
        assert!(sheet("", false, true).contains(".still"));
    }
}
