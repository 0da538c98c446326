//! One watched deck: built again after each save, its pages told what changed. Manual page: `tests/spec/watch.md`.

use super::super::build::twice_decoded;
use crate::bundle::Apart;
use crate::live::patch::{Change, Edition, Finding};
use crate::live::server::{Overflow, Role, Shows};
use crate::source::{Diagnostic, Files, Limits, Looked, Report, Source, Span};
use crate::{Options, build_apart};
use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Arc;

/// A deck and what its pages show.
pub struct Deck {
    /// What stands before its addresses.
    pub prefix: String,
    /// Its path as given.
    pub path: PathBuf,
    /// Its path as shown.
    pub shown: String,
    /// What its newest build asked for.
    pub looked: Vec<Looked>,
    speaker: Edition,
    /// Whether others watch too.
    has_audience: bool,
    /// The sources of the newest build that gave a deck: its slides' places are in them.
    sources: Vec<Arc<Source>>,
    /// Overflows that were told: the slide's own bytes and by how much.
    told: BTreeSet<([u8; 32], u32)>,
}

/// What a build brought.
pub struct Rebuilt {
    /// What was read.
    pub files: Files,
    /// The sources that the diagnostics are about.
    pub sources: Vec<Arc<Source>>,
    /// Everything that was noticed.
    pub diagnostics: Vec<Diagnostic>,
    /// What the pages were told; nothing when they show it already.
    pub change: Option<Change>,
    /// Whether there is a deck.
    pub is_good: bool,
    /// Number of slides that are shown.
    pub slides: usize,
    /// Ids of the slides that were edited.
    pub edited: Vec<String>,
}

impl Deck {
    /// A deck that is not built yet.
    pub fn new(prefix: String, path: PathBuf, shown: String, has_audience: bool) -> Deck {
        Deck {
            prefix,
            path,
            shown,
            looked: Vec::new(),
            speaker: Edition::default(),
            has_audience,
            sources: Vec::new(),
            told: BTreeSet::new(),
        }
    }

    /// Builds, and shows the result to all pages.
    pub fn rebuild(&mut self, options: &Options, allow: &[PathBuf], shows: &Shows) -> Rebuilt {
        let opened = Files::open(&self.path, allow.to_vec(), Limits::default());
        let mut report = Report::new();
        let is_open = !opened.has_errors();
        let files = report.keep(opened);
        let mut apart = None;
        if is_open {
            apart = report.keep(built(&files, options));
            report.diagnostics.extend(twice_decoded(&files));
        }
        let sources = files.sources();
        let findings: Vec<Finding> = report.diagnostics.iter().map(|found| Finding::new(found, &sources)).collect();
        // Built without notes rather than cut: what was never there cannot leak.
        let without = Options { notes: false, ..options.clone() };
        let plain = (self.has_audience && is_open).then(|| built(&files, &without).value).flatten();
        let is_good = apart.is_some();
        let (next, change) = self.speaker.next(apart, &sources, findings);
        shows
            .show(&self.prefix, Role::Speaker)
            .into_iter()
            .for_each(|show| show.publish(next.clone(), change.as_ref()));
        self.speaker = next;
        if self.has_audience {
            shows.build_followed(&self.prefix, plain, &self.speaker);
        }
        if is_good {
            self.sources.clone_from(&sources);
        }
        self.looked = files.looked_for();
        let edited = change.iter().flat_map(|change| &change.edited);
        let edited = edited.filter_map(|key| Some(self.speaker.slide(*key)?.id.clone())).collect();
        let slides = self.speaker.slides.len();
        Rebuilt { files, sources, diagnostics: report.diagnostics, change, is_good, slides, edited }
    }

    /// What a browser found too large, as diagnostics; each state of a slide once.
    pub fn overflows(&mut self, slides: &[Overflow]) -> (Vec<Arc<Source>>, Vec<Diagnostic>) {
        let mut found = Vec::new();
        for Overflow { key, px } in slides {
            let Some(slide) = self.speaker.slide(*key) else { continue };
            if !self.told.insert((*blake3::hash(slide.html.as_bytes()).as_bytes(), *px)) {
                continue;
            }
            let message = format!("the slide `#{}` is {px} px too large for its place", slide.id);
            let start = slide.span.start as usize;
            let warning = Diagnostic::warning("slide-overflow", message, Span::new(slide.span.file, start, start));
            found.push(warning.hint("shorten it, split it at `---`, or put parts side by side with `::: columns`"));
        }
        // A page that says much is not remembered for ever.
        if self.told.len() > 10_000 {
            self.told.clear();
        }
        (self.sources.clone(), found)
    }
}

/// A build that ends in a panic is a build that gave nothing: the watch goes on.
fn built(files: &Files, options: &Options) -> Report<Option<Apart>> {
    catch_unwind(AssertUnwindSafe(|| build_apart(files, options))).unwrap_or_else(|_| {
        let fault = Diagnostic::error("build-broken", "this talk makes deckle itself fail", Span::default());
        let fault = fault.hint("please report it together with the talk; undo the last edit to go on");
        Report { value: None, diagnostics: vec![fault] }
    })
}
