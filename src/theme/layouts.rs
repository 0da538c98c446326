//! Fills layout templates with slots. The only door to minijinja. Manual page: `tests/spec/themes.md`.
//!
//! A template sees `slide`, `slots`, `deck` and `sections` (fields.rs). Texts are escaped, slots are not: they are our
//! own HTML. A variable that does not exist is an error with its place in the template; it never prints as nothing.

mod values;

pub use values::Talk;

use super::folder::Text;
use super::{SlideFields, Slots};
use crate::source::{Diagnostic, Report, Span};
use minijinja::{AutoEscape, Environment, Error, ErrorKind, UndefinedBehavior, syntax::SyntaxConfig};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Work that one slide's template may do, in the engine's units: about one an instruction and one for 64 bytes.
const FUEL: u64 = 10_000_000;
/// The same for a theme that does not come with the program: about 64 MB, 30 ms.
const STRANGE: u64 = 1_000_000;
/// What all slides together may cost in such a theme.
const IN_ALL: u64 = 30_000_000;
/// Bytes that one slide's template may write.
const OUTPUT: usize = 64 << 20;

/// Another process in which the templates of strangers are filled, because it can be ended when the limits here do not see what it does.
pub trait Apart: std::fmt::Debug + Send + Sync {
    /// Fills a layout of these templates there.
    ///
    /// # Errors
    /// A [`Fault`] of the template, or that the process had to be ended.
    fn fill(&self, of: &Layouts, layout: &str, slide: SlideFields, slots: &Slots, talk: &Talk)
    -> Result<String, Fault>;
}

/// Compiled layout templates.
#[derive(Debug)]
pub struct Layouts {
    engine: Environment<'static>,
    templates: BTreeMap<String, Text>,
    /// The work of one slide.
    fuel: u64,
    /// For the templates of a stranger, what was spent and which layouts went over their limit: these are not tried again.
    watched: Option<Mutex<Watched>>,
    apart: Option<Arc<dyn Apart>>,
}

#[derive(Debug, Default)]
struct Watched {
    spent: u64,
    given_up: BTreeMap<String, Fault>,
}

/// Why a template could not be filled.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    /// The template's place as `path:line:column`.
    pub place: String,
    /// The place in the template's file, if that is a file of the talk's project.
    pub span: Option<Span>,
    /// What is wrong there.
    pub message: String,
}

impl Fault {
    /// The fault as a finding in the template, or at `asked`, the place in the talk that asked for the layout.
    pub fn diagnostic(&self, asked: Span) -> Diagnostic {
        let found = match self.span {
            Some(span) => {
                Diagnostic::error("theme-template", format!("this layout cannot be filled: {}", self.message), span)
            }
            None => Diagnostic::error(
                "theme-template",
                format!("layout template `{}`: {}", self.place, self.message),
                asked,
            ),
        };
        found.hint("the slide is shown in a plain layout; correct the theme or choose another")
    }
}

impl Layouts {
    /// Compiles templates, given by file name. One that does not compile is an error and is left out.
    pub fn compile(templates: BTreeMap<String, Text>, span: Span) -> Report<Layouts> {
        let mut report = Report::new();
        let mut engine = Environment::new();
        engine.set_auto_escape_callback(|_| AutoEscape::Html);
        engine.set_undefined_behavior(UndefinedBehavior::Strict);
        let is_strange = templates.values().any(|template| template.file.is_some());
        let fuel = if is_strange { STRANGE } else { FUEL };
        engine.set_fuel(Some(fuel));
        if let Ok(syntax) = SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build() {
            engine.set_syntax(syntax);
        }
        let mut faults = Vec::new();
        for (file, template) in &templates {
            if let Err(error) = engine.add_template_owned(file.clone(), template.text.to_string()) {
                faults.push(error);
            }
        }
        let layouts = Layouts { engine, templates, fuel, watched: is_strange.then(Mutex::default), apart: None };
        for error in faults {
            report.say(layouts.fault(&error).diagnostic(span));
        }
        report.with(layouts)
    }

    /// The template of a layout as it is written.
    pub fn text(&self, layout: &str) -> Option<&Text> {
        self.templates.get(&format!("{layout}.html"))
    }

    /// From now on a stranger's templates are filled in another process.
    pub fn set_apart(&mut self, apart: Arc<dyn Apart>) {
        self.apart = self.watched.is_some().then_some(apart);
    }

    /// The templates by file name.
    pub fn templates(&self) -> &BTreeMap<String, Text> {
        &self.templates
    }

    /// Where the templates of a layout speak of something first; the layout's beginning when they do not.
    pub fn place_of(&self, layout: &str, words: &str) -> Span {
        let find = |text: &Text| {
            let at = text.text.find(words).filter(|_| !words.is_empty())?;
            Some(text.span(at..at + words.len()))
        };
        let own = self.text(layout);
        let found = own.and_then(find).or_else(|| self.templates.values().find_map(find));
        found.or_else(|| own.map(|text| text.span(0..0))).unwrap_or(Span::NOWHERE)
    }

    /// Whether that file is there and did compile.
    pub fn has(&self, file: &str) -> bool {
        self.engine.get_template(file).is_ok()
    }

    /// A layout's file and the files it includes by name, the layout first.
    fn parts(&self, layout: &str) -> Vec<(&str, &Text)> {
        let file = format!("{layout}.html");
        let mut parts: Vec<(&str, &Text)> =
            self.templates.get_key_value(&file).map(|(name, text)| (name.as_str(), text)).into_iter().collect();
        let mut next = 0;
        while let Some((_, text)) = parts.get(next).copied() {
            next += 1;
            for (name, included) in &self.templates {
                let is_named = text.text.contains(&format!("\"{name}\"")) || text.text.contains(&format!("'{name}'"));
                if is_named && !parts.iter().any(|(known, _)| known == name) {
                    parts.push((name, included));
                }
            }
        }
        parts
    }

    /// Those parts of a layout that do not come with the program.
    pub fn strange_parts(&self, layout: &str) -> Vec<(String, Text)> {
        let strange = self.parts(layout).into_iter().filter(|(_, text)| text.file.is_some());
        strange.map(|(file, text)| (file.to_owned(), text.clone())).collect()
    }

    /// The variables that a layout uses, by full name such as `slots.body`, with those of the files it includes by name;
    /// none if there is no such layout.
    pub fn variables(&self, layout: &str) -> Option<BTreeSet<String>> {
        let mut used = BTreeSet::new();
        self.engine.get_template(&format!("{layout}.html")).ok()?;
        for (name, _) in self.parts(layout) {
            used.extend(self.engine.get_template(name).ok()?.undeclared_variables(true));
        }
        Some(used)
    }

    /// Fills a layout.
    ///
    /// # Errors
    /// A [`Fault`] when the layout does not exist, uses an unknown variable, or goes over a limit.
    pub fn fill(&self, layout: &str, slide: SlideFields, slots: &Slots, talk: &Talk) -> Result<String, Fault> {
        if let Some(apart) = &self.apart {
            return apart.fill(self, layout, slide, slots, talk);
        }
        let length = slots.body.len() + slots.media.len() + slots.footnotes.len() + slots.backgrounds.len() + 1024;
        let mut file = String::with_capacity(24);
        file.push_str(layout);
        file.push_str(".html");
        let template = self.engine.get_template(&file).map_err(|error| self.fault(&error))?;
        if let Some(fault) = self.watched().and_then(|watched| watched.given_up.get(layout).cloned()) {
            return Err(fault);
        }
        let mut output = Limited { bytes: Vec::with_capacity(length) };
        let filled = template.render_captured_to(values::context(slide, slots, talk), &mut output);
        self.count(layout, filled.as_ref().map(|filled| filled.state().fuel_levels().map_or(0, |(spent, _)| spent)))?;
        drop(filled);
        String::from_utf8(output.bytes).map_err(|_| Fault {
            place: file,
            span: None,
            message: "wrote text that is not UTF-8".to_owned(),
        })
    }

    fn watched(&self) -> Option<MutexGuard<'_, Watched>> {
        Some(self.watched.as_ref()?.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Counts what a slide cost. A stranger's layout that went over a limit, and everything once all together cost too much, is given up.
    fn count(&self, layout: &str, spent: Result<u64, &Error>) -> Result<(), Fault> {
        let Some(mut watched) = self.watched() else { return spent.map(drop).map_err(|error| self.fault(error)) };
        watched.spent += *spent.as_ref().unwrap_or(&self.fuel);
        let fault = match spent {
            Err(error) => self.fault(error),
            Ok(_) if watched.spent > IN_ALL => {
                let text = self.text(layout);
                Fault {
                    place: text.map_or(layout, |text| &text.shown).to_owned(),
                    span: text.filter(|text| text.file.is_some()).map(|text| text.span(0..0)),
                    message: format!("all slides together do more work than the limit of {IN_ALL} steps"),
                }
            }
            Ok(_) => return Ok(()),
        };
        let is_over = watched.spent > IN_ALL
            || spent.is_err_and(|error| matches!(error.kind(), ErrorKind::OutOfFuel | ErrorKind::WriteFailure));
        if is_over {
            watched.given_up.insert(layout.to_owned(), fault.clone());
        }
        Err(fault)
    }

    /// The innermost cause: an include's own error, not that the include failed.
    fn fault(&self, error: &Error) -> Fault {
        let mut error = error;
        while let Some(inner) = std::error::Error::source(error).and_then(|source| source.downcast_ref::<Error>()) {
            error = inner;
        }
        let (file, text) = (error.name().unwrap_or_default(), self.templates.get(error.name().unwrap_or_default()));
        let (line, column) = match (error.range(), text) {
            (Some(range), Some(template)) => place(&template.text, range.start),
            _ => (error.line().unwrap_or(1), 1),
        };
        let span = text.filter(|template| template.file.is_some()).map(|template| {
            let whole = || line_range(&template.text, line);
            template
                .span(error.range().filter(|range| template.text.get(range.clone()).is_some()).unwrap_or_else(whole))
        });
        let shown = text.map_or(file, |template| template.shown.as_str());
        let message = match (error.kind(), error.detail()) {
            (ErrorKind::OutOfFuel, _) => format!("does more work than the limit of {} steps", self.fuel),
            (ErrorKind::WriteFailure, _) => format!("writes more than the limit of {} MiB", OUTPUT >> 20),
            (ErrorKind::TemplateNotFound, detail) => detail.unwrap_or("there is no such template").to_owned(),
            (kind, Some(detail)) => format!("{kind}: {detail}"),
            (kind, None) => kind.to_string(),
        };
        Fault { place: format!("{shown}:{line}:{column}"), span, message }
    }
}

/// The bytes of a line, counted from 1.
fn line_range(text: &str, line: usize) -> Range<usize> {
    let start = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum::<usize>();
    let length = text.get(start..).and_then(|rest| rest.lines().next()).map_or(0, str::len);
    start..start + length
}

/// Collects what a template writes, up to the limit.
struct Limited {
    bytes: Vec<u8>,
}

impl std::io::Write for Limited {
    fn write(&mut self, part: &[u8]) -> std::io::Result<usize> {
        if self.bytes.len() + part.len() > OUTPUT {
            return Err(std::io::Error::other("too much output"));
        }
        self.bytes.extend_from_slice(part);
        Ok(part.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// One-based line and column, in characters, of a byte offset.
fn place(text: &str, offset: usize) -> (usize, usize) {
    let before = text.get(..offset).unwrap_or(text);
    let line = before.rfind('\n').map_or(0, |end| end + 1);
    (before.matches('\n').count() + 1, before[line..].chars().count() + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::theme::{SectionFields, TalkFields};

    fn fill(text: &'static str, slots: Slots) -> Result<String, Fault> {
        let template = |text| Text::built_in("own/layouts/x.html".to_owned(), text);
        let templates = BTreeMap::from([("default.html", text), ("foot.html", "{{ slots.fot }}")]);
        let templates = templates.into_iter().map(|(name, text)| (name.to_owned(), template(text))).collect();
        let sections = ["a", "b"].map(|id| SectionFields { id: id.to_owned(), ..SectionFields::default() });
        let talk = Talk::new(TalkFields { title: "<b>".to_owned(), ..TalkFields::default() }, sections.into());
        let slide = SlideFields { section: Some(1), title: "<i>T</i>".to_owned(), ..SlideFields::default() };
        Layouts::compile(templates, Span::default()).value.fill("default", slide, &slots, &talk)
    }

    #[test]
    fn slots_and_titles_are_html_and_everything_else_is_escaped() {
        let slots = Slots { body: "<p>B</p>".to_owned(), ..Slots::default() };
        let html = fill("{{ slots.body }}{{ slide.title }}{{ deck.title }}{{ '<' }}", slots);
        assert_eq!(html.as_deref(), Ok("<p>B</p><i>T</i>&lt;b&gt;&lt;"));
    }

    #[test]
    fn sections_know_which_is_current_and_which_are_done() {
        let html = fill("{% for s in sections %}{{ s.id }}{{ s.current }}{{ s.done }} {% endfor %}", Slots::default());
        assert_eq!(html.as_deref(), Ok("aFalseTrue bTrueFalse "));
    }

    #[test]
    fn nobody_speaks_and_no_event_are_false() {
        let text = "{% if deck.speaker %}s{% endif %}{% if deck.event %}e{% endif %}{{ deck.speaker.name }}.";
        assert_eq!(fill(text, Slots::default()).as_deref(), Ok("."));
    }

    #[test]
    fn faults_have_a_place_in_the_template() {
        let fault = |text| fill(text, Slots::default()).err().map(|fault| format!("{} {}", fault.place, fault.message));
        let unknown = fault("<p>\n {{ slots.rihgt }}").unwrap_or_default();
        assert_eq!(unknown, "own/layouts/x.html:2:5 undefined value: `slots.rihgt` is undefined");
        let included = fault("{% include 'foot.html' %}").unwrap_or_default();
        assert!(included.starts_with("own/layouts/x.html:1:4 undefined value"), "{included}");
        let endless = fault("{% for a in range(90000) %}{% for b in range(90000) %}{{ b }}{% endfor %}{% endfor %}");
        assert_eq!(endless.as_deref(), Some("own/layouts/x.html:1:1 does more work than the limit of 10000000 steps"));
        let doubling = "{% macro f(x) %}{% set y = x ~ x %}{{ f(y) }}{% endmacro %}{{ f('aaaaaaaa') }}";
        assert!(fault(doubling).is_some());
        assert!(fault("{{ 'a' * 70000000 }}").unwrap_or_default().ends_with("writes more than the limit of 64 MiB"));
    }

    #[test]
    fn a_template_that_does_not_compile_is_an_error_with_a_place() {
        let templates = BTreeMap::from([(
            "default.html".to_owned(),
            Text::built_in("own/layouts/default.html".to_owned(), "\n{% if %}"),
        )]);
        let report = Layouts::compile(templates, Span::default());
        assert!(
            report.diagnostics[0].message.starts_with("layout template `own/layouts/default.html:2:"),
            "{:?}",
            report.diagnostics
        );
        assert_eq!(report.value.variables("default"), None);
    }
}
