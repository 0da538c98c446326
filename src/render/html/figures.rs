//! Charts and diagrams in their frames. Manual pages: `tests/spec/charts.md`, `tests/spec/diagrams.md`.

use super::{Html, escape};
use crate::deck::{Block, Chart, Code, Diagram, Steps};
use crate::render::chart::{self, Place};
use crate::render::diagram;
use crate::render::fit::Room;
use crate::source::{Diagnostic, Spanned};

/// Height of one line of a caption, and the space above it.
const CAPTION: f32 = 34.0;
/// The least height that a chart is drawn in; below it, it is drawn so and made smaller.
const LOWEST: f32 = 220.0;
/// Words of a diagram are not larger than that on the canvas, in px, however few they are.
const LARGEST_WORDS: f64 = 30.0;
/// Words of a diagram that are smaller than that are said.
const SMALLEST_WORDS: f64 = 17.0;
/// The place of a chart in speaker notes.
const IN_NOTES: (f32, f32) = (640.0, 360.0);

impl Html<'_> {
    pub(super) fn chart(&mut self, chart: &Chart, block: &Block, room: Room) {
        let captions = [&chart.caption, &chart.credit].iter().filter(|words| !words.is_empty()).count() as f32;
        let (mut width, mut height) = (room.width, room.height - captions * CAPTION);
        if self.here.in_notes {
            (width, height) = IN_NOTES;
        }
        let share = |key: &str| {
            let value = block.attributes.get(key)?.value.strip_suffix('%')?.trim().parse::<f32>().ok()?;
            (1.0..=100.0).contains(&value).then_some(value / 100.0)
        };
        width *= share("width").unwrap_or(1.0);
        height *= share("height").unwrap_or(1.0);
        let series: Vec<String> =
            (1..).zip(&chart.series).map(|(number, series)| self.series(chart, number, series.steps)).collect();
        let language = self.here.language;
        let place = Place {
            width: f64::from(width.max(240.0).floor()),
            height: f64::from(height.max(LOWEST).floor()),
            language,
            letters: room.letters,
            series: &series,
        };
        let drawing = chart::draw(chart, &place);
        if let Some(amount) = drawing.crowded.filter(|_| !self.here.in_notes) {
            let message = format!("this chart has more than fits its place at {} px: {amount}", 20);
            let found = Diagnostic::warning("chart-crowded", message, block.span);
            self.found.push(found.hint("show the first ten, or put the rest together as one"));
        }
        self.begin("figure", "picture chart", &block.attributes, block.steps);
        if chart.stages.stages.len() > 1 && !self.here.in_notes {
            self.attribute("data-stages", &chart.stages.stages.len().to_string());
        }
        self.sized(block);
        self.out.push('>');
        self.markup(&drawing.svg);
        self.caption(&chart.caption, &chart.credit);
        self.close("figure");
    }

    /// A diagram as large as its place and its words allow; one that could not be drawn is shown as the text that it is.
    pub(super) fn diagram(&mut self, diagram: &Diagram, block: &Block, room: Room) {
        let drawn = self.drawn;
        let Some(drawing) = drawn.diagram(diagram) else {
            let code = Code {
                language: Spanned::new("text".to_owned(), diagram.language.span),
                title: None,
                text: diagram.text.trim_end().to_owned(),
                text_span: diagram.text_span,
                line_numbers: None,
                stages: Default::default(),
            };
            return self.code(&code, block, room);
        };
        let captions = [&diagram.caption, &diagram.credit].iter().filter(|words| !words.is_empty()).count() as f32;
        let (width, height) = (f64::from(room.width), f64::from((room.height - captions * CAPTION).max(1.0)));
        let fitting = (width / drawing.width).min(height / drawing.height);
        let scale = fitting.min(LARGEST_WORDS / diagram::SIZE);
        let is_sized = ["width", "height"].iter().any(|key| block.attributes.get(key).is_some());
        if scale * diagram::SIZE < SMALLEST_WORDS && !self.here.in_notes && !is_sized {
            let message = format!("the words of this diagram are {:.0} px high", scale * diagram::SIZE);
            let found = Diagnostic::warning("diagram-small", message, diagram.language.span);
            self.found.push(found.hint("turn it (`flowchart LR` or `TD`), take nodes out, or split it into two"));
        }
        self.begin("figure", "picture diagram", &block.attributes, block.steps);
        if is_sized || self.here.in_notes {
            self.sized(block);
        } else {
            self.attribute("style", &format!("width:{}px", (drawing.width * scale).floor()));
        }
        self.out.push('>');
        self.here.inlined += 1;
        let prefix = format!("{}-{}{}-", self.here.id, if self.here.in_notes { "n" } else { "p" }, self.here.inlined);
        let plain = drawing.inline("", "");
        let alt = if diagram.alt.trim().is_empty() {
            format!("{} {}", self.here.words.diagram, diagram::words(&plain))
        } else {
            diagram.alt.clone()
        };
        let svg = drawing.inline(&prefix, &alt);
        self.markup(&svg);
        self.caption(&diagram.caption, &diagram.credit);
        self.close("figure");
    }

    /// When a series is there and when it is lit.
    fn series(&self, chart: &Chart, number: u32, steps: Steps) -> String {
        if self.here.in_notes {
            return String::new();
        }
        let mut out = match steps {
            Steps::Always | Steps::From(0) => String::new(),
            Steps::From(first) => format!(" data-show=\"{first}-\""),
            Steps::Range(first, last) => format!(" data-show=\"{first}-{last}\""),
        };
        out.push_str(&super::code::lit(&chart.stages, number));
        out
    }

    /// ` style="width:…;height:…"` as the author says.
    pub(super) fn sized(&mut self, block: &Block) {
        let length = |key: &str| block.attributes.get(key).and_then(|value| escape::length(&value.value));
        let given = ["width", "height"].into_iter().filter_map(|key| length(key).map(|value| format!("{key}:{value}")));
        let style: Vec<String> = given.collect();
        if !style.is_empty() {
            self.attribute("style", &style.join(";"));
        }
    }

    /// The line below a figure.
    pub(super) fn caption(&mut self, caption: &str, credit: &str) {
        if caption.is_empty() && credit.is_empty() {
            return;
        }
        self.markup("<figcaption>");
        self.text(caption);
        if !credit.is_empty() {
            self.markup(if caption.is_empty() { "<span class=\"credit\">" } else { " <span class=\"credit\">" });
            self.text(credit);
            self.markup("</span>");
        }
        self.markup("</figcaption>");
    }
}
