//! Bars that lie, for names that would not fit below them. Manual page: `tests/spec/charts.md`.

use super::Work;
use super::bars::{self, Grid, draw_bar, needs_title, on_bar, value_look, value_text};
use super::curves::whisker;
use super::frame::{self, BASE, GRID, Plot};
use super::pen::{LINE, Pen, SIZE};
use super::scale::{self, Scale};
use crate::deck::ChartMark;
use crate::theme::Letters;

/// Height of a row of bars in px: what it likes, and what it needs for its words.
const ROW: (f64, f64) = (128.0, 27.0);
/// The thickest bar.
const THICKEST: f64 = 88.0;

/// Draws a chart of bars that lie.
pub fn draw(work: &mut Work<'_>, pen: &mut Pen) {
    let chart = work.chart;
    let grid = Grid::new(work);
    let count = chart.words.len().max(1);
    let several = chart.series.len() > 1;
    let beside = if grid.stacked { 1.0 } else { chart.series.len() as f64 };

    let mut plot = Plot::default();
    let (low, high) = grid.ends(work);
    let mut scale = Scale { kind: chart.y.scale, low, high, from: 0.0, to: 0.0 };
    (scale.low, scale.high) = scale::ends(&chart.y, low, high, 6.0, true);
    let power = frame::power(&chart.y, &scale);
    let is_written = chart.labels.unwrap_or(true);
    let title = bars::title(work, power, is_written);
    plot.top = if title.is_empty() { 0.0 } else { work.title_above(pen, &title) - 4.0 };
    if several {
        plot.top += work.legend(pen, plot.top);
    }
    let most = work.place.width * 0.36;
    let lines: Vec<Vec<String>> = chart.words.iter().map(|name| work.wrapped(name, most, true)).collect();
    let widest = lines.iter().flatten().map(|line| work.width(line, true)).fold(0.0, f64::max);
    plot.left = widest + 14.0;
    // In a stack the values stand inside, so the axis has to say how long the whole is.
    let has_axis = !is_written || grid.stacked;
    let ticks_height = if has_axis { 34.0 } else { 4.0 } + if needs_title(work) { LINE } else { 0.0 };

    let wished = count as f64 * (ROW.0 + (beside - 1.0) * 26.0) + plot.top + ticks_height;
    work.height = work.height.min(wished).floor();
    plot.bottom = work.height - ticks_height;
    let row = (plot.bottom - plot.top) / count as f64;
    let deepest = lines.iter().map(Vec::len).max().unwrap_or(1) as f64;
    if row < ROW.1 * deepest.max(if is_written { beside } else { 1.0 }) {
        work.crowded = Some(format!("{count} rows of bars have {row:.0} px each"));
    }
    let bar = (row * 0.74 / beside).min(THICKEST);

    let values = || {
        (0..chart.series.len())
            .flat_map(|series| (0..count).map(move |place| (series, place)))
            .filter_map(|(series, place)| grid.point(series, place))
    };
    let value_room = values().map(|(_, value)| work.width(&value_text(work, value), true)).fold(0.0, f64::max) + 12.0;
    plot.right = work.place.width - if is_written { value_room } else { 20.0 };
    if is_written && !grid.stacked && chart.y.range.is_none() {
        (scale.low, scale.high) = (low, high.max(low + 1e-12));
        if low < 0.0 {
            plot.left += value_room;
        }
    }
    (scale.from, scale.to) = (plot.left, plot.right);
    if has_axis {
        for tick in scale::ticks(&scale, 6.0, &work.numbers, 10f64.powi(power), 0.0) {
            let x = scale.at(tick.value);
            pen.line((x, plot.top), (x, plot.bottom), GRID);
            let half = work.width(&tick.text, false) / 2.0;
            pen.text((x.min(work.place.width - half), plot.bottom + SIZE + 6.0), "middle", &tick.text, "");
        }
    }
    for (place, lines) in lines.iter().enumerate() {
        let middle = plot.top + (place as f64 + 0.5) * row;
        let first = middle + SIZE * 0.35 - (lines.len() as f64 - 1.0) * LINE / 2.0;
        let lit = !chart.highlight.is_empty() && chart.is_lit(&chart.words[place]);
        let look = if lit { " fill=\"var(--ink)\" font-weight=\"700\"" } else { " fill=\"var(--ink)\"" };
        let edge = widest;
        for (number, line) in lines.iter().enumerate() {
            pen.text((edge, first + number as f64 * LINE), "end", line, look);
        }
    }
    for series in 0..chart.series.len() {
        work.open(pen, series);
        for place in 0..count {
            let (Some((point, value)), Some((from, to))) = (grid.point(series, place), grid.span(series, place)) else {
                continue;
            };
            let middle = plot.top + (place as f64 + 0.5) * row;
            let top = middle - bar * beside / 2.0 + if grid.stacked { 0.0 } else { series as f64 * bar };
            let gap = if beside > 1.0 { 1.0 } else { 0.0 };
            let (x1, x2) = (scale.at(from), scale.at(to));
            let x2 = if grid.stacked && (x2 - x1).abs() > 6.0 && series + 1 < chart.series.len() {
                x2 - 2.0 * (x2 - x1).signum()
            } else {
                x2
            };
            draw_bar(work, pen, (series, place), (x1, top + gap), (x2, top + bar - gap));
            let (y, text) = (top + bar / 2.0, value_text(work, value));
            let mut end = x2;
            if let Some((low, high)) = point.band.filter(|_| !grid.stacked) {
                whisker(pen, (scale.at(low), y), (scale.at(high), y));
                end = scale.at(if value < 0.0 { low } else { high });
            }
            if is_written && grid.stacked {
                let (y, is_last) = (y + SIZE * 0.35, series + 1 == chart.series.len());
                if (x2 - x1).abs() >= inside_room(work, &text) {
                    pen.text(((x1 + x2) / 2.0, y), "middle", &text, on_bar(work, series));
                } else if is_last && value > 0.0 {
                    pen.text((x2 + 8.0, y), "start", &text, " fill=\"var(--ink)\"");
                }
            } else if is_written {
                let (x, anchor) = if value < 0.0 { (end - 8.0, "end") } else { (end + 8.0, "start") };
                pen.text((x, y + SIZE * 0.35), anchor, &text, &value_look(work, place));
            }
        }
        pen.raw("</g>");
    }
    let zero = scale.at(0.0);
    pen.line((zero, plot.top), (zero, plot.bottom), BASE);
    marks(work, pen, &plot, &scale);
}

/// What a part of a stack has to be long for its value to stand inside: as much in a theme of narrow letters as in others, so that a
/// value does not change its side with the theme.
fn inside_room(work: &Work<'_>, text: &str) -> f64 {
    let usual = f64::from(Letters::DEFAULT.em(text, false)) * SIZE;
    work.width(text, false).max(usual * 1.1) + 10.0
}

/// Lines of reference at values, which run along x here.
fn marks(work: &Work<'_>, pen: &mut Pen, plot: &Plot, scale: &Scale) {
    let turned: Vec<ChartMark> = work
        .chart
        .marks
        .iter()
        .filter(|mark| !mark.on_x)
        .map(|mark| ChartMark { on_x: true, ..mark.clone() })
        .collect();
    if turned.is_empty() {
        return;
    }
    let look = " stroke=\"var(--ink)\" stroke-width=\"1.5\" stroke-dasharray=\"7 5\"";
    for mark in turned.iter().filter(|mark| scale.holds(mark.at)) {
        let x = scale.at(mark.at);
        pen.line((x, plot.top), (x, plot.bottom), look);
        let is_late = x + 8.0 + work.width(&mark.words, false) > work.place.width;
        let (x, anchor) = if is_late { (x - 8.0, "end") } else { (x + 8.0, "start") };
        pen.text((x, plot.bottom - 8.0), anchor, &mark.words, &format!(" fill=\"var(--ink)\"{}", super::pen::HALO));
    }
}
