// @ts-check
// The presenter window: clock bar, the slide, what the next step will show, notes, the sections. Manual page: tests/spec/stage.md
import { elapsed, fresh, questions } from './clock.js';
import { arrange } from './desk.js';
import { fillNotes, markNotes } from './notes.js';
import { still } from './media.js';
import { expected, minutes, pace, planned, readPlan, skips } from './pace.js';
import { jump, next } from './position.js';
import { copyOf, titleOf } from './stage.js';
import { strip, timed } from './strip.js';
import { say } from './words.js';

/** @typedef {import('./start.js').Stage} Stage */

// The slides come last: what is looked for by its class is found before anything of the talk.
const desk = `<header class="bar"><button class="time" data-do="timer"><b></b><small></small></button><p class="left"><b></b><small></small></p>
<p class="pace"><b></b><button data-do="skip"></button></p><button class="asked" data-do="question"><b></b><small></small></button>
<p class="badges" role="status"></p><button class="call" data-do="presenter"></button><p class="wall"><b></b><small></small></p></header>
<section class="said"><header><p class="spent"><small></small><i></i></p><button data-do="smaller">A−</button><button data-do="larger">A+</button><button
 data-do="arrange">◫</button></header><div class="notes" tabindex="0"></div></section><nav class="sections"></nav>
<i role="separator" tabindex="0" data-axis="x" aria-orientation="vertical"></i><i role="separator" tabindex="0" data-axis="y"></i>
<section class="then"><h2></h2><ol></ol><button class="view" data-do="next"></button></section><section class="now"></section>`;

/** @param {Stage} stage */
export function panes(stage) {
  const { deck, language } = stage;
  const page = stage.add('div', 'desk');
  page.innerHTML = desk;
  /** @type {(selector: string) => HTMLElement} */
  const part = (selector) => /** @type {HTMLElement} */ (page.querySelector(selector));
  /** Words with their blanks filled. @type {(word: string, ...values: (string | number)[]) => string} */
  const words = (word, ...values) => values.reduce((/** @type {string} */ text, value) => text.replace('{}', () => String(value)), say(word, language));
  /** Writes only what has changed: nothing is laid out anew four times a second. @type {(selector: string, text: string) => void} */
  const write = (selector, text) => {
    const place = part(selector);
    if (place.textContent !== text) place.textContent = text;
  };
  const clockTime = (/** @type {number} */ time) => new Date(time).toLocaleTimeString(language, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  const notes = part('.notes');
  const view = part('.view');
  const arranging = arrange(page);
  let plan = readPlan(deck.dataset.plan);
  let slides = timed(stage);
  let sections = strip(stage, part('.sections'));
  const [slot, free] = [Number(deck.dataset.duration), Number(deck.dataset.questions ?? 0)];
  /** Since when this slide is shown, in seconds of the talk; a reload does not forget it. @type {[string, number]} */
  let since = ['', 0];
  try {
    since = JSON.parse(sessionStorage.getItem('deckle since') ?? '') ?? since;
  } catch {} // a new window
  /** The place whose next step is drawn. */
  let drawn = '';
  let waiting = false;

  part('.now').append(deck);
  page.classList.toggle('bare', !document.querySelector('template.notes'));
  for (const name of ['smaller', 'larger', 'arrange']) part(`[data-do="${name}"]`).setAttribute('aria-label', (part(`[data-do="${name}"]`).title = words(name)));
  for (const divider of page.querySelectorAll(':scope > i')) divider.setAttribute('aria-label', words('divider'));
  notes.setAttribute('aria-label', words('drawer'));
  write('.call', words('openAudience'));
  write('.asked small', words('asking'));

  /** What the next advance will show, after the slide itself has been painted: keys stay quick. */
  function preview() {
    const key = (/** @type {import('./position.js').Position} */ at) => at.slide + '.' + at.step;
    if (waiting || key(stage.session.at) === drawn) return;
    waiting = true;
    requestAnimationFrame(() => setTimeout(() => {
      waiting = false;
      const { at } = stage.session;
      const to = next(stage.stops, at);
      const [title, { number }] = [titleOf(stage.slides[to.slide]), stage.stops[to.slide]];
      drawn = key(at);
      const ends = to === at || (/^A/.test(number) && !slides[at.slide].backup);
      const label = to === at ? words('end') : to.slide === at.slide ? words('nextStep', to.step + 1) : (ends ? words('end') + ' · ' : '') + words('nextTitle', title || number);
      write('h2', label);
      view.setAttribute('aria-label', label);
      part('ol').replaceChildren(...slides.slice(to.slide + 1, to.slide + 11).map((slide, index) => {
        const item = document.createElement('li');
        item.innerHTML = '<button><span></span><b></b><span></span></button>';
        const button = /** @type {HTMLElement} */ (item.firstChild);
        const there = to.slide + 1 + index;
        [stage.stops[there].number, slide.title, plan[there] ? minutes(plan[there]) : ''].forEach((text, field) => button.children[field].append(text ?? ''));
        button.dataset.slide = String(there);
        return item;
      }));
      view.replaceChildren(...(to === at ? [] : [still(copyOf(stage.slides[to.slide], to.step))]));
    }));
  }

  function tick() {
    const now = Date.now();
    const { clock, at, cover, frozen } = stage.session;
    const passed = elapsed(clock, now) / 1000;
    write('.time b', minutes(Math.floor(passed)));
    part('.time').toggleAttribute('data-running', !!clock.since);
    write('.time small', slot ? words(free ? 'ofBoth' : 'of', minutes(slot - free), minutes(free)) : words('elapsed'));
    const left = slot - free - Math.floor(passed);
    if (slot) {
      write('.left b', minutes(Math.abs(left)));
      write('.left small', left < 0 ? words('over') : words('left', clockTime(now + left * 1000)));
      part('.left').toggleAttribute('data-late', left < 0);
    }
    write('.asked b', minutes(Math.floor(questions(clock, now) / 1000)));
    part('.asked').toggleAttribute('data-running', !!clock.asking);
    const { number, last } = stage.stops[at.slide];
    const count = slides.filter(({ backup }) => !backup).length;
    write('.wall b', clockTime(now));
    write('.wall small', words('slideOf', number, count) + (last ? ', ' + words('stepOf', at.step + 1, last + 1) : ''));
    const held = frozen && words('held', stage.stops[frozen.slide].number) + (frozen.step ? ', ' + words('stepOf', frozen.step + 1, stage.stops[frozen.slide].last + 1) : '');
    write('.badges', [cover && words(cover), held].filter(Boolean).join(' · '));
    page.dataset.state = cover || (frozen ? 'held' : '');
    paced(passed, !fresh(clock) && planned(plan) > 0);
  }

  /** @type {(passed: number, on: boolean) => void} */
  function paced(passed, on) {
    const { at } = stage.session;
    sections(on ? passed : null);
    const total = planned(plan);
    // While a step has its time the talk is on time; only what goes beyond it counts.
    const [from, to] = [expected(plan, slides, at), expected(plan, slides, { ...at, step: at.step + 1 })];
    const { state, seconds } = pace(passed, Math.max(from, Math.min(to, passed)), total);
    part('.pace').dataset.state = on ? state : '';
    write('.pace b', on ? words(state, minutes(seconds)) : total ? words('waiting') : '');
    const rest = state === 'behind' && on ? skips(plan, slides, at) : [];
    write('.pace button', rest.length ? words('skip', rest.length, minutes(planned(rest.map((slide) => slide.seconds)))) : '');
    const budget = plan[at.slide];
    const here = Math.max(0, passed - since[1]);
    write('.spent small', budget ? words('spent', minutes(Math.floor(here)), minutes(budget)) : '');
    part('.spent').toggleAttribute('data-late', here > budget);
    part('.spent i').style.setProperty('--done', budget ? Math.min(100, (100 * here) / budget).toFixed(1) + '%' : '0');
  }

  /** Past the next optional slides, wherever they begin. */
  function skip() {
    const { at } = stage.session;
    let to = skips(plan, slides, at)[0]?.slide;
    while (slides[to]?.optional) to += 1;
    if (stage.stops[to]) stage.act('jump', jump(stage.stops, to));
  }

  page.addEventListener('click', (event) => {
    const { do: name, slide } = /** @type {Element} */ (event.target).closest('button')?.dataset ?? {};
    if (slide) stage.act('jump', jump(stage.stops, Number(slide)));
    if (name === 'skip') skip();
    else if (name && /^(smaller|larger|arrange)$/.test(name)) arranging(name);
    else if (name) stage.act(name);
    // After the mouse the keys belong to the talk again: a space must not press the button once more.
    if (event.detail) /** @type {HTMLElement | null} */ (document.activeElement)?.blur();
  });
  stage.does('drawer', () => arranging('arrange'));
  stage.on('draw', ({ slide, at, turned }) => {
    if (turned) fillNotes(notes, slide, language);
    markNotes(notes, at.step, turned);
    if (since[0] !== slide.id) {
      since = [slide.id, elapsed(stage.session.clock, Date.now()) / 1000];
      try {
        sessionStorage.setItem('deckle since', JSON.stringify(since));
      } catch {} // then a reload begins the slide anew
    }
    tick();
    preview();
  });
  const again = () => {
    drawn = '';
    preview();
  };
  stage.on('fit', (slide) => slide === stage.slides[next(stage.stops, stage.session.at).slide] && again());
  stage.on('swap', () => {
    plan = readPlan(deck.dataset.plan);
    slides = timed(stage);
    sections = strip(stage, part('.sections'));
    const { at } = stage.session;
    fillNotes(notes, stage.slides[at.slide], language);
    markNotes(notes, at.step, true);
    again();
  });
  const windows = (/** @type {boolean} */ there) => page.classList.toggle('lonely', !there);
  stage.on('windows', windows);
  windows(stage.accompanied());
  setInterval(tick, 250);
}
