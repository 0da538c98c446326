//! Layer 0: what the outside world gave us, and where every byte of it stands.
//!
//! [`Files`] is the only door to the disk below `bundle`; it remembers everything it read, which is
//! the list that `watch` needs. [`Span`] is a place, [`Diagnostic`] what is wrong there,
//! [`Report`] a value together with what was noticed while making it.
//! Manual pages: `tests/spec/files.md` and `tests/spec/errors.md`.

mod diagnostic;
mod files;
mod report;
mod span;

pub use diagnostic::{Diagnostic, Level};
pub use files::{Asked, Files, Limits};
pub use report::Report;
pub use span::{FileId, Place, Source, Span, Spanned};
