//! `deckle check --theme NAME|DIR`: the theme itself, and the tour built with it in every shape. Manual page: `tests/spec/themes.md`.

use super::super::build::options;
use super::super::check::render;
use super::super::progress::Progress;
use super::super::visible::visible;
use super::super::{Exit, Outcome, failure, findings::Findings, print, show};
use super::{named, tour};
use crate::cli::{Check, Format, Screen};
use crate::deck::Aspect;
use crate::render::{pictures, worker::strangers::Strangers};
use crate::source::{Diagnostic, Files, Level, Limits, Report, Source, Span, Spanned, plain_words};
use crate::{Ids, Options, theme};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Looks at the theme, then builds the tour with it; with `--render` a browser measures it.
pub fn check(arguments: &Check) -> Outcome {
    let format = arguments.messages.format;
    let name = arguments.theme.clone().unwrap_or_default();
    let unwritable = |error: std::io::Error| {
        let message = format!("cannot write the tour, which a theme is tried on: {}", plain_words(&error));
        failure("output-unwritable", message, "make room, or set TMPDIR to a folder that you may write to")
    };
    let folder = tempfile::Builder::new().prefix("deckle-theme-").tempdir().map_err(unwritable)?;
    let talk = tour::write(folder.path()).map_err(unwritable)?;
    // `mine` means `./mine` and `themes/mine` here, because there is no talk that it could be beside.
    let places = [name.clone(), format!("themes/{name}")]
        .into_iter()
        .find(|place| Path::new(place).join("theme.toml").is_file());
    let given = places.map(|place| if theme::is_path(&place) { place } else { format!("./{place}") }).unwrap_or(name);
    let (named, allow) = named(Some(&given), &talk, &arguments.messages.allow);
    let named = named.unwrap_or_default();
    let progress = Progress::start(false, format!("checking the theme {given}"));
    let mut report = Report::new();
    let files = report.keep(Files::open(&talk, allow.clone(), Limits::default()));
    let asked = options(Some(named.clone()), &Screen::default(), true, None);
    let apart = Arc::new(Strangers::new(&asked.draw.program));
    let looked = report.keep(theme::check(&files, &Spanned::new(named, Span::NOWHERE), &pictures::address, apart));
    if report.diagnostics.iter().any(|found| found.code == "theme-unknown") {
        drop(progress);
        return Err(failure(
            "theme-unknown",
            format!("there is no theme `{given}`"),
            format!(
                "name a folder that holds a `theme.toml`, or one of {}",
                theme::names().iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
            ),
        ));
    }
    let mut told = BTreeSet::new();
    let tour = Tour { talk, allow, asked, in_browser: arguments.render };
    for shape in [Aspect::Wide, Aspect::Office, Aspect::Classic] {
        for found in tour.findings(shape)? {
            // What is wrong with a slide in several shapes is told once.
            if told.insert((found.code, found.label.clone())) {
                report.diagnostics.push(Diagnostic { label: String::new(), ..found });
            }
        }
    }
    drop(progress);
    let mut sources = files.sources();
    // The tour is at the place of a talk, and nothing is said of its lines: what is looked at is the theme.
    if let Some(first) = sources.first_mut() {
        *first = Arc::new(Source { shown: format!("the theme {}", looked.name), ..Source::clone(first) });
    }
    let findings = Findings::new(sources, report.diagnostics);
    show(&findings, format, print)?;
    if findings.list.is_empty() && format == Format::Human {
        print(&format!("nothing to mend in the theme {}\n", visible(&looked.name)))?;
    }
    let counts = |level| findings.count(level) > 0;
    let is_wrong = counts(Level::Error) || (arguments.strict && counts(Level::Warning));
    Ok(if is_wrong { Exit::Mistakes } else { Exit::Fine })
}

/// The tour in the theme.
struct Tour {
    talk: PathBuf,
    allow: Vec<PathBuf>,
    asked: Options,
    in_browser: bool,
}

impl Tour {
    /// What is wrong with its slides in one shape. What lies in the theme's own files, the look at the theme has told with the
    /// same place.
    fn findings(&self, shape: Aspect) -> Result<Vec<Diagnostic>, Box<Diagnostic>> {
        let files = Files::open(&self.talk, self.allow.clone(), Limits::default()).value;
        let asked = Options { aspect: Some(shape), look: true, places: self.in_browser, ..self.asked.clone() };
        let mut built = crate::build(&files, &asked);
        let Some(deck) = &built.value else { return Ok(Vec::new()) };
        if self.in_browser {
            render::replace(&deck.bundle.bytes, &mut built.diagnostics)?;
        }
        let folder = self.talk.parent().and_then(|folder| folder.canonicalize().ok()).unwrap_or_default();
        let of_slide = |found: &Diagnostic| files.source(found.span.file).path.starts_with(&folder);
        Ok(built.diagnostics.into_iter().filter(of_slide).filter_map(|found| in_short(found, &deck.ids)).collect())
    }
}

/// A finding on the tour, whose lines the theme's author has not before them; its label names the slide. None for one on no slide:
/// tokens that cannot be read have been told with their places.
fn in_short(found: Diagnostic, ids: &Ids) -> Option<Diagnostic> {
    let place = |span: &Span| span.file == found.span.file && span.start <= found.span.start;
    let slide = ids.iter().filter(|(_, span)| place(span)).max_by_key(|(_, span)| span.start);
    let slide = slide?.0.clone();
    // The tour fits in every theme of the program.
    let hint = "it is the theme that takes the room: smaller sizes (`--size-title`), or less space around";
    let is_room =
        matches!(found.code, "overflow" | "overflow-estimated" | "code-overflow" | "table-overflow" | "title-long");
    Some(Diagnostic {
        message: format!("slide `{slide}` of the tour: {}", found.message),
        span: Span::NOWHERE,
        hint: if is_room { Some(hint.to_owned()) } else { found.hint },
        label: slide,
        also: Vec::new(),
        ..found
    })
}
