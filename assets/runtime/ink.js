// @ts-check
// The pen: ink of each slide, the same in all windows, until they are closed. Manual page: tests/spec/stage.md
import { curves, tenth } from './geometry.js';
import { add } from './stage.js';
import { say } from './words.js';

/** @typedef {import('./start.js').Stage} Stage */
/** @typedef {import('./pointer.js').Sight} Sight */

/**
 * What can be undone: a stroke (`points` are x, y, width in turn, in px of the canvas), or which strokes were taken away.
 * @typedef {{id: string, pen?: number, points?: number[], gone?: string[]}} Mark
 */
/** What the windows tell each other: a mark as it is now, or that it is undone. @typedef {Mark & {slide: string, undone?: boolean}} Change */

/** How wide each pen is: three colours, the highlighter. */
const widths = [5, 5, 5, 26];
/** Numbers kept of one stroke and of one slide; a longer stroke goes on as a new one, the oldest ink of a slide gives way. */
const [longest, fullest] = [6000, 150000];
/** The tools and their signs. */
const tools = [['pen', '●'], ['pen', '●'], ['pen', '●'], ['highlighter', '▬'], ['undo', '↶'], ['clear', '∅'], ['close', '✕']];

/** A stroke as markup of a drawing; all of it is numbers. @type {(points: number[]) => string} */
export function lines(points) {
  return curves(points).map(({ width, line }) => `<path d="${line}" stroke-width="${+width}"/>`).join('');
}

/** @param {Stage} stage @param {Sight} sight @param {HTMLElement} glass */
export function ink(stage, sight, glass) {
  const { root } = stage;
  /** The marks of each slide, by its key. @type {Map<string, Mark[]>} */
  let pages = new Map();
  /** How many changes were made: of two windows the one that saw more knows. */
  let count = 0;
  let pen = 0;
  /** What is being drawn. @type {{slide: string, id: string, pen: number, points: number[]}} */
  let stroke;
  /** Where the pen was last. @type {number[]} */
  let last = [];
  let active = -1;
  let pencil = false;

  const here = () => keyOf(stage.slides[stage.shown.slide]);
  const keyOf = (/** @type {HTMLElement} */ slide) => slide.dataset.key ?? slide.id;
  const marksOf = (/** @type {string} */ slide) => pages.get(slide) ?? [];

  /** The strokes that nobody took away. @type {(slide: string) => any[]} */
  function strokes(slide) {
    const gone = marksOf(slide).flatMap((mark) => mark.gone ?? []);
    return marksOf(slide).filter(({ id, points }) => points && !gone.includes(id));
  }

  /** Draws the ink of one slide, or of all. @type {(only?: string) => void} */
  function draw(only) {
    for (const slide of stage.slides) if (!only || keyOf(slide) === only) {
      const found = strokes(keyOf(slide));
      const layer = slide.querySelector('.canvas > .ink');
      if (layer) layer.innerHTML = found.map(({ pen, points }) => `<g class="pen${+pen}">${lines(points)}</g>`).join('');
      else if (found.length) {
        slide.querySelector('.canvas')?.insertAdjacentHTML('beforeend', '<svg class="ink" aria-hidden="true"></svg>');
        draw(keyOf(slide));
      }
    }
  }

  /** @param {Change} change */
  function take({ slide, undone, ...mark }) {
    count += 1;
    const marks = marksOf(slide).filter(({ id }) => id !== mark.id);
    if (!undone) marks.push(mark);
    if (marks.flatMap(({ points }) => points ?? []).length > fullest) marks.shift();
    pages.set(slide, marks);
    draw(slide);
  }

  /** @param {Partial<Change>} change */
  function put(change) {
    const whole = { slide: here(), id: Math.random() + '', ...change };
    take(whole);
    stage.tell('ink', whole);
  }
  const plan = sight.framed(() => stroke.points.length && put(stroke));

  stage.does('undo', () => {
    const mark = marksOf(here()).at(-1);
    if (mark) put({ id: mark.id, undone: true });
  });
  stage.does('clear', () => {
    const gone = strokes(here()).map(({ id }) => id);
    if (gone.length) put({ gone });
  });

  /** @type {(kind: number, points: number[]) => void} */
  function begin(kind, points) {
    stroke = { slide: here(), id: Math.random() + '', pen: kind, points };
  }

  /** @param {PointerEvent} event */
  function move(event) {
    if (event.pointerId !== active) return;
    const { x, y } = sight.at(event.clientX, event.clientY);
    const [left = x, top = y] = last;
    const way = Math.hypot(x - left, y - top);
    if (last.length && way < 1) return;
    // Pressure in steps, since each width is a curve of its own.
    const pressure = event.pointerType === 'pen' ? Math.round(3 + 10 * event.pressure) / 8 : 1;
    last = [tenth(x), tenth(y), tenth(widths[stroke.pen] * pressure)];
    stroke.points.push(...last);
    plan();
    if (stroke.points.length < longest) return;
    put(stroke);
    begin(stroke.pen, [...last]);
  }

  glass.onpointerdown = (event) => {
    pencil ||= event.pointerType === 'pen';
    // With a pen in the hand a finger is the palm.
    if (active >= 0 || (pencil && event.pointerType === 'touch')) return;
    active = event.pointerId;
    glass.setPointerCapture(active);
    root.dataset.dragging = '';
    last = [];
    begin(pen, []);
    move(event);
  };
  glass.onpointermove = move;
  glass.onlostpointercapture = () => {
    active = -1;
    delete root.dataset.dragging;
  };
  glass.oncontextmenu = () => false;

  const bar = add('div', 'tools', stage.deck);
  bar.role = 'toolbar';
  bar.ariaLabel = say('pen', root.lang);
  const buttons = tools.map(([word, sign], index) => {
    const button = add('button', 'pen' + index, bar);
    button.dataset.sign = sign; // drawn by the style sheet: it is no text of the talk
    button.title = button.ariaLabel = say(word, root.lang) + (index < 3 ? ' ' + (index + 1) : '');
    button.onclick = () => (index < 4 ? choose(index) : stage.act(word));
    return button;
  });
  // The focus stays where it was, so that Space still turns the page.
  bar.onmousedown = () => false;

  /** @param {number} next */
  function choose(next) {
    pen = next;
    buttons.slice(0, 4).forEach((button, index) => {
      button.ariaPressed = String(index === pen);
    });
  }
  choose(0);

  stage.on('message:ink', take);
  stage.on('swap', () => draw());
  stage.on('pack', (packed) => {
    packed.ink = { count, pages: [...pages] };
  });
  stage.on('adopt', ({ ink }) => {
    if (!(ink?.count > count)) return;
    count = ink.count;
    pages = new Map(ink.pages);
    draw();
  });
}
