//! What cameras and editors write beside the picture: finds a JPEG's, PNG's or WebP's turn, drops the rest.
//!
//! A photograph carries the place it was taken at, the owner's name, sometimes an earlier uncropped preview. None of it
//! belongs in a deck that is handed out. Only the orientation stays, because without it the picture lies on its side.
//! Manual page: `tests/spec/pictures.md`.

/// A picture without its metadata.
#[derive(Debug, PartialEq, Eq)]
pub struct Stripped {
    /// The file's bytes.
    pub bytes: Vec<u8>,
    /// EXIF orientation, 1 to 8; 1 is upright.
    pub orientation: u8,
}

/// Why a file cannot be taken apart.
#[derive(Debug, PartialEq, Eq)]
pub enum Fault {
    /// It ends before it should.
    Truncated,
    /// Its structure makes no sense.
    Broken,
}

/// Strips a JPEG: colour profile and the markers that decoding needs stay, EXIF, XMP, comments, vendor data and whatever
/// stands behind the end of the picture go.
///
/// # Errors
/// [`Fault::Truncated`] when the end marker is missing, [`Fault::Broken`] when the markers make no sense.
pub fn jpeg(data: &[u8]) -> Result<Stripped, Fault> {
    let mut kept: Vec<&[u8]> = Vec::new();
    let mut orientation = 1;
    let mut at = 2;
    let end = loop {
        // Any number of fill bytes may stand before a marker.
        while data.get(at) == Some(&0xff) && data.get(at + 1) == Some(&0xff) {
            at += 1;
        }
        let (Some(0xff), Some(&marker)) = (data.get(at), data.get(at + 1)) else {
            return Err(if at + 1 >= data.len() { Fault::Truncated } else { Fault::Broken });
        };
        if marker == 0xd9 {
            break at + 2;
        }
        let length = be16(data, at + 2).ok_or(Fault::Truncated)?;
        let next = at + 2 + length;
        let segment = data.get(at..next).ok_or(Fault::Truncated)?;
        let body = segment.get(4..).ok_or(Fault::Broken)?;
        match marker {
            0xe1 => {
                if let Some(tiff) = body.strip_prefix(b"Exif\0\0") {
                    orientation = tiff_orientation(tiff).unwrap_or(orientation);
                }
            }
            0xe0 | 0xee => kept.push(segment),
            0xe2 if body.starts_with(b"ICC_PROFILE\0") => kept.push(segment),
            0xe2..=0xef | 0xfe => {}
            0xda => {
                let after = scan_end(data, next).ok_or(Fault::Truncated)?;
                kept.push(&data[at..after]);
                at = after;
                continue;
            }
            _ => kept.push(segment),
        }
        at = next;
    };
    let mut bytes = Vec::with_capacity(end + 40);
    bytes.extend_from_slice(&[0xff, 0xd8]);
    let header = usize::from(kept.first().is_some_and(|segment| segment[1] == 0xe0));
    for segment in &kept[..header] {
        bytes.extend_from_slice(segment);
    }
    if orientation != 1 {
        let tiff = tiff(orientation);
        bytes.extend_from_slice(&[0xff, 0xe1, 0, (tiff.len() + 8) as u8]);
        bytes.extend_from_slice(b"Exif\0\0");
        bytes.extend_from_slice(&tiff);
    }
    for segment in &kept[header..] {
        bytes.extend_from_slice(segment);
    }
    bytes.extend_from_slice(&[0xff, 0xd9]);
    Ok(Stripped { bytes, orientation })
}

/// The offset of the next real marker behind entropy-coded data; stuffed and restart markers belong to the data.
fn scan_end(data: &[u8], from: usize) -> Option<usize> {
    let mut at = from;
    loop {
        at += data.get(at..)?.iter().position(|byte| *byte == 0xff)?;
        match data.get(at + 1)? {
            0x00 | 0xd0..=0xd7 => at += 2,
            0xff => at += 1,
            _ => return Some(at),
        }
    }
}

/// Strips a PNG: chunks with texts, times and EXIF go, and whatever stands behind `IEND`.
///
/// # Errors
/// [`Fault::Truncated`] when `IEND` is missing.
pub fn png(data: &[u8]) -> Result<Stripped, Fault> {
    let mut bytes = data.get(..8).ok_or(Fault::Truncated)?.to_vec();
    bytes.reserve(data.len());
    let mut orientation = 1;
    let mut at = 8;
    loop {
        let length = be32(data, at).ok_or(Fault::Truncated)?;
        let chunk = at.checked_add(length).and_then(|end| data.get(at..end.checked_add(12)?)).ok_or(Fault::Truncated)?;
        at += chunk.len();
        match &chunk[4..8] {
            b"eXIf" => orientation = tiff_orientation(&chunk[8..8 + length]).unwrap_or(orientation),
            b"tEXt" | b"zTXt" | b"iTXt" | b"tIME" => {}
            b"IEND" => {
                // Behind the pixels is a legal place for `eXIf`, and by now the turn is known.
                if orientation != 1 {
                    bytes.extend_from_slice(&png_chunk(b"eXIf", &tiff(orientation)));
                }
                bytes.extend_from_slice(chunk);
                return Ok(Stripped { bytes, orientation });
            }
            _ => bytes.extend_from_slice(chunk),
        }
    }
}

/// Strips a WebP: the `EXIF` and `XMP ` chunks go.
///
/// # Errors
/// [`Fault::Truncated`] when the file is shorter than its header says.
pub fn webp(data: &[u8]) -> Result<Stripped, Fault> {
    let size = le32(data, 4).ok_or(Fault::Truncated)?;
    let riff = size.checked_add(8).and_then(|end| data.get(..end)).ok_or(Fault::Truncated)?;
    let mut bytes = riff.get(..12).ok_or(Fault::Truncated)?.to_vec();
    let mut orientation = 1;
    let mut at = 12;
    while at + 8 <= riff.len() {
        let length = le32(riff, at + 4).ok_or(Fault::Truncated)?;
        let end = at.checked_add(8 + length).ok_or(Fault::Truncated)?;
        // A last chunk of odd length may lack its padding byte.
        let chunk = riff.get(at..(end + length % 2).min(riff.len()).max(end)).ok_or(Fault::Truncated)?;
        match &chunk[..4] {
            b"EXIF" => {
                let body = &chunk[8..];
                orientation = tiff_orientation(body.strip_prefix(b"Exif\0\0").unwrap_or(body)).unwrap_or(orientation);
            }
            b"XMP " => {}
            _ => bytes.extend_from_slice(chunk),
        }
        at += chunk.len();
    }
    if orientation != 1 {
        let tiff = tiff(orientation);
        bytes.extend_from_slice(b"EXIF");
        bytes.extend_from_slice(&(tiff.len() as u32).to_le_bytes());
        bytes.extend_from_slice(&tiff);
    }
    // `VP8X` holds flags that say which of the chunks are there.
    if bytes.get(12..16) == Some(b"VP8X".as_slice()) && bytes.len() > 20 {
        bytes[20] &= !0b0000_1100;
        bytes[20] |= if orientation == 1 { 0 } else { 0b0000_1000 };
    }
    let size = (bytes.len() - 8) as u32;
    bytes[4..8].copy_from_slice(&size.to_le_bytes());
    Ok(Stripped { bytes, orientation })
}

/// The orientation in a TIFF header, which is what EXIF is made of.
fn tiff_orientation(tiff: &[u8]) -> Option<u8> {
    let little = match tiff.get(..4)? {
        [b'I', b'I', 42, 0] => true,
        [b'M', b'M', 0, 42] => false,
        _ => return None,
    };
    let two = |at: usize| if little { be16(tiff, at).map(|value| ((value & 255) << 8) | (value >> 8)) } else { be16(tiff, at) };
    let four = |at: usize| if little { le32(tiff, at) } else { be32(tiff, at) };
    let start = four(4)?;
    let entries = two(start)?;
    (0..entries)
        .map(|index| start.saturating_add(2 + 12 * index))
        .find(|at| two(*at) == Some(0x0112))
        .and_then(|at| two(at.checked_add(8)?))
        .and_then(|value| u8::try_from(value).ok())
        .filter(|value| (1..=8).contains(value))
}

/// The smallest TIFF header that tells an orientation.
fn tiff(orientation: u8) -> [u8; 26] {
    let mut out = *b"MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\0\0\0\0\0\0\0";
    out[19] = orientation;
    out
}

fn png_chunk(name: &[u8; 4], body: &[u8]) -> Vec<u8> {
    let mut out = (body.len() as u32).to_be_bytes().to_vec();
    out.extend_from_slice(name);
    out.extend_from_slice(body);
    // CRC-32 over name and body, bit by bit: it is 30 bytes, once for a turned picture.
    let mut crc = u32::MAX;
    for byte in &out[4..] {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            crc = if crc & 1 == 1 { (crc >> 1) ^ 0xedb8_8320 } else { crc >> 1 };
        }
    }
    out.extend_from_slice(&(!crc).to_be_bytes());
    out
}

fn be16(data: &[u8], at: usize) -> Option<usize> {
    let bytes = data.get(at..at.checked_add(2)?)?;
    Some(usize::from(bytes[0]) << 8 | usize::from(bytes[1]))
}

fn be32(data: &[u8], at: usize) -> Option<usize> {
    let bytes: [u8; 4] = data.get(at..at.checked_add(4)?)?.try_into().ok()?;
    Some(u32::from_be_bytes(bytes) as usize)
}

fn le32(data: &[u8], at: usize) -> Option<usize> {
    let bytes: [u8; 4] = data.get(at..at.checked_add(4)?)?.try_into().ok()?;
    Some(u32::from_le_bytes(bytes) as usize)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn segment(marker: u8, body: &[u8]) -> Vec<u8> {
        let mut out = vec![0xff, marker];
        out.extend_from_slice(&((body.len() + 2) as u16).to_be_bytes());
        out.extend_from_slice(body);
        out
    }

    fn photograph(orientation: u8) -> Vec<u8> {
        let mut exif = b"Exif\0\0".to_vec();
        exif.extend_from_slice(&tiff(orientation));
        exif.extend_from_slice(b"GPS 47.37 N");
        let mut out = vec![0xff, 0xd8];
        for part in [
            segment(0xe0, b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0"),
            segment(0xe1, &exif),
            segment(0xe1, b"http://ns.adobe.com/xap/1.0/\0GPS"),
            segment(0xe2, b"ICC_PROFILE\0\x01\x01profile"),
            segment(0xfe, b"made by GPS"),
            segment(0xc0, &[8, 0, 2, 0, 3, 1, 1, 0x11, 0]),
            segment(0xda, &[1, 1, 0, 0, 63, 0]),
        ] {
            out.extend_from_slice(&part);
        }
        out.extend_from_slice(&[1, 0xff, 0, 2, 0xff, 0xd0, 3, 0xff, 0xd9]);
        out
    }

    #[test]
    fn a_photograph_keeps_its_turn_and_profile_and_loses_its_place() {
        let mut data = photograph(6);
        data.extend_from_slice(b"second picture behind the end, GPS");
        let stripped = jpeg(&data).unwrap();
        assert_eq!(stripped.orientation, 6);
        assert!(!stripped.bytes.windows(3).any(|part| part == b"GPS"));
        assert!(stripped.bytes.windows(11).any(|part| part == b"ICC_PROFILE"));
        let again = jpeg(&stripped.bytes).unwrap();
        assert_eq!(again, stripped, "stripping twice changes nothing");
        assert_eq!(jpeg(&photograph(1)).unwrap().orientation, 1);
    }

    #[test]
    fn every_cut_of_a_jpeg_is_noticed() {
        let data = photograph(3);
        for length in 2..data.len() {
            assert!(jpeg(&data[..length]).is_err(), "cut at {length}");
        }
    }

    #[test]
    fn a_png_loses_its_texts_and_every_cut_is_noticed() {
        let mut data = b"\x89PNG\r\n\x1a\n".to_vec();
        data.extend(png_chunk(b"IHDR", &[0, 0, 0, 1, 0, 0, 0, 1, 8, 2, 0, 0, 0]));
        data.extend(png_chunk(b"tEXt", b"Author\0Somebody"));
        data.extend(png_chunk(b"eXIf", &tiff(8)));
        data.extend(png_chunk(b"IDAT", b"pixels"));
        data.extend(png_chunk(b"IEND", b""));
        let stripped = png(&data).unwrap();
        assert_eq!(stripped.orientation, 8);
        assert!(!stripped.bytes.windows(8).any(|part| part == b"Somebody"));
        assert_eq!(png(&stripped.bytes).unwrap(), stripped);
        for length in 0..data.len() {
            assert_eq!(png(&data[..length]), Err(Fault::Truncated), "cut at {length}");
        }
    }

    #[test]
    fn a_webp_loses_its_metadata() {
        let mut data = b"RIFF\0\0\0\0WEBPVP8X\x0a\0\0\0\x0c\0\0\0\0\0\0\0\0\0VP8 \x03\0\0\0abc\0EXIF\x1a\0\0\0".to_vec();
        data.extend_from_slice(&tiff(6));
        data.extend_from_slice(b"XMP \x04\0\0\0GPS!");
        let size = (data.len() - 8) as u32;
        data[4..8].copy_from_slice(&size.to_le_bytes());
        let stripped = webp(&data).unwrap();
        assert_eq!(stripped.orientation, 6);
        assert!(!stripped.bytes.windows(3).any(|part| part == b"GPS"));
        assert_eq!(stripped.bytes[20], 0b1000);
        assert_eq!(webp(&stripped.bytes).unwrap(), stripped);
        for length in 0..data.len() {
            assert_eq!(webp(&data[..length]), Err(Fault::Truncated), "cut at {length}");
        }
    }
}
