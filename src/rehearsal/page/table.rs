//! The table: each slide's times, a bar of this run with the plan as a line and earlier runs as dots, and the verdict.
//! Manual page: `tests/spec/rehearse.md`, "The report".

use super::super::measure::Trust;
use super::super::report::{Part, Report, Row};
use super::super::verdict::Tone;
use super::super::{seconds, signed};
use super::escaped;
use super::scale::step;
use crate::deck::clock;

/// Height of a bar's picture, in px.
const HIGH: u32 = 22;

/// The scale that all bars share.
struct Scale {
    /// Seconds at the right edge.
    most: f64,
    /// Seconds between two lines.
    step: i64,
}

impl Scale {
    fn of(report: &Report) -> Scale {
        let plans = report.talk.slides.iter().map(|slide| f64::from(slide.plan));
        let times = report.rows.iter().flat_map(|row| {
            row.got.iter().map(|got| got.spent).chain(row.earlier.iter().copied()).map(|time| time as f64 / 1000.0)
        });
        let mut all: Vec<f64> = plans.chain(times).collect();
        all.sort_by(f64::total_cmp);
        let longest = all.last().copied().unwrap_or(0.0).max(10.0);
        // One slide that is out of all proportion would make all others the same.
        let usual = all.get(all.len() * 9 / 10).copied().unwrap_or(longest).max(20.0);
        let most = longest.min(usual * 3.0) * 1.03;
        Scale { most, step: step(most as i64, 3) }
    }

    /// In percent of the width, never beyond it.
    fn at(&self, seconds: f64) -> String {
        format!("{:.2}%", (seconds / self.most * 100.0).min(100.0))
    }

    fn marks(&self) -> impl Iterator<Item = i64> {
        (1..).map(|index| index * self.step).take_while(|seconds| (*seconds as f64) < self.most)
    }
}

/// The section with the table.
pub fn table(report: &Report) -> String {
    let scale = Scale::of(report);
    let has_earlier = report.rows.iter().any(|row| !row.earlier.is_empty());
    let number = report.shown().number;
    let earlier = if has_earlier { "<th class=\"n\">Median</th>" } else { "" };
    let mut out = format!(
        "<section class=\"slides\">\n<h2>Slide by slide</h2>\n{}\n<table{}>\n<thead><tr><th class=\"n\">No</th><th>Slide</th>\
         <th class=\"n\">Plan</th><th class=\"n\">Run {number}</th><th class=\"n\">Diff</th>{earlier}<th class=\"bars\">{}</th><th>Verdict</th></tr></thead>\n",
        legend(has_earlier),
        if has_earlier { "" } else { " class=\"first\"" },
        axis(&scale),
    );
    for part in &report.sections {
        out.push_str("<tbody>\n");
        if !part.title.is_empty() {
            out.push_str(&section(part, has_earlier));
        }
        for index in part.slides.clone() {
            out.push_str(&slide(report, index, &scale, has_earlier));
        }
        out.push_str("</tbody>\n");
    }
    let backup = report.talk.counted()..report.talk.slides.len();
    let shown: Vec<usize> = backup.filter(|index| report.rows[*index].got.is_some()).collect();
    if !shown.is_empty() {
        let cells = if has_earlier { 7 } else { 6 };
        out.push_str(&format!(
            "<tbody>\n<tr class=\"section\"><td></td><th scope=\"rowgroup\" colspan=\"{cells}\">Backup</th></tr>\n"
        ));
        for index in shown {
            out.push_str(&slide(report, index, &scale, has_earlier));
        }
        out.push_str("</tbody>\n");
    }
    out + "</table>\n</section>\n"
}

/// What the marks in the bars mean.
fn legend(has_earlier: bool) -> String {
    let picture =
        |inside: &str| format!("<svg class=\"bar\" width=\"30\" height=\"14\" aria-hidden=\"true\">{inside}</svg>");
    let bar = picture("<rect x=\"0\" y=\"3\" width=\"30\" height=\"8\" rx=\"2\"/>");
    let line = picture("<path class=\"plan\" d=\"M15 0v14\"/>");
    let dots = picture("<circle cx=\"8\" cy=\"7\" r=\"3.5\" opacity=\".4\"/><circle cx=\"20\" cy=\"7\" r=\"3.5\"/>");
    let dots =
        if has_earlier { format!("<span>{dots} earlier runs, the older the fainter</span>") } else { String::new() };
    format!("<p class=\"legend\"><span>{bar} this run</span><span>{line} plan</span>{dots}</p>")
}

/// The times along the bars.
fn axis(scale: &Scale) -> String {
    let words = |seconds: i64| {
        let time = clock(u32::try_from(seconds).unwrap_or(u32::MAX));
        format!("<text x=\"{}\" y=\"14\" text-anchor=\"middle\">{time}</text>", scale.at(seconds as f64))
    };
    let marks: String = scale.marks().map(words).collect();
    format!("<svg class=\"axis\" height=\"18\" aria-hidden=\"true\">{marks}</svg><span class=\"hidden\">Bars</span>")
}

fn section(part: &Part, has_earlier: bool) -> String {
    let spent = part.spent.map_or(String::new(), |spent| clock(seconds(spent)));
    let difference = part.difference.map_or(String::new(), signed);
    let median = part.median.map_or(String::new(), |median| clock(seconds(median)));
    let median = if has_earlier { format!("<td class=\"n\">{median}</td>") } else { String::new() };
    format!(
        "<tr class=\"section\"><td></td><th scope=\"rowgroup\">{}</th><td class=\"n\">{}</td><td class=\"n\">{spent}</td>\
         <td class=\"n\">{difference}</td>{median}<td></td><td></td></tr>\n",
        escaped(&part.title),
        clock(part.plan),
    )
}

fn slide(report: &Report, index: usize, scale: &Scale, has_earlier: bool) -> String {
    let (slide, row) = (&report.talk.slides[index], &report.rows[index]);
    let class = match row.verdict.tone {
        _ if row.is_over => "over",
        _ if row.is_under => "under",
        _ if row.got.is_none() => "absent",
        _ => "",
    };
    let tone = match row.verdict.tone {
        Tone::Over => "over",
        Tone::Under => "under",
        Tone::Good => "good",
        Tone::Quiet => "quiet",
    };
    let mut marks = String::new();
    if slide.optional {
        marks.push_str(" <span class=\"chip\">optional</span>");
    }
    if row.changed > 0 {
        marks.push_str(" <span class=\"chip changed\">changed</span>");
    }
    let plan = if slide.backup { String::new() } else { clock(slide.plan) };
    let spent = row.got.map_or("–".to_owned(), |got| clock(seconds(got.spent)));
    let spent = if row.got.is_some_and(|got| got.trust == Trust::Half) { format!("({spent})") } else { spent };
    let difference = row.difference.map_or(String::new(), signed);
    let median = row.median.map_or(String::new(), |median| clock(seconds(median)));
    let median = if has_earlier { format!("<td class=\"n quiet\">{median}</td>") } else { String::new() };
    format!(
        "<tr class=\"{class}\"><td class=\"n number\">{}</td><td class=\"title\">{}{marks}</td><td class=\"n\">{plan}</td><td class=\"n\">{spent}</td>\
         <td class=\"n diff\">{difference}</td>{median}<td class=\"bars\">{}</td><td class=\"verdict {tone}\">{}</td></tr>\n",
        escaped(&slide.number),
        escaped(&slide.title),
        bar(row, slide.plan, slide.backup, scale),
        escaped(&row.verdict.words),
    )
}

/// The bar of this run, the plan as a line, earlier runs as dots.
fn bar(row: &Row, plan: u32, is_backup: bool, scale: &Scale) -> String {
    let middle = HIGH / 2;
    let mut out = format!("<svg class=\"bar\" height=\"{HIGH}\" aria-hidden=\"true\">");
    let times = row.got.iter().map(|got| got.spent).chain(row.earlier.iter().copied());
    let longest = times.map(|time| time as f64 / 1000.0).fold(f64::from(plan), f64::max);
    // A row that is out of all proportion has a scale of its own: no lines, and a bar that is broken.
    let is_broken = longest > scale.most;
    let own = Scale { most: longest * 1.03, step: scale.step };
    let scale = if is_broken { &own } else { scale };
    for seconds in scale.marks().filter(|_| !is_broken) {
        let at = scale.at(seconds as f64);
        out.push_str(&format!("<line class=\"grid\" x1=\"{at}\" x2=\"{at}\" y1=\"0\" y2=\"{HIGH}\"/>"));
    }
    if let Some(got) = row.got {
        let class = if got.trust == Trust::Sound { "" } else { " class=\"unsure\"" };
        let wide = scale.at(got.spent as f64 / 1000.0);
        out.push_str(&format!("<rect{class} x=\"0\" y=\"{}\" width=\"{wide}\" height=\"10\" rx=\"2\"/>", middle - 5));
    }
    if is_broken {
        let top = middle - 8;
        out.push_str(&format!("<path class=\"gap\" d=\"M13 {top}l-5 16M19 {top}l-5 16\"/>"));
    }
    if !is_backup {
        let at = scale.at(f64::from(plan));
        out.push_str(&format!("<line class=\"plan\" x1=\"{at}\" x2=\"{at}\" y1=\"2\" y2=\"{}\"/>", HIGH - 2));
    }
    let count = row.earlier.len();
    for (index, time) in row.earlier.iter().enumerate() {
        let opacity = 1.0 - 0.65 * (count - 1 - index) as f64 / count.max(1) as f64;
        let at = scale.at(*time as f64 / 1000.0);
        out.push_str(&format!("<circle cx=\"{at}\" cy=\"{middle}\" r=\"3.5\" opacity=\"{opacity:.2}\"/>"));
    }
    out + "</svg>"
}
