//! What a layout leaves for the body, as assets/page/frame.css and look.css have it. Manual page: `tests/spec/fit.md`.

use super::lines::Type;
use super::{Place, Scale, Sheet};
use crate::deck::{Deck, Layout, Side, Slide};

/// The place that a layout leaves for the body.
pub(super) struct Frame {
    /// Between the margins, in px.
    pub width: f32,
    /// Of the content without margins, in px.
    pub height: f32,
    /// What the title takes, with the space below it.
    pub head: f32,
    /// How the body is set.
    pub place: Place,
    /// By how much the title is too wide.
    pub wide: f32,
}

impl Frame {
    pub fn new(slide: &Slide, deck: &Deck, sheet: &Sheet<'_>) -> Frame {
        let (width, height) = deck.settings.aspect.size();
        let (canvas, height) = (width as f32, height as f32);
        let beside = slide.backgrounds.iter().filter(|ground| ground.side != Side::Full);
        let beside: f32 = beside.map(|ground| ground.share.unwrap_or(40.0)).sum();
        let layout = slide.layout.value;
        let is_beside = matches!(layout, Layout::ImageLeft | Layout::ImageRight);
        let media = if is_beside { 0.45 } else { 0.0 };
        let outer = canvas * (1.0 - beside.clamp(0.0, 100.0) / 100.0 - media);
        let is_wide = matches!(layout, Layout::Statement | Layout::BigNumber | Layout::Questions);
        let (sides, top, bottom) = match layout {
            _ if is_wide => (112.0, 64.0, 76.0),
            Layout::Title => (64.0, 64.0, 72.0),
            Layout::Section => (64.0, 64.0, 72.0),
            _ => (64.0, 52.0, 60.0),
        };
        let width = (outer - 2.0 * sides).max(40.0);
        // Where there is hardly anything else, the title gives way more than the rest.
        let much = sheet.state.shrink * sheet.state.shrink;
        let Scale { title, display, section, statement, number, large, .. } = sheet.type_sizes;
        // Size, line height, letter spacing, and the space below.
        let (size, line, spacing, below) = match layout {
            Layout::Title => (display * much, 1.08, -0.02, 0.0),
            Layout::Section => (section, 1.08, -0.02, 24.0),
            Layout::Statement => (statement * much, 1.18, -0.02, 24.0),
            Layout::BigNumber => (if sheet.state.step < 3 { number * much } else { 120.0 }, 1.05, -0.03, 24.0),
            Layout::Questions => (display * much, 1.08, -0.02, 82.0),
            _ => (title, 1.142_857, -0.012, 24.0),
        };
        let text = Type { size, line, bold: true, spacing };
        let (mut head, mut wide) = (0.0, 0.0);
        if let Some(title) = &slide.title {
            let one_line = layout == Layout::BigNumber;
            let filled = sheet.lines(&title.content, text, if one_line { f32::MAX } else { width });
            wide = if one_line { (filled.longest - width).max(0.0) } else { filled.wide };
            head =
                filled.height + if layout == Layout::Statement && slide.slot("body").is_empty() { 0.0 } else { below };
        }
        let mut place = Place { spacing: sheet.type_sizes.spacing, ..Place::new(width, sheet.body) };
        match layout {
            Layout::Title => {
                place.font *= 0.8;
                let subtitle = slide.slot("subtitle");
                let set = Place { line: 1.3, ..Place::new(width, large) };
                head += sheet.flow(subtitle, set, None).all() + if subtitle.is_empty() { 0.0 } else { 24.0 };
                // Speaker and event.
                head += 24.0 + 82.0 + 76.0;
            }
            Layout::Section => head += 116.0 + 33.0,
            Layout::Statement if slide.title.is_none() => {
                place = Place { font: statement * much, line: 1.18, bold: true, spacing: -0.018, ..place };
            }
            Layout::Statement => place = Place { font: large, line: 1.3, ..place },
            Layout::BigNumber => place = Place { font: large, line: 1.3, ..place },
            Layout::Quote => {
                place.width = (width - 192.0).max(40.0);
                head += 24.0;
            }
            Layout::Bio => place.width = (width - 48.0) * 2.0 / 3.0,
            _ => {}
        }
        Frame { width, height: height - top - bottom, head, place, wide }
    }
}
