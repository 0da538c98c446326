//! Diagrams that are written as text in a language of their own. Manual page: `tests/spec/diagrams.md`.

use crate::source::{Span, Spanned};

/// A ```` ```mermaid ```` or ```` ```dot ```` block.
#[derive(Clone, Debug, PartialEq)]
pub struct Diagram {
    /// The language as written.
    pub language: Spanned<String>,
    /// Which language that is.
    pub kind: DiagramKind,
    /// The source.
    pub text: String,
    /// Where it is written (in another file for `from=`).
    pub text_span: Span,
    /// `alt="…"`; empty means that the words come from the diagram.
    pub alt: String,
    /// `caption="…"`
    pub caption: String,
    /// `credit="…"`
    pub credit: String,
}

/// The language of a diagram.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DiagramKind {
    /// Mermaid.
    Mermaid,
    /// Graphviz.
    Dot,
}

impl DiagramKind {
    /// The language of that name.
    pub fn named(name: &str) -> Option<DiagramKind> {
        match name.to_ascii_lowercase().as_str() {
            "mermaid" | "mmd" => Some(DiagramKind::Mermaid),
            "dot" | "graphviz" => Some(DiagramKind::Dot),
            _ => None,
        }
    }
}
