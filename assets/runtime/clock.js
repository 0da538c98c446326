// @ts-check
// The talk's clock: starts with the first advance, may pause, and stands still while a question is answered.
// Pure values; times are milliseconds since 1970. Manual page: tests/spec/stage.md

/**
 * `kept` ms were measured before `since`, from which it runs (0: it stands). Questions likewise: `asked` ms before `asking`.
 * @typedef {{since: number, kept: number, asking: number, asked: number}} Clock
 */

/** @type {() => Clock} */
export function stopped() {
  return { since: 0, kept: 0, asking: 0, asked: 0 };
}

/** Whether it was never started. @type {(clock: Clock) => boolean} */
export function fresh(clock) {
  return !clock.since && !clock.kept && !clock.asking && !clock.asked;
}

/** Milliseconds of the talk, without questions. @type {(clock: Clock, now: number) => number} */
export function elapsed(clock, now) {
  return clock.kept + (clock.since ? Math.max(0, now - clock.since) : 0);
}

/** Milliseconds of questions. @type {(clock: Clock, now: number) => number} */
export function questions(clock, now) {
  return clock.asked + (clock.asking ? Math.max(0, now - clock.asking) : 0);
}

/** Start or pause; while a question is open it closes it. @type {(clock: Clock, now: number) => Clock} */
export function toggle(clock, now) {
  if (clock.asking) return question(clock, now);
  return clock.since ? { ...clock, since: 0, kept: elapsed(clock, now) } : { ...clock, since: now };
}

/** Opens a question, which stops the talk's time, or closes it. @type {(clock: Clock, now: number) => Clock} */
export function question(clock, now) {
  return clock.asking
    ? { since: now, kept: clock.kept, asking: 0, asked: questions(clock, now) }
    : { since: 0, kept: elapsed(clock, now), asking: now, asked: clock.asked };
}
