//! The report in the terminal: a table, what it says in words, and what the speaker marked. Manual page: `tests/spec/rehearse.md`.

use super::super::columns::{cut, left, right, width};
use super::super::visible::visible;
use crate::deck::clock;
use crate::rehearsal::report::{Part, Report};
use crate::rehearsal::{Tone, Trust, seconds, signed};
use anstyle::{AnsiColor, Style};

/// With fewer columns there is no room for the median, and with fewer than the second none for the verdict in the table.
const NARROW: usize = 56;
const WIDE: usize = 96;
const BOLD: Style = Style::new().bold();
const DIM: Style = Style::new().dimmed();
const RED: Style = AnsiColor::Red.on_default().bold();
const GREEN: Style = AnsiColor::Green.on_default();

/// One line of the table.
#[derive(Default)]
struct Line {
    number: String,
    title: String,
    /// ` (optional)` or ` (changed)`, never cut.
    mark: &'static str,
    plan: String,
    run: String,
    difference: String,
    median: String,
    verdict: String,
    tone: Tone,
    is_over: bool,
    is_section: bool,
    is_quiet: bool,
}

/// The whole report, no line of the table longer than `columns` if that can be.
pub fn table(report: &Report, columns: usize) -> String {
    let run = report.shown();
    let mut out = format!("{BOLD}{} · rehearsal {}{BOLD:#}\n\n", visible(&report.talk.title), run.number);
    let mut lines = lines(report);
    let has_median = columns >= NARROW && lines.iter().any(|line| !line.median.is_empty());
    let has_verdicts = columns >= WIDE;
    if columns < NARROW {
        lines.iter_mut().for_each(|line| line.mark = if line.mark.is_empty() { "" } else { " *" });
    }
    let widest = |cell: fn(&Line) -> usize, least: usize| lines.iter().map(cell).max().unwrap_or(0).max(least);
    let head = format!("run {}", run.number);
    let number = widest(|line| width(&line.number), 2);
    let plan = widest(|line| width(&line.plan), 4);
    let took = widest(|line| width(&line.run), width(&head));
    let difference = widest(|line| width(&line.difference), 4);
    let median = if has_median { widest(|line| width(&line.median), 6) } else { 0 };
    let verdict = if has_verdicts { widest(|line| width(&line.verdict), 0).min(34) } else { 0 };
    let beside = number
        + plan
        + took
        + difference
        + 8
        + median
        + 2 * usize::from(median > 0)
        + verdict
        + 2 * usize::from(verdict > 0);
    let longest = widest(
        |line| {
            if line.is_section { width(&line.title).saturating_sub(2) } else { width(&line.title) + line.mark.len() }
        },
        5,
    );
    let title = longest.min(columns.saturating_sub(beside).max(8));
    let median_head = if has_median { format!("  {}", right("median", median)) } else { String::new() };
    out.push_str(&format!(
        "{}  {}  {}  {}  {}{median_head}\n",
        right("no", number),
        left("title", title),
        right("plan", plan),
        right(&head, took),
        right("diff", difference)
    ));
    for line in &lines {
        let name = match line.is_section {
            true => left(&cut(&line.title, number + 2 + title), number + 2 + title),
            false => {
                let words = cut(&line.title, title.saturating_sub(line.mark.len())) + line.mark;
                format!("{}  {}", right(&line.number, number), left(&words, title))
            }
        };
        let style = match line {
            Line { is_section: true, .. } => BOLD,
            Line { is_quiet: true, .. } => DIM,
            _ => Style::new(),
        };
        let red = if line.is_over { RED } else { style };
        let median = if has_median { format!("  {}", right(&line.median, median)) } else { String::new() };
        let verdict = if has_verdicts && !line.verdict.is_empty() {
            let tone = tone(line.tone);
            format!("  {tone}{}{tone:#}", cut(&line.verdict, verdict))
        } else {
            String::new()
        };
        let gap = if line.is_section { "\n" } else { "" };
        out.push_str(&format!(
            "{gap}{style}{name}  {}  {}{style:#}  {red}{}{red:#}{style}{median}{style:#}{verdict}\n",
            right(&line.plan, plan),
            right(&line.run, took),
            right(&line.difference, difference),
        ));
    }
    let trimmed: Vec<&str> = out.lines().map(str::trim_end).collect();
    trimmed.join("\n") + "\n\n" + &words(report, has_verdicts && verdict >= 30) + &marks(report)
}

fn tone(tone: Tone) -> Style {
    match tone {
        Tone::Over => RED,
        Tone::Under | Tone::Good => GREEN,
        Tone::Quiet => DIM,
    }
}

fn lines(report: &Report) -> Vec<Line> {
    let mut lines = Vec::new();
    for part in &report.sections {
        if !part.title.is_empty() {
            lines.push(section(part));
        }
        lines.extend(part.slides.clone().map(|index| slide(report, index)));
    }
    let backup = report.talk.counted()..report.talk.slides.len();
    let shown: Vec<usize> = backup.filter(|index| report.rows[*index].got.is_some()).collect();
    if !shown.is_empty() {
        lines.push(Line { title: "Backup".to_owned(), is_section: true, ..Line::default() });
    }
    lines.extend(shown.into_iter().map(|index| slide(report, index)));
    lines
}

fn section(part: &Part) -> Line {
    Line {
        title: visible(&part.title).into_owned(),
        plan: clock(part.plan),
        run: part.spent.map_or(String::new(), |spent| clock(seconds(spent))),
        difference: part.difference.map_or(String::new(), signed),
        median: part.median.map_or(String::new(), |median| clock(seconds(median))),
        is_over: part.difference.is_some_and(|over| over >= (i64::from(part.plan) * 15 / 100).max(20)),
        is_section: true,
        ..Line::default()
    }
}

fn slide(report: &Report, index: usize) -> Line {
    let (slide, row) = (&report.talk.slides[index], &report.rows[index]);
    let run = row.got.map_or("–".to_owned(), |got| {
        let time = clock(seconds(got.spent));
        if got.trust == Trust::Half { format!("({time})") } else { time }
    });
    Line {
        number: slide.number.clone(),
        title: visible(&slide.title).into_owned(),
        mark: match () {
            () if row.changed > 0 => " (changed)",
            () if slide.optional => " (optional)",
            () => "",
        },
        plan: if slide.backup { String::new() } else { clock(slide.plan) },
        run,
        difference: row.difference.map_or(String::new(), signed),
        median: row.median.map_or(String::new(), |median| clock(seconds(median))),
        verdict: row.verdict.words.clone(),
        tone: row.verdict.tone,
        is_over: row.is_over,
        is_section: false,
        is_quiet: row.got.is_none(),
    }
}

/// The sentences, and the verdicts that have no column or were cut in it.
fn words(report: &Report, has_column: bool) -> String {
    let mut out: String = report.sentences.iter().map(|sentence| format!("{}\n", visible(sentence))).collect();
    let to_act = |tone: Tone| matches!(tone, Tone::Over | Tone::Under);
    let told = report.talk.slides.iter().zip(&report.rows).filter(|(_, row)| {
        to_act(row.verdict.tone) && row.verdict.words.contains(' ') && (!has_column || width(&row.verdict.words) > 34)
    });
    for (slide, row) in told {
        let style = tone(row.verdict.tone);
        out.push_str(&format!("{} “{}”: {style}{}{style:#}\n", slide.number, visible(&slide.title), row.verdict.words));
    }
    out
}

fn marks(report: &Report) -> String {
    let run = report.shown();
    if run.marks.is_empty() {
        return String::new();
    }
    let mut out = format!("\n{BOLD}Marked{BOLD:#}\n");
    for (index, id, step, at) in &run.marks {
        let slide = index.and_then(|index| report.talk.slides.get(index));
        let name = slide.map_or(format!("#{id}"), |slide| format!("{} “{}”", slide.number, slide.title));
        let step = if *step > 0 { format!(", step {}", step + 1) } else { String::new() };
        out.push_str(&format!("{}  {}{step}\n", right(&clock(seconds(*at)), 7), visible(&name)));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rehearsal::{Facts, Talk, book};

    #[test]
    fn no_line_of_the_table_is_longer_than_the_terminal() {
        let slide = |number: usize, title: &str| Facts {
            id: format!("s{number}"),
            number: number.to_string(),
            title: title.to_owned(),
            plan: 60,
            optional: number == 3,
            ..Facts::default()
        };
        let long = "纸的颜色 and a title that is far too long for a narrow terminal, whatever it says";
        let talk = Talk {
            name: "talk.md".to_owned(),
            title: "Paper".to_owned(),
            slides: vec![slide(1, "One"), slide(2, long), slide(3, long), slide(4, "Four")],
            sections: vec![(String::new(), 0..1), (long.to_owned(), 1..4)],
            ..Talk::default()
        };
        let mut text = String::new();
        for run in ["a", "b"] {
            text.push_str(&format!(
                "{{\"run\":\"{run}\",\"event\":\"start\",\"talk\":\"talk.md\",\"time\":\"2026-11-01T09:00:00Z\"}}\n"
            ));
            for (n, at) in [(1, 0), (2, 90), (3, 170), (4, 4000)] {
                text.push_str(&format!(
                    "{{\"run\":\"{run}\",\"n\":{n},\"event\":\"go\",\"slide\":\"s{n}\",\"at\":{at},\"asked\":0}}\n"
                ));
            }
            text.push_str(&format!("{{\"run\":\"{run}\",\"event\":\"end\",\"at\":4031.5,\"asked\":0}}\n"));
        }
        let runs = book::of_text(&text, "rehearsals.jsonl").value.runs_of("talk.md");
        let report = Report::of(&talk, &runs).unwrap();
        for columns in [40, 55, 56, 80, 95, 96, 120] {
            let drawn = table(&report, columns);
            let bare = anstream::adapter::strip_str(&drawn).to_string();
            let lines: Vec<&str> = bare.lines().take_while(|line| !line.starts_with("It took")).collect();
            assert!(lines.len() >= 8 && lines.iter().all(|line| width(line) <= columns), "{columns}\n{bare}");
            assert!(bare.contains("cut or split"), "{bare}");
        }
    }
}
