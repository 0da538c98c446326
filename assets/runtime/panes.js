// @ts-check
// The presenter window: clock bar, the slide, what the next step will show, notes, the sections. Manual page: tests/spec/stage.md
import { elapsed, fresh, questions } from './clock.js';
import { arrange } from './desk.js';
import { keep } from './keep.js';
import { furnish, showNotes } from './notes.js';
import { still } from './media.js';
import { expected, minutes, pace, planned, readPlan, skips } from './pace.js';
import { jump, next } from './position.js';
import { copyOf } from './stage.js';
import { strip, timed } from './strip.js';
import { say } from './words.js';

/** @typedef {import('./start.js').Stage} Stage */
/** @typedef {import('./position.js').Position} Position */

// The slides come last: what is looked for by its class is found before anything of the talk.
const desk = `<header class="bar"><button class="time" data-do="timer"><b></b><small></small></button><p class="left"><b></b><small></small></p>
<p class="pace"><b></b><button data-do="skip"></button></p><button class="asked" data-do="question"><b></b><small></small></button>
<p class="badges" role="status"></p><button class="call" data-do="presenter"></button><p class="wall"><b></b><small></small></p></header>
<section class="said"><header><p class="spent"><small></small><i></i></p></header><div class="notes" tabindex="0"></div></section><nav class="sections"></nav>
<i role="separator" tabindex="0" data-axis="x" title="↔" aria-orientation="vertical"></i>
<section class="then"><h2></h2><button class="view" data-do="next"></button></section><section class="now"></section>`;

/** @param {Stage} stage */
export function panes(stage) {
  const { deck } = stage;
  const page = stage.add('div', 'desk');
  page.innerHTML = desk;
  furnish(page);
  /** @type {(selector: string) => HTMLElement} */
  const part = (selector) => /** @type {HTMLElement} */ (page.querySelector(selector));
  /** Writes only what has changed: nothing is laid out anew four times a second. @type {(selector: string, text: string) => void} */
  const write = (selector, text) => {
    const place = part(selector);
    if (place.textContent !== text) place.textContent = text;
  };
  /** A field: its figure, its words, and whether it has a mark. @type {(name: string, figure: string, words: string, mark?: string, on?: unknown) => void} */
  const field = (name, figure, words, mark = 'late', on) => {
    write(name + ' b', figure);
    write(name + ' small', words);
    part(name).toggleAttribute('data-' + mark, !!on);
  };
  const clockTime = (/** @type {number} */ time) => new Date(time).toLocaleTimeString(stage.language, { timeStyle: 'short', hourCycle: 'h23' });
  const spoken = () => Math.floor(elapsed(stage.session.clock, Date.now()) / 1000);
  const notes = part('.notes');
  const view = part('.view');
  const free = +(deck.dataset.questions ?? 0);
  const slot = +(deck.dataset.duration ?? 0) - free;
  /** @type {number[]} */
  let plan;
  /** @type {import('./pace.js').Timed[]} */
  let slides;
  /** @type {(due: number) => void} */
  let sections;
  /** The place whose next step is drawn. @type {Position | undefined} */
  let drawn;
  let waiting = false;
  /** The last tick, and by how much the clock of the machine was ahead of the time that this page has been awake, in ms. */
  let ticked = Date.now();
  let ahead = ticked - performance.now();

  part('.now').append(deck);
  notes.ariaLabel = say('drawer');
  write('.call', say('openAudience'));
  const own = { skip, keep: () => keep(stage), ...arrange(page) };

  /** What does not change before the slides do. */
  function read() {
    plan = readPlan(deck.dataset.plan);
    slides = timed(stage);
    sections = strip(stage, part('.sections'), plan, slides);
    drawn = undefined;
  }

  /** The step of a slide that has some. @type {(at: Position) => string} */
  const stepOf = ({ slide, step }) => say('stepOf', step + 1, stage.stops[slide].last + 1);
  /** @type {(at: Position) => string} */
  const placeOn = (at) => {
    const { number, last } = stage.stops[at.slide];
    return say('slideOf', number, slides.filter(({ backup }) => !backup).length) + (last ? ', ' + stepOf(at) : '');
  };

  /** What the next advance will show, after the slide itself has been painted: keys stay quick. */
  function preview() {
    if (waiting || stage.session.at === drawn) return;
    waiting = true;
    requestAnimationFrame(() => setTimeout(() => {
      waiting = false;
      const { at } = stage.session;
      const to = next(stage.stops, at);
      const { title = '', backup } = slides[to.slide];
      drawn = at;
      view.ariaLabel = to === at || (backup && !slides[at.slide].backup) ? say('end') : say('nextTitle', to.slide === at.slide ? stepOf(to) : title);
      write('h2', view.ariaLabel);
      view.replaceChildren(...(to === at ? [] : [still(copyOf(stage.slides[to.slide], to.step))]));
    }));
  }

  function tick() {
    preview();
    const now = Date.now();
    const leap = now - performance.now() - ahead;
    // A hidden window ticks once a minute; one that has not for longer has slept, with the lid closed.
    const lost = Math.abs(leap) > 2000 ? leap : now - ticked > 90000 ? now - ticked : 0;
    ticked = now;
    ahead += leap;
    if (lost) stage.act('shift', lost);
    const { clock, at, cover, frozen, log } = stage.session;
    const passed = spoken();
    const left = slot - passed;
    field('.time', minutes(passed), slot > 0 ? say('of', minutes(slot) + (free ? ' + ' + minutes(free) : '')) : say('timer'), 'running', clock.since);
    if (slot > 0) field('.left', minutes(left), left < 0 ? say('over') : say('left', clockTime(now + left * 1000)), 'late', left < 0);
    field('.asked', minutes(Math.floor(questions(clock, now) / 1000)), say('question'), 'running', clock.asking);
    field('.wall', clockTime(now), placeOn(at));
    write('.badges', cover ? say(cover) : frozen ? say('held', placeOn(frozen)) : '');
    page.dataset.state = cover || (frozen && 'held') || '';
    page.classList.toggle('lonely', !stage.accompanied());

    const total = planned(plan);
    const on = total && !fresh(clock);
    // What the plan has before the first slide of this run was not on the clock.
    const begun = stage.stops.findIndex(({ id }) => log.some(([, slide]) => slide === id));
    const before = expected(plan, slides, { slide: Math.max(0, begun), step: 0 });
    sections(on ? before + passed : -1);
    // While a step has its time the talk is on time; only what goes beyond it counts.
    const due = Math.max(expected(plan, slides, at), Math.min(before + passed, expected(plan, slides, { ...at, step: at.step + 1 })));
    const { state, seconds } = pace(before + passed, due, total);
    part('.pace').dataset.state = on ? state : '';
    write('.pace b', on ? say(state, minutes(seconds)) : '');
    const rest = on && state === 'behind' ? skips(plan, slides, at) : [];
    // At the end, or when the clock stands, its times can be kept.
    const done = keep && log.length && (view.ariaLabel === say('end') || !(clock.since || clock.asking));
    part('.pace button').dataset.do = rest.length ? 'skip' : 'keep';
    write('.pace button', rest.length ? say('skip', rest.length, minutes(planned(rest.map(({ seconds }) => seconds)))) : done ? say('keep') : '');
    const budget = plan[at.slide];
    const { id } = stage.stops[at.slide];
    const here = Math.max(0, passed - (log[log.findLastIndex(([, other]) => other !== id) + 1]?.[3] ?? Infinity) / 1000);
    write('.spent small', budget ? say('spent', minutes(here), minutes(budget)) : '');
    part('.spent').toggleAttribute('data-late', here > budget);
    part('.spent i').style.setProperty('--done', (100 * here) / budget + '%');
  }

  /** Past the next optional slides, wherever they begin. */
  function skip() {
    let to = skips(plan, slides, stage.session.at)[0]?.slide;
    while (slides[to]?.optional) to += 1;
    if (slides[to]) stage.act('jump', jump(stage.stops, to));
  }

  page.onclick = (event) => {
    const { do: name = '', slide } = /** @type {Element} */ (event.target).closest('button')?.dataset ?? {};
    if (slide) stage.act('jump', jump(stage.stops, +slide));
    else if (name in own) /** @type {Record<string, () => void>} */ (own)[name]();
    else if (name) stage.act(name);
    // After the mouse the keys belong to the talk again: a space must not press the button once more.
    if (event.detail) /** @type {HTMLElement | null} */ (document.activeElement)?.blur();
  };
  stage.does('drawer', own.arrange);
  stage.on('draw', ({ slide, at, turned }) => {
    showNotes(notes, slide, at.step, turned);
    tick();
  });
  stage.on('fit', (slide) => {
    if (slide === stage.slides[next(stage.stops, stage.session.at).slide]) drawn = undefined;
  });
  stage.on('swap', read);
  read();
  setInterval(tick, 250);
}
