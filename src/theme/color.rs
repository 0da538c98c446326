//! Colours: reading them from CSS, their contrast, and the same colour lighter or darker until text can be read in it.
//! Manual page: `tests/spec/themes.md`.
//!
//! Contrast is that of WCAG 2.2 (<https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio>); lightness is that of OKLab, in
//! which equal steps look equal (Björn Ottosson, <https://bottosson.github.io/posts/oklab/>).

/// A colour of the sRGB space, each part from 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Color {
    /// Red.
    pub red: f32,
    /// Green.
    pub green: f32,
    /// Blue.
    pub blue: f32,
    /// 1 covers what is behind it, 0 cannot be seen.
    pub alpha: f32,
}

/// The least contrast of text that is smaller than 24 px, WCAG 2.2 level AA.
pub const READABLE: f32 = 4.5;

impl Color {
    /// White.
    pub const WHITE: Color = Color::opaque(1.0, 1.0, 1.0);
    /// Black.
    pub const BLACK: Color = Color::opaque(0.0, 0.0, 0.0);

    /// A colour that covers what is behind it.
    pub const fn opaque(red: f32, green: f32, blue: f32) -> Color {
        Color { red, green, blue, alpha: 1.0 }
    }

    /// Reads `#rgb`, `#rgba`, `#rrggbb`, `#rrggbbaa`, `rgb(…)` with commas or spaces, `white`, `black` and `transparent`.
    pub fn parse(css: &str) -> Option<Color> {
        let css = css.trim().to_ascii_lowercase();
        if let Some(digits) = css.strip_prefix('#') {
            return hexadecimal(digits);
        }
        let inside =
            css.strip_prefix("rgba(").or_else(|| css.strip_prefix("rgb(")).and_then(|rest| rest.strip_suffix(')'));
        match (css.as_str(), inside) {
            ("white", _) => Some(Color::WHITE),
            ("black", _) => Some(Color::BLACK),
            ("transparent", _) => Some(Color { alpha: 0.0, ..Color::BLACK }),
            (_, Some(parts)) => function(parts),
            _ => None,
        }
    }

    /// As `#rrggbb`, without its alpha.
    pub fn hex(self) -> String {
        let [red, green, blue] =
            [self.red, self.green, self.blue].map(|part| (part.clamp(0.0, 1.0) * 255.0).round() as u8);
        format!("#{red:02x}{green:02x}{blue:02x}")
    }

    /// What is seen when this colour lies on another one.
    pub fn over(self, ground: Color) -> Color {
        let mix = |own: f32, below: f32| own * self.alpha + below * (1.0 - self.alpha);
        Color::opaque(mix(self.red, ground.red), mix(self.green, ground.green), mix(self.blue, ground.blue))
    }

    /// This colour with a share of it, from 0 to 1, and the rest of another one; in OKLab, or in sRGB as it is coded.
    /// `None` where no screen of the sRGB space shows the mixture.
    pub fn mixed(self, other: Color, share: f32, in_srgb: bool) -> Option<Color> {
        if in_srgb {
            return Some(Color { alpha: share, ..self }.over(Color { alpha: 1.0, ..other }));
        }
        let (one, two) = (self.oklab(), other.oklab());
        let mixed = std::array::from_fn(|index| one[index] * share + two[index] * (1.0 - share));
        Color::from_oklab(mixed).map(Color::rounded)
    }

    /// Relative luminance, from 0 (black) to 1 (white).
    pub fn luminance(self) -> f32 {
        let [red, green, blue] = [self.red, self.green, self.blue].map(linear);
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }

    /// The coded value of the grey that has the same luminance.
    pub fn grey(self) -> f32 {
        encoded(self.luminance())
    }

    /// Contrast with another colour, from 1 to 21.
    pub fn contrast(self, other: Color) -> f32 {
        let (one, two) = (self.luminance(), other.luminance());
        (one.max(two) + 0.05) / (one.min(two) + 0.05)
    }

    /// The nearest colour of the same hue that has at least this contrast on every one of the grounds; itself if it has.
    /// Its lightness is moved, and its chroma only where the screen cannot show that much. Black or white if all else fails.
    pub fn readable_on(self, grounds: &[Color], least: f32) -> Color {
        let holds = |color: Color| grounds.iter().all(|ground| color.contrast(*ground) >= least);
        if holds(self) {
            return self;
        }
        let [lightness, a, b] = self.oklab();
        let steps = (1..=1000).map(|step| step as f32 / 1000.0);
        let near = steps.flat_map(|step| [lightness - step, lightness + step]).filter(|new| (0.0..=1.0).contains(new));
        let shown = near.filter_map(|new| Some(Color::shown(new, a, b)?.rounded()));
        let worst = |color: &Color| grounds.iter().map(|ground| color.contrast(*ground)).fold(21.0, f32::min);
        shown
            .into_iter()
            .find(|color| holds(*color))
            .unwrap_or_else(|| if worst(&Color::BLACK) >= worst(&Color::WHITE) { Color::BLACK } else { Color::WHITE })
    }

    /// Lightness from 0 to 1, and the two colour axes of OKLab.
    pub fn oklab(self) -> [f32; 3] {
        let [red, green, blue] = [self.red, self.green, self.blue].map(linear);
        let long = (0.412_221_46 * red + 0.536_332_55 * green + 0.051_445_995 * blue).cbrt();
        let medium = (0.211_903_5 * red + 0.680_699_5 * green + 0.107_396_96 * blue).cbrt();
        let short = (0.088_302_46 * red + 0.281_718_85 * green + 0.629_978_7 * blue).cbrt();
        [
            0.210_454_26 * long + 0.793_617_8 * medium - 0.004_072_047 * short,
            1.977_998_5 * long - 2.428_592_2 * medium + 0.450_593_7 * short,
            0.025_904_037 * long + 0.782_771_77 * medium - 0.808_675_77 * short,
        ]
    }

    /// The colour at a place of OKLab; `None` when no screen of the sRGB space shows it.
    fn from_oklab([lightness, a, b]: [f32; 3]) -> Option<Color> {
        let long = (lightness + 0.396_337_78 * a + 0.215_803_76 * b).powi(3);
        let medium = (lightness - 0.105_561_346 * a - 0.063_854_17 * b).powi(3);
        let short = (lightness - 0.089_484_18 * a - 1.291_485_5 * b).powi(3);
        let parts = [
            4.076_741_7 * long - 3.307_711_6 * medium + 0.230_969_94 * short,
            -1.268_438 * long + 2.609_757_4 * medium - 0.341_319_38 * short,
            -0.004_196_086_3 * long - 0.703_418_6 * medium + 1.707_614_7 * short,
        ];
        let [red, green, blue] = parts.map(|part| encoded(part.clamp(0.0, 1.0)));
        parts.iter().all(|part| (-0.001..=1.001).contains(part)).then_some(Color::opaque(red, green, blue))
    }

    /// That lightness with as much of the chroma as can be shown.
    fn shown(lightness: f32, a: f32, b: f32) -> Option<Color> {
        (0..=20).rev().find_map(|share| {
            let share = share as f32 / 20.0;
            Color::from_oklab([lightness, a * share, b * share])
        })
    }

    /// As eight bits a part can say it.
    fn rounded(self) -> Color {
        let [red, green, blue] = [self.red, self.green, self.blue].map(|part| (part * 255.0).round() / 255.0);
        Color { red, green, blue, ..self }
    }
}

fn hexadecimal(digits: &str) -> Option<Color> {
    if !digits.is_ascii() || !matches!(digits.len(), 3 | 4 | 6 | 8) {
        return None;
    }
    let width = if digits.len() < 6 { 1 } else { 2 };
    let part = |index: usize| -> Option<f32> {
        let text = digits.get(index * width..(index + 1) * width)?;
        let value = u8::from_str_radix(text, 16).ok()?;
        Some(f32::from(if width == 1 { value * 17 } else { value }) / 255.0)
    };
    let alpha = if digits.len().is_multiple_of(4) { part(3)? } else { 1.0 };
    Some(Color { red: part(0)?, green: part(1)?, blue: part(2)?, alpha })
}

fn function(parts: &str) -> Option<Color> {
    let number = |text: &str, whole: f32| -> Option<f32> {
        let value = match text.strip_suffix('%') {
            Some(percent) => percent.parse::<f32>().ok()? / 100.0,
            None => text.parse::<f32>().ok()? / whole,
        };
        value.is_finite().then(|| value.clamp(0.0, 1.0))
    };
    let parts: Vec<&str> = parts.split([',', ' ', '/']).filter(|part| !part.is_empty()).collect();
    let (&[red, green, blue] | &[red, green, blue, _]) = parts.as_slice() else { return None };
    let alpha = parts.get(3).map_or(Some(1.0), |text| number(text, 1.0))?;
    Some(Color { red: number(red, 255.0)?, green: number(green, 255.0)?, blue: number(blue, 255.0)?, alpha })
}

/// Light of one part as a sum of light, from its coded value (IEC 61966-2-1).
fn linear(part: f32) -> f32 {
    if part <= 0.040_45 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
}

fn encoded(light: f32) -> f32 {
    if light <= 0.003_130_8 { light * 12.92 } else { 1.055 * light.powf(1.0 / 2.4) - 0.055 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn color(css: &str) -> Color {
        Color::parse(css).unwrap()
    }

    #[test]
    fn css_colours_are_read_and_written() {
        for (css, hex) in [
            ("#fff", "#ffffff"),
            ("#0A5c8a", "#0a5c8a"),
            ("rgb(10, 92, 138)", "#0a5c8a"),
            ("rgb(100% 0% 50% / .5)", "#ff0080"),
            (" black ", "#000000"),
        ] {
            assert_eq!(color(css).hex(), hex, "{css}");
        }
        assert_eq!((color("#0008").alpha * 100.0).round(), 53.0);
        for css in
            ["", "#12", "#ggg", "#é", "rgb()", "rgb(1,2)", "rgb(NaN 0 0)", "var(--ink)", "light-dark(#fff, #000)"]
        {
            assert_eq!(Color::parse(css), None, "{css}");
        }
    }

    #[test]
    fn contrast_is_that_of_the_web() {
        assert!((Color::WHITE.contrast(Color::BLACK) - 21.0).abs() < 0.01);
        // Published figures: #767676 is the lightest grey that passes on white.
        assert!(color("#767676").contrast(Color::WHITE) >= READABLE);
        assert!(color("#777777").contrast(Color::WHITE) < READABLE);
        assert_eq!(color("rgb(0 0 0 / .5)").over(Color::WHITE).hex(), "#808080");
    }

    #[test]
    fn oklab_gives_back_what_it_got() {
        for css in ["#0a5c8a", "#ffb454", "#8a1c2b", "#ffffff", "#000000", "#00ff00"] {
            assert_eq!(Color::from_oklab(color(css).oklab()).map(Color::hex).as_deref(), Some(css), "{css}");
        }
    }

    #[test]
    fn a_brand_colour_becomes_readable_and_keeps_its_hue() {
        let hue = |color: Color| color.oklab()[2].atan2(color.oklab()[1]);
        for ground in ["#ffffff", "#10171e", "#808080"].map(color) {
            for brand in ["#ffd400", "#e2001a", "#1f407a", "#00ff00", "#123456"].map(color) {
                let text = brand.readable_on(&[ground], READABLE);
                assert!(text.contrast(ground) >= READABLE, "{} on {}", brand.hex(), ground.hex());
                let chroma = text.oklab()[1].hypot(text.oklab()[2]);
                assert!(
                    chroma < 0.02 || (hue(text) - hue(brand)).abs() < 0.06,
                    "{} became {}",
                    brand.hex(),
                    text.hex()
                );
            }
        }
        assert_eq!(color("#0a5c8a").readable_on(&[Color::WHITE], READABLE), color("#0a5c8a"));
        // Nothing is readable on both: the better of black and white.
        assert_eq!(color("#f00").readable_on(&[Color::WHITE, Color::BLACK], 7.0), Color::BLACK);
    }
}
