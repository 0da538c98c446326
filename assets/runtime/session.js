// @ts-check
// What all windows of one talk share, as one value, and what every action makes of it. No page; runs in Node too.
// Manual page: tests/spec/stage.md
import { elapsed, fresh, question, questions, shifted, stopped, toggle } from './clock.js';
import { first, last, next, nextSlide, parse, previous, previousSlide, unseen } from './position.js';

/** @typedef {import('./position.js').Position} Position */
/** @typedef {import('./position.js').Stop} Stop */
/**
 * One thing that happened: `go`, `pause`, `resume`, `question`, `answered` or `mark`; the slide and the step where the talk was then; ms of
 * the talk and ms of questions on the clock; when it was, in ms since 1970. @typedef {[string, string, number, number, number, number]} Entry
 */

/**
 * `at`: where the speaker is. `frozen`: what the audience is held at meanwhile, or null. `trail`: the places that jumps came from.
 * `log`: what happened since the clock began, see `Entry`. `cover`: '', 'black' or 'white'. `color`: '', 'light', 'dark' or 'contrast'. `zoom`: a part of the canvas, middle in px, or null.
 * @typedef {{at: Position, frozen: Position | null, trail: Position[], cover: string, color: string,
 *   log: Entry[], zoom: {x: number, y: number, scale: number} | null, clock: import('./clock.js').Clock}} Session
 */

/** So much is remembered of a talk, which then goes on without: an advance a second for more than an hour. */
const most = 5000;

/** @type {() => Session} */
export function begin() {
  return { at: first(), frozen: null, trail: [], log: [], cover: '', color: '', zoom: null, clock: stopped() };
}

/**
 * The session after an action; the same value if it changes nothing. `argument` is a position for `go` and `jump`, a color for
 * `color`, a part for `zoom`, typed digits for `number`, lost ms for `shift`. `now` in ms.
 * @type {(stops: Stop[], session: Session, action: string, argument: any, now: number) => Session}
 */
export function reduce(stops, session, action, argument, now) {
  const to = changed(stops, session, action, argument, now);
  const { at, clock, log } = to;
  if (to === session) return session;
  if (fresh(clock)) return { ...to, log: [] };
  /** @type {Record<string, string>} */
  const kinds = { timer: clock.since ? 'resume' : 'pause', question: clock.asking ? 'question' : 'answered', mark: action };
  const kind = at === session.at && log.length ? kinds[action] : 'go';
  return kind && log.length < most ? { ...to, log: [...log, [kind, stops[at.slide].id, at.step, elapsed(clock, now), questions(clock, now), now]] } : to;
}

/** @type {typeof reduce} */
function changed(stops, session, action, argument, now) {
  const { at, trail, clock } = session;
  /** @type {Record<string, (stops: Stop[], at: Position) => Position | null>} */
  const moves = { next, previous, nextSlide, previousSlide, go: () => argument };
  /** @type {typeof moves} */
  const jumps = { first, last: () => last(stops), unseen, number: () => parse(stops, '#' + argument), jump: () => argument };
  const back = action === 'back' && trail.at(-1);
  const to = back || (moves[action] ?? jumps[action])?.(stops, at);
  if (to && (back || to.slide !== at.slide || to.step !== at.step)) {
    const turned = to.slide !== at.slide;
    const forward = to.slide > at.slide || to.step > at.step;
    return {
      ...session, at: to, zoom: turned ? null : session.zoom, clock: fresh(clock) && forward ? toggle(clock, now) : clock,
      trail: back ? trail.slice(0, -1) : turned && jumps[action] ? [...trail, at].slice(-50) : trail,
    };
  }
  /** @type {Record<string, () => Partial<Session>>} */
  const changes = {
    black: () => ({ cover: action }),
    white: () => ({ cover: action }),
    freeze: () => ({ frozen: session.frozen ? null : at }),
    color: () => ({ color: argument }),
    zoomed: () => ({ zoom: argument }), // the key Z itself is a tool's
    timer: () => ({ clock: toggle(clock, now) }),
    timerReset: () => ({ clock: stopped() }),
    question: () => ({ clock: question(clock, now) }),
    shift: () => ({ clock: shifted(clock, argument) }),
    mark: () => ({}),
  };
  return changes[action] ? { ...session, ...changes[action]() } : session;
}

/**
 * The session as another window, or this one after a reload, can read it: places by id, since slides may move meanwhile.
 * @type {(stops: Stop[], session: Session) => any}
 */
export function pack(stops, session) {
  /** @type {(at: Position) => [string, number]} */
  const place = (at) => [stops[at.slide].id, at.step];
  return { ...session, at: place(session.at), frozen: session.frozen && place(session.frozen), trail: session.trail.map(place) };
}

/**
 * Reads what `pack` wrote. Places that are gone are left out; `at` counts if the talk's place is gone.
 * @type {(stops: Stop[], packed: any, at: Position) => Session}
 */
export function unpack(stops, packed, at) {
  /** @type {(place: any) => Position | null} */
  const find = (place) => {
    const slide = stops.findIndex((stop) => stop.id === place?.[0]);
    return slide < 0 ? null : { slide, step: Math.min(place[1], stops[slide].last) };
  };
  return { ...begin(), ...packed, at: find(packed.at) ?? at, frozen: find(packed.frozen), trail: packed.trail.map(find).filter(Boolean) };
}
