//! One file at a time: its pieces cut at slide breaks, each slide read; included slides take the place of their directive.
//! Manual page: `tests/spec/include.md`.

use super::builder::{self, Content, Context};
use super::directive::{self, Directive};
use super::reader::{self, Definitions};
use super::scanner::{self, Piece, PieceKind};
use super::suggest::nearest;
use super::yaml::{self, Yaml};
use super::{front_matter, lines, notes};
use crate::deck::{Note, Settings};
use crate::source::{Asked, Diagnostic, FileId, Files, Report, Source, Span, Spanned};
use std::ops::Range;
use std::sync::Arc;

/// Includes may stand this deep in each other.
const DEPTH: usize = 32;

/// A slide before it has an id, a number and a layout.
pub struct Draft {
    /// Everything written of it.
    pub span: Span,
    /// Its blocks and what goes with them.
    pub content: Content,
    /// Notes from comments, in order.
    pub notes: Vec<Note>,
    /// `<!-- slide: {…} -->`
    pub settings: Vec<(Spanned<String>, Spanned<Yaml>)>,
    /// The language it was read in.
    pub language: Option<String>,
}

/// A talk's settings and its slides in order.
pub struct Part {
    /// The front matter.
    pub settings: Settings,
    /// The slides.
    pub drafts: Vec<Draft>,
}

/// Reads the talk and what it includes.
pub fn read(files: &Files, source: &Arc<Source>) -> Report<Part> {
    let mut report = Report::new();
    let (pieces, findings) = scanner::scan(source);
    report.diagnostics.extend(findings);
    let yaml = pieces.iter().find_map(|piece| match &piece.kind {
        PieceKind::FrontMatter(range) => Some(range.clone()),
        _ => None,
    });
    let settings = report.keep(front_matter::read(source, yaml));
    let mut reading =
        Reading { files, settings: &settings, report: Report::new(), drafts: Vec::new(), open: Vec::new() };
    reading.file(source, &pieces, &[]);
    let Reading { report: found, drafts, .. } = reading;
    report.keep(found);
    report.with(Part { settings, drafts })
}

struct Reading<'a> {
    files: &'a Files,
    settings: &'a Settings,
    report: Report<()>,
    drafts: Vec<Draft>,
    /// The files being read, outermost first, with the place that includes them.
    open: Vec<(FileId, Span)>,
}

impl Reading<'_> {
    /// Reads the slides of one file. With `wanted`, only those ids are kept.
    fn file(&mut self, source: &Arc<Source>, pieces: &[Piece], wanted: &[&str]) {
        let definitions = definitions(source, pieces);
        let first = self.drafts.len();
        let mut start = 0;
        for end in 0..=pieces.len() {
            let ends = end == pieces.len() || pieces[end].kind == PieceKind::Break;
            if ends {
                self.slide(source, pieces, start..end, &definitions);
                start = end + 1;
            }
        }
        if !wanted.is_empty() {
            let mut kept: Vec<Draft> = Vec::new();
            let mut rest: Vec<Draft> = self.drafts.split_off(first);
            for id in wanted {
                match rest.iter().position(|draft| draft.id().as_deref() == Some(*id)) {
                    Some(at) => kept.push(rest.remove(at)),
                    None => {
                        let place = self.open.last().map_or(Span::default(), |(_, span)| *span);
                        let ids: Vec<String> = rest.iter().filter_map(Draft::id).collect();
                        let hint = match nearest(id, ids.iter().map(String::as_str)) {
                            Some(meant) => format!("did you mean `{meant}`?"),
                            None => "give the slide an id with `{#id}` on its heading".to_owned(),
                        };
                        let found =
                            Diagnostic::error("include-id", format!("`{}` has no slide `{id}`", source.shown), place);
                        self.report.say(found.hint(hint));
                    }
                }
            }
            self.drafts.extend(kept);
        }
    }

    fn slide(&mut self, source: &Arc<Source>, pieces: &[Piece], indices: Range<usize>, definitions: &Definitions) {
        let mut settings = Vec::new();
        let mut findings = Vec::new();
        let mut note_ranges = Vec::new();
        let mut written = false;
        for piece in &pieces[indices.clone()] {
            let PieceKind::Comment { inner, .. } = &piece.kind else {
                let blank = piece.kind == PieceKind::Text && source.text[piece.range.clone()].trim().is_empty();
                written |= !blank && !matches!(piece.kind, PieceKind::FrontMatter(_));
                continue;
            };
            let span = Span::new(source.id, piece.range.start, piece.range.end);
            match directive::read(&source.text[inner.clone()]) {
                Directive::Slide(yaml) => slide_settings(source, yaml, span, &mut settings, &mut findings),
                Directive::Todo(what) => findings.push(
                    Diagnostic::warning("todo", format!("left to do: {}", first_line(what)), span)
                        .hint("do it, or remove the comment"),
                ),
                Directive::Unknown { name, meant } => {
                    let found = Diagnostic::error("directive-unknown", format!("unknown directive `{name}`"), span);
                    findings.push(match meant {
                        Some(meant) => found.hint(format!("did you mean `{meant}`?")),
                        None => found.hint("for a speaker note write a sentence; for a private remark start with `//`"),
                    });
                }
                Directive::Foreign { name, instead } => findings.push(
                    Diagnostic::error("directive-foreign", format!("`{name}` is another tool's directive"), span)
                        .hint(format!("here it is {instead}")),
                ),
                Directive::Note(_) => note_ranges.push(inner.clone()),
                Directive::Pause | Directive::Agenda | Directive::Contact | Directive::Include(_) => written = true,
                Directive::Private => {}
            }
        }
        let language = settings
            .iter()
            .find(|(key, _): &&(Spanned<String>, Spanned<Yaml>)| key.value == "lang")
            .and_then(|(_, value)| value.value.text().map(str::to_owned));
        let spoken = language.clone().unwrap_or_else(|| self.settings.language.clone());
        let steps = settings.iter().find(|(key, _)| key.value == "steps").and_then(|(_, value)| value.value.text());
        let steps_in_lists = steps.map_or(self.settings.steps_in_lists, |steps| steps == "lists");
        let context = Context { files: self.files, source, settings: self.settings, definitions, steps_in_lists };
        let mut content = builder::read(context, pieces, indices.clone(), &spoken, &mut findings);
        let spoken = content.heading.language().unwrap_or(&spoken).to_owned();
        let mut spoken_notes = std::mem::take(&mut content.notes);
        for range in note_ranges {
            spoken_notes.extend(notes::read(context, range, &spoken, &mut findings));
        }
        self.report.diagnostics.append(&mut findings);
        let includes = std::mem::take(&mut content.includes);
        // The front matter is nobody's: a slide that moves to the beginning is written as before.
        let own = pieces.get(indices.clone()).unwrap_or_default();
        let first = own.iter().find(|piece| !matches!(piece.kind, PieceKind::FrontMatter(_))).or(own.first());
        let start = first.or(pieces.get(indices.start)).map_or(source.text.len(), |piece| piece.range.start);
        let end = if indices.is_empty() { start } else { pieces[indices.end - 1].range.end };
        let span = trimmed(source, start, end);
        let empty = content.blocks.is_empty() && content.backgrounds.is_empty();
        // A note or a setting alone still makes a slide; nothing at all does not.
        let nothing = empty && spoken_notes.is_empty() && settings.is_empty() && content.footnotes.is_empty();
        if !(nothing && (!written || !includes.is_empty())) {
            self.drafts.push(Draft { span, content, notes: spoken_notes, settings, language });
        }
        for (span, path) in includes {
            self.include(source, span, &path);
        }
    }

    fn include(&mut self, source: &Arc<Source>, span: Span, target: &str) {
        let (path, ids) = target.split_once('#').unwrap_or((target, ""));
        let wanted: Vec<&str> = ids.split(',').map(str::trim).filter(|id| !id.is_empty()).collect();
        if self.open.len() >= DEPTH {
            let found =
                Diagnostic::error("include-limit", format!("more than {DEPTH} includes inside each other"), span);
            return self.report.say(found.hint("include the inner file directly"));
        }
        let included = match self.files.text(Asked { from: source.id, span }, path.trim()) {
            Ok(included) => included,
            Err(found) => return self.report.say(found),
        };
        let loops = included.id == FileId(0)
            || self.open.iter().any(|(file, _)| *file == included.id)
            || included.id == source.id;
        if loops {
            let found = Diagnostic::error("include-loop", format!("`{}` includes itself", included.shown), span);
            return self.report.say(found.hint("remove one of the includes that lead in a circle"));
        }
        let (pieces, findings) = scanner::scan(&included);
        let before = self.report.diagnostics.len();
        self.report.diagnostics.extend(findings);
        if let Some(piece) = pieces.iter().find(|piece| matches!(piece.kind, PieceKind::FrontMatter(_))) {
            let place = Span::new(included.id, piece.range.start, piece.range.start + 3);
            let found =
                Diagnostic::note("include-front-matter", "the front matter of an included file is not read", place);
            self.report.say(found.hint("settings come from the talk itself"));
        }
        self.open.push((included.id, span));
        self.file(&included, &pieces, &wanted);
        self.open.pop();
        for found in &mut self.report.diagnostics[before..] {
            if found.span.file == included.id {
                found.also.push((span, "included here".to_owned()));
            }
        }
    }
}

impl Draft {
    /// The id it will have if no other slide has it: `{#id}`, else its title's slug.
    fn id(&self) -> Option<String> {
        let given = self.content.heading.id.as_ref().map(|id| id.value.clone());
        given.or_else(|| {
            self.content.blocks.iter().find_map(|block| match &block.kind {
                crate::deck::BlockKind::Heading { content, .. } => {
                    Some(super::slides::slug(&crate::deck::plain(content)))
                }
                _ => None,
            })
        })
    }
}

/// Reads `slide: {yaml}`.
fn slide_settings(
    source: &Source,
    yaml: &str,
    span: Span,
    settings: &mut Vec<(Spanned<String>, Spanned<Yaml>)>,
    findings: &mut Vec<Diagnostic>,
) {
    let comment = source.slice(span);
    let offset = comment.find(yaml).map_or(span.start as usize, |at| span.start as usize + at);
    match yaml::read(yaml, source.id, offset) {
        Ok(Spanned { value: Yaml::Map(pairs), .. }) => settings.extend(pairs),
        Ok(_) => findings.push(
            Diagnostic::error("slide-settings", "slide settings are a list of `key: value`", span)
                .hint("write `<!-- slide: {time: 90s} -->`"),
        ),
        Err(found) => findings.push(found),
    }
}

/// The link definitions that stand anywhere in a file.
fn definitions(source: &Source, pieces: &[Piece]) -> Definitions {
    let mut out = Definitions::new();
    for piece in pieces.iter().filter(|piece| piece.kind == PieceKind::Text) {
        let text = &source.text[piece.range.clone()];
        if !text.contains("]:") {
            continue;
        }
        let mut at = 0;
        while at < text.len() {
            let line = lines::line_at(text, at);
            let content = text[line.start..line.end].trim_start();
            if content.starts_with('[') && !content.starts_with("[^") && content.contains("]:") {
                let next = lines::line_at(text, line.next);
                reader::definitions(&text[line.start..next.end], &mut out);
            }
            at = line.next;
        }
    }
    out
}

fn trimmed(source: &Source, start: usize, end: usize) -> Span {
    let text = &source.text[start..end.max(start)];
    let lead = text.len() - text.trim_start().len();
    Span::new(source.id, start + lead, start + lead + text.trim().len())
}

fn first_line(text: &str) -> String {
    let line = text.lines().next().unwrap_or("").trim();
    let short: String = line.chars().take(60).collect();
    if short.is_empty() { "something".to_owned() } else { short }
}
