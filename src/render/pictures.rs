//! Pictures found, typed by content, measured.
