//! Whether a slide fits, without a browser: the rules of assets/runtime/fit.js on a model of assets/page/frame.css and
//! look.css. Manual page: `tests/spec/fit.md`.
//!
//! A slide is tried in the four looks that a browser tries: the body at its size, the same with tighter gaps, and the two
//! smaller sizes. `tests/browser/fit.test.mjs` holds this model against Chromium.

mod blocks;
mod lines;
mod points;
mod table;

use super::draw::Drawn;
use super::math::measure;
use super::pictures::{Loaded, Pictures};
use crate::deck::{Attributes, Block, BlockKind, Deck, Layout, Math, Picture, Side, Slide};
use crate::source::{Diagnostic, Span};
use crate::theme::Letters;
use blocks::{Extent, Mark};
use lines::Type;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// The sizes in px at which code and tables were set, by the place of the block.
pub(crate) type Sizes = BTreeMap<Span, f32>;

/// One of the looks that a slide is tried in.
#[derive(Clone, Copy, Debug, PartialEq)]
struct State {
    /// Size of running text in px.
    body: f32,
    /// Whether gaps are four fifths of what they are elsewhere.
    tight: bool,
    /// What code and tables are scaled by.
    shrink: f32,
    /// 0 to 3.
    step: usize,
}

const STATES: [State; 4] = [
    State { body: 30.0, tight: false, shrink: 1.0, step: 0 },
    State { body: 30.0, tight: true, shrink: 0.95, step: 1 },
    State { body: 27.0, tight: true, shrink: 0.9, step: 2 },
    State { body: 24.0, tight: true, shrink: 0.8, step: 3 },
];
/// The sizes of type that a theme may set otherwise, in px; assets/page/look.css has these.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Scale {
    pub title: f32,
    pub display: f32,
    pub section: f32,
    statement: f32,
    number: f32,
    facts: f32,
    quote: f32,
    /// Of a short list that has its slide for itself, and of a formula.
    large: f32,
    small: f32,
    /// Letter spacing of all text, in em.
    spacing: f32,
}

const SCALE: Scale = Scale {
    title: 42.0,
    display: 72.0,
    section: 64.0,
    statement: 62.0,
    number: 200.0,
    facts: 56.0,
    quote: 44.0,
    large: 34.0,
    small: 20.0,
    spacing: 0.0,
};

impl Scale {
    /// The sizes that a style sheet sets, `--size-title: 42px`; the last one counts.
    pub fn of(css: &str) -> Scale {
        let mut scale = SCALE;
        for rest in css.split("--size-").skip(1) {
            let Some((name, value)) = rest.split_once(':') else { continue };
            let Some(px) = value.split(['p', ';', '}']).next().and_then(|px| px.trim().parse::<f32>().ok()) else {
                continue;
            };
            match name.trim() {
                "title" => scale.title = px,
                "display" => scale.display = px,
                "section" => scale.section = px,
                "statement" => scale.statement = px,
                "number" => scale.number = px,
                "facts" => scale.facts = px,
                "quote" => scale.quote = px,
                "body-l" => scale.large = px,
                "small" => scale.small = px,
                _ => {}
            }
        }
        // What a theme sets for all text in a rule of its own.
        let own = css.split(".canvas { letter-spacing:").skip(1).last().and_then(|rest| rest.split("em").next());
        scale.spacing = own.and_then(|em| em.trim().parse().ok()).unwrap_or(0.0);
        scale
    }
}

/// Where blocks stand.
#[derive(Clone, Copy, Debug)]
struct Place {
    /// Width in px.
    width: f32,
    /// Size of the text in px.
    font: f32,
    /// Line height in em.
    line: f32,
    /// Blocks are boxes in a column: their margins do not fall together, and pictures give way.
    boxed: bool,
    /// Paragraphs and items are at most 38 em wide.
    prose: bool,
    bold: bool,
    compact: bool,
    in_item: bool,
    in_card: bool,
    /// Letter spacing in em.
    spacing: f32,
}

impl Place {
    fn new(width: f32, font: f32) -> Place {
        Place {
            width,
            font,
            line: 1.38,
            boxed: true,
            prose: true,
            bold: false,
            compact: false,
            in_item: false,
            in_card: false,
            spacing: 0.0,
        }
    }

    fn narrower(self, by: f32) -> Place {
        Place { width: (self.width - by).max(20.0), boxed: false, in_item: false, ..self }
    }

    fn flowing(self) -> Place {
        Place { boxed: false, in_item: false, ..self }
    }

    fn boxed(self) -> Place {
        Place { boxed: true, in_item: false, ..self }
    }

    fn type_of(self, size: f32) -> Type {
        Type { size, line: self.line, bold: self.bold, spacing: self.spacing }
    }

    /// The longest line of running text.
    fn measure(self, font: f32) -> f32 {
        if self.prose { self.width.min(38.0 * font) } else { self.width }
    }
}

/// A slide in one look, and what is known of its formulas and pictures.
struct Sheet<'a> {
    deck: Option<&'a Deck>,
    drawn: Option<&'a Drawn>,
    pictures: Option<&'a Pictures>,
    sizes: &'a Sizes,
    state: State,
    /// Size of the body in px; the state's, or that of a short list.
    body: f32,
    /// The largest share of its size that a formula may have.
    most_formula: f32,
    /// The layout is that of a single formula.
    is_formula: bool,
    /// The layout is that of a single quote.
    is_quote: bool,
    /// `{.two-columns}` on the slide.
    two_columns: bool,
    letters: &'static Letters,
    /// Advance of the code face in em.
    code_advance: f32,
    type_sizes: Scale,
}

impl Sheet<'_> {
    fn gap(&self) -> f32 {
        self.body * if self.state.tight { 0.4267 } else { 0.5334 }
    }

    fn block_gap(&self) -> f32 {
        self.body * if self.state.tight { 0.64 } else { 0.8 }
    }

    fn advance(&self, letter: char, bold: bool) -> f32 {
        self.letters.em(letter.encode_utf8(&mut [0; 4]), bold)
    }

    /// The size that classes give a text of `size` px.
    fn size_of(&self, attributes: &Attributes, size: f32) -> f32 {
        let has = |class: &str| attributes.has_class(class);
        match () {
            () if has("small") => self.type_sizes.small,
            () if has("x-large") => size * 1.3334,
            () if has("large") => size * 1.1334,
            () if has("big") => self.type_sizes.facts,
            () => size,
        }
    }

    /// The pieces of a formula, guessed when it was not drawn.
    fn formula<'a>(&'a self, math: &Math) -> Cow<'a, [measure::Piece]> {
        match self.drawn.map_or(&[][..], |drawn| drawn.pieces(math)) {
            [] => vec![measure::guess(&math.tex)].into(),
            pieces => pieces.into(),
        }
    }

    /// Width by height of a picture, if it is known.
    fn ratio(&self, picture: &Picture) -> Option<f32> {
        match self.pictures?.get(picture.path.span.file, &picture.path.value)? {
            Loaded::Raster(asset) | Loaded::Clip(asset) if asset.height > 0 => {
                Some(asset.width as f32 / asset.height as f32)
            }
            Loaded::Drawing(drawing) => Some((drawing.width / drawing.height) as f32).filter(|ratio| ratio.is_finite()),
            Loaded::Page(_) => Some(16.0 / 9.0),
            _ => None,
        }
    }
}

#[cfg(test)]
impl Sheet<'static> {
    /// Nothing known but the letters.
    fn plain() -> Sheet<'static> {
        static NONE: Sizes = Sizes::new();
        Sheet {
            deck: None,
            drawn: None,
            pictures: None,
            sizes: &NONE,
            state: STATES[0],
            body: STATES[0].body,
            most_formula: 1.0,
            is_formula: false,
            is_quote: false,
            two_columns: false,
            letters: Letters::DEFAULT,
            code_advance: 0.6,
            type_sizes: SCALE,
        }
    }
}

/// What a slide is made of, besides itself.
#[derive(Clone, Copy)]
pub(crate) struct Known<'a> {
    pub deck: &'a Deck,
    /// Without it formulas are guessed from their TeX.
    pub drawn: Option<&'a Drawn>,
    /// Without it pictures are taken to be as low as they get.
    pub pictures: Option<&'a Pictures>,
    pub sizes: &'a Sizes,
    pub letters: &'static Letters,
    pub scale: Scale,
}

/// By how much a slide is too full at the smallest size.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Excess {
    /// Px below its place; 0 or less when only something is too wide.
    pub tall: f32,
    /// Px beside its place.
    pub wide: f32,
    /// The first part that does not fit, if it is not the first at all.
    pub split: Option<Split>,
}

/// Where a slide may be split.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Split {
    /// What begins the next slide.
    pub span: Span,
    /// Item, row or line within its block, from 1; 0 for a block.
    pub part: usize,
}

/// By how much the slide is too full even at the smallest size; `None` when it fits.
pub(crate) fn excess(slide: &Slide, known: Known<'_>) -> Option<Excess> {
    let mut last = None;
    for (state, formulas) in tries(slide) {
        let tried = Tried::new(slide, known, state, formulas);
        let reach = tried.reach;
        if tried.tall() <= reach && tried.extent.wide <= 1.0 {
            return None;
        }
        last = Some(tried);
    }
    let tried = last?;
    let room = tried.room + tried.extent.give;
    let split = tried.marks.windows(2).find(|pair| pair[1].bottom > room).map(|pair| {
        let part = if pair[1].part > 0 { pair[1].part } else { 0 };
        Split { span: pair[1].span, part }
    });
    Some(Excess { tall: tried.tall(), wide: tried.extent.wide, split })
}

/// How large the body is that a slide needs, as a share of the room that it has, at the size of the body text; for tests of the
/// model itself and for splitting.
pub(crate) fn needed(slide: &Slide, known: Known<'_>, step: usize) -> (f32, f32) {
    let tried = Tried::new(slide, known, STATES[step.min(3)], 1.0);
    (tried.extent.all() - tried.extent.give, tried.room)
}

/// The looks in the order in which they are tried; in the end with smaller formulas.
fn tries(slide: &Slide) -> impl Iterator<Item = (State, f32)> {
    let has_formula = slide.slots.iter().flat_map(|slot| &slot.blocks).any(holds_formula);
    STATES.into_iter().map(|state| (state, 1.0)).chain(has_formula.then_some((STATES[3], 0.8)))
}

fn holds_formula(block: &Block) -> bool {
    match &block.kind {
        BlockKind::Math(..) => true,
        BlockKind::Group(blocks)
        | BlockKind::Stack(blocks)
        | BlockKind::Html { blocks, .. }
        | BlockKind::Quote { blocks, .. }
        | BlockKind::Callout { blocks, .. } => blocks.iter().any(holds_formula),
        BlockKind::Columns(columns) => columns.iter().any(|column| column.blocks.iter().any(holds_formula)),
        BlockKind::List(list) => list.items.iter().any(|item| item.blocks.iter().any(holds_formula)),
        _ => false,
    }
}

/// A slide in one look.
struct Tried {
    /// Height of the body's place in px.
    room: f32,
    /// What the body takes.
    extent: Extent,
    /// What title, takeaway and footnotes take more than the whole slide has.
    outside: f32,
    /// How far letters may reach out of their last line.
    reach: f32,
    marks: Vec<Mark>,
}

impl Tried {
    fn tall(&self) -> f32 {
        (self.extent.all() - self.extent.give - self.room).max(self.outside)
    }

    fn new(slide: &Slide, known: Known<'_>, state: State, most_formula: f32) -> Tried {
        let layout = slide.layout.value;
        let (letters, scale) = (known.letters, known.scale);
        let body = if state.step == 0 && is_short(slide, known.deck) { scale.large } else { state.body };
        let sheet = Sheet {
            deck: Some(known.deck),
            drawn: known.drawn,
            pictures: known.pictures,
            sizes: known.sizes,
            state,
            body,
            most_formula,
            is_formula: layout == Layout::Formula,
            is_quote: layout == Layout::Quote,
            two_columns: slide.attributes.has_class("two-columns"),
            letters,
            code_advance: letters.code(),
            type_sizes: scale,
        };
        let frame = Frame::new(slide, known.deck, &sheet);
        let mut taken = frame.head;
        let takeaway = slide.slot("takeaway");
        let mut wide = frame.wide;
        if !takeaway.is_empty() {
            let size = (0.9 * body).min(27.0);
            let place = Place { line: 1.3, bold: true, prose: false, ..Place::new(frame.width - 24.0, size) };
            let inner: Vec<&Block> = takeaway.iter().collect();
            let blocks = inner.iter().flat_map(|block| match &block.kind {
                BlockKind::Callout { kind, blocks, .. } if kind == "take" => blocks.as_slice(),
                _ => std::slice::from_ref(*block),
            });
            let blocks: Vec<Block> = blocks.cloned().collect();
            let extent = sheet.flow(&blocks, place.flowing(), None);
            taken += extent.all() + 8.0 + sheet.block_gap();
            wide = wide.max(extent.wide);
        }
        if !slide.footnotes.is_empty() {
            let place = Place { line: 1.3, prose: false, ..Place::new(frame.width - 30.0, 20.0) }.flowing();
            let notes: f32 = slide.footnotes.iter().map(|blocks| sheet.flow(blocks, place, None).all() + 4.0).sum();
            taken += notes - 4.0 + sheet.block_gap();
        }
        let mut marks = Vec::new();
        let mut extent = Extent::default();
        let (left, right) = (slide.slot("left"), slide.slot("right"));
        for slot in &slide.slots {
            match slot.name {
                "takeaway" | "left" | "right" => {}
                "subtitle" if layout == Layout::Title => {}
                "media" if matches!(layout, Layout::ImageLeft | Layout::ImageRight | Layout::ImageFull) => {}
                _ => {
                    let own = sheet.flow(&slot.blocks, frame.place, Some(&mut marks));
                    let apart = if extent.height > 0.0 { sheet.block_gap() } else { 0.0 };
                    extent = joined(extent, apart, own);
                }
            }
        }
        if !left.is_empty() || !right.is_empty() {
            let half = Place { width: (frame.place.width - 48.0) / 2.0, ..frame.place };
            let [left, right] = [left, right].map(|blocks| sheet.flow(blocks, half, None));
            let apart = if extent.height > 0.0 { sheet.block_gap() } else { 0.0 };
            let higher = if left.all() > right.all() { left } else { right };
            extent = joined(extent, apart, Extent { wide: left.wide.max(right.wide), ..higher });
        }
        extent.wide = extent.wide.max(wide);
        let room = frame.height - taken;
        Tried { room: room.max(0.0), outside: -room, extent, reach: frame.place.font / 8.0, marks }
    }
}

fn joined(above: Extent, apart: f32, below: Extent) -> Extent {
    Extent {
        before: above.before,
        height: above.height + apart + below.all(),
        after: 0.0,
        give: above.give + below.give,
        wide: above.wide.max(below.wide),
    }
}

/// A list of five, or an agenda of six, that has the slide for itself.
fn is_short(slide: &Slide, deck: &Deck) -> bool {
    let nested = |block: &Block| matches!(block.kind, BlockKind::List(_));
    match (slide.layout.value, slide.slot("body")) {
        (Layout::Default, [Block { kind: BlockKind::List(list), .. }]) => {
            list.items.len() <= 5 && !list.items.iter().any(|item| item.blocks.iter().any(nested))
        }
        (Layout::Agenda, _) => deck.sections.iter().filter(|section| !section.backup).count() <= 6,
        _ => false,
    }
}

/// The place that a layout leaves for the body.
struct Frame {
    /// Between the margins, in px.
    width: f32,
    /// Of the content without margins, in px.
    height: f32,
    /// What the title takes, with the space below it.
    head: f32,
    /// How the body is set.
    place: Place,
    /// By how much the title is too wide.
    wide: f32,
}

impl Frame {
    fn new(slide: &Slide, deck: &Deck, sheet: &Sheet<'_>) -> Frame {
        let (width, height) = deck.settings.aspect.size();
        let (canvas, height) = (width as f32, height as f32);
        let beside = slide.backgrounds.iter().filter(|ground| ground.side != Side::Full);
        let beside: f32 = beside.map(|ground| ground.share.unwrap_or(40.0)).sum();
        let layout = slide.layout.value;
        let is_beside = matches!(layout, Layout::ImageLeft | Layout::ImageRight);
        let media = if is_beside { 0.45 } else { 0.0 };
        let outer = canvas * (1.0 - beside.clamp(0.0, 100.0) / 100.0 - media);
        let is_wide = matches!(layout, Layout::Statement | Layout::BigNumber | Layout::Questions);
        let (sides, top, bottom) = match layout {
            _ if is_wide => (112.0, 64.0, 76.0),
            Layout::Title => (64.0, 64.0, 72.0),
            Layout::Section => (64.0, 64.0, 72.0),
            _ => (64.0, 52.0, 60.0),
        };
        let width = (outer - 2.0 * sides).max(40.0);
        // Where there is hardly anything else, the title gives way more than the rest.
        let much = sheet.state.shrink * sheet.state.shrink;
        let Scale { title, display, section, statement, number, large, .. } = sheet.type_sizes;
        // Size, line height, letter spacing, and the space below.
        let (size, line, spacing, below) = match layout {
            Layout::Title => (display * much, 1.08, -0.02, 0.0),
            Layout::Section => (section, 1.08, -0.02, 24.0),
            Layout::Statement => (statement * much, 1.18, -0.02, 24.0),
            Layout::BigNumber => (if sheet.state.step < 3 { number * much } else { 120.0 }, 1.05, -0.03, 24.0),
            Layout::Questions => (display * much, 1.08, -0.02, 82.0),
            _ => (title, 1.142_857, -0.012, 24.0),
        };
        let text = Type { size, line, bold: true, spacing };
        let (mut head, mut wide) = (0.0, 0.0);
        if let Some(title) = &slide.title {
            let one_line = layout == Layout::BigNumber;
            let filled = sheet.lines(&title.content, text, if one_line { f32::MAX } else { width });
            wide = if one_line { (filled.longest - width).max(0.0) } else { filled.wide };
            head =
                filled.height + if layout == Layout::Statement && slide.slot("body").is_empty() { 0.0 } else { below };
        }
        let mut place = Place { spacing: sheet.type_sizes.spacing, ..Place::new(width, sheet.body) };
        match layout {
            Layout::Title => {
                place.font *= 0.8;
                let subtitle = slide.slot("subtitle");
                let set = Place { line: 1.3, ..Place::new(width, large) };
                head += sheet.flow(subtitle, set, None).all() + if subtitle.is_empty() { 0.0 } else { 24.0 };
                // Speaker and event.
                head += 24.0 + 82.0 + 76.0;
            }
            Layout::Section => head += 116.0 + 33.0,
            Layout::Statement if slide.title.is_none() => {
                place = Place { font: statement * much, line: 1.18, bold: true, spacing: -0.018, ..place };
            }
            Layout::Statement => place = Place { font: large, line: 1.3, ..place },
            Layout::BigNumber => place = Place { font: large, line: 1.3, ..place },
            Layout::Quote => {
                place.width = (width - 192.0).max(40.0);
                head += 24.0;
            }
            Layout::Bio => place.width = (width - 48.0) * 2.0 / 3.0,
            _ => {}
        }
        Frame { width, height: height - top - bottom, head, place, wide }
    }
}

impl Excess {
    /// The warning about a slide that looks too full.
    pub fn diagnostic(&self, slide: &Slide) -> Diagnostic {
        let amount = match () {
            () if self.tall > STATES[3].body / 8.0 => {
                let lines = (self.tall / (STATES[3].body * 1.38)).ceil().max(1.0) as u32;
                format!(
                    "likely {lines} {} too tall at {} px",
                    if lines == 1 { "line" } else { "lines" },
                    STATES[3].body
                )
            }
            () => format!("likely {} px too wide at {} px", self.wide.ceil(), STATES[3].body),
        };
        let start = Span { end: slide.span.start, ..slide.span };
        let span = slide.title.as_ref().map_or(start, |title| title.span);
        Diagnostic::warning("overflow-estimated", format!("this slide does not fit: {amount}"), span)
            .label(amount)
            .hint(self.way_out(slide))
    }
}

impl Excess {
    /// What to do about it: where to split, and what else helps.
    fn way_out(&self, slide: &Slide) -> String {
        let body = slide.slot("body");
        let split = self.split.as_ref().map(|split| {
            let block =
                body.iter().find(|block| block.span.start <= split.span.start && split.span.end <= block.span.end);
            let part = match block.map(|block| &block.kind) {
                Some(BlockKind::List(_)) if split.part > 0 => format!("item {}", split.part),
                Some(BlockKind::Table(_)) if split.part > 0 => format!("row {}", split.part),
                Some(BlockKind::Code(_)) if split.part > 0 => format!("line {} of the code", split.part),
                Some(kind) => format!("the {}", name(kind)),
                None => "what does not fit".to_owned(),
            };
            format!("split it with `---` before {part}")
        });
        let columns = matches!(body, [Block { kind: BlockKind::List(list), .. }] if list.items.len() > 5)
            && !slide.attributes.has_class("two-columns");
        match (split, columns) {
            (Some(split), true) => format!("{split}, or set the list in two columns with `{{.two-columns}}`"),
            (Some(split), false) => format!("{split}, or let `auto-split: true` do it"),
            (None, _) => "shorten it, or put parts side by side with `::: columns`".to_owned(),
        }
    }
}

/// What a block is called in messages.
fn name(kind: &BlockKind) -> &'static str {
    match kind {
        BlockKind::Heading { .. } => "heading",
        BlockKind::List(_) => "list",
        BlockKind::Quote { .. } => "quote",
        BlockKind::Callout { .. } => "callout",
        BlockKind::Code(_) => "code",
        BlockKind::Math(..) => "formula",
        BlockKind::Table(_) => "table",
        BlockKind::Pictures(_) => "picture",
        BlockKind::Columns(_) => "columns",
        BlockKind::Paragraph(_) | BlockKind::Plain(_) => "paragraph",
        _ => "block",
    }
}
