//! `deckle outline`: the slides as a table or as JSON. Manual page: `tests/spec/command-line.md`.

use super::build::unreadable;
use super::visible::visible;
use super::{Exit, Outcome, findings::Findings, print, print_raw, tell};
use crate::cli::{Format, Outline, OutlineFormat};
use crate::deck::{Deck, Slide, clock, plain};
use crate::source::{Files, Level, Limits};
use serde_json::{Value, json};

/// Parses the talk and lists its slides. Errors go to standard error; they do not change the exit code.
pub fn run(arguments: &Outline) -> Outcome {
    let opened = Files::open(&arguments.talk, arguments.allow.clone(), Limits::default());
    if opened.has_errors() {
        return unreadable(opened, Format::Human, super::tell_people);
    }
    let files = opened.value;
    let parsed = crate::talk(&files);
    let errors: Vec<_> = parsed.diagnostics.into_iter().filter(|diagnostic| diagnostic.level == Level::Error).collect();
    tell(&Findings::new(files.sources(), errors).drawn());
    match arguments.format {
        OutlineFormat::Text => print(&table(&parsed.value))?,
        OutlineFormat::Json => print_raw(format!("{:#}\n", object(&parsed.value)).as_bytes())?,
    }
    Ok(Exit::Fine)
}

/// Number, id, layout, steps, time and title in columns; a section's title stands above its slides.
fn table(deck: &Deck) -> String {
    let rows: Vec<[String; 6]> = deck.slides.iter().map(row).collect();
    let head = ["no", "id", "layout", "steps", "time", "title"].map(str::to_owned);
    let mut widths = [0; 6];
    for row in rows.iter().chain([&head]) {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.chars().count());
        }
    }
    let mut out = line(&head, &widths);
    for (index, row) in rows.iter().enumerate() {
        for section in deck.sections.iter().filter(|section| section.first == index) {
            let time = section.budget.map(|seconds| format!("  {}", clock(seconds))).unwrap_or_default();
            out.push_str(&format!("\n{}{time}\n", visible(&plain(&section.title))));
        }
        out.push_str(&line(row, &widths));
    }
    let budget =
        deck.settings.duration.as_ref().map(|slot| format!(" · {} long", clock(slot.value))).unwrap_or_default();
    let count = if deck.slides.len() == 1 { "1 slide".to_owned() } else { format!("{} slides", deck.slides.len()) };
    out + &format!("\n{count}{budget}\n")
}

fn row(slide: &Slide) -> [String; 6] {
    let steps = if slide.last_step > 0 { slide.last_step.to_string() } else { String::new() };
    let time = slide.budget.map(clock).unwrap_or_default();
    let marks = if slide.optional { " (optional)" } else { "" };
    let title = visible(&slide.title_text()).into_owned() + marks;
    [slide.number.clone(), visible(&slide.id).into_owned(), slide.layout.value.name().to_owned(), steps, time, title]
}

fn line(cells: &[String; 6], widths: &[usize; 6]) -> String {
    let mut out = String::new();
    for (index, (cell, width)) in cells.iter().zip(widths).enumerate() {
        let space = " ".repeat(width.saturating_sub(cell.chars().count()));
        // Figures stand at the right: the number, the steps and the time.
        let (before, after) = if matches!(index, 0 | 3 | 4) { (space.as_str(), "") } else { ("", space.as_str()) };
        out.push_str(&format!("{before}{cell}{after}  "));
    }
    out.truncate(out.trim_end().len());
    out + "\n"
}

fn object(deck: &Deck) -> Value {
    let sections: Vec<Value> = deck.sections.iter().map(|section| json!({
        "title": plain(&section.title), "id": section.id, "first": section.first, "seconds": section.budget, "backup": section.backup,
    })).collect();
    let slides: Vec<Value> = deck
        .slides
        .iter()
        .map(|slide| {
            json!({
                "number": slide.number, "id": slide.id, "layout": slide.layout.value.name(), "section": slide.section,
                "last_step": slide.last_step, "seconds": slide.budget, "title": slide.title_text(),
                "optional": slide.optional, "backup": slide.backup, "notes": slide.notes.len(), "tags": slide.tags,
            })
        })
        .collect();
    let slot = deck.settings.duration.as_ref().map(|slot| slot.value);
    json!({ "title": deck.settings.title, "seconds": slot, "sections": sections, "slides": slides })
}
