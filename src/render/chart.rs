//! Charts as SVG, drawn by ourselves: pure, deterministic, in the theme's colours and faces through custom properties.
//! Manual page: `tests/spec/charts.md`.
//!
//! A chart is drawn as large as its place, so that its words have the size that they say. Colours are `--c` of each series;
//! a theme may set `--series-1` to `--series-6`, else they are its own accent, second and further colours.

mod alt;
mod bars;
mod curves;
mod frame;
mod labels;
mod lying;
mod numbers;
mod pen;
mod scale;

use crate::deck::{Chart, ChartKind};
use crate::theme::Letters;
use numbers::Numbers;
use pen::Pen;
use pen::px;
#[cfg(feature = "diagrams")]
pub(in crate::render) use pen::{HALO, px as digits};

/// Where and how a chart is drawn.
#[derive(Clone, Copy, Debug)]
pub struct Place<'a> {
    /// Width in px on the canvas.
    pub width: f64,
    /// The most height in px.
    pub height: f64,
    /// Language tag of the slide.
    pub language: &'a str,
    /// How wide letters are there.
    pub letters: &'static Letters,
    /// Attributes of each series' groups, such as ` data-show="1-"`.
    pub series: &'a [String],
}

/// A drawn chart.
#[derive(Clone, Debug, PartialEq)]
pub struct Drawing {
    /// `<svg>…</svg>`
    pub svg: String,
    /// What does not fit at the size of the words, if something does not.
    pub crowded: Option<String>,
}

/// What all parts of a drawing know.
struct Work<'a> {
    chart: &'a Chart,
    place: Place<'a>,
    numbers: Numbers,
    words: alt::Words,
    /// Height in px; a chart of few bars that lie takes less than there is.
    height: f64,
    crowded: Option<String>,
}

/// The colours of the series: the theme's, in an order in which neighbours differ most.
const COLORS: [&str; 6] = ["accent", "second", "good", "code-function", "code-type", "muted"];

/// Width of a rim in px.
const RIM: f64 = 2.0;

/// Grey: a share of the muted colour in percent.
fn mixed(share: u32) -> String {
    if share == 100 {
        "var(--muted)".to_owned()
    } else {
        format!("color-mix(in oklab,var(--muted) {share}%,var(--ground))")
    }
}

impl Work<'_> {
    /// Width of words in px.
    fn width(&self, words: &str, bold: bool) -> f64 {
        f64::from(self.place.letters.em(words, bold)) * pen::SIZE
    }

    /// Breaks words into lines of at most `most` px; a single word may be wider.
    fn wrapped(&self, words: &str, most: f64, bold: bool) -> Vec<String> {
        let mut lines: Vec<String> = Vec::new();
        for word in words.split_whitespace() {
            let wide = self.width(" ", bold) + self.width(word, bold);
            match lines.last_mut() {
                Some(line) if self.width(line, bold) + wide <= most => {
                    line.push(' ');
                    line.push_str(word);
                }
                _ => lines.push(word.to_owned()),
            }
        }
        if lines.is_empty() {
            lines.push(String::new());
        }
        lines
    }

    /// The colour of a series or bar, as a value.
    fn color(&self, index: usize, name: &str) -> String {
        let lit = &self.chart.highlight;
        let index = match lit.iter().position(|lit| lit == name) {
            Some(at) => at,
            None if lit.is_empty() => index,
            None => return self.grey(),
        } % COLORS.len();
        format!("var(--series-{},var(--{}))", index + 1, COLORS[index])
    }

    /// What is not highlighted steps back, and is still seen: 3 : 1 on the ground in every theme, as WCAG 2.2 asks of graphics
    /// (1.4.11). The parts of a stack hold words, for which that is too dark: they are paler, and have a [rim](Self::rim).
    fn grey(&self) -> String {
        let points: usize = self.chart.series.iter().map(|series| series.points.len()).sum();
        let share = match self.chart.kind {
            ChartKind::Stacked => 42,
            ChartKind::Bar => 70,
            // Many points are drawn translucent.
            ChartKind::Scatter if points > curves::FEW => 100,
            ChartKind::Line | ChartKind::Scatter => 75,
        };
        mixed(share)
    }

    /// What bounds the pale parts of a stack that are not highlighted.
    fn rim(&self, series: usize) -> String {
        let is_lit = self.chart.series.get(series).is_none_or(|series| self.chart.is_lit(&series.name));
        match self.chart.kind {
            ChartKind::Stacked if !is_lit => format!(" stroke=\"{}\" stroke-width=\"{RIM}\"", mixed(80)),
            _ => String::new(),
        }
    }

    /// Opens the group of a series.
    fn open(&self, pen: &mut Pen, index: usize) {
        let series = &self.chart.series[index];
        let given = self.place.series.get(index).map_or("", String::as_str);
        pen.raw(&format!("<g style=\"--c:{}\"{given}>", self.color(index, &series.name)));
    }

    /// The series in the order in which they are drawn: what is highlighted comes last and lies above.
    fn order(&self) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.chart.series.len()).collect();
        if !self.chart.highlight.is_empty() {
            order.sort_by_key(|index| self.chart.is_lit(&self.chart.series[*index].name));
        }
        order
    }
}

/// Draws a chart.
pub fn draw(chart: &Chart, place: &Place<'_>) -> Drawing {
    let mut work = Work {
        chart,
        place: *place,
        numbers: Numbers::of(place.language),
        words: alt::Words::of(place.language),
        height: place.height.min(place.width * 0.8).floor(),
        crowded: None,
    };
    let mut pen = Pen::default();
    match chart.kind {
        ChartKind::Line | ChartKind::Scatter => curves::draw(&mut work, &mut pen),
        ChartKind::Bar | ChartKind::Stacked if chart.horizontal || bars::must_lie(&work) => {
            lying::draw(&mut work, &mut pen)
        }
        ChartKind::Bar | ChartKind::Stacked => bars::draw(&mut work, &mut pen),
    }
    let label = if chart.alt.trim().is_empty() { alt::text(&work) } else { chart.alt.clone() };
    let mut out = String::with_capacity(pen.out.len() + label.len() + 200);
    let (width, height) = (px(place.width), px(work.height));
    out.push_str(&format!(
        "<svg class=\"plot\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" font-size=\"{}\" fill=\"var(--muted)\" role=\"img\" aria-label=\"",
        pen::SIZE
    ));
    crate::render::html::escape::attribute(&mut out, &label);
    out.push_str("\">");
    out.push_str(&pen.out);
    out.push_str("</svg>");
    Drawing { svg: out, crowded: work.crowded }
}

#[cfg(test)]
mod tests;
