//! What bytes are when they are no UTF-8 text, told by their first bytes or by the pattern of their zeros.
//! Manual page: `tests/spec/files.md`.

use super::encoding::{Fault, convert_hint};

/// UTF-16 and UTF-32, told by their mark or by the pattern of zero bytes that mostly Latin text leaves.
pub(super) fn wide(bytes: &[u8]) -> Option<Fault> {
    let (name, convert) = match bytes {
        [0xFF, 0xFE, 0, 0, ..] | [0, 0, 0xFE, 0xFF, ..] => ("UTF-32", "UTF-32"),
        [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] => ("UTF-16", "UTF-16"),
        _ => by_zero_bytes(bytes)?,
    };
    let start = if name == convert { if name == "UTF-32" { 4 } else { 2 } } else { 0 };
    let little = bytes.starts_with(&[0xFF, 0xFE]) || convert.ends_with("LE");
    let mut excerpt: String = wide_text(&bytes[start.min(bytes.len())..], name == "UTF-32", little);
    let end = excerpt.find(['\n', '\r']).unwrap_or(excerpt.len());
    excerpt.truncate(end);
    let first = excerpt.chars().next().map_or(0, char::len_utf8);
    Some(Fault {
        code: "encoding",
        what: format!("is {name}, not UTF-8"),
        label: format!("{name} from the first byte on"),
        hint: convert_hint(convert),
        excerpt,
        place: (0, first),
    })
}

/// The first few hundred characters.
fn wide_text(bytes: &[u8], four: bool, little: bool) -> String {
    let bytes = &bytes[..bytes.len().min(1024)];
    if four {
        let number = |unit: &[u8; 4]| if little { u32::from_le_bytes(*unit) } else { u32::from_be_bytes(*unit) };
        return bytes
            .as_chunks::<4>()
            .0
            .iter()
            .map(|unit| char::from_u32(number(unit)).unwrap_or('\u{FFFD}'))
            .collect();
    }
    let number = |unit: &[u8; 2]| if little { u16::from_le_bytes(*unit) } else { u16::from_be_bytes(*unit) };
    char::decode_utf16(bytes.as_chunks::<2>().0.iter().map(number)).map(|unit| unit.unwrap_or('\u{FFFD}')).collect()
}

fn by_zero_bytes(bytes: &[u8]) -> Option<(&'static str, &'static str)> {
    let sample = &bytes[..bytes.len().min(1024) / 4 * 4];
    if sample.len() < 4 {
        return None;
    }
    let mut zeros = [0usize; 4];
    for (index, byte) in sample.iter().enumerate() {
        zeros[index % 4] += usize::from(*byte == 0);
    }
    let quarter = sample.len() / 4;
    // Nearly all, not all: a dash or a curly quote has no zero byte in UTF-16.
    let many = |count: usize| count * 10 >= quarter * 7;
    let few = |count: usize| count * 10 <= quarter;
    match zeros.map(|count| (many(count), few(count))) {
        [(_, true), (true, _), (true, _), (true, _)] => Some(("UTF-32", "UTF-32LE")),
        [(true, _), (true, _), (true, _), (_, true)] => Some(("UTF-32", "UTF-32BE")),
        [(_, true), (true, _), (_, true), (true, _)] => Some(("UTF-16", "UTF-16LE")),
        [(true, _), (_, true), (true, _), (_, true)] => Some(("UTF-16", "UTF-16BE")),
        _ => None,
    }
}

/// First bytes of files that are no text at all.
const MAGIC: &[(&[u8], &str)] = &[
    (b"\x89PNG", "a PNG picture"),
    (b"\xFF\xD8\xFF", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"RIFF", "a WebP picture or a sound"),
    (b"%PDF-", "a PDF document"),
    (b"PK\x03\x04", "a zip archive (so are .docx, .pptx, .odp and .key files)"),
    (b"\x7FELF", "a program"),
    (b"MZ\x90", "a Windows program"),
    (b"\xCF\xFA\xED\xFE", "a program"),
    (b"\x1F\x8B", "a gzip archive"),
    (b"\xFD7zXZ", "an xz archive"),
    (b"7z\xBC\xAF", "a 7z archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\x28\xB5\x2F\xFD", "a zstd archive"),
    (b"\xD0\xCF\x11\xE0", "an old Office document (.ppt, .doc)"),
    (b"{\\rtf", "an RTF document"),
    (b"SQLite format 3\0", "a database"),
    (b"wOF2", "a font"),
    (b"wOFF", "a font"),
];

/// A file that tells by its first bytes what it is.
pub(super) fn magic(bytes: &[u8]) -> Option<Fault> {
    let (first, what) = MAGIC.iter().find(|(magic, _)| bytes.starts_with(magic))?;
    // A text may begin with the letters `GIF8` or `BZh`; these two are text all the way and still no talk.
    let surely = *first == b"%PDF-" || *first == b"{\\rtf";
    let is_text = || std::str::from_utf8(bytes).is_ok_and(|text| !text.contains('\0'));
    (surely || !is_text()).then(|| binary(what))
}

pub(super) fn binary(what: &str) -> Fault {
    Fault {
        code: "file-binary",
        what: format!("is {what}, not a text"),
        label: String::new(),
        hint: "name a text file, saved as UTF-8".to_owned(),
        excerpt: String::new(),
        place: (0, 0),
    }
}

/// More than one byte in ten that no text editor writes; one or two of them are a slip in a text.
pub(super) fn looks_binary(bytes: &[u8]) -> bool {
    let sample = &bytes[..bytes.len().min(4096)];
    let strange = sample.iter().filter(|byte| matches!(byte, 0..=8 | 14..=26 | 28..=31 | 127)).count();
    strange > 2 && strange * 10 > sample.len()
}
