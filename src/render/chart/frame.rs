//! What stands around the data: axes, titles, legend, lines of reference. Manual page: `tests/spec/charts.md`.

use super::numbers::power_of_ten;
use super::pen::{HALO, LINE, Pen, SIZE, px};
use super::scale::{Scale, Tick};
use super::{RIM, Work};
use crate::deck::{Axis, AxisScale, ChartKind};

/// A hairline.
pub const GRID: &str = " stroke=\"var(--line)\" stroke-width=\"1\"";
/// The line where values begin.
pub const BASE: &str = " stroke=\"var(--muted)\" stroke-width=\"1.5\"";
/// Between ticks and what they mark.
pub const GAP: f64 = 12.0;

/// The place of the data in px.
#[derive(Clone, Copy, Debug, Default)]
pub struct Plot {
    /// Its left edge.
    pub left: f64,
    /// Its upper edge.
    pub top: f64,
    /// Its right edge.
    pub right: f64,
    /// Its lower edge.
    pub bottom: f64,
}

impl Work<'_> {
    /// What an axis is called: `Loss, nats (log scale)`. `power` is the power of ten that its ticks leave out.
    pub fn title(&self, axis: &Axis, power: i32) -> String {
        let mut unit = axis.unit.clone();
        if power != 0 {
            unit = if unit.is_empty() { power_of_ten(power) } else { format!("{} {unit}", power_of_ten(power)) };
        }
        let mut title = match (axis.title.is_empty(), unit.is_empty()) {
            (false, false) => format!("{}, {unit}", axis.title),
            (false, true) => axis.title.clone(),
            _ => unit,
        };
        if axis.scale == AxisScale::Log {
            title = if title.is_empty() { self.words.log.to_owned() } else { format!("{title} ({})", self.words.log) };
        }
        title
    }

    /// The title above the values; gives the height that it takes.
    pub fn title_above(&self, pen: &mut Pen, title: &str) -> f64 {
        if title.is_empty() {
            return SIZE * 0.5;
        }
        pen.text((0.0, SIZE * 0.8), "start", title, "");
        LINE + 14.0
    }

    /// The title of the lower axis, at its right end.
    pub fn title_below(&self, pen: &mut Pen, title: &str, right: f64) {
        pen.text((right, self.height - 5.0), "end", title, "");
    }

    /// The names of all series in a row, or several; gives the height that they take.
    pub fn legend(&self, pen: &mut Pen, top: f64) -> f64 {
        let mark = if self.chart.kind == ChartKind::Line { 44.0 } else { 26.0 };
        let (mut x, mut y) = (0.0, top);
        for (index, series) in self.chart.series.iter().enumerate() {
            let own = mark + self.width(&series.name, true) + 30.0;
            if x > 0.0 && x + own - 30.0 > self.place.width {
                (x, y) = (0.0, y + LINE + 4.0);
            }
            self.open(pen, index);
            let middle = y + LINE * 0.5;
            match self.chart.kind {
                ChartKind::Line => {
                    pen.line(
                        (x, middle),
                        (x + 34.0, middle),
                        &format!(" stroke=\"var(--c)\" stroke-width=\"3.5\"{}", dash(index)),
                    );
                    pen.marker(index, (x + 17.0, middle), 6.0, " fill=\"var(--c)\"");
                }
                ChartKind::Scatter => pen.marker(index, (x + 9.0, middle), 8.0, " fill=\"var(--c)\""),
                ChartKind::Bar | ChartKind::Stacked => {
                    let rim = self.rim(index);
                    let half = if rim.is_empty() { 0.0 } else { RIM / 2.0 };
                    let look = format!(" fill=\"var(--c)\" rx=\"2\"{rim}");
                    pen.rect((x + half, middle - 9.0 + half), (x + 18.0 - half, middle + 9.0 - half), &look);
                }
            }
            pen.text((x + mark, middle + SIZE * 0.35), "start", &series.name, " fill=\"var(--ink)\"");
            pen.raw("</g>");
            x += own;
        }
        y - top + LINE + 12.0
    }

    /// Horizontal hairlines with their values at the left.
    pub fn values_left(&self, pen: &mut Pen, plot: &Plot, scale: &Scale, ticks: &[Tick]) {
        for tick in ticks {
            let y = scale.at(tick.value);
            pen.line((plot.left, y), (plot.right, y), GRID);
            pen.text((plot.left - GAP, y + SIZE * 0.35), "end", &tick.text, "");
        }
    }

    /// Short lines between the decades of a logarithmic axis, by which it is known.
    pub fn between_decades(&self, pen: &mut Pen, scale: &Scale, at: f64, is_x: bool) {
        if scale.kind != AxisScale::Log || scale.high / scale.low > 1e5 {
            return;
        }
        let mut d = String::new();
        for decade in scale.low.log10().floor() as i32..=scale.high.log10().ceil() as i32 {
            for value in
                (2..10).map(|factor| f64::from(factor) * 10f64.powi(decade)).filter(|value| scale.holds(*value))
            {
                let place = px(scale.at(value));
                d += &if is_x { format!("M{place} {}v5", px(at)) } else { format!("M{} {place}h-5", px(at)) };
            }
        }
        if !d.is_empty() {
            pen.path(&d, GRID);
        }
    }

    /// The lines of reference with their words.
    pub fn marks(&self, pen: &mut Pen, plot: &Plot, x: &Scale, y: &Scale) {
        let look = " stroke=\"var(--ink)\" stroke-width=\"1.5\" stroke-dasharray=\"7 5\"";
        let ink = format!(" fill=\"var(--ink)\"{HALO}");
        for mark in &self.chart.marks {
            let scale = if mark.on_x { x } else { y };
            if !scale.holds(mark.at) {
                continue;
            }
            let at = scale.at(mark.at);
            if mark.on_x {
                pen.line((at, plot.top), (at, plot.bottom), look);
                let is_late = at + 8.0 + self.width(&mark.words, false) > self.place.width;
                let (x, anchor) = if is_late { (at - 8.0, "end") } else { (at + 8.0, "start") };
                pen.text((x, plot.top + SIZE * 0.7), anchor, &mark.words, &ink);
            } else {
                pen.line((plot.left, at), (plot.right, at), look);
                pen.text((plot.left + 6.0, at - 11.0), "start", &mark.words, &ink);
            }
        }
    }
}

/// The power of ten that the ticks of very large or small values leave out.
pub fn power(axis: &Axis, scale: &Scale) -> i32 {
    let largest = scale.low.abs().max(scale.high.abs());
    if axis.scale == AxisScale::Linear && largest > 0.0 && !(1e-3..1e6).contains(&largest) {
        (largest.log10() / 3.0).floor() as i32 * 3
    } else {
        0
    }
}

/// How the line of a series without markers is broken, so that it is known without its colour.
pub fn dash(index: usize) -> &'static str {
    [
        "",
        " stroke-dasharray=\"14 6\"",
        " stroke-dasharray=\"3 5\"",
        " stroke-dasharray=\"16 5 3 5\"",
        " stroke-dasharray=\"8 4\"",
        " stroke-dasharray=\"2 3\"",
    ][index % 6]
}
