//! The sizes of type of a theme. Manual page: `tests/spec/fit.md`.

use crate::render::math::measure;

/// The sizes of type that a theme may set otherwise, in px; assets/page/look.css has these.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Scale {
    pub title: f32,
    pub display: f32,
    pub section: f32,
    pub statement: f32,
    pub number: f32,
    pub facts: f32,
    pub quote: f32,
    /// Of a short list that has its slide for itself, and of a formula.
    pub large: f32,
    pub small: f32,
    /// Letter spacing of all text, in em.
    pub spacing: f32,
    /// How large formulas are beside text, as a share of what they are elsewhere.
    pub math: f32,
}

pub(super) const SCALE: Scale = Scale {
    title: 42.0,
    display: 72.0,
    section: 64.0,
    statement: 62.0,
    number: 200.0,
    facts: 56.0,
    quote: 44.0,
    large: 34.0,
    small: 20.0,
    spacing: 0.0,
    math: 1.0,
};

impl Scale {
    /// The sizes that a style sheet sets, `--size-title: 42px`; the last one counts.
    pub fn of(css: &str) -> Scale {
        let mut scale = SCALE;
        for rest in css.split("--size-").skip(1) {
            let Some((name, value)) = rest.split_once(':') else { continue };
            let Some(px) = value.split(['p', ';', '}']).next().and_then(|px| px.trim().parse::<f32>().ok()) else {
                continue;
            };
            match name.trim() {
                "title" => scale.title = px,
                "display" => scale.display = px,
                "section" => scale.section = px,
                "statement" => scale.statement = px,
                "number" => scale.number = px,
                "facts" => scale.facts = px,
                "quote" => scale.quote = px,
                "body-l" => scale.large = px,
                "small" => scale.small = px,
                _ => {}
            }
        }
        // What a theme sets for all text, or for all formulas, in a rule of its own.
        let own = |rule: &str| css.split(rule).skip(1).last()?.split("em").next()?.trim().parse::<f32>().ok();
        scale.spacing = own(".canvas { letter-spacing:").unwrap_or(0.0);
        scale.math = own(".katex { font-size:").map_or(1.0, |em| em / measure::SCALE);
        scale
    }
}
