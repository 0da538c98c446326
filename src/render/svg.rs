//! SVG files become inert drawings inside the slide: an allow-list decides what stays, ids get a prefix for each use.
//!
//! A drawing from somebody else must not run code, fetch anything, or change the deck around it. So nothing is searched
//! for and taken out; instead only what is known to be harmless is written anew. Manual page: `tests/spec/pictures.md`.

mod attributes;
mod lists;
mod measure;
mod references;
mod rules;
mod values;

use crate::deck::Picture;
use attributes::{Kept, Root};
use quick_xml::Reader;
use quick_xml::events::{BytesRef, BytesStart, Event};
use references::References;
use rules::Rules;
use values::{PREFIX, Removed, escape};

/// Elements nested deeper than this are refused.
pub const DEPTH: usize = 100;
/// More elements than this are refused.
pub const ELEMENTS: usize = 200_000;

/// An inert drawing.
#[derive(Clone, Debug, PartialEq)]
pub struct Drawing {
    /// Width in px.
    pub width: f64,
    /// Height in px.
    pub height: f64,
    /// The file's own title; empty if none.
    pub title: String,
    root: String,
    body: String,
}

impl Drawing {
    /// Whether it fills the place of a picture, whatever is cut off: it says so itself (`preserveAspectRatio="… slice"`), and the
    /// talk does not ask for all of it (`{.contain}`).
    pub fn covers_in(&self, picture: &Picture) -> bool {
        self.root.contains("slice\"") && !picture.attributes.has_class("contain")
    }
}

/// A drawing and what it lost.
#[derive(Clone, Debug, PartialEq)]
pub struct Cleaned {
    /// What is left.
    pub drawing: Drawing,
    /// What was removed, in words such as `` `<script>` ``, sorted, each once.
    pub removed: Vec<String>,
}

/// Why a file cannot be drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken {
    /// What is wrong, for people.
    pub message: String,
    /// Byte offset in the file.
    pub at: usize,
}

impl Drawing {
    /// The drawing as an `<svg>` element. Every id in it begins with `prefix`, which must differ from use to use.
    /// An empty `alt` falls back to the file's own title; without either the drawing is hidden from screen readers.
    pub fn inline(&self, prefix: &str, alt: &str) -> String {
        let mut out = String::with_capacity(self.root.len() + self.body.len() + alt.len() + 80);
        out.push_str("<svg");
        let label = if alt.trim().is_empty() { self.title.as_str() } else { alt };
        if label.trim().is_empty() {
            out.push_str(" aria-hidden=\"true\"");
        } else {
            out.push_str(" role=\"img\" aria-label=\"");
            escape(&label.replace(PREFIX, ""), &mut out);
            out.push('"');
        }
        let prefix: String = prefix.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')).collect();
        for text in [self.root.as_str(), ">", self.body.as_str()] {
            let mut parts = text.split(PREFIX);
            out.push_str(parts.next().unwrap_or(""));
            for part in parts {
                out.push_str(&prefix);
                out.push_str(part);
            }
        }
        out.push_str("</svg>");
        out
    }
}

/// Makes an SVG file inert.
///
/// # Errors
/// [`Broken`] when the file is not well-formed XML, is no SVG, or is larger than [`DEPTH`] and [`ELEMENTS`] allow.
pub fn clean(text: &str) -> Result<Cleaned, Broken> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut writer = Writer::default();
    if text.contains("<style") || text.contains(":style") {
        writer.read_rules(text)?;
    }
    let mut reader = Reader::from_str(text);
    loop {
        let event = reader.read_event().map_err(|error| broken(error.to_string(), reader.error_position()))?;
        let at = reader.buffer_position();
        match event {
            Event::Start(element) => writer.open(&element, false).map_err(|message| broken(message, at))?,
            Event::Empty(element) => writer.open(&element, true).map_err(|message| broken(message, at))?,
            Event::End(_) => writer.close(),
            Event::Text(words) => writer.text(&words.decode().map_err(|error| broken(error.to_string(), at))?),
            Event::CData(words) => writer.text(&words.decode().map_err(|error| broken(error.to_string(), at))?),
            Event::GeneralRef(reference) => writer.reference(&reference),
            Event::DocType(words) if words.windows(8).any(|part| part == b"<!ENTITY") => {
                writer.removed.note("the entities of its DOCTYPE".to_owned());
            }
            Event::PI(words) if words.starts_with(b"xml-stylesheet") => {
                writer.removed.note("`<?xml-stylesheet?>`".to_owned());
            }
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
            Event::Eof if !writer.stack.is_empty() || writer.skipped > 0 => {
                return Err(broken("it ends before its elements are closed".to_owned(), at));
            }
            Event::Eof => return writer.finish().map_err(|message| broken(message, at)),
        }
    }
}

fn broken(message: String, at: u64) -> Broken {
    Broken { message, at: at as usize }
}

#[derive(Default)]
struct Writer {
    out: String,
    stack: Vec<Open>,
    /// Open elements inside a dropped one, that one included.
    skipped: usize,
    elements: usize,
    root: Option<Root>,
    /// Namespace prefix of the root, with its colon: `<svg:svg>`.
    prefix: String,
    title: String,
    in_title: bool,
    rules: Rules,
    references: References,
    removed: Removed,
}

struct Open {
    name: &'static str,
    mark: Option<usize>,
    /// Whether words in it are drawn.
    words: bool,
}

impl Writer {
    /// First pass: style sheets may stand behind the elements they speak of.
    fn read_rules(&mut self, text: &str) -> Result<(), Broken> {
        let mut reader = Reader::from_str(text);
        let mut sheet: Option<String> = None;
        loop {
            let event = reader.read_event().map_err(|error| broken(error.to_string(), reader.error_position()))?;
            match event {
                Event::Start(element) if element.local_name().as_ref() == b"style" => sheet = Some(String::new()),
                Event::End(element) if element.local_name().as_ref() == b"style" => {
                    if let Some(sheet) = sheet.take() {
                        let removed = &mut self.removed;
                        self.rules.add(&sheet, &mut Vec::new(), removed);
                    }
                }
                Event::Text(words) => {
                    sheet.iter_mut().for_each(|sheet| sheet.push_str(&words.decode().unwrap_or_default()))
                }
                Event::CData(words) => {
                    sheet.iter_mut().for_each(|sheet| sheet.push_str(&words.decode().unwrap_or_default()))
                }
                Event::GeneralRef(reference) => {
                    if let (Some(sheet), Some(c)) = (&mut sheet, character(&reference)) {
                        sheet.push(c);
                    }
                }
                Event::Eof => return Ok(()),
                _ => {}
            }
        }
    }

    fn open(&mut self, element: &BytesStart<'_>, empty: bool) -> Result<(), String> {
        self.elements += 1;
        if self.elements > ELEMENTS {
            return Err(format!("it has more than {ELEMENTS} elements"));
        }
        if self.stack.len() + self.skipped >= DEPTH {
            return Err(format!("its elements are nested more than {DEPTH} deep"));
        }
        let full = String::from_utf8_lossy(element.name().as_ref()).into_owned();
        if self.stack.is_empty() && self.skipped == 0 {
            return self.open_root(&full, element, empty);
        }
        let name = full.strip_prefix(self.prefix.as_str()).unwrap_or(&full);
        if self.skipped > 0 {
            self.skipped += usize::from(!empty);
            return Ok(());
        }
        let Some(kept) = self.keep(name, element)? else {
            self.in_title = name == "title" && self.stack.len() == 1 && !empty;
            self.skipped += usize::from(!empty);
            return Ok(());
        };
        let words =
            matches!(kept.name, "text" | "tspan" | "textPath") || self.stack.last().is_some_and(|open| open.words);
        self.out.push('<');
        self.out.push_str(kept.name);
        self.out.push_str(&kept.written);
        let mark = kept.id.map(|id| self.references.open(id, self.elements));
        self.references.point_to(kept.used);
        if empty {
            self.out.push_str("/>");
            mark.into_iter().for_each(|mark| self.references.close(mark, self.elements));
        } else {
            self.out.push('>');
            self.stack.push(Open { name: kept.name, mark, words });
        }
        Ok(())
    }

    fn open_root(&mut self, full: &str, element: &BytesStart<'_>, empty: bool) -> Result<(), String> {
        let (prefix, name) = full.rsplit_once(':').map_or(("", full), |(prefix, name)| (prefix, name));
        if name != "svg" {
            return Err(format!("its root element is `{}`, not `svg`", values::shortened(full)));
        }
        if self.root.is_some() {
            return Err("it has more than one root element".to_owned());
        }
        if !prefix.is_empty() {
            self.prefix = format!("{prefix}:");
        }
        let removed = &mut self.removed;
        let root = attributes::root(element, &self.rules, removed)?;
        self.references.point_to(root.kept.used.clone());
        let mark = root.kept.id.clone().map(|id| self.references.open(id, self.elements));
        self.root = Some(root);
        if !empty {
            self.stack.push(Open { name: "svg", mark, words: false });
        }
        Ok(())
    }

    /// The element with what may stay of it, or nothing.
    fn keep(&mut self, name: &str, element: &BytesStart<'_>) -> Result<Option<Kept>, String> {
        let removed = &mut self.removed;
        // Links cannot be followed inside a picture, but what they hold is drawn.
        let name = if name == "a" { "g" } else { name };
        let Some(name) = lists::ELEMENTS.iter().find(|known| **known == name) else {
            if !name.contains(':') && !lists::SILENT.contains(&name) {
                removed.note(format!("`<{}>`", values::shortened(name)));
            }
            return Ok(None);
        };
        attributes::element(name, element, &self.rules, removed)
    }

    fn close(&mut self) {
        if self.skipped > 0 {
            self.skipped -= 1;
            self.in_title = false;
            return;
        }
        let Some(open) = self.stack.pop() else { return };
        open.mark.into_iter().for_each(|mark| self.references.close(mark, self.elements));
        if !self.stack.is_empty() {
            self.out.push_str("</");
            self.out.push_str(open.name);
            self.out.push('>');
        }
    }

    fn text(&mut self, words: &str) {
        if self.skipped > 0 {
            if self.in_title && self.title.len() < 1000 {
                self.title.push_str(words);
            }
        } else if self.stack.last().is_some_and(|open| open.words) {
            escape(&words.replace(PREFIX, ""), &mut self.out);
        }
    }

    fn reference(&mut self, reference: &BytesRef<'_>) {
        match character(reference) {
            Some(c) => self.text(c.encode_utf8(&mut [0; 4])),
            None if self.skipped == 0 => {
                let name = String::from_utf8_lossy(reference).into_owned();
                self.removed.note(format!("the entity `&{};`", values::shortened(&name)));
            }
            None => {}
        }
    }

    fn finish(self) -> Result<Cleaned, String> {
        let Some(root) = self.root else { return Err("it holds no `<svg>` element".to_owned()) };
        self.references.check()?;
        let title = self.title.split_whitespace().collect::<Vec<_>>().join(" ");
        let drawing =
            Drawing { width: root.width, height: root.height, title, root: root.kept.written, body: self.out };
        Ok(Cleaned { drawing, removed: self.removed.into_words() })
    }
}

/// The character of `&#65;` or of one of XML's five names.
fn character(reference: &BytesRef<'_>) -> Option<char> {
    if let Ok(Some(c)) = reference.resolve_char_ref() {
        return Some(c);
    }
    Some(match &reference[..] {
        b"amp" => '&',
        b"lt" => '<',
        b"gt" => '>',
        b"quot" => '"',
        b"apos" => '\'',
        _ => return None,
    })
}

#[cfg(test)]
mod tests;
