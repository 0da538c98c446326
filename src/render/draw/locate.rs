//! The place of a mistake inside a formula, from what KaTeX says of it. Manual page: `tests/spec/math.md`.

use super::macros::Macros;
use super::order::Site;
use crate::render::math::limits;
use crate::render::worker::task::Mistake;
use crate::source::Span;
use std::ops::Range;

/// Where a mistake is, in bytes of the formula.
pub enum Located {
    /// In the formula.
    Formula(Range<usize>),
    /// It is a brace without a partner, here; KaTeX saw it at the end only.
    LonelyBrace(Range<usize>),
    /// In the body of a macro that the formula names, directly or not.
    Macro {
        /// The macro with the mistake.
        name: String,
        /// Where the formula names it; all of the formula if it names another macro that does.
        range: Range<usize>,
    },
    /// KaTeX did not say.
    Nowhere,
}

/// The place of a mistake in a text, if it is that text's mistake: what KaTeX showed around it must stand there.
fn find_in(mistake: &Mistake, tex: &str) -> Option<Range<usize>> {
    let Some(position) = mistake.position else {
        let at_end = !mistake.before.is_empty() && tex.ends_with(&mistake.before);
        return at_end.then_some(tex.len()..tex.len());
    };
    let mut units = 0;
    let start = tex.char_indices().find_map(|(index, letter)| {
        let here = units >= position;
        units += letter.len_utf16() as u32;
        here.then_some(index)
    });
    let start = start.unwrap_or(tex.len());
    let fits = tex[..start].ends_with(&mistake.before) && tex[start..].starts_with(&mistake.at);
    fits.then(|| start..start + mistake.at.len())
}

/// Finds the place of a mistake: in the formula, else in one of the macros it uses.
pub fn find(mistake: &Mistake, tex: &str, macros: &Macros) -> Located {
    if let Some(range) = find_in(mistake, tex) {
        let misses_brace = mistake.at.is_empty() && mistake.message.contains("`}`");
        return match limits::lonely_brace(tex).filter(|_| misses_brace) {
            Some((range, _)) => Located::LonelyBrace(range),
            None => Located::Formula(range),
        };
    }
    for (name, body) in macros.used_by(tex) {
        if find_in(mistake, &body).is_some() {
            let named = limits::pieces(tex).find(|(_, piece)| *piece == name).map(|(range, _)| range);
            return Located::Macro { name, range: named.unwrap_or_else(|| trimmed(tex)) };
        }
    }
    Located::Nowhere
}

/// A part of a formula in the source, or all of it where the source has it in another form.
pub fn place(site: &Site, tex: &str, range: Range<usize>) -> Span {
    if site.verbatim && site.span.len() == tex.len() { site.span.part(range.start, range.end) } else { site.span }
}

/// A formula without the space around it.
pub fn trimmed(tex: &str) -> Range<usize> {
    let start = tex.len() - tex.trim_start().len();
    start..start + tex.trim().len()
}
