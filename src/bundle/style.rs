//! The deck's style sheet: frame, formulas, look, theme, in layers so that the later wins. Manual page: `tests/spec/output.md`.

use super::css::{self, Inventory};

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
    fn rules_for_formulas_come_only_with_formulas() {
        assert!(!sheet("", false, true, None).contains("katex"));
        assert!(sheet("", true, false, None).contains(".katex"));
        assert!(!sheet("", true, false, None).contains(".still"));
        assert!(sheet("", false, true, None).contains(".still"));
    }
}
