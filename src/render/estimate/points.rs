//! Heights of timelines, references and galleries. Manual page: `tests/spec/fit.md`.

use super::blocks::Extent;
use super::{Place, Sheet};
use crate::deck::{Item, List, Picture};
use crate::render::fit::{self, COLUMN_GAP, POINT_GAP, Room};

/// Width of the dates below each other with the line beside them, in em of the text, when the dates are of a common length.
const DATES: f32 = 5.2;

impl Sheet<'_> {
    /// Dates above their words, side by side, or beside their words, one below the other.
    pub(super) fn timeline(&self, list: &List, place: Place) -> Extent {
        let room = Room { width: place.width, height: 1e6, text: 30.0, compact: false, letters: self.letters };
        let count = list.items.len().max(1) as f32;
        if fit::stands_across(list, room) {
            let font = place.font * 0.9;
            let width = (place.width - POINT_GAP * (count - 1.0)) / count;
            let place = Place { width, font, line: 1.32, prose: false, boxed: false, ..place };
            let tallest = list.items.iter().map(|item| self.words(item, place)).fold(0.0, f32::max);
            // The line with its points, the date, and what is between.
            return Extent { height: 48.0 + font * 1.037 * 1.2857 + 6.0 + tallest, ..Extent::default() };
        }
        let width = (place.width - 80.0 - DATES * place.font).max(40.0);
        let inner = Place { width, prose: false, boxed: false, ..place };
        let row = |item: &Item| self.words(item, inner).max(place.font * place.line);
        let height = list.items.iter().map(row).sum::<f32>() + self.gap() * (count - 1.0);
        Extent { height, ..Extent::default() }
    }

    /// An item without its date.
    fn words(&self, item: &Item, place: Place) -> f32 {
        self.flow(item.blocks.get(1..).unwrap_or_default(), place, None).all()
    }

    /// Two columns of about the same height, 10 px below each entry.
    pub(super) fn references(&self, list: &List, place: Place) -> Extent {
        let font = (place.font * 0.8).max(20.0);
        let width = (place.width - COLUMN_GAP) / 2.0 - 1.5 * font;
        let inner = Place { width, font, line: 1.3, in_item: true, boxed: false, prose: false, ..place };
        let heights: Vec<f32> =
            list.items.iter().map(|item| self.flow(&item.blocks, inner, None).all() + 10.0).collect();
        let all: f32 = heights.iter().sum();
        // An entry is not divided: the taller column has up to one half of the tallest entry more.
        let over = heights.iter().copied().fold(0.0, f32::max) / 2.0;
        Extent { height: if heights.len() < 2 { all } else { all / 2.0 + over }, ..Extent::default() }
    }

    /// A gallery takes the height that is left, and no less than its rows need to be seen.
    pub(super) fn gallery(&self, pictures: &[Picture]) -> Extent {
        let rows = if pictures.len() > 3 { 2.0 } else { 1.0 };
        Extent { height: rows * 120.0 + (rows - 1.0) * 24.0, ..Extent::default() }
    }
}
