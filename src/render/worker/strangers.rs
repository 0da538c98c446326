//! Layouts of a theme that does not come with the program are filled in a worker: the template engine counts what a template does,
//! and what it does not count ends with the process. Manual page: `tests/spec/themes.md`.

use super::pool::child::{Child, Loss};
use crate::deck::Layout;
use crate::source::{FileId, Span};
use crate::theme::{Apart, Fault, Layouts, SectionFields, SlideFields, Slots, Talk, TalkFields, Text};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// First byte of a frame that speaks of layouts.
pub const TAG: u8 = b'T';
/// Address space of a worker that fills layouts.
pub const MEMORY: u64 = 512 << 20;
/// For one slide, in the worker's own time.
const PATIENCE: Duration = Duration::from_millis(700);
/// For a process to start.
const START: Duration = Duration::from_secs(20);
/// So many processes may be lost in one build; then no template of the theme is tried again.
const LOST: usize = 2;

#[derive(Serialize, Deserialize)]
enum Asked {
    /// The theme and the talk, once.
    Begin { templates: BTreeMap<String, (String, String, Option<u16>)>, talk: TalkFields, sections: Vec<SectionFields> },
    /// A slide.
    Fill { layout: String, slide: SlideFields, slots: Slots },
}

#[derive(Serialize, Deserialize)]
enum Answer {
    Ready,
    Filled(String),
    Fault { place: String, span: Option<(u16, u32, u32)>, message: String },
}

/// The side that asks.
#[derive(Debug)]
pub struct Strangers {
    program: PathBuf,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    child: Option<Child>,
    lost: usize,
    /// Layouts that cost a process.
    given_up: BTreeMap<String, Fault>,
}

impl std::fmt::Debug for State {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(to, "{} lost", self.lost)
    }
}

impl Strangers {
    /// Nothing is started before the first slide asks for it.
    pub fn new(program: &Path) -> Strangers {
        Strangers { program: program.to_path_buf(), state: Mutex::default() }
    }
}

impl Apart for Strangers {
    fn fill(
        &self,
        of: &Layouts,
        layout: &str,
        slide: SlideFields,
        slots: &Slots,
        talk: &Talk,
    ) -> Result<String, Fault> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(fault) = state.given_up.get(layout) {
            return Err(fault.clone());
        }
        if state.lost >= LOST
            && let Some(fault) = state.given_up.values().next()
        {
            return Err(fault.clone());
        }
        let asked = Asked::Fill { layout: layout.to_owned(), slide, slots: slots.clone() };
        let begun = match state.child.take() {
            Some(child) => Ok(child),
            None => begin(&self.program, of, talk),
        };
        let answer = begun.and_then(|mut child| {
            let answer = exchange(&mut child, &asked)?;
            state.child = Some(child);
            Ok(answer)
        });
        match answer {
            Ok(Answer::Filled(html)) => Ok(html),
            Ok(Answer::Fault { place, span, message }) => {
                let span = span.map(|(file, start, end)| Span { file: FileId(file), start, end });
                Err(Fault { place, span, message })
            }
            Ok(Answer::Ready) => Err(lost(of, layout, Loss::Died)),
            Err(loss) => {
                state.lost += 1;
                let fault = lost(of, layout, loss);
                state.given_up.insert(layout.to_owned(), fault.clone());
                Err(fault)
            }
        }
    }
}

fn begin(program: &Path, of: &Layouts, talk: &Talk) -> Result<Child, Loss> {
    let text = |text: &Text| (text.shown.clone(), text.text.to_string(), text.file.map(|file| file.0));
    let templates = of.templates().iter().map(|(file, template)| (file.clone(), text(template))).collect();
    let asked = Asked::Begin { templates, talk: (*talk.said).clone(), sections: talk.sections().to_vec() };
    let mut child = Child::start(program, START)?;
    exchange(&mut child, &asked).map(|_| child)
}

fn exchange(child: &mut Child, asked: &Asked) -> Result<Answer, Loss> {
    let mut frame = vec![TAG];
    serde_json::to_writer(&mut frame, asked).map_err(|_| Loss::Died)?;
    let answer = child.exchange(&frame, PATIENCE)?;
    serde_json::from_slice(&answer).map_err(|_| Loss::Died)
}

/// What is said of a layout that cost a process.
fn lost(of: &Layouts, layout: &str, loss: Loss) -> Fault {
    let message = match loss {
        Loss::TimedOut => format!("takes longer than the limit of {} ms", PATIENCE.as_millis()),
        Loss::Died => format!("needs more memory than the limit of {} MiB", MEMORY >> 20),
        Loss::NeverStarted(why) => format!("no process could be started for it: {why}"),
    };
    let strange = of.strange_parts(layout).into_iter().next().map(|(_, text)| text);
    let place = strange.as_ref().map_or(layout, |text| &text.shown).to_owned();
    Fault { place: format!("{place}:1:1"), span: strange.map(|text| text.span(0..0)), message }
}

/// The side that fills.
#[derive(Default)]
pub struct Server {
    theme: Option<(Layouts, Talk)>,
}

impl Server {
    /// The answer to a frame without its tag; nothing when it makes no sense.
    pub fn answer(&mut self, frame: &[u8]) -> Option<Vec<u8>> {
        let answer = match serde_json::from_slice(frame).ok()? {
            Asked::Begin { templates, talk, sections } => {
                let text = |(shown, text, file): (String, String, Option<u16>)| Text {
                    file: file.map(FileId),
                    ..Text::built_in(shown, &text)
                };
                let templates = templates.into_iter().map(|(file, template)| (file, text(template))).collect();
                self.theme = Some((Layouts::compile(templates, Span::NOWHERE).value, Talk::new(talk, sections)));
                Answer::Ready
            }
            Asked::Fill { layout, slide, slots } => {
                let (layouts, talk) = self.theme.as_ref()?;
                let layout = Layout::named(&layout)?.name();
                match layouts.fill(layout, SlideFields { layout, ..slide }, &slots, talk) {
                    Ok(html) => Answer::Filled(html),
                    Err(fault) => {
                        let span = fault.span.map(|span| (span.file.0, span.start, span.end));
                        Answer::Fault { place: fault.place, span, message: fault.message }
                    }
                }
            }
        };
        serde_json::to_vec(&answer).ok()
    }
}
