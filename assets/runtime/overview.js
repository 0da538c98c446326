// @ts-check
// The overview: the deck's own slides as a grid, restyled by assets/page/overview.css. Manual page: tests/spec/stage.md
import { search } from './find.js';
import { jump } from './position.js';
import { paint, titleOf } from './stage.js';
import { say } from './words.js';

/** @typedef {import('./start.js').Stage} Stage */

/** @param {Stage} stage */
export function overview(stage) {
  const { root, deck } = stage;
  const bar = stage.add('aside', 'shelf');
  const name = document.createElement('b');
  const field = document.createElement('input');
  const count = document.createElement('output');
  const hint = document.createElement('span');
  bar.append(name, field, count, hint);
  bar.hidden = true;
  let open = false;
  let chosen = 0;
  let current = 0;
  let width = 232;
  /** What the filter lets through. @type {Set<number> | null} */
  let hits = null;
  /** Every section's row and slides. @type {[HTMLElement, number[]][]} */
  let heads = [];
  /** What to press, one a slide. @type {HTMLButtonElement[]} */
  let buttons = [];
  // Whatever comes into sight is fitted and shows all its steps.
  const watcher = new IntersectionObserver((seen) => {
    for (const { isIntersecting, target } of seen) {
      const index = stage.slides.indexOf(/** @type {HTMLElement} */ (target));
      if (!open || !isIntersecting || index < 0) continue;
      stage.fitting.near(index);
      paint(stage.slides[index], stage.stops[index].last);
    }
  }, { root: deck });

  /** The place of the talk, and how far each slide was seen. */
  function mark() {
    const { slides, stops, session } = stage;
    current = session.at.slide;
    buttons.forEach((button, index) => (button.ariaCurrent = index === current ? 'true' : null));
    slides.forEach((slide, index) => {
      const { seen, last } = stops[index];
      slide.hidden = slide.inert = false;
      slide.style.setProperty('--seen', String(seen === undefined ? 0 : (Math.min(seen, last) + 1) / (last + 1)));
    });
  }

  /** A row of its own before the first slide of each section. */
  function divide() {
    const { slides, language } = stage;
    const plan = deck.dataset.plan?.split(' ').map(Number) ?? [];
    /** @type {Map<string, number[]>} */
    const sections = new Map();
    slides.forEach((slide, index) => {
      const name = slide.matches('.backup') ? 'backup' : slide.dataset.section ?? '';
      sections.set(name, [...(sections.get(name) ?? []), index]);
    });
    undivide();
    for (const [name, inside] of sections) {
      if (!name) continue;
      const [first] = inside;
      const head = document.createElement('h2');
      const small = document.createElement('small');
      const seconds = inside.reduce((sum, index) => sum + (plan[index] || 0), 0);
      small.textContent = `${inside.length} ${say(inside.length > 1 ? 'slides' : 'slide', language)}`
        + (seconds ? ` · ${Math.max(1, Math.round(seconds / 60))} min` : '');
      head.className = 'divider';
      head.append(name === 'backup' ? say(name, language) : titleOf(slides[first]), small);
      slides[first].before(head);
      heads.push([head, inside]);
    }
  }

  function undivide() {
    heads.forEach(([head]) => head.remove());
    heads = [];
  }

  function dress() {
    const { slides, stops, language } = stage;
    buttons.forEach((button) => button.remove());
    buttons = slides.map((slide, index) => {
      const button = document.createElement('button');
      const number = document.createElement('b');
      number.append(stops[index].number);
      button.append(number, ' ', titleOf(slide) + ('optional' in slide.dataset ? ` · ${say('optional', language)}` : ''));
      button.tabIndex = -1;
      /** @type {HTMLElement} */ (slide.firstElementChild).inert = true;
      slide.append(button);
      watcher.observe(slide);
      return button;
    });
    divide();
    mark();
  }

  function shut() {
    const { slides, stops, shown } = stage;
    open = false;
    watcher.disconnect();
    bar.hidden = true;
    // What loses its focus by a change of the page makes the browser lay out all of it.
    /** @type {HTMLElement | null} */ (document.activeElement)?.blur();
    undivide();
    slides.forEach((slide, index) => {
      buttons[index]?.remove();
      slide.classList.remove('chosen', 'out');
      slide.style.removeProperty('--seen');
      /** @type {HTMLElement} */ (slide.firstElementChild).inert = false;
      slide.hidden = slide.inert = index !== shown.slide;
    });
    root.classList.remove('overview');
    buttons = [];
    paint(slides[shown.slide], Math.min(shown.step, stops[shown.slide].last));
  }

  /** @type {(index: number, block?: ScrollLogicalPosition) => void} */
  function choose(index, block = 'nearest') {
    const { slides } = stage;
    slides[chosen]?.classList.remove('chosen');
    if (buttons[chosen]) buttons[chosen].tabIndex = -1;
    chosen = index;
    const slide = slides[chosen];
    if (!slide) return;
    slide.classList.add('chosen');
    buttons[chosen].tabIndex = 0;
    if (document.activeElement !== field) buttons[chosen].focus({ preventScroll: true });
    slide.scrollIntoView({ block });
  }

  /** @type {(query: string) => void} */
  function filter(query) {
    const { slides } = stage;
    field.value = query;
    field.hidden = !query;
    if (!query) field.blur();
    const found = query.trim() ? search(stage, query) : null;
    hits = found && new Set(found);
    slides.forEach((slide, index) => slide.classList.toggle('out', !!hits && !hits.has(index)));
    for (const [head, inside] of heads) head.hidden = !!hits && !inside.some((index) => hits?.has(index));
    count.textContent = (hits ? `${hits.size} / ` : '') + `${slides.length} ${say('slides', stage.language)}`;
    choose(found ? found[0] ?? -1 : Math.max(0, chosen));
  }

  /** The slides that stand in the grid, from the chosen one in a direction. @type {(by: number) => number[]} */
  function beyond(by) {
    const all = stage.slides.map((_, index) => index).filter((index) => !hits || hits.has(index));
    return by > 0 ? all.filter((index) => index > chosen) : all.reverse().filter((index) => index < chosen);
  }

  /** The nearest one in the row above or below. @type {(by: number) => number | undefined} */
  function row(by) {
    const { slides } = stage;
    const from = slides[chosen];
    let top = -1;
    let best;
    let nearest = Infinity;
    for (const index of from ? beyond(by) : []) {
      const { offsetTop, offsetLeft } = slides[index];
      if (offsetTop === from.offsetTop) continue;
      if (top >= 0 && offsetTop !== top) break;
      top = offsetTop;
      const apart = Math.abs(offsetLeft - from.offsetLeft);
      if (apart < nearest) [nearest, best] = [apart, index];
    }
    return best;
  }

  /** @type {(index: number) => void} */
  function go(index) {
    stage.panel(null);
    if (index >= 0 && index !== stage.session.at.slide) stage.act('jump', jump(stage.stops, index));
  }

  /** @type {(event: KeyboardEvent) => boolean} */
  function keys(event) {
    const { key } = event;
    const typed = !!field.value;
    if (event.isComposing) return true;
    if (event.ctrlKey || event.metaKey || event.altKey || /^F\d/.test(key)) return false;
    if (!typed && /^([.,?/oO]|Escape)$/.test(key)) return false; // Escape and O close, the clicker's black stays black
    const across = getComputedStyle(deck).direction === 'rtl' ? -1 : 1;
    /** @type {Record<string, () => number | undefined>} */
    const moves = {
      ArrowRight: () => beyond(across)[0], ArrowLeft: () => beyond(-across)[0], ArrowDown: () => row(1), ArrowUp: () => row(-1),
      Home: () => beyond(-1).at(-1), End: () => beyond(1).at(-1),
    };
    if (Object.hasOwn(moves, key)) {
      field.blur();
      choose(moves[key]() ?? chosen);
    }
    else if (key === 'Enter' || (key === ' ' && !typed)) go(chosen);
    else if (key === 'Escape') filter('');
    else if (/^[-+=]$/.test(key) && !typed) size(key === '-' ? 0.8 : 1.25);
    else {
      // A letter goes into the filter, which takes it by itself.
      if (key.length === 1) field.hidden = false;
      if (key.length === 1 || key === 'Backspace') field.focus();
      return true;
    }
    event.preventDefault();
    return true;
  }

  /** @type {(by: number) => void} */
  function size(by) {
    width = Math.max(120, Math.min(600, width * by));
    deck.style.setProperty('--thumb', Math.round(width) + 'px');
    stage.slides[chosen]?.scrollIntoView({ block: 'nearest' });
  }

  field.type = 'search';
  field.oninput = () => filter(field.value);
  deck.addEventListener('click', (event) => {
    const slide = /** @type {Element} */ (event.target).closest('.slide');
    if (!open) return;
    event.stopPropagation();
    if (slide) go(stage.slides.indexOf(/** @type {HTMLElement} */ (slide)));
  });
  stage.on('draw', () => {
    if (!open) return;
    const from = stage.slides[current];
    mark();
    if (from) paint(from, stage.stops[stage.slides.indexOf(from)]?.last ?? 0);
  });
  stage.on('swap', () => {
    if (!open) return;
    dress();
    filter(field.value);
  });
  stage.does('overview', () => {
    if (open || !stage.presenting()) return stage.panel(null);
    stage.panel(shut, keys);
    open = true;
    bar.ariaLabel = field.ariaLabel = say('overview', stage.language);
    name.textContent = document.title;
    hint.textContent = say('filter', stage.language) + ' · + − · Enter · Esc';
    root.classList.add('overview');
    bar.hidden = false;
    dress();
    chosen = current;
    filter('');
    choose(current, 'center');
  }, true);
}
