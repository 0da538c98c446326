//! `deckle check --render`: what a browser measured, as findings. Manual page: `tests/spec/fit.md`.

use super::super::failure;
use crate::export::browser::Fault;
use crate::export::measure::{Part, Sticking, measure};
use crate::source::{Diagnostic, FileId, Span};

/// Estimates that a measurement replaces.
const ESTIMATES: [&str; 3] = ["overflow-estimated", "code-overflow", "table-overflow"];
/// A window in which every canvas has its own size or more.
const WINDOW: (u32, u32) = (1280, 800);

/// Measures a deck, and puts what was found in place of the estimates.
///
/// # Errors
/// When there is no browser, or it fails.
pub fn replace(deck: &[u8], diagnostics: &mut Vec<Diagnostic>) -> Result<(), Box<Diagnostic>> {
    let unwritable = |error: std::io::Error| {
        let message = format!("cannot write the deck for the browser: {}", crate::source::plain_words(&error));
        failure("browser-failed", message, "make room in the folder for temporary files, or name another in `$TMPDIR`")
    };
    let folder = tempfile::Builder::new().prefix("deckle-check-").tempdir().map_err(unwritable)?;
    let path = folder.path().join("deck.html");
    std::fs::write(&path, deck).map_err(unwritable)?;
    let found = measure(&path, WINDOW).map_err(told)?;
    diagnostics.retain(|diagnostic| !ESTIMATES.contains(&diagnostic.code));
    diagnostics.extend(found.iter().map(finding));
    Ok(())
}

/// Why nothing could be measured.
fn told(fault: Fault) -> Box<Diagnostic> {
    match fault {
        Fault::Missing(what) => failure(
            "browser-missing",
            format!("no browser to measure in: {what}"),
            "install Chromium (Debian: `apt install chromium`, macOS: `brew install --cask chromium`), or name one in `$CHROMIUM`; without `--render`, `deckle check` estimates",
        ),
        Fault::Gone(what) => failed(format!("the browser is not there: {what}")),
        Fault::Late(what) => failed(format!("the browser does not answer to `{what}`")),
        Fault::Refused(what) => failed(format!("the browser cannot do it: {what}")),
    }
}

fn failed(message: String) -> Box<Diagnostic> {
    failure(
        "browser-failed",
        message,
        "try again, or name another Chromium in `$CHROMIUM`; without `--render`, `deckle check` estimates",
    )
}

fn finding(slide: &Sticking) -> Diagnostic {
    let lines = |px: u32| {
        let lines = (px as f32 / slide.line.max(1.0)).ceil().max(1.0) as u32;
        format!("{lines} {} too tall at {} px", if lines == 1 { "line" } else { "lines" }, slide.size)
    };
    let kind = slide.part.as_ref().map_or("", |part| part.kind.as_str());
    let (amount, hint) = match () {
        () if slide.tall > 0 => (format!("{} ({} px)", lines(slide.tall), slide.tall), tall(slide.part.as_ref())),
        () if slide.wide > 0 => (format!("{} px too wide", slide.wide), wide(kind).to_owned()),
        () if slide.small > 0 => (
            format!("a picture is {} px lower than it must be", slide.small),
            "shorten the text, or give the picture a slide of its own".to_owned(),
        ),
        () if slide.outside > 0 => {
            (format!("text is {} px outside of the slide", slide.outside), "shorten it".to_owned())
        }
        () if kind == "footer" => {
            (format!("the footer is cut off, {} px of it", slide.cut), "shorten `footer:`".to_owned())
        }
        () => (format!("text is cut off, {} px of it", slide.cut), "shorten it".to_owned()),
    };
    let span =
        slide.part.as_ref().and_then(|part| place(&part.at)).or_else(|| place(&slide.at)).unwrap_or(Span::NOWHERE);
    let message = format!("the slide `#{}` does not fit: {amount}", slide.id);
    Diagnostic::error("overflow", message, span).label(amount).hint(hint)
}

/// What to do about a slide that is too tall: split it before the first part that does not fit.
fn tall(part: Option<&Part>) -> String {
    let Some(part) = part else { return "shorten it, or put parts side by side with `::: columns`".to_owned() };
    match (part.kind.as_str(), part.number) {
        ("item", number @ 2..) => {
            format!("split it with `---` before item {number}, or set the list in two columns with `{{.two-columns}}`")
        }
        ("row", number @ 2..) => format!("split it before row {number}, or set the table in `::: compact`"),
        ("line", number @ 2..) => format!("split it before line {number} of the code"),
        _ => "split it with `---` before this, or let `auto-split: true` do it".to_owned(),
    }
}

/// What to do about something that is too wide.
fn wide(kind: &str) -> &'static str {
    match kind {
        kind if kind.contains(".code") => "break its longest line, or give it the whole width of the slide",
        kind if kind.contains(".table") => "leave out a column, or set the table in `::: compact`",
        kind if kind.contains(".math") => "break the formula with `aligned`, or give it the whole width of the slide",
        _ => "shorten it, or give it the whole width of the slide",
    }
}

/// `FILE.START.END` as a span.
fn place(at: &str) -> Option<Span> {
    let mut parts = at.split('.');
    let (file, start, end) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    Some(Span { file: FileId(file), start, end })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slide() -> Sticking {
        Sticking {
            id: "a".into(),
            at: "0.3.9".into(),
            tall: 0,
            wide: 0,
            small: 0,
            outside: 0,
            cut: 0,
            size: 24.0,
            line: 33.125,
            part: None,
        }
    }

    fn part(kind: &str, number: u32) -> Option<Part> {
        Some(Part { at: "1.20.30".into(), kind: kind.into(), number })
    }

    #[test]
    fn a_slide_that_is_too_tall_says_how_many_lines_and_where_to_split() {
        let found = finding(&Sticking { tall: 64, part: part("item", 5), ..slide() });
        assert_eq!(found.message, "the slide `#a` does not fit: 2 lines too tall at 24 px (64 px)");
        assert_eq!(found.span, Span { file: FileId(1), start: 20, end: 30 });
        assert!(found.hint.unwrap_or_default().contains("before item 5"));
        assert_eq!(finding(&Sticking { tall: 30, ..slide() }).span, Span { file: FileId(0), start: 3, end: 9 });
    }

    #[test]
    fn what_is_too_wide_says_what_it_is() {
        let found = finding(&Sticking { wide: 30, part: part("figure.code", 0), ..slide() });
        assert!(
            found.message.ends_with("30 px too wide")
                && found.hint.as_ref().is_some_and(|hint| hint.contains("longest line")),
            "{found:?}"
        );
        assert!(
            finding(&Sticking { cut: 9, part: part("footer", 0), ..slide() })
                .hint
                .unwrap_or_default()
                .contains("footer:")
        );
    }
}
