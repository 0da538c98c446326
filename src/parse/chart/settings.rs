//! The settings of a chart: what stands in the braces behind ```` ```chart ````. Manual page: `tests/spec/charts.md`.

use super::values;
use crate::deck::{Attributes, ChartKind};
use crate::parse::suggest::nearest;
use crate::source::{Diagnostic, Spanned};

/// Every setting.
const KNOWN: [&str; 24] = [
    "kind",
    "horizontal",
    "x",
    "y",
    "series",
    "low",
    "high",
    "label",
    "log",
    "marks",
    "highlight",
    "labels",
    "x-title",
    "y-title",
    "x-range",
    "y-range",
    "alt",
    "caption",
    "credit",
    "from",
    "width",
    "height",
    "steps",
    "lang",
];
/// What any block may have.
const COMMON: [&str; 5] = ["step", "when", "unless", "replace", "title"];
const KINDS: [(&str, ChartKind); 4] = [
    ("line", ChartKind::Line),
    ("bar", ChartKind::Bar),
    ("stacked", ChartKind::Stacked),
    ("scatter", ChartKind::Scatter),
];

/// Settings that were understood.
#[derive(Default)]
pub struct Settings {
    /// `kind=`
    pub kind: ChartKind,
    /// `horizontal`
    pub horizontal: bool,
    /// `x=`, `series=`, `low=`, `high=`, `label=`: the names of columns.
    pub x: Option<Spanned<String>>,
    pub series: Option<Spanned<String>>,
    pub low: Option<Spanned<String>>,
    pub high: Option<Spanned<String>>,
    pub label: Option<Spanned<String>>,
    /// `y=`, separated by commas.
    pub y: Option<Spanned<String>>,
    /// `log=`: x, y.
    pub log: (bool, bool),
    /// `marks=`
    pub marks: Option<Spanned<String>>,
    /// `highlight=`
    pub highlight: Option<Spanned<String>>,
    /// `labels=`
    pub labels: Option<bool>,
    /// `x-title=`, `y-title=`
    pub titles: [Option<String>; 2],
    /// `x-range=`, `y-range=`
    pub ranges: [Option<(f64, f64)>; 2],
    /// `alt=`, `caption=`, `credit=`
    pub alt: String,
    pub caption: String,
    pub credit: String,
    /// `steps=series`
    pub steps: bool,
}

/// Reads all settings; what is wrong is said and left out.
pub fn read(attributes: &Attributes, findings: &mut Vec<Diagnostic>) -> Settings {
    let mut out = Settings::default();
    for (key, value) in &attributes.pairs {
        let mut wrong = |message: String, hint: &str| {
            findings.push(Diagnostic::error("chart-setting", message, value.span).hint(hint));
        };
        let words = value.value.as_str();
        match key.value.as_str() {
            "kind" => match KINDS.iter().find(|(name, _)| *name == words) {
                Some((_, kind)) => out.kind = *kind,
                None => {
                    let names = KINDS.iter().map(|(name, _)| *name);
                    let hint = match nearest(words, names) {
                        Some(meant) => format!("did you mean `{meant}`?"),
                        None => "write `line`, `bar`, `stacked` or `scatter`".to_owned(),
                    };
                    wrong(format!("`{words}` is no kind of chart"), &hint);
                }
            },
            "horizontal" => out.horizontal = words == "true",
            "x" => out.x = Some(value.clone()),
            "y" => out.y = Some(value.clone()),
            "series" => out.series = Some(value.clone()),
            "low" => out.low = Some(value.clone()),
            "high" => out.high = Some(value.clone()),
            "label" => out.label = Some(value.clone()),
            "log" => match words {
                "x" => out.log = (true, false),
                "y" => out.log = (false, true),
                "xy" | "x,y" | "both" => out.log = (true, true),
                _ => wrong(format!("`log={words}` names no axis"), "write `log=x`, `log=y` or `log=xy`"),
            },
            "marks" => out.marks = Some(value.clone()),
            "highlight" => out.highlight = Some(value.clone()),
            "labels" => match words {
                "values" | "true" => out.labels = Some(true),
                "none" | "false" => out.labels = Some(false),
                _ => wrong(
                    format!("`labels={words}` is no way to write values"),
                    "write `labels=values` or `labels=none`",
                ),
            },
            "x-title" => out.titles[0] = Some(words.to_owned()),
            "y-title" => out.titles[1] = Some(words.to_owned()),
            "x-range" | "y-range" => match range(words) {
                Some(range) => out.ranges[usize::from(key.value == "y-range")] = Some(range),
                None => {
                    wrong(format!("`{words}` is no range"), "write two numbers, the smaller first: `y-range=0..100`")
                }
            },
            "alt" => out.alt = words.to_owned(),
            "caption" => out.caption = words.to_owned(),
            "credit" => out.credit = words.to_owned(),
            "steps" if words == "series" => out.steps = true,
            "steps" => wrong(format!("`steps={words}` is no way to show a chart"), "write `steps=series`"),
            known if KNOWN.contains(&known) || COMMON.contains(&known) => {}
            other => {
                let message = format!("unknown setting `{other}` of a chart");
                let found = Diagnostic::warning("chart-setting", message, key.span.to(value.span));
                findings.push(match nearest(other, KNOWN) {
                    Some(meant) => found.hint(format!("did you mean `{meant}`?")),
                    None => found.hint("known are `kind`, `x`, `y`, `series`, `log`, `marks`, `highlight`, `from` and others; see the manual's page on charts"),
                });
            }
        }
    }
    out
}

fn range(words: &str) -> Option<(f64, f64)> {
    let (low, high) = words.split_once("..")?;
    let number = |text: &str| {
        values::number(text.trim(), false).map(|number| number.value).or_else(|| values::date(text.trim()))
    };
    let (low, high) = (number(low)?, number(high)?);
    (low < high).then_some((low, high))
}
