//! What a `$` means: the start of a formula, a price, or a slip.
//! Manual page: `tests/spec/math.md`.

use super::super::attributes;
use crate::source::FileId;
use std::ops::Range;

/// `Some(None)` when only white space stands in `from..to`, `Some(range)` when only `{…}` does, else `None`.
/// Besides attributes this takes step lists such as `{1|2|all}`, which only formulas and code have.
pub fn only_attributes(text: &str, from: usize, to: usize) -> Option<Option<Range<usize>>> {
    let rest = &text[from..to];
    let content = rest.trim();
    if content.is_empty() {
        return Some(None);
    }
    if !content.starts_with('{') || !content.ends_with('}') {
        return None;
    }
    let start = from + (rest.len() - rest.trim_start().len());
    let list = content[1..content.len() - 1].chars().all(|c| c.is_ascii_digit() || "|-, *alnoe+".contains(c));
    let whole = start..start + content.len();
    let read = attributes::read(content, FileId(0), 0).is_some_and(|(_, end)| end == content.len());
    (list || read).then_some(Some(whole))
}

/// How the search for a closing `$` went.
pub enum MathClose {
    /// It is at this offset.
    At(usize),
    /// There is no further `$` in the paragraph.
    None,
    /// There is one, but only inside braces that do not match.
    Unbalanced,
}

/// The `$` that closes a formula whose TeX starts at `from`: the first one outside braces.
pub fn math_close(text: &str, from: usize, to: usize) -> MathClose {
    let bytes = text.as_bytes();
    let mut depth = 0i32;
    let mut at = from;
    let mut inside = false;
    while at < to {
        match bytes[at] {
            b'\\' => at += 1,
            b'{' => depth += 1,
            b'}' => depth -= 1,
            b'$' if depth == 0 => return MathClose::At(at),
            b'$' => inside = true,
            _ => {}
        }
        at += 1;
    }
    if inside { MathClose::Unbalanced } else { MathClose::None }
}

/// Whether `from..close` is a formula and not two prices. With white space at an edge it must look like TeX.
pub fn is_formula(text: &str, from: usize, close: usize, line_end: usize) -> bool {
    let inside = &text[from..close];
    if inside.trim().is_empty() || text[close + 1..].starts_with(|c: char| c.is_ascii_digit()) {
        return false;
    }
    let tight = !inside.starts_with(char::is_whitespace) && !inside.ends_with(char::is_whitespace);
    if tight {
        return true;
    }
    let word = inside.trim();
    let single_letter = word.chars().count() == 1 && word.chars().all(char::is_alphabetic);
    close <= line_end
        && inside.starts_with(char::is_whitespace)
        && inside.ends_with(char::is_whitespace)
        && (single_letter || word.contains(['\\', '^', '_']))
}
