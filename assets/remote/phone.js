// @ts-check
// The page of a phone that steers. It shows what the laptop reports, asks for more, and never does anything on its own: what is pressed
// is seen when the laptop has done it. Manual page: tests/spec/remote.md
import { minutes, pace } from './pace.js';
import { laserPad } from './pad.js';
import { phrase } from './phrases.js';
import { wire } from './wire.js';

/** What the laptop's page reports, see src/live/server/report.rs; `since` is when it came here, in ms of this page. */
/** @typedef {{key: number, step: number, last: number, number: string, count: number, title: string, next: [string, string] | null, aspect: number, lang: string,
 *   cover: string, held: [number, number, string] | null, clock: {elapsed: number, running: boolean, asked: number, asking: boolean},
 *   plan: [number, number, number] | null, slot: number, since: number}} Told */

const SIZES = [1, 1.2, 1.45, 0.85];

function phone() {
  /** @type {(selector: string) => HTMLElement} */
  const part = (selector) => /** @type {HTMLElement} */ (document.querySelector(selector));
  /** Writes only what has changed. @type {(selector: string, text: string) => void} */
  const write = (selector, text) => {
    const place = part(selector);
    if (place.textContent !== text) place.textContent = text;
  };
  const { body, documentElement: root } = document;
  const form = /** @type {HTMLFormElement} */ (part('form'));
  const input = /** @type {HTMLInputElement} */ (part('input'));
  const notes = part('.notes');
  /** @type {Told | null} */
  let told = null;
  /** The phrase above a screen that shows nothing sure; empty when all is well. */
  let lost = '';
  let answer = '';
  let size = 0;
  const link = wire(hear);
  const pad = laserPad(part('.pad'), (place) => link.say({ kind: 'laser', place }));

  /** @type {(pattern: number | number[]) => void} */
  const buzz = (pattern) => void navigator.vibrate?.(pattern);

  /** @type {(view: 'pair' | 'remote') => void} */
  function show(view) {
    if (body.dataset.view === view) return;
    body.dataset.view = view;
    if (view === 'pair') input.focus();
    else input.blur();
  }

  /** Says why what is shown may not be so any more. @type {(why: string) => void} */
  function grey(why) {
    if (why && !lost) {
      pad.end();
      if (told) buzz([80, 60, 80]);
    }
    lost = why;
    body.toggleAttribute('data-lost', !!why);
    write('.lost', why && phrase(why));
    for (const button of /** @type {NodeListOf<HTMLButtonElement>} */ (document.querySelectorAll('.remote button:not([data-own=size])'))) button.disabled = !!why;
    tick();
  }

  /** @type {(kind: string, message?: any) => void} */
  function hear(kind, message) {
    if (kind === 'state') {
      show('remote');
      const old = told;
      told = { ...message.report, since: performance.now() };
      if (told && told.lang !== root.lang) {
        root.lang = told.lang;
        words();
      }
      if (message.notes) fill(message.notes);
      if (message.notes || old?.step !== told?.step || old?.key !== told?.key) sayNow(old?.key !== told?.key);
      return grey('');
    }
    if (kind === 'paired' || kind === 'known') {
      answer = '';
      input.value = '';
      if (kind === 'paired') buzz(40);
      show('remote');
      if (!told) grey('alone');
    } else if (kind === 'alone' || kind === 'silent' || kind === 'lost') {
      if (link.isPaired()) show('remote');
      grey(kind);
    } else if (kind === 'unknown') refuse('forgotten');
    else if (kind === 'closed') {
      if (answer === phrase('trying')) refuse('unreachable');
    } else refuse(kind, message.left);
  }

  /** Back to the form, with a reason. @type {(why: string, ...values: number[]) => void} */
  function refuse(why, ...values) {
    told = null;
    notes.replaceChildren();
    answer = phrase(why, ...values);
    write('.answer', answer);
    input.value = '';
    show('pair');
    if (why !== 'forgotten') buzz(200);
  }

  /** The notes of another slide. @type {(parts: [number, string][]) => void} */
  function fill(parts) {
    notes.replaceChildren(...parts.map(([step, html]) => {
      const article = document.createElement('article');
      article.dataset.step = String(step);
      // Made by the program from the talk, without scripts, and the page lets none run.
      const { body: said } = new DOMParser().parseFromString(html, 'text/html');
      // A picture of the talk is not at this address.
      said.querySelectorAll('img, video, audio, iframe').forEach((media) => media.replaceWith('🖼'));
      said.querySelectorAll('a').forEach((anchor) => anchor.removeAttribute('href'));
      article.append(...said.childNodes);
      return article;
    }));
    if (parts.length) return;
    const none = document.createElement('p');
    none.className = 'none';
    notes.append(none);
    none.textContent = phrase('noNotes');
  }

  /** Marks the part of the current step. @type {(turned: boolean) => void} */
  function sayNow(turned) {
    const parts = /** @type {HTMLElement[]} */ ([...notes.querySelectorAll('article')]);
    const from = (/** @type {HTMLElement} */ article) => Number(article.dataset.step);
    const now = Math.max(...parts.map(from).filter((step) => step <= Number(told?.step)));
    for (const article of parts) article.ariaCurrent = from(article) === now ? 'step' : null;
    const current = parts.find((article) => article.ariaCurrent);
    const top = current && (told?.step || !turned) ? current.offsetTop - notes.clientHeight / 6 : 0;
    notes.scrollTo({ top, behavior: turned || matchMedia('(prefers-reduced-motion: reduce)').matches ? 'instant' : 'smooth' });
  }

  /** Everything that a report says, and what the time makes of it. */
  function tick() {
    if (!told) return;
    const { clock, plan, slot } = told;
    const passing = lost ? 0 : (performance.now() - told.since) / 1000;
    const passed = Math.floor(clock.elapsed + (clock.running ? passing : 0));
    const asked = Math.floor(clock.asked + (clock.asking ? passing : 0));
    const fresh = !clock.running && !clock.asking && !clock.elapsed && !clock.asked;
    write('.time b', minutes(passed));
    const left = slot - passed;
    const rest = slot > 0 ? phrase(left < 0 ? 'over' : 'left', minutes(Math.abs(left))) : '';
    write('.time small', clock.asking ? phrase('asked', minutes(asked)) : fresh ? phrase('start') : clock.running ? rest : phrase('pause'));
    part('.time').toggleAttribute('data-running', clock.running);
    part('.time').toggleAttribute('data-late', slot > 0 && left < 0);
    part('[data-do=question]').ariaPressed = String(clock.asking);
    part('[data-do=black]').ariaPressed = String(told.cover !== '');
    const state = plan && !fresh ? pace(passed, Math.max(plan[0], Math.min(passed, plan[1])), plan[2]) : null;
    const words = told.cover ? phrase(told.cover === 'black' ? 'isBlack' : 'isWhite') : told.held ? phrase('held', told.held[2])
      : state ? phrase(state.state, minutes(state.seconds)) : '';
    write('.pace', words);
    part('.pace').dataset.state = told.cover || told.held ? 'held' : state?.state ?? '';
    write('.place b', told.number);
    write('.place small', phrase('of', told.count));
    write('.now h1', told.title || told.number);
    const then = told.next ? phrase('then', told.next[1] || told.next[0]) : phrase('end');
    write('.then', told.last ? phrase('step', told.step + 1, told.last + 1) + ' · ' + then : then);
    part('.pad').style.setProperty('--aspect', String(Math.max(0.5, Math.min(4, told.aspect))));
  }

  /** What the page says of itself, in its language. */
  function words() {
    document.title = 'Deckle · ' + phrase('remote');
    write('.pair h1', phrase('remote'));
    write('.ask', phrase('ask'));
    write('.pair button', phrase('pair'));
    input.ariaLabel = phrase('code');
    for (const name of ['laser', 'question', 'black', 'size', 'next', 'previous']) write(`[data-do=${name}] span, [data-own=${name}] span`, phrase(name));
    write('.pad p', phrase('drag'));
    if (notes.querySelector('.none')) write('.none', phrase('noNotes'));
    if (lost) write('.lost', phrase(lost));
  }

  form.onsubmit = (event) => {
    event.preventDefault();
    const code = input.value.replace(/\D/g, '');
    if (code.length !== 6) return input.focus();
    answer = phrase('trying');
    write('.answer', answer);
    link.pair(code);
  };
  input.oninput = () => {
    const digits = input.value.replace(/\D/g, '').slice(0, 6);
    input.value = digits.length > 3 ? digits.slice(0, 3) + ' ' + digits.slice(3) : digits;
    if (digits.length === 6) form.requestSubmit();
  };
  part('.remote').onclick = ({ target }) => {
    const button = /** @type {Element} */ (target).closest('button');
    const { do: action, own } = button?.dataset ?? {};
    if (own === 'laser') {
      const on = part('.pad').hidden;
      pad.end();
      part('.pad').hidden = !on;
      notes.hidden = on;
      if (button) button.ariaPressed = String(on);
    } else if (own === 'size') {
      size = (size + 1) % SIZES.length;
      notes.style.setProperty('--size', String(SIZES[size]));
    } else if (action) {
      // Felt without looking: one beat for next, two for back.
      const done = link.say({ kind: 'do', action });
      buzz(done ? (action === 'previous' ? [15, 60, 15] : 25) : 200);
    }
  };
  // Nothing here is zoomed, marked or dragged by accident.
  for (const kind of ['gesturestart', 'contextmenu', 'dblclick']) document.addEventListener(kind, (event) => event.preventDefault());

  words();
  setInterval(tick, 250);
  if (link.isPaired()) {
    show('remote');
    grey('lost');
    link.resume();
  } else show('pair');
}

phone();
