//! A deck in its parts, for a server that sends a page only what changed. Fonts and pictures are named by addresses that never
//! change their content, so an edit moves a few kilobytes. Manual page: `tests/spec/watch.md`.

use super::document::{self, Fill};
use super::{Parts, Sources, attributes, fonts, needs, plan_data, policy, report_missing, runtime, style};
use crate::render::assets::{Asset, Assets};
use crate::source::{Report, Span};
use crate::theme::faces::{FAMILIES, Face, Faces};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

/// What the document says around the slides.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Head {
    /// Plain text for the window's title.
    pub title: String,
    /// BCP 47 tag of the talk.
    pub language: String,
    /// `data-theme`
    pub theme: String,
    /// `data-color`
    pub color: String,
    /// `data-aspect`
    pub aspect: String,
    /// Data of the element around the slides: `plan`, `duration`, `questions`.
    pub plan: Vec<(&'static str, String)>,
    /// Hosts that frames come from; a page learns of them only when it is loaded.
    pub frames: BTreeSet<String>,
}

/// One slide.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// `<section …>…</section>`, pictures as `asset/HASH`.
    pub html: String,
    /// Where it is written.
    pub span: Span,
}

/// A deck in its parts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Apart {
    /// What stands around the slides.
    pub head: Head,
    /// The whole style sheet, fonts by address.
    pub style: String,
    /// The slides in order.
    pub slides: Vec<Section>,
    /// What `asset/HASH` means.
    pub assets: Assets,
}

/// The parts of a deck. The same parts give the same bytes, and a slide's bytes depend on that slide's alone.
pub fn apart(parts: &Parts<'_>) -> Report<Apart> {
    let mut report = Report::new();
    let bare = style::sheet(parts.css, false, parts.has_media, None);
    let needs = needs(parts, &bare);
    let mut style = if needs.has_math { style::sheet(parts.css, true, parts.has_media, None) } else { bare };
    report_missing(&fonts::missing(needs, parts.faces), parts, &mut report);
    fonts::write_css_at(parts.faces, &|face| font_address(face), &mut style);
    let slides = parts.slides.iter().map(|(html, span)| {
        let mut out = String::with_capacity(html.len() + 64);
        document::add_pictures(html, parts.assets, &mut out, &|asset, out| {
            out.push_str("asset/");
            out.push_str(&asset.hash);
            // The name of a clip is not that of its content: another length asks for it again.
            if let Some(beside) = &asset.beside {
                out.push_str(&format!("?{}", beside.file.size));
            }
        });
        Section { html: out, span: *span }
    });
    let head = Head {
        title: parts.title.to_owned(),
        language: parts.language.to_owned(),
        theme: parts.theme.to_owned(),
        color: parts.color.to_owned(),
        aspect: parts.aspect.to_owned(),
        plan: plan_data(parts.plan),
        frames: parts.frames.clone(),
    };
    let slides = slides.collect();
    let mut assets = parts.assets.clone();
    for bytes in parts.faces.all().filter_map(|(_, face)| face.own_bytes()) {
        let asset = Asset::new("font/ttf", bytes.clone(), (0, 0), None);
        assets.insert(asset.hash.clone(), asset);
    }
    report.with(Apart { head, style, slides, assets })
}

/// The document of a page that a server keeps up to date. `slides` are its sections, `live` is for the page's live script
/// (the content of `<meta name="deckle-live">`).
pub fn document(head: &Head, style: &str, slides: Vec<&str>, live: &str) -> Vec<u8> {
    // An edit may bring the first clip, and the script is settled when the page is loaded.
    let (early, script, live_script) =
        (runtime::early(), runtime::script(&head.language, runtime::Extent::Watch), runtime::live_script());
    let sources = Sources { media: " data: 'self'".to_owned(), frames: &head.frames, server: true };
    let policy = policy(&[&early, &script, &live_script], &sources);
    let plan = attributes(&head.plan);
    let live: String =
        live.chars().filter(|letter| letter.is_ascii_alphanumeric() || " -_.".contains(*letter)).collect();
    let live = format!("\n<meta name=\"deckle-live\" content=\"{live}\">");
    let scripts = format!("{script}</script>\n<script>{live_script}");
    let fills = BTreeMap::from([
        ("title", Fill::Words(&head.title)),
        ("language", Fill::Words(&head.language)),
        ("theme", Fill::Words(&head.theme)),
        ("color", Fill::Words(&head.color)),
        ("aspect", Fill::Words(&head.aspect)),
        ("generator", Fill::Words(concat!("Deckle ", env!("CARGO_PKG_VERSION")))),
        ("policy", Fill::Raw(&policy)),
        ("early", Fill::Raw(&early)),
        ("style", Fill::Raw(style)),
        ("plan", Fill::Raw(&plan)),
        ("live", Fill::Raw(&live)),
        ("slides", Fill::Finished(slides)),
        ("script", Fill::Raw(&scripts)),
    ]);
    document::write(&fills, &BTreeMap::new(), "")
}

/// Where a server offers a face: by its file's name and the hash of its content; one that a theme brings like a picture.
pub fn font_address(face: &Face) -> String {
    if let Some(bytes) = face.own_bytes() {
        return format!("asset/{}", Asset::new("font/ttf", bytes.clone(), (0, 0), None).hash);
    }
    let known = fonts().iter().find(|(_, known)| known.file == face.file);
    known.map(|(address, _)| address.clone()).unwrap_or_default()
}

/// The whole face of the program at an address, TTF.
pub fn font(address: &str) -> Option<Cow<'static, [u8]>> {
    let (_, face) = fonts().iter().find(|(known, _)| known == address)?;
    Some(face.bytes())
}

/// Every face of the program by its address.
fn fonts() -> &'static [(String, Arc<Face>)] {
    static FONTS: OnceLock<Vec<(String, Arc<Face>)>> = OnceLock::new();
    FONTS.get_or_init(|| {
        let mut found: Vec<(String, Arc<Face>)> = Vec::new();
        for family in FAMILIES {
            let (faces, _) = Faces::of(&[("text".to_owned(), family.to_owned())].into(), &[]);
            for (_, face) in faces.all() {
                if !found.iter().any(|(_, known)| known.file == face.file) {
                    let hash = blake3::hash(&face.bytes()).to_hex();
                    found.push((format!("/fonts/{}-{}.ttf", face.file, &hash[..16]), face.clone()));
                }
            }
        }
        found
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::FileId;

    #[test]
    fn every_face_has_an_address_of_its_own_and_is_found_there() {
        let mut addresses: Vec<String> = fonts().iter().map(|(_, face)| font_address(face)).collect();
        for ((_, face), address) in fonts().iter().zip(&addresses) {
            assert_eq!(font(address).as_deref(), Some(&*face.bytes()));
        }
        addresses.sort_unstable();
        addresses.dedup();
        assert_eq!(addresses.len(), 37);
        assert_eq!(font("/fonts/../fonts/NotoSans-Regular.ttf"), None);
    }

    #[test]
    fn a_served_page_lets_its_own_scripts_run_and_asks_its_own_server_only() {
        let html = "<section class=\"slide\"><p>One</p></section>";
        let (slides, assets) = (vec![(html, Span::new(FileId(0), 0, 3))], BTreeMap::new());
        let parts = crate::bundle::tests::parts(slides, &assets);
        let apart = apart(&parts).value;
        assert_eq!(apart.slides, [Section { html: html.to_owned(), span: Span::new(FileId(0), 0, 3) }]);
        let page = document(&apart.head, &apart.style, vec![html], "7 \"><script>");
        let page = String::from_utf8(page).unwrap();
        assert!(page.contains("<meta name=\"deckle-live\" content=\"7 script\">"), "{page}");
        assert!(page.contains("connect-src 'self'; ") && page.contains("font-src data: 'self'"));
        assert_eq!(page.matches("<script>").count(), 3);
        assert_eq!(page.matches("'sha256-").count(), 3);
        assert!(!page.contains("base64,"), "no font and no picture is in it");
    }
}
