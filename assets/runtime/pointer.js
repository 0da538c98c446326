// @ts-check
// The tools of a hand that points: laser and spotlight here, pen and zoom beside. A pane of glass over the slide carries
// them; places are px of the canvas, so that every window shows them alike. Manual page: tests/spec/stage.md
import { tenth } from './geometry.js';
import { ink, lines } from './ink.js';
import { add } from './stage.js';
import { zooming } from './zoom.js';

/** @typedef {import('./start.js').Stage} Stage */

/**
 * Where things are. `size`: the canvas in its own px, its corner in the window, and how many px of the window one of its px is
 * without zoom. `view`: the part that is seen. `at`: a place of the window in px of the canvas. `mouse`: the mouse there, null when it
 * is not over the slide. `held`: whether the audience is held at an earlier picture. `framed`: the same function, run at the next frame, once.
 * @typedef {object} Sight
 * @property {() => {x: number, y: number, width: number, height: number, k: number}} size
 * @property {() => import('./geometry.js').Part} view
 * @property {(left: number, top: number) => {x: number, y: number}} at
 * @property {() => {x: number, y: number} | null} mouse
 * @property {() => boolean} held
 * @property {(run: () => void) => () => void} framed
 */

/** @param {Stage} stage */
export function pointer(stage) {
  const { deck, root, role } = stage;
  if (role === 'embed' || root.dataset.print) return; // nobody points there
  const glass = add('div', 'glass', deck);
  glass.ariaHidden = 'true';
  glass.innerHTML = '<svg></svg><i hidden></i><b hidden></b>';
  const [trail, light, dot] = /** @type {any} */ (glass.children);
  let tool = '';
  let radius = 140;
  /** Where the mouse is, in px of the window. @type {PointerEvent | null} */
  let place = null;
  /** What is shown: a dot, or a circle of light of radius r, in px of the canvas. @type {{x: number, y: number, r: number} | null} */
  let shown = null;
  /** The last places of the dot on the glass: x, y, time. @type {number[][]} */
  let tail = [];

  /** @type {Sight} */
  const sight = {
    held: () => role === 'stage' && !!stage.session.frozen && stage.accompanied(),
    framed(run) {
      let planned = 0;
      return () => {
        planned ||= requestAnimationFrame(() => {
          planned = 0;
          run();
        });
      };
    },
    size() {
      const { offsetWidth: width, offsetHeight: height } = glass;
      const box = glass.getBoundingClientRect();
      return { x: box.x, y: box.y, width, height, k: box.width / width || 1 };
    },
    view: () => stage.session.zoom ?? { x: glass.offsetWidth / 2, y: glass.offsetHeight / 2, scale: 1 },
    at(left, top) {
      const { x, y, width, height, k } = sight.size();
      const view = sight.view();
      return { x: view.x + ((left - x) / k - width / 2) / view.scale, y: view.y + ((top - y) / k - height / 2) / view.scale };
    },
    mouse() {
      const box = glass.getBoundingClientRect();
      const over = place && place.x >= box.x && place.y >= box.y && place.x <= box.right && place.y <= box.bottom;
      return over ? sight.at(place.x, place.y) : null;
    },
  };

  /** Draws dot or light where it belongs on the glass, which does not grow when the slide does. */
  function draw() {
    const now = sight.held() ? null : shown;
    dot.hidden = !now || now.r;
    light.hidden = !now?.r;
    if (!now) return;
    const view = sight.view();
    const x = (now.x - view.x) * view.scale + glass.offsetWidth / 2;
    const y = (now.y - view.y) * view.scale + glass.offsetHeight / 2;
    dot.style.translate = light.style.translate = `${x}px ${y}px`;
    light.style.setProperty('--r', now.r + 'px');
    tail.push([x, y, performance.now()]);
    fade();
  }

  /** The trail is what the last fifth of a second has left of the dot's way. */
  const fade = sight.framed(() => {
    const now = performance.now();
    tail = tail.filter(([, , time]) => !dot.hidden && now - time < 200);
    trail.innerHTML = lines(tail.flatMap(([x, y, time]) => [x, y, tenth(16 - (now - time) / 14)]));
    if (tail.length) fade();
  });

  /** Shows and tells where the mouse points now. */
  function point() {
    const at = tool && tool !== 'pen' && sight.mouse();
    if (!at && !shown) return;
    shown = at ? { x: tenth(at.x), y: tenth(at.y), r: tool === 'laser' ? 0 : radius } : null;
    draw();
    stage.tell('laser', shown);
  }
  const plan = sight.framed(() => tool && point());

  for (const name of ['laser', 'pen', 'spotlight']) stage.does(name, () => {
    if (tool === name) return void stage.panel(null);
    stage.panel(() => {
      tool = '';
      delete root.dataset.tool;
      point();
    });
    root.dataset.tool = tool = name;
    point();
  });

  ink(stage, sight, glass);
  const scaleBy = zooming(stage, sight);

  stage.on('message:laser', (value) => {
    shown = value;
    draw();
  });
  // A window that went took its dot along.
  stage.on('windows', () => {
    if (!tool) shown = null;
    draw();
  });
  stage.on('draw', () => {
    if (tool && !stage.presenting()) stage.panel(null);
    if (shown) draw();
  });

  // A finger points as long as it touches.
  for (const kind of ['pointermove', 'pointerdown', 'pointerup', 'pointerout']) addEventListener(kind, (given) => {
    const event = /** @type {PointerEvent} */ (given);
    if (kind !== 'pointerout') place = kind === 'pointerup' && event.pointerType === 'touch' ? null : event;
    else if (!event.relatedTarget) place = null;
    plan();
  });

  /** The circle of light, else the zoomed part, grows by a factor; says whether there was anything to grow. @param {number} factor */
  function grow(factor) {
    const spot = tool === 'spotlight';
    if (spot) radius = Math.max(40, Math.min(500, Math.round(radius * factor)));
    else if (stage.session.zoom) scaleBy(factor);
    plan();
    return spot || stage.session.zoom;
  }
  // The key Z asks for twice the size at the mouse, or for the whole.
  stage.does('zoom', (key) => {
    if (/[-+=]/.test(key)) grow(key === '-' ? 0.87 : 1.15);
    else if (stage.session.zoom) stage.act('zoomed', null);
    else scaleBy(2);
  });
  deck.addEventListener('wheel', (event) => {
    if (!event.ctrlKey && grow(1.0015 ** -event.deltaY)) event.preventDefault();
  }, { passive: false });
}
