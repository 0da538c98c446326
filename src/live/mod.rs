//! Layer 6: the outside world moving. Files change, and pages that show the talk follow.
//!
//! [`watcher`] says which files changed, [`align`] finds each slide's older self, [`patch`] writes what is different, and
//! [`server`] brings it to the pages. Manual page: `tests/spec/watch.md`.

pub mod align;
pub mod patch;
pub mod server;
pub mod watcher;
