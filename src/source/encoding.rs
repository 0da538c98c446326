//! Bytes to text: UTF-8 with or without a byte-order mark. Anything else is named, with the way to convert it.
//! Manual page: `tests/spec/files.md`.

use super::names::quoted;
use super::{Diagnostic, FileId, Span};

/// Why bytes are no text that Deckle reads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    /// Stable code: `encoding`, `file-binary` or `nul-byte`.
    pub code: &'static str,
    /// The end of a sentence that starts with the file's name: `is UTF-16, not UTF-8`.
    pub what: String,
    /// The words beside the place.
    pub label: String,
    /// What to do; `{file}` and `{clean}` stand for the file's name and a name for the converted file.
    pub hint: String,
    /// As much text as is needed to show the place.
    pub excerpt: String,
    /// The place in `excerpt`, as a byte range.
    pub place: (usize, usize),
}

impl Fault {
    /// What is told in the file `id`, shown as `name`; `asked` is the place that names the file, if one does.
    pub fn diagnostic(&self, id: FileId, name: &str, asked: Option<Span>) -> Diagnostic {
        let clean = match name.rsplit_once('.') {
            Some((stem, ending)) if !ending.contains('/') => format!("{stem}-utf8.{ending}"),
            _ => format!("{name}-utf8"),
        };
        let hint = self.hint.replace("{file}", &quoted(name)).replace("{clean}", &quoted(&clean));
        let span = Span::new(id, self.place.0, self.place.1);
        let problem = Diagnostic::error(self.code, format!("`{name}` {}", self.what), span).label(self.label.as_str()).hint(hint);
        match asked {
            Some(asked) => problem.also(asked, "asked for here"),
            None => problem,
        }
    }
}

/// The text of a file, a leading byte-order mark removed, line ends as they are.
///
/// # Errors
/// A [`Fault`] that says what the bytes look like instead.
pub(crate) fn decode(bytes: Vec<u8>) -> Result<String, Fault> {
    if let Some(fault) = magic(&bytes).or_else(|| wide(&bytes)) {
        return Err(fault);
    }
    if looks_binary(&bytes) {
        return Err(binary("a binary file"));
    }
    let text = match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => return Err(not_utf8(error.as_bytes(), error.utf8_error().valid_up_to())),
    };
    let text = match text.strip_prefix('\u{FEFF}') {
        Some(rest) => rest.to_owned(),
        None => text,
    };
    match text.find('\0') {
        Some(offset) => Err(nul(&text, offset)),
        None => Ok(text),
    }
}

/// UTF-16 and UTF-32, told by their mark or by the pattern of zero bytes that mostly Latin text leaves.
fn wide(bytes: &[u8]) -> Option<Fault> {
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
        return bytes.as_chunks::<4>().0.iter().map(|unit| char::from_u32(number(unit)).unwrap_or('\u{FFFD}')).collect();
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
fn magic(bytes: &[u8]) -> Option<Fault> {
    let (first, what) = MAGIC.iter().find(|(magic, _)| bytes.starts_with(magic))?;
    // A text may begin with the letters `GIF8` or `BZh`; these two are text all the way and still no talk.
    let surely = *first == b"%PDF-" || *first == b"{\\rtf";
    let is_text = || std::str::from_utf8(bytes).is_ok_and(|text| !text.contains('\0'));
    (surely || !is_text()).then(|| binary(what))
}

fn binary(what: &str) -> Fault {
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
fn looks_binary(bytes: &[u8]) -> bool {
    let sample = &bytes[..bytes.len().min(4096)];
    let strange = sample.iter().filter(|byte| matches!(byte, 0..=8 | 14..=26 | 28..=31 | 127)).count();
    strange > 2 && strange * 10 > sample.len()
}

fn nul(text: &str, offset: usize) -> Fault {
    Fault {
        code: "nul-byte",
        what: "holds a NUL byte, which no text has".to_owned(),
        label: "here".to_owned(),
        hint: "take it out: `tr -d '\\000' < {file} > {clean}`".to_owned(),
        excerpt: text[..line_end(text.as_bytes(), offset)].to_owned(),
        place: (offset, offset + 1),
    }
}

fn not_utf8(bytes: &[u8], bad: usize) -> Fault {
    let guess = guess(bytes);
    let valid = String::from_utf8_lossy(&bytes[..bad]);
    let valid = valid.strip_prefix('\u{FEFF}').unwrap_or(&valid);
    let rest = String::from_utf8_lossy(&bytes[bad..line_end(bytes, bad)]);
    let byte = bytes[bad];
    let (what, hint) = match guess {
        Guess::Damaged => (
            "is UTF-8 with damaged bytes".to_owned(),
            "type the character at this place again and save the file as UTF-8".to_owned(),
        ),
        Guess::Table(name, convert) => (format!("is not UTF-8; it looks like {name}"), convert_hint(convert)),
    };
    Fault {
        code: "encoding",
        what,
        label: match guess.letter(byte) {
            Some(letter) => format!("byte 0x{byte:02X}, which would be `{letter}`"),
            None => format!("byte 0x{byte:02X}"),
        },
        hint,
        excerpt: format!("{valid}{rest}"),
        place: (valid.len(), valid.len() + '\u{FFFD}'.len_utf8().min(rest.len())),
    }
}

fn line_end(bytes: &[u8], from: usize) -> usize {
    bytes[from..].iter().position(|byte| matches!(byte, b'\n' | b'\r')).map_or(bytes.len(), |length| from + length)
}

fn convert_hint(from: &str) -> String {
    format!("convert it: `iconv -f {from} -t UTF-8 {{file}} -o {{clean}}`, or save it as UTF-8 in your editor")
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Guess {
    /// Mostly good UTF-8.
    Damaged,
    /// A one-byte table: its name, and the name that `iconv` knows.
    Table(&'static str, &'static str),
}

impl Guess {
    fn letter(self, byte: u8) -> Option<char> {
        match self {
            Guess::Damaged => None,
            Guess::Table(_, "MACINTOSH") => super::tables::mac_roman(byte),
            Guess::Table(..) => super::tables::windows_1252(byte),
        }
    }
}

/// Counts the letters and signs that European text uses most, as each table would read them.
fn guess(bytes: &[u8]) -> Guess {
    let mut good = 0usize;
    let (mut bad, mut latin, mut mac, mut window) = (0usize, 0usize, 0usize, false);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|letter| !letter.is_ascii()).count();
        for byte in chunk.invalid() {
            bad += 1;
            window |= (0x80..0xA0).contains(byte);
            // ä ö ü ß é è ê à â ç ñ î ï ô Ä Ö Ü É À, and the quotes, dashes and dots of Windows.
            latin += usize::from(matches!(byte, 0xE4 | 0xF6 | 0xFC | 0xDF | 0xE8..=0xEA | 0xE0 | 0xE2 | 0xE7 | 0xF1 | 0xEE | 0xEF | 0xF4 | 0xC4 | 0xD6 | 0xDC | 0xC9 | 0xC0 | 0x84 | 0x91..=0x94 | 0x96 | 0x97));
            // The same letters and signs of the old Mac.
            mac += usize::from(matches!(byte, 0x8A | 0x9A | 0x9F | 0xA7 | 0x8E..=0x90 | 0x88 | 0x89 | 0x8D | 0x96 | 0x94 | 0x95 | 0x99 | 0x80 | 0x85 | 0x86 | 0x83 | 0xCB | 0xD0..=0xD5 | 0xE3));
        }
    }
    if good >= 4 * bad {
        Guess::Damaged
    } else if mac > latin {
        Guess::Table("Mac Roman", "MACINTOSH")
    } else if window {
        Guess::Table("Windows-1252", "WINDOWS-1252")
    } else {
        Guess::Table("Latin-1", "ISO-8859-1")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(bytes: &[u8]) -> Fault {
        decode(bytes.to_vec()).unwrap_err()
    }

    fn units(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(bytes).collect()
    }

    #[test]
    fn utf_8_is_read_with_and_without_its_mark() {
        assert_eq!(decode("a\r\nü\r".into()).as_deref(), Ok("a\r\nü\r"));
        assert_eq!(decode(b"\xEF\xBB\xBF# A".to_vec()).as_deref(), Ok("# A"));
        assert_eq!(decode("a\u{FEFF}b".into()).as_deref(), Ok("a\u{FEFF}b"));
        assert_eq!(decode(Vec::new()).as_deref(), Ok(""));
    }

    #[test]
    fn wide_encodings_are_named_with_and_without_a_mark() {
        let text = "# Grüße – „Welt“\nzwei\n";
        let little = units(text, u16::to_le_bytes);
        let big = units(text, u16::to_be_bytes);
        for (bytes, convert) in [(little.clone(), "-f UTF-16LE"), (big.clone(), "-f UTF-16BE"), ([b"\xFF\xFE", little.as_slice()].concat(), "-f UTF-16 "), ([b"\xFE\xFF", big.as_slice()].concat(), "-f UTF-16 ")] {
            let fault = fault(&bytes);
            assert_eq!(fault.what, "is UTF-16, not UTF-8");
            assert!(fault.hint.contains(convert), "{}", fault.hint);
            assert_eq!(fault.excerpt, "# Grüße – „Welt“");
        }
        let wide: Vec<u8> = text.chars().flat_map(|letter| u32::from(letter).to_le_bytes()).collect();
        assert!(fault(&wide).hint.contains("UTF-32LE"));
        assert_eq!(fault(&wide).excerpt, "# Grüße – „Welt“");
    }

    #[test]
    fn one_byte_tables_are_told_apart_and_the_place_is_the_first_bad_byte() {
        let latin = fault(b"# A\nGr\xFC\xDFe aus Z\xFCrich\n");
        assert_eq!((latin.what.as_str(), latin.place.0), ("is not UTF-8; it looks like Latin-1", 6));
        assert_eq!(latin.label, "byte 0xFC, which would be `ü`");
        let windows = fault(b"\x84Gr\xFC\xDFe\x93 \x96 und mehr");
        assert_eq!(windows.what, "is not UTF-8; it looks like Windows-1252");
        let mac = fault(b"Gr\x9F\xA7e aus Z\x9Frich");
        assert_eq!(mac.what, "is not UTF-8; it looks like Mac Roman");
        assert_eq!(mac.label, "byte 0x9F, which would be `ü`");
        let damaged = fault("Grüße über Köln für äöü".as_bytes().iter().copied().chain([0xC3, b'\n']).collect::<Vec<_>>().as_slice());
        assert_eq!(damaged.what, "is UTF-8 with damaged bytes");
    }

    #[test]
    fn binary_files_are_called_what_they_are() {
        assert_eq!(fault(b"\x89PNG\r\n\x1A\n\0\0\0\rIHDR").what, "is a PNG picture, not a text");
        assert_eq!(fault(b"%PDF-1.7\n%\xE2\xE3").what, "is a PDF document, not a text");
        assert_eq!(fault(b"\x7FELF\x02\x01\x01\0").what, "is a program, not a text");
        assert!(fault(b"PK\x03\x04\x14\0").what.starts_with("is a zip archive"));
        assert_eq!(fault(&[1, 2, 3, 4, 5, 6, 7, 8, 9]).what, "is a binary file, not a text");
        assert_eq!(decode(b"GIF89a is an old format".to_vec()).as_deref(), Ok("GIF89a is an old format"));
    }

    #[test]
    fn a_nul_byte_is_shown_at_its_place() {
        let fault = fault(b"# A long title\nb\0c\nmore");
        assert_eq!((fault.code, fault.place, fault.excerpt.as_str()), ("nul-byte", (16, 17), "# A long title\nb\0c"));
    }
}
