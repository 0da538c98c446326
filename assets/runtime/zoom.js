// @ts-check
// Zoom: a part of the slide fills the canvas, in all windows. Manual page: tests/spec/stage.md
import { part } from './geometry.js';

/** @typedef {import('./start.js').Stage} Stage */
/** @typedef {import('./pointer.js').Sight} Sight */

/** What a double click zooms; a picture behind the whole slide is large already. */
const pictures = '.picture > :is(img, svg), .background:not(.side-full) > :is(img, svg)';

/** @param {Stage} stage @param {Sight} sight */
export function zooming(stage, sight) {
  const { deck, root } = stage;
  /** The slide that is drawn larger. @type {HTMLElement | null} */
  let zoomed = null;
  /** Where a drag began, and the middle then. @type {{id: number, left: number, top: number, x: number, y: number} | null} */
  let drag = null;
  /** @type {import('./geometry.js').Part | null} */
  let wanted = null;
  let asked = 0;

  /** Asks for a part at the next frame, so that a fast mouse does not write to the other windows more than once a frame. @type {(x: number, y: number, scale: number) => void} */
  function want(x, y, scale) {
    const { width, height } = sight.size();
    wanted = part(x, y, scale, width, height);
    asked ||= requestAnimationFrame(() => {
      asked = 0;
      stage.act('zoomed', wanted);
    });
  }

  /** Another scale; what is at (x, y) of the canvas stays where it is. @type {(x: number, y: number, scale: number) => void} */
  function scaleAt(x, y, scale) {
    const now = stage.session.zoom ?? { ...sight.middle(), scale: 1 };
    const next = Math.max(1, Math.min(6, scale));
    want(x - ((x - now.x) * now.scale) / next, y - ((y - now.y) * now.scale) / next, next);
  }

  /** The box of a picture, without the empty room beside one that is contained, in px of the canvas. @type {(drawing: any) => void} */
  function fill(drawing) {
    const box = drawing.getBoundingClientRect();
    const { k } = sight.size();
    const scale = stage.session.zoom?.scale ?? 1;
    const at = sight.at(box.left + box.width / 2, box.top + box.height / 2);
    let [width, height] = [box.width / k / scale, box.height / k / scale];
    const own = drawing.naturalWidth ? { width: drawing.naturalWidth, height: drawing.naturalHeight } : drawing.viewBox?.baseVal;
    if (own?.width && getComputedStyle(drawing).objectFit !== 'cover') {
      const share = Math.min(width / own.width, height / own.height);
      [width, height] = [own.width * share, own.height * share];
    }
    const all = sight.size();
    want(at.x, at.y, Math.min(all.width / width, all.height / height));
  }

  // The key asks for twice the size at the mouse, or for the whole; anything else says which part it wants.
  stage.does('zoom', (to) => {
    if (typeof to !== 'string' || stage.session.zoom) return stage.act('zoomed', typeof to === 'string' ? null : to);
    const { x, y } = sight.mouse() ?? sight.middle();
    scaleAt(x, y, 2);
  });

  stage.on('draw', ({ slide }) => {
    if (sight.held() && zoomed === slide) return;
    const zoom = sight.held() ? null : stage.session.zoom;
    if (zoomed && (zoomed !== slide || !zoom)) zoomed.style.removeProperty('--zoom');
    zoomed = zoom && slide;
    zoomed?.style.setProperty('--zoom', `scale(${zoom?.scale}) translate(calc(var(--width) / 2 - ${zoom?.x}px), calc(var(--height) / 2 - ${zoom?.y}px))`);
    root.toggleAttribute('data-zoomed', !!zoom);
  });

  deck.addEventListener('dblclick', (event) => {
    if (root.dataset.tool || !stage.presenting()) return;
    const drawing = /** @type {Element} */ (event.target).closest(pictures);
    if (stage.session.zoom) stage.act('zoomed', null);
    else if (drawing) fill(drawing);
  });
  deck.addEventListener('wheel', (event) => {
    const { zoom } = stage.session;
    if (!zoom || event.ctrlKey || root.dataset.tool === 'spotlight') return;
    event.preventDefault();
    const { x, y } = sight.at(event.clientX, event.clientY);
    scaleAt(x, y, (wanted && asked ? wanted : zoom).scale * 1.0015 ** -event.deltaY);
  }, { passive: false });
  deck.addEventListener('pointerdown', (event) => {
    const { zoom } = stage.session;
    if (!zoom || event.button || drag || root.dataset.tool === 'pen') return;
    drag = { id: event.pointerId, left: event.clientX, top: event.clientY, x: zoom.x, y: zoom.y };
    root.dataset.dragging = '';
  });
  addEventListener('pointermove', (event) => {
    const { zoom } = stage.session;
    if (!zoom || drag?.id !== event.pointerId) return;
    const k = sight.size().k * zoom.scale;
    want(drag.x - (event.clientX - drag.left) / k, drag.y - (event.clientY - drag.top) / k, zoom.scale);
  });
  for (const end of ['pointerup', 'pointercancel']) addEventListener(end, () => {
    drag = null;
    delete root.dataset.dragging;
  });
  deck.addEventListener('dragstart', (event) => stage.session.zoom && event.preventDefault());
  /** Whether a click here means the picture or the part, not the page. @type {(target: Element) => boolean} */
  return (target) => !!stage.session.zoom || !!target.closest(pictures);
}
