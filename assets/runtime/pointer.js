// @ts-check
// The tools of a hand that points: laser and spotlight here, pen and zoom beside. A pane of glass over the slide carries
// them; places are px of the canvas, so that every window shows them alike. Manual page: tests/spec/stage.md
import { curves, tenth } from './geometry.js';
import { ink } from './ink.js';
import { zooming } from './zoom.js';

/** @typedef {import('./start.js').Stage} Stage */

/**
 * Where things are. `size`: the canvas in its own px, and how many px of the window one of them is without zoom. `at`: a place of the
 * window in px of the canvas. `mouse`: the mouse there, or null when it is not over the slide. `held`: whether the audience is held at
 * an earlier picture. `follows`: whether what other windows tell counts here.
 * @typedef {object} Sight
 * @property {() => {left: number, top: number, width: number, height: number, k: number}} size
 * @property {() => {x: number, y: number}} middle
 * @property {(left: number, top: number) => {x: number, y: number}} at
 * @property {() => {x: number, y: number} | null} mouse
 * @property {() => boolean} held
 * @property {() => boolean} follows
 */

/** @param {Stage} stage */
export function pointer(stage) {
  const { deck, root } = stage;
  const glass = document.createElement('div');
  glass.className = 'glass';
  glass.innerHTML = '<svg class="trail"></svg><i class="light" hidden></i><i class="dot" hidden></i>';
  glass.setAttribute('aria-hidden', 'true');
  deck.append(glass);
  const [trail, light, dot] = /** @type {any} */ (glass.children);
  let tool = '';
  let radius = 140;
  /** Where the mouse was last, in px of the window. @type {{left: number, top: number} | null} */
  let place = null;
  /** What is shown: a dot, or a circle of light of radius r, in px of the canvas. @type {{x: number, y: number, r: number} | null} */
  let shown = null;
  /** The last places of the dot, on the glass. @type {{x: number, y: number, time: number}[]} */
  let tail = [];
  let fading = 0;
  let planned = 0;

  const held = () => stage.role === 'stage' && !!stage.session.frozen && stage.accompanied();
  /** @type {Sight} */
  const sight = {
    held,
    follows: () => stage.role === 'presenter' || stage.accompanied(),
    size() {
      const { left, top, width } = glass.getBoundingClientRect();
      return { left, top, width: glass.offsetWidth, height: glass.offsetHeight, k: width / glass.offsetWidth || 1 };
    },
    middle: () => ({ x: glass.offsetWidth / 2, y: glass.offsetHeight / 2 }),
    at(x, y) {
      const { left, top, k } = sight.size();
      const middle = sight.middle();
      const zoom = stage.session.zoom ?? { ...middle, scale: 1 };
      return { x: zoom.x + ((x - left) / k - middle.x) / zoom.scale, y: zoom.y + ((y - top) / k - middle.y) / zoom.scale };
    },
    mouse() {
      if (!place) return null;
      const { left, top, width, height, k } = sight.size();
      const inside = place.left >= left && place.left <= left + width * k && place.top >= top && place.top <= top + height * k;
      return inside ? sight.at(place.left, place.top) : null;
    },
  };

  /** Draws dot or light where it belongs on the glass, which does not grow when the slide does. */
  function draw() {
    const now = held() ? null : shown;
    dot.hidden = !now || !!now.r;
    light.hidden = !now?.r;
    if (!now) return;
    const middle = sight.middle();
    const zoom = stage.session.zoom ?? { ...middle, scale: 1 };
    const [x, y] = [(now.x - zoom.x) * zoom.scale + middle.x, (now.y - zoom.y) * zoom.scale + middle.y];
    dot.style.translate = light.style.translate = `${x}px ${y}px`;
    light.style.setProperty('--r', now.r + 'px');
    if (now.r) return;
    tail.push({ x, y, time: performance.now() });
    fading ||= requestAnimationFrame(fade);
  }

  /** The trail is what the last fifth of a second has left of the dot's way. */
  function fade() {
    const now = performance.now();
    tail = tail.filter(({ time }) => now - time < 200);
    const points = dot.hidden ? [] : tail.flatMap(({ x, y, time }) => [x, y, tenth(16 - (now - time) / 14)]);
    trail.replaceChildren(...curves(points).map(({ width, line }) => {
      const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
      path.setAttribute('d', line);
      path.setAttribute('stroke-width', String(width));
      return path;
    }));
    fading = points.length ? requestAnimationFrame(fade) : 0;
  }

  /** Shows and tells where the mouse points now. */
  function point() {
    planned = 0;
    const at = tool && tool !== 'pen' ? sight.mouse() : null;
    if (!at && !shown) return;
    shown = at && { x: tenth(at.x), y: tenth(at.y), r: tool === 'laser' ? 0 : radius };
    draw();
    stage.tell('laser', shown);
  }

  /** At most once a frame. */
  function plan() {
    planned ||= requestAnimationFrame(point);
  }

  /** @param {number} factor */
  function widen(factor) {
    radius = Math.max(40, Math.min(500, Math.round(radius * factor)));
    plan();
  }

  for (const name of ['laser', 'pen', 'spotlight']) stage.does(name, () => {
    if (tool === name) return stage.panel(null);
    stage.panel(() => {
      tool = '';
      delete root.dataset.tool;
      point();
    });
    root.dataset.tool = tool = name;
    point();
  });

  ink(stage, sight, glass);
  const zooms = zooming(stage, sight);

  stage.on('message:laser', (value) => {
    if (!sight.follows()) return;
    shown = value;
    draw();
  });
  // A window that went took its dot along.
  stage.on('windows', () => {
    if (tool) return;
    shown = null;
    draw();
  });
  stage.on('draw', () => {
    if (tool && !stage.presenting()) stage.panel(null);
    if (shown) draw();
  });

  addEventListener('pointermove', (event) => {
    place = { left: event.clientX, top: event.clientY };
    if (tool) plan();
  });
  document.documentElement.addEventListener('pointerleave', () => {
    place = null;
    if (tool) plan();
  });
  addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !/^[-+=]$/.test(event.key)) return;
    if (tool === 'spotlight') widen(event.key === '-' ? 1 / 1.15 : 1.15);
  });
  deck.addEventListener('wheel', (event) => {
    if (tool !== 'spotlight' || event.ctrlKey) return;
    event.preventDefault();
    widen(1.0015 ** -event.deltaY);
  }, { passive: false });

  // With a tool in hand neither a click nor a finger turns the page; links and buttons do what they say.
  for (const kind of ['click', 'touchstart', 'touchend']) addEventListener(kind, (event) => {
    const target = /** @type {Element} */ (event.target);
    if (!stage.presenting() || !target.closest?.('main.deck') || target.closest('a, button, summary, input, video, audio')) return;
    if (tool || (kind === 'click' ? zooms(target) : stage.session.zoom)) event.stopImmediatePropagation();
  }, { capture: true, passive: true });
}
