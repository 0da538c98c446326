//! Whether a slide fits, without a browser: the rules of assets/runtime/fit.js on a model of assets/page/frame.css and
//! look.css. Manual page: `tests/spec/fit.md`.
//!
//! A slide is tried in the four looks that a browser tries: the body at its size, the same with tighter gaps, and the two
//! smaller sizes. `tests/browser/fit.test.mjs` holds this model against Chromium.

mod blocks;
mod frame;
mod lines;
mod points;
mod scale;
mod table;
mod words;

pub(crate) use scale::Scale;

use super::draw::Drawn;
use super::math::measure;
use super::pictures::{Loaded, Pictures};
use crate::deck::{Attributes, Block, BlockKind, Deck, Layout, Math, Picture, Slide};
use crate::source::Span;
use crate::theme::Letters;
use blocks::{Extent, Mark};
use frame::Frame;
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
        let pieces: Cow<'a, [measure::Piece]> = match self.drawn.map_or(&[][..], |drawn| drawn.pieces(math)) {
            [] => vec![measure::guess(&math.tex)].into(),
            pieces => pieces.into(),
        };
        match self.type_sizes.math {
            1.0 => pieces,
            share => pieces.iter().map(|piece| piece.scaled(share)).collect(),
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
            type_sizes: scale::SCALE,
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
