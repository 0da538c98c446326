//! Runs the program as a whole process and says what it took: time on the wall, processor time, memory.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use std::{fs, thread};

/// What is run again and again.
pub struct Build {
    /// The talk.
    pub talk: PathBuf,
    /// The deck.
    pub output: PathBuf,
    /// The cache folder.
    pub cache: PathBuf,
}

/// What stands before a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Before {
    /// No cache and no deck.
    Nothing,
    /// The cache; no deck.
    Cache,
    /// The cache and the same deck.
    Deck,
}

/// Medians of several runs.
#[derive(Clone, Copy, Debug, Default)]
pub struct Cost {
    /// Time on the wall.
    pub wall: Duration,
    /// The fastest run's.
    pub fastest: Duration,
    /// User and system time, workers too.
    pub processor: Duration,
    /// The most memory of the process itself, in bytes; 0 where the system does not tell.
    pub memory: u64,
    /// The most memory of any worker.
    pub worker: u64,
    /// Bytes of the deck.
    pub bytes: u64,
}

impl Build {
    /// The cost of a build, from `rounds` runs and one more that is watched for its memory.
    pub fn cost(&self, before: Before, rounds: usize) -> Cost {
        if before != Before::Nothing {
            self.run(Before::Nothing);
        }
        let mut times: Vec<(Duration, Duration)> = (0..rounds.max(1)).map(|_| self.run(before)).collect();
        let mut processor: Vec<Duration> = times.iter().map(|(_, processor)| *processor).collect();
        times.sort();
        processor.sort();
        let (memory, worker) = self.watched(before);
        Cost {
            wall: times[times.len() / 2].0,
            fastest: times[0].0,
            processor: processor[processor.len() / 2],
            memory,
            worker,
            bytes: fs::metadata(&self.output).map_or(0, |data| data.len()),
        }
    }

    fn prepare(&self, before: Before) -> Command {
        if before != Before::Deck {
            let _ = fs::remove_file(&self.output);
        }
        if before == Before::Nothing {
            let _ = fs::remove_dir_all(&self.cache);
        }
        let mut command = Command::new(env!("CARGO_BIN_EXE_deckle"));
        command.arg("build").arg(&self.talk).arg("-o").arg(&self.output).env("DECKLE_CACHE", &self.cache);
        command.stdout(Stdio::null()).stderr(Stdio::null());
        command
    }

    /// Time on the wall and processor time of one run.
    fn run(&self, before: Before) -> (Duration, Duration) {
        let mut command = self.prepare(before);
        let (used, began) = (children(), Instant::now());
        let status = command.status();
        let wall = began.elapsed();
        assert!(status.is_ok_and(|status| status.code() != Some(2)), "{} is not built", self.talk.display());
        (wall, children().saturating_sub(used))
    }

    /// The most memory of the process and of its largest worker. Asked every half millisecond, which costs time, so this
    /// run is not counted; the system keeps the maximum, so only what comes in the last moment can be missed.
    fn watched(&self, before: Before) -> (u64, u64) {
        let Ok(mut process) = self.prepare(before).spawn() else { return (0, 0) };
        let number = process.id();
        let (mut memory, mut worker) = (0, 0);
        while process.try_wait().is_ok_and(|status| status.is_none()) {
            memory = memory.max(most(number));
            worker = workers(number).into_iter().map(most).fold(worker, u64::max);
            thread::sleep(Duration::from_micros(500));
        }
        (memory, worker)
    }
}

/// The most memory a process has had, in bytes.
fn most(process: u32) -> u64 {
    let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().split(' ').next()?.parse::<u64>().ok()).map_or(0, |kilobytes| kilobytes << 10)
}

/// The processes that a process has started, by any of its threads.
fn workers(process: u32) -> Vec<u32> {
    let Ok(threads) = fs::read_dir(format!("/proc/{process}/task")) else { return Vec::new() };
    let children = threads.flatten().filter_map(|thread| fs::read_to_string(thread.path().join("children")).ok());
    children.flat_map(|list| list.split_whitespace().filter_map(|word| word.parse().ok()).collect::<Vec<_>>()).collect()
}

/// Processor time of all children that have ended, and of theirs.
#[cfg(unix)]
fn children() -> Duration {
    // SAFETY: the structure is plain numbers, for which zero is a value, and the call writes nothing but it.
    let usage = unsafe {
        let mut usage: libc::rusage = std::mem::zeroed();
        libc::getrusage(libc::RUSAGE_CHILDREN, &mut usage);
        usage
    };
    let time =
        |time: libc::timeval| Duration::from_secs(time.tv_sec as u64) + Duration::from_micros(time.tv_usec as u64);
    time(usage.ru_utime) + time(usage.ru_stime)
}

#[cfg(not(unix))]
fn children() -> Duration {
    Duration::ZERO
}

/// The machine in a line: its processors and how busy they are.
pub fn machine() -> String {
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let processors = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = processors
        .lines()
        .find_map(|line| line.strip_prefix("model name"))
        .map_or("processor unknown", |line| line.trim_start_matches([' ', '\t', ':']));
    let load = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let load = load.split(' ').next().unwrap_or_default().to_owned();
    format!("{cores} cores of {model}, {}, load {load}", std::env::consts::OS)
}

/// Whether a talk of this repository is there; a packaged crate has none.
pub fn is_there(talk: &Path) -> bool {
    talk.is_file()
}
