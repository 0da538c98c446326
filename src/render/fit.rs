//! How much room a block has on its slide, and how large code can be set in it. Manual page: `tests/spec/fit.md`.
//!
//! Code is exact: the advance of its font is known. What other blocks take away from the height is an estimate
//! (measure.rs). The numbers are those of assets/page/frame.css; all lengths are px on the canvas.

use super::{letters, measure};
use crate::deck::{Block, BlockKind, Code, Column, Deck, Inline, Layout, List, Side, Slide};
use crate::theme::Letters;

/// Line height of code, in em.
const LINE: f32 = 1.46;
/// Smallest and largest size of code.
pub(crate) const SIZES: (f32, f32) = (20.0, 30.0);
/// Space around code inside its frame, left and right together.
const SIDES: f32 = 56.0;
/// Space between blocks.
pub(crate) const GAP: f32 = 24.0;
/// Space between columns.
pub(crate) const COLUMN_GAP: f32 = 48.0;

/// Height of the addresses and the QR code under a speaker's life.
const BIO_LINKS: f32 = 184.0;

/// What the numbers of an ordered list take at the side, in em; assets/page/look.css has the first of these. A second digit
/// would stand outside, where a narrow window cuts it off.
pub(crate) fn numbers(digits: u32) -> f32 {
    1.35 + 0.6 * (digits.clamp(1, 6) - 1) as f32
}

/// The room that a run of blocks has.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Room {
    /// Width in px.
    pub width: f32,
    /// Height in px.
    pub height: f32,
    /// Size of running text in px.
    pub text: f32,
    /// Inside `::: compact`.
    pub compact: bool,
    /// How wide letters are there.
    pub letters: &'static Letters,
}

impl Room {
    /// Speaker notes are not fitted.
    pub const NOTES: Room = Room { width: 1e6, height: 1e6, text: 20.0, compact: false, letters: Letters::DEFAULT };

    /// Half of this room, for two columns.
    pub fn half(self) -> Room {
        Room { width: ((self.width - COLUMN_GAP) / 2.0).max(40.0), ..self }
    }

    /// This room made narrower and lower, with its text scaled.
    pub fn inside(self, width: f32, height: f32, scale: f32) -> Room {
        Room {
            width: (self.width - width).max(40.0),
            height: (self.height - height).max(0.0),
            text: self.text * scale,
            ..self
        }
    }

    /// The room of the body of a slide: the canvas without margins, title, takeaway and footnotes.
    pub fn body(deck: &Deck, slide: &Slide, letters: &'static Letters) -> Room {
        let (width, height) = deck.settings.aspect.size();
        let (width, height) = (width as f32, height as f32);
        let beside: f32 = slide
            .backgrounds
            .iter()
            .filter(|ground| ground.side != Side::Full)
            .map(|ground| ground.share.unwrap_or(40.0))
            .sum();
        let mut room = Room {
            width: width * (1.0 - beside.clamp(0.0, 80.0) / 100.0) - 128.0,
            height: height - 112.0,
            text: 30.0,
            compact: false,
            letters,
        };
        room = match slide.layout.value {
            Layout::ImageLeft | Layout::ImageRight if !slide.slot("media").is_empty() => {
                room.inside(width * 0.45, 0.0, 1.0)
            }
            Layout::Statement | Layout::BigNumber | Layout::Questions => room.inside(96.0, 28.0, 1.0),
            Layout::Quote => room.inside(192.0, 24.0, 1.0),
            Layout::Bio => {
                // With a photo the addresses stand under the text, else under the name.
                let has_photo = deck.settings.speaker.as_ref().is_some_and(|speaker| speaker.photo.is_some());
                let links = if has_photo { BIO_LINKS } else { 0.0 };
                room.inside((room.width - COLUMN_GAP) / 3.0 + COLUMN_GAP, links, 1.0)
            }
            _ => room,
        };
        let title = slide
            .title
            .as_ref()
            .map_or(0.0, |title| 48.0 * measure::lines(&title.content, true, room.width, 42.0, letters) + GAP);
        let takeaway = slide.slot("takeaway");
        let takeaway =
            if takeaway.is_empty() { 0.0 } else { measure::height(takeaway, room.inside(24.0, 0.0, 0.9)) + 8.0 + GAP };
        let notes = slide
            .footnotes
            .iter()
            .map(|blocks| measure::height(blocks, room.inside(40.0, 0.0, 0.667)) + 4.0)
            .sum::<f32>();
        let notes = if slide.footnotes.is_empty() { 0.0 } else { notes + GAP };
        room.inside(0.0, title + takeaway + notes, 1.0)
    }

    /// The room of each of these blocks, when the others take what they need. Code and tables share what is left.
    ///
    /// Estimates only where it matters: when something in there is fitted.
    pub fn shared(self, blocks: &[Block]) -> Vec<Room> {
        if blocks.len() < 2 || !blocks.iter().any(|block| is_fitted(block) || holds(block)) {
            return vec![self; blocks.len()];
        }
        let heights: Vec<f32> = blocks.iter().map(|block| measure::block(block, self)).collect();
        let all: f32 = heights.iter().sum::<f32>() + GAP * (blocks.len() - 1) as f32;
        let fitted: f32 =
            blocks.iter().zip(&heights).filter(|(block, _)| is_fitted(block)).map(|(_, height)| height).sum();
        let rest = (self.height - (all - fitted)).max(0.0);
        let of = |(block, own): (&Block, &f32)| {
            let height = if is_fitted(block) { rest * own / fitted.max(1.0) } else { self.height - (all - own) };
            Room { height: height.max(0.0), ..self }
        };
        blocks.iter().zip(&heights).map(of).collect()
    }

    /// The room of each column, by the shares of [`shares`].
    pub fn columns(self, columns: &[Column]) -> Vec<Room> {
        let gaps = COLUMN_GAP * columns.len().saturating_sub(1) as f32;
        let shares = shares(columns);
        let all: f32 = shares.iter().sum::<f32>().max(0.01);
        shares.iter().map(|share| Room { width: ((self.width - gaps) * share / all).max(40.0), ..self }).collect()
    }
}

fn is_fitted(block: &Block) -> bool {
    matches!(block.kind, BlockKind::Code(_) | BlockKind::Table(_) | BlockKind::Chart(_) | BlockKind::Diagram(_))
}

fn holds(block: &Block) -> bool {
    match &block.kind {
        BlockKind::Columns(_)
        | BlockKind::Group(_)
        | BlockKind::Stack(_)
        | BlockKind::Html { .. }
        | BlockKind::Quote { .. }
        | BlockKind::Callout { .. } => true,
        BlockKind::List(list) => {
            list.items.iter().any(|item| item.blocks.iter().any(|block| is_fitted(block) || holds(block)))
        }
        _ => false,
    }
}

/// The columns' shares of the width in percent; those without a width share what the others leave.
pub(crate) fn shares(columns: &[Column]) -> Vec<f32> {
    let known =
        |column: &Column| column.width.filter(|width| width.is_finite() && *width > 0.0).map(|width| width.min(1000.0));
    let given: f32 = columns.iter().filter_map(known).sum();
    let open = columns.iter().filter(|column| known(column).is_none()).count();
    let each = if given == 0.0 { 1.0 } else { ((100.0 - given) / open.max(1) as f32).max(10.0) };
    columns.iter().map(|column| known(column).unwrap_or(each)).collect()
}

/// Space between the points of a timeline, and the size of its words, in px.
pub(crate) const POINT_GAP: f32 = 32.0;
const POINT_TEXT: f32 = 27.0;
/// Lines that the words of a point may take when they stand under it.
const POINT_LINES: f32 = 8.0;

/// Whether the points of a timeline have room side by side: at most six, no word wider than its place, no text too high.
/// Else they stand one below the other.
pub(crate) fn stands_across(list: &List, room: Room) -> bool {
    let count = list.items.len().max(1) as f32;
    let width = (room.width - POINT_GAP * (count - 1.0)) / count;
    let fits = |inlines: &[Inline], bold: bool, size: f32| {
        let mut widest = 0.0_f32;
        measure::words(inlines, bold, room.letters, &mut |word| widest = widest.max(word.unwrap_or(0.0)));
        widest * size <= width
            && measure::lines(inlines, bold, width, size, room.letters) <= if bold { 2.0 } else { POINT_LINES }
    };
    list.items.len() <= 6
        && list.items.iter().all(|item| {
            item.blocks.iter().all(|block| match &block.kind {
                BlockKind::Plain(content) => fits(content, true, 28.0),
                BlockKind::Paragraph(content) => fits(content, false, POINT_TEXT),
                _ => false,
            })
        })
}

/// What a code block takes, and at which size it fits.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct CodeFit {
    /// Characters of the longest line.
    pub columns: usize,
    /// Number of lines.
    pub lines: usize,
    /// One-based number of the longest line.
    pub longest: usize,
    /// Size in px, to a tenth.
    pub size: f32,
    /// Characters that do not fit at the smallest size.
    pub too_wide: usize,
    /// Lines that do not fit at the smallest size.
    pub too_tall: usize,
}

/// The height of a code block's frame without its lines: padding, and the title above.
pub(crate) fn code_frame(code: &Code) -> f32 {
    if code.title.is_some() { 78.0 } else { 48.0 }
}

/// Fits a code block into its room.
pub(crate) fn code(code: &Code, room: Room) -> CodeFit {
    let (mut columns, mut lines, mut longest) = (0, 0, 1);
    for line in code.text.split('\n') {
        lines += 1;
        let width = letters::columns(line);
        if width > columns {
            (columns, longest) = (width, lines);
        }
    }
    // Line numbers stand in a column of three characters and two of space; the last fifth of an em is air.
    let numbers = if code.line_numbers.is_some() { 5.0 } else { 0.0 };
    let advance = room.letters.code();
    let em = |columns: usize| (columns as f32 + numbers) * advance + 0.2;
    let (width, height) = ((room.width - SIDES).max(0.0), (room.height - code_frame(code)).max(0.0));
    let fitting = (width / em(columns)).min(height / (lines as f32 * LINE));
    let size = ((fitting * 10.0).floor() / 10.0).clamp(SIZES.0, SIZES.1);
    // A hair more, against rounding where it fits exactly.
    let room_columns = ((width / SIZES.0 - 0.2) / advance - numbers + 0.001).max(0.0) as usize;
    let room_lines = (height / (SIZES.0 * LINE) + 0.001) as usize;
    CodeFit {
        columns,
        lines,
        longest,
        size,
        too_wide: columns.saturating_sub(room_columns),
        too_tall: lines.saturating_sub(room_lines),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::deck::{Attributes, Inline, Stages, Steps, Title};
    use crate::source::{Span, Spanned};

    const FULL: Room = Room { width: 1152.0, height: 536.0, text: 30.0, compact: false, letters: Letters::DEFAULT };

    fn sample(text: &str) -> Code {
        Code {
            language: Spanned::default(),
            title: None,
            text: text.to_owned(),
            text_span: Span::default(),
            line_numbers: None,
            stages: Stages::default(),
        }
    }

    #[test]
    fn code_is_as_large_as_its_longest_line_and_its_lines_allow() {
        assert_eq!(
            code(&sample("short"), FULL),
            CodeFit { columns: 5, lines: 1, longest: 1, size: 30.0, too_wide: 0, too_tall: 0 }
        );
        // 72 characters: (1152 - 56) / (72 × 0.6 + 0.2) = 25.25
        assert_eq!(code(&sample(&"x".repeat(72)), FULL).size, 25.2);
        // 15 lines: (536 - 48) / (15 × 1.46) = 22.28
        assert_eq!(code(&sample(&"x\n".repeat(14)), FULL).size, 22.2);
    }

    #[test]
    fn code_that_does_not_fit_at_the_smallest_size_says_by_how_much() {
        let fit = code(&sample(&format!("a\n{}{}", "x".repeat(100), "\nb".repeat(21))), FULL);
        // 16 lines and 91 characters fit.
        assert_eq!(
            (fit.size, fit.lines, fit.too_tall, fit.columns, fit.too_wide, fit.longest),
            (20.0, 23, 7, 100, 9, 2)
        );
    }

    #[test]
    fn the_body_is_the_canvas_without_title_and_margins() {
        let deck = Deck::default();
        let mut slide = crate::render::tests::slide("a", Vec::new());
        assert_eq!(Room::body(&deck, &slide, Letters::DEFAULT), Room { height: 608.0, ..FULL });
        slide.title = Some(Title { span: Span::default(), level: 2, content: vec![Inline::Text("Short".to_owned())] });
        assert_eq!(Room::body(&deck, &slide, Letters::DEFAULT), FULL);
        slide.layout.value = Layout::ImageLeft;
        assert_eq!(Room::body(&deck, &slide, Letters::DEFAULT), FULL);
    }

    #[test]
    fn columns_without_a_width_share_the_rest() {
        let column = |width| Column {
            span: Span::default(),
            width,
            steps: Steps::Always,
            attributes: Attributes::default(),
            blocks: Vec::new(),
        };
        assert_eq!(shares(&[column(None), column(None)]), [1.0, 1.0]);
        assert_eq!(shares(&[column(Some(60.0)), column(None), column(None)]), [60.0, 20.0, 20.0]);
        assert_eq!(shares(&[column(Some(f32::NAN)), column(Some(-5.0))]), [1.0, 1.0]);
        let rooms = FULL.columns(&[column(Some(60.0)), column(Some(40.0))]);
        assert_eq!([rooms[0].width.round(), rooms[1].width.round()], [662.0, 442.0]);
    }
}
