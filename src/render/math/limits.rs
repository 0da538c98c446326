//! What a formula may not hold, found without KaTeX. Manual page: `tests/spec/math.md`.
//!
//! These limits are exact: a formula is refused on a slow machine as on a fast one. The worker's deadline only catches the rest.

use std::ops::Range;

/// Bytes of one formula.
pub const LONGEST: usize = 8 << 10;

/// Braces inside braces.
pub const DEEPEST: usize = 64;

/// Commands that make KaTeX loop for ever or grow without bound.
const ENDLESS: [&str; 3] = [r"\edef", r"\xdef", r"\global"];

/// Commands that KaTeX draws in red instead of obeying, because a document is not trusted.
const OUTSIDE: [&str; 7] =
    [r"\href", r"\url", r"\includegraphics", r"\htmlClass", r"\htmlId", r"\htmlStyle", r"\htmlData"];

/// Commands that only talk to a console.
const TALKING: [&str; 3] = [r"\message", r"\errmessage", r"\show"];

/// Why a formula is not even tried.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// `math-limit` or `math-refused`.
    pub code: &'static str,
    /// The words.
    pub message: String,
    /// What to do.
    pub hint: &'static str,
    /// The place, in bytes of the formula.
    pub place: Range<usize>,
}

/// Looks a formula or the body of a macro through.
///
/// # Errors
/// The first thing that is refused.
pub fn check(tex: &str) -> Result<(), Refusal> {
    if tex.len() > LONGEST {
        let message = format!("a formula of {} bytes is more than the {LONGEST} that are drawn", tex.len());
        return Err(Refusal {
            code: "math-limit",
            message,
            hint: "split it into several formulas",
            place: 0..tex.len(),
        });
    }
    let mut depth = 0usize;
    for (place, piece) in pieces(tex) {
        match piece {
            "{" => depth += 1,
            "}" => depth = depth.saturating_sub(1),
            _ => refused(piece).map_or(Ok(()), |(message, hint)| {
                Err(Refusal { code: "math-refused", message, hint, place: place.clone() })
            })?,
        }
        if depth > DEEPEST {
            let message = format!("braces are nested more than {DEEPEST} deep");
            return Err(Refusal { code: "math-limit", message, hint: "define parts of the formula as macros", place });
        }
    }
    Ok(())
}

fn refused(piece: &str) -> Option<(String, &'static str)> {
    if ENDLESS.contains(&piece) {
        return Some((
            format!("`{piece}` is not allowed in formulas"),
            r"use `\def` or `\newcommand`, or `math: {macros: …}` in the front matter",
        ));
    }
    if OUTSIDE.contains(&piece) {
        return Some((
            format!("`{piece}` is not allowed in formulas"),
            "links, pictures and classes are written in Markdown, around the formula",
        ));
    }
    if TALKING.contains(&piece) {
        return Some((format!("`{piece}` is not allowed in formulas"), "take it out"));
    }
    let letter = piece.chars().next().filter(|letter| letter.is_control() && !matches!(letter, '\t' | '\n' | '\r'))?;
    Some((format!("the control character U+{:04X} is not allowed in formulas", u32::from(letter)), "delete it"))
}

/// The pieces of a formula as TeX sees them, with their places: control words and symbols, single characters; comments left out,
/// the inside of `\verb` as one piece.
pub fn pieces(tex: &str) -> impl Iterator<Item = (Range<usize>, &str)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        while tex[at..].starts_with('%') {
            at += tex[at..].find('\n').map_or(tex.len() - at, |end| end + 1);
        }
        let length = piece_length(&tex[at..]);
        let place = at..at + length;
        at = place.end;
        (length > 0).then(|| (place.clone(), &tex[place]))
    })
}

fn piece_length(rest: &str) -> usize {
    let Some(after) = rest.strip_prefix('\\') else { return rest.chars().next().map_or(0, char::len_utf8) };
    let word = after.bytes().take_while(|byte| byte.is_ascii_alphabetic() || *byte == b'@').count();
    if &after[..word] == "verb" {
        let star = after[word..].starts_with('*') as usize;
        let mut inside = after[word + star..].char_indices();
        let end = inside.next().and_then(|(_, mark)| inside.find(|(_, letter)| *letter == mark));
        return 1 + word + star + end.map_or(0, |(index, mark)| index + mark.len_utf8());
    }
    1 + if word > 0 { word } else { after.chars().next().map_or(0, char::len_utf8) }
}

/// The first brace that has no partner.
pub fn lonely_brace(tex: &str) -> Option<(Range<usize>, &str)> {
    let mut open = Vec::new();
    for (place, piece) in pieces(tex) {
        match piece {
            "{" => open.push((place, piece)),
            "}" if open.pop().is_none() => return Some((place, piece)),
            _ => {}
        }
    }
    open.into_iter().next()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(tex: &str) -> Option<&'static str> {
        check(tex).err().map(|refusal| refusal.code)
    }

    #[test]
    fn the_length_limit_is_exact() {
        assert_eq!(code(&"x".repeat(LONGEST)), None);
        assert_eq!(code(&"x".repeat(LONGEST + 1)), Some("math-limit"));
    }

    #[test]
    fn the_depth_limit_is_exact_and_knows_escapes() {
        assert_eq!(code(&("{".repeat(DEEPEST) + &"}".repeat(DEEPEST))), None);
        assert_eq!(code(&"{".repeat(DEEPEST + 1)), Some("math-limit"));
        assert_eq!(code(&"\\{".repeat(DEEPEST + 1)), None);
        assert_eq!(code(&"{}".repeat(DEEPEST + 1)), None);
    }

    #[test]
    fn refused_commands_have_their_place() {
        let refusal = check(r"ä + \edef\a{\a\a}\a").unwrap_err();
        assert_eq!((refusal.code, refusal.place), ("math-refused", 5..10));
        for tex in
            [r"\xdef\a{}", r"\global\def\a{}", r"{\href{javascript:alert(1)}{x}}", r"\htmlStyle{color:red}{x}", "a\0b"]
        {
            assert_eq!(code(tex), Some("math-refused"), "{tex}");
        }
    }

    #[test]
    fn longer_words_comments_and_verbatim_text_are_not_refused() {
        for tex in [r"\edefs", r"x % \edef", r"\verb|\edef|", r"\\edef", r"\verb*|\global|", "a\tb\r\nc"] {
            assert_eq!(code(tex), None, "{tex}");
        }
        assert_eq!(code("% x\n\\edef"), Some("math-refused"));
        assert_eq!(code(r"\verb|\edef"), Some("math-refused"));
    }

    #[test]
    fn the_brace_without_a_partner_is_found() {
        assert_eq!(lonely_brace(r"\frac{a}{b"), Some((8..9, "{")));
        assert_eq!(lonely_brace(r"{a}}\{"), Some((3..4, "}")));
        assert_eq!(lonely_brace(r"{a}\{"), None);
    }
}
