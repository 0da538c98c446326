//! The faces a deck may embed: where their bytes come from, what CSS calls them, whose they are.
//! The only door to the font crates. Manual page: `tests/spec/output.md`.

use std::borrow::Cow;

/// One face, by its place in [`FACES`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct FaceId(pub u8);

impl FaceId {
    /// The face itself.
    pub fn face(self) -> &'static Face {
        &FACES[usize::from(self.0)]
    }

    /// Every face.
    pub fn all() -> impl Iterator<Item = FaceId> {
        (0..FACES.len() as u8).map(FaceId)
    }
}

/// A face as CSS knows it.
#[derive(Debug)]
pub struct Face {
    /// Name of its file, and of KaTeX's faces in their crate.
    pub file: &'static str,
    /// `font-family`
    pub family: &'static str,
    /// `font-weight`, two numbers for a variable face.
    pub weight: &'static str,
    /// `font-style`
    pub style: &'static str,
}

/// Noto Sans Regular.
pub const TEXT: FaceId = FaceId(0);
/// Noto Sans Bold.
pub const TEXT_BOLD: FaceId = FaceId(1);
/// Noto Sans Italic.
pub const TEXT_ITALIC: FaceId = FaceId(2);
/// Noto Sans Bold Italic.
pub const TEXT_BOLD_ITALIC: FaceId = FaceId(3);
/// JetBrains Mono, all weights.
pub const CODE: FaceId = FaceId(4);
/// JetBrains Mono Italic, all weights.
pub const CODE_ITALIC: FaceId = FaceId(5);
/// The first of KaTeX's faces, its Main-Regular.
pub const MATH: FaceId = FaceId(6);

const fn face(file: &'static str, family: &'static str, weight: &'static str, style: &'static str) -> Face {
    Face { file, family, weight, style }
}

/// All faces; text first, then code, then KaTeX's.
pub static FACES: [Face; 26] = [
    face("NotoSans-Regular", "Deckle Text", "400", "normal"),
    face("NotoSans-Bold", "Deckle Text", "700", "normal"),
    face("NotoSans-Italic", "Deckle Text", "400", "italic"),
    face("NotoSans-BoldItalic", "Deckle Text", "700", "italic"),
    face("JetBrainsMono", "Deckle Code", "100 800", "normal"),
    face("JetBrainsMono-Italic", "Deckle Code", "100 800", "italic"),
    face("KaTeX_Main-Regular", "KaTeX_Main", "400", "normal"),
    face("KaTeX_Main-Bold", "KaTeX_Main", "700", "normal"),
    face("KaTeX_Main-Italic", "KaTeX_Main", "400", "italic"),
    face("KaTeX_Main-BoldItalic", "KaTeX_Main", "700", "italic"),
    face("KaTeX_Math-Italic", "KaTeX_Math", "400", "italic"),
    face("KaTeX_Math-BoldItalic", "KaTeX_Math", "700", "italic"),
    face("KaTeX_AMS-Regular", "KaTeX_AMS", "400", "normal"),
    face("KaTeX_Caligraphic-Regular", "KaTeX_Caligraphic", "400", "normal"),
    face("KaTeX_Caligraphic-Bold", "KaTeX_Caligraphic", "700", "normal"),
    face("KaTeX_Fraktur-Regular", "KaTeX_Fraktur", "400", "normal"),
    face("KaTeX_Fraktur-Bold", "KaTeX_Fraktur", "700", "normal"),
    face("KaTeX_SansSerif-Regular", "KaTeX_SansSerif", "400", "normal"),
    face("KaTeX_SansSerif-Bold", "KaTeX_SansSerif", "700", "normal"),
    face("KaTeX_SansSerif-Italic", "KaTeX_SansSerif", "400", "italic"),
    face("KaTeX_Script-Regular", "KaTeX_Script", "400", "normal"),
    face("KaTeX_Size1-Regular", "KaTeX_Size1", "400", "normal"),
    face("KaTeX_Size2-Regular", "KaTeX_Size2", "400", "normal"),
    face("KaTeX_Size3-Regular", "KaTeX_Size3", "400", "normal"),
    face("KaTeX_Size4-Regular", "KaTeX_Size4", "400", "normal"),
    face("KaTeX_Typewriter-Regular", "KaTeX_Typewriter", "400", "normal"),
];

impl Face {
    /// The whole font as TTF; empty only if a crate lost a file, which a test would notice.
    pub fn bytes(&self) -> Cow<'static, [u8]> {
        match self.file {
            "NotoSans-Regular" => notosans::REGULAR_TTF.into(),
            "NotoSans-Bold" => notosans::BOLD_TTF.into(),
            "NotoSans-Italic" => notosans::ITALIC_TTF.into(),
            "NotoSans-BoldItalic" => notosans::BOLD_ITALIC_TTF.into(),
            "JetBrainsMono" => damascene_fonts_jetbrains_mono::JETBRAINS_MONO_VARIABLE.into(),
            "JetBrainsMono-Italic" => damascene_fonts_jetbrains_mono::JETBRAINS_MONO_VARIABLE_ITALIC.into(),
            file => ratex_katex_fonts::ttf_bytes(&format!("{file}.ttf")).unwrap_or_default(),
        }
    }

    /// Name, owner and licence, for the notice in the deck. The licences ask that changed fonts do not carry a reserved
    /// name: the families in the deck are called otherwise.
    pub fn notice(&self) -> &'static str {
        match self.family {
            // What the font file says of itself; the crate that carries it adds the text of the SIL Open Font License 1.1.
            "Deckle Text" => {
                "Noto Sans, Copyright 2012 Google Inc., Apache License 2.0 (https://www.apache.org/licenses/LICENSE-2.0) \
                 and SIL Open Font License 1.1 (https://openfontlicense.org)"
            }
            "Deckle Code" => {
                "JetBrains Mono, Copyright 2020 The JetBrains Mono Project Authors (https://github.com/JetBrains/JetBrainsMono), \
                 SIL Open Font License 1.1 (https://openfontlicense.org)"
            }
            _ => {
                "KaTeX fonts, Copyright 2009-2010 Design Science, Inc., 2014-2018 Khan Academy, \
                 SIL Open Font License 1.1 (https://openfontlicense.org)"
            }
        }
    }

    /// The face of a KaTeX family in that weight and slope, else the nearest that exists. Slow: compares names.
    pub fn of_math(family: &str, bold: bool, italic: bool) -> FaceId {
        let weight = if bold { "700" } else { "400" };
        let style = if italic { "italic" } else { "normal" };
        let fits = |face: &Face| {
            (face.family == family).then(|| u8::from(face.weight == weight) + 2 * u8::from(face.style == style) + 1)
        };
        let best = FaceId::all()
            .filter_map(|id| Some((fits(id.face())?, id)))
            .max_by_key(|(fit, id)| (*fit, std::cmp::Reverse(*id)));
        best.map_or(MATH, |(_, id)| id)
    }
}
