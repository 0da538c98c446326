//! A deck as its pages show it, and the message that brings a page from one state to the next.
//! Manual page: `tests/spec/watch.md`, "Messages".

mod followed;
mod veil;

pub use followed::{Followed, Place, Showing};

use super::align::{Look, align};
use crate::bundle::apart::{self, Head};
use crate::bundle::{Apart, apart::Section};
use crate::render::assets::Assets;
use crate::source::{Diagnostic, Level, Source, Span};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Names a slide for as long as the server runs.
pub type Key = u32;

/// One slide of an edition.
#[derive(Clone, Debug)]
pub struct Slide {
    /// Its name.
    pub key: Key,
    /// Its id.
    pub id: String,
    /// Its section, with `data-key`.
    pub html: Arc<str>,
    /// Hash of what is written of it.
    source: [u8; 32],
    /// Where it is written, in the sources of the build that it comes from.
    pub span: Span,
}

/// What is told about the talk, as a page shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// `error`, `warning` or `note`.
    pub level: &'static str,
    /// Such as `picture-missing`.
    pub code: &'static str,
    /// The headline.
    pub message: String,
    /// The file as people know it; missing when there is no place.
    pub file: Option<String>,
    /// One-based.
    pub line: Option<u32>,
    /// One-based, in characters.
    pub column: Option<u32>,
    /// What to do.
    pub hint: Option<String>,
}

impl Finding {
    /// A diagnostic with its place looked up.
    pub fn new(diagnostic: &Diagnostic, sources: &[Arc<Source>]) -> Finding {
        let source = sources.get(usize::from(diagnostic.span.file.0));
        let place = source.map(|source| source.place(diagnostic.span.start));
        let level = match diagnostic.level {
            Level::Error => "error",
            Level::Warning => "warning",
            Level::Note => "note",
        };
        Finding {
            level,
            code: diagnostic.code,
            message: diagnostic.message.clone(),
            file: source.map(|source| source.shown.clone()),
            line: place.map(|place| place.line),
            column: place.map(|place| place.column),
            hint: diagnostic.hint.clone(),
        }
    }
}

/// One state of a deck as its pages show it. It never changes; a save makes the next one.
#[derive(Clone, Debug, Default)]
pub struct Edition {
    /// Counts the messages sent; a page that is at another one has missed something.
    pub rev: u32,
    /// The slides in order. None before the first build that gives any.
    pub slides: Vec<Slide>,
    /// What stands around them.
    head: Head,
    /// The style sheet.
    style: Arc<str>,
    /// What `asset/HASH` means.
    pub assets: Arc<Assets>,
    /// What was told about the newest build.
    findings: Vec<Finding>,
    /// Whether the newest build gave no deck, so that the slides are those of an older one.
    failed: bool,
    /// Where the talk is, in the edition of those who follow it.
    place: Option<Place>,
    next_key: Key,
}

/// A message to a page.
#[derive(Serialize)]
struct Message<'a> {
    kind: &'static str,
    rev: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    session: Option<&'a str>,
    order: Vec<Key>,
    slides: BTreeMap<Key, &'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    style: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    head: Option<HeadOf<'a>>,
    findings: &'a [Finding],
    failed: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    edited: Option<Key>,
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<Place>,
}

#[derive(Serialize)]
struct HeadOf<'a> {
    title: &'a str,
    lang: &'a str,
    theme: &'a str,
    color: &'a str,
    aspect: &'a str,
    plan: BTreeMap<&'a str, &'a str>,
    frames: &'a BTreeSet<String>,
}

/// What a save changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Change {
    /// The message for the pages.
    pub message: String,
    /// Slides whose text is another or that are new.
    pub edited: Vec<Key>,
    /// Slides that are sent, also those of which only the number is another.
    pub sent: usize,
    /// Slides that are no more.
    pub removed: usize,
    /// Whether the style sheet is another.
    pub restyled: bool,
}

impl Edition {
    /// The state after a build: the new deck, or the old slides with what is wrong. The change is missing when pages have
    /// nothing to show that they do not show already.
    pub fn next(
        &self,
        apart: Option<Apart>,
        sources: &[Arc<Source>],
        findings: Vec<Finding>,
    ) -> (Edition, Option<Change>) {
        let mut next = Edition { rev: self.rev + 1, findings, failed: apart.is_none(), ..self.clone() };
        let mut change = Change::default();
        if let Some(apart) = apart {
            next.take(self, apart, sources, &mut change);
        }
        let order = |edition: &Edition| edition.slides.iter().map(|slide| slide.key).collect::<Vec<_>>();
        let told = (self.failed, &self.findings) != (next.failed, &next.findings);
        if !told && change.sent == 0 && !change.restyled && next.head == self.head && order(self) == order(&next) {
            next.rev = self.rev;
            return (next, None);
        }
        change.message = next.message("patch", None, Some(self), change.edited.first().copied());
        (next, Some(change))
    }

    /// Gives the new slides their keys, and shares what is as it was.
    fn take(&mut self, old: &Edition, apart: Apart, sources: &[Arc<Source>], change: &mut Change) {
        let marks: Vec<(String, [u8; 32])> =
            apart.slides.iter().map(|section| (id(&section.html), source_hash(section, sources))).collect();
        let olds: Vec<Look<'_>> = old.slides.iter().map(Slide::look).collect();
        let news: Vec<Look<'_>> = apart
            .slides
            .iter()
            .zip(&marks)
            .map(|(section, (id, source))| Look { id, source: *source, html: &section.html })
            .collect();
        let pairs = align(&olds, &news);
        self.slides.clear();
        for ((section, (id, source)), pair) in apart.slides.iter().zip(marks.clone()).zip(&pairs) {
            let before = pair.and_then(|index| old.slides.get(index));
            let key = before.map_or(self.next_key, |slide| slide.key);
            self.next_key += u32::from(before.is_none());
            let html = with_key(&section.html, key);
            let same = before.filter(|slide| *slide.html == *html);
            change.sent += usize::from(same.is_none());
            if before.is_none_or(|slide| slide.source != source) {
                change.edited.push(key);
            } else if same.is_none() && before.is_some_and(|slide| shape(&slide.html) != shape(&html)) {
                // Written as before, but a picture, a macro or an included line in it is another.
                change.edited.push(key);
            }
            let html = same.map_or_else(|| html.into(), |slide| slide.html.clone());
            self.slides.push(Slide { key, id, html, source, span: section.span });
        }
        change.removed = old.slides.len().saturating_sub(pairs.iter().flatten().count());
        change.restyled = *old.style != *apart.style;
        if change.restyled {
            self.style = apart.style.into();
        }
        self.head = apart.head;
        self.assets = Arc::new(apart.assets);
    }

    /// Everything, for a page that missed something.
    pub fn whole(&self, session: &str) -> String {
        self.message("whole", Some(session), None, None)
    }

    /// What is told to a page that has just connected and shows this state already.
    pub fn greeting(&self, session: &str) -> String {
        self.message("hello", Some(session), Some(self), None)
    }

    fn message(&self, kind: &'static str, session: Option<&str>, old: Option<&Edition>, edited: Option<Key>) -> String {
        let known: BTreeMap<Key, &str> =
            old.iter().flat_map(|old| &old.slides).map(|slide| (slide.key, &*slide.html)).collect();
        let changed = self.slides.iter().filter(|slide| known.get(&slide.key) != Some(&&*slide.html));
        let Head { title, language, theme, color, aspect, plan, frames } = &self.head;
        let plan = plan.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let head = HeadOf { title, lang: language, theme, color, aspect, plan, frames };
        let message = Message {
            kind,
            rev: self.rev,
            session,
            order: self.slides.iter().map(|slide| slide.key).collect(),
            slides: changed.map(|slide| (slide.key, &*slide.html)).collect(),
            style: Some(&*self.style).filter(|style| old.is_none_or(|old| *old.style != **style)),
            head: Some(head).filter(|_| old.is_none_or(|old| old.head != self.head)),
            findings: &self.findings,
            failed: self.failed,
            edited,
            place: self.place,
        };
        // Plain data with string keys: this cannot fail.
        serde_json::to_string(&message).unwrap_or_default()
    }

    /// The page. `live` are the words for its live script.
    pub fn document(&self, session: &str, live: &str) -> Vec<u8> {
        let slides = self.slides.iter().map(|slide| &*slide.html).collect();
        apart::document(&self.head, &self.style, slides, &format!("{session} {} {live}", self.rev))
    }

    /// BCP 47 tag of the talk; empty before there is one.
    pub fn language(&self) -> &str {
        &self.head.language
    }

    /// The slide of that name.
    pub fn slide(&self, key: Key) -> Option<&Slide> {
        self.slides.iter().find(|slide| slide.key == key)
    }
}

impl Slide {
    fn look(&self) -> Look<'_> {
        Look { id: &self.id, source: self.source, html: &self.html }
    }
}

/// A section with its key.
fn with_key(html: &str, key: Key) -> String {
    match html.strip_prefix("<section") {
        Some(rest) => format!("<section data-key=\"{key}\"{rest}"),
        None => html.to_owned(),
    }
}

/// The id of a section, as it is written in it.
fn id(html: &str) -> String {
    let tag = html.split_once('>').map_or("", |(tag, _)| tag);
    let id = tag.split_once(" id=\"").and_then(|(_, rest)| rest.split_once('"'));
    id.map_or_else(String::new, |(id, _)| id.to_owned())
}

/// A section without digits: what is left when slides are only counted anew.
fn shape(html: &str) -> String {
    html.chars().filter(|letter| !letter.is_ascii_digit()).collect()
}

fn source_hash(section: &Section, sources: &[Arc<Source>]) -> [u8; 32] {
    let source = sources.get(usize::from(section.span.file.0));
    // Where it stands in the file decides about the empty lines around it.
    let text = source.map_or("", |source| source.slice(section.span)).trim();
    *blake3::hash(text.as_bytes()).as_bytes()
}
