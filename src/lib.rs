//! Deckle turns one Markdown talk into an HTML deck: read, parse, render, bundle, write.
#![warn(missing_docs)]

pub mod bundle;
pub mod cli;
pub mod commands;
pub mod deck;
pub mod parse;
pub mod render;
pub mod source;
pub mod theme;
