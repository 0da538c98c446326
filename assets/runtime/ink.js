// @ts-check
// The pen: ink of each slide, the same in all windows, until they are closed. Manual page: tests/spec/stage.md
import { curves, meets, tenth } from './geometry.js';
import { say } from './words.js';

/** @typedef {import('./start.js').Stage} Stage */
/** @typedef {import('./pointer.js').Sight} Sight */

/**
 * What can be undone: a stroke (`points` are x, y, width in turn, in px of the canvas), or what one sweep of the eraser took away.
 * @typedef {{id: string, pen?: number, points?: number[], gone?: string[]}} Mark
 */
/** What the windows tell each other: points from an index on, the ids that are gone, or that a mark is undone. @typedef {Mark & {slide: string, from?: number, undone?: boolean}} Change */

/** How wide each pen is: three colours, the highlighter; and how far the eraser reaches. */
const widths = [5, 5, 5, 26, 14];
/** Numbers kept of one stroke and of one slide; a longer stroke goes on as a new one, the oldest ink of a slide gives way. */
const longest = 6000;
const fullest = 150000;
const icons = ['', '', '', 'M4 20h9M6 15l3 3M14 4l6 6-8 8H8l-2-2v-4z', 'M8 20h12M4 14l9-9 7 7-8 8H9z', 'M9 5 4 10l5 5M4 10h10a5 5 0 0 1 0 10h-3', 'M4 7h16M9 7V4h6v3M6 7l1 13h10l1-13', 'M5 5l14 14M19 5 5 19'];

/** @param {Stage} stage @param {Sight} sight @param {HTMLElement} glass */
export function ink(stage, sight, glass) {
  const { role, root } = stage;
  const store = 'deckle ink ' + role + location.pathname;
  /** The marks of each slide, by its key. @type {Map<string, Mark[]>} */
  let pages = new Map();
  /** How many changes were made: of two windows the one that saw more knows. */
  let count = 0;
  let saving = 0;
  let pen = 0;
  /** What is being drawn: its mark's name, where it began to be told, and what is not told yet. */
  let stroke = { id: '', slide: '', pen: 0, from: 0, points: [0], gone: [''] };
  let active = -1;
  let planned = 0;
  let pencil = false;
  /** @type {WeakMap<Mark, SVGElement>} */
  const shapes = new WeakMap();

  const key = (/** @type {HTMLElement} */ slide) => slide.dataset.key ?? slide.id;
  const here = () => key(stage.slides[stage.shown.slide]);
  const name = () => Math.random().toString(36).slice(2, 10);
  const taken = (/** @type {Mark[]} */ marks) => new Set(marks.flatMap((mark) => mark.gone ?? []));

  /** @type {(kind: string, attributes: Record<string, string | number>) => SVGElement} */
  function shape(kind, attributes) {
    const element = document.createElementNS('http://www.w3.org/2000/svg', kind);
    for (const attribute in attributes) element.setAttribute(attribute, String(attributes[attribute]));
    return element;
  }

  /** @type {(slide: string) => Element | null} */
  function layer(slide) {
    const canvas = stage.slides.find((other) => key(other) === slide)?.querySelector('.canvas');
    return canvas ? canvas.querySelector('.ink') ?? canvas.appendChild(shape('svg', { class: 'ink', 'aria-hidden': 'true' })) : null;
  }

  /** @type {(mark: Mark) => SVGElement} */
  function drawn(mark, again = false) {
    let group = shapes.get(mark);
    if (group && !again) return group;
    group ??= shape('g', { class: 'pen' + mark.pen });
    group.replaceChildren(...curves(mark.points ?? []).map(({ width, line }) => shape('path', { d: line, 'stroke-width': width })));
    shapes.set(mark, group);
    return group;
  }

  /** Draws all that is left of a slide's ink. @type {(slide: string) => void} */
  function draw(slide) {
    const marks = pages.get(slide) ?? [];
    const gone = taken(marks);
    layer(slide)?.replaceChildren(...marks.filter((mark) => mark.points && !gone.has(mark.id)).map((mark) => drawn(mark)));
  }

  /** Draws everything anew: after a reload, a swap, or when another window knew more. */
  function all() {
    for (const slide of pages.keys()) draw(slide);
  }

  /** @param {Change} change */
  function take({ slide, id, pen: kind, from = 0, points, gone, undone }) {
    count += 1;
    clearTimeout(saving);
    saving = setTimeout(save, 400);
    const marks = pages.get(slide) ?? [];
    pages.set(slide, marks);
    let mark = marks.find((mark) => mark.id === id);
    if (undone) {
      pages.set(slide, marks.filter((mark) => mark.id !== id));
    } else if (points) {
      if (!mark && from) return; // it was undone meanwhile
      if (!mark) marks.push(mark = { id, pen: kind, points: [] });
      mark.points?.splice(from, Infinity, ...points);
      const group = drawn(mark, true);
      if (!group.parentNode) layer(slide)?.append(group);
      if (marks.reduce((sum, mark) => sum + (mark.points?.length ?? 0), 0) < fullest) return;
      marks.shift();
    } else {
      if (!mark) marks.push(mark = { id });
      mark.gone = gone;
    }
    draw(slide);
  }

  /** @param {Change} change */
  function put(change) {
    take(change);
    stage.tell('ink', change);
  }

  function save() {
    try {
      sessionStorage.setItem(store, JSON.stringify({ count, pages: [...pages] }));
    } catch {} // no storage here, or no room: another window may still know
  }

  /** @param {any} kept */
  function adopt(kept) {
    if (!(kept?.count > count)) return;
    for (const slide of pages.keys()) layer(slide)?.replaceChildren();
    count = kept.count;
    pages = new Map(kept.pages);
    all();
  }

  function undo() {
    const id = pages.get(here())?.at(-1)?.id;
    if (id) put({ slide: here(), id, undone: true });
  }

  stage.does('clear', () => {
    const marks = pages.get(here()) ?? [];
    const gone = taken(marks);
    const left = marks.filter((mark) => mark.points && !gone.has(mark.id)).map((mark) => mark.id);
    if (left.length) put({ slide: here(), id: name(), gone: left });
  });

  /** Tells what was drawn since the last frame. */
  function flush() {
    planned = 0;
    const { slide, id, from, points, gone } = stroke;
    if (stroke.pen === 4) {
      if (gone.length > from) put({ slide, id, gone: [...gone] });
      stroke.from = gone.length;
    } else if (points.length) {
      put({ slide, id, pen: stroke.pen, from, points });
      stroke.from += points.length;
      stroke.points = [];
    }
  }

  /** @param {PointerEvent} event */
  function add(event) {
    const { x, y } = sight.at(event.clientX, event.clientY);
    if (stroke.pen === 4) {
      const marks = pages.get(stroke.slide) ?? [];
      for (const { id, points } of marks) if (points && !stroke.gone.includes(id) && !taken(marks).has(id) && meets(points, x, y, widths[4])) stroke.gone.push(id);
      return;
    }
    const [left, top] = last;
    if (Math.hypot(x - left, y - top) < 1) return;
    if (stroke.from + stroke.points.length >= longest) {
      const end = stroke.points.slice(-3);
      flush();
      stroke = { ...stroke, id: name(), from: 0, points: end };
    }
    last = [x, y];
    // Pressure in steps, since each width is a curve of its own.
    const pressure = event.pointerType === 'pen' && event.pressure ? Math.round((0.4 + 1.2 * event.pressure) * 8) / 8 : 1;
    stroke.points.push(tenth(x), tenth(y), tenth(widths[stroke.pen] * pressure));
  }
  let last = [-9, -9];

  glass.addEventListener('pointerdown', (event) => {
    pencil ||= event.pointerType === 'pen';
    // With a pen in the hand a finger is the palm.
    if (active >= 0 || (pencil && event.pointerType === 'touch')) return;
    active = event.pointerId;
    glass.setPointerCapture(active);
    root.dataset.dragging = '';
    // The right button, a pen's button and its other end erase.
    stroke = { id: name(), slide: here(), pen: event.button ? 4 : pen, from: 0, points: [], gone: [] };
    last = [-9, -9];
    move(event);
  });
  /** @param {PointerEvent} event */
  function move(event) {
    if (event.pointerId !== active) return;
    const events = event.getCoalescedEvents?.() ?? [];
    (events.length ? events : [event]).forEach(add);
    planned ||= requestAnimationFrame(flush);
  }
  function up(/** @type {PointerEvent} */ event) {
    if (event.pointerId !== active) return;
    stop();
  }
  function stop() {
    if (active < 0) return;
    active = -1;
    delete root.dataset.dragging;
    cancelAnimationFrame(planned);
    flush();
  }
  glass.addEventListener('pointermove', move);
  glass.addEventListener('pointerup', up);
  glass.addEventListener('pointercancel', up);
  glass.addEventListener('contextmenu', (event) => event.preventDefault());

  // The tools beside the pen.
  const bar = document.createElement('div');
  bar.className = 'tools';
  bar.setAttribute('role', 'toolbar');
  bar.setAttribute('aria-label', say('pen', root.lang));
  const buttons = ['red', 'blue', 'green', 'highlighter', 'eraser', 'undo', 'clear', 'close'].map((word, index) => {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'pen' + index;
    button.title = say(word, root.lang);
    button.setAttribute('aria-label', button.title);
    const icon = shape('svg', { viewBox: '0 0 24 24', 'aria-hidden': 'true' });
    icon.append(icons[index] ? shape('path', { d: icons[index] }) : shape('circle', { cx: 12, cy: 12, r: 8 }));
    button.append(icon);
    button.addEventListener('click', () => {
      if (index < 5) choose(index);
      else if (index === 5) undo();
      else stage.act(word);
    });
    return button;
  });
  bar.append(...buttons);
  // The focus stays where it was, so that Space still turns the page.
  bar.addEventListener('mousedown', (event) => event.preventDefault());
  stage.deck.append(bar);

  /** @param {number} next */
  function choose(next) {
    pen = next;
    root.dataset.pen = String(pen);
    buttons.forEach((button, index) => index < 5 && button.setAttribute('aria-pressed', String(index === pen)));
  }
  choose(0);

  stage.on('message:ink', (change) => sight.follows() && take(change));
  stage.on('message:inks', (kept) => sight.follows() && adopt(kept));
  stage.on('message:hello', () => count && stage.tell('inks', { count, pages: [...pages] }));
  stage.on('swap', all);
  stage.on('draw', ({ turned }) => turned && stop());
  addEventListener('pagehide', save);
  addEventListener('keydown', (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey || event.key.toLowerCase() !== 'z') return;
    if (!stage.presenting() || /** @type {Element} */ (event.target).closest?.('input, textarea, [contenteditable]')) return;
    event.preventDefault();
    undo();
  });
  try {
    adopt(JSON.parse(sessionStorage.getItem(store) ?? 'null'));
  } catch {} // what cannot be read is forgotten
}
