// @ts-check
// The laser pad: a finger on it is a dot on the slide, at the same place of it. Manual page: tests/spec/remote.md

/** While a finger rests its place is said again so often, in ms: the laptop lets go of a dot that nobody holds. */
const HOLD = 500;

/**
 * Makes an element a pad; `say(place)` is called with the place in parts of its width and height, at most once a frame, and with null
 * when the finger is lifted.
 * @type {(pad: HTMLElement, say: (place: [number, number] | null) => void) => {end: () => void}}
 */
export function laserPad(pad, say) {
  const dot = /** @type {HTMLElement} */ (pad.querySelector('i'));
  /** @type {[number, number] | null} */
  let place = null;
  let finger = -1;
  let frame = 0;
  let hold = 0;

  function tell() {
    frame = 0;
    clearInterval(hold);
    say(place);
    if (place) hold = setInterval(() => say(place), HOLD);
  }

  /** @type {(event: PointerEvent) => void} */
  function move(event) {
    if (event.pointerId !== finger) return;
    const box = pad.getBoundingClientRect();
    const part = (/** @type {number} */ value) => Math.round(Math.max(0, Math.min(1, value)) * 10000) / 10000;
    place = [part((event.clientX - box.x) / box.width), part((event.clientY - box.y) / box.height)];
    dot.hidden = false;
    dot.style.left = place[0] * 100 + '%';
    dot.style.top = place[1] * 100 + '%';
    frame ||= requestAnimationFrame(tell);
  }

  function end() {
    if (finger < 0) return;
    finger = -1;
    place = null;
    dot.hidden = true;
    cancelAnimationFrame(frame);
    tell();
  }

  pad.onpointerdown = (event) => {
    if (finger >= 0) return;
    finger = event.pointerId;
    pad.setPointerCapture(finger);
    event.preventDefault();
    move(event);
  };
  pad.onpointermove = move;
  for (const kind of ['pointerup', 'pointercancel', 'lostpointercapture']) pad.addEventListener(kind, (event) => {
    if (/** @type {PointerEvent} */ (event).pointerId === finger) end();
  });
  addEventListener('blur', end);
  document.addEventListener('visibilitychange', () => document.hidden && end());
  return { end };
}
