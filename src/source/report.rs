//! A value and what was noticed while making it: the reason why parsing never fails.

use super::{Diagnostic, Level};

/// A value plus diagnostics, in the order in which they were found.
#[derive(Clone, Debug, Default)]
pub struct Report<T> {
    /// The value, as good as it could be made.
    pub value: T,
    /// What was noticed.
    pub diagnostics: Vec<Diagnostic>,
}

impl Report<()> {
    /// An empty report to collect into.
    pub fn new() -> Report<()> {
        Report::default()
    }

    /// Takes over the diagnostics of `other` and returns its value.
    pub fn keep<T>(&mut self, other: Report<T>) -> T {
        self.diagnostics.extend(other.diagnostics);
        other.value
    }

    /// This report's diagnostics with a value.
    pub fn with<T>(self, value: T) -> Report<T> {
        Report { value, diagnostics: self.diagnostics }
    }

    /// Adds one finding.
    pub fn say(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }
}

impl<T> Report<T> {
    /// Whether any finding is an error.
    pub fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(|diagnostic| diagnostic.level == Level::Error)
    }
}
