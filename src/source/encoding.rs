//! Bytes to text: UTF-8 with or without a byte-order mark. Anything else is named, with the way to convert it.
//! Manual page: `tests/spec/files.md`.

use super::names::quoted;
use super::signature::{binary, looks_binary, magic, wide};
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
        let problem =
            Diagnostic::error(self.code, format!("`{name}` {}", self.what), span).label(self.label.as_str()).hint(hint);
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

pub(super) fn convert_hint(from: &str) -> String {
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
            latin += usize::from(
                matches!(byte, 0xE4 | 0xF6 | 0xFC | 0xDF | 0xE8..=0xEA | 0xE0 | 0xE2 | 0xE7 | 0xF1 | 0xEE | 0xEF | 0xF4 | 0xC4 | 0xD6 | 0xDC | 0xC9 | 0xC0 | 0x84 | 0x91..=0x94 | 0x96 | 0x97),
            );
            // The same letters and signs of the old Mac.
            mac += usize::from(
                matches!(byte, 0x8A | 0x9A | 0x9F | 0xA7 | 0x8E..=0x90 | 0x88 | 0x89 | 0x8D | 0x96 | 0x94 | 0x95 | 0x99 | 0x80 | 0x85 | 0x86 | 0x83 | 0xCB | 0xD0..=0xD5 | 0xE3),
            );
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
        for (bytes, convert) in [
            (little.clone(), "-f UTF-16LE"),
            (big.clone(), "-f UTF-16BE"),
            ([b"\xFF\xFE", little.as_slice()].concat(), "-f UTF-16 "),
            ([b"\xFE\xFF", big.as_slice()].concat(), "-f UTF-16 "),
        ] {
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
        let damaged = fault(
            "Grüße über Köln für äöü".as_bytes().iter().copied().chain([0xC3, b'\n']).collect::<Vec<_>>().as_slice(),
        );
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

    proptest::proptest! {
        /// Any bytes are a text or a fault whose place lies in its excerpt.
        #[test]
        fn any_bytes_are_a_text_or_a_fault(bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..200), letters in "\\PC{0,20}") {
            let mixed = [letters.as_bytes(), &bytes, letters.as_bytes()].concat();
            for bytes in [bytes, mixed] {
                if let Err(fault) = decode(bytes) {
                    proptest::prop_assert!(fault.excerpt.get(fault.place.0..fault.place.1).is_some(), "{fault:?}");
                }
            }
        }
    }
}
