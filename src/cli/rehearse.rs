//! `deckle rehearse` and what it does with runs that are over: the doc comments are what `--help` prints.
//! Manual page: `tests/spec/rehearse.md`.

use super::OutlineFormat;
use clap::{Args, Subcommand};
use std::path::PathBuf;

/// Give the talk to yourself, with a clock that writes down every slide
///
/// Shows the talk as `deckle watch` does. The clock starts with your first step; press S for the presenter window, M to mark a
/// place, Q while somebody asks a question. Every run is added to `rehearsals.jsonl` beside the talk, as it happens.
/// Ctrl-C ends with a table here and with `rehearsal.html` beside the talk. Exit code 0, or 2 when nothing could be shown.
#[derive(Args, Debug)]
#[command(
    args_conflicts_with_subcommands = true,
    subcommand_negates_reqs = true,
    disable_help_subcommand = true,
    after_help = "\
Examples:
  deckle rehearse talk.md --open               begin; Ctrl-C ends with the report
  deckle rehearse talk.md --from training      only from this section, or slide, on
  deckle rehearse talk.md --blind              without any clock, to feel the time
  deckle rehearse report talk.md               the report of the newest run again
  deckle rehearse report talk.md --suggest     times for the slides, as a diff
  deckle rehearse import talk.md saved.jsonl   runs that an exported deck has saved

A talk called `report` or `import` is named with its folder: `deckle rehearse ./report`."
)]
pub struct Rehearse {
    /// What to do with runs that are over.
    #[command(subcommand)]
    pub command: Option<RehearseCommand>,
    /// The talk: a Markdown file, or a folder that holds `talk.md` or `index.md`
    #[arg(required = true, value_name = "TALK")]
    pub talk: Option<PathBuf>,
    /// Begin at this section or slide: its title, id or number
    #[arg(long, value_name = "SECTION")]
    pub from: Option<String>,
    /// Hide clock, pace, plan and what is left from the presenter window
    #[arg(long)]
    pub blind: bool,
    /// The port of the address; the next free one when it is taken
    #[arg(long, value_name = "N", default_value_t = 4400)]
    pub port: u16,
    /// Open the browser
    #[arg(long)]
    pub open: bool,
    /// Look at the files every MS milliseconds instead of waiting to be told, for shares on the network
    #[arg(long, value_name = "MS", num_args = 0..=1, default_missing_value = "500", value_parser = clap::value_parser!(u64).range(10..=60_000))]
    pub poll: Option<u64>,
    /// Use this theme instead of the one the talk names
    #[arg(long, value_name = "NAME")]
    pub theme: Option<String>,
    /// Let the talk read files of this folder too; may be given several times
    #[arg(long, value_name = "DIR")]
    pub allow: Vec<PathBuf>,
}

/// What to do with runs that are over.
#[derive(Debug, Subcommand)]
pub enum RehearseCommand {
    // Texts here would hide the long help that stands on the arguments.
    #[allow(missing_docs, reason = "the text on the arguments is the one that is printed")]
    Report(RehearseReport),
    #[allow(missing_docs, reason = "the text on the arguments is the one that is printed")]
    Import(RehearseImport),
}

/// Print how a run went, and write `rehearsal.html`; or suggest times
///
/// The newest run, or another with `--run`, is compared with the plan and with the runs before it.
/// With `--suggest` the medians of all runs become `{time=…}` on the slides, printed as a diff; `--write` applies it.
/// Exit code 0. 1: nothing was rehearsed yet, or no time is to be suggested. 2: the talk cannot be read, or nothing was written.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  deckle rehearse report talk.md
  deckle rehearse report talk.md --run 2 -o second.html
  deckle rehearse report talk.md --suggest | less    see what would change
  deckle rehearse report talk.md --suggest --write   change it
  deckle rehearse report talk.md --format json | jq .slides")]
pub struct RehearseReport {
    /// The talk: a Markdown file, or a folder that holds `talk.md` or `index.md`
    pub talk: PathBuf,
    /// Which run, counted from 1 [default: the newest]
    #[arg(long, value_name = "N")]
    pub run: Option<usize>,
    /// Where to write the report as HTML; `-` is standard output [default: rehearsal.html beside the talk]
    #[arg(short = 'o', long = "output", value_name = "FILE", conflicts_with = "suggest")]
    pub output: Option<PathBuf>,
    /// Print a diff of the talk that sets the slides' times from the runs
    #[arg(long)]
    pub suggest: bool,
    /// Apply that diff
    #[arg(long, requires = "suggest")]
    pub write: bool,
    /// As a table for people or as JSON, which writes no HTML unless `-o` is given
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT", conflicts_with = "suggest")]
    pub format: OutlineFormat,
    /// Let the talk read files of this folder too; may be given several times
    #[arg(long, value_name = "DIR")]
    pub allow: Vec<PathBuf>,
}

/// Add runs that a deck without a server has saved
///
/// An exported deck offers to save its times. Each file is merged into `rehearsals.jsonl` beside the talk; what is there already is
/// not added again. Exit code 0. 1: something in the files cannot be used. 2: nothing was written.
#[derive(Args, Debug)]
#[command(after_help = "\
Example:
  deckle rehearse import talk.md ~/Downloads/*.times.jsonl")]
pub struct RehearseImport {
    /// The talk: a Markdown file, or a folder that holds `talk.md` or `index.md`
    pub talk: PathBuf,
    /// The saved files
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Let the talk read files of this folder too; may be given several times
    #[arg(long, value_name = "DIR")]
    pub allow: Vec<PathBuf>,
}
