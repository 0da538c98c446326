//! How light a picture is, part by part, for text that lies on it: a coarse grid, kept in the cache so that a picture is
//! decoded once. The only door to the picture decoder. Manual page: `tests/spec/pictures.md`.

use crate::render::assets::Asset;
use crate::render::cache::{Cache, Key};
use crate::theme::color::Color;
use image::{DynamicImage, ImageDecoder, ImageReader, Limits, imageops::FilterType};
use std::collections::BTreeMap;
use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

/// Cells of the longer side. A cell of a picture that fills the slide is 8 px on the canvas, smaller than a letter.
const CELLS: u32 = 160;
/// Bytes that decoding may take: a picture of 100 megapixels needs 300 MB.
const MEMORY: u64 = 400 << 20;

/// The darkest and the lightest grey of each cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Light {
    columns: u32,
    rows: u32,
    /// Row by row: the lower and the upper bound, as coded greys.
    cells: Vec<[u8; 2]>,
}

/// A part of a picture, in shares of its width and height from its upper left corner.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Part {
    /// Left and right edge.
    pub across: (f32, f32),
    /// Upper and lower edge.
    pub down: (f32, f32),
}

/// The greys between which a ground lies, as coded values from 0 (black) to 1 (white).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Greys {
    /// The darkest.
    pub low: f32,
    /// The lightest.
    pub high: f32,
}

impl Greys {
    /// Nothing is known.
    pub const ANY: Greys = Greys { low: 0.0, high: 1.0 };

    /// The greys that a colour counts as. For what must be lighter than dark text the weighted mean of its parts: however it
    /// is mixed with another colour, the mixture is at least as light as that grey's, because the curve of light is convex.
    /// For what must be darker than light text the grey of the same luminance.
    pub fn of(color: Color) -> Greys {
        let low = 0.2126 * color.red + 0.7152 * color.green + 0.0722 * color.blue;
        Greys { low, high: color.grey() }
    }

    /// The range that holds both.
    pub fn and(self, other: Greys) -> Greys {
        Greys { low: self.low.min(other.low), high: self.high.max(other.high) }
    }
}

impl Light {
    /// Decodes a picture. `None` for what the decoder does not know or what is over its limits.
    pub fn of(bytes: &[u8]) -> Option<Light> {
        // A decoder that gives up in the middle costs the answer, not the build.
        catch_unwind(AssertUnwindSafe(|| Light::decode(bytes))).ok().flatten()
    }

    fn decode(bytes: &[u8]) -> Option<Light> {
        let mut reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format().ok()?;
        let mut limits = Limits::default();
        limits.max_alloc = Some(MEMORY);
        reader.limits(limits);
        let mut decoder = reader.into_decoder().ok()?;
        let turn = decoder.orientation().ok()?;
        let picture = DynamicImage::from_decoder(decoder).ok()?;
        let longer = picture.width().max(picture.height()).max(1);
        let cells = |side: u32| (u64::from(side) * u64::from(CELLS)).div_ceil(u64::from(longer)).max(1) as u32;
        let (columns, rows) = (cells(picture.width()), cells(picture.height()));
        // Four pixels a cell: a stroke of a letter is as wide as one of them.
        let mut small = if picture.width() > columns * 2 {
            picture.thumbnail_exact(columns * 2, rows * 2)
        } else {
            picture.resize_exact(columns * 2, rows * 2, FilterType::Triangle)
        };
        small.apply_orientation(turn);
        let small = small.into_rgba8();
        let (columns, rows) = (small.width() / 2, small.height() / 2);
        let mut cells = Vec::with_capacity((columns * rows) as usize);
        for (row, column) in (0..rows).flat_map(|row| (0..columns).map(move |column| (row, column))) {
            let pixels = [(0, 0), (1, 0), (0, 1), (1, 1)];
            let greys = pixels.map(|(x, y)| pixel(small.get_pixel(column * 2 + x, row * 2 + y).0));
            let all = greys.into_iter().reduce(Greys::and).unwrap_or(Greys::ANY);
            cells.push([(all.low * 255.0).floor() as u8, (all.high * 255.0).ceil() as u8]);
        }
        Some(Light { columns, rows, cells })
    }

    /// The darkest and lightest grey of a part.
    pub fn range(&self, part: Part) -> Greys {
        let cells = |(from, to): (f32, f32), count: u32| {
            let first = ((from.clamp(0.0, 1.0) * count as f32).floor() as u32).min(count.saturating_sub(1));
            first..((to.clamp(0.0, 1.0) * count as f32).ceil() as u32).clamp(first + 1, count.max(1))
        };
        let rows = cells(part.down, self.rows);
        let columns = cells(part.across, self.columns);
        let at = |row: u32, column: u32| self.cells.get((row * self.columns + column) as usize);
        let all = rows.flat_map(|row| columns.clone().filter_map(move |column| at(row, column)));
        let greys = all.map(|[low, high]| Greys { low: f32::from(*low) / 255.0, high: f32::from(*high) / 255.0 });
        greys.reduce(Greys::and).unwrap_or(Greys::ANY)
    }

    fn encode(&self) -> Vec<u8> {
        let mut out = [self.columns, self.rows].map(u32::to_le_bytes).concat();
        out.extend(self.cells.as_flattened());
        out
    }

    fn read(bytes: &[u8]) -> Option<Light> {
        let (head, cells) = bytes.split_at_checked(8)?;
        let number = |at: usize| Some(u32::from_le_bytes(head.get(at..at + 4)?.try_into().ok()?));
        let (columns, rows) = (number(0)?, number(4)?);
        let whole = u64::from(columns) * u64::from(rows) * 2 == cells.len() as u64 && !cells.is_empty();
        let cells = cells.as_chunks::<2>().0.to_vec();
        whole.then_some(Light { columns, rows, cells })
    }
}

/// A pixel that lets through what is behind it may look like anything between itself on black and itself on white.
fn pixel([red, green, blue, alpha]: [u8; 4]) -> Greys {
    let [red, green, blue, alpha] = [red, green, blue, alpha].map(|part| f32::from(part) / 255.0);
    let color = Color { red, green, blue, alpha };
    Greys { low: Greys::of(color.over(Color::BLACK)).low, high: Greys::of(color.over(Color::WHITE)).high }
}

/// How light each of these pictures is, by the hash of its content: from the cache, else decoded and kept. Pictures that
/// cannot be decoded are missing.
pub fn of_all<'a>(assets: impl IntoIterator<Item = &'a Asset>, cache: Option<&Path>) -> BTreeMap<String, Light> {
    let assets: BTreeMap<&str, &Asset> = assets.into_iter().map(|asset| (asset.hash.as_str(), asset)).collect();
    if assets.is_empty() {
        return BTreeMap::new();
    }
    let keys: Vec<Key> = assets.keys().map(|hash| key(hash)).collect();
    let mut cache = Cache::open(cache);
    let known = cache.read(&keys);
    let (mut lights, mut new) = (BTreeMap::new(), Vec::new());
    for (((hash, asset), key), content) in assets.into_iter().zip(keys).zip(known) {
        // One that cannot be decoded is kept too, as nothing: it is not tried again.
        let light = content.map(|content| Light::read(&content)).unwrap_or_else(|| {
            let light = Light::of(&asset.bytes);
            new.push((key, light.as_ref().map(Light::encode).unwrap_or_default()));
            light
        });
        lights.extend(light.map(|light| (hash.to_owned(), light)));
    }
    cache.write(&new);
    lights
}

fn key(hash: &str) -> Key {
    *blake3::hash(format!("deckle {} light 1 {hash}", env!("CARGO_PKG_VERSION")).as_bytes()).as_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::{ImageFormat, Rgba, RgbaImage};

    fn png(width: u32, height: u32, color: impl Fn(u32, u32) -> [u8; 4]) -> Vec<u8> {
        let picture = RgbaImage::from_fn(width, height, |x, y| Rgba(color(x, y)));
        let mut out = Cursor::new(Vec::new());
        picture.write_to(&mut out, ImageFormat::Png).unwrap();
        out.into_inner()
    }

    const ALL: Part = Part { across: (0.0, 1.0), down: (0.0, 1.0) };

    #[test]
    fn each_part_of_a_picture_has_its_greys() {
        let light = Light::of(&png(320, 180, |_, y| if y < 90 { [255; 4] } else { [0, 0, 0, 255] })).unwrap();
        assert_eq!((light.columns, light.rows), (160, 90));
        assert_eq!(light.range(ALL), Greys::ANY);
        assert_eq!(light.range(Part { down: (0.0, 0.4), ..ALL }), Greys { low: 1.0, high: 1.0 });
        assert_eq!(light.range(Part { down: (0.6, 1.0), ..ALL }), Greys { low: 0.0, high: 0.0 });
        assert_eq!(Light::read(&light.encode()), Some(light));
        assert_eq!(Light::read(&[1, 0, 0, 0, 9, 0, 0, 0, 1]), None);
    }

    #[test]
    fn what_shows_through_may_be_anything_and_no_picture_is_none() {
        let light = Light::of(&png(3, 2, |_, _| [255, 255, 255, 0])).unwrap();
        assert_eq!(light.range(ALL), Greys::ANY);
        assert_eq!(Light::of(b"GIF89a"), None);
        assert_eq!(Light::of(&png(64, 64, |_, _| [9; 4])[..70]), None);
    }
}
