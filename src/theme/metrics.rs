//! How wide letters are in a theme's fonts: their advances, without kerning. Manual page: `tests/spec/fit.md`.

use super::faces::{CODE, Face, Faces, SANS, TEXT, TEXT_BOLD};
use read_fonts::model::Font;
use std::fmt;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// Characters whose advances are looked up once: Latin with its marks.
const COMMON: usize = 0x180;

/// The widths of a theme's text and code. Fonts are read when the first width is asked for, once in a process.
pub struct Letters {
    faces: OnceLock<Faces>,
    read: OnceLock<Read>,
}

/// What was read of the fonts.
struct Read {
    regular: Widths,
    bold: Widths,
    sans: Widths,
    /// Advance of every character of code, in em.
    code: f32,
}

impl Letters {
    /// Those of Noto Sans and JetBrains Mono, as in a talk without a theme of its own.
    pub const DEFAULT: &'static Letters = {
        static DEFAULT: Letters = Letters { faces: OnceLock::new(), read: OnceLock::new() };
        &DEFAULT
    };

    /// Those of a theme's faces. The same faces give the same widths again; they are kept as long as the process runs.
    pub fn of(faces: &Faces) -> &'static Letters {
        static KNOWN: Mutex<Vec<(Faces, &Letters)>> = Mutex::new(Vec::new());
        let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
        if known.is_empty() {
            known.push((Faces::default(), Letters::DEFAULT));
        }
        if let Some((_, letters)) = known.iter().find(|(other, _)| other == faces) {
            return letters;
        }
        let letters: &'static Letters =
            Box::leak(Box::new(Letters { faces: OnceLock::from(faces.clone()), read: OnceLock::new() }));
        known.push((faces.clone(), letters));
        letters
    }

    /// Width of a text in em, set in one line; `bold` in the bold face. Soft hyphens and what combines take no room.
    pub fn em(&self, text: &str, bold: bool) -> f32 {
        let read = self.read();
        let own = if bold { &read.bold } else { &read.regular };
        text.chars()
            .map(|character| {
                let advance = own.of(character).or_else(|| read.sans.of(character));
                advance.unwrap_or_else(|| if cells(character) > 1 { 1.0 } else { read.code })
            })
            .sum()
    }

    /// Width of a space between words in em.
    pub fn space(&self) -> f32 {
        self.read().regular.of(' ').unwrap_or(0.26)
    }

    /// Width of a digit in em: the widest, which is what a column of figures is set with.
    pub fn digit(&self) -> f32 {
        ('0'..='9').filter_map(|digit| self.read().regular.of(digit)).fold(0.0, f32::max)
    }

    /// Advance of every character of code in em of its own size.
    pub fn code(&self) -> f32 {
        self.read().code
    }

    fn read(&self) -> &Read {
        self.read.get_or_init(|| {
            let faces = self.faces.get_or_init(Faces::default);
            let (regular, bold) = (faces.face(TEXT), faces.face(TEXT_BOLD));
            Read {
                regular: Widths::new(regular, 400.0),
                bold: Widths::new(bold, 700.0),
                sans: Widths::new(faces.face(SANS), 400.0),
                code: Widths::new(faces.face(CODE), 400.0).of('n').unwrap_or(0.6),
            }
        })
    }
}

/// As the program's own fonts are compared: by what they are of.
impl PartialEq for Letters {
    fn eq(&self, other: &Letters) -> bool {
        std::ptr::eq(self, other)
    }
}

impl fmt::Debug for Letters {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let file = self.faces.get().map_or("the default", |faces| &*faces.face(TEXT).file);
        write!(out, "Letters({file})")
    }
}

/// The advances of a face.
struct Widths {
    font: Option<Font>,
    /// What one unit of the font is in em of the text.
    unit: f32,
    common: OnceLock<Box<[Option<f32>; COMMON]>>,
}

impl Widths {
    fn new(face: &Arc<Face>, weight: f32) -> Widths {
        let font = Font::new(face.blob(), 0).map(|font| match font.axes().is_empty() {
            true => font,
            false => font.instance_builder().variations([("wght", weight)]).build(),
        });
        let units = font.as_ref().map_or(1, |font| font.units_per_em().max(1));
        let unit = f32::from(face.size) / 100.0 / f32::from(units);
        Widths { font, unit, common: OnceLock::new() }
    }

    /// Advance in em; `None` if the face lacks the character.
    fn of(&self, character: char) -> Option<f32> {
        if cells(character) == 0 || character == '\u{ad}' {
            return Some(0.0);
        }
        match u32::from(character) as usize {
            code if code < COMMON => {
                let common = self.common.get_or_init(|| {
                    let mut all = Box::new([None; COMMON]);
                    let characters = (0..COMMON as u32).map(|code| char::from_u32(code).unwrap_or(' '));
                    all.iter_mut().zip(characters).for_each(|(width, character)| *width = self.look_up(character));
                    all
                });
                common[code]
            }
            _ => self.look_up(character),
        }
    }

    fn look_up(&self, character: char) -> Option<f32> {
        let font = self.font.as_ref()?;
        let glyph = font.charmap().map_unicode(character)?;
        Some(font.glyph_metrics().h_advance(glyph) * self.unit)
    }
}

/// Cells a character takes in a fixed-width font: none for what combines, two for East Asian signs and emoji.
pub fn cells(character: char) -> usize {
    match u32::from(character) {
        0..=0x2ff => 1,
        0x300..=0x36f
        | 0x200b..=0x200f
        | 0x202a..=0x202e
        | 0x2060..=0x2064
        | 0x20d0..=0x20ff
        | 0xfe00..=0xfe0f
        | 0xfeff => 0,
        0x1100..=0x115f
        | 0x2e80..=0xa4cf
        | 0xac00..=0xd7a3
        | 0xf900..=0xfaff
        | 0xfe30..=0xfe6f
        | 0xff00..=0xff60
        | 0xffe0..=0xffe6 => 2,
        0x1f300..=0x1f64f | 0x1f680..=0x1f6ff | 0x1f900..=0x1f9ff | 0x20000..=0x3fffd => 2,
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(family: &str) -> &'static Letters {
        Letters::of(&Faces::of(&[("text".to_owned(), family.to_owned())].into(), &[]).0)
    }

    #[test]
    fn text_is_as_wide_as_its_letters() {
        let letters = Letters::DEFAULT;
        assert!((letters.em("mill", false) - 1.709).abs() < 0.001);
        assert!(letters.em("mill", true) > letters.em("mill", false));
        assert_eq!(letters.em("日本", false), 2.0);
        assert_eq!(letters.em("u\u{308}\u{ad}", false), letters.em("u", false));
        assert_eq!((letters.code(), (letters.space() * 1000.0).round()), (0.6, 260.0));
        assert_eq!((letters.digit() * 1000.0).round(), 572.0);
    }

    #[test]
    fn every_family_has_widths_of_its_own() {
        let text = "The derivative of a product";
        // Libertinus is set at 109 % of its size.
        let widths = ["Noto Sans", "Libertinus Serif", "Inter", "Roboto"].map(|family| {
            let letters = named(family);
            assert!(letters.em(text, true) > letters.em(text, false), "{family}");
            (letters.em(text, false) * 100.0).round()
        });
        assert_eq!(widths, [1260.0, 1211.0, 1193.0, 1186.0]);
    }

    #[test]
    fn the_same_faces_are_read_once() {
        assert!(std::ptr::eq(named("Inter"), named("Inter")) && std::ptr::eq(named("Noto Sans"), Letters::DEFAULT));
    }
}
