//! What is to be drawn: each formula and block once, with all its places. Manual page: `tests/spec/math.md`.

use super::collect::Finds;
use super::macros::Macros;
use crate::deck::{Code, Diagram, DiagramKind, Math};
use crate::render::code::{self, languages, text};
use crate::render::diagram;
use crate::render::math::limits::{self, Refusal};
use crate::render::worker::pool::Fate;
use crate::render::worker::task::Task;
use crate::source::Span;
use std::collections::BTreeMap;

/// What is drawn, as the deck has it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    /// A formula.
    Formula {
        /// Its TeX.
        tex: String,
        /// On a line of its own.
        display: bool,
    },
    /// A code block.
    Code {
        /// The language as written.
        language: String,
        /// Its text.
        text: String,
    },
    /// A diagram.
    Diagram {
        /// Its language.
        kind: DiagramKind,
        /// Its source.
        text: String,
    },
}

/// Where something stands.
#[derive(Clone, Copy, Debug)]
pub struct Site {
    /// The formula or the code's text.
    pub span: Span,
    /// Whether the text stands in the source byte for byte.
    pub verbatim: bool,
    /// The code's language.
    pub language: Span,
}

/// How far an order is.
#[derive(Debug)]
pub enum State {
    /// Waiting for a worker or the cache.
    Open(Task),
    /// Refused before any work.
    Refused(Refusal),
    /// Uses a macro that is refused, which has been said at the macro.
    NeedsRefused(String),
    /// Shown as it is, because the language says so.
    Plain,
    /// Shown as it is, because it is too large.
    TooLarge,
    /// The workers are through with it.
    Settled(Fate),
}

/// One thing to draw.
#[derive(Debug)]
pub struct Order {
    /// What.
    pub what: What,
    /// Everywhere it stands, the first place first.
    pub sites: Vec<Site>,
    /// How far it is.
    pub state: State,
}

impl Order {
    /// The task, while it is open.
    pub fn task(&self) -> Option<&Task> {
        match &self.state {
            State::Open(task) => Some(task),
            _ => None,
        }
    }
}

/// Gathers orders in the order of their first places.
pub struct Orders<'a> {
    macros: &'a Macros,
    orders: Vec<Order>,
    known: BTreeMap<What, usize>,
}

impl<'a> Orders<'a> {
    /// Nothing yet.
    pub fn new(macros: &'a Macros) -> Orders<'a> {
        Orders { macros, orders: Vec::new(), known: BTreeMap::new() }
    }

    /// All orders.
    pub fn done(self) -> Vec<Order> {
        self.orders
    }

    fn add(&mut self, what: What, site: Site) {
        let known = self.known.get(&what).and_then(|number| self.orders.get_mut(*number));
        if let Some(order) = known {
            // A section's title is also its slide's.
            if order.sites.iter().all(|other| other.span != site.span) {
                order.sites.push(site);
            }
            return;
        }
        let state = match &what {
            What::Formula { tex, display } => self.formula_state(tex, *display),
            What::Code { language, text } => code_state(language, text),
            What::Diagram { text, .. } if text.len() > diagram::LARGEST => State::TooLarge,
            What::Diagram { kind, text } => State::Open(Task::Diagram { kind: *kind, text: text::cleaned(text) }),
        };
        self.known.insert(what.clone(), self.orders.len());
        self.orders.push(Order { what, sites: vec![site], state });
    }

    fn formula_state(&self, tex: &str, display: bool) -> State {
        if let Err(refusal) = limits::check(tex) {
            return State::Refused(refusal);
        }
        if let Some(name) = self.macros.refused_in(tex) {
            return State::NeedsRefused(name.to_owned());
        }
        State::Open(Task::Formula { tex: one_line_end(tex), display, macros: self.macros.used_by(tex) })
    }
}

/// KaTeX ends a comment at `\n` only. A lone `\r` becomes one, byte for byte, so that places stay.
fn one_line_end(tex: &str) -> String {
    if tex.contains('\r') {
        tex.replace("\r\n", "\u{1}\n").replace('\r', "\n").replace('\u{1}', "\r")
    } else {
        tex.to_owned()
    }
}

fn code_state(language: &str, text: &str) -> State {
    let language = language.trim().to_lowercase();
    if languages::wanted(&language) == languages::Wanted::Plain {
        State::Plain
    } else if text.len() > code::LARGEST {
        State::TooLarge
    } else {
        State::Open(Task::Code { language, text: text::cleaned(text) })
    }
}

impl Finds for Orders<'_> {
    fn formula(&mut self, math: &Math) {
        let site = Site { span: math.span, verbatim: math.verbatim, language: Span::default() };
        self.add(What::Formula { tex: math.tex.clone(), display: math.display }, site);
    }

    fn code(&mut self, code: &Code) {
        // Only the last line end may be missing from the text.
        let verbatim = (code.text.len()..=code.text.len() + 2).contains(&code.text_span.len());
        let site = Site { span: code.text_span, verbatim, language: code.language.span };
        self.add(What::Code { language: code.language.value.clone(), text: code.text.clone() }, site);
    }

    fn diagram(&mut self, diagram: &Diagram) {
        let verbatim = (diagram.text.len()..=diagram.text.len() + 2).contains(&diagram.text_span.len());
        let site = Site { span: diagram.text_span, verbatim, language: diagram.language.span };
        self.add(What::Diagram { kind: diagram.kind, text: diagram.text.clone() }, site);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lone_carriage_return_ends_a_comment_and_places_stay() {
        assert_eq!(one_line_end("a\r\nb%c\rd"), "a\r\nb%c\nd");
    }

    #[test]
    fn only_known_work_is_left_to_workers() {
        assert!(matches!(code_state("Text", "x"), State::Plain));
        assert!(matches!(code_state("rust", &"x".repeat(code::LARGEST + 1)), State::TooLarge));
        assert!(matches!(code_state("rust", &"x".repeat(code::LARGEST)), State::Open(_)));
        assert!(matches!(code_state(" Rust ", "x"), State::Open(Task::Code { language, .. }) if language == "rust"));
    }
}
