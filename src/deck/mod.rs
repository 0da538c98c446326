//! Layer 1: what a talk is, as plain data with places. No HTML, no file access, no other crate's types.
//!
//! A [`Deck`] holds [`Slide`]s; a slide holds slots of [`Block`]s; a block holds [`Inline`]s.
//! Steps are numbered here, once, so that browser, outline, handout and rehearsal agree.
//! Manual pages: `tests/spec/slides.md`, `tests/spec/steps.md`.

mod block;
mod inline;
mod medium;
mod settings;
mod slide;
mod steps;

pub use block::*;
pub use inline::*;
pub use medium::*;
pub use settings::*;
pub use slide::*;
pub use steps::*;
