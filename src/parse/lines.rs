//! What single lines look like to the scanner: prefixes, fences, slide breaks, where a paragraph or formula ends.
//! Everything here is a function of the text; nothing is remembered.

use super::attributes;
use crate::source::FileId;
use std::ops::Range;

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

/// The line that ends the fence opened on `line`: its closing marks, or the last line inside its quote or list item.
pub fn fence_end(text: &str, line: Line, prefix: &Prefix, fence: Fence) -> Option<Line> {
    let mut last = line;
    let mut next = line_at(text, line.next);
    while next.start < text.len() {
        let raw = &text[next.start..next.end];
        let (quotes, rest) = strip_quotes(raw, prefix.quotes);
        let indent = rest.len() - rest.trim_start().len();
        let content = rest.trim();
        let left_item =
            prefix.bullet && !content.is_empty() && indent < prefix.column.saturating_sub(prefix.quotes * 2);
        if quotes < prefix.quotes || left_item {
            return Some(last);
        }
        let run = content.bytes().take_while(|byte| *byte == fence.mark).count();
        if run >= fence.length && run == content.len() {
            return Some(next);
        }
        last = next;
        next = line_at(text, next.next);
    }
    None
}

/// Takes up to `most` quote marks off a line.
fn strip_quotes(line: &str, most: usize) -> (usize, &str) {
    let mut rest = line;
    let mut quotes = 0;
    while quotes < most {
        let Some(after) = rest.trim_start().strip_prefix('>') else { break };
        rest = after.strip_prefix(' ').unwrap_or(after);
        quotes += 1;
    }
    (quotes, rest)
}

/// Whether a closed fence swallowed a slide: it holds a `---` and after it an opening of the same kind with a language.
/// Then its own closing line is missing, and the marks that closed it belong to the later block.
pub fn swallows_slides(text: &str, from: usize, to: usize, opening: Fence) -> bool {
    let mut broken = false;
    let mut line = line_at(text, from);
    while line.start < to {
        if is_break(text, line) {
            broken = true;
        } else if broken && let Some(found) = fence(&text[line.start..line.end]) {
            let info = text[line.start + found.length..line.end].trim();
            if found.mark == opening.mark && found.length == opening.length && !info.is_empty() {
                return true;
            }
        }
        line = line_at(text, line.next);
    }
    false
}

/// Whether a comment swallowed a slide: a `---` and then another `<!--` stand before its end.
/// Returns where it should have ended.
pub fn comment_swallows(text: &str, from: usize, close: usize) -> Option<usize> {
    let next_open = from + text[from..close].find("<!--")?;
    let start = line_at(text, from).next;
    if start >= next_open {
        return None;
    }
    let at = next_break(&text[..next_open], start);
    (at < next_open).then_some(at)
}

/// Where a block formula opened on `line` ends: the offset of its closing `$$` and that line,
/// or, when none comes, the offset at which to give up.
pub fn math_end(text: &str, line: Line, prefix: &Prefix) -> Result<(usize, Line), usize> {
    let mut blank = None;
    let mut next = line_at(text, line.next);
    let mut previous = line;
    while next.start < text.len() {
        let raw = &text[next.start..next.end];
        let (quotes, rest) = strip_quotes(raw, prefix.quotes);
        if quotes < prefix.quotes {
            return Err(blank.unwrap_or(previous.end));
        }
        if let Some(offset) = find_unescaped(rest, "$$") {
            return Ok((next.end - rest.len() + offset, next));
        }
        if rest.trim().is_empty() && blank.is_none() {
            blank = Some(previous.end);
        }
        if is_break(text, next) && slide_starts(text, next.next) {
            break;
        }
        previous = next;
        next = line_at(text, next.next);
    }
    Err(blank.unwrap_or(previous.end))
}

/// Whether what follows a `---` is surely a new slide: nothing, a heading, a comment or a container.
fn slide_starts(text: &str, from: usize) -> bool {
    let rest = text[from..].trim_start();
    rest.is_empty() || ["#", "<!--", ":::", "!["].iter().any(|start| rest.starts_with(start))
}

/// The first occurrence of `needle` that no backslash escapes.
pub fn find_unescaped(text: &str, needle: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        if bytes[at] == b'\\' {
            at += 2;
        } else if text.is_char_boundary(at) && text[at..].starts_with(needle) {
            return Some(at);
        } else {
            at += 1;
        }
    }
    None
}

/// `Some(None)` when only white space stands in `from..to`, `Some(range)` when only `{…}` does, else `None`.
/// Besides attributes this takes step lists such as `{1|2|all}`, which only formulas and code have.
pub fn only_attributes(text: &str, from: usize, to: usize) -> Option<Option<Range<usize>>> {
    let rest = &text[from..to];
    let content = rest.trim();
    if content.is_empty() {
        return Some(None);
    }
    if !content.starts_with('{') || !content.ends_with('}') {
        return None;
    }
    let start = from + (rest.len() - rest.trim_start().len());
    let list = content[1..content.len() - 1].chars().all(|c| c.is_ascii_digit() || "|-, *alnoe+".contains(c));
    let whole = start..start + content.len();
    let read = attributes::read(content, FileId(0), 0).is_some_and(|(_, end)| end == content.len());
    (list || read).then_some(Some(whole))
}

/// Where a raw block that Markdown must not touch ends (`<pre>`, `<script>`, `<style>`, `<textarea>`, `<svg>`).
pub fn raw_html_end(text: &str, content: usize, line: Line) -> Option<usize> {
    let rest = &text[content..line.end];
    let name = ["pre", "script", "style", "textarea", "svg"].into_iter().find(|name| {
        rest.strip_prefix('<')
            .and_then(|rest| rest.get(..name.len()))
            .is_some_and(|start| start.eq_ignore_ascii_case(name))
            && rest[1 + name.len()..].chars().next().is_none_or(|c| c == '>' || c == '/' || c.is_whitespace())
    })?;
    let mut at = line;
    loop {
        let lower = text[at.start..at.end].to_ascii_lowercase();
        if lower.contains(&format!("</{name}>")) {
            return Some(at.start);
        }
        let next = line_at(text, at.next);
        if next.start >= text.len() || is_break(text, next) && slide_starts(text, next.next) {
            return None;
        }
        at = next;
    }
}

/// The offset after an HTML tag or autolink that opens at `at`, if it closes on this line.
pub fn tag_end(text: &str, at: usize, end: usize) -> Option<usize> {
    let after = text[at + 1..end].chars().next()?;
    if !(after.is_ascii_alphabetic() || after == '/') {
        return None;
    }
    text[at..end].find('>').map(|offset| at + offset + 1)
}

/// The offset after the run of exactly `run` backticks that closes a code span.
pub fn closing_run(text: &str, from: usize, to: usize, run: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = from;
    while at < to {
        if bytes[at] == b'`' {
            let found = bytes[at..to].iter().take_while(|byte| **byte == b'`').count();
            at += found;
            if found == run {
                return Some(at);
            }
        } else {
            at += 1;
        }
    }
    None
}

/// Where the paragraph around `line` ends; inline constructs do not reach over it.
pub fn region_end(text: &str, line: Line) -> usize {
    let first = &text[line.start + prefix(&text[line.start..line.end]).len..line.end];
    if first.starts_with(['#', '|']) {
        return line.end;
    }
    let mut end = line.end;
    let mut next = line_at(text, line.next);
    while next.start < text.len() {
        let raw = &text[next.start..next.end];
        let prefix = prefix(raw);
        let content = &raw[prefix.len..];
        let starts_block = content.is_empty()
            || prefix.bullet
            || is_break(text, next)
            || content.starts_with(['#', '|'])
            || content.starts_with(":::")
            || content.starts_with("$$")
            || fence(content).is_some();
        if starts_block {
            break;
        }
        end = next.end;
        next = line_at(text, next.next);
    }
    end
}

/// How the search for a closing `$` went.
pub enum MathClose {
    /// It is at this offset.
    At(usize),
    /// There is no further `$` in the paragraph.
    None,
    /// There is one, but only inside braces that do not match.
    Unbalanced,
}

/// The `$` that closes a formula whose TeX starts at `from`: the first one outside braces.
pub fn math_close(text: &str, from: usize, to: usize) -> MathClose {
    let bytes = text.as_bytes();
    let mut depth = 0i32;
    let mut at = from;
    let mut inside = false;
    while at < to {
        match bytes[at] {
            b'\\' => at += 1,
            b'{' => depth += 1,
            b'}' => depth -= 1,
            b'$' if depth == 0 => return MathClose::At(at),
            b'$' => inside = true,
            _ => {}
        }
        at += 1;
    }
    if inside { MathClose::Unbalanced } else { MathClose::None }
}

/// Whether `from..close` is a formula and not two prices. With white space at an edge it must look like TeX.
pub fn is_formula(text: &str, from: usize, close: usize, line_end: usize) -> bool {
    let inside = &text[from..close];
    if inside.trim().is_empty() || text[close + 1..].starts_with(|c: char| c.is_ascii_digit()) {
        return false;
    }
    let tight = !inside.starts_with(char::is_whitespace) && !inside.ends_with(char::is_whitespace);
    if tight {
        return true;
    }
    let word = inside.trim();
    let single_letter = word.chars().count() == 1 && word.chars().all(char::is_alphabetic);
    close <= line_end
        && inside.starts_with(char::is_whitespace)
        && inside.ends_with(char::is_whitespace)
        && (single_letter || word.contains(['\\', '^', '_']))
}
