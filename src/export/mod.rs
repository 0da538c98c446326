//! Layer 6: a finished deck in an installed browser, where only a browser can tell. Manual page: `tests/spec/fit.md`.

pub mod browser;
pub mod measure;
