//! Charts as their SVG: what is in it, what never is, how long it takes.

use super::*;
use crate::deck::{Axis, AxisScale, ChartMark, Point, Series};

fn series(name: &str, values: &[(f64, f64)]) -> Series {
    let points = values.iter().map(|(x, y)| Point { x: *x, y: Some(*y), ..Point::default() }).collect();
    Series { name: name.to_owned(), points, ..Series::default() }
}

fn drawn(chart: &Chart, width: f64, height: f64) -> Drawing {
    draw(chart, &Place { width, height, language: "en", letters: Letters::DEFAULT, series: &[] })
}

fn bars(names: &[&str]) -> Chart {
    let values: Vec<(f64, f64)> = (0..names.len()).map(|at| (at as f64, at as f64 + 1.0)).collect();
    Chart {
        kind: ChartKind::Bar,
        words: names.iter().map(|name| (*name).to_owned()).collect(),
        x: Axis { scale: AxisScale::Words, ..Axis::default() },
        series: vec![series("a", &values)],
        ..Chart::default()
    }
}

/// The numbers of all attributes that are places or sizes.
fn numbers(svg: &str) -> Vec<f64> {
    let values = ["x=\"", "y=\"", "width=\"", "height=\"", "cx=\"", "cy=\"", " d=\""]
        .into_iter()
        .flat_map(|name| svg.split(name).skip(1));
    values
        .filter_map(|rest| rest.split('"').next())
        .flat_map(|value| value.split(|sign: char| !(sign.is_ascii_digit() || sign == '.' || sign == '-')))
        .filter_map(|number| number.parse().ok())
        .collect()
}

#[test]
fn everything_stays_inside_and_has_one_decimal() {
    let lines = Chart {
        series: vec![series("first", &[(0.0, 1.0), (1.0, 17.3)]), series("second", &[(0.0, 3.0), (1.0, 17.1)])],
        marks: vec![ChartMark { on_x: false, at: 12.0, words: "limit".to_owned() }],
        ..Chart::default()
    };
    for chart in [lines, bars(&["one", "two", "three"]), bars(&["a name that is long", "another long name", "x"])] {
        for (width, height) in [(1152.0, 480.0), (552.0, 480.0), (300.0, 220.0)] {
            let svg = drawn(&chart, width, height).svg;
            let all = numbers(&svg);
            assert!(all.len() > 20, "{svg}");
            for number in all {
                assert!((-20.0..=width + 20.0).contains(&number), "{number} in {svg}");
                assert!((number * 10.0 - (number * 10.0).round()).abs() < 1e-6, "{number} in {svg}");
            }
        }
    }
}

#[test]
fn values_that_no_axis_can_hold_draw_no_nonsense() {
    // The ends of what the reader of numbers lets through.
    let odd = [1e-199, 1e199, -1e199, 0.0, -3.0];
    for a in odd {
        for b in odd {
            for kind in [ChartKind::Line, ChartKind::Bar, ChartKind::Stacked, ChartKind::Scatter] {
                for scale in [AxisScale::Linear, AxisScale::Log, AxisScale::Date, AxisScale::Year] {
                    let mut chart = bars(&["p", "q"]);
                    chart.kind = kind;
                    if matches!(kind, ChartKind::Line | ChartKind::Scatter) {
                        let positive =
                            |value: f64| if scale == AxisScale::Log { value.abs().max(1e-199) } else { value };
                        chart.x.scale = scale;
                        chart.series = vec![series("s", &[(positive(a), a), (positive(b), b)])];
                    } else {
                        chart.series = vec![series("s", &[(0.0, a), (1.0, b)])];
                    }
                    let svg = drawn(&chart, 600.0, 300.0).svg;
                    assert!(!svg.contains("NaN") && !svg.contains("inf"), "{a} {b} {kind:?} {scale:?}: {svg}");
                }
            }
        }
    }
}

#[test]
fn what_is_highlighted_keeps_its_colour_and_the_others_do_not() {
    let mut chart = bars(&["one", "two"]);
    chart.highlight = vec!["two".to_owned()];
    let svg = drawn(&chart, 600.0, 300.0).svg;
    assert_eq!(svg.matches("var(--series-1,var(--accent))").count(), 1, "{svg}");
    assert_eq!(svg.matches("<rect").count(), 2);
}

#[test]
fn what_is_not_highlighted_is_grey_enough_to_be_seen() {
    let mut chart = bars(&["one", "two"]);
    chart.highlight = vec!["two".to_owned()];
    let grey = |share: u32| format!("color-mix(in oklab,var(--muted) {share}%,var(--ground))");
    assert_eq!(drawn(&chart, 600.0, 300.0).svg.matches(&format!("fill=\"{}\"", grey(70))).count(), 1);
    chart.series = vec![series("two", &[(0.0, 1.0), (1.0, 2.0)]), series("b", &[(0.0, 30.0), (1.0, 30.0)])];
    for (kind, share) in [(ChartKind::Line, 75), (ChartKind::Scatter, 75), (ChartKind::Bar, 70)] {
        chart.kind = kind;
        let svg = drawn(&chart, 600.0, 300.0).svg;
        assert!(svg.contains(&format!("--c:{}", grey(share))) && !svg.contains(&grey(42)), "{kind:?}: {svg}");
    }
    // Words stand in the parts of a stack: these are pale, with a rim that is seen, inside of which they stay as large.
    chart.kind = ChartKind::Stacked;
    for horizontal in [false, true] {
        chart.horizontal = horizontal;
        let svg = drawn(&chart, 600.0, 300.0).svg;
        let rims = format!("fill=\"var(--c)\" stroke=\"{}\"", grey(80));
        assert_eq!(svg.matches(&rims).count(), 2, "{svg}");
        assert!(svg.contains(&format!("--c:{}", grey(42))) && svg.contains("fill=\"var(--ink)\">30<"), "{svg}");
    }
}

#[test]
fn percent_is_written_as_the_language_does() {
    let mut chart = bars(&["one", "two"]);
    chart.y.unit = "%".to_owned();
    for horizontal in [false, true] {
        chart.horizontal = horizontal;
        for (language, wanted) in [("en", ">2%<"), ("en-GB", ">2%<"), ("de", ">2\u{202f}%<"), ("fr", ">2\u{202f}%<")] {
            let place = Place { width: 600.0, height: 300.0, language, letters: Letters::DEFAULT, series: &[] };
            let svg = draw(&chart, &place).svg;
            assert!(svg.contains(wanted), "{language}: {svg}");
        }
    }
}

#[test]
fn bars_that_lie_fill_their_place() {
    let mut chart = bars(&["one", "two"]);
    chart.horizontal = true;
    let svg = drawn(&chart, 1152.0, 536.0).svg;
    assert_eq!(svg.matches("height=\"88\"").count(), 2, "{svg}");
}

#[test]
fn names_that_do_not_fit_below_make_bars_lie_and_too_many_are_said() {
    let words: Vec<String> = (0..14).map(|number| format!("an unbreakable-long-name-{number}")).collect();
    let names: Vec<&str> = words.iter().map(String::as_str).collect();
    assert!(drawn(&bars(&names), 1152.0, 480.0).svg.contains("text-anchor=\"end\""));
    assert_eq!(drawn(&bars(&names), 1152.0, 480.0).crowded, None);
    assert!(drawn(&bars(&names), 1152.0, 240.0).crowded.is_some());
}

#[test]
fn the_alternative_text_tells_the_data() {
    let chart = Chart {
        x: Axis { title: "Year".to_owned(), scale: AxisScale::Year, ..Axis::default() },
        y: Axis { title: "Share".to_owned(), unit: "%".to_owned(), ..Axis::default() },
        series: vec![
            series("Web", &[(2023.0, 60.0), (2024.0, 75.0), (2025.0, 58.0)]),
            series("Code", &[(2023.0, 3.0), (2025.0, 10.0)]),
        ],
        ..Chart::default()
    };
    let svg = drawn(&chart, 900.0, 400.0).svg;
    let wanted = "aria-label=\"Line chart. Year: 2023 to 2025. Share, %: 3 to 75. \
                  Web: from 60 to 58, least 58 (2025), most 75 (2024). Code: from 3 to 10\"";
    assert!(svg.contains(wanted), "{svg}");
}

#[test]
fn words_of_the_data_cannot_become_markup() {
    let mut chart = bars(&["<script>\"&", "b"]);
    chart.y.title = "</svg><img onerror=x>".to_owned();
    chart.series[0].name = "<b>".to_owned();
    let svg = drawn(&chart, 600.0, 300.0).svg;
    assert!(!svg.contains("<script") && !svg.contains("<img") && svg.matches("</svg>").count() == 1);
}
