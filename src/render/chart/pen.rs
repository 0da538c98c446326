//! What SVG is written with: few attributes, few digits. Manual page: `tests/spec/charts.md`.

use crate::render::html::escape;
use std::fmt::Write;

/// Size of all words in px on the canvas: two more than the floor, so that they stay above it when the chart is a little too high for its place.
pub const SIZE: f64 = 22.0;
/// From one line of words to the next.
pub const LINE: f64 = 27.0;
/// What keeps words readable over lines: a rim in the colour of the ground.
pub const HALO: &str = " stroke=\"var(--ground)\" stroke-width=\"5\" stroke-linejoin=\"round\" paint-order=\"stroke\"";

/// A number with at most one decimal: a tenth of a px is nobody's loss.
pub fn px(value: f64) -> String {
    let text = format!("{value:.1}");
    let text = text.strip_suffix(".0").unwrap_or(&text);
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

/// One growing text.
#[derive(Default)]
pub struct Pen {
    /// What was drawn.
    pub out: String,
}

impl Pen {
    /// Markup of our own.
    pub fn raw(&mut self, markup: &str) {
        self.out.push_str(markup);
    }

    /// A straight line; `look` is further attributes, with a space before each.
    pub fn line(&mut self, (x1, y1): (f64, f64), (x2, y2): (f64, f64), look: &str) {
        let _ = write!(self.out, "<path d=\"M{} {}L{} {}\"{look}/>", px(x1), px(y1), px(x2), px(y2));
    }

    /// A path.
    pub fn path(&mut self, d: &str, look: &str) {
        let _ = write!(self.out, "<path d=\"{d}\"{look}/>");
    }

    /// A rectangle from any two corners.
    pub fn rect(&mut self, (x1, y1): (f64, f64), (x2, y2): (f64, f64), look: &str) {
        let (left, top, width, height) = (x1.min(x2), y1.min(y2), (x2 - x1).abs(), (y2 - y1).abs());
        let _ = write!(
            self.out,
            "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"{look}/>",
            px(left),
            px(top),
            px(width),
            px(height)
        );
    }

    /// Words on a base line; `anchor` is `start`, `middle` or `end`.
    pub fn text(&mut self, (x, y): (f64, f64), anchor: &str, words: &str, look: &str) {
        let _ = write!(self.out, "<text x=\"{}\" y=\"{}\"", px(x), px(y));
        if anchor != "start" {
            let _ = write!(self.out, " text-anchor=\"{anchor}\"");
        }
        self.out.push_str(look);
        self.out.push('>');
        escape::text(&mut self.out, words);
        self.out.push_str("</text>");
    }

    /// A sign at a point: each series has its own shape, so that they differ without colour.
    pub fn marker(&mut self, shape: usize, (x, y): (f64, f64), r: f64, look: &str) {
        let corners: &[(f64, f64)] = match shape % 6 {
            0 => {
                let _ = write!(self.out, "<circle cx=\"{}\" cy=\"{}\" r=\"{}\"{look}/>", px(x), px(y), px(r));
                return;
            }
            1 => &[(-0.89, -0.89), (0.89, -0.89), (0.89, 0.89), (-0.89, 0.89)],
            2 => &[(0.0, -1.2), (1.1, 0.75), (-1.1, 0.75)],
            3 => &[(0.0, -1.25), (1.25, 0.0), (0.0, 1.25), (-1.25, 0.0)],
            4 => &[(0.0, 1.2), (1.1, -0.75), (-1.1, -0.75)],
            _ => &[
                (-0.4, -1.15),
                (0.4, -1.15),
                (0.4, -0.4),
                (1.15, -0.4),
                (1.15, 0.4),
                (0.4, 0.4),
                (0.4, 1.15),
                (-0.4, 1.15),
                (-0.4, 0.4),
                (-1.15, 0.4),
                (-1.15, -0.4),
                (-0.4, -0.4),
            ],
        };
        let points: Vec<String> =
            corners.iter().map(|(dx, dy)| format!("{} {}", px(x + dx * r), px(y + dy * r))).collect();
        let _ = write!(self.out, "<path d=\"M{}Z\"{look}/>", points.join("L"));
    }
}
