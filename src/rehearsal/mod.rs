//! Layer 6: how a talk was rehearsed, and what that says about its times.
//!
//! A run is a list of [`Entry`]s. [`record`] appends them to a file beside the talk, [`book`] reads that file, [`report`]
//! compares the runs with the plan, [`page`] draws the comparison, [`suggest`] finds better times, and [`edit`] writes them
//! into the source.
//! Nothing here knows of browsers or servers. Manual page: `tests/spec/rehearse.md`.

pub mod book;
mod date;
pub mod edit;
mod entry;
pub mod import;
mod measure;
pub mod page;
pub mod record;
pub mod report;
mod run;
pub mod saved;
mod says;
mod sentences;
pub mod suggest;
mod talk;
mod verdict;

pub use date::{rfc3339, words as date_words};
pub use entry::{End, Entry, Event, Fault, Line, Start};
pub use measure::{Got, Told, Trust};
pub use run::{Mark, Run, Stay, Summary};
pub use talk::{Facts, Talk};
pub use verdict::{Tone, Verdict};

use crate::deck::clock;

/// Milliseconds as whole seconds.
pub fn seconds(milliseconds: u64) -> u32 {
    u32::try_from((milliseconds + 500) / 1000).unwrap_or(u32::MAX)
}

/// `+0:51`, `−0:09`, `0:00`
pub fn signed(seconds: i64) -> String {
    let sign = match seconds {
        0 => "",
        1.. => "+",
        _ => "−",
    };
    format!("{sign}{}", clock(u32::try_from(seconds.unsigned_abs()).unwrap_or(u32::MAX)))
}

/// `1 slide`, `2 slides`
pub fn counted(number: usize, one: &str) -> String {
    if number == 1 { format!("1 {one}") } else { format!("{number} {one}s") }
}

/// The middle one of some times, or what is between the two middle ones.
pub fn median(mut times: Vec<u64>) -> Option<u64> {
    times.sort_unstable();
    let middle = times.len() / 2;
    match times.len() {
        0 => None,
        odd if odd % 2 == 1 => Some(times[middle]),
        _ => Some((times[middle - 1] + times[middle]) / 2),
    }
}
