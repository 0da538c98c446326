// @ts-check
// From one slide to the next: what bears the same name on both moves from its old place to its new one.
// Manual page: tests/spec/steps.md
import { ratioOf } from './fit.js';

/** @typedef {{skipTransition: () => void, ready: Promise<void>, finished: Promise<void>, updateCallbackDone: Promise<void>}} Transition */

/** @type {(() => void) | null} ends the transition that is running */
let endMorph = null;

/**
 * The names that both lists hold, each once, in the order of the first.
 * @type {(before: string[], after: string[]) => string[]}
 */
export function sharedNames(before, after) {
  return [...new Set(before)].filter((name) => after.includes(name));
}

/**
 * The first element of each name on a slide; of a picture its drawing, without the caption.
 * @type {(slide: HTMLElement) => Map<string, HTMLElement>}
 */
function namedParts(slide) {
  const found = new Map();
  for (const part of /** @type {NodeListOf<HTMLElement>} */ (slide.querySelectorAll('[data-name]'))) {
    if (!found.has(part.dataset.name)) found.set(part.dataset.name, part.querySelector(':scope > :is(img, svg)') ?? part);
  }
  return found;
}

/** Ends a running transition at once: its change is made, its names are gone. */
export function settleMorph() {
  endMorph?.();
}

/**
 * Calls `draw`, which hides `from` and shows `to`, with a transition of the things that both share; at once where
 * there are none, where the browser has no transitions, and for people who asked for less motion. With a transition
 * the call comes with the next frame, and before the next `morph` or `settleMorph` in any case.
 * @type {(from: HTMLElement | null, to: HTMLElement, draw: () => void) => void}
 */
export function morph(from, to, draw) {
  settleMorph();
  const page = /** @type {{startViewTransition?: (change: () => void) => Transition}} */ (/** @type {unknown} */ (document));
  const able = from && from !== to && page.startViewTransition && !document.hidden && !matchMedia('(prefers-reduced-motion: reduce)').matches;
  const before = able ? namedParts(from) : new Map();
  const after = before.size ? namedParts(to) : before;
  const names = sharedNames([...before.keys()], [...after.keys()]);
  if (!page.startViewTransition || !names.length) return draw();

  let drawn = false;
  /** @type {boolean[]} */
  const loose = [];
  // A step may hide one of the pair: what is not seen has no place to move from or to.
  /** @type {(parts: Map<string, HTMLElement>, on: boolean) => void} */
  const mark = (parts, on) => names.forEach((name, index) => {
    const part = /** @type {HTMLElement} */ (parts.get(name));
    part.style.viewTransitionName = on && !part.closest('[data-off]') ? 'pair-' + index : '';
    // A drawing with empty room at its sides: then it is its height that must go on.
    const box = on && part.getBoundingClientRect?.();
    if (box) loose[index] ||= box.width / box.height > 1.02 * ratioOf(part);
    part.style.setProperty('view-transition-class', on && loose[index] ? 'loose' : '');
  });
  const change = () => {
    if (drawn) return;
    drawn = true;
    mark(before, false);
    draw();
    if (endMorph === end) mark(after, true);
  };
  const end = () => {
    if (endMorph !== end) return;
    endMorph = null;
    clearTimeout(late);
    change();
    mark(after, false);
    transition.skipTransition();
  };
  mark(before, true);
  endMorph = end;
  const transition = page.startViewTransition(change);
  // A window that is not painted must not keep the talk waiting.
  const late = setTimeout(() => drawn || end(), 200);
  transition.ready.catch(() => {});
  transition.updateCallbackDone.catch(console.error);
  transition.finished.then(end, end);
}
