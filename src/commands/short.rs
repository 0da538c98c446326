//! Diagnostics one line each: `talk.md:3:1: error[directive-unknown]: unknown directive … (hint: …)`.

use super::findings::Findings;
use super::visible::visible;
use crate::source::Level;
use std::fmt::Write;

/// The word for a level.
pub fn word(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Note => "note",
    }
}

/// All findings.
pub fn lines(findings: &Findings) -> String {
    let mut out = String::new();
    for found in &findings.list {
        let diagnostic = &found.diagnostic;
        if let (Some(source), Some((start, _))) = (findings.source(diagnostic.span), found.place) {
            let _ = write!(out, "{}:{}:{}: ", visible(&source.shown), start.line, start.column);
        }
        let _ = write!(out, "{}[{}]: {}", word(diagnostic.level), diagnostic.code, visible(&diagnostic.message));
        if let Some(hint) = &diagnostic.hint {
            let _ = write!(out, " (hint: {})", visible(hint));
        }
        out.push('\n');
    }
    out
}
