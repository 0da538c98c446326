//! Our own binary run again as `deckle worker`, so that work that never ends can be killed.
//! Manual pages: `tests/spec/math.md`, `tests/spec/code.md` and `tests/spec/diagrams.md`.
//!
//! The child ([`serve`]) reads a frame with a [`task::Task`] from its standard input and answers with frames on its standard
//! output: once [`HELLO`] with its version, [`WARM`] when the engine a task needs has started, then the outcome.
//! The parent's side is [`pool`].

pub mod pool;
pub mod strangers;
pub mod task;
pub mod wire;

use super::{code, diagram, math};
use std::io::{self, Read, Write};
use std::sync::mpsc;
use task::{Engine, Mistake, Outcome, Task, Undrawn};

/// The word after our binary's name that makes it a worker.
pub const COMMAND: &str = "worker";

/// First byte of a worker's first frame; the rest of it is [`greeting`].
const HELLO: u8 = b'H';

/// The only byte of the frame that says that an engine has started, so that its start is not counted as the item's time.
const WARM: u8 = b'W';

/// QuickJS stops by itself at 256 KiB of its own stack; what KaTeX's garbage and Oniguruma need comes on top.
const STACK: usize = 16 << 20;

/// Address space of a worker: an item that wants more is a lost item, not a machine that swaps.
#[cfg(target_os = "linux")]
const MEMORY: u64 = 2 << 30;

/// What a worker says first: only a worker built from the same source may answer.
fn greeting() -> String {
    format!("deckle {} {} {} {}", env!("CARGO_PKG_VERSION"), math::version(), code::version(), diagram::version())
}

/// Draws what is asked for until the input ends, which is also how a parent that died stops its workers: the reading thread
/// returns although the drawing thread may be stuck, and the process ends with it.
///
/// # Errors
/// When the pipes break.
pub fn serve(mut input: impl Read, mut output: impl Write + Send + 'static) -> io::Result<()> {
    limit_memory();
    wire::write_frame(&mut output, &wire::Writer::tagged(HELLO).text(&greeting()).done())?;
    let (tasks, queue) = mpsc::channel::<Vec<u8>>();
    std::thread::Builder::new().stack_size(STACK).spawn(move || {
        let _end = End;
        draw_all(&queue, &mut output);
    })?;
    while let Ok(frame) = wire::read_frame(&mut input) {
        if tasks.send(frame).is_err() {
            break;
        }
    }
    Ok(())
}

/// Ends the process when the drawing thread ends, also by a panic: the parent sees at once that no answer will come.
struct End;

impl Drop for End {
    fn drop(&mut self) {
        std::process::exit(0);
    }
}

fn draw_all(queue: &mpsc::Receiver<Vec<u8>>, output: &mut impl Write) {
    let mut warm = [false; Engine::COUNT];
    let mut strangers = strangers::Server::default();
    for frame in queue {
        if let Some(asked) = frame.strip_prefix(&[strangers::TAG]) {
            limit_to(strangers::MEMORY);
            let Some(answer) = strangers.answer(asked) else { return };
            if wire::write_frame(output, &answer).is_err() {
                return;
            }
            continue;
        }
        let Some(task) = Task::decode(&frame) else { return };
        let engine = task.engine();
        if !std::mem::replace(&mut warm[engine as usize], true) {
            match engine {
                Engine::Math if math::warm().is_err() => return,
                Engine::Math => {}
                Engine::Code => code::warm(),
                Engine::Diagram => diagram::warm(),
            }
            if wire::write_frame(output, &[WARM]).is_err() {
                return;
            }
        }
        // An engine that gave out is of no more use; how far it comes depends on the machine, so it is no answer either.
        let Some(outcome) = outcome(&task) else { return };
        let outcome = outcome.encode();
        let short = wire::write_frame(output, &outcome);
        // Too long for a frame: a formula can make output without end out of little.
        let sent = short.or_else(|error| match error.kind() {
            io::ErrorKind::InvalidInput => wire::write_frame(output, &too_large(engine).encode()),
            _ => Err(error),
        });
        if sent.is_err() {
            return;
        }
    }
}

/// Draws one task in this process; `None` if the engine gave out.
pub fn outcome(task: &Task) -> Option<Outcome> {
    match task {
        Task::Formula { tex, display, macros } => math::outcome(tex, *display, macros).ok(),
        Task::Code { language, text } => Some(code::outcome(language, text)),
        Task::Diagram { kind, text } => Some(diagram::outcome(*kind, text)),
    }
}

fn too_large(engine: Engine) -> Outcome {
    match engine {
        Engine::Math => {
            Outcome::Mistake(Mistake { message: "the drawn formula is too large".to_owned(), ..Mistake::default() })
        }
        Engine::Code => Outcome::Lines(Vec::new()),
        Engine::Diagram => {
            Outcome::Undrawn(Undrawn { message: "the drawn diagram is too large".to_owned(), ..Undrawn::default() })
        }
    }
}

#[cfg(target_os = "linux")]
fn limit_memory() {
    limit_to(MEMORY);
}

#[cfg(not(target_os = "linux"))]
fn limit_to(_: u64) {}

#[cfg(target_os = "linux")]
fn limit_to(memory: u64) {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    // Without these limits the deadline still holds.
    let lower = |resource, most: u64| {
        let before = getrlimit(resource);
        let current = before.current.map_or(most, |current| current.min(most));
        let _ = setrlimit(resource, Rlimit { current: Some(current), maximum: before.maximum });
    };
    lower(Resource::As, memory);
    // A worker that breaks down leaves no file behind.
    lower(Resource::Core, 0);
}

#[cfg(not(target_os = "linux"))]
fn limit_memory() {}
