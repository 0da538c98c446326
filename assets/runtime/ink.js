// @ts-check
// The pen: ink of each slide, the same in all windows, until they are closed. Manual page: tests/spec/stage.md
import { curves, meets, tenth } from './geometry.js';
import { say } from './words.js';

/** @typedef {import('./start.js').Stage} Stage */
/** @typedef {import('./pointer.js').Sight} Sight */

/**
 * What can be undone: a stroke (`points` are x, y, width in turn, in px of the canvas), or which strokes were taken away.
 * @typedef {{id: string, pen?: number, points?: number[], gone?: string[]}} Mark
 */
/** What the windows tell each other: a mark, or the points of a stroke from an index on; only an id: it is undone. @typedef {Mark & {slide: string, from?: number}} Change */

/** How wide each pen is: three colours, the highlighter; and how far the eraser reaches. */
const widths = [5, 5, 5, 26, 14];
/** Numbers kept of one stroke and of one slide; a longer stroke goes on as a new one, the oldest ink of a slide gives way. */
const [longest, fullest] = [6000, 150000];
/** The tools, and how they are drawn. */
const tools = [
  ['pen'], ['pen'], ['pen'], ['highlighter', 'M4 20h9M6 15l3 3M14 4l6 6-8 8H8l-2-2v-4z'], ['eraser', 'M8 20h12M4 14l9-9 7 7-8 8H9z'],
  ['undo', 'M9 5 4 10l5 5M4 10h10a5 5 0 0 1 0 10h-3'], ['clear', 'M4 7h16M9 7V4h6v3M6 7l1 13h10l1-13'], ['close', 'M5 5l14 14M19 5 5 19'],
];

/** @type {(kind: string, attributes: Record<string, any>) => SVGElement} */
function shape(kind, attributes) {
  const element = document.createElementNS('http://www.w3.org/2000/svg', kind);
  for (const name in attributes) element.setAttribute(name, attributes[name]);
  return element;
}

/** A stroke as elements of a drawing. @type {(points: number[]) => SVGElement[]} */
export function lines(points) {
  return curves(points).map(({ width, line }) => shape('path', { d: line, 'stroke-width': width }));
}

/** @param {Stage} stage @param {Sight} sight @param {HTMLElement} glass */
export function ink(stage, sight, glass) {
  const { root } = stage;
  const store = 'deckle ink ' + stage.role + location.pathname;
  /** The marks of each slide, by its key. @type {Map<string, Mark[]>} */
  let pages = new Map();
  /** How many changes were made: of two windows the one that saw more knows. */
  let count = 0;
  let saving = 0;
  let pen = 0;
  /** What is being drawn: how much of it is told, and what is not. @type {{slide: string, id: string, pen: number, from: number, points: number[]}} */
  let stroke;
  /** Where the pen or the eraser was last. @type {number[]} */
  let last = [];
  let active = -1;
  let pencil = false;
  /** What is drawn of a stroke. @type {WeakMap<Mark, [number, SVGElement]>} */
  const drawn = new WeakMap();

  const key = (/** @type {HTMLElement} */ slide) => slide.dataset.key ?? slide.id;
  const here = () => key(stage.slides[stage.shown.slide]);
  const name = () => Math.random().toString(36).slice(2, 10);
  const marksOf = (/** @type {string} */ slide) => pages.get(slide) ?? [];

  /** The strokes that nobody took away. @type {(slide: string) => any[]} */
  function strokes(slide) {
    const gone = marksOf(slide).flatMap((mark) => mark.gone ?? []);
    return marksOf(slide).filter(({ id, points }) => points && !gone.includes(id));
  }

  /** @type {(slide: string) => void} */
  function draw(slide) {
    const canvas = stage.slides.find((other) => key(other) === slide)?.querySelector('.canvas');
    if (!canvas) return;
    const layer = canvas.querySelector(':scope > svg.ink') ?? canvas.appendChild(shape('svg', { class: 'ink', 'aria-hidden': true }));
    layer.replaceChildren(...strokes(slide).map((mark) => {
      const [size, group] = drawn.get(mark) ?? [0, shape('g', { class: 'pen' + mark.pen })];
      if (size !== mark.points.length) group.replaceChildren(...lines(mark.points));
      drawn.set(mark, [mark.points.length, group]);
      return group;
    }));
  }

  /** @param {Change} change */
  function take({ slide, id, pen, from, points, gone }) {
    count += 1;
    clearTimeout(saving);
    saving = setTimeout(save, 400);
    let marks = marksOf(slide);
    const mark = marks.find((mark) => mark.id === id);
    if (gone || (points && !from)) marks = [...marks, { id, pen, points, gone }];
    else if (!points) marks = marks.filter((other) => other !== mark);
    else mark?.points?.splice(from ?? 0, Infinity, ...points); // without a mark it was undone meanwhile
    if (marks.reduce((sum, { points }) => sum + (points?.length ?? 0), 0) > fullest) marks = marks.slice(1);
    pages.set(slide, marks);
    draw(slide);
  }

  /** @param {Change} change */
  function put(change) {
    take(change);
    stage.tell('ink', change);
  }

  const packed = () => ({ count, pages: [...pages] });

  function save() {
    try {
      sessionStorage.setItem(store, JSON.stringify(packed()));
    } catch {} // no storage here, or no room: another window may still know
  }

  /** @param {any} kept */
  function adopt(kept) {
    if (!(kept?.count > count)) return;
    const old = pages;
    count = kept.count;
    pages = new Map(kept.pages);
    [...old.keys(), ...pages.keys()].forEach(draw);
  }

  function undo() {
    const mark = marksOf(here()).at(-1);
    if (mark) put({ slide: here(), id: mark.id });
  }

  stage.does('clear', () => {
    const gone = strokes(here()).map(({ id }) => id);
    if (gone.length) put({ slide: here(), id: name(), gone });
  });

  /** Tells what was drawn since the last frame. */
  function flush() {
    if (!stroke.points.length) return;
    put({ ...stroke });
    stroke.from += stroke.points.length;
    stroke.points = [];
  }
  const plan = sight.framed(flush);

  /** @type {(kind: number, points: number[]) => void} */
  function begin(kind, points) {
    stroke = { slide: here(), id: name(), pen: kind, from: 0, points };
  }

  /** @param {PointerEvent} event */
  function add(event) {
    const { x, y } = sight.at(event.clientX, event.clientY);
    const [left = x, top = y] = last;
    const way = Math.hypot(x - left, y - top);
    if (last.length && way < 1) return;
    // Pressure in steps, since each width is a curve of its own.
    const pressure = event.pointerType === 'pen' && event.pressure ? Math.round((0.4 + 1.2 * event.pressure) * 8) / 8 : 1;
    last = [tenth(x), tenth(y), tenth(widths[stroke.pen] * pressure)];
    if (stroke.pen === 4) {
      for (let share = 1; share >= 0; share -= widths[4] / (way || 1)) for (const { id, points } of strokes(stroke.slide)) {
        if (meets(points, left + (x - left) * share, top + (y - top) * share, widths[4])) put({ slide: stroke.slide, id: name(), gone: [id] });
      }
      return;
    }
    stroke.points.push(...last);
    if (stroke.from + stroke.points.length < longest) return;
    flush();
    begin(stroke.pen, [...last]);
  }

  /** @param {PointerEvent} event */
  function move(event) {
    if (event.pointerId !== active) return;
    const events = event.getCoalescedEvents?.() ?? [];
    (events.length ? events : [event]).forEach(add);
    plan();
  }

  function stop() {
    if (active < 0) return;
    active = -1;
    delete root.dataset.dragging;
    flush();
  }

  glass.addEventListener('pointerdown', (event) => {
    pencil ||= event.pointerType === 'pen';
    // With a pen in the hand a finger is the palm.
    if (active >= 0 || (pencil && event.pointerType === 'touch')) return;
    active = event.pointerId;
    glass.setPointerCapture(active);
    root.dataset.dragging = '';
    last = [];
    // The right button, a pen's button and its other end erase.
    begin(event.button ? 4 : pen, []);
    move(event);
  });
  glass.addEventListener('pointermove', move);
  glass.addEventListener('lostpointercapture', (event) => event.pointerId === active && stop());
  glass.addEventListener('contextmenu', (event) => event.preventDefault());

  const bar = document.createElement('div');
  bar.className = 'tools';
  bar.role = 'toolbar';
  bar.ariaLabel = say('pen', root.lang);
  const buttons = tools.map(([word, icon], index) => {
    const button = document.createElement('button');
    button.className = 'pen' + index;
    button.title = button.ariaLabel = say(word, root.lang) + (icon ? '' : ' ' + (index + 1));
    const drawing = shape('svg', { viewBox: '0 0 24 24' });
    drawing.append(icon ? shape('path', { d: icon }) : shape('circle', { cx: 12, cy: 12, r: 8 }));
    button.append(drawing);
    button.onclick = () => {
      if (index < 5) choose(index);
      else if (index === 5) undo();
      else stage.act(word);
    };
    return button;
  });
  bar.append(...buttons);
  // The focus stays where it was, so that Space still turns the page.
  bar.onmousedown = (event) => event.preventDefault();
  stage.deck.append(bar);

  /** @param {number} next */
  function choose(next) {
    pen = next;
    buttons.slice(0, 5).forEach((button, index) => {
      button.ariaPressed = String(index === pen);
    });
  }
  choose(0);

  stage.on('message:ink', (change) => sight.follows() && take(change));
  stage.on('message:inks', (kept) => sight.follows() && adopt(kept));
  stage.on('message:hello', () => count && stage.tell('inks', packed()));
  stage.on('swap', () => [...pages.keys()].forEach(draw));
  stage.on('draw', ({ turned }) => turned && stop());
  addEventListener('pagehide', save);
  addEventListener('keydown', (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.shiftKey || event.key !== 'z' || !stage.presenting()) return;
    if (/** @type {Element} */ (event.target).closest?.('input, textarea')) return;
    event.preventDefault();
    undo();
  });
  try {
    adopt(JSON.parse(sessionStorage.getItem(store) ?? 'null'));
  } catch {} // what cannot be read is forgotten
}
