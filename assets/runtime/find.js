// @ts-check
// Which slides a number, an id, a title or any words mean. Manual page: tests/spec/stage.md
import { titleOf } from './stage.js';

/** @typedef {import('./start.js').Stage} Stage */
/** All words of a slide, folded; an edited slide is another element. @type {WeakMap<HTMLElement, string>} */
const known = new WeakMap();

/** Letters without case, accents and soft hyphens. @type {(text: string) => string} */
export function fold(text) {
  return text.toLowerCase().normalize('NFD').replace(/[\p{M}\xad]/gu, '');
}

/** The words inside a slide; of formulas their TeX. @type {(slide: HTMLElement, notes: boolean) => string} */
function wordsIn(slide, notes) {
  const copy = /** @type {HTMLElement} */ (slide.cloneNode(true));
  if (notes) for (const note of copy.querySelectorAll('template')) note.replaceWith(note.content);
  for (const part of copy.querySelectorAll('style, [aria-hidden=true], .foot, .strip, .title, semantics > :not(annotation)')) part.remove();
  for (const part of copy.querySelectorAll(':not(a, b, i, em, strong, span, code, mark, sub, sup)')) part.before(' '), part.after(' ');
  return (copy.textContent ?? '').replace(/\s+/g, ' ').trim();
}

/**
 * The slides that have all words of a query: first the one of this number or id, then titles that begin so, titles, texts.
 * @type {(stage: Stage, query: string) => number[]}
 */
export function search({ slides, stops, role }, query) {
  const parts = fold(query).replace(/^\s*#/, '').split(/\s+/).filter(Boolean);
  const whole = parts.join(' ');
  /** @type {(text: string) => boolean} */
  const has = (text) => parts.every((part) => text.includes(part));
  /** @type {number[][]} */
  const ranks = [[], [], [], []];
  slides.forEach((slide, index) => {
    const { id, number } = stops[index];
    const title = fold(titleOf(slide));
    const all = known.get(slide) ?? fold(`${title} ${wordsIn(slide, role === 'presenter')}`);
    known.set(slide, all);
    ranks[[number.toLowerCase(), fold(id)].includes(whole) ? 0 : title.startsWith(whole) ? 1 : has(title) ? 2 : has(all + ' ' + id) ? 3 : 4]?.push(index);
  });
  return ranks.flat();
}
