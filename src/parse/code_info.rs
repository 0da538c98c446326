//! The info string of a code block: ```` ```rust {1|3-4|all} {lines} {title="a.rs"} {from="src/a.rs#region"} ````.
//! Manual page: `tests/spec/code.md`.

use super::attributes;
use crate::deck::{Attributes, DiagramKind, Lit};
use crate::source::{Diagnostic, Span, Spanned};

/// Stands at the start of a block's text while that text is still in another file.
pub const FROM: &str = "\u{E001}from:";

/// An info string, understood.
#[derive(Default)]
pub struct Info {
    /// The language, as written.
    pub language: Spanned<String>,
    /// `title=`
    pub title: Option<String>,
    /// `lines` or `lines=7`
    pub line_numbers: Option<u32>,
    /// `{1|3-4|all}`
    pub stages: Vec<Lit>,
    /// `from=`
    pub from: Option<Spanned<String>>,
    /// What any block may have: `#id`, `.class`, `step=`, `when=`, `unless=`.
    pub attributes: Attributes,
}

/// Whether a block of this language is drawn and not shown as code.
pub fn is_figure(language: &str) -> bool {
    language == "chart" || DiagramKind::named(language).is_some()
}

/// Reads an info string that stands at `span`.
pub fn read(info: &str, span: Span, findings: &mut Vec<Diagnostic>) -> Info {
    let mut out = Info::default();
    let word = info.find(|c: char| c.is_whitespace() || c == '{').unwrap_or(info.len());
    out.language = Spanned::new(info[..word].to_owned(), span.part(0, word.min(span.len())));
    let mut at = word;
    while let Some(offset) = info[at..].find(|c: char| !c.is_whitespace()) {
        at += offset;
        let place = |from: usize, to: usize| span.part(from.min(span.len()), to.min(span.len()));
        let close = info[at..].find('}').map(|close| at + close + 1);
        if !info[at..].starts_with('{') || close.is_none() {
            let end = info[at..].find(char::is_whitespace).map_or(info.len(), |length| at + length);
            findings.push(
                Diagnostic::warning(
                    "code-info",
                    format!("`{}` after the language is not read", &info[at..end]),
                    place(at, end),
                )
                .hint("put settings in braces: `{title=\"a.rs\"}`, `{1|3-4}`, `{lines}`"),
            );
            at = end;
            continue;
        }
        if let Some((read, end)) = attributes::read(&info[at..], span.file, span.start as usize + at) {
            settings(&mut out, &read, findings);
            at = end - span.start as usize;
        } else {
            let end = close.unwrap_or(info.len());
            out.stages = stages(&info[at + 1..end - 1], place(at, end), findings);
            at = end;
        }
    }
    out
}

fn settings(out: &mut Info, read: &Attributes, findings: &mut Vec<Diagnostic>) {
    out.attributes.id = read.id.clone().or(out.attributes.id.take());
    out.attributes.classes.extend(read.classes.iter().cloned());
    let is_figure = is_figure(&out.language.value);
    for (key, value) in &read.pairs {
        match key.value.as_str() {
            "from" if is_figure => out.from = Some(value.clone()),
            // A chart and a diagram read their settings themselves.
            _ if is_figure => out.attributes.pairs.push((key.clone(), value.clone())),
            "title" => out.title = Some(value.value.clone()),
            "from" => out.from = Some(value.clone()),
            "lines" if value.value == "true" => out.line_numbers = Some(1),
            "lines" => match value.value.parse() {
                Ok(first) => out.line_numbers = Some(first),
                Err(_) => findings.push(
                    Diagnostic::error("code-info", format!("`lines={}` is no line number", value.value), value.span)
                        .hint("write `{lines}` or `{lines=7}`"),
                ),
            },
            "step" | "when" | "unless" | "replace" => out.attributes.pairs.push((key.clone(), value.clone())),
            other => findings.push(
                Diagnostic::warning(
                    "code-info",
                    format!("unknown setting `{other}` of a code block"),
                    key.span.to(value.span),
                )
                .hint("known are `title`, `from`, `lines` and step lists such as `{1|3-4|all}`"),
            ),
        }
    }
}

/// Reads `1|3-4,7|all`. What is no line list is reported and lights everything.
pub fn stages(text: &str, span: Span, findings: &mut Vec<Diagnostic>) -> Vec<Lit> {
    let mut out = Vec::new();
    for stage in text.split('|') {
        let stage = stage.trim();
        let lit = match stage {
            "all" | "*" => Some(Lit::All),
            "" | "none" | "0" => Some(Lit::None),
            ranges => {
                ranges.split(',').map(|range| line_range(range.trim())).collect::<Option<Vec<_>>>().map(Lit::Lines)
            }
        };
        if lit.is_none() {
            findings.push(
                Diagnostic::error("code-steps", format!("`{stage}` names no lines"), span)
                    .hint("write line numbers such as `{1|3-4|all}`"),
            );
        }
        out.push(lit.unwrap_or(Lit::All));
    }
    out.truncate(100);
    out
}

fn line_range(text: &str) -> Option<(u32, u32)> {
    match text.split_once('-') {
        None => text.parse().ok().map(|line| (line, line)),
        Some((first, last)) => {
            let (first, last) = (first.trim().parse().ok()?, last.trim().parse().ok()?);
            (first <= last).then_some((first, last))
        }
    }
}
