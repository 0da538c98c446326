//! Widths of the letters in KaTeX's faces. Manual page: `tests/spec/fit.md`.

use read_fonts::types::GlyphId;
use read_fonts::{FontRef, TableProvider};
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// KaTeX's faces, by the names of their files.
const FILES: [&str; 20] = [
    "KaTeX_Main-Regular",
    "KaTeX_Main-Bold",
    "KaTeX_Main-Italic",
    "KaTeX_Main-BoldItalic",
    "KaTeX_Math-Italic",
    "KaTeX_Math-BoldItalic",
    "KaTeX_AMS-Regular",
    "KaTeX_Caligraphic-Regular",
    "KaTeX_Caligraphic-Bold",
    "KaTeX_Fraktur-Regular",
    "KaTeX_Fraktur-Bold",
    "KaTeX_SansSerif-Regular",
    "KaTeX_SansSerif-Bold",
    "KaTeX_SansSerif-Italic",
    "KaTeX_Script-Regular",
    "KaTeX_Size1-Regular",
    "KaTeX_Size2-Regular",
    "KaTeX_Size3-Regular",
    "KaTeX_Size4-Regular",
    "KaTeX_Typewriter-Regular",
];

/// One of KaTeX's faces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Face(usize);

impl Face {
    pub const MAIN: Face = Face(0);
    pub const BOLD: Face = Face(1);
    pub const ITALIC: Face = Face(2);
    pub const MATH: Face = Face(4);
    pub const MATH_BOLD: Face = Face(5);
    pub const AMS: Face = Face(6);
    pub const CALIGRAPHIC: Face = Face(7);
    pub const FRAKTUR: Face = Face(9);
    pub const SANS: Face = Face(11);
    pub const SANS_BOLD: Face = Face(12);
    pub const SANS_ITALIC: Face = Face(13);
    pub const SCRIPT: Face = Face(14);
    pub const TYPEWRITER: Face = Face(19);

    /// The face of large operators and delimiters, 1 to 4.
    pub fn sized(size: usize) -> Face {
        Face(14 + size.clamp(1, 4))
    }

    /// Advance of a letter in em; half an em for one that the face does not have.
    pub fn advance(self, letter: char) -> f32 {
        static FACES: OnceLock<Vec<OnceLock<BTreeMap<char, u16>>>> = OnceLock::new();
        let faces = FACES.get_or_init(|| FILES.iter().map(|_| OnceLock::new()).collect());
        let widths = |index: usize| faces[index].get_or_init(|| read(FILES[index]));
        let own = widths(self.0).get(&letter).or_else(|| widths(0).get(&letter)).or_else(|| widths(6).get(&letter));
        own.map_or(0.5, |width| f32::from(*width) / 1000.0)
    }
}

/// The advances of all letters of a face, in thousandths of an em as the faces have them.
fn read(file: &str) -> BTreeMap<char, u16> {
    let bytes = ratex_katex_fonts::ttf_bytes(&format!("{file}.ttf")).unwrap_or_default();
    let Ok(font) = FontRef::new(&bytes) else { return BTreeMap::new() };
    let (Ok(cmap), Ok(hmtx)) = (font.cmap(), font.hmtx()) else { return BTreeMap::new() };
    // Latin, accents, Greek, signs and the letters of mathematics; there are no others in these faces.
    let ranges = [0x20..0x180, 0x2c6..0x400, 0x2000..0x2c00, 0x1d400..0x1d800];
    let letters = ranges.into_iter().flatten().filter_map(char::from_u32);
    letters
        .filter_map(|letter| {
            let glyph: GlyphId = cmap.map_codepoint(letter)?;
            Some((letter, hmtx.advance(glyph)?))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_as_wide_as_knuth_made_them() {
        assert_eq!(Face::MAIN.advance('x'), 0.528);
        assert_eq!(Face::MATH.advance('x'), 0.572);
        assert_eq!(Face::sized(2).advance('∑'), 1.444);
        assert_eq!(Face::BOLD.advance('日'), 0.5);
    }
}
