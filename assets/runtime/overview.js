// @ts-check
// The overview: the deck's own slides as a grid, restyled by assets/page/overview.css, which also shows all their steps; and the
// box above it, which finds slides. Manual page: tests/spec/stage.md
import { search } from './find.js';
import { make } from './make.js';
import { readPlan, sections } from './pace.js';
import { jump } from './position.js';
import { titleOf } from './stage.js';
import { timed } from './strip.js';
import { say } from './words.js';

/** @typedef {import('./start.js').Stage} Stage */

/** @param {Stage} stage */
export function overview(stage) {
  const { root, deck } = stage;
  const field = make('input', { type: 'search', ariaLabel: say('find'), placeholder: say('filter'), oninput: () => filter(field.value) });
  const count = make('output');
  const bar = stage.add('aside', 'shelf');
  bar.append(make('b', {}, document.title), field, count);
  bar.ariaLabel = field.ariaLabel;
  bar.hidden = true;
  let open = false;
  let reading = false;
  /** @type {HTMLElement | undefined} */
  let chosen;
  /** The rows at the head of the sections, and what to press, one a slide. @type {HTMLElement[]} */
  let added = [];
  // Whatever comes into sight is fitted.
  const watcher = new IntersectionObserver((seen) => {
    for (const { isIntersecting, target } of seen) {
      const index = stage.slides.indexOf(/** @type {HTMLElement} */ (target));
      if (open && isIntersecting && index >= 0) stage.fitting.near(index);
    }
  }, { root: deck });

  /** The place of the talk, and how far each slide was seen. */
  function mark() {
    stage.slides.forEach((slide, index) => {
      const { seen = -1, last } = stage.stops[index];
      buttonOf(slide).ariaCurrent = index === stage.session.at.slide ? 'true' : null;
      slide.hidden = slide.inert = false;
      slide.style.setProperty('--seen', /** @type {any} */ (Math.min(1, (seen + 1) / (last + 1))));
    });
  }

  /** A button on every slide, a row of its own before the first slide of each section and before the backup. */
  function dress() {
    const { slides, stops } = stage;
    const all = timed(stage);
    undress();
    added = slides.map((slide, index) => {
      const button = make('button', { tabIndex: -1 }, make('b', {}, stops[index].number), ' ', titleOf(slide) + (all[index].optional ? ' · ' + say('optional') : ''));
      canvasOf(slide).inert = true;
      slide.append(button);
      watcher.observe(slide);
      return button;
    });
    /** @type {(slide: number, title: string, slides: number, seconds: number) => void} */
    const head = (slide, title, count, seconds) => {
      const row = make('h2', { className: 'divider' }, title, make('small', {}, `${count} ${say(count > 1 ? 'slides' : 'slide')}`
        + (seconds ? ` · ${Math.max(1, Math.round(seconds / 60))} min` : '')));
      slides[slide].before(row);
      added.push(row);
    };
    for (const { section, slide, slides, seconds } of sections(readPlan(deck.dataset.plan), all)) {
      if (section >= 0) head(slide, all[slide].title ?? '', slides, seconds);
    }
    const backup = all.filter(({ backup }) => backup).length;
    if (backup) head(slides.length - backup, say('backup'), backup, 0);
    mark();
  }

  /** Takes off what `dress` has put on. */
  function undress() {
    for (const part of added) part.remove();
  }

  /** @type {(slide: Element) => HTMLElement} */
  const buttonOf = (slide) => /** @type {HTMLElement} */ (slide.lastElementChild);
  /** @type {(slide: Element) => HTMLElement} */
  const canvasOf = (slide) => /** @type {HTMLElement} */ (slide.firstElementChild);

  function shut() {
    open = false;
    watcher.disconnect();
    bar.hidden = true;
    // What loses its focus by a change of the page makes the browser lay out all of it.
    /** @type {HTMLElement | null} */ (document.activeElement)?.blur();
    undress();
    for (const slide of stage.slides) {
      slide.classList.remove('chosen', 'out');
      slide.style.removeProperty('--seen');
      canvasOf(slide).inert = false;
    }
    chosen = undefined;
    root.classList.remove('overview');
    stage.present(!reading); // one slide again, or the page that was read
  }

  /** @type {(slide: HTMLElement | undefined, block?: ScrollLogicalPosition) => void} */
  function choose(slide, block = 'nearest') {
    chosen?.classList.remove('chosen');
    chosen = slide;
    if (!slide) return;
    slide.classList.add('chosen');
    if (document.activeElement !== field) buttonOf(slide).focus({ preventScroll: true });
    slide.scrollIntoView({ block });
  }

  /** @type {(query: string, block?: ScrollLogicalPosition) => void} */
  function filter(query, block) {
    const { slides, session } = stage;
    const found = query.trim() && search(stage, query);
    field.value = query;
    slides.forEach((slide, index) => slide.classList.toggle('out', found && !found.includes(index)));
    for (const part of added.slice(slides.length)) part.hidden = !!found;
    count.textContent = (found && found.length + ' / ') + `${slides.length} ${say('slides')}`;
    choose(found ? slides[found[0]] : chosen?.isConnected ? chosen : slides[session.at.slide], block);
  }

  /** The slides that stand in the grid, from the chosen one in a direction. @type {(by: number) => HTMLElement[]} */
  function beyond(by) {
    const { slides } = stage;
    const from = slides.indexOf(/** @type {HTMLElement} */ (chosen));
    const all = slides.filter((slide, index) => (index - from) * by > 0 && !slide.matches('.out'));
    return by > 0 ? all : all.reverse();
  }

  /** The nearest one in the row above or below. @type {(by: number) => HTMLElement | undefined} */
  function row(by) {
    const all = beyond(by).filter(({ offsetTop }) => offsetTop !== chosen?.offsetTop);
    const apart = (/** @type {HTMLElement} */ slide) => Math.abs(slide.offsetLeft - (chosen?.offsetLeft ?? 0));
    return all.filter(({ offsetTop }) => offsetTop === all[0].offsetTop).sort((one, other) => apart(one) - apart(other))[0];
  }

  /** @type {(slide: Element | undefined) => void} */
  function go(slide) {
    const index = stage.slides.indexOf(/** @type {HTMLElement} */ (slide));
    stage.panel(null);
    if (index >= 0) stage.act('jump', jump(stage.stops, index));
    if (reading) stage.slides[index]?.scrollIntoView();
  }

  /** @type {(event: KeyboardEvent) => boolean} */
  function keys(event) {
    const { key } = event;
    const typed = field.value;
    const typing = document.activeElement === field;
    if (event.ctrlKey || event.metaKey || event.altKey || /^F\d/.test(key)) return false;
    // Escape and O close, the clicker's black stays black.
    if (!typed && (key === 'Escape' || (!typing && /^[.,?/oO]$/.test(key)))) return false;
    const across = getComputedStyle(deck).direction === 'rtl' ? -1 : 1;
    /** @type {Record<string, () => HTMLElement | undefined>} */
    const moves = {
      ArrowRight: () => beyond(across)[0], ArrowLeft: () => beyond(-across)[0], ArrowDown: () => row(1), ArrowUp: () => row(-1),
      Home: () => beyond(-1).at(-1), End: () => beyond(1).at(-1),
    };
    if (Object.hasOwn(moves, key)) {
      field.blur();
      choose(moves[key]() ?? chosen);
    }
    else if (key === 'Enter' || (key === ' ' && !typing)) go(chosen);
    else if (key === 'Escape') {
      field.blur();
      filter('');
    }
    else {
      // A letter goes into the box, which takes it by itself.
      if (key.length === 1 || key === 'Backspace') field.focus();
      return true;
    }
    event.preventDefault();
    return true;
  }

  deck.addEventListener('click', (event) => {
    if (!open) return;
    event.stopPropagation();
    const slide = /** @type {Element} */ (event.target).closest('.slide');
    if (slide) go(slide);
  });
  stage.on('draw', () => open && mark());
  stage.on('swap', () => {
    if (!open) return;
    dress();
    filter(field.value);
  });
  for (const action of ['overview', 'find']) stage.does(action, () => {
    if (open && action === 'find') return field.focus();
    if (open) return stage.panel(null);
    reading = !stage.presenting();
    if (reading) stage.present(true);
    stage.panel(shut, keys);
    open = true;
    root.classList.add('overview');
    bar.hidden = false;
    dress();
    filter('', 'center');
    if (action === 'find') field.focus();
  }, true);
}
