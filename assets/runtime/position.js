// @ts-check
// Where the talk is: one value, and what every move makes of it. No page; runs in Node too.
// Manual page: tests/spec/stage.md

/** @typedef {{slide: number, step: number}} Position   slide: index from 0; step: advances made on it */
/**
 * One slide: its id, the number shown, its last step, and the step at which it was last seen, if it was.
 * @typedef {{id: string, number: string, last: number, seen?: number}} Stop
 */

/** @type {(stops: Stop[], at: Position) => Position} */
export function next(stops, at) {
  if (at.step < stops[at.slide].last) return { slide: at.slide, step: at.step + 1 };
  return at.slide + 1 < stops.length ? { slide: at.slide + 1, step: 0 } : at;
}

/** @type {(stops: Stop[], at: Position) => Position} */
export function previous(stops, at) {
  return at.step > 0 ? { slide: at.slide, step: at.step - 1 } : previousSlide(stops, at);
}

/**
 * The next slide as it was last seen, a new one at its start.
 * @type {(stops: Stop[], at: Position) => Position}
 */
export function nextSlide(stops, at) {
  const slide = at.slide + 1;
  return slide < stops.length ? { slide, step: seen(stops[slide]) ?? 0 } : last(stops);
}

/**
 * The slide before as it was last seen; one that was never seen (after a deep link) complete.
 * @type {(stops: Stop[], at: Position) => Position}
 */
export function previousSlide(stops, at) {
  const slide = at.slide - 1;
  return slide < 0 ? first() : { slide, step: seen(stops[slide]) ?? stops[slide].last };
}

/**
 * The step at which a slide was last seen; a slide that changed since has no more steps than it has.
 * @type {(stop: Stop) => number | undefined}
 */
function seen(stop) {
  return stop.seen === undefined ? undefined : Math.min(stop.seen, stop.last);
}

/**
 * The next slide that was not seen yet, round the end to the beginning; null when all were.
 * @type {(stops: Stop[], at: Position) => Position | null}
 */
export function unseen(stops, at) {
  for (let ahead = 1; ahead < stops.length; ahead += 1) {
    const slide = (at.slide + ahead) % stops.length;
    if (stops[slide].seen === undefined) return { slide, step: 0 };
  }
  return null;
}

/** @type {() => Position} */
export function first() {
  return { slide: 0, step: 0 };
}

/** @type {(stops: Stop[]) => Position} */
export function last(stops) {
  return { slide: stops.length - 1, step: stops[stops.length - 1].last };
}

/**
 * A jump shows a slide that was seen complete, a new one at its start.
 * @type {(stops: Stop[], slide: number) => Position}
 */
export function jump(stops, slide) {
  return { slide, step: stops[slide].seen === undefined ? 0 : stops[slide].last };
}

/**
 * Reads `#id`, `#id.3` or `#12`. Without a step it is a jump. An unknown place gives null.
 * @type {(stops: Stop[], hash: string) => Position | null}
 */
export function parse(stops, hash) {
  let name = hash.replace(/^#/, '');
  try {
    name = decodeURIComponent(name);
  } catch {} // a lone percent sign stays as it is
  /** @type {(name: string) => number} */
  const find = (name) => {
    const slide = stops.findIndex((stop) => stop.id === name);
    return slide < 0 ? stops.findIndex((stop) => stop.number === name.toUpperCase()) : slide;
  };
  if (find(name) >= 0) return jump(stops, find(name));
  const dot = name.lastIndexOf('.');
  const slide = find(name.slice(0, dot));
  const step = name.slice(dot + 1);
  if (dot < 0 || slide < 0 || !/^\d{1,5}$/.test(step)) return null;
  return { slide, step: Math.min(Number(step), stops[slide].last) };
}

/** @type {(stops: Stop[], at: Position) => string} */
export function format(stops, at) {
  return '#' + encodeURIComponent(stops[at.slide].id) + (at.step ? '.' + at.step : '');
}

/**
 * Whether `data-show="2-"` or `data-show="2-3"` is visible at a step.
 * @type {(show: string, step: number) => boolean}
 */
export function visible(show, step) {
  const [from, to] = show.split('-');
  return step >= Number(from) && (!to || step <= Number(to));
}

/**
 * Whether `data-lit="0-0 2-2 4-"` is lit at a step.
 * @type {(lit: string, step: number) => boolean}
 */
export function lit(lit, step) {
  return lit.split(' ').some((range) => range !== '' && visible(range, step));
}
