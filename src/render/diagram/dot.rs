//! Graphviz. The only door to layout-rs, which places nodes and edges; drawn by ourselves. Manual page: `tests/spec/diagrams.md`.
//!
//! The crate takes every letter to be as wide as it is high. So each label goes in as a stand-in that has as many letters
//! and lines as the real words need in our face, and comes back as the words when it is drawn.

use super::SIZE;
use super::colors::{Role, of_theme};
use super::{HALO, em, px};
use crate::render::html::escape;
use crate::render::worker::task::Undrawn;
use layout_rs::core::color::Color;
use layout_rs::core::format::{ClipHandle, RenderBackend};
use layout_rs::core::geometry::Point;
use layout_rs::core::style::StyleAttr;
use layout_rs::gv::parser::ast::{AttributeList, Graph, Stmt};
use layout_rs::gv::{DotParser, GraphBuilder};
use layout_rs::std_shapes::render::get_shape_size;
use layout_rs::std_shapes::shapes::{RecordDef, ShapeKind};
use std::fmt::Write;

/// The size that the crate believes in, in px.
const CELL: usize = 6;
/// Line height of words.
const LINE: f64 = 26.0;
/// Marks a stand-in. No source has this character: control characters have been taken out.
const MARK: char = '\u{1}';
/// The most nodes and edges.
const MOST: usize = 400;

/// Draws a graph.
pub fn draw(text: &str) -> Result<String, Undrawn> {
    let mut parser = DotParser::new(text);
    let mut graph = parser.process().map_err(|message| {
        let message = message.trim().trim_end_matches('.').to_lowercase();
        // Some of the crate's words are only the name of what it was looking for.
        let why = if message.contains(' ') { format!(": {message}") } else { String::new() };
        let hint = "a graph looks so: `digraph { a -> b [label=\"then\"] }`".to_owned();
        Undrawn { message: format!("this is no graph that can be read{why}"), hint, line: None }
    })?;
    let mut labels = Labels::default();
    labels.edges(&mut graph);
    let mut builder = GraphBuilder::new();
    builder.visit_graph(&graph);
    let mut visual = builder.get();
    let count = visual.num_nodes();
    if count == 0 {
        let hint = "a graph looks so: `digraph { a -> b [label=\"then\"] }`".to_owned();
        return Err(Undrawn { message: "the graph has no nodes".to_owned(), hint, line: None });
    }
    if count > MOST || labels.edges > MOST {
        return Err(Undrawn {
            message: format!("the graph has more than {MOST} nodes or edges"),
            hint: "a slide has room for about twenty; split it into several graphs".to_owned(),
            line: None,
        });
    }
    let nodes: Vec<_> = visual.iter_nodes().collect();
    for node in nodes {
        let element = visual.element_mut(node);
        element.look.font_size = CELL;
        // An ellipse needs more room around its words than a box.
        match &mut element.shape {
            ShapeKind::Box(label) => *label = labels.stand_in(label, 10.0),
            ShapeKind::Circle(label) | ShapeKind::DoubleCircle(label) => *label = labels.stand_in(label, 16.0),
            ShapeKind::Connector(Some(label)) => *label = labels.stand_in(label, 4.0),
            ShapeKind::Record(record) => labels.record(record),
            ShapeKind::None | ShapeKind::Connector(None) => {}
        }
        // The crate measured the real words when it read them.
        let is_round = matches!(element.shape, ShapeKind::DoubleCircle(_));
        element.pos.set_size(get_shape_size(element.orientation, &element.shape, CELL, is_round));
    }
    let mut canvas = Canvas {
        labels,
        out: String::new(),
        above: String::new(),
        on_shape: false,
        low: (f64::MAX, f64::MAX),
        high: (f64::MIN, f64::MIN),
        arrows: 0,
        clips: 0,
    };
    visual.do_it(false, false, false, &mut canvas);
    Ok(canvas.svg())
}

/// The real words of every stand-in.
#[derive(Default)]
struct Labels {
    words: Vec<Vec<String>>,
    edges: usize,
}

impl Labels {
    /// A text with as many letters and lines as the words need, with `around` px at each side.
    fn stand_in(&mut self, label: &str, around: f64) -> String {
        let lines: Vec<String> = label
            .replace("\\n", "\n")
            .replace("\\l", "\n")
            .replace("\\r", "\n")
            .lines()
            .map(|line| line.trim().to_owned())
            .collect();
        let widest = lines.iter().map(|line| em(line) * SIZE).fold(SIZE, f64::max) + 2.0 * around;
        let height = lines.len().max(1) as f64 * LINE + around;
        let columns = (widest / CELL as f64).ceil() as usize;
        let rows = (height / CELL as f64).ceil() as usize;
        let mut out = format!("{MARK}{}", self.words.len());
        while out.chars().count() < columns {
            out.push(MARK);
        }
        for _ in 1..rows {
            out.push('\n');
            out.push(MARK);
        }
        self.words.push(lines);
        out
    }

    fn record(&mut self, record: &mut RecordDef) {
        match record {
            RecordDef::Text(label, _) => *label = self.stand_in(label, 6.0),
            RecordDef::Array(parts) => parts.iter_mut().for_each(|part| self.record(part)),
        }
    }

    /// Labels of edges, which the crate measures before anybody sees them.
    fn edges(&mut self, graph: &mut Graph) {
        for statement in &mut graph.list.list {
            match statement {
                Stmt::Edge(edge) => {
                    self.edges += edge.to.len();
                    edge.list = self.attributes(&edge.list);
                }
                Stmt::SubGraph(inner) => self.edges(inner),
                Stmt::Node(_) | Stmt::Attribute(_) => {}
            }
        }
    }

    fn attributes(&mut self, list: &AttributeList) -> AttributeList {
        let mut out = AttributeList::new();
        for (key, value) in list.iter() {
            match key.as_str() {
                "label" if !value.trim().is_empty() => out.add_attr(key, &self.stand_in(value, 4.0)),
                "fontsize" => {}
                _ => out.add_attr(key, value),
            }
        }
        out.add_attr("fontsize", &CELL.to_string());
        out
    }

    fn real(&self, text: &str) -> Vec<String> {
        let number =
            text.strip_prefix(MARK).and_then(|rest| rest.split(MARK).next()?.lines().next()?.parse::<usize>().ok());
        match number.and_then(|number| self.words.get(number)) {
            Some(lines) => lines.clone(),
            None => text.lines().map(str::to_owned).collect(),
        }
    }
}

/// Writes SVG in the theme's colours.
struct Canvas {
    labels: Labels,
    out: String,
    /// Words, which lie above everything else.
    above: String,
    /// A shape was drawn for the words that come next.
    on_shape: bool,
    low: (f64, f64),
    high: (f64, f64),
    arrows: usize,
    clips: usize,
}

impl Canvas {
    fn grow(&mut self, x: f64, y: f64) {
        self.low = (self.low.0.min(x), self.low.1.min(y));
        self.high = (self.high.0.max(x), self.high.1.max(y));
    }

    fn svg(&self) -> String {
        let pad = 6.0;
        let (width, height) = (self.high.0 - self.low.0 + 2.0 * pad, self.high.1 - self.low.1 + 2.0 * pad);
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"{} {} {} {}\" width=\"{}\" height=\"{}\" font-size=\"{SIZE}\" fill=\"var(--ink)\">{}</svg>",
            px(self.low.0 - pad),
            px(self.low.1 - pad),
            px(width),
            px(height),
            px(width),
            px(height),
            self.out.clone() + &self.above
        )
    }

    fn words(&mut self, (x, y): (f64, f64), lines: &[String], look: &str) {
        let first = y + SIZE * 0.35 - (lines.len() as f64 - 1.0) * LINE / 2.0;
        for (number, line) in lines.iter().enumerate() {
            let half = em(line) * SIZE / 2.0;
            self.grow(x - half, y - LINE / 2.0);
            self.grow(x + half, y + LINE / 2.0);
            let _ = write!(
                self.above,
                "<text x=\"{}\" y=\"{}\" text-anchor=\"middle\"{look}>",
                px(x),
                px(first + number as f64 * LINE)
            );
            escape::text(&mut self.above, line);
            self.above.push_str("</text>");
        }
    }

    fn look(look: &StyleAttr) -> String {
        let fill = look.fill_color.map_or_else(|| "none".to_owned(), fill);
        format!(
            " fill=\"{fill}\" stroke=\"{}\" stroke-width=\"{}\"",
            stroke(look.line_color),
            look.line_width.clamp(1, 6) as f64 + 0.5
        )
    }
}

/// White is what nobody chose: nodes stand on the theme's surface.
fn fill(color: Color) -> String {
    let color = hex(color);
    if color == "#ffffff" { "var(--surface)".to_owned() } else { of_theme(&color, Role::Fill).unwrap_or_default() }
}

fn stroke(color: Color) -> String {
    of_theme(&hex(color), Role::Stroke).unwrap_or_default()
}

fn hex(color: Color) -> String {
    color.to_web_color().chars().take(7).collect::<String>().to_ascii_lowercase()
}

impl RenderBackend for Canvas {
    fn draw_rect(&mut self, xy: Point, size: Point, look: &StyleAttr, _: Option<String>, _: Option<ClipHandle>) {
        self.on_shape = true;
        self.grow(xy.x, xy.y);
        self.grow(xy.x + size.x, xy.y + size.y);
        let _ = write!(
            self.out,
            "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"8\"{}/>",
            px(xy.x),
            px(xy.y),
            px(size.x),
            px(size.y),
            Canvas::look(look)
        );
    }

    fn draw_line(&mut self, start: Point, stop: Point, look: &StyleAttr, _: Option<String>) {
        let (x1, y1, x2, y2) = (px(start.x), px(start.y), px(stop.x), px(stop.y));
        let _ = write!(self.out, "<path d=\"M{x1} {y1}L{x2} {y2}\"{}/>", Canvas::look(look));
    }

    fn draw_circle(&mut self, xy: Point, size: Point, look: &StyleAttr, _: Option<String>) {
        self.on_shape = true;
        self.grow(xy.x - size.x / 2.0, xy.y - size.y / 2.0);
        self.grow(xy.x + size.x / 2.0, xy.y + size.y / 2.0);
        let _ = write!(
            self.out,
            "<ellipse cx=\"{}\" cy=\"{}\" rx=\"{}\" ry=\"{}\"{}/>",
            px(xy.x),
            px(xy.y),
            px(size.x / 2.0),
            px(size.y / 2.0),
            Canvas::look(look)
        );
    }

    fn draw_text(&mut self, xy: Point, text: &str, _: &StyleAttr) {
        let lines = self.labels.real(text);
        // Words on no shape are those of an edge: a rim keeps them readable over it.
        let look = if std::mem::take(&mut self.on_shape) { "" } else { HALO };
        self.words((xy.x, xy.y), &lines, look);
    }

    fn draw_arrow(
        &mut self,
        path: &[(Point, Point)],
        dashed: bool,
        head: (bool, bool),
        look: &StyleAttr,
        _: Option<String>,
        text: &str,
    ) {
        let [first, second, rest @ ..] = path else { return };
        for point in path.iter().flat_map(|(from, to)| [from, to]) {
            self.grow(point.x, point.y);
        }
        let mut d = format!(
            "M{} {}C{} {} {} {} {} {}",
            px(first.0.x),
            px(first.0.y),
            px(first.1.x),
            px(first.1.y),
            px(second.0.x),
            px(second.0.y),
            px(second.1.x),
            px(second.1.y)
        );
        for (control, end) in rest {
            let _ = write!(d, "S{} {} {} {}", px(control.x), px(control.y), px(end.x), px(end.y));
        }
        let color = stroke(look.line_color);
        let dashes = if dashed { " stroke-dasharray=\"7 5\"" } else { "" };
        let _ = write!(self.out, "<path d=\"{d}\" fill=\"none\" stroke=\"{color}\" stroke-width=\"2\"{dashes}/>");
        let last = path[path.len() - 1];
        let (before, end) = if path.len() == 2 { (second.0, second.1) } else { (last.0, last.1) };
        if head.1 {
            self.head(before, end, &color);
        }
        if head.0 {
            self.head(first.1, first.0, &color);
        }
        self.arrows += 1;
        if !text.trim().is_empty() {
            let middle = path[path.len() / 2].0;
            let lines = self.labels.real(text);
            self.words((middle.x, middle.y), &lines, HALO);
        }
    }

    fn create_clip(&mut self, _: Point, _: Point, _: usize) -> ClipHandle {
        self.clips += 1;
        self.clips - 1
    }
}

impl Canvas {
    /// The head of an arrow that comes from `from` and ends at `to`.
    fn head(&mut self, from: Point, to: Point, color: &str) {
        let (dx, dy) = (to.x - from.x, to.y - from.y);
        let length = dx.hypot(dy).max(1e-6);
        let (dx, dy) = (dx / length, dy / length);
        let back = (to.x - dx * 12.0, to.y - dy * 12.0);
        let _ = write!(
            self.out,
            "<path d=\"M{} {}L{} {}L{} {}Z\" fill=\"{color}\"/>",
            px(to.x),
            px(to.y),
            px(back.0 - dy * 6.0),
            px(back.1 + dx * 6.0),
            px(back.0 + dy * 6.0),
            px(back.1 - dx * 6.0)
        );
    }
}
