// @ts-check
// Zoom: a part of the slide fills the canvas, in all windows. Manual page: tests/spec/stage.md
import { ratioOf } from './fit.js';
import { part } from './geometry.js';
import { pictures } from './input.js';

/** @typedef {import('./start.js').Stage} Stage */
/** @typedef {import('./pointer.js').Sight} Sight */

/**
 * Gives the function that shows what is at the mouse larger by a factor.
 * @type {(stage: Stage, sight: Sight) => (factor: number) => void}
 */
export function zooming(stage, sight) {
  const { deck, root } = stage;
  /** The slide that is drawn larger. @type {HTMLElement | null} */
  let zoomed = null;
  /** The place of the canvas that a drag holds. @type {{x: number, y: number} | null} */
  let held = null;
  /** @type {import('./geometry.js').Part | null} */
  let wanted = null;
  const ask = sight.framed(() => stage.act('zoomed', wanted));

  /** @type {(x: number, y: number, scale: number) => void} */
  function want(x, y, scale) {
    wanted = part(x, y, scale, sight.size());
    ask();
  }

  /** A picture fills the canvas, without the empty room beside one that is contained. @param {any} drawing */
  function fill(drawing) {
    const box = drawing.getBoundingClientRect();
    const { width, height, k } = sight.size();
    const ratio = (getComputedStyle(drawing).objectFit !== 'cover' && ratioOf(drawing)) || box.width / box.height;
    const across = Math.min(box.width, box.height * ratio) / k;
    const { x, y } = sight.at(box.x + box.width / 2, box.y + box.height / 2);
    want(x, y, Math.min(width / across, (height * ratio) / across));
  }

  stage.on('draw', ({ slide }) => {
    const audienceHeld = sight.held();
    if (audienceHeld && zoomed === slide) return;
    const zoom = audienceHeld ? null : stage.session.zoom;
    zoomed?.style.removeProperty('--zoom');
    zoomed = slide;
    if (zoom) slide.style.setProperty('--zoom', `scale(${zoom.scale}) translate(calc(var(--width) / 2 - ${zoom.x}px), calc(var(--height) / 2 - ${zoom.y}px))`);
    root.toggleAttribute('data-zoomed', !!zoom);
  });

  deck.ondblclick = (event) => {
    const drawing = /** @type {Element} */ (event.target).closest(pictures);
    if (root.dataset.tool || !stage.presenting()) return;
    if (stage.session.zoom) stage.act('zoomed', null);
    else if (drawing) fill(drawing);
  };
  deck.onpointerdown = (event) => {
    if (!stage.session.zoom || event.button || root.dataset.tool === 'pen') return;
    held = sight.at(event.clientX, event.clientY);
    root.dataset.dragging = '';
  };
  addEventListener('pointermove', (event) => {
    const { zoom } = stage.session;
    if (!zoom || !held) return;
    const { x, y } = sight.at(event.clientX, event.clientY);
    want(zoom.x + held.x - x, zoom.y + held.y - y, zoom.scale);
  });
  for (const end of ['pointerup', 'pointercancel']) addEventListener(end, () => {
    if (held) delete root.dataset.dragging;
    held = null;
  });
  deck.ondragstart = () => !stage.session.zoom;

  return (factor) => {
    const now = sight.view();
    const { x, y } = sight.mouse() ?? now;
    const scale = Math.min(6, Math.max(1, factor * now.scale));
    want(x - ((x - now.x) * now.scale) / scale, y - ((y - now.y) * now.scale) / scale, scale);
  };
}
