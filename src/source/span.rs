//! Places: a file, a byte range in it, and the line and column a person reads.

use std::path::PathBuf;
use std::sync::Arc;

/// Number of a file in its [`Files`](super::Files), in the order in which files were first read; the talk is 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct FileId(pub u16);

/// A half-open byte range `start..end` in one file. Offsets count bytes of the decoded UTF-8 text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    /// The file the range lies in.
    pub file: FileId,
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// No place in any source: a fault of the command line or of the output.
    pub const NOWHERE: Span = Span { file: FileId(u16::MAX), start: 0, end: 0 };

    /// The range `start..end` of `file`; an `end` before `start` is taken as empty at `start`.
    pub fn new(file: FileId, start: usize, end: usize) -> Span {
        let start = u32::try_from(start).unwrap_or(u32::MAX);
        let end = u32::try_from(end).unwrap_or(u32::MAX).max(start);
        Span { file, start, end }
    }

    /// The smallest range that holds both; the file is that of `self`.
    pub fn to(self, other: Span) -> Span {
        Span { file: self.file, start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// The part `from..to` of this range, in bytes counted from its start.
    pub fn part(self, from: usize, to: usize) -> Span {
        Span::new(self.file, self.start as usize + from, self.start as usize + to)
    }

    /// Length in bytes.
    pub fn len(self) -> usize {
        self.end.saturating_sub(self.start) as usize
    }

    /// Whether the range holds no byte.
    pub fn is_empty(self) -> bool {
        self.end <= self.start
    }
}

/// A value and the place it was written at.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Where it stands; empty at byte 0 of the talk for a value nobody wrote (a default).
    pub span: Span,
}

impl<T> Spanned<T> {
    /// `value`, written at `span`.
    pub fn new(value: T, span: Span) -> Spanned<T> {
        Spanned { value, span }
    }
}

/// A place as people read it: one-based line, one-based column in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// One-based line number. LF, CRLF and a lone CR each end a line.
    pub line: u32,
    /// One-based column, counted in Unicode scalar values.
    pub column: u32,
}

/// One file's decoded text.
#[derive(Clone, Debug)]
pub struct Source {
    /// Its number.
    pub id: FileId,
    /// The path as shown to people: relative to the working folder where that is possible, `/`-separated.
    pub shown: String,
    /// The canonical path on disk.
    pub path: PathBuf,
    /// The whole text, line ends as they stand in the file, a leading byte-order mark removed.
    pub text: Arc<str>,
    /// Byte offset at which each line starts; the first is 0.
    pub line_starts: Arc<[u32]>,
}

impl Source {
    /// Builds the line table of `text`.
    pub fn new(id: FileId, shown: String, path: PathBuf, text: Arc<str>) -> Source {
        let bytes = text.as_bytes();
        let mut starts = vec![0u32];
        for (index, byte) in bytes.iter().enumerate() {
            let ends_line = *byte == b'\n' || (*byte == b'\r' && bytes.get(index + 1) != Some(&b'\n'));
            if ends_line {
                starts.push(u32::try_from(index + 1).unwrap_or(u32::MAX));
            }
        }
        Source { id, shown, path, text, line_starts: starts.into() }
    }

    /// The line and column of a byte offset; an offset past the end is the end.
    pub fn place(&self, offset: u32) -> Place {
        let offset = (offset as usize).min(self.text.len());
        let line = self.line_starts.partition_point(|start| *start as usize <= offset).max(1) - 1;
        let start = self.line_starts[line] as usize;
        let before = self.text.get(start..floor_boundary(&self.text, offset)).unwrap_or("");
        Place { line: line as u32 + 1, column: before.chars().count() as u32 + 1 }
    }

    /// The text of a span, or the empty text if it does not lie in this file.
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.start as usize..span.end as usize).unwrap_or("")
    }
}

fn floor_boundary(text: &str, mut offset: usize) -> usize {
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}
