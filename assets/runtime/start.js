// @ts-check
// The beginning: finds the slides, holds the session, and ties keys, windows and tools to the page.
import { begin, pack, reduce, unpack } from './session.js';
import { jump, parse } from './position.js';
import { add, show, stopOf, titleOf } from './stage.js';
import { fitter } from './fit.js';
import { actionOf, listenToPointers, ownKey } from './input.js';
import { join } from './link.js';
import { say } from './words.js';
import { morph, settleMorph } from './morph.js';
import { help } from './help.js';
import { overview } from './overview.js';
import { presenter } from './presenter.js';
import { pointer } from './pointer.js';
import { print } from './print.js';
import { embed } from './embed.js';
import { media } from './media.js';

/** @typedef {import('./position.js').Position} Position */
/** @typedef {import('./position.js').Stop} Stop */

/**
 * What the tools work with. `role` is 'stage' for the audience's window, 'presenter' for the speaker's, 'embed' inside another page.
 * @typedef {object} Stage
 * @property {HTMLElement} root   `<html>`
 * @property {HTMLElement} deck   `<main class="deck">`
 * @property {HTMLElement[]} slides
 * @property {Stop[]} stops
 * @property {'stage' | 'presenter' | 'embed'} role
 * @property {string} language
 * @property {import('./session.js').Session} session
 * @property {Position} shown     what this window shows: the session's place, or where the audience is held
 * @property {(action: string, argument?: any) => void} act
 * @property {(action: string, run: (argument: any) => void, private_?: boolean) => void} does
 *   what an action does in this window; a private one moves to the presenter window when there is one
 * @property {(event: string, hear: (value: any) => void) => void} on   'draw', 'key', 'fit', 'ready', 'swap', 'windows', 'pack', 'adopt', 'message:KIND'
 * @property {(kind: string, value?: any) => void} tell                 to the other windows
 * @property {(window: Window) => void} join                            a window that was opened here
 * @property {() => boolean} accompanied                                whether the other role's window is there
 * @property {(close: (() => void) | null, keys?: (event: KeyboardEvent, action: string | null) => boolean) => boolean} panel
 *   closes the open panel or tool, remembers how to close the new one; `keys` says which keys the panel takes for itself; gives whether one was open
 * @property {(name: string, kind: string) => HTMLElement} add          a new element at the end of the page
 * @property {(words: string | Node) => void} whisper                   a short message in the corner, or a link
 * @property {(on: boolean) => void} present                            slides or the reader view
 * @property {() => boolean} presenting
 * @property {{near: (slide: number) => void, all: () => void, again: (everything?: boolean) => void}} fitting
 */

/** Runs the deck on this page. */
export function start() {
  const root = document.documentElement;
  const role = new URLSearchParams(location.search).has('embed') ? 'embed' : location.hash === '#presenter' ? 'presenter' : 'stage';
  const deck = /** @type {HTMLElement} */ (document.querySelector('.deck'));
  let slides = /** @type {HTMLElement[]} */ ([...document.querySelectorAll('.deck > .slide')]);
  if (!slides.length) return;
  let stops = slides.map(stopOf);
  let session = begin();
  /** Which of two sessions is the later one: a count and a fraction of the window that made it; a speaker who has done nothing follows. */
  let revision = role === 'presenter' ? -1 : 0;
  /** What is drawn; nothing in the reader view. @type {Position | null} */
  let drawn = null;
  let ready = false;
  let digits = '';
  let idle = 0;
  let saving = 0;
  /** @type {(() => void) | null | undefined} */
  let closePanel;
  /** @type {((event: KeyboardEvent, action: string | null) => boolean) | undefined} */
  let panelKeys;
  /** @type {Record<string, {run: (argument: any) => void, speaker: boolean}>} */
  const does = {};
  /** @type {Record<string, ((value: any) => void)[]>} */
  const hearers = {};
  /** @type {{release: () => Promise<void>} | null} */
  let awake = null;

  const presenting = () => root.classList.contains('present');
  const full = () => !!document.fullscreenElement || matchMedia('(display-mode: fullscreen)').matches;
  const narrow = matchMedia('(max-width: 699px)');
  const paged = () => narrow.matches && role === 'stage';
  const emit = (/** @type {string} */ event, /** @type {any} */ value) => hearers[event]?.forEach((hear) => hear(value));
  const fitting = fitter(() => slides, (slide) => emit('fit', slide));
  const link = role === 'embed' ? null : join({ role, hear, changed: windows });
  const live = add('div', 'live');
  live.setAttribute('aria-live', 'polite');
  const chip = add('div', 'chip');
  chip.role = 'status';

  /** @type {Stage} */
  const stage = {
    root, deck, role, presenting, present, fitting, add, act,
    get slides() { return slides; },
    get stops() { return stops; },
    get session() { return session; },
    get shown() { return shown(); },
    get language() { return root.lang; },
    does: (action, run, speaker = false) => void (does[action] = { run, speaker }),
    on: (event, hear) => void (hearers[event] ??= []).push(hear),
    tell: (kind, value) => link?.tell(kind, value),
    join: (other) => link?.add(other),
    accompanied,
    panel(close, keys) {
      const old = closePanel;
      closePanel = panelKeys = undefined;
      old?.();
      closePanel = close;
      panelKeys = keys;
      return !!old;
    },
    whisper,
  };

  /** @type {() => boolean} */
  function accompanied() {
    return !!link?.has(role === 'stage' ? 'presenter' : 'stage');
  }

  /** Whether this is the audience's window and the speaker has one. */
  const led = () => role === 'stage' && accompanied();

  /** A few words in the corner, never on the audience's screen when the speaker has one. @type {(words: string | Node) => void} */
  function whisper(words) {
    run('whisper', words);
  }

  /** @type {() => Position} */
  function shown() {
    return (led() && session.frozen) || session.at;
  }

  /** @type {(jumped?: boolean) => void} */
  function draw(jumped = false) {
    const at = shown();
    const turned = drawn?.slide !== at.slide;
    stops[at.slide].seen = at.step;
    if (session.color) root.dataset.color = session.color;
    if (session.cover && role !== 'presenter') root.dataset.cover = session.cover;
    else delete root.dataset.cover;
    const tell = () => emit('draw', { slide: slides[at.slide], at, turned });
    settleMorph();
    if (!presenting() || (!turned && drawn?.step === at.step)) return tell();
    const before = drawn;
    const page = { slides, stops, live, role };
    drawn = at;
    morph(ready && before && role === 'stage' && !session.cover ? page.slides[before.slide] : null, slides[at.slide], () => {
      show(page, at, before, jumped);
      if (ready) fitting.near(at.slide);
      tell();
    });
  }

  /** @type {(to: import('./session.js').Session) => void} */
  function commit(to) {
    if (to === session) return;
    const jumped = to.trail.at(-1) === session.at;
    session = to;
    revision = Math.floor(revision) + 1 + (link?.me ?? 0);
    draw(jumped);
    link?.tell('session', packed(false));
    // Not with every key: what a window holds may be much.
    saving ||= setTimeout(save, 300);
  }

  /** What another window needs to show the same, now or, with `all`, ever after. @type {(all: boolean) => any} */
  function packed(all) {
    /** @type {any} */
    const value = { revision, session: pack(stops, session), seen: all ? stops.flatMap(({ id, seen }) => (seen === undefined ? [] : [[id, seen]])) : [] };
    if (all) emit('pack', value);
    return value;
  }

  /** @type {(from: any) => void} */
  function adopt(from) {
    revision = from.revision;
    for (const [id, step] of from.seen) {
      const stop = stops.find((stop) => stop.id === id);
      if (stop) stop.seen = step;
    }
    session = unpack(stops, from.session, session.at);
    draw();
  }

  /** @type {(kind: string, value: any) => void} */
  function hear(kind, value) {
    if (kind === 'hello') link?.tell('session', packed(true));
    // Two windows of the audience only follow each other when a speaker leads them.
    if (role === 'stage' && !accompanied()) return;
    if (kind === 'session') {
      emit('adopt', value);
      if (value.revision > revision) adopt(value);
      else if (value.revision < revision) link?.tell('session', packed(false));
    }
    if (kind === 'do' && role === 'presenter') run(value[0], value[1]);
    emit('message:' + kind, value);
  }

  function windows() {
    chip.textContent = '';
    draw();
    emit('windows', accompanied());
  }

  const store = 'deckle ' + role + location.pathname;

  function save() {
    saving = 0;
    if (role !== 'embed') try {
      sessionStorage.setItem(store, JSON.stringify(packed(true)));
    } catch {} // no storage here: a reload begins anew
  }

  function restore() {
    if (role !== 'embed') try {
      const kept = JSON.parse(sessionStorage.getItem(store) ?? 'null');
      if (!kept) return;
      emit('adopt', kept);
      adopt(kept);
      // After a reload the address may be a moment older than the place.
      return /** @type {any} */ (performance.getEntriesByType('navigation')[0]).type !== 'navigate';
    } catch {} // what cannot be read is forgotten
  }

  /** @type {(on: boolean) => void} */
  function present(on) {
    stage.panel(null);
    if (on && root.classList.contains('reader')) session = { ...session, at: read() };
    root.classList.toggle('present', on);
    root.classList.toggle('reader', !on);
    drawn = null;
    draw();
    if (on) return;
    slides.forEach((slide) => {
      slide.hidden = slide.inert = false;
    });
    slides[session.at.slide].scrollIntoView();
    reach();
  }

  /** The slide that is being read: where we were if it is still in sight, else the first in sight. */
  function read() {
    const { at } = session;
    const box = slides[at.slide].getBoundingClientRect();
    const top = slides.findIndex((slide) => slide.getBoundingClientRect().bottom > 100);
    return (box.bottom > 0 && box.top < innerHeight) || top < 0 ? at : jump(stops, top);
  }

  /** In the reader view wide blocks scroll in their own place; the keyboard has to get there. */
  function reach() {
    for (const box of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('.table, .math.display'))) {
      if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
    }
  }

  /** The place that an address names: a slide, or the slide around a footnote or a figure. @type {(hash: string) => Position | null} */
  function placeOf(hash) {
    const target = document.getElementById(decodeURIComponent(hash.slice(1)));
    const inside = slides.findIndex((slide) => slide !== target && slide.contains(target));
    return parse(stops, hash) ?? (target && inside >= 0 ? jump(stops, inside) : null);
  }

  /** Follows the address when the browser changed it: its back button, a deep link typed. */
  function follow() {
    if (role !== 'stage') return;
    if (location.hash === '#presenter') return location.reload(); // typed into this window: it becomes the speaker's
    const to = placeOf(location.hash);
    if (to) change('go', to);
    if (presenting()) scrollTo(0, 0);
  }

  /** @type {(action: string, argument?: any) => void} */
  function act(action, argument) {
    if (session.cover && action !== 'full') return commit({ ...session, cover: '' }); // the first key only wakes
    const typed = digits;
    digits = action === 'digit' ? (digits + argument).slice(-4) : '';
    const to = parse(stops, '#' + digits);
    if (typed || digits) whisper(digits && `${digits} ${to ? '· ' + titleOf(slides[to.slide]) : '/ ' + stops.length}`);
    else chip.textContent = '';
    run(action, action === 'number' ? typed : argument);
  }

  /** Does what a tool said for this action, here or in the speaker's window, or changes the session. @type {(action: string, argument: any) => void} */
  function run(action, argument) {
    const own = does[action];
    if (own?.speaker && led()) stage.tell('do', [action, argument]);
    else if (own) own.run(argument);
    else change(action, argument);
  }

  /** @type {(action: string, argument?: any) => void} */
  function change(action, argument) {
    commit(reduce(stops, session, action, argument, Date.now()));
  }

  stage.does('whisper', (words) => chip.replaceChildren(words), true);
  stage.does('close', () => {
    if (!stage.panel(null) && session.zoom) act('zoomed', null);
  });
  stage.does('full', () => {
    if (document.fullscreenElement) document.exitFullscreen();
    else root.requestFullscreen?.().catch(() => {});
  });
  stage.does('reader', () => role === 'stage' && present(!presenting()));
  stage.does('color', () => {
    const now = session.color || getComputedStyle(root).colorScheme;
    change('color', now === 'dark' ? 'contrast' : now === 'contrast' ? 'light' : 'dark');
  });
  stage.does('mark', () => {
    change('mark');
    if (session.log.at(-1)?.[0] === 'mark') whisper('✓ ' + say('mark'));
  });
  stage.does('freeze', () => {
    if (accompanied()) change('freeze');
    else whisper(say(role === 'stage' ? 'alone' : 'openAudience'));
  });

  addEventListener('keydown', (event) => {
    if (event.isComposing) return;
    const action = actionOf(event, digits !== '');
    if (panelKeys && /^Page/.test(event.key)) stage.panel(null); // a clicker moves the talk, whatever lies over it
    if (panelKeys?.(event, action)) return;
    const left = !action || printing || ownKey(event) || (!presenting() && !/^(full|color|reader|help|close|find|presenter)$/.test(action))
      || (role === 'embed' && !/^Arrow[LR]/.test(event.key));
    if (!left) {
      if (action !== 'close') event.preventDefault(); // also while repeating: F5 must never reload
      if (!event.repeat) act(action, event.key);
    }
    emit('key', { key: event.key, code: event.code, action: left ? null : action });
  });
  listenToPointers({ act, active: () => presenting() && !panelKeys && !root.dataset.tool && !session.zoom, full });
  addEventListener('click', (event) => {
    const anchor = /** @type {Element} */ (event.target).closest?.('a[href^="#"]');
    const to = presenting() && anchor && placeOf(anchor.getAttribute('href') ?? '');
    if (!to) return;
    event.preventDefault();
    act('jump', to);
  });
  addEventListener('mousemove', () => {
    root.classList.remove('idle');
    clearTimeout(idle);
    idle = setTimeout(() => root.classList.toggle('idle', full()), 3000);
  });
  addEventListener('popstate', follow);
  addEventListener('pagehide', save);
  narrow.addEventListener('change', () => printing || present(!paged()));

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
    if (printing) return;
    reading = !presenting();
    root.classList.add('present');
    fitting.all();
  });
  addEventListener('afterprint', () => printing || root.classList.toggle('present', !reading));

  // <watch>
  /**
   * Puts changed slides in place of old ones: `order` holds the sections as they shall stand, old ones reused. The talk
   * stays where it is: on the slide of the same key, else near it.
   * @param {HTMLElement[]} order
   */
  function swap(order) {
    settleMorph();
    const key = (/** @type {HTMLElement} */ slide) => slide.dataset.key ?? slide.id;
    const { session: old, seen } = packed(true);
    const ids = new Map(order.map((slide) => [key(slide), slide.id]));
    const names = new Map(slides.map((slide) => [slide.id, ids.get(key(slide))]));
    /** @type {(place: [string, number]) => [string, number]} */
    const moved = ([id, step]) => [names.get(id) ?? id, step];
    for (const slide of slides) if (!order.includes(slide)) slide.remove();
    // The slide that is shown is not moved, the others are put around it: what is moved forgets how far it was scrolled.
    const here = Math.max(0, order.indexOf(slides[shown().slide]));
    if (!order[here].isConnected) deck.prepend(order[here]);
    for (let index = here + 1; index < order.length; index += 1) {
      if (order[index - 1].nextElementSibling !== order[index]) order[index - 1].after(order[index]);
    }
    for (let index = here - 1; index >= 0; index -= 1) {
      if (order[index + 1].previousElementSibling !== order[index]) order[index + 1].before(order[index]);
    }
    slides = order;
    stops = slides.map(stopOf);
    const near = Math.min(session.at.slide, slides.length - 1);
    drawn = null;
    fitting.again();
    session = { ...session, at: { slide: near, step: Math.min(session.at.step, stops[near].last) } };
    adopt({ revision, seen: seen.map(moved), session: { ...old, at: moved(old.at), frozen: old.frozen && moved(old.frozen), trail: old.trail.map(moved) } });
    emit('swap', slides);
  }
  /** @type {any} */ (stage).swap = swap;
  /** @type {any} */ (stage).emit = emit;
  // </watch>

  for (const tool of [help, overview, presenter, print, pointer, embed, media]) tool(stage);
  /** @type {any} */ (globalThis).deckle = { stage, session: () => ({ ...session, shown: shown() }) };
  root.classList.add(role);
  const asked = restore() || role === 'presenter' ? null : parse(stops, location.hash);
  if (asked) {
    session = { ...session, at: asked };
    revision = 0; // the address may be a moment old: another window of the talk knows better
  }
  const printing = root.classList.contains('print');
  if (paged() && !printing) root.classList.add('reader');
  else if (!printing) present(true);
  // Sizes are measured with the deck's own fonts; what is not on this slide has not asked for its fonts yet.
  Promise.allSettled([...document.fonts].map((face) => face.load())).then(() => {
    ready = true;
    emit('ready');
    if (printing) return;
    if (presenting()) fitting.near(shown().slide);
    else reach();
  });
}

// Not before all files of the runtime are read, in whatever order they stand.
if (typeof document !== 'undefined') queueMicrotask(start);
