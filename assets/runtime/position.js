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
  const { slide, step } = at;
  return step < stops[slide].last ? { slide, step: step + 1 } : slide + 1 < stops.length ? { slide: slide + 1, step: 0 } : at;
}

/** @type {(stops: Stop[], at: Position) => Position} */
export function previous(stops, at) {
  return at.step ? { ...at, step: at.step - 1 } : previousSlide(stops, at);
}

/**
 * The next slide as it was last seen, a new one at its start.
 * @type {(stops: Stop[], at: Position) => Position}
 */
export function nextSlide(stops, at) {
  return at.slide + 1 < stops.length ? entered(stops, at.slide + 1, 0) : last(stops);
}

/**
 * The slide before as it was last seen; one that was never seen (after a deep link) complete.
 * @type {(stops: Stop[], at: Position) => Position}
 */
export function previousSlide(stops, at) {
  return at.slide ? entered(stops, at.slide - 1, Infinity) : first();
}

/**
 * A slide at the step at which it was last seen, else at another; one that changed since has no more steps than it has.
 * @type {(stops: Stop[], slide: number, step: number) => Position}
 */
function entered(stops, slide, step) {
  return { slide, step: Math.min(stops[slide].seen ?? step, stops[slide].last) };
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
  let name = hash.slice(1);
  try {
    name = decodeURIComponent(name);
  } catch {} // a lone percent sign stays as it is
  /** @type {(name: string) => number} */
  const find = (name) => {
    const slide = stops.findIndex(({ id }) => id === name);
    return slide < 0 ? stops.findIndex(({ number }) => number === name.toUpperCase()) : slide;
  };
  const slide = find(name);
  if (slide >= 0) return jump(stops, slide);
  const [, place, step] = /(.*)\.(\d+)$/.exec(name) ?? ['', '', ''];
  const stop = stops[find(place)];
  return stop ? { slide: stops.indexOf(stop), step: Math.min(Number(step), stop.last) } : null;
}

/** @type {(stops: Stop[], at: Position) => string} */
export function format(stops, at) {
  return '#' + encodeURIComponent(stops[at.slide].id) + (at.step ? '.' + at.step : '');
}

/**
 * Whether `data-show="2-"`, `data-show="2-3"` or `data-lit="0-0 2-2 4-"` means a step.
 * @type {(ranges: string, step: number) => boolean}
 */
export function visible(ranges, step) {
  return ranges.split(' ').some((range) => {
    const [from, to] = range.split('-').map(parseFloat);
    return step >= from && !(step > to); // without an end all that follow
  });
}
