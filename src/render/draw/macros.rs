//! Which macros of the front matter a formula may use, and which nobody may. Manual page: `tests/spec/math.md`.

use crate::render::math::{self, limits};
use crate::source::{Diagnostic, Report, Span, Spanned};
use std::collections::{BTreeMap, BTreeSet};

/// The front matter's macros, looked through.
pub struct Macros {
    /// Name, body, and the macros that the body names.
    bodies: BTreeMap<String, (Spanned<String>, BTreeSet<String>)>,
    /// Those that any formula may use without naming them: they change what KaTeX's own commands do.
    silent: BTreeSet<String>,
    /// Those with something in them that is refused.
    refused: BTreeSet<String>,
}

impl Macros {
    /// Looks all macros through.
    pub fn new(macros: &BTreeMap<String, Spanned<String>>) -> Report<Macros> {
        let mut report = Report::new();
        let mut refused = BTreeSet::new();
        let mut bodies = BTreeMap::new();
        for (name, body) in macros {
            match limits::check(&body.value) {
                Err(refusal) => {
                    let message = format!("the macro `{name}` cannot be used: {}", refusal.message);
                    report.say(Diagnostic::error(refusal.code, message, body.span).hint(refusal.hint));
                    refused.insert(name.clone());
                }
                Ok(()) => {
                    let named = limits::pieces(&body.value).map(|(_, piece)| piece);
                    let named = named.filter(|piece| macros.contains_key(*piece)).map(str::to_owned).collect();
                    bodies.insert(name.clone(), (body.clone(), named));
                }
            }
        }
        let plain_word = |name: &str| {
            name.strip_prefix('\\').is_some_and(|word| word.bytes().all(|byte| byte.is_ascii_alphabetic()))
        };
        let silent = bodies.keys().filter(|name| math::is_known(name) || !plain_word(name)).cloned().collect();
        report.with(Macros { bodies, silent, refused })
    }

    /// The macros `tex` may use, sorted by name: what it names, what those name, and so on. With fewer macros in its task a formula
    /// stays in the cache while others change.
    pub fn used_by(&self, tex: &str) -> Vec<(String, String)> {
        if self.bodies.is_empty() {
            return Vec::new();
        }
        let mut used = BTreeSet::new();
        let named = limits::pieces(tex).filter_map(|(_, piece)| self.bodies.get_key_value(piece)).map(|(name, _)| name);
        let mut next: Vec<&String> = named.chain(&self.silent).collect();
        while let Some(name) = next.pop() {
            if let Some((_, named)) = self.bodies.get(name)
                && used.insert(name)
            {
                next.extend(named);
            }
        }
        used.into_iter().filter_map(|name| Some((name.clone(), self.bodies.get(name)?.0.value.clone()))).collect()
    }

    /// The first refused macro that `tex` names.
    pub fn refused_in<'a>(&self, tex: &'a str) -> Option<&'a str> {
        limits::pieces(tex).map(|(_, piece)| piece).find(|piece| self.refused.contains(*piece))
    }

    /// Where a macro's body is written.
    pub fn span(&self, name: &str) -> Option<Span> {
        self.bodies.get(name).map(|(body, _)| body.span)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn macros(pairs: &[(&str, &str)]) -> Report<Macros> {
        let spanned = |body: &&str| Spanned::new((*body).to_owned(), Span::default());
        Macros::new(&pairs.iter().map(|(name, body)| ((*name).to_owned(), spanned(body))).collect())
    }

    fn names(macros: &Macros, tex: &str) -> Vec<String> {
        macros.used_by(tex).into_iter().map(|(name, _)| name).collect()
    }

    #[test]
    fn a_formula_gets_what_it_names_and_what_that_names() {
        let macros = macros(&[(r"\one", r"\two"), (r"\two", "x"), (r"\six", "y"), (r"\loop", r"\loop")]).value;
        assert_eq!(names(&macros, r"1 + \one"), [r"\one", r"\two"]);
        assert_eq!(names(&macros, r"\ones \\two"), [""; 0]);
        assert_eq!(names(&macros, r"\loop"), [r"\loop"]);
    }

    #[test]
    fn a_macro_that_changes_katex_is_in_every_formula() {
        let macros = macros(&[(r"\vec", r"\mathbf{#1}"), ("²", "^2"), (r"\mine", "x")]).value;
        assert_eq!(names(&macros, "x"), [r"\vec", "²"]);
    }

    #[test]
    fn a_refused_macro_is_said_once_and_used_nowhere() {
        let macros = macros(&[(r"\bomb", r"\edef\x{\x\x}"), (r"\fine", r"\bomb")]);
        assert_eq!(macros.diagnostics.len(), 1);
        assert_eq!(macros.diagnostics[0].code, "math-refused");
        assert_eq!(macros.value.refused_in(r"x\bomb"), Some(r"\bomb"));
        assert_eq!(macros.value.refused_in(r"x\fine"), None);
    }
}
