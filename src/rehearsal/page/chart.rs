//! The curves: how far each run was ahead of the plan or behind it, slide by slide. Drawn so that no label covers another and no
//! curve leaves its frame. Manual page: `tests/spec/rehearse.md`, "The report".

use super::super::measure::Told;
use super::super::report::Report;
use super::super::signed;
use super::escaped;
use super::scale::{spread, step};

/// The whole picture and the frame of the curves in it, in px of the picture.
const WIDTH: f64 = 1180.0;
const LEFT: f64 = 62.0;
const RIGHT: f64 = 1020.0;
const TOP: f64 = 16.0;
/// Least height of the frame, and the height of a line of letters.
const HIGH: f64 = 300.0;
const LINE: f64 = 18.0;
/// What a letter of the captions takes at most, on the average.
const LETTER: f64 = 7.0;
/// So many curves can still be told apart.
const MOST: usize = 10;

/// The frame of the curves: from plan and seconds to places.
struct Frame {
    /// Where each slide begins, as a share of the talk; one more for the end.
    begins: Vec<f64>,
    /// Seconds at the upper and at the lower edge.
    above: f64,
    below: f64,
    height: f64,
    step: i64,
}

impl Frame {
    fn of(report: &Report, runs: &[&Told]) -> Frame {
        let slides = &report.talk.slides[..report.talk.counted()];
        let total: f64 = slides.iter().map(|slide| f64::from(slide.plan)).sum();
        let mut begins = vec![0.0];
        for (index, slide) in slides.iter().enumerate() {
            // A talk that plans nothing has slides of one length.
            let share = if total > 0.0 { f64::from(slide.plan) / total } else { 1.0 / slides.len() as f64 };
            begins.push(begins[index] + share);
        }
        let values = || runs.iter().flat_map(|run| run.curve.iter().copied());
        let (most, least) = (values().max().unwrap_or(0).max(20), values().min().unwrap_or(0).min(-20));
        let step = step(most - least, 6);
        // Whole steps on both sides: every curve lies inside.
        let above = (most + step - 1).div_euclid(step) * step;
        let below = least.div_euclid(step) * step;
        let height = HIGH.max(runs.len() as f64 * LINE + LINE);
        Frame { begins, above: above as f64, below: below as f64, height, step }
    }

    fn x(&self, slide: usize) -> f64 {
        LEFT + (RIGHT - LEFT) * self.begins.get(slide).copied().unwrap_or(1.0).min(1.0)
    }

    fn y(&self, seconds: f64) -> f64 {
        TOP + self.height * (self.above - seconds) / (self.above - self.below)
    }

    fn bottom(&self) -> f64 {
        TOP + self.height
    }
}

/// The section with the curves; nothing when there is nothing to draw.
pub fn figure(report: &Report) -> String {
    let all: Vec<&Told> = report.runs.iter().filter(|run| !run.reach.is_empty()).collect();
    let runs = &all[all.len().saturating_sub(MOST)..];
    if runs.is_empty() {
        return String::new();
    }
    let frame = Frame::of(report, runs);
    let height = frame.bottom() + 52.0;
    let left_out = match all.len() - runs.len() {
        0 => String::new(),
        older => format!(" The {older} oldest runs are not drawn."),
    };
    format!(
        "<section class=\"curves\">\n<h2>Ahead and behind</h2>\n<p class=\"quiet\">Minutes behind the plan (above the line) and ahead of it (below) at the end of each slide; \
         the band is on time. A skipped slide brings its time back.{left_out}</p>\n<svg viewBox=\"0 0 {WIDTH} {height:.0}\" role=\"img\" aria-label=\"Curves of ahead and behind\">\n{}{}{}</svg>\n</section>\n",
        grid(report, &frame),
        captions(report, &frame),
        curves(report, &frame, runs),
    )
}

/// The lines of the times and the band in which a talk is on time.
fn grid(report: &Report, frame: &Frame) -> String {
    let near = (f64::from(report.talk.planned()) * 0.03).max(20.0);
    let (upper, lower) = (frame.y(near.min(frame.above)), frame.y((-near).max(frame.below)));
    let mut out = format!(
        "<rect class=\"band\" x=\"{LEFT}\" y=\"{upper:.1}\" width=\"{:.1}\" height=\"{:.1}\"/>\n",
        RIGHT - LEFT,
        lower - upper
    );
    let mut seconds = frame.below as i64;
    while seconds as f64 <= frame.above {
        let y = frame.y(seconds as f64);
        let (class, words) = if seconds == 0 { ("zero", "plan".to_owned()) } else { ("grid", signed(seconds)) };
        out.push_str(&format!(
            "<path class=\"{class}\" d=\"M{LEFT} {y:.1}H{RIGHT}\"/><text x=\"{:.0}\" y=\"{:.1}\" text-anchor=\"end\">{words}</text>\n",
            LEFT - 10.0,
            y + 4.5
        ));
        seconds += frame.step;
    }
    out
}

/// Numbers of slides and names of sections below the frame, as many as have room.
fn captions(report: &Report, frame: &Frame) -> String {
    let mut out = String::new();
    let mut free = f64::MIN;
    for (index, slide) in report.talk.slides[..report.talk.counted()].iter().enumerate() {
        let middle = (frame.x(index) + frame.x(index + 1)) / 2.0;
        let wide = slide.number.len() as f64 * LETTER;
        if middle - wide / 2.0 >= free {
            free = middle + wide / 2.0 + 5.0;
            let y = frame.bottom() + 18.0;
            out.push_str(&format!(
                "<text class=\"number\" x=\"{middle:.1}\" y=\"{y:.1}\" text-anchor=\"middle\">{}</text>",
                escaped(&slide.number)
            ));
        }
    }
    out.push('\n');
    for part in &report.sections {
        let (from, to) = (frame.x(part.slides.start), frame.x(part.slides.end));
        out.push_str(&format!("<path class=\"edge\" d=\"M{from:.1} {TOP}V{:.1}\"/>", frame.bottom() + 46.0));
        let room = ((to - from - 12.0) / LETTER).max(0.0) as usize;
        let title = cut(&part.title, room);
        if title.chars().count() > 2 {
            let y = frame.bottom() + 40.0;
            out.push_str(&format!(
                "<text class=\"section\" x=\"{:.1}\" y=\"{y:.1}\">{}</text>",
                from + 6.0,
                escaped(&title)
            ));
        }
    }
    out + "\n"
}

/// The text with at most so many letters. Ideographs are as wide as two.
fn cut(text: &str, room: usize) -> String {
    let wide = |letter: char| if letter < '\u{1100}' { 1 } else { 2 };
    if text.chars().map(wide).sum::<usize>() <= room {
        return text.to_owned();
    }
    let mut left = room.saturating_sub(1);
    let fits = |letter: &char| {
        let enough = wide(*letter) <= left;
        left = left.saturating_sub(wide(*letter));
        enough
    };
    let kept: String = text.chars().take_while(fits).collect();
    kept.trim_end().to_owned() + "…"
}

/// The curves, the shown one on top, each with its label at the right.
fn curves(report: &Report, frame: &Frame, runs: &[&Told]) -> String {
    let shown = report.shown().number;
    let ends: Vec<f64> = runs.iter().map(|run| frame.y(run.difference() as f64)).collect();
    let places = spread(&ends, LINE, TOP + 8.0, frame.bottom() - 2.0);
    let count = runs.len();
    let mut out = String::new();
    for (index, run) in runs.iter().enumerate() {
        let class = if run.number == shown { "shown" } else { "earlier" };
        let opacity = if run.number == shown { 1.0 } else { 0.9 - 0.55 * (count - 1 - index) as f64 / count as f64 };
        let mut path = format!("M{:.1} {:.1}", frame.x(run.reach.start), frame.y(0.0));
        for (slide, behind) in run.reach.clone().zip(&run.curve) {
            path.push_str(&format!("L{:.1} {:.1}", frame.x(slide + 1), frame.y(*behind as f64)));
        }
        let (x, y, label) = (frame.x(run.reach.end), ends[index], places[index]);
        let partial = if run.partial.is_some() { ", partly" } else { "" };
        out.push_str(&format!(
            "<g class=\"{class}\"><path opacity=\"{opacity:.2}\" d=\"{path}\"/><circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"3\"/>\
             <path class=\"leader\" d=\"M{:.1} {y:.1}L{:.1} {y:.1}L{:.1} {label:.1}\"/><text x=\"{:.1}\" y=\"{:.1}\">run {} {}{partial}</text></g>\n",
            x + 4.0,
            (RIGHT + 6.0).max(x + 4.0),
            RIGHT + 22.0,
            RIGHT + 26.0,
            label + 4.5,
            run.number,
            signed(run.difference()),
        ));
    }
    out
}
