//! `picture-small`, `picture-heavy` and the part of `picture-alt` that looks at the words: pictures too coarse for the size they
//! are shown at, pictures heavier than anybody can see, and names of files for words.
//!
//! A slide of 1280 px is shown by a projector of 1920 px: each px of the canvas needs 1.5 pixels of the picture.

use super::placed;
use crate::deck::{Block, BlockKind, Deck, Picture, Side, Slide};
use crate::render::assets::Asset;
use crate::render::fit::Room;
use crate::render::html::escape;
use crate::render::pictures::{Loaded, Pictures, each};
use crate::source::Diagnostic;
use crate::theme::Letters;
use std::collections::BTreeMap;

/// Pixels of a projector for each px of the canvas.
const DENSITY: f32 = 1.5;
/// A picture may have so much less than that.
const FORGIVEN: f32 = 0.8;
/// So many times the pixels that can be shown are too many.
const PIXELS: f32 = 2.5;
/// Pictures lighter than this are no matter; heavier than that they always are. Bytes.
const LIGHT: usize = 200_000;
const HEAVY: usize = 1_500_000;
/// Bytes that a photograph needs for a pixel, as JPEG or WebP of good quality.
const BYTES_A_PIXEL: f32 = 0.3;

pub(super) fn check(deck: &Deck, letters: &'static Letters, pictures: &Pictures) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    each(deck, &mut |picture, needs_words| {
        if needs_words {
            found.extend(words(picture));
        }
    });
    let mut uses: BTreeMap<&str, Use> = BTreeMap::new();
    for slide in &deck.slides {
        shown(deck, slide, letters, &mut |picture, box_width, box_height, covers| {
            let Some(Loaded::Raster(asset)) = pictures.get(picture.path.span.file, &picture.path.value) else { return };
            let scale = scale(asset, box_width, box_height, covers);
            let largest = uses.entry(&asset.hash).or_insert_with(|| Use { asset, picture, scale });
            if scale > largest.scale {
                *largest = Use { asset, picture, scale };
            }
        });
    }
    found.extend(uses.values().filter_map(Use::small));
    found.extend(uses.values().filter_map(Use::heavy));
    found
}

/// The largest that a picture is shown in the talk.
struct Use<'a> {
    asset: &'a Asset,
    picture: &'a Picture,
    /// Px of the canvas for each pixel of the picture.
    scale: f32,
}

impl Use<'_> {
    /// Width and height on the canvas in px.
    fn size(&self) -> (f32, f32) {
        (self.asset.width as f32 * self.scale, self.asset.height as f32 * self.scale)
    }

    fn small(&self) -> Option<Diagnostic> {
        let needed = self.size().0 * DENSITY;
        ((self.asset.width as f32) < needed * FORGIVEN).then(|| {
            let message = format!(
                "`{}` is {} pixels wide and shown {:.0} px wide, which a projector draws with {needed:.0} pixels",
                self.picture.path.value,
                self.asset.width,
                self.size().0
            );
            let share = (self.asset.width as f32 / needed * 100.0).max(1.0);
            Diagnostic::warning("picture-small", message, self.picture.span).hint(format!(
                "export it with {needed:.0} pixels or as SVG, or show it at {share:.0} % of this size with `width=`"
            ))
        })
    }

    fn heavy(&self) -> Option<Diagnostic> {
        let (width, height) = self.size();
        let bytes = self.asset.bytes.len();
        let pixels = self.asset.width as f32 * self.asset.height as f32;
        let needed = width * DENSITY * height * DENSITY;
        // A moving picture is not so easily made smaller.
        let is_large = pixels > needed * PIXELS && bytes > LIGHT && self.asset.mime != "image/gif";
        if !is_large && bytes <= HEAVY {
            return None;
        }
        let after = (needed.min(pixels) * BYTES_A_PIXEL).min(bytes as f32 * (needed / pixels).min(1.0));
        let saved = (bytes as f32 - after) / 1000.0;
        let name = &self.picture.path.value;
        let kilobytes = bytes / 1000;
        let message = match is_large {
            true => format!(
                "`{name}` has {} × {} pixels and {kilobytes} kB, and is shown with at most {:.0} × {:.0}",
                self.asset.width,
                self.asset.height,
                width * DENSITY,
                height * DENSITY
            ),
            false => format!("`{name}` has {kilobytes} kB, which everybody who gets the deck loads"),
        };
        let hint = match is_large {
            true => format!(
                "make it {:.0} pixels wide: the deck gets about {saved:.0} kB lighter",
                (width * DENSITY).ceil()
            ),
            false => {
                format!("save it as WebP, or as JPEG if it is a photograph: the deck gets about {saved:.0} kB lighter")
            }
        };
        Some(Diagnostic::note("picture-heavy", message, self.picture.span).hint(hint))
    }
}

fn scale(asset: &Asset, width: f32, height: f32, covers: bool) -> f32 {
    let (across, down) = (width / asset.width.max(1) as f32, height / asset.height.max(1) as f32);
    if covers { across.max(down) } else { across.min(down) }
}

/// Calls `see` with every picture that stands by itself, the box it is fitted into, and whether it covers it.
fn shown<'a>(
    deck: &Deck,
    slide: &'a Slide,
    letters: &'static Letters,
    see: &mut dyn FnMut(&'a Picture, f32, f32, bool),
) {
    let (width, height) = deck.settings.aspect.size();
    let (width, height) = (width as f32, height as f32);
    for ground in &slide.backgrounds {
        let share = if ground.side == Side::Full { 100.0 } else { ground.share.unwrap_or(40.0).clamp(0.0, 100.0) };
        see(&ground.picture, width * share / 100.0, height, !ground.contain);
    }
    let media: Vec<&Block> = slide.slot("media").iter().collect();
    let is_full = slide.layout.value == crate::deck::Layout::ImageFull;
    placed::each(deck, slide, letters, &mut |block, room| {
        let BlockKind::Pictures(pictures) = &block.kind else { return };
        let in_media = media.iter().any(|own| own.span.start <= block.span.start && block.span.end <= own.span.end);
        let beside =
            pictures.iter().filter(|picture| picture.attributes.get("replace").is_none()).count().max(1) as f32;
        for picture in pictures {
            let covers = in_media
                && (is_full && !picture.attributes.has_class("contain") || picture.attributes.has_class("cover"));
            let room = Room { width: (room.width - 32.0 * (beside - 1.0)) / beside, ..room };
            let (width, height) =
                if in_media { (room.width, room.height) } else { own_size(picture, room, beside > 1.0) };
            see(picture, width, height, covers);
        }
    });
}

/// The box of a picture in the body: what `width=` and `height=` leave of its room.
fn own_size(picture: &Picture, room: Room, is_grid: bool) -> (f32, f32) {
    let length = |key: &str, whole: f32| {
        let value = picture.attributes.get(key).and_then(|value| escape::length(&value.value))?;
        let number = |unit: &str| value.strip_suffix(unit)?.trim().parse::<f32>().ok();
        let px = number("px")
            .or_else(|| number("%").map(|percent| whole * percent / 100.0))
            .or_else(|| number("em").map(|em| em * room.text));
        px.map(|px| px.min(whole))
    };
    let width = length("width", room.width).filter(|_| !is_grid).unwrap_or(room.width);
    let caption = if picture.title.is_empty() { 0.0 } else { 34.0 };
    (width, length("height", room.height).unwrap_or((room.height - caption).max(1.0)))
}

/// Words that name the file, or nothing.
fn words(picture: &Picture) -> Option<Diagnostic> {
    let alt = picture.alt.trim().to_lowercase();
    let path = picture.path.value.to_lowercase();
    let name = path.rsplit('/').next().unwrap_or_default();
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let even = |text: &str| text.replace(['_', '-'], " ");
    let what = if alt.is_empty() {
        return None;
    } else if alt == name || even(&alt) == even(stem) {
        "is its file name"
    } else if ["image", "picture", "figure", "photo", "screenshot", "diagram", "plot", "graph", "alt", "alt text"]
        .contains(&alt.as_str())
    {
        "says what it is, not what it shows"
    } else {
        return None;
    };
    let message = format!("the alternative text of `{}` {what}", picture.path.value);
    Some(
        Diagnostic::warning("picture-alt", message, picture.span)
            .hint("say in the brackets what one would miss who does not see it: `![two curves that cross](…)`"),
    )
}
