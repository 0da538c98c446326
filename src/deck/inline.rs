//! Text inside a block.

use super::{Attributes, Picture, Steps};
use crate::source::Span;

/// A run of text inside a block.
#[derive(Clone, Debug, PartialEq)]
pub enum Inline {
    /// Words, after the typographer, entities decoded, never HTML.
    Text(String),
    /// `` `code` ``
    Code(String),
    /// `$math$`; display when written as `$$…$$` inside a paragraph.
    Math(Math),
    /// `*emphasis*`
    Emphasis(Vec<Inline>),
    /// `**strong**`
    Strong(Vec<Inline>),
    /// `~~struck out~~`
    Struck(Vec<Inline>),
    /// A link; `url` is checked (no active scheme).
    Link {
        /// Where it leads: `http(s):`, `mailto:`, `#slide-id` or a relative path.
        url: String,
        /// The title, empty if none.
        title: String,
        /// What is shown.
        content: Vec<Inline>,
        /// The whole link.
        span: Span,
    },
    /// A picture within text.
    Picture(Picture),
    /// `[text]{.class step=2 lang=de}`
    Span {
        /// Its attributes.
        attributes: Attributes,
        /// When it is visible.
        steps: Steps,
        /// What it holds.
        content: Vec<Inline>,
    },
    /// An allowed inline HTML element such as `<kbd>`, already paired.
    Html {
        /// Element name, lower case, from the allow-list.
        name: &'static str,
        /// Allowed attributes, values decoded.
        attributes: Vec<(&'static str, String)>,
        /// What it holds; empty for void elements.
        content: Vec<Inline>,
    },
    /// `[^label]`; the number counts per slide from 1 and points into [`Slide::footnotes`](super::Slide::footnotes).
    Footnote(u32),
    /// `- [ ]` or `- [x]`
    Checkbox(bool),
    /// A line end in the source.
    SoftBreak,
    /// A backslash or two spaces at a line end, or `<br>`.
    HardBreak,
}

/// A formula.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Math {
    /// TeX, without the dollar signs.
    pub tex: String,
    /// On a line of its own.
    pub display: bool,
    /// Where `tex` starts and ends in the source; byte offsets inside `tex` count from `span.start` while `verbatim` holds.
    pub span: Span,
    /// Whether `tex` stands in the source byte for byte (no quote prefix or indentation was taken out of it).
    pub verbatim: bool,
}

/// The plain text of inlines, for titles, ids, outlines and alternative text. Formulas give their TeX.
pub fn plain(inlines: &[Inline]) -> String {
    fn walk(inlines: &[Inline], out: &mut String) {
        for inline in inlines {
            match inline {
                Inline::Text(text) | Inline::Code(text) => out.push_str(text),
                Inline::Math(math) => out.push_str(&math.tex),
                Inline::Emphasis(content) | Inline::Strong(content) | Inline::Struck(content) => walk(content, out),
                Inline::Link { content, .. } | Inline::Span { content, .. } | Inline::Html { content, .. } => {
                    walk(content, out)
                }
                Inline::Picture(picture) => out.push_str(&picture.alt),
                Inline::SoftBreak | Inline::HardBreak => out.push(' '),
                Inline::Footnote(_) | Inline::Checkbox(_) => {}
            }
        }
    }
    let mut out = String::new();
    walk(inlines, &mut out);
    out
}
