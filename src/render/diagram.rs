//! Diagrams that are written as text: Mermaid and Graphviz. Manual page: `tests/spec/diagrams.md`.
//!
//! The layouts are code of others that reads what anybody wrote, so they run in a worker (`render::worker`), and what they
//! give goes through the filter for drawings (`render::svg`) like any file. Colours become the theme's ([`colors`]).

#[cfg(feature = "diagrams")]
mod colors;
#[cfg(feature = "diagrams")]
mod dot;
#[cfg(feature = "diagrams")]
mod mermaid;

#[cfg(feature = "diagrams")]
use super::chart::HALO;
use super::worker::task::Outcome;
#[cfg(not(feature = "diagrams"))]
use super::worker::task::Undrawn;
use crate::deck::DiagramKind;

/// Bytes of one source; a longer one is refused. A diagram that can be read on a slide has a tenth of that.
pub const LARGEST: usize = 8 << 10;

/// Size of the words in a drawing, in its own units.
pub const SIZE: f64 = 20.0;

/// The engines' versions as in `Cargo.lock` (a test compares them); the number at the end counts changes of this module.
const VERSION: &str = "mermaid-rs-renderer 0.3.1 layout-rs 0.1.3 3";

/// What must be equal for two outcomes of one source to be equal.
pub fn version() -> String {
    format!("{VERSION}{}", if cfg!(feature = "diagrams") { "" } else { " without" })
}

/// Starts the engines.
pub fn warm() {
    #[cfg(feature = "diagrams")]
    mermaid::warm();
}

/// Draws one diagram.
#[cfg(feature = "diagrams")]
pub fn outcome(kind: DiagramKind, text: &str) -> Outcome {
    let drawn = match kind {
        DiagramKind::Mermaid => mermaid::draw(text),
        DiagramKind::Dot => dot::draw(text),
    };
    match drawn {
        Ok(svg) => Outcome::Picture(svg),
        Err(undrawn) => Outcome::Undrawn(undrawn),
    }
}

/// Says that this program cannot draw it.
#[cfg(not(feature = "diagrams"))]
pub fn outcome(_: DiagramKind, _: &str) -> Outcome {
    Outcome::Undrawn(Undrawn {
        message: "this program was built without diagrams".to_owned(),
        hint: "install one that was built with the feature `diagrams`, or draw it as an SVG file".to_owned(),
        line: None,
    })
}

/// The words in a drawing, each once, for those who do not see it.
pub fn words(svg: &str) -> String {
    let mut out: Vec<String> = Vec::new();
    for text in svg.split("<text").skip(1).filter_map(|text| text.split("</text>").next()) {
        let mut words = String::new();
        let mut in_tag = true;
        for sign in text.chars() {
            match sign {
                '<' => in_tag = true,
                '>' => {
                    in_tag = false;
                    words.push(' ');
                }
                _ if !in_tag => words.push(sign),
                _ => {}
            }
        }
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        let words = words.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&");
        if !words.is_empty() && !out.contains(&words) {
            out.push(words);
        }
    }
    out.join(", ")
}

/// Width of words in em: that of the widest of the themes' faces, as a drawing knows of no theme.
#[cfg(feature = "diagrams")]
fn em(words: &str) -> f64 {
    f64::from(crate::theme::Letters::DEFAULT.em(words, false)) * 1.06
}

/// A number with at most one decimal.
#[cfg(feature = "diagrams")]
fn px(value: f64) -> String {
    super::chart::digits(value)
}

#[cfg(test)]
mod tests;
