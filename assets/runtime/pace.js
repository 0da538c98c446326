// @ts-check
// How the talk keeps its time: the plan against the clock. Pure values, in seconds; runs in Node too.
// Manual page: tests/spec/time.md

/** @typedef {import('./position.js').Position} Position */
/**
 * What is asked of a slide here. `section` counts from 0; without one (before the first section) it is undefined.
 * @typedef {{last: number, section?: number, optional?: boolean, backup?: boolean, title?: string}} Timed
 */

/** The plan that the deck carries: seconds of each slide. @type {(text: string | undefined) => number[]} */
export function readPlan(text) {
  return text ? text.split(' ').map(Number) : [];
}

/** @type {(plan: number[]) => number} */
export function planned(plan) {
  return plan.reduce((sum, seconds) => sum + seconds, 0);
}

/**
 * Seconds that should have passed when a step of a slide begins: its steps share its time evenly.
 * @type {(plan: number[], stops: Timed[], at: Position) => number}
 */
export function expected(plan, stops, at) {
  const parts = (stops[at.slide]?.last ?? 0) + 1;
  return planned(plan.slice(0, at.slide)) + (plan[at.slide] ?? 0) * Math.min(1, at.step / parts);
}

/**
 * Whether the talk is on time: within 20 s or 3 % of the whole. `seconds` is how far off it is, never negative.
 * @type {(elapsed: number, due: number, total: number) => {state: 'time' | 'behind' | 'ahead', seconds: number}}
 */
export function pace(elapsed, due, total) {
  const off = Math.round(elapsed - due);
  const seconds = Math.abs(off);
  return { state: seconds <= Math.max(20, total * 0.03) ? 'time' : off > 0 ? 'behind' : 'ahead', seconds };
}

/**
 * The optional slides that are still to come, and what each saves. The slide that is shown is not one of them any more.
 * @type {(plan: number[], stops: Timed[], at: Position) => {slide: number, title: string, seconds: number}[]}
 */
export function skips(plan, stops, at) {
  return stops.flatMap(({ optional, backup, title = '' }, slide) =>
    slide > at.slide && optional && !backup && plan[slide] > 0 ? [{ slide, title, seconds: plan[slide] }] : []);
}

/** Seconds as `0:38`, `1:02:03`, `−0:05`. @type {(seconds: number) => string} */
export function minutes(seconds) {
  const whole = Math.abs(Math.round(seconds));
  const two = (/** @type {number} */ number) => String(Math.floor(number) % 60).padStart(2, '0');
  const hours = Math.floor(whole / 3600);
  return (seconds < 0 && whole ? '−' : '') + (hours ? hours + ':' + two(whole / 60) : Math.floor(whole / 60)) + ':' + two(whole);
}

/** The time of each slide; equal parts when there is no plan. @type {(plan: number[], stops: Timed[]) => number[]} */
export function weigh(plan, stops) {
  return planned(plan) ? plan : stops.map(({ backup }) => Number(!backup));
}

/**
 * The sections for the strip, in order, with their parts of the whole (0 to 1) and where they begin on it. A talk without a plan
 * has equal slides. `section` is -1 before the first one; backup slides are in none.
 * @type {(plan: number[], stops: Timed[]) => {section: number, slide: number, slides: number, seconds: number, from: number, share: number}[]}
 */
export function sections(plan, stops) {
  const weights = weigh(plan, stops);
  const total = planned(weights) || 1;
  /** @type {ReturnType<typeof sections>} */
  const strip = [];
  let passed = 0;
  stops.forEach(({ backup, section = -1 }, slide) => {
    if (backup) return;
    let part = strip[strip.length - 1];
    if (part?.section !== section) strip.push((part = { section, slide, slides: 0, seconds: 0, from: passed / total, share: 0 }));
    passed += weights[slide] ?? 0;
    part.slides += 1;
    part.seconds += plan[slide] ?? 0;
    part.share = passed / total - part.from;
  });
  return strip;
}
