// @ts-check
// Keys, clickers, fingers and the mouse, turned into names of actions. Manual page: tests/spec/stage.md

/** Actions and their keys as the help panel shows them, in its order. Shift counts with a letter, an arrow and a page key. */
export const keys = [
  'next → ↓ Space PageDown N Enter', 'previous ← ↑ Backspace PageUp', 'nextSlide Shift+→ Shift+↓ Shift+PageDown', 'previousSlide Shift+← Shift+↑ Shift+PageUp',
  'first Home', 'last End', 'digit 0 1 2 3 4 5 6 7 8 9', 'find G / Ctrl+K', 'overview O', 'unseen U', 'back Alt+←', 'full F F5', 'black B .', 'white W ,', 'color V',
  'reader R', 'help ? F1', 'close Escape', 'presenter S P', 'freeze Shift+F', 'drawer Shift+N', 'timer T', 'timerReset Shift+T', 'question Q', 'mark M', 'laser L',
  'pen D', 'spotlight X', 'zoom Z + - =', 'undo Ctrl+Z', 'clear C',
].map((row) => row.split(' '));

/**
 * The action of a key, or null if the key is left to the browser.
 * @param {{key: string, shiftKey: boolean, ctrlKey: boolean, altKey: boolean, metaKey: boolean}} event
 * @param {boolean} digits  whether digits wait for Enter
 * @returns {string | null}
 */
export function actionOf({ key, shiftKey, ctrlKey, altKey, metaKey }, digits) {
  const name = key === ' ' ? 'Space' : key.length > 1 ? key.replace(/^Arrow(.).*/, (_, way) => '←↑→↓'['LURD'.indexOf(way)]) : key.toUpperCase();
  const chord = (altKey ? 'Alt+' : '') + (ctrlKey || metaKey ? 'Ctrl+' : '') + (shiftKey && /^([A-Z←-↓]$|Page)/.test(name) ? 'Shift+' : '') + name;
  return digits && chord === 'Enter' ? 'number' : keys.find((row) => row.includes(chord, 1))?.[0] ?? null;
}

/** What takes clicks and keys for itself. */
const controls = 'a, button, summary, input, textarea, select, video, audio';
/** What a double click zooms; a picture behind the whole slide is large already. */
export const pictures = '.picture > :is(img, svg), .background:not(.side-full) > :is(img, svg)';

/**
 * Whether the key belongs to what has the focus: a field, a link, code that scrolls sideways.
 * @type {(event: KeyboardEvent) => boolean}
 */
export function ownKey({ key, target, shiftKey }) {
  const place = /** @type {Element} */ (target);
  if (!place.closest) return false;
  // What clickers send is never text.
  if (place.closest('input, textarea, select')) return !/^(Escape|F\d|Page)/.test(key);
  // Dividers and notes are moved with the arrows, but only by who went there with the keyboard.
  return /^(Enter| )$/.test(key) ? !!place.closest(controls)
    : /^Arrow/.test(key) && (!!place.closest('[role="separator"], .notes:focus-visible') || (/Left|Right/.test(key) && !shiftKey && scrolls(place)));
}

/** @type {(target: Element) => boolean} */
function scrolls(target) {
  const box = target.closest('pre, .table, .math.display');
  return !!box && box.scrollWidth > box.clientWidth + 1;
}

/**
 * What a finger did between touching at `start` and leaving at `end`.
 * @param {{x: number, y: number, time: number}} start
 * @param {{x: number, y: number, time: number}} end
 * @param {number} width  of the window, in px
 * @returns {{action: string, swipe: boolean} | null}
 */
export function gesture(start, end, width) {
  const [right, down] = [end.x - start.x, end.y - start.y];
  const swipe = Math.abs(right) > 40 && Math.abs(right) > 1.5 * Math.abs(down);
  if (!swipe && (Math.hypot(right, down) > 10 || end.time - start.time > 500)) return null;
  return { action: (swipe ? right > 0 : end.x < width / 4) ? 'previous' : 'next', swipe };
}

/**
 * Listens to fingers and the mouse. `active` says whether a finger or a click may turn slides, `full` whether in full screen.
 * @param {{act: (action: string) => void, active: () => boolean, full: () => boolean}} to
 */
export function listenToPointers({ act, active, full }) {
  /** @type {{x: number, y: number, time: number} | null} */
  let start = null;
  /** @type {(event: TouchEvent) => {x: number, y: number, time: number}} */
  const point = ({ changedTouches: [touch], timeStamp }) => ({ x: touch.clientX, y: touch.clientY, time: timeStamp });
  const others = controls + ', .panel, .notes, [role="separator"]';
  addEventListener('touchstart', (event) => {
    // Two fingers zoom; in a zoomed page one finger moves it.
    start = active() && event.touches.length === 1 && !(/** @type {any} */ (visualViewport)?.scale > 1.05) ? point(event) : null;
  }, { passive: true });
  addEventListener('touchend', (event) => {
    const target = /** @type {Element} */ (event.target);
    const done = start && gesture(start, point(event), innerWidth);
    start = null;
    if (!done || target.closest(others) || (done.swipe && scrolls(target))) return;
    if (event.cancelable) event.preventDefault(); // no click follows
    act(done.action);
  }, { passive: false });
  addEventListener('click', (event) => {
    const target = /** @type {Element} */ (event.target);
    if (active() && full() && !target.closest(others + ', ' + pictures) && getSelection()?.isCollapsed) act('next');
  });
}
