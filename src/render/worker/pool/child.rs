//! One worker process: started, asked, killed. Manual pages: `tests/spec/math.md` and `tests/spec/code.md`.

use super::Patience;
use crate::render::worker::task::{Engine, Outcome, Task};
use crate::render::worker::{COMMAND, HELLO, WARM, greeting, wire};
use std::path::Path;
use std::process::{ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

/// Why a child gave no outcome.
#[derive(Debug)]
pub enum Loss {
    /// It took too long.
    TimedOut,
    /// It ended, or spoke nonsense.
    Died,
    /// It, or the engine in it, did not start.
    NeverStarted(String),
}

/// A running worker. Dropping it ends the process.
pub struct Child {
    process: std::process::Child,
    input: ChildStdin,
    /// What a thread reads from its output; closed when the process ends.
    frames: Receiver<Vec<u8>>,
    warm: [bool; Engine::COUNT],
}

impl Child {
    /// Starts `program` as a worker and waits until it says who it is.
    pub fn start(program: &Path, patience: Duration) -> Result<Child, Loss> {
        let never = |why: &str| Loss::NeverStarted(why.to_owned());
        let mut process = Command::new(program)
            .arg(COMMAND)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            // An engine has nothing to look for in a person's folders, and nothing to keep there.
            .env_remove("HOME")
            .env_remove("XDG_CACHE_HOME")
            .spawn()
            .map_err(|error| Loss::NeverStarted(error.to_string()))?;
        let pipes = process.stdin.take().zip(process.stdout.take());
        let Some((input, mut output)) = pipes else { return Err(never("no pipe to it")) };
        let (sender, frames) = channel();
        let child = Child { process, input, frames, warm: [false; Engine::COUNT] };
        std::thread::Builder::new()
            .stack_size(64 << 10)
            .spawn(move || while wire::read_frame(&mut output).is_ok_and(|frame| sender.send(frame).is_ok()) {})
            .map_err(|error| Loss::NeverStarted(error.to_string()))?;
        let hello = child.frames.recv_timeout(patience).map_err(|_| never("it does not answer as a worker"))?;
        let mut hello = wire::Reader::new(&hello);
        if hello.tag() == Some(HELLO) && hello.text().is_some_and(|text| text == greeting()) {
            return Ok(child);
        }
        Err(never("it is another version"))
    }

    /// Which engines have started in it.
    pub fn warm(&self) -> [bool; Engine::COUNT] {
        self.warm
    }

    /// Whether the process still runs.
    pub fn is_alive(&mut self) -> bool {
        self.process.try_wait().is_ok_and(|status| status.is_none())
    }

    /// Lets it draw one task. After an error the child is of no more use.
    pub fn ask(&mut self, task: &Task, patience: Patience) -> Result<Outcome, Loss> {
        let engine = task.engine();
        wire::write_frame(&mut self.input, &task.encode()).map_err(|_| Loss::Died)?;
        if !self.warm[engine as usize] {
            let frame = self.frames.recv_timeout(patience.start);
            if frame.ok().as_deref() != Some(&[WARM]) {
                return Err(Loss::NeverStarted(format!("its {engine:?} engine does not start").to_lowercase()));
            }
            self.warm[engine as usize] = true;
        }
        let frame = self.receive(patience.item)?;
        Outcome::decode(&frame).filter(|outcome| outcome.answers(engine)).ok_or(Loss::Died)
    }

    /// Sends a frame and waits for the answer. After an error the child is of no more use.
    pub fn exchange(&mut self, frame: &[u8], patience: Duration) -> Result<Vec<u8>, Loss> {
        wire::write_frame(&mut self.input, frame).map_err(|_| Loss::Died)?;
        self.receive(patience)
    }

    fn receive(&self, patience: Duration) -> Result<Vec<u8>, Loss> {
        let began = Instant::now();
        // Most items answer at once: the processor time is only looked at when one does not.
        let mut wait = patience / 8;
        let mut before = None;
        loop {
            match self.frames.recv_timeout(wait) {
                Ok(frame) => return Ok(frame),
                Err(RecvTimeoutError::Disconnected) => return Err(Loss::Died),
                Err(RecvTimeoutError::Timeout) => {}
            }
            let left = patience - patience / 8;
            let now = processor_time(self.process.id());
            let start = *before.get_or_insert(now);
            let used = now
                .zip(start)
                .map(|(now, start)| now.saturating_sub(start))
                .unwrap_or_else(|| began.elapsed() - patience / 8);
            if used >= left || began.elapsed() >= 5 * patience {
                return Err(Loss::TimedOut);
            }
            wait = (left - used).max(Duration::from_millis(5));
        }
    }
}

impl Drop for Child {
    fn drop(&mut self) {
        // Killed and not asked to end: it may be stuck, and it holds nothing that must be saved.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// The processor time a process has used; `None` where the system does not tell.
fn processor_time(process: u32) -> Option<Duration> {
    if !cfg!(target_os = "linux") {
        return None;
    }
    let status = std::fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    // The name in parentheses may hold anything, even parentheses; user and system time are fields 14 and 15, in 1/100 s.
    let fields: Vec<&str> = status.rsplit_once(')')?.1.split_ascii_whitespace().collect();
    let ticks = fields.get(11)?.parse::<u64>().ok()? + fields.get(12)?.parse::<u64>().ok()?;
    Some(Duration::from_millis(ticks * 10))
}
