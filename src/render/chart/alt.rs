//! A chart in words, for those who do not see it. Manual page: `tests/spec/charts.md`.

use super::Work;
use super::numbers::{Numbers, civil};
use crate::deck::{AxisScale, ChartKind, Series};

/// With at most that many values all of them are said.
const ALL: usize = 12;
/// With more series than that, the others are only counted.
const MOST: usize = 12;

/// The words of one language.
#[derive(Clone, Copy, Debug)]
pub struct Words {
    kinds: [&'static str; 4],
    /// Behind the title of a logarithmic axis.
    pub log: &'static str,
    to: &'static str,
    from: &'static str,
    points: &'static str,
    least: &'static str,
    most: &'static str,
    more: &'static str,
}

const ENGLISH: Words = Words {
    kinds: ["Line chart", "Bar chart", "Stacked bar chart", "Scatter plot"],
    log: "log scale",
    to: "to",
    from: "from",
    points: "points",
    least: "least",
    most: "most",
    more: "more series",
};
const GERMAN: Words = Words {
    kinds: ["Liniendiagramm", "Balkendiagramm", "Gestapeltes Balkendiagramm", "Punktdiagramm"],
    log: "logarithmisch",
    to: "bis",
    from: "von",
    points: "Punkte",
    least: "am wenigsten",
    most: "am meisten",
    more: "weitere Reihen",
};
const FRENCH: Words = Words {
    kinds: ["Courbes", "Diagramme en barres", "Diagramme en barres empilées", "Nuage de points"],
    log: "échelle log",
    to: "à",
    from: "de",
    points: "points",
    least: "minimum",
    most: "maximum",
    more: "autres séries",
};
const ITALIAN: Words = Words {
    kinds: ["Grafico a linee", "Grafico a barre", "Grafico a barre in pila", "Grafico a dispersione"],
    log: "scala log",
    to: "a",
    from: "da",
    points: "punti",
    least: "minimo",
    most: "massimo",
    more: "altre serie",
};

impl Words {
    /// The words of a language tag; English for those that are not known.
    pub fn of(language: &str) -> Words {
        match language.split('-').next().unwrap_or("").to_ascii_lowercase().as_str() {
            "de" => GERMAN,
            "fr" => FRENCH,
            "it" => ITALIAN,
            _ => ENGLISH,
        }
    }
}

/// Kind, axes with their ranges, and each series: its values when they are few, else its ends and extremes.
pub(super) fn text(work: &Work<'_>) -> String {
    let (chart, words) = (work.chart, &work.words);
    let kind = match chart.kind {
        ChartKind::Line => 0,
        ChartKind::Bar => 1,
        ChartKind::Stacked => 2,
        ChartKind::Scatter => 3,
    };
    let mut parts = vec![words.kinds[kind].to_owned()];
    let points = || chart.series.iter().flat_map(|series| &series.points);
    let (low, high) = ends(points().map(|point| point.x));
    let x_title = work.title(&chart.x, 0);
    match chart.x.scale {
        AxisScale::Words => {
            if !x_title.is_empty() {
                parts.push(x_title);
            }
        }
        _ => parts.push(
            format!("{}: {} {} {}", or(&x_title, "x"), x_text(work, low), words.to, x_text(work, high))
                .replace("  ", " "),
        ),
    }
    let (low, high) = ends(points().filter_map(|point| point.y));
    let y = |value: f64| value_text(&work.numbers, value, chart.y.decimals);
    parts.push(format!("{}: {} {} {}", or(&work.title(&chart.y, 0), "y"), y(low), words.to, y(high)));
    for series in chart.series.iter().take(MOST) {
        let told = told(work, series);
        let is_alone = chart.series.len() == 1;
        parts.push(if series.name.is_empty() || is_alone { told } else { format!("{}: {told}", series.name) });
    }
    if chart.series.len() > MOST {
        parts.push(format!("{} {}", chart.series.len() - MOST, words.more));
    }
    parts.extend(chart.marks.iter().filter(|mark| !mark.words.is_empty()).map(|mark| {
        let at = if mark.on_x { x_text(work, mark.at) } else { y(mark.at) };
        format!("{}: {at}", mark.words)
    }));
    parts.join(". ")
}

fn told(work: &Work<'_>, series: &Series) -> String {
    let (chart, words) = (work.chart, &work.words);
    let y = |value: f64| value_text(&work.numbers, value, chart.y.decimals);
    let values: Vec<(f64, f64, &str)> =
        series.points.iter().filter_map(|point| Some((point.x, point.y?, point.name.as_str()))).collect();
    let name = |(x, _, name): &(f64, f64, &str)| if name.is_empty() { x_text(work, *x) } else { (*name).to_owned() };
    let list = || {
        let each: Vec<String> = values.iter().map(|value| format!("{} {}", name(value), y(value.1))).collect();
        each.join(", ")
    };
    let least = values.iter().min_by(|a, b| a.1.total_cmp(&b.1));
    let most = values.iter().max_by(|a, b| a.1.total_cmp(&b.1));
    let (Some(least), Some(most)) = (least, most) else { return format!("0 {}", words.points) };
    let extremes =
        || format!("{} {} ({}), {} {} ({})", words.least, y(least.1), name(least), words.most, y(most.1), name(most));
    match chart.kind {
        ChartKind::Bar | ChartKind::Stacked if values.len() <= ALL => list(),
        ChartKind::Bar | ChartKind::Stacked => extremes(),
        ChartKind::Scatter if values.len() <= ALL && values.iter().all(|value| !value.2.is_empty()) => list(),
        ChartKind::Scatter => format!("{} {}, {}", values.len(), words.points, extremes()),
        ChartKind::Line => {
            let (first, last) = (values[0].1, values[values.len() - 1].1);
            let inner = (most.1 > first.max(last) || least.1 < first.min(last)).then(|| format!(", {}", extremes()));
            format!("{} {} {} {}{}", words.from, y(first), words.to, y(last), inner.unwrap_or_default())
        }
    }
}

fn or<'a>(text: &'a str, other: &'a str) -> &'a str {
    if text.is_empty() { other } else { text }
}

fn ends(values: impl Iterator<Item = f64>) -> (f64, f64) {
    let (low, high) = values.fold((f64::MAX, f64::MIN), |(low, high), value| (low.min(value), high.max(value)));
    if low <= high { (low, high) } else { (0.0, 0.0) }
}

fn value_text(numbers: &Numbers, value: f64, decimals: usize) -> String {
    if value != 0.0 && !(1e-4..1e12).contains(&value.abs()) {
        format!("{value:e}")
    } else {
        numbers.write(value, decimals)
    }
}

fn x_text(work: &Work<'_>, x: f64) -> String {
    match work.chart.x.scale {
        AxisScale::Words => work.chart.words.get(x as usize).cloned().unwrap_or_default(),
        AxisScale::Year => format!("{x:.0}"),
        AxisScale::Date => {
            let (year, month, day) = civil(x as i64);
            format!("{year}-{month:02}-{day:02}")
        }
        _ => value_text(&work.numbers, x, work.chart.x.decimals),
    }
}
