//! Layer 0: what the outside world gave us, and where every byte of it stands.
//!
//! [`Files`] is the only door to the disk below `bundle`; it remembers everything it read, which is
//! the list that `watch` needs. [`Span`] is a place, [`Diagnostic`] what is wrong there,
//! [`Report`] a value together with what was noticed while making it.
//! Manual pages: `tests/spec/files.md` and `tests/spec/errors.md`.
#![allow(clippy::result_large_err, reason = "a failed read is rare and its message is wanted whole")]

mod diagnostic;
mod encoding;
mod files;
mod glimpse;
mod mojibake;
mod names;
mod paths;
mod read;
mod report;
mod signature;
mod span;
mod stamp;
mod tables;
mod talk;

pub use diagnostic::{Diagnostic, Level};
pub use files::{Asked, Files, Limits};
pub use glimpse::Glimpse;
pub use mojibake::mojibake;
pub use names::{quoted, slashes};
pub use paths::nearest;
pub use read::{plain_words, size_words};
pub use report::Report;
pub use span::{FileId, Place, Source, Span, Spanned};
pub use stamp::{Looked, Stamp};
pub use talk::talk_path;
