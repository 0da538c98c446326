//! ```` ```chart ```` blocks: settings and comma-separated values become a [`Chart`]. Manual page: `tests/spec/charts.md`.
//!
//! The first row names the columns. Wide data have one column of x and one a series; long data name the series in a column
//! of their own (`series=`). A cell that cannot be read is said at its place and left out of the drawing.

mod columns;
mod settings;
mod table;
mod values;

use super::suggest::nearest;
use crate::deck::{Attributes, Axis, AxisScale, Chart, ChartKind, ChartMark, Point, Series};
use crate::source::{Diagnostic, Span};
use columns::Columns;
use settings::Settings;
use std::collections::BTreeMap;
use std::ops::Range;
use table::{Cell, Table};

/// The most points of a chart.
pub const MOST_POINTS: usize = 10_000;
/// The most series: more cannot be told apart.
pub const MOST_SERIES: usize = 24;
/// Mistakes in cells that are said one by one.
const MOST_MISTAKES: usize = 5;

/// The data of a chart, as written.
pub struct Written<'a> {
    /// The text.
    pub text: &'a str,
    /// Where it stands.
    pub span: Span,
    /// Whether it stands there byte for byte.
    pub verbatim: bool,
}

impl Written<'_> {
    fn place(&self, at: &Range<usize>) -> Span {
        if self.verbatim && !at.is_empty() { self.span.part(at.start, at.end) } else { self.span }
    }
}

/// A chart, and whether its series come one after another (`steps=series`).
pub struct Read {
    /// The chart, still without steps.
    pub chart: Chart,
    /// `steps=series`
    pub series_by_series: bool,
}

/// Reads a chart. `None` when there is nothing to draw, which has been said.
pub fn read(attributes: &Attributes, written: &Written<'_>, findings: &mut Vec<Diagnostic>) -> Option<Read> {
    let settings = settings::read(attributes, findings);
    let table = table::read(written.text);
    let mut reader = Reader { written, findings, comma: table.semicolons, mistakes: 0 };
    let chart = reader.chart(&table, &settings)?;
    Some(Read { chart, series_by_series: settings.steps })
}

struct Reader<'a> {
    written: &'a Written<'a>,
    findings: &'a mut Vec<Diagnostic>,
    comma: bool,
    mistakes: usize,
}

impl Reader<'_> {
    fn say(&mut self, found: Diagnostic) {
        self.findings.push(found);
    }

    fn chart(&mut self, table: &Table, settings: &Settings) -> Option<Chart> {
        let (head, rows) =
            match table.rows.split_first() {
                Some((head, rows)) if !rows.is_empty() => (head, rows),
                _ => {
                    let found = Diagnostic::error("chart-empty", "the chart has no data", self.written.span);
                    self.say(found.hint(
                        "write the names of the columns in the first row and the values below, separated by commas",
                    ));
                    return None;
                }
            };
        let columns = Columns::new(head, rows, settings, self)?;
        let points = rows.len().saturating_mul(columns.values.len());
        let count = columns.values.len();
        if points > MOST_POINTS || count > MOST_SERIES {
            let message = if points > MOST_POINTS {
                format!("the chart has {points} points, more than {MOST_POINTS}")
            } else {
                format!("the chart has {count} series, more than {MOST_SERIES}")
            };
            let found = Diagnostic::error("chart-limit", message, self.written.span);
            self.say(found.hint("draw a part of the data, or averages of them"));
            return None;
        }
        self.ragged(head, rows);
        let mut chart = Chart {
            kind: settings.kind,
            horizontal: settings.horizontal,
            labels: settings.labels,
            alt: settings.alt.clone(),
            caption: settings.caption.clone(),
            credit: settings.credit.clone(),
            text: self.written.text.to_owned(),
            text_span: self.written.span,
            ..Chart::default()
        };
        chart.x = self.x_axis(&columns, rows, settings);
        chart.y = Axis { scale: AxisScale::Linear, range: settings.ranges[1], ..Axis::default() };
        chart.series = self.series(&columns, rows, &mut chart.x, &mut chart.y, &mut chart.words, settings)?;
        columns.title_y(&mut chart.y, settings);
        if settings.log.1 {
            if matches!(chart.kind, ChartKind::Bar | ChartKind::Stacked) {
                let found = Diagnostic::error(
                    "chart-log",
                    "bars begin at zero, which a logarithmic axis does not have",
                    self.written.span,
                );
                self.say(found.hint("write `kind=scatter` or `kind=line`, or leave `log=` out"));
            } else {
                chart.y.scale = AxisScale::Log;
            }
        }
        if !chart.series.iter().any(|series| series.points.iter().any(|point| point.y.is_some())) {
            let found = Diagnostic::error("chart-empty", "the chart has no value to draw", self.written.span);
            self.say(found.hint("write numbers below the names of the columns"));
            return None;
        }
        self.marks(&mut chart, settings);
        self.highlight(&mut chart, settings);
        Some(chart)
    }

    /// Rows that are longer or shorter than the head.
    fn ragged(&mut self, head: &[Cell], rows: &[Vec<Cell>]) {
        for row in rows.iter().filter(|row| row.len() != head.len()).take(MOST_MISTAKES) {
            let at = row.first().map_or(0..0, |first| first.at.start..row.last().map_or(0, |last| last.at.end));
            let count = |count: usize| if count == 1 { "1 value".to_owned() } else { format!("{count} values") };
            let message = format!("this row has {}, the first row names {} columns", count(row.len()), head.len());
            let found = Diagnostic::error("chart-row", message, self.written.place(&at));
            let hint = if row.len() > head.len() && !self.comma {
                "put a value that holds a comma in quotes; decimals are written with a point"
            } else {
                "leave nothing between two commas where a value is missing"
            };
            self.say(found.hint(hint));
        }
    }

    /// What x is: numbers, years, dates or names.
    fn x_axis(&mut self, columns: &Columns<'_>, rows: &[Vec<Cell>], settings: &Settings) -> Axis {
        let (name, unit) = values::name_and_unit(columns.name(columns.x));
        let mut axis =
            Axis { title: name.to_owned(), unit: unit.to_owned(), range: settings.ranges[0], ..Axis::default() };
        if let Some(title) = &settings.titles[0] {
            let (name, unit) = values::name_and_unit(title);
            (axis.title, axis.unit, axis.is_titled) = (name.to_owned(), unit.to_owned(), true);
        }
        let cells = || rows.iter().filter_map(|row| row.get(columns.x)).filter(|cell| !values::is_gap(&cell.text));
        let all = |fits: &dyn Fn(&str) -> bool| cells().next().is_some() && cells().all(|cell| fits(&cell.text));
        let numbers = cells().filter(|cell| values::number(&cell.text, self.comma).is_some()).count();
        axis.scale = if matches!(settings.kind, ChartKind::Bar | ChartKind::Stacked) {
            AxisScale::Words
        } else if all(&values::is_year) {
            AxisScale::Year
        } else if all(&|cell| values::date(cell).is_some()) {
            AxisScale::Date
        } else if settings.kind == ChartKind::Scatter || settings.log.0 || numbers * 2 > cells().count() {
            AxisScale::Linear
        } else {
            AxisScale::Words
        };
        if settings.log.0 {
            if matches!(axis.scale, AxisScale::Linear | AxisScale::Year) {
                axis.scale = AxisScale::Log;
            } else {
                let found = Diagnostic::error("chart-log", "x is no number and has no logarithm", self.written.span);
                self.say(found.hint("leave x out of `log=`"));
            }
        }
        axis
    }

    fn series(
        &mut self,
        columns: &Columns<'_>,
        rows: &[Vec<Cell>],
        x_axis: &mut Axis,
        y_axis: &mut Axis,
        words: &mut Vec<String>,
        settings: &Settings,
    ) -> Option<Vec<Series>> {
        let mut out: Vec<Series> = Vec::new();
        let mut known: BTreeMap<String, usize> = BTreeMap::new();
        let mut places: BTreeMap<String, usize> = BTreeMap::new();
        if columns.series.is_none() {
            out = columns.values.iter().map(|value| Series { name: value.name.clone(), ..Series::default() }).collect();
        }
        let empty = Cell::default();
        for row in rows {
            let cell = |column: usize| row.get(column).unwrap_or(&empty);
            let Some(x) = self.x(cell(columns.x), x_axis, words, &mut places) else { continue };
            for (number, value) in columns.values.iter().enumerate() {
                let at = match columns.series {
                    Some(column) => *known.entry(cell(column).text.clone()).or_insert_with(|| {
                        out.push(Series { name: cell(column).text.clone(), ..Series::default() });
                        out.len() - 1
                    }),
                    None => number,
                };
                let y = self.number(cell(value.column), settings.log.1);
                y_axis.decimals = y_axis.decimals.max(y.map_or(0, |y| y.decimals));
                let mut band = y.and_then(|y| y.deviation.map(|deviation| (y.value - deviation, y.value + deviation)));
                if let (Some(column), Some(y)) = (value.deviation, y) {
                    band =
                        self.number(cell(column), false).map(|by| (y.value - by.value.abs(), y.value + by.value.abs()));
                }
                if let Some((low, high)) = value.band
                    && let (Some(low), Some(high)) =
                        (self.number(cell(low), settings.log.1), self.number(cell(high), settings.log.1))
                {
                    band = Some((low.value.min(high.value), low.value.max(high.value)));
                }
                let name = columns.label.map(|column| cell(column).text.clone()).unwrap_or_default();
                out[at].points.push(Point { x, y: y.map(|y| y.value), band, name });
            }
        }
        if out.len() > MOST_SERIES {
            let message = format!("the chart has {} series, more than {MOST_SERIES}", out.len());
            let found = Diagnostic::error("chart-limit", message, self.written.span);
            self.say(found.hint("draw a part of the data, or averages of them"));
            return None;
        }
        Some(out)
    }

    /// A place along x; `None` for one that cannot be read, which has been said.
    fn x(
        &mut self,
        cell: &Cell,
        axis: &mut Axis,
        words: &mut Vec<String>,
        places: &mut BTreeMap<String, usize>,
    ) -> Option<f64> {
        match axis.scale {
            AxisScale::Words => {
                let place = *places.entry(cell.text.clone()).or_insert_with(|| {
                    words.push(cell.text.clone());
                    words.len() - 1
                });
                Some(place as f64)
            }
            AxisScale::Date => values::date(&cell.text),
            _ => {
                let number = self.number(cell, axis.scale == AxisScale::Log)?;
                axis.decimals = axis.decimals.max(number.decimals);
                Some(number.value)
            }
        }
    }

    /// A number; `None` for a gap and for what is no number, which is said.
    fn number(&mut self, cell: &Cell, is_log: bool) -> Option<values::Number> {
        if values::is_gap(&cell.text) {
            return None;
        }
        let read = values::number(&cell.text, self.comma);
        let is_below = read.is_some_and(|number| is_log && number.value <= 0.0);
        if !is_below && read.is_some() {
            return read;
        }
        self.mistakes += 1;
        if self.mistakes <= MOST_MISTAKES {
            let span = self.written.place(&cell.at);
            self.say(if is_below {
                Diagnostic::error("chart-log", format!("`{}` has no logarithm", shortened(&cell.text)), span)
                    .hint("only values above zero stand on a logarithmic axis")
            } else {
                let found = Diagnostic::error("chart-value", format!("`{}` is no number", shortened(&cell.text)), span);
                if values::number(&cell.text, true).is_some() {
                    found.hint(format!("write a point: `{}`", cell.text.replace(',', ".")))
                } else {
                    found.hint(
                        "write a number such as `3.5`, `1e6` or `3.5 ± 0.2`; leave it empty where none was measured",
                    )
                }
            });
        }
        None
    }

    /// `y=50: chance; x=2022: ChatGPT`
    fn marks(&mut self, chart: &mut Chart, settings: &Settings) {
        let Some(marks) = &settings.marks else { return };
        for part in marks.value.split(';').map(str::trim).filter(|part| !part.is_empty()) {
            let (place, words) = part.split_once(':').unwrap_or((part, ""));
            let read = place.split_once('=').and_then(|(axis, value)| {
                let on_x = match axis.trim() {
                    "x" => true,
                    "y" => false,
                    _ => return None,
                };
                let value = value.trim();
                let at = match (on_x, chart.x.scale) {
                    (true, AxisScale::Words) => chart.words.iter().position(|word| word == value).map(|at| at as f64),
                    (true, AxisScale::Date) => values::date(value),
                    _ => values::number(value, self.comma).map(|number| number.value),
                }?;
                let scale = if on_x { chart.x.scale } else { chart.y.scale };
                (scale != AxisScale::Log || at > 0.0).then(|| ChartMark { on_x, at, words: words.trim().to_owned() })
            });
            match read {
                Some(mark) => chart.marks.push(mark),
                None => {
                    let message = format!("`{}` is no line of reference", shortened(part));
                    let found = Diagnostic::error("chart-setting", message, marks.span);
                    self.say(
                        found.hint("write an axis, a value on it and words: `marks=\"y=50: chance; x=2022: ChatGPT\"`"),
                    );
                }
            }
        }
    }

    /// `highlight="Apertus 70B"`; several names are separated by commas.
    fn highlight(&mut self, chart: &mut Chart, settings: &Settings) {
        let Some(wanted) = &settings.highlight else { return };
        let by_bar = chart.series.len() == 1 && chart.x.scale == AxisScale::Words;
        let mut names: Vec<String> =
            if by_bar { chart.words.clone() } else { chart.series.iter().map(|series| series.name.clone()).collect() };
        if chart.kind == ChartKind::Scatter {
            names.extend(chart.series.iter().flat_map(|series| &series.points).map(|point| point.name.clone()));
        }
        let whole = [wanted.value.as_str()];
        let parts: Vec<&str> = wanted.value.split(',').map(str::trim).collect();
        let parts = if names.contains(&wanted.value) { &whole[..] } else { &parts };
        for part in parts {
            if names.iter().any(|name| name == part) {
                chart.highlight.push((*part).to_owned());
                continue;
            }
            let what = if by_bar { "bar" } else { "series" };
            let found =
                Diagnostic::error("chart-column", format!("no {what} has the name `{}`", shortened(part)), wanted.span);
            self.say(found.hint(named(part, &names)));
        }
    }
}

/// "Did you mean", or which names there are.
fn named(wanted: &str, names: &[String]) -> String {
    let known: Vec<&str> = names.iter().map(String::as_str).filter(|name| !name.is_empty()).collect();
    match nearest(wanted, known.iter().copied()) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => {
            let some: Vec<String> = known.iter().take(8).map(|name| format!("`{name}`")).collect();
            format!("there are {}{}", some.join(", "), if known.len() > 8 { ", …" } else { "" })
        }
    }
}

fn shortened(text: &str) -> String {
    let mut out: String = text.chars().take(40).map(|c| if c.is_control() || c == '`' { ' ' } else { c }).collect();
    if text.chars().nth(40).is_some() {
        out.push('…');
    }
    out
}
