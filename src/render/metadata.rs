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
        let chunk =
            at.checked_add(length).and_then(|end| data.get(at..end.checked_add(12)?)).ok_or(Fault::Truncated)?;
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
    let two = |at: usize| {
        if little { be16(tiff, at).map(|value| ((value & 255) << 8) | (value >> 8)) } else { be16(tiff, at) }
    };
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
mod tests;
