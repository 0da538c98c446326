//! A picture file as it goes into the deck: typed, measured, named by its content. Manual page: `tests/spec/pictures.md`.

use crate::source::Span;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Raster pictures by their hash.
pub type Assets = BTreeMap<String, Asset>;

/// A raster picture, ready to be embedded.
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
}

impl Asset {
    /// Names `bytes` by their content.
    pub fn new(mime: &'static str, bytes: Arc<[u8]>, (width, height): (u32, u32), from: Option<Span>) -> Asset {
        let hash = blake3::hash(&bytes).to_hex().as_str()[..32].to_owned();
        Asset { hash, mime, bytes, width, height, from }
    }
}
