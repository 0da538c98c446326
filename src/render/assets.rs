//! A picture or a clip as it goes into the deck: typed, measured, named by its content. Manual page: `tests/spec/pictures.md`.

use crate::source::{Glimpse, Span};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Raster pictures and clips by their hash.
pub type Assets = BTreeMap<String, Asset>;

/// A raster picture or a clip, ready to be embedded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asset {
    /// Name of the content: the first 32 hexadecimal digits of BLAKE3 over `bytes`. Slides say `src="asset:HASH"`.
    pub hash: String,
    /// Type found by content, such as `image/png`.
    pub mime: &'static str,
    /// The file without what tells about its author (place, camera, comments).
    pub bytes: Arc<[u8]>,
    /// Width in px as it is shown, after the turn that a camera wrote into the file.
    pub width: u32,
    /// Height in px as it is shown.
    pub height: u32,
    /// Who asked for it first.
    pub from: Option<Span>,
    /// Set for a clip that stands beside the deck; then `bytes` is empty.
    pub beside: Option<Beside>,
}

/// A clip that is copied beside the deck and named from there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Beside {
    /// File name in the deck's media folder, each once whatever the case of its letters.
    pub name: String,
    /// The file it is a copy of.
    pub file: Glimpse,
}

impl Asset {
    /// Names `bytes` by their content.
    pub fn new(mime: &'static str, bytes: Arc<[u8]>, (width, height): (u32, u32), from: Option<Span>) -> Asset {
        let hash = blake3::hash(&bytes).to_hex().as_str()[..32].to_owned();
        Asset { hash, mime, bytes, width, height, from, beside: None }
    }

    /// A file that stays outside, under a name that is only used while the deck is made.
    pub fn beside(mime: &'static str, beside: Beside, from: Option<Span>) -> Asset {
        let hash = blake3::hash(beside.name.as_bytes()).to_hex().as_str()[..32].to_owned();
        Asset { hash, mime, from, beside: Some(beside), ..Asset::default() }
    }

    /// Whether it is played.
    pub fn is_clip(&self) -> bool {
        !self.mime.starts_with("image/")
    }
}
