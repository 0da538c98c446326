//! Two to six pictures in rows: all of one height, captions on one line, nothing cropped. Manual page: `tests/spec/pictures.md`.

use super::Html;
use crate::deck::{Attributes, Inline, Picture, Steps};
use crate::render::fit::Room;
use crate::render::measure;
use crate::render::pictures::Loaded;
use crate::theme::Letters;
use std::fmt::Write;

/// Space between pictures side by side and between rows, in px.
const BESIDE: f32 = 32.0;
const BELOW: f32 = 24.0;
/// A caption's space above it and the height of its lines, in px.
const CAPTION: (f32, f32) = (8.0, 26.0);
/// Width by height of a picture that is cropped, and of one whose size is unknown.
const COMMON: f32 = 4.0 / 3.0;
/// One large picture with two beside it must show so much more than rows do.
const CLEARLY: f32 = 1.15;

/// How the pictures stand.
#[derive(Clone, Debug, PartialEq)]
struct Arrangement {
    /// How many pictures each row has. None: a large one, and two beside it one below the other.
    rows: Vec<usize>,
    /// Height of the pictures as a CSS length, by the width and height of the gallery (`cqw`, `cqh`).
    height: String,
    /// Width of the two smaller ones as a CSS length.
    small: String,
    /// Area of all pictures in px², to compare.
    area: f32,
}

impl Html<'_> {
    /// Writes a gallery.
    pub(super) fn gallery(&mut self, pictures: &[Picture], attributes: &Attributes, steps: Steps, room: Room) {
        let ratios: Vec<f32> = pictures.iter().map(|picture| self.ratio(picture)).collect();
        let captions: Vec<String> = pictures.iter().map(caption).collect();
        let Arrangement { rows, height, small, .. } = arrangement(&ratios, &captions, room);
        self.begin("div", "gallery", attributes, steps);
        self.attribute("style", &format!("--h:{height}"));
        self.out.push('>');
        let wide = |ratio: f32| format!("width:calc(var(--h)*{})", short(ratio));
        if let ([large, one, other], true) = (pictures, rows.is_empty()) {
            self.markup("<div>");
            self.figure(large, &wide(ratios[0]));
            let _ = write!(self.out, "<div style=\"width:{small}\">");
            self.figure(one, "");
            self.figure(other, "");
            self.markup("</div></div>");
        } else {
            let mut rest = pictures.iter().zip(&ratios);
            for count in rows {
                self.markup("<div>");
                for (picture, ratio) in rest.by_ref().take(count) {
                    self.figure(picture, &wide(*ratio));
                }
                self.markup("</div>");
            }
        }
        self.close("div");
    }

    /// Width by height as the picture is shown.
    fn ratio(&self, picture: &Picture) -> f32 {
        let (width, height) = match self.pictures.get(picture.path.span.file, &picture.path.value) {
            _ if picture.attributes.has_class("cover") => (COMMON, 1.0),
            Some(Loaded::Raster(asset) | Loaded::Clip(asset)) => (asset.width as f32, asset.height as f32),
            Some(Loaded::Drawing(drawing)) => (drawing.width as f32, drawing.height as f32),
            _ => (COMMON, 1.0),
        };
        let ratio = width / height;
        if ratio.is_finite() && ratio > 0.0 { ratio.clamp(0.2, 8.0) } else { COMMON }
    }
}

/// What stands below a picture, in one line.
fn caption(picture: &Picture) -> String {
    let credit = picture.attributes.get("credit").map(|credit| credit.value.as_str()).unwrap_or_default();
    format!("{} {credit}", picture.title).trim().to_owned()
}

/// The arrangement that shows the most: rows of numbers as equal as possible, or one large picture and two small ones.
fn arrangement(ratios: &[f32], captions: &[String], room: Room) -> Arrangement {
    let count = ratios.len();
    let mut best: Option<Arrangement> = None;
    for rows in 1..=count.min(3) {
        let sizes: Vec<usize> = (0..rows).map(|row| count / rows + usize::from(row < count % rows)).collect();
        let found = in_rows(&sizes, ratios, captions, room);
        if best.as_ref().is_none_or(|best| found.area > best.area) {
            best = Some(found);
        }
    }
    let rows =
        best.unwrap_or(Arrangement { rows: vec![count], height: String::new(), small: String::new(), area: 0.0 });
    match (ratios, captions) {
        ([large, one, other], [below, between, last]) => {
            let beside = large_and_two([*large, *one, *other], [below, between, last], room);
            if beside.area > rows.area * CLEARLY { beside } else { rows }
        }
        _ => rows,
    }
}

/// All pictures of one height: as high as the rows have room, and as the widest row is.
fn in_rows(sizes: &[usize], ratios: &[f32], captions: &[String], room: Room) -> Arrangement {
    let begin = |row: usize| sizes[..row].iter().sum::<usize>();
    let rows: Vec<(usize, usize)> = sizes.iter().enumerate().map(|(row, size)| (begin(row), *size)).collect();
    let sum = |(start, size): (usize, usize)| ratios[start..start + size].iter().sum::<f32>();
    let gaps = |(_, size): (usize, usize)| BESIDE * (size - 1) as f32;
    let across = |row: (usize, usize)| (room.width - gaps(row)) / sum(row);
    let widest = rows.iter().copied().min_by(|one, other| across(*one).total_cmp(&across(*other))).unwrap_or((0, 1));
    let between = BELOW * (rows.len() - 1) as f32;
    let mut below = 0.0;
    let mut height = 0.0;
    // Captions wrap as the pictures get narrower: once with one line each, then with what that gives.
    for lines in [None, Some(())] {
        let of_row = |&(start, size): &(usize, usize)| {
            let each = (start..start + size).map(|at| {
                caption_height(&captions[at], lines.map_or(f32::MAX, |()| height * ratios[at]), room.letters)
            });
            each.fold(0.0, f32::max)
        };
        below = rows.iter().map(of_row).sum();
        height = across(widest).min((room.height - between - below) / rows.len() as f32).max(1.0);
    }
    let of_height = share("100cqh", between + below, rows.len() as f32);
    let of_width = share("100cqw", gaps(widest), sum(widest));
    let area = height * height * ratios.iter().sum::<f32>();
    Arrangement { rows: sizes.to_vec(), height: format!("min({of_width},{of_height})"), small: String::new(), area }
}

/// The first picture as high as the two others with what stands between them.
fn large_and_two([large, one, other]: [f32; 3], captions: [&String; 3], room: Room) -> Arrangement {
    // Of two widths w the heights are w / one and w / other: together w / both.
    let both = 1.0 / (1.0 / one + 1.0 / other);
    let (mut below, mut between, mut height, mut small) = (0.0_f32, BELOW, 1.0_f32, f32::MAX);
    for first in [true, false] {
        let wide = |width: f32| if first { f32::MAX } else { width };
        below = caption_height(captions[0], wide(height * large), room.letters).max(caption_height(
            captions[2],
            wide(small),
            room.letters,
        ));
        between = BELOW + caption_height(captions[1], wide(small), room.letters);
        height = ((room.width - BESIDE + between * both) / (large + both)).min(room.height - below).max(1.0);
        small = ((height - between) * both).max(1.0);
    }
    let of_width = share("100cqw", BESIDE - between * both, large + both);
    let of_height = share("100cqh", below, 1.0);
    Arrangement {
        rows: Vec::new(),
        height: format!("min({of_width},{of_height})"),
        small: format!("calc((var(--h) - {}px)*{})", short(between), short(both)),
        area: height * height * large + small * small * (1.0 / one + 1.0 / other),
    }
}

fn caption_height(caption: &str, width: f32, letters: &Letters) -> f32 {
    if caption.is_empty() {
        return 0.0;
    }
    CAPTION.0 + CAPTION.1 * measure::lines(&[Inline::Text(caption.to_owned())], false, width, 20.0, letters)
}

/// `(length - less px) / parts` in CSS, inside a function that calculates.
fn share(length: &str, less: f32, parts: f32) -> String {
    let rest = if less == 0.0 { length.to_owned() } else { format!("{length} - {}px", short(less)) };
    match (less == 0.0, parts == 1.0) {
        (_, true) => rest,
        (true, false) => format!("{rest}/{}", short(parts)),
        (false, false) => format!("({rest})/{}", short(parts)),
    }
}

/// A number in as few signs as a pixel needs.
fn short(number: f32) -> String {
    let number = (number * 1000.0).round() / 1000.0;
    format!("{number}")
}

#[cfg(test)]
mod tests {
    use super::*;

    const FULL: Room = Room { width: 1152.0, height: 536.0, text: 30.0, compact: false, letters: Letters::DEFAULT };

    fn rows(ratios: &[f32]) -> Vec<usize> {
        arrangement(ratios, &vec![String::new(); ratios.len()], FULL).rows
    }

    #[test]
    fn the_grid_is_the_one_that_shows_the_most() {
        assert_eq!(rows(&[1.5, 1.5]), [2]);
        assert_eq!(rows(&[6.0, 6.0]), [1, 1]);
        assert_eq!(rows(&[0.7, 0.7, 0.7]), [3]);
        assert_eq!(rows(&[1.5; 4]), [2, 2]);
        assert_eq!(rows(&[1.5; 5]), [3, 2]);
        assert_eq!(rows(&[1.5; 6]), [3, 3]);
        // A portrait beside two landscapes: one large and two small ones.
        assert_eq!(rows(&[1.0, 1.6, 1.6]), [0; 0]);
    }

    #[test]
    fn captions_take_their_lines_from_the_height() {
        let with = arrangement(&[1.0, 1.0], &["one".to_owned(), String::new()], FULL);
        assert_eq!(with.height, "min((100cqw - 32px)/2,100cqh - 34px)");
    }
}
