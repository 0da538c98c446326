//! Every command and flag; the doc comments here are the manual that `--help` prints. The only door to clap.
//! Manual page: `tests/spec/command-line.md`.

mod rehearse;

use clap::{Args, CommandFactory, Parser, Subcommand, ValueEnum};
pub use rehearse::{Rehearse, RehearseCommand, RehearseImport, RehearseReport};
use std::io::Write;
use std::num::NonZeroUsize;
use std::path::PathBuf;

/// Turn one Markdown talk into one HTML deck that opens offline
#[derive(Debug, Parser)]
#[command(name = "deckle", version, arg_required_else_help = true, max_term_width = 100, after_help = EXAMPLES)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

const EXAMPLES: &str = "\
Examples:
  deckle new my-talk               write a small talk that teaches the language
  deckle build my-talk             write my-talk/talk.html, open it by double click
  deckle watch my-talk             show it in the browser while you write
  deckle rehearse my-talk          give it to yourself, and see where the time goes
  deckle check my-talk             list every mistake, write nothing
  deckle explain picture-missing   what a message means

`deckle help COMMAND` says more about each.";

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Write the deck as one HTML file
    Build(Build),
    /// Show the deck in the browser while you write it
    Watch(Watch),
    #[allow(missing_docs, reason = "the text on the arguments is the one that is printed")]
    Rehearse(Rehearse),
    /// List every mistake without writing anything
    Check(Check),
    /// List the slides with their steps and times
    Outline(Outline),
    // A text here would hide the long help that stands on the arguments.
    #[allow(missing_docs, reason = "the text on the arguments is the one that is printed")]
    Time(Time),
    /// Write a small talk that teaches the language, or a theme
    New(New),
    /// Say what the code of a message means
    Explain(Explain),
    /// Print the completions of a shell
    Completions(Completions),
    /// Draw formulas and code for a build (started by deckle itself)
    #[command(hide = true)]
    Worker,
}

/// Write the deck as one HTML file
///
/// The file holds everything: style, pictures, fonts and formulas. It needs no network. Messages go to standard error.
/// Exit code 0: built. 1: built, but something on a slide is wrong. 2: nothing was built.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  deckle build talk.md                    write talk.html beside it
  deckle build talk.md -o out/index.html  write somewhere else
  deckle build talk.md --notes            write talk.presenter.html, with the speaker notes
  deckle build talk.md -o - | wc -c       write to standard output
  deckle build . --format sarif           messages for a code host")]
pub struct Build {
    /// The talk: a Markdown file, or a folder that holds `talk.md` or `index.md`
    pub talk: PathBuf,
    /// Where to write; `-` is standard output [default: the talk's name with .html, beside it]
    #[arg(short = 'o', long = "output", value_name = "OUT")]
    pub output: Option<PathBuf>,
    /// Use this theme instead of the one the talk names
    #[arg(long, value_name = "NAME|DIR")]
    pub theme: Option<String>,
    /// Shape and colours
    #[command(flatten)]
    pub screen: Screen,
    /// Keep the speaker notes and write NAME.presenter.html, for yourself alone
    #[arg(long)]
    pub notes: bool,
    /// Work with so many processes at once [default: as many as the machine has cores]
    #[arg(short = 'j', long, value_name = "N")]
    pub jobs: Option<NonZeroUsize>,
    /// Say nothing when all is well
    #[arg(short = 'q', long)]
    pub quiet: bool,
    /// How messages look, and what may be read
    #[command(flatten)]
    pub messages: Messages,
}

/// Show the deck in the browser while you write it
///
/// Saving any file of the talk changes the page without loading it anew: slide, step, scroll, timer and presenter window stay.
/// A talk that cannot be built leaves the last good deck and says why, in the page and here. Nothing is ever written.
/// Press S in the page for the presenter window. Ctrl-C ends. Exit code 0, or 2 when nothing could be shown.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  deckle watch talk.md --open        show it in the browser at once
  deckle watch decks/                every talk in the folder, with a page that lists them
  deckle watch talk.md --follow      go to the slide that was saved
  deckle watch talk.md --lan         for others in the room too, without your notes
  deckle watch talk.md --poll        when the files lie on another machine")]
pub struct Watch {
    /// The talks: Markdown files, folders that hold `talk.md` or `index.md`, or a folder of talks
    #[arg(required = true, value_name = "TALK")]
    pub talks: Vec<PathBuf>,
    /// The port of the address; the next free one when it is taken
    #[arg(long, value_name = "N", default_value_t = 4400)]
    pub port: u16,
    /// Open the browser
    #[arg(long)]
    pub open: bool,
    /// Go to the slide that was edited
    #[arg(long)]
    pub follow: bool,
    /// Let others on the network follow, without notes, and a phone steer; prints addresses, QR codes and a code for the phone
    #[arg(long)]
    pub lan: bool,
    /// Look at the files every MS milliseconds instead of waiting to be told, for shares on the network
    #[arg(long, value_name = "MS", num_args = 0..=1, default_missing_value = "500", value_parser = clap::value_parser!(u64).range(10..=60_000))]
    pub poll: Option<u64>,
    /// Use this theme instead of the one the talk names
    #[arg(long, value_name = "NAME|DIR")]
    pub theme: Option<String>,
    /// Shape and colours
    #[command(flatten)]
    pub screen: Screen,
    /// Let the talk read files of this folder too; may be given several times
    #[arg(long, value_name = "DIR")]
    pub allow: Vec<PathBuf>,
}

/// List every mistake without writing anything
///
/// Besides what is wrong it says what does not look well: text that cannot be told from its ground or read from the last row
/// (`room: 6H` in the front matter), crowded slides, pictures too coarse or too heavy, steps at which nothing happens. How loud
/// each check is, `check: {dense: off, title-long: error}` decides, in the front matter or for all talks of a project in
/// `deckle.toml`. Messages go to standard output. Without a talk, `--theme` names a theme to look at by itself.
/// Exit code 0: nothing is wrong. 1: something is. 2: the talk or the theme cannot be read.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  deckle check talk.md
  deckle check talk.md --strict           warnings count as mistakes
  deckle check --theme themes/mine        look at a theme by itself
  deckle check talk.md --render           measure every slide in a browser
  deckle check talk.md --format short     one line each, for editors
  deckle check talk.md --baseline known.txt --write-baseline
                                          write down what is known, and tell only what is new")]
pub struct Check {
    /// The talk: a Markdown file, or a folder that holds `talk.md` or `index.md`
    #[arg(required_unless_present = "theme")]
    pub talk: Option<PathBuf>,
    /// Exit with 1 for warnings too
    #[arg(long)]
    pub strict: bool,
    /// Measure in an installed Chromium what fits, instead of estimating it; $CHROMIUM names the browser
    #[arg(long)]
    pub render: bool,
    /// Say nothing of the findings that this file names; errors are always told
    #[arg(long, value_name = "FILE")]
    pub baseline: Option<PathBuf>,
    /// Write the baseline: all findings when there is none yet, else only those it still has in common with them
    #[arg(long, requires = "baseline")]
    pub write_baseline: bool,
    /// Check with this theme instead of the one the talk names; without a talk, check the theme
    #[arg(long, value_name = "NAME|DIR")]
    pub theme: Option<String>,
    /// Shape and colours
    #[command(flatten)]
    pub screen: Screen,
    /// How messages look, and what may be read
    #[command(flatten)]
    pub messages: Messages,
}

/// What a deck is shown on.
#[derive(Args, Clone, Debug, Default)]
pub struct Screen {
    /// The slides' shape, instead of the one the talk names
    #[arg(long, value_name = "RATIO", value_parser = ["16:9", "16:10", "4:3"])]
    pub aspect: Option<String>,
    /// The colours that are shown first, instead of those the talk names
    #[arg(long, value_name = "COLOR", value_parser = ["auto", "light", "dark"])]
    pub color: Option<String>,
}

/// How messages look, and what may be read.
#[derive(Args, Debug)]
pub struct Messages {
    /// How messages are written
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub format: Format,
    /// Let the talk read files of this folder too; may be given several times
    #[arg(long, value_name = "DIR")]
    pub allow: Vec<PathBuf>,
}

/// How messages are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// With the line they are about
    #[default]
    Human,
    /// One line each: FILE:LINE:COLUMN: LEVEL[CODE]: MESSAGE
    Short,
    /// One JSON array, on standard output
    Json,
    /// SARIF 2.1.0, on standard output
    Sarif,
}

/// List the slides with their steps and times
///
/// Exit code 0, or 2 when the talk cannot be read.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  deckle outline talk.md
  deckle outline talk.md --format json | jq '.slides[].id'")]
pub struct Outline {
    /// The talk: a Markdown file, or a folder that holds `talk.md` or `index.md`
    pub talk: PathBuf,
    /// As a table for people or as JSON
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub format: OutlineFormat,
    /// Let the talk read files of this folder too; may be given several times
    #[arg(long, value_name = "DIR")]
    pub allow: Vec<PathBuf>,
}

/// How the outline and the plan are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum OutlineFormat {
    /// A table
    #[default]
    Text,
    /// One JSON object
    Json,
}

/// Print how long each slide may take, and whether the talk fits its slot
///
/// The front matter has the slot, `duration: 45m`, and what is kept free of it, `questions: 5m`. Sections and slides have
/// times, `# Part {time=8m}` and `## Slide {time=90s}`. A slide without one gets a share of what its section has left, by the
/// words of its notes and its steps; such a time is marked `~`. `{optional}` marks slides that may be skipped when late.
/// Exit code 0: it fits. 1: the talk or a section is over. 2: the talk cannot be read.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  deckle time talk.md
  deckle time talk.md && deckle build talk.md     build only what fits its slot
  deckle time talk.md --format json | jq .over    seconds over the slot")]
pub struct Time {
    /// The talk: a Markdown file, or a folder that holds `talk.md` or `index.md`
    pub talk: PathBuf,
    /// As a table for people or as JSON
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub format: OutlineFormat,
    /// Let the talk read files of this folder too; may be given several times
    #[arg(long, value_name = "DIR")]
    pub allow: Vec<PathBuf>,
}

/// Write a small talk that teaches the language, or a theme to make your own
///
/// The folder is made; one that already holds something is left alone.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  deckle new my-talk && deckle build my-talk
  deckle new --theme mine                    write themes/mine, a copy of lectern to change
  deckle new --theme mine --from seminar     begin with another theme")]
pub struct New {
    /// The folder to write into [default for a theme: themes/NAME]
    #[arg(value_name = "DIR", required_unless_present = "theme")]
    pub folder: Option<PathBuf>,
    /// Write a theme of this name instead of a talk
    #[arg(long, value_name = "NAME")]
    pub theme: Option<String>,
    /// The theme it begins as a copy of
    #[arg(long, value_name = "THEME", requires = "theme", default_value = "lectern")]
    pub from: String,
}

/// Say what the code of a message means
///
/// Without a code, list them all.
#[derive(Args, Debug)]
#[command(after_help = "\
Example:
  deckle explain path-outside")]
pub struct Explain {
    /// The code, the words in the brackets of `error[CODE]`
    pub code: Option<String>,
}

/// Print the completions of a shell
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  deckle completions bash > ~/.local/share/bash-completion/completions/deckle
  deckle completions zsh  > ~/.zfunc/_deckle
  deckle completions fish > ~/.config/fish/completions/deckle.fish")]
pub struct Completions {
    /// The shell
    #[arg(value_enum)]
    pub shell: clap_complete::Shell,
}

impl Cli {
    /// Reads the command line; prints help, version or what is wrong with it and ends the program where that is asked for.
    pub fn read() -> Cli {
        Cli::parse()
    }
}

impl Completions {
    /// The completions as text.
    pub fn script(&self) -> Vec<u8> {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut Cli::command(), "deckle", &mut script);
        // Writing into memory does not fail; flushing keeps the promise for any writer.
        let _ = script.flush();
        script
    }
}
