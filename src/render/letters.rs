//! Widths of letters in the text font and in the code font. Manual page: `tests/spec/fit.md`.
//!
//! The numbers are the advances of Noto Sans, which every deck brings along; a theme with another font gets an estimate
//! that is off by a few percent.

/// Advances of U+0020 to U+007E in thousandths of an em.
#[rustfmt::skip]
const REGULAR: [u16; 95] = [
    259, 269, 408, 645, 571, 831, 731, 225, 299, 299, 550, 571, 268, 321, 268, 372, 571, 571, 571, 571, 571, 571, 571, 571,
    571, 571, 268, 268, 571, 571, 571, 434, 898, 639, 649, 631, 729, 556, 519, 728, 741, 338, 272, 619, 523, 907, 759, 780,
    604, 780, 622, 548, 556, 730, 600, 930, 585, 565, 571, 329, 372, 329, 571, 443, 580, 561, 615, 479, 615, 563, 344, 615,
    618, 257, 257, 534, 257, 935, 618, 604, 615, 615, 413, 479, 360, 618, 507, 786, 528, 509, 470, 379, 550, 379, 571,
];

/// The same of the bold face.
#[rustfmt::skip]
const BOLD: [u16; 95] = [
    259, 286, 472, 645, 571, 900, 750, 266, 338, 338, 544, 571, 285, 321, 285, 413, 571, 571, 571, 571, 571, 571, 571, 571,
    571, 571, 285, 285, 571, 571, 571, 477, 896, 689, 671, 637, 740, 560, 548, 724, 765, 389, 331, 664, 564, 942, 812, 795,
    627, 795, 660, 550, 579, 755, 649, 966, 666, 624, 579, 331, 413, 331, 571, 411, 606, 604, 632, 514, 632, 590, 387, 632,
    657, 305, 305, 620, 305, 981, 657, 619, 632, 632, 454, 497, 434, 657, 568, 855, 578, 568, 487, 394, 550, 394, 571,
];

/// Width of a space in em.
pub(crate) const SPACE: f32 = 0.26;

/// Width of a text in em, set in one line, without kerning.
pub(crate) fn em(text: &str, bold: bool) -> f32 {
    text.chars().map(|character| advance(character, bold)).sum()
}

fn advance(character: char, bold: bool) -> f32 {
    let code = u32::from(character);
    let table = if bold { &BOLD } else { &REGULAR };
    if let Some(width) = code.checked_sub(0x20).and_then(|index| table.get(index as usize)) {
        return f32::from(*width) / 1000.0;
    }
    match character {
        '‘' | '’' => 0.18,
        '“' | '”' | '·' | '\u{a0}' | '\u{202f}' => 0.32,
        '—' | '→' | '←' | '⇒' => 1.0,
        'A'..='Z' | 'À'..='Þ' => 0.66,
        _ => [0.0, 0.575, 1.0][cells(character)] * if bold { 1.05 } else { 1.0 },
    }
}

/// Columns that a line of code takes; a tab goes to the next multiple of four.
pub(crate) fn columns(line: &str) -> usize {
    line.chars().fold(0, |column, character| match character {
        '\t' => column + 4 - column % 4,
        '\r' => column,
        _ => column + cells(character),
    })
}

/// Cells a character takes in a fixed-width font: none for what combines, two for East Asian signs and emoji.
fn cells(character: char) -> usize {
    match u32::from(character) {
        0..=0x2ff => 1,
        0x300..=0x36f
        | 0x200b..=0x200f
        | 0x202a..=0x202e
        | 0x2060..=0x2064
        | 0x20d0..=0x20ff
        | 0xfe00..=0xfe0f
        | 0xfeff => 0,
        0x1100..=0x115f
        | 0x2e80..=0xa4cf
        | 0xac00..=0xd7a3
        | 0xf900..=0xfaff
        | 0xfe30..=0xfe6f
        | 0xff00..=0xff60
        | 0xffe0..=0xffe6 => 2,
        0x1f300..=0x1f64f | 0x1f680..=0x1f6ff | 0x1f900..=0x1f9ff | 0x20000..=0x3fffd => 2,
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_as_wide_as_its_letters() {
        assert!((em("mill", false) - 1.706).abs() < 0.001);
        assert!(em("mill", true) > em("mill", false));
        assert_eq!(em("日本", false), 2.0);
        assert_eq!(em("u\u{308}", false), em("u", false));
    }

    #[test]
    fn code_columns_know_tabs_and_wide_signs() {
        assert_eq!(columns("\tx"), 5);
        assert_eq!(columns("ab\tx"), 5);
        assert_eq!(columns("über"), 4);
        assert_eq!(columns("u\u{308}ber"), 4);
        assert_eq!(columns("日本"), 4);
        assert_eq!(columns("a\r"), 1);
    }
}
