//! The comparison as one HTML file that needs nothing: no script, no network, light and dark, and on paper.
//! Manual page: `tests/spec/rehearse.md`, "The report".

mod chart;
mod scale;
mod table;

use super::date;
use super::measure::Told;
use super::report::{Report, questions_words};
use super::{counted, seconds, signed};
use crate::deck::clock;

const STYLE: &str = include_str!("../../assets/page/rehearsal.css");
/// The beginning of every report, by which a file is known to be one.
pub const BEGINNING: &str = "<!doctype html>\n<!-- deckle rehearse wrote this report and writes it anew -->\n";

/// The file. `offset` says by how many seconds the clock of the place is ahead of UTC at a moment in seconds since 1970.
pub fn page(report: &Report, offset: &dyn Fn(i64) -> i64) -> String {
    let run = report.shown();
    let title = format!("{}, rehearsal {}", escaped(&report.talk.title), run.number);
    let mut out = format!(
        "{BEGINNING}<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <meta name=\"generator\" content=\"Deckle {}\">\n<title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n",
        env!("CARGO_PKG_VERSION"),
    );
    out.push_str(&head(report, offset));
    out.push_str(&figures(report));
    out.push_str("<ul class=\"sentences\">\n");
    for sentence in &report.sentences {
        out.push_str(&format!("<li>{}</li>\n", escaped(sentence)));
    }
    out.push_str("</ul>\n");
    out.push_str(&table::table(report));
    out.push_str(&chart::figure(report));
    out.push_str(&marks(report));
    out.push_str(&runs(report, offset));
    out.push_str("</main>\n</body>\n</html>\n");
    out
}

fn head(report: &Report, offset: &dyn Fn(i64) -> i64) -> String {
    let (run, talk) = (report.shown(), &report.talk);
    let mut facts = vec![when(run, offset)];
    facts.extend(talk.slot.map(|slot| format!("slot {}", clock(slot))));
    facts.push(format!("planned {}", clock(talk.planned())));
    facts.extend(talk.questions.map(|kept| format!("{} kept for questions", clock(kept))));
    let partial = run
        .partial
        .as_ref()
        .map_or(String::new(), |words| format!(" <strong class=\"chip\">{}</strong>", escaped(words)));
    format!(
        "<header>\n<p class=\"kind\">Rehearsal {}{partial}</p>\n<h1>{}</h1>\n<p class=\"when\">{}</p>\n</header>\n",
        run.number,
        escaped(&talk.title),
        facts.join(" · ")
    )
}

fn when(run: &Told, offset: &dyn Fn(i64) -> i64) -> String {
    let seconds = i64::try_from(run.began / 1000).unwrap_or(0);
    date::words(run.began, offset(seconds))
}

/// The few numbers that are seen from the last row.
fn figures(report: &Report) -> String {
    let run = report.shown();
    let mut cells = vec![(clock(seconds(run.spent)), "this run".to_owned(), "")];
    if !run.reach.is_empty() {
        let planned = run.planned(&report.talk);
        let off = run.difference();
        let near = i64::from(planned * 3 / 100).max(20);
        let tone = if off > near { "over" } else { "" };
        cells.push((signed(off), format!("against the plan of {}", clock(planned)), tone));
    }
    if let (Some(room), None) = (report.talk.speaking(), &run.partial) {
        let spent = seconds(run.spent);
        cells.push(match spent.checked_sub(room) {
            Some(over) if over > 0 => (clock(over), format!("too long for the slot’s {}", clock(room)), "over"),
            _ => (clock(room - spent), format!("to spare of the slot’s {}", clock(room)), "good"),
        });
    }
    if let Some(before) = report.before().iter().rev().find(|run| run.partial.is_none()) {
        cells.push((clock(seconds(before.spent)), format!("run {}", before.number), ""));
    }
    let over = report.rows.iter().filter(|row| row.is_over).count();
    let words = if over == 1 { "slide over by 15 % or more" } else { "slides over by 15 % or more" };
    cells.push((over.to_string(), words.to_owned(), if over > 0 { "over" } else { "good" }));
    if let Some(words) = questions_words(run) {
        let (time, rest) = words.split_once(' ').unwrap_or((&words, ""));
        cells.push((time.to_owned(), rest.to_owned(), ""));
    }
    let cell = |(figure, words, tone): (String, String, &str)| {
        format!("<div class=\"{tone}\"><dd>{}</dd><dt>{}</dt></div>\n", escaped(&figure), escaped(&words))
    };
    format!("<dl class=\"figures\">\n{}</dl>\n", cells.into_iter().map(cell).collect::<String>())
}

fn marks(report: &Report) -> String {
    let run = report.shown();
    if run.marks.is_empty() {
        return String::new();
    }
    let line = |(index, id, step, at): &(Option<usize>, String, u16, u64)| {
        let slide = index.and_then(|index| report.talk.slides.get(index));
        let (number, title) = slide.map_or(("", id.as_str()), |slide| (slide.number.as_str(), slide.title.as_str()));
        let step = if *step > 0 { format!(", step {}", step + 1) } else { String::new() };
        format!(
            "<li><b>{}</b><span class=\"number\">{}</span><span>{}<span class=\"quiet\">{step}</span></span></li>\n",
            clock(seconds(*at)),
            escaped(number),
            escaped(title)
        )
    };
    let lines: String = run.marks.iter().map(line).collect();
    format!("<section class=\"marks\">\n<h2>What you marked</h2>\n<ul>\n{lines}</ul>\n</section>\n")
}

/// All runs, the newest first.
fn runs(report: &Report, offset: &dyn Fn(i64) -> i64) -> String {
    let line = |run: &Told| {
        let shown = if run.number == report.shown().number { " class=\"shown\"" } else { "" };
        let difference = if run.reach.is_empty() { String::new() } else { signed(run.difference()) };
        format!(
            "<tr{shown}><td class=\"n\">{}</td><td>{}</td><td class=\"n\">{}</td><td class=\"n\">{difference}</td><td>{}</td><td>{}</td></tr>\n",
            run.number,
            when(run, offset),
            clock(seconds(run.spent)),
            questions_words(run).unwrap_or_default(),
            escaped(run.partial.as_deref().unwrap_or("the whole talk")),
        )
    };
    let lines: String = report.runs.iter().rev().map(line).collect();
    format!(
        "<section class=\"runs\">\n<h2>{}</h2>\n<table>\n<thead><tr><th class=\"n\">Run</th><th>When</th><th class=\"n\">Took</th>\
         <th class=\"n\">Against plan</th><th>Questions</th><th>What</th></tr></thead>\n<tbody>\n{lines}</tbody>\n</table>\n</section>\n",
        counted(report.runs.len(), "run")
    )
}

/// Text for between tags and in attributes.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
