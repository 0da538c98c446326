//! Draws all formulas, code blocks and diagrams of a deck: identical ones once, from the cache where they are in it, else in workers.
//! Manual pages: `tests/spec/math.md`, `tests/spec/code.md` and `tests/spec/diagrams.md`.
//!
//! [`begin`] looks everything up and starts the workers, [`Drawing::finish`] waits for them: what else a build has to do
//! (theme, pictures) fits in between. [`all`] is both.

mod collect;
mod diagnose;
mod locate;
mod macros;
mod order;

use super::cache::{self, Cache, Key};
use super::math::Formula;
use super::math::measure::Piece;
use super::memory::Memory;
use super::worker::pool::{self, Fate, Patience};
use super::worker::task::{Engine, Outcome, Task};
use super::{code, diagram, math, svg};
use crate::deck::{Code, Deck, Diagram, DiagramKind, Math};
use crate::source::Report;
use order::{Order, Orders, State, What};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::thread::JoinHandle;

/// How to draw.
#[derive(Clone, Debug)]
pub struct Options {
    /// The folder of drawn formulas and code; `None` keeps nothing.
    pub cache: Option<PathBuf>,
    /// The most worker processes.
    pub workers: usize,
    /// Our own binary.
    pub program: PathBuf,
    /// How long a worker may take.
    pub patience: Patience,
    /// What earlier builds of this process have drawn, and their workers.
    pub memory: Option<Arc<Memory>>,
}

impl Options {
    /// The cache folder the environment asks for, as many workers as there are processors, at most 4, and the running binary.
    pub fn from_environment() -> Options {
        Options {
            cache: cache::folder_of_environment(),
            workers: std::thread::available_parallelism().map_or(1, usize::from).min(4),
            program: std::env::current_exe().unwrap_or_default(),
            patience: Patience::default(),
            memory: None,
        }
    }
}

/// Every formula, code block and diagram of a deck as HTML.
#[derive(Debug, Default)]
pub struct Drawn {
    /// By TeX: in running text, and on a line of its own.
    formulas: [BTreeMap<String, Formula>; 2],
    /// By language as written, then by text.
    code: BTreeMap<String, BTreeMap<String, Vec<String>>>,
    /// By source, of each language.
    diagrams: BTreeMap<DiagramKind, BTreeMap<String, svg::Drawing>>,
}

impl Drawn {
    /// KaTeX's HTML and MathML, or `<span class="broken" title="why">source</span>`. Empty for a formula of another deck.
    pub fn formula(&self, math: &Math) -> &str {
        self.drawn(math).map_or("", |formula| &formula.html)
    }

    /// How wide and high the pieces of a formula are; none for one that could not be drawn.
    pub fn pieces(&self, math: &Math) -> &[Piece] {
        self.drawn(math).map_or(&[], |formula| &formula.pieces)
    }

    fn drawn(&self, math: &Math) -> Option<&Formula> {
        self.formulas[usize::from(math.display)].get(&math.tex)
    }

    /// One HTML text a line, classes only, no line ends. Empty for a block of another deck.
    pub fn code(&self, code: &Code) -> &[String] {
        let blocks = self.code.get(&code.language.value);
        blocks.and_then(|blocks| blocks.get(&code.text)).map_or(&[], Vec::as_slice)
    }

    /// The drawing; `None` for a diagram that could not be drawn, and for one of another deck.
    pub fn diagram(&self, diagram: &Diagram) -> Option<&svg::Drawing> {
        self.diagrams.get(&diagram.kind)?.get(&diagram.text)
    }
}

/// Draws all formulas and code blocks.
pub fn all(deck: &Deck, options: &Options) -> Report<Drawn> {
    begin(deck, options).finish()
}

/// Work under way.
pub struct Drawing {
    report: Report<()>,
    orders: Vec<Order>,
    macros: macros::Macros,
    patience: Patience,
    program: PathBuf,
    /// `None` when nothing needs drawing.
    cache: Option<Cache>,
    memory: Option<Arc<Memory>>,
    /// Where the tasks that the workers have come from, and their fates in that order.
    waiting: Vec<(usize, Key)>,
    workers: Option<Workers>,
}

/// Collects what is to be drawn, looks into the cache and sets workers to what is missing, without waiting for them.
pub fn begin(deck: &Deck, options: &Options) -> Drawing {
    let mut report = Report::new();
    let macros = report.keep(macros::Macros::new(&deck.settings.macros));
    let mut orders = Orders::new(&macros);
    collect::deck(deck, &mut orders);
    let mut orders = orders.done();

    let mut open: Vec<(usize, Key)> =
        orders.iter().enumerate().filter_map(|(number, order)| Some((number, key(order.task()?)))).collect();
    if let Some(memory) = &options.memory {
        let keys: Vec<Key> = open.iter().map(|(_, key)| *key).collect();
        let mut remembered = memory.read(&keys).into_iter();
        open.retain(|(number, _)| match (remembered.next().flatten(), orders.get_mut(*number)) {
            (Some(outcome), Some(order)) => {
                order.state = State::Settled(Fate::Done(outcome));
                false
            }
            _ => true,
        });
    }
    let mut cache = (!open.is_empty()).then(|| Cache::open(options.cache.as_deref()));
    let keys: Vec<Key> = open.iter().map(|(_, key)| *key).collect();
    let found = cache.as_mut().map(|cache| cache.read(&keys)).unwrap_or_default();
    let memory = options.memory.clone();

    let mut waiting = Vec::new();
    let mut tasks = Vec::new();
    for ((number, key), content) in open.into_iter().zip(found) {
        let Some(order) = orders.get_mut(number) else { continue };
        let State::Open(task) = &order.state else { continue };
        match content.and_then(|content| Outcome::decode(&content)).filter(|outcome| outcome.answers(task.engine())) {
            Some(outcome) => {
                memory.iter().for_each(|memory| memory.keep(key, &outcome));
                order.state = State::Settled(Fate::Done(outcome));
            }
            None => {
                tasks.push(task.clone());
                waiting.push((number, key));
            }
        }
    }
    let workers = (!tasks.is_empty()).then(|| Workers::start(options.clone(), tasks));
    let (patience, program) = (options.patience, options.program.clone());
    Drawing { report, orders, macros, patience, program, cache, memory, waiting, workers }
}

impl Drawing {
    /// Waits for the workers, keeps what they drew, and says what could not be drawn.
    pub fn finish(mut self) -> Report<Drawn> {
        let fates = self.workers.take().map(Workers::fates).unwrap_or_default();
        let mut new = Vec::new();
        for ((number, key), fate) in self.waiting.drain(..).zip(fates) {
            if let Fate::Done(outcome) = &fate {
                new.push((key, outcome.encode()));
                self.memory.iter().for_each(|memory| memory.keep(key, outcome));
            }
            if let Some(order) = self.orders.get_mut(number) {
                order.state = State::Settled(fate);
            }
        }
        if let Some(cache) = &self.cache {
            cache.write(&new);
        }
        let context = diagnose::Context { macros: &self.macros, patience: self.patience, program: &self.program };
        let mut drawn = Drawn::default();
        for order in self.orders {
            let result = context.result(&order, &mut self.report);
            match (order.what, result) {
                (What::Formula { tex, display }, diagnose::Html::Formula(formula)) => {
                    drawn.formulas[usize::from(display)].insert(tex, formula);
                }
                (What::Code { language, text }, diagnose::Html::Lines(lines)) => {
                    drawn.code.entry(language).or_default().insert(text, lines);
                }
                (What::Diagram { kind, text }, diagnose::Html::Diagram(Some(drawing))) => {
                    drawn.diagrams.entry(kind).or_default().insert(text, drawing);
                }
                _ => {}
            }
        }
        self.report.with(drawn)
    }
}

/// Starts both engines in workers of the memory, so that the first new formula of an edit need not wait for them.
pub fn warm_up(options: &Options) {
    let formula = Task::Formula { tex: "x".to_owned(), display: false, macros: Vec::new() };
    let code = Task::Code { language: "rust".to_owned(), text: "fn".to_owned() };
    if options.memory.is_some() {
        let options = Options { workers: 2, ..options.clone() };
        Workers::run(&options, &[formula, code]);
    }
}

/// The thread that minds the worker processes.
enum Workers {
    Running(JoinHandle<Vec<Fate>>),
    /// The system gave no thread: the work is done when it is waited for.
    Waiting(Options, Arc<Vec<Task>>),
}

impl Workers {
    fn start(options: Options, tasks: Vec<Task>) -> Workers {
        let tasks = Arc::new(tasks);
        let (theirs, same_tasks) = (options.clone(), tasks.clone());
        match std::thread::Builder::new().spawn(move || Workers::run(&theirs, &same_tasks)) {
            Ok(thread) => Workers::Running(thread),
            Err(_) => Workers::Waiting(options, tasks),
        }
    }

    fn run(options: &Options, tasks: &[Task]) -> Vec<Fate> {
        let spare = options.memory.as_deref().map(|memory| &memory.spare);
        pool::run(&options.program, options.workers, options.patience, tasks, spare)
    }

    fn fates(self) -> Vec<Fate> {
        match self {
            Workers::Running(thread) => thread.join().unwrap_or_default(),
            Workers::Waiting(options, tasks) => Workers::run(&options, &tasks),
        }
    }
}

/// The name of a task in the cache: everything its outcome depends on.
fn key(task: &Task) -> Key {
    let engine = match task.engine() {
        Engine::Math => math::version(),
        Engine::Code => code::version().to_owned(),
        Engine::Diagram => diagram::version(),
    };
    let mut hasher = blake3::Hasher::new();
    hasher.update(format!("deckle {} {engine}\n", env!("CARGO_PKG_VERSION")).as_bytes());
    hasher.update(&task.encode());
    *hasher.finalize().as_bytes()
}
