//! Where the front matter ends, also when its closing line is missing.
//! Manual page: `tests/spec/front-matter.md`.

use super::super::lines::{self, Line};
use super::{PieceKind, Scanner};
use crate::source::Diagnostic;

impl Scanner<'_> {
    /// Front matter is a first line `---` with `key:` under it, up to the next `---` or `...`. With a blank line under
    /// it, or with words, the first line is a slide break.
    pub(super) fn front_matter(&mut self) {
        let first = lines::line_at(self.text, 0);
        if first.trimmed(self.text) != "---" || !self.starts_like_yaml(first.next) {
            return;
        }
        let body = first.next;
        let mut line = lines::line_at(self.text, body);
        // The end of the last line that is YAML, and whether a heading has come after it.
        let (mut settings_end, mut blank, mut heading) = (body, false, false);
        while line.start < self.text.len() {
            let content = line.trimmed(self.text);
            if content == "---" || content == "..." {
                if heading {
                    break;
                }
                self.piece(PieceKind::FrontMatter(body..line.start), 0..line.next);
                self.at = line.next;
                return;
            }
            match role(content) {
                Role::Blank => blank = true,
                Role::Key => (settings_end, blank, heading) = (line.next, false, false),
                Role::Part if !heading => settings_end = line.next,
                Role::Comment => heading |= blank,
                Role::Words if blank => break,
                Role::Part | Role::Words => {}
            }
            line = lines::line_at(self.text, line.next);
        }
        self.unclosed_front_matter(first, settings_end);
    }

    fn starts_like_yaml(&self, from: usize) -> bool {
        let mut line = lines::line_at(self.text, from);
        while self.text[line.start..line.end].starts_with('#') {
            line = lines::line_at(self.text, line.next);
        }
        let content = line.trimmed(self.text);
        lines::looks_like_key(content)
            || content.starts_with('{') && content.contains(':')
            || matches!(content, "---" | "...")
    }

    /// Without a closing line, the front matter is the run of lines that still look like YAML.
    fn unclosed_front_matter(&mut self, first: Line, most: usize) {
        let missing = Diagnostic::error(
            "front-matter-unclosed",
            "the front matter has no closing `---`",
            self.span(first.start..first.end),
        );
        self.findings.push(missing.hint("add a line `---` after the last setting"));
        let body = first.next;
        let mut line = lines::line_at(self.text, body);
        while line.start < most && !self.text[line.start..line.end].trim().is_empty() {
            line = lines::line_at(self.text, line.next);
        }
        let end = line.start.min(most).max(body);
        self.piece(PieceKind::FrontMatter(body..end), 0..end);
        self.at = end;
    }
}

/// What a line is to YAML.
enum Role {
    Blank,
    /// `key:` at the first column, or the end of a bracket.
    Key,
    /// Indented, or a list item: belongs to a key above it.
    Part,
    /// `# words`, which may as well be a heading.
    Comment,
    Words,
}

fn role(line: &str) -> Role {
    if line.is_empty() {
        Role::Blank
    } else if lines::looks_like_key(line) || line.starts_with(['{', '}', ']', '"', '\'']) {
        Role::Key
    } else if line.starts_with([' ', '\t']) || line.starts_with("- ") {
        Role::Part
    } else if line.starts_with('#') {
        Role::Comment
    } else {
        Role::Words
    }
}
