//! Code to lines of HTML. The only door to syntect and two-face. Manual page: `tests/spec/code.md`.
//!
//! Runs in a worker (`render::worker`), because some texts make a syntax definition loop for ever. One token is one class
//! from [`roles`], so that colours, light and dark are the style sheet's matter. Every line is HTML of its own.

pub mod languages;
pub mod roles;
pub mod session;
pub mod text;

use super::worker::task::Outcome;
use languages::Wanted;
use roles::{Meaning, Role};
use session::Line;
use std::collections::HashMap;
use std::sync::LazyLock;
use syntect::parsing::{ParseState, Scope, ScopeStack, SyntaxReference, SyntaxSet};

/// Bytes of one block; a longer one is shown plain.
pub const LARGEST: usize = 200 << 10;

/// Characters of one line; a longer one is shown plain.
pub const LONGEST_LINE: usize = 5_000;

/// The definitions' versions as in `Cargo.lock` (a test compares them); the number at the end counts changes of this module.
const VERSION: &str = "syntect 5.3.0 two-face 0.5.2+bat-0.26.1 1";

/// What must be equal for two outcomes of one block to be equal.
pub fn version() -> &'static str {
    VERSION
}

static DEFINITIONS: LazyLock<SyntaxSet> = LazyLock::new(two_face::syntax::extra_newlines);

/// Loads the syntax definitions; about 2 ms at the first call. Each definition's own part is read when it is first used.
pub fn warm() {
    LazyLock::force(&DEFINITIONS);
}

/// Highlights one block. `language` in lower case; `text` with `\n` between lines.
pub fn outcome(language: &str, text: &str) -> Outcome {
    let definition = match languages::wanted(language) {
        Wanted::Plain => return Outcome::Lines(text::plain(text)),
        Wanted::Session => return Outcome::Lines(session_lines(text)),
        Wanted::Named(name) => DEFINITIONS.find_syntax_by_name(name),
        Wanted::Unlisted(name) => DEFINITIONS.find_syntax_by_token(name).filter(|found| !found.hidden),
    };
    let Some(definition) = definition else { return Outcome::UnknownLanguage(nearest(language)) };
    // A shell block that opens with `$ ` is a session: no script begins so.
    if definition.name == languages::SHELL && text.trim_start().starts_with("$ ") {
        return Outcome::Lines(session_lines(text));
    }
    let mut painter = Painter::new(definition);
    Outcome::Lines(text.split('\n').map(|line| painter.line(line)).collect())
}

fn nearest(language: &str) -> String {
    let shown = DEFINITIONS.syntaxes().iter().filter(|definition| !definition.hidden);
    let known: Vec<String> = shown
        .flat_map(|definition| std::iter::once(&definition.name).chain(&definition.file_extensions))
        .map(|name| name.to_lowercase())
        .collect();
    let mut names: Vec<&str> = languages::names().collect();
    names.extend(known.iter().map(String::as_str));
    crate::source::nearest(language, names).unwrap_or_default().to_owned()
}

fn session_lines(text: &str) -> Vec<String> {
    let shell = || DEFINITIONS.find_syntax_by_name(languages::SHELL).map(Painter::new);
    let python = || DEFINITIONS.find_syntax_by_name(languages::PYTHON).map(Painter::new);
    let paint = |painter: &mut Option<Painter>, line: &str| match painter {
        Some(painter) => painter.line(line),
        None => escaped(line),
    };
    let mut painter = shell();
    let Some(lines) = session::read(text) else {
        return text.split('\n').map(|line| paint(&mut painter, line)).collect();
    };
    let drawn = lines.into_iter().map(|line| match line {
        Line::Shell { prompt, command } => {
            // A command starts afresh: a quote left open above must not colour it. `> ` goes on with the one above.
            if prompt != "> " {
                painter = shell();
            }
            span(Role::Prompt, prompt) + &paint(&mut painter, command)
        }
        Line::Python { prompt, command } => {
            if prompt.starts_with('>') {
                painter = python();
            }
            span(Role::Prompt, prompt) + &paint(&mut painter, command)
        }
        Line::More(command) => paint(&mut painter, command),
        Line::Remark(line) => span(Role::Comment, line),
        Line::Output(line) => span(Role::Output, line),
    });
    drawn.collect()
}

fn escaped(text: &str) -> String {
    let mut html = String::new();
    text::escape(text, &mut html);
    html
}

fn span(role: Role, text: &str) -> String {
    if text.is_empty() { String::new() } else { format!("<span class=\"{}\">{}</span>", role.class(), escaped(text)) }
}

/// Walks through a text line by line and remembers where in the syntax it stands.
struct Painter {
    state: ParseState,
    stack: ScopeStack,
    meanings: Meanings,
}

impl Painter {
    fn new(definition: &SyntaxReference) -> Painter {
        Painter { state: ParseState::new(definition), stack: ScopeStack::new(), meanings: Meanings::default() }
    }

    fn line(&mut self, line: &str) -> String {
        if line.chars().nth(LONGEST_LINE).is_some() {
            return escaped(line);
        }
        let ended = format!("{line}\n");
        // A definition that contradicts itself colours nothing; the text is never lost.
        let Ok(changes) = self.state.parse_line(&ended, &DEFINITIONS) else { return escaped(line) };
        let mut runs = Runs::default();
        let mut at = 0;
        for (index, change) in changes {
            self.token(line, at..index, &mut runs);
            at = index.max(at);
            let _ = self.stack.apply(&change);
        }
        self.token(line, at..line.len(), &mut runs);
        runs.html()
    }

    fn token<'a>(&mut self, line: &'a str, place: std::ops::Range<usize>, runs: &mut Runs<'a>) {
        let place = place.start.min(line.len())..place.end.min(line.len());
        if let Some(token) = line.get(place).filter(|token| !token.is_empty()) {
            runs.push(self.meanings.role(self.stack.as_slice(), token), token);
        }
    }
}

/// What scopes mean, looked up once a scope.
#[derive(Default)]
struct Meanings {
    known: HashMap<Scope, Option<Meaning>>,
}

static PREFIXES: LazyLock<Vec<(Scope, Meaning)>> = LazyLock::new(|| {
    roles::MEANINGS.iter().filter_map(|(scope, meaning)| Some((Scope::new(scope).ok()?, *meaning))).collect()
});

impl Meanings {
    fn role(&mut self, scopes: &[Scope], token: &str) -> Option<Role> {
        let mut weak = None;
        for scope in scopes.iter().rev() {
            match self.meaning(*scope) {
                None => {}
                Some(Meaning::Is(role)) => return Some(role),
                Some(Meaning::KeywordOrType) if roles::DECLARING.contains(&token.trim()) => return Some(Role::Keyword),
                Some(Meaning::KeywordOrType) => return Some(Role::Type),
                Some(Meaning::Weak(role)) => weak = weak.or(Some(role)),
                Some(Meaning::Plain) => break,
            }
        }
        weak
    }

    fn meaning(&mut self, scope: Scope) -> Option<Meaning> {
        *self.known.entry(scope).or_insert_with(|| {
            let fitting = PREFIXES.iter().filter(|(prefix, _)| prefix.is_prefix_of(scope));
            fitting.max_by_key(|(prefix, _)| prefix.len()).map(|(_, meaning)| *meaning)
        })
    }
}

/// Neighbouring tokens of one role become one element; space between two of them joins in, space at their edges stays outside.
#[derive(Default)]
struct Runs<'a> {
    runs: Vec<(Option<Role>, String)>,
    space: &'a str,
}

impl<'a> Runs<'a> {
    fn push(&mut self, role: Option<Role>, token: &'a str) {
        let inner = token.trim();
        if inner.is_empty() {
            self.close_space();
            self.space = token;
            return;
        }
        let start = token.len() - token.trim_start().len();
        let end = start + inner.len();
        if start > 0 {
            self.close_space();
            self.space = &token[..start];
        }
        match self.runs.last_mut() {
            Some((last, text)) if *last == role => {
                text.push_str(self.space);
                text.push_str(inner);
                self.space = "";
            }
            _ => {
                self.close_space();
                self.runs.push((role, inner.to_owned()));
            }
        }
        self.space = &token[end..];
    }

    /// Writes waiting space where it stands.
    fn close_space(&mut self) {
        if !self.space.is_empty() {
            match self.runs.last_mut() {
                Some((None, text)) => text.push_str(self.space),
                _ => self.runs.push((None, self.space.to_owned())),
            }
            self.space = "";
        }
    }

    fn html(mut self) -> String {
        self.close_space();
        self.runs.iter().map(|(role, text)| role.map_or_else(|| escaped(text), |role| span(role, text))).collect()
    }
}

#[cfg(test)]
mod tests;
