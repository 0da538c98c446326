//! The page by which a phone steers the talk: one document with everything but the fonts of formulas in it.
//! Manual page: `tests/spec/remote.md`.

use super::document::escape;
use super::{fonts, runtime};
use crate::theme::faces::Faces;

const PAGE: &str = include_str!("../../assets/remote/phone.html");
const STYLE: &str = include_str!("../../assets/remote/phone.css");
const MATH: &str = include_str!("../../assets/page/math.css");

/// The page. It speaks the language of that tag, until a talk tells it another.
pub fn page(language: &str) -> String {
    let script = runtime::phone_script();
    let mut style = format!("{MATH}{STYLE}");
    fonts::write_css_at(&Faces::default(), &super::apart::font_address, &mut style);
    let policy = format!(
        "default-src 'none'; script-src '{}'; style-src 'unsafe-inline'; img-src data:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'",
        runtime::hash(&script)
    );
    let mut tag = String::new();
    escape(if language.is_empty() { "en" } else { language }, &mut tag);
    let mut out = PAGE.to_owned();
    for (name, value) in [("language", &tag), ("policy", &policy), ("style", &style), ("script", &script)] {
        out = out.replacen(&format!("{{{{ {name} }}}}"), value, 1);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_runs_its_own_script_and_asks_its_own_server_only() {
        let page = page("de-CH");
        assert!(page.contains("<html lang=\"de-CH\"") && !page.contains("{{ "), "every gap is filled");
        assert_eq!((page.matches("<script>").count(), page.matches("'sha256-").count()), (1, 1));
        assert!(page.contains(".katex") && page.contains("url(/fonts/KaTeX_Main"));
        for word in ["http:", "https:", "crypto.subtle", "wakeLock", "randomUUID", " import "] {
            assert!(!page.contains(word), "{word}");
        }
        assert!(super::page("\"><script>").contains("&quot;"));
    }
}
