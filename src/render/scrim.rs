//! The scrim between a picture and the text on it: as strong as the picture's light asks for, and no stronger.
//! Manual page: `tests/spec/pictures.md`.
//!
//! A picture alone has a dark scrim at its lower edge, under white text; a full background has a veil of the slide's own ground,
//! under the theme's text, one strength in light colours and one in dark ones. A strength is right when the text has a contrast
//! of 4.5 : 1 with the darkest and the lightest grey that shines through where it stands.

use super::fit::Room;
use super::measure;
use super::paint::{self, Paint};
use super::pictures::luminance::{self, Greys, Light, Part};
use super::pictures::{Loaded, Pictures};
use crate::deck::{Background, Block, BlockKind, Deck, Layout, Picture, Side, Slide};
use crate::source::Span;
use crate::theme::Letters;
use crate::theme::color::{Color, READABLE};
use crate::theme::tokens::{Mode, Settings};
use std::collections::BTreeMap;
use std::path::Path;

/// A little more than the least: greys are coded in eight bits, and colours count as greys.
const LEAST: f32 = READABLE + 0.2;
/// The strongest scrim that still shows the picture.
const STRONGEST: f32 = 0.9;
/// What assets/page/look.css takes when nothing is said: enough for any picture and the built-in themes.
const VEIL: f32 = 0.7;
/// Lower padding of the content of a picture that fills the slide, and of its caption (assets/page/frame.css), in px.
const BELOW: (f32, f32) = (60.0, 40.0);

/// The scrims of a talk, by slide.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scrims {
    by_slide: BTreeMap<String, Scrim>,
}

/// What one slide needs.
#[derive(Clone, Debug, Default, PartialEq)]
struct Scrim {
    style: String,
    faults: Vec<Fault>,
}

/// Text that no scrim makes readable.
#[derive(Clone, Debug, PartialEq)]
pub struct Fault {
    /// Where the text stands.
    pub span: Span,
    /// The colour it was given, as CSS; empty for the slide's own.
    pub color: String,
    /// In which colours of the theme.
    pub mode: &'static str,
    /// The contrast that the strongest scrim reaches.
    pub contrast: f32,
}

impl Scrims {
    /// The style of a slide's section, such as `--scrim:.46;--reach:173px`; empty if none is needed.
    pub fn style(&self, slide: &str) -> &str {
        self.by_slide.get(slide).map_or("", |scrim| &scrim.style)
    }

    /// What cannot be read on a slide, whatever the scrim.
    pub fn faults(&self, slide: &str) -> &[Fault] {
        self.by_slide.get(slide).map_or(&[], |scrim| &scrim.faults)
    }
}

/// Computes the scrims of a talk in the colours of `css`, the theme's style sheet and the talk's own. Decodes only pictures that text lies on, and those only if `cache` does not know them.
pub fn all(deck: &Deck, css: &str, letters: &'static Letters, pictures: &Pictures, cache: Option<&Path>) -> Scrims {
    let slides: Vec<&Slide> = deck.slides.iter().filter(|slide| fills(slide) || !grounds(slide).is_empty()).collect();
    if slides.is_empty() {
        return Scrims::default();
    }
    let shown = slides
        .iter()
        .flat_map(|slide| media(slide).into_iter().chain(grounds(slide).into_iter().map(|ground| &ground.picture)));
    let assets = shown.filter_map(|picture| match find(pictures, picture) {
        Some(Loaded::Raster(asset)) => Some(asset),
        _ => None,
    });
    let context =
        Context { letters, deck, pictures, colors: Settings::of([css]), lights: luminance::of_all(assets, cache) };
    let scrims = slides.into_iter().filter_map(|slide| Some((slide.id.clone(), context.scrim(slide)?)));
    Scrims { by_slide: scrims.collect() }
}

/// Whether the slide is a picture with text at its lower edge.
fn fills(slide: &Slide) -> bool {
    slide.layout.value == Layout::ImageFull && !media(slide).is_empty()
}

/// The pictures of the media slot.
fn media(slide: &Slide) -> Vec<&Picture> {
    fn of(blocks: &[Block]) -> impl Iterator<Item = &Picture> {
        blocks.iter().flat_map(|block| match &block.kind {
            BlockKind::Pictures(pictures) => pictures.iter().collect(),
            BlockKind::Stack(inner) | BlockKind::Group(inner) => of(inner).collect::<Vec<_>>(),
            _ => Vec::new(),
        })
    }
    if slide.layout.value == Layout::ImageFull { of(slide.slot("media")).collect() } else { Vec::new() }
}

/// The backgrounds that text stands on.
fn grounds(slide: &Slide) -> Vec<&Background> {
    let has_text = slide.title.is_some() || slide.slots.iter().any(|slot| !slot.blocks.is_empty());
    slide.backgrounds.iter().filter(|ground| has_text && ground.side == Side::Full).collect()
}

fn find<'a>(pictures: &'a Pictures, picture: &Picture) -> Option<&'a Loaded> {
    pictures.get(picture.path.span.file, &picture.path.value)
}

struct Context<'a> {
    letters: &'static Letters,
    deck: &'a Deck,
    pictures: &'a Pictures,
    colors: Settings,
    lights: BTreeMap<String, Light>,
}

impl Context<'_> {
    fn scrim(&self, slide: &Slide) -> Option<Scrim> {
        if fills(slide) { self.at_the_edge(slide) } else { self.veil(slide) }
    }

    /// A picture that fills the slide: white on black, as high as the text reaches. A drawing stands below the text instead, unless
    /// it says that it fills its place.
    fn at_the_edge(&self, slide: &Slide) -> Option<Scrim> {
        let pictures = media(slide);
        let is_under_text = |picture: &&Picture| match find(self.pictures, picture) {
            Some(Loaded::Drawing(drawing)) => drawing.covers_in(picture),
            loaded => loaded.is_some(),
        };
        if !pictures.iter().all(is_under_text) {
            return None;
        }
        let reach = reach(self.deck, slide, &pictures, self.letters);
        let height = self.canvas().1;
        let greys = pictures.iter().map(|picture| self.greys(picture, false, (1.0 - reach / height, 1.0)));
        let greys = greys.reduce(Greys::and).unwrap_or(Greys::ANY);
        let mut scrim = Scrim::default();
        let own = strength(Color::WHITE, Color::BLACK, greys).unwrap_or(1.0);
        let needed = self.of_runs(slide, &[Color::WHITE; 4], &[Color::BLACK; 4], greys, own, &mut scrim.faults);
        let most = needed.into_iter().fold(own, f32::max);
        scrim.style = format!("--scrim:{};--reach:{}px", short(most), reach.ceil());
        Some(scrim)
    }

    /// A full background: the theme's text on a veil of the theme's ground.
    fn veil(&self, slide: &Slide) -> Option<Scrim> {
        let (inks, fields) = (self.colors("ink")?, self.colors("ground")?);
        let grounds = grounds(slide);
        let known = grounds.iter().all(|ground| self.is_known(&ground.picture));
        let greys = grounds.iter().map(|ground| self.greys(&ground.picture, ground.contain, (0.0, 1.0)));
        let greys = greys.reduce(Greys::and).unwrap_or(Greys::ANY);
        let mut scrim = Scrim::default();
        let mut most = [0.0_f32; 2];
        for ((mode, ink), field) in Mode::ALL.iter().zip(inks).zip(fields) {
            let own = strength(ink, field, greys);
            if own.is_none() {
                scrim.faults.push(Fault {
                    span: slide_place(slide),
                    color: String::new(),
                    mode: mode.words(),
                    contrast: ink.contrast(field),
                });
            }
            let most = &mut most[usize::from(mode.is_dark)];
            *most = most.max(own.unwrap_or(STRONGEST));
        }
        let floor = most;
        let needed = self.of_runs(slide, &inks, &fields, greys, 0.0, &mut scrim.faults);
        for (mode, needed) in Mode::ALL.iter().zip(needed) {
            let most = &mut most[usize::from(mode.is_dark)];
            *most = most.max(needed);
        }
        // What is not known keeps the strength of the style sheet, where that is enough.
        if !known && floor.iter().chain(&most).all(|strength| *strength <= VEIL) {
            return Some(scrim);
        }
        let percent = |share: f32| (share * 100.0).round();
        scrim.style = format!("--scrim:{}%;--dark-scrim:{}%", percent(most[0]), percent(most[1]));
        Some(scrim)
    }

    /// The strengths that texts in colours of their own need, by mode. One that no scrim helps is a fault, and does not count.
    fn of_runs(
        &self,
        slide: &Slide,
        inks: &[Color; 4],
        fields: &[Color; 4],
        greys: Greys,
        own: f32,
        faults: &mut Vec<Fault>,
    ) -> [f32; 4] {
        let mut needed = [own; 4];
        paint::runs(slide, &mut |run| {
            let Paint { text: Some(css), ground: None } = run.paint else { return };
            // These two are the ink of such a slide.
            if matches!(css.as_str(), "var(--muted)" | "var(--accent)") || run.text.trim().is_empty() {
                return;
            }
            let mut fault: Option<Fault> = None;
            for (index, mode) in Mode::ALL.iter().enumerate() {
                let Some(color) = self.colors.evaluate(css, *mode, 0) else { continue };
                if color == inks[index] {
                    continue;
                }
                match strength(color, fields[index], greys) {
                    Some(strength) => needed[index] = needed[index].max(strength),
                    None => {
                        let strongest = greys_under(greys, fields[index], STRONGEST);
                        let contrast =
                            [strongest.low, strongest.high].map(|grey| color.contrast(Color::opaque(grey, grey, grey)));
                        let contrast = contrast[0].min(contrast[1]);
                        if fault.as_ref().is_none_or(|fault| contrast < fault.contrast) {
                            fault = Some(Fault { span: run.span, color: css.clone(), mode: mode.words(), contrast });
                        }
                    }
                }
            }
            let fault = fault.filter(|fault| faults.iter().all(|known| known.color != fault.color));
            faults.extend(fault);
        });
        needed
    }

    fn canvas(&self) -> (f32, f32) {
        let (width, height) = self.deck.settings.aspect.size();
        (width as f32, height as f32)
    }

    fn colors(&self, token: &str) -> Option<[Color; 4]> {
        let colors: Option<Vec<Color>> = Mode::ALL.iter().map(|mode: &Mode| self.colors.color(token, *mode)).collect();
        colors?.try_into().ok()
    }

    fn is_known(&self, picture: &Picture) -> bool {
        match find(self.pictures, picture) {
            Some(Loaded::Raster(asset)) => self.lights.contains_key(&asset.hash),
            _ => plain(picture).is_some(),
        }
    }

    /// The greys of a picture between two heights of the slide, in shares of it.
    fn greys(&self, picture: &Picture, contained: bool, down: (f32, f32)) -> Greys {
        let contained = contained || picture.attributes.has_class("contain");
        match find(self.pictures, picture) {
            Some(Loaded::Raster(asset)) if !contained || down == (0.0, 1.0) => {
                let Some(light) = self.lights.get(&asset.hash) else { return Greys::ANY };
                let size = (asset.width as f32, asset.height as f32);
                light.range(if contained { covered(size, size, down) } else { covered(size, self.canvas(), down) })
            }
            _ => plain(picture).map_or(Greys::ANY, Greys::of),
        }
    }
}

/// The colour of a background that is nothing else.
fn plain(picture: &Picture) -> Option<Color> {
    let color = picture.attributes.get("color").filter(|_| picture.path.value.is_empty())?;
    Color::parse(&color.value).filter(|color| color.alpha == 1.0)
}

/// The part of a picture of that size that is seen between two heights of a canvas which it covers.
fn covered((width, height): (f32, f32), (canvas_width, canvas_height): (f32, f32), down: (f32, f32)) -> Part {
    let scale = (canvas_width / width).max(canvas_height / height);
    let (across, high) = (canvas_width / (width * scale), canvas_height / (height * scale));
    let at = |share: f32| (1.0 - high) / 2.0 + high * share;
    Part { across: ((1.0 - across) / 2.0, (1.0 + across) / 2.0), down: (at(down.0), at(down.1)) }
}

/// How far the text of a picture that fills the slide reaches up from the lower edge, in px.
fn reach(deck: &Deck, slide: &Slide, pictures: &[&Picture], letters: &'static Letters) -> f32 {
    let width = deck.settings.aspect.size().0 as f32 - 128.0;
    let room = Room { width, height: 1e6, text: 30.0, compact: false, letters };
    let mut heights = Vec::new();
    if let Some(title) = &slide.title {
        heights.push(48.0 * measure::lines(&title.content, true, width, 42.0, letters));
    }
    for slot in slide.slots.iter().filter(|slot| slot.name != "media" && !slot.blocks.is_empty()) {
        heights.push(measure::height(&slot.blocks, room));
    }
    for note in &slide.footnotes {
        heights.push(measure::height(note, room.inside(40.0, 0.0, 0.667)));
    }
    let text = heights.iter().map(|height| height + 24.0).sum::<f32>();
    let caption =
        pictures.iter().any(|picture| !picture.title.is_empty() || picture.attributes.get("credit").is_some());
    let caption = if caption { BELOW.1 + 52.0 } else { BELOW.1 };
    caption.max(if text > 0.0 { BELOW.0 + text } else { 0.0 })
}

/// The weakest scrim of that colour under which the text is readable on every grey of the range.
fn strength(text: Color, scrim: Color, greys: Greys) -> Option<f32> {
    let readable = |strength: &f32| {
        let under = greys_under(greys, scrim, *strength);
        let light = |grey: f32| Color::opaque(grey, grey, grey).luminance() + 0.05;
        let own = text.luminance() + 0.05;
        own >= light(under.high) * LEAST || light(under.low) >= own * LEAST
    };
    (0..=(STRONGEST * 50.0) as u32).map(|step| step as f32 / 50.0).find(readable)
}

fn greys_under(greys: Greys, scrim: Color, strength: f32) -> Greys {
    let own = Greys::of(scrim);
    let mix = |grey: f32, own: f32| own * strength + grey * (1.0 - strength);
    Greys { low: mix(greys.low, own.low), high: mix(greys.high, own.high) }
}

fn slide_place(slide: &Slide) -> Span {
    slide.backgrounds.first().map_or(slide.span, |ground| ground.picture.span)
}

/// `.46` for 0.46
fn short(share: f32) -> String {
    let text = format!("{share:.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    match text.strip_prefix("0.") {
        Some(rest) => format!(".{rest}"),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn color(css: &str) -> Color {
        Color::parse(css).unwrap()
    }

    #[test]
    fn a_dark_picture_needs_little_and_a_bright_one_much() {
        let white = |low, high| strength(Color::WHITE, Color::BLACK, Greys { low, high });
        assert_eq!(white(0.0, 0.2), Some(0.0));
        assert_eq!(white(0.0, 1.0), Some(0.56));
        let ink = |low, high| strength(color("#14202b"), Color::WHITE, Greys { low, high });
        assert_eq!(ink(0.8, 1.0), Some(0.0));
        assert!(ink(0.0, 1.0).is_some_and(|strength| (0.5..=VEIL).contains(&strength)));
        // A dark green is readable on no dark scrim.
        assert_eq!(strength(color("#1b6e3c"), Color::BLACK, Greys::ANY), None);
    }

    #[test]
    fn every_colour_under_its_scrim_has_the_contrast() {
        let parts: &[f32] = &[0.0, 0.15, 0.4, 0.6, 0.85, 1.0];
        let grounds = parts
            .iter()
            .flat_map(|r| parts.iter().flat_map(move |g| parts.iter().map(move |b| Color::opaque(*r, *g, *b))));
        for ground in grounds {
            for (text, scrim) in [("#fff", "#000"), ("#14202b", "#fff"), ("#e9eff4", "#10171e"), ("#231f1a", "#fbf8f2")]
            {
                let (text, scrim) = (color(text), color(scrim));
                let strength = strength(text, scrim, Greys::of(ground)).unwrap();
                let seen = Color { alpha: strength, ..scrim }.over(ground);
                assert!(text.contrast(seen) >= READABLE, "{} on {} {strength}", text.hex(), ground.hex());
            }
        }
    }

    #[test]
    fn what_stands_in_the_style_sheet_is_enough_for_any_picture_in_every_theme() {
        let edge = include_str!("../../assets/page/look.css").split_once("rgb(0 0 0 / var(--scrim, ").unwrap().1;
        let edge: f32 = edge.split_once(')').unwrap().0.parse().unwrap();
        assert!(strength(Color::WHITE, Color::BLACK, Greys::ANY).is_some_and(|least| least <= edge));
        for name in crate::theme::names() {
            let files = crate::theme::to_copy(name, name).unwrap();
            let css = &files.iter().find(|(path, _)| path == "theme.css").unwrap().1;
            let settings = Settings::of([css.as_str()]);
            for mode in Mode::ALL {
                let [ink, ground] = ["ink", "ground"].map(|token| settings.color(token, mode).unwrap());
                let least = strength(ink, ground, Greys::ANY).unwrap();
                assert!(least <= VEIL, "{name}: {least}");
            }
        }
    }

    #[test]
    fn a_covering_picture_shows_its_middle() {
        let part = covered((100.0, 100.0), (1280.0, 720.0), (0.5, 1.0));
        assert_eq!(part.across, (0.0, 1.0));
        assert!((part.down.0 - 0.5).abs() < 1e-6 && (part.down.1 - 0.78125).abs() < 1e-6);
        assert_eq!([short(0.0), short(0.46), short(0.5), short(1.0)], ["0", ".46", ".5", "1"]);
    }
}
