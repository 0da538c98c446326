// @ts-check
// One box for a number, an id, a title or any words of a slide. Manual page: tests/spec/stage.md
import { jump } from './position.js';
import { titleOf } from './stage.js';
import { say } from './words.js';

/** @typedef {import('./start.js').Stage} Stage */
/** What is known of a slide: its words as they stand, and folded for comparing. @typedef {{title: string, text: string, names: string[], start: string, all: string}} Entry */

/** Built when something is looked for the first time. @type {Entry[] | null} */
let entries = null;

/** Letters without case and accents. @type {(text: string) => string} */
export function fold(text) {
  return text.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '');
}

/** The words inside a node; of formulas their TeX. @type {(node: Node) => string} */
function wordsIn(node) {
  let words = '';
  for (let child = node.firstChild; child; child = child.nextSibling) {
    if (child.nodeType === 3) words += child.nodeValue;
    if (child.nodeType !== 1) continue;
    const part = /** @type {Element} */ (child);
    const name = part.localName;
    if (name === 'math') words += ` ${part.querySelector('annotation')?.textContent ?? part.textContent} `;
    else if (name !== 'style' && part.ariaHidden !== 'true' && !/\b(foot|strip|title)\b/.test(part.className + '')) {
      const inside = wordsIn(part);
      words += /^(a|b|i|em|strong|span|code|mark|su[bp])$/.test(name) ? inside : ` ${inside} `;
    }
  }
  return words;
}

/** @type {(stage: Stage) => Entry[]} */
function readAll({ slides, stops, role }) {
  return slides.map((slide, index) => {
    const title = titleOf(slide);
    let text = wordsIn(slide);
    if (role === 'presenter') for (const note of slide.querySelectorAll('template')) text += ' ' + wordsIn(note.content);
    text = text.replace(/\s+/g, ' ').trim();
    const { id, number } = stops[index];
    return { title, text, names: [fold(number), fold(id)], start: fold(title), all: fold(`${number} ${id} ${title} ${text}`) };
  });
}

/** @type {(query: string) => string[]} */
function partsOf(query) {
  return fold(query).replace(/^\s*#/, '').split(/\s+/).filter(Boolean);
}

/**
 * The slides that have all words of a query: first the one of this number or id, then titles that begin so, titles, texts.
 * @type {(stage: Stage, query: string) => number[]}
 */
export function search(stage, query) {
  const known = entries ??= readAll(stage);
  const parts = partsOf(query);
  const whole = parts.join(' ');
  /** @type {number[][]} */
  const ranks = [[], [], [], []];
  if (whole) known.forEach(({ names, start, all }, slide) => {
    /** @type {(text: string) => boolean} */
    const has = (text) => parts.every((part) => text.includes(part));
    const rank = names.includes(whole) ? 0 : start.startsWith(whole) ? 1 : has(start) ? 2 : has(all) ? 3 : -1;
    ranks[rank]?.push(slide);
  });
  return ranks.flat();
}

/**
 * A text with the words of a query marked; `length` letters around the first of them.
 * @type {(text: string, parts: string[], length: number) => Node[]}
 */
function excerpt(text, parts, length) {
  // Folding may change how many letters there are: each folded one knows where it came from.
  let folded = '';
  /** @type {number[]} */
  const from = [];
  let place = 0;
  for (const letter of text) {
    for (const plain of fold(letter)) from.push(...Array(plain.length).fill(place)), (folded += plain);
    place += letter.length;
  }
  from.push(place);
  /** @type {[number, number][]} */
  const spans = [];
  for (const part of parts) {
    for (let at = folded.indexOf(part); at >= 0; at = folded.indexOf(part, at + part.length)) spans.push([from[at], from[at + part.length]]);
  }
  spans.sort(([a], [b]) => a - b);
  const first = Math.max(0, (spans[0]?.[0] ?? 0) - length / 5);
  let end = first && text.indexOf(' ', first) + 1;
  const last = end + length;
  const nodes = [new Text(end ? '…' : '')];
  for (const [left, right] of spans) {
    if (left < end || right > last) continue;
    const mark = document.createElement('mark');
    mark.append(text.slice(left, right));
    nodes.push(new Text(text.slice(end, left)), /** @type {any} */ (mark));
    end = right;
  }
  nodes.push(new Text(text.slice(end, last) + (last < text.length ? '…' : '')));
  return nodes;
}

/** @param {Stage} stage */
export function find(stage) {
  const panel = stage.add('div', 'panel find');
  const field = document.createElement('input');
  const list = document.createElement('div');
  panel.hidden = true;
  panel.role = 'search';
  list.role = 'listbox';
  list.id = 'deckle:found';
  field.role = 'combobox';
  field.setAttribute('aria-controls', list.id);
  panel.append(field, list);
  let chosen = 0;
  /** @type {number[]} */
  let found = [];

  /** @type {(index: number) => void} */
  function choose(index) {
    chosen = Math.max(0, Math.min(index, list.children.length - 1));
    [...list.children].forEach((row, at) => row.setAttribute('aria-selected', String(at === chosen)));
    field.setAttribute('aria-activedescendant', list.children[chosen]?.id ?? '');
    list.children[chosen]?.scrollIntoView({ block: 'nearest' });
  }

  function look() {
    found = search(stage, field.value);
    const parts = partsOf(field.value);
    list.replaceChildren(...found.slice(0, 60).map((slide, index) => {
      const { title, text } = /** @type {Entry[]} */ (entries)[slide];
      const row = document.createElement('div');
      row.role = 'option';
      row.id = 'deckle:found' + index;
      for (const [name, nodes] of /** @type {[string, (Node | string)[]][]} */ ([
        ['b', [stage.stops[slide].number]], ['span', excerpt(title, parts, 999)], ['small', excerpt(text, parts, 120)],
      ])) row.appendChild(document.createElement(name)).append(...nodes);
      row.onclick = () => go(index);
      row.onmousemove = () => index === chosen || choose(index);
      return row;
    }));
    panel.dataset.count = field.value.trim() && `${found.length} / ${stage.slides.length}`;
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
  stage.does('find', () => {
    if (!panel.hidden) return stage.panel(null);
    stage.panel(() => {
      panel.hidden = true;
    }, (event, action) => {
      const { key } = event;
      if (event.isComposing) return true;
      if (/^(Escape|F\d+)$/.test(key)) return false;
      const by = { ArrowDown: 1, ArrowUp: -1 }[key];
      if (by) choose(chosen + by);
      else if (key === 'Enter') go(chosen);
      else if (event.ctrlKey || event.metaKey) {
        if (action !== 'find') return true;
        stage.panel(null);
      } else return true; // a letter
      event.preventDefault();
      return true;
    });
    field.ariaLabel = panel.ariaLabel = list.ariaLabel = say('find', stage.language);
    field.placeholder = say('seek', stage.language);
    field.value = '';
    panel.hidden = false;
    look();
    field.focus();
  }, true);
}
