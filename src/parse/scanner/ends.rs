//! Where things that reach over several lines end: fences, comments, formulas, raw HTML, paragraphs.
//! Functions of the text; nothing is remembered.
//! Manual page: `tests/spec/slides.md`.

use super::super::lines::{Fence, Line, fence, is_break, line_at, next_break, prefix};

/// Where a fence ends.
pub enum FenceEnd {
    /// On this line: its closing marks, or the last line inside its quote or list item.
    At(Line),
    /// A slide ends and another block of the kind opens before the closing marks: those belong to the later block.
    Swallows,
    /// There are no closing marks.
    Never,
}

/// The end of the fence opened on `line` within `quotes` quote marks and a list item whose content starts at column
/// `item` (0 outside lists).
pub fn fence_end(text: &str, line: Line, quotes: usize, item: usize, opening: Fence) -> FenceEnd {
    let mut last = line;
    let mut broken = false;
    let mut next = line_at(text, line.next);
    while next.start < text.len() {
        let (marks, rest) = strip_quotes(&text[next.start..next.end], quotes);
        let indent = rest.len() - rest.trim_start().len();
        let content = rest.trim();
        let left_item = !content.is_empty() && indent < item.saturating_sub(quotes * 2);
        if marks < quotes || left_item {
            return FenceEnd::At(last);
        }
        if opening.closed_by(content) {
            return FenceEnd::At(next);
        }
        if is_break(text, next) {
            broken = true;
        } else if broken && let Some(found) = fence(&text[next.start..next.end]) {
            let info = text[next.start + found.length..next.end].trim();
            if found == opening && !info.is_empty() {
                return FenceEnd::Swallows;
            }
        }
        last = next;
        next = line_at(text, next.next);
    }
    FenceEnd::Never
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
pub fn math_end(text: &str, line: Line, quotes: usize) -> Result<(usize, Line), usize> {
    let mut blank = None;
    let mut next = line_at(text, line.next);
    let mut previous = line;
    while next.start < text.len() {
        let raw = &text[next.start..next.end];
        let (marks, rest) = strip_quotes(raw, quotes);
        if marks < quotes {
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

/// Elements whose content is no Markdown.
pub const RAW: [&str; 5] = ["pre", "script", "style", "textarea", "svg"];

/// The index in [`RAW`] of the element that a line's content opens.
pub fn raw_name(content: &str) -> Option<usize> {
    let rest = content.strip_prefix('<')?;
    RAW.iter().position(|name| {
        rest.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name))
            && rest[name.len()..].chars().next().is_none_or(|c| c == '>' || c == '/' || c.is_whitespace())
    })
}

/// The start of the line that closes a raw element opened on `line`.
///
/// # Errors
/// The offset up to which no closing tag stands, when a slide or the text ends before one comes.
pub fn raw_end(text: &str, line: Line, name: usize) -> Result<usize, usize> {
    let closing = format!("</{}>", RAW[name]);
    let mut at = line;
    loop {
        if text[at.start..at.end].to_ascii_lowercase().contains(&closing) {
            return Ok(at.start);
        }
        let next = line_at(text, at.next);
        if next.start >= text.len() || is_break(text, next) && slide_starts(text, next.next) {
            return Err(next.start);
        }
        at = next;
    }
}

/// Whether an HTML tag or autolink may open here.
pub fn starts_tag(text: &str) -> bool {
    text[1..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '/')
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
