// @ts-check
// One box for a number, an id, a title or any words of a slide. Manual page: tests/spec/stage.md
import { make, opens } from './make.js';
import { jump } from './position.js';
import { titleOf } from './stage.js';
import { say } from './words.js';

/** @typedef {import('./start.js').Stage} Stage */
/** What is known of a slide: its words as they stand, and folded for comparing. @typedef {{title: string, text: string, start: string, all: string}} Entry */

/** Built when something is looked for the first time. @type {Entry[] | null} */
let entries = null;

/** Letters without case and accents. @type {(text: string) => string} */
export function fold(text) {
  return text.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '');
}

/** The words inside a slide; of formulas their TeX. @type {(slide: HTMLElement, notes: boolean) => string} */
function wordsIn(slide, notes) {
  const copy = /** @type {HTMLElement} */ (slide.cloneNode(true));
  if (notes) for (const note of copy.querySelectorAll('template')) note.replaceWith(note.content);
  for (const part of copy.querySelectorAll('style, [aria-hidden=true], .foot, .strip, .title, semantics > :not(annotation)')) part.remove();
  for (const part of copy.querySelectorAll(':not(a, b, i, em, strong, span, code, mark, sub, sup)')) part.before(' '), part.after(' ');
  return (copy.textContent ?? '').replace(/\s+/g, ' ').trim();
}

/** @type {(query: string) => string[]} */
function partsOf(query) {
  return fold(query).replace(/^\s*#/, '').split(/\s+/).filter(Boolean);
}

/**
 * The slides that have all words of a query: first the one of this number or id, then titles that begin so, titles, texts.
 * @type {(stage: Stage, query: string) => number[]}
 */
export function search({ slides, stops, role }, query) {
  entries ??= slides.map((slide, index) => {
    const title = titleOf(slide);
    const text = wordsIn(slide, role === 'presenter');
    const { id, number } = stops[index];
    return { title, text, start: fold(title), all: fold(`${number} ${id} ${title} ${text}`) };
  });
  const parts = partsOf(query);
  const whole = parts.join(' ');
  /** @type {number[][]} */
  const ranks = [[], [], [], []];
  if (whole) entries.forEach(({ start, all }, slide) => {
    /** @type {(text: string) => boolean} */
    const has = (text) => parts.every((part) => text.includes(part));
    const rank = all.split(' ', 2).includes(whole) ? 0 : start.startsWith(whole) ? 1 : has(start) ? 2 : has(all) ? 3 : 4;
    ranks[rank]?.push(slide);
  });
  return ranks.flat();
}

/** A text from a little before the first word of a query; where it ends is a matter of room. @type {(text: string, parts: string[]) => string} */
function excerpt(text, parts) {
  // Folding may change how many letters there are, but hardly so early.
  const at = fold(text).indexOf(parts[0]);
  return at > 40 ? '…' + text.slice(text.indexOf(' ', at - 40)) : text;
}

/** @param {Stage} stage */
export function find(stage) {
  const panel = stage.add('div', 'panel find');
  panel.innerHTML = '<input role="combobox" aria-controls="deckle:found"><div role="listbox" id="deckle:found"></div>';
  const [field, list] = /** @type {[HTMLInputElement, HTMLElement]} */ (/** @type {unknown} */ (panel.children));
  panel.role = 'search';
  field.placeholder = field.ariaLabel = panel.ariaLabel = list.ariaLabel = say('find');
  let chosen = 0;
  /** @type {number[]} */
  let found = [];

  /** @type {(index: number) => void} */
  function choose(index) {
    const rows = [...list.children];
    chosen = Math.max(0, Math.min(index, rows.length - 1));
    rows.forEach((row, at) => (row.ariaSelected = String(at === chosen)));
    field.setAttribute('aria-activedescendant', rows[chosen]?.id ?? '');
    rows[chosen]?.scrollIntoView({ block: 'nearest' });
  }

  function look() {
    found = search(stage, field.value);
    const parts = partsOf(field.value);
    list.replaceChildren(...found.slice(0, 60).map((slide, index) => {
      const { title, text } = /** @type {Entry[]} */ (entries)[slide];
      return make('div', { role: 'option', id: 'deckle:found' + index, onclick: () => go(index) },
        make('b', {}, stage.stops[slide].number), make('span', {}, title), make('small', {}, excerpt(text, parts)));
    }));
    panel.dataset.count = parts.length ? `${found.length} / ${stage.slides.length}` : '';
    list.hidden = !found.length;
    field.ariaExpanded = String(!list.hidden);
    choose(0);
  }

  /** @type {(index: number) => void} */
  function go(index) {
    const slide = found[index];
    stage.panel(null);
    if (slide === undefined) return;
    stage.act('jump', jump(stage.stops, slide));
    if (!stage.presenting()) stage.slides[slide].scrollIntoView();
  }

  field.oninput = look;
  stage.on('swap', () => {
    entries = null;
  });
  opens(stage, 'find', panel, () => {
    field.value = '';
    look();
    field.focus();
  }, (event, action) => {
    const { key } = event;
    if (/^(Escape|F\d+)$/.test(key)) return false;
    if (key === 'ArrowDown') choose(chosen + 1);
    else if (key === 'ArrowUp') choose(chosen - 1);
    else if (key === 'Enter') go(chosen);
    else if (action === 'find' && key !== '/') stage.panel(null);
    else return true; // a letter
    event.preventDefault();
    return true;
  });
}
