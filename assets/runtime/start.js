// @ts-check
// The beginning: finds the slides, keeps the few things that change, and ties input to the page.
import { first, jump, last, next, nextSlide, parse, previous, previousSlide } from './position.js';
import { findSlides, show, stopOf } from './stage.js';
import { fitter } from './fit.js';
import { actionOf, listenToPointers, ownKey } from './input.js';
import { say } from './words.js';

/** @typedef {import('./position.js').Position} Position */
/** @typedef {import('./position.js').Seen} Seen */
/** @typedef {import('./input.js').Action} Action */

/** Runs the deck on this page. */
export function start() {
  const root = document.documentElement;
  const slides = findSlides();
  if (!slides.length) return;
  const stops = slides.map(stopOf);
  const fitting = fitter(slides);
  const narrow = matchMedia('(max-width: 699px)');
  const live = add('div', 'live');
  live.setAttribute('aria-live', 'polite');
  const chip = add('div', 'chip');
  const help = add('aside', 'help');
  help.hidden = true;

  /** @type {Position} */
  let at = first();
  /** @type {Position | null} what is drawn; nothing in the reader view */
  let drawn = null;
  /** @type {Seen} */
  const seen = {};
  let ready = false;
  let digits = '';
  let lastKey = '';
  let idle = 0;
  /** @type {{release: () => Promise<void>} | null} */
  let awake = null;

  /** @type {(name: string, kind: string) => HTMLElement} */
  function add(name, kind) {
    const element = document.createElement(name);
    element.className = kind;
    return document.body.appendChild(element);
  }

  const presenting = () => root.classList.contains('present');
  const full = () => !!document.fullscreenElement || matchMedia('(display-mode: fullscreen)').matches;

  /** @type {(to: Position, jumped?: boolean) => void} */
  function go(to, jumped = false) {
    at = to;
    seen[at.slide] = at.step;
    if (!presenting()) return;
    show({ slides, stops, live }, at, drawn, jumped && drawn?.slide !== at.slide);
    drawn = at;
    if (ready) fitting.near(at.slide);
  }

  /** @type {(on: boolean) => void} */
  function present(on) {
    if (on && root.classList.contains('reader')) at = read();
    root.classList.toggle('present', on);
    root.classList.toggle('reader', !on);
    drawn = null;
    if (on) return go(at);
    slides.forEach((slide) => {
      slide.hidden = slide.inert = false;
    });
    slides[at.slide].scrollIntoView();
    reach();
  }

  /** The slide that is being read: where we were if it is still in sight, else the first in sight. */
  function read() {
    const box = slides[at.slide].getBoundingClientRect();
    const top = slides.findIndex((slide) => slide.getBoundingClientRect().bottom > 100);
    return (box.bottom > 0 && box.top < innerHeight) || top < 0 ? at : jump(stops, top, seen);
  }

  /** In the reader view wide blocks scroll in their own place; the keyboard has to get there. */
  function reach() {
    for (const box of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('.table, .math.display'))) {
      if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
    }
  }

  /** Follows the address: a link in a slide, the browser's back, a deep link. */
  function follow() {
    const target = document.querySelector(':target');
    const inside = slides.findIndex((slide) => slide !== target && slide.contains(target));
    const to = parse(stops, location.hash, seen) ?? (target && inside >= 0 ? jump(stops, inside, seen) : null);
    if (to && (to.slide !== at.slide || to.step !== at.step || !drawn)) go(to);
    if (presenting()) scrollTo(0, 0);
  }

  /** @type {(action: Action, key?: string) => void} */
  function act(action, key = '') {
    if (root.dataset.cover && action !== 'full') return cover(''); // the first key only wakes
    const typed = digits;
    digits = action === 'digit' ? (digits + key).slice(-4) : '';
    chip.textContent = digits && `${digits} / ${stops.length}`;
    if (action === 'next') go(next(stops, at));
    else if (action === 'previous') go(previous(stops, at, seen));
    else if (action === 'nextSlide') go(nextSlide(stops, at, seen));
    else if (action === 'previousSlide') go(previousSlide(stops, at, seen));
    else if (action === 'first') go(first(), true);
    else if (action === 'last') go(last(stops), true);
    else if (action === 'number') go(parse(stops, '#' + Number(typed), seen) ?? at, true);
    else if (action === 'black' || action === 'white') cover(action);
    else if (action === 'full') document.fullscreenElement ? document.exitFullscreen() : root.requestFullscreen?.().catch(() => {});
    else if (action === 'color') root.dataset.color = getComputedStyle(root).colorScheme === 'dark' ? 'light' : 'dark';
    else if (action === 'reader') present(!presenting());
    else if (action === 'help') help.hidden = !help.hidden;
    else if (action === 'close' && !typed) help.hidden = true;
  }

  /** @type {(color: string) => void} */
  function cover(color) {
    if (color) root.dataset.cover = color;
    else delete root.dataset.cover;
  }

  function drawHelp() {
    if (help.hidden) return;
    const language = root.lang;
    const rows = [
      ['next', '→ ↓ Space PageDown N Enter'], ['back', '← ↑ PageUp Backspace'], ['whole', 'Shift + → ←'], ['ends', 'Home End'],
      ['number', '1 2 … Enter'], ['black', 'B .'], ['white', 'W ,'], ['full', 'F F5'], ['color', 'V'], ['reader', 'R'], ['help', '? F1'], ['close', 'Esc'],
    ];
    help.setAttribute('aria-label', say('help', language));
    help.innerHTML = `<h2>${say('help', language)} · ${stops[at.slide].number} / ${stops.length}</h2><dl>`
      + rows.map(([word, keys]) => `<dt>${keys.replace(/[^ +…]+/g, '<kbd>$&</kbd>')}</dt><dd>${say(/** @type {any} */ (word), language)}</dd>`).join('')
      + `</dl><p class="last">${say('last', language)}: </p>`;
    help.lastElementChild?.append(lastKey);
  }

  addEventListener('keydown', (event) => {
    if (event.isComposing) return;
    const action = actionOf(event, digits !== '');
    const reading = !presenting() && !/^(full|color|reader|help|close)$/.test(action ?? '');
    lastKey = `${event.key === ' ' ? 'Space' : event.key} → ${action ?? say('nothing', root.lang)}`;
    if (action && !reading && !ownKey(event)) {
      if (action !== 'close') event.preventDefault(); // also while repeating: F5 must never reload
      if (!event.repeat) act(action, event.key);
    }
    drawHelp();
  });
  listenToPointers({ act, active: presenting, full });
  addEventListener('mousemove', () => {
    root.classList.remove('idle');
    clearTimeout(idle);
    idle = setTimeout(() => root.classList.toggle('idle', full()), 3000);
  });
  addEventListener('hashchange', follow);
  addEventListener('popstate', follow);
  narrow.addEventListener('change', () => present(!narrow.matches));

  // The screen stays awake in full screen; the browser takes the lock back whenever the page is out of sight.
  const wake = async () => {
    try {
      if (!full()) await awake?.release();
      else if (!document.hidden) awake = await navigator.wakeLock.request('screen');
    } catch {} // no wake lock on this machine
  };
  document.addEventListener('fullscreenchange', wake);
  document.addEventListener('visibilitychange', wake);

  // Paper gets every slide fitted, also when the reader view is printed.
  let reading = false;
  addEventListener('beforeprint', () => {
    reading = !presenting();
    root.classList.add('present');
    fitting.all();
  });
  addEventListener('afterprint', () => root.classList.toggle('present', !reading));

  at = parse(stops, location.hash, seen) ?? at;
  if (narrow.matches) root.classList.add('reader');
  else present(true);
  // Sizes are measured with the deck's own fonts; what is not on this slide has not asked for its fonts yet.
  Promise.allSettled([...document.fonts].map((face) => face.load())).then(() => {
    ready = true;
    if (presenting()) fitting.near(at.slide);
    else reach();
  });
}

// Not before all files of the runtime are read, in whatever order they stand.
if (typeof document !== 'undefined') queueMicrotask(start);
