//! The tree of a slide as HTML: our own writer, one growing text. Manual pages: `tests/spec/blocks.md`, `tests/spec/safety.md`.
//!
//! Whatever the tree holds, the result nests: every element is opened and closed by the same function, and an element
//! that a browser would not let stand where it is (a link in a link, a list in a paragraph) gives way to a plain one.

mod blocks;
mod code;
pub(crate) mod escape;
mod figures;
mod gallery;
mod inlines;
mod media;
mod pictures;
mod raw;
mod table;
mod talk;
pub(crate) mod words;

use super::assets::Assets;
use super::draw::Drawn;
use super::estimate::Sizes;
use super::hyphens::Tongue;
use super::pictures::Pictures;
use crate::deck::{Attributes, Deck, Steps};
use crate::source::Diagnostic;
use std::collections::{BTreeSet, HashSet};
use std::fmt::Write;
use words::Words;

/// The class that keeps words whole.
pub(crate) const WHOLE: &str = "no-hyphens";

/// What is being written, and what has to be known for it.
pub(crate) struct Html<'a> {
    /// What was written so far.
    pub out: String,
    /// The talk.
    pub deck: &'a Deck,
    /// Formulas and code as HTML.
    pub drawn: &'a Drawn,
    /// Pictures by path.
    pub pictures: &'a Pictures,
    /// The pictures' bytes that were used.
    pub assets: Assets,
    /// What was noticed.
    pub found: Vec<Diagnostic>,
    /// Ids in use anywhere in the deck; only asked, never walked through.
    pub taken: HashSet<String>,
    /// Whether a formula was written.
    pub has_math: bool,
    /// Whether a clip or a frame was written.
    pub has_media: bool,
    /// Where frames come from.
    pub frames: BTreeSet<String>,
    /// Whether elements say where they stand in the source.
    pub places: bool,
    /// The sizes at which the slide's code and tables were set.
    pub sizes: Sizes,
    /// The slide at hand.
    pub here: Here<'a>,
}

/// Where in the deck we are.
#[derive(Clone, Copy)]
pub(crate) struct Here<'a> {
    /// The slide's id.
    pub id: &'a str,
    /// The program's words in the slide's language.
    pub words: &'static Words,
    /// The slide's language tag.
    pub language: &'a str,
    /// The slide's language is written from right to left.
    pub is_rtl: bool,
    /// The language, if its syllables are known.
    pub tongue: Option<Tongue>,
    /// Words stay whole.
    pub whole: bool,
    /// How long the lines are in em, infinite where no word is broken.
    pub line: f32,
    /// Index into the deck's sections.
    pub section: Option<usize>,
    /// How many footnotes the slide has.
    pub footnotes: usize,
    /// Inside a link, where no other link may begin.
    pub in_link: bool,
    /// Inside speaker notes: no ids, no sizes.
    pub in_notes: bool,
    /// The element around, where that decides what may stand inside (lists and tables in raw HTML).
    pub parent: &'static str,
    /// How many pictures were inlined on this slide, to keep their ids apart.
    pub inlined: usize,
    /// How many clips and frames were written on this slide.
    pub media: usize,
}

impl<'a> Html<'a> {
    /// A writer for the deck, before its first slide.
    pub fn new(deck: &'a Deck, drawn: &'a Drawn, pictures: &'a Pictures) -> Html<'a> {
        Html {
            out: String::new(),
            deck,
            drawn,
            pictures,
            assets: Assets::new(),
            found: Vec::new(),
            taken: deck.slides.iter().map(|slide| slide.id.clone()).collect(),
            has_math: false,
            has_media: false,
            frames: BTreeSet::new(),
            places: false,
            sizes: Sizes::new(),
            here: Here {
                id: "",
                words: Words::of_language(&deck.settings.language),
                language: "en",
                is_rtl: false,
                tongue: None,
                whole: deck.settings.whole_words,
                line: f32::INFINITY,
                section: None,
                footnotes: 0,
                in_link: false,
                in_notes: false,
                parent: "",
                inlined: 0,
                media: 0,
            },
        }
    }

    /// What `write` writes, as a text of its own.
    pub fn apart(&mut self, write: impl FnOnce(&mut Html<'a>)) -> String {
        let before = std::mem::take(&mut self.out);
        write(self);
        std::mem::replace(&mut self.out, before)
    }

    /// What `write` writes, on a new line if something stands there already.
    pub fn separated(&mut self, write: impl FnOnce(&mut Html<'a>)) {
        let before = self.out.len();
        if before > 0 {
            self.out.push('\n');
        }
        let begin = self.out.len();
        write(self);
        if self.out.len() == begin {
            self.out.truncate(before);
        }
    }

    /// Appends escaped text.
    pub fn text(&mut self, text: &str) {
        escape::text(&mut self.out, text);
    }

    /// Appends escaped words, long ones with soft hyphens where lines are short.
    pub fn words(&mut self, text: &str) {
        let tongue = self.tongue().filter(|tongue| tongue.is_narrow(self.here.line));
        match tongue.and_then(|tongue| tongue.soften(text)) {
            Some(soft) => self.text(&soft),
            None => self.text(text),
        }
    }

    /// The language whose words may be broken here.
    pub fn tongue(&self) -> Option<Tongue> {
        self.here.tongue.filter(|_| !self.here.whole)
    }

    /// Writes what has these attributes in the language that they name, its words whole if they say so.
    pub fn in_language(&mut self, attributes: &Attributes, write: impl FnOnce(&mut Html<'a>)) {
        let before = (self.here.tongue, self.here.whole);
        self.here.whole |= attributes.has_class(WHOLE);
        if let Some(tag) = attributes.language() {
            self.here.tongue = Tongue::named(tag);
        }
        write(self);
        (self.here.tongue, self.here.whole) = before;
    }

    /// Appends markup of our own.
    pub fn markup(&mut self, markup: &str) {
        self.out.push_str(markup);
    }

    /// Appends ` name="value"`, escaped.
    pub fn attribute(&mut self, name: &str, value: &str) {
        self.out.push(' ');
        self.out.push_str(name);
        self.out.push_str("=\"");
        escape::attribute(&mut self.out, value);
        self.out.push('"');
    }

    /// Appends `<name` with class, id, language and steps, still without its `>`.
    pub fn begin(&mut self, name: &str, classes: &str, attributes: &Attributes, steps: Steps) {
        self.out.push('<');
        self.out.push_str(name);
        self.classes(classes, &attributes.classes);
        if let Some(id) = &attributes.id {
            self.id(&id.value);
        }
        if let Some(language) = attributes.language().and_then(escape::language) {
            self.attribute("lang", language);
            let is_rtl = escape::is_rtl(language);
            if is_rtl != self.here.is_rtl {
                self.attribute("dir", if is_rtl { "rtl" } else { "ltr" });
            }
        }
        self.steps(steps);
    }

    /// Appends `<name …>`.
    pub fn open(&mut self, name: &str, classes: &str, attributes: &Attributes, steps: Steps) {
        self.begin(name, classes, attributes, steps);
        self.out.push('>');
    }

    /// Appends `</name>`.
    pub fn close(&mut self, name: &str) {
        self.out.push_str("</");
        self.out.push_str(name);
        self.out.push('>');
    }

    /// Appends a class attribute of our classes and the author's, each once.
    pub fn classes(&mut self, ours: &str, theirs: &[String]) {
        if ours.is_empty() && theirs.is_empty() {
            return;
        }
        self.out.push_str(" class=\"");
        self.out.push_str(ours);
        let mut is_first = ours.is_empty();
        for class in theirs.iter().filter(|class| !ours.split(' ').any(|known| known == class.as_str())) {
            if !std::mem::replace(&mut is_first, false) {
                self.out.push(' ');
            }
            escape::attribute(&mut self.out, class);
        }
        self.out.push('"');
    }

    /// Appends the name by which the same thing is found on another slide, and an id unless it is taken: the first keeps it.
    pub fn id(&mut self, id: &str) {
        if self.here.in_notes || id.is_empty() || id.contains(char::is_whitespace) {
            return;
        }
        if self.claim(id) {
            self.attribute("id", id);
        }
        self.attribute("data-name", id);
    }

    /// Takes an id for use; false if somebody has it.
    pub fn claim(&mut self, id: &str) -> bool {
        self.taken.insert(id.to_owned())
    }

    /// Appends `data-show` for what is not always visible. Notes have no steps of their own: all of a note is read.
    pub fn steps(&mut self, steps: Steps) {
        if self.here.in_notes {
            return;
        }
        // Writing into a text cannot fail, here and below.
        let _ = match steps {
            Steps::Always | Steps::From(0) => Ok(()),
            Steps::From(first) => write!(self.out, " data-show=\"{first}-\""),
            Steps::Range(first, last) => write!(self.out, " data-show=\"{first}-{last}\""),
        };
    }
}
