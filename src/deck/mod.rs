//! Layer 1: what a talk is, as plain data with places. No HTML, no file access, no other crate's types.
//!
//! A [`Deck`] holds [`Slide`]s; a slide holds slots of [`Block`]s; a block holds [`Inline`]s.
//! Steps are numbered here, once, so that browser, outline, handout and rehearsal agree.
//! The [`Plan`] says how long each slide may take.
//! Manual pages: `tests/spec/slides.md`, `tests/spec/steps.md`, `tests/spec/time.md`.

mod block;
mod chart;
pub mod checks;
mod diagram;
mod inline;
mod medium;
mod plan;
mod settings;
mod share;
mod slide;
mod steps;
mod words;

pub use block::*;
pub use chart::*;
pub use diagram::*;
pub use inline::*;
pub use medium::*;
pub use plan::*;
pub use settings::*;
pub use slide::*;
pub use steps::*;
pub use words::spoken;
