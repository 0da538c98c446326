//! Levels of the checks: `check:` of the front matter, and `[check]` of a project's `deckle.toml`, which counts for what the
//! talk does not say. Manual page: `tests/spec/checks.md`.

use super::suggest::nearest;
use super::yaml::Yaml;
use crate::deck::checks::{CHECKS, Levels, check_named, level_named};
use crate::source::{Diagnostic, Files, Report, Source, Span, Spanned};
use toml::de::{DeTable, DeValue};

/// Reads `check: {code: level}`.
pub(super) fn front_matter(value: &Spanned<Yaml>, levels: &mut Levels) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    match &value.value {
        Yaml::Null => {}
        Yaml::Map(pairs) => {
            for (code, level) in pairs {
                one(
                    code.value.as_str(),
                    code.span,
                    (level.value.text(), level.span),
                    "front-matter-value",
                    &mut found,
                    levels,
                );
            }
        }
        Yaml::Text(_) | Yaml::List(_) => found.push(
            Diagnostic::error("front-matter-value", "`check` takes levels by code", value.span)
                .hint("write `check: {dense: off, title-long: error}`"),
        ),
    }
    found
}

/// Reads the project's `deckle.toml`, if there is one, into what `levels` leaves open.
pub(super) fn project(files: &Files, levels: &mut Levels) -> Report<()> {
    let mut report = Report::new();
    match files.project() {
        None => {}
        Some(Ok(source)) => report.diagnostics = read(&source, levels),
        Some(Err(problem)) => report.say(problem),
    }
    report
}

fn read(source: &Source, levels: &mut Levels) -> Vec<Diagnostic> {
    let place = |range: std::ops::Range<usize>| Span::new(source.id, range.start, range.end);
    let mut found = Vec::new();
    let table = match DeTable::parse(&source.text) {
        Ok(table) => table,
        Err(error) => {
            let message = format!("this is not TOML: {}", error.message().trim().trim_end_matches('.'));
            let span = place(error.span().unwrap_or(0..0));
            return vec![
                Diagnostic::error("project-toml", message, span).hint("write `[check]`, then lines `code = \"level\"`"),
            ];
        }
    };
    for (key, value) in table.get_ref() {
        if key.get_ref() != "check" {
            let message = format!("unknown setting `{}`", key.get_ref());
            let hint = match nearest(key.get_ref(), ["check"]) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "known is `[check]`; what belongs to one talk stands in its front matter".to_owned(),
            };
            found.push(Diagnostic::warning("project-unknown", message, place(key.span())).hint(hint));
            continue;
        }
        let DeValue::Table(checks) = value.get_ref() else {
            let problem = Diagnostic::error("project-value", "`check` takes levels by code", place(value.span()));
            found.push(problem.hint("write `[check]`, then lines `code = \"level\"`"));
            continue;
        };
        for (code, level) in checks {
            let text = match level.get_ref() {
                DeValue::String(text) => Some(text.as_ref()),
                _ => None,
            };
            one(code.get_ref(), place(code.span()), (text, place(level.span())), "project-value", &mut found, levels);
        }
    }
    found
}

/// Takes one level over, or says what is wrong with it.
fn one(
    code: &str,
    code_span: Span,
    (level, level_span): (Option<&str>, Span),
    wrong: &'static str,
    found: &mut Vec<Diagnostic>,
    levels: &mut Levels,
) {
    let known = check_named(code);
    if known.is_none() {
        let hint = match nearest(code, CHECKS) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!(
                "levels can be set for {}; all other messages always count",
                CHECKS.map(|code| format!("`{code}`")).join(", ")
            ),
        };
        found.push(
            Diagnostic::warning("check-unknown", format!("there is no check `{code}` of the look"), code_span)
                .hint(hint),
        );
    }
    match level.and_then(level_named) {
        Some(level) => known.into_iter().for_each(|code| levels.set(code, level)),
        None => {
            let span = if level_span.is_empty() { code_span } else { level_span };
            let message = format!("`{code}` takes `off`, `note`, `warning` or `error`");
            found.push(Diagnostic::error(wrong, message, span).hint("change the value"));
        }
    }
}
