//! Frames and fields: how tasks and outcomes become bytes, for a worker's pipes and for the cache alike.
//! Manual page: `tests/spec/math.md`.
//!
//! A frame is a length and that many bytes; a field inside it likewise. Lengths are 32 bits, little-endian.
//! Whatever is read may be damaged (a cache file) or foreign (a program that is no worker), so reading never trusts a length.

use std::io::{self, Read, Write};

/// No frame is longer: a code block of the largest allowed size, drawn, stays far below.
const LONGEST_FRAME: usize = 64 << 20;

/// Writes one frame and flushes it.
///
/// # Errors
/// When the pipe is closed, or the content is longer than any frame may be.
pub fn write_frame(to: &mut impl Write, content: &[u8]) -> io::Result<()> {
    let length = u32::try_from(content.len()).ok().filter(|length| *length as usize <= LONGEST_FRAME);
    let Some(length) = length else { return Err(io::Error::from(io::ErrorKind::InvalidInput)) };
    // One write: two would wake the reader twice.
    let mut frame = Vec::with_capacity(content.len() + 4);
    frame.extend_from_slice(&length.to_le_bytes());
    frame.extend_from_slice(content);
    to.write_all(&frame)?;
    to.flush()
}

/// Reads one frame.
///
/// # Errors
/// When the other side is gone or sends something that is no frame.
pub fn read_frame(from: &mut impl Read) -> io::Result<Vec<u8>> {
    let mut length = [0; 4];
    from.read_exact(&mut length)?;
    let length = u32::from_le_bytes(length) as usize;
    if length > LONGEST_FRAME {
        return Err(io::Error::from(io::ErrorKind::InvalidData));
    }
    let mut content = Vec::new();
    // `take` and not a buffer of that length at once: the length may be a lie.
    from.take(length as u64).read_to_end(&mut content)?;
    if content.len() < length {
        return Err(io::Error::from(io::ErrorKind::UnexpectedEof));
    }
    Ok(content)
}

/// Puts fields one after another.
#[derive(Default)]
pub struct Writer {
    bytes: Vec<u8>,
}

impl Writer {
    /// Starts with a byte that says what the fields mean.
    pub fn tagged(tag: u8) -> Writer {
        Writer { bytes: vec![tag] }
    }

    /// Adds a text.
    pub fn text(mut self, text: &str) -> Writer {
        self.bytes.extend_from_slice(&(text.len() as u32).to_le_bytes());
        self.bytes.extend_from_slice(text.as_bytes());
        self
    }

    /// Adds a number.
    pub fn number(mut self, number: u32) -> Writer {
        self.bytes.extend_from_slice(&number.to_le_bytes());
        self
    }

    /// Adds a number with a fraction.
    pub fn decimal(self, number: f32) -> Writer {
        self.number(number.to_bits())
    }

    /// The bytes.
    pub fn done(self) -> Vec<u8> {
        self.bytes
    }
}

/// Takes fields off the front; `None` as soon as something does not fit.
pub struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    /// Reads `bytes` from their start.
    pub fn new(bytes: &'a [u8]) -> Reader<'a> {
        Reader { rest: bytes }
    }

    /// The tag.
    pub fn tag(&mut self) -> Option<u8> {
        let (first, rest) = self.rest.split_first()?;
        self.rest = rest;
        Some(*first)
    }

    /// A number.
    pub fn number(&mut self) -> Option<u32> {
        let (number, rest) = self.rest.split_first_chunk::<4>()?;
        self.rest = rest;
        Some(u32::from_le_bytes(*number))
    }

    /// A number with a fraction.
    pub fn decimal(&mut self) -> Option<f32> {
        self.number().map(f32::from_bits)
    }

    /// A text.
    pub fn text(&mut self) -> Option<String> {
        let length = self.number()? as usize;
        let (text, rest) = self.rest.split_at_checked(length)?;
        self.rest = rest;
        Some(std::str::from_utf8(text).ok()?.to_owned())
    }

    /// `value` if every byte has been read.
    pub fn end<T>(self, value: T) -> Option<T> {
        self.rest.is_empty().then_some(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frame_comes_back_as_it_was_written() {
        let mut pipe = Vec::new();
        write_frame(&mut pipe, b"one").unwrap();
        write_frame(&mut pipe, b"").unwrap();
        let mut pipe = pipe.as_slice();
        assert_eq!(read_frame(&mut pipe).unwrap(), b"one");
        assert_eq!(read_frame(&mut pipe).unwrap(), b"");
        assert!(read_frame(&mut pipe).is_err());
    }

    #[test]
    fn a_length_that_lies_is_an_error_and_takes_no_memory() {
        assert!(read_frame(&mut &[255, 255, 255, 255, 1][..]).is_err());
        assert!(read_frame(&mut &[0, 0, 0, 1, 1, 2, 3][..]).is_err());
        let mut reader = Reader::new(&[9, 0, 0, 0, b'a']);
        assert_eq!(reader.text(), None);
    }
}
