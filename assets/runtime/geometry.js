// @ts-check
// The figures behind pen and zoom: strokes, and parts of a canvas. No page; runs in Node too.
// Manual page: tests/spec/stage.md

/** A part of the canvas: its middle in px of the canvas, and how much larger it is shown. @typedef {{x: number, y: number, scale: number}} Part */

/** To a tenth of a px. @type {(value: number) => number} */
export function tenth(value) {
  return Math.round(value * 10) / 10;
}

/**
 * The part nearest to what was asked for that shows nothing beside the canvas, from 1× to 6×; null for the whole.
 * @type {(x: number, y: number, scale: number, canvas: {width: number, height: number}) => Part | null}
 */
export function part(x, y, scale, { width, height }) {
  const most = Math.min(6, scale);
  /** @type {(place: number, size: number) => number} */
  const inside = (place, size) => tenth(Math.min(size - size / most / 2, Math.max(size / most / 2, place)));
  return most > 1.02 ? { x: inside(x, width), y: inside(y, height), scale: Math.round(most * 1000) / 1000 } : null;
}

/**
 * A stroke as curves, each through the middles between points; a new one where the width changes.
 * `points` are x, y, width in turn.
 * @type {(points: number[]) => {width: number, line: string}[]}
 */
export function curves(points) {
  /** @type {{width: number, line: string}[]} */
  const found = [];
  let [x, y] = points;
  for (let at = 0; at < points.length; at += 3) {
    const [left, top, width, right = left, bottom = top] = points.slice(at, at + 5);
    if (found.at(-1)?.width !== width) found.push({ width, line: `M${tenth(x)} ${tenth(y)}` });
    x = (left + right) / 2;
    y = (top + bottom) / 2;
    found[found.length - 1].line += `Q${tenth(left)} ${tenth(top)} ${tenth(x)} ${tenth(y)}`;
  }
  // A curve without length has no ends to be drawn.
  if (points.length === 3) found[0].line += 'h.1';
  return found;
}
