//! What single lines look like: line ends, slide breaks, prefixes, fences. Functions of the text; nothing is remembered.
//! Manual page: `tests/spec/slides.md`.

/// A line: its bytes without and with the line end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line {
    /// First byte.
    pub start: usize,
    /// One past the last byte before the line end.
    pub end: usize,
    /// Start of the next line, or the text's end.
    pub next: usize,
}

impl Line {
    /// The line's text without white space at its end.
    pub fn trimmed<'a>(&self, text: &'a str) -> &'a str {
        text[self.start..self.end].trim_end()
    }
}

/// The line that starts at `start`. LF, CRLF and a lone CR end a line.
pub fn line_at(text: &str, start: usize) -> Line {
    let bytes = text.as_bytes();
    let end = bytes[start..]
        .iter()
        .position(|byte| matches!(byte, b'\n' | b'\r'))
        .map_or(text.len(), |offset| start + offset);
    let next = match bytes.get(end) {
        Some(b'\r') if bytes.get(end + 1) == Some(&b'\n') => end + 2,
        Some(_) => end + 1,
        None => end,
    };
    Line { start, end, next }
}

/// Start of the line that holds `at`. At a line's very start, or the text's end after a line end, that is `at`.
pub fn line_start(text: &str, at: usize) -> usize {
    text.as_bytes()[..at].iter().rposition(|byte| matches!(byte, b'\n' | b'\r')).map_or(0, |offset| offset + 1)
}

/// Whether the line is a slide break: exactly `---` from the first column, white space after it allowed.
pub fn is_break(text: &str, line: Line) -> bool {
    text[line.start..line.end].starts_with("---") && line.trimmed(text) == "---"
}

/// Start of the next slide break at or after the line start `from`, or the text's end.
pub fn next_break(text: &str, from: usize) -> usize {
    let mut line = line_at(text, from);
    while line.start < text.len() {
        if is_break(text, line) {
            return line.start;
        }
        line = line_at(text, line.next);
    }
    text.len()
}

/// Whether a line looks like `key: value` or `key:` of YAML.
pub fn looks_like_key(content: &str) -> bool {
    let Some(colon) = content.find(':') else { return false };
    let key = content[..colon].trim_matches(['"', '\'']);
    let after = &content[colon + 1..];
    !key.is_empty()
        && key.len() <= 40
        && key.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.'))
        && (after.is_empty() || after.starts_with([' ', '\t']))
}

/// What stands at a line's start before its content: indentation, `>` marks, list bullets.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Prefix {
    /// Bytes up to the content.
    pub len: usize,
    /// Columns of white space before anything else.
    pub indent: usize,
    /// Column at which the content starts.
    pub column: usize,
    /// Number of `>` marks.
    pub quotes: usize,
    /// Whether a list bullet or number stands in it.
    pub bullet: bool,
}

/// Reads the prefix of a line.
pub fn prefix(line: &str) -> Prefix {
    let bytes = line.as_bytes();
    let mut prefix = Prefix::default();
    let mut at = 0;
    let mut column = 0;
    let mut first = true;
    loop {
        while let Some(byte) = bytes.get(at) {
            match byte {
                b' ' => column += 1,
                b'\t' => column += 4 - column % 4,
                _ => break,
            }
            at += 1;
        }
        if first {
            prefix.indent = column;
            first = false;
        }
        prefix.len = at;
        prefix.column = column;
        match bytes.get(at) {
            Some(b'>') => {
                prefix.quotes += 1;
                at += 1;
                column += 1;
            }
            Some(b'-' | b'*' | b'+') if matches!(bytes.get(at + 1), Some(b' ' | b'\t')) => {
                prefix.bullet = true;
                at += 1;
                column += 1;
            }
            Some(b'0'..=b'9') => {
                let digits = bytes[at..].iter().take_while(|byte| byte.is_ascii_digit()).count();
                let dot = matches!(bytes.get(at + digits), Some(b'.' | b')'));
                if digits > 9 || !dot || !matches!(bytes.get(at + digits + 1), Some(b' ' | b'\t')) {
                    return prefix;
                }
                prefix.bullet = true;
                at += digits + 1;
                column += digits + 1;
            }
            _ => return prefix,
        }
    }
}

/// The opening marks of a code fence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fence {
    /// `` ` `` or `~`.
    pub mark: u8,
    /// How many.
    pub length: usize,
}

impl Fence {
    /// Whether a line with this content, white space off both ends, closes the fence.
    pub fn closed_by(self, content: &str) -> bool {
        let run = content.bytes().take_while(|byte| *byte == self.mark).count();
        run >= self.length && run == content.len()
    }
}

/// Reads the opening of a fence at the start of a line's content.
pub fn fence(content: &str) -> Option<Fence> {
    let mark = *content.as_bytes().first()?;
    if mark != b'`' && mark != b'~' {
        return None;
    }
    let length = content.bytes().take_while(|byte| *byte == mark).count();
    let info_is_clean = mark == b'~' || !content[length..].contains('`');
    (length >= 3 && info_is_clean).then_some(Fence { mark, length })
}
