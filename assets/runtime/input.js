// @ts-check
// Keys, clickers, fingers and the mouse, turned into names of actions. Manual page: tests/spec/stage.md

/**
 * The action of a key, or null if the key is left to the browser.
 * @param {{key: string, shiftKey: boolean, ctrlKey: boolean, altKey: boolean, metaKey: boolean}} event
 * @param {boolean} digits  whether digits wait for Enter
 * @returns {string | null}
 */
export function actionOf(event, digits) {
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (event.altKey) return key === 'ArrowLeft' && !event.ctrlKey && !event.metaKey ? 'back' : null;
  if (event.ctrlKey || event.metaKey) return key === 'k' && !event.shiftKey ? 'find' : null;
  if (/^(Arrow|Page)/.test(key)) {
    const forward = /Right|Down$/.test(key);
    if (event.shiftKey) return forward ? 'nextSlide' : 'previousSlide';
    return forward ? 'next' : 'previous';
  }
  if (key === '?') return 'help';
  if (key === '/') return 'find'; // with Shift on many keyboards
  if (/^\d$/.test(key)) return 'digit';
  /** @type {Record<string, string>} */
  const keys = event.shiftKey ? { f: 'freeze', t: 'timerReset', n: 'drawer', F5: 'full' } : {
    ' ': 'next', n: 'next', Enter: digits ? 'number' : 'next', Backspace: 'previous', Home: 'first', End: 'last', g: 'find', o: 'overview', u: 'unseen',
    b: 'black', '.': 'black', w: 'white', ',': 'white', f: 'full', F5: 'full', s: 'presenter', p: 'presenter', t: 'timer', q: 'question',
    l: 'laser', d: 'pen', x: 'spotlight', z: 'zoom', c: 'clear', v: 'color', r: 'reader', F1: 'help', Escape: 'close',
  };
  return Object.hasOwn(keys, key) ? keys[key] : null;
}

/**
 * Whether the key belongs to what has the focus: a field, a link, code that scrolls sideways.
 * @type {(event: KeyboardEvent) => boolean}
 */
export function ownKey(event) {
  const target = /** @type {Element} */ (event.target);
  if (!target.closest) return false;
  // What clickers send is never text.
  if (target.closest('input, textarea, select, [contenteditable]')) return !/^(Escape|F\d+|Page.*)$/.test(event.key);
  if (/^(Enter| )$/.test(event.key)) return !!target.closest('a[href], button, summary, video, audio');
  // Dividers and notes are moved with the arrows, but only by who went there with the keyboard.
  if (/^Arrow/.test(event.key) && target.closest('[role="separator"], .notes:focus-visible')) return true;
  return /^Arrow(Left|Right)$/.test(event.key) && !event.shiftKey && scrolls(target);
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
  if (Math.abs(right) > 40 && Math.abs(right) > 1.5 * Math.abs(down)) return { action: right < 0 ? 'next' : 'previous', swipe: true };
  if (Math.hypot(right, down) > 10 || end.time - start.time > 500) return null;
  return { action: end.x < width / 4 ? 'previous' : 'next', swipe: false };
}

/**
 * Listens to fingers and the mouse. `active` says whether slides are being presented, `full` whether in full screen.
 * @param {{act: (action: string) => void, active: () => boolean, full: () => boolean}} to
 */
export function listenToPointers({ act, active, full }) {
  /** @type {{x: number, y: number, time: number} | null} */
  let start = null;
  /** @type {(event: TouchEvent) => {x: number, y: number, time: number}} */
  const point = (event) => ({ x: event.changedTouches[0].clientX, y: event.changedTouches[0].clientY, time: event.timeStamp });
  const links = 'a, button, summary, input, video, audio, .panel, .notes, [role="separator"]';
  addEventListener('touchstart', (event) => {
    // Two fingers zoom; in a zoomed page one finger moves it.
    start = active() && event.touches.length === 1 && (visualViewport?.scale ?? 1) < 1.05 ? point(event) : null;
  }, { passive: true });
  addEventListener('touchend', (event) => {
    const target = /** @type {Element} */ (event.target);
    const done = start && gesture(start, point(event), innerWidth);
    start = null;
    if (!done || target.closest(links) || (done.swipe && scrolls(target))) return;
    if (event.cancelable) event.preventDefault(); // no click follows
    act(done.action);
  }, { passive: false });
  addEventListener('click', (event) => {
    const target = /** @type {Element} */ (event.target);
    if (event.button || !active() || !full() || target.closest(links) || !getSelection()?.isCollapsed) return;
    act('next');
  });
}
