//! What to know of a run before anything else, in sentences. Manual page: `tests/spec/rehearse.md`, "Verdicts".

use super::report::{Report, questions_words};
use super::{counted, seconds, signed};
use crate::deck::clock;

/// So many slides are named in a sentence.
const NAMED: usize = 3;

/// One sentence each, the most important first.
pub fn sentences(report: &Report) -> Vec<String> {
    let mut out = vec![total(report)];
    out.extend(slot(report));
    out.extend(trend(report));
    let run = report.shown();
    if let Some(partial) = &run.partial {
        out.push(format!("Not the whole talk: {partial}. What it left out is not compared."));
    }
    out.extend(furthest(report));
    if let Some(words) = questions_words(run) {
        let kept = report.talk.questions.map_or(String::new(), |kept| format!("; {} are kept free", clock(kept)));
        out.push(format!("Questions took {words}{kept}. They are not part of the times below."));
    }
    let changed = report.rows.iter().filter(|row| row.changed > 0).count();
    if changed > 0 {
        let verb = if changed == 1 { "says" } else { "say" };
        out.push(format!(
            "{} {verb} something else now than in a run: those times are not counted.",
            counted(changed, "slide")
        ));
    }
    if run.backup >= 1000 {
        out.push(format!("{} went into backup slides.", clock(seconds(run.backup))));
    }
    if run.gone >= 1000 {
        out.push(format!("{} went into slides that are not in the talk any more.", clock(seconds(run.gone))));
    }
    out
}

/// `It took 14:11: 0:51 longer than the 13:20 that were planned.`
fn total(report: &Report) -> String {
    let run = report.shown();
    let (took, planned, off) = (clock(seconds(run.spent)), run.planned(&report.talk), run.difference());
    let near = i64::from(planned * 3 / 100).max(20);
    match off {
        _ if run.reach.is_empty() => format!("It took {took}."),
        _ if off.abs() <= near => format!("It took {took}: on time, with {} planned.", clock(planned)),
        1.. => format!("It took {took}: {} longer than the {} that were planned.", magnitude(off), clock(planned)),
        _ => format!("It took {took}: {} shorter than the {} that were planned.", magnitude(off), clock(planned)),
    }
}

/// Whether the talk fits its slot.
fn slot(report: &Report) -> Option<String> {
    let run = report.shown();
    let room = report.talk.speaking().filter(|_| run.partial.is_none())?;
    let spent = seconds(run.spent);
    Some(match room.checked_sub(spent) {
        None => format!("The slot leaves {} for speaking: {} too long.", clock(room), clock(spent - room)),
        Some(free) => format!("The slot leaves {} for speaking: {} to spare.", clock(room), clock(free)),
    })
}

/// Against the newest earlier run of the whole talk.
fn trend(report: &Report) -> Option<String> {
    let run = report.shown();
    let before = report.before().iter().rev().find(|run| run.partial.is_none())?;
    let off = i64::from(seconds(run.spent)) - i64::from(seconds(before.spent));
    let words = match off {
        0 => "exactly as long as".to_owned(),
        1.. => format!("{} longer than", magnitude(off)),
        _ => format!("{} shorter than", magnitude(off)),
    };
    run.partial
        .is_none()
        .then(|| format!("That is {words} run {}, which took {}.", before.number, clock(seconds(before.spent))))
}

/// The slides that are over by most.
fn furthest(report: &Report) -> Option<String> {
    let mut over: Vec<(i64, usize)> = report
        .rows
        .iter()
        .enumerate()
        .filter(|(_, row)| row.is_over)
        .filter_map(|(index, row)| Some((row.difference?, index)))
        .collect();
    over.sort_by_key(|(difference, index)| (std::cmp::Reverse(*difference), *index));
    if over.is_empty() {
        return None;
    }
    let named: Vec<String> = over
        .iter()
        .take(NAMED)
        .map(|(difference, index)| {
            let slide = &report.talk.slides[*index];
            format!("{} “{}” ({})", slide.number, slide.title, signed(*difference))
        })
        .collect();
    let verb = if over.len() == 1 { "is" } else { "are" };
    let first = if over.len() > 1 { ", most of all" } else { ":" };
    Some(format!("{} {verb} over by 15 % or more{first} {}.", counted(over.len(), "slide"), named.join(", ")))
}

fn magnitude(seconds: i64) -> String {
    clock(u32::try_from(seconds.unsigned_abs()).unwrap_or(u32::MAX))
}
