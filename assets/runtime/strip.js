// @ts-check
// The sections in proportion to their time: where the talk is, where the plan says it should be, and a click to get there.
// Manual page: tests/spec/stage.md
import { expected, planned, readPlan, sections } from './pace.js';
import { titleOf } from './stage.js';

/** @typedef {import('./start.js').Stage} Stage */

/** What the plan asks of each slide. @type {(stage: Stage) => import('./pace.js').Timed[]} */
export function timed(stage) {
  return stage.slides.map((slide, index) => ({
    last: stage.stops[index].last, section: slide.dataset.section ? Number(slide.dataset.section) - 1 : undefined,
    optional: 'optional' in slide.dataset, backup: /^A/.test(stage.stops[index].number), title: titleOf(slide),
  }));
}

/**
 * Fills the strip; what comes back draws the place and, if there is a plan, `due`: the seconds that have passed.
 * @type {(stage: Stage, box: HTMLElement) => (due: number | null) => void}
 */
export function strip(stage, box) {
  const mark = document.createElement('i');
  const slides = timed(stage);
  const plan = readPlan(stage.deck.dataset.plan);
  // Slides of one time each when there is no plan.
  const weights = planned(plan) ? plan : slides.map(({ backup }) => (backup ? 0 : 1));
  let parts = sections(plan, slides);
  if (parts.length < 2 && slides.length < 60) parts = sections(plan, slides.map((slide, section) => ({ ...slide, section })));
  const buttons = parts.map(({ slide, share }) => {
    const button = document.createElement('button');
    button.appendChild(document.createElement('span')).textContent = button.title = slides[slide].title || stage.stops[slide].number;
    if (share < 0.02) button.firstChild?.remove(); // too narrow for a word; the title remains
    button.style.flexGrow = String(share * 1000);
    button.dataset.slide = String(slide);
    return button;
  });
  box.replaceChildren(...buttons);
  const total = planned(weights) || 1;
  return (due) => {
    const here = expected(weights, slides, stage.session.at) / total;
    const there = due === null ? -1 : Math.min(1, due / total);
    parts.forEach(({ slide, from, share }, index) => {
      const button = buttons[index];
      const until = parts[index + 1]?.slide ?? slides.length;
      const { at } = stage.session;
      if (at.slide >= slide && at.slide < until) button.setAttribute('aria-current', 'true');
      else button.removeAttribute('aria-current');
      button.style.setProperty('--done', Math.round(1000 * Math.min(1, Math.max(0, (here - from) / (share || 1)))) / 10 + '%');
      if (there < from || (there >= from + share && index < parts.length - 1)) return;
      mark.style.left = Math.round((1000 * (there - from)) / (share || 1)) / 10 + '%';
      if (mark.parentNode !== button) button.append(mark);
    });
    if (there < 0) mark.remove();
  };
}
