//! Cuts a font down to some characters and packs it as WOFF2. The only door to the font tools. Manual page: `tests/spec/output.md`.
//!
//! Measured on a face of 203 kB with 117 characters: cutting 0.2 ms, packing 1.0 ms at Brotli quality 5 (6.8 kB) against
//! 29 ms at quality 11 (6.4 kB). Quality 5 is used everywhere, so a warm cache and a cold one give the same bytes.

use read_fonts::collections::IntSet;
use read_fonts::types::{GlyphId, NameId, Tag};
use read_fonts::{FontRef, TableProvider};
use skera::{DEFAULT_DROP_TABLES, Plan, SubsetFlags, subset_font};
use std::collections::BTreeSet;

/// Versions of everything that has a say in the bytes; part of each name in the cache. A test holds it to `Cargo.lock`.
pub const ENGINE: &str = "skera 0.9.0, read-fonts 0.46.0, write-fonts 0.55.0, ttf2woff2 0.14.1, brotli 9.1.1, notosans 0.1.0, \
                          typst-assets 0.15.1, damascene-fonts-inter 0.1.0, damascene-fonts-roboto 0.1.0, \
                          damascene-fonts-jetbrains-mono 0.1.0, ratex-katex-fonts 0.1.15";

/// Goes up when other parts of a font are kept; part of each name in the cache, too.
pub const CUT: u32 = 2;

const QUALITY: u8 = 5;

/// What shaping keeps: marks in their place, kerning, ligatures of words, forms by language. The code face's arrows and
/// inequality signs (`calt`) go: code is shown as it is typed, and without them the face is a third of the size.
const FEATURES: [&[u8; 4]; 10] =
    [b"ccmp", b"frac", b"kern", b"liga", b"lnum", b"locl", b"mark", b"mkmk", b"rlig", b"tnum"];

/// Browsers that follow Google's decoder refuse a transformed outline table past what 16-bit offsets can reach.
const LARGEST_TRANSFORMED: usize = 96 << 10;

/// Which characters a font has.
pub struct Coverage<'a>(Option<read_fonts::tables::cmap::Cmap<'a>>);

impl<'a> Coverage<'a> {
    /// Reads the font's table of characters.
    pub fn new(ttf: &'a [u8]) -> Coverage<'a> {
        Coverage(FontRef::new(ttf).and_then(|font| font.cmap()).ok())
    }

    /// Whether the font can draw the character.
    pub fn has(&self, character: char) -> bool {
        self.0.as_ref().is_some_and(|cmap| cmap.map_codepoint(character).is_some())
    }
}

/// The font with these characters only, as WOFF2.
///
/// # Errors
/// Words of the font tools; with the fonts that are built in this does not happen.
pub fn woff2(ttf: &[u8], characters: &BTreeSet<char>) -> Result<Vec<u8>, String> {
    let cut = cut(ttf, characters)?;
    let options = ttf2woff2::EncodeOptions {
        quality: ttf2woff2::BrotliQuality::from(QUALITY),
        transform_glyf_loca: cut.len() < LARGEST_TRANSFORMED,
        threads: None,
    };
    ttf2woff2::encode_with_options(&cut, options).map_err(|error| error.to_string())
}

fn cut(ttf: &[u8], characters: &BTreeSet<char>) -> Result<Vec<u8>, String> {
    let font = FontRef::new(ttf).map_err(|error| error.to_string())?;
    let mut flags = SubsetFlags::SUBSET_FLAGS_NO_HINTING;
    flags |= SubsetFlags::SUBSET_FLAGS_NO_BIDI_CLOSURE;
    let unicodes: IntSet<u32> = characters.iter().map(|character| u32::from(*character)).collect();
    let mut scripts = IntSet::<Tag>::empty();
    scripts.extend([b"DFLT", b"latn", b"grek", b"cyrl"].map(Tag::new));
    // The styles' names (`STAT`) are among the names that go, and without them Firefox warns of a broken table.
    let mut dropped: IntSet<Tag> = DEFAULT_DROP_TABLES.iter().copied().collect();
    dropped.insert(Tag::new(b"STAT"));
    let plan = Plan::new(
        &IntSet::<GlyphId>::empty(),
        &unicodes,
        &font,
        flags,
        &dropped,
        &scripts,
        &FEATURES.iter().map(|tag| Tag::new(tag)).collect(),
        // Names, copyright among them, stand once in the deck instead of in each face.
        &IntSet::<NameId>::empty(),
        &IntSet::<u16>::empty(),
    );
    subset_font(&font, &plan).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::theme::faces::{CODE, FAMILIES, Face, Faces, TEXT};
    use std::sync::Arc;

    /// Every face that comes with the program.
    fn all() -> Vec<Arc<Face>> {
        let mut found: Vec<Arc<Face>> = Vec::new();
        for family in FAMILIES {
            let fonts = [("text".to_owned(), family.to_owned())].into();
            for (_, face) in Faces::of(&fonts, &[]).0.all() {
                found.extend((!found.iter().any(|other| other.file == face.file)).then(|| face.clone()));
            }
        }
        found
    }

    fn tables(ttf: &[u8]) -> Vec<(String, u32)> {
        let font = FontRef::new(ttf).unwrap();
        font.table_directory()
            .table_records()
            .iter()
            .map(|record| (record.tag().to_string(), record.length()))
            .collect()
    }

    #[test]
    fn every_face_can_be_cut_and_packed() {
        let characters: BTreeSet<char> = (' '..='~').chain("äéαΣ→\u{a0}".chars()).collect();
        assert_eq!(all().len(), 37);
        for face in all() {
            let ttf = face.bytes();
            assert!(ttf.len() > 5000, "{}", face.file);
            let packed = woff2(&ttf, &characters).unwrap();
            assert_eq!(&packed[..4], b"wOF2");
            assert!(packed.len() < ttf.len() / 2, "{} {} of {}", face.file, packed.len(), ttf.len());
            assert_eq!(packed, woff2(&ttf, &characters).unwrap(), "same characters, same bytes");
        }
    }

    #[test]
    fn kerning_stays_and_hints_and_names_go() {
        let characters = "AVATo„“".chars().collect();
        for face in all().iter().filter(|face| !face.file.starts_with("KaTeX") && !face.file.starts_with("JetBrains")) {
            let tables = tables(&cut(&face.bytes(), &characters).unwrap());
            assert!(tables.iter().any(|(name, length)| name == "GPOS" && *length > 60), "{tables:?}");
            assert!(!tables.iter().any(|(name, _)| name == "fpgm"));
            assert!(tables.iter().any(|(name, length)| name == "name" && *length == 6));
        }
    }

    #[test]
    fn the_code_face_stays_variable_and_small() {
        let characters: BTreeSet<char> = (' '..='~').collect();
        let faces = Faces::default();
        let face = faces.face(CODE);
        let cut = cut(&face.bytes(), &characters).unwrap();
        assert!(tables(&cut).iter().any(|(name, _)| name == "gvar"));
        assert!(!tables(&cut).iter().any(|(name, _)| name == "STAT"));
        assert!(woff2(&face.bytes(), &characters).unwrap().len() < 20_000);
    }

    #[test]
    fn coverage_knows_what_a_face_lacks() {
        let faces = Faces::default();
        let ttf = faces.face(TEXT).bytes();
        let coverage = Coverage::new(&ttf);
        assert!(coverage.has('ä') && coverage.has('→'));
        assert!(!coverage.has('✓') && !coverage.has('🦀'));
    }

    #[test]
    fn the_engine_names_the_versions_of_the_lock_file() {
        let lock = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.lock")).unwrap();
        for part in ENGINE.split(", ") {
            let (name, version) = part.split_once(' ').unwrap();
            assert!(
                lock.contains(&format!("name = \"{name}\"\nversion = \"{version}\"")),
                "{part} is not in Cargo.lock"
            );
        }
    }
}
