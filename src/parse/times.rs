//! Times that cannot be kept: sections shorter than their slides, talks longer than their slot.
//! Manual page: `tests/spec/time.md`.

use crate::deck::{Deck, Group, Plan, SHORTEST, clock, plain};
use crate::source::{Diagnostic, Report, Span, Spanned};

/// Compares the talk's plan with the times that it gives.
pub fn check(deck: &Deck) -> Report<()> {
    let mut report = Report::new();
    let plan = Plan::of(deck);
    for group in &plan.groups {
        report.diagnostics.extend(section(deck, &plan, group));
    }
    report.diagnostics.extend(talk(deck, &plan));
    report
}

/// A section whose slides take longer than it has.
fn section(deck: &Deck, plan: &Plan, group: &Group) -> Option<Diagnostic> {
    let (budget, section) = (group.budget?, &deck.sections[group.section?]);
    let place = time_span(deck, section.first);
    let has = format!("of “{}”, which has {}", plain(&section.title), clock(budget));
    if group.given > budget {
        let error =
            Diagnostic::error("time-over", format!("the slides {has}, take {} together", clock(group.given)), place);
        let given = group.slides.clone().filter(|index| plan.slides[*index].given);
        let longest = given.max_by_key(|index| (plan.slides[*index].seconds, std::cmp::Reverse(*index)))?;
        let cut =
            format!("cut {}; the longest is slide {}", clock(group.given - budget), slide_words(deck, plan, longest));
        return Some(error.hint(cut).also(time_span(deck, longest), "the longest slide"));
    }
    let over = group.seconds.checked_sub(budget).filter(|over| *over > 0)?;
    let message = format!("the slides {has}, cannot be shown in less than {}", clock(group.seconds));
    Some(Diagnostic::warning("time-tight", message, place).hint(format!(
        "give the section {} more, or its slides times of their own: without one a slide has at least {SHORTEST} s",
        clock(over)
    )))
}

/// A talk that takes longer than its slot.
fn talk(deck: &Deck, plan: &Plan) -> Option<Diagnostic> {
    let Spanned { value: slot, span } = *deck.settings.duration.as_ref()?;
    let questions = deck.settings.questions.as_ref();
    let over = Some(plan.over()).filter(|over| *over > 0)?;
    let has = plan.talk().unwrap_or(0);
    if let Some(questions) = questions.filter(|_| has == 0) {
        let message = format!("questions of {} leave nothing of a slot of {}", clock(questions.value), clock(slot));
        let error = Diagnostic::error("time-questions", message, questions.span).also(span, "the slot");
        return Some(error.hint("make `questions` shorter than `duration`"));
    }
    let kept = questions.map_or(String::new(), |time| format!(" and {} for questions", clock(time.value)));
    let of_slot = format!("the slot has {} for it{kept}", clock(has));
    let saves = match plan.saves() {
        0 => String::new(),
        saves => format!("; skipping the optional slides saves {}", clock(saves)),
    };
    let longest = plan.longest(0..deck.slides.iter().filter(|slide| !slide.backup).count())?;
    let cut = format!(
        "cut {}{}; the longest slide is {}{saves}",
        clock(over),
        section_words(deck, plan),
        slide_words(deck, plan, longest)
    );
    let said = plan.said();
    Some(if said > has {
        Diagnostic::error(
            "time-over",
            format!("the talk is planned for {}; {of_slot}", clock(said.max(plan.taken()))),
            span,
        )
        .hint(cut)
    } else {
        let message = format!("the talk cannot be given in less than {}; {of_slot}", clock(plan.taken()));
        Diagnostic::warning("time-tight", message, span)
            .hint(format!("{cut}; without a time of its own a slide has at least {SHORTEST} s"))
    })
}

/// `slide 7, “Title”, with 2:00`
fn slide_words(deck: &Deck, plan: &Plan, index: usize) -> String {
    let slide = &deck.slides[index];
    let title = slide.title_text();
    let title = if title.is_empty() { String::new() } else { format!(", “{title}”,") };
    format!("{}{title} with {}", slide.number, clock(plan.slides[index].seconds))
}

/// The longest section, if there are several.
fn section_words(deck: &Deck, plan: &Plan) -> String {
    let sections = plan.groups.iter().filter(|group| group.section.is_some());
    let longest = sections.clone().max_by_key(|group| (group.taken(), std::cmp::Reverse(group.slides.start)));
    match longest.and_then(|group| Some((group, group.section?))) {
        Some((group, section)) if sections.count() > 1 => {
            format!("; the longest section is “{}” with {}", plain(&deck.sections[section].title), clock(group.taken()))
        }
        _ => String::new(),
    }
}

/// Where a slide's time is written.
fn time_span(deck: &Deck, slide: usize) -> Span {
    let slide = &deck.slides[slide];
    slide.attributes.get("time").map_or(slide.span, |time| time.span)
}
