//! What several test programs share: HTML in a form that can be compared and read, and the built binary in a folder.
#![allow(dead_code, reason = "each test program uses a part of it")]

pub mod dom;
pub mod page;
pub mod pretty;
pub mod random;
