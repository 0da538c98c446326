//! What becomes of slides that are split. Manual page: `tests/spec/fit.md`.

use super::deck as split;
use crate::deck::{BlockKind, Deck, Inline, Steps};
use crate::render::pictures;
use crate::source::Files;
use std::path::Path;

fn of(text: &str) -> Deck {
    let files = Files::from_text(Path::new("/nowhere"), "talk.md", text);
    let mut deck = crate::parse::talk(&files).value;
    let theme = crate::theme::load(&files, &deck.settings.theme, &pictures::address).value;
    split(&mut deck, &theme);
    deck
}

fn items(count: usize, item: impl Fn(usize) -> String) -> String {
    (1..=count).map(|number| item(number) + "\n").collect()
}

#[test]
fn a_list_goes_on_counting_and_ids_are_stable() {
    let list = items(30, |number| format!("{number}. item"));
    let deck = of(&format!(
        "---\nauto-split: true\n---\n## A\n\n{list}\n---\n## A 2 {{#a-2}}\n\nx\n\n---\n# Part\n\n---\n## Short\n\n- one\n"
    ));
    let ids: Vec<&str> = deck.slides.iter().map(|slide| slide.id.as_str()).collect();
    assert_eq!(ids[0], "a");
    assert_eq!(ids[1], "a-2-2", "`a-2` is another slide's: {ids:?}");
    let starts: Vec<(u64, usize)> = deck
        .slides
        .iter()
        .filter(|slide| slide.part.is_some())
        .map(|slide| match &slide.slot("body")[0].kind {
            BlockKind::List(list) => (list.start.unwrap(), list.items.len()),
            other => panic!("{other:?}"),
        })
        .collect();
    let counts: Vec<usize> = starts.iter().map(|(_, count)| *count).collect();
    assert!(starts.len() >= 3 && counts.iter().sum::<usize>() == 30, "{starts:?}");
    assert!(counts.iter().max().unwrap() - counts.iter().min().unwrap() <= 2, "about equally full: {counts:?}");
    assert!(starts.windows(2).all(|pair| pair[1].0 == pair[0].0 + pair[0].1 as u64), "{starts:?}");
    assert_eq!(deck.slides[0].title_text(), format!("A\u{a0}(1/{})", starts.len()));
    let numbers: Vec<&str> = deck.slides.iter().map(|slide| slide.number.as_str()).collect();
    assert_eq!(numbers, (1..=deck.slides.len()).map(|number| number.to_string()).collect::<Vec<_>>());
    assert_eq!(deck.slides[deck.sections[0].first].title_text(), "Part");
}

#[test]
fn steps_begin_anew_and_notes_footnotes_and_times_go_along() {
    let list = items(24, |number| {
        let mark = if number == 20 { "[^late]" } else { "" };
        format!("- item {number}{mark}")
    });
    let text = format!(
        "## A {{auto-split steps=lists time=100s}}\n\n{list}\n[^late]: Late.\n\n::: notes\nAt once.\n\n[step]\n\nThen.\n:::\n"
    );
    let deck = of(&text.replace("## A {auto-split steps=lists", "---\nsteps: lists\n---\n## A {auto-split"));
    let slides = &deck.slides;
    assert!(slides.len() >= 2, "{}", slides.len());
    assert_eq!(slides.iter().filter_map(|slide| slide.budget).sum::<u32>(), 100);
    let mut total = 0;
    for slide in slides {
        let BlockKind::List(list) = &slide.slot("body")[0].kind else { panic!() };
        assert_eq!(usize::from(slide.last_step), list.items.len());
        assert_eq!(list.items[0].steps, Steps::From(1), "{}", slide.id);
        total += list.items.len();
    }
    assert_eq!(total, 24);
    let last = slides.last().unwrap();
    assert_eq!((slides[0].footnotes.len(), last.footnotes.len()), (0, 1));
    let mut marks = Vec::new();
    super::parts::each_inline(last.slot("body"), &mut |inline| {
        if let Inline::Footnote(number) = inline {
            marks.push(*number);
        }
    });
    assert_eq!(marks, [1]);
    assert!(!slides[0].notes.is_empty());
}

#[test]
fn tables_repeat_their_heads_and_code_goes_on_counting() {
    let rows = items(40, |number| format!("| {number} | x |"));
    let lines = items(40, |number| format!("line {number}"));
    let deck = of(&format!(
        "---\nauto-split: true\n---\n## T\n\n| a | b |\n|---|---|\n{rows}\n---\n## C\n\n```text {{lines=7}}\n{lines}```\n"
    ));
    let (mut rows, mut texts) = (0, Vec::new());
    for slide in &deck.slides {
        match &slide.slot("body")[0].kind {
            BlockKind::Table(table) => {
                assert_eq!(table.head.len(), 2);
                rows += table.rows.len();
            }
            BlockKind::Code(code) => {
                assert_eq!(code.line_numbers, Some(7 + texts.len() as u32));
                texts.extend(code.text.split('\n').map(str::to_owned));
            }
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(rows, 40);
    assert_eq!(texts, (1..=40).map(|number| format!("line {number}")).collect::<Vec<_>>());
    assert!(deck.slides.len() > 4);
}

#[test]
fn a_heading_stays_with_what_it_is_above_of_and_the_takeaway_is_last() {
    let parts = items(8, |number| format!("### Head {number}\n\n{}\n", "word ".repeat(40)));
    let deck = of(&format!("## A {{auto-split}}\n\n{parts}\n> [!TAKE]\n> All.\n"));
    assert!(deck.slides.len() > 1);
    for (index, slide) in deck.slides.iter().enumerate() {
        assert!(!matches!(slide.slot("body").last().unwrap().kind, BlockKind::Heading { .. }), "{}", slide.id);
        assert_eq!(slide.slot("takeaway").is_empty(), index + 1 < deck.slides.len());
    }
}

#[test]
fn nothing_is_split_unasked_nor_what_fits_nor_what_has_one_piece() {
    let list = items(30, |_| "- item".to_owned());
    for text in [
        format!("## A\n\n{list}"),
        format!("---\nauto-split: true\n---\n## A {{auto-split=false}}\n\n{list}"),
        "---\nauto-split: true\n---\n## A\n\n- one\n".to_owned(),
        format!("---\nauto-split: true\n---\n## A\n\n{}", "word ".repeat(900)),
    ] {
        assert_eq!(of(&text).slides.len(), 1, "{text}");
    }
}
