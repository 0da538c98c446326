//! Layer 4: deck and theme to HTML, pure and deterministic.

pub mod assets;
pub mod cache;
pub mod code;
pub mod draw;
pub mod math;
pub mod metadata;
pub mod pictures;
pub mod svg;
pub mod worker;
