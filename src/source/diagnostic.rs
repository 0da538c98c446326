//! What is wrong, where, and a way out. How it is drawn (human, short, JSON, SARIF) is the commands' matter.

use super::Span;

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Something to know; never changes an exit code.
    Note,
    /// Probably not what was meant; the deck is whole.
    Warning,
    /// Something on a slide is missing or wrong; `build` and `check` exit with 1.
    Error,
}

/// One finding. The headline is lower case without a final period, names in backticks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// How bad.
    pub level: Level,
    /// Stable name such as `directive-unknown`; each has an example in `tests/spec/errors.md`.
    pub code: &'static str,
    /// The headline.
    pub message: String,
    /// The place.
    pub span: Span,
    /// A word or two beside the underlined place; may be empty.
    pub label: String,
    /// What to do.
    pub hint: Option<String>,
    /// Other places that belong to it (where an include stands, where the first of two equal ids is).
    pub also: Vec<(Span, String)>,
}

impl Diagnostic {
    /// A finding of the given level.
    pub fn new(level: Level, code: &'static str, message: impl Into<String>, span: Span) -> Diagnostic {
        Diagnostic { level, code, message: message.into(), span, label: String::new(), hint: None, also: Vec::new() }
    }

    /// An error.
    pub fn error(code: &'static str, message: impl Into<String>, span: Span) -> Diagnostic {
        Diagnostic::new(Level::Error, code, message, span)
    }

    /// A warning.
    pub fn warning(code: &'static str, message: impl Into<String>, span: Span) -> Diagnostic {
        Diagnostic::new(Level::Warning, code, message, span)
    }

    /// A note.
    pub fn note(code: &'static str, message: impl Into<String>, span: Span) -> Diagnostic {
        Diagnostic::new(Level::Note, code, message, span)
    }

    /// Adds the words beside the underlined place.
    pub fn label(mut self, label: impl Into<String>) -> Diagnostic {
        self.label = label.into();
        self
    }

    /// Adds what to do.
    pub fn hint(mut self, hint: impl Into<String>) -> Diagnostic {
        self.hint = Some(hint.into());
        self
    }

    /// Adds another place with its words.
    pub fn also(mut self, span: Span, words: impl Into<String>) -> Diagnostic {
        self.also.push((span, words.into()));
        self
    }
}
