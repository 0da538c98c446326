// @ts-check
// Zoom: a part of the slide fills the canvas, in all windows. Manual page: tests/spec/stage.md
import { part } from './geometry.js';

/** @typedef {import('./start.js').Stage} Stage */
/** @typedef {import('./pointer.js').Sight} Sight */

/** What a double click zooms; a picture behind the whole slide is large already. */
const pictures = '.picture > :is(img, svg), .background:not(.side-full) > :is(img, svg)';

/**
 * `scaleBy` shows what is at the mouse larger by a factor; `means` says whether a click means a picture or the part, not the page.
 * @param {Stage} stage @param {Sight} sight
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

  /** @param {number} factor */
  function scaleBy(factor) {
    const now = sight.view();
    const { x, y } = sight.mouse() ?? now;
    const scale = Math.min(6, Math.max(1, factor * now.scale));
    want(x - ((x - now.x) * now.scale) / scale, y - ((y - now.y) * now.scale) / scale, scale);
  }

  /** A picture fills the canvas, without the empty room beside one that is contained. @param {any} drawing */
  function fill(drawing) {
    const box = drawing.getBoundingClientRect();
    const { width, height, k } = sight.size();
    const own = drawing.naturalWidth ? { width: drawing.naturalWidth, height: drawing.naturalHeight } : drawing.viewBox?.baseVal;
    const ratio = own?.width && getComputedStyle(drawing).objectFit !== 'cover' ? own.width / own.height : box.width / box.height;
    const across = Math.min(box.width, box.height * ratio) / k;
    const { x, y } = sight.at(box.left + box.width / 2, box.top + box.height / 2);
    want(x, y, Math.min(width / across, (height * ratio) / across));
  }

  // The key asks for twice the size at the mouse, or for the whole; a caller says which part it wants.
  stage.does('zoom', (to) => {
    if (typeof to === 'string' && !stage.session.zoom) scaleBy(2);
    else stage.act('zoomed', typeof to === 'string' ? null : to);
  });

  stage.on('draw', ({ slide }) => {
    if (sight.held() && zoomed === slide) return;
    const zoom = sight.held() ? null : stage.session.zoom;
    zoomed?.style.removeProperty('--zoom');
    zoomed = zoom && slide;
    if (zoom) slide.style.setProperty('--zoom', `scale(${zoom.scale}) translate(calc(var(--width) / 2 - ${zoom.x}px), calc(var(--height) / 2 - ${zoom.y}px))`);
    root.toggleAttribute('data-zoomed', !!zoom);
  });

  deck.addEventListener('dblclick', (event) => {
    if (root.dataset.tool || !stage.presenting()) return;
    const drawing = /** @type {Element} */ (event.target).closest(pictures);
    if (stage.session.zoom) stage.act('zoomed', null);
    else if (drawing) fill(drawing);
  });
  deck.addEventListener('pointerdown', (event) => {
    if (!stage.session.zoom || event.button || root.dataset.tool === 'pen') return;
    held = sight.at(event.clientX, event.clientY);
    root.dataset.dragging = '';
  });
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
  deck.addEventListener('dragstart', (event) => stage.session.zoom && event.preventDefault());

  return { scaleBy, means: (/** @type {Element} */ target) => !!stage.session.zoom || !!target.closest(pictures) };
}
