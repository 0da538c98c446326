//! Pictures, captions and backgrounds. Manual page: `tests/spec/pictures.md`.

use super::{Html, escape};
use crate::deck::{Attributes, Background, Picture, Side, Steps};
use crate::render::fit::Room;
use crate::render::pictures::Loaded;
use std::fmt::Write;

impl Html<'_> {
    /// Pictures that stand alone: one figure, or several beside each other.
    pub(super) fn picture_block(&mut self, pictures: &[Picture], attributes: &Attributes, steps: Steps, room: Room) {
        if attributes.has_class("gallery") && pictures.len() > 1 && !self.here.in_notes {
            return self.gallery(pictures, attributes, steps, room);
        }
        let bare = steps == Steps::Always && *attributes == Attributes::default();
        if let ([picture], true) = (pictures, bare) {
            return self.figure(picture, "");
        }
        self.open("div", if pictures.len() == 1 { "" } else { "pictures" }, attributes, steps);
        for run in pictures.chunk_by(|_, next| next.attributes.get("replace").is_some()) {
            let is_stack = run.len() > 1 && !self.here.in_notes;
            if is_stack {
                self.markup("<div class=\"stack\">");
            }
            run.iter().for_each(|picture| self.figure(picture, ""));
            if is_stack {
                self.close("div");
            }
        }
        self.close("div");
    }

    /// A picture with its caption, in a width that the place gives, else in the picture's own.
    pub(super) fn figure(&mut self, picture: &Picture, width: &str) {
        let loaded = self.pictures.get(picture.path.span.file, &picture.path.value);
        let covers = matches!(loaded, Some(Loaded::Drawing(drawing)) if drawing.covers_in(picture));
        let classes = if covers { "picture cover" } else { "picture" };
        self.begin("figure", classes, &picture.attributes, picture.steps);
        let length = |key: &str| picture.attributes.get(key).and_then(|value| escape::length(&value.value));
        let own = ["width", "height"].into_iter().filter_map(|key| length(key).map(|value| format!("{key}:{value}")));
        let style = if width.is_empty() { own.collect::<Vec<_>>().join(";") } else { width.to_owned() };
        if !style.is_empty() {
            self.attribute("style", &style);
        }
        self.out.push('>');
        self.image(picture, "div");
        let credit = picture.attributes.get("credit").map(|credit| credit.value.as_str()).unwrap_or_default();
        self.caption(&picture.title, credit);
        self.close("figure");
    }

    /// A picture within text.
    pub(super) fn inline_picture(&mut self, picture: &Picture) {
        self.open("span", "inline-picture", &picture.attributes, picture.steps);
        self.image(picture, "span");
        self.close("span");
    }

    /// The picture itself: an `img` that names its asset, an inlined `svg`, or a frame that says what is missing.
    fn image(&mut self, picture: &Picture, frame: &str) {
        let pictures = self.pictures;
        match pictures.get(picture.path.span.file, &picture.path.value) {
            Some(Loaded::Raster(asset)) => {
                let _ = write!(self.out, "<img src=\"asset:{}\"", asset.hash);
                self.attribute("alt", &picture.alt);
                let _ = write!(self.out, " width=\"{}\" height=\"{}\">", asset.width, asset.height);
                self.assets.entry(asset.hash.clone()).or_insert_with(|| asset.clone());
            }
            Some(Loaded::Drawing(drawing)) => {
                self.here.inlined += 1;
                let prefix =
                    format!("{}-{}{}-", self.here.id, if self.here.in_notes { "n" } else { "p" }, self.here.inlined);
                let svg = drawing.inline(&prefix, &picture.alt);
                self.markup(&svg);
            }
            Some(Loaded::Clip(clip)) => self.clip(picture, clip, frame),
            Some(Loaded::Page(page)) => self.embed(picture, page, frame),
            Some(Loaded::Broken(_)) | None => {
                let _ = write!(self.out, "<{frame} class=\"broken\">");
                self.text(self.here.words.missing);
                self.out.push(' ');
                self.text(&picture.path.value);
                if !picture.alt.is_empty() {
                    self.markup(" (");
                    self.text(&picture.alt);
                    self.out.push(')');
                }
                self.close(frame);
            }
        }
    }

    /// A picture or a plain colour behind or beside everything else.
    pub fn background(&mut self, background: &Background) {
        let mut classes = String::from(match background.side {
            Side::Full => "background side-full",
            Side::Left => "background side-left",
            Side::Right => "background side-right",
        });
        if background.contain {
            classes.push_str(" contain");
        }
        let picture = &background.picture;
        self.begin("div", &classes, &picture.attributes, picture.steps);
        let mut style = Vec::new();
        if let Some(share) = background.share.filter(|share| share.is_finite() && background.side != Side::Full) {
            style.push(format!("--share:{}%", share.clamp(0.0, 100.0)));
        }
        if let Some(color) = picture.attributes.get("color").and_then(|color| escape::color(&color.value)) {
            style.push(format!("background-color:{color}"));
        }
        if !style.is_empty() {
            self.attribute("style", &style.join(";"));
        }
        self.out.push('>');
        let pictures = self.pictures;
        match pictures.get(picture.path.span.file, &picture.path.value) {
            _ if picture.path.value.is_empty() => {}
            Some(Loaded::Clip(clip)) => self.moving_ground(picture, clip),
            _ => self.image(picture, "div"),
        }
        self.close("div");
    }
}
