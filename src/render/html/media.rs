//! Clips and frames: the still that is always there, and over it what plays or is loaded by a click.
//! Manual page: `tests/spec/media.md`.
//!
//! A clip never starts by its markup: `data-autoplay` is for the runtime, so that a copy of a slide is still.

use super::Html;
use crate::deck::{Picture, clip_time};
use crate::render::assets::Asset;
use crate::render::media::Page;
use crate::render::pictures::Loaded;
use std::fmt::Write;

impl Html<'_> {
    /// A video or a sound with its still behind it.
    pub(super) fn clip(&mut self, picture: &Picture, clip: &Asset, frame: &str) {
        let is_sound = clip.mime.starts_with("audio/") || picture.shows() == crate::deck::Shows::Audio;
        self.media_box(picture, frame, if is_sound { "clip sound" } else { "clip" });
        self.out.push('>');
        self.still(picture, frame);
        if !self.is_still() {
            let autoplay = picture.flag("autoplay") == Some(true);
            let bare = !picture.flag("controls").unwrap_or(!autoplay);
            let name = if is_sound { "audio" } else { "video" };
            self.player(name, picture, clip, bare);
            self.markup(" controls");
            if is_decorative(picture) {
                self.markup(" aria-hidden=\"true\"");
            } else if !picture.alt.is_empty() {
                self.attribute("aria-label", &picture.alt);
            }
            let flags =
                [("loop", " loop"), ("muted", " muted"), ("autoplay", " data-autoplay"), ("restart", " data-restart")];
            for (_, written) in flags.into_iter().filter(|(flag, _)| picture.flag(flag) == Some(true)) {
                self.markup(written);
            }
            self.markup("></");
            self.markup(name);
            self.markup(">");
        }
        self.close(frame);
    }

    /// A video behind everything: silent, endless, without controls.
    pub(super) fn moving_ground(&mut self, picture: &Picture, clip: &Asset) {
        self.media_box(picture, "div", "clip");
        self.out.push('>');
        self.still(picture, "div");
        if !self.is_still() {
            self.player("video", picture, clip, true);
            self.markup(" tabindex=\"-1\" aria-hidden=\"true\" loop muted data-autoplay></video>");
        }
        self.close("div");
    }

    fn player(&mut self, name: &str, picture: &Picture, clip: &Asset, bare: bool) {
        let _ = write!(self.out, "<{name} src=\"asset:{}\" preload=\"none\"", clip.hash);
        self.assets.entry(clip.hash.clone()).or_insert_with(|| clip.clone());
        if name == "video" {
            self.markup(" playsinline");
        }
        if bare {
            self.markup(" data-bare");
        }
        if let Some(start) = picture.attributes.get("start").and_then(|start| clip_time(&start.value)) {
            let _ = write!(self.out, " data-start=\"{start}\"");
        }
    }

    /// A page of the network: a card with a button. The runtime makes the frame when the button is pressed.
    pub(super) fn embed(&mut self, picture: &Picture, page: &Page, frame: &str) {
        self.media_box(picture, frame, "embed");
        if !self.is_still() {
            self.attribute("data-frame", &page.frame);
            self.attribute("data-title", if picture.alt.is_empty() { &page.host } else { &picture.alt });
            if page.is_player {
                self.markup(" data-player");
            }
            self.frames.insert(page.origin.clone());
        }
        self.out.push('>');
        if picture.attributes.get("poster").is_some() {
            self.still(picture, frame);
        }
        let _ = write!(self.out, "<{frame} class=\"card\">");
        if !picture.alt.is_empty() {
            self.markup("<strong>");
            self.text(&picture.alt);
            self.markup("</strong>");
        }
        if !self.is_still() {
            self.markup("<button type=\"button\">");
            self.text(self.here.words.load);
            self.out.push(' ');
            self.text(&page.host);
            self.markup("</button><a target=\"_blank\" rel=\"noopener noreferrer\"");
            self.attribute("href", &page.link);
            self.out.push('>');
        }
        let shown = page.link.split_once("://").map_or(page.link.as_str(), |(_, rest)| rest);
        self.text(shown.trim_end_matches('/'));
        if !self.is_still() {
            self.markup("</a>");
        }
        self.close(frame);
        self.close(frame);
    }

    /// Where nothing may be pressed: in a link, and in notes, which are read.
    fn is_still(&self) -> bool {
        self.here.in_link || self.here.in_notes
    }

    /// Opens the box, with the shape of its poster and a name by which all windows know it; still without its `>`.
    fn media_box(&mut self, picture: &Picture, frame: &str, classes: &str) {
        self.has_media = true;
        let _ = write!(self.out, "<{frame} class=\"{classes}\"");
        if !self.is_still() {
            self.here.media += 1;
            let name = format!("{}-m{}", self.here.id, self.here.media);
            self.attribute("data-media", &name);
        }
        let size = match self.poster(picture) {
            Some(Loaded::Raster(asset)) => Some((asset.width, asset.height)),
            Some(Loaded::Drawing(drawing)) => Some((drawing.width.round() as u32, drawing.height.round() as u32)),
            _ => None,
        };
        if let Some((width, height)) = size.filter(|(width, height)| *width > 0 && *height > 0) {
            let _ = write!(self.out, " style=\"--ratio:{width}/{height}\"");
        }
    }

    fn poster(&self, picture: &Picture) -> Option<&Loaded> {
        let poster = picture.attributes.get("poster")?;
        self.pictures.get(poster.span.file, &poster.value)
    }

    /// The poster; without one, the words, under a sign that the style sheet draws.
    fn still(&mut self, picture: &Picture, frame: &str) {
        let pictures = self.pictures;
        let poster = picture.attributes.get("poster");
        let loaded = poster.and_then(|poster| pictures.get(poster.span.file, &poster.value));
        let has_picture = matches!(loaded, Some(Loaded::Raster(_) | Loaded::Drawing(_)));
        let _ = write!(
            self.out,
            "<{frame} class=\"still{}\" aria-hidden=\"true\">",
            if has_picture { "" } else { " drawn" }
        );
        match loaded {
            Some(Loaded::Raster(asset)) => {
                let _ = write!(
                    self.out,
                    "<img src=\"asset:{}\" alt=\"\" width=\"{}\" height=\"{}\">",
                    asset.hash, asset.width, asset.height
                );
                self.assets.entry(asset.hash.clone()).or_insert_with(|| asset.clone());
            }
            Some(Loaded::Drawing(drawing)) => {
                self.here.inlined += 1;
                let prefix =
                    format!("{}-{}{}-", self.here.id, if self.here.in_notes { "n" } else { "p" }, self.here.inlined);
                let svg = drawing.inline(&prefix, "");
                self.markup(&svg);
            }
            _ => {
                self.markup("<span>");
                self.text(&picture.alt);
                self.markup("</span>");
            }
        }
        self.close(frame);
    }
}

fn is_decorative(picture: &Picture) -> bool {
    picture.attributes.has_class("decorative")
}
