// @ts-check
// Where the talk is: one value, and what every move makes of it. No page, no state; runs in Node too.
// Manual page: tests/spec/stage.md

/** @typedef {{slide: number, step: number}} Position   slide: index from 0; step: advances made on it */
/** @typedef {{id: string, number: string, last: number}} Stop   one slide: its id, the number shown, its last step */
/** @typedef {Record<number, number>} Seen   the step at which a slide was last seen, by slide index */

/** @type {(stops: Stop[], at: Position) => Position} */
export function next(stops, at) {
  if (at.step < stops[at.slide].last) return { slide: at.slide, step: at.step + 1 };
  return at.slide + 1 < stops.length ? { slide: at.slide + 1, step: 0 } : at;
}

/** @type {(stops: Stop[], at: Position, seen?: Seen) => Position} */
export function previous(stops, at, seen = {}) {
  return at.step > 0 ? { slide: at.slide, step: at.step - 1 } : previousSlide(stops, at, seen);
}

/**
 * The next slide as it was last seen, a new one at its start.
 * @type {(stops: Stop[], at: Position, seen?: Seen) => Position}
 */
export function nextSlide(stops, at, seen = {}) {
  const slide = at.slide + 1;
  return slide < stops.length ? { slide, step: seen[slide] ?? 0 } : last(stops);
}

/**
 * The slide before as it was last seen; one that was never seen (after a deep link) complete.
 * @type {(stops: Stop[], at: Position, seen?: Seen) => Position}
 */
export function previousSlide(stops, at, seen = {}) {
  const slide = at.slide - 1;
  return slide < 0 ? { slide: 0, step: 0 } : { slide, step: seen[slide] ?? stops[slide].last };
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
 * @type {(stops: Stop[], slide: number, seen?: Seen) => Position}
 */
export function jump(stops, slide, seen = {}) {
  return { slide, step: slide in seen ? stops[slide].last : 0 };
}

/**
 * Reads `#id`, `#id.3` or `#12`. Without a step it is a jump. An unknown place gives null.
 * @type {(stops: Stop[], hash: string, seen?: Seen) => Position | null}
 */
export function parse(stops, hash, seen = {}) {
  let name = hash.replace(/^#/, '');
  try {
    name = decodeURIComponent(name);
  } catch {} // a lone percent sign stays as it is
  /** @type {(name: string) => number} */
  const find = (name) => {
    const slide = stops.findIndex((stop) => stop.id === name);
    return slide < 0 ? stops.findIndex((stop) => stop.number === name.toUpperCase()) : slide;
  };
  if (find(name) >= 0) return jump(stops, find(name), seen);
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
