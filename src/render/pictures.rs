//! Every picture of a deck: found beside its file, typed by its content, measured, freed of metadata; SVG made inert.
//! Nothing is fetched: an address on the network is an error. Manual page: `tests/spec/pictures.md`.

mod found;
mod kind;
pub(super) mod luminance;

pub(super) use found::each;

use super::assets::Asset;
use super::media::{self, Page};
use super::scrim::Scrims;
use super::svg::{self, Drawing};
use crate::deck::{Deck, Picture, Shows};
use crate::source::{Asked, Diagnostic, FileId, Files, Report, Span, Spanned};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Pixels of the largest picture.
const PIXELS: u64 = 100_000_000;
/// Bytes of the largest picture.
const BYTES: usize = 50 << 20;

/// A picture as slides use it.
#[derive(Clone, Debug, PartialEq)]
pub enum Loaded {
    /// Embedded once a use as `src="asset:HASH"`.
    Raster(Asset),
    /// Written into the slide: [`Drawing::inline`].
    Drawing(Arc<Drawing>),
    /// A video or a sound, played from `src="asset:HASH"`.
    Clip(Asset),
    /// A page on the network, for a frame that a click loads.
    Page(Page),
    /// Could not be made; a frame on the slide says so with these words.
    Broken(String),
}

/// The pictures of a deck by the file that names them and the path as written.
#[derive(Clone, Debug, Default)]
pub struct Pictures {
    by_place: BTreeMap<FileId, BTreeMap<String, Loaded>>,
    /// What stands between pictures and the text on them.
    pub scrims: Scrims,
}

impl Pictures {
    /// Adds a picture that `file` names by `path`.
    pub fn put(&mut self, file: FileId, path: &str, loaded: Loaded) {
        self.by_place.entry(file).or_default().insert(path.to_owned(), loaded);
    }

    /// The picture that `file` names by `path`.
    pub fn get(&self, file: FileId, path: &str) -> Option<&Loaded> {
        self.by_place.get(&file)?.get(path)
    }
}

/// Loads every picture of the deck. A picture that cannot be loaded is an error at each place that names it, and
/// [`Loaded::Broken`] in the result.
pub fn load(files: &Files, deck: &Deck) -> Report<Pictures> {
    let places = media::Places::new(deck);
    let mut loader =
        Loader { files, report: Report::new(), pictures: Pictures::default(), errors: BTreeMap::new(), places };
    found::each(deck, &mut |picture, needs_words| {
        loader.add(&picture.path, picture.shows());
        loader.poster(picture);
        if needs_words && picture.alt.trim().is_empty() && !picture.attributes.has_class("decorative") {
            loader.report.say(without_words(picture));
        }
    });
    if let Some(photo) = deck.settings.speaker.as_ref().and_then(|speaker| speaker.photo.as_ref()) {
        loader.add(photo, Shows::Picture);
    }
    for logo in &deck.settings.event.logos {
        loader.add(&logo.path, Shows::Picture);
    }
    let Loader { report, pictures, .. } = loader;
    report.with(pictures)
}

fn without_words(picture: &Picture) -> Diagnostic {
    let kind = match picture.shows() {
        Shows::Picture => "picture",
        Shows::Video => "video",
        Shows::Audio => "sound",
        Shows::Page => "page",
    };
    let message = format!("the {kind} `{}` has no alternative text", picture.path.value);
    Diagnostic::warning("picture-alt", message, picture.span)
        .hint("say in the brackets what it shows: `![two curves that cross](…)`; `{.decorative}` if it shows nothing")
}

struct Loader<'a> {
    files: &'a Files,
    report: Report<()>,
    pictures: Pictures,
    /// The error of each broken picture, to be told again at each further place.
    errors: BTreeMap<(FileId, String), Diagnostic>,
    /// Which clips are embedded and which stand beside.
    places: media::Places,
}

impl Loader<'_> {
    fn add(&mut self, path: &Spanned<String>, shows: Shows) {
        let key = (path.span.file, path.value.clone());
        if let Some(error) = self.errors.get(&key) {
            if error.span != path.span {
                self.report.say(Diagnostic { span: path.span, ..error.clone() });
            }
            return;
        }
        if self.pictures.get(key.0, &key.1).is_some() {
            return;
        }
        let loaded = match shows {
            Shows::Picture => self.load(path),
            Shows::Video | Shows::Audio => self.clip(path),
            Shows::Page => media::page(path).map(Loaded::Page),
        };
        let loaded = loaded.unwrap_or_else(|error| {
            let words = error.message.clone();
            self.report.say(error.clone());
            self.errors.insert(key.clone(), error);
            Loaded::Broken(words)
        });
        self.pictures.by_place.entry(key.0).or_default().insert(key.1, loaded);
    }

    /// The still picture of a clip or a page, and whether its times are times.
    fn poster(&mut self, picture: &Picture) {
        if picture.shows() == Shows::Picture {
            return;
        }
        if let Some(poster) = picture.attributes.get("poster") {
            self.add(poster, Shows::Picture);
        }
        self.report.diagnostics.extend(media::wrong_start(picture));
    }

    fn clip(&mut self, path: &Spanned<String>) -> Result<Loaded, Diagnostic> {
        refuse_addresses(path)?;
        let asked = Asked { from: path.span.file, span: path.span };
        let glimpse = self.files.glimpse(asked, &path.value).map_err(|error| self.explain(error, path))?;
        let (asset, told) = self.places.clip(self.files, path, glimpse)?;
        self.report.diagnostics.extend(told);
        Ok(Loaded::Clip(asset))
    }

    fn load(&mut self, path: &Spanned<String>) -> Result<Loaded, Diagnostic> {
        refuse_addresses(path)?;
        let asked = Asked { from: path.span.file, span: path.span };
        let bytes = self.files.bytes(asked, &path.value).map_err(|error| self.explain(error, path))?;
        let name = &path.value;
        if bytes.len() > BYTES {
            let message = format!("the picture `{name}` has {} MiB, more than {} MiB", bytes.len() >> 20, BYTES >> 20);
            return Err(Diagnostic::error("picture-large", message, path.span)
                .hint("make it smaller; a slide has 2 megapixels"));
        }
        let kind = kind::of(&bytes).map_err(|words| {
            Diagnostic::error("picture-type", format!("`{name}` {words}"), path.span)
                .hint("convert it to PNG, JPEG, WebP or SVG")
        })?;
        if let Some(ending) = kind.is_misnamed(name) {
            let message = format!("`{name}` ends in `.{ending}` but holds {}", kind.words());
            let warning = Diagnostic::warning("picture-name", message, path.span);
            self.report
                .say(warning.hint(format!("rename it to end in `.{}`; other tools go by the name", kind.ending())));
        }
        match kind {
            kind::Kind::Svg => self.drawing(&bytes, path),
            raster => raster_picture(raster, bytes, path),
        }
    }

    fn drawing(&mut self, bytes: &[u8], path: &Spanned<String>) -> Result<Loaded, Diagnostic> {
        let name = &path.value;
        let broken =
            |words: String| Diagnostic::error("svg-broken", format!("`{name}` cannot be drawn: {words}"), path.span);
        let text = std::str::from_utf8(bytes)
            .map_err(|_| broken("it is not UTF-8".to_owned()).hint("export it again as plain SVG in UTF-8"))?;
        let cleaned = svg::clean(text).map_err(|error| {
            let line = text.as_bytes()[..error.at.min(text.len())].iter().filter(|byte| **byte == b'\n').count() + 1;
            broken(format!("{} (line {line} of the file)", error.message))
                .hint("open it in a browser to see what is wrong, and export it again")
        })?;
        if !cleaned.removed.is_empty() {
            let told: Vec<&str> = cleaned.removed.iter().take(6).map(String::as_str).collect();
            let more = match cleaned.removed.len() - told.len() {
                0 => String::new(),
                more => format!(" and {more} more"),
            };
            let message = format!("`{name}` lost what a picture may not hold: {}{more}", told.join(", "));
            let warning = Diagnostic::warning("svg-cleaned", message, path.span);
            self.report
                .say(warning.hint("export it as plain SVG; scripts, links and outside files never reach a deck"));
        }
        Ok(Loaded::Drawing(Arc::new(cleaned.drawing)))
    }

    /// A missing file gets the picture's own code and the name it may have been meant to be.
    fn explain(&self, error: Diagnostic, path: &Spanned<String>) -> Diagnostic {
        if error.code != "file-missing" {
            return error;
        }
        let error = Diagnostic::error("picture-missing", format!("there is no picture `{}`", path.value), path.span);
        let own = self.files.source(path.span.file).path.clone();
        match found::nearest(&own, &path.value) {
            Some(near) => error.hint(format!("did you mean `{near}`?")),
            None if path.value.contains('\\') => error.hint("write folders with `/`"),
            None => error.hint("paths are relative to the file they are written in; `/` is the project's folder"),
        }
    }
}

/// A picture of a style sheet as a `data:` address: its bytes, and its path with the place that names it.
///
/// # Errors
/// A diagnostic at that place when it is no picture, damaged, or too large.
pub fn address(bytes: Arc<[u8]>, path: &Spanned<String>) -> Result<String, Diagnostic> {
    let kind = kind::of(&bytes).map_err(|words| {
        Diagnostic::error("picture-type", format!("`{}` {words}", path.value), path.span)
            .hint("convert it to PNG, JPEG, WebP or SVG")
    })?;
    let (mime, bytes) = match kind {
        // Shown as a picture an SVG file runs nothing and asks for nothing; that it can be read is checked here.
        kind::Kind::Svg => {
            let text = std::str::from_utf8(&bytes).map_err(|_| "it is not UTF-8".to_owned());
            text.and_then(|text| svg::clean(text).map_err(|error| error.message)).map_err(|words| {
                Diagnostic::error("svg-broken", format!("`{}` cannot be drawn: {words}", path.value), path.span)
                    .hint("export it again as plain SVG in UTF-8")
            })?;
            ("image/svg+xml", bytes)
        }
        raster => match raster_picture(raster, bytes, path)? {
            Loaded::Raster(asset) => (asset.mime, asset.bytes),
            _ => return Err(Diagnostic::error("picture-type", format!("`{}` is no picture", path.value), path.span)),
        },
    };
    let mut out = format!("data:{mime};base64,");
    base64_simd::STANDARD.encode_append(&bytes, &mut out);
    Ok(out)
}

/// A deck asks the network for nothing, and a path is a path.
fn refuse_addresses(path: &Spanned<String>) -> Result<(), Diagnostic> {
    let lower = path.value.trim().to_ascii_lowercase();
    let scheme = lower.split_once(':').map(|(scheme, _)| scheme).filter(|scheme| {
        scheme.len() > 1 && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
    });
    let span = path.span;
    match scheme {
        Some("http" | "https" | "ftp") => Err(remote(path)),
        None if lower.starts_with("//") => Err(remote(path)),
        Some("data") => {
            Err(Diagnostic::error("picture-data", "a picture cannot be written as a `data:` address", span)
                .hint("save it as a file beside the talk and name that file"))
        }
        Some(scheme) => Err(Diagnostic::error("picture-path", format!("`{scheme}:` is no path to a picture"), span)
            .hint("name a file relative to the talk, such as `figures/plot.svg`")),
        None if lower.is_empty() => Err(Diagnostic::error("picture-missing", "the picture names no file", span)
            .hint("write the path in the round brackets: `![what it shows](figures/plot.svg)`")),
        None => Ok(()),
    }
}

fn remote(path: &Spanned<String>) -> Diagnostic {
    let message = format!("the picture `{}` is on the network, and a deck must open without one", path.value);
    Diagnostic::error("picture-remote", message, path.span).hint("download it beside the talk and name the file")
}

fn raster_picture(kind: kind::Kind, bytes: Arc<[u8]>, path: &Spanned<String>) -> Result<Loaded, Diagnostic> {
    let name = &path.value;
    let error = |words: &str| Diagnostic::error("picture-broken", format!("the picture `{name}` {words}"), path.span);
    let cut = || error("ends before it is complete").hint("copy or export it again");
    let (width, height) = kind::size(&bytes).ok_or_else(cut)?;
    if u64::from(width) * u64::from(height) > PIXELS {
        let message = format!("the picture `{name}` has {width} × {height} pixels, more than 100 megapixels");
        return Err(
            Diagnostic::error("picture-large", message, path.span).hint("make it smaller; a slide has 2 megapixels")
        );
    }
    if width == 0 || height == 0 {
        return Err(error("has no pixels").hint("export it again"));
    }
    let stripped = kind::strip(kind, bytes).map_err(|fault| match fault {
        super::metadata::Fault::Truncated => cut(),
        super::metadata::Fault::Broken => error("is damaged").hint("export it again"),
    })?;
    let size = if stripped.orientation >= 5 { (height, width) } else { (width, height) };
    Ok(Loaded::Raster(Asset::new(kind.mime(), stripped.bytes, size, Some(path.span))))
}

/// Where a picture stands, for those who have only the deck.
pub fn place(picture: &Picture) -> (FileId, &str, Span) {
    (picture.path.span.file, &picture.path.value, picture.span)
}

#[cfg(test)]
mod tests;
