//! Any OpenType font as a static TrueType font: cubic outlines become quadratic ones, a variable font becomes one instance of
//! itself. The font tools cut and pack TrueType only, and an instance is a third of its variable font. `build.rs` uses this
//! file too, for the fonts that come with the program. Manual page: `tests/spec/output.md`.

use read_fonts::model::Font;
use read_fonts::model::glyph::outline::{DrawMemory, DrawOptions, PathSink};
use read_fonts::types::{GlyphId, Tag};
use read_fonts::{FontRef, TableProvider};

/// What is kept as it stands: characters, metrics, kerning, ligatures, names.
const KEPT: [&[u8; 4]; 6] = [b"GDEF", b"GPOS", b"GSUB", b"OS/2", b"cmap", b"name"];
/// How far a quadratic curve may be from its cubic one, in thousandths of an em.
const TOLERANCE: f32 = 0.8;

/// The font as TrueType, at the given places of its axes (such as `wght` 700). Kerning stays that of the default instance.
///
/// # Errors
/// Words, when it is not a font or a table is missing.
pub fn to_truetype(bytes: &[u8], axes: &[(&str, f32)]) -> Result<Vec<u8>, String> {
    let old = FontRef::new(bytes).map_err(|error| error.to_string())?;
    let font = Font::new(bytes.to_vec(), 0).ok_or("this is not a font")?;
    let font = font.instance_builder().variations(axes.iter().copied()).build();
    let count = old.maxp().map_err(|error| error.to_string())?.num_glyphs();
    let (outlines, metrics) = (font.outline_glyphs(), font.glyph_metrics());
    let mut new = Glyphs::default();
    for glyph in 0..count {
        let id = GlyphId::from(glyph);
        let mut outline =
            Outline { tolerance: TOLERANCE * f32::from(font.units_per_em()) / 1000.0, ..Outline::default() };
        if let Some(drawn) = outlines.get(id) {
            drawn
                .draw(&DrawOptions::default(), DrawMemory::default(), &mut outline)
                .map_err(|error| error.to_string())?;
        }
        new.add(&outline, metrics.h_advance(id).round() as u16, !axes.is_empty());
    }
    let table = |tag: &[u8; 4]| old.table_data(Tag::new(tag)).map(|data| data.as_bytes().to_vec());
    let mut head = table(b"head").filter(|head| head.len() >= 54).ok_or("the table `head` is missing")?;
    head[8..12].fill(0);
    for (place, value) in [(36, new.bounds[0]), (38, new.bounds[1]), (40, new.bounds[2]), (42, new.bounds[3]), (50, 1)]
    {
        head[place..place + 2].copy_from_slice(&value.to_be_bytes());
    }
    let mut hhea = table(b"hhea").filter(|hhea| hhea.len() >= 36).ok_or("the table `hhea` is missing")?;
    hhea[34..36].copy_from_slice(&count.to_be_bytes());
    let mut maxp = [&0x0001_0000_u32.to_be_bytes()[..], &count.to_be_bytes()].concat();
    for value in [new.points, new.contours, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0_u16] {
        maxp.extend(value.to_be_bytes());
    }
    let mut post = table(b"post").unwrap_or_default();
    post.resize(32, 0);
    post[..4].copy_from_slice(&0x0003_0000_u32.to_be_bytes());
    let mut tables: Vec<([u8; 4], Vec<u8>)> = KEPT.iter().filter_map(|tag| Some((**tag, table(tag)?))).collect();
    tables.extend([(*b"glyf", new.glyf), (*b"head", head), (*b"hhea", hhea), (*b"hmtx", new.hmtx)]);
    tables.extend([(*b"loca", new.loca), (*b"maxp", maxp), (*b"post", post)]);
    tables.sort();
    Ok(file(&tables))
}

/// A font file of these tables, in the order of their tags.
fn file(tables: &[([u8; 4], Vec<u8>)]) -> Vec<u8> {
    let count = tables.len() as u16;
    let power = count.max(1).ilog2() as u16;
    let mut out = 0x0001_0000_u32.to_be_bytes().to_vec();
    for value in [count, 16 << power, power, 16 * count - (16 << power)] {
        out.extend(value.to_be_bytes());
    }
    let mut start = out.len() + 16 * tables.len();
    for (tag, data) in tables {
        out.extend(tag);
        for value in [sum(data), start as u32, data.len() as u32] {
            out.extend(value.to_be_bytes());
        }
        start += data.len().next_multiple_of(4);
    }
    let mut head = 0;
    for (tag, data) in tables {
        if tag == b"head" {
            head = out.len();
        }
        out.extend(data);
        out.resize(out.len().next_multiple_of(4), 0);
    }
    let adjustment = 0xB1B0_AFBA_u32.wrapping_sub(sum(&out));
    out[head + 8..head + 12].copy_from_slice(&adjustment.to_be_bytes());
    out
}

/// The checksum of a table: its big-endian words added up.
fn sum(data: &[u8]) -> u32 {
    let word = |part: &[u8]| part.iter().chain([&0; 3]).take(4).fold(0_u32, |word, byte| word << 8 | u32::from(*byte));
    data.chunks(4).fold(0, |sum, part| sum.wrapping_add(word(part)))
}

/// The glyph tables as they grow.
#[derive(Default)]
struct Glyphs {
    glyf: Vec<u8>,
    loca: Vec<u8>,
    hmtx: Vec<u8>,
    /// Left, bottom, right, top.
    bounds: [i16; 4],
    points: u16,
    contours: u16,
}

impl Glyphs {
    fn add(&mut self, outline: &Outline, advance: u16, overlaps: bool) {
        if self.loca.is_empty() {
            self.loca.extend([0; 4]);
        }
        let contours: Vec<Vec<Point>> =
            outline.contours.iter().map(|contour| tidy(contour)).filter(|c| c.len() > 2).collect();
        let points: Vec<Point> = contours.iter().flatten().copied().collect();
        let mut left = 0;
        if !points.is_empty() {
            let least = |of: fn(&Point) -> i16| points.iter().map(of).min().unwrap_or(0);
            let most = |of: fn(&Point) -> i16| points.iter().map(of).max().unwrap_or(0);
            let bounds = [least(|p| p.x), least(|p| p.y), most(|p| p.x), most(|p| p.y)];
            left = bounds[0];
            let old = self.bounds;
            self.bounds = [old[0].min(bounds[0]), old[1].min(bounds[1]), old[2].max(bounds[2]), old[3].max(bounds[3])];
            self.points = self.points.max(points.len() as u16);
            self.contours = self.contours.max(contours.len() as u16);
            self.simple(&contours, &points, bounds, overlaps);
        }
        self.loca.extend((self.glyf.len() as u32).to_be_bytes());
        self.hmtx.extend(advance.to_be_bytes());
        self.hmtx.extend(left.to_be_bytes());
    }

    /// Writes a glyph as the specification of the table `glyf` wants it.
    fn simple(&mut self, contours: &[Vec<Point>], points: &[Point], bounds: [i16; 4], overlaps: bool) {
        let out = &mut self.glyf;
        out.extend((contours.len() as i16).to_be_bytes());
        bounds.iter().for_each(|value| out.extend(value.to_be_bytes()));
        let mut end = 0;
        for contour in contours {
            end += contour.len() as u16;
            out.extend((end - 1).to_be_bytes());
        }
        // No instructions.
        out.extend([0, 0]);
        let (mut flags, mut xs, mut ys) = (Vec::new(), Vec::new(), Vec::new());
        let mut from = Point { x: 0, y: 0, on: true };
        for point in points {
            let x = coordinate(point.x.wrapping_sub(from.x), &mut xs);
            let y = coordinate(point.y.wrapping_sub(from.y), &mut ys);
            flags.push(u8::from(point.on) | x << 1 | y << 2);
            from = *point;
        }
        flags[0] |= u8::from(overlaps) << 6;
        let mut rest = flags.as_slice();
        while let Some(flag) = rest.first() {
            let run = rest.iter().take_while(|other| *other == flag).count().min(256);
            match run {
                1 | 2 => out.extend(&rest[..run]),
                _ => out.extend([flag | 8, (run - 1) as u8]),
            }
            rest = &rest[run..];
        }
        out.extend(xs);
        out.extend(ys);
        out.resize(out.len().next_multiple_of(2), 0);
    }
}

/// Writes a step in one direction in as few bytes as it takes; gives its bits for x: 1 short, 8 the same or positive.
fn coordinate(step: i16, out: &mut Vec<u8>) -> u8 {
    match step {
        0 => 8,
        1..=255 => {
            out.push(step as u8);
            1 | 8
        }
        -255..=-1 => {
            out.push(step.unsigned_abs() as u8);
            1
        }
        _ => {
            out.extend(step.to_be_bytes());
            0
        }
    }
}

#[derive(Clone, Copy, PartialEq)]
struct Point {
    x: i16,
    y: i16,
    on: bool,
}

/// A contour without the points that say nothing: a last one that is the first, one midway between two control points.
fn tidy(contour: &[Point]) -> Vec<Point> {
    let mut points = contour.to_vec();
    while points.len() > 1 && points.last() == points.first() {
        points.pop();
    }
    let count = points.len();
    let is_implied = |at: usize| {
        let (before, after, own) = (points[(at + count - 1) % count], points[(at + 1) % count], points[at]);
        let is_midway = |before: i16, own: i16, after: i16| i32::from(before) + i32::from(after) == 2 * i32::from(own);
        let between = !before.on && !after.on;
        own.on && between && is_midway(before.x, own.x, after.x) && is_midway(before.y, own.y, after.y)
    };
    // The first point stays on the curve: readers like to begin there.
    (0..count).filter(|at| *at == 0 || !is_implied(*at)).map(|at| points[at]).collect()
}

/// Collects an outline in quadratic curves.
#[derive(Default)]
struct Outline {
    contours: Vec<Vec<Point>>,
    at: (f32, f32),
    tolerance: f32,
}

impl Outline {
    fn push(&mut self, x: f32, y: f32, on: bool) {
        let point = Point { x: x.round() as i16, y: y.round() as i16, on };
        if let Some(contour) = self.contours.last_mut()
            && !(on && contour.last() == Some(&point))
        {
            contour.push(point);
        }
        if on {
            self.at = (x, y);
        }
    }
}

impl PathSink for Outline {
    fn move_to(&mut self, x: f32, y: f32) {
        self.contours.push(Vec::new());
        self.push(x, y, true);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.push(x, y, true);
    }

    fn quad_to(&mut self, cx0: f32, cy0: f32, x: f32, y: f32) {
        self.push(cx0, cy0, false);
        self.push(x, y, true);
    }

    /// In as many equal parts as keep each within the tolerance: a quadratic curve through the ends of a cubic one is at most
    /// √3 / 36 of |p3 - 3 p2 + 3 p1 - p0| away, and a part of n has that by n³ less (Sederberg, Computer Aided Geometric Design).
    fn curve_to(&mut self, cx0: f32, cy0: f32, cx1: f32, cy1: f32, x: f32, y: f32) {
        let (p0, p1, p2, p3) = (self.at, (cx0, cy0), (cx1, cy1), (x, y));
        let third = |of: fn((f32, f32)) -> f32| of(p3) - 3.0 * of(p2) + 3.0 * of(p1) - of(p0);
        let away = third(|p| p.0).hypot(third(|p| p.1)) * 3.0_f32.sqrt() / 36.0;
        let parts = (away / self.tolerance.max(0.01)).cbrt().ceil().clamp(1.0, 16.0);
        let point = |t: f32, of: fn((f32, f32)) -> f32| {
            let s = 1.0 - t;
            s * s * s * of(p0) + 3.0 * s * s * t * of(p1) + 3.0 * s * t * t * of(p2) + t * t * t * of(p3)
        };
        let slope = |t: f32, of: fn((f32, f32)) -> f32| {
            let s = 1.0 - t;
            3.0 * (s * s * (of(p1) - of(p0)) + 2.0 * s * t * (of(p2) - of(p1)) + t * t * (of(p3) - of(p2)))
        };
        for part in 0..parts as u8 {
            let (from, to) = (f32::from(part) / parts, f32::from(part + 1) / parts);
            // Both tangents ask for a control point; between them is the best one.
            let control = |of: fn((f32, f32)) -> f32| {
                (point(from, of) + point(to, of)) / 2.0 + (to - from) / 4.0 * (slope(from, of) - slope(to, of))
            };
            self.push(control(|p| p.0), control(|p| p.1), false);
            self.push(point(to, |p| p.0), point(to, |p| p.1), true);
        }
    }

    fn close(&mut self) {}
}
