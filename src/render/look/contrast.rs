//! `contrast` and `text-over-picture`: every text can be told from what is behind it, in all colours of the theme.

use crate::deck::{Deck, Slide};
use crate::render::paint::{self, Paint};
use crate::render::pictures::Pictures;
use crate::source::{Diagnostic, Span};
use crate::theme::color::{Color, READABLE};
use crate::theme::tokens::{Mode, Settings};
use std::collections::BTreeSet;

/// Tokens that text is set in, each on the ground and on the surface.
const TEXTS: [&str; 6] = ["ink", "muted", "accent", "second", "good", "bad"];

pub(super) fn check(deck: &Deck, css: &str, pictures: &Pictures) -> Vec<Diagnostic> {
    let colors = Settings::of([css]);
    let (mut found, failing) = tokens(&colors, deck.settings.theme.span);
    for slide in &deck.slides {
        over_pictures(slide, pictures, &mut found);
        own_colors(slide, &colors, &failing, &mut found);
    }
    found
}

/// A pair of colours in the mode in which it can be told apart worst.
struct Worst {
    contrast: f32,
    mode: Mode,
    text: Color,
    ground: Color,
}

fn worst(colors: &Settings, text: &str, ground: &str) -> Option<Worst> {
    let pairs = Mode::ALL.into_iter().filter_map(|mode| {
        let (text, ground) = (colors.evaluate(text, mode, 0)?, colors.evaluate(ground, mode, 0)?);
        // What lies on a ground that lets something through cannot be told.
        (ground.alpha == 1.0).then(|| Worst { contrast: text.over(ground).contrast(ground), mode, text, ground })
    });
    pairs.min_by(|one, other| one.contrast.total_cmp(&other.contrast)).filter(|worst| worst.contrast < READABLE)
}

/// The theme's own pairs, with what the talk changed of its tokens. Gives the pairs that fail too: each is one mistake, however
/// many slides show it.
fn tokens(colors: &Settings, span: Span) -> (Vec<Diagnostic>, BTreeSet<(String, String)>) {
    let (mut found, mut failing) = (Vec::new(), BTreeSet::new());
    let grounds = ["ground", "surface"].into_iter().flat_map(|ground| TEXTS.map(|text| (text, ground)));
    for (text, ground) in grounds.chain([("ink", "mark")]) {
        let (text_css, ground_css) = (format!("var(--{text})"), format!("var(--{ground})"));
        let Some(worst) = worst(colors, &text_css, &ground_css) else { continue };
        let message = format!(
            "`--{text}` on `--{ground}` has a contrast of {:.1} : 1 {}, and text needs {READABLE} : 1",
            worst.contrast,
            worst.mode.words()
        );
        let better = worst.text.readable_on(&[worst.ground], READABLE).hex();
        found.push(
            Diagnostic::warning("contrast", message, span)
                .hint(format!("`{better}` is the nearest colour that can be read")),
        );
        failing.insert((text_css, ground_css));
    }
    (found, failing)
}

/// Colours that the talk sets: classes in each other, and `style` in raw HTML.
fn own_colors(slide: &Slide, colors: &Settings, failing: &BTreeSet<(String, String)>, found: &mut Vec<Diagnostic>) {
    let over_picture = !slide.backgrounds.is_empty() || slide.layout.value == crate::deck::Layout::ImageFull;
    let mut said: BTreeSet<(String, String)> = BTreeSet::new();
    paint::runs(slide, &mut |run| {
        if run.text.trim().is_empty() || *run.paint == Paint::default() {
            return;
        }
        let Paint { text, ground } = run.paint;
        if ground.is_none() && over_picture {
            return;
        }
        let own = if slide.layout.value == crate::deck::Layout::Section { "var(--surface)" } else { "var(--ground)" };
        let text = text.clone().unwrap_or_else(|| "var(--ink)".to_owned());
        let pair = (text, ground.clone().unwrap_or_else(|| own.to_owned()));
        if failing.contains(&pair) || said.contains(&pair) {
            return;
        }
        let Some(worst) = worst(colors, &pair.0, &pair.1) else { return };
        let message = format!(
            "`{}` on `{}` has a contrast of {:.1} : 1 {}, and text needs {READABLE} : 1",
            shown(&pair.0),
            shown(&pair.1),
            worst.contrast,
            worst.mode.words()
        );
        let hint = match pair.0.starts_with("var(") {
            true => "take the class off, or set the text on the slide's own ground".to_owned(),
            false => mended(colors, worst.text, &pair.1),
        };
        found.push(Diagnostic::warning("contrast", message, run.span).hint(hint));
        said.insert(pair);
    });
}

/// A colour near that one which can be read on a ground that changes with the mode, or what to write instead.
fn mended(colors: &Settings, text: Color, ground: &str) -> String {
    let grounds: Vec<Color> = Mode::ALL.iter().filter_map(|mode| colors.evaluate(ground, *mode, 0)).collect();
    let better = text.readable_on(&grounds, READABLE);
    match grounds.iter().all(|ground| better.contrast(*ground) >= READABLE) {
        true => format!("`{}` is the nearest colour that can be read there", better.hex()),
        false => {
            "no one colour can be read in light and in dark: write a token, such as `var(--accent)` or `var(--good)`"
                .to_owned()
        }
    }
}

/// A token by its name, a colour as written.
fn shown(css: &str) -> &str {
    css.strip_prefix("var(").and_then(|rest| rest.strip_suffix(')')).unwrap_or(css)
}

fn over_pictures(slide: &Slide, pictures: &Pictures, found: &mut Vec<Diagnostic>) {
    for fault in pictures.scrims.faults(&slide.id) {
        let what = match fault.color.as_str() {
            "" => "the text on this picture".to_owned(),
            color => format!("text in `{}` on a picture", shown(color)),
        };
        let message = format!(
            "{what} has a contrast of at most {:.1} : 1 {}, whatever lies between them, and text needs {READABLE} : 1",
            fault.contrast, fault.mode
        );
        let hint = match fault.color.as_str() {
            "" => "show the picture beside the text, `![bg left:40%](…)`, or take one that is even in its light",
            _ => "leave the colour off on a picture; `**strong**` is seen on any",
        };
        found.push(Diagnostic::warning("text-over-picture", message, fault.span).hint(hint));
    }
}
