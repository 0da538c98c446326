//! One line on the terminal while a long build runs; it vanishes when the build ends.

use std::io::{IsTerminal, Write};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// Shorter builds show nothing.
const PATIENCE: Duration = Duration::from_millis(500);
const BEAT: Duration = Duration::from_millis(200);

/// Shows the line until it is dropped.
pub struct Progress {
    running: Option<(Sender<()>, JoinHandle<()>)>,
}

impl Progress {
    /// Begins to wait. Nothing is ever shown when `quiet`, or when standard error is no terminal.
    pub fn start(quiet: bool, words: String) -> Progress {
        let able = std::io::stderr().is_terminal() && std::env::var_os("TERM").is_none_or(|term| term != "dumb");
        if quiet || !able {
            return Progress { running: None };
        }
        let (sender, receiver) = channel::<()>();
        let words = super::visible::visible(&words).chars().take(60).collect::<String>();
        let begun = Instant::now();
        let thread = std::thread::Builder::new().spawn(move || {
            let mut wait = PATIENCE;
            let mut shown = false;
            while receiver.recv_timeout(wait) == Err(RecvTimeoutError::Timeout) {
                wait = BEAT;
                shown = true;
                put(&format!("\r\x1b[2K{words} · {} s", begun.elapsed().as_secs()));
            }
            if shown {
                put("\r\x1b[2K");
            }
        });
        Progress { running: thread.ok().map(|thread| (sender, thread)) }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some((sender, thread)) = self.running.take() {
            // The thread hears that nobody sends any more, clears its line and ends.
            drop(sender);
            let _ = thread.join();
        }
    }
}

fn put(text: &str) {
    let mut stream = std::io::stderr().lock();
    let _ = stream.write_all(text.as_bytes()).and_then(|()| stream.flush());
}
