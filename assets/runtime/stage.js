// @ts-check
// The page: `show` is the only function that writes a position to it. Manual page: tests/spec/stage.md
import { format, visible } from './position.js';
import { make } from './make.js';
import { still } from './media.js';

/** @typedef {import('./position.js').Position} Position */
/** @typedef {import('./position.js').Stop} Stop */

/** A new element at the end of another. @type {(name: string, kind: string, parent?: Element) => any} */
export function add(name, kind, parent = document.body) {
  return parent.appendChild(make(/** @type {any} */ (name), { className: kind }));
}

/** @type {(slide: HTMLElement) => Stop} */
export function stopOf(slide) {
  return { id: slide.id, number: slide.dataset.number ?? '', last: +(slide.dataset.lastStep ?? 0) };
}

/** The title of a slide, as its label says it. @type {(slide: HTMLElement) => string} */
export function titleOf(slide) {
  return (slide.ariaLabel ?? '').replace(/^[^:]*(: )?/, '');
}

/**
 * What a screen reader should say of an element: its words and the MathML of its formulas, not their drawing.
 * @type {(element: Element) => string}
 */
function spoken(element) {
  const copy = /** @type {Element} */ (element.cloneNode(true));
  copy.querySelectorAll('[aria-hidden="true"], annotation').forEach((part) => part.remove());
  return /** @type {any} */ (copy).textContent.replace(/\s+/g, ' ').trim();
}

/**
 * Draws one step of a slide, or of a copy of it; says what that has revealed.
 * The picture depends on the step alone, not on the way that led to it.
 * @type {(slide: HTMLElement, step: number) => string[]}
 */
export function paint(slide, step) {
  const revealed = [];
  for (const part of /** @type {NodeListOf<HTMLElement>} */ (slide.querySelectorAll('[data-show]'))) {
    const on = visible(/** @type {any} */ (part.dataset.show), step);
    if (on && 'off' in part.dataset && !part.parentElement?.closest('[data-off]')) revealed.push(spoken(part));
    part.toggleAttribute('data-off', !on);
  }
  for (const line of /** @type {NodeListOf<HTMLElement>} */ (slide.querySelectorAll('[data-lit]'))) {
    line.toggleAttribute('data-dim', !visible(/** @type {any} */ (line.dataset.lit), step));
  }
  return revealed;
}

let copies = 0;

/**
 * A still copy of a slide at a step, only to be looked at. Its ids are new, and its drawings refer to their own parts.
 * @type {(slide: HTMLElement, step: number) => HTMLElement}
 */
export function copyOf(slide, step) {
  const copy = still(/** @type {HTMLElement} */ (slide.cloneNode(true)));
  copies += 1;
  const ids = new Set();
  for (const part of copy.querySelectorAll('[id], template')) {
    if (part.localName === 'template') part.remove();
    else {
      ids.add(part.id);
      part.id += '-' + copies;
    }
  }
  const own = (/** @type {string} */ text) => text.replace(/#([^\s"')]+)/g, (all, id) => (ids.has(id) ? all + '-' + copies : all));
  if (ids.size) for (const part of copy.querySelectorAll('svg *')) {
    for (const { name, value } of part.attributes) if (value.includes('#')) part.setAttribute(name, own(value));
  }
  copy.removeAttribute('id');
  copy.hidden = false;
  copy.inert = true;
  paint(copy, step);
  return copy;
}

/** The timer until the address is written. */
let writing = 0;

/**
 * Draws a position: which slide, which of its parts, progress, address, and what is said aloud.
 * @param {{slides: HTMLElement[], stops: Stop[], live: HTMLElement, role: string}} page
 * @param {Position} at
 * @param {Position | null} from  what is shown now
 * @param {boolean} jumped        a jump is a place to come back to
 */
export function show(page, at, from, jumped) {
  const { slides, stops, live } = page;
  const slide = slides[at.slide];
  const turned = from?.slide !== at.slide;
  if (turned) {
    // Only the first drawing touches every slide: a talk may have thousands.
    for (const other of from ? [slides[from.slide]] : slides) other.hidden = other.inert = true;
    slide.hidden = slide.inert = false;
  }
  const revealed = paint(slide, at.step);
  // On the slide, not on the page: another value there would make the browser look at everything anew.
  slide.style.setProperty('--progress', /** @type {any} */ (progress(stops, at)));
  live.textContent = turned ? slide.ariaLabel : revealed.join(' ');
  if (page.role !== 'stage') return; // the presenter window keeps its address
  // The browser takes longer over an address than the slide over its painting: it comes after that.
  const write = (/** @type {'pushState' | 'replaceState'} */ how) => {
    try {
      history[how](null, '', format(stops, at));
    } catch {} // some viewers forbid it or count the calls; the talk goes on without an address
  };
  clearTimeout(writing);
  if (jumped) write('pushState');
  else if (from || location.hash) writing = setTimeout(write, 30, 'replaceState');
}

/**
 * How much of the talk is behind us, 0 to 1; backup slides come after the end.
 * @type {(stops: Stop[], at: Position) => number}
 */
export function progress(stops, at) {
  const counted = stops.filter((stop) => !/^A/.test(stop.number)).length;
  const { last } = stops[at.slide];
  return Math.min(1, (at.slide + (last ? at.step / last : 1)) / Math.max(1, counted));
}
