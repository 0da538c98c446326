//! Code that stands in another file: `{from="src/a.rs#region"}`, a whole file or a region of it.
//! A region is the lines between `region: name` and `endregion` comments, as editors fold them, or `L3-L7`.
//! Manual page: `tests/spec/code.md`.

use super::code_info::FROM;
use super::suggest::nearest;
use crate::deck::{Block, BlockKind, Code, Deck};
use crate::source::{Asked, Diagnostic, Files, Report, Span};

/// Fills every block that names a file.
pub fn fill(files: &Files, deck: &mut Deck) -> Report<()> {
    let mut report = Report::new();
    for slide in &mut deck.slides {
        for slot in &mut slide.slots {
            blocks(files, &mut slot.blocks, &mut report);
        }
        slide.footnotes.iter_mut().for_each(|footnote| blocks(files, footnote, &mut report));
        slide.notes.iter_mut().for_each(|note| blocks(files, &mut note.blocks, &mut report));
    }
    report
}

fn blocks(files: &Files, list: &mut [Block], report: &mut Report<()>) {
    for block in list {
        let span = block.span;
        match &mut block.kind {
            BlockKind::Code(code) => {
                if let Some(path) = code.text.strip_prefix(FROM).map(str::to_owned)
                    && !read(files, code, &path, span, report)
                {
                    block.kind = BlockKind::Broken { what: format!("code from {path}") };
                }
            }
            BlockKind::Diagram(diagram) => {
                if let Some(path) = diagram.text.strip_prefix(FROM).map(str::to_owned) {
                    let asked = Asked { from: span.file, span: diagram.text_span };
                    match files.text(asked, &path) {
                        Ok(source) => {
                            diagram.text_span = Span::new(source.id, 0, source.text.len());
                            diagram.text = source.text.to_string();
                        }
                        Err(found) => {
                            report.say(found);
                            block.kind = BlockKind::Broken { what: format!("diagram from {path}") };
                        }
                    }
                }
            }
            BlockKind::List(list) => list.items.iter_mut().for_each(|item| blocks(files, &mut item.blocks, report)),
            BlockKind::Quote { blocks: inner, .. } | BlockKind::Callout { blocks: inner, .. } => {
                blocks(files, inner, report)
            }
            BlockKind::Group(inner) | BlockKind::Stack(inner) | BlockKind::Html { blocks: inner, .. } => {
                blocks(files, inner, report)
            }
            BlockKind::Columns(columns) => {
                columns.iter_mut().for_each(|column| blocks(files, &mut column.blocks, report))
            }
            _ => {}
        }
    }
}

fn read(files: &Files, code: &mut Code, target: &str, block: Span, report: &mut Report<()>) -> bool {
    let asked = Asked { from: block.file, span: code.text_span };
    let (path, region) = target.split_once('#').unwrap_or((target, ""));
    let source = match files.text(asked, path) {
        Ok(source) => source,
        Err(found) => {
            report.say(found);
            return false;
        }
    };
    let found = if region.is_empty() { Some((0, source.text.len())) } else { find(&source.text, region) };
    let Some((start, end)) = found else {
        let names: Vec<&str> = source.text.lines().filter_map(|line| region_name(line, "region")).collect();
        let hint = match nearest(region, names.iter().copied()) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None if names.is_empty() => {
                format!("mark it with `region: {region}` and `endregion` comments, or name lines as `#L3-L7`")
            }
            None => {
                format!("the file has {}", names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", "))
            }
        };
        report
            .say(Diagnostic::error("code-region", format!("`{path}` has no region `{region}`"), asked.span).hint(hint));
        return false;
    };
    code.text_span = Span::new(source.id, start, end);
    code.text = unindented(&source.text[start..end]);
    if code.language.value.is_empty() {
        code.language.value = path.rsplit_once('.').map_or("", |(_, ending)| ending).to_owned();
        code.language.span = asked.span;
    }
    true
}

/// The name in a `region: name` or `#region name` comment.
fn region_name<'a>(line: &'a str, word: &str) -> Option<&'a str> {
    let line = line.trim();
    let comment = line.trim_start_matches(['/', '#', '-', ';', '%', '*', '<', '!', '(', ' ']);
    if comment.len() == line.len() {
        return None;
    }
    let rest = comment.strip_prefix(word)?;
    let rest = rest.strip_prefix(':').unwrap_or(rest);
    Some(rest.trim().trim_end_matches("-->").trim_end_matches("*/").trim())
}

/// First and last byte of a region's lines.
fn find(text: &str, region: &str) -> Option<(usize, usize)> {
    if let Some(lines) = line_numbers(region) {
        let starts: Vec<usize> = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        let start = *starts.get(lines.0.checked_sub(1)?)?;
        let end = starts.get(lines.1).copied().unwrap_or(text.len());
        return (start < text.len()).then_some((start, end));
    }
    let mut at = 0;
    let mut start = None;
    for line in text.split_inclusive('\n') {
        match start {
            None if region_name(line, "region") == Some(region) => start = Some(at + line.len()),
            Some(start) if region_name(line, "endregion").is_some_and(|name| name.is_empty() || name == region) => {
                return Some((start, at));
            }
            _ => {}
        }
        at += line.len();
    }
    start.map(|start| (start, text.len()))
}

/// `L3-L7`, `L3` or `3-7`.
fn line_numbers(region: &str) -> Option<(usize, usize)> {
    let (first, last) = region.split_once('-').unwrap_or((region, region));
    let first: usize = first.trim_start_matches('L').parse().ok()?;
    let last: usize = last.trim_start_matches('L').parse().ok()?;
    (first <= last).then_some((first, last))
}

/// The lines without the indentation that all of them share, and without blank lines at the ends.
fn unindented(text: &str) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let first = lines.iter().position(|line| !line.trim().is_empty()).unwrap_or(0);
    let last = lines.iter().rposition(|line| !line.trim().is_empty()).map_or(0, |last| last + 1);
    let lines = &lines[first.min(last)..last];
    let shared = lines
        .iter()
        .filter(|line| !line.trim().is_empty())
        .map(|line| line.len() - line.trim_start_matches([' ', '\t']).len())
        .min()
        .unwrap_or(0);
    lines.iter().map(|line| line.get(shared..).unwrap_or("").trim_end()).collect::<Vec<_>>().join("\n")
}
