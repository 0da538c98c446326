//! What a picture file is, by its first bytes. Manual page: `tests/spec/pictures.md`.

use crate::render::metadata::{self, Fault};
use imagesize::{Compression, ImageType};
use std::sync::Arc;

/// A kind of picture that browsers show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// PNG, still or animated.
    Png,
    /// JPEG.
    Jpeg,
    /// GIF, still or animated.
    Gif,
    /// WebP.
    Webp,
    /// AVIF.
    Avif,
    /// SVG.
    Svg,
}

impl Kind {
    /// Its media type.
    pub fn mime(self) -> &'static str {
        match self {
            Kind::Png => "image/png",
            Kind::Jpeg => "image/jpeg",
            Kind::Gif => "image/gif",
            Kind::Webp => "image/webp",
            Kind::Avif => "image/avif",
            Kind::Svg => "image/svg+xml",
        }
    }

    /// The usual ending of its files.
    pub fn ending(self) -> &'static str {
        match self {
            Kind::Png => "png",
            Kind::Jpeg => "jpg",
            Kind::Gif => "gif",
            Kind::Webp => "webp",
            Kind::Avif => "avif",
            Kind::Svg => "svg",
        }
    }

    /// It, in words.
    pub fn words(self) -> &'static str {
        match self {
            Kind::Png => "a PNG picture",
            Kind::Jpeg => "a JPEG picture",
            Kind::Gif => "a GIF picture",
            Kind::Webp => "a WebP picture",
            Kind::Avif => "an AVIF picture",
            Kind::Svg => "an SVG drawing",
        }
    }

    /// The file's ending if it promises another kind. An ending that is no kind of picture promises nothing.
    pub fn is_misnamed(self, path: &str) -> Option<String> {
        let ending = path.rsplit(['/', '\\']).next()?.rsplit_once('.')?.1.to_ascii_lowercase();
        let promised = match ending.as_str() {
            "png" | "apng" => Kind::Png,
            "jpg" | "jpeg" | "jpe" | "jfif" => Kind::Jpeg,
            "gif" => Kind::Gif,
            "webp" => Kind::Webp,
            "avif" => Kind::Avif,
            "svg" => Kind::Svg,
            _ => return None,
        };
        (promised != self).then_some(ending)
    }
}

/// The kind of a file, or words that say why it is none.
pub fn of(bytes: &[u8]) -> Result<Kind, &'static str> {
    if bytes.is_empty() {
        return Err("is empty");
    }
    if let Ok(kind) = imagesize::image_type(bytes) {
        return match kind {
            ImageType::Png => Ok(Kind::Png),
            ImageType::Jpeg => Ok(Kind::Jpeg),
            ImageType::Gif => Ok(Kind::Gif),
            ImageType::Webp => Ok(Kind::Webp),
            ImageType::Heif(Compression::Av1) => Ok(Kind::Avif),
            ImageType::Heif(_) => Err("is a HEIC picture, which browsers do not show"),
            ImageType::Tiff => Err("is a TIFF picture, which browsers do not show"),
            ImageType::Bmp => Err("is a BMP picture, which has no place in a deck"),
            ImageType::Jxl => Err("is a JPEG XL picture, which most browsers do not show"),
            ImageType::Psd => Err("is a Photoshop file, which browsers do not show"),
            // Formats known by one or two bytes: a text may begin like that.
            _ if is_svg(bytes) => Ok(Kind::Svg),
            _ => Err("is a picture of a kind that browsers do not show"),
        };
    }
    match bytes {
        _ if is_svg(bytes) => Ok(Kind::Svg),
        [0x1f, 0x8b, ..] => Err("is compressed (SVGZ)"),
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => Err("is a text in UTF-16"),
        _ if bytes.starts_with(b"%PDF") => Err("is a PDF"),
        _ if bytes.starts_with(b"%!PS") => Err("is a PostScript file"),
        _ => Err("is no picture"),
    }
}

/// Whether the first element of a text is `svg`, or it cannot be told from the first kilobytes but the text speaks of one.
fn is_svg(bytes: &[u8]) -> bool {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(1 << 16)]);
    let mut rest = head.trim_start_matches('\u{feff}').trim_start();
    loop {
        let end = if rest.starts_with("<!--") {
            "-->"
        } else if rest.starts_with("<?") {
            "?>"
        } else if rest.get(..9).is_some_and(|start| start.eq_ignore_ascii_case("<!DOCTYPE")) {
            if rest.split_once('>').is_some_and(|(inside, _)| inside.contains('[')) { "]>" } else { ">" }
        } else {
            break;
        };
        let Some((_, after)) = rest.split_once(end) else { return false };
        rest = after.trim_start();
    }
    let Some(name) = rest.strip_prefix('<') else { return false };
    let name = name.split(|c: char| c.is_whitespace() || matches!(c, '>' | '/')).next().unwrap_or("");
    name.rsplit(':').next() == Some("svg")
}

/// Width and height as stored, from the header alone.
pub fn size(bytes: &[u8]) -> Option<(u32, u32)> {
    let size = imagesize::blob_size(bytes).ok()?;
    Some((u32::try_from(size.width).ok()?, u32::try_from(size.height).ok()?))
}

/// Bytes without metadata, and how the camera was held.
pub struct Stripped {
    /// The file's bytes.
    pub bytes: Arc<[u8]>,
    /// EXIF orientation, 1 to 8.
    pub orientation: u8,
}

/// Takes out what tells about the author, and notices files that end too early.
///
/// # Errors
/// What [`metadata`] finds wrong with the file.
pub fn strip(kind: Kind, bytes: Arc<[u8]>) -> Result<Stripped, Fault> {
    let stripped = match kind {
        Kind::Png => metadata::png(&bytes)?,
        Kind::Jpeg => metadata::jpeg(&bytes)?,
        Kind::Webp => metadata::webp(&bytes)?,
        Kind::Gif | Kind::Avif | Kind::Svg => return Ok(Stripped { bytes, orientation: 1 }),
    };
    // The read bytes are shared with the file cache: keep one copy when nothing was taken out.
    let bytes = if *stripped.bytes == *bytes { bytes } else { stripped.bytes.into() };
    Ok(Stripped { bytes, orientation: stripped.orientation })
}
