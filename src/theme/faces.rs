//! The faces a deck may embed: where their bytes come from, what CSS calls them, whose they are, and which of them stand
//! behind the families of a theme. The only door to the font crates. Manual page: `tests/spec/output.md`.

mod families;

use super::outlines::to_truetype;
use families::{Family, MATH_FACES, family};
use read_fonts::model::Blob;
use read_fonts::tables::name::NameId;
use read_fonts::types::Tag;
use read_fonts::{FontRef, TableProvider};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

pub use families::NAMES as FAMILIES;

/// What a face is for: a place among the faces of every theme.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct FaceId(pub u8);

/// Running text, upright.
pub const TEXT: FaceId = FaceId(0);
/// Running text, bold.
pub const TEXT_BOLD: FaceId = FaceId(1);
/// Running text, italic.
pub const TEXT_ITALIC: FaceId = FaceId(2);
/// Running text, bold italic.
pub const TEXT_BOLD_ITALIC: FaceId = FaceId(3);
/// What a theme sets in `Deckle Display`, upright; bold, italic and bold italic follow. Those of text where there is no such family.
pub const DISPLAY: FaceId = FaceId(4);
/// Code, upright.
pub const CODE: FaceId = FaceId(8);
/// Code, italic.
pub const CODE_ITALIC: FaceId = FaceId(9);
/// Noto Sans, for characters that the text face lacks.
pub const SANS: FaceId = FaceId(10);
/// The first of KaTeX's faces, its Main-Regular.
pub const MATH: FaceId = FaceId(11);
/// Number of faces.
pub const COUNT: usize = MATH.0 as usize + MATH_FACES.len();

impl FaceId {
    /// Every face.
    pub fn all() -> impl Iterator<Item = FaceId> {
        (0..COUNT as u8).map(FaceId)
    }

    /// `font-family` in the deck.
    pub fn family(self) -> &'static str {
        match self.0 {
            0..=3 => "Deckle Text",
            4..=7 => "Deckle Display",
            8..=9 => "Deckle Code",
            10 => "Deckle Sans",
            _ => MATH_FACES.get(self.index() - MATH.index()).map_or("KaTeX_Main", |face| face.1),
        }
    }

    /// Its place among all.
    pub fn index(self) -> usize {
        usize::from(self.0)
    }

    /// The face of a KaTeX family in that weight and slope, else the nearest that exists. Slow: compares names.
    pub fn of_math(family: &str, bold: bool, italic: bool) -> FaceId {
        let weight = if bold { "700" } else { "400" };
        let style = if italic { "italic" } else { "normal" };
        let best = (MATH.0..).zip(MATH_FACES).filter(|(_, face)| face.1 == family).max_by_key(|(id, face)| {
            (u8::from(face.2 == weight) + 2 * u8::from(face.3 == style), std::cmp::Reverse(*id))
        });
        best.map_or(MATH, |(id, _)| FaceId(id))
    }
}

/// A font file and how CSS may ask for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Face {
    /// Name of its file, without the end.
    pub file: Cow<'static, str>,
    /// `font-weight`, two numbers for a variable face.
    pub weight: Cow<'static, str>,
    /// `font-style`
    pub style: &'static str,
    /// Name, owner and licence, for the notice in the deck. The licences ask that changed fonts do not carry a reserved
    /// name: the families in the deck are called otherwise.
    pub notice: Cow<'static, str>,
    /// `size-adjust`, in percent: families whose small letters are low are set larger, so that all look equally large.
    pub size: u16,
    bytes: Bytes,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Bytes {
    /// In the program.
    Here(&'static [u8]),
    /// One of KaTeX's, by the name of its file.
    Math,
    /// Brought by a theme.
    Own(Arc<[u8]>),
}

impl Face {
    /// The whole font as TTF; empty only if a crate lost a file, which a test would notice.
    pub fn bytes(&self) -> Cow<'_, [u8]> {
        match &self.bytes {
            Bytes::Here(bytes) => Cow::Borrowed(*bytes),
            Bytes::Math => ratex_katex_fonts::ttf_bytes(&format!("{}.ttf", self.file)).unwrap_or_default(),
            Bytes::Own(bytes) => Cow::Borrowed(bytes),
        }
    }

    /// The same for a reader that keeps them.
    pub(super) fn blob(&self) -> Blob {
        match &self.bytes {
            Bytes::Here(bytes) => Blob::Static(bytes),
            Bytes::Math => self.bytes().into_owned().into(),
            Bytes::Own(bytes) => Blob::Shared(Arc::new(bytes.clone())),
        }
    }

    /// The bytes of a face that a theme brings; none for those of the program, whose names tell them apart.
    pub fn own_bytes(&self) -> Option<&Arc<[u8]>> {
        match &self.bytes {
            Bytes::Own(bytes) => Some(bytes),
            Bytes::Here(_) | Bytes::Math => None,
        }
    }

    /// A face from a font file (TTF or OTF) that a theme brings, with the name of its family.
    ///
    /// # Errors
    /// Words that say what is wrong with the file.
    pub fn read(file: &str, bytes: &[u8]) -> Result<(String, Face), String> {
        if bytes.starts_with(b"wOFF") || bytes.starts_with(b"wOF2") {
            return Err("is packed for the web; take the TTF or OTF file".to_owned());
        }
        let font = FontRef::new(bytes).map_err(|error| format!("is no font that can be read: {error}"))?;
        let name = |id: u16| {
            let names = font.name().ok()?;
            let records = names.name_record().iter().filter(|record| record.name_id() == NameId::new(id));
            let words = records.filter_map(|record| Some(record.string(names.string_data()).ok()?.to_string()));
            words.map(|words| words.trim().to_owned()).find(|words| !words.is_empty())
        };
        let family = name(16).or_else(|| name(1)).ok_or("does not say its family's name")?;
        let style = font.os2().map_err(|error| format!("has no table `OS/2`: {error}"))?;
        let is_italic = style.fs_selection().bits() & 1 == 1;
        let axis = font.fvar().and_then(|fvar| fvar.axes()).ok();
        let axis = axis.and_then(|axes| axes.iter().find(|axis| axis.axis_tag() == Tag::new(b"wght")));
        let weight = match axis {
            Some(axis) => format!("{} {}", axis.min_value().to_i32(), axis.max_value().to_i32()),
            None => style.us_weight_class().clamp(1, 1000).to_string(),
        };
        let owned = match font.glyf().is_ok() && font.loca(None).is_ok() {
            true => bytes.to_vec(),
            false => to_truetype(bytes, &[]).map_err(|words| format!("cannot be cut: {words}"))?,
        };
        let notice = [Some(family.clone()), name(0), name(13).or_else(|| name(14))].into_iter().flatten();
        let notice: Vec<String> = notice.map(|words| words.replace("*/", "* /")).collect();
        let face = Face {
            file: file.rsplit_once('.').map_or(file, |(stem, _)| stem).to_owned().into(),
            weight: weight.into(),
            style: if is_italic { "italic" } else { "normal" },
            notice: notice.join(", ").into(),
            size: 100,
            bytes: Bytes::Own(owned.into()),
        };
        Ok((family, face))
    }

    /// What an `@font-face` rule says of it, but for where it is.
    pub fn rule(&self, id: FaceId) -> String {
        let (family, Face { weight, style, .. }) = (id.family(), self);
        let size = if self.size == 100 { String::new() } else { format!("size-adjust:{}%;", self.size) };
        format!("font-family:\"{family}\";font-weight:{weight};font-style:{style};{size}font-display:block")
    }

    /// Lightest and heaviest weight.
    pub fn weights(&self) -> (u16, u16) {
        let mut numbers = self.weight.split(' ').map(|number| number.parse().unwrap_or(400));
        let least = numbers.next().unwrap_or(400);
        (least, numbers.next().unwrap_or(least))
    }
}

/// The faces of a theme by what they are for. Two uses may share a face: a variable one, or the only one there is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Faces {
    /// By [`FaceId`]; where a use shares a face, the first use of it.
    shared: [FaceId; COUNT],
    faces: Vec<Arc<Face>>,
}

impl Default for Faces {
    fn default() -> Faces {
        Faces::of(&BTreeMap::new(), &[]).0
    }
}

impl Faces {
    /// The faces that a theme names in its `fonts` (`text`, `code`, `display`), its own files first, then the families of the
    /// program, [`FAMILIES`]. Families that do not exist come back by use and name; `lectern`'s stand in for them.
    pub fn of(fonts: &BTreeMap<String, String>, own: &[(String, Face)]) -> (Faces, Vec<(String, String)>) {
        let mut unknown = Vec::new();
        let mut find = |usage: &str, default: &str| {
            let name = fonts.get(usage).map_or(default, String::as_str);
            let own: Vec<Arc<Face>> =
                own.iter().filter(|(family, _)| family == name).map(|(_, face)| Arc::new(face.clone())).collect();
            let found = if own.is_empty() { family(name) } else { Some(Family::of(&own)) };
            found.unwrap_or_else(|| {
                unknown.push((usage.to_owned(), name.to_owned()));
                family(default).unwrap_or_default()
            })
        };
        let text = find("text", "Noto Sans");
        let code = find("code", "JetBrains Mono");
        let display = match fonts.contains_key("display") {
            true => find("display", "Noto Sans"),
            false => text.clone(),
        };
        let sans = family("Noto Sans").unwrap_or_default();
        let mut faces: Vec<Arc<Face>> = [&text, &display].into_iter().flat_map(Family::four).collect();
        faces.extend(code.four().into_iter().step_by(2));
        faces.extend(sans.four().into_iter().take(1));
        faces.extend(families::math());
        let mut shared = [TEXT; COUNT];
        for (id, slot) in FaceId::all().zip(&mut shared) {
            // A use of another family shares a face only where that family is not in the deck by itself.
            let has_no_family = id == SANS || id < CODE && !fonts.contains_key("display");
            let is_same = |other: &FaceId| {
                let is_open = other.family() == id.family() || *other < DISPLAY && has_no_family;
                is_open && Arc::ptr_eq(&faces[other.index()], &faces[id.index()])
            };
            *slot = FaceId::all().take(id.index()).find(is_same).unwrap_or(id);
        }
        (Faces { shared, faces }, unknown)
    }

    /// The face itself.
    pub fn face(&self, id: FaceId) -> &Arc<Face> {
        // There is one for each: the last of KaTeX's faces stands at the end.
        &self.faces[id.index().min(self.faces.len() - 1)]
    }

    /// The first use of the face that draws for this one.
    pub fn shared(&self, id: FaceId) -> FaceId {
        self.shared.get(id.index()).copied().unwrap_or(TEXT)
    }

    /// Every face once.
    pub fn all(&self) -> impl Iterator<Item = (FaceId, &Arc<Face>)> {
        FaceId::all().filter(|id| self.shared(*id) == *id).map(|id| (id, self.face(id)))
    }
}

#[cfg(test)]
mod tests;
