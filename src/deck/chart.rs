//! Charts as plain data: what is drawn, not how. Manual page: `tests/spec/charts.md`.

use super::{Stages, Steps};
use crate::source::Span;

/// A ```` ```chart ```` block whose data could be read.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Chart {
    /// `kind=`
    pub kind: ChartKind,
    /// `horizontal`: bars that lie.
    pub horizontal: bool,
    /// From left to right, or from top to bottom for bars that lie.
    pub x: Axis,
    /// The values.
    pub y: Axis,
    /// The names along x when its scale is [`AxisScale::Words`], in the order of the data.
    pub words: Vec<String>,
    /// What is drawn, in the order of the data.
    pub series: Vec<Series>,
    /// Lines of reference.
    pub marks: Vec<ChartMark>,
    /// Series or bars that keep their colour while the others are muted; empty means that all keep it.
    pub highlight: Vec<String>,
    /// Whether values stand at bars and names at points; `None` where there is room.
    pub labels: Option<bool>,
    /// `alt="…"`; empty means that the words come from the data.
    pub alt: String,
    /// `caption="…"`
    pub caption: String,
    /// `credit="…"`
    pub credit: String,
    /// Which series are lit when, for `{1|2|all}`.
    pub stages: Stages,
    /// The data as written.
    pub text: String,
    /// Where they are written (in another file for `from=`).
    pub text_span: Span,
}

/// What a chart is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum ChartKind {
    /// One line a series.
    #[default]
    Line,
    /// Bars, beside each other when there are several series.
    Bar,
    /// Bars whose series stand on each other.
    Stacked,
    /// Points.
    Scatter,
}

/// One axis.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Axis {
    /// What it measures, such as `Loss`.
    pub title: String,
    /// Whether the title was given for this axis, with `x-title=` or `y-title=`.
    pub is_titled: bool,
    /// In what, such as `nats`.
    pub unit: String,
    /// How values become places.
    pub scale: AxisScale,
    /// `x-range=` and `y-range=`
    pub range: Option<(f64, f64)>,
    /// The most digits after the decimal point in the data.
    pub decimals: usize,
}

/// How values become places on an axis.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum AxisScale {
    /// Evenly.
    #[default]
    Linear,
    /// By their logarithm.
    Log,
    /// Calendar years: numbers that are not grouped.
    Year,
    /// Days since 1970-01-01.
    Date,
    /// Names, evenly spaced; values are their indices.
    Words,
}

/// One run of values.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Series {
    /// Its name.
    pub name: String,
    /// Its points in the order of the data.
    pub points: Vec<Point>,
    /// When it is visible.
    pub steps: Steps,
}

/// One value.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Point {
    /// Where along x.
    pub x: f64,
    /// The value; `None` is a gap.
    pub y: Option<f64>,
    /// Its error band, lower and upper end.
    pub band: Option<(f64, f64)>,
    /// Its own name, for points.
    pub name: String,
}

/// A line of reference.
#[derive(Clone, Debug, PartialEq)]
pub struct ChartMark {
    /// Whether it stands at a value of x, so that it goes up and down.
    pub on_x: bool,
    /// The value.
    pub at: f64,
    /// What it says.
    pub words: String,
}

impl Chart {
    /// Whether this series or bar keeps its colour.
    pub fn is_lit(&self, name: &str) -> bool {
        self.highlight.is_empty() || self.highlight.iter().any(|lit| lit == name)
    }
}
