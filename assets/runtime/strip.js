// @ts-check
// The sections in proportion to their time: where the talk is, where the plan says it should be, and a click to get there.
// Manual page: tests/spec/stage.md
import { make } from './make.js';
import { expected, planned, sections, weigh } from './pace.js';
import { titleOf } from './stage.js';

/** @typedef {import('./start.js').Stage} Stage */
/** @typedef {import('./pace.js').Timed} Timed */

/** What the plan asks of each slide. @type {(stage: Stage) => Timed[]} */
export function timed(stage) {
  return stage.slides.map((slide, index) => {
    const { last, number } = stage.stops[index];
    const { section, optional } = slide.dataset;
    return { last, section: +(section ?? 0) - 1, optional: optional != null, backup: number[0] === 'A', title: titleOf(slide) || number };
  });
}

/**
 * Fills the strip; what comes back draws the place and `due`: the seconds that have passed, negative if there is no plan to compare them with.
 * @type {(stage: Stage, box: Element, plan: number[], slides: Timed[]) => (due: number) => void}
 */
export function strip(stage, box, plan, slides) {
  const mark = make('i');
  const weights = weigh(plan, slides);
  const total = planned(weights) || 1;
  let parts = sections(plan, slides);
  if (parts.length < 2 && slides.length < 60) parts = sections(plan, slides.map((slide, section) => ({ ...slide, section })));
  const buttons = parts.map(({ slide, share }) => {
    const { title = '' } = slides[slide];
    const button = make('button', { title }, make('span', {}, title));
    button.style.flexGrow = /** @type {any} */ (share * 1000);
    button.dataset.slide = /** @type {any} */ (slide);
    return button;
  });
  box.replaceChildren(...buttons);
  return (due) => {
    const { at } = stage.session;
    /** How much of a part is before a place on the whole. @type {(part: number, place: number) => string} */
    const within = (part, place) => (100 * Math.max(0, Math.min(1, (place - parts[part].from) / parts[part].share || 0))).toFixed(1) + '%';
    const here = parts.findLastIndex(({ slide }) => slide <= at.slide);
    const there = parts.findLastIndex(({ from }) => from <= due / total);
    buttons.forEach((button, index) => {
      button.ariaCurrent = index === here ? 'true' : null;
      button.style.setProperty('--done', within(index, expected(weights, slides, at) / total));
    });
    if (there < 0) return mark.remove();
    mark.style.left = within(there, due / total);
    if (mark.parentNode !== buttons[there]) buttons[there].append(mark);
  };
}
