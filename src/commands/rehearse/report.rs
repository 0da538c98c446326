//! `deckle rehearse report`: how a run went, as a table, as JSON, and as a page beside the talk.
//! Manual page: `tests/spec/rehearse.md`, "The report".

use super::super::watch::clock as time_of_day;
use super::super::{Exit, Outcome, failure, print, print_raw, tell, visible::visible};
use super::recording::Recording;
use super::table;
use super::{Opened, html_beside, open, suggest, tell_faults};
use crate::bundle::{Written, write};
use crate::cli::{OutlineFormat, RehearseReport};
use crate::rehearsal::page::{BEGINNING, page};
use crate::rehearsal::report::Report;
use crate::rehearsal::{Told, Trust, book, rfc3339};
use crate::source::{Diagnostic, quoted, slashes};
use serde_json::{Value, json};
use std::io::Read;
use std::path::Path;

/// Prints the report of a run, or suggests times.
pub fn run(arguments: &RehearseReport) -> Outcome {
    let Opened { files, deck, talk, path } = match open(&arguments.talk, &arguments.allow) {
        Ok(opened) => opened,
        Err(outcome) => return outcome,
    };
    let log = book::beside(&path);
    let mut read = book::read(&log);
    tell_faults(&mut read, &log);
    let runs = read.value.runs_of(&talk.name);
    if runs.is_empty() {
        tell(&format!(
            "there is no run of {} yet: `deckle rehearse {}` makes one\n",
            visible(&talk.name),
            quoted(&slashes(&arguments.talk))
        ));
        return Ok(Exit::Mistakes);
    }
    if arguments.suggest {
        return suggest::run(&files, &deck, &talk, &runs, arguments.write);
    }
    let number = arguments.run.unwrap_or(runs.len());
    let chosen = number.checked_sub(1).and_then(|last| runs.get(..=last));
    let Some(report) = chosen.and_then(|runs| Report::of(&talk, runs)) else {
        let count = runs.len();
        let hint = if count == 1 { "there is run 1 only".to_owned() } else { format!("there are runs 1 to {count}") };
        return Err(failure("rehearsal-run", format!("there is no run {number} of `{}`", talk.name), hint));
    };
    if arguments.format == OutlineFormat::Json {
        print_raw(format!("{:#}\n", object(&report)).as_bytes())?;
        if let Some(output) = &arguments.output {
            write_page(&report, output)?;
        }
        return Ok(Exit::Fine);
    }
    show(&report, &path, arguments.output.as_deref(), None)
}

/// Prints the table and writes the page.
pub fn show(report: &Report, talk: &Path, output: Option<&Path>, recording: Option<&Recording>) -> Outcome {
    if output.is_some_and(|output| output.as_os_str() == "-") {
        return print_raw(page(report, &time_of_day::offset).as_bytes()).map(|()| Exit::Fine);
    }
    print(&table::table(report, super::super::columns::terminal(40, 120)))?;
    if recording.is_some_and(|recording| !recording.is_written()) {
        tell("this run could not be written down; the report is all that is left of it\n");
    }
    let beside = html_beside(talk);
    tell(&format!("\n{}\n", write_page(report, output.unwrap_or(&beside))?));
    Ok(Exit::Fine)
}

/// Writes the page, whole or not at all. A file that is no report is left alone.
fn write_page(report: &Report, path: &Path) -> Result<String, Box<Diagnostic>> {
    let shown = slashes(path);
    let mut start = vec![0; BEGINNING.len()];
    let is_other = std::fs::metadata(path).is_ok_and(|known| known.is_file() && known.len() > 0)
        && !std::fs::File::open(path)
            .and_then(|mut file| file.read_exact(&mut start))
            .is_ok_and(|()| start == BEGINNING.as_bytes());
    if is_other {
        let message = format!("`{shown}` is there already and is no report of a rehearsal");
        return Err(failure("rehearsal-output", message, "name another file: `-o FILE`"));
    }
    let bytes = page(report, &time_of_day::offset);
    match write(path, bytes.as_bytes(), &[]) {
        Ok(Written::Changed) => Ok(format!("wrote {}", visible(&shown))),
        Ok(Written::Unchanged) => Ok(format!("unchanged {}", visible(&shown))),
        Err(error) => Err(failure(error.code, error.message, error.hint)),
    }
}

/// The report for other programs, all times in seconds.
fn object(report: &Report) -> Value {
    let run = |run: &Told| {
        let of_slide =
            |index: &Option<usize>, id: &str| index.map_or(id.to_owned(), |index| report.talk.slides[index].id.clone());
        let marks: Vec<Value> = run
            .marks
            .iter()
            .map(|(index, id, step, at)| json!({ "slide": of_slide(index, id), "step": step, "at": exact(*at) }))
            .collect();
        json!({
            "number": run.number, "run": run.id, "time": rfc3339(run.began), "seconds": exact(run.spent), "asked": exact(run.asked),
            "questions": run.questions, "difference": run.difference(), "partial": run.partial, "marks": marks,
            "curve": run.curve, "first": run.reach.start, "gone": exact(run.gone), "backup": exact(run.backup),
        })
    };
    let slides: Vec<Value> = report
        .talk
        .slides
        .iter()
        .zip(&report.rows)
        .map(|(slide, row)| {
            let trust = row.got.map(|got| match got.trust {
                Trust::Sound => "sound",
                Trust::Changed => "changed",
                Trust::Half => "half",
            });
            json!({
                "number": slide.number, "id": slide.id, "title": slide.title, "plan": slide.plan,
                "seconds": row.got.map(|got| exact(got.spent)), "asked": row.got.map(|got| exact(got.asked)), "trust": trust,
                "difference": row.difference, "earlier": row.earlier.iter().map(|time| exact(*time)).collect::<Vec<_>>(),
                "median": row.median.map(exact), "changed": row.changed, "verdict": row.verdict.words,
                "optional": slide.optional, "backup": slide.backup,
            })
        })
        .collect();
    let sections: Vec<Value> = report
        .sections
        .iter()
        .map(|part| {
            json!({
                "title": part.title, "first": part.slides.start, "slides": part.slides.len(), "plan": part.plan,
                "seconds": part.spent.map(exact), "difference": part.difference, "median": part.median.map(exact),
            })
        })
        .collect();
    json!({
        "title": report.talk.title, "slot": report.talk.slot, "questions": report.talk.questions, "planned": report.talk.planned(),
        "run": run(report.shown()), "earlier": report.before().iter().map(run).collect::<Vec<_>>(),
        "sentences": report.sentences, "sections": sections, "slides": slides,
    })
}

/// Milliseconds as seconds.
fn exact(milliseconds: u64) -> f64 {
    milliseconds as f64 / 1000.0
}
