//! The event's logos: written once, in the style sheet, and shown wherever a layout places them. Manual page: `tests/spec/themes.md`.

use super::html::escape;
use super::pictures::{Loaded, Pictures};
use crate::deck::{Deck, Logo};

/// The logos as layouts place them: `<span class="logo logo-1" role="img" …>`, as wide as its picture asks for.
pub fn fields(deck: &Deck, pictures: &Pictures) -> Vec<String> {
    let shown = |(index, logo): (usize, &Logo)| {
        let (width, height) = match loaded(logo, pictures)? {
            Loaded::Raster(asset) => (f64::from(asset.width), f64::from(asset.height)),
            Loaded::Drawing(drawing) => (drawing.width, drawing.height),
            _ => return None,
        };
        let mut alt = String::new();
        let name = logo.path.value.rsplit('/').next().unwrap_or("").split('.').next().unwrap_or("");
        escape::attribute(&mut alt, if logo.alt.is_empty() { name } else { &logo.alt });
        let number = index + 1;
        Some(format!(
            "<span class=\"logo logo-{number}\" role=\"img\" aria-label=\"{alt}\" style=\"aspect-ratio:{width:.0}/{height:.0}\"></span>"
        ))
    };
    deck.settings.event.logos.iter().enumerate().filter_map(shown).collect()
}

/// The rules that draw them; empty without logos, so that other decks pay nothing.
pub fn css(deck: &Deck, pictures: &Pictures) -> String {
    let mut rules = String::new();
    for (index, logo) in deck.settings.event.logos.iter().enumerate() {
        let Some((mime, bytes)) = loaded(logo, pictures).and_then(bytes) else { continue };
        rules.push_str(&format!(".logo-{} {{ background-image: url(\"data:{mime};base64,", index + 1));
        base64_simd::STANDARD.encode_append(&bytes, &mut rules);
        rules.push_str("\"); }\n");
    }
    if rules.is_empty() {
        return rules;
    }
    const SHAPE: &str = "@layer look {
.logo { display: inline-block; height: var(--logo, 56px); max-width: 320px; background: no-repeat center / contain; print-color-adjust: exact; }
.logos { display: flex; justify-content: space-between; gap: 48px; }
html:not(.present, .print) { .logo { height: 2rem; } .logos { margin-bottom: 1.5rem; } }
}\n";
    format!("{SHAPE}@layer talk {{\n{rules}}}\n")
}

fn loaded<'a>(logo: &Logo, pictures: &'a Pictures) -> Option<&'a Loaded> {
    pictures.get(logo.path.span.file, &logo.path.value)
}

fn bytes(loaded: &Loaded) -> Option<(&'static str, Vec<u8>)> {
    match loaded {
        Loaded::Raster(asset) => Some((asset.mime, asset.bytes.to_vec())),
        // What is left of the drawing after cleaning, as a file of its own.
        Loaded::Drawing(drawing) => {
            let svg = drawing.inline("logo-", "");
            let named = if svg.contains("xmlns=") {
                svg
            } else {
                svg.replacen("<svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"", 1)
            };
            Some(("image/svg+xml", named.into_bytes()))
        }
        _ => None,
    }
}
