//! Plans of small decks: every way in which times can be short, missing or too many.

use super::*;
use crate::deck::{Attributes, Block, BlockKind, Inline, Note, Section, Steps};
use crate::source::Span;

/// A slide with so many words of notes, so many steps, and a time if one is given.
fn slide(words: usize, last_step: Step, budget: Option<u32>) -> Slide {
    let text = vec![Inline::Text("word ".repeat(words))];
    let kind = BlockKind::Paragraph(text);
    let block = Block { span: Span::default(), steps: Steps::Always, attributes: Attributes::default(), kind };
    let note = Note { span: Span::default(), step: 0, blocks: vec![block] };
    Slide { notes: vec![note], last_step, budget, ..Slide::default() }
}

/// A slide that opens a section.
fn opener(budget: Option<u32>) -> Slide {
    Slide { layout: Spanned::new(Layout::Section, Span::default()), ..slide(0, 0, budget) }
}

fn deck(slot: Option<u32>, questions: Option<u32>, slides: Vec<Slide>) -> Deck {
    let mut deck = Deck { slides, ..Deck::default() };
    deck.settings.duration = slot.map(|slot| Spanned::new(slot, Span::default()));
    deck.settings.questions = questions.map(|time| Spanned::new(time, Span::default()));
    for (first, slide) in deck.slides.iter_mut().enumerate() {
        if slide.layout.value == Layout::Section {
            deck.sections.push(Section { first, budget: slide.budget, backup: slide.backup, ..Section::default() });
        }
        slide.section = deck.sections.len().checked_sub(1);
    }
    deck
}

fn seconds(plan: &Plan) -> Vec<u32> {
    plan.slides.iter().map(|slide| slide.seconds).collect()
}

#[test]
fn without_a_slot_a_slide_has_its_weight() {
    let plan = Plan::of(&deck(None, None, vec![slide(0, 0, None), slide(130, 0, None), slide(131, 2, None)]));
    assert_eq!(seconds(&plan), [15, 60, 61 + 24]);
    assert_eq!((plan.seconds(), plan.over(), plan.free()), (160, 0, None));
}

#[test]
fn without_sections_slides_share_what_the_slot_has_left() {
    let plan =
        Plan::of(&deck(Some(600), Some(60), vec![slide(65, 0, None), slide(130, 0, None), slide(0, 0, Some(240))]));
    assert_eq!(seconds(&plan), [100, 200, 240]);
    assert_eq!(
        plan.slides.iter().map(|slide| (slide.starts, slide.given)).collect::<Vec<_>>(),
        [(0, false), (100, false), (300, true)]
    );
    assert_eq!((plan.over(), plan.free()), (0, Some(0)));
}

#[test]
fn a_section_keeps_its_time_and_the_others_share_the_rest() {
    let slides = vec![
        slide(0, 0, Some(20)), // before the first section
        opener(Some(120)),
        slide(65, 0, None),
        slide(0, 0, Some(45)),
        opener(None),
        slide(260, 0, None),
    ];
    let plan = Plan::of(&deck(Some(400), None, slides));
    assert_eq!(seconds(&plan), [20, 15, 60, 45, 15, 245]);
    assert_eq!(
        plan.groups.iter().map(|group| (group.section, group.seconds)).collect::<Vec<_>>(),
        [(None, 20), (Some(0), 120), (Some(1), 260)]
    );
    assert_eq!(plan.seconds(), 400);
}

#[test]
fn a_slide_that_opens_a_section_takes_what_it_needs_unless_it_is_alone() {
    let plan = Plan::of(&deck(None, None, vec![opener(Some(300)), slide(0, 0, Some(60)), opener(Some(90))]));
    assert_eq!(seconds(&plan), [15, 60, 90]);
    assert_eq!(plan.groups.iter().map(|group| group.taken() - group.seconds).collect::<Vec<_>>(), [225, 0]);
    assert_eq!((plan.seconds(), plan.taken()), (165, 390), "what a section has free is still the section's");
}

#[test]
fn a_section_shorter_than_its_slides_is_over_and_takes_the_others_time() {
    let plan = Plan::of(&deck(
        Some(600),
        None,
        vec![opener(Some(60)), slide(0, 0, Some(100)), opener(None), slide(9, 0, None)],
    ));
    assert_eq!(seconds(&plan), [15, 100, 15, 470]);
    assert_eq!((plan.groups[0].given, plan.groups[0].taken(), plan.over()), (100, 115, 0));
}

#[test]
fn when_nothing_is_left_each_slide_has_the_shortest_time_and_the_talk_is_over() {
    let plan =
        Plan::of(&deck(Some(100), Some(40), vec![slide(0, 0, Some(60)), slide(500, 0, None), slide(0, 3, None)]));
    assert_eq!(seconds(&plan), [60, SHORTEST, SHORTEST]);
    assert_eq!((plan.over(), plan.said(), plan.free()), (30, 60, Some(0)));
    let none = Plan::of(&deck(Some(60), Some(90), vec![slide(0, 0, None)]));
    assert_eq!((none.talk(), none.over()), (Some(0), SHORTEST));
}

#[test]
fn backup_slides_are_untimed_and_optional_ones_can_be_skipped() {
    let backup = Slide { backup: true, optional: true, ..slide(500, 4, Some(90)) };
    let optional = Slide { optional: true, ..slide(0, 0, Some(30)) };
    let plan = Plan::of(&deck(None, None, vec![slide(0, 0, Some(10)), optional, backup]));
    assert_eq!(seconds(&plan), [10, 30, 0]);
    assert_eq!((plan.seconds(), plan.saves()), (40, 30));
    assert_eq!(plan.groups.len(), 1);
}

#[test]
fn expected_runs_through_the_steps() {
    let plan = Plan::of(&deck(None, None, vec![slide(0, 0, Some(20)), slide(0, 2, Some(90))]));
    let at = [(0, 0), (1, 0), (1, 1), (1, 2), (1, 3), (1, 9), (2, 0)].map(|(slide, step)| plan.expected(slide, step));
    assert_eq!(at, [0, 20, 50, 80, 110, 110, 110]);
}

#[test]
fn times_beyond_all_reason_stand_at_the_largest_number() {
    let huge = vec![slide(0, 0, Some(u32::MAX)), slide(0, 0, Some(u32::MAX)), slide(0, Step::MAX, None)];
    let plan = Plan::of(&deck(Some(u32::MAX), None, huge));
    assert_eq!((plan.seconds(), plan.slides[2].seconds), (u32::MAX, SHORTEST));
    assert_eq!(plan.expected(2, 7), u32::MAX);
    assert_eq!(Plan::of(&Deck::default()), Plan::default());
}

#[test]
fn clocks_read_as_people_write_them() {
    assert_eq!([0, 9, 90, 3599, 3600, 3723].map(clock), ["0:00", "0:09", "1:30", "59:59", "1:00:00", "1:02:03"]);
}
