//! `deckle time`: the plan of a talk as a table or as JSON. Manual page: `tests/spec/time.md`.

use super::build::unreadable;
use super::columns::{cut, left, right, terminal, width};
use super::visible::visible;
use super::{Exit, Outcome, findings::Findings, print, print_raw, tell};
use crate::cli::{Format, OutlineFormat, Time};
use crate::deck::{Deck, Group, Plan, clock, plain};
use crate::source::{Files, Level, Limits};
use anstyle::{AnsiColor, Style};
use serde_json::{Value, json};

/// On a terminal with fewer columns there is room for titles and times only.
const NARROW: usize = 64;
const BOLD: Style = Style::new().bold();
const DIM: Style = Style::new().dimmed();
const RED: Style = AnsiColor::Red.on_default().bold();

/// Parses the talk and prints its plan. Errors, and all that is said about times, go to standard error.
pub fn run(arguments: &Time) -> Outcome {
    let opened = Files::open(&arguments.talk, arguments.allow.clone(), Limits::default());
    if opened.has_errors() {
        return unreadable(opened, Format::Human, super::tell_people);
    }
    let files = opened.value;
    let parsed = crate::talk(&files);
    let about_times = |code: &str| code.starts_with("time-");
    let mut found = parsed.diagnostics;
    found.retain(|diagnostic| diagnostic.level == Level::Error || about_times(diagnostic.code));
    tell(&Findings::new(files.sources(), found).drawn());
    let deck = parsed.value;
    if deck.slides.is_empty() {
        return Ok(Exit::Nothing);
    }
    let plan = Plan::of(&deck);
    match arguments.format {
        OutlineFormat::Text => print(&table(&deck, &plan, terminal(40, 120)))?,
        OutlineFormat::Json => print_raw(format!("{:#}\n", object(&deck, &plan)).as_bytes())?,
    }
    let over = plan.over() > 0 || plan.groups.iter().any(|group| is_over(group) > 0);
    Ok(if over { Exit::Mistakes } else { Exit::Fine })
}

/// Seconds by which a section's slides are longer than the section.
fn is_over(group: &Group) -> u32 {
    group.budget.map_or(0, |budget| group.seconds.saturating_sub(budget))
}

/// One line of the table.
#[derive(Default)]
struct Row {
    number: String,
    title: String,
    /// ` (optional)`, never cut; on a narrow terminal ` (opt.)`.
    mark: &'static str,
    time: String,
    clock: String,
    /// Behind the clock, in red if it is bad; left out on a narrow terminal.
    remark: String,
    is_section: bool,
    is_derived: bool,
    is_bad: bool,
}

/// The slides under their sections, and the sums, no line longer than `columns` if that can be.
fn table(deck: &Deck, plan: &Plan, columns: usize) -> String {
    let mut rows = rows(deck, plan);
    if columns < NARROW {
        for row in &mut rows {
            row.remark.clear();
            row.mark = if row.mark.is_empty() { "" } else { " (opt.)" };
        }
    }
    let widest = |cell: fn(&Row) -> usize| rows.iter().map(cell).max().unwrap_or(0);
    let number = widest(|row| width(&row.number)).max(2);
    let time = widest(|row| width(&row.time)).max(4);
    let clocks = widest(|row| width(&row.clock)).max(5);
    let remark = widest(|row| width(&row.remark));
    // A section's title begins where the numbers of slides do, and has the room of both.
    let beside = number + time + clocks + 6 + if remark > 0 { remark + 2 } else { 0 };
    let longest = widest(|row| if row.is_section { 0 } else { width(&row.title) + row.mark.len() });
    let section = widest(|row| if row.is_section { width(&row.title).saturating_sub(2) } else { 0 });
    let title = longest.max(section.saturating_sub(number)).min(columns.saturating_sub(beside).max(12));
    let mut out = format!("{}  {}  {}  clock\n", right("no", number), left("title", title), right("time", time));
    for row in &rows {
        let name = match row.is_section {
            true => format!("\n{BOLD}{}{BOLD:#}", left(&cut(&row.title, number + 2 + title), number + 2 + title)),
            false => {
                let words = cut(&row.title, title.saturating_sub(row.mark.len())) + row.mark;
                format!("{}  {}", right(&row.number, number), left(&words, title))
            }
        };
        let style = match row {
            Row { is_section: true, .. } => BOLD,
            Row { is_derived: true, .. } => DIM,
            _ => Style::new(),
        };
        let bad = if row.is_bad { RED } else { Style::new() };
        let remark = if row.remark.is_empty() { String::new() } else { format!("  {bad}{}{bad:#}", row.remark) };
        let clock = if remark.is_empty() { row.clock.clone() } else { left(&row.clock, clocks) };
        out.push_str(&format!("{name}  {style}{}{style:#}  {clock}{remark}\n", right(&row.time, time)));
    }
    let lines: Vec<String> = out.lines().map(|line| line.trim_end().to_owned()).collect();
    lines.join("\n") + "\n\n" + &sums(plan)
}

fn rows(deck: &Deck, plan: &Plan) -> Vec<Row> {
    let mut rows = Vec::new();
    for group in &plan.groups {
        if let Some(section) = group.section.and_then(|section| deck.sections.get(section)) {
            let title = visible(&plain(&section.title)).into_owned();
            rows.push(Row { title, is_section: true, ..section_row(plan, group) });
        }
        rows.extend(group.slides.clone().map(|index| slide_row(deck, plan, index)));
    }
    let backup = deck.slides.iter().position(|slide| slide.backup).unwrap_or(deck.slides.len());
    if backup < deck.slides.len() {
        let clock = "untimed".to_owned();
        rows.push(Row { title: "Backup".to_owned(), clock, is_section: true, ..Row::default() });
    }
    rows.extend((backup..deck.slides.len()).map(|index| slide_row(deck, plan, index)));
    rows
}

fn section_row(plan: &Plan, group: &Group) -> Row {
    let from = plan.expected(group.slides.start, 0);
    let (over, free) = (is_over(group), group.taken() - group.seconds);
    let remark = match (over, free) {
        (0, 0) => String::new(),
        (0, free) => format!("{} free", clock(free)),
        (over, _) => format!("{} over", clock(over)),
    };
    Row {
        time: marked(group.budget.unwrap_or(group.seconds), group.budget.is_some()),
        clock: format!("{}–{}", clock(from), clock(from.saturating_add(group.seconds))),
        remark,
        is_bad: over > 0,
        ..Row::default()
    }
}

fn slide_row(deck: &Deck, plan: &Plan, index: usize) -> Row {
    let (slide, timed) = (&deck.slides[index], &plan.slides[index]);
    let title = Some(slide.title_text()).filter(|title| !title.is_empty()).unwrap_or_else(|| format!("#{}", slide.id));
    let row = Row {
        number: slide.number.clone(),
        title: visible(&title).into_owned(),
        mark: if slide.optional { " (optional)" } else { "" },
        ..Row::default()
    };
    if slide.backup {
        return row;
    }
    Row {
        time: marked(timed.seconds, timed.given),
        clock: format!("{}–{}", clock(timed.starts), clock(plan.expected(index + 1, 0))),
        is_derived: !timed.given,
        ..row
    }
}

/// A derived time has a wave before it.
fn marked(seconds: u32, given: bool) -> String {
    format!("{}{}", if given { "" } else { "~" }, clock(seconds))
}

/// The lines under the table.
fn sums(plan: &Plan) -> String {
    let planned = format!("{BOLD}{} planned{BOLD:#}", clock(plan.taken()));
    let mut out = match (plan.slot, plan.talk()) {
        (Some(slot), Some(talk)) => {
            let of = plan
                .questions
                .map_or(String::new(), |time| format!(" ({} without {} for questions)", clock(talk), clock(time)));
            let rest = match (plan.over(), plan.free().unwrap_or(0)) {
                (0, 0) => "nothing free".to_owned(),
                (0, free) => format!("{} free", clock(free)),
                (over, _) => format!("{RED}{} over{RED:#}", clock(over)),
            };
            format!("{planned} · slot {}{of} · {rest}\n", clock(slot))
        }
        _ => format!("{planned} · no slot: set `duration:` in the front matter\n"),
    };
    if plan.saves() > 0 {
        out.push_str(&format!("skipping the optional slides saves {}\n", clock(plan.saves())));
    }
    if plan.groups.iter().flat_map(|group| group.slides.clone()).any(|index| !plan.slides[index].given) {
        out.push_str(&format!("{DIM}~ derived from notes and steps{DIM:#}\n"));
    }
    out
}

fn object(deck: &Deck, plan: &Plan) -> Value {
    let sections: Vec<Value> = plan
        .groups
        .iter()
        .map(|group| {
            let section = group.section.and_then(|section| deck.sections.get(section));
            json!({
                "title": section.map(|section| plain(&section.title)), "id": section.map(|section| &section.id),
                "first": group.slides.start, "slides": group.slides.len(), "budget": group.budget,
                "seconds": group.seconds, "starts": plan.expected(group.slides.start, 0),
            })
        })
        .collect();
    let slides: Vec<Value> = deck
        .slides
        .iter()
        .zip(&plan.slides)
        .map(|(slide, timed)| {
            json!({
                "number": slide.number, "id": slide.id, "title": slide.title_text(), "section": slide.section,
                "seconds": timed.seconds, "given": timed.given, "starts": (!slide.backup).then_some(timed.starts),
                "last_step": slide.last_step, "optional": slide.optional, "backup": slide.backup,
            })
        })
        .collect();
    json!({
        "title": deck.settings.title, "slot": plan.slot, "questions": plan.questions, "planned": plan.taken(),
        "free": plan.free(), "over": plan.over(), "saves": plan.saves(), "sections": sections, "slides": slides,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::FileId;

    #[test]
    fn no_line_is_longer_than_the_terminal_and_times_stand_in_one_column() {
        let text = "---\nduration: 10m\n---\n\n# 纸的颜色 and a title that is far too long for a narrow terminal\n\n---\n\n\
                    # A section, also with a title that is far too long {time=5m}\n\n---\n\n## 纸 {time=90s optional}\n\nWords.\n";
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("talk.md");
        std::fs::write(&path, text).unwrap();
        let files = Files::open(&path, Vec::new(), Limits::default()).value;
        assert_eq!(files.source(FileId(0)).text.len(), text.len());
        let deck = crate::parse::talk(&files).value;
        for columns in [40, 48, 60, 120] {
            let drawn = table(&deck, &Plan::of(&deck), columns);
            let bare = anstream::adapter::strip_str(&drawn).to_string();
            let lines: Vec<&str> = bare.lines().take_while(|line| !line.contains("planned")).collect();
            assert!(lines.iter().all(|line| width(line) <= columns), "{columns}\n{bare}");
            let ends =
                lines.iter().filter_map(|line| Some(width(line.split_once('–')?.0.rsplit_once(' ')?.0.trim_end())));
            let ends: std::collections::BTreeSet<usize> = ends.collect();
            assert_eq!(ends.len(), 1, "{columns}\n{bare}");
        }
    }
}
