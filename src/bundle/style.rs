//! The deck's style sheet: frame, formulas, look, theme, in layers so that the later wins. Manual page: `tests/spec/output.md`.

use super::cache::Cache;
use super::css;
use super::inventory::Inventory;
use std::path::Path;

const FRAME: &str = include_str!("../../assets/page/frame.css");
const LOOK: &str = include_str!("../../assets/page/look.css");
const OVERVIEW: &str = include_str!("../../assets/page/overview.css");
const PRINT: &str = include_str!("../../assets/page/print.css");
const POINTER: &str = include_str!("../../assets/page/pointer.css");
const PRESENTER: &str = include_str!("../../assets/page/presenter.css");
const MEDIA: &str = include_str!("../../assets/page/media.css");
const MATH: &str = include_str!("../../assets/page/math.css");

/// The order of the layers, before any of them is filled.
const LAYERS: &str = "@layer frame,look,theme,talk;\n";

/// Changes when the same sheets and the same inventory give another style sheet.
const FORM: u8 = 2;

/// Style sheets kept from one build to the next: an edit seldom brings a class that the deck had not.
pub struct Kept {
    cache: Cache,
}

impl Kept {
    /// Those in the cache folder, if there is one.
    pub fn new(folder: Option<&Path>) -> Kept {
        Kept { cache: Cache::new(folder, "styles", 64) }
    }

    /// What [`sheet`] gives with an inventory.
    pub fn sheet(&self, theme: &str, has_math: bool, has_media: bool, inventory: &Inventory<'_>) -> String {
        let mut hasher = blake3::Hasher::new();
        hasher.update(&[FORM, has_math.into(), has_media.into()]);
        for css in [FRAME, LOOK, OVERVIEW, PRINT, POINTER, PRESENTER, MEDIA, MATH, theme] {
            hasher.update(css.as_bytes()).update(&[0]);
        }
        inventory.write_key(&mut hasher);
        let key = hasher.finalize().to_hex()[..32].to_owned();
        if let Some(kept) = self.cache.get(&key).and_then(|bytes| String::from_utf8(bytes).ok()) {
            return kept;
        }
        let sheet = sheet(theme, has_math, has_media, Some(inventory));
        self.cache.put(&key, sheet.as_bytes());
        self.cache.thin_out();
        sheet
    }
}

/// All rules but `@font-face`, one line a sheet. The theme's sheet must put itself into the layer `theme`; formulas' rules come
/// only with formulas, those of clips and frames only with these. With an inventory, only what means something in that deck.
pub fn sheet(theme: &str, has_math: bool, has_media: bool, inventory: Option<&Inventory<'_>>) -> String {
    let add = |css: &str, out: &mut String| css::write(css, inventory, out);
    let mut out = String::with_capacity(FRAME.len() + MATH.len() + theme.len());
    out.push_str(LAYERS);
    add(FRAME, &mut out);
    add(OVERVIEW, &mut out);
    add(PRINT, &mut out);
    add(POINTER, &mut out);
    add(PRESENTER, &mut out);
    if has_media {
        add(MEDIA, &mut out);
    }
    if has_math {
        add(&format!("@layer frame{{{MATH}}}"), &mut out);
    }
    add(LOOK, &mut out);
    add(theme, &mut out);
    if let Some(inventory) = inventory {
        out = css::drop_unread(&out, inventory);
    }
    // A theme may write anything; the style element must not end early.
    if out.contains("</") { out.replace("</", "<\\/") } else { out }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sheet_cannot_end_its_element() {
        assert!(!sheet("a{content:'</style><script>'}", false, false, None).contains("</style"));
    }

    #[test]
    fn a_kept_sheet_is_that_of_the_same_theme_and_the_same_classes() {
        let folder = tempfile::tempdir().unwrap();
        let kept = Kept::new(Some(folder.path()));
        let sheet = |theme: &str, html: &'static str| {
            let inventory = Inventory::new(["", ""], std::iter::once(html));
            let sheet = kept.sheet(theme, false, false, &inventory);
            assert_eq!(sheet, super::sheet(theme, false, false, Some(&inventory)));
            assert_eq!(sheet, kept.sheet(theme, false, false, &inventory));
            sheet
        };
        let theme = ".a{b:c}.d{e:f}";
        assert!(sheet(theme, "<i class=\"a\">").contains(".a{b:c}"));
        assert!(sheet(theme, "<i class=\"d\">").contains(".d{e:f}"));
        assert!(sheet(theme, "<b class=\"d\">").contains(".d{e:f}"));
        assert!(sheet(".d{g:h}", "<b class=\"d\">").contains(".d{g:h}"));
        assert_eq!(std::fs::read_dir(folder.path().join("styles")).unwrap().count(), 3);
    }

    #[test]
    fn rules_for_formulas_come_only_with_formulas() {
        assert!(!sheet("", false, true, None).contains("katex"));
        assert!(sheet("", true, false, None).contains(".katex"));
        assert!(!sheet("", true, false, None).contains(".still"));
        assert!(sheet("", false, true, None).contains(".still"));
    }
}
