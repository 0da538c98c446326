//! Bars that stand. Manual page: `tests/spec/charts.md`.

use super::curves::whisker;
use super::frame::{self, BASE, Plot};
use super::labels;
use super::pen::{LINE, Pen, SIZE};
use super::scale::{self, Scale};
use super::{RIM, Work};
use crate::deck::{ChartKind, Point};

/// Share of the room of a name that its bars take.
const SHARE: f64 = 0.72;
/// The widest bar in px.
const WIDEST: f64 = 120.0;
/// The most lines of a name below its bars.
const LINES: usize = 3;

/// The bars of all series by place: the point of each series at each name.
pub struct Grid<'a> {
    points: Vec<Vec<Option<&'a Point>>>,
    /// Whether the series stand on each other.
    pub stacked: bool,
}

impl<'a> Grid<'a> {
    /// Sorts the points of a chart.
    pub fn new(work: &Work<'a>) -> Grid<'a> {
        let chart = work.chart;
        let row = |index: usize| {
            let mut row = vec![None; chart.words.len()];
            for point in &chart.series[index].points {
                if let Some(place) = row.get_mut(point.x as usize) {
                    *place = Some(point);
                }
            }
            row
        };
        Grid { points: (0..chart.series.len()).map(row).collect(), stacked: chart.kind == ChartKind::Stacked }
    }

    /// The point of a series at a name.
    pub fn point(&self, series: usize, place: usize) -> Option<(&'a Point, f64)> {
        let point = (*self.points.get(series)?.get(place)?)?;
        Some((point, point.y?))
    }

    /// Where a bar begins and ends, in values.
    pub fn span(&self, series: usize, place: usize) -> Option<(f64, f64)> {
        let (_, value) = self.point(series, place)?;
        if !self.stacked {
            return Some((0.0, value));
        }
        let same = |value: &f64, other: &f64| (*value < 0.0) == (*other < 0.0);
        let below = (0..series).filter_map(|other| self.point(other, place)).map(|(_, other)| other);
        let start: f64 = below.filter(|other| same(&value, other)).sum();
        Some((start, start + value))
    }

    /// The lowest and the highest end, bands and lines of reference included.
    pub fn ends(&self, work: &Work<'_>) -> (f64, f64) {
        let mut ends = (0.0_f64, 0.0_f64);
        let mut take = |value: f64| ends = (ends.0.min(value), ends.1.max(value));
        for series in 0..self.points.len() {
            for place in 0..work.chart.words.len() {
                if let Some((_, end)) = self.span(series, place) {
                    take(end);
                }
                if let Some((low, high)) =
                    self.point(series, place).and_then(|(point, _)| point.band).filter(|_| !self.stacked)
                {
                    take(low);
                    take(high);
                }
            }
        }
        work.chart.marks.iter().filter(|mark| !mark.on_x).for_each(|mark| take(mark.at));
        ends
    }
}

/// Whether the names do not fit below bars that stand.
pub fn must_lie(work: &Work<'_>) -> bool {
    let names = &work.chart.words;
    let room = (work.place.width - 60.0) / names.len().max(1) as f64 - 10.0;
    let fits = |name: &String| {
        let lines = work.wrapped(name, room, false);
        lines.len() <= LINES && lines.iter().all(|line| work.width(line, false) <= room)
    };
    // Numbers in a row can be thinned out, names cannot.
    let is_row = names.iter().all(|name| name.chars().all(|sign| sign.is_ascii_digit() || "-.".contains(sign)));
    !is_row && !names.iter().all(fits)
}

/// Digits behind the decimal sign that say something: four figures of the largest value are enough on a slide.
pub fn decimals(work: &Work<'_>) -> usize {
    let points = work.chart.series.iter().flat_map(|series| &series.points);
    let largest = points.filter_map(|point| point.y).fold(0.0_f64, |largest, y| largest.max(y.abs()));
    let before = if largest >= 1.0 { largest.log10().floor() as usize } else { 0 };
    work.chart.y.decimals.min(3_usize.saturating_sub(before))
}

/// The title of the values; a lone % goes when it stands behind every value.
pub fn title(work: &Work<'_>, power: i32, is_written: bool) -> String {
    let title = work.title(&work.chart.y, power);
    if is_written && title == "%" { String::new() } else { title }
}

/// How the value of a bar is written.
pub fn value_text(work: &Work<'_>, value: f64) -> String {
    let unit = if work.chart.y.unit == "%" { work.numbers.percent() } else { "" };
    let decimals = decimals(work);
    let text = if value.abs() >= 1e7 {
        work.numbers.short(value / 1e6, 1) + " M"
    } else {
        work.numbers.write(value, decimals)
    };
    text + unit
}

/// Draws a chart of bars that stand.
pub fn draw(work: &mut Work<'_>, pen: &mut Pen) {
    let chart = work.chart;
    let grid = Grid::new(work);
    let count = chart.words.len().max(1);
    let several = chart.series.len() > 1;
    let at_side = grid.stacked && several && names_fit_at_side(work, &grid);

    let mut plot = Plot { right: work.place.width, ..Plot::default() };
    let mut scale = Scale { kind: chart.y.scale, low: 0.0, high: 1.0, from: 0.0, to: 0.0 };
    let (low, high) = grid.ends(work);
    (scale.low, scale.high) = scale::ends(&chart.y, low, high, 5.0, true);
    let power = frame::power(&chart.y, &scale);
    let all_written = is_written(
        work,
        &grid,
        (plot.right / count as f64 * SHARE / if grid.stacked { 1.0 } else { chart.series.len() as f64 }).min(WIDEST),
    );
    plot.top = work.title_above(pen, &title(work, power, all_written));
    if several && !at_side {
        plot.top += work.legend(pen, plot.top - 6.0);
    }
    let widest = |words: &[String]| words.iter().map(|name| work.width(name, true)).fold(0.0, f64::max);
    if at_side {
        let names: Vec<String> = chart.series.iter().map(|series| series.name.clone()).collect();
        plot.right -= widest(&names) + 18.0;
    }

    let room = (plot.right - plot.left) / count as f64;
    let bar = (room * SHARE / if grid.stacked { 1.0 } else { chart.series.len() as f64 }).min(WIDEST);
    let is_written = is_written(work, &grid, bar);
    if is_written && !grid.stacked {
        // The values stand on the bars: the axis would say them twice.
        (scale.low, scale.high) =
            if chart.y.range.is_some() { (scale.low, scale.high) } else { (low, high.max(low + 1e-12)) };
        plot.top += LINE;
    }
    let ticks = scale::ticks(&scale, 5.0, &work.numbers, 10f64.powi(power), LINE);
    if !is_written || grid.stacked {
        plot.left = ticks.iter().map(|tick| work.width(&tick.text, false)).fold(0.0, f64::max) + frame::GAP;
    }
    let room = (plot.right - plot.left) / count as f64;
    let bar = (room * SHARE / if grid.stacked { 1.0 } else { chart.series.len() as f64 }).min(WIDEST);

    let lines: Vec<Vec<String>> = chart.words.iter().map(|name| work.wrapped(name, room - 10.0, false)).collect();
    let deepest = lines.iter().map(Vec::len).max().unwrap_or(1).min(LINES);
    let x_title = work.title(&chart.x, 0);
    let below = if scale.low < 0.0 && is_written { LINE } else { 0.0 };
    plot.bottom = work.height - 11.0 - deepest as f64 * LINE - if needs_title(work) { LINE + 4.0 } else { 0.0 };
    (scale.from, scale.to) = (plot.bottom - below, plot.top);
    if !is_written || grid.stacked {
        work.values_left(pen, &plot, &scale, &ticks);
    }
    if needs_title(work) {
        work.title_below(pen, &x_title, plot.right);
    }
    let every = (lines.iter().flatten().map(|line| work.width(line, false)).fold(0.0, f64::max) / room).ceil().max(1.0)
        as usize;
    for (place, lines) in lines.iter().enumerate().step_by(every) {
        let x = plot.left + (place as f64 + 0.5) * room;
        let weight = if !chart.highlight.is_empty() && chart.is_lit(&chart.words[place]) {
            " fill=\"var(--ink)\" font-weight=\"700\""
        } else {
            ""
        };
        for (number, line) in lines.iter().take(LINES).enumerate() {
            pen.text((x, plot.bottom + SIZE + 6.0 + number as f64 * LINE), "middle", line, weight);
        }
    }
    for series in 0..chart.series.len() {
        work.open(pen, series);
        for place in 0..count {
            let (Some((point, value)), Some((from, to))) = (grid.point(series, place), grid.span(series, place)) else {
                continue;
            };
            let middle = plot.left + (place as f64 + 0.5) * room;
            let across = if grid.stacked { 1.0 } else { chart.series.len() as f64 };
            let left = middle - bar * across / 2.0 + if grid.stacked { 0.0 } else { series as f64 * bar };
            let gap = if across > 1.0 { 1.5 } else { 0.0 };
            let (y1, y2) = (scale.at(from), scale.at(to));
            // A hair of the ground between the parts of a stack.
            let y2 = if grid.stacked && (y1 - y2).abs() > 6.0 && series + 1 < chart.series.len() {
                y2 + 2.0 * (y1 - y2).signum()
            } else {
                y2
            };
            draw_bar(work, pen, (series, place), (left + gap, y1), (left + bar - gap, y2));
            let (x, text) = (left + bar / 2.0, value_text(work, value));
            let mut end = y2;
            if let Some((low, high)) = point.band.filter(|_| !grid.stacked) {
                whisker(pen, (x, scale.at(low)), (x, scale.at(high)));
                end = scale.at(if value < 0.0 { low } else { high });
            }
            if is_written && grid.stacked {
                if (y1 - y2).abs() >= LINE && work.width(&text, false) + 8.0 <= bar {
                    pen.text((x, (y1 + y2) / 2.0 + SIZE * 0.35), "middle", &text, on_bar(work, series));
                }
            } else if is_written {
                let y = if value < 0.0 { end + SIZE } else { end - 8.0 };
                pen.text((x, y), "middle", &text, &value_look(work, place));
            }
        }
        if at_side {
            let last = count - 1;
            let ends: Vec<f64> = (0..chart.series.len())
                .map(|series| {
                    grid.span(series, last).map_or(plot.bottom, |(from, to)| (scale.at(from) + scale.at(to)) / 2.0)
                })
                .collect();
            let places = labels::spread(&ends, LINE, plot.top + 8.0, plot.bottom - 8.0);
            let x = plot.left + (last as f64 + 0.5) * room + bar / 2.0;
            let look = " stroke=\"var(--c)\" stroke-width=\"1\"";
            if (places[series] - ends[series]).abs() > 4.0 || plot.right - x > 24.0 {
                pen.line((x + 4.0, ends[series]), (plot.right + 6.0, places[series]), look);
            }
            let name = &chart.series[series].name;
            let fill = if chart.is_lit(name) { "var(--c)" } else { "var(--muted)" };
            pen.text(
                (plot.right + 12.0, places[series] + SIZE * 0.35),
                "start",
                name,
                &format!(" fill=\"{fill}\" font-weight=\"700\""),
            );
        }
        pen.raw("</g>");
    }
    pen.line((plot.left, scale.at(0.0)), (plot.right, scale.at(0.0)), BASE);
    let across = Scale { low: -0.5, high: count as f64 - 0.5, from: plot.left, to: plot.right, ..scale };
    work.marks(pen, &plot, &across, &scale);
}

/// Names of bars explain themselves; numbers and years do not always.
pub fn needs_title(work: &Work<'_>) -> bool {
    let axis = &work.chart.x;
    let is_year = work.chart.words.iter().all(|word| word.len() == 4 && word.parse::<u32>().is_ok());
    let is_number = work.chart.words.iter().all(|word| word.parse::<f64>().is_ok());
    !axis.title.is_empty() && (is_number && !is_year || !axis.unit.is_empty())
}

/// Draws one bar from corner to corner.
pub fn draw_bar(work: &Work<'_>, pen: &mut Pen, (series, place): (usize, usize), one: (f64, f64), other: (f64, f64)) {
    let rim = work.rim(series);
    // A rim stands half outside of what it bounds.
    let half =
        |a: f64, b: f64| if rim.is_empty() || (a - b).abs() < 2.0 * RIM { 0.0 } else { RIM / 2.0 * (b - a).signum() };
    let (x, y) = (half(one.0, other.0), half(one.1, other.1));
    let look = bar_look(work, place) + &rim;
    pen.rect((one.0 + x, one.1 + y), (other.0 - x, other.1 - y), &look);
}

/// The colour of one bar: with one series, each bar can be highlighted by itself.
fn bar_look(work: &Work<'_>, place: usize) -> String {
    if work.chart.series.len() == 1 && !work.chart.highlight.is_empty() {
        let color = work.color(0, work.chart.words.get(place).map_or("", String::as_str));
        return format!(" fill=\"{color}\"");
    }
    " fill=\"var(--c)\"".to_owned()
}

/// How words on the bar of a series are set: in the ground's colour on a colour, in ink on the grey of what is not highlighted.
pub fn on_bar(work: &Work<'_>, series: usize) -> &'static str {
    let lit = work.chart.series.get(series).is_none_or(|series| work.chart.is_lit(&series.name));
    if lit { " fill=\"var(--ground)\"" } else { " fill=\"var(--ink)\"" }
}

/// How the value of a bar is set.
pub fn value_look(work: &Work<'_>, place: usize) -> String {
    let chart = work.chart;
    let lit = chart.series.len() == 1 && !chart.highlight.is_empty() && chart.is_lit(&chart.words[place]);
    format!(" fill=\"var(--ink)\"{}", if lit { " font-weight=\"700\"" } else { "" })
}

/// Whether values stand at the bars: when the author says so, else when all of them have room.
fn is_written(work: &Work<'_>, grid: &Grid<'_>, bar: f64) -> bool {
    let fits = || {
        let values = (0..work.chart.series.len())
            .flat_map(|series| (0..work.chart.words.len()).filter_map(move |place| grid.point(series, place)));
        values.into_iter().all(|(_, value)| work.width(&value_text(work, value), true) <= bar + 6.0)
    };
    work.chart.labels.unwrap_or_else(fits)
}

fn names_fit_at_side(work: &Work<'_>, grid: &Grid<'_>) -> bool {
    let last = work.chart.words.len().saturating_sub(1);
    let series = &work.chart.series;
    let widest = series.iter().map(|series| work.width(&series.name, true)).fold(0.0, f64::max);
    widest <= work.place.width * 0.3
        && series.len() as f64 * LINE <= work.height - 140.0
        && (0..series.len()).all(|index| grid.point(index, last).is_some())
}
