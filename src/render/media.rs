//! Videos, sounds and pages of the network: which clips travel inside the deck and which beside it.
//! Manual page: `tests/spec/media.md`.

mod kind;
mod page;

pub use page::{Page, page};

use super::assets::{Asset, Beside};
use super::pictures;
use crate::deck::{Deck, Picture, Shows, clip_time};
use crate::source::{Asked, Diagnostic, FileId, Files, Glimpse, Spanned, size_words};
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

/// Bytes of the largest clip inside a deck. Written as text it is a third longer; Firefox reads addresses of up to
/// 32 MiB, and each such clip costs a second or two until the file is open.
pub const EMBEDDED: u64 = 16 << 20;
/// Bytes of all clips inside a deck.
pub const ALL_EMBEDDED: u64 = 64 << 20;

/// Where the clips of a deck go.
#[derive(Debug, Default)]
pub struct Places {
    all_beside: bool,
    asked_beside: BTreeSet<(FileId, String)>,
    asked_inside: BTreeSet<(FileId, String)>,
    /// How often each clip is on the slides: every time it is written anew.
    uses: BTreeMap<(FileId, String), u64>,
    inside: u64,
    /// Names given out beside the deck, lower case, and the names of files that have one.
    names: BTreeSet<String>,
    named: BTreeMap<PathBuf, String>,
}

impl Places {
    /// What the talk asks for.
    pub fn new(deck: &Deck) -> Places {
        let mut places = Places { all_beside: deck.settings.media_beside, ..Places::default() };
        pictures::each(deck, &mut |picture, _| {
            if !matches!(picture.shows(), Shows::Video | Shows::Audio) {
                return;
            }
            let key = (picture.path.span.file, picture.path.value.clone());
            *places.uses.entry(key.clone()).or_default() += 1;
            if picture.flag("beside") == Some(true) {
                places.asked_beside.insert(key);
            } else if picture.flag("embed") == Some(true) {
                places.asked_inside.insert(key);
            }
        });
        places
    }

    /// A clip, embedded or beside, and what is to be said about it.
    ///
    /// # Errors
    /// When it is no clip that browsers play, or cannot be read.
    pub fn clip(
        &mut self,
        files: &Files,
        path: &Spanned<String>,
        glimpse: Glimpse,
    ) -> Result<(Asset, Vec<Diagnostic>), Diagnostic> {
        let name = &path.value;
        let kind = kind::of(&glimpse.head).map_err(|words| {
            Diagnostic::error("clip-type", format!("`{name}` {words}"), path.span)
                .hint("convert it to MP4 (H.264) or WebM, a sound to MP3 or Opus")
        })?;
        let mut told = Vec::new();
        if let Some(ending) = kind.is_misnamed(name) {
            let message = format!("`{name}` ends in `.{ending}` but holds {}", kind.words);
            let hint = format!("rename it to end in `.{}`; players go by the name", kind.endings[0]);
            told.push(Diagnostic::warning("clip-name", message, path.span).hint(hint));
        }
        let key = (path.span.file, name.clone());
        let size = glimpse.size * self.uses.get(&key).copied().unwrap_or(1).max(1);
        let asked = self.asked_beside.contains(&key) || (self.all_beside && !self.asked_inside.contains(&key));
        let too_large = glimpse.size > EMBEDDED || self.inside + size > ALL_EMBEDDED;
        if !asked && !too_large {
            self.inside += size;
            let bytes = files.bytes(Asked { from: path.span.file, span: path.span }, name)?;
            return Ok((Asset::new(kind.mime, bytes, (0, 0), Some(path.span)), told));
        }
        if !asked {
            told.push(large(path, &glimpse));
        }
        let name = self.name(&glimpse);
        Ok((Asset::beside(kind.mime, Beside { name, file: glimpse }, Some(path.span)), told))
    }

    /// A name beside the deck: the file's own, with a number when another file has it.
    fn name(&mut self, glimpse: &Glimpse) -> String {
        if let Some(known) = self.named.get(&glimpse.path) {
            return known.clone();
        }
        let own = glimpse.path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let plain = |c: char| if c.is_control() || "<>:\"/\\|?*\u{fffd}".contains(c) { '-' } else { c };
        let own: String = own.trim_start_matches('.').chars().map(plain).collect();
        let (stem, ending) = own.rsplit_once('.').unwrap_or((&own, "clip"));
        let mut name = format!("{stem}.{ending}");
        let mut number = 2;
        while !self.names.insert(name.to_lowercase()) {
            name = format!("{stem}-{number}.{ending}");
            number += 1;
        }
        self.named.insert(glimpse.path.clone(), name.clone());
        name
    }
}

fn large(path: &Spanned<String>, glimpse: &Glimpse) -> Diagnostic {
    let why = match glimpse.size > EMBEDDED {
        true => format!("a clip inside the deck has at most {}", size_words(EMBEDDED)),
        false => format!("all clips inside the deck have at most {}", size_words(ALL_EMBEDDED)),
    };
    let message = format!("`{}` has {}, and stands beside the deck: {why}", path.value, size_words(glimpse.size));
    Diagnostic::note("clip-beside", message, path.span)
        .hint("make it smaller, or say `{beside}`; the folder must travel with the deck")
}

/// What is wrong with `start=`.
pub fn wrong_start(picture: &Picture) -> Option<Diagnostic> {
    let start = picture.attributes.get("start").filter(|start| clip_time(&start.value).is_none())?;
    let message = format!("`start={}` is no time in a clip", start.value);
    Some(Diagnostic::error("clip-start", message, start.span).hint("write `start=12`, `start=1:30` or `start=90s`"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Span;

    #[test]
    fn two_files_of_one_name_get_two_names_and_one_file_keeps_its_own() {
        let mut places = Places::default();
        let mut name = |path: &str| places.name(&Glimpse { path: PathBuf::from(path), ..Glimpse::default() });
        assert_eq!(name("/a/clip.mp4"), "clip.mp4");
        assert_eq!(name("/b/Clip.MP4"), "Clip-2.MP4");
        assert_eq!(name("/c/clip.mp4"), "clip-3.mp4");
        assert_eq!(name("/a/clip.mp4"), "clip.mp4");
        assert_eq!(name("/a/.x:y?.webm"), "x-y-.webm");
    }

    #[test]
    fn what_is_too_large_stands_beside_and_is_said() {
        let folder = tempfile::tempdir().unwrap();
        let files = Files::from_text(folder.path(), "talk.md", "");
        let head = b"\x1a\x45\xdf\xa3webm".to_vec();
        std::fs::write(folder.path().join("a.webm"), &head).unwrap();
        let path = Spanned::new("a.webm".to_owned(), Span::new(FileId(0), 1, 2));
        let place = |places: &mut Places, size| {
            let glimpse = Glimpse { path: folder.path().join("a.webm"), size, head: head.clone() };
            places.clip(&files, &path, glimpse).unwrap()
        };
        let mut places = Places::default();
        for _ in 0..4 {
            let (inside, told) = place(&mut places, EMBEDDED);
            assert!(inside.beside.is_none() && told.is_empty(), "{told:?}");
        }
        for (places, size) in [(&mut places, 1), (&mut Places::default(), EMBEDDED + 1)] {
            let (beside, told) = place(places, size);
            assert_eq!(beside.beside.unwrap().name, "a.webm");
            assert_eq!((told.len(), told[0].code), (1, "clip-beside"));
        }
    }
}
