//! From what became of an order to its HTML and to what is said about it. Manual pages: `tests/spec/math.md`, `tests/spec/code.md`.

use super::locate::{self, Located, place, trimmed};
use super::macros::Macros;
use super::order::{Order, Site, State, What};
use crate::render::code::text;
use crate::render::math::Formula;
use crate::render::math::limits::{LONGEST, Refusal};
use crate::render::worker::pool::{Fate, Patience};
use crate::render::worker::task::{Mistake, Outcome};
use crate::render::{diagram, svg};
use crate::source::{Diagnostic, Level, Report, Span};
use std::path::Path;

/// Other places of the same mistake that are named; the rest would only be noise.
const MOST_OTHER_PLACES: usize = 4;

/// What is shown.
pub enum Html {
    /// A formula.
    Formula(Formula),
    /// Lines of code.
    Lines(Vec<String>),
    /// A diagram, unless it could not be drawn.
    Diagram(Option<svg::Drawing>),
}

/// What all findings need.
pub struct Context<'a> {
    /// The front matter's macros.
    pub macros: &'a Macros,
    /// How long an item could take.
    pub patience: Patience,
    /// The worker program.
    pub program: &'a Path,
}

impl Context<'_> {
    /// The HTML of an order; what must be said about it goes to `report`.
    pub fn result(&self, order: &Order, report: &mut Report<()>) -> Html {
        let Some(site) = order.sites.first() else { return Html::Lines(Vec::new()) };
        match &order.what {
            What::Formula { tex, .. } => Html::Formula(self.formula(order, tex, site, report)),
            What::Code { text, .. } => Html::Lines(self.code(order, text, site, report)),
            What::Diagram { text, .. } => Html::Diagram(self.diagram(order, text, site, report)),
        }
    }

    /// The drawing, made inert: it comes from code of others and from what anybody wrote.
    fn diagram(&self, order: &Order, source: &str, site: &Site, report: &mut Report<()>) -> Option<svg::Drawing> {
        let error = |code, message: String, span| with_other_places(Diagnostic::error(code, message, span), order);
        match &order.state {
            State::Settled(Fate::Done(Outcome::Picture(picture))) => match svg::clean(picture) {
                Ok(cleaned) => return Some(cleaned.drawing),
                Err(broken) => {
                    let message = format!("the diagram cannot be drawn: {}", broken.message);
                    report.say(
                        error("diagram-error", message, site.language).hint("simplify it, or draw it as an SVG file"),
                    );
                }
            },
            State::Settled(Fate::Done(Outcome::Undrawn(undrawn))) => {
                let found = error("diagram-error", undrawn.message.clone(), line_of(source, undrawn.line, site));
                report.say(if undrawn.hint.is_empty() { found } else { found.hint(undrawn.hint.clone()) });
            }
            State::Settled(Fate::TimedOut) => {
                let message = format!("the diagram takes longer than {} to draw", self.seconds());
                report.say(error("diagram-timeout", message, site.language).hint("split it into several diagrams"));
            }
            State::TooLarge => {
                let message =
                    format!("{} bytes of diagram are more than the {} that are drawn", source.len(), diagram::LARGEST);
                report.say(error("diagram-limit", message, site.language).hint("split it into several diagrams"));
            }
            State::Settled(Fate::NoWorker(why)) => self.no_worker(why, site.language, report),
            _ => {
                let message = "the worker that drew this diagram broke down".to_owned();
                report
                    .say(error("worker-failed", message, site.language).hint("simplify it, or draw it as an SVG file"));
            }
        }
        None
    }

    fn formula(&self, order: &Order, tex: &str, site: &Site, report: &mut Report<()>) -> Formula {
        let whole = place(site, tex, trimmed(tex));
        let error = match &order.state {
            State::Settled(Fate::Done(Outcome::Formula(formula))) => return formula.clone(),
            State::Settled(Fate::Done(Outcome::Mistake(mistake))) => self.mistake(mistake, tex, site),
            State::Refused(refusal) => refused(refusal, tex, site),
            State::NeedsRefused(name) => return broken(tex, &format!("the macro `{name}` cannot be used")),
            State::Settled(Fate::TimedOut) => Diagnostic::error(
                "math-timeout",
                format!("the formula takes longer than {} to draw", self.seconds()),
                whole,
            )
            .hint("split it into several formulas"),
            State::Settled(Fate::NoWorker(why)) => {
                self.no_worker(why, whole, report);
                return broken(tex, "the worker does not start");
            }
            _ => Diagnostic::error("worker-failed", "the worker that drew this formula broke down", whole)
                .hint("split it into several formulas"),
        };
        let shown = broken(tex, &error.message);
        report.say(with_other_places(error, order));
        shown
    }

    fn code(&self, order: &Order, source: &str, site: &Site, report: &mut Report<()>) -> Vec<String> {
        hidden(order, source, site, report);
        let warn = |code, message: String, span| with_other_places(Diagnostic::warning(code, message, span), order);
        match &order.state {
            // The engine's lines are the text's lines; anything else would lose text.
            State::Settled(Fate::Done(Outcome::Lines(lines))) if lines.len() == line_count(source) => {
                return lines.clone();
            }
            State::Settled(Fate::Done(Outcome::UnknownLanguage(nearest))) => {
                let What::Code { language, .. } = &order.what else { return Vec::new() };
                let hint = if nearest.is_empty() {
                    "write `text` to show it plain".to_owned()
                } else {
                    format!("did you mean `{nearest}`?")
                };
                report.say(
                    warn("code-language", format!("unknown language `{}`", language.trim()), site.language).hint(hint),
                );
            }
            State::Settled(Fate::TimedOut) => {
                let message = format!("the code takes longer than {} to highlight and is shown plain", self.seconds());
                report.say(warn("code-timeout", message, site.span).hint("write `text` as its language"));
            }
            State::TooLarge => {
                let message = format!(
                    "{} bytes of code are more than the {} that are highlighted",
                    source.len(),
                    crate::render::code::LARGEST
                );
                report.say(warn("code-limit", message, site.span).hint("show a part of it, with `from=` and a region"));
            }
            State::Settled(Fate::NoWorker(why)) => self.no_worker(why, site.span, report),
            State::Plain => {}
            _ => report.say(warn(
                "worker-failed",
                "the worker that highlighted this code broke down; it is shown plain".to_owned(),
                site.span,
            )),
        }
        text::plain(&text::cleaned(source))
    }

    /// Said once, at the first thing that could not be drawn.
    fn no_worker(&self, why: &str, span: Span, report: &mut Report<()>) {
        if report.diagnostics.iter().all(|said| said.code != "worker-missing") {
            let message = format!(
                "formulas and code cannot be drawn: `{}` does not start as a worker: {why}",
                self.program.display()
            );
            report.say(
                Diagnostic::error("worker-missing", message, span)
                    .hint("install deckle again, or look whether more processes may be started"),
            );
        }
    }

    fn mistake(&self, mistake: &Mistake, tex: &str, site: &Site) -> Diagnostic {
        let hint = hint(mistake);
        let at = |span| Diagnostic::error("math-error", mistake.message.clone(), span);
        let diagnostic = match locate::find(mistake, tex, self.macros) {
            Located::Formula(range) => at(place(site, tex, range)),
            Located::LonelyBrace(range) => {
                let message =
                    if tex[range.clone()].starts_with('{') { "`{` is never closed" } else { "`}` closes nothing" };
                return Diagnostic::error("math-error", message, place(site, tex, range));
            }
            Located::Macro { name, range } => {
                let diagnostic = Diagnostic::error(
                    "math-error",
                    format!("{} in the macro `{name}`", mistake.message),
                    place(site, tex, range),
                );
                match self.macros.span(&name) {
                    Some(span) => diagnostic.also(span, "the macro is defined here"),
                    None => diagnostic,
                }
            }
            Located::Nowhere => at(place(site, tex, trimmed(tex))),
        };
        match hint {
            Some(hint) => diagnostic.hint(hint),
            None => diagnostic,
        }
    }

    fn seconds(&self) -> String {
        format!("{} s", self.patience.item.as_secs_f64())
    }
}

fn hint(mistake: &Mistake) -> Option<String> {
    if !mistake.nearest.is_empty() {
        return Some(format!("did you mean `{}`?", mistake.nearest));
    }
    let message = mistake.message.as_str();
    if message.starts_with("unknown command") {
        Some("define it under `math: {macros: …}` in the front matter".to_owned())
    } else if message.contains("nested too deeply") {
        Some("define parts of the formula by themselves and name them".to_owned())
    } else if message.contains("too many expansions") {
        Some("a macro may not use itself".to_owned())
    } else {
        None
    }
}

fn refused(refusal: &Refusal, tex: &str, site: &Site) -> Diagnostic {
    // A formula of megabytes is not underlined from end to end.
    let range = if refusal.place.len() > LONGEST { 0..first_line(tex) } else { refusal.place.clone() };
    Diagnostic::error(refusal.code, refusal.message.clone(), place(site, tex, range)).hint(refusal.hint)
}

fn first_line(tex: &str) -> usize {
    let line = tex.find(['\n', '\r']).unwrap_or(tex.len());
    tex.char_indices().map(|(index, _)| index).take_while(|index| *index <= line.min(80)).last().unwrap_or(0)
}

/// Terminal escapes and characters that turn the reading direction.
fn hidden(order: &Order, source: &str, site: &Site, report: &mut Report<()>) {
    let span = |at: usize, length: usize| if site.verbatim { site.span.part(at, at + length) } else { site.span };
    if let Some((at, length)) = text::first_escape(source) {
        let warning = Diagnostic::warning(
            "code-escape",
            "the code holds colour codes of a terminal; they are left out",
            span(at, length),
        );
        report.say(with_other_places(warning.hint("copy it again without colours"), order));
    }
    if let Some((at, letter)) = text::first_bidi(source) {
        let message = format!(
            "the code holds U+{:04X}, which changes the reading direction unseen; it is shown",
            u32::from(letter)
        );
        let warning = Diagnostic::warning("code-bidi", message, span(at, letter.len_utf8()));
        report.say(with_other_places(warning.hint("delete it, or write it as an escape of the language"), order));
    }
}

fn with_other_places(diagnostic: Diagnostic, order: &Order) -> Diagnostic {
    let others = order.sites.iter().skip(1).take(MOST_OTHER_PLACES);
    let words = if diagnostic.level == Level::Error { "and here" } else { "also here" };
    others.fold(diagnostic, |diagnostic, site| diagnostic.also(site.span, words))
}

/// The line of a diagram's source that a finding speaks of, else the name of its language.
fn line_of(source: &str, line: Option<u32>, site: &Site) -> Span {
    let Some(line) = line.filter(|_| site.verbatim) else { return site.language };
    let start: usize = source.split_inclusive('\n').take(line.saturating_sub(1) as usize).map(str::len).sum();
    let text = source[start..].lines().next().unwrap_or("");
    let indent = text.len() - text.trim_start().len();
    if text.trim().is_empty() { site.language } else { site.span.part(start + indent, start + text.trim_end().len()) }
}

fn line_count(source: &str) -> usize {
    text::cleaned(source).split('\n').count()
}

/// A formula that could not be drawn, as its source.
fn broken(tex: &str, why: &str) -> Formula {
    let mut html = String::from("<span class=\"broken\" title=\"");
    for letter in why.chars().filter(|letter| !letter.is_control()) {
        match letter {
            '&' => html.push_str("&amp;"),
            '"' => html.push_str("&quot;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            _ => html.push(letter),
        }
    }
    html.push_str("\">");
    // A line end is space here, not a control character.
    tex.split(['\n', '\r']).enumerate().for_each(|(number, line)| {
        if number > 0 {
            html.push('\n');
        }
        text::escape(line, &mut html);
    });
    html.push_str("</span>");
    Formula { html, pieces: Vec::new() }
}
