//! Lines and points over two axes. Manual page: `tests/spec/charts.md`.

use super::Work;
use super::frame::{self, BASE, GAP, GRID, Plot};
use super::labels::{self, Box4};
use super::pen::{HALO, LINE, Pen, SIZE, px};
use super::scale::{self, Scale};
use crate::deck::{AxisScale, ChartKind, Point, Series};

/// Lines with at most that many points show each of them.
const MARKED: usize = 16;

/// More points than that are smaller and let others shine through.
pub const FEW: usize = 60;
/// More than that are smaller still.
const MANY: usize = 400;

/// Draws a line chart or a scatter plot.
pub fn draw(work: &mut Work<'_>, pen: &mut Pen) {
    let (chart, place) = (work.chart, work.place);
    let is_scatter = chart.kind == ChartKind::Scatter;
    let (x_low, x_high) = ends_x(work, is_scatter);
    let (y_low, y_high) =
        range(values(&chart.series).chain(chart.marks.iter().filter(|mark| !mark.on_x).map(|mark| mark.at)));

    let mut plot = Plot { right: place.width, ..Plot::default() };
    let x_title = title_x(work);
    plot.bottom = work.height - if x_title.is_empty() { 38.0 } else { 38.0 + LINE };
    let most_y = ((plot.bottom - 40.0) / 64.0).clamp(2.0, 7.0);
    let (low, high) = scale::ends(&chart.y, y_low, y_high, most_y, false);
    let mut y = Scale { kind: chart.y.scale, low, high, from: 0.0, to: 0.0 };
    let power = frame::power(&chart.y, &y);
    plot.top = work.title_above(pen, &work.title(&chart.y, power));

    let direct = !is_scatter && chart.series.len() > 1 && fits_at_the_ends(work, &plot);
    let named = chart.series.len() > 1;
    if named && !direct {
        plot.top += work.legend(pen, plot.top - 6.0);
    }
    (y.from, y.to) = (plot.bottom, plot.top);
    let y_ticks = scale::ticks(&y, most_y, &work.numbers, 10f64.powi(power), LINE);
    plot.left = y_ticks.iter().map(|tick| work.width(&tick.text, false)).fold(0.0, f64::max) + GAP;
    if direct {
        let widest = chart.series.iter().map(|series| work.width(&series.name, true)).fold(0.0, f64::max);
        plot.right -= widest + 22.0;
    } else {
        plot.right -= 24.0;
    }

    let mut x = Scale { kind: chart.x.scale, low: x_low, high: x_high, from: plot.left, to: plot.right };
    if is_scatter && chart.x.range.is_none() && chart.x.scale != AxisScale::Words {
        (x.from, x.to) = (plot.left + 14.0, plot.right - 14.0);
    }
    work.values_left(pen, &plot, &y, &y_ticks);
    axis_below(work, pen, &plot, &x);
    if !x_title.is_empty() {
        work.title_below(pen, &x_title, plot.right);
    }
    work.between_decades(pen, &x, plot.bottom, true);
    work.between_decades(pen, &y, plot.left, false);
    let base = if y.kind != AxisScale::Log && y.holds(0.0) { y.at(0.0) } else { plot.bottom };
    pen.line((plot.left, base), (plot.right, base), BASE);
    work.marks(pen, &plot, &x, &y);

    let shown = Shown { plot, x, y };
    if is_scatter {
        scatter(work, pen, &shown);
    } else {
        lines(work, pen, &shown, direct);
    }
}

/// Dates and years need no title, they say what they are; names rarely do.
fn title_x(work: &Work<'_>) -> String {
    let axis = &work.chart.x;
    let is_plain = matches!(axis.scale, AxisScale::Date | AxisScale::Year | AxisScale::Words) && axis.unit.is_empty();
    if is_plain && !axis.is_titled { String::new() } else { work.title(axis, 0) }
}

struct Shown {
    plot: Plot,
    x: Scale,
    y: Scale,
}

impl Shown {
    fn at(&self, point: &Point) -> Option<(f64, f64)> {
        let y = point.y.filter(|y| self.y.holds(*y))?;
        self.x.holds(point.x).then(|| (self.x.at(point.x), self.y.at(y)))
    }
}

/// All values with their bands.
fn values(series: &[Series]) -> impl Iterator<Item = f64> {
    let points = series.iter().flat_map(|series| &series.points);
    points.flat_map(|point| [point.y, point.band.map(|band| band.0), point.band.map(|band| band.1)]).flatten()
}

fn range(values: impl Iterator<Item = f64>) -> (f64, f64) {
    let (low, high) = values.fold((f64::MAX, f64::MIN), |(low, high), value| (low.min(value), high.max(value)));
    if low <= high { (low, high) } else { (0.0, 1.0) }
}

fn ends_x(work: &Work<'_>, is_scatter: bool) -> (f64, f64) {
    let axis = &work.chart.x;
    let points = work.chart.series.iter().flat_map(|series| &series.points);
    let (low, high) = range(points.map(|point| point.x));
    match axis.scale {
        AxisScale::Words => (-0.4, work.chart.words.len().max(1) as f64 - 0.6),
        AxisScale::Log => scale::ends(axis, low, high, 6.0, false),
        _ if axis.range.is_some() => axis.range.unwrap_or((low, high)),
        AxisScale::Linear if is_scatter => scale::ends(axis, low, high, 8.0, false),
        _ if low == high => (low - 1.0, high + 1.0),
        // Lines begin at the axis and end where the data end.
        _ => (low, high),
    }
}

/// Whether the names of the lines can stand at their ends.
fn fits_at_the_ends(work: &Work<'_>, plot: &Plot) -> bool {
    let series = &work.chart.series;
    let widest = series.iter().map(|series| work.width(&series.name, true)).fold(0.0, f64::max);
    let same = series.iter().any(|one| one.name.is_empty());
    !same && widest <= work.place.width * 0.34 && series.len() as f64 * LINE <= plot.bottom - plot.top
}

fn axis_below(work: &Work<'_>, pen: &mut Pen, plot: &Plot, x: &Scale) {
    let line = plot.bottom + SIZE + 8.0;
    if x.kind == AxisScale::Words {
        let names = &work.chart.words;
        let room = (plot.right - plot.left) / names.len().max(1) as f64;
        let widest = names.iter().map(|name| work.width(name, false)).fold(0.0, f64::max) + 16.0;
        let every = (widest / room).ceil().max(1.0) as usize;
        for (at, name) in names.iter().enumerate().step_by(every) {
            pen.text((x.at(at as f64), line), "middle", name, "");
        }
        return;
    }
    let divisor = 1.0;
    let guess = scale::ticks(x, 8.0, &work.numbers, divisor, 0.0);
    let widest = guess.iter().map(|tick| work.width(&tick.text, false)).fold(30.0, f64::max);
    let most = ((plot.right - plot.left) / (widest + 34.0)).floor().clamp(2.0, 10.0);
    let mut free = f64::MIN;
    for tick in scale::ticks(x, most, &work.numbers, divisor, widest + 10.0) {
        let (at, half) = (x.at(tick.value), work.width(&tick.text, false) / 2.0);
        if at - half < free {
            continue;
        }
        free = at + half + 10.0;
        if work.chart.kind == ChartKind::Scatter {
            pen.line((at, plot.top), (at, plot.bottom), GRID);
        } else {
            pen.line((at, plot.bottom), (at, plot.bottom + 7.0), GRID);
        }
        pen.text((at.min(work.place.width - half).max(half), line), "middle", &tick.text, "");
    }
}

fn lines(work: &mut Work<'_>, pen: &mut Pen, shown: &Shown, direct: bool) {
    let series = &work.chart.series;
    let ends: Vec<Option<(f64, f64)>> =
        series.iter().map(|series| series.points.iter().rev().find_map(|point| shown.at(point))).collect();
    let middle = (shown.plot.top + shown.plot.bottom) / 2.0;
    let wanted: Vec<f64> = ends.iter().map(|end| end.map_or(middle, |(_, y)| y)).collect();
    let places = labels::spread(&wanted, LINE, shown.plot.top, shown.plot.bottom);
    for index in work.order() {
        let own = &series[index];
        work.open(pen, index);
        for run in runs(own, shown) {
            line(work, pen, index, &run, shown);
        }
        if let (true, Some((x, y))) = (direct, ends[index]) {
            let (edge, place) = (shown.plot.right + 16.0, places[index]);
            if (place - y).abs() > 4.0 || edge - x > 30.0 {
                let look = " stroke=\"var(--c)\" stroke-width=\"1\" fill=\"none\"";
                pen.line((x + 9.0, y), (edge - 4.0, place), look);
            }
            let weight = if work.chart.is_lit(&own.name) { " font-weight=\"700\"" } else { "" };
            let fill = if work.chart.is_lit(&own.name) { "var(--c)" } else { "var(--muted)" };
            pen.text((edge, place + SIZE * 0.35), "start", &own.name, &format!(" fill=\"{fill}\"{weight}"));
        }
        pen.raw("</g>");
    }
}

/// The points of a line between its gaps.
fn runs<'a>(series: &'a Series, shown: &Shown) -> Vec<Vec<(&'a Point, f64, f64)>> {
    let mut runs = vec![Vec::new()];
    for point in &series.points {
        match (shown.at(point), runs.last_mut()) {
            (Some((x, y)), Some(run)) => run.push((point, x, y)),
            (None, Some(run)) if !run.is_empty() => runs.push(Vec::new()),
            _ => {}
        }
    }
    runs.retain(|run| !run.is_empty());
    runs
}

fn line(work: &Work<'_>, pen: &mut Pen, index: usize, run: &[(&Point, f64, f64)], shown: &Shown) {
    let banded: Vec<(f64, f64, f64)> = run
        .iter()
        .filter_map(|(point, x, _)| point.band.map(|(low, high)| (*x, shown.y.at(low), shown.y.at(high))))
        .map(|(x, low, high)| {
            let inside = |y: f64| y.clamp(shown.plot.top, shown.plot.bottom);
            (x, inside(low), inside(high))
        })
        .collect();
    if banded.len() > 1 {
        let there = banded.iter().map(|(x, _, high)| format!("{} {}", px(*x), px(*high)));
        let back = banded.iter().rev().map(|(x, low, _)| format!("{} {}", px(*x), px(*low)));
        let d: Vec<String> = there.chain(back).collect();
        pen.path(&format!("M{}Z", d.join("L")), " fill=\"var(--c)\" fill-opacity=\".18\"");
    }
    let few = work.chart.series[index].points.len() <= MARKED;
    let points: Vec<String> = run.iter().map(|(_, x, y)| format!("{} {}", px(*x), px(*y))).collect();
    let dashes = if few || work.chart.series.len() == 1 { "" } else { frame::dash(index) };
    let wide = if work.chart.is_lit(&work.chart.series[index].name) { "3.5" } else { "2.5" };
    if points.len() > 1 {
        let look = format!(
            " fill=\"none\" stroke=\"var(--c)\" stroke-width=\"{wide}\" stroke-linejoin=\"round\" stroke-linecap=\"round\"{dashes}"
        );
        pen.path(&format!("M{}", points.join("L")), &look);
    }
    // A lonely point has no line to be seen by.
    if few || points.len() == 1 {
        let look = " fill=\"var(--c)\" stroke=\"var(--ground)\" stroke-width=\"1.5\"";
        run.iter().for_each(|(_, x, y)| pen.marker(index, (*x, *y), 7.0, look));
    }
}

fn scatter(work: &mut Work<'_>, pen: &mut Pen, shown: &Shown) {
    let chart = work.chart;
    let count: usize = chart.series.iter().map(|series| series.points.len()).sum();
    let (r, look) = if count <= FEW {
        (8.0, " fill=\"var(--c)\" stroke=\"var(--ground)\" stroke-width=\"1.5\"")
    } else if count <= MANY {
        (6.0, " fill=\"var(--c)\" fill-opacity=\".75\"")
    } else {
        (4.0, " fill=\"var(--c)\" fill-opacity=\".68\"")
    };
    let mut taken: Vec<Box4> = Vec::new();
    for (x, y) in chart.series.iter().flat_map(|series| &series.points).filter_map(|point| shown.at(point)) {
        taken.push((x - r, y - r, x + r, y + r));
    }
    let is_lit = |series: &Series, point: &Point| {
        chart.is_lit(&series.name) || !point.name.is_empty() && chart.is_lit(&point.name)
    };
    let room = (0.0, shown.plot.top - 8.0, work.place.width, shown.plot.bottom - 2.0);
    for index in work.order() {
        let series = &chart.series[index];
        work.open(pen, index);
        for point in &series.points {
            let Some((x, y)) = shown.at(point) else { continue };
            if let Some((low, high)) = point.band {
                whisker(pen, (x, shown.y.at(low)), (x, shown.y.at(high)));
            }
            let by_point = !chart.highlight.is_empty() && chart.is_lit(&point.name) && !point.name.is_empty();
            if by_point {
                let color = work.color(0, &point.name);
                pen.marker(index, (x, y), r + 1.0, &look.replace("var(--c)", &color));
            } else {
                pen.marker(index, (x, y), r, look);
            }
        }
        pen.raw("</g>");
    }
    if chart.labels == Some(false) {
        return;
    }
    // What is highlighted chooses its place first.
    let mut named: Vec<(usize, &Point)> = Vec::new();
    for (index, series) in chart.series.iter().enumerate() {
        named.extend(series.points.iter().filter(|point| !point.name.is_empty()).map(|point| (index, point)));
    }
    named.sort_by_key(|(index, point)| !is_lit(&chart.series[*index], point));
    for (index, point) in named {
        let Some(at) = shown.at(point) else { continue };
        let lit = !chart.highlight.is_empty() && is_lit(&chart.series[index], point);
        let own = work.width(&point.name, lit);
        let Some(place) = labels::beside(at, own, SIZE, r + 7.0, room, &taken) else { continue };
        taken.push(labels::of_words(place, own, SIZE));
        let look = if lit { " font-weight=\"700\"" } else { "" };
        let given = work.place.series.get(index).map_or("", String::as_str);
        pen.text(place, "start", &point.name, &format!(" fill=\"var(--ink)\"{HALO}{look}{given}"));
    }
}

/// A line with two short ends, from the lower to the upper end of a band.
pub fn whisker(pen: &mut Pen, (x1, y1): (f64, f64), (x2, y2): (f64, f64)) {
    let d = if x1 == x2 {
        format!("M{} {}V{}M{} {}h12M{} {}h12", px(x1), px(y1), px(y2), px(x1 - 6.0), px(y1), px(x1 - 6.0), px(y2))
    } else {
        format!("M{} {}H{}M{} {}v12M{} {}v12", px(x1), px(y1), px(x2), px(x1), px(y1 - 6.0), px(x2), px(y2 - 6.0))
    };
    pen.path(&d, " stroke=\"var(--ink)\" stroke-width=\"2\" fill=\"none\"");
}
