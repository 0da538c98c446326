//! The families that come with the program.

use super::{Bytes, Face};
use std::borrow::Cow;
use std::sync::{Arc, OnceLock};

/// The families that a theme may name without bringing them.
pub const NAMES: [&str; 5] = ["Noto Sans", "Libertinus Serif", "Inter", "Roboto", "JetBrains Mono"];

/// A family's faces for the four ways of setting text.
#[derive(Clone, Debug, Default)]
pub(super) struct Family {
    faces: Vec<Arc<Face>>,
}

impl Family {
    pub fn of(faces: &[Arc<Face>]) -> Family {
        Family { faces: faces.to_vec() }
    }

    /// Upright, bold, italic, bold italic. Where one is missing, a browser slants or thickens the nearest by itself.
    pub fn four(&self) -> Vec<Arc<Face>> {
        let nearest = |weight: u16, style: &str| {
            let away = |face: &&Arc<Face>| {
                let (least, most) = face.weights();
                (face.style != style, weight.clamp(least, most.max(least)).abs_diff(weight))
            };
            self.faces.iter().min_by_key(away).cloned()
        };
        [(400, "normal"), (700, "normal"), (400, "italic"), (700, "italic")]
            .into_iter()
            .filter_map(|(weight, style)| nearest(weight, style))
            .collect()
    }
}

const OPEN_FONT: &str = "SIL Open Font License 1.1 (https://openfontlicense.org)";

/// What the font files say of themselves; the crates that carry them add the texts of the licences.
fn notice(family: &str) -> Cow<'static, str> {
    let owner = match family {
        // The crate adds the text of the SIL Open Font License to what the file says.
        "Noto Sans" => {
            return "Noto Sans, Copyright 2012 Google Inc., Apache License 2.0 (https://www.apache.org/licenses/LICENSE-2.0) \
                    and SIL Open Font License 1.1 (https://openfontlicense.org)"
                .into();
        }
        "Roboto" => {
            return "Roboto, Copyright 2011 The Roboto Project Authors (https://github.com/googlefonts/roboto-classic), \
                    Apache License 2.0 (https://www.apache.org/licenses/LICENSE-2.0)"
                .into();
        }
        "Libertinus Serif" => {
            "Libertinus Serif, Copyright 2012-2024 The Libertinus Project Authors (https://github.com/alerque/libertinus)"
        }
        "Inter" => "Inter, Copyright 2020 The Inter Project Authors (https://github.com/rsms/inter)",
        "JetBrains Mono" => {
            "JetBrains Mono, Copyright 2020 The JetBrains Mono Project Authors (https://github.com/JetBrains/JetBrainsMono)"
        }
        _ => "KaTeX fonts, Copyright 2009-2010 Design Science, Inc., 2014-2018 Khan Academy",
    };
    format!("{owner}, {OPEN_FONT}").into()
}

macro_rules! made {
    ($name:literal) => {
        include_bytes!(concat!(env!("OUT_DIR"), "/", $name, ".ttf")).as_slice()
    };
}

/// File, weight, style and bytes of a family's faces.
type Listed = (&'static str, &'static str, &'static str, &'static [u8]);

fn listed(name: &str) -> Option<Vec<Listed>> {
    Some(match name {
        "Noto Sans" => vec![
            ("NotoSans-Regular", "400", "normal", notosans::REGULAR_TTF),
            ("NotoSans-Bold", "700", "normal", notosans::BOLD_TTF),
            ("NotoSans-Italic", "400", "italic", notosans::ITALIC_TTF),
            ("NotoSans-BoldItalic", "700", "italic", notosans::BOLD_ITALIC_TTF),
        ],
        "Libertinus Serif" => vec![
            ("LibertinusSerif-Regular", "400", "normal", made!("LibertinusSerif-Regular")),
            ("LibertinusSerif-Bold", "700", "normal", made!("LibertinusSerif-Bold")),
            ("LibertinusSerif-Italic", "400", "italic", made!("LibertinusSerif-Italic")),
            ("LibertinusSerif-BoldItalic", "700", "italic", made!("LibertinusSerif-BoldItalic")),
        ],
        "Inter" => vec![
            ("Inter-Regular", "400", "normal", made!("Inter-Regular")),
            ("Inter-Bold", "700", "normal", made!("Inter-Bold")),
            ("Inter-Italic", "400", "italic", made!("Inter-Italic")),
            ("Inter-BoldItalic", "700", "italic", made!("Inter-BoldItalic")),
        ],
        "Roboto" => vec![
            ("Roboto-Regular", "400", "normal", damascene_fonts_roboto::ROBOTO_REGULAR),
            ("Roboto-Bold", "700", "normal", damascene_fonts_roboto::ROBOTO_BOLD),
            ("Roboto-Italic", "400", "italic", damascene_fonts_roboto::ROBOTO_ITALIC),
        ],
        "JetBrains Mono" => vec![
            ("JetBrainsMono", "100 800", "normal", damascene_fonts_jetbrains_mono::JETBRAINS_MONO_VARIABLE),
            (
                "JetBrainsMono-Italic",
                "100 800",
                "italic",
                damascene_fonts_jetbrains_mono::JETBRAINS_MONO_VARIABLE_ITALIC,
            ),
        ],
        _ => return None,
    })
}

/// The family of that name; the same faces each time.
pub(super) fn family(name: &str) -> Option<Family> {
    static FAMILIES: OnceLock<Vec<Option<Family>>> = OnceLock::new();
    let make = |name: &&str| {
        let face = |(file, weight, style, bytes): Listed| Face {
            file: file.into(),
            weight: weight.into(),
            style,
            notice: notice(name),
            // Its x-height is 0.43 em, that of the others about 0.53.
            size: if *name == "Libertinus Serif" { 109 } else { 100 },
            bytes: Bytes::Here(bytes),
        };
        Some(Family { faces: listed(name)?.into_iter().map(|listed| Arc::new(face(listed))).collect() })
    };
    let at = NAMES.iter().position(|known| *known == name)?;
    FAMILIES.get_or_init(|| NAMES.iter().map(make).collect()).get(at).cloned().flatten()
}

/// KaTeX's faces.
pub(super) fn math() -> impl Iterator<Item = Arc<Face>> {
    static FACES: OnceLock<Vec<Arc<Face>>> = OnceLock::new();
    let face = |(file, _, weight, style): &(&'static str, &str, &'static str, &'static str)| Face {
        file: (*file).into(),
        weight: (*weight).into(),
        style,
        notice: notice("KaTeX"),
        size: 100,
        bytes: Bytes::Math,
    };
    FACES.get_or_init(|| MATH_FACES.iter().map(|listed| Arc::new(face(listed))).collect()).iter().cloned()
}

/// KaTeX's faces: file (also in their crate), family, weight, style.
pub(super) const MATH_FACES: [(&str, &str, &str, &str); 20] = [
    ("KaTeX_Main-Regular", "KaTeX_Main", "400", "normal"),
    ("KaTeX_Main-Bold", "KaTeX_Main", "700", "normal"),
    ("KaTeX_Main-Italic", "KaTeX_Main", "400", "italic"),
    ("KaTeX_Main-BoldItalic", "KaTeX_Main", "700", "italic"),
    ("KaTeX_Math-Italic", "KaTeX_Math", "400", "italic"),
    ("KaTeX_Math-BoldItalic", "KaTeX_Math", "700", "italic"),
    ("KaTeX_AMS-Regular", "KaTeX_AMS", "400", "normal"),
    ("KaTeX_Caligraphic-Regular", "KaTeX_Caligraphic", "400", "normal"),
    ("KaTeX_Caligraphic-Bold", "KaTeX_Caligraphic", "700", "normal"),
    ("KaTeX_Fraktur-Regular", "KaTeX_Fraktur", "400", "normal"),
    ("KaTeX_Fraktur-Bold", "KaTeX_Fraktur", "700", "normal"),
    ("KaTeX_SansSerif-Regular", "KaTeX_SansSerif", "400", "normal"),
    ("KaTeX_SansSerif-Bold", "KaTeX_SansSerif", "700", "normal"),
    ("KaTeX_SansSerif-Italic", "KaTeX_SansSerif", "400", "italic"),
    ("KaTeX_Script-Regular", "KaTeX_Script", "400", "normal"),
    ("KaTeX_Size1-Regular", "KaTeX_Size1", "400", "normal"),
    ("KaTeX_Size2-Regular", "KaTeX_Size2", "400", "normal"),
    ("KaTeX_Size3-Regular", "KaTeX_Size3", "400", "normal"),
    ("KaTeX_Size4-Regular", "KaTeX_Size4", "400", "normal"),
    ("KaTeX_Typewriter-Regular", "KaTeX_Typewriter", "400", "normal"),
];
