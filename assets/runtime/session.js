// @ts-check
// What all windows of one talk share, as one value, and what every action makes of it. No page; runs in Node too.
// Manual page: tests/spec/stage.md
import { fresh, question, stopped, toggle } from './clock.js';
import { first, last, next, nextSlide, parse, previous, previousSlide, unseen } from './position.js';

/** @typedef {import('./position.js').Position} Position */
/** @typedef {import('./position.js').Stop} Stop */

/**
 * `at`: where the speaker is. `frozen`: what the audience is held at meanwhile, or null. `trail`: the places that jumps came from.
 * `cover`: '', 'black' or 'white'. `color`: '', 'light', 'dark' or 'contrast'. `zoom`: a part of the canvas, middle in px, or null.
 * @typedef {{at: Position, frozen: Position | null, trail: Position[], cover: string, color: string,
 *   zoom: {x: number, y: number, scale: number} | null, clock: import('./clock.js').Clock}} Session
 */

/** @type {() => Session} */
export function begin() {
  return { at: first(), frozen: null, trail: [], cover: '', color: '', zoom: null, clock: stopped() };
}

/**
 * The session after an action; the same value if it changes nothing. `argument` is a position for `go` and `jump`, a color for
 * `color`, a part for `zoom`, typed digits for `number`. `now` in ms.
 * @type {(stops: Stop[], session: Session, action: string, argument: any, now: number) => Session}
 */
export function reduce(stops, session, action, argument, now) {
  const { at, cover, clock } = session;
  /** @type {(to: Position | null, jumped?: boolean) => Session} */
  const move = (to, jumped) => {
    if (!to || (to.slide === at.slide && to.step === at.step)) return session;
    const trail = jumped && to.slide !== at.slide ? [...session.trail, at].slice(-50) : session.trail;
    const forward = to.slide > at.slide || to.step > at.step;
    return {
      ...session, at: to, trail, zoom: to.slide === at.slide ? session.zoom : null,
      clock: fresh(clock) && forward ? toggle(clock, now) : clock,
    };
  };
  switch (action) {
    case 'next': return move(next(stops, at));
    case 'previous': return move(previous(stops, at));
    case 'nextSlide': return move(nextSlide(stops, at));
    case 'previousSlide': return move(previousSlide(stops, at));
    case 'first': return move(first(), true);
    case 'last': return move(last(stops), true);
    case 'number': return move(parse(stops, '#' + argument), true);
    case 'unseen': return move(unseen(stops, at), true);
    case 'go': return move(argument);
    case 'jump': return move(argument, true);
    case 'back': {
      const to = session.trail.at(-1);
      return to ? { ...move(to), trail: session.trail.slice(0, -1) } : session;
    }
    case 'black':
    case 'white': return { ...session, cover: cover === action ? '' : action };
    case 'wake': return cover ? { ...session, cover: '' } : session;
    case 'freeze': return { ...session, frozen: session.frozen ? null : at };
    case 'color': return { ...session, color: argument };
    case 'zoom':
    case 'zoomed': return { ...session, zoom: argument }; // the key Z itself is a tool's
    case 'timer': return { ...session, clock: toggle(clock, now) };
    case 'timerReset': return { ...session, clock: stopped() };
    case 'question': return { ...session, clock: question(clock, now) };
    default: return session;
  }
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
