//! QR codes, for slides and for the terminal. The only door to `fast_qr`. Manual pages: `tests/spec/talk.md`, `tests/spec/remote.md`.

use std::fmt::Write;

/// Modules that stay empty around a code, as ISO/IEC 18004 asks for.
const QUIET: usize = 4;

/// A code as an inert drawing: dark on white in every theme, because many phones read no other. None when the text is too long.
pub(crate) fn drawing(text: &str) -> Option<String> {
    // 15 % of it may be hidden: a slide is neither dirty nor torn, and larger modules are read from further away.
    let code = fast_qr::QRBuilder::new(text).ecl(fast_qr::ECL::M).build().ok()?;
    let mut path = String::new();
    for y in 0..code.size {
        let row = &code[y];
        let mut x = 0;
        while x < code.size {
            let run = row[x..].iter().take_while(|module| module.value()).count();
            if run > 0 {
                let _ = write!(path, "M{} {}h{run}v1h-{run}z", x + QUIET, y + QUIET);
            }
            x += run.max(1);
        }
    }
    let side = code.size + 2 * QUIET;
    Some(format!(
        "<svg class=\"qr\" viewBox=\"0 0 {side} {side}\" aria-hidden=\"true\" shape-rendering=\"crispEdges\">\
         <path fill=\"#fff\" stroke=\"currentColor\" stroke-opacity=\".25\" stroke-width=\".4\" d=\"M0 0h{side}v{side}h-{side}z\"/><path d=\"{path}\"/></svg>"
    ))
}

/// A code as lines of text for a terminal. None when the text is too long.
pub(crate) fn lines(text: &str) -> Option<Vec<String>> {
    let code = fast_qr::QRBuilder::new(text).build().ok()?;
    Some(code.to_str().lines().map(str::to_owned).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_drawn_row_by_row_inside_its_quiet_zone() {
        let svg = drawing("https://example.org/talk").unwrap_or_default();
        // Version 2 has 25 modules; a finder pattern begins in each of three corners with seven dark ones.
        assert!(svg.contains("viewBox=\"0 0 33 33\""), "{svg}");
        assert!(svg.contains("M4 4h7v1h-7z") && svg.contains("M22 4h7v1h-7z"), "{svg}");
    }

    #[test]
    fn what_is_too_long_for_a_code_has_none() {
        assert_eq!(drawing(&"x".repeat(8000)), None);
        assert_eq!(lines(&"x".repeat(8000)), None);
    }
}
